//! The addresses of `rua` and `ruf`: `mailto:` URIs, each perhaps with a size of old (RFC 9989 4.7).

use crate::domain::is_host_name;
use crate::spf::Span;
use crate::tags::Tag;

/// At most so many addresses are kept of one tag.
const MOST_URIS: usize = 100;

/// One address for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportUri {
    /// As written, without the white space around it.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Whether a size follows the exclamation mark, which RFC 9989 tells receivers to ignore.
    pub has_size: bool,
    /// The mailbox, or why reports cannot go there.
    pub mailbox: Result<Mailbox, UriFault>,
}

/// A mailbox of a `mailto:` URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// `local@host`, the host in lower case.
    pub address: String,
    /// The host in lower case.
    pub host: String,
}

/// Why no report can be sent to a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UriFault {
    /// Nothing between two commas, or an empty tag.
    Empty,
    /// An address without `mailto:`.
    NoScheme,
    /// A scheme other than `mailto`: no receiver has to serve it.
    OtherScheme,
    /// No mailbox, or more than one, behind `mailto:`.
    NoMailbox,
    /// What stands behind the at sign is no host name.
    BadHost,
}

impl ReportUri {
    /// Whether reports can be sent to it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.mailbox.is_ok()
    }

    /// The host that the mailbox lies on, in lower case.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.mailbox.as_ref().ok().map(|m| m.host.as_str())
    }
}

/// Reads a comma-separated list; commas inside a URI must be written `%2C`.
pub(super) fn parse_list(tag: &Tag) -> Vec<ReportUri> {
    let mut uris = Vec::new();
    let mut start = tag.value_span.start;
    for part in tag.value.split(',').take(MOST_URIS) {
        let octets = part.chars().count();
        let text = part.trim();
        let lead = part.chars().take_while(|c| c.is_whitespace()).count();
        let span = Span { start: start + lead, end: start + lead + text.chars().count() };
        let (uri, has_size) = cut_size(text);
        uris.push(ReportUri { text: text.to_owned(), span, has_size, mailbox: mailbox(uri) });
        start += octets + 1;
    }
    uris
}

fn cut_size(text: &str) -> (&str, bool) {
    match text.rsplit_once('!') {
        Some((uri, size)) if is_size(size) => (uri, true),
        _ => (text, false),
    }
}

fn is_size(text: &str) -> bool {
    let digits = text.trim_end_matches(['k', 'm', 'g', 't', 'K', 'M', 'G', 'T']);
    text.len() - digits.len() <= 1 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The mailbox of a `mailto:` URI.
pub(crate) fn mailbox(uri: &str) -> Result<Mailbox, UriFault> {
    if uri.is_empty() {
        return Err(UriFault::Empty);
    }
    let Some((scheme, rest)) = uri.split_once(':') else {
        return Err(UriFault::NoScheme);
    };
    if !scheme.eq_ignore_ascii_case("mailto") {
        return Err(if scheme.contains('@') { UriFault::NoScheme } else { UriFault::OtherScheme });
    }
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let path = undo_percent(path).ok_or(UriFault::NoMailbox)?;
    let (local, host) = path.rsplit_once('@').ok_or(UriFault::NoMailbox)?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | '/' | char::REPLACEMENT_CHARACTER);
    if local.is_empty() || local.contains(odd) {
        return Err(UriFault::NoMailbox);
    }
    let host = host.to_ascii_lowercase();
    if !is_host_name(&host) {
        return Err(UriFault::BadHost);
    }
    Ok(Mailbox { address: format!("{local}@{host}"), host })
}

/// `%XX` read as an octet (RFC 3986 2.1); `None` for what is then no text.
fn undo_percent(text: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            octets.push(byte);
            continue;
        }
        let (high, low) = (char::from(rest.next()?).to_digit(16)?, char::from(rest.next()?).to_digit(16)?);
        octets.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(octets).ok()
}
