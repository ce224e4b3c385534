//! `message`: one message as its receivers see it. The domain of the report is that of From.

use super::check::{self, check};
use crate::args::{CheckArgs, Common, MessageArgs, ProfileArg};
use crate::failure::Failure;
use crate::message_file;
use facts::{MessageTarget, Name};
use message_audit::Letter;

/// Runs the command. Gives the exit code, as `check` does.
pub fn message(common: &Common, args: &MessageArgs) -> Result<u8, Failure> {
    let message = args.file.as_deref().map(message_file::read).transpose()?;
    let domains: Vec<Name> = message.iter().map(|m| domain(m, args)).collect();
    let check_args = CheckArgs {
        domains,
        profile: ProfileArg::Send,
        ip: args.ip.into_iter().collect(),
        selector: Vec::new(),
        helo: args.helo.clone(),
        volume: args.volume,
        message: None,
        mail_from: args.mail_from.clone(),
        only: Vec::new(),
        record: args.record.clone(),
        replay: args.replay.clone(),
        with: args.with.clone(),
        zone: None,
        fail_on: args.fail_on,
        min_score: args.min_score,
        all: args.all,
    };
    match message {
        Some(message) => check::of_message(common, &check_args, message),
        None => check(common, &check_args, &["msg"]),
    }
}

/// From's domain; where there is none, that of the envelope.
fn domain(message: &MessageTarget, args: &MessageArgs) -> Name {
    let letter = Letter::of(message);
    if let Some(first) = letter.from_domains().first() {
        return (*first).clone();
    }
    let envelope = args.mail_from.as_ref().or(letter.return_path.as_ref());
    envelope.and_then(|m| Name::from_person(m.rsplit_once('@')?.1.trim_end_matches('>')).ok()).unwrap_or_default()
}
