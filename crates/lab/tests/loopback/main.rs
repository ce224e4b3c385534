//! The lab over real sockets.
#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

mod client;
mod dns;
mod further;
mod offers;
mod smtp;
mod tls;

use facts::Moment;
use lab::Lab;

async fn start(text: &str) -> Lab {
    Lab::start(&[text], Moment::from_unix(facts::fixture::NOW)).await.unwrap_or_else(|e| panic!("{e}"))
}
