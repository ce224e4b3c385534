//! DNS010: a CNAME beside other data at a name that mail needs.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, sorted};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::zone::{AliasedName, Beside};

pub const CHECK: Check<View> = Check {
    code: "DNS010",
    name: "txt-beside-cname",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1034 3.6.2", "RFC 2181 10.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Alias alone at its name",
        says: "{name} is an alias (CNAME) for {target} and has other records beside it: {types}.",
        why: "Resolvers follow the alias and never see the records beside it, one today and another tomorrow: mail fails at random.",
        fix: "Replace the CNAME at {name} by A and AAAA records (some DNS hosts call it ALIAS or flattening), or move the other records to {target}.",
    },
    ru: Words {
        title: "Псевдоним без других записей",
        says: "{name} является псевдонимом (CNAME) для {target}, но рядом есть другие записи: {types}.",
        why: "Резолверы следуют по псевдониму и соседних записей не видят, причём то один, то другой: почта отказывает случайным образом.",
        fix: "Замените CNAME у {name} записями A и AAAA (у некоторых DNS-хостингов это называется ALIAS) или перенесите остальные записи на {target}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com CNAME www.example.net"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com CNAME policy.example.net\npolicy.example.net TXT v=DMARC1; p=none"]),
        // The resolver follows the alias; the zone's own server shows both.
        Example::fail(&[
            HEALTHY,
            "target sub.example.com\nsub.example.com CNAME www.example.net\nwww.example.net A 44.128.1.80\n@44.128.53.1 sub.example.com TXT v=spf1 -all",
        ]),
        Example::fail(&[
            HEALTHY,
            "example.com MX 10 mail.example.com\nmail.example.com CNAME mx1.example.com\n@44.128.53.1 mail.example.com TXT v=spf1 a -all",
        ]),
        Example::pass(&[HEALTHY, "example.com MX 10 mail.example.com\nmail.example.com CNAME mx1.example.com"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[
            HEALTHY,
            "target example.com selector=k1\nk1._domainkey.example.com CNAME k1.example.net\nk1.example.net TXT v=DKIM1; p=",
        ]),
        Example::pass(&[HEALTHY, "target sub.example.com\nsub.example.com CNAME www.example.net\nwww.example.net A 44.128.1.80"]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com CNAME TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() {
        return Vec::new();
    }
    let verdict = |aliased: &AliasedName| match (&aliased.alias, &aliased.beside) {
        (Err(gap), _) | (_, Beside::Unknown(gap)) => Verdict::unknown(gap.clone()),
        (Ok(Some(target)), Beside::Data(types)) => {
            let types: Vec<String> = types.iter().map(ToString::to_string).collect();
            Verdict::fail(Evidence::new().with("name", &aliased.name).with("target", target).with("types", types))
        }
        _ => Verdict::Pass(Evidence::new()),
    };
    sorted(view.zone.aliased.iter().map(|a| (Subject::from(&a.name), verdict(a))).collect())
}
