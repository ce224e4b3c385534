//! Server-side TLS set-ups, one for each host and kind of chain that the scenario names.

use crate::{Authority, ChainKind, Issued, LabError};
use facts::fixture::World;
use facts::fixture::server::{Act, Server};
use rustls::ServerConfig;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Set-ups by chain word and host name.
#[derive(Debug)]
pub(crate) struct Chains(BTreeMap<(String, String), Arc<ServerConfig>>);

impl Chains {
    /// Makes all that `world` names.
    pub(crate) fn new(world: &World, authority: &Authority) -> Result<Self, LabError> {
        let mut configs = BTreeMap::new();
        for server in world.servers() {
            for word in chain_words(server) {
                if let Entry::Vacant(place) = configs.entry((word.to_owned(), server.name.clone())) {
                    let kind = ChainKind::parse(word).ok_or_else(|| LabError::UnknownChain(word.into()))?;
                    place.insert(Arc::new(server_config(authority.issue(kind, &server.name)?)?));
                }
            }
        }
        Ok(Self(configs))
    }

    pub(crate) fn config(&self, word: &str, host: &str) -> Option<Arc<ServerConfig>> {
        self.0.get(&(word.to_owned(), host.to_owned())).cloned()
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

fn server_config(issued: Issued) -> Result<ServerConfig, LabError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_no_client_auth().with_single_cert(issued.chain, issued.key)?)
}
