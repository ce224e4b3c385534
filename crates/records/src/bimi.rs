//! The grammar of BIMI assertion records (draft-brand-indicators-for-message-identification 4): tags, declination,
//! and what is wrong.
//!
//! Bytes in, a value with issues out: parsing never fails and never asks. Neither logo nor
//! certificate is looked at.

use crate::fields::is_blank;
use crate::https::{HttpsFault, HttpsUri};
use crate::near_miss::{self, Kind, NearMiss};
use crate::spf::Span;
use crate::tags::{FaultKind, Tag, TagList};

/// Endings of image formats that the draft does not allow behind `l` (only SVG and SVGZ are).
const OTHER_IMAGES: [&str; 10] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".tif", ".tiff", ".avif"];

/// A parsed record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BimiRecord {
    /// The record as [`crate::tags::shown`].
    pub text: String,
    /// `l`: where the logo lies; `None` without the tag.
    pub location: Option<Place>,
    /// `a`: where the mark certificate lies; `None` without the tag.
    pub authority: Option<Place>,
    /// `avp=personal`: the picture of the mailbox owner goes before the brand's.
    pub personal: bool,
    /// `lps`: which local parts have a logo of their own, as written.
    pub local_parts: Option<String>,
    /// What is wrong, in order of place; receivers must not mend anything (section 4).
    pub issues: Vec<Issue>,
}

/// The value of `l` or `a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing.
    Empty,
    /// An address.
    At(HttpsUri),
    /// No address; an issue says why.
    Unreadable,
}

/// Something wrong in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What.
    pub kind: IssueKind,
    /// The item or value at fault, as [`BimiRecord::text`] shows it, cut to 80 characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// An item that is no `name=value`.
    NotATag,
    /// An octet that no value may hold.
    BadCharacter,
    /// A tag twice: the whole list is invalid (RFC 6376 3.2).
    Duplicate,
    /// Neither `l` nor a certificate: the record says nothing, not even no.
    NoLocation,
    /// `l` or `a` is no single HTTPS address.
    BadAddress(HttpsFault),
    /// The host of `l` or `a` is an address, where a fully qualified name is demanded.
    NoHostName,
    /// `l` names an image that is no SVG.
    NotSvg,
    /// `avp` is neither `brand` nor `personal`.
    BadPreference,
}

const KIND: Kind = Kind { version: "v=BIMI1", core: "bimi", is_one: is_bimi, is_own_field: is_svg_location };

/// Whether the joined octets of a TXT record are a BIMI record: `v=BIMI1` comes first, alone or
/// before a semicolon. What is none is skipped before records are counted.
#[must_use]
pub fn is_bimi(octets: &[u8]) -> bool {
    let skip = |rest: &'_ [u8]| rest.iter().take_while(|b| is_blank(**b)).count();
    let mut rest = octets;
    for part in [b"v".as_slice(), b"=", b"BIMI1"] {
        let Some(behind) = rest.strip_prefix(part) else { return false };
        rest = &behind[skip(behind)..];
    }
    rest.first().is_none_or(|b| *b == b';')
}

/// How the joined octets of a TXT record miss being BIMI; `None` for a record that is one, and for
/// one that was never meant to be.
#[must_use]
pub fn near_miss(octets: &[u8]) -> Option<NearMiss> {
    near_miss::near_miss(octets, &KIND)
}

