//! Sets of records between what is published and what is proposed: a TXT set holds records of several kinds, and only
//! those of the proposal's own kind are replaced.

use crate::bench::Bench;
use crate::plan::{Change, Fate, Line, NEW_TTL, Withheld, owner};
use crate::words;
use facts::answer::{Data, Text};
use facts::{Gap, Name, Outcome, RecordType};
use findings::{PublishRecord, Value};
use records::{bimi, dmarc, mta_sts, spf, tls_rpt};
use std::collections::BTreeSet;

/// What stands at a name.
pub struct Standing {
    pub records: Vec<facts::Record>,
    /// Where the name is an alias to.
    pub alias: Option<Name>,
    /// Seconds to live, where a server with authority said so.
    pub ttl: Option<u32>,
}

/// The set as it is published.
pub fn standing(bench: &Bench<'_>, name: &Name, rtype: RecordType) -> Result<Standing, Gap> {
    let answer = bench.dns(name, rtype)?;
    let records = match answer.outcome {
        Outcome::Records(records) => records,
        _ => Vec::new(),
    };
    let ttl = records.iter().map(|r| r.ttl).min().filter(|_| answer.authoritative);
    Ok(Standing { ttl, records, alias: answer.aliases.last().map(|a| a.target.clone()) })
}

/// The set with `values` (data in zone-file form, TXT without quotes) in place of what is of their kind.
///
/// # Errors
/// Why nobody can say how the set would look.
pub fn change(
    bench: &Bench<'_>,
    name: &Name,
    rtype: RecordType,
    values: &[String],
    notes: Vec<Value>,
    taken: Option<&Change>,
) -> Result<Change, Withheld> {
    let held = |why| Withheld { name: name.clone(), rtype, why, codes: BTreeSet::new() };
    let standing = standing(bench, name, rtype).map_err(|gap| held(words::not_known(&gap)))?;
    if let Some(target) = standing.alias {
        return Err(held(words::alias(name, &target)));
    }
    let kind = values.first().map(|v| Kind::of(name, v.as_bytes()));
    let mut missing: Vec<Line> = values.iter().map(|v| added(rtype, v)).collect();
    let mut lines = Vec::new();
    for record in &standing.records {
        let Some(line) = line(&record.data) else { continue };
        let same = missing.iter().position(|m| m.value == line.value);
        let other_kind = matches!(&record.data, Data::Txt(t) if kind.is_some_and(|k| !k.holds(&Text::join(t))));
        // One record that fits is enough (RFC 7671 5.1): an address that was not seen may need another one.
        let grows = rtype == RecordType::Tlsa;
        let fate = if same.is_some() || other_kind || grows { Fate::Keep } else { Fate::Remove };
        same.map(|at| missing.remove(at));
        lines.push(Line { fate, ..line });
    }
    // What was proposed of other kinds for the same set stays proposed.
    for line in
        taken.iter().flat_map(|t| &t.lines).filter(|l| rtype == RecordType::Txt && kind.is_some_and(|k| !k.holds(l.value.as_bytes())))
    {
        match lines.iter_mut().find(|l| l.value == line.value) {
            Some(known) => known.fate = line.fate,
            None => lines.push(line.clone()),
        }
    }
    lines.extend(missing);
    // A cache tells what is left of the time to live.
    let ttl = standing.ttl.unwrap_or(NEW_TTL);
    Ok(Change { name: name.clone(), rtype, ttl, lines, notes, codes: BTreeSet::new() })
}

/// A record that comes new.
fn added(rtype: RecordType, value: &str) -> Line {
    Line { fate: Fate::Add, rdata: PublishRecord::data(rtype == RecordType::Txt, value), value: value.to_owned() }
}

/// A published record in zone-file form; none of types that nothing is proposed for.
fn line(data: &Data) -> Option<Line> {
    let dotted = |name: &Name| if name.is_root() { ".".to_owned() } else { owner(name) };
    let rdata = match data {
        Data::A(a) => a.to_string(),
        Data::Aaaa(a) => a.to_string(),
        Data::Mx { preference, exchange } => format!("{preference} {}", dotted(exchange)),
        Data::Txt(strings) | Data::Spf(strings) => {
            let quoted: Vec<String> = strings.iter().map(|s| quoted(&s.0)).collect();
            let value = String::from_utf8_lossy(&Text::join(strings)).into_owned();
            return Some(Line { fate: Fate::Keep, rdata: quoted.join(" "), value });
        }
        Data::Ns(name) | Data::Ptr(name) | Data::Cname(name) => dotted(name),
        Data::Tlsa { usage, selector, matching, data } => {
            let hex: String = data.0.iter().map(|b| format!("{b:02x}")).collect();
            format!("{usage} {selector} {matching} {hex}")
        }
        Data::Srv { priority, weight, port, target } => format!("{priority} {weight} {port} {}", dotted(target)),
        Data::Soa { .. } | Data::Caa { .. } => return None,
    };
    Some(Line { fate: Fate::Keep, value: rdata.clone(), rdata })
}

/// A character-string of a zone file (RFC 1035 5.1).
fn quoted(octets: &[u8]) -> String {
    let octet = |byte: &u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(*byte)),
        0x20..=0x7e => char::from(*byte).to_string(),
        _ => format!("\\{byte:03}"),
    };
    format!("\"{}\"", octets.iter().map(octet).collect::<String>())
}

/// What a TXT record is to receivers: records of other kinds at the same name are none of the proposal's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Spf,
    Dmarc,
    Sts,
    Rpt,
    Bimi,
    /// Everything at the name.
    All,
}

impl Kind {
    /// The kind of a record that is proposed at `name`.
    pub fn of(name: &Name, octets: &[u8]) -> Self {
        let kinds = [Kind::Spf, Kind::Dmarc, Kind::Sts, Kind::Rpt, Kind::Bimi];
        let key = name.labels().any(|l| l.eq_ignore_ascii_case("_domainkey"));
        kinds.into_iter().find(|k| !key && k.holds(octets)).unwrap_or(Kind::All)
    }

    /// Whether a record is of the kind, or was meant to be.
    pub fn holds(self, octets: &[u8]) -> bool {
        match self {
            Kind::Spf => spf::is_spf(octets) || spf::near_miss(octets).is_some(),
            Kind::Dmarc => dmarc::is_dmarc(octets) || dmarc::near_miss(octets).is_some(),
            Kind::Sts => mta_sts::is_mta_sts(octets) || mta_sts::near_miss(octets).is_some(),
            Kind::Rpt => tls_rpt::is_tls_rpt(octets) || tls_rpt::near_miss(octets).is_some(),
            Kind::Bimi => bimi::is_bimi(octets) || bimi::near_miss(octets).is_some(),
            Kind::All => true,
        }
    }
}
