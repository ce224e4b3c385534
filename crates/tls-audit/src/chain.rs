//! A chain as presented, judged one property at a time: time, name, path, purpose. Pure, and
//! without a clock: the same chain gives the same judgment on every machine.

use crate::certificate::{Certificate, Flaw};
use crate::links;
use crate::roots::Roots;
use facts::answer::Der;
use facts::{Moment, Name};
use findings::Phrase;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage};

/// At most so many certificates of a chain are looked at.
pub const MOST_CERTIFICATES: usize = 20;
/// At most so many bytes of a chain are looked at.
pub const MOST_BYTES: usize = 100_000;

/// What became of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgment {
    /// The certificates that count, leaf first: those of the path to the root; where none was
    /// found, those linked to the leaf by their names. Empty when the leaf cannot be read.
    pub certificates: Vec<Certificate>,
    /// When it was judged.
    pub at: Moment,
    /// Whether a name of the leaf fits the host; `None` where the leaf cannot be read.
    pub name_fits: Option<bool>,
    /// Whether it leads to a trusted root, its dates aside.
    pub path: Path,
    /// Whether the certificates may be used by servers (extended key usage, RFC 5280 4.2.1.12); true
    /// where the path is broken otherwise.
    pub for_servers: bool,
    /// Whether a client that verifies would accept it, in every respect.
    pub valid: bool,
    /// What is wrong with the order in which the certificates came.
    pub disorder: Vec<Disorder>,
    /// A hash in the chain's signatures that is broken; roots do not count.
    pub weak_hash: Option<(&'static str, Certificate)>,
}

/// What is wrong with the order of a chain (RFC 8446 4.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disorder {
    /// A certificate does not stand behind the one that it issued.
    OutOfOrder,
    /// A certificate is sent twice.
    Doubled,
    /// A certificate has nothing to do with the chain.
    Foreign,
}

/// Whether a chain leads to a trusted root at a time when all of it is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// It does.
    Trusted,
    /// The leaf is signed by its own key.
    SelfSigned,
    /// A certificate is missing.
    Incomplete {
        /// Whose.
        issuer: String,
        /// Where it can be had.
        fetch_from: Vec<String>,
    },
    /// It does not.
    Untrusted {
        /// The authority at which the chain ends.
        issuer: String,
        /// Why.
        reason: Phrase,
    },
    /// A signature by a key that is too short for anybody to verify it.
    WeakLink,
    /// No moment exists at which all of it is valid, and its signatures alone lead to no root either, so
    /// that only its dates can be judged.
    NeverValid,
    /// There is no certificate.
    Empty,
}

/// Judges `chain` for `host` at `at`.
#[must_use]
pub fn judge(chain: &[Der], host: &Name, roots: &Roots, at: Moment) -> Judgment {
    let chain = within_limits(chain);
    match leaf_first(&chain, host) {
        // A client takes the first certificate for the server's: no order is as wrong as that.
        Some(turned) => {
            let judgment = in_order(turned, host, roots, at);
            let mut disorder = judgment.disorder;
            disorder.retain(|d| *d != Disorder::OutOfOrder);
            disorder.insert(0, Disorder::OutOfOrder);
            Judgment { valid: false, disorder, ..judgment }
        }
        None => in_order(chain, host, roots, at),
    }
}

/// The chain with the server's own certificate before the authorities' that stand there in its place, as files are put together
/// the wrong way round; `None` where the first one is the server's, or no other names `host`.
fn leaf_first(chain: &[Der], host: &Name) -> Option<Vec<Der>> {
    let first = Certificate::read(0, chain.first()?).filter(|c| c.authority && c.covers_by_wildcard(host).is_none())?;
    let read: Vec<Certificate> = (1..chain.len()).filter_map(|i| Certificate::read(i, &chain[i])).collect();
    let own = |c: &&Certificate| !c.authority && c.covers_by_wildcard(host).is_some();
    let leaf = read.iter().find(own)?;
    let issued = leaf.is_issued_by(&first) || read.iter().any(|c| c.authority && leaf.is_issued_by(c));
    let rest = chain.iter().enumerate().filter(|(i, _)| *i != leaf.position).map(|(_, der)| der);
    issued.then(|| std::iter::once(&chain[leaf.position]).chain(rest).cloned().collect())
}

