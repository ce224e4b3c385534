//! The grammar of TLS-RPT records (RFC 8460 3): where reports go, extensions, and what is wrong.
//!
//! Bytes in, a value with issues out: parsing never fails and never asks.

use crate::dmarc::UriFault;
use crate::dmarc::uri::mailbox;
use crate::fields::{FaultKind, Field, FieldList, extension_fault, is_blank};
use crate::https::{HttpsFault, HttpsUri, is_uri_text};
use crate::near_miss::{self, Kind, NearMiss};
use crate::spf::Span;

/// At most so many addresses are kept of one record.
pub const MOST_ADDRESSES: usize = 100;

/// A parsed record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsRptRecord {
    /// The record as [`crate::tags::shown`].
    pub text: String,
    /// The addresses of every `rua` field, in order, at most [`MOST_ADDRESSES`].
    pub rua: Vec<Address>,
    /// Fields beside `rua`, as name and value, in order; readers pass over them.
    pub extensions: Vec<(String, String)>,
    /// What breaks the grammar, in order of place.
    pub issues: Vec<Issue>,
}

/// One address for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// As written, without the blanks around it.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Where it leads, or why reports cannot go there.
    pub destination: Result<Destination, AddressFault>,
}

/// Where reports go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// By mail.
    Mailbox {
        /// `local@host`, the host in lower case.
        address: String,
        /// The host in lower case.
        host: String,
    },
    /// By POST.
    Https(HttpsUri),
}

/// Why no report can go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressFault {
    /// Nothing between two commas, or an empty `rua`.
    Empty,
    /// Neither `mailto:` nor `https:` in front.
    NoScheme,
    /// A scheme that no sender has to serve, such as `http:`. An address by the grammar, all the same.
    OtherScheme,
    /// No mailbox behind `mailto:`.
    NoMailbox,
    /// Where the host belongs stands none.
    BadHost,
    /// A character that must not stand in an address, or only as `%XX` (the exclamation mark of DMARC sizes too).
    BadCharacter,
}

/// A broken rule of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Which.
    pub kind: IssueKind,
    /// The field, address or character at fault, as [`TlsRptRecord::text`] shows it, cut to 80 characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// A field list that is none.
    Field(FaultKind),
    /// There is no `rua`.
    NoRua,
    /// An address that is none. Other schemes are no issue ([`AddressFault::OtherScheme`]).
    Address(AddressFault),
}

const KIND: Kind = Kind { version: "v=TLSRPTv1", core: "tlsrpt", is_one: is_tls_rpt, is_own_field: is_rua };

/// Whether the joined octets of a TXT record are a TLS-RPT record: `v=TLSRPTv1` and a semicolon come
/// first. What is none is discarded before records are counted (RFC 8460 3).
#[must_use]
pub fn is_tls_rpt(octets: &[u8]) -> bool {
    octets.strip_prefix(b"v=TLSRPTv1").is_some_and(|rest| rest.iter().find(|b| !is_blank(**b)) == Some(&b';'))
}

/// How the joined octets of a TXT record miss being TLS-RPT; `None` for a record that is one, and
/// for one that was never meant to be.
#[must_use]
pub fn near_miss(octets: &[u8]) -> Option<NearMiss> {
    near_miss::near_miss(octets, &KIND)
}

impl TlsRptRecord {
    /// Reads a record for which [`is_tls_rpt`] holds; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let list = FieldList::parse(octets);
        let mut record = TlsRptRecord { text: list.text.clone(), ..Self::default() };
        for fault in &list.faults {
            record.issue(IssueKind::Field(fault.kind), &fault.text, fault.span);
        }
        for field in &list.fields {
            if field.name == "rua" {
                record.take_rua(field);
            } else {
                record.extensions.push((field.name.clone(), field.value.clone()));
                if let Some(fault) = extension_fault(field) {
                    record.issue(IssueKind::Field(fault.kind), &fault.text, fault.span);
                }
            }
        }
        if list.named("rua").next().is_none() {
            // `RUA=…` is an extension by the grammar, and what was meant as the address.
            let meant = list.fields.iter().find(|f| f.name.eq_ignore_ascii_case("rua"));
            let end = Span { start: octets.len(), end: octets.len() };
            let text = meant.map_or("rua".to_owned(), |f| format!("{}={}", f.name, f.value));
            record.issue(IssueKind::NoRua, &text, meant.map_or(end, |f| f.span));
        }
        record.issues.sort_by_key(|i| i.span);
        record
    }

    /// Whether a report could be sent to at least one address.
    #[must_use]
    pub fn has_usable_address(&self) -> bool {
        self.rua.iter().any(|a| a.destination.is_ok())
    }

    fn take_rua(&mut self, field: &Field) {
        let mut start = field.value_span.start;
        for part in field.value.split(',').take(MOST_ADDRESSES - self.rua.len().min(MOST_ADDRESSES)) {
            let lead = part.chars().take_while(|c| *c == ' ').count();
            let text = part.trim_matches(' ');
            let span = Span { start: start + lead, end: start + lead + text.chars().count() };
            start += part.chars().count() + 1;
            let destination = destination(text);
            if let Err(fault) = destination
                && fault != AddressFault::OtherScheme
            {
                self.issue(IssueKind::Address(fault), text, span);
            }
            self.rua.push(Address { text: text.to_owned(), span, destination });
        }
    }

    fn issue(&mut self, kind: IssueKind, text: &str, span: Span) {
        self.issues.push(Issue { kind, text: text.chars().take(80).collect(), span });
    }
}

