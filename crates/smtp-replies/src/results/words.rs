//! What each method's result means, by RFC 8601 2.7 and the method's own document, and what to do.

use crate::words::{Text, t};

/// What is said about a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultWords {
    /// The method, as people call it.
    pub title: Text,
    /// What the result means.
    pub meaning: Text,
    /// What to do, the first first; empty where nothing is wrong.
    pub remedies: &'static [Text],
    /// Codes of the catalogue's checks that can confirm it.
    pub checks: &'static [&'static str],
}

/// The words of a method's result.
pub(super) fn words(method: &str, result: &str) -> ResultWords {
    let (meaning, remedies): Said = match (method, result) {
        (_, "pass" | "softpass") => (passed(method), &[]),
        (_, "temperror") => (TEMPORARY, LATER),
        ("spf", _) => spf(result),
        ("dkim" | "domainkeys", _) => dkim(result),
        ("dmarc", _) => dmarc(result),
        ("arc", _) => arc(result),
        ("iprev", _) => iprev(result),
        ("compauth", _) => compauth(result),
        ("auth", "fail") => refused_login(),
        _ => unregistered(),
    };
    ResultWords { title: title(method), meaning, remedies, checks: checks(method, result) }
}

fn title(method: &str) -> Text {
    match method {
        "spf" => t("SPF: may this address send for the domain", "SPF: может ли этот адрес слать почту от имени домена"),
        "dkim" | "domainkeys" => t("DKIM: the signature of the message", "DKIM: подпись письма"),
        "dmarc" => t("DMARC: does the author's domain stand behind the message", "DMARC: подтверждён ли домен автора"),
        "arc" => t("ARC: what forwarders confirmed", "ARC: что подтвердили пересылавшие серверы"),
        "iprev" => t("reverse DNS of the sending address", "обратная зона (PTR) адреса отправителя"),
        "compauth" => t("Microsoft's composite authentication", "составная проверка подлинности Microsoft"),
        "auth" => t("log-in of the sender (SMTP AUTH)", "вход отправителя (SMTP AUTH)"),
        _ => t("another check of the receiver", "другая проверка получателя"),
    }
}

fn passed(method: &str) -> Text {
    match method {
        "spf" => t(
            "The policy of the envelope sender's domain allows this address. For DMARC that domain must also fit the From address.",
            "Политика домена отправителя на конверте разрешает этот адрес. Для DMARC этот домен должен ещё подходить к адресу From.",
        ),
        "dkim" => t(
            "A signature was verified. For DMARC its domain (d=) must also fit the From address.",
            "Подпись проверена. Для DMARC её домен (d=) должен ещё подходить к адресу From.",
        ),
        "dmarc" => t(
            "SPF or DKIM passed for a domain that fits the From address.",
            "SPF или DKIM пройден для домена, который подходит к адресу From.",
        ),
        "arc" => t("The chain of forwarders' seals is whole.", "Цепочка печатей пересылавших серверов цела."),
        "iprev" => t("The address has a name, and the name leads back to the address.", "У адреса есть имя, и имя ведёт обратно к адресу."),
        _ => t("The check was passed.", "Проверка пройдена."),
    }
}

const TEMPORARY: Text = t(
    "The receiver could not finish the check: DNS did not answer in time, or failed.",
    "Получатель не смог закончить проверку: DNS не ответил вовремя или дал сбой.",
);
const LATER: &[Text] = &[t(
    "Check that the name servers of the domain answer, all of them and everywhere; then send again.",
    "Убедитесь, что все DNS-серверы домена отвечают отовсюду; затем отправьте снова.",
)];

