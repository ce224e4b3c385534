//! MSG010: unsubscribing takes more than one click, or anybody could do it.

use crate::samples::{HEALTHY, LETTER, NEWS, SIGNED};
use crate::signatures::Outcome;
use crate::unsubscribe;
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG010",
    name: "one-click-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8058 3", "RFC 8058 4"],
    follows: &[],
    en: Words {
        title: "One-click unsubscribing",
        says: "One-click unsubscribing does not work: {fault}.",
        why: "Gmail and Yahoo demand it of bulk mail since 2024 and refuse or file as spam what lacks it; they trust the fields only under a DKIM signature.",
        fix: "Set List-Unsubscribe with an https address, List-Unsubscribe-Post: List-Unsubscribe=One-Click, and sign both fields with DKIM.",
    },
    ru: Words {
        title: "Отписка одним нажатием",
        says: "Отписка одним нажатием не работает: {fault}.",
        why: "Gmail и Yahoo требуют её от рассылок с 2024 года; письма без неё отвергаются или попадают в спам. Полям верят, только если их покрывает подпись DKIM.",
        fix: "Задайте List-Unsubscribe с адресом https, List-Unsubscribe-Post: List-Unsubscribe=One-Click и подпишите оба поля DKIM.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
> List-Unsubscribe-Post: yes
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <mailto:u@example.com>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <http://example.com/u>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
            "sign example.com s1 rsa from:list-unsubscribe",
        ]),
        Example::fail(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
        ]),
        Example::pass(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
        ]),
        Example::pass(&[HEALTHY, NEWS, SIGNED]),
        Example::unknown(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> List-Unsubscribe: <https://example.com/u>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
>
> x",
            "sign example.com s1 rsa from:date:list-unsubscribe:list-unsubscribe-post",
            "s1._domainkey.example.com TXT TIMEOUT",
        ]),
        Example::not_applicable(&[HEALTHY, LETTER, SIGNED]),
        Example::not_applicable(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Precedence: bulk
>
> x",
        ]),
    ],
};

const NO_HTTPS: Phrase = Phrase { en: "List-Unsubscribe names no https address", ru: "в List-Unsubscribe нет адреса https" };
const NO_POST: Phrase = Phrase {
    en: "List-Unsubscribe-Post: List-Unsubscribe=One-Click is missing",
    ru: "нет поля List-Unsubscribe-Post: List-Unsubscribe=One-Click",
};
const UNSIGNED: Phrase = Phrase {
    en: "no DKIM signature that holds covers List-Unsubscribe and List-Unsubscribe-Post",
    ru: "ни одна действительная подпись DKIM не покрывает List-Unsubscribe и List-Unsubscribe-Post",
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    // Without the field at all, MSG009 tells it.
    if !view.bulk_rules() || unsubscribe::uris(view).is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let fault = |words: Phrase| view.one(Verdict::fail(Evidence::new().with("fault", words)));
    if !unsubscribe::uris(view).iter().any(|u| u.get(..8).is_some_and(|s| s.eq_ignore_ascii_case("https://"))) {
        return fault(NO_HTTPS);
    }
    let post: Option<String> = view.letter.value("list-unsubscribe-post").map(|p| p.split_whitespace().collect());
    if !post.is_some_and(|p| p.eq_ignore_ascii_case("List-Unsubscribe=One-Click")) {
        return fault(NO_POST);
    }
    let mut open = None;
    for signature in view.signatures.iter().filter(|s| s.field.covers("list-unsubscribe") && s.field.covers("list-unsubscribe-post")) {
        match &signature.outcome {
            Outcome::Pass => return view.one(Verdict::Pass(Evidence::new())),
            Outcome::Unknown(gap) => open = Some(gap.clone()),
            Outcome::Fail(_) => {}
        }
    }
    open.map_or_else(|| fault(UNSIGNED), |gap| view.one(Verdict::unknown(gap)))
}
