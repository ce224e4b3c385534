//! Server-side TLS set-ups, one for each host and kind of chain that the scenario names.

use crate::{Authority, ChainKind, Issued, LabError};
use facts::fixture::World;
use facts::fixture::server::{Act, Server};
use rustls::ServerConfig;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::SocketAddr;
use std::sync::Arc;

/// Set-ups by chain word and host name.
#[derive(Debug)]
pub(crate) struct Chains(BTreeMap<(String, String, SocketAddr), Arc<ServerConfig>>);

impl Chains {
    /// Makes all that `world` names.
    pub(crate) fn new(world: &World, authority: &Authority) -> Result<Self, LabError> {
        let (mut configs, mut issued) = (BTreeMap::new(), BTreeMap::new());
        for server in world.servers() {
            for word in chain_words(server) {
                let kind = ChainKind::parse(word).ok_or_else(|| LabError::UnknownChain(word.into()))?;
                // All addresses of a host serve the same certificate.
                let known = match issued.entry((word.to_owned(), server.name.clone())) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(authority.issue(kind, &server.name)?),
                };
                let config = Arc::new(server_config(known, server)?);
                configs.insert((word.to_owned(), server.name.clone(), server.at), config);
            }
        }
        Ok(Self(configs))
    }

    pub(crate) fn config(&self, word: &str, server: &Server) -> Option<Arc<ServerConfig>> {
        self.0.get(&(word.to_owned(), server.name.clone(), server.at)).cloned()
    }
}

fn chain_words(server: &Server) -> Vec<&str> {
    let replies = ["EHLO", "HELO", "STARTTLS", "QUIT"].into_iter().flat_map(|verb| [server.on(verb, false), server.on(verb, true)]);
    let scripted = replies.chain([server.greeting()]).flatten().filter_map(|act| match act {
        Act::Tls(word) => Some(word.as_str()),
        _ => None,
    });
    std::iter::once(server.chain.as_str()).chain(scripted).collect()
}

/// Of the versions that the scenario offers those that the library speaks; all that it does where it offers none of them.
fn server_config(issued: &Issued, server: &Server) -> Result<ServerConfig, LabError> {
    let offered = [(0x0304, &rustls::version::TLS13), (0x0303, &rustls::version::TLS12)];
    let mut versions: Vec<_> = offered.iter().filter(|(number, _)| server.offers.versions.contains(number)).map(|(_, v)| *v).collect();
    if versions.is_empty() {
        versions = rustls::ALL_VERSIONS.to_vec();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(&versions)?;
    Ok(builder.with_no_client_auth().with_single_cert(issued.chain.clone(), issued.key.clone_key())?)
}
