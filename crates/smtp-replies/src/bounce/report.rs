//! The groups of fields of a delivery report (RFC 3464 2.3), each read beside what the text says of the same recipient.

use super::text::Told;
use super::{FIELD_LIMIT, Failure};
use crate::explain::{Basis, Explanation, Persistence, explain_reply};
use crate::kind::Kind;
use crate::provider;
use crate::reply::{Enhanced, Reply};
use crate::rules;
use crate::stage::Stage;

/// At most so many fields of a group are kept.
const FIELDS: usize = 64;

#[derive(Debug, Default, Clone)]
pub(super) struct Group {
    fields: Vec<(String, String)>,
}

impl Group {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn values<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(|(n, _)| names.contains(&n.as_str())).map(|(_, v)| v.as_str())
    }

    pub(super) fn add(&mut self, field: &str) {
        if let Some((name, value)) = field.get(..FIELD_LIMIT).unwrap_or(field).split_once(':')
            && self.fields.len() < FIELDS
        {
            self.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// A second final recipient opens the next group where the blank line was forgotten.
    pub(super) fn repeats(&self, field: &str) -> bool {
        let name = field.split_once(':').map(|(name, _)| name.trim().to_ascii_lowercase());
        name.is_some_and(|n| n == "final-recipient" && self.value(&n).is_some())
    }

    pub(super) fn tells_of_a_recipient(&self) -> bool {
        ["final-recipient", "original-recipient", "x-actual-recipient", "status"].iter().any(|name| self.value(name).is_some())
    }
}

/// One failure a group that names its recipient.
pub(super) fn failures(groups: &[Group], text: &Told) -> Vec<Failure> {
    groups.iter().filter_map(|group| failure(group, text)).collect()
}

fn failure(group: &Group, text: &Told) -> Option<Failure> {
    let names = ["final-recipient", "original-recipient", "x-actual-recipient"];
    let told = || names.iter().filter_map(|n| group.value(n)).map(bare);
    // The final recipient of a gateway can be an address of X.400, or a name inside; the original is the one that was written.
    let recipient = told().find(|r| is_mailbox(r)).or_else(|| told().find(|r| !r.is_empty()))?;
    let diagnostic = group.value("diagnostic-code").map(untyped).unwrap_or_default();
    let told = text.of(&recipient);
    let mut reply = Reply::parse(diagnostic.as_bytes());
    let status_field = group.value("status").unwrap_or("");
    let status = Reply::parse(status_field.split_whitespace().next().unwrap_or("").as_bytes());
    let aside = refusal(&told);
    // `Status: 553 Exceeded maximum message size` of gateways that know no enhanced codes.
    reply.code = reply.code.or(status.code.filter(|c| *c >= 400)).or(aside.code);
    let status = status.enhanced;
    reply.enhanced = narrower(reply.enhanced.or(aside.enhanced.filter(|_| diagnostic.is_empty())), status);
    reply.enhanced = narrower(reply.enhanced, aside.enhanced.filter(|e| reply.enhanced.is_some_and(|own| own.class == e.class)));
    if rules::matching(&reply.text()).is_empty() {
        // `Status: 4.0.0 (host name lookup failure)`: the comment says what no diagnostic does.
        reply.lines.extend(status_field.split_once(' ').map(|(_, comment)| comment.trim().trim_matches(['(', ')']).to_owned()));
    }
    if rules::matching(&reply.text()).is_empty() {
        reply.lines.extend(aside.lines);
    }
    // AsyncOS repeats the name of its own class in the text, whatever the other server said.
    let explained = explain_reply(reply);
    let explained = if diagnostic.contains("(delivery attempts:") { explained } else { widened(explained, text) };
    let explanation = staged(explained, &told, text);
    let mut explanation = acted(explanation, group);
    let remote = group.value("remote-mta").map(untyped).filter(|r| !r.is_empty());
    explanation.provider = explanation.provider.or_else(|| remote.as_deref().and_then(provider::of_host));
    Some(Failure { recipient: Some(recipient), remote, explanation })
}

/// An address of the Internet, with a domain that others can look up.
fn is_mailbox(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !local.contains('/') && domain.contains('.'))
}

