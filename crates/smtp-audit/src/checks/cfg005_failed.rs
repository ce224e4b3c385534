//! CFG005: the account cannot log in: no such host, nobody there, no log-in offered, or refused.

use crate::samples::{ACCOUNT, HEALTHY};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::login::{Entry, Login};
use records::client_config::Kind;
use std::collections::BTreeMap;

pub const CHECK: Check<View> = Check {
    code: "CFG005",
    name: "login-failed",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 4954 6", "RFC 5530 3", "RFC 8314 3"],
    follows: &[],
    en: Words {
        title: "The account can log in",
        says: "{account} cannot log in over {service} at {host}, port {port}: {fault} {reply}",
        why: "A mail program with these settings asks for the password again and again, or reports that it cannot connect, and mail is neither read nor sent.",
        fix: "What to do: {remedy}",
    },
    ru: Words {
        title: "Ящик пускает владельца",
        says: "{account} не может войти по {service} на {host}, порт {port}: {fault} {reply}",
        why: "Почтовая программа с такими настройками снова и снова спрашивает пароль или сообщает, что нет соединения; почта не читается и не отправляется.",
        fix: "Что делать: {remedy}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ACCOUNT, "smtp 44.128.1.5:465 mail.example.com good\nC: AUTH\nS: 535 5.7.8 authentication failed"]),
        Example::fail(&[HEALTHY, ACCOUNT, "smtp 44.128.1.5:465 mail.example.com good\nREFUSE"]),
        Example::fail(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com smtp=gone.example.com"]),
        Example::fail(&[
            HEALTHY,
            ACCOUNT,
            "imap 44.128.1.5:993 mail.example.com good\nC: LOGIN\nS: NO [ALERT] Application-specific password required",
        ]),
        Example::pass(&[HEALTHY, ACCOUNT]),
        Example::unknown(&[HEALTHY, ACCOUNT, "smtp 44.128.1.5:465 mail.example.com good\nC: AUTH\nS: 454 4.7.0 try later"]),
        Example::unknown(&[HEALTHY, ACCOUNT, "imap 44.128.1.5:993 mail.example.com good\nC: LOGIN\nS: NO [UNAVAILABLE] later"]),
        Example::unknown(&[HEALTHY, ACCOUNT, "smtp 44.128.1.5:465 mail.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, ACCOUNT, "target example.com account=anna@example.com smtp=mail.example.com"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let account = view.target.account.as_ref().map(|a| a.address.as_str()).unwrap_or_default();
    let mut hosts: BTreeMap<Subject, Vec<&Entry>> = BTreeMap::new();
    for entry in &view.logins {
        hosts.entry(Subject::from(&entry.service.host.name)).or_default().push(entry);
    }
    hosts.into_iter().map(|(subject, entries)| (subject, host(account, &entries))).collect()
}

fn host(account: &str, entries: &[&Entry]) -> Verdict {
    let (mut gaps, mut granted) = (Vec::new(), false);
    for entry in entries {
        match fault(&entry.login) {
            Some((fault, remedy)) => {
                let reply = match &entry.login {
                    Login::Refused(reply) => Value::Reply(reply.clone()),
                    _ => Value::Phrase(Phrase { en: "There was no reply.", ru: "Ответа не было." }),
                };
                let evidence = Evidence::new().with("account", account).with("service", service(entry.service.kind));
                let evidence = evidence.with("host", &entry.service.host.name).with("port", usize::from(entry.service.host.port));
                let evidence = evidence.with("fault", Value::Phrase(fault)).with("reply", reply);
                return Verdict::fail(evidence.with("remedy", Value::Phrase(remedy)));
            }
            None => match &entry.login {
                Login::Unknown(gap) => gaps.push(gap.clone()),
                login => granted |= *login == Login::Granted,
            },
        }
    }
    match (gaps.is_empty(), granted) {
        (false, _) => unknown(gaps),
        (true, true) => Verdict::Pass(Evidence::new()),
        (true, false) => Verdict::NotApplicable,
    }
}

fn service(kind: Kind) -> &'static str {
    match kind {
        Kind::Imap => "IMAP",
        Kind::Pop3 => "POP3",
        Kind::Smtp => "SMTP",
    }
}

/// What is wrong, and what to do about it.
fn fault(login: &Login) -> Option<(Phrase, Phrase)> {
    let told = match login {
        Login::Granted | Login::NoPassword | Login::Unknown(_) => return None,
        Login::NoHost => (
            Phrase { en: "the host has no address.", ru: "у хоста нет адреса." },
            Phrase {
                en: "Correct the name of the server; the provider's help pages tell it.",
                ru: "Исправьте имя сервера; оно указано в справке почтовой службы.",
            },
        ),
        Login::NobodyThere => (
            Phrase { en: "nobody listens on this port.", ru: "этот порт никто не слушает." },
            Phrase {
                en: "Enter another port (993 for IMAP, 995 for POP3, 465 or 587 for sending), or have the service started.",
                ru: "Укажите другой порт (993 для IMAP, 995 для POP3, 465 или 587 для отправки) или попросите запустить службу.",
            },
        ),
        Login::NotOffered => (
            Phrase {
                en: "the server offers no log-in with name and password.", ru: "сервер не предлагает вход по имени и паролю."
            },
            Phrase {
                en: "Log in with OAuth 2 if the provider asks for it, or enter the server that is meant for mail programs; on your own server switch on AUTH PLAIN under TLS.",
                ru: "Входите по OAuth 2, если этого требует служба, или укажите сервер, предназначенный для почтовых программ; на своём сервере включите AUTH PLAIN под TLS.",
            },
        ),
        Login::Refused(reply) => (Phrase { en: "the server refuses:", ru: "сервер отказывает:" }, remedy(reply)),
    };
    Some(told)
}

/// By the words of the reply, most special first.
fn remedy(reply: &str) -> Phrase {
    let said = reply.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| said.contains(w));
    if has(&["application-specific", "app password", "app-specific", "application password", "пароль приложения", "5.7.9"])
    {
        return Phrase {
            en: "Make a password for applications in the settings of the mailbox and enter it in place of the usual one.",
            ru: "Создайте в настройках ящика пароль приложения и укажите его вместо обычного.",
        };
    }
    if has(&["basic auth", "5.7.139", "authentication is disabled", "smtpclientauthentication"]) {
        return Phrase {
            en: "The provider takes no passwords here: choose OAuth 2 in the mail program, or have the administrator permit authenticated SMTP for the mailbox.",
            ru: "Служба не принимает здесь пароли: выберите в программе OAuth 2 или попросите администратора разрешить для ящика SMTP с авторизацией.",
        };
    }
    if has(&[
        "imap is disabled",
        "pop3 is disabled",
        "pop is disabled",
        "not enabled for",
        "disabled for this",
        "access disabled",
        "доступ запрещ",
        "отключен",
    ]) {
        return Phrase {
            en: "Switch on access for mail programs (IMAP, POP3) in the settings of the mailbox.",
            ru: "Включите в настройках ящика доступ для почтовых программ (IMAP, POP3).",
        };
    }
    if has(&["too many", "locked", "blocked", "suspend", "заблокирован"]) {
        return Phrase {
            en: "Wait an hour, then log in to the mailbox in a browser: the provider says there what it blocked. Then change the password everywhere it is stored.",
            ru: "Подождите час и войдите в ящик через браузер: там указано, что заблокировано. Затем смените пароль везде, где он сохранён.",
        };
    }
    Phrase {
        en: "Enter the whole address as the user name and type the password anew; where the provider wants a password for applications, make one in the settings of the mailbox.",
        ru: "Укажите полный адрес как имя пользователя и введите пароль заново; если служба требует пароль приложения, создайте его в настройках ящика.",
    }
}
