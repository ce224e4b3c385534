//! MSG031: a message that many receivers refuse for its size.

use crate::samples::{GROWN_TO_20000000, GROWN_TO_20000001, LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG031",
    name: "message-too-large",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass],
    cites: &["RFC 1870"],
    follows: &[],
    en: Words {
        title: "Size of the message",
        says: "The message has {size} octets as sent; many receivers take no more than {limit}.",
        why: "Gmail takes 25 MB, Outlook.com and company servers less; larger ones come back with 552 5.3.4.",
        fix: "Put large files on a page and link to them; base64 makes an attachment a third larger.",
    },
    ru: Words {
        title: "Размер письма",
        says: "Размер письма при отправке, байтов: {size}; многие получатели принимают не больше {limit}.",
        why: "Gmail принимает 25 МБ, Outlook.com и серверы компаний меньше; большие письма возвращаются с 552 5.3.4.",
        fix: "Размещайте большие файлы на странице и давайте ссылку; base64 увеличивает вложение на треть.",
    },
    judge,
    examples: &[
        // `{GROW 20000001}` fills a message up in tests.
        Example::fail(&[QUIET, GROWN_TO_20000001]),
        Example::pass(&[QUIET, GROWN_TO_20000000]),
        Example::pass(&[QUIET, LETTER]),
    ],
};

/// 20 MB.
const LIMIT: usize = 20_000_000;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let size = view.letter.size;
    view.fails_if(size > LIMIT, Evidence::new().with("size", size).with("limit", LIMIT))
}
