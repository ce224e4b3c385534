//! check_host() of RFC 7208 for one sender, and what the `spf` command answers.

use super::client::Client;
use super::evaluation::{Cause, Evaluation, SpfResult, Verdict};
use super::tree::Policy;
use super::walk::{Stage, Walk};
use super::{SAMPLE_CLIENT, lookup};
use facts::answer::{Data, Text};
use facts::{Inquiry, Name, Planner, RecordType, Target};
use records::spf::{DomainSpec, MacroText};
use serde::Serialize;
use std::net::IpAddr;

/// A sender to evaluate.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The client's address.
    pub ip: IpAddr,
    /// The domain whose policy is asked, as text: it may be none that the DNS can hold.
    pub domain: String,
    /// The envelope sender; empty for the null reverse-path.
    pub mail_from: String,
    /// The HELO name.
    pub helo: String,
}

impl Sender {
    /// By the options of the target: `mail_from` defaults to `postmaster` at the domain, `helo` to
    /// the domain; a root domain is taken from the sender, or from the HELO name where that is empty.
    #[must_use]
    pub fn of(target: &Target, ip: IpAddr) -> Self {
        let given = target.mail_from.as_deref();
        let helo = target.helo.clone().unwrap_or_else(|| target.domain.as_str().to_owned());
        let domain = if !target.domain.is_root() {
            target.domain.as_str().to_owned()
        } else {
            let sender = given.filter(|s| !s.is_empty());
            sender.map_or_else(|| helo.clone(), |s| s.rsplit_once('@').map_or(s, |(_, d)| d).to_owned())
        };
        let mail_from = match given {
            Some(text) => text.to_owned(),
            None => format!("postmaster@{domain}"),
        };
        Self { ip, domain, mail_from, helo }
    }
}

/// RFC 7208's check_host() for one sender, with the tree that the same walk drew; no tree for a
/// domain that can hold no policy (RFC 7208 4.3).
#[must_use]
pub fn check_host(inquiry: &Inquiry<'_>, sender: &Sender) -> (Evaluation, Option<Policy>) {
    let client = Client::new(sender.ip, &sender.mail_from, &sender.helo, inquiry.facts().observed_at.unix());
    let Some(domain) = mail_domain(&sender.domain) else {
        let verdict = Verdict { cause: Some(Cause::BadDomain), ..Verdict::new(SpfResult::None) };
        return (finish(inquiry, sender, &client, verdict, (0, 0)), None);
    };
    let mut walk = Walk::new(inquiry, &client);
    let (policy, verdict) = walk.policy(&domain, Stage::Evaluating);
    let counted = (walk.lookups, walk.voids);
    let verdict = verdict.unwrap_or_else(|| Verdict::new(SpfResult::None));
    if verdict.waits() {
        foresee_explanations(inquiry, &client, &policy);
    }
    (finish(inquiry, sender, &client, verdict, counted), Some(policy))
}

fn finish(inquiry: &Inquiry<'_>, sender: &Sender, client: &Client, verdict: Verdict, counted: (u32, u32)) -> Evaluation {
    let explanation = match &verdict.exp {
        Some((domain, spec)) if verdict.result == SpfResult::Fail => explanation(inquiry, client, domain, spec),
        _ => None,
    };
    Evaluation {
        result: verdict.result,
        explanation,
        lookups: counted.0,
        voids: counted.1,
        ip: client.ip,
        mail_from: format!("{}@{}", client.local, client.sender_domain),
        helo: sender.helo.clone(),
        matched: verdict.matched,
        cause: verdict.cause,
        gaps: verdict.gaps,
    }
}

/// RFC 7208 4.3: at least two labels, none empty or too long, and a top label that a host could have.
fn mail_domain(text: &str) -> Option<Name> {
    let name = lookup::name_of(text)?;
    let top = text.strip_suffix('.').unwrap_or(text).rsplit('.').next()?;
    let host = top.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !top.bytes().all(|b| b.is_ascii_digit());
    (host && name.depth() > 1).then_some(name)
}

/// While the result is not there: what may explain it is asked for beside what it hangs on.
fn foresee_explanations(inquiry: &Inquiry<'_>, client: &Client, policy: &Policy) {
    for (policy, record) in policy.chain() {
        if let (Some(exp), Ok(domain)) = (record.exp(), Name::parse(&policy.domain)) {
            let _ = explanation(inquiry, client, &domain, exp);
        }
    }
}

/// RFC 7208 6.2: exactly one TXT record, ASCII, without a fault; anything else is passed over.
fn explanation(inquiry: &Inquiry<'_>, client: &Client, domain: &Name, spec: &DomainSpec) -> Option<String> {
    let name = lookup::name_of(&client.expand(inquiry, spec, domain, true).ok()?)?;
    let seen = inquiry.dns(&name, RecordType::Txt);
    let [record] = seen.records() else { return None };
    let Data::Txt(strings) = &record.data else { return None };
    let text = MacroText::explanation(&Text::join(strings))?;
    Some(client.explain(inquiry, &text, domain))
}

/// What the `spf` command prints, as JSON has it.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The result and how it came about.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// The domain that was judged, as text.
    pub domain: String,
    /// The tree; none for a domain that can hold no policy.
    pub tree: Option<Policy>,
}

/// What the `spf` command asks: the first of the target's addresses, its `mail_from` and `helo`.
pub const COMMAND: Planner = Planner { name: "spf-command", serves: &["spf"], plan: |t, i| drop(answer(t, i)) };

/// Answers the `spf` command; the sample client where the target names no address.
#[must_use]
pub fn answer(target: &Target, inquiry: &Inquiry<'_>) -> Answer {
    let ip = target.ips.first().copied().unwrap_or(SAMPLE_CLIENT);
    let sender = Sender::of(target, ip);
    let (evaluation, tree) = check_host(inquiry, &sender);
    Answer { evaluation, domain: sender.domain, tree }
}
