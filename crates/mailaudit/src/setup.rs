//! From arguments and configuration to what the asker and the target need.

use crate::args::{Common, SenderArgs};
use crate::config::Config;
use crate::failure::Failure;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::{Name, Rdap, Target};
use probe::{Anchors, ConnectMap, ConnectRule, Limits, Options, RootHints, UpstreamSpec};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

/// What all commands share: the asker's options, and the target that every audit starts from.
pub struct Setup {
    /// For [`probe::Network`].
    pub options: Options,
    /// Options that facts or judgments depend on, without a domain.
    pub template: Target,
}

impl Setup {
    /// Reads files and options.
    pub fn new(common: &Common) -> Result<Self, Failure> {
        let config = Config::read(common.config.as_deref())?;
        let named = if common.resolver.is_empty() { &config.resolver } else { &common.resolver };
        let mut upstreams: Vec<UpstreamSpec> = named.iter().map(|u| u.parse()).collect::<Result<_, probe::Error>>()?;
        if upstreams.is_empty() {
            upstreams.push(UpstreamSpec::System);
        }
        let connect: ConnectMap = common.connect_to.iter().map(|r| r.parse::<ConnectRule>()).collect::<Result<_, _>>()?;
        let mut keys = probe::Keys::default();
        for (label, key) in config.keys() {
            keys.add(&label, &key)?;
        }
        let limits =
            Limits { budget: Duration::from_secs(common.budget), ..Limits::default() }.with_timeout(Duration::from_secs(common.timeout));
        let mut template = Target::new(Name::root());
        template.volume = config.volume;
        template.no_smtp = common.no_smtp;
        template.active = common.active;
        if common.rdap {
            template.rdap = Some(Rdap { servers: common.rdap_bootstrap.as_deref().map_or_else(|| Ok(Vec::new()), rdap_servers)? });
        }
        template.nonce = if common.active { probe::nonce() } else { String::new() };
        for host in common.control.iter().chain(&config.control) {
            template.controls.push(crate::args::host(host).map_err(|e| Failure::Usage(format!("--control {host}: {e}")))?);
        }
        template.keys = keys.labels().map(str::to_owned).collect();
        template.probe_name = common.probe_name.clone().or_else(|| config.probe_name.clone()).unwrap_or_else(probe::own_name);
        for exchange in &config.allowed_mx {
            template.allowed_mx.push(Name::from_person(exchange).map_err(|e| Failure::Usage(format!("allowed_mx: {e}")))?);
        }
        let mut extra_roots = Vec::new();
        for path in common.ca_file.iter().chain(&config.ca_file) {
            extra_roots.extend(certificates(path)?);
        }
        template.extra_roots = extra_roots.iter().map(|der| BASE64.encode(der)).collect();
        for path in &common.crl {
            template.crls.extend(revocation_lists(path)?.iter().map(|der| BASE64.encode(der)));
        }
        let root_hints = root_hints(common, &config, &upstreams)?;
        let anchors = anchors(common, &config, root_hints.is_some())?;
        if let Some(given) = &anchors {
            template.anchors = given.lines().collect();
        }
        let anchors = anchors.unwrap_or_default();
        let options = Options {
            accounts: probe::Accounts::default(),
            outbox: None,
            upstreams,
            root_hints,
            connect,
            keys,
            extra_roots,
            anchors,
            no_smtp: common.no_smtp,
            allow_private: common.allow_private,
            limits,
        };
        Ok(Self { options, template })
    }

    /// The target for one domain.
    pub fn target(&self, domain: &Name, sender: &SenderArgs, only: &[String]) -> Target {
        Target {
            domain: domain.clone(),
            profile: sender.profile.into(),
            ips: sender.ip.clone(),
            selectors: sender.selector.clone(),
            helo: sender.helo.clone(),
            only: only.to_vec(),
            ..self.template.clone()
        }
    }
}

/// The root servers that the walk is to begin with. Given on the command line without a walk they are
/// a mistake; in the configuration they wait for one.
fn root_hints(common: &Common, config: &Config, upstreams: &[UpstreamSpec]) -> Result<Option<RootHints>, Failure> {
    let walks = upstreams.contains(&UpstreamSpec::Recursive);
    if common.root_hints.is_some() && !walks {
        return Err(Failure::Usage("--root-hints is of use with --resolver recursive only: no other resolver begins at the root".into()));
    }
    let Some(path) = common.root_hints.as_ref().or(config.root_hints.as_ref()).filter(|_| walks) else { return Ok(None) };
    let hints = text_of(path)?.parse().map_err(|e: probe::HintsError| Failure::Usage(format!("--root-hints {}: {e}", path.display())))?;
    Ok(Some(hints))
}

