//! MSG008: what a reader sees is not all signed.

use crate::samples::{HEALTHY, LETTER, NEWS};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG008",
    name: "dkim-weak-coverage",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 5.4.1", "RFC 6376 8.2"],
    follows: &[],
    en: Words {
        title: "DKIM coverage",
        says: "The DKIM signature of {domain} leaves open: {open}. Octets of the body that it leaves open (l=): {unsigned}.",
        why: "Whoever gets hold of a message can change what is not signed and send it on under your name; Gmail ignores or distrusts signatures with l=.",
        fix: "Let the signer sign at least From, To, Subject, Date, Message-ID, Reply-To, MIME-Version, Content-Type, List-Unsubscribe and List-Unsubscribe-Post, and the whole body: no l=.",
    },
    ru: Words {
        title: "Что покрывает подпись DKIM",
        says: "Подпись DKIM домена {domain} не покрывает: {open}. Неподписанных байтов тела (l=): {unsigned}.",
        why: "Неподписанное можно изменить и переслать письмо от вашего имени; подписям с l= Gmail не доверяет.",
        fix: "Настройте подпись: не меньше чем From, To, Subject, Date, Message-ID, Reply-To, MIME-Version, Content-Type, List-Unsubscribe и List-Unsubscribe-Post, и тело целиком, без l=.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to:date"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from:subject:date"]),
        Example::fail(&[HEALTHY, NEWS, "sign example.com s1 rsa from:to:subject:date"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to:subject:date l=10"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to:subject:date l=0"]),
        Example::fail(&[HEALTHY, LETTER, "sign example.com s1 rsa to:subject:date"]),
        Example::pass(&[HEALTHY, LETTER, "sign example.com s1 rsa from:to:subject:date"]),
        // What is not in the message need not be signed; one good signature is enough; a foreign one does not count beside it.
        Example::pass(&[
            HEALTHY,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "sign example.com s1 rsa from:date",
        ]),
        Example::pass(&[
            HEALTHY,
            LETTER,
            "sign example.org s1 rsa from\nsign example.com s1 rsa from:to:subject:date\ns1._domainkey.example.org TXT KEY-RSA",
        ]),
        Example::not_applicable(&[HEALTHY, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let speaking = view.speaking();
    // The best of those that speak for the message decides, but nobody may leave the body open.
    let short = speaking.iter().find(|s| s.field.length.is_some());
    let Some(judged) = short.or_else(|| speaking.iter().min_by_key(|s| s.open(&view.letter).len())) else {
        return view.one(Verdict::NotApplicable);
    };
    let left = judged.open(&view.letter);
    let told = Evidence::new()
        .with("domain", judged.field.domain.clone())
        .with("open", if left.is_empty() { "-".to_owned() } else { left.join(", ") })
        .with("unsigned", judged.unsigned.map_or_else(|| if short.is_some() { "?".to_owned() } else { "0".to_owned() }, |n| n.to_string()));
    view.fails_if(short.is_some() || !left.is_empty(), told)
}
