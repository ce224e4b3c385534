//! MSG001: a message that says of nobody that he wrote it, or of several without naming who sent it.

use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG001",
    name: "from-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &["RFC 5322 3.6.2", "RFC 6854"],
    follows: &[],
    en: Words {
        title: "Author in From",
        says: "{fault} From: {from}.",
        why: "Large providers refuse a message whose author cannot be told: DMARC has nothing to judge.",
        fix: "Put exactly one mailbox into From; who needs several authors names the one that sends in Sender.",
    },
    ru: Words {
        title: "Автор в поле From",
        says: "{fault} В поле From: {from}.",
        why: "Крупные провайдеры отказывают письму, у которого не понять автора: DMARC не к чему применить.",
        fix: "Укажите в From ровно один адрес; если авторов несколько, назовите отправителя в Sender.",
    },
    judge,
    examples: &[
        Example::fail(&[QUIET, "message\n> To: b@example.net\n> Subject: x\n>\n> text"]),
        Example::fail(&[QUIET, "message\n> From: undisclosed-authors:;\n>\n> text"]),
        Example::fail(&[QUIET, "message\n> From: A without an address\n>\n> text"]),
        Example::fail(&[QUIET, "message\n> From: a@[192.0.2.1]\n>\n> text"]),
        Example::fail(&[QUIET, "message\n> From: a@example.com, b@example.com\n>\n> text"]),
        Example::pass(&[QUIET, LETTER]),
        Example::pass(&[QUIET, "message\n> From: Authors: a@example.com;\n>\n> text"]),
        Example::pass(&[QUIET, "message\n> From: a@example.com, b@example.com\n> Sender: a@example.com\n>\n> text"]),
    ],
};

const NOBODY: Phrase = Phrase {
    en: "The message names no author with a domain.", ru: "В письме не назван автор с адресом в домене."
};
const SEVERAL: Phrase = Phrase {
    en: "The message names several authors and no Sender.",
    ru: "В письме несколько авторов и нет поля Sender.",
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let letter = &view.letter;
    let written: Vec<&str> = letter.from.iter().map(|m| if m.address.is_empty() { m.name.as_str() } else { m.address.as_str() }).collect();
    let shown = if written.is_empty() { "-".to_owned() } else { written.join(", ") };
    let fault = match letter.from.iter().filter(|m| m.domain.is_some()).count() {
        0 => Some(NOBODY),
        1 => None,
        _ if letter.sender.iter().any(|m| m.domain.is_some()) => None,
        _ => Some(SEVERAL),
    };
    match fault {
        Some(fault) => view.one(Verdict::fail(Evidence::new().with("fault", fault).with("from", shown))),
        None => view.one(Verdict::Pass(Evidence::new().with("from", shown))),
    }
}
