//! Words of kinds about recipients and limits.

use super::{Actor, Kind, Words, t};

pub(super) const fn words(kind: Kind) -> Option<Words> {
    Some(match kind {
        Kind::UserUnknown => Words {
            actor: Actor::Sender,
            checks: &["MX001", "SMTP027"],
            title: t("unknown recipient", "получатель не существует"),
            cause: t("The recipient's server knows no such mailbox.", "На сервере получателя нет такого почтового ящика."),
            remedies: const {
                &[
                    t(
                        "Check the spelling of the address; clear the mail program's auto-complete entry.",
                        "Проверьте написание адреса, удалите его из автоподстановки почтовой программы.",
                    ),
                    t(
                        "Ask the recipient for the present address by other means.",
                        "Узнайте у получателя действующий адрес другим способом.",
                    ),
                    t(
                        "In mailings: remove the address after one such refusal.",
                        "В рассылках: удаляйте адрес после первого же такого отказа.",
                    ),
                ]
            },
        },
        Kind::MailboxDisabled => Words {
            actor: Actor::Recipient,
            checks: &[],
            title: t("mailbox switched off", "почтовый ящик отключён"),
            cause: t(
                "The mailbox exists and is disabled, suspended or frozen for inactivity.",
                "Ящик существует, но отключён, заблокирован или заморожен из-за неактивности.",
            ),
            remedies: const {
                &[
                    t(
                        "Tell the recipient by other means that the mailbox takes no mail.",
                        "Сообщите получателю другим способом, что его ящик не принимает почту.",
                    ),
                    t("In mailings: remove the address if the refusal repeats.", "В рассылках: удалите адрес, если отказ повторился."),
                ]
            },
        },
        Kind::MailboxFull => Words {
            actor: Actor::Recipient,
            checks: &[],
            title: t("mailbox full", "ящик переполнен"),
            cause: t("The recipient's mailbox has used up its quota.", "Квота почтового ящика получателя исчерпана."),
            remedies: const {
                &[
                    t(
                        "The recipient frees space or gets a larger quota; then send again.",
                        "Получатель освобождает место или увеличивает квоту, затем отправьте письмо снова.",
                    ),
                    t(
                        "In mailings: suspend the address after a week of such replies.",
                        "В рассылках: приостановите адрес после недели таких ответов.",
                    ),
                ]
            },
        },
        Kind::UserMoved => Words {
            actor: Actor::Sender,
            checks: &[],
            title: t("recipient has moved", "адрес получателя изменился"),
            cause: t(
                "The mailbox has moved; the reply may name the new address.",
                "Ящик переехал; новый адрес может быть указан в ответе.",
            ),
            remedies: const {
                &[t("Send to the address that the reply names.", "Отправьте письмо на адрес, указанный в ответе.")]
            },
        },
        Kind::BlockedByRecipient => Words {
            actor: Actor::Recipient,
            checks: &[],
            title: t("refused by the recipient", "заблокировано получателем"),
            cause: t(
                "The recipient or the recipient's administrator has blocked this sender.",
                "Получатель или его администратор заблокировал этого отправителя.",
            ),
            remedies: const {
                &[
                    t(
                        "Ask the recipient by other means to allow your address.",
                        "Попросите получателя другим способом внести ваш адрес в разрешённые.",
                    ),
                    t("In mailings: stop writing to this person.", "В рассылках: больше не пишите этому адресату."),
                ]
            },
        },
        Kind::Greylist => Words {
            actor: Actor::Network,
            checks: &["SMTP014"],
            title: t("greylisting", "серые списки (greylisting)"),
            cause: t(
                "The receiver defers the first attempt of an unknown sender; servers that retry get through.",
                "Получатель откладывает первую попытку неизвестного отправителя; сервер, который повторяет попытку, проходит.",
            ),
            remedies: const {
                &[
                    t(
                        "Do nothing: the server retries by itself, usually within 1 to 15 minutes.",
                        "Ничего не делайте: сервер повторит попытку сам, обычно через 1–15 минут.",
                    ),
                    t(
                        "Retry from the same IP address; a pool of addresses starts anew each time.",
                        "Повторяйте с того же IP-адреса: при отправке с пула адресов ожидание начинается заново.",
                    ),
                    t(
                        "To hurry: force the queue (postqueue -f, exim -qff, Retry-Queue in Exchange).",
                        "Чтобы ускорить: принудительно отправьте очередь (postqueue -f, exim -qff, Retry-Queue в Exchange).",
                    ),
                ]
            },
        },
        Kind::Rate => Words {
            actor: Actor::SenderAdmin,
            checks: &["BL001"],
            title: t("rate limit", "превышен лимит отправки"),
            cause: t(
                "Too many messages in a period for this sender, address or recipient.",
                "Слишком много писем за период для этого отправителя, адреса или получателя.",
            ),
            remedies: const {
                &[
                    t(
                        "Wait and send slower; the queue retries by itself.",
                        "Подождите и снизьте темп отправки; очередь повторит попытку сама.",
                    ),
                    t(
                        "Look up the sending limits of your mailbox provider; use a bulk service for mailings.",
                        "Узнайте лимиты отправки вашего почтового сервиса; для рассылок используйте специальный сервис.",
                    ),
                    t(
                        "If you did not send so much: look for an infected computer or a stolen password, change it.",
                        "Если вы столько не отправляли: ищите заражённый компьютер или украденный пароль и смените его.",
                    ),
                ]
            },
        },
        Kind::Connections => Words {
            actor: Actor::SenderAdmin,
            checks: &[],
            title: t("too many connections", "слишком много соединений"),
            cause: t(
                "The server opens too many connections, or sends too much in one.",
                "Сервер открывает слишком много соединений или передаёт слишком много в одном.",
            ),
            remedies: const {
                &[
                    t(
                        "Lower the number of parallel connections to this destination (Postfix: destination_concurrency_limit).",
                        "Уменьшите число параллельных соединений с этим сервером (Postfix: destination_concurrency_limit).",
                    ),
                    t("The queue retries by itself.", "Очередь повторит попытку сама."),
                ]
            },
        },
        Kind::RecipientsLimit => Words {
            actor: Actor::Sender,
            checks: &[],
            title: t("too many recipients", "слишком много получателей"),
            cause: t(
                "The message names more recipients than the server takes at once.",
                "В письме больше получателей, чем сервер принимает за один раз.",
            ),
            remedies: const {
                &[
                    t(
                        "Split the message into smaller groups of recipients, at most 100.",
                        "Разделите письмо на меньшие группы получателей, не больше 100.",
                    ),
                    t("Check the account's limit with the provider.", "Узнайте ограничение вашего ящика у почтового сервиса."),
                ]
            },
        },
        _ => return None,
    })
}
