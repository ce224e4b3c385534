//! DKIM004: a key record that receivers cannot read.

use crate::keys::{each_selector, evidence};
use crate::sample_keys::{SLOW_KEY, ed25519, ed25519_wrapped, rsa_2048};
use crate::samples::{HEALTHY, PARKED, SENDING};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::dkim::Found;
use records::dkim::{IssueKind, KeyFault};

pub const CHECK: Check<View> = Check {
    code: "DKIM004",
    name: "dkim-syntax",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.2", "RFC 6376 3.6.1", "RFC 8463 4.2"],
    follows: &["DNS001", "DKIM008", "DKIM010"],
    en: Words {
        title: "The key record can be read",
        says: "The key record at {at} cannot be read, column {column}: {fault} ({text}).",
        why: "Receivers cannot use the key: signatures with selector {selector} fail as if there were none.",
        fix: "Copy the record anew from your mail service to {at}, in one piece: v=DKIM1 first, semicolons between the tags, the whole key in p= without quotes or line breaks.",
    },
    ru: Words {
        title: "Синтаксис записи ключа",
        says: "Запись ключа {at} не читается, позиция {column}: {fault} ({text}).",
        why: "Получатели не могут использовать ключ: подписи с селектором {selector} не проходят проверку.",
        fix: "Скопируйте запись из почтовой службы в {at} заново и целиком: сначала v=DKIM1, между тегами точки с запятой, в p= весь ключ без кавычек и переносов строк.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=MIIBIjANBg*"]),
        Example::fail(&[HEALTHY, "s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQ"]),
        Example::fail(&[HEALTHY, "s1._domainkey.example.com TXT v=DKIM1; k=rsa"]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT k=rsa; v=DKIM1; p=", rsa_2048!())]),
        Example::fail(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519_wrapped!())]),
        Example::fail(&[HEALTHY, SENDING, "s1._domainkey.example.com TXT hello"]),
        // The order of the other tags is free, and v and k may be left out.
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT p=", rsa_2048!(), "; t=s")]),
        Example::pass(&[HEALTHY, concat!("s1._domainkey.example.com TXT v=DKIM1; k=ed25519; p=", ed25519!())]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_selector(view, |s| match &s.found {
        Found::Keys(keys) if keys.len() == 1 => match keys[0].issues.first() {
            Some(issue) => Verdict::fail(
                evidence(s).with("column", issue.span.column()).with("fault", phrase(issue.kind)).with("text", shown(&issue.text)),
            ),
            None => Verdict::Pass(evidence(s)),
        },
        Found::Other(texts) if !s.wildcard => {
            let fault = Phrase { en: "the text is no key record", ru: "это не запись ключа" };
            let text = texts.first().map_or("", String::as_str);
            Verdict::fail(evidence(s).with("column", 1).with("fault", fault).with("text", shown(text)))
        }
        _ => Verdict::NotApplicable,
    })
}

fn shown(text: &str) -> String {
    if text.is_empty() { "p=".into() } else { text.chars().take(60).collect() }
}

fn phrase(kind: IssueKind) -> Phrase {
    let (en, ru) = match kind {
        IssueKind::NotATag => ("no name=value", "это не пара имя=значение"),
        IssueKind::BadCharacter => ("a character that no tag may hold", "недопустимый символ"),
        IssueKind::Duplicate => ("a tag that stands twice", "повторный тег"),
        IssueKind::VersionNotFirst => ("the version must come first", "версия должна стоять первой"),
        IssueKind::BadVersion => ("the version must be DKIM1", "версия должна быть DKIM1"),
        IssueKind::NoKey => ("the key is missing", "нет самого ключа"),
        IssueKind::BadKey(KeyFault::Base64) => ("the key is not base64", "ключ не в base64"),
        IssueKind::BadKey(KeyFault::NotRsa) => ("no RSA key, or one cut short", "не ключ RSA или ключ обрезан"),
        IssueKind::BadKey(KeyFault::OtherAlgorithm) => ("a key of another algorithm than RSA", "ключ другого алгоритма, не RSA"),
        IssueKind::BadKey(KeyFault::TrailingOctets) => ("something stands behind the key", "за ключом стоит лишнее"),
        IssueKind::BadKey(KeyFault::Wrapped) => (
            "an Ed25519 key in its ASN.1 wrapping, where its 32 octets alone belong",
            "ключ Ed25519 в обёртке ASN.1, а нужны только его 32 байта",
        ),
        IssueKind::BadKey(KeyFault::NotEd25519) => ("not the 32 octets of an Ed25519 key", "не 32 байта ключа Ed25519"),
    };
    Phrase { en, ru }
}
