//! MSG023: replies go to another organisation.

use crate::names::organisation;
use crate::samples::QUIET;
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG023",
    name: "reply-to-foreign",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5322 3.6.2"],
    follows: &[],
    en: Words {
        title: "Reply-To",
        says: "Replies to {from} go to {reply}, of another organisation.",
        why: "Filters know this from fraud, above all where replies go to a mailbox provider.",
        fix: "Let Reply-To name a mailbox of the domain in From, or drop it.",
    },
    ru: Words {
        title: "Поле Reply-To",
        says: "Ответы на письмо от {from} уходят на {reply}, в другую организацию.",
        why: "Фильтры знают это по мошенническим письмам, особенно когда ответы идут на бесплатную почту.",
        fix: "Укажите в Reply-To ящик домена из From или уберите это поле.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Reply-To: a@gmail.com
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Reply-To: a@help.example.com
>
> x",
        ]),
        Example::not_applicable(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let own: Vec<String> = view.letter.from_domains().into_iter().map(organisation).collect();
    let replies: Vec<&Name> = view.letter.reply_to.iter().filter_map(|m| m.domain.as_ref()).collect();
    if own.is_empty() || replies.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let told = Evidence::new().with("from", own.join(", "));
    match replies.into_iter().find(|d| !own.contains(&organisation(d))) {
        Some(foreign) => view.one(Verdict::fail(told.with("reply", foreign))),
        None => view.one(Verdict::Pass(told)),
    }
}
