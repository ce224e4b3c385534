//! The second voice: NLnet Labs' `domain` asked whether it calls an answer bogus, too. It works on
//! the keys and delegations that are already here, and so costs next to no questions.
//!
//! It knows no P-384 and no Ed25519, and calls zones with these alone insecure: where the resolver
//! itself refuses nothing, such a fault is told as indeterminate, since only one validator saw it.

use super::anchors::Anchors;
use super::dname::Dname;
use super::zone::Chain;
use crate::BoxFuture;
use crate::dns::message::Message;
use domain::base::Message as DomainMessage;
use domain::dep::octseq::Octets;
use domain::dnssec::validator::anchor::TrustAnchors;
use domain::dnssec::validator::context::{ValidationContext, ValidationState};
use domain::net::client::request::{ComposeRequest as _, Error, GetResponse, RequestMessage, SendRequest};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

/// Says whether a message is bogus.
pub(super) trait Voice: Send + Sync {
    fn calls_bogus(&self, message: &Message) -> BoxFuture<bool>;
}

/// The other validator over the responses that the chain keeps.
pub(super) struct Second(Arc<ValidationContext<Kept>>);

impl Second {
    pub(super) fn new(chain: Arc<Chain>, anchors: &Anchors) -> Self {
        let lines: Vec<String> = anchors.lines().collect();
        let anchors = TrustAnchors::from_u8(lines.join("\n").as_bytes()).unwrap_or_else(|_| TrustAnchors::empty());
        Self(Arc::new(ValidationContext::new(anchors, Kept(chain))))
    }
}

impl Voice for Second {
    fn calls_bogus(&self, message: &Message) -> BoxFuture<bool> {
        let (context, bytes) = (self.0.clone(), message.bytes.to_vec());
        Box::pin(async move {
            let Ok(mut message) = DomainMessage::from_octets(bytes) else { return false };
            let verdict = context.validate_msg::<_, Vec<u8>>(&mut message).await;
            matches!(verdict, Ok((ValidationState::Bogus, _)))
        })
    }
}

/// What the chain has fetched, or fetches now.
struct Kept(Arc<Chain>);

impl<Octs: AsRef<[u8]> + Octets + fmt::Debug + Send + Sync> SendRequest<RequestMessage<Octs>> for Kept {
    fn send_request(&self, request: RequestMessage<Octs>) -> Box<dyn GetResponse + Send + Sync> {
        let asked = request.to_message().ok().and_then(|message| {
            let question = message.sole_question().ok()?;
            let labels = question.qname().iter().filter(|l| !l.is_root()).map(|l| l.as_slice().to_vec()).collect();
            Some((Dname::new(labels), question.qtype().to_int()))
        });
        Box::new(Fetch { chain: self.0.clone(), asked })
    }
}

struct Fetch {
    chain: Arc<Chain>,
    asked: Option<(Dname, u16)>,
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetch").field("asked", &self.asked).finish_non_exhaustive()
    }
}

type Reply<'a> = Pin<Box<dyn Future<Output = Result<DomainMessage<bytes::Bytes>, Error>> + Send + Sync + 'a>>;

impl GetResponse for Fetch {
    fn get_response(&mut self) -> Reply<'_> {
        let (chain, asked) = (self.chain.clone(), self.asked.clone());
        // A task of its own, since its handle may be shared as the trait wants.
        let fetch = tokio::spawn(async move {
            let (name, rtype) = asked?;
            chain.fetcher.fetch(&name, rtype).await
        });
        Box::pin(async move {
            let fetched = fetch.await.ok().flatten().ok_or(Error::NoTransportAvailable)?;
            DomainMessage::from_octets(bytes::Bytes::copy_from_slice(&fetched.message.bytes)).map_err(|_| Error::ShortMessage)
        })
    }
}
