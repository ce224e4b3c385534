//! DNS011: the TXT set of the domain does not fit a UDP answer.

use crate::samples::{HEALTHY, PARKED};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::zone::{Existence, UDP_SIZE};

pub const CHECK: Check<View> = Check {
    code: "DNS011",
    name: "udp-size",
    severity: Severity::Notice,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9715 3.2", "RFC 7766 5"],
    follows: &["DNS001"],
    en: Words {
        title: "Size of the TXT answer",
        says: "The TXT records of {domain} make an answer of {bytes} bytes; over UDP {limit} fit. {tcp}",
        why: "Each receiver must ask again over TCP to read SPF; where TCP is refused, SPF cannot be read at all.",
        fix: "Delete verification records that are no longer needed, or move them to names of their own; have TCP on port 53 open at all name servers.",
    },
    ru: Words {
        title: "Размер ответа TXT",
        says: "Размер ответа с записями TXT домена {domain} в байтах: {bytes}; по UDP помещается {limit}. {tcp}",
        why: "Чтобы прочесть SPF, получатель должен переспросить по TCP; где TCP закрыт, SPF не прочесть вовсе.",
        fix: "Удалите ненужные проверочные записи или вынесите их на отдельные имена; откройте TCP на порту 53 у всех серверов имён.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, TOO_LARGE]),
        Example::fail_as(Severity::Error, &[HEALTHY, TOO_LARGE, "@44.128.53.1 example.com TXT NO_TCP"]),
        // The resolver fails as well then; the name server's refusal is enough.
        Example::fail_as(
            Severity::Error,
            &[
                HEALTHY,
                "example.com TXT SERVFAIL\n@44.128.53.1 example.com TXT NO_TCP\n@44.129.53.1 example.com TXT TIMEOUT\n@2d00:44:53::1 example.com TXT TIMEOUT",
            ],
        ),
        Example::pass(&[HEALTHY, FITS]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let set = &view.zone.apex_txt;
    let evidence = |bytes: String, tcp| {
        Evidence::new().with("domain", &view.target.domain).with("bytes", bytes).with("limit", UDP_SIZE).with("tcp", tcp)
    };
    let verdict = match (set.without_tcp, set.bytes) {
        (Some(_), bytes) => {
            let shown = bytes.filter(|b| *b > UDP_SIZE).map_or_else(|| format!("> {UDP_SIZE}"), |b| b.to_string());
            Verdict::fail_as(Severity::Error, evidence(shown, TCP_REFUSED))
        }
        (None, Some(0)) => Verdict::NotApplicable,
        (None, Some(bytes)) if bytes > UDP_SIZE => Verdict::fail(evidence(bytes.to_string(), TCP_NEEDED)),
        (None, Some(bytes)) => Verdict::Pass(Evidence::new().with("bytes", bytes)),
        (None, None) => unknown(set.gap.clone()),
    };
    vec![(view.domain(), verdict)]
}

const TCP_NEEDED: Phrase = Phrase { en: "TCP is needed.", ru: "Нужен TCP." };
const TCP_REFUSED: Phrase = Phrase {
    en: "TCP is needed, and a name server refuses it.", ru: "Нужен TCP, а сервер имён его не принимает."
};

/// An SPF record of 24 bytes and others of 73 bytes each, with the 40 bytes of the message around them.
macro_rules! records {
    ($($number:literal)*) => {
        concat!(
            "example.com TXT v=spf1 -all\n",
            $("example.com TXT check-", $number, "=012345678901234567890123456789012345678901234567890\n",)*
        )
    };
}

/// 1232 bytes.
const FITS: &str = records!("01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13" "14" "15" "16");
/// 1233 bytes.
const TOO_LARGE: &str = records!("01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13" "14" "15" "016");
