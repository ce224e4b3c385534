//! MSG022: a Date that is not when the message was sent.

use crate::samples::QUIET;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG022",
    name: "date-skew",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5322 3.6.1"],
    follows: &[],
    en: Words {
        title: "Date",
        says: "Date is {date}; first taken at {taken}.",
        why: "Filters count a date in the future or long past, and programs sort the message where nobody finds it.",
        fix: "Set the clock of the host that writes the message (NTP), and write Date when it is sent, not when the campaign is made.",
    },
    ru: Words {
        title: "Поле Date",
        says: "В Date указано {date}; первый приём письма: {taken}.",
        why: "Фильтры учитывают дату в будущем или в далёком прошлом, а почтовые программы ставят письмо туда, где его не увидят.",
        fix: "Настройте часы узла, который создаёт письмо (NTP), и ставьте Date при отправке, а не при подготовке рассылки.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 10:59:59 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 13:00:00 +0000
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Wed, 25 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Wed, 25 Nov 2026 11:00:00 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 10:00:00 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::fail(&[
            QUIET,
            "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 09:59:59 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        // Without a trace, the time of the audit counts for the future alone: a stored message may be old.
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 13:00:01 +0000
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 13:00:00 +0000
>
> x",
        ]),
        Example::not_applicable(&[
            QUIET,
            "message
> From: a@example.com
>
> x",
        ]),
    ],
};

const HOUR: i64 = 3_600;
/// A queue may hold a message so long before it is taken elsewhere.
const LONGEST_QUEUE: i64 = 2 * 24 * HOUR;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(date) = view.letter.date else { return view.one(Verdict::NotApplicable) };
    // The lowest trace field is the first.
    let taken = view.letter.hops.iter().rev().find_map(|h| h.at);
    let told = Evidence::new().with("date", date.to_string()).with("taken", taken.unwrap_or(view.now).to_string());
    let late = taken.is_some_and(|t| t.unix() - date.unix() > LONGEST_QUEUE);
    let early = date.unix() - taken.unwrap_or(view.now).unix() > HOUR;
    view.fails_if(late || early, told)
}
