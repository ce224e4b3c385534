//! Dialogues with mail servers: one connection at a time per address, few in all, and none to a
//! server that asked to be left alone. No dialogue ever sends a message.

mod reply;
mod talk;
mod tls;

use crate::{BoxFuture, Limits};
use facts::answer::{Phase, StepEnd};
use facts::{Answer, Name, Script, Security, SmtpAnswer, WhyNot};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use talk::Call;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

/// Addresses remembered before the idle ones are forgotten.
const MOST_HOSTS: usize = 10_000;

/// Cheap to clone; clones share the order of connections.
#[derive(Clone)]
pub(crate) struct Dialogues(Arc<Shared>);

struct Shared {
    limits: Limits,
    all: Semaphore,
    hosts: Mutex<HashMap<IpAddr, Arc<Host>>>,
}

#[derive(Default)]
struct Host {
    turn: tokio::sync::Mutex<()>,
    backed_off: AtomicBool,
}

impl Dialogues {
    pub(crate) fn new(limits: &Limits) -> Self {
        let all = Semaphore::new(limits.dialogues.max(1));
        Self(Arc::new(Shared { limits: *limits, all, hosts: Mutex::default() }))
    }

    /// Holds `script` with the server at `addr`, connecting to `to`.
    pub(crate) fn hold(
        &self,
        addr: IpAddr,
        to: SocketAddr,
        security: Security,
        sni: Option<Name>,
        helo: String,
        script: Script,
    ) -> BoxFuture<Answer> {
        let shared = self.0.clone();
        Box::pin(async move {
            let host = shared.host(addr);
            let _turn = host.turn.lock().await;
            if host.backed_off.load(Ordering::Relaxed) {
                return Answer::NotAsked(WhyNot::BackedOff);
            }
            // The semaphore lives as long as `shared` and is never closed.
            let Ok(_slot) = shared.all.acquire().await else { return Answer::NotAsked(WhyNot::LocalFailure) };
            let call = Call {
                to,
                security,
                sni,
                helo,
                script,
                limits: shared.limits,
                deadline: Instant::now() + shared.limits.longest_dialogue(),
            };
            match tries(&call).await {
                Ok(answer) => {
                    if asks_for_peace(&answer) {
                        host.backed_off.store(true, Ordering::Relaxed);
                    }
                    Answer::Smtp(answer)
                }
                Err(why) => Answer::NotAsked(why),
            }
        })
    }
}

impl Shared {
    fn host(&self, addr: IpAddr) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MOST_HOSTS {
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.backed_off.load(Ordering::Relaxed));
        }
        hosts.entry(addr).or_default().clone()
    }
}

/// One try, and a second where STARTTLS was refused or cut off.
async fn tries(call: &Call) -> Result<SmtpAnswer, WhyNot> {
    let first = talk::hold(call).await?;
    let again = first.wants_retry() && Instant::now() + call.limits.retry_pause < call.deadline;
    let mut tries = vec![first];
    if again {
        sleep(call.limits.retry_pause).await;
        tries.extend(talk::hold(call).await.ok());
    }
    Ok(SmtpAnswer { tries })
}

/// 421 at the greeting or EHLO (RFC 5321 3.8).
fn asks_for_peace(answer: &SmtpAnswer) -> bool {
    let early = |phase| matches!(phase, Phase::Greeting | Phase::Ehlo | Phase::Helo);
    let busy = |end: &StepEnd| matches!(end, StepEnd::Reply(reply) if reply.code == 421);
    answer.tries.iter().flat_map(|t| &t.steps).any(|step| early(step.phase) && busy(&step.end))
}

#[cfg(test)]
mod tests;
