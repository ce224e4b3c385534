//! `message`: one message as its receivers see it. The domain of the report is that of From.

use super::check::{self, check};
use crate::args::{CheckArgs, Common, MessageArgs, SenderArgs};
use crate::failure::Failure;
use crate::message_file;
use facts::{MessageTarget, Name, Target};
use message_audit::{Envelope, Letter};
use std::collections::BTreeSet;

/// The message, and what mailbox providers demand of it.
const AREAS: [&str; 2] = ["msg", "req"];

/// Runs the command. Gives the exit code, as `check` does.
pub fn message(common: &Common, args: &MessageArgs) -> Result<u8, Failure> {
    let message = args.file.as_deref().map(message_file::read).transpose()?;
    let domains: Vec<Name> = message.iter().map(|m| domain(m, args)).collect();
    let trace = message.as_ref().map(|m| trace(m, args)).unwrap_or_default();
    let selectors = message.iter().flat_map(|m| selectors(m, &domains)).collect();
    let check_args = CheckArgs {
        domains,
        sender: SenderArgs {
            profile: args.profile,
            ip: trace.ip.map(|(ip, _)| ip).into_iter().collect(),
            selector: selectors,
            helo: trace.helo,
        },
        volume: args.volume,
        message: None,
        mail_from: args.mail_from.clone(),
        only: args.only.clone(),
        record: args.record.clone(),
        replay: args.replay.clone(),
        with: args.with.clone(),
        zone: None,
        outcome: args.outcome.clone(),
    };
    match message {
        Some(message) => check::of_message(common, &check_args, &AREAS, message),
        None => check(common, &check_args, &AREAS),
    }
}

/// Address and HELO by the options, else by the trace on top of the message: the reverse name is judged of them, too.
fn trace(message: &MessageTarget, args: &MessageArgs) -> Envelope {
    let given = Target { ips: args.ip.into_iter().collect(), helo: args.helo.clone(), ..Target::default() };
    Envelope::of(&given, &Letter::of(message))
}

/// The selectors with which the domain itself signed: no other one need be guessed.
fn selectors(message: &MessageTarget, domains: &[Name]) -> Vec<String> {
    let letter = Letter::of(message);
    let own = letter.dkim.iter().filter(|s| domains.iter().any(|d| d.as_str() == s.domain) && s.is_usable());
    own.map(|s| s.selector.clone()).collect::<BTreeSet<_>>().into_iter().collect()
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
