//! DNS013: CAA records do not let the present certificate's authority issue the next one.

use crate::certificate::Certificate;
use crate::issuers;
use crate::samples::{AT_PROVIDER, HEALTHY, NULL_MX};
use crate::view::{Each, Host, Talk, View};
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::caa::HostCaa;

pub const CHECK: Check<View> = Check {
    code: "DNS013",
    name: "caa-forbids-issuer",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8659 3", "RFC 8659 4"],
    follows: &[],
    en: Words {
        title: "CAA lets the authority issue again",
        says: "The CAA records at {at} do not let {authority} issue for {host}, whose certificate comes from there; they allow: {allowed}.",
        why: "The present certificate stays valid, but its renewal will be refused: when it ends, senders and mail programs that verify turn away.",
        fix: "Add the CAA record '0 {tag} \"{identifier}\"' at {at} before the next renewal, or get the certificate from an authority that the records allow.",
    },
    ru: Words {
        title: "CAA разрешает продление сертификата",
        says: "Записи CAA по имени {at} не разрешают центру {authority} выпускать сертификаты для {host}, хотя нынешний сертификат оттуда; разрешены: {allowed}.",
        why: "Нынешний сертификат действителен, но в продлении будет отказано: когда он истечёт, проверяющие отправители и почтовые программы откажутся от соединения.",
        fix: "До следующего продления добавьте по имени {at} запись CAA '0 {tag} \"{identifier}\"' или получите сертификат у разрешённого центра.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, PUBLIC, "stackoverflow.com CAA 0 issue \"digicert.com\""]),
        Example::fail(&[HEALTHY, PUBLIC, "stackoverflow.com CAA 0 issue \";\""]),
        Example::fail(&[HEALTHY, PUBLIC, "stackoverflow.com CAA 128 tbs \"unknown\"\nstackoverflow.com CAA 0 issue \"letsencrypt.org\""]),
        // The host is only covered by the wildcard.
        Example::fail(&[HEALTHY, WILDCARD, "stackoverflow.com CAA 0 issue \"letsencrypt.org\"\nstackoverflow.com CAA 0 issuewild \";\""]),
        Example::pass(&[HEALTHY, WILDCARD, "mx.stackoverflow.com CAA 0 issue \";\""]),
        Example::pass(&[HEALTHY, PUBLIC]),
        Example::pass(&[HEALTHY, PUBLIC, "stackoverflow.com CAA 0 issue \"LetsEncrypt.org; validationmethods=dns-01\""]),
        Example::pass(&[HEALTHY, PUBLIC, "stackoverflow.com CAA 0 iodef \"mailto:a@example.com\""]),
        Example::unknown(&[HEALTHY, PUBLIC, "stackoverflow.com CAA TIMEOUT"]),
        Example::unknown(&[HEALTHY, PUBLIC, "smtp 44.128.1.1:25 stackoverflow.com public\nS: 421 4.3.2 too busy"]),
        // A chain that only the user trusts: no authority asks CAA for it.
        Example::not_applicable(&[HEALTHY, "example.com CAA 0 issue \";\""]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned\nexample.com CAA 0 issue \";\""]),
        // For another name: what its renewal needs stands elsewhere.
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com public\nexample.com CAA 0 issue \";\""]),
        Example::not_applicable(&[HEALTHY, AT_PROVIDER, "google.com CAA 0 issue \";\""]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

const PUBLIC: &str = "
example.com MX 10 stackoverflow.com
stackoverflow.com A 44.128.1.1
smtp 44.128.1.1:25 stackoverflow.com public
";

const WILDCARD: &str = "
example.com MX 10 mx.stackoverflow.com
mx.stackoverflow.com A 44.128.1.1
smtp 44.128.1.1:25 mx.stackoverflow.com public
";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.hosts.iter().all(|h| h.caa.is_none()) {
        return Vec::new();
    }
    view.fold(CHECK.severity, each)
}

fn each(host: &Host, talk: &Talk) -> Each {
    let Some(caa) = &host.caa else { return Each::NotApplicable };
    let Some(shown) = &talk.shown else { return talk.negotiation.untold() };
    match shown.judgment.leaf().filter(|_| shown.public) {
        Some(leaf) => of_leaf(host, caa, leaf),
        None => Each::NotApplicable,
    }
}

fn of_leaf(host: &Host, caa: &HostCaa, leaf: &Certificate) -> Each {
    let Some(wildcard) = leaf.covers_by_wildcard(&host.name) else { return Each::NotApplicable };
    let policy = match caa.policy(wildcard) {
        Err(gap) => return Each::Unknown(gap),
        Ok(None) => return Each::Pass(Evidence::new()),
        Ok(Some(policy)) => policy,
    };
    let allowed = policy.issuers(wildcard);
    let unknown_critical = policy.unknown_critical();
    if allowed.is_none() && unknown_critical.is_none() {
        return Each::Pass(Evidence::new().with("at", policy.at));
    }
    let authority = issuers::of(leaf);
    let listed = |a: &issuers::Authority| allowed.as_ref().is_none_or(|l| l.iter().any(|i| a.identifiers.contains(&i.as_str())));
    let nobody = unknown_critical.is_some() || allowed.as_ref().is_some_and(Vec::is_empty);
    match authority {
        Some(a) if !nobody && listed(a) => return Each::Pass(Evidence::new().with("at", policy.at).with("authority", a.name)),
        // Which names an authority goes by is not known for all of them.
        Some(a) if !nobody && !a.whole => return Each::Unknown(Gap { reason: Reason::Ambiguous, asked: format!("{} CAA", policy.at) }),
        None if !nobody => return Each::Unknown(Gap { reason: Reason::Ambiguous, asked: format!("{} CAA", policy.at) }),
        _ => {}
    }
    let shown = match (unknown_critical, allowed) {
        (Some(property), _) => vec![property.to_string()],
        (None, Some(list)) if !list.is_empty() => list,
        _ => vec!["-".into()],
    };
    let name = authority.map_or(leaf.issuer.as_str(), |a| a.name);
    let identifier = authority.and_then(|a| a.identifiers.first()).copied().unwrap_or("…");
    let tag = if wildcard { "issuewild" } else { "issue" };
    let evidence = Evidence::new().with("at", policy.at).with("host", &host.name).with("authority", name);
    Each::Fail(None, evidence.with("allowed", shown).with("identifier", identifier).with("tag", tag))
}
