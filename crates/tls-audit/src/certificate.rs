//! One certificate as judgments need it, read leniently: what cannot be read is left empty, and
//! never trusted for it.

use facts::answer::Der;
use facts::{Moment, Name};
use x509_parser::prelude::*;

/// At most so many alternative names are kept.
const MOST_NAMES: usize = 100;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Place in the chain as presented, 0 for the leaf.
    pub position: usize,
    /// Subject, as `CN=mx.example.com`.
    pub subject: String,
    /// Issuer.
    pub issuer: String,
    /// First second of validity.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
    /// DNS names and addresses of the subject alternative name, as text.
    pub names: Vec<String>,
    /// Whether it is signed by its own key.
    pub self_signed: bool,
    /// Whether it calls itself an authority's.
    pub authority: bool,
    /// Where the issuer's certificate can be had (RFC 5280 4.2.2.1, caIssuers).
    pub ca_issuers: Vec<String>,
    /// Whether it says of itself what its key is for (key usage, extended or not).
    pub names_usage: bool,
    /// The parts of the subject's name, as `cn=mx.example.com`, in lower case.
    pub subject_parts: Vec<String>,
    /// The parts of the issuer's name, in the same way.
    pub issuer_parts: Vec<String>,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Its key.
    pub key: Key,
    /// The signature's hash where that is broken: `SHA-1`, `MD5`, `MD2`.
    pub weak_hash: Option<&'static str>,
    /// What about it no client may accept, however sound its path (RFC 5280 4.1.2.2, 4.1.2.4, 4.2.1.9).
    pub flaw: Option<Flaw>,
    serial_raw: Vec<u8>,
    subject_raw: Vec<u8>,
    issuer_raw: Vec<u8>,
}

/// What the library that verifies paths does not look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The serial number is below zero (RFC 5280 4.1.2.2).
    NegativeSerial,
    /// The issuer has no name (RFC 5280 4.1.2.4).
    NamelessIssuer,
    /// Its key may sign certificates although it is no authority's (RFC 5280 4.2.1.9).
    SignsWithoutAuthority,
    /// No version of TLS in use has a signature by such a key.
    KeyNotForTls,
}

/// The public key of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// RSA, with the length of its modulus in bits.
    Rsa(usize),
    /// An elliptic curve, with its size in bits.
    Curve(usize),
    /// Anything else.
    Other,
}

impl Key {
    /// Whether it is shorter than what is accepted today (2048 and 256 bits).
    #[must_use]
    pub fn is_weak(self) -> bool {
        match self {
            Key::Rsa(bits) => bits < 2048,
            Key::Curve(bits) => bits < 256,
            Key::Other => false,
        }
    }

    /// `RSA 2048`.
    #[must_use]
    pub fn to_text(self) -> String {
        match self {
            Key::Rsa(bits) => format!("RSA {bits}"),
            Key::Curve(bits) => format!("EC {bits}"),
            Key::Other => "-".into(),
        }
    }
}

impl Certificate {
    /// Reads the certificate at `position` of a chain; `None` for what is none.
    #[must_use]
    pub fn read(position: usize, der: &Der) -> Option<Self> {
        let (_, cert) = X509Certificate::from_der(&der.0).ok()?;
        let tbs = &cert.tbs_certificate;
        Some(Self {
            position,
            subject: name_text(&tbs.subject),
            issuer: name_text(&tbs.issuer),
            not_before: Moment::from_unix(tbs.validity.not_before.timestamp()),
            not_after: Moment::from_unix(tbs.validity.not_after.timestamp()),
            names: names(&cert),
            self_signed: self_signed(&cert),
            authority: cert.is_ca(),
            ca_issuers: ca_issuers(&cert),
            names_usage: !matches!((cert.key_usage(), cert.extended_key_usage()), (Ok(None), Ok(None))),
            subject_parts: parts(&tbs.subject),
            issuer_parts: parts(&tbs.issuer),
            serial: tbs.raw_serial().iter().take(32).map(|b| format!("{b:02x}")).collect(),
            key: key(&cert),
            weak_hash: weak_hash(&cert),
            flaw: flaw(&cert),
            serial_raw: tbs.raw_serial().to_vec(),
            subject_raw: tbs.subject.as_raw().to_vec(),
            issuer_raw: tbs.issuer.as_raw().to_vec(),
        })
    }

    /// Whether it names itself as its issuer, whoever signed it (RFC 5280 6.1).
    #[must_use]
    pub fn self_issued(&self) -> bool {
        self.subject_parts == self.issuer_parts
    }

    /// Whether `other` carries the name of this one's issuer.
    #[must_use]
    pub fn is_issued_by(&self, other: &Certificate) -> bool {
        self.issuer_raw == other.subject_raw
    }

    /// Whether `name`, in DER, is its issuer's.
    #[must_use]
    pub fn is_named_issuer(&self, name: &[u8]) -> bool {
        self.issuer_raw == name
    }

    /// Whether `serial`, the bytes of an INTEGER, is its serial number.
    #[must_use]
    pub fn has_serial(&self, serial: &[u8]) -> bool {
        let bare = |bytes: &[u8]| bytes.iter().skip_while(|b| **b == 0).copied().collect::<Vec<u8>>();
        bare(&self.serial_raw) == bare(serial)
    }

