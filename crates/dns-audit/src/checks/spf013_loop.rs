//! SPF013: an include or redirect that comes back to its own path.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{Status as Published, Term};

pub const CHECK: Check<View> = Check {
    code: "SPF013",
    name: "spf-loop",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001"],
    en: Words {
        title: "SPF without loops",
        says: "The SPF policy of {domain} runs in a circle: {loops}",
        why: "A receiver follows the circle until the look-up limit and gives permerror for every sender that is not listed before it.",
        fix: "Remove the include or redirect that closes the circle.",
    },
    ru: Words {
        title: "SPF без петель",
        says: "Политика SPF {domain} зациклена: {loops}",
        why: "Получатель идёт по кругу до предела запросов и возвращает permerror для всех, кто не указан раньше.",
        fix: "Уберите include или redirect, который замыкает круг.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx include:example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 redirect=example.com"]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 include:a.example.com include:b.example.com -all\na.example.com TXT v=spf1 include:b.example.com -all\nb.example.com TXT v=spf1 mx -all",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT SERVFAIL"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.spf_tree(|spf| {
        let closes = |t: &Term| t.policy.as_ref().is_some_and(|p| p.status == Published::Loop);
        let loops: Vec<String> =
            spf.policy.reached().filter(|(_, t)| closes(t)).map(|(p, t)| format!("{}: {}", p.domain, t.text)).collect();
        (!loops.is_empty()).then(|| Evidence::new().with("domain", &spf.domain).with("loops", loops))
    })
}
