//! From a reply to its explanation: the words decide before the digits, the enhanced code before the basic one.

use crate::kind::{Actor, Kind};
use crate::named::Named;
use crate::provider;
use crate::registry::{basic_meaning, each_digit, each_number, enhanced_meaning};
use crate::reply::{Enhanced, Reply};
use crate::rules::{Evidence, Rule, matching};
use crate::stage::Stage;
use crate::words::{Lang, Text, Words, removal, usual};

/// Whether a later attempt can succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Persistence {
    /// A retry may succeed.
    Temporary,
    /// The same message is refused again until the cause is gone.
    Permanent,
    /// It was accepted.
    Success,
    /// Neither digits nor words tell.
    Unknown,
}

impl Persistence {
    /// This one, or the other where this is not known.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if matches!(self, Self::Unknown) { other } else { self }
    }
}

/// What the explanation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The words of the text.
    Words,
    /// The enhanced code.
    Enhanced,
    /// The three digits.
    Basic,
    /// Nothing that is known.
    Nothing,
}

/// What a reply means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The reply taken apart.
    pub reply: Reply,
    /// What it is about.
    pub kind: Kind,
    /// Temporary or permanent, by the digits, else by the words.
    pub persistence: Persistence,
    /// Whose words they are, where that shows.
    pub provider: Option<&'static str>,
    /// What decided.
    pub basis: Basis,
    /// The rule that decided by words.
    pub rule: Option<&'static Rule>,
    /// What the text itself names.
    pub named: Named,
    /// The command that was refused, as far as that is told.
    pub stage: Option<Stage>,
}

impl Explanation {
    /// What is said about it: of a code that came without words, its usual causes.
    #[must_use]
    pub fn words(&self) -> Words {
        let usual = if self.is_bare() { usual::words(self.reply.code, self.reply.enhanced) } else { None };
        usual.unwrap_or_else(|| self.kind.words())
    }

    /// Who must act first.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.words().actor
    }

    /// Whether the address is dead for good, so that a list should drop it at once: the mailbox or domain does not exist,
    /// has moved or takes no mail, or no such address can exist. `false` where the server may try again, where the cause
    /// can be mended, and where 'unknown' is all that was said: without an address status (X.1.Y), a refusal of RCPT or the
    /// words of the server's own look-up, filters say that too.
    #[must_use]
    pub fn is_hard(&self) -> bool {
        let addressing = self.reply.enhanced.is_some_and(|e| e.subject == 1);
        let own_words = self.rule.is_none_or(|r| r.tier < 2);
        let dead = match self.kind {
            Kind::UserMoved | Kind::Dns | Kind::NullMx => true,
            Kind::UserUnknown => addressing || self.stage == Some(Stage::Rcpt) || own_words,
            // Filed by the server itself under "bad destination address" (X.1.1, X.1.3).
            Kind::MailboxDisabled | Kind::AddressSyntax => {
                self.reply.enhanced.is_some_and(|e| e.subject == 1 && matches!(e.detail, Some(1 | 3)))
            }
            _ => false,
        };
        dead && self.persistence != Persistence::Temporary
    }

    /// Why it happens.
    #[must_use]
    pub fn cause(&self, lang: Lang) -> &'static str {
        self.words().cause.get(lang)
    }

    /// What to do, the first first; where a list or a provider with a page for it is named, also where to ask for delisting.
    #[must_use]
    pub fn remedies(&self, lang: Lang) -> Vec<&'static str> {
        let microsoft = self.reply.enhanced.and_then(usual::microsoft);
        let all = self.words().remedies.iter().copied().chain(microsoft).chain(self.delisting());
        all.map(|remedy| remedy.get(lang)).collect()
    }

    fn delisting(&self) -> Option<Text> {
        let listed = [Kind::DnsblIp, Kind::DnsblDomain, Kind::DnsblDead, Kind::ReputationIp, Kind::ReputationDomain];
        if !listed.contains(&self.kind) || self.persistence == Persistence::Success {
            return None;
        }
        let named = self.named.blocklist.clone().or_else(|| self.named.links.first().cloned());
        let of_list = named.and_then(|name| removal::page(&name.to_ascii_lowercase()));
        let of_text = || removal::page(&self.reply.text().to_ascii_lowercase());
        of_list.or_else(of_text).or_else(|| self.provider.and_then(|p| removal::page(&p.to_ascii_lowercase())))
    }

    /// Codes of the checks that can confirm it.
    #[must_use]
    pub fn checks(&self) -> &'static [&'static str] {
        self.words().checks
    }

    /// What the digits mean by the registry: basic code, then enhanced code, as far as given. Where nothing but digits was
    /// said, each digit first.
    #[must_use]
    pub fn digits(&self) -> Vec<(String, Text)> {
        let mut all = Vec::new();
        let alone = self.is_bare();
        if let Some(code) = self.reply.code {
            if alone {
                all.extend(each_digit(code));
            }
            all.push((code.to_string(), basic_meaning(code).text));
        }
        if let Some(code) = self.reply.enhanced {
            if alone {
                all.extend(each_number(code));
            }
            all.push((code.to_string(), enhanced_meaning(code).1));
        }
        all
    }

    /// Whether the wording that decided was read in a source; also where no wording decided.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.rule.is_none_or(|rule| rule.evidence == Evidence::Sourced)
    }

    /// Whether nothing but digits was said.
    fn is_bare(&self) -> bool {
        let letters = self.reply.lines.iter().flat_map(|l| l.chars()).filter(|c| c.is_alphabetic()).take(4).count();
        matches!(self.basis, Basis::Basic | Basis::Enhanced) && letters < 4
    }
}

