//! What stops the program itself. A fault of the audited domain is a finding, never one of these.

use crate::config::ConfigError;
use std::path::PathBuf;

/// Why the program could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Exit 2: the command line cannot be meant.
    #[error("{0}")]
    Usage(String),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The asker.
    #[error(transparent)]
    Probe(#[from] probe::Error),
    /// The lab.
    #[error("failed to start the lab: {0}")]
    Lab(#[from] lab::LabError),
    /// A file that cannot be read.
    #[error("failed to read {path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    /// A file that cannot be written.
    #[error("failed to write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    /// A bootstrap file of RDAP.
    #[error("failed to read RDAP servers from {path}: {what}")]
    Bootstrap { path: PathBuf, what: &'static str },
    /// A file of revocation lists.
    #[error("failed to read a revocation list from {path}: {what}")]
    List { path: PathBuf, what: String },
    /// A file of certificates.
    #[error("failed to read certificates from {path}: {what}")]
    Pem { path: PathBuf, what: String },
    /// A key that could not be made.
    #[error("failed to make a DKIM key: {0}")]
    Key(String),
    /// A recording.
    #[error("failed to replay {path}: {source}")]
    Recording { path: PathBuf, source: facts::RecordingError },
    /// A zone file that cannot be understood.
    #[error("failed to read the zone file {path}: {source}")]
    Zone { path: PathBuf, source: facts::ZoneError },
    /// Standard output: a full disk, say. A reader that went away is no failure.
    #[error("failed to write the report: {0}")]
    Output(std::io::Error),
    /// A recording that could not be made.
    #[error("failed to make the recording: {0}")]
    Record(#[from] facts::RecordingError),
    /// JSON that could not be written.
    #[error("failed to write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The runtime.
    #[error("failed to start: {0}")]
    Io(#[from] std::io::Error),
}

impl Failure {
    /// 2 for usage, 3 for all else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage(_) | Failure::Probe(probe::Error::Upstream(_) | probe::Error::ConnectRule { .. }) => 2,
            _ => 3,
        }
    }
}
