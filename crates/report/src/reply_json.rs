//! Replies, a summary of many, and how it stands now, for programs: `mailaudit.reply/1`, and its schema, from the same structs.

use crate::json::{Layout, Told as Finding, print};
use crate::now::{Now, Standing};
use crate::reply::{Explained, Told, words};
use crate::summary_json::SummaryTold;
use findings::Lang;
use schemars::JsonSchema;
use serde::Serialize;
use smtp_replies::{Actor, Basis, Explanation, Kind, MethodResult, Persistence, Subject, Summary};

/// The version that stands in every document.
pub const REPLY_SCHEMA: &str = "mailaudit.reply/1";

pub(crate) const PERSISTENCE: [&str; 4] = ["temporary", "permanent", "success", "unknown"];
pub(crate) const ACTORS: [Actor; 5] = [Actor::Sender, Actor::SenderAdmin, Actor::Recipient, Actor::RecipientAdmin, Actor::Network];
pub(crate) const BASIS: [&str; 5] = ["words", "enhanced_code", "basic_code", "method_result", "nothing"];

/// What replies mean.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "mailaudit reply")]
struct Document<'a> {
    /// Names this format and its version.
    #[schemars(extend("const" = REPLY_SCHEMA))]
    schema: &'static str,
    /// One element a reply, or a recipient of a bounce, or a result of an Authentication-Results header. Beside a summary of
    /// more than a thousand: the first of each class, the most frequent class first.
    replies: Vec<Entry<'a>>,
    /// Of logs, mailboxes and lists: all of them in numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryTold<'a>>,
    /// With `--check`: whether it is still so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<NowTold>,
}

/// One reply.
#[derive(Serialize, JsonSchema)]
struct Entry<'a> {
    /// The codes and the words, in one line.
    text: String,
    /// The three digits (RFC 5321 4.2).
    #[schemars(range(min = 200, max = 599))]
    code: Option<u16>,
    /// The enhanced status code (RFC 3463).
    enhanced: Option<String>,
    /// What it is about.
    #[schemars(extend("enum" = Kind::ALL.map(Kind::name).to_vec()))]
    class: &'static str,
    /// The class in words.
    title: &'static str,
    /// Whether a later try can succeed.
    #[schemars(extend("enum" = PERSISTENCE))]
    persistence: &'static str,
    /// Whether the address is dead for good, so that a list should drop it at once.
    hard: bool,
    /// Whose words they are, where that shows.
    provider: Option<&'static str>,
    /// Who must act first.
    #[schemars(extend("enum" = ACTORS.map(Actor::name)))]
    actor: &'static str,
    /// Why it happens.
    cause: &'static str,
    /// What to do, the first first.
    remedy: Vec<&'static str>,
    /// Codes of the checks that can confirm it.
    checks: &'a [&'static str],
    /// Whom it is about.
    subject: About<'a>,
    /// What decided.
    #[schemars(extend("enum" = BASIS))]
    basis: &'static str,
    /// Whether the wording that decided was read in a source; `true` where none decided.
    verified: bool,
    /// The server that said it, where a bounce tells.
    remote: Option<&'a str>,
    /// What the digits mean by the registry.
    digits: Vec<Digit>,
    /// What the text itself names.
    named: Named<'a>,
    /// Of an Authentication-Results header: the method and its result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<ResultTold<'a>>,
}

/// Whom a reply is about.
#[derive(Serialize, JsonSchema)]
struct About<'a> {
    /// The address that it blames (RFC 5952).
    ip: Option<String>,
    /// The domain that it is about, lower case.
    domain: Option<&'a str>,
    /// To whom the message went.
    recipient: Option<&'a str>,
    /// Who sent it.
    sender: Option<&'a str>,
}

/// What one code means.
#[derive(Serialize, JsonSchema)]
struct Digit {
    /// The code.
    code: String,
    /// Its meaning.
    meaning: &'static str,
}