fn in_order(chain: Vec<Der>, host: &Name, roots: &Roots, at: Moment) -> Judgment {
    let read: Vec<Certificate> = chain.iter().enumerate().filter_map(|(i, der)| Certificate::read(i, der)).collect();
    let Some(first) = chain.first() else {
        return Judgment {
            certificates: Vec::new(),
            at,
            name_fits: None,
            path: Path::Empty,
            for_servers: true,
            valid: false,
            disorder: Vec::new(),
            weak_hash: None,
        };
    };
    let presented: Vec<CertificateDer<'_>> = chain.iter().map(|d| CertificateDer::from(d.0.as_slice())).collect();
    let leaf = EndEntityCert::try_from(&presented[0]);
    let linked = linked(&read);
    // What the library cannot read would hide the reason behind its own.
    let others: Vec<CertificateDer<'_>> = presented[1..].iter().filter(|c| EndEntityCert::try_from(*c).is_ok()).cloned().collect();
    let name_fits = match &leaf {
        Ok(leaf) => Some(server_name(host).is_some_and(|n| leaf.verify_is_valid_for_subject_name(&n).is_ok())),
        // A certificate of version 1 has no alternative names (RFC 5280 4.1.2.1).
        Err(_) => linked.first().map(|_| false),
    };
    let (path, members, for_servers) = match &leaf {
        // What stands behind a certificate that is trusted itself does not matter.
        _ if roots.pins(first) => (Path::Trusted, linked.iter().take(1).cloned().collect(), true),
        Ok(leaf) => path(leaf, &others, &linked, &chain, roots, at),
        Err(error) => (broken(error, &linked), linked.clone(), true),
    };
    let path = match (path, members.iter().filter(|c| c.position > 0 && !c.self_issued()).count()) {
        (Path::Trusted, between) if roots.deepest().is_some_and(|most| between > most) => {
            let issuer = members.last().map_or_else(|| "-".to_owned(), |c| c.issuer.clone());
            Path::Untrusted { issuer, reason: TOO_LONG }
        }
        (path, _) => path,
    };
    let path = match members.iter().find_map(|c| Some((c, c.flaw?))) {
        Some((flawed, flaw)) if path == Path::Trusted => Path::Untrusted { issuer: flawed.issuer.clone(), reason: flaw_reason(flaw) },
        _ => path,
    };
    let dates_hold = !members.is_empty() && members.iter().all(|c| in_time(c, at));
    let strong = members.iter().all(|c| !c.key.is_weak());
    let valid = path == Path::Trusted && dates_hold && for_servers && strong && name_fits == Some(true);
    let weak_hash = linked.iter().filter(|c| !c.self_signed).find_map(|c| c.weak_hash.map(|hash| (hash, c.clone())));
    let disorder = disorder(&read, &linked, &chain);
    Judgment { certificates: members, at, name_fits, path, for_servers, valid, disorder, weak_hash }
}

fn disorder(read: &[Certificate], linked: &[Certificate], chain: &[Der]) -> Vec<Disorder> {
    let mut found = Vec::new();
    if linked.is_empty() {
        return found;
    }
    if linked.windows(2).any(|pair| pair[1].position < pair[0].position) {
        found.push(Disorder::OutOfOrder);
    }
    let doubled = |c: &Certificate| chain[..c.position].contains(&chain[c.position]);
    if read.iter().any(doubled) {
        found.push(Disorder::Doubled);
    }
    let of_chain =
        |c: &Certificate| linked.iter().any(|l| l.position == c.position || l.is_issued_by(c) || l.subject_parts == c.subject_parts);
    if read.iter().any(|c| !doubled(c) && !of_chain(c)) {
        found.push(Disorder::Foreign);
    }
    found
}