/// Explains a reply, a code or a text around one.
#[must_use]
pub fn explain(bytes: &[u8]) -> Explanation {
    explain_reply(Reply::parse(bytes))
}

/// Explains a reply that was taken apart.
#[must_use]
pub fn explain_reply(reply: Reply) -> Explanation {
    let text = reply.text();
    let found = matching(&text);
    let marked = provider::of_text(&text);
    let (kind, basis, rule) = decide(&reply, &found, marked);
    let persistence = persistence(&reply, rule);
    let provider = rule.and_then(|r| r.provider).or(marked).or_else(|| found.iter().find_map(|r| r.provider));
    let provider = provider.or_else(|| private_owner(&reply));
    Explanation { kind, persistence, provider, basis, rule, named: Named::read(&text), stage: Stage::read(&text), reply }
}

fn decide(reply: &Reply, found: &[&'static Rule], marked: Option<&str>) -> (Kind, Basis, Option<&'static Rule>) {
    let succeeded = reply.enhanced.map_or(reply.code.is_some_and(|c| c < 400), |e| e.class == 2);
    if succeeded {
        return (Kind::Delivered, if reply.enhanced.is_some() { Basis::Enhanced } else { Basis::Basic }, None);
    }
    if let Some(rule) = found.iter().find(|r| r.tier < 3) {
        return (refined(rule, reply), Basis::Words, Some(rule));
    }
    let enhanced = reply.enhanced.map(|e| (e, provider::clash(marked, e).unwrap_or_else(|| of_code(e))));
    if let Some((_, kind)) = enhanced.filter(|(e, _)| e.detail.is_some_and(|d| d > 0) && (e.subject, e.detail) != (7, Some(1))) {
        return (kind, Basis::Enhanced, None);
    }
    if let Some(rule) = found.first() {
        return (rule.kind, Basis::Words, Some(rule));
    }
    if let Some((e, kind)) = enhanced.filter(|(_, kind)| *kind != Kind::Unknown) {
        // X.Y.0 says no more than its class; a basic code of a narrow meaning does.
        let narrow = reply.code.filter(|c| e.detail.unwrap_or(0) == 0 && matches!(c, 421 | 452 | 521 | 530..=538 | 552 | 556));
        return narrow.map_or((kind, Basis::Enhanced, None), |c| (basic_meaning(c).kind, Basis::Basic, None));
    }
    reply.code.map_or((Kind::Unknown, Basis::Nothing, None), |c| (basic_meaning(c).kind, Basis::Basic, None))
}

fn of_code(code: Enhanced) -> Kind {
    match code {
        // What is temporary as 4.3.2 is a host without a mail service as 5.3.2 (RFC 3463 3.4).
        Enhanced { class: 5, subject: 3, detail: Some(2) } => Kind::NullMx,
        _ => enhanced_meaning(code).0,
    }
}

/// Where a code tells apart what the words share.
fn refined(rule: &Rule, reply: &Reply) -> Kind {
    let kind = rule.kind;
    let enhanced = reply.enhanced;
    match (kind, enhanced.map(|e| (e.subject, e.detail))) {
        // RFC 3463 3.2: a mailbox that moved, though the words say "unknown".
        (Kind::UserUnknown, Some((1, Some(6)))) => Kind::UserMoved,
        // Microsoft: "banned sender" and "access denied" stand under several numbers of its own.
        (_, Some((7, Some(501..=513)))) => enhanced.map_or(kind, |e| enhanced_meaning(e).0),
        // Yahoo names DMARC only by the number.
        (Kind::Policy, Some((7, Some(9)))) if rule.provider == Some("Yahoo/AOL") => Kind::Dmarc,
        // RFC 5321 4.2.3 words 421 like that; without its enhanced code (4.3.2) it is no sign of Exchange.
        (Kind::Backpressure, None) if rule.pattern.starts_with("service not available") => Kind::TempSystem,
        // 503 is a wrong order of commands: the log-in was left out.
        (Kind::RelayDenied, _) if reply.code == Some(503) => Kind::AuthRequired,
        _ => kind,
    }
}

fn persistence(reply: &Reply, rule: Option<&'static Rule>) -> Persistence {
    // A queue that gave up says 4.4.7, yet nobody tries again.
    if rule.is_some_and(|r| r.kind == Kind::Expired && r.temporary == Some(false)) {
        return Persistence::Permanent;
    }
    let digit = reply.enhanced.map(|e| u16::from(e.class)).or_else(|| reply.code.map(|c| c / 100));
    match digit {
        Some(2 | 3) => Persistence::Success,
        Some(4) => Persistence::Temporary,
        Some(5) => Persistence::Permanent,
        _ => match rule.and_then(|r| r.temporary) {
            Some(true) => Persistence::Temporary,
            Some(false) => Persistence::Permanent,
            None => Persistence::Unknown,
        },
    }
}

/// Three-digit details of subject 4 and 7 are Microsoft's alone.
fn private_owner(reply: &Reply) -> Option<&'static str> {
    let enhanced = reply.enhanced?;
    let private = matches!(enhanced.subject, 4 | 7) && enhanced.detail.is_some_and(|d| d >= 300);
    private.then_some("Exchange Online")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Kind, Persistence, Basis) {
        let e = explain(text.as_bytes());
        (e.kind, e.persistence, e.basis)
    }

    #[test]
    fn words_before_digits_and_enhanced_before_basic() {
        use {
            Basis::*,
            Kind::{Delivered, Dmarc, Expired, Policy, Ptr, ReputationIp, SenderNotOwned, SystemFull, UserUnknown},
            Persistence::{Permanent, Success, Temporary},
        };
        let cases = [
            ("571", (Policy, Permanent, Basic)),
            ("4.7.1", (Policy, Temporary, Enhanced)),
            ("5.7", (Policy, Permanent, Enhanced)),
            ("5.7.515", (Dmarc, Permanent, Enhanced)),
            ("451 4.7.520", (ReputationIp, Temporary, Enhanced)),
            ("550", (Policy, Permanent, Basic)),
            ("250 2.0.0 OK", (Delivered, Success, Enhanced)),
            ("550 5.1.1 User unknown", (UserUnknown, Permanent, Words)),
            ("550 5.7.25 rejected by policy", (Ptr, Permanent, Enhanced)),
            ("553 5.7.1 Sender address rejected: not owned by auth user", (SenderNotOwned, Permanent, Words)),
            ("452 4.3.1 Insufficient system storage", (SystemFull, Temporary, Words)),
            (
                "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
                (Dmarc, Permanent, Words),
            ),
            ("4.4.7 retry timeout exceeded", (Expired, Permanent, Words)),
            ("571 Message refused", (Policy, Permanent, Basic)),
            ("hello", (Kind::Unknown, Persistence::Unknown, Nothing)),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_vendor_code_is_named_as_such() {
        assert!(basic_meaning(571).vendor && !basic_meaning(550).vendor && basic_meaning(599).vendor);
        assert_eq!(explain(b"5.7.509").provider, Some("Exchange Online"));
    }

    /// Words that many servers say are nobody's own.
    #[test]
    fn who_said_it_is_told_only_where_it_shows() {
        for text in ["552 5.2.2 mailbox full", "550 5.7.1 message infected by virus", "552 user is over quota", "451 Greylisting in action"]
        {
            assert_eq!(explain(text.as_bytes()).provider, None, "{text}");
        }
        let exchange = "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded";
        assert_eq!(explain(exchange.as_bytes()).provider, Some("Microsoft Exchange"));
        assert_eq!(explain(b"421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred").provider, Some("Yahoo/AOL"));
    }

    #[test]
    fn any_bytes_are_explained() {
        for len in 0..64u8 {
            let bytes: Vec<u8> = (0..len).map(|i| i.wrapping_mul(37).wrapping_add(len)).collect();
            let _ = explain(&bytes);
        }
        let _ = explain(&b"550-".repeat(100_000));
        let _ = explain("5.5.5 ö550 ".repeat(10_000).as_bytes());
    }
}
