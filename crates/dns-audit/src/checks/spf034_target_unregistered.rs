//! SPF034: a target whose registrable domain does not exist.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "SPF034",
    name: "spf-target-unregistered",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 11.4"],
    follows: &["DNS001"],
    en: Words {
        title: "Registered targets of SPF",
        says: "The SPF policy of {domain} trusts a domain that does not exist in the DNS: {registrable} ({terms})",
        why: "If {registrable} is free, anyone can register it and send mail that passes SPF as you.",
        fix: "Remove {terms} from the policy at once.",
    },
    ru: Words {
        title: "Зарегистрированные домены в SPF",
        says: "Политика SPF {domain} доверяет домену, которого нет в DNS: {registrable} ({terms})",
        why: "Если домен {registrable} свободен, кто угодно зарегистрирует его и будет слать почту, которая пройдёт SPF от вашего имени.",
        fix: "Немедленно уберите из политики {terms}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.lapsed-mailer.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a:mail.lapsed-mailer.co.uk -all"]),
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 redirect=lapsed-mailer.com",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.mailer.com -all\nmailer.com SOA ns1.mailer.com root.mailer.com 1 2 3 4 5",
        ]),
        // The alias's own domain stands, the one that it leads to does not.
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com CNAME spf.lapsed-mailer.com"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:gone.example.com -all"]),
        // Nobody can register a name below a top level that does not exist.
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:mail.lan -all"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.mailer.com -all\nmailer.com SOA SERVFAIL"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let free: Vec<_> = spf.registrable.iter().filter(|r| r.exists == Ok(false)).collect();
        if !free.is_empty() {
            let evidence = Evidence::new()
                .with("domain", &spf.domain)
                .with("registrable", free.iter().map(|r| r.domain.to_string()).collect::<Vec<_>>())
                .with("terms", free.iter().map(|r| placed(spf, &r.at, &r.term)).collect::<Vec<_>>());
            return Verdict::fail(evidence);
        }
        let open = spf.registrable.iter().filter_map(|r| r.exists.as_ref().err().cloned());
        no_fault(open.chain(open_branches(spf)).collect(), Evidence::new())
    })
}