impl Judgment {
    /// The server's own certificate.
    #[must_use]
    pub fn leaf(&self) -> Option<&Certificate> {
        self.certificates.first()
    }
}

fn in_time(certificate: &Certificate, at: Moment) -> bool {
    !certificate.expired(at) && !certificate.not_yet_valid(at)
}

fn within_limits(chain: &[Der]) -> Vec<Der> {
    let mut bytes = 0;
    let fits = |der: &&Der| {
        bytes += der.0.len();
        bytes <= MOST_BYTES
    };
    chain.iter().take(MOST_CERTIFICATES).take_while(fits).cloned().collect()
}

/// The leaf and, link by link, whom it names as its issuer among those presented.
fn linked(read: &[Certificate]) -> Vec<Certificate> {
    let Some(leaf) = read.first().filter(|c| c.position == 0) else { return Vec::new() };
    let mut links = vec![leaf.clone()];
    while let Some(last) = links.last().filter(|c| !c.self_signed) {
        let taken = |c: &Certificate| links.iter().any(|l| l.position == c.position);
        match read.iter().find(|c| last.is_issued_by(c) && !taken(c)) {
            Some(next) => links.push(next.clone()),
            None => break,
        }
    }
    links
}

fn server_name(host: &Name) -> Option<ServerName<'static>> {
    ServerName::try_from(host.as_str().to_owned()).ok()
}

fn path(
    leaf: &EndEntityCert<'_>,
    others: &[CertificateDer<'_>],
    linked: &[Certificate],
    chain: &[Der],
    roots: &Roots,
    at: Moment,
) -> (Path, Vec<Certificate>, bool) {
    let mut fault = None;
    for moment in moments(linked, at) {
        match verify(leaf, others, roots, moment, AnyPurpose) {
            Ok(members) => {
                let position = |der: &Vec<u8>| chain.iter().position(|d| d.0 == *der);
                let members = members.iter().filter_map(position).filter_map(|i| Certificate::read(i, &chain[i])).collect();
                let purpose = verify(leaf, others, roots, moment, KeyUsage::server_auth()).is_ok();
                return (Path::Trusted, members, purpose);
            }
            Err(Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => {}
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    let path = match fault {
        Some(error) => broken(&error, linked),
        // Only where the dates refuse the chain anyway: signatures alone never make one valid.
        None if !linked.iter().all(|c| in_time(c, at))
            && links::hold(&linked.iter().map(|c| &chain[c.position]).collect::<Vec<_>>(), roots) =>
        {
            Path::Trusted
        }
        None => Path::NeverValid,
    };
    (path, linked.to_vec(), true)
}

/// Moments at which all certificates may be valid together, the wanted one first: an expired
/// certificate must not hide what else is wrong with the path, nor look like it.
fn moments(linked: &[Certificate], at: Moment) -> Vec<Moment> {
    let begin = linked.iter().map(|c| c.not_before).max();
    let end = linked.iter().map(|c| c.not_after).min();
    let leaf = linked.first();
    let mut moments = vec![at];
    for moment in [begin, end, leaf.map(|c| c.not_before), leaf.map(|c| c.not_after)].into_iter().flatten() {
        if !moments.contains(&moment) {
            moments.push(moment);
        }
    }
    moments
}

/// The certificates of the path, leaf first, without the root.
fn verify(
    leaf: &EndEntityCert<'_>,
    others: &[CertificateDer<'_>],
    roots: &Roots,
    at: Moment,
    purpose: impl ExtendedKeyUsageValidator,
) -> Result<Vec<Vec<u8>>, Error> {
    let time = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(at.unix()).unwrap_or_default()));
    let path = leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, roots.anchors(), others, time, purpose, None, None)?;
    let behind = path.intermediate_certificates().map(|c| c.der().to_vec());
    Ok(std::iter::once(leaf.der().to_vec()).chain(behind).collect())
}

/// Takes every purpose, so that a missing one does not look like a broken path.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, mut purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        purposes.try_for_each(|p| p.map(drop))
    }
}

