//! The SPF record of the domain: several made one, misspellings mended, dead terms dropped, the limit kept; and the proof
//! that nobody who may send today is lost.

mod draft;
mod limits;
mod proof;
mod ranges;

use crate::bench::Bench;
use crate::plan::Withheld;
use crate::words::{self, plain, sentence};
use draft::Draft;
use facts::{Inquiry, Name, Overlay, Planner, RecordType, Recorded};
use findings::{Evidence, Finding, PublishRecord, Severity, Value};
use proof::Side;
use readings::spf::{MOST_LOOKUPS, MOST_VOIDS, Sender, Spf, SpfResult, Status, check_host};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The reading of SPF alone, for trials.
const SPF: Planner = Planner { name: "spf", serves: &["spf"], plan: |t, i| drop(readings::spf::read(t, i)) };

/// A proposed record.
pub struct Proposal {
    pub record: String,
    pub notes: Vec<Value>,
}

/// The record to publish; none where no finding asks for another one.
///
/// # Errors
/// Why it is held back.
pub fn propose(bench: &Bench<'_>) -> Result<Option<Proposal>, Withheld> {
    let asked: Vec<&Finding> = bench.before.fails().filter(|f| f.about.area() == "spf").collect();
    if asked.is_empty() {
        return Ok(None);
    }
    let spf = readings::spf::read(&bench.recorded.target, &bench.inquiry());
    let texts = texts(bench, &spf, &asked)?;
    if texts.is_empty() {
        return Ok(None);
    }
    let domain = bench.domain();
    let mut draft = Draft::of(domain, &texts);
    add_senders(bench, &mut draft, &asked);
    if !draft.parsed().issues.is_empty() {
        return Err(withheld(domain, unreadable(), &asked));
    }
    if texts.len() > 1 && draft.refuses() {
        return Err(withheld(domain, order(), &asked));
    }
    let meant = side(bench, &draft.record());
    limits::drop_dead(&mut draft, &meant.spf);
    draft.join_ranges();
    let (draft, lookups) = limits::keep(draft, domain, &|draft| side(bench, &draft.record()).spf);
    let held = |why| withheld(domain, why, &asked);
    if lookups > MOST_LOOKUPS {
        return Err(held(beyond(lookups)));
    }
    if spf.policy.parsed.as_ref().is_some_and(|r| r.text.trim_end() == draft.record()) {
        let open = asked.iter().any(|f| f.about.code == "SPF007");
        return if open { Err(held(everybody())) } else { Ok(None) };
    }
    let after = side(bench, &draft.record());
    if after.spf.policy.voids > MOST_VOIDS {
        return Err(held(voids(after.spf.policy.voids)));
    }
    let before: Vec<Side> = match spf.policy.status {
        Status::Record => vec![Side::of(bench.recorded.clone())],
        Status::Several => texts.iter().map(|t| side(bench, t)).collect(),
        _ => Vec::new(),
    };
    proof::hold(&before, &meant, &after).map_err(held)?;
    Ok(Some(Proposal { record: draft.record(), notes: draft.notes }))
}

/// The records that the proposal is made of: what is published, what was meant to be, or what a finding calls for.
fn texts(bench: &Bench<'_>, spf: &Spf, asked: &[&Finding]) -> Result<Vec<String>, Withheld> {
    let policy = &spf.policy;
    let mut texts: Vec<String> = match policy.status {
        Status::Record | Status::Several => policy.record.iter().flat_map(|r| r.lines().map(str::to_owned)).collect(),
        Status::NoRecord | Status::NoSuchName => Vec::new(),
        _ => {
            let why = policy.gap.as_ref().map(words::not_known);
            return why.map_or(Ok(Vec::new()), |why| Err(withheld(bench.domain(), why, asked)));
        }
    };
    texts.extend(spf.near_misses.iter().map(|(text, _)| text.clone()));
    if texts.is_empty() {
        let own = |r: &&PublishRecord| r.rtype == "TXT" && r.name == format!("{}.", bench.domain());
        texts.extend(asked.iter().flat_map(|f| &f.records).find(own).map(|r| r.value.clone()));
    }
    Ok(texts)
}

