//! The DNS tree walk of RFC 9989 4.10: at most eight names, from the domain to the top.

use super::lookup::{self, Found};
use facts::{Gap, Inquiry, Name};
use records::dmarc::{DmarcRecord, Psd};
use std::sync::Arc;

/// A name with more labels than this is cut to [`CUT_LABELS`] after its first query.
const MOST_LABELS: usize = 8;
const CUT_LABELS: usize = 7;

/// A walk up the tree.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Each name asked, in order, up to the one that ended the walk.
    pub steps: Vec<Step>,
    /// The organisational domain (RFC 9989 4.10.2), or the gap that hides it.
    pub organisational: Result<Name, Gap>,
}

/// One name of the walk.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name; its record stands at `_dmarc` below it.
    pub name: Name,
    /// What stands there.
    pub found: Found,
}

/// Walks from `start` upwards.
pub(super) fn read(start: &Name, inquiry: &Inquiry<'_>) -> Walk {
    // All names are asked at once; what lies behind the end of the walk is then left out.
    let mut steps: Vec<Step> = names(start).into_iter().map(|name| Step { found: lookup::found(&name, inquiry), name }).collect();
    if let Some(end) = steps.iter().position(|s| s.psd() != Psd::Unsaid) {
        steps.truncate(end + 1);
    }
    let organisational = organisational(start, &steps);
    Walk { steps, organisational }
}

impl Walk {
    /// The record found at `name`.
    #[must_use]
    pub fn record_of(&self, name: &Name) -> Option<(&Name, &Arc<DmarcRecord>)> {
        self.records().find(|(at, _)| *at == name)
    }

    /// The record of the public suffix that ended the walk.
    #[must_use]
    pub fn suffix_record(&self) -> Option<(&Name, &Arc<DmarcRecord>)> {
        self.records().find(|(_, record)| record.psd == Psd::Suffix)
    }

    /// The records found, from the domain upwards.
    pub fn records(&self) -> impl Iterator<Item = (&Name, &Arc<DmarcRecord>)> {
        self.steps.iter().filter_map(|step| match &step.found {
            Found::Record(record) => Some((&step.name, record)),
            _ => None,
        })
    }
}

impl Step {
    fn psd(&self) -> Psd {
        match &self.found {
            Found::Record(record) => record.psd,
            _ => Psd::Unsaid,
        }
    }
}

/// RFC 9989 4.10 steps 2 and 6: one label less each time, a long name cut to seven labels first.
fn names(start: &Name) -> Vec<Name> {
    let mut names = vec![start.clone()];
    loop {
        let at = &names[names.len() - 1];
        let next = if at.depth() < MOST_LABELS { at.parent().unwrap_or_default() } else { last_labels(at, CUT_LABELS) };
        if next.is_root() {
            return names;
        }
        names.push(next);
    }
}

fn last_labels(name: &Name, count: usize) -> Name {
    let mut at = name.clone();
    while at.depth() > count {
        at = at.parent().unwrap_or_default();
    }
    at
}

/// RFC 9989 4.10.2, from the longest name to the shortest.
fn organisational(start: &Name, steps: &[Step]) -> Result<Name, Gap> {
    let mut shortest = None;
    for step in steps {
        match (&step.found, step.psd()) {
            // What is hidden here might have ended the walk.
            (Found::Unknown(gap), _) => return Err(gap.clone()),
            (Found::Record(_), Psd::Organisational) => return Ok(step.name.clone()),
            (Found::Record(_), Psd::Suffix) if step.name != *start => return Ok(last_labels(start, step.name.depth() + 1)),
            (Found::Record(_), _) => shortest = Some(&step.name),
            (Found::Several(_) | Found::None, _) => {}
        }
    }
    Ok(shortest.unwrap_or(start).clone())
}
