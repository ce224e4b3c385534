//! What each command does.

mod account;
mod blocklist;
mod catalogue;
mod check;
mod deliver;
mod demo;
mod explain;
mod fix;
mod message;
mod shell;
mod smtp;
mod spf;
mod tls;
mod what_if;

pub use account::account;
pub use blocklist::blocklist;
pub use catalogue::{checks, requirements, schema};
pub use check::check;
pub use deliver::deliver;
pub use demo::demo;
pub use explain::explain;
pub use fix::fix;
pub use message::message;
pub use shell::{completions, man};
pub use smtp::smtp;
pub use spf::spf;
pub use tls::tls;
