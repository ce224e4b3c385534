//! DKIM001: no key was found, which is never told as missing.

use crate::keys::guess_gaps;
use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::dkim::Root;

pub const CHECK: Check<View> = Check {
    code: "DKIM001",
    name: "dkim-none-found",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 6376 3.6.2", "RFC 8020 2"],
    follows: &["DNS001"],
    en: Words {
        title: "DKIM keys can be found",
        says: "No DKIM key of {domain} was found at the known selectors (selectors tried: {tried}; _domainkey: {root}).",
        why: "Selectors cannot be listed, so this proves nothing: a key at a selector of your own stays unseen. But mail without DKIM misses what the large providers demand of bulk senders, and fails DMARC once it is forwarded.",
        fix: "Take the selector from a message that you sent (s= in its DKIM-Signature header) and check again with --selector. If there is no such header, switch DKIM on in your mail service and publish the key that it shows.",
    },
    ru: Words {
        title: "Поиск ключей DKIM",
        says: "Ключ DKIM домена {domain} по известным селекторам не найден (проверено селекторов: {tried}; _domainkey: {root}).",
        why: "Список селекторов получить нельзя, поэтому это ещё не доказательство: ключ с собственным селектором остаётся невидимым. Но письма без DKIM не отвечают требованиям крупных почтовых служб к рассылкам, а при пересылке не проходят DMARC.",
        fix: "Возьмите селектор из отправленного письма (s= в заголовке DKIM-Signature) и повторите проверку с --selector. Если такого заголовка нет, включите DKIM в почтовой службе и опубликуйте ключ, который она покажет.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, "s1._domainkey.example.com TXT NODATA"]),
        Example::unknown(&[HEALTHY, "_domainkey.example.com * NXDOMAIN"]),
        Example::unknown(&[HEALTHY, "_domainkey.example.com * TIMEOUT"]),
        // A wildcard answers every guess: none of them counts.
        Example::unknown(&[HEALTHY, "s1._domainkey.example.com TXT NODATA\n*._domainkey.example.com TXT v=DKIM1; p="]),
        Example::pass(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[HEALTHY, "target example.com selector=none"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let dkim = &view.dkim;
    if view.parked() || dkim.named {
        return Vec::new();
    }
    let root = match &dkim.root {
        Root::Open | Root::NotNeeded => Phrase { en: "the name exists", ru: "имя существует" },
        Root::NoSuchName => Phrase {
            en: "NXDOMAIN, strong evidence that no key stands below it",
            ru: "NXDOMAIN, веский признак того, что ключей под ним нет",
        },
        Root::Unknown(_) => Phrase { en: "no answer", ru: "нет ответа" },
    };
    let evidence = Evidence::new().with("domain", &dkim.domain).with("tried", dkim.selectors.len()).with("root", root);
    let verdict =
        if dkim.with_keys().next().is_some() { Verdict::Pass(evidence) } else { Verdict::Unknown { gaps: guess_gaps(view), evidence } };
    vec![(view.domain(), verdict)]
}
