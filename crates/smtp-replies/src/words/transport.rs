//! Words of kinds about protocol, transport and servers.

use super::{Actor, Kind, Words, t};

pub(super) const fn words(kind: Kind) -> Option<Words> {
    Some(match kind {
        Kind::Protocol => Words {
            actor: Actor::SenderAdmin,
            checks: &[],
            title: t("protocol error", "ошибка протокола SMTP"),
            cause: t(
                "The dialogue broke the rules of SMTP, or a firewall altered it.",
                "В диалоге нарушены правила SMTP, либо его изменил межсетевой экран.",
            ),
            remedies: const {
                &[
                    t(
                        "Switch off SMTP inspection on firewall and antivirus; log in before sending.",
                        "Отключите инспекцию SMTP на межсетевом экране и в антивирусе; выполняйте вход до отправки.",
                    ),
                    t(
                        "Update the sending program; it must end lines with CRLF and wait for replies.",
                        "Обновите отправляющую программу: строки заканчиваются CRLF, ответы нужно ждать.",
                    ),
                ]
            },
        },
        Kind::TlsRequired => Words {
            actor: Actor::SenderAdmin,
            checks: &["TLS001", "TLS002", "TLS014"],
            title: t("TLS needed", "требуется TLS"),
            cause: t(
                "One side demands encryption and the other does not offer it, or no handshake succeeds.",
                "Одна сторона требует шифрования, а другая его не предлагает, либо соединение TLS не устанавливается.",
            ),
            remedies: const {
                &[t(
                    "Turn on STARTTLS with TLS 1.2 or 1.3 at the sending and receiving server.",
                    "Включите STARTTLS с TLS 1.2 или 1.3 на отправляющем и принимающем сервере.",
                )]
            },
        },
        Kind::TlsCert => Words {
            actor: Actor::RecipientAdmin,
            checks: &["TLS003", "TLS006", "TLS007", "TLS008", "TLS009"],
            title: t("certificate not accepted", "сертификат не принят"),
            cause: t(
                "The certificate is expired, untrusted, or made out to another name.",
                "Сертификат просрочен, не доверен или выдан на другое имя.",
            ),
            remedies: const {
                &[t(
                    "Renew the certificate with the server's name, send the full chain, reload the mail server.",
                    "Обновите сертификат с именем сервера, отдавайте полную цепочку, перезагрузите почтовый сервер.",
                )]
            },
        },
        Kind::MtaSts => Words {
            actor: Actor::RecipientAdmin,
            checks: &["STS003", "STS005", "STS009"],
            title: t("MTA-STS not satisfied", "не выполнена политика MTA-STS"),
            cause: t(
                "The recipient's MTA-STS policy does not fit its MX hosts or their certificates.",
                "Политика MTA-STS домена получателя не соответствует его MX или их сертификатам.",
            ),
            remedies: const {
                &[t(
                    "The recipient's administrator corrects the mx: lines or the certificate.",
                    "Администратор получателя исправляет строки mx: или сертификат.",
                )]
            },
        },
        Kind::Dane => Words {
            actor: Actor::RecipientAdmin,
            checks: &["DANE002", "DANE004", "DANE005"],
            title: t("DANE not satisfied", "не выполнена проверка DANE"),
            cause: t(
                "The recipient's TLSA records or DNSSEC do not fit the certificate served.",
                "Записи TLSA или DNSSEC получателя не соответствуют предъявленному сертификату.",
            ),
            remedies: const {
                &[t(
                    "The recipient's administrator publishes fitting TLSA records and repairs DNSSEC.",
                    "Администратор получателя публикует верные записи TLSA и исправляет DNSSEC.",
                )]
            },
        },
        Kind::Dns => Words {
            actor: Actor::RecipientAdmin,
            checks: &["DNS001", "MX001", "MX002"],
            title: t("domain or mail server not found", "домен или почтовый сервер не найден"),
            cause: t(
                "The recipient's domain does not exist in DNS, or its MX cannot be resolved.",
                "Домена получателя нет в DNS, либо его MX не разрешается.",
            ),
            remedies: const {
                &[
                    t("Check the spelling of the domain.", "Проверьте написание домена."),
                    t(
                        "The recipient's administrator checks payment, name servers and MX records; your side: the resolver.",
                        "Администратор получателя проверяет оплату домена, серверы имён и MX; у себя проверьте резолвер.",
                    ),
                ]
            },
        },
        Kind::NullMx => Words {
            actor: Actor::Sender,
            checks: &["MX001"],
            title: t("takes no mail", "домен или сервер не принимает почту"),
            cause: t(
                "The domain or host declares that it takes no mail (null MX, 521, 556 or 5.3.2).",
                "Домен или сервер объявляет, что не принимает почту (null MX, 521, 556 или 5.3.2).",
            ),
            remedies: const {
                &[
                    t("Check the spelling of the domain; write to another address.", "Проверьте написание домена; пишите на другой адрес."),
                    t(
                        "If the server is yours: let it take mail on port 25, or take it out of the MX records.",
                        "Если сервер ваш: включите на нём приём почты на порту 25 или уберите его из записей MX.",
                    ),
                ]
            },
        },
        Kind::Loop => Words {
            actor: Actor::RecipientAdmin,
            checks: &["MX001", "SMTP027"],
            title: t("mail loop", "почтовая петля"),
            cause: t(
                "The message runs in a circle: forwarding, or an MX that leads to a server which does not host the domain.",
                "Письмо ходит по кругу: пересылка или MX, ведущий на сервер, который не обслуживает домен.",
            ),
            remedies: const {
                &[
                    t("Break the circle of forwards and aliases.", "Разорвите круг пересылок и псевдонимов."),
                    t(
                        "See that the MX server lists the domain as its own (mydestination, accepted domains) and connectors do not point back.",
                        "Проверьте, что сервер из MX считает домен своим (mydestination, accepted domains), а соединители не ведут обратно.",
                    ),
                ]
            },
        },
        Kind::Network => Words {
            actor: Actor::Network,
            checks: &["SMTP001", "SMTP002", "SMTP003"],
            title: t("no connection", "нет соединения"),
            cause: t(
                "The sending server could not keep a connection: port 25 closed, firewall, VPN, or the other server is down.",
                "Сервер отправителя не смог установить или удержать соединение: закрыт порт 25, межсетевой экран, VPN или сервер не работает.",
            ),
            remedies: const {
                &[
                    t(
                        "Test port 25 from the sending server; ask hoster or ISP to open it.",
                        "Проверьте порт 25 с сервера отправителя; попросите хостера или провайдера открыть его.",
                    ),
                    t(
                        "Mail programs: use port 465, 587 or 2525 instead of 25; switch the VPN off for a test.",
                        "Почтовые программы: используйте порт 465, 587 или 2525 вместо 25; для проверки отключите VPN.",
                    ),
                    t(
                        "If the other side is down, wait: the queue retries for days.",
                        "Если не работает другая сторона, подождите: очередь повторяет попытки несколько дней.",
                    ),
                ]
            },
        },
        Kind::TempSystem => Words {
            actor: Actor::RecipientAdmin,
            checks: &["SMTP005"],
            title: t("temporary trouble at the receiver", "временная неполадка у получателя"),
            cause: t(
                "The receiving server cannot take the message now: load, maintenance or a hidden throttle.",
                "Сервер получателя сейчас не может принять письмо: нагрузка, обслуживание или скрытое ограничение.",
            ),
            remedies: const {
                &[
                    t("Wait: the sending server retries by itself.", "Подождите: сервер отправителя повторит попытку сам."),
                    t(
                        "If it lasts over four hours, check PTR, blocklists and the rate of sending, then ask the receiver.",
                        "Если длится дольше четырёх часов, проверьте PTR, чёрные списки и темп отправки, затем обратитесь к получателю.",
                    ),
                ]
            },
        },
        Kind::SystemFull => Words {
            actor: Actor::RecipientAdmin,
            checks: &[],
            title: t("server out of disk space", "на сервере нет места"),
            cause: t("The receiving server has no disk space left for mail.", "На сервере получателя закончилось место на диске."),
            remedies: const {
                &[
                    t(
                        "The server's administrator frees disk space (queue, logs); then force the queue.",
                        "Администратор сервера освобождает место на диске (очередь, журналы), затем принудительно отправляет очередь.",
                    ),
                    t(
                        "If it is your own server: check df -h, df -i, and the quota of the queue's partition.",
                        "Если сервер ваш: проверьте df -h, df -i и место в разделе очереди.",
                    ),
                ]
            },
        },
        Kind::Backpressure => Words {
            actor: Actor::RecipientAdmin,
            checks: &[],
            title: t("Exchange back pressure", "Exchange: обратное давление (Back Pressure)"),
            cause: t(
                "Exchange refuses mail because disk, queue database or memory is short.",
                "Exchange отказывает в приёме: не хватает места на диске, в базе очереди или памяти.",
            ),
            remedies: const {
                &[
                    t(
                        "Free space on the drive of the queue database; see events 15004 to 15007.",
                        "Освободите место на диске с базой очереди; смотрите события 15004–15007.",
                    ),
                    t(
                        "Move the queue database to a larger drive; check Get-ServerComponentState and restart the transport service.",
                        "Перенесите базу очереди на больший диск; проверьте Get-ServerComponentState и перезапустите службу транспорта.",
                    ),
                ]
            },
        },
        Kind::MailerError => Words {
            actor: Actor::RecipientAdmin,
            checks: &[],
            title: t("delivery program failed", "ошибка программы доставки"),
            cause: t(
                "A program of the recipient (filter, script, list) ended with an error.",
                "Программа на стороне получателя (фильтр, скрипт, список рассылки) завершилась с ошибкой.",
            ),
            remedies: const {
                &[t(
                    "The recipient's administrator checks .forward, procmail or the list's program.",
                    "Администратор получателя проверяет .forward, procmail или программу списка рассылки.",
                )]
            },
        },
        Kind::ConfigError => Words {
            actor: Actor::RecipientAdmin,
            checks: &[],
            title: t("server misconfigured", "ошибка настройки сервера"),
            cause: t("The server reports that its own configuration is at fault.", "Сервер сообщает об ошибке собственной настройки."),
            remedies: const {
                &[t("Its administrator reads the log of that time.", "Администратор сервера ищет причину в его журнале за время отказа.")]
            },
        },
        Kind::Expired => Words {
            actor: Actor::SenderAdmin,
            checks: &["SMTP001", "SMTP002", "MX001"],
            title: t("gave up after retries", "срок доставки истёк"),
            cause: t(
                "The sending server tried until the life time of the queue ran out.",
                "Сервер отправителя повторял попытки, пока не истёк срок хранения в очереди.",
            ),
            remedies: const {
                &[
                    t(
                        "Look for the first refusal of this message in the log: it names the cause.",
                        "Найдите в журнале первый отказ по этому письму: он называет причину.",
                    ),
                    t(
                        "Check the recipient's MX and port 25, then send again.",
                        "Проверьте MX получателя и порт 25, затем отправьте письмо снова.",
                    ),
                ]
            },
        },
        Kind::Delayed => Words {
            actor: Actor::Network,
            checks: &[],
            title: t("delayed", "доставка задерживается"),
            cause: t("The message waits in the queue; this is only a notice.", "Письмо ждёт в очереди; это лишь уведомление."),
            remedies: const {
                &[t("Do not send again: the server retries by itself.", "Не отправляйте повторно: сервер повторит попытку сам.")]
            },
        },
        Kind::Delivered => Words {
            actor: Actor::Sender,
            checks: &[],
            title: t("delivered", "доставлено"),
            cause: t("The message or command was accepted.", "Письмо или команда приняты."),
            remedies: const { &[t("Nothing to do.", "Ничего делать не нужно.")] },
        },
        Kind::Feedback => Words {
            actor: Actor::SenderAdmin,
            checks: &[],
            title: t("complaint of a recipient", "жалоба получателя"),
            cause: t(
                "A recipient marked the message as spam, or the receiver reports on it.",
                "Получатель пометил письмо как спам, либо его сервер прислал отчёт.",
            ),
            remedies: const {
                &[
                    t("Remove the address from the mailing at once.", "Немедленно исключите адрес из рассылки."),
                    t("Watch the complaint rate: below 0.1 %.", "Следите за долей жалоб: ниже 0,1 %."),
                ]
            },
        },
        Kind::Vacation => Words {
            actor: Actor::Recipient,
            checks: &[],
            title: t("automatic answer", "автоответ"),
            cause: t(
                "The recipient's mailbox answered by itself; the message arrived.",
                "Ящик получателя ответил автоматически; письмо дошло.",
            ),
            remedies: const { &[t("Nothing to do.", "Ничего делать не нужно.")] },
        },
        Kind::Unknown => Words {
            actor: Actor::RecipientAdmin,
            checks: &["SMTP001", "SPF001", "PTR001", "BL001"],
            title: t("no known reason", "причина не распознана"),
            cause: t("The text names no reason that is known here.", "В тексте нет известной причины."),
            remedies: const {
                &[t(
                    "Ask the recipient's administrator with the full text and its time.",
                    "Обратитесь к администратору получателя с полным текстом и временем.",
                )]
            },
        },
        _ => return None,
    })
}
