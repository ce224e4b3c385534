//! What usually stands behind a code that came without words, the most likely first, each with its remedy.

use super::{Text, Words, t};
use crate::kind::Actor;
use crate::reply::Enhanced;

/// The usual causes behind a bare code; an enhanced code decides before the three digits.
pub(crate) fn words(code: Option<u16>, enhanced: Option<Enhanced>) -> Option<Words> {
    let unauthorised = enhanced.filter(|e| e.subject == 7 && matches!(e.detail, Some(0 | 1)));
    match (unauthorised.map(|e| e.class), code) {
        (Some(4), _) => Some(DEFERRED),
        (Some(5), _) => Some(REFUSED),
        _ if enhanced.is_some() => None,
        (_, Some(421)) => Some(CLOSING),
        (_, Some(450 | 451)) => Some(LOCAL_ERROR),
        (_, Some(452)) => Some(STORAGE),
        (_, Some(550)) => Some(UNAVAILABLE),
        (_, Some(553)) => Some(NAME),
        (_, Some(554)) => Some(FAILED),
        (_, Some(571)) => Some(REFUSED),
        _ => None,
    }
}

const SERVERS: &[&str] = &["SMTP001", "SMTP005", "PTR001", "BL001", "MX001"];
const SENDERS: &[&str] = &["PTR001", "PTR002", "BL001", "SPF001", "DKIM001", "DMARC001"];