impl BimiRecord {
    /// Reads a record for which [`is_bimi`] holds; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let list = TagList::parse(octets);
        let mut record = BimiRecord { text: list.text.clone(), ..Self::default() };
        for fault in &list.faults {
            let kind = match fault.kind {
                FaultKind::NoEquals | FaultKind::BadName => IssueKind::NotATag,
                FaultKind::BadCharacter => IssueKind::BadCharacter,
                FaultKind::Duplicate => IssueKind::Duplicate,
            };
            record.issue(kind, &fault.text, fault.span);
        }
        record.location = list.first("l").map(|tag| record.place(tag));
        record.authority = list.first("a").map(|tag| record.place(tag));
        record.local_parts = list.first("lps").map(|tag| tag.value.clone());
        if let Some(tag) = list.first("avp") {
            record.personal = tag.value == "personal";
            if !matches!(tag.value.as_str(), "" | "brand" | "personal") {
                record.issue(IssueKind::BadPreference, &tag.value, tag.span);
            }
        }
        // The drafts differ on whether `l` may be left out beside a certificate, which holds the logo too.
        if record.location.is_none() && matches!(record.authority, None | Some(Place::Empty)) {
            record.issue(IssueKind::NoLocation, "l", Span { start: octets.len(), end: octets.len() });
        }
        record.issues.sort_by_key(|i| i.span);
        record
    }

    /// Whether the record says that the domain wants no logo: `l` is there and empty, and so is `a`
    /// unless left out.
    #[must_use]
    pub fn is_declination(&self) -> bool {
        self.location == Some(Place::Empty) && matches!(self.authority, None | Some(Place::Empty))
    }

    fn place(&mut self, tag: &Tag) -> Place {
        if tag.value.is_empty() {
            return Place::Empty;
        }
        let uri = match HttpsUri::parse(&tag.value) {
            Ok(uri) => uri,
            Err(fault) => {
                self.issue(IssueKind::BadAddress(fault), &tag.value, tag.span);
                return Place::Unreadable;
            }
        };
        if !uri.has_name {
            self.issue(IssueKind::NoHostName, &tag.value, tag.span);
        }
        let path = uri.path.split('?').next().unwrap_or_default().to_ascii_lowercase();
        if tag.name == "l" && OTHER_IMAGES.iter().any(|ending| path.ends_with(ending)) {
            self.issue(IssueKind::NotSvg, &tag.value, tag.span);
        }
        Place::At(uri)
    }

    fn issue(&mut self, kind: IssueKind, text: &str, span: Span) {
        self.issues.push(Issue { kind, text: text.chars().take(80).collect(), span });
    }
}

