//! The configuration file (TOML). Keys stay here and in the asker; facts only ever hold their labels.

mod deliver;

pub use deliver::{DeliverConfig, MailboxConfig, Secret};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the file may say; an unknown field is an error that names it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Upstreams, as `--resolver`.
    pub resolver: Vec<String>,
    /// As `--root-hints`.
    pub root_hints: Option<PathBuf>,
    /// As `--control`.
    pub control: Vec<String>,
    /// As `--probe-name`.
    pub probe_name: Option<String>,
    /// As `--ca-file`.
    pub ca_file: Vec<PathBuf>,
    /// As `--dnssec-anchor`.
    pub dnssec_anchor: Vec<PathBuf>,
    /// As `--volume`.
    pub volume: Option<u64>,
    /// Exchanges that may stand in the MX set (MX017).
    pub allowed_mx: Vec<String>,
    /// Key of Spamhaus's data query service.
    pub spamhaus_dqs_key: Option<String>,
    /// Key of Abusix Mail Intelligence.
    pub abusix_key: Option<String>,
    /// Sender and mailboxes of `deliver`.
    pub deliver: Option<DeliverConfig>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("failed to read the configuration {path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    /// The file is no such TOML. Its line is named and not shown: it may hold a secret that stands in the wrong place.
    #[error("failed to understand the configuration {path}: {place}{what}")]
    Toml { path: PathBuf, place: String, what: String },
    /// A key that is no DNS label would break every question it stands in.
    #[error("the key '{0}' in the configuration is no DNS label (letters, digits and hyphens, at most 63)")]
    Key(&'static str),
}

impl Config {
    /// Reads `path`, or gives the defaults when none is named.
    pub fn read(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.into(), source })?;
        let config: Self = toml::from_str(&text).map_err(|fault| misread(path, &text, &fault))?;
        for (name, key) in [("spamhaus_dqs_key", &config.spamhaus_dqs_key), ("abusix_key", &config.abusix_key)] {
            let label = |k: &str| (1..=63).contains(&k.len()) && k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if key.as_deref().is_some_and(|k| !label(k)) {
                return Err(ConfigError::Key(name));
            }
        }
        Ok(config)
    }

    /// Label and secret of each key, for the asker.
    pub fn keys(&self) -> BTreeMap<String, String> {
        let keys = [("spamhaus_dqs", &self.spamhaus_dqs_key), ("abusix", &self.abusix_key)];
        keys.into_iter().filter_map(|(label, key)| key.clone().map(|k| (label.to_owned(), k))).collect()
    }
}

fn misread(path: &Path, text: &str, fault: &toml::de::Error) -> ConfigError {
    let line = fault.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let place = line.map_or_else(String::new, |line| format!("line {line}: "));
    let mut what = fault.message().trim_end().to_owned();
    if what.contains("unknown field `password`") {
        what = "no password stands in a configuration: name a file with password_file, or a variable with password_env".into();
    }
    ConfigError::Toml { path: path.into(), place, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_the_wrong_place_is_refused_and_not_repeated() {
        let path = std::env::temp_dir().join(format!("mailaudit-config-password-{}.toml", std::process::id()));
        let text = "[deliver]\nfrom = 'a@example.com'\nsubmission = 'smtp.example.com'\npassword = 's3cret-Wort'\n";
        std::fs::write(&path, text).expect("a writable temporary directory");
        let fault = Config::read(Some(&path)).expect_err("there is no such field").to_string();
        std::fs::remove_file(&path).expect("it was just written");
        assert!(fault.contains("password_file") && fault.contains("line 4") && !fault.contains("s3cret"), "{fault}");
    }

    #[test]
    fn a_misspelt_field_is_named_with_its_line() {
        let path = std::env::temp_dir().join(format!("mailaudit-config-{}.toml", std::process::id()));
        std::fs::write(&path, "probe_name = \"x.example\"\nspamhaus_dsq_key = \"k\"\n").expect("a writable temporary directory");
        let fault = Config::read(Some(&path)).expect_err("the field does not exist").to_string();
        std::fs::remove_file(&path).expect("it was just written");
        assert!(fault.contains("spamhaus_dsq_key") && fault.contains('2'), "{fault}");
    }
}