/// What the action field adds (RFC 3464 2.3.3), and a notification's disposition (RFC 8098).
fn acted(mut explanation: Explanation, group: &Group) -> Explanation {
    let disposed = group.value("disposition").map(str::to_ascii_lowercase);
    if disposed.as_deref().is_some_and(|d| d.contains("automatic-action") && d.contains("deleted")) {
        // A filter of the recipient that refuses answers so, with the reason in its text (RFC 5429 2.1.2).
        explanation.persistence = Persistence::Permanent;
        return if explanation.kind == Kind::Unknown { with_kind(explanation, Kind::BlockedByRecipient) } else { explanation };
    }
    if disposed.is_some_and(|d| ["displayed", "processed", "dispatched", "deleted"].iter().any(|w| d.contains(w))) {
        return with_kind(explanation, Kind::Delivered);
    }
    match group.value("action").map(str::to_ascii_lowercase).as_deref().map(|a| a.split([' ', ';']).next().unwrap_or("")) {
        Some("delivered" | "relayed" | "expanded" | "deliverable") => with_kind(explanation, Kind::Delivered),
        Some("delayed") => {
            explanation.persistence = Persistence::Temporary;
            if explanation.kind == Kind::Unknown { with_kind(explanation, Kind::Delayed) } else { explanation }
        }
        Some("failed") if explanation.persistence == Persistence::Unknown => {
            explanation.persistence = Persistence::Permanent;
            explanation
        }
        _ => explanation,
    }
}

/// A server that took the recipient and says 'unknown' only after the data filters for the recipient.
pub(super) fn staged(mut explanation: Explanation, told: &str, text: &Told) -> Explanation {
    let whole = || if text.recipients().len() < 2 { Stage::read(text.whole()) } else { None };
    explanation.stage = Stage::read(&explanation.reply.text()).or_else(|| Stage::read(told)).or_else(whole);
    // A pipelined RCPT refusal shows up behind DATA too; X.1.Y says that it was about the address.
    let addressing = explanation.reply.enhanced.is_some_and(|e| e.subject == 1);
    if explanation.kind == Kind::UserUnknown && explanation.stage == Some(Stage::Data) && !addressing {
        with_kind(explanation, Kind::BlockedByRecipient)
    } else {
        explanation
    }
}

/// A bounce tells of no success: a number under 400 in its text is no reply code.
pub(super) fn refusal(text: &str) -> Reply {
    let mut reply = Reply::parse(text.as_bytes());
    reply.code = reply.code.filter(|c| *c >= 400);
    reply.enhanced = reply.enhanced.filter(|e| e.class != 2);
    reply
}

/// Where what is said about the recipient tells nothing, all that the bounce says is read.
pub(super) fn widened(mut own: Explanation, text: &Told) -> Explanation {
    if own.rule.is_some_and(|r| r.tier < 3) || (own.basis == Basis::Enhanced && own.kind != Kind::Unknown) {
        return own;
    }
    let mut reply = own.reply.clone();
    let whole = refusal(text.whole());
    if own.kind == Kind::Unknown {
        reply.code = reply.code.or(whole.code);
        reply.enhanced = reply.enhanced.or(whole.enhanced);
    }
    reply.lines.extend(whole.lines);
    let wide = explain_reply(reply);
    if wide.rule.is_some_and(|r| r.tier < 3) || own.kind == Kind::Unknown {
        own = wide;
    }
    own
}

/// `X.0.0` tells nothing: the other code wins then; else the reply's own before the reporter's.
fn narrower(reply: Option<Enhanced>, status: Option<Enhanced>) -> Option<Enhanced> {
    let vague = |e: &Enhanced| e.subject == 0 || e.detail.is_none();
    match (reply, status) {
        (Some(own), Some(told)) if vague(&own) && !vague(&told) => Some(told),
        (own, told) => own.or(told),
    }
}

pub(super) fn of_kind(kind: Kind) -> Explanation {
    with_kind(explain_reply(Reply::default()), kind)
}

fn with_kind(mut explanation: Explanation, kind: Kind) -> Explanation {
    explanation.kind = kind;
    if kind == Kind::Delivered {
        explanation.persistence = Persistence::Success;
    }
    explanation
}

/// `rfc822; <a@example.org>` without type and brackets.
pub(super) fn bare(value: &str) -> String {
    untyped(value).trim().trim_matches(['<', '>', '"']).to_owned()
}

fn untyped(value: &str) -> String {
    match value.split_once(';') {
        Some((kind, rest)) if kind.len() < 24 && kind.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
            rest.trim().to_owned()
        }
        _ => value.trim().to_owned(),
    }
}