/// The anchors given; `None` for the built-in ones. Other root servers have another root key, so that
/// hints without an anchor take the built-in one away.
fn anchors(common: &Common, config: &Config, hinted: bool) -> Result<Option<Anchors>, Failure> {
    let paths = if common.dnssec_anchor.is_empty() { &config.dnssec_anchor } else { &common.dnssec_anchor };
    if paths.is_empty() {
        return Ok(hinted.then(Anchors::none));
    }
    let mut anchors = Anchors::none();
    for path in paths {
        let text = text_of(path)?;
        let given = Anchors::parse(&text).map_err(|e| Failure::Usage(format!("--dnssec-anchor {}: {e}", path.display())))?;
        anchors.add(given);
    }
    Ok(Some(anchors))
}

/// A file of anchors takes some 2 kB.
const LARGEST_ANCHORS: u64 = 1024 * 1024;

fn text_of(path: &Path) -> Result<String, Failure> {
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LARGEST_ANCHORS).read_to_end(&mut text));
    read.map_err(|source| Failure::Read { path: path.into(), source })?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// A bundle of all public roots takes some 200 kB.
const LARGEST_PEM: u64 = 16 * 1024 * 1024;
/// Lists of large authorities have megabytes.
const LARGEST_CRL: u64 = 64 << 20;

/// The certificates of a PEM file, in order. A damaged one is a fault: a server would not load it either.
pub fn certificates(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LARGEST_PEM).read_to_end(&mut text));
    read.map_err(|source| Failure::Read { path: path.into(), source })?;
    let fault = |what: &str| Failure::Pem { path: path.into(), what: what.into() };
    let ders: Result<Vec<Vec<u8>>, _> = CertificateDer::pem_slice_iter(&text).map(|der| der.map(|d| d.to_vec())).collect();
    match ders {
        Err(_) => Err(fault("a section of it is cut off or damaged")),
        Ok(ders) if ders.is_empty() => Err(fault("it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")),
        Ok(ders) => Ok(ders),
    }
}

/// The revocation lists of a file, one in DER or any number in PEM.
pub fn revocation_lists(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LARGEST_CRL).read_to_end(&mut text));
    read.map_err(|source| Failure::Read { path: path.into(), source })?;
    let fault = |what: &str| Failure::List { path: path.into(), what: what.into() };
    if tls_audit::is_revocation_list(&text) {
        return Ok(vec![text]);
    }
    let lists: Result<Vec<Vec<u8>>, _> =
        CertificateRevocationListDer::pem_slice_iter(&text).map(|list| list.map(|der| der.to_vec())).collect();
    match lists {
        Ok(lists) if lists.is_empty() => Err(fault("it is no revocation list, neither in DER nor in PEM form (-----BEGIN X509 CRL-----)")),
        Ok(lists) if lists.iter().all(|list| tls_audit::is_revocation_list(list)) => Ok(lists),
        _ => Err(fault("a section of it is cut off or damaged")),
    }
}

/// The certificates of a PEM text, in order; what else stands in it is passed over.
pub fn pem_certificates(text: &[u8]) -> Vec<Vec<u8>> {
    CertificateDer::pem_slice_iter(text).filter_map(Result::ok).map(|der| der.to_vec()).collect()
}

/// `ENDING URL` of every service of a bootstrap file (RFC 9224 4): of its servers the first over HTTPS.
fn rdap_servers(path: &Path) -> Result<Vec<String>, Failure> {
    let fault = |what| Failure::Bootstrap { path: path.to_owned(), what };
    let text = std::fs::read(path).map_err(|source| Failure::Read { path: path.to_owned(), source })?;
    let value: serde_json::Value = serde_json::from_slice(&text).map_err(|_| fault("it is no JSON"))?;
    let services = value.get("services").and_then(|s| s.as_array()).ok_or_else(|| fault("it has no list 'services'"))?;
    let texts = |value: Option<&serde_json::Value>| -> Vec<String> {
        let list = value.and_then(|v| v.as_array()).into_iter().flatten();
        list.filter_map(|v| v.as_str()).map(str::to_ascii_lowercase).collect()
    };
    let mut servers = Vec::new();
    for service in services {
        let base = texts(service.get(1)).into_iter().find(|url| url.starts_with("https://"));
        servers.extend(base.into_iter().flat_map(|base| texts(service.get(0)).into_iter().map(move |ending| format!("{ending} {base}"))));
    }
    if servers.is_empty() { Err(fault("it names no server over HTTPS")) } else { Ok(servers) }
}
