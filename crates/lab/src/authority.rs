//! A throw-away certification authority: it makes chains of every kind for any host name, and
//! lives as long as its value. It keeps no key outside memory and reads no clock.

use crate::{ChainKind, LabError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::Moment;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::{Duration, OffsetDateTime};

/// Where leaves say that their intermediate can be had; nobody serves it.
const AIA_ISSUERS: &str = "http://crt.lab-authority.example/intermediate.der";
const OTHER_HOST: &str = "mail.other-host.example";

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// A root with its intermediates, and a private root that nobody trusts.
#[derive(Debug)]
pub struct Authority {
    now: Moment,
    root: Issuer,
    intermediate: Issuer,
    /// Between the root and `lower`, for chains of two intermediates.
    upper: Issuer,
    lower: Issuer,
    ended: Issuer,
    private: Issuer,
}

/// A chain as a server presents it, with the leaf's key.
#[derive(Debug)]
pub struct Issued {
    /// Leaf first.
    pub chain: Vec<CertificateDer<'static>>,
    /// The leaf's private key.
    pub key: PrivateKeyDer<'static>,
}

impl Issued {
    /// The chain as PEM, without the key.
    #[must_use]
    pub fn chain_pem(&self) -> String {
        self.chain.iter().map(|der| to_pem(der)).collect()
    }
}

impl Authority {
    /// Makes all authorities afresh; `now` is the time that kinds such as 'expired' refer to.
    ///
    /// # Errors
    /// The certificate library's own, which none of these names should cause.
    pub fn new(now: Moment) -> Result<Self, LabError> {
        let ca = |name: &str, days: (i64, i64), path: u8| ca_params(now, name, days, path);
        let failed = |source| LabError::Certificate { host: "the lab's authority".into(), source };
        let make = || -> Result<Self, rcgen::Error> {
            let root = Issuer::self_signed(ca("Lab Root R1", (-2_000, 5_000), 2), KeyPair::generate()?)?;
            let upper = Issuer::signed_by(ca("Lab Policy CA P1", (-700, 1_100), 1), KeyPair::generate()?, &root)?;
            let lower = Issuer::signed_by(ca("Lab Issuing CA P1-1", (-600, 1_000), 0), KeyPair::generate()?, &upper)?;
            let intermediate = Issuer::signed_by(ca("Lab Issuing CA E1", (-700, 1_100), 0), KeyPair::generate()?, &root)?;
            let ended = Issuer::signed_by(ca("Lab Issuing CA E0", (-1_800, -10), 0), KeyPair::generate()?, &root)?;
            let private = Issuer::self_signed(ca("Private Root of a Company", (-900, 2_700), 0), KeyPair::generate()?)?;
            Ok(Self { now, root, intermediate, upper, lower, ended, private })
        };
        make().map_err(failed)
    }

    /// The trusted root as PEM, for `--ca-file`.
    #[must_use]
    pub fn root_pem(&self) -> String {
        self.root.pem()
    }

    /// The trusted root.
    #[must_use]
    pub fn root(&self) -> &CertificateDer<'static> {
        self.root.der()
    }

    /// Makes a chain of `kind` for `host`, with a new key.
    ///
    /// # Errors
    /// A host name that no certificate can hold (not ASCII).
    pub fn issue(&self, kind: ChainKind, host: &str) -> Result<Issued, LabError> {
        self.make(kind, host).map_err(|source| LabError::Certificate { host: host.into(), source })
    }

    fn make(&self, kind: ChainKind, host: &str) -> Result<Issued, rcgen::Error> {
        let key = KeyPair::generate()?;
        let params = self.leaf_params(kind, host)?;
        let leaf = match kind {
            ChainKind::SelfSigned | ChainKind::Snakeoil => params.self_signed(&key)?,
            ChainKind::Untrusted => params.signed_by(&key, &self.private)?,
            ChainKind::ExpiredIntermediate => params.signed_by(&key, &self.ended)?,
            ChainKind::Disordered => params.signed_by(&key, &self.lower)?,
            _ => params.signed_by(&key, &self.intermediate)?,
        };
        let behind: &[&Issuer] = match kind {
            ChainKind::SelfSigned | ChainKind::Snakeoil | ChainKind::Incomplete => &[],
            ChainKind::Untrusted => &[&self.private],
            ChainKind::ExpiredIntermediate => &[&self.ended],
            ChainKind::Disordered => &[&self.upper, &self.lower],
            ChainKind::RootSent => &[&self.intermediate, &self.root],
            _ => &[&self.intermediate],
        };
        let mut chain = vec![CertificateDer::from(leaf)];
        chain.extend(behind.iter().map(|issuer| issuer.der().clone()));
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok(Issued { chain, key })
    }

    fn leaf_params(&self, kind: ChainKind, host: &str) -> Result<CertificateParams, rcgen::Error> {
        let named = if kind == ChainKind::WrongName { OTHER_HOST } else { host };
        let mut params = CertificateParams::new(vec![named.to_owned()])?;
        set_days(&mut params, self.now, kind.leaf_days());
        params.distinguished_name.push(DnType::CommonName, named);
        params.is_ca = IsCa::ExplicitNoCa;
        if kind == ChainKind::Snakeoil {
            return Ok(params);
        }
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![match kind {
            ChainKind::ClientAuthOnly => ExtendedKeyUsagePurpose::ClientAuth,
            _ => ExtendedKeyUsagePurpose::ServerAuth,
        }];
        if !matches!(kind, ChainKind::SelfSigned | ChainKind::Untrusted) {
            params.use_authority_key_identifier_extension = true;
            params.custom_extensions.push(authority_information_access(AIA_ISSUERS));
        }
        Ok(params)
    }
}

fn ca_params(now: Moment, name: &str, days: (i64, i64), path_length: u8) -> CertificateParams {
    let mut params = CertificateParams::default();
    set_days(&mut params, now, days);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "XX");
    params.distinguished_name.push(DnType::OrganizationName, "mailaudit lab");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(path_length));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    params
}

fn set_days(params: &mut CertificateParams, now: Moment, (first, last): (i64, i64)) {
    let now = OffsetDateTime::from_unix_timestamp(now.unix()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let day = |days| now.checked_add(Duration::days(days)).unwrap_or(now);
    params.not_before = day(first);
    params.not_after = day(last);
}

fn to_pem(der: &[u8]) -> String {
    let body = BASE64.encode(der);
    let lines: Vec<String> = body.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// RFC 5280 4.2.2.1, with one access description: `id-ad-caIssuers` and a URI of under 100 octets,
/// so that every DER length takes one octet.
fn authority_information_access(url: &str) -> CustomExtension {
    const ACCESS_OID: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 1, 1];
    const CA_ISSUERS: [u8; 10] = [0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
    debug_assert!(url.len() < 100, "longer DER lengths are not written here");
    let wrapped = |tag: u8, content: &[u8]| [&[tag, content.len() as u8], content].concat();
    let description = wrapped(0x30, &[&CA_ISSUERS[..], &wrapped(0x86, url.as_bytes())].concat());
    CustomExtension::from_oid_content(&ACCESS_OID, wrapped(0x30, &description))
}
