//! Dialogues with mail servers. `hand_in` alone sends messages, those of [`crate::Outbox`]; no other dialogue ever does.

mod deep;
mod hand_in;
mod login;
mod reply;
mod talk;

use crate::Limits;
use crate::inbox::Inbox;
use crate::turns::{Turn, Turns};
use facts::answer::{Phase, Step, StepEnd};
use facts::{Answer, Script, SmtpAnswer, WhyNot};
pub(crate) use hand_in::{Errand, hand_in};
use std::net::IpAddr;
use std::time::Duration;
pub(crate) use talk::{Call, until_tls};
use tokio::time::{Instant, sleep};

/// What is read of a connection that says `bytes` and ends; for [`crate::fuzzing`].
pub(crate) async fn replies(mut bytes: &[u8]) -> Vec<StepEnd> {
    let (mut inbox, mut ends) = (Inbox::default(), Vec::new());
    while !matches!(ends.last(), Some(StepEnd::Closed | StepEnd::Endless | StepEnd::Garbage(_) | StepEnd::Timeout)) {
        ends.push(inbox.reply(&mut bytes, Instant::now() + Duration::from_secs(60)).await);
    }
    ends
}

/// Holds `script` with the server at `addr`, connecting to `to`, when it is its turn.
pub(crate) async fn hold(turns: Turns, addr: IpAddr, call: Call) -> Answer {
    let limits = turns.limits();
    let paused = match &call.script {
        // Whoever waits must not keep others from the host.
        Script::Retry { .. } => {
            let begun = Instant::now();
            sleep(limits.pause_before_retry()).await;
            Some(begun)
        }
        _ => None,
    };
    let mut turn = match turns.at(addr).await {
        Ok(turn) => turn,
        Err(why) => return Answer::NotAsked(why),
    };
    let mut answer = match tries(&call, &limits, &mut turn).await {
        Ok(answer) => answer,
        Err(why) => return Answer::NotAsked(why),
    };
    if let (Some(begun), Some(first)) = (paused, answer.tries.first_mut()) {
        let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        first.steps.insert(0, Step { phase: Phase::Pause, end: StepEnd::Done, took_ms });
    }
    Answer::Smtp(answer)
}

/// One try, and a second where STARTTLS was refused or cut off.
async fn tries(call: &Call, limits: &Limits, turn: &mut Turn) -> Result<SmtpAnswer, WhyNot> {
    let deadline = Instant::now() + limits.longest_dialogue();
    let mut tries = vec![talk::hold(call, limits, deadline).await?];
    // Only of the session a second try is recorded.
    let again = turn.note(&tries[0]) && call.script == Script::Session;
    if again && Instant::now() + limits.retry_pause < deadline {
        turn.rest_over().await;
        if let Ok(second) = talk::hold(call, limits, deadline).await {
            turn.note(&second);
            tries.push(second);
        }
    }
    Ok(SmtpAnswer { tries })
}

#[cfg(test)]
mod tests;
