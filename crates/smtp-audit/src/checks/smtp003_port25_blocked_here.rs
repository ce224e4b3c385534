//! SMTP003: port 25 is closed where the audit runs. Only ever unknown.

use crate::samples::{CLOSED, CONTROL, CONTROL_DEAD, HEALTHY};
use crate::view::View;
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SMTP003",
    name: "smtp-port25-blocked-here",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 4.5.4.1"],
    follows: &[],
    en: Words {
        title: "Port 25 is open where the audit runs",
        says: "Neither the mail hosts nor the control host can be reached on port 25: it is closed where the audit runs.",
        why: "Home connections, offices and many hosters block outgoing port 25. Nothing is said about the audited servers.",
        fix: "Run the audit from a machine with open port 25, such as the mail server itself; mail programs use 465 or 587 (CFG007 names what answers).",
    },
    ru: Words {
        title: "Порт 25 открыт там, где выполняется проверка",
        says: "Недоступны на порту 25 ни почтовые серверы, ни контрольный сервер: порт закрыт там, где выполняется проверка.",
        why: "Домашние сети, офисы и многие хостеры закрывают исходящий порт 25. О проверяемых серверах это ничего не говорит.",
        fix: "Запустите проверку с машины с открытым портом 25, например с самого почтового сервера; почтовые программы пользуются 465 или 587 (что отвечает, называет CFG007).",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, CONTROL_DEAD, CLOSED]),
        Example::not_applicable(&[HEALTHY, CONTROL, CLOSED]),
        Example::not_applicable(&[HEALTHY, CONTROL_DEAD]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let void = view.hosts.iter().flat_map(|h| &h.talks).filter_map(|t| t.session.talk.as_ref().err());
    let gaps: Vec<Gap> = void.filter(|gap| gap.reason == Reason::PortBlockedHere).cloned().collect();
    if gaps.is_empty() {
        return Vec::new();
    }
    vec![(Subject::from(&view.target.domain), Verdict::Unknown { gaps, evidence: Evidence::new() })]
}