type Said = (Text, &'static [Text]);

fn spf(result: &str) -> Said {
    match result {
        "fail" | "hardfail" => (
            t(
                "The policy (-all) forbids this address to send for the domain.",
                "Политика (-all) запрещает этому адресу слать почту от имени домена.",
            ),
            const {
                &[
                    t(
                        "If the address is yours, add it or its service to the SPF record.",
                        "Если адрес ваш, добавьте его или его службу в запись SPF.",
                    ),
                    t(
                        "If a forwarder sent it, rely on DKIM: SPF breaks when mail is forwarded.",
                        "Если письмо переслал другой сервер, полагайтесь на DKIM: при пересылке SPF не проходит.",
                    ),
                ]
            },
        ),
        "softfail" => (
            t(
                "The address is probably not allowed (~all): accepted with suspicion.",
                "Адрес, вероятно, не разрешён (~all): письмо принято с подозрением.",
            ),
            const {
                &[t("Add the sending address or its service to the SPF record.", "Добавьте адрес отправки или его службу в запись SPF.")]
            },
        ),
        "neutral" => (
            t("The policy says nothing about this address (?all).", "Политика ничего не говорит об этом адресе (?all)."),
            const {
                &[t(
                    "List all senders and end the record with ~all or -all.",
                    "Перечислите всех отправителей и закончите запись на ~all или -all.",
                )]
            },
        ),
        "none" => (
            t(
                "The domain publishes no SPF policy, or the sender has no domain.",
                "Домен не публикует политики SPF, или у отправителя нет домена.",
            ),
            const {
                &[t("Publish one TXT record that begins with v=spf1.", "Опубликуйте одну запись TXT, которая начинается с v=spf1.")]
            },
        ),
        "permerror" => (
            t(
                "The policy cannot be used: a syntax error, two records, or more than ten DNS look-ups.",
                "Политика непригодна: ошибка в записи, две записи или больше десяти запросов DNS.",
            ),
            const {
                &[t("Mend the record: one record, at most ten look-ups.", "Исправьте запись: одна запись, не больше десяти запросов.")]
            },
        ),
        "policy" => (LOCAL, LOCAL_DO),
        _ => (LOCAL, LOCAL_DO),
    }
}

const LOCAL: Text = t("The receiver's own policy did not accept the result.", "Собственная политика получателя не приняла результат.");
const LOCAL_DO: &[Text] =
    &[t("Ask the receiver's administrator which rule it was.", "Спросите администратора получателя, какое это правило.")];

fn dkim(result: &str) -> Said {
    match result {
        "fail" | "hardfail" => (
            t(
                "The signature does not fit: the message was changed on its way, or another key is published.",
                "Подпись не подходит: письмо изменили в пути или опубликован другой ключ.",
            ),
            const {
                &[
                    t("Compare the key in DNS with the one that signs.", "Сравните ключ в DNS с тем, которым подписывают."),
                    t(
                        "Look for what changes messages after signing: footers, antivirus, mailing lists.",
                        "Найдите, что меняет письма после подписи: подписи-дисклеймеры, антивирус, списки рассылки.",
                    ),
                ]
            },
        ),
        "none" => (
            t("The message is not signed.", "Письмо не подписано."),
            const {
                &[t("Switch DKIM signing on, and publish the key.", "Включите подпись DKIM и опубликуйте ключ.")]
            },
        ),
        "neutral" => (
            t(
                "There is a signature that cannot be judged: its syntax, or what it covers.",
                "Подпись есть, но судить о ней нельзя: её запись или охват неверны.",
            ),
            const {
                &[t("Look at the DKIM-Signature header and at the key record.", "Проверьте заголовок DKIM-Signature и запись ключа.")]
            },
        ),
        "permerror" | "policy" => (
            t(
                "The signature cannot be used: no key, a revoked or a broken one, or one that the receiver finds too weak.",
                "Подпись непригодна: ключа нет, он отозван, испорчен или слишком слаб для получателя.",
            ),
            const {
                &[t(
                    "Publish the key under the selector that the signature names; 2048 bits for RSA.",
                    "Опубликуйте ключ под селектором из подписи; для RSA — 2048 бит.",
                )]
            },
        ),
        _ => (LOCAL, LOCAL_DO),
    }
}

fn dmarc(result: &str) -> Said {
    match result {
        "fail" => (
            t(
                "Neither SPF nor DKIM passed for a domain that fits the From address.",
                "Ни SPF, ни DKIM не пройдены для домена, который подходит к адресу From.",
            ),
            const {
                &[
                    t("Sign with DKIM by the domain of the From address (d=).", "Подписывайте DKIM доменом из адреса From (d=)."),
                    t(
                        "Or let the envelope sender be of that domain, and its SPF allow the address.",
                        "Или пусть отправитель на конверте будет из этого домена, а его SPF разрешает адрес.",
                    ),
                ]
            },
        ),
        "none" => (
            t("The domain of the From address publishes no DMARC record.", "Домен из адреса From не публикует записи DMARC."),
            const {
                &[t(
                    "Publish _dmarc with v=DMARC1; p=none and rua=, then tighten.",
                    "Опубликуйте _dmarc с v=DMARC1; p=none и rua=, затем ужесточайте.",
                )]
            },
        ),
        "bestguesspass" => (
            t("There is no DMARC record; it would have passed with one.", "Записи DMARC нет; с ней проверка была бы пройдена."),
            const { &[t("Publish a DMARC record.", "Опубликуйте запись DMARC.")] },
        ),
        "permerror" => (
            t("The DMARC record cannot be used, or there are several.", "Запись DMARC непригодна, или их несколько."),
            const { &[t("Publish exactly one valid record.", "Опубликуйте ровно одну верную запись.")] },
        ),
        _ => (LOCAL, LOCAL_DO),
    }
}

fn arc(result: &str) -> Said {
    match result {
        "none" => (t("No forwarder sealed the message.", "Ни один пересылавший сервер не поставил печать."), &[]),
        _ => (
            t(
                "The chain of seals is broken: what forwarders confirmed does not count.",
                "Цепочка печатей нарушена: подтверждения пересылавших серверов не учитываются.",
            ),
            const {
                &[t(
                    "Tell the last forwarder (mailing list, gateway): it changed the message after a seal.",
                    "Сообщите последнему пересылавшему (рассылка, шлюз): он изменил письмо после печати.",
                )]
            },
        ),
    }
}

fn iprev(_result: &str) -> Said {
    (
        t("The address has no name, or the name does not lead back to it.", "У адреса нет имени, или имя не ведёт обратно к нему."),
        const {
            &[t(
                "Let the owner of the address set a PTR record whose name has this address.",
                "Попросите владельца адреса (провайдера) задать PTR, имя которой указывает на этот адрес.",
            )]
        },
    )
}

fn compauth(result: &str) -> Said {
    match result {
        "none" => (t("Microsoft made no composite judgment.", "Составной оценки Microsoft нет."), &[]),
        _ => (
            t(
                "SPF, DKIM, DMARC and further signals together did not convince; 'reason' tells which (000: DMARC with reject or quarantine; 001: nothing passed; 002: an own rule).",
                "SPF, DKIM, DMARC и другие признаки вместе не убедили; причину даёт reason (000: DMARC с reject или quarantine; 001: ничего не пройдено; 002: правило организации).",
            ),
            const {
                &[t("Make DMARC pass for the From domain.", "Добейтесь прохождения DMARC для домена из From.")]
            },
        ),
    }
}

fn refused_login() -> Said {
    (
        t("The log-in of the sending program failed.", "Вход отправляющей программы не удался."),
        const {
            &[t(
                "Check name, password and the log-in method of the mail program.",
                "Проверьте имя, пароль и способ входа в почтовой программе.",
            )]
        },
    )
}

fn unregistered() -> Said {
    (
        t(
            "A result of this method that has no registered meaning here.",
            "Результат этого метода, у которого здесь нет зарегистрированного значения.",
        ),
        const {
            &[t(
                "Look it up in the documentation of the server that wrote the header.",
                "Посмотрите его в документации сервера, который написал заголовок.",
            )]
        },
    )
}

fn checks(method: &str, result: &str) -> &'static [&'static str] {
    match (method, result) {
        ("spf", "none") => &["SPF001", "SPF027"],
        ("spf", "permerror") => &["SPF002", "SPF003", "SPF004", "SPF006", "SPF012"],
        ("spf", "temperror") => &["DNS002", "SPF031"],
        ("spf", "pass") => &["SPF024"],
        ("spf", _) => &["SPF024", "SPF025", "SPF001"],
        ("dkim" | "domainkeys", "pass") => &["DKIM018"],
        ("dkim" | "domainkeys", _) => &["DKIM001", "DKIM002", "DKIM003", "DKIM004", "DKIM005"],
        ("dmarc", "none" | "bestguesspass") => &["DMARC001", "DMARC014"],
        ("dmarc", "permerror") => &["DMARC002", "DMARC003"],
        ("dmarc", _) => &["DMARC001", "SPF024", "DKIM001"],
        ("iprev", _) => &["PTR001", "PTR002"],
        ("compauth", _) => &["DMARC001", "SPF001", "DKIM001"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registered_result_has_words_in_both_languages() {
        let methods = ["spf", "dkim", "dmarc", "arc", "iprev", "compauth", "auth", "domainkeys", "something"];
        let results =
            ["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "hardfail", "bestguesspass", "strange"];
        for (method, result) in methods.iter().flat_map(|m| results.iter().map(move |r| (*m, *r))) {
            let words = words(method, result);
            for text in [words.title, words.meaning].iter().chain(words.remedies) {
                assert!(text.en.len() > 3 && text.ru.chars().any(|c| ('а'..='я').contains(&c)), "{method} {result}");
            }
            if matches!(result, "fail" | "permerror" | "temperror") {
                assert!(!words.remedies.is_empty(), "{method} {result}");
            }
        }
    }
}
