//! SPF020: the record is over 450 octets.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

/// RFC 7208 3.4 asks for answers that fit 512 octets with names and headers; 450 leaves room for them.
const LIMIT: usize = 450;

pub const CHECK: Check<View> = Check {
    code: "SPF020",
    name: "spf-string-length",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 3.4"],
    follows: &["DNS001"],
    en: Words {
        title: "Length of the SPF record",
        says: "The SPF record of {domain} is longer than {limit} octets: {length}.",
        why: "Answers that do not fit one UDP packet need TCP, which some firewalls drop: the receiver gets temperror.",
        fix: "Drop what no longer sends, or move part of the addresses behind an include at a name of your own.",
    },
    ru: Words {
        title: "Длина записи SPF",
        says: "Запись SPF {domain} длиннее {limit} октетов: {length}.",
        why: "Ответ, не поместившийся в один пакет UDP, требует TCP, который часть межсетевых экранов блокирует: получатель получит temperror.",
        fix: "Уберите лишних отправителей или вынесите часть адресов в include на своём имени.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "example.com TXT v=spf1 ip4:44.128.0.2 ip4:44.128.0.3 ip4:44.128.0.4 ip4:44.128.0.5 ip4:44.128.0.6 ip4:44.128.0.7 ip4:44.128.0.8 ip4:44.128.0.9 ip4:44.128.0.10 ip4:44.128.0.11 ip4:44.128.0.12 ip4:44.128.0.13 ip4:44.128.0.14 ip4:44.128.0.15 ip4:44.128.0.16 ip4:44.128.0.17 ip4:44.128.0.18 ip4:44.128.0.19 ip4:44.128.0.20 ip4:44.128.0.21 ip4:44.128.0.22 ip4:44.128.0.23 ip4:44.128.0.24 ip4:44.128.0.25 ip4:44.128.0.26 ip4:44.128.0.27 x=ppppppppppppppppppppppppppppp -all",
        ]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 ip4:44.128.0.2 ip4:44.128.0.3 ip4:44.128.0.4 ip4:44.128.0.5 ip4:44.128.0.6 ip4:44.128.0.7 ip4:44.128.0.8 ip4:44.128.0.9 ip4:44.128.0.10 ip4:44.128.0.11 ip4:44.128.0.12 ip4:44.128.0.13 ip4:44.128.0.14 ip4:44.128.0.15 ip4:44.128.0.16 ip4:44.128.0.17 ip4:44.128.0.18 ip4:44.128.0.19 ip4:44.128.0.20 ip4:44.128.0.21 ip4:44.128.0.22 ip4:44.128.0.23 ip4:44.128.0.24 ip4:44.128.0.25 ip4:44.128.0.26 ip4:44.128.0.27 x=pppppppppppppppppppppppppppp -all",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let length = spf.policy.parsed.as_ref().map_or(0, |r| r.length);
        let evidence = Evidence::new().with("domain", &spf.domain).with("length", length).with("limit", LIMIT);
        if length > LIMIT { Verdict::fail(evidence) } else { Verdict::Pass(evidence) }
    })
}
