//! MSG024: an attachment that large providers refuse.

use crate::attachments::{self, Refused};
use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Value, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG024",
    name: "dangerous-attachment",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["Gmail Help: file types blocked in Gmail", "Microsoft Support: blocked attachments in Outlook"],
    follows: &[],
    en: Words {
        title: "Attachments",
        says: "Attached: {name}; {because}.",
        why: "Gmail refuses the whole message for such a file (552 5.7.0), also inside an archive; Outlook keeps it from the reader.",
        fix: "Put the file on a page and link to it, or send it in a form that runs nothing (PDF).",
    },
    ru: Words {
        title: "Вложения",
        says: "Вложено: {name}; {because}.",
        why: "Gmail отказывает всему письму из-за такого файла (552 5.7.0), в том числе внутри архива; Outlook не показывает его получателю.",
        fix: "Разместите файл на странице и дайте ссылку или отправьте его в виде, который ничего не запускает (PDF).",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=setup.EXE
>
> x
> --b--",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=invoice.pdf.js
>
> x
> --b--",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=disk.iso
>
> x
> --b--",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=invoice.pdf
>
> x
> --b--",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=exe
>
> x
> --b--",
        ]),
        // Behind a harmless name stands a program; an archive of one file, 'a.vbs'.
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: application/pdf; name=invoice.pdf
> Content-Disposition: attachment; filename=invoice.pdf
> Content-Transfer-Encoding: base64
>
> TVqQAAMAAAAEAAAA",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: application/zip
> Content-Disposition: attachment; filename=invoice.zip
> Content-Transfer-Encoding: base64
>
> UEsDBBQAAAAAAAAAd12DFtyMAQAAAAEAAAAFAAAAYS52YnN4UEsBAhQDFAAAAAAAAAB3XYMW3IwB
> AAAAAQAAAAUAAAAAAAAAAAAAAIABAAAAAGEudmJzUEsFBgAAAAABAAEAMwAAACQAAAAAAA==",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Content-Type: application/zip
> Content-Disposition: attachment; filename=invoice.zip
> Content-Transfer-Encoding: base64
>
> UEsDBBQAAAAAAAAAd12DFtyMAQAAAAEAAAAFAAAAYS50eHR4UEsBAhQDFAAAAAAAAAB3XYMW3IwB
> AAAAAQAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAACQAAAAAAA==",
        ]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

const BOTH: Phrase = Phrase { en: "Gmail and Outlook block *.{ending}", ru: "Gmail и Outlook блокируют *.{ending}" };
const GMAIL: Phrase = Phrase { en: "Gmail blocks *.{ending}", ru: "Gmail блокирует *.{ending}" };
const OUTLOOK: Phrase = Phrase { en: "Outlook blocks *.{ending}", ru: "Outlook блокирует *.{ending}" };
const PROGRAM: Phrase =
    Phrase { en: "by its first octets it is a program", ru: "по первым байтам это программа" };
const INSIDE: Phrase = Phrase { en: "Gmail finds {inner} in the archive", ru: "Gmail найдёт в архиве {inner}" };
const LOCKED: Phrase = Phrase {
    en: "Gmail refuses an archive within an archive under a password",
    ru: "Gmail не принимает архив внутри архива с паролем",
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let attachments = &view.letter.content.attachments;
    if attachments.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let Some(refused) = attachments.iter().find_map(attachments::refused) else { return view.one(Verdict::Pass(Evidence::new())) };
    let (name, phrase, holes) = match refused {
        Refused::Ending { name, ending, gmail, outlook } => {
            let phrase = if gmail && outlook {
                BOTH
            } else if gmail {
                GMAIL
            } else {
                OUTLOOK
            };
            (name, phrase, Evidence::new().with("ending", ending))
        }
        Refused::Program { name } => (name, PROGRAM, Evidence::new()),
        Refused::Inside { name, inner } => (name, INSIDE, Evidence::new().with("inner", inner)),
        Refused::Locked { name } => (name, LOCKED, Evidence::new()),
    };
    view.one(Verdict::fail(Evidence::new().with("name", name).with("because", Value::Sentence(phrase, holes))))
}
