//! STS006: the policy is in the mode testing.

use crate::samples::{HEALTHY, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{of_sound_file, placed};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::Mode;

pub const CHECK: Check<View> = Check {
    code: "STS006",
    name: "sts-mode-testing",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 5"],
    follows: &[],
    en: Words {
        title: "The MTA-STS policy is enforced",
        says: "The policy of {domain} is in the mode testing: senders report what fails, and deliver all the same.",
        why: "Whoever can divert the connection still reads the mail: the mode testing protects nothing.",
        fix: "When the TLS-RPT reports show no failures for some weeks, change mode: testing to mode: enforce in {url}, and give the TXT record a new id.",
    },
    ru: Words {
        title: "Политика MTA-STS применяется",
        says: "Политика {domain} в режиме testing: отправители сообщают о сбоях, но всё равно доставляют.",
        why: "Тот, кто может перехватить соединение, по-прежнему читает письма: режим testing ничего не защищает.",
        fix: "Если в отчётах TLS-RPT несколько недель нет сбоев, замените в {url} mode: testing на mode: enforce и смените id в TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: none\n| max_age: 604800"]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: \n| mx: mx1.example.com\n| mx: mx2.example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_sound_file(view, |policy| {
        let verdict = if policy.mode == Some(Mode::Testing) { Verdict::fail(placed(view)) } else { Verdict::Pass(placed(view)) };
        vec![(view.domain(), verdict)]
    })
}