    /// Whether it names `host` itself, or only covers it by a wildcard; `None` where it does neither.
    #[must_use]
    pub fn covers_by_wildcard(&self, host: &Name) -> Option<bool> {
        let named = |wanted: &str| self.names.iter().any(|n| n.eq_ignore_ascii_case(wanted));
        let above = || host.parent().filter(|p| !p.is_root()).is_some_and(|p| named(&format!("*.{p}")));
        if named(host.as_str()) { Some(false) } else { above().then_some(true) }
    }

    /// Whether its last second has passed (RFC 5280 4.1.2.5).
    #[must_use]
    pub fn expired(&self, at: Moment) -> bool {
        at > self.not_after
    }

    /// Whether its first second lies ahead.
    #[must_use]
    pub fn not_yet_valid(&self, at: Moment) -> bool {
        at < self.not_before
    }

    /// Seconds of validity; 0 where the dates are in the wrong order.
    #[must_use]
    pub fn lifetime(&self) -> i64 {
        (self.not_after.unix() - self.not_before.unix()).max(0)
    }
}

fn flaw(cert: &X509Certificate<'_>) -> Option<Flaw> {
    let signs = cert.key_usage().is_ok_and(|u| u.is_some_and(|u| u.value.key_cert_sign()));
    let algorithm = cert.public_key().algorithm.algorithm.to_id_string();
    if cert.tbs_certificate.raw_serial().first().is_some_and(|b| b & 0x80 != 0) {
        return Some(Flaw::NegativeSerial);
    }
    if cert.issuer().iter_attributes().next().is_none() {
        return Some(Flaw::NamelessIssuer);
    }
    if signs && !cert.is_ca() {
        return Some(Flaw::SignsWithoutAuthority);
    }
    // DSA, by its number (RFC 3279 2.3.2): TLS 1.3 has no such signature (RFC 8446 4.2.3).
    (algorithm == "1.2.840.10040.4.1").then_some(Flaw::KeyNotForTls)
}

fn key(cert: &X509Certificate<'_>) -> Key {
    use x509_parser::public_key::PublicKey;
    match cert.public_key().parsed() {
        Ok(PublicKey::RSA(rsa)) => Key::Rsa(rsa.key_size()),
        Ok(PublicKey::EC(point)) => Key::Curve(point.key_size()),
        _ => Key::Other,
    }
}

fn weak_hash(cert: &X509Certificate<'_>) -> Option<&'static str> {
    // By their numbers: RFC 8017 A.2.4, RFC 3279 2.2.2 and 2.2.3.
    match cert.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.5" | "1.2.840.10040.4.3" | "1.2.840.10045.4.1" | "1.3.14.3.2.29" => Some("SHA-1"),
        "1.2.840.113549.1.1.4" | "1.3.14.3.2.3" => Some("MD5"),
        "1.2.840.113549.1.1.2" => Some("MD2"),
        _ => None,
    }
}

fn name_text(name: &X509Name<'_>) -> String {
    let text = name.to_string();
    if text.is_empty() { "-".into() } else { text }
}

fn parts(name: &X509Name<'_>) -> Vec<String> {
    let part = |a: &AttributeTypeAndValue<'_>| {
        let kind = x509_parser::objects::oid2abbrev(a.attr_type(), x509_parser::objects::oid_registry()).unwrap_or("?");
        let value = String::from_utf8_lossy(a.attr_value().data).into_owned();
        format!("{kind}={value}").to_lowercase()
    };
    name.iter_attributes().map(part).collect()
}

fn names(cert: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = cert.subject_alternative_name() else { return Vec::new() };
    let name = |n: &GeneralName<'_>| match n {
        GeneralName::DNSName(text) => Some((*text).to_owned()),
        GeneralName::IPAddress(bytes) => address_text(bytes),
        _ => None,
    };
    extension.value.general_names.iter().filter_map(name).take(MOST_NAMES).collect()
}

fn address_text(bytes: &[u8]) -> Option<String> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(|b| std::net::Ipv4Addr::from(b).to_string()),
        16 => <[u8; 16]>::try_from(bytes).ok().map(|b| std::net::Ipv6Addr::from(b).to_string()),
        _ => None,
    }
}

fn ca_issuers(cert: &X509Certificate<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for extension in cert.extensions() {
        let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() else { continue };
        for description in access.iter() {
            if description.access_method == x509_parser::oid_registry::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS
                && let GeneralName::URI(uri) = &description.access_location
            {
                found.push((*uri).to_owned());
            }
        }
    }
    found
}

/// The library verifies no signature by a short RSA key, so that where it cannot tell, equal names
/// decide unless the key identifiers differ.
fn self_signed(cert: &X509Certificate<'_>) -> bool {
    if cert.subject().as_raw() != cert.issuer().as_raw() {
        return false;
    }
    let (mut own, mut authority) = (None, None);
    for extension in cert.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => own = Some(id.0),
            ParsedExtension::AuthorityKeyIdentifier(id) => authority = id.key_identifier.as_ref().map(|k| k.0),
            _ => {}
        }
    }
    cert.verify_signature(None).is_ok() || authority.is_none() || authority == own
}
