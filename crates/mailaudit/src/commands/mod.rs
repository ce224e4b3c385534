//! What each command does.

mod blocklist;
mod catalogue;
mod check;
mod demo;
mod spf;
mod tls;

pub use blocklist::blocklist;
pub use catalogue::{checks, explain, schema};
pub use check::check;
pub use demo::demo;
pub use spf::spf;
pub use tls::tls;
