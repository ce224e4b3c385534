//! SMTP025: text sent in the clear behind STARTTLS is run after the handshake. Only asked with --active.

use crate::meaning::word_for_word;
use crate::samples::{ACTIVE, HEALTHY};
use crate::view::{Each, View};
use facts::answer::Phase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::recipients::{Heard, Said};

pub const CHECK: Check<View> = Check {
    code: "SMTP025",
    name: "smtp-command-injection",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["CVE-2011-0411", "RFC 3207 6"],
    follows: &["DNS001"],
    en: Words {
        title: "What came in the clear is forgotten at STARTTLS",
        says: "A command sent in the clear behind STARTTLS is run after the handshake ({addresses}): {reply}",
        why: "Whoever sits on the way can slip commands into other people's encrypted sessions, and steal mail and passwords.",
        fix: "Update the mail server, or the proxy before it: each has had a fix since 2011 (CVE-2011-0411).",
    },
    ru: Words {
        title: "Сказанное открытым текстом забывается при STARTTLS",
        says: "Команда, отправленная открытым текстом вслед за STARTTLS, выполняется после рукопожатия ({addresses}): {reply}",
        why: "Тот, кто стоит на пути, может вставлять команды в чужие зашифрованные сеансы и красть письма и пароли.",
        fix: "Обновите почтовый сервер или прокси перед ним: исправления существуют с 2011 года (CVE-2011-0411).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nKEEPS-CLEARTEXT"]),
        Example::pass(&[HEALTHY, ACTIVE]),
        Example::unknown(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 454 no"]),
        Example::not_applicable(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy"]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nKEEPS-CLEARTEXT"]),
        Example::not_applicable(&[HEALTHY, ACTIVE, "smtp 44.128.1.1:25 mx.example.com good\nC: EHLO\nS: 250 mx.example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.target.active {
        return Vec::new();
    }
    view.fold_recipients(CHECK.severity, |talk| match (&talk.injection, talk.in_dialogue(&talk.injection, Phase::Injected)) {
        (_, Said::Reply(reply, _)) if reply.code / 100 == 2 || reply.code / 100 == 5 => {
            Each::Fail(None, Evidence::new().with("reply", word_for_word(reply)))
        }
        // Silence, and then an answer to what was said under TLS, is what a sound server gives.
        (Heard::Try(attempt, _), _) if attempt.end_of(Phase::Injected).is_some() && attempt.reply(Phase::EhloTls).is_some() => Each::Pass,
        (_, Said::Missing(gap)) => Each::Unknown(gap),
        (_, Said::Reply(..)) => Each::Unknown(talk.gap(&[], Phase::Injected, Phase::Injected)),
        (_, Said::NotMeant) => Each::NotApplicable,
    })
}