fn destination(text: &str) -> Result<Destination, AddressFault> {
    if text.is_empty() {
        return Err(AddressFault::Empty);
    }
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).ok_or(AddressFault::NoScheme)?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if !is_scheme {
        return Err(AddressFault::NoScheme);
    }
    if !is_uri_text(text) {
        return Err(AddressFault::BadCharacter);
    }
    if scheme.eq_ignore_ascii_case("mailto") {
        let mailbox = mailbox(text).map_err(|fault| match fault {
            UriFault::BadHost => AddressFault::BadHost,
            _ => AddressFault::NoMailbox,
        })?;
        return Ok(Destination::Mailbox { address: mailbox.address, host: mailbox.host });
    }
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(AddressFault::OtherScheme);
    }
    HttpsUri::parse(text).map(Destination::Https).map_err(|fault| match fault {
        HttpsFault::BadCharacter => AddressFault::BadCharacter,
        HttpsFault::NotHttps | HttpsFault::BadHost | HttpsFault::BadPort => AddressFault::BadHost,
    })
}

fn is_rua(item: &str) -> bool {
    item.starts_with("rua=mailto:") || item.starts_with("rua=https:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(text: &str) -> Vec<(IssueKind, usize)> {
        TlsRptRecord::parse(text.as_bytes()).issues.into_iter().map(|i| (i.kind, i.span.column())).collect()
    }

    #[test]
    fn what_is_a_record() {
        for yes in ["v=TLSRPTv1;", "v=TLSRPTv1; rua=mailto:a@example.com", "v=TLSRPTv1 ;rua=x"] {
            assert!(is_tls_rpt(yes.as_bytes()), "{yes}");
            assert_eq!(near_miss(yes.as_bytes()), None, "{yes}");
        }
        for no in ["", "v=TLSRPTv1", "v=TLSRPTv1 rua=x", "v=TLSRPTv11; rua=x", "v=tlsrptv1; rua=x", " v=TLSRPTv1;"] {
            assert!(!is_tls_rpt(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn what_was_meant_as_one() {
        for (text, wanted) in [
            (" v=TLSRPTv1; rua=mailto:a@example.com", NearMiss::LeadingSpace),
            ("\"v=TLSRPTv1; rua=mailto:a@example.com\"", NearMiss::LeadingQuote),
            ("v=TLSRPTV1; rua=mailto:a@example.com", NearMiss::WrongCase),
            ("v=tlsrptv1;rua=mailto:a@example.com", NearMiss::WrongCase),
            ("v =TLSRPTv1; rua=mailto:a@example.com", NearMiss::InnerSpace),
            ("v=TLSRPTv1 rua=mailto:a@example.com", NearMiss::NoSemicolon),
            ("v=TLSRPTv1", NearMiss::NoSemicolon),
            ("rua=mailto:a@example.com; v=TLSRPTv1", NearMiss::NotFirst),
            ("v=TLSRPTv2; rua=mailto:a@example.com", NearMiss::OtherVersion),
            ("v=TLSRPT1; rua=mailto:a@example.com", NearMiss::Misspelt),
            ("v=TLSRPTv; rua=mailto:a@example.com", NearMiss::OtherVersion),
            ("v=TLSPRTv1; rua=mailto:a@example.com", NearMiss::Misspelt),
            ("rua=mailto:a@example.com", NearMiss::NoVersion),
        ] {
            assert_eq!(near_miss(text.as_bytes()), Some(wanted), "{text}");
        }
        for no in ["", "v=DMARC1; p=none; rua=mailto:a@example.com", "v=STSv1; id=1", "v=spf1 -all", "rua=x"] {
            assert_eq!(near_miss(no.as_bytes()), None, "{no}");
        }
    }

    #[test]
    fn addresses() {
        let one = |uri: &str| TlsRptRecord::parse(format!("v=TLSRPTv1; rua={uri}").as_bytes()).rua.remove(0).destination;
        let mail = |address: &str| Ok(Destination::Mailbox { address: address.into(), host: "example.com".into() });
        for (uri, wanted) in [
            ("mailto:a@example.com", mail("a@example.com")),
            ("MAILTO:A@Example.COM", mail("A@example.com")),
            ("mailto:a%2Cb@example.com?subject=x", mail("a,b@example.com")),
            ("mailto:a=b@example.com", mail("a=b@example.com")),
            ("a@example.com", Err(AddressFault::NoScheme)),
            ("", Err(AddressFault::Empty)),
            ("http://example.com/", Err(AddressFault::OtherScheme)),
            ("mailto:", Err(AddressFault::NoMailbox)),
            ("mailto:@example.com", Err(AddressFault::NoMailbox)),
            ("mailto:a@localhost", Err(AddressFault::BadHost)),
            ("mailto:a@example.com!10m", Err(AddressFault::BadCharacter)),
            ("mailto:a b@example.com", Err(AddressFault::BadCharacter)),
            ("https:///v1", Err(AddressFault::BadHost)),
        ] {
            assert_eq!(one(uri), wanted, "{uri}");
        }
        assert!(matches!(one("https://reports.example.com/v1?a=b"), Ok(Destination::Https(u)) if u.host == "reports.example.com"));
    }

    #[test]
    fn several_addresses_and_several_fields() {
        let record = TlsRptRecord::parse(b"v=TLSRPTv1; rua=mailto:a@example.com ,\thttps://b.example.com/; x=1; rua=mailto:c@example.com;");
        assert!(record.issues.is_empty() && record.has_usable_address());
        assert_eq!(
            record.rua.iter().map(|a| (a.span.column(), a.destination.is_ok())).collect::<Vec<_>>(),
            [(17, true), (40, true), (73, true)]
        );
        assert_eq!(record.extensions, [("x".into(), "1".into())]);
    }

    #[test]
    fn faults_with_their_column() {
        for (text, wanted) in [
            ("v=TLSRPTv1;", vec![(IssueKind::NoRua, 12)]),
            ("v=TLSRPTv1; RUA=mailto:a@example.com", vec![(IssueKind::NoRua, 13)]),
            ("v=TLSRPTv1; rua=", vec![(IssueKind::Address(AddressFault::Empty), 17)]),
            ("v=TLSRPTv1; rua=a@example.com", vec![(IssueKind::Address(AddressFault::NoScheme), 17)]),
            ("v=TLSRPTv1; rua=mailto:a@example.com,", vec![(IssueKind::Address(AddressFault::Empty), 38)]),
            ("v=TLSRPTv1; rua=mailto:a@example.com, b@example.com", vec![(IssueKind::Address(AddressFault::NoScheme), 39)]),
            ("v=TLSRPTv1; rua =mailto:a@example.com", vec![(IssueKind::Field(FaultKind::BadName), 13), (IssueKind::NoRua, 38)]),
            ("v=TLSRPTv1; rua:mailto:a@example.com", vec![(IssueKind::Field(FaultKind::NoEquals), 13), (IssueKind::NoRua, 37)]),
            ("v=TLSRPTv1; rua=ftp://example.com/", vec![]),
        ] {
            assert_eq!(issues(text), wanted, "{text}");
        }
        assert!(!TlsRptRecord::parse(b"v=TLSRPTv1; rua=ftp://example.com/").has_usable_address());
    }

    #[test]
    fn no_octets_panic() {
        let whole = b"\xff v=TLSRPTv1; rua=mailto:a%2C@example.com, https://[::1]:443/x?y#z;; a=b";
        for at in 0..whole.len() {
            for octet in [0, b' ', b';', b',', b'%', b'=', b'@', b':', 0x7f, 0x80, 0xff] {
                let mut bent = whole.to_vec();
                bent[at] = octet;
                bent.truncate(whole.len() - at % 7);
                let _ = (near_miss(&bent), TlsRptRecord::parse(&bent), TlsRptRecord::parse(&bent[at.min(bent.len())..]));
            }
        }
        let long = format!("v=TLSRPTv1; rua={}", ",".repeat(5000));
        assert_eq!(TlsRptRecord::parse(long.as_bytes()).rua.len(), MOST_ADDRESSES);
    }
}