fn is_svg_location(item: &str) -> bool {
    item.starts_with("l=https://") && item.contains(".svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGO: &str = "https://example.com/logo.svg";

    fn parse(text: &str) -> BimiRecord {
        BimiRecord::parse(text.as_bytes())
    }

    fn issues(text: &str) -> Vec<(IssueKind, usize)> {
        parse(text).issues.into_iter().map(|i| (i.kind, i.span.column())).collect()
    }

    #[test]
    fn what_is_a_record() {
        for yes in ["v=BIMI1", "v=BIMI1;", "v = BIMI1 ; l=", "v=BIMI1; l=; a=;"] {
            assert!(is_bimi(yes.as_bytes()), "{yes}");
            assert_eq!(near_miss(yes.as_bytes()), None, "{yes}");
        }
        for no in ["", "v=BIMI10", "v=BIMI1 l=", " v=BIMI1", "V=BIMI1", "v=bimi1", "l=; v=BIMI1", "v=spf1 -all"] {
            assert!(!is_bimi(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn what_was_meant_as_one() {
        for (text, wanted) in [
            (" v=BIMI1; l=", NearMiss::LeadingSpace),
            ("\"v=BIMI1; l=\"", NearMiss::LeadingQuote),
            ("v=bimi1; l=", NearMiss::WrongCase),
            ("v=BIMI1 l=https://example.com/logo.svg", NearMiss::NoSemicolon),
            ("v=BIMI 1; l=", NearMiss::InnerSpace),
            ("l=; v=BIMI1", NearMiss::NotFirst),
            ("v=BIMI2; l=", NearMiss::OtherVersion),
            ("v=BIMI; l=", NearMiss::OtherVersion),
            ("v=BMI1; l=", NearMiss::Misspelt),
            ("l=https://example.com/logo.svg; a=", NearMiss::NoVersion),
        ] {
            assert_eq!(near_miss(text.as_bytes()), Some(wanted), "{text}");
        }
        for no in ["", "v=spf1 -all", "v=DMARC1; p=none", "l=https://example.com/", "v=DKIM1; p="] {
            assert_eq!(near_miss(no.as_bytes()), None, "{no}");
        }
    }

    #[test]
    fn tags() {
        let full = parse(&format!("v=BIMI1; l={LOGO}; a=https://example.com/vmc.pem; avp=personal; lps=news,shop; zz=1;"));
        assert!(full.issues.is_empty() && full.personal && !full.is_declination());
        assert!(matches!(&full.location, Some(Place::At(uri)) if uri.path == "/logo.svg"));
        assert!(matches!(&full.authority, Some(Place::At(uri)) if uri.path == "/vmc.pem"));
        assert_eq!(full.local_parts.as_deref(), Some("news,shop"));
        assert!(parse(&format!("v=BIMI1;l={LOGO}")).issues.is_empty());
        assert!(parse("v=BIMI1;a=https://example.com/vmc.pem").issues.is_empty());
        assert!(parse("v=BIMI1;l=;a=https://example.com/vmc.pem").issues.is_empty());
    }

    #[test]
    fn declination_is_said_and_not_meant() {
        for yes in ["v=BIMI1; l=; a=;", "v=BIMI1; l=", "v=BIMI1;a= ; l= ;"] {
            assert!(parse(yes).is_declination() && parse(yes).issues.is_empty(), "{yes}");
        }
        for no in ["v=BIMI1", "v=BIMI1; a=", "v=BIMI1; l=; a=https://example.com/vmc.pem", "v=BIMI1; l=x; a="] {
            assert!(!parse(no).is_declination(), "{no}");
        }
    }

    #[test]
    fn faults_with_their_column() {
        use IssueKind::*;
        for (text, wanted) in [
            ("v=BIMI1", vec![(NoLocation, 8)]),
            ("v=BIMI1; a=", vec![(NoLocation, 12)]),
            ("v=BIMI1; L=https://example.com/logo.svg", vec![(NoLocation, 40)]),
            ("v=BIMI1; l=http://example.com/logo.svg", vec![(BadAddress(HttpsFault::NotHttps), 10)]),
            ("v=BIMI1; l=https://a.example/1.svg,https://a.example/2.svg", vec![(BadAddress(HttpsFault::BadCharacter), 10)]),
            ("v=BIMI1; l=https://localhost/logo.svg", vec![(BadAddress(HttpsFault::BadHost), 10)]),
            ("v=BIMI1; l=https://192.0.2.1/logo.svg", vec![(NoHostName, 10)]),
            ("v=BIMI1; l=https://example.com/logo.PNG?x=1", vec![(NotSvg, 10)]),
            ("v=BIMI1; l=; a=example.com/vmc.pem", vec![(BadAddress(HttpsFault::NotHttps), 14)]),
            ("v=BIMI1; l=; l=", vec![(Duplicate, 14)]),
            ("v=BIMI1; l=; junk", vec![(NotATag, 14)]),
            ("v=BIMI1; l=; avp=none", vec![(BadPreference, 14)]),
        ] {
            assert_eq!(issues(text), wanted, "{text}");
        }
    }

    #[test]
    fn only_images_of_other_kinds_are_told() {
        for path in ["logo.svg", "logo.svgz", "logo", "logo.png/svg"] {
            assert!(issues(&format!("v=BIMI1; l=https://example.com/{path}")).is_empty(), "{path}");
        }
    }

    #[test]
    fn no_octets_panic() {
        let whole = b"\xff v = BIMI1 ; l=https://[::1]:443/x?y#z; a=https://a.example/%20; avp=brand; lps=x;";
        for at in 0..whole.len() {
            for octet in [0, b' ', b';', b'%', b'=', b':', b']', 0x7f, 0x80, 0xff] {
                let mut bent = whole.to_vec();
                bent[at] = octet;
                bent.truncate(whole.len() - at % 7);
                let _ = (near_miss(&bent), is_bimi(&bent), parse(&String::from_utf8_lossy(&bent)), BimiRecord::parse(&bent));
            }
        }
    }
}
