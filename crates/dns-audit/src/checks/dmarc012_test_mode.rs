//! DMARC012: t=y makes the policy one step weaker.

use crate::policy::{evidence, on_record, repaired};
use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dmarc::Discovery;

pub const CHECK: Check<View> = Check {
    code: "DMARC012",
    name: "dmarc-test-mode",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.7"],
    follows: &["DNS001"],
    en: Words {
        title: "No test mode",
        says: "The DMARC record at {at} is marked as a test (t=y): receivers apply its policy {asked} as {policy}.",
        why: "Forged mail is treated one step more mildly than the policy says.",
        fix: "Once the reports show that your own mail passes, delete t=y from the record at {at}.",
    },
    ru: Words {
        title: "Тестовый режим",
        says: "Запись DMARC {at} помечена как тестовая (t=y): политику {asked} получатели применяют как {policy}.",
        why: "С поддельными письмами обращаются на ступень мягче, чем сказано в политике.",
        fix: "Когда отчёты покажут, что ваши письма проходят проверку, удалите t=y из записи {at}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; t=y"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; t=n"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    on_record(view, |from, record| {
        let Discovery::Applied(applied) = &view.dmarc.policy else { return Verdict::NotApplicable };
        let evidence = evidence(from).with("asked", applied.asked.as_str()).with("policy", applied.policy.as_str());
        if record.test { Verdict::fail(evidence).with_records(repaired(from, &record.text)) } else { Verdict::Pass(evidence) }
    })
}