/// What a text names, at most eight of each.
#[derive(Serialize, JsonSchema, Default)]
struct Named<'a> {
    /// Addresses (RFC 5952).
    addresses: Vec<String>,
    /// Mail addresses, as written.
    mailboxes: &'a [String],
    /// Host and domain names, lower case.
    domains: &'a [String],
    /// The blocklist that it blames.
    blocklist: Option<&'a str>,
    /// Links, as written.
    links: &'a [String],
}

/// A method's result (RFC 8601).
#[derive(Serialize, JsonSchema)]
struct ResultTold<'a> {
    /// `spf`, `dkim`, `dmarc`, `arc`, `iprev`, …
    method: &'a str,
    /// `pass`, `fail`, `none`, …
    result: &'a str,
    /// The server that judged.
    server: Option<&'a str>,
}

/// Whether it is still so.
#[derive(Serialize, JsonSchema)]
struct NowTold {
    /// All in one word.
    #[schemars(extend("enum" = Standing::ALL.map(Standing::as_str)))]
    status: &'static str,
    /// The same in a sentence.
    sentence: String,
    /// What was audited for it.
    audits: Vec<AuditTold>,
    /// What the checks said, passes too.
    findings: Vec<Finding>,
}

/// One audit.
#[derive(Serialize, JsonSchema)]
struct AuditTold {
    /// The domain, lower-case A-labels; empty where addresses alone were audited.
    domain: String,
    /// Addresses (RFC 5952).
    ips: Vec<String>,
    /// Which checks could confirm the replies.
    checks: Vec<&'static str>,
    /// How it stands.
    #[schemars(extend("enum" = Standing::ALL.map(Standing::as_str)))]
    status: &'static str,
    /// When the asking began (RFC 3339, UTC).
    #[schemars(extend("format" = "date-time"))]
    observed_at: String,
}

/// The replies as JSON, with what else is known of them; ends without a line break.
#[must_use]
pub fn replies_json(replies: &[Explained], summary: Option<&Summary>, now: Option<&Now>, lang: Lang) -> String {
    let document = Document {
        schema: REPLY_SCHEMA,
        replies: replies.iter().map(|reply| entry(reply, words(lang))).collect(),
        summary: summary.map(|s| SummaryTold::new(s, words(lang))),
        now: now.map(|now| told_now(now, lang)),
    };
    print(&document, Layout::Pretty)
}

/// The JSON schema (draft 2020-12) of [`replies_json`], over many lines.
#[must_use]
pub fn reply_schema() -> String {
    print(&schemars::schema_for!(Document<'static>), Layout::Pretty)
}

fn told_now(now: &Now, lang: Lang) -> NowTold {
    let audit = |audit: &crate::now::NowAudit| AuditTold {
        domain: audit.target.domain.as_str().to_owned(),
        ips: audit.target.ips.iter().map(ToString::to_string).collect(),
        checks: audit.checks.clone(),
        status: audit.standing.as_str(),
        observed_at: audit.observed_at.to_string(),
    };
    NowTold {
        status: now.standing().as_str(),
        sentence: now.sentence(lang),
        audits: now.audits.iter().map(audit).collect(),
        findings: now.audits.iter().flat_map(|a| &a.findings).map(|f| Finding::new(f, lang)).collect(),
    }
}

fn entry(reply: &Explained, lang: smtp_replies::Lang) -> Entry<'_> {
    match &reply.told {
        Told::Reply(explanation) => of_reply(reply, explanation, lang),
        Told::Result(result) => of_result(reply, result, lang),
    }
}

fn of_reply<'a>(told: &'a Explained, explanation: &'a Explanation, lang: smtp_replies::Lang) -> Entry<'a> {
    let named = &explanation.named;
    Entry {
        text: whole(explanation),
        code: explanation.reply.code,
        enhanced: explanation.reply.enhanced.map(|code| code.to_string()),
        class: explanation.kind.name(),
        title: explanation.words().title.get(lang),
        persistence: persistence(explanation.persistence),
        hard: explanation.is_hard(),
        provider: explanation.provider,
        actor: explanation.actor().name(),
        cause: explanation.cause(lang),
        remedy: explanation.remedies(lang),
        checks: &told.checks,
        subject: about(&told.subject),
        basis: basis(explanation.basis),
        verified: explanation.is_verified(),
        remote: told.remote.as_deref(),
        digits: explanation.digits().into_iter().map(|(code, text)| Digit { code, meaning: text.get(lang) }).collect(),
        named: Named {
            addresses: named.addresses.iter().map(ToString::to_string).collect(),
            mailboxes: &named.mailboxes,
            domains: &named.domains,
            blocklist: named.blocklist.as_deref(),
            links: &named.links,
        },
        result: None,
    }
}

fn of_result<'a>(told: &'a Explained, result: &'a MethodResult, lang: smtp_replies::Lang) -> Entry<'a> {
    let said = result.words();
    Entry {
        text: result.text(),
        code: None,
        enhanced: None,
        class: result.kind().name(),
        title: said.title.get(lang),
        persistence: persistence(result.persistence()),
        hard: false,
        provider: None,
        actor: result.actor().name(),
        cause: said.meaning.get(lang),
        remedy: said.remedies.iter().map(|r| r.get(lang)).collect(),
        checks: &told.checks,
        subject: about(&told.subject),
        basis: "method_result",
        verified: true,
        remote: None,
        digits: Vec::new(),
        named: Named::default(),
        result: Some(ResultTold { method: &result.told.method, result: &result.told.result, server: result.server.as_deref() }),
    }
}

fn about(subject: &Subject) -> About<'_> {
    About {
        ip: subject.ip.map(|ip| ip.to_string()),
        domain: subject.domain.as_deref(),
        recipient: subject.recipient.as_deref(),
        sender: subject.sender.as_deref(),
    }
}

