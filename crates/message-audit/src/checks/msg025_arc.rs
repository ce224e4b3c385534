//! MSG025: the ARC chain of a forwarded message.

use crate::chain::{Broken, ChainResult};
use crate::samples::{HEALTHY, LETTER};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG025",
    name: "arc",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::NotApplicable],
    cites: &["RFC 8617 5.2"],
    follows: &[],
    en: Words {
        title: "ARC chain",
        says: "ARC: {result}. Sets: {sets}. Sealed by: {sealers}.",
        why: "Receivers that trust a forwarder take its word on SPF and DKIM as they were before forwarding.",
        fix: "{remedy}",
    },
    ru: Words {
        title: "Цепочка ARC",
        says: "Результат ARC: {result}. Наборов: {sets}. Запечатали: {sealers}.",
        why: "Получатели, которые доверяют пересылающему, принимают его слово о SPF и DKIM до пересылки.",
        fix: "Что сделать: {remedy}",
    },
    judge,
    examples: &[
        Example::info(&[
            HEALTHY,
            "message
> ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=YQ==
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
        ]),
        Example::unknown(&[
            HEALTHY,
            "message
> ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=YQ==
> ARC-Message-Signature: i=1; a=rsa-sha256; d=example.com; s=s1; h=from; bh=YQ==; b=YQ==
> ARC-Authentication-Results: i=1; mx.example.com; none
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x",
            "s1._domainkey.example.com TXT TIMEOUT",
        ]),
        Example::not_applicable(&[HEALTHY, LETTER]),
    ],
};

const PASS: Phrase = Phrase { en: "pass", ru: "pass" };
const TOO_LONG: Phrase = Phrase { en: "fail: more than 50 sets", ru: "fail: больше 50 наборов" };
const STRUCTURE: Phrase = Phrase {
    en: "fail: sets are missing, doubled or incomplete",
    ru: "fail: наборы отсутствуют, повторены или неполны",
};
const FIELD: Phrase = Phrase { en: "fail: a field cannot be read", ru: "fail: поле не читается" };
const STATUS: Phrase = Phrase { en: "fail: cv= says what it must not", ru: "fail: недопустимое значение cv=" };
const MESSAGE: Phrase = Phrase {
    en: "fail: the newest ARC-Message-Signature does not hold: the message was changed after the last seal",
    ru: "fail: последняя ARC-Message-Signature недействительна: письмо изменено после последней печати",
};
const SEAL: Phrase = Phrase { en: "fail: a seal does not hold", ru: "fail: печать недействительна" };
const NOTHING: Phrase = Phrase { en: "Nothing.", ru: "ничего." };
const SEAL_LAST: Phrase = Phrase {
    en: "Let the forwarder seal after its last change of the message.",
    ru: "пересылающий узел должен ставить печать после последней правки письма.",
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let chain = &view.chain;
    let result = match &chain.result {
        ChainResult::None => return view.one(Verdict::NotApplicable),
        ChainResult::Unknown(gap) => return view.one(Verdict::unknown(gap.clone())),
        ChainResult::Pass => PASS,
        ChainResult::Fail(Broken::TooLong) => TOO_LONG,
        ChainResult::Fail(Broken::Structure(_)) => STRUCTURE,
        ChainResult::Fail(Broken::Field(_)) => FIELD,
        ChainResult::Fail(Broken::Status(_)) => STATUS,
        ChainResult::Fail(Broken::Message(_)) => MESSAGE,
        ChainResult::Fail(Broken::Seal(_)) => SEAL,
    };
    let sealers: Vec<String> = chain.sealers.iter().filter(|s| !s.is_empty()).take(10).cloned().collect();
    let told = Evidence::new()
        .with("result", result)
        .with("sets", chain.sets)
        .with("sealers", if sealers.is_empty() { "-".to_owned() } else { sealers.join(", ") })
        .with("remedy", if chain.result == ChainResult::Pass { NOTHING } else { SEAL_LAST });
    view.one(Verdict::Info(told))
}
