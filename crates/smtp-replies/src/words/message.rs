//! Words of kinds about the message, the sender and the log-in.

use super::{Actor, Kind, Words, t};

pub(super) const fn words(kind: Kind) -> Option<Words> {
    Some(match kind {
        Kind::Virus => Words {
            actor: Actor::Sender,
            checks: &[],
            title: t("virus found", "обнаружен вирус"),
            cause: t("The receiver's scanner found malware in the message.", "Антивирус получателя нашёл в письме вредоносный код."),
            remedies: const {
                &[t(
                    "Scan the sending computer, remove the file, send again.",
                    "Проверьте компьютер отправителя антивирусом, удалите файл и отправьте снова.",
                )]
            },
        },
        Kind::Attachment => Words {
            actor: Actor::Sender,
            checks: &["MSG024"],
            title: t("attachment refused", "вложение запрещено"),
            cause: t("The receiver refuses attachments of this kind.", "Получатель не принимает вложения этого типа."),
            remedies: const {
                &[t("Send a link to the file, or a permitted file type.", "Отправьте ссылку на файл или файл разрешённого типа.")]
            },
        },
        Kind::Size => Words {
            actor: Actor::Sender,
            checks: &["MSG031", "SMTP019"],
            title: t("message too large", "письмо слишком большое"),
            cause: t(
                "The message exceeds the size limit of the server or mailbox.",
                "Письмо превышает ограничение размера сервера или ящика.",
            ),
            remedies: const {
                &[t(
                    "Send a link to the file or split it; encoding adds a third to the size.",
                    "Отправьте ссылку на файл или разделите его; кодирование увеличивает размер на треть.",
                )]
            },
        },
        Kind::RfcFormat => Words {
            actor: Actor::SenderAdmin,
            checks: &["MSG001", "MSG002", "MSG003", "MSG011"],
            title: t("malformed message", "письмо не по стандарту"),
            cause: t(
                "Header fields are missing, doubled or malformed (RFC 5322).",
                "Заголовки отсутствуют, повторяются или неверно составлены (RFC 5322).",
            ),
            remedies: const {
                &[t(
                    "See that From, Date and Message-ID each stand once and are valid.",
                    "Проверьте, что From, Date и Message-ID присутствуют по одному разу и верны.",
                )]
            },
        },
        Kind::Policy => Words {
            actor: Actor::RecipientAdmin,
            checks: &["SPF001", "DKIM001", "DMARC001", "PTR001", "BL001"],
            title: t("refused by policy", "отказ по политике получателя"),
            cause: t(
                "A local rule of the receiver refuses the message without naming the reason.",
                "Локальное правило получателя отклоняет письмо, не называя причины.",
            ),
            remedies: const {
                &[
                    t(
                        "Check what such rules usually ask for: PTR, SPF, DKIM, DMARC, blocklists.",
                        "Проверьте то, чего обычно требуют такие правила: PTR, SPF, DKIM, DMARC, чёрные списки.",
                    ),
                    t(
                        "Ask the recipient's administrator with the full reply and its time.",
                        "Обратитесь к администратору получателя с полным текстом ответа и временем.",
                    ),
                ]
            },
        },
        Kind::RelayDenied => Words {
            actor: Actor::SenderAdmin,
            checks: &["MX001", "SMTP027"],
            title: t("relaying denied", "пересылка запрещена (relay denied)"),
            cause: t(
                "The server neither hosts the recipient's domain nor knows the sender as its own.",
                "Сервер не обслуживает домен получателя и не считает отправителя своим.",
            ),
            remedies: const {
                &[
                    t(
                        "Sending by a mail program: turn on SMTP authentication (port 465 or 587).",
                        "Отправляете почтовой программой: включите аутентификацию SMTP (порт 465 или 587).",
                    ),
                    t(
                        "Recipient's domain: the MX must lead to the server that hosts it; add the domain there.",
                        "Домен получателя: MX должен вести на сервер, который его обслуживает; добавьте домен на нём.",
                    ),
                    t(
                        "Own relay: permit the client's address (mynetworks in Postfix, a receive connector in Exchange).",
                        "Собственный релей: разрешите IP-адрес клиента (mynetworks в Postfix, соединитель получения в Exchange).",
                    ),
                ]
            },
        },
        Kind::AuthRequired => Words {
            actor: Actor::Sender,
            checks: &["CFG004"],
            title: t("authentication needed", "нужна аутентификация"),
            cause: t("The server takes mail only after log-in.", "Сервер принимает почту только после входа."),
            remedies: const {
                &[t(
                    "Turn on SMTP authentication in the mail program; port 465 with TLS or 587 with STARTTLS.",
                    "Включите аутентификацию SMTP в почтовой программе; порт 465 с TLS или 587 со STARTTLS.",
                )]
            },
        },
        Kind::AuthFailed => Words {
            actor: Actor::Sender,
            checks: &["CFG005"],
            title: t("log-in refused", "вход отклонён"),
            cause: t("User name, password or the way of log-in is not accepted.", "Имя пользователя, пароль или способ входа не приняты."),
            remedies: const {
                &[
                    t(
                        "Check name and password; many providers want an application password or OAuth2.",
                        "Проверьте имя и пароль; многие сервисы требуют пароль приложения или OAuth2.",
                    ),
                    t(
                        "See that the provider's settings allow mail programs.",
                        "Убедитесь, что в настройках сервиса разрешены почтовые программы.",
                    ),
                ]
            },
        },
        Kind::SenderNotOwned => Words {
            actor: Actor::Sender,
            checks: &["CFG006"],
            title: t("sender address is not of this account", "адрес отправителя не принадлежит учётной записи"),
            cause: t(
                "The address in From or MAIL FROM differs from the account that logged in.",
                "Адрес в поле From или в MAIL FROM не принадлежит учётной записи, под которой выполнен вход.",
            ),
            remedies: const {
                &[
                    t(
                        "Set the sender address to the account's own, or add it there as an alias.",
                        "Отправляйте с адреса самой учётной записи или добавьте нужный адрес в неё как псевдоним.",
                    ),
                    t(
                        "Scripts and devices (web site, scanner): set the same address in their settings.",
                        "Скрипты и устройства (сайт, сканер): укажите тот же адрес в их настройках.",
                    ),
                    t(
                        "Or the administrator allows it: Send As in Exchange, smtpd_sender_login_maps in Postfix, an alias at Yandex or Mail.ru.",
                        "Или администратор разрешает этот адрес: «Отправить как» в Exchange, smtpd_sender_login_maps в Postfix, псевдоним в Яндексе или Mail.ru.",
                    ),
                ]
            },
        },
        Kind::SenderDomain => Words {
            actor: Actor::SenderAdmin,
            checks: &["DNS001", "MX001", "MSG029"],
            title: t("sender's domain does not resolve", "домен отправителя не найден"),
            cause: t(
                "The domain of the envelope sender has no usable MX or A record.",
                "У домена отправителя нет рабочих записей MX или A.",
            ),
            remedies: const {
                &[
                    t(
                        "Check that the domain is paid for and its name servers answer.",
                        "Проверьте, что домен оплачен и его серверы имён отвечают.",
                    ),
                    t(
                        "Publish MX or A records, or use a sender address in a domain that exists.",
                        "Опубликуйте MX или A либо используйте адрес в существующем домене.",
                    ),
                ]
            },
        },
        Kind::SenderInvalid => Words {
            actor: Actor::SenderAdmin,
            checks: &["SMTP012", "MSG029"],
            title: t("sender address refused", "адрес отправителя отклонён"),
            cause: t(
                "The receiver does not accept the envelope sender: it cannot be verified or is blocked.",
                "Получатель не принимает адрес отправителя из конверта: он не проходит проверку или заблокирован.",
            ),
            remedies: const {
                &[t(
                    "See that the address exists and your MX accepts mail for it, also from <>.",
                    "Убедитесь, что адрес существует и ваш MX принимает для него почту, в том числе от <>.",
                )]
            },
        },
        Kind::TenantRestriction => Words {
            actor: Actor::SenderAdmin,
            checks: &[],
            title: t("sending is switched off", "отправка ограничена"),
            cause: t(
                "The sender's own provider has restricted the account after suspicious sending.",
                "Собственный сервис отправителя ограничил учётную запись после подозрительной отправки.",
            ),
            remedies: const {
                &[
                    t(
                        "Change the password, scan the computer, look for foreign rules and forwards.",
                        "Смените пароль, проверьте компьютер, поищите чужие правила и пересылку.",
                    ),
                    t(
                        "Microsoft 365: verify your own domain instead of onmicrosoft.com; unblock under Restricted entities.",
                        "Microsoft 365: подтвердите собственный домен вместо onmicrosoft.com; снимите блокировку в Restricted entities.",
                    ),
                    t("Ask the provider's support to lift the restriction.", "Попросите поддержку сервиса снять ограничение."),
                ]
            },
        },
        Kind::AddressSyntax => Words {
            actor: Actor::Sender,
            checks: &[],
            title: t("malformed address", "неверный формат адреса"),
            cause: t("The address breaks the rules of its form.", "Адрес записан с нарушением формата."),
            remedies: const {
                &[t("Correct the address: no blanks, quotes or missing domain.", "Исправьте адрес: без пробелов, кавычек, с доменом.")]
            },
        },
        Kind::Smtputf8 => Words {
            actor: Actor::SenderAdmin,
            checks: &["SMTP020"],
            title: t("non-ASCII addresses not supported", "адреса не в ASCII не поддерживаются"),
            cause: t(
                "A server on the way does not support internationalised addresses (RFC 6531).",
                "Сервер на пути не поддерживает интернационализированные адреса (RFC 6531).",
            ),
            remedies: const {
                &[t("Use an ASCII address of the same mailbox.", "Используйте адрес того же ящика латиницей.")]
            },
        },
        _ => return None,
    })
}
