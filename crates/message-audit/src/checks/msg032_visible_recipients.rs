//! MSG032: many recipients who see each other.

use crate::samples::QUIET;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG032",
    name: "visible-recipients",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &[],
    follows: &[],
    en: Words {
 title: "Visible recipients",
 says: "Addresses in To and Cc: {count}; from {limit} on this is a mailing in one letter.",
 why: "Every reader sees all addresses, one “reply to all” reaches everybody, and filters take it for spam; in the EU it is a data leak.",
 fix: "Send one message to each recipient, or put the others into Bcc.",
 },
    ru: Words {
 title: "Видимые получатели",
 says: "Адресов в To и Cc: {count}; начиная с {limit} это рассылка одним письмом.",
 why: "Каждый видит все адреса, один ответ всем уходит каждому, фильтры принимают письмо за спам; это ещё и утечка персональных данных.",
 fix: "Отправляйте каждому отдельное письмо или указывайте остальных в Bcc.",
 },
    judge,
    examples: &[
        Example::fail(&[QUIET, "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> To: u0@example.net, u1@example.net, u2@example.net, u3@example.net, u4@example.net, u5@example.net, u6@example.net, u7@example.net, u8@example.net, u9@example.net, u10@example.net, u11@example.net, u12@example.net, u13@example.net, u14@example.net, u15@example.net, u16@example.net, u17@example.net, u18@example.net, u19@example.net, u20@example.net, u21@example.net, u22@example.net, u23@example.net, u24@example.net
>
> x"]),
        Example::pass(&[QUIET, "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> To: u0@example.net, u1@example.net, u2@example.net, u3@example.net, u4@example.net, u5@example.net, u6@example.net, u7@example.net, u8@example.net, u9@example.net, u10@example.net, u11@example.net, u12@example.net, u13@example.net, u14@example.net, u15@example.net, u16@example.net, u17@example.net, u18@example.net, u19@example.net, u20@example.net, u21@example.net, u22@example.net, u23@example.net
>
> x"]),
        Example::fail(&[QUIET, "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> To: u0@example.net, u1@example.net, u2@example.net, u3@example.net, u4@example.net, u5@example.net, u6@example.net, u7@example.net, u8@example.net, u9@example.net
>
> x"]),
        Example::pass(&[QUIET, "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
> To: u0@example.net, u1@example.net, u2@example.net, u3@example.net, u4@example.net, u5@example.net, u6@example.net, u7@example.net, u8@example.net
>
> x"]),
    ],
};

/// Of bulk mail, and of any other: Yandex takes 35 in a letter by SMTP.
const LIMITS: (usize, usize) = (10, 25);

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let limit = if view.is_bulk() { LIMITS.0 } else { LIMITS.1 };
    let count = view.letter.recipients.iter().filter(|m| m.domain.is_some()).count();
    view.fails_if(count >= limit, Evidence::new().with("count", count).with("limit", limit))
}
