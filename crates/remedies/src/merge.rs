//! The records that findings carry, worst first, each tried over what was taken before: so that several findings about
//! one set give one set, and a later one speaks of the set as an earlier one left it.

use crate::accept::Accepted;
use crate::plan::{Change, Fate, Line, NEW_TTL, Withheld};
use crate::{sets, words};
use facts::{Name, RecordType};
use findings::{Finding, Lang, PublishRecord, Value};
use std::collections::{BTreeMap, BTreeSet};

/// At most so many findings are tried.
const MOST_TRIED: usize = 60;

/// A set that a finding calls for.
type Wanted = BTreeMap<(Name, RecordType), Vec<String>>;

/// Tries the records of all findings, but for sets that are made as a whole elsewhere; those that were held back once more,
/// since what another record brought may have stood in the way.
pub fn findings(accepted: &mut Accepted<'_, '_>) {
    let before = accepted.now.score.clone();
    round(accepted);
    if accepted.now.score != before {
        round(accepted);
    }
}

fn round(accepted: &mut Accepted<'_, '_>) {
    let mut tried: BTreeSet<String> = BTreeSet::new();
    while tried.len() < MOST_TRIED {
        let key = |f: &Finding| format!("{} {} {:?}", f.about.code, f.subject.as_str(), f.records);
        let next = accepted.now.fails().find(|f| !f.records.is_empty() && !tried.contains(&key(f))).cloned();
        let Some(finding) = next else { return };
        tried.insert(key(&finding));
        offer(accepted, &finding);
    }
}

fn offer(accepted: &mut Accepted<'_, '_>, finding: &Finding) {
    let mut changes = Vec::new();
    for ((name, rtype), values) in wanted(&finding.records) {
        if made_elsewhere(accepted, &name, rtype) {
            continue;
        }
        if rtype == RecordType::Ptr || !accepted.bench.owns(&name) {
            foreign(accepted, finding, &name, rtype, &values);
            continue;
        }
        match sets::change(accepted.bench, &name, rtype, &values, notes(finding), accepted.taken(&name, rtype)) {
            Ok(change) => changes.push(change),
            Err(withheld) => accepted.withhold(Withheld { codes: [finding.about.code].into(), ..withheld }),
        }
    }
    accepted.offer_for(finding, changes);
}

/// SPF of the domain, DMARC and MTA-STS are made as a whole: single findings about them would contradict each other.
fn made_elsewhere(accepted: &Accepted<'_, '_>, name: &Name, rtype: RecordType) -> bool {
    rtype == RecordType::Txt && (name == accepted.bench.domain() || matches!(name.labels().next(), Some("_dmarc" | "_mta-sts")))
}

/// A set of a zone that is not the domain owner's: told, and not laid over.
fn foreign(accepted: &mut Accepted<'_, '_>, finding: &Finding, name: &Name, rtype: RecordType, values: &[String]) {
    let line = |v: &String| Line { fate: Fate::Add, rdata: PublishRecord::data(rtype == RecordType::Txt, v), value: v.clone() };
    match accepted.elsewhere.iter_mut().find(|c| c.name == *name && c.rtype == rtype) {
        Some(known) => {
            known.codes.insert(finding.about.code);
        }
        None => accepted.elsewhere.push(Change {
            name: name.clone(),
            rtype,
            ttl: NEW_TTL,
            lines: values.iter().map(line).collect(),
            notes: notes(finding),
            codes: [finding.about.code].into(),
        }),
    }
}

fn notes(finding: &Finding) -> Vec<Value> {
    let title = Value::Phrase(findings::Phrase { en: finding.about.words(Lang::En).title, ru: finding.about.words(Lang::Ru).title });
    let is_tlsa = finding.records.iter().any(|r| r.rtype == "TLSA");
    std::iter::once(title).chain(is_tlsa.then(words::rollover)).collect()
}

fn wanted(records: &[PublishRecord]) -> Wanted {
    let mut wanted = Wanted::new();
    for record in records {
        let name = Name::parse(record.name.trim_end_matches('.'));
        if let (Ok(name), Some(rtype)) = (name, RecordType::parse(record.rtype)) {
            wanted.entry((name, rtype)).or_default().push(record.value.clone());
        }
    }
    wanted
}
