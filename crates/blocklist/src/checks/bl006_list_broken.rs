//! BL006: a list that cannot be believed or gives no answer, and is left out.

use crate::asking::Fault;
use crate::samples::{ALL_SILENT, HEALTHY, LISTS, SENDING};
use crate::view::{View, by_list, help, keyed};
use facts::Reason;
use findings::evidence::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::{Access, List};

pub const CHECK: Check<View> = Check {
    code: "BL006",
    name: "list-broken",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 5", "RFC 6471 3.3"],
    follows: &[],
    en: Words {
        title: "A list that cannot be asked",
        says: "{list} is left out: it {fault}.",
        why: "A list that is closed, overrun or shut to this resolver says nothing, and its silence is no sign that an address is clean.",
        fix: "{advice} See {help}",
    },
    ru: Words {
        title: "Список, который не удалось опросить",
        says: "{list} не учтён: {fault}.",
        why: "Список, который закрыт, перегружен или недоступен этому резолверу, ничего не сообщает, и его молчание не означает, что адрес чист.",
        fix: "{advice} Подробнее: {help}",
    },
    judge,
    examples: &[
        Example::unknown(&[LISTS, HEALTHY, ALL_SILENT]),
        Example::unknown(&[LISTS, HEALTHY, "bl.spamcop.net * TIMEOUT"]),
        Example::unknown(&[LISTS, HEALTHY, "bl.spamcop.net * SERVFAIL"]),
        Example::unknown(&[LISTS, HEALTHY, "bl.spamcop.net * REFUSED"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.spamcop.net A TIMEOUT"]),
        // A resolver that is not registered with Barracuda.
        Example::unknown(&[LISTS, HEALTHY, "b.barracudacentral.org * NXDOMAIN"]),
        Example::unknown(&[LISTS, HEALTHY, "2.0.0.127.psbl.surriel.com A NODATA"]),
        // A key that the list does not know.
        Example::unknown(&[LISTS, HEALTHY, "target example.com key=spamhaus_dqs"]),
        // A closed list that was set to list the world, and a resolver that sends unknown names to a portal.
        Example::unknown(&[LISTS, HEALTHY, "1.0.0.127.psbl.surriel.com A 127.0.0.2"]),
        Example::unknown(&[LISTS, HEALTHY, "2.0.0.127.psbl.surriel.com A 44.99.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "1.0.0.127.psbl.surriel.com A 44.99.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "1.1.128.44.psbl.surriel.com A 44.99.0.1"]),
        Example::unknown(&[LISTS, HEALTHY, "1.1.128.44.zen.spamhaus.org A 127.0.0.8"]),
        Example::unknown(&[LISTS, HEALTHY, "invalid.dbl.spamhaus.org A 127.0.1.2"]),
        Example::pass(&[LISTS, HEALTHY]),
        Example::pass(&[LISTS, HEALTHY, "2.0.0.127.zen.spamhaus.org A 127.255.255.254"]),
        // Beside a code of the list a stray address is passed over.
        Example::pass(&[LISTS, HEALTHY, "1.1.128.44.bl.spamcop.net A 127.0.0.2\n1.1.128.44.bl.spamcop.net A 44.99.0.1"]),
        Example::not_applicable(&["target localhost"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    by_list(view.faults(|f| !matches!(f, Fault::Refused(_))), |list, fault| {
        let evidence =
            Evidence::new().with("list", list.name).with("fault", words(fault)).with("advice", advice(list, fault, keyed(view, list)));
        let evidence = evidence.with("help", help(list));
        match fault {
            Fault::ListsEverything(code) | Fault::Outside(code) | Fault::Undocumented(code) => evidence.with("code", code.to_string()),
            _ => evidence,
        }
    })
}

fn words(fault: Fault) -> Phrase {
    let (en, ru) = match fault {
        Fault::Refused(_) => ("refuses queries from this resolver", "отклоняет запросы этого резолвера"),
        Fault::TestPointMissing => ("does not list its own test point", "в нём нет собственной контрольной записи"),
        Fault::ListsEverything(_) => {
            ("lists the test point that must never be listed", "в него внесён контрольный адрес, которого в нём быть не должно")
        }
        Fault::Outside(_) => ("answers with an address outside 127.0.0.0/8", "отвечает адресом вне 127.0.0.0/8"),
        Fault::Undocumented(_) => ("answers with a code that it does not document", "отвечает кодом, которого нет в его описании"),
        Fault::Silent(Reason::Timeout) => ("does not answer in time", "не отвечает за отведённое время"),
        Fault::Silent(Reason::ServerFailure) => {
            ("brings only failures of its servers (SERVFAIL)", "его серверы сообщают о сбое (SERVFAIL)")
        }
        Fault::Silent(Reason::Refused) => ("refuses the query (REFUSED)", "отклоняет запрос (REFUSED)"),
        Fault::Silent(_) => ("was not asked", "его не спрашивали"),
    };
    Phrase { en, ru }
}

fn advice(list: &List, fault: Fault, keyed: bool) -> Phrase {
    let (en, ru) = match (fault, list.access) {
        (Fault::TestPointMissing | Fault::Silent(Reason::Refused), _) if keyed => (
            "Check the key of this list in the configuration, and whether it is still valid.",
            "Проверьте ключ этого списка в конфигурации и срок его действия.",
        ),
        (Fault::TestPointMissing | Fault::Silent(Reason::Refused), Access::Registered(_)) => (
            "Register the public address of your own resolver with the list, and ask through it (--resolver ADDRESS).",
            "Зарегистрируйте в списке внешний адрес собственного резолвера и спрашивайте через него (--resolver АДРЕС).",
        ),
        (Fault::Silent(Reason::Timeout | Reason::ServerFailure), _) => (
            "Run the audit again later, or through another resolver (--resolver ADDRESS).",
            "Повторите проверку позже или через другой резолвер (--resolver АДРЕС).",
        ),
        (Fault::Silent(_), _) => ("Run the audit again with a larger --budget.", "Повторите проверку с большим значением --budget."),
        _ => (
            "Ask through a recursive resolver of your own (--resolver ADDRESS); if it stays so, take this list out of your mail filter too.",
            "Спрашивайте через собственный рекурсивный резолвер (--resolver АДРЕС); если ничего не изменится, уберите этот список и из своего почтового фильтра.",
        ),
    };
    Phrase { en, ru }
}
