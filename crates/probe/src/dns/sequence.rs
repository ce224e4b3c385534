//! Sources one after the other: the walk from the root beside resolvers of others, as `--resolver` orders them.

use super::recursive::Recursive;
use super::source::{Forward, Servers, Source, is_answer};
use super::upstream::{Exchange, Wanted};
use super::{UpstreamSpec, spec};
use crate::{BoxFuture, Error, Options};
use std::sync::Arc;

/// What `options.upstreams` names; opens no socket.
///
/// # Errors
/// No upstream, or none that can be read from the system's configuration.
pub(super) fn source(options: &Options, servers: &Arc<Servers>) -> Result<Arc<dyn Source>, Error> {
    if !options.upstreams.contains(&UpstreamSpec::Recursive) {
        return Ok(Arc::new(forward(&options.upstreams, options)?));
    }
    let mut sources: Vec<Arc<dyn Source>> = Vec::new();
    for (i, others) in options.upstreams.split(|spec| *spec == UpstreamSpec::Recursive).enumerate() {
        if i == 1 {
            sources.push(Arc::new(Recursive::new(options, servers.clone())));
        }
        if !others.is_empty() {
            sources.push(Arc::new(forward(others, options)?));
        }
    }
    Ok(if let [only] = &*sources { only.clone() } else { Arc::new(Sequence(sources.into())) })
}

fn forward(specs: &[UpstreamSpec], options: &Options) -> Result<Forward, Error> {
    Forward::new(spec::forwarders(specs)?, options)
}

/// The next one is asked when one is silent or cannot reach whom it would have to ask. Each has its own time.
struct Sequence(Arc<[Arc<dyn Source>]>);

impl Source for Sequence {
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)> {
        let sources = self.0.clone();
        Box::pin(async move {
            let mut last = (String::new(), Exchange { not_sent: true, ..Exchange::default() });
            for source in &*sources {
                let next = source.exchange(labels.clone(), wanted).await;
                if is_answer(&next.1) {
                    return next;
                }
                if last.1.message.is_none() && !next.1.not_sent {
                    last = next;
                }
            }
            last
        })
    }

    fn labels(&self) -> Vec<String> {
        self.0.iter().flat_map(|source| source.labels()).collect()
    }

    fn faults(&self) -> Vec<String> {
        self.0.iter().flat_map(|source| source.faults()).collect()
    }

    fn validates(&self) -> bool {
        self.0.iter().any(|source| source.validates())
    }
}
