//! DANE006: some mail hosts have TLSA records and others have none.

use crate::dane::{names, proposed};
use crate::samples::{HEALTHY, NULL_MX, SECOND_HOST};
use crate::view::View;
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use readings::dane::DaneHost;

pub const CHECK: Check<View> = Check {
    code: "DANE006",
    name: "dane-partial",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7672 2.2.1", "RFC 7672 5.2"],
    follows: &["DNS006"],
    en: Words {
        title: "TLSA at all mail hosts",
        says: "Mail hosts with TLSA records: {with}; without: {without}.",
        why: "Whoever wants to read the mail only has to keep senders away from the protected hosts: they then deliver to the others, where nothing is checked.",
        fix: "Publish TLSA records for {without} as well (those below, where there are any), or take these hosts out of the MX records.",
    },
    ru: Words {
        title: "TLSA у всех почтовых серверов",
        says: "Записи TLSA есть у серверов {with}, нет у {without}.",
        why: "Чтобы читать почту, достаточно не пускать отправителей к защищённым серверам: они доставят на остальные, где ничего не проверяется.",
        fix: "Опубликуйте TLSA и для {without} (записи приведены ниже, если они есть) или уберите эти серверы из записей MX.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, SECOND_HOST, "_25._tcp.mx2.example.com TLSA NODATA"]),
        Example::pass(&[HEALTHY, SECOND_HOST]),
        Example::unknown(&[HEALTHY, SECOND_HOST, "_25._tcp.mx2.example.com TLSA TIMEOUT"]),
        Example::unknown(&[HEALTHY, SECOND_HOST, "_25._tcp.mx2.example.com TLSA NODATA\nexample.com DNSSEC anchor_unreachable ."]),
        Example::unknown(&["example.com * TIMEOUT"]),
        // None of them counts: DANE003 tells it.
        Example::not_applicable(&[HEALTHY, SECOND_HOST, "_25._tcp.mx2.example.com TLSA NODATA\nexample.com DNSSEC insecure"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, SECOND_HOST, "_25._tcp.mx.example.com TLSA NODATA\n_25._tcp.mx2.example.com TLSA NODATA"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let hosts = &view.dane.hosts;
    let publishing = || hosts.iter().filter(|h| h.publishes() == Some(true));
    let verdict = match &view.dane.gap {
        Some(gap) => Verdict::unknown(gap.clone()),
        None if hosts.len() < 2 || publishing().next().is_none() => return Vec::new(),
        None => of_several(view, publishing().map(DaneHost::counts).collect()),
    };
    if verdict == Verdict::NotApplicable { Vec::new() } else { vec![(view.domain.clone(), verdict)] }
}

/// `counting`: whether senders act on the records of each host that has some.
fn of_several(view: &View, counting: Vec<Result<bool, facts::Gap>>) -> Verdict {
    let hosts = &view.dane.hosts;
    let of = |wanted| names(hosts.iter().filter(|h| h.publishes() == Some(wanted)));
    let (with, without) = (of(true), of(false));
    let open: Vec<_> = hosts.iter().filter_map(|h| h.tlsa.as_ref().err()).cloned().collect();
    if !counting.contains(&Ok(true)) {
        return counting.into_iter().find_map(Result::err).map_or(Verdict::NotApplicable, Verdict::unknown);
    }
    match (without.is_empty(), open.is_empty()) {
        (false, _) => Verdict::fail(Evidence::new().with("with", with).with("without", without)).with_records(missing(view)),
        (true, false) => Verdict::Unknown { gaps: open, evidence: Evidence::new() },
        (true, true) => Verdict::Pass(Evidence::new().with("with", with)),
    }
}

/// Records for all hosts that have none: some of them would not help.
fn missing(view: &View) -> Vec<PublishRecord> {
    let bare = view.dane.hosts.iter().filter(|h| h.publishes() == Some(false));
    let each: Vec<Vec<PublishRecord>> = bare.map(|h| if h.counts() == Ok(true) { proposed(view, h) } else { Vec::new() }).collect();
    if each.iter().any(Vec::is_empty) { Vec::new() } else { each.concat() }
}
