//! Server-side TLS set-ups, one for each server and kind of chain that the scenario names. The same host shows the same
//! certificate on all its ports.

use crate::{Authority, ChainKind, Issued, LabError};
use facts::answer::Der;
use facts::fixture::World;
use facts::fixture::server::{Act, Server};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::SocketAddr;
use std::sync::Arc;

/// Set-ups by chain word, host name and port; certificates by chain word and host name.
#[derive(Debug)]
pub(crate) struct Chains {
    issued: BTreeMap<(String, String), Issued>,
    configs: BTreeMap<(String, String, SocketAddr), Arc<ServerConfig>>,
}

impl Chains {
    /// Makes all that `world` names.
    pub(crate) fn new(world: &World, authority: &Authority) -> Result<Self, LabError> {
        let mut chains = Self { issued: BTreeMap::new(), configs: BTreeMap::new() };
        for server in world.servers() {
            let clients = Clients::of(server, authority)?;
            for word in chain_words(server) {
                let issued = match chains.issued.entry((word.to_owned(), server.name.clone())) {
                    Entry::Occupied(place) => place.into_mut(),
                    Entry::Vacant(place) => {
                        let kind = ChainKind::parse(word).ok_or_else(|| LabError::UnknownChain(word.into()))?;
                        place.insert(authority.issue(kind, &server.name)?)
                    }
                };
                if let Some(config) = server_config(server, issued, clients.verifier()?)? {
                    chains.configs.insert((word.to_owned(), server.name.clone(), server.at), Arc::new(config));
                }
            }
        }
        Ok(chains)
    }

    /// The set-up of `server` with the chain of this word; none where the TLS library speaks nothing that it offers.
    pub(crate) fn config(&self, word: &str, server: &Server) -> Option<Arc<ServerConfig>> {
        self.configs.get(&(word.to_owned(), server.name.clone(), server.at)).cloned()
    }

    /// The certificates of a chain.
    pub(crate) fn certificates(&self, word: &str, host: &str) -> Vec<Der> {
        let issued = self.issued.get(&(word.to_owned(), host.to_owned()));
        issued.map_or_else(Vec::new, |issued| issued.chain.iter().map(|der| Der(der.to_vec())).collect())
    }
}

fn chain_words(server: &Server) -> Vec<&str> {
    let replies = ["EHLO", "HELO", "STARTTLS", "STLS", "QUIT"].into_iter();
    let replies = replies.flat_map(|verb| [server.on(verb, false), server.on(verb, true)]);
    let scripted = replies.chain([server.greeting(), std::slice::from_ref(&server.first)]).flatten().filter_map(|act| match act {
        Act::Tls(word) => Some(word.as_str()),
        _ => None,
    });
    std::iter::once(server.chain.as_str()).chain(server.offers.rsa.as_deref()).chain(scripted).collect()
}

/// What a server wants of its clients' certificates.
struct Clients {
    asks: bool,
    needs: bool,
    roots: Arc<RootCertStore>,
}

impl Clients {
    fn of(server: &Server, authority: &Authority) -> Result<Self, LabError> {
        let mut roots = RootCertStore::empty();
        roots.add(authority.root().clone())?;
        Ok(Self { asks: server.asks_certificate, needs: server.needs_certificate, roots: Arc::new(roots) })
    }

    fn verifier(&self) -> Result<Arc<dyn ClientCertVerifier>, LabError> {
        if !self.asks {
            return Ok(WebPkiClientVerifier::no_client_auth());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = WebPkiClientVerifier::builder_with_provider(Arc::clone(&self.roots), provider);
        let builder = if self.needs { builder } else { builder.allow_unauthenticated() };
        builder.build().map_err(|error| LabError::Tls(rustls::Error::General(error.to_string())))
    }
}

fn server_config(server: &Server, issued: &Issued, clients: Arc<dyn ClientCertVerifier>) -> Result<Option<ServerConfig>, LabError> {
    let offers = |version: &SupportedProtocolVersion| server.offers.versions.contains(&u16::from(version.version));
    let mut versions: Vec<&SupportedProtocolVersion> = vec![&TLS13, &TLS12];
    // The library has no key exchange without forward secrecy.
    versions.retain(|version| offers(version) && (server.offers.forward_secret || **version == TLS13));
    if versions.is_empty() {
        return Ok(None);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(&versions)?;
    let builder = builder.with_client_cert_verifier(clients);
    Ok(Some(builder.with_single_cert(issued.chain.clone(), issued.key.clone_key())?))
}
