//! Our own failures. Silence and refusals of the network are answers, never errors.

/// Why no asking can begin.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `--resolver` names nothing that can be asked.
    #[error("'{0}' is no resolver: expected 'system', 'recursive', ADDRESS[:PORT], tls://HOST[:PORT] or https://HOST/PATH")]
    Upstream(String),
    /// The list of resolvers is empty.
    #[error("no resolver is given")]
    NoUpstream,
    /// The system's resolver configuration cannot be read, or names no server.
    #[error("failed to read the system's resolver configuration: {0}")]
    SystemConfiguration(String),
    /// TLS itself cannot be set up.
    #[error("failed to set up TLS: {0}")]
    Tls(String),
    /// A `--connect-to` rule that cannot be read.
    #[error("'{rule}' is no HOST:PORT:ADDR:PORT: {what}")]
    ConnectRule {
        /// The rule as given.
        rule: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A blocklist key that is no DNS label. The key itself is never told.
    #[error("the key '{0}' is not usable: a key is one DNS label of 1 to 63 letters, digits and hyphens")]
    Key(String),
    /// A trust anchor that cannot be read.
    #[error("line {line}: {what}")]
    Anchor {
        /// The line of the text, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
}
