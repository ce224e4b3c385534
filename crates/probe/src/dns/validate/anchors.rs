//! Trust anchors: the root's, built in, or those of a file as BIND, unbound and zone files write them.

use super::dname::Dname;
use super::rdata::{Ds, Key};
use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use facts::Name;
use std::fmt;

/// The root's keys of 2017 and 2024 (IANA, root-anchors.xml).
const ROOT: &str = "
. DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
";
/// More than any file of anchors; each is compared with each key of its zone.
const MOST_ANCHORS: usize = 1000;

/// Keys, or digests of keys, that validation begins with. Without any nothing can be told secure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors(Vec<(Dname, Trust)>);

/// What a zone's key must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    Ds(Ds),
    Key(Key),
}

impl Trust {
    pub(super) fn is_supported(&self) -> bool {
        match self {
            Trust::Ds(ds) => ds.is_supported(),
            Trust::Key(key) => key.is_supported(),
        }
    }

    pub(super) fn is_sha1(&self) -> bool {
        matches!(self, Trust::Ds(Ds { digest_type: 1, .. }))
    }

    pub(super) fn fits(&self, owner: &Dname, key: &Key) -> bool {
        match self {
            Trust::Ds(ds) => ds.fits(owner, key),
            Trust::Key(own) => own == key,
        }
    }
}

impl Default for Anchors {
    /// Those of the root.
    fn default() -> Self {
        Self::parse(ROOT).unwrap_or_else(|_| Self::none())
    }
}

impl Anchors {
    /// No anchor: every answer is indeterminate.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Reads DS and DNSKEY records of a zone file (owners are absolute), `trust-anchors { … };` and
    /// its older forms as BIND writes them, or the file that unbound keeps.
    ///
    /// # Errors
    /// [`Error::Anchor`] with the first line that cannot be read; also when there is no anchor at all.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let entries = super::anchor_text::entries(text)?;
        let mut anchors = Vec::new();
        for (line, fields) in entries {
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            anchors.push(anchor(&fields).map_err(|what| Error::Anchor { line, what })?);
            if anchors.len() > MOST_ANCHORS {
                return Err(Error::Anchor { line, what: format!("there are more than {MOST_ANCHORS} anchors") });
            }
        }
        if anchors.is_empty() {
            return Err(Error::Anchor { line: 1, what: "there is no DS or DNSKEY record".into() });
        }
        Ok(Self(anchors))
    }

    /// Those of `other` as well.
    pub fn add(&mut self, other: Anchors) {
        for anchor in other.0 {
            if !self.0.contains(&anchor) {
                self.0.push(anchor);
            }
        }
    }

    /// One record a line in presentation form, for recordings.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(owner, trust)| {
            let dot = if owner.is_root() { "" } else { "." };
            format!("{owner}{dot} {trust}")
        })
    }

    pub(super) fn has(&self, owner: &Dname) -> bool {
        self.0.iter().any(|(at, _)| at == owner)
    }

    pub(super) fn at(&self, owner: &Dname) -> Vec<Trust> {
        self.0.iter().filter(|(at, _)| at == owner).map(|(_, trust)| trust.clone()).collect()
    }
}

impl fmt::Display for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trust::Ds(ds) => {
                write!(f, "DS {} {} {} ", ds.tag, ds.algorithm, ds.digest_type)?;
                ds.digest.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
            }
            Trust::Key(key) => {
                let flags = u16::from_be_bytes([key.rdata[0], key.rdata[1]]);
                write!(f, "DNSKEY {flags} 3 {} {}", key.algorithm, STANDARD.encode(&key.rdata[4..]))
            }
        }
    }
}

/// Owner, `DS` or `DNSKEY`, and its fields.
fn anchor(fields: &[&str]) -> Result<(Dname, Trust), String> {
    let [owner, kind, first, second, third, rest @ ..] = fields else {
        return Err("the record is cut short".into());
    };
    let owner = Name::parse(owner).map_err(|e| e.to_string())?;
    let owner = Dname::new(owner.wire_labels());
    let number = |text: &str, what: &str| text.parse::<u16>().map_err(|_| format!("'{text}' is no {what}"));
    let octet = |text: &str, what: &str| text.parse::<u8>().map_err(|_| format!("'{text}' is no {what}"));
    let data = rest.concat();
    let trust = if kind.eq_ignore_ascii_case("DS") {
        let digest = hex(&data).ok_or_else(|| format!("'{data}' is no digest in hexadecimal"))?;
        let digest_type = octet(third, "digest type")?;
        let length = match digest_type {
            1 => 20,
            2 => 32,
            4 => 48,
            _ => digest.len().max(1),
        };
        if digest.len() != length {
            return Err(format!("a digest of type {digest_type} has {length} octets, this one {}", digest.len()));
        }
        Trust::Ds(Ds { tag: number(first, "key tag")?, algorithm: octet(second, "number of an algorithm")?, digest_type, digest })
    } else {
        let flags = number(first, "value of the flags")?;
        let mut rdata = flags.to_be_bytes().to_vec();
        rdata.extend([octet(second, "protocol")?, octet(third, "number of an algorithm")?]);
        let public = base64(&data).filter(|p| !p.is_empty()).ok_or_else(|| format!("'{data}' is no key in base64"))?;
        rdata.extend(public);
        Trust::Key(Key::read(&rdata).ok_or("it is no zone key: the flags must hold 256, the protocol be 3")?)
    };
    Ok((owner, trust))
}

pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::dnssec::{PublicKey as _, TrustAnchors};

    fn lines(text: &str) -> Vec<String> {
        Anchors::parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).lines().collect()
    }

    fn fault(text: &str) -> String {
        Anchors::parse(text).map(|a| format!("{a:?}")).unwrap_err().to_string()
    }

    #[test]
    fn the_built_in_ones_are_the_roots() {
        let known = TrustAnchors::default();
        let built_in = Anchors::default().at(&Dname::default());
        assert_eq!((built_in.len(), known.len()), (2, 2));
        for n in 0..known.len() {
            let rdata = [&[1, 1, 3, 8], known.get(n).unwrap().public_bytes()].concat();
            let key = Key::read(&rdata).unwrap();
            assert!(built_in.iter().any(|trust| trust.fits(&Dname::default(), &key)), "{}", key.tag);
        }
    }

    #[test]
    fn three_ways_to_write_them_are_read() {
        let digest = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
        let ds = format!(". DS 20326 8 2 {digest}");
        let key = "example.org. DNSKEY 257 3 13 AAECAwQFBgcICQ==";
        for text in [
            format!("; the root\n.\t172800 IN DS 20326 8 2 (\n  {} ; half\n  {} )\n", &digest[..20], digest[20..].to_lowercase()),
            format!("trust-anchors {{ /* old */ . initial-ds 20326 8 2 \"{} {}\"; }}; // end", &digest[..9], &digest[9..]),
            format!("options {{ dnssec-validation yes; }};\ntrust-anchors {{\n# one\n\".\" static-ds 20326 8 2 \"{digest}\";\n}};"),
        ] {
            assert_eq!(lines(&text), std::slice::from_ref(&ds), "{text}");
        }
        for text in [
            "Example.ORG IN 3600 DNSKEY 257 3 13 AAEC AwQF BgcI CQ== ;{id = 1 (ksk)} ;;state=2 [  VALID  ]",
            "managed-keys { \"Example.org.\" initial-key 257 3 13 \"AAECAwQF\n BgcICQ==\"; };",
            "trusted-keys { example.org 257 3 13 \"AAECAwQFBgcICQ==\"; };",
        ] {
            assert_eq!(lines(text), [key], "{text}");
            assert_eq!(lines(&lines(text).join("\n")), [key]);
        }
        assert_eq!(lines(&format!("{key}\n  DNSKEY 257 3 13 AAEC\n{ds} ;;state=4")), [key, "example.org. DNSKEY 257 3 13 AAEC"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (text, expected) in [
            ("", "line 1: there is no DS or DNSKEY record"),
            ("\n. DS 1 8 2 abcd", "line 2: a digest of type 2 has 32 octets, this one 2"),
            (". DS x 8 9 00", "line 1: 'x' is no key tag"),
            (". DS 1 8 9 0g", "line 1: '0g' is no digest in hexadecimal"),
            (". A 192.0.2.1", "line 1: expected DS or DNSKEY, found 'A'"),
            (". DNSKEY 1 3 8 AAAA", "line 1: it is no zone key: the flags must hold 256, the protocol be 3"),
            (". DNSKEY 257 3 8 =A", "line 1: '=A' is no key in base64"),
            (". DS 1", "line 1: the record is cut short"),
            ("$ORIGIN test.\n", "line 1: '$ORIGIN' is not followed here: write the owners out in full"),
            (". DS ( 1 8", "line 1: a parenthesis is not closed"),
            ("trust-anchors {\n . 257 3 8 \"AA\"; };", "line 2: expected initial-ds, initial-key, static-ds or static-key behind the name"),
            ("trust-anchors { . initial-key 257 3 8 \"AA", "line 1: a quotation mark is not closed"),
            ("/* {", "line 1: a comment is not closed"),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
    }
}
