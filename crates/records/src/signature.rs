//! The grammar of DKIM-Signature, ARC-Message-Signature and ARC-Seal fields (RFC 6376 3.5, RFC 8301, RFC 8463, RFC 8617 4.1).
//!
//! The octets of a value in, what it says with its faults out. Nothing is verified here.

use crate::domain::is_host_name;
use crate::tags::{FaultKind, TagList};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);
/// At most so many names are read of `h`.
pub const MOST_SIGNED: usize = 1_000;

/// Which field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// DKIM-Signature.
    Dkim,
    /// ARC-Message-Signature.
    ArcMessage,
    /// ARC-Seal.
    ArcSeal,
}

/// How a signature is made (`a`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the registry's own names")]
pub enum Algorithm {
    RsaSha256,
    Ed25519Sha256,
    /// Must not be used (RFC 8301 3.1).
    RsaSha1,
}

/// How text is brought into one form (`c`, RFC 6376 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the RFC")]
pub enum Canonicalization {
    #[default]
    Simple,
    Relaxed,
}

/// The word of a chain on what came before (`cv`, RFC 8617 4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the RFC")]
pub enum ChainStatus {
    None,
    Pass,
    Fail,
}

/// What keeps a verifier from trying (RFC 6376 6.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// An item that is no tag, or a tag twice.
    Grammar(String),
    /// A required tag is missing or empty.
    Missing(&'static str),
    /// A value that the tag does not know.
    BadValue(&'static str, String),
    /// `rsa-sha1`, which no verifier accepts.
    Sha1,
    /// From is not among the signed fields (RFC 6376 5.4).
    FromUnsigned,
    /// `i` names no address at `d` or below.
    IdentityOutside,
    /// `x` is not later than `t`.
    EndsBeforeItBegins,
    /// A tag or a signed field that the kind forbids.
    Forbidden(&'static str),
}

/// A parsed field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureField {
    /// Which field.
    pub kind: Kind,
    /// `a`; none where it is unknown.
    pub algorithm: Option<Algorithm>,
    /// `a` as written.
    pub algorithm_text: String,
    /// `d`, lower case.
    pub domain: String,
    /// `s`, lower case.
    pub selector: String,
    /// `i` of a DKIM-Signature, as written; empty without.
    pub identity: String,
    /// `i` of an ARC field; 0 where it cannot be read.
    pub instance: u32,
    /// `cv`.
    pub chain: Option<ChainStatus>,
    /// Names of the signed fields, lower case, in order; a name may stand more than once.
    pub signed: Vec<String>,
    /// For the header.
    pub header_form: Canonicalization,
    /// For the body.
    pub body_form: Canonicalization,
    /// `l`: octets of the canonical body that are signed; none for all.
    pub length: Option<u64>,
    /// `t`, seconds since 1970.
    pub made_at: Option<u64>,
    /// `x`, seconds since 1970.
    pub expires_at: Option<u64>,
    /// `b`.
    pub signature: Vec<u8>,
    /// `bh`.
    pub body_hash: Vec<u8>,
    /// What keeps a verifier from trying; the first is the reason.
    pub faults: Vec<SignatureFault>,
}

impl SignatureField {
    /// Reads the value of a field; anything is read somehow.
    #[must_use]
    pub fn parse(kind: Kind, value: &[u8]) -> Self {
        let list = TagList::parse(value);
        let text = |name: &str| list.first(name).map(|t| t.value.clone());
        let mut field = Self::empty(kind);
        for fault in &list.faults {
            let grave = matches!(fault.kind, FaultKind::NoEquals | FaultKind::BadName | FaultKind::Duplicate);
            if grave {
                field.faults.push(SignatureFault::Grammar(fault.text.chars().take(60).collect()));
            }
        }
        // Verifiers of DKIM pass over nothing between two semicolons, those of ARC do not (RFC 6376 3.2: no item is empty).
        if kind != Kind::Dkim && has_empty_item(value) {
            field.faults.push(SignatureFault::Grammar(";;".into()));
        }
        field.take_domain(&text);
        field.take_algorithm(text("a"));
        field.signature = field.octets("b", text("b"));
        match kind {
            Kind::Dkim => field.take_dkim(&text),
            Kind::ArcMessage => field.take_arc_message(&text),
            Kind::ArcSeal => field.take_seal(&text),
        }
        field.take_times(&text);
        field
    }

    /// The name at which the key stands, as text.
    #[must_use]
    pub fn key_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// Whether a verifier can try it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether a field of this name (lower case) is among the signed ones.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        self.signed.iter().any(|s| s == name)
    }

    fn empty(kind: Kind) -> Self {
        Self {
            kind,
            algorithm: None,
            algorithm_text: String::new(),
            domain: String::new(),
            selector: String::new(),
            identity: String::new(),
            instance: 0,
            chain: None,
            signed: Vec::new(),
            header_form: Canonicalization::Simple,
            body_form: Canonicalization::Simple,
            length: None,
            made_at: None,
            expires_at: None,
            signature: Vec::new(),
            body_hash: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn take_domain(&mut self, text: &impl Fn(&str) -> Option<String>) {
        for (tag, missing) in [("d", "d"), ("s", "s")] {
            let value = text(tag).unwrap_or_default().to_ascii_lowercase();
            let legal = if tag == "d" { is_host_name(&value) } else { is_selector(&value) };
            if value.is_empty() {
                self.faults.push(SignatureFault::Missing(missing));
            } else if !legal {
                self.faults.push(SignatureFault::BadValue(missing, value.chars().take(80).collect()));
            }
            *(if tag == "d" { &mut self.domain } else { &mut self.selector }) = value;
        }
    }

    fn take_algorithm(&mut self, text: Option<String>) {
        let Some(text) = text.filter(|t| !t.is_empty()) else { return self.faults.push(SignatureFault::Missing("a")) };
        self.algorithm = match text.to_ascii_lowercase().as_str() {
            "rsa-sha256" => Some(Algorithm::RsaSha256),
            "ed25519-sha256" => Some(Algorithm::Ed25519Sha256),
            "rsa-sha1" => Some(Algorithm::RsaSha1),
            _ => None,
        };
        match self.algorithm {
            Some(Algorithm::RsaSha1) => self.faults.push(SignatureFault::Sha1),
            Some(_) => {}
            None => self.faults.push(SignatureFault::BadValue("a", text.chars().take(40).collect())),
        }
        self.algorithm_text = text;
    }

    fn take_dkim(&mut self, text: &impl Fn(&str) -> Option<String>) {
        match text("v").as_deref() {
            Some("1") => {}
            Some(other) => self.faults.push(SignatureFault::BadValue("v", other.chars().take(20).collect())),
            None => self.faults.push(SignatureFault::Missing("v")),
        }
        self.take_signed(text);
        if !self.signed.is_empty() && !self.covers("from") {
            self.faults.push(SignatureFault::FromUnsigned);
        }
        self.identity = text("i").map(|i| i.replace(' ', "")).unwrap_or_default();
        let host = self.identity.rsplit_once('@').map(|(_, host)| host.to_ascii_lowercase());
        let within = |host: &str| host == self.domain || host.strip_suffix(&self.domain).is_some_and(|h| h.ends_with('.'));
        if !self.identity.is_empty() && !host.is_some_and(|h| within(&h)) {
            self.faults.push(SignatureFault::IdentityOutside);
        }
        // `q` may list what nobody knows, as long as `dns/txt` is among it (RFC 6376 3.5).
        if let Some(q) = text("q").filter(|q| !q.is_empty())
            && !q.split(':').any(|m| matches!(m.trim().to_ascii_lowercase().as_str(), "dns/txt" | "dns"))
        {
            self.faults.push(SignatureFault::BadValue("q", q.chars().take(40).collect()));
        }
    }

    fn take_arc_message(&mut self, text: &impl Fn(&str) -> Option<String>) {
        self.take_instance(text("i"));
        self.take_signed(text);
        if self.covers("arc-seal") {
            self.faults.push(SignatureFault::Forbidden("h"));
        }
    }

    fn take_seal(&mut self, text: &impl Fn(&str) -> Option<String>) {
        self.take_instance(text("i"));
        self.chain = match text("cv").map(|cv| cv.to_ascii_lowercase()).as_deref() {
            Some("none") => Some(ChainStatus::None),
            Some("pass") => Some(ChainStatus::Pass),
            Some("fail") => Some(ChainStatus::Fail),
            _ => None,
        };
        if self.chain.is_none() {
            self.faults.push(SignatureFault::Missing("cv"));
        }
        // RFC 8617 4.1.3: what a seal covers is fixed.
        for tag in ["h", "bh", "c"] {
            if text(tag).is_some() && tag == "h" {
                self.faults.push(SignatureFault::Forbidden("h"));
            }
        }
    }

    fn take_signed(&mut self, text: &impl Fn(&str) -> Option<String>) {
        self.body_hash = self.octets("bh", text("bh"));
        let names = text("h").unwrap_or_default();
        self.signed = names.split(':').map(|n| n.trim().to_ascii_lowercase()).filter(|n| !n.is_empty()).take(MOST_SIGNED).collect();
        if self.signed.is_empty() {
            self.faults.push(SignatureFault::Missing("h"));
        }
        if let Some(c) = text("c").filter(|c| !c.is_empty()) {
            let (head, body) = c.split_once('/').unwrap_or((&c, "simple"));
            match (form(head), form(body)) {
                (Some(head), Some(body)) => (self.header_form, self.body_form) = (head, body),
                _ => self.faults.push(SignatureFault::BadValue("c", c.chars().take(40).collect())),
            }
        }
        if let Some(l) = text("l") {
            self.length = l.parse().ok();
            if self.length.is_none() {
                self.faults.push(SignatureFault::BadValue("l", l.chars().take(40).collect()));
            }
        }
    }

    fn take_instance(&mut self, text: Option<String>) {
        self.instance = text.and_then(|i| i.parse().ok()).filter(|i| (1..=50).contains(i)).unwrap_or(0);
        if self.instance == 0 {
            self.faults.push(SignatureFault::Missing("i"));
        }
    }

    fn take_times(&mut self, text: &impl Fn(&str) -> Option<String>) {
        for (tag, name) in [("t", "t"), ("x", "x")] {
            let Some(value) = text(tag).filter(|v| !v.is_empty()) else { continue };
            match value.parse::<u64>() {
                Ok(seconds) => *(if tag == "t" { &mut self.made_at } else { &mut self.expires_at }) = Some(seconds),
                Err(_) => self.faults.push(SignatureFault::BadValue(name, value.chars().take(40).collect())),
            }
        }
        if let (Some(t), Some(x)) = (self.made_at, self.expires_at)
            && x <= t
        {
            self.faults.push(SignatureFault::EndsBeforeItBegins);
        }
    }

    fn octets(&mut self, tag: &'static str, text: Option<String>) -> Vec<u8> {
        let Some(text) = text.filter(|t| !t.is_empty()) else {
            self.faults.push(SignatureFault::Missing(tag));
            return Vec::new();
        };
        let bare: String = text.chars().filter(|c| *c != ' ').collect();
        BASE64.decode(bare).unwrap_or_else(|_| {
            self.faults.push(SignatureFault::BadValue(tag, text.chars().take(20).collect()));
            Vec::new()
        })
    }
}

/// Whether nothing stands before a semicolon that another one follows.
fn has_empty_item(value: &[u8]) -> bool {
    let mut items = value.split(|b| *b == b';').map(<[u8]>::trim_ascii);
    items.next_back();
    items.any(<[u8]>::is_empty)
}

fn form(word: &str) -> Option<Canonicalization> {
    match word.trim().to_ascii_lowercase().as_str() {
        "simple" => Some(Canonicalization::Simple),
        "relaxed" => Some(Canonicalization::Relaxed),
        _ => None,
    }
}

/// RFC 6376 3.1: sub-domain labels joined by dots; underscores are in use.
fn is_selector(text: &str) -> bool {
    let label = |l: &str| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    text.len() <= 200 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "v=1; a=rsa-sha256; c=relaxed/simple; d=Example.com; s=S1; i=@mail.example.com; h=From : to;\r\n\tt=10; x=20; l=5; bh=YQ==; b=YW\r\n Jj";

    fn faults(text: &str) -> Vec<SignatureFault> {
        SignatureField::parse(Kind::Dkim, text.as_bytes()).faults
    }

    #[test]
    fn a_signature_is_read() {
        let field = SignatureField::parse(Kind::Dkim, GOOD.as_bytes());
        assert_eq!(field.faults, []);
        assert_eq!(
            (field.key_name().as_str(), field.signed.as_slice()),
            ("s1._domainkey.example.com", ["from".into(), "to".into()].as_slice())
        );
        assert_eq!((field.header_form, field.body_form), (Canonicalization::Relaxed, Canonicalization::Simple));
        assert_eq!((field.length, field.made_at, field.expires_at), (Some(5), Some(10), Some(20)));
        assert_eq!((field.signature.as_slice(), field.body_hash.as_slice()), (&b"abc"[..], &b"a"[..]));
    }

    #[test]
    fn each_rule_of_the_grammar_is_held() {
        for (from, to, fault) in [
            ("bh=YQ==", "", SignatureFault::Missing("bh")),
            ("; b=YW", "; z=YW", SignatureFault::Missing("b")),
            ("v=1", "v=2", SignatureFault::BadValue("v", "2".into())),
            ("v=1;", "", SignatureFault::Missing("v")),
            ("rsa-sha256", "rsa-sha1", SignatureFault::Sha1),
            ("rsa-sha256", "rsa-md5", SignatureFault::BadValue("a", "rsa-md5".into())),
            ("From : to", "to", SignatureFault::FromUnsigned),
            ("@mail.example.com", "@xexample.com", SignatureFault::IdentityOutside),
            ("x=20", "x=10", SignatureFault::EndsBeforeItBegins),
            ("l=5", "l=-1", SignatureFault::BadValue("l", "-1".into())),
            ("relaxed/simple", "relaxed/nowsp", SignatureFault::BadValue("c", "relaxed/nowsp".into())),
            ("s=S1", "s=S1; s=S2", SignatureFault::Grammar("s=S2".into())),
        ] {
            assert_eq!(faults(&GOOD.replacen(from, to, 1)), [fault], "{from} -> {to}");
        }
    }

    #[test]
    fn a_seal_says_how_the_chain_stood_and_signs_what_is_fixed() {
        let seal = |text: &str| SignatureField::parse(Kind::ArcSeal, text.as_bytes());
        let good = seal("i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=YQ==");
        assert_eq!((good.faults.len(), good.instance, good.chain), (0, 1, Some(ChainStatus::None)));
        assert_eq!(seal("i=51; a=rsa-sha256; cv=pass; d=example.com; s=s1; b=YQ==").faults, [SignatureFault::Missing("i")]);
        assert_eq!(seal("i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; h=from; b=YQ==").faults, [SignatureFault::Forbidden("h")]);
        assert_eq!(seal("i=1; a=rsa-sha256;; cv=none; d=example.com; s=s1; b=YQ==").faults, [SignatureFault::Grammar(";;".into())]);
        assert_eq!(seal("i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=YQ==; ").faults, []);
        assert_eq!(seal("i=1; a=rsa-sha256; cv=maybe; d=example.com; s=s1; b=YQ==").faults, [SignatureFault::Missing("cv")]);
    }
}