const GREYLISTING: Text = t(
    "Greylisting: a new sender is deferred once. Wait 15 to 30 minutes; the server retries by itself. Retry from the same address.",
    "Серые списки: новому отправителю отказывают один раз. Подождите 15–30 минут, сервер повторит сам; повторяйте с того же IP-адреса.",
);
const LIMITS: Text = t(
    "Sending limits: too many messages, recipients or connections. Send in smaller parts, lower the number of connections, see the provider's limits.",
    "Лимиты отправки: слишком много писем, получателей или соединений. Отправляйте частями, уменьшите число соединений, сверьтесь с лимитами провайдера.",
);
const PORT_25: Text = t(
    "Port 25 is closed by ISP or hoster. Mail programs: use 465 or 587 with log-in, or 2525; servers: ask for port 25 or send through a relay.",
    "Порт 25 закрыт провайдером или хостером. В почтовой программе: порт 465 или 587 со входом либо 2525; для сервера: попросите открыть порт 25 или отправляйте через релей.",
);
const VPN: Text = t(
    "VPN, proxy or antivirus in the way: switch the VPN off, or the mail scan of the antivirus, and try again; another network helps to compare.",
    "Мешает VPN, прокси или антивирус: отключите VPN и проверку почты в антивирусе и повторите; для сравнения попробуйте другую сеть.",
);
const PTR: Text = t(
    "Missing reverse DNS: the sending address has no PTR record, or it does not lead back. Ask the owner of the address (hoster, ISP) to set it to the HELO name.",
    "Нет обратной записи DNS: у IP-адреса нет PTR или он не подтверждается. Попросите владельца адреса (хостера, провайдера) указать в PTR имя из HELO.",
);
const LISTED: Text = t(
    "Blocklisted: check the sending address and domain (mailaudit blocklist ADDRESS), mend the cause, then ask the list for delisting, Spamhaus at https://check.spamhaus.org.",
    "Чёрный список: проверьте IP-адрес и домен (mailaudit blocklist АДРЕС), устраните причину, затем запросите исключение (делистинг), у Spamhaus — на https://check.spamhaus.org.",
);
const INFECTED: Text = t(
    "Infected sender: a computer, web form or stolen password sends spam. Look through the queue, clean the computers, change passwords, then ask for delisting.",
    "Заражённый отправитель: компьютер, веб-форма или украденный пароль рассылают спам. Проверьте очередь, вылечите компьютеры, смените пароли, затем запросите делистинг.",
);
const AUTHENTICITY: Text = t(
    "SPF, DKIM or DMARC not passed: publish and repair the records (mailaudit check DOMAIN, mailaudit fix DOMAIN).",
    "Не пройдены SPF, DKIM или DMARC: опубликуйте и исправьте записи (mailaudit check ДОМЕН, mailaudit fix ДОМЕН).",
);
const RELAY: Text = t(
    "Relaying denied: the server does not serve this recipient. Turn on SMTP authentication (log-in) in the mail program; check that the MX leads to the right server.",
    "Пересылка запрещена (relaying denied): сервер не обслуживает этого получателя. Включите SMTP-аутентификацию в почтовой программе; проверьте, что MX ведёт на верный сервер.",
);
const UNKNOWN_USER: Text = t(
    "Unknown user: the mailbox does not exist or was closed. Check the spelling, take the address off the list.",
    "Неизвестный пользователь: ящика нет или он закрыт. Проверьте написание, удалите адрес из рассылки.",
);
const NOT_OWNED: Text = t(
    "Sender address not owned by the account: log in as the owner of the From address, or have the administrator allow it (alias, Send As).",
    "Адрес отправителя не принадлежит учётной записи: войдите под владельцем адреса From или попросите администратора разрешить его (псевдоним, «Отправить как»).",
);
const ROUTING: Text = t(
    "MX routing: the MX records lead to a wrong or dead server, or to one that does not know the domain. Check MX and A records and the server's list of domains.",
    "Маршрутизация MX: записи MX ведут на неверный или неработающий сервер либо на тот, что не знает домена. Проверьте записи MX и A и список доменов сервера.",
);
const QUEUE: Text = t(
    "When the cause is gone, force the queue: postqueue -f (Postfix), exim -qff (Exim), sendmail -q, Get-Queue | Retry-Queue (Exchange).",
    "Устранив причину, отправьте очередь принудительно: postqueue -f (Postfix), exim -qff (Exim), sendmail -q, Get-Queue | Retry-Queue (Exchange).",
);
const EXCHANGE: Text = t(
    "Exchange back pressure: disk space or memory is short (events 15004 to 15007, 'Insufficient system resources'). Free space on the drive of the queue database, restart the transport service.",
    "Exchange Back Pressure: не хватает места на диске или памяти (события 15004–15007, «Insufficient system resources»). Освободите место на диске с базой очереди, перезапустите службу транспорта.",
);
const MICROSOFT: Text = t(
    "451 4.7.500 to 4.7.699 (ASxxx) from Microsoft 365: the address or tenant is throttled as suspicious. Do not send from onmicrosoft.com but from your own domain with SPF, DKIM and DMARC; wait up to 24 hours, then https://sender.office.com or Microsoft's support.",
    "451 4.7.500–699 (ASxxx) от Microsoft 365: адрес или тенант ограничен как подозрительный. Отправляйте не с домена onmicrosoft.com, а со своего с SPF, DKIM и DMARC; подождите до 24 часов, затем https://sender.office.com или поддержка Microsoft.",
);
const CERTIFICATE: Text = t(
    "Expired certificate or a TLS fault: renew the certificate, send the full chain, allow TLS 1.2 and 1.3 (mailaudit tls HOST).",
    "Просрочен сертификат или ошибка TLS: обновите сертификат, отдавайте полную цепочку, разрешите TLS 1.2 и 1.3 (mailaudit tls УЗЕЛ).",
);
const OVERLOAD: Text = t(
    "The receiving server is overloaded, restarting or under maintenance. Wait: the queue retries for days; after four hours ask its administrator.",
    "Сервер получателя перегружен, перезапускается или на обслуживании. Подождите: очередь повторяет попытки несколько дней; через четыре часа обратитесь к его администратору.",
);
const DISK: Text = t(
    "No disk space at the receiving server. Its administrator frees the partition of queue and mailboxes (df -h, df -i), old logs first.",
    "На сервере получателя нет места. Его администратор освобождает раздел очереди и ящиков (df -h, df -i), сначала старые журналы.",
);
const RECIPIENTS: Text = t(
    "Too many recipients in one message (often from 50 or 100 on). Split it; a list belongs to a mailing service.",
    "Слишком много получателей в одном письме (часто от 50 или 100). Разделите его; для рассылок используйте сервис рассылок.",
);
const MAILBOX: Text = t(
    "The recipient's mailbox is full or busy. The recipient frees space; write again later or by another way.",
    "Ящик получателя переполнен или занят. Получатель освобождает место; напишите позже или другим способом.",
);
const SPELLING: Text = t(
    "Malformed or mistyped address: blanks, quotes, commas, two @, a missing domain. Correct the recipient, also in the address book's cache.",
    "Адрес записан неверно: пробелы, кавычки, запятые, две @, нет домена. Исправьте адрес получателя, также в кэше адресной книги.",
);
const SENDER_DOMAIN: Text = t(
    "The sender's domain does not resolve: give it MX or A records, or correct the sender address.",
    "Домен отправителя не разрешается: добавьте ему записи MX или A либо исправьте адрес отправителя.",
);
const SPAM: Text = t(
    "Judged as spam or against the receiver's rules: remove short links and attachments, send as plain text for a test, ask the receiver to allow you.",
    "Сочтено спамом или нарушает правила получателя: уберите короткие ссылки и вложения, для проверки отправьте простым текстом, попросите получателя разрешить вас.",
);
const FIREWALL: Text = t(
    "The recipient or its firewall blocks the sender or the sending network. Write another way and ask to be taken off the local list.",
    "Получатель или его межсетевой экран блокирует отправителя или его сеть. Свяжитесь другим способом и попросите убрать вас из локального списка.",
);
const PROVIDER_LIMITS: Text = t(
    "Limits of your provider: quota of the day or hour reached, sending switched off after complaints. Wait until the next day, then ask the provider.",
    "Лимиты вашего провайдера: исчерпана дневная или часовая квота, отправка отключена после жалоб. Подождите до следующего дня, затем обратитесь к провайдеру.",
);

