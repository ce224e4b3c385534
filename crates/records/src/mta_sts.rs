//! The grammar of MTA-STS records (RFC 8461 3.1): the id, extensions, and what is wrong.
//!
//! Bytes in, a value with issues out: parsing never fails and never asks. The policy itself is a
//! file and not read here.

use crate::fields::{FaultKind, Field, FieldList, extension_fault, is_blank};
use crate::near_miss::{self, Kind, NearMiss};
use crate::spf::Span;

/// The longest id, in characters.
pub const LONGEST_ID: usize = 32;

/// A parsed record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MtaStsRecord {
    /// The record as [`crate::tags::shown`].
    pub text: String,
    /// `id`, where it is 1 to 32 letters and digits.
    pub id: Option<String>,
    /// Fields beside `id`, as name and value, in order; readers pass over them.
    pub extensions: Vec<(String, String)>,
    /// What breaks the grammar, in order of place: with any of them senders take the domain for
    /// one without MTA-STS.
    pub issues: Vec<Issue>,
}

/// A broken rule of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Which.
    pub kind: IssueKind,
    /// The field or character at fault, as [`MtaStsRecord::text`] shows it, cut to 80 characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// A field list that is none.
    Field(FaultKind),
    /// There is no `id`.
    NoId,
    /// `id` is empty.
    EmptyId,
    /// `id` has more than 32 characters.
    LongId,
    /// `id` holds something else than letters and digits.
    BadId,
    /// `id` once more: which one counts is nowhere said.
    SecondId,
}

const KIND: Kind = Kind { version: "v=STSv1", core: "sts", is_one: is_mta_sts, is_own_field: is_id };

/// Whether the joined octets of a TXT record are an MTA-STS record: `v=STSv1` and a semicolon come
/// first. What is none is discarded before records are counted (RFC 8461 3.1).
#[must_use]
pub fn is_mta_sts(octets: &[u8]) -> bool {
    octets.strip_prefix(b"v=STSv1").is_some_and(|rest| rest.iter().find(|b| !is_blank(**b)) == Some(&b';'))
}

/// How the joined octets of a TXT record miss being MTA-STS; `None` for a record that is one, and
/// for one that was never meant to be.
#[must_use]
pub fn near_miss(octets: &[u8]) -> Option<NearMiss> {
    near_miss::near_miss(octets, &KIND)
}

impl MtaStsRecord {
    /// Reads a record for which [`is_mta_sts`] holds; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let list = FieldList::parse(octets);
        let mut record = MtaStsRecord { text: list.text.clone(), ..Self::default() };
        for fault in &list.faults {
            record.issue(IssueKind::Field(fault.kind), &fault.text, fault.span);
        }
        let mut has_id = false;
        for field in &list.fields {
            if field.name != "id" {
                record.extension(field);
            } else if has_id {
                record.issue(IssueKind::SecondId, &field_text(field), field.span);
            } else {
                has_id = true;
                record.take_id(field);
            }
        }
        if !has_id {
            let end = Span { start: octets.len(), end: octets.len() };
            // `ID=…` is an extension by the grammar, and what was meant as the id.
            let meant = list.fields.iter().find(|f| f.name.eq_ignore_ascii_case("id"));
            record.issue(IssueKind::NoId, &meant.map_or("id".to_owned(), field_text), meant.map_or(end, |f| f.span));
        }
        record.issues.sort_by_key(|i| i.span);
        record
    }

    fn take_id(&mut self, field: &Field) {
        let value = &field.value;
        let kind = match value.chars().count() {
            0 => Some(IssueKind::EmptyId),
            _ if !value.chars().all(|c| c.is_ascii_alphanumeric()) => Some(IssueKind::BadId),
            n if n > LONGEST_ID => Some(IssueKind::LongId),
            _ => None,
        };
        match kind {
            Some(kind) => self.issue(kind, &field_text(field), field.span),
            None => self.id = Some(value.clone()),
        }
    }

    fn extension(&mut self, field: &Field) {
        self.extensions.push((field.name.clone(), field.value.clone()));
        if let Some(fault) = extension_fault(field) {
            self.issue(IssueKind::Field(fault.kind), &fault.text, fault.span);
        }
    }

    fn issue(&mut self, kind: IssueKind, text: &str, span: Span) {
        self.issues.push(Issue { kind, text: text.chars().take(80).collect(), span });
    }
}

fn field_text(field: &Field) -> String {
    format!("{}={}", field.name, field.value)
}

