//! STS007: the policy is in the mode none.

use crate::samples::{HEALTHY, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{of_sound_file, placed};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::Mode;

pub const CHECK: Check<View> = Check {
    code: "STS007",
    name: "sts-mode-none",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 5"],
    follows: &[],
    en: Words {
        title: "The MTA-STS policy is switched on",
        says: "The policy of {domain} is in the mode none: senders act as if there were none.",
        why: "The mode none is the way to take a policy back: once the old one has run out everywhere, record and file have no use.",
        fix: "To protect the mail, set mode: testing and later mode: enforce in {url}, with a new id in the TXT record. To be rid of MTA-STS, take the TXT record away once the max_age of the old policy is over.",
    },
    ru: Words {
        title: "Политика MTA-STS включена",
        says: "Политика {domain} в режиме none: отправители действуют так, будто её нет.",
        why: "Режимом none политику отзывают: когда прежняя везде истечёт, ни запись, ни файл больше не нужны.",
        fix: "Чтобы защитить почту, задайте в {url} mode: testing, а затем mode: enforce, с новым id в TXT-записи. Чтобы отказаться от MTA-STS, удалите TXT-запись, когда истечёт max_age прежней политики.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: none\n| max_age: 604800"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, POLICY_FILE, "| mode: testing\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_sound_file(view, |policy| {
        let verdict = if policy.mode == Some(Mode::None) { Verdict::fail(placed(view)) } else { Verdict::Pass(placed(view)) };
        vec![(view.domain(), verdict)]
    })
}
