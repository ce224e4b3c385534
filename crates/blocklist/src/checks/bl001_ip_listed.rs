//! BL001: an own address on a list that many receivers refuse by.

use crate::samples::{ALL_SILENT, AT_GOOGLE, HEALTHY, LISTS, SENDING};
use crate::view::View;
use findings::{Check, Example, Severity, Status, Subject, Verdict, Words};
use readings::lists::Listing;

pub const CHECK: Check<View> = Check {
    code: "BL001",
    name: "ip-listed",
    severity: Severity::Error,
    other_severities: &[Severity::Critical],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5782 2.1"],
    follows: &[],
    en: Words {
        title: "Address on a major blocklist",
        says: "{subject}, {role}, is on {list} ({meaning}). Answers: {codes}.",
        why: "Most large receivers refuse mail from an address that Spamhaus lists, and many companies do by Barracuda.",
        fix: "Find and stop what sends the unwanted mail (a broken-into account or site, an infected host, a bought address list), then ask for removal: {delist}",
    },
    ru: Words {
        title: "Адрес в крупном чёрном списке",
        says: "{subject} ({role}) есть в чёрном списке {list} ({meaning}). Ответы: {codes}.",
        why: "Большинство крупных получателей отказывает адресам из списков Spamhaus, многие компании — адресам из списка Barracuda.",
        fix: "Найдите и остановите источник нежелательных писем (взломанный ящик или сайт, заражённый компьютер, купленная база адресов), затем запросите удаление: {delist}",
    },
    judge,
    examples: &[
        Example::fail_as(Severity::Critical, &[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::fail_as(Severity::Critical, &[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.3"]),
        Example::fail_as(Severity::Critical, &[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.4"]),
        Example::fail_as(Severity::Critical, &[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.9"]),
        // Behind the policy code stands a graver one.
        Example::fail_as(
            Severity::Critical,
            &[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.10\n4.9.128.44.zen.spamhaus.org A 127.0.0.4"],
        ),
        Example::fail(&[LISTS, HEALTHY, "1.1.128.44.zen.spamhaus.org A 127.0.0.2\n1.1.128.44.zen.spamhaus.org TXT why not"]),
        Example::fail(&[LISTS, HEALTHY, SENDING, "4.9.128.44.b.barracudacentral.org A 127.0.0.2"]),
        // What one list says stands, though the other is silent.
        Example::fail(&[LISTS, HEALTHY, "1.1.128.44.zen.spamhaus.org A 127.0.0.2\nb.barracudacentral.org * TIMEOUT"]),
        Example::fail(&[
            LISTS,
            HEALTHY,
            "mx1.example.com AAAA 2d00:44:1::1\n1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.4.4.0.0.0.0.d.2.zen.spamhaus.org A 127.0.0.3",
        ]),
        // The last address of a range of the domain's own, and a host that an 'a' term names.
        Example::fail(&[LISTS, HEALTHY, "example.com TXT v=spf1 ip4:44.128.9.0/28 -all\n15.9.128.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::fail(&[LISTS, HEALTHY, "example.com TXT v=spf1 a -all\n80.1.128.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::pass(&[LISTS, HEALTHY, SENDING]),
        // What lies beyond the range, and in a range too wide to be a list of senders, is not asked.
        Example::pass(&[LISTS, HEALTHY, "example.com TXT v=spf1 ip4:44.128.9.0/28 -all\n16.9.128.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::pass(&[LISTS, HEALTHY, "example.com TXT v=spf1 ip4:44.128.9.0/27 -all\n15.9.128.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.10"]),
        Example::pass(&[LISTS, HEALTHY, SENDING, "4.9.128.44.bl.spamcop.net A 127.0.0.2"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, ALL_SILENT]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "zen.spamhaus.org * TIMEOUT"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A SERVFAIL"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.255.255.254"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.99"]),
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 44.1.1.1"]),
        // A list that lists its negative test point lists everything.
        Example::unknown(&[LISTS, HEALTHY, SENDING, "4.9.128.44.zen.spamhaus.org A 127.0.0.2\n1.0.0.127.zen.spamhaus.org A 127.0.0.2"]),
        // A resolver that Barracuda does not know gets 'no such name' for everything.
        Example::unknown(&[LISTS, HEALTHY, SENDING, "b.barracudacentral.org * NXDOMAIN"]),
        Example::not_applicable(&[LISTS, HEALTHY, AT_GOOGLE, "1.7.131.44.zen.spamhaus.org A 127.0.0.2"]),
        Example::not_applicable(&[LISTS, HEALTHY, "mx1.example.com A 10.0.0.1\n1.0.0.10.zen.spamhaus.org A 127.0.0.2"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.by_address(&[Listing::Grave, Listing::Major], |address, hit, evidence| {
        if hit.meaning.listing == Listing::Grave && address.roles.declared {
            Verdict::fail_as(Severity::Critical, evidence)
        } else {
            Verdict::fail(evidence)
        }
    })
}