fn is_id(item: &str) -> bool {
    item.strip_prefix("id=").is_some_and(|id| !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(text: &str) -> Vec<(IssueKind, usize)> {
        MtaStsRecord::parse(text.as_bytes()).issues.into_iter().map(|i| (i.kind, i.span.column())).collect()
    }

    #[test]
    fn what_is_a_record() {
        for yes in ["v=STSv1;", "v=STSv1; id=1", "v=STSv1 ; id=1", "v=STSv1\t;id=1;"] {
            assert!(is_mta_sts(yes.as_bytes()), "{yes}");
            assert_eq!(near_miss(yes.as_bytes()), None, "{yes}");
        }
        for no in ["", "v=STSv1", "v=STSv1 id=1", "v=STSv10; id=1", "V=STSv1; id=1", " v=STSv1; id=1", "v = STSv1; id=1", "id=1; v=STSv1;"]
        {
            assert!(!is_mta_sts(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn what_was_meant_as_one() {
        for (text, wanted) in [
            (" v=STSv1; id=1", NearMiss::LeadingSpace),
            ("\"v=STSv1; id=1\"", NearMiss::LeadingQuote),
            ("\u{feff}v=STSv1; id=1", NearMiss::LeadingBytes),
            ("v=stsv1; id=1", NearMiss::WrongCase),
            ("v=STSV1; id=1", NearMiss::WrongCase),
            ("V=STSv1; id=1", NearMiss::WrongCase),
            ("v = STSv1; id=1", NearMiss::InnerSpace),
            ("v=STSv1", NearMiss::NoSemicolon),
            ("v=STSv1 id=20260101", NearMiss::NoSemicolon),
            ("v=STSv1, id=20260101", NearMiss::NoSemicolon),
            ("id=20260101; v=STSv1;", NearMiss::NotFirst),
            ("v=STSv2; id=1", NearMiss::OtherVersion),
            ("v=STSv1.0; id=1", NearMiss::OtherVersion),
            ("v=STSv; id=1", NearMiss::OtherVersion),
            ("v=STS1; id=1", NearMiss::Misspelt),
            ("v=MTA-STSv1; id=1", NearMiss::Misspelt),
            ("v:STSv1; id=1", NearMiss::Misspelt),
            ("id=20260101000000Z;", NearMiss::NoVersion),
        ] {
            assert_eq!(near_miss(text.as_bytes()), Some(wanted), "{text}");
        }
        for no in ["", "v=spf1 -all", "v=TLSRPTv1; rua=mailto:a@example.com", "v=DMARC1; id=1", "v=BIMI1; l=; a=;", "hello", "id=a-b"] {
            assert_eq!(near_miss(no.as_bytes()), None, "{no}");
        }
    }

    #[test]
    fn the_id() {
        let id = |text: &str| MtaStsRecord::parse(text.as_bytes()).id;
        let long = "a".repeat(32);
        assert_eq!(id("v=STSv1; id=20160831085700Z;").as_deref(), Some("20160831085700Z"));
        assert_eq!(id(&format!("v=STSv1;id={long}")).as_deref(), Some(long.as_str()));
        assert_eq!(issues(&format!("v=STSv1;id={long}")), []);
        assert_eq!(issues(&format!("v=STSv1;id={long}a")), [(IssueKind::LongId, 9)]);
        assert_eq!(issues("v=STSv1;id=a"), []);
        assert_eq!(issues("v=STSv1;id="), [(IssueKind::EmptyId, 9)]);
        assert_eq!(issues("v=STSv1; id=2026-01-01"), [(IssueKind::BadId, 10)]);
        assert_eq!(issues("v=STSv1; id= 1"), [(IssueKind::BadId, 10)]);
        assert_eq!(issues("v=STSv1; id=1 2"), [(IssueKind::BadId, 10)]);
        assert_eq!(issues("v=STSv1; id=ä"), [(IssueKind::BadId, 10)]);
    }

    #[test]
    fn a_record_without_an_id() {
        assert_eq!(issues("v=STSv1;"), [(IssueKind::NoId, 9)]);
        assert_eq!(issues("v=STSv1; a=b"), [(IssueKind::NoId, 13)]);
        assert_eq!(issues("v=STSv1; ID=1"), [(IssueKind::NoId, 10)]);
        assert_eq!(issues("v=STSv1; id=1; id=2"), [(IssueKind::SecondId, 16)]);
    }

    #[test]
    fn extensions_are_passed_over_and_must_still_be_fields() {
        let record = MtaStsRecord::parse(b"v=STSv1; x.y-z_=!1; id=1; 9=~;");
        assert!(record.issues.is_empty() && record.id.as_deref() == Some("1"));
        assert_eq!(record.extensions, [("x.y-z_".into(), "!1".into()), ("9".into(), "~".into())]);
        assert_eq!(issues("v=STSv1; id=1; mode=a b"), [(IssueKind::Field(FaultKind::BadCharacter), 22)]);
        assert_eq!(issues("v=STSv1; id=1; a=b=c"), [(IssueKind::Field(FaultKind::BadCharacter), 19)]);
        assert_eq!(issues("v=STSv1; id=1; junk"), [(IssueKind::Field(FaultKind::NoEquals), 16)]);
        assert_eq!(issues("v=STSv1;; id=1"), [(IssueKind::Field(FaultKind::Empty), 9)]);
        assert_eq!(issues("v=STSv1; id=1 "), [(IssueKind::Field(FaultKind::TrailingBlank), 14)]);
        assert_eq!(issues("v=STSv1; id=1 ; "), []);
    }

    #[test]
    fn no_octets_panic() {
        let whole = b"\xff\"v=STSv1; id=20160831085700Z; a=b;;";
        for at in 0..whole.len() {
            for octet in [0, b' ', b';', b'=', 0x7f, 0x80, 0xff] {
                let mut bent = whole.to_vec();
                bent[at] = octet;
                bent.truncate(whole.len() - at % 7);
                let _ = (near_miss(&bent), MtaStsRecord::parse(&bent), MtaStsRecord::parse(&bent[at.min(bent.len())..]));
            }
        }
    }
}
