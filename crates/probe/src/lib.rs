//! The only crate that opens a socket or reads a clock: resolver, SMTP, TLS, limits, memo and the asking loop.
//! It never judges an answer, and nothing that it keeps holds a secret.
//!
//! ```no_run
//! use probe::{Network, Options, Watch, audit};
//! # async fn run(planners: &[facts::Planner], target: &facts::Target) -> Result<(), probe::Error> {
//! let options = Options { upstreams: vec!["system".parse()?], ..Options::default() };
//! let network = Network::new(&options)?; // one per run: it remembers every answer
//! let watch = Watch::default(); // `watch.stop.stop()` from a Ctrl-C handler; `watch.observer` for a progress line
//! let audited = audit(target, planners, &network, &options.limits, &watch).await;
//! println!("{} answers", audited.facts.asked());
//! # Ok(())
//! # }
//! ```
//! A replay needs no engine: judge the [`facts::Recorded`] as it is. [`Replay`] asks a recording
//! where a planner wants something beyond it (an overlay, say).
#![forbid(unsafe_code)]

mod accounts;
mod ask;
mod connect;
mod dns;
mod doors;
mod draft;
mod engine;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod hello;
mod https;
mod inbox;
mod mailbox;
mod memo;
mod network;
mod nonce;
mod options;
mod outbox;
mod overlaid;
mod own_name;
mod smtp;
mod tls;
mod trust;
mod turns;
mod watch;
mod way;
mod wire;

pub use accounts::Accounts;
pub use ask::{Ask, BoxFuture, Replay};
pub use connect::{ConnectMap, ConnectRule};
pub use dns::{Anchors, EncryptedSpec, HintsError, Resolve, RootHints, UpstreamSpec, system_upstreams};
pub use draft::Draft;
pub use engine::{Audited, Ended, audit, now};
pub use error::Error;
pub use hello::offered_suites;
pub use memo::Memo;
pub use network::Network;
pub use nonce::nonce;
pub use options::{Keys, Limits, Options};
pub use outbox::Outbox;
pub use overlaid::{Nobody, Overlaid};
pub use own_name::own_name;
pub use watch::{Observer, Progress, Stop, Watch};
