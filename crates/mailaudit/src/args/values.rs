//! Values as a person types them, and what is wrong with them.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use facts::{Moment, Name};
use std::ffi::OsStr;
use std::net::IpAddr;

/// A domain as a person types it. No top-level domain is a number (RFC 3696 2), so such a text is a mistyped address.
pub fn domain(text: &str) -> Result<Name, String> {
    if text.trim().parse::<IpAddr>().is_ok() {
        return Err(format!("an address, not a domain; 'mailaudit blocklist {}' asks the lists about it", text.trim()));
    }
    let name = Name::from_person(text).map_err(|e| e.to_string())?;
    let is_number = name.labels().next_back().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    if is_number { Err(format!("'{text}' is no domain name: it ends in a number")) } else { Ok(name) }
}

/// A host name, or an address with or without brackets, which stands in place of a name.
pub fn host(text: &str) -> Result<Name, String> {
    let bare = text.trim();
    let bare = bare.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(bare);
    match bare.parse::<IpAddr>() {
        Ok(address) => Name::parse(&address.to_string()).map_err(|e| e.to_string()),
        Err(_) if bare != text.trim() => Err(format!("'{text}' holds no address between its brackets")),
        Err(_) => domain(text),
    }
}

/// A mail address, `local@domain`, that stays one word in a dialogue.
pub fn address(text: &str) -> Result<String, String> {
    let bad = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"');
    match text.rsplit_once('@') {
        Some((local, host)) if !local.is_empty() && !text.contains(bad) => domain(host).map(|_| text.to_owned()),
        _ => Err(format!("'{text}' is no address of the form user@domain")),
    }
}

pub(super) fn selector(text: &str) -> Result<String, String> {
    let name = Name::parse(text).map_err(|e| e.to_string())?;
    let plain = |l: &str| l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if name.is_root() || !name.labels().all(plain) { Err(format!("'{text}' is no DKIM selector")) } else { Ok(name.as_str().to_owned()) }
}

pub(super) fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "no RFC 3339 time, such as 2026-11-23T12:00:00Z".to_owned())
}

/// Areas of the catalogue; `--only` takes these, also those that have no checks yet.
const AREAS: [&str; 17] =
    ["dns", "mx", "spf", "dkim", "dmarc", "sts", "rpt", "dane", "bimi", "ptr", "smtp", "tls", "bl", "cfg", "msg", "dlv", "req"];

/// Reads an area in any case, and lists them all, so that shells complete them.
#[derive(Clone)]
pub(super) struct AreaParser;

impl TypedValueParser for AreaParser {
    type Value = String;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        let lower = value.to_string_lossy().trim().to_ascii_lowercase();
        PossibleValuesParser::new(AREAS).parse_ref(command, arg, OsStr::new(&lower))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(AREAS.iter().map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_may_be_an_address() {
        let read = |text| host(text).map(|n| n.as_str().to_owned());
        assert_eq!(read("MX.example.com."), Ok("mx.example.com".into()));
        assert_eq!(read("192.0.2.1"), Ok("192.0.2.1".into()));
        assert_eq!(read("[2001:DB8::0:1]"), Ok("2001:db8::1".into()));
        assert!(read("[mx.example.com]").is_err() && read("a:25").is_err());
    }
}