const TITLE: Text = t("code without words: several usual causes", "код без пояснения: несколько обычных причин");
const CLOSING: Words = Words {
    actor: Actor::SenderAdmin,
    checks: SERVERS,
    title: TITLE,
    cause: t(
        "421 says only that the server closes the connection for now. The usual causes, the most likely first:",
        "421 сообщает лишь, что сервер сейчас закрывает соединение. Обычные причины, от самой вероятной:",
    ),
    remedies: &[OVERLOAD, LIMITS, GREYLISTING, PORT_25, VPN, PTR, LISTED, EXCHANGE, PROVIDER_LIMITS, CERTIFICATE, ROUTING, QUEUE],
};
const LOCAL_ERROR: Words = Words {
    actor: Actor::SenderAdmin,
    checks: SERVERS,
    title: TITLE,
    cause: t(
        "450 and 451 say only that the message is not taken now. The usual causes, the most likely first:",
        "450 и 451 сообщают лишь, что письмо сейчас не принято. Обычные причины, от самой вероятной:",
    ),
    remedies: &[GREYLISTING, LIMITS, MICROSOFT, OVERLOAD, PTR, LISTED, ROUTING, EXCHANGE, MAILBOX, PROVIDER_LIMITS, CERTIFICATE, QUEUE],
};
const STORAGE: Words = Words {
    actor: Actor::RecipientAdmin,
    checks: &["SMTP005", "MX001"],
    title: TITLE,
    cause: t(
        "452 says that the server has no room now, or that the message has too many recipients. The usual causes, the most likely first:",
        "452 сообщает, что на сервере сейчас нет места или получателей слишком много. Обычные причины, от самой вероятной:",
    ),
    remedies: &[DISK, EXCHANGE, RECIPIENTS, MAILBOX, LIMITS, PROVIDER_LIMITS, QUEUE],
};
const UNAVAILABLE: Words = Words {
    actor: Actor::Sender,
    checks: SENDERS,
    title: TITLE,
    cause: t(
        "550 says only that the message is refused for good: no such mailbox, no access, or policy. The usual causes, the most likely first:",
        "550 сообщает лишь, что письмо отклонено окончательно: нет ящика, нет доступа или политика. Обычные причины, от самой вероятной:",
    ),
    remedies: &[
        UNKNOWN_USER,
        LISTED,
        AUTHENTICITY,
        PTR,
        SPAM,
        RELAY,
        INFECTED,
        FIREWALL,
        PROVIDER_LIMITS,
        NOT_OWNED,
        PORT_25,
        VPN,
        ROUTING,
        CERTIFICATE,
    ],
};
const NAME: Words = Words {
    actor: Actor::Sender,
    checks: &["SPF001", "MX001", "DNS001", "PTR001", "BL001"],
    title: TITLE,
    cause: t(
        "553 says that the name of a mailbox is not allowed, the recipient's or, often, the sender's. The usual causes, the most likely first:",
        "553 означает, что адрес недопустим: получателя, а часто и отправителя. Обычные причины, от самой вероятной:",
    ),
    remedies: &[NOT_OWNED, SPELLING, RELAY, SENDER_DOMAIN, UNKNOWN_USER, PTR, LISTED, ROUTING, PROVIDER_LIMITS],
};
const FAILED: Words = Words {
    actor: Actor::SenderAdmin,
    checks: SENDERS,
    title: TITLE,
    cause: t(
        "554 says only that the transaction failed, or that there is no mail service for you. The usual causes, the most likely first:",
        "554 сообщает лишь, что отправка не удалась или что для вас почтовой службы здесь нет. Обычные причины, от самой вероятной:",
    ),
    remedies: &[LISTED, SPAM, PTR, AUTHENTICITY, RELAY, INFECTED, UNKNOWN_USER, FIREWALL, PROVIDER_LIMITS],
};
const REFUSED: Words = Words {
    actor: Actor::SenderAdmin,
    checks: SENDERS,
    title: TITLE,
    cause: t(
        "Delivery is not authorised: a rule of the receiver refuses it. 571 stands in no RFC; servers that use it mean 5.7.1. The usual causes, the most likely first:",
        "Доставка не разрешена: её запрещает правило получателя. Кода 571 нет ни в одном RFC; серверы, которые его используют, имеют в виду 5.7.1. Обычные причины, от самой вероятной:",
    ),
    remedies: &[FIREWALL, LISTED, SPAM, AUTHENTICITY, RELAY, NOT_OWNED, PTR, INFECTED, PROVIDER_LIMITS, PORT_25, VPN, CERTIFICATE],
};
const DEFERRED: Words = Words {
    actor: Actor::SenderAdmin,
    checks: SENDERS,
    title: TITLE,
    cause: t(
        "4.7.0 and 4.7.1 say that a rule of the receiver defers the message. The usual causes, the most likely first:",
        "4.7.0 и 4.7.1 сообщают, что правило получателя откладывает письмо. Обычные причины, от самой вероятной:",
    ),
    remedies: &[GREYLISTING, LIMITS, PTR, LISTED, AUTHENTICITY, INFECTED, MICROSOFT, CERTIFICATE, QUEUE],
};

