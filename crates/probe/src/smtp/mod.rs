//! Dialogues with mail servers: one connection at a time per address, few in all, and none to a
//! server that asked to be left alone. No dialogue ever sends a message.

mod deep;
mod reply;
mod talk;
mod tls;

use crate::{BoxFuture, Limits};
use facts::answer::{Phase, Step, StepEnd, Try};
use facts::{Answer, Name, Script, Security, SmtpAnswer, WhyNot};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use talk::Call;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until};

/// Addresses remembered before the idle ones are forgotten.
const MOST_HOSTS: usize = 10_000;

/// What is read of a connection that says `bytes` and ends; for [`crate::fuzzing`].
pub(crate) async fn replies(mut bytes: &[u8]) -> Vec<StepEnd> {
    let (mut inbox, mut ends) = (reply::Inbox::default(), Vec::new());
    while !matches!(ends.last(), Some(StepEnd::Closed | StepEnd::Endless | StepEnd::Garbage(_) | StepEnd::Timeout)) {
        ends.push(inbox.reply(&mut bytes, Instant::now() + Duration::from_secs(60)).await);
    }
    ends
}

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
    turn: tokio::sync::Mutex<Rest>,
    backed_off: AtomicBool,
}

/// When the host may be called again, where it refused or cut off its last caller.
#[derive(Default)]
struct Rest(Option<Instant>);

impl Rest {
    async fn over(&self) {
        if let Some(end) = self.0 {
            sleep_until(end).await;
        }
    }
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
            let paused = match &script {
                // Whoever waits must not keep others from the host.
                Script::Retry { .. } => {
                    let begun = Instant::now();
                    sleep(shared.limits.pause_before_retry()).await;
                    Some(begun)
                }
                _ => None,
            };
            let mut rest = host.turn.lock().await;
            if host.backed_off.load(Ordering::Relaxed) {
                return Answer::NotAsked(WhyNot::BackedOff);
            }
            rest.over().await;
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
            let mut answer = match tries(&call, &host, &mut rest).await {
                Ok(answer) => answer,
                Err(why) => return Answer::NotAsked(why),
            };
            if let (Some(begun), Some(first)) = (paused, answer.tries.first_mut()) {
                let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
                first.steps.insert(0, Step { phase: Phase::Pause, end: StepEnd::Done, took_ms });
            }
            Answer::Smtp(answer)
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

/// One try, and a second where STARTTLS was refused or cut off. What the host asks for is noted before
/// the pause, since the domain that waits here may run out of time and another come next.
async fn tries(call: &Call, host: &Host, rest: &mut Rest) -> Result<SmtpAnswer, WhyNot> {
    let mut tries = vec![talk::hold(call).await?];
    // Only of the session a second try is recorded.
    let again = host.asks_for(&tries[0], rest, call) && call.script == Script::Session;
    if again && Instant::now() + call.limits.retry_pause < call.deadline {
        rest.over().await;
        if let Ok(second) = talk::hold(call).await {
            host.asks_for(&second, rest, call);
            tries.push(second);
        }
    }
    Ok(SmtpAnswer { tries })
}

impl Host {
    /// Notes what a try asks for, peace or a pause; whether a second try is due.
    fn asks_for(&self, attempt: &Try, rest: &mut Rest, call: &Call) -> bool {
        if asks_for_peace(attempt) {
            self.backed_off.store(true, Ordering::Relaxed);
        }
        let again = attempt.wants_retry();
        rest.0 = again.then(|| Instant::now() + call.limits.retry_pause);
        again
    }
}

/// 421, which may come at any time (RFC 5321 3.8); in reply to QUIT it is a farewell.
fn asks_for_peace(attempt: &Try) -> bool {
    let busy = |step: &Step| step.phase != Phase::Quit && matches!(&step.end, StepEnd::Reply(reply) if reply.code == 421);
    attempt.steps.iter().any(busy)
}

#[cfg(test)]
mod tests;
