//! DNS: a multiplexed stub over UDP and TCP, fail-over between upstreams, and aliases followed.
//! Every outcome is told as it came; nothing is ever answered from this program's own knowledge.

mod data;
mod encrypted;
mod message;
mod reading;
mod recursive;
mod resolver;
mod rtt;
mod secret;
mod sequence;
mod socket;
mod source;
mod spec;
mod tcp;
mod upstream;
mod validate;

pub use encrypted::EncryptedSpec;
pub use recursive::{HintsError, RootHints};
pub(crate) use resolver::Resolver;
pub use spec::{UpstreamSpec, system_upstreams};
pub(crate) use upstream::random;
pub use validate::Anchors;

use crate::BoxFuture;
use facts::{DnsAnswer, Name, RecordType, WhyNot};

/// Answers DNS questions with recursion.
pub trait Resolve: Send + Sync {
    /// What the DNS says about `name`; timeouts, refusals and failures are answers.
    ///
    /// # Errors
    /// Why the question could not be sent at all.
    fn resolve(&self, name: &Name, rtype: RecordType) -> BoxFuture<Result<DnsAnswer, WhyNot>>;
}

/// The owners of all records that a message holds; for [`crate::fuzzing`].
pub(crate) fn owners(bytes: &[u8]) -> Vec<Name> {
    let message = message::read(bytes);
    message.answers.into_iter().chain(message.authorities).chain(message.additionals).map(|rr| rr.owner).collect()
}

#[cfg(test)]
mod tests;
