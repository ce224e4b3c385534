//! MSG026: bulk mail whose complaints nobody can tell apart.

use crate::samples::{LETTER, NEWS, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG026",
    name: "feedback-id",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9477"],
    follows: &[],
    en: Words {
        title: "Feedback-ID",
        says: "Bulk mail without Feedback-ID and CFBL-Address.",
        why: "Gmail’s Postmaster Tools then cannot show which campaign brings complaints, and providers by RFC 9477 have nowhere to report them.",
        fix: "Add Feedback-ID: campaign:customer:kind:sender and, signed by DKIM, CFBL-Address: fbl@your.domain; report=arf.",
    },
    ru: Words {
        title: "Поле Feedback-ID",
        says: "Рассылка без Feedback-ID и CFBL-Address.",
        why: "Gmail Postmaster Tools не покажет, какая кампания даёт жалобы, а провайдерам с RFC 9477 некуда их отправлять.",
        fix: "Добавьте Feedback-ID: кампания:клиент:вид:отправитель и, под подписью DKIM, CFBL-Address: fbl@ваш.домен; report=arf.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> Feedback-ID:
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> CFBL-Address: f@example.com; report=arf
>
> x",
        ]),
        Example::pass(&[QUIET, NEWS]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.bulk_rules() {
        return view.one(Verdict::NotApplicable);
    }
    let says = |field: &str| view.letter.value(field).is_some_and(|value| !value.trim().is_empty());
    view.fails_if(!says("feedback-id") && !says("cfbl-address"), Evidence::new())
}
