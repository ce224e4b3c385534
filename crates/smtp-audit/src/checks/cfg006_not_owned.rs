//! CFG006: after log-in the server does not let the sender through (553 5.7.1 and its kind).

use crate::meaning::quoted;
use crate::samples::{ACCOUNT, HEALTHY};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::login::Passage;

pub const CHECK: Check<View> = Check {
    code: "CFG006",
    name: "sender-not-owned",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6409 6.1", "RFC 3463 3.8"],
    follows: &["CFG005"],
    en: Words {
        title: "The account may send as this sender",
        says: "{host} does not let {account} send as {from}: {reply} (that is: {meaning})",
        why: "The server lets each account send under its own addresses only; everything sent as {from} comes back with this reply.",
        fix: "Send as {account}, or have {from} given to the account: as an alias or a permitted sender at the provider, 'send as' in Exchange, smtpd_sender_login_maps in Postfix.",
    },
    ru: Words {
        title: "Ящик вправе отправлять от этого имени",
        says: "{host} не даёт {account} отправлять от {from}: {reply} (то есть: {meaning})",
        why: "Сервер разрешает каждому ящику отправлять только от собственных адресов; всё отправленное от {from} вернётся с таким ответом.",
        fix: "Отправляйте от {account} или закрепите {from} за ящиком: псевдоним или разрешённый отправитель в почтовой службе, «Отправить как» в Exchange, smtpd_sender_login_maps в Postfix.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            ACCOUNT,
            "smtp 44.128.1.5:465 mail.example.com good\nC: MAIL\nS: 553 5.7.1 Sender address rejected: not owned by auth user",
        ]),
        Example::fail(&[
            HEALTHY,
            ACCOUNT,
            "smtp 44.128.1.5:465 mail.example.com good\nC: RCPT\nS: 553 5.7.1 <boss@example.com>: Sender address rejected: not owned by user anna",
        ]),
        Example::pass(&[HEALTHY, ACCOUNT]),
        Example::unknown(&[HEALTHY, ACCOUNT, "smtp 44.128.1.5:465 mail.example.com good\nC: MAIL\nS: 451 4.3.0 try later"]),
        Example::not_applicable(&[
            HEALTHY,
            ACCOUNT,
            "smtp 44.128.1.5:465 mail.example.com good\nC: AUTH\nS: 535 5.7.8 authentication failed",
        ]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(account) = &view.target.account else { return Vec::new() };
    let told = view.logins.iter().filter_map(|entry| {
        let verdict = match entry.sender.as_ref()? {
            Passage::Granted => Verdict::Pass(Evidence::new()),
            Passage::Unknown(gap) => unknown(vec![gap.clone()]),
            Passage::Refused(reply) => {
                let evidence = quoted(reply).with("host", &entry.service.host.name).with("account", account.address.as_str());
                Verdict::fail(evidence.with("from", account.from.clone().unwrap_or_default()))
            }
        };
        Some((Subject::from(&entry.service.host.name), verdict))
    });
    told.collect()
}
