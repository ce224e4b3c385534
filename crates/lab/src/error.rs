//! What can go wrong while a lab is set up; what goes wrong inside a running lab is part of the play.

/// Why a lab could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabError {
    /// The scenario text cannot be read.
    #[error("the scenario cannot be read: {0}")]
    Scenario(#[from] facts::fixture::FixtureError),
    /// A scenario names certificates that no [`ChainKind`](crate::ChainKind) has.
    #[error("'{0}' is no kind of certificate chain")]
    UnknownChain(String),
    /// A certificate could not be made, most often for a host name that no certificate can hold.
    #[error("no certificate for '{host}': {source}")]
    Certificate {
        /// For which host.
        host: String,
        /// What the certificate library says.
        source: rcgen::Error,
    },
    /// The TLS library refused the certificates or its own set-up.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// No socket on loopback.
    #[error("no loopback socket: {0}")]
    Socket(#[from] std::io::Error),
}
