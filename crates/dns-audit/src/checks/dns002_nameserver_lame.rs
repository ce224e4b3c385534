//! DNS002: a delegated name server does not answer for the zone.

use crate::samples::{ABSENT, HEALTHY, PARKED};
use crate::view::{View, sorted, unknown};
use facts::{Gap, Transport};
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};
use readings::zone::{Existence, Said, Server, Servers};

pub const CHECK: Check<View> = Check {
    code: "DNS002",
    name: "nameserver-lame",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 1912 2.8", "RFC 1034 4.1"],
    follows: &["DNS001"],
    en: Words {
        title: "Name servers serve the zone",
        says: "The name server {server} does not serve the zone {zone}: {fault}.",
        why: "Every resolver that picks this server loses time or gets an error, so that mail, SPF and DKIM fail now and then.",
        fix: "Have {server} load the zone {zone} and answer for it, or take the server out: at the registrar and from the zone's NS records.",
    },
    ru: Words {
        title: "Серверы имён обслуживают зону",
        says: "Сервер имён {server} не обслуживает зону {zone}: {fault}.",
        why: "Резолвер, выбравший этот сервер, теряет время или получает ошибку; почта, SPF и DKIM время от времени отказывают.",
        fix: "Настройте на {server} обслуживание зоны {zone} или уберите его: у регистратора и из записей NS самой зоны.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com SOA REFUSED"]),
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com SOA REFERRAL"]),
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com SOA NXDOMAIN"]),
        Example::fail(&[HEALTHY, "@44.129.53.1 example.com TXT SERVFAIL"]),
        Example::fail(&[HEALTHY, MUTE]),
        Example::fail(&[HEALTHY, "ns2.example.org A NXDOMAIN\nns2.example.org AAAA NXDOMAIN"]),
        // Only the zone above names the third server, and that one refuses.
        Example::fail(&[HEALTHY, DELEGATED, "@44.131.53.9 example.com SOA REFUSED"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, DELEGATED]),
        // A policy may be delegated to somebody else.
        Example::pass(&[HEALTHY, "@44.128.53.1 _dmarc.example.com TXT REFERRAL"]),
        // The only server on IPv6: this machine may have none.
        Example::unknown(&[HEALTHY, MUTE_V6]),
        Example::unknown(&[HEALTHY, "example.com NS TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
        Example::not_applicable(&[ABSENT]),
    ],
};

/// Silent to everything, while the other server on IPv4 answers.
const MUTE: &str = "
@44.129.53.1 example.com SOA TIMEOUT
@44.129.53.1/TCP example.com SOA TIMEOUT
@44.129.53.1 example.com MX TIMEOUT
@44.129.53.1 example.com TXT TIMEOUT
@44.129.53.1 _dmarc.example.com TXT TIMEOUT
";

const MUTE_V6: &str = "
@2d00:44:53::1 example.com SOA TIMEOUT
@2d00:44:53::1/TCP example.com SOA TIMEOUT
@2d00:44:53::1 example.com MX TIMEOUT
@2d00:44:53::1 example.com TXT TIMEOUT
@2d00:44:53::1 _dmarc.example.com TXT TIMEOUT
";

const DELEGATED: &str = "
com NS a.example.net
a.example.net A 44.131.53.1
@44.131.53.1 example.com NS ns1.example.net
@44.131.53.1 example.com NS ns3.example.net
ns3.example.net A 44.131.53.9
";

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    if view.parked() || view.zone.existence == Existence::Absent {
        return Vec::new();
    }
    let servers = &view.zone.servers;
    let Some(zone) = &servers.zone else { return vec![(view.domain(), unknown(servers.gaps.clone()))] };
    let evidence = |server: Value, fault: Value| Evidence::new().with("zone", zone).with("server", server).with("fault", fault);
    let (mut verdicts, mut open) = (Vec::new(), servers.gaps.clone());
    for name in &servers.homeless {
        verdicts.push((Subject::from(name), Verdict::fail(evidence(name.into(), HOMELESS.into()))));
    }
    for server in &servers.polled {
        let names: Vec<String> = server.names.iter().map(ToString::to_string).collect();
        let shown = format!("{} ({})", names.join(", "), server.address);
        match fault(server, servers) {
            Ok(None) => verdicts.push((server.address.into(), Verdict::Pass(Evidence::new().with("server", shown)))),
            Ok(Some(fault)) => verdicts.push((server.address.into(), Verdict::fail(evidence(shown.into(), fault)))),
            Err(gap) => open.push(gap),
        }
    }
    // Addresses that cannot be reached from here are told together: mostly they are all of IPv6.
    if !open.is_empty() {
        verdicts.push((view.domain(), unknown(open)));
    }
    sorted(verdicts)
}

/// What is wrong with a server; the gap where its silence proves nothing.
fn fault(server: &Server, servers: &Servers) -> Result<Option<Value>, Gap> {
    let told = [&server.soa, &server.mx, &server.spf].into_iter().find_map(|said| match said {
        Said::Refused => Some(REFUSED),
        Said::Failed => Some(FAILED),
        Said::Elsewhere => Some(ELSEWHERE),
        _ => None,
    });
    match (told, &server.soa) {
        (Some(fault), _) => Ok(Some(fault.into())),
        (None, Said::NoSuchName) => Ok(Some(NO_SUCH_ZONE.into())),
        _ if server.answered(Transport::Udp) => Ok(None),
        (None, said) => match (said, servers.sister(server.address, Transport::Udp)) {
            (Said::Silent(_), Some(sister)) => Ok(Some(Value::Sentence(SILENT, Evidence::new().with("sister", sister)))),
            _ => said.gap().cloned().map_or(Ok(None), Err),
        },
    }
}

const REFUSED: Phrase = Phrase { en: "it refuses to answer (REFUSED)", ru: "отказывается отвечать (REFUSED)" };
const FAILED: Phrase = Phrase { en: "it reports a failure (SERVFAIL)", ru: "сообщает о сбое (SERVFAIL)" };
const NO_SUCH_ZONE: Phrase =
    Phrase { en: "it says that the zone does not exist (NXDOMAIN)", ru: "отвечает, что такой зоны нет (NXDOMAIN)" };
const ELSEWHERE: Phrase = Phrase {
    en: "it answers without authority, as one that does not hold the zone",
    ru: "отвечает неавторитетно: этой зоны у него нет",
};
const SILENT: Phrase = Phrase {
    en: "it does not answer, while {sister} answers the same question",
    ru: "не отвечает, тогда как {sister} на тот же запрос отвечает",
};
const HOMELESS: Phrase = Phrase { en: "its name has no address", ru: "у его имени нет адреса" };
