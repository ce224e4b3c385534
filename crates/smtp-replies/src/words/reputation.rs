//! Words of kinds about reputation, lists and authentication of mail.

use super::{Actor, Kind, Words, t};

pub(super) const fn words(kind: Kind) -> Option<Words> {
    Some(match kind {
        Kind::ReputationIp => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL001", "BL002", "BL008", "PTR001", "PTR002", "SPF001"],
            title: t("bad reputation of the sending address", "плохая репутация IP-адреса"),
            cause: t(
                "The receiver mistrusts the sending IP address: complaints, spam, a new or shared address.",
                "Получатель не доверяет IP-адресу отправителя: жалобы, спам, новый или общий адрес.",
            ),
            remedies: const {
                &[
                    t(
                        "Find and stop the cause: infected computer, stolen password, web form, bad list.",
                        "Найдите и устраните причину: заражённый компьютер, украденный пароль, веб-форма, плохая база.",
                    ),
                    t(
                        "Check PTR, SPF, DKIM and DMARC; send slowly to engaged recipients.",
                        "Проверьте PTR, SPF, DKIM и DMARC; отправляйте медленно и только заинтересованным получателям.",
                    ),
                    t(
                        "Then ask for delisting at the address that the reply names.",
                        "Затем запросите исключение из списка по ссылке из ответа.",
                    ),
                ]
            },
        },
        Kind::ReputationDomain => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL004", "DMARC001", "SPF001", "DKIM001"],
            title: t("bad reputation of the domain", "плохая репутация домена"),
            cause: t(
                "The receiver mistrusts the sending domain or account.",
                "Получатель не доверяет домену или учётной записи отправителя.",
            ),
            remedies: const {
                &[
                    t(
                        "Stop the stream that draws complaints; change passwords of abused accounts.",
                        "Остановите поток, который вызывает жалобы; смените пароли взломанных учётных записей.",
                    ),
                    t(
                        "Make SPF, DKIM and DMARC pass, send only to those who asked.",
                        "Добейтесь прохождения SPF, DKIM и DMARC, пишите только подписавшимся.",
                    ),
                ]
            },
        },
        Kind::DnsblIp => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL001", "BL002", "BL003", "BL008"],
            title: t("address is blocklisted", "IP-адрес в чёрном списке"),
            cause: t(
                "The sending IP address stands on a blocklist that the receiver uses.",
                "IP-адрес отправителя находится в чёрном списке (DNSBL), который использует получатель.",
            ),
            remedies: const {
                &[
                    t(
                        "Read which list the reply names and look the address up there.",
                        "Посмотрите, какой список назван в ответе, и проверьте там адрес.",
                    ),
                    t(
                        "Remove the cause first: spam source, virus, open relay, stolen password.",
                        "Сначала устраните причину: источник спама, вирус, открытый релей, украденный пароль.",
                    ),
                    t(
                        "Then ask for delisting on the list's page; policy lists (PBL) mean: send through the provider's server.",
                        "Затем запросите исключение на странице списка; для списков политики (PBL) отправляйте через сервер провайдера.",
                    ),
                ]
            },
        },
        Kind::DnsblDomain => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL004"],
            title: t("domain is blocklisted", "домен в чёрном списке"),
            cause: t(
                "The sender's domain, the HELO name or a link in the text is on a domain blocklist.",
                "Домен отправителя, имя в HELO или ссылка в письме находится в чёрном списке доменов.",
            ),
            remedies: const {
                &[
                    t(
                        "Find out which domain is listed: sender, HELO, links.",
                        "Выясните, какой домен в списке: отправителя, HELO или из ссылок.",
                    ),
                    t(
                        "Clean the site or stop the mailing, then ask for delisting.",
                        "Очистите сайт или остановите рассылку, затем запросите исключение.",
                    ),
                ]
            },
        },
        Kind::DnsblMisconfig => Words {
            actor: Actor::RecipientAdmin,
            checks: &["BL005"],
            title: t("receiver misreads a blocklist", "получатель неверно читает ответ чёрного списка"),
            cause: t(
                "The receiver asks the list through a public resolver and takes the list's refusal for a listing: nobody is listed.",
                "Получатель опрашивает список через публичный резолвер и принимает отказ списка за попадание в него: в списке никого нет.",
            ),
            remedies: const {
                &[t(
                    "Tell the recipient's administrator: use an own resolver or a keyed service (DQS).",
                    "Сообщите администратору получателя: нужен собственный резолвер или доступ по ключу (DQS).",
                )]
            },
        },
        Kind::DnsblDead => Words {
            actor: Actor::RecipientAdmin,
            checks: &["BL006"],
            title: t("receiver uses a dead blocklist", "получатель использует закрытый чёрный список"),
            cause: t(
                "The list that the reply names has been closed and answers at random.",
                "Названный в ответе список закрыт и больше не поддерживается.",
            ),
            remedies: const {
                &[t(
                    "Tell the recipient's administrator to remove the list.",
                    "Попросите администратора получателя убрать этот список из настроек.",
                )]
            },
        },
        Kind::Geo => Words {
            actor: Actor::RecipientAdmin,
            checks: &[],
            title: t("refused by country", "отказ по стране"),
            cause: t(
                "The receiver takes no mail from the country of the sending address.",
                "Получатель не принимает почту из страны, к которой относится IP-адрес.",
            ),
            remedies: const {
                &[t(
                    "Ask the recipient's administrator for an exception, or send through a server in another country.",
                    "Попросите администратора получателя сделать исключение или отправьте через сервер в другой стране.",
                )]
            },
        },
        Kind::Ipv6 => Words {
            actor: Actor::SenderAdmin,
            checks: &["PTR007"],
            title: t("IPv6 refused", "отказ в приёме по IPv6"),
            cause: t("The receiver does not accept this mail over IPv6.", "Получатель не принимает это письмо по IPv6."),
            remedies: const {
                &[t("Send over IPv4 (Postfix: inet_protocols = ipv4).", "Отправляйте по IPv4 (Postfix: inet_protocols = ipv4).")]
            },
        },
        Kind::Ptr => Words {
            actor: Actor::SenderAdmin,
            checks: &["PTR001", "PTR002", "PTR003", "PTR007"],
            title: t("no valid reverse DNS", "нет обратной записи DNS (PTR)"),
            cause: t(
                "The sending address has no PTR record, or its name does not lead back to the address, or looks dynamic.",
                "У адреса отправителя нет записи PTR, либо её имя не ведёт обратно на этот адрес, либо выглядит динамическим.",
            ),
            remedies: const {
                &[
                    t(
                        "Ask the owner of the address (hoster, ISP) to set the PTR to the server's name.",
                        "Попросите владельца адреса (хостера, провайдера) прописать PTR с именем сервера.",
                    ),
                    t(
                        "Publish an A or AAAA record of that name with the same address, and use the name in HELO.",
                        "Добавьте для этого имени запись A или AAAA с тем же адресом и укажите имя в HELO.",
                    ),
                ]
            },
        },
        Kind::Helo => Words {
            actor: Actor::SenderAdmin,
            checks: &["PTR005", "PTR008"],
            title: t("bad HELO name", "неверное имя в HELO/EHLO"),
            cause: t(
                "The name that the sending server gives in HELO is malformed, does not resolve or is foreign.",
                "Имя, которое сервер называет в HELO, неверно, не разрешается в DNS или чужое.",
            ),
            remedies: const {
                &[
                    t(
                        "Set a full name that resolves to the server's address (Postfix: myhostname; Exchange: FQDN of the send connector).",
                        "Укажите полное имя, которое разрешается в адрес сервера (Postfix: myhostname; Exchange: FQDN соединителя отправки).",
                    ),
                    t("Make the name equal to the PTR record.", "Сделайте имя таким же, как в записи PTR."),
                ]
            },
        },
        Kind::Spf => Words {
            actor: Actor::SenderAdmin,
            checks: &["SPF001", "SPF004", "SPF002"],
            title: t("SPF not passed", "SPF не пройден"),
            cause: t(
                "The SPF record of the sender's domain does not allow this server, or is broken.",
                "Запись SPF домена отправителя не разрешает этот сервер или содержит ошибку.",
            ),
            remedies: const {
                &[
                    t(
                        "Add the server's address or the service's include to the SPF record; keep one record and ten look-ups.",
                        "Добавьте в запись SPF адрес сервера или include сервиса; запись должна быть одна, запросов не больше десяти.",
                    ),
                    t(
                        "Forwarded mail: the forwarder uses SRS, or DKIM carries the message.",
                        "При пересылке SPF не проходит, если пересылающий сервер не применяет SRS; тогда письмо спасает подпись DKIM.",
                    ),
                ]
            },
        },
        Kind::Dkim => Words {
            actor: Actor::SenderAdmin,
            checks: &["DKIM001", "MSG004"],
            title: t("DKIM not passed", "DKIM не пройден"),
            cause: t("The message has no valid DKIM signature.", "В письме нет действительной подписи DKIM."),
            remedies: const {
                &[
                    t(
                        "Sign every stream; publish the key under the selector that is used.",
                        "Подписывайте все потоки; опубликуйте ключ под тем селектором, который используется.",
                    ),
                    t(
                        "See that nothing changes the message after signing (footers, antivirus).",
                        "Убедитесь, что после подписи письмо никто не меняет (подвалы, антивирус).",
                    ),
                ]
            },
        },
        Kind::Dmarc => Words {
            actor: Actor::SenderAdmin,
            checks: &["DMARC001", "SPF001", "DKIM001", "MSG007"],
            title: t("DMARC not passed", "DMARC не пройден"),
            cause: t(
                "Neither SPF nor DKIM passes for the domain in From, and that domain's policy asks to refuse.",
                "Ни SPF, ни DKIM не проходят для домена из From, а политика этого домена требует отказа.",
            ),
            remedies: const {
                &[
                    t(
                        "Sign with DKIM of the From domain, or use a return path in it with SPF.",
                        "Подписывайте письма ключом DKIM домена из From или используйте в конверте адрес того же домена, который проходит SPF.",
                    ),
                    t(
                        "Do not send as gmail.com, mail.ru, yandex.ru and the like from your own server.",
                        "Не отправляйте со своего сервера от имени gmail.com, mail.ru, yandex.ru и подобных.",
                    ),
                ]
            },
        },
        Kind::AuthMissing => Words {
            actor: Actor::SenderAdmin,
            checks: &["SPF001", "DKIM001", "DMARC001"],
            title: t("neither SPF nor DKIM", "нет ни SPF, ни DKIM"),
            cause: t(
                "The receiver wants SPF or DKIM to pass, and neither does.",
                "Получатель требует прохождения SPF или DKIM, но не проходит ни то ни другое.",
            ),
            remedies: const {
                &[t(
                    "Publish SPF for the envelope domain and sign with DKIM, then send a test message.",
                    "Опубликуйте SPF для домена конверта и подписывайте DKIM, затем отправьте пробное письмо.",
                )]
            },
        },
        Kind::SpamContent => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL001", "BL004", "SPF001", "DKIM001", "DMARC001", "MSG016", "MSG017"],
            title: t("judged as spam", "признано спамом"),
            cause: t("The receiver's filter takes the message for spam.", "Фильтр получателя принял письмо за спам."),
            remedies: const {
                &[
                    t(
                        "Check the links, attachments and text; shortened and foreign links weigh most.",
                        "Проверьте ссылки, вложения и текст; сильнее всего вредят сокращённые и чужие ссылки.",
                    ),
                    t(
                        "Make SPF, DKIM and DMARC pass; send only to those who asked.",
                        "Добейтесь прохождения SPF, DKIM и DMARC; пишите только подписавшимся.",
                    ),
                    t(
                        "If the mailbox was hacked: change the password, scan the computer, wait a day.",
                        "Если ящик взломан: смените пароль, проверьте компьютер, подождите сутки.",
                    ),
                ]
            },
        },
        _ => return None,
    })
}