/// Adds the addresses that the user names as senders and that the draft does not let send, and the mailbox provider that
/// is seen to sign for the domain.
fn add_senders(bench: &Bench<'_>, draft: &mut Draft, asked: &[&Finding]) {
    let trial = side(bench, &draft.record());
    let passes = |ip: &IpAddr| {
        let sender = Sender::of(&trial.recorded.target, *ip);
        check_host(&Inquiry::new(&trial.recorded.facts), &sender).0.result == SpfResult::Pass
    };
    let missing: Vec<IpAddr> = bench.recorded.target.ips.iter().filter(|ip| !passes(ip)).copied().collect();
    for ip in missing.iter().rev() {
        draft.put_first(ranges::term((*ip, if ip.is_ipv4() { 32 } else { 128 })));
    }
    if !missing.is_empty() {
        let texts: Vec<String> = missing.iter().map(ToString::to_string).collect();
        draft.note_terms("your sending addresses, named by --ip: {terms}", "ваши адреса отправки, указанные в --ip: {terms}", &texts);
    }
    let provider = asked.iter().find(|f| f.about.code == "SPF033" && f.severity >= Severity::Warning);
    if let Some(include) = provider.and_then(|f| f.evidence.get("include")).map(|v| v.to_text(findings::Lang::En)) {
        draft.put_last(format!("include:{include}"));
        draft.note_terms(
            "added, since a DKIM key shows that your mailbox provider sends for the domain: {terms}",
            "добавлен: ключ DKIM показывает, что почтовый провайдер отправляет письма за домен: {terms}",
            &[format!("include:{include}")],
        );
    }
}

/// The facts with `record` as the domain's only one.
fn side(bench: &Bench<'_>, record: &str) -> Side {
    Side::of(under(bench, record))
}

fn under(bench: &Bench<'_>, record: &str) -> Recorded {
    let line = PublishRecord::txt(bench.domain().as_str(), record).zone_line();
    // A record of printable text is always a line of a zone file.
    let overlay = Overlay::parse(line.as_bytes(), &Name::root()).unwrap_or_default();
    bench.under(&overlay, &[SPF])
}

fn withheld(domain: &Name, why: Value, asked: &[&Finding]) -> Withheld {
    let codes: BTreeSet<&'static str> = asked.iter().filter(|f| f.subject.as_str() == domain.as_str()).map(|f| f.about.code).collect();
    Withheld { name: domain.clone(), rtype: RecordType::Txt, why, codes }
}

fn beyond(lookups: u32) -> Value {
    sentence(
        "even joined and shortened the record needs {lookups} look-ups, of which 10 are allowed: take out services that no longer send, or give one its own name below the domain (news.example.com) with a record of its own",
        "даже в сокращённом виде записи нужно запросов DNS: {lookups}, а допустимо 10: уберите сервисы, которые больше не отправляют, или выделите одному из них поддомен (news.example.com) с собственной записью",
        Evidence::new().with("lookups", lookups),
    )
}

fn everybody() -> Value {
    plain(
        "the record lets everybody send, so that whatever closes it stops somebody: list your senders first, by address or include, then end the record in ~all by hand",
        "запись разрешает отправку всем, и любое ограничение кого-то остановит: сначала перечислите своих отправителей адресами или include, затем вручную завершите запись ~all",
    )
}

fn unreadable() -> Value {
    plain(
        "what is wrong in the record could not be mended without guessing: correct the terms that the findings name by hand",
        "исправить запись без догадок не удалось: поправьте вручную элементы, названные в нарушениях",
    )
}

fn order() -> Value {
    plain(
        "one of the records refuses some senders by terms such as -ip4 or -include, and joined they could refuse what another record allows: join them by hand, in the right order",
        "одна из записей запрещает часть отправителей элементами вроде -ip4 или -include, и в общей записи они могли бы запретить то, что разрешает другая: объедините их вручную, в нужном порядке",
    )
}

fn voids(voids: u32) -> Value {
    sentence(
        "records that it includes meet {voids} names without an answer, of which 2 are allowed: tell the services, or take them out",
        "во включённых записях имён без ответа: {voids}, а допустимо 2: сообщите сервисам или уберите их",
        Evidence::new().with("voids", voids),
    )
}
