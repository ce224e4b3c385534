//! DANE004: TLSA records that senders of mail cannot use.

use crate::dane::evidence;
use crate::samples::{HEALTHY, NULL_MX};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use records::tlsa::{Fault, Tlsa};

pub const CHECK: Check<View> = Check {
    code: "DANE004",
    name: "dane-unusable",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 3.1", "RFC 7672 3.1.3", "RFC 6698 2.1"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA records that mail can use",
        says: "Senders cannot use TLSA records at {at}: {records}; {fault}. Usable ones there: {usable}.",
        why: "Senders pass over such records; where no usable one is left, they demand TLS and check no certificate, or deliver as if there were none.",
        fix: "Publish '3 1 1' with the SHA-256 of the server's public key (64 hexadecimal digits) at {at}, or '2 0 1' with that of the issuing authority's certificate, and delete the others. {actor}",
    },
    ru: Words {
        title: "Записи TLSA, пригодные для почты",
        says: "Записи TLSA по имени {at} отправители использовать не могут: {records}; {fault}. Пригодных там: {usable}.",
        why: "Такие записи пропускаются; если пригодных не осталось, отправители требуют TLS, не проверяя сертификат, или доставляют так, будто записей нет.",
        fix: "Опубликуйте по имени {at} запись '3 1 1' с SHA-256 открытого ключа сервера (64 шестнадцатеричные цифры) или '2 0 1' с SHA-256 сертификата издателя, остальные удалите. {actor}",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA 1 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]),
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA 0 0 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]),
        // A digest of 31 bytes; the sample's has 32.
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"]),
        Example::fail(&[HEALTHY, "_25._tcp.mx.example.com TLSA 3 0 0 0123456789abcdef"]),
        // A usable one is left.
        Example::fail(&[
            HEALTHY,
            "_25._tcp.mx.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
            _25._tcp.mx.example.com TLSA 1 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "_25._tcp.mx.example.com TLSA 2 0 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]),
        Example::unknown(&[HEALTHY, "_25._tcp.mx.example.com TLSA SERVFAIL"]),
        Example::unknown(&["example.com * TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.each_dane_host(|host| {
        let records = match &host.tlsa {
            Err(gap) => return Verdict::unknown(gap.clone()),
            Ok(records) if records.is_empty() => return Verdict::NotApplicable,
            Ok(records) => records,
        };
        let faulty: Vec<&Tlsa> = records.iter().filter(|r| !r.is_usable()).collect();
        let Some(fault) = faulty.iter().find_map(|r| r.faults.first()) else {
            return Verdict::Pass(Evidence::new().with("at", &host.at));
        };
        let usable = records.len() - faulty.len();
        let shown: Vec<String> = faulty.iter().map(|r| r.parameters()).collect();
        let evidence = evidence(host).with("records", shown).with("fault", words(*fault)).with("usable", usable);
        Verdict::fail(evidence)
    })
}

fn words(fault: Fault) -> Value {
    let (en, ru) = match fault {
        Fault::PkixUsage => ("usage 0 and 1 are not for mail", "использования 0 и 1 в почте не действуют"),
        Fault::UnknownUsage => ("the usage is not defined", "такого использования (usage) нет"),
        Fault::UnknownSelector => ("the selector is not defined", "такого селектора нет"),
        Fault::UnknownMatching => ("the matching type is not defined", "такого типа сравнения нет"),
        Fault::Empty => ("there is no data", "данных нет"),
        Fault::NotDer => ("the data is neither a certificate nor a key", "данные не являются ни сертификатом, ни ключом"),
        Fault::Length { wanted } => {
            let words = Phrase {
                en: "the digest must have {wanted} bytes", ru: "длина дайджеста в байтах должна быть {wanted}"
            };
            return Value::Sentence(words, Evidence::new().with("wanted", wanted));
        }
    };
    Phrase { en, ru }.into()
}
