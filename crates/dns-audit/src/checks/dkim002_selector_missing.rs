//! DKIM002: the user named a selector at which no key stands.

use crate::keys::{each_selector, evidence};
use crate::sample_keys::SLOW_KEY;
use crate::samples::{HEALTHY, SENDING};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DKIM002",
    name: "dkim-selector-missing",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.2.2"],
    follows: &["DNS001", "DKIM012"],
    en: Words {
        title: "The named selector has a key",
        says: "No key is published at {at}, the name of the selector that you gave.",
        why: "A receiver cannot check signatures made with this selector: the mail counts as unsigned, and DMARC is left with SPF alone.",
        fix: "Publish the public key of your mail service as a TXT record at {at}, or compare the selector with s= in the DKIM-Signature header of a message that you sent.",
    },
    ru: Words {
        title: "Ключ указанного селектора",
        says: "Для указанного вами селектора ключ не опубликован: {at}.",
        why: "Получатель не может проверить подписи с этим селектором: письмо считается неподписанным, и для DMARC остаётся только SPF.",
        fix: "Опубликуйте открытый ключ почтовой службы как TXT-запись {at} или сверьте селектор с s= в заголовке DKIM-Signature отправленного письма.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "target example.com selector=s9"]),
        // The answer of a wildcard that is no key does not count, and no guess steps in.
        Example::fail(&[HEALTHY, "target example.com selector=s9\n*._domainkey.example.com TXT hello"]),
        Example::pass(&[HEALTHY, SENDING]),
        Example::unknown(&[HEALTHY, SLOW_KEY]),
        Example::not_applicable(&[HEALTHY]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if !view.dkim.named {
        return Vec::new();
    }
    each_selector(view, |s| if s.is_missing() { Verdict::fail(evidence(s)) } else { Verdict::Pass(evidence(s)) })
}
