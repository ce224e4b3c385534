//! What each command does.

mod account;
mod blocklist;
mod catalogue;
mod check;
mod demo;
mod shell;
mod spf;
mod tls;
mod what_if;

pub use account::account;
pub use blocklist::blocklist;
pub use catalogue::{checks, explain, schema};
pub use check::check;
pub use demo::demo;
pub use shell::{completions, man};
pub use spf::spf;
pub use tls::tls;
