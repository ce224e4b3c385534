//! DKIM003: a key that is revoked by an empty p=.

use crate::keys::{each_key, evidence};
use crate::sample_keys::SLOW_KEY;
use crate::samples::{HEALTHY, PARKED, SENDING};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::dkim::Source;
use records::dkim::Key;

pub const CHECK: Check<View> = Check {
    code: "DKIM003",
    name: "dkim-revoked",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Info, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.1"],
    follows: &["DNS001", "DKIM004", "DKIM008"],
    en: Words {
        title: "The key is not revoked",
        says: "The key at {at} is revoked: its p= is empty.",
        why: "Receivers treat every signature made with selector {selector} as failed.",
        fix: "If mail is still signed with {selector}, publish its public key again or sign with another selector. If not, leave the record as it is.",
    },
    ru: Words {
        title: "Отзыв ключа",
        says: "Ключ {at} отозван: тег p= пуст.",
        why: "Получатели считают недействительной любую подпись с селектором {selector}.",
        fix: "Если письма ещё подписываются селектором {selector}, опубликуйте его открытый ключ заново или подписывайте другим селектором. Если нет, оставьте запись как есть.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SENDING, "s1._domainkey.example.com TXT v=DKIM1; p="]),
        Example::info(&[HEALTHY, "s1._domainkey.example.com TXT v=DKIM1; p="]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    each_key(view, |s, record| match record.key {
        Key::Revoked if s.source == Source::Named => Verdict::fail(evidence(s)),
        Key::Revoked => Verdict::Info(evidence(s)),
        _ => Verdict::Pass(evidence(s)),
    })
}
