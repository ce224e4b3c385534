//! MX017: an exchange that the configuration does not allow.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MX017",
    name: "mx-not-on-allow-list",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &["DNS001"],
    en: Words {
        title: "Exchanges as configured",
        says: "The exchange {host} is not on the allow-list: {allowed}.",
        why: "Mail goes where you did not mean it to go: a forgotten change, or somebody else's hand in the zone.",
        fix: "If the change was meant, add {host} to the allow-list; if not, restore the MX record and find out who changed the zone.",
    },
    ru: Words {
        title: "Серверы MX из списка разрешённых",
        says: "Сервера {host} нет в списке разрешённых: {allowed}.",
        why: "Почта уходит не туда, куда вы решили: забытая правка или чужая рука в зоне.",
        fix: "Если правка намеренная, добавьте {host} в список; если нет, верните запись MX и выясните, кто менял зону.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com mx=mx1.example.com"]),
        Example::pass(&[HEALTHY, "target example.com mx=mx1.example.com mx=mx2.example.com"]),
        Example::unknown(&[HEALTHY, "target example.com mx=mx1.example.com\nexample.com MX TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let allowed = &view.target.allowed_mx;
    if allowed.is_empty() {
        return Vec::new();
    }
    view.each_exchange(|host| {
        let evidence =
            Evidence::new().with("host", &host.name).with("allowed", allowed.iter().map(ToString::to_string).collect::<Vec<_>>());
        if allowed.contains(&host.name) { Verdict::Pass(evidence) } else { Verdict::fail(evidence) }
    })
}