/// What a path that does not verify is.
fn broken(error: &Error, linked: &[Certificate]) -> Path {
    let Some(leaf) = linked.first() else {
        return Path::Untrusted { issuer: "-".into(), reason: reason(error) };
    };
    // Made by 'openssl req -x509' it calls itself an authority as well: that is no fault of its own.
    if leaf.self_signed {
        return Path::SelfSigned;
    }
    let last = linked.last().unwrap_or(leaf);
    if matches!(error, Error::UnknownIssuer) && !last.self_signed && !last.ca_issuers.is_empty() {
        return Path::Incomplete { issuer: last.issuer.clone(), fetch_from: last.ca_issuers.clone() };
    }
    let signature = matches!(
        error,
        Error::InvalidSignatureForPublicKey
            | Error::SignatureAlgorithmMismatch
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
    );
    if signature && linked.iter().skip(1).any(|c| c.key.is_weak()) {
        return Path::WeakLink;
    }
    Path::Untrusted { issuer: last.issuer.clone(), reason: reason(error) }
}

const TOO_LONG: Phrase = Phrase {
    en: "the chain is too long or too tangled to follow", ru: "цепочка слишком длинна или запутана"
};

fn flaw_reason(flaw: Flaw) -> Phrase {
    match flaw {
        Flaw::NegativeSerial => Phrase { en: "a serial number is negative", ru: "серийный номер отрицательный" },
        Flaw::NamelessIssuer => Phrase { en: "the issuer has no name", ru: "имя издателя пустое" },
        Flaw::SignsWithoutAuthority => Phrase {
            en: "a certificate that is no authority's claims to sign certificates",
            ru: "сертификат не центра заявляет право подписывать сертификаты",
        },
        Flaw::KeyNotForTls => Phrase {
            en: "the key is of a kind that TLS no longer uses",
            ru: "ключ такого вида в TLS больше не применяется",
        },
    }
}

fn reason(error: &Error) -> Phrase {
    match error {
        Error::UnknownIssuer => Phrase {
            en: "the authority is in no store of trusted roots",
            ru: "центр не входит в хранилище доверенных корней",
        },
        Error::InvalidSignatureForPublicKey | Error::SignatureAlgorithmMismatch => Phrase {
            en: "a signature in the chain does not fit its issuer's key",
            ru: "подпись в цепочке не соответствует ключу издателя",
        },
        Error::NameConstraintViolation | Error::PathLenConstraintViolated | Error::EndEntityUsedAsCa => Phrase {
            en: "a certificate goes beyond what its issuer allows",
            ru: "сертификат выходит за пределы, разрешённые издателем",
        },
        Error::CaUsedAsEndEntity => Phrase {
            en: "an authority's certificate stands in the server's place",
            ru: "на месте сертификата сервера стоит сертификат центра",
        },
        Error::UnsupportedCertVersion => Phrase { en: "the certificate is of version 1", ru: "сертификат версии 1" },
        Error::UnsupportedSignatureAlgorithmContext(_) | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Phrase {
            en: "a signature algorithm in the chain is no longer accepted",
            ru: "алгоритм подписи в цепочке больше не принимается",
        },
        Error::CertDistrusted => Phrase {
            en: "a key in the chain is known to be distrusted", ru: "ключ в цепочке отозван из доверия"
        },
        Error::MaximumSignatureChecksExceeded | Error::MaximumPathBuildCallsExceeded | Error::MaximumPathDepthExceeded => TOO_LONG,
        _ => Phrase {
            en: "a certificate in the chain is malformed", ru: "сертификат в цепочке составлен с ошибками"
        },
    }
}
