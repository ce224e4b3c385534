//! MSG012: octets beyond ASCII that nothing declares.

use crate::mime::Undeclared;
use crate::samples::{QUIET, TWO_PARTS};
use crate::view::View;
use findings::Value;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG012",
    name: "eight-bit",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &["RFC 2045 6", "RFC 2046 4.1.2", "RFC 2047", "RFC 6532 3.2"],
    follows: &[],
    en: Words {
        title: "Text beyond ASCII",
        says: "Beyond ASCII without a declaration: {where}.",
        why: "Readers guess the charset and show garbage; servers that re-encode the message break its DKIM signature; filters count it.",
        fix: "Declare charset=utf-8 in Content-Type and an encoding in Content-Transfer-Encoding (quoted-printable or base64); encode header text as =?utf-8?…?=.",
    },
    ru: Words {
        title: "Символы вне ASCII",
        says: "Символы вне ASCII без объявления: {where}.",
        why: "Программы угадывают кодировку и показывают нечитаемый текст; серверы, которые перекодируют письмо, ломают подпись DKIM; фильтры это учитывают.",
        fix: "Укажите charset=utf-8 в Content-Type и кодирование в Content-Transfer-Encoding (quoted-printable или base64); текст заголовка кодируйте как =?utf-8?…?=.",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> привет",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/plain; charset=utf-8
>
> привет",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Transfer-Encoding: 8bit
>
> привет",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: text/plain
> Content-Transfer-Encoding: quoted-printable
>
> =D0=BF=D1=80",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: привет
>
> x",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Subject: =?utf-8?B?0L/RgNC40LLQtdGC?=
> Content-Type: text/plain; charset=utf-8
> Content-Transfer-Encoding: 8bit
>
> привет",
        ]),
        Example::pass(&[QUIET, TWO_PARTS]),
    ],
};

const ENCODING: Phrase = Phrase { en: "a part without Content-Transfer-Encoding", ru: "часть без Content-Transfer-Encoding" };
const CHARSET: Phrase = Phrase { en: "a text without charset", ru: "текст без charset" };
const BOTH: Phrase =
    Phrase { en: "parts without Content-Transfer-Encoding and charset", ru: "части без Content-Transfer-Encoding и charset" };
const HEADER: Phrase = Phrase { en: "header fields {fields}", ru: "поля заголовка {fields}" };

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let letter = &view.letter;
    let found = |what: Undeclared| letter.content.undeclared.contains(&what);
    let told = Evidence::new();
    let told = match (found(Undeclared::Encoding), found(Undeclared::Charset)) {
        (true, true) => told.with("where", BOTH),
        (true, false) => told.with("where", ENCODING),
        (false, true) => told.with("where", CHARSET),
        (false, false) if letter.raw_fields.is_empty() => return view.one(Verdict::Pass(told)),
        (false, false) => {
            let fields: Vec<String> = letter.raw_fields.iter().take(5).cloned().collect();
            told.with("where", Value::Sentence(HEADER, Evidence::new().with("fields", fields.join(", "))))
        }
    };
    view.one(Verdict::fail(told))
}
