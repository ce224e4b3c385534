//! SPF033: the MX shows a provider whose ranges SPF lacks.

use crate::samples::{AT_GOOGLE, HEALTHY};
use crate::spf::{no_fault, open_branches};
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::providers::{self, Kind};

/// A key at the selector that the provider gives its customers; the key of RFC 8463 A.2.
const GOOGLE_KEY: &str = "google._domainkey.example.com TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

pub const CHECK: Check<View> = Check {
    code: "SPF033",
    name: "spf-provider-mismatch",
    severity: Severity::Notice,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001", "SPF003", "SPF021"],
    en: Words {
        title: "SPF of the mail provider",
        says: "Mail of {domain} is hosted at {provider}, and its SPF policy lacks that provider: {include}",
        why: "If users send through {provider}, their mail fails SPF; receivers refuse or junk it.",
        fix: "If mail is sent through {provider}, add include:{include} to the SPF record.",
    },
    ru: Words {
        title: "SPF почтового провайдера",
        says: "Почту {domain} принимает {provider}, а в политике SPF этого провайдера нет: {include}",
        why: "Если пользователи шлют почту через {provider}, она не проходит SPF; получатели её отклоняют или кладут в спам.",
        fix: "Если почта уходит через {provider}, добавьте в запись SPF include:{include}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, AT_GOOGLE]),
        Example::fail_as(Severity::Warning, &[HEALTHY, AT_GOOGLE, GOOGLE_KEY]),
        // The include leads somewhere, so that it can be proposed.
        Example::fail_as(Severity::Warning, &[HEALTHY, AT_GOOGLE, GOOGLE_KEY, "_spf.google.com TXT v=spf1 ip4:44.131.0.0/16 ~all"]),
        Example::pass(&[
            HEALTHY,
            AT_GOOGLE,
            "example.com TXT v=spf1 include:_spf.google.com ~all\n_spf.google.com TXT v=spf1 ip4:44.131.0.0/16 ~all",
        ]),
        Example::pass(&[
            HEALTHY,
            AT_GOOGLE,
            "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 include:_spf.google.com -all\n_spf.google.com TXT v=spf1 ip4:44.131.0.0/16 ~all",
        ]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, AT_GOOGLE, "example.com TXT v=spf1 -all"]),
        Example::not_applicable(&[HEALTHY, "example.com MX 10 route1.mx.cloudflare.net\nroute1.mx.cloudflare.net A 44.131.9.1"]),
        Example::unknown(&[HEALTHY, AT_GOOGLE, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, AT_GOOGLE, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, AT_GOOGLE, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let mailbox = view.mail.hosts.iter().filter_map(|h| h.provider).find(|p| p.kind == Kind::Mailbox);
        let Some((provider, include)) = mailbox.and_then(|p| Some((p, p.asked_include()?))) else { return Verdict::NotApplicable };
        if spf.sends_nothing() == Some(true) {
            return Verdict::NotApplicable;
        }
        let evidence = Evidence::new().with("domain", &spf.domain).with("provider", provider.name).with("include", include);
        let shown = |name: &Name| providers::of_spf_include(name).is_some_and(|p| p.name == provider.name);
        if spf.targets().iter().any(shown) {
            return Verdict::Pass(evidence);
        }
        match no_fault(open_branches(spf), Evidence::new()) {
            // A key of the provider's shows that it sends, and not only receives.
            Verdict::Pass(_) if view.dkim.shows(provider) => Verdict::fail_as(Severity::Warning, evidence),
            Verdict::Pass(_) => Verdict::fail(evidence),
            other => other,
        }
    })
}