/// Microsoft's private block 4.7.500 to 4.7.699.
pub(crate) const fn microsoft(enhanced: Enhanced) -> Option<Text> {
    match enhanced {
        Enhanced { class: 4, subject: 7, detail: Some(500..=699) } => Some(MICROSOFT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::explain;
    use crate::words::Lang;

    #[test]
    fn a_bare_code_lists_what_administrators_know() {
        let wanted: [(&str, &[&str]); 6] = [
            (
                "421",
                &["465", "587", "2525", "VPN", "Greylisting", "limits", "MX routing", "force the queue", "back pressure", "certificate"],
            ),
            ("451", &["Greylisting", "onmicrosoft.com", "4.7.500", "MX routing", "Exchange", "reverse DNS", "force the queue"]),
            ("452", &["disk space", "back pressure", "Too many recipients", "force the queue"]),
            ("550", &["Unknown user", "Infected", "delisting", "reverse DNS", "Relaying denied", "provider", "port 25", "VPN"]),
            ("553", &["not owned", "Relaying denied", "reverse DNS", "Malformed"]),
            ("571", &["firewall", "Blocklisted", "Relaying denied", "spam", "RFC"]),
        ];
        for (code, words) in wanted {
            let e = explain(code.as_bytes());
            let page = format!("{} {}", e.cause(Lang::En), e.remedies(Lang::En).join(" ")).to_lowercase();
            for word in words {
                assert!(page.contains(&word.to_lowercase()), "{code}: {word}");
            }
            assert_eq!(e.remedies(Lang::En).len(), e.remedies(Lang::Ru).len());
            assert!(e.remedies(Lang::Ru).iter().all(|r| r.chars().any(|c| ('а'..='я').contains(&c))), "{code}");
        }
        // Every cause that administrators know stands under at least one of the codes, in both languages.
        let all = |lang| {
            let pages = wanted.iter().flat_map(|(code, _)| explain(code.as_bytes()).remedies(lang));
            pages.collect::<Vec<_>>().join(" ").to_lowercase()
        };
        let (english, russian) = (all(Lang::En), all(Lang::Ru));
        for (en, ru) in [
            ("port 25 is closed", "порт 25 закрыт"),
            ("465 or 587", "465 или 587"),
            ("2525", "2525"),
            ("vpn", "vpn"),
            ("greylisting", "серые списки"),
            ("sending limits", "лимиты отправки"),
            ("mx routing", "маршрутизация mx"),
            ("force the queue", "отправьте очередь принудительно"),
            ("exchange back pressure", "exchange back pressure"),
            ("no disk space", "нет места"),
            ("4.7.500 to 4.7.699 (asxxx)", "4.7.500–699 (asxxx)"),
            ("onmicrosoft.com", "onmicrosoft.com"),
            ("unknown user", "неизвестный пользователь"),
            ("infected sender", "заражённый отправитель"),
            ("limits of your provider", "лимиты вашего провайдера"),
            ("missing reverse dns", "нет обратной записи dns"),
            ("relaying denied", "пересылка запрещена"),
            ("blocklisted", "чёрный список"),
            ("delisting", "делистинг"),
            ("not owned by the account", "не принадлежит учётной записи"),
            ("expired certificate", "просрочен сертификат"),
        ] {
            assert!(english.contains(en), "{en}");
            assert!(russian.contains(ru), "{ru}");
        }
        assert!(explain(b"550 5.1.1").remedies(Lang::En).iter().all(|r| !r.contains("Blocklisted")), "an enhanced code says more");
    }
}