pub(crate) fn persistence(persistence: Persistence) -> &'static str {
    match persistence {
        Persistence::Temporary => "temporary",
        Persistence::Permanent => "permanent",
        Persistence::Success => "success",
        Persistence::Unknown => "unknown",
    }
}

pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Words => "words",
        Basis::Enhanced => "enhanced_code",
        Basis::Basic => "basic_code",
        Basis::Nothing => "nothing",
    }
}

/// Codes and words; a code that stands in the words already is not told twice.
pub(crate) fn whole(explanation: &Explanation) -> String {
    let words = explanation.reply.text();
    let code = explanation.reply.code.map(|code| code.to_string());
    let enhanced = explanation.reply.enhanced.map(|code| code.to_string());
    let absent = |code: &String| !words.contains(code.as_str());
    let codes = [code.filter(absent), enhanced.filter(absent)].into_iter().flatten();
    let parts: Vec<String> = codes.chain(Some(words.clone()).filter(|w| !w.is_empty())).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_reply_as_it_came() {
        for text in ["550 5.1.1 User unknown", "571", "4.7.1", "host mx.example.org[192.0.2.1] said: 550 5.1.1 No such user"] {
            let told = whole(&smtp_replies::explain(text.as_bytes()));
            assert!(told == text || text.contains("said:") && told.contains("550"), "{told}");
        }
    }

    #[test]
    fn a_document_has_the_fields_of_the_contract() {
        let explanation = smtp_replies::explain(b"554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org");
        let subject = Subject::of(&explanation, None);
        let told = Explained { told: Told::Reply(Box::new(explanation)), subject, remote: None, checks: vec!["BL001"] };
        let json: serde_json::Value = serde_json::from_str(&replies_json(&[told], None, None, Lang::En)).unwrap_or_default();
        let reply = &json["replies"][0];
        assert_eq!((&json["schema"], &reply["class"], &reply["code"]), (&REPLY_SCHEMA.into(), &"dnsbl_ip".into(), &554.into()));
        assert_eq!((&reply["subject"]["ip"], &reply["checks"][0]), (&"192.0.2.1".into(), &"BL001".into()));
        assert!(reply["remedy"].as_array().is_some_and(|r| !r.is_empty()));
        assert!(json.get("now").is_none() && json.get("summary").is_none());
    }
}
