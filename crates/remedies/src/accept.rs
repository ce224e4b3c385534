//! What is taken into the set: a change is tried over all that was taken before it, and judged.

use crate::bench::{Bench, overlay};
use crate::plan::{Advice, Change, File, Later, Plan, Withheld};
use crate::remedy::Remedy;
use crate::{sets, words};
use facts::{Inquiry, Name, Question, RecordType, Recorded};
use findings::{Change as Verdict, Comparison, Finding, Report, Severity, Value};
use std::collections::{BTreeMap, BTreeSet};

pub struct Accepted<'b, 'a> {
    pub bench: &'b Bench<'a>,
    changes: Vec<Change>,
    pub later: Vec<Later>,
    pub elsewhere: Vec<Change>,
    withheld: Vec<Withheld>,
    pub advice: Vec<Advice>,
    pub files: Vec<File>,
    /// The report with all that was taken so far.
    pub now: Report,
}

impl<'b, 'a> Accepted<'b, 'a> {
    pub fn new(bench: &'b Bench<'a>) -> Self {
        let now = bench.before.clone();
        let (later, elsewhere, advice, files) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { bench, changes: Vec::new(), later, elsewhere, withheld: Vec::new(), advice, files, now }
    }

    /// Offers the whole set of one owner and type, made for the findings whose code and area are its concern.
    pub fn offer_made(
        &mut self,
        name: &Name,
        rtype: RecordType,
        values: &[String],
        notes: Vec<Value>,
        concerns: &dyn Fn(&str, &str) -> bool,
    ) {
        match sets::change(self.bench, name, rtype, values, notes, self.taken(name, rtype)) {
            Ok(change) => self.offer(vec![change], &|c: &Verdict| concerns(c.about.code, &c.about.area())),
            Err(withheld) => {
                let asked = self.now.fails().filter(|f| concerns(f.about.code, &f.about.area()) && !f.records.is_empty());
                let codes = asked.map(|f| f.about.code).collect();
                self.withhold(Withheld { codes, ..withheld });
            }
        }
    }

    /// Offers a set that was made for the findings of `area`.
    pub fn offer_whole(&mut self, change: Change, area: &str) {
        self.offer(vec![change], &|c: &Verdict| c.about.area() == area);
    }

    /// Offers the sets that one finding calls for; they are taken together or not at all.
    pub fn offer_for(&mut self, finding: &Finding, changes: Vec<Change>) {
        let (code, subject) = (finding.about.code, finding.subject.clone());
        let this = |c: &Verdict| c.about.code == code && c.subject == subject;
        let changes = changes.into_iter().map(|c| Change { codes: [code].into(), ..c }).collect();
        self.offer(changes, &this);
    }

    /// Offers sets that belong together and need to clear nothing: they are taken where they do no harm.
    pub fn offer_set(&mut self, mut changes: Vec<Change>) {
        changes.retain(Change::is_needed);
        let Some(overlay) = overlay(self.changes.iter().chain(&changes)).filter(|_| !changes.is_empty()) else { return };
        let after = self.bench.report(&overlay);
        let comparison = Comparison::of(&self.now, &after);
        if let (Some(why), Some(first)) = (harm(&comparison), changes.first()) {
            return self.withhold(Withheld { name: first.name.clone(), rtype: first.rtype, why, codes: BTreeSet::new() });
        }
        for change in &mut changes {
            let area = |c: &&Verdict| area_of(change) == c.about.area();
            let codes: Vec<&'static str> = comparison.cleared.iter().filter(area).map(|c| c.about.code).collect();
            change.codes.extend(codes);
        }
        self.changes.extend(changes);
        self.now = after;
    }

    /// The facts with all that was taken so far.
    pub fn facts(&self) -> Recorded {
        overlay(&self.changes).map_or_else(|| self.bench.recorded.clone(), |overlay| self.bench.under_all(&overlay))
    }

    /// Takes the changes where they clear something that they are for and do no harm.
    fn offer(&mut self, mut changes: Vec<Change>, is_for: &dyn Fn(&Verdict) -> bool) {
        changes.retain(Change::is_needed);
        let Some(first) = changes.first() else { return };
        let replaced = |c: &&Change| changes.iter().any(|new| (&new.name, new.rtype) == (&c.name, c.rtype));
        let kept: Vec<Change> = self.changes.iter().filter(|c| !replaced(c)).cloned().collect();
        let Some(overlay) = overlay(kept.iter().chain(&changes)) else { return };
        let after = self.bench.report(&overlay);
        let comparison = Comparison::of(&self.now, &after);
        let codes: BTreeSet<&'static str> = comparison.cleared.iter().filter(|c| is_for(c)).map(|c| c.about.code).collect();
        let why = harm(&comparison).or_else(|| codes.is_empty().then(words::not_cleared));
        if let Some(why) = why {
            let codes = if codes.is_empty() { first.codes.clone() } else { codes };
            return self.withhold(Withheld { name: first.name.clone(), rtype: first.rtype, why, codes });
        }
        for change in &mut changes {
            change.codes.extend(codes.iter().copied());
            if let Some(before) = self.changes.iter().find(|c| (&c.name, c.rtype) == (&change.name, change.rtype)) {
                change.codes.extend(before.codes.iter().copied());
                change.notes = before.notes.iter().chain(change.notes.iter().filter(|n| !before.notes.contains(n))).cloned().collect();
            }
        }
        self.changes = kept;
        self.changes.extend(changes);
        self.now = after;
    }

    /// Holds something back, once for each set and reason.
    pub fn withhold(&mut self, withheld: Withheld) {
        let same = |w: &&mut Withheld| w.name == withheld.name && w.rtype == withheld.rtype && w.why == withheld.why;
        match self.withheld.iter_mut().find(same) {
            Some(known) => known.codes.extend(withheld.codes),
            None => self.withheld.push(withheld),
        }
    }

    /// The records of a set as they are to be, where it was taken already.
    pub fn taken(&self, name: &Name, rtype: RecordType) -> Option<&Change> {
        self.changes.iter().find(|c| c.name == *name && c.rtype == rtype)
    }

    pub fn into_plan(mut self) -> Plan {
        // What was held back at first and came by another way is no news any more.
        let left: BTreeSet<&'static str> = self.now.fails().map(|f| f.about.code).collect();
        self.withheld.retain_mut(|w| {
            let of_none = w.codes.is_empty();
            w.codes.retain(|code| left.contains(code));
            of_none || !w.codes.is_empty()
        });
        self.advise_instead();
        self.changes.sort_by(|a, b| (&a.name, a.rtype).cmp(&(&b.name, b.rtype)));
        // A start of authority at the name itself shows the cut; elsewhere nsupdate looks for it.
        let domain = self.bench.domain();
        let question = Question::Dns { name: domain.clone(), rtype: RecordType::Soa };
        let is_apex = !Inquiry::new(&self.bench.recorded.facts).dns_question(&question).records().is_empty();
        let inside = self.changes.iter().all(|c| c.name.is_within(domain));
        let zone = (is_apex && inside).then(|| domain.clone());
        Plan {
            zone,
            changes: self.changes,
            later: self.later,
            elsewhere: self.elsewhere,
            withheld: self.withheld,
            advice: self.advice,
            files: self.files,
            before: self.bench.before.clone(),
            after: self.now,
        }
    }
}

impl Accepted<'_, '_> {
    /// Says of every finding that stays and of which nothing was said why no record is proposed for it.
    fn advise_instead(&mut self) {
        let told = |code: &str| {
            self.withheld.iter().any(|w| w.codes.contains(code))
                || self.later.iter().any(|l| l.change.codes.contains(code))
                || self.elsewhere.iter().any(|c| c.codes.contains(code))
                || self.advice.iter().any(|a| a.codes.contains(code))
        };
        let mut silent: BTreeMap<Remedy, BTreeSet<&'static str>> = BTreeMap::new();
        for code in self.now.fails().map(|f| f.about.code).filter(|code| !told(code)) {
            if let Some(remedy) = Remedy::of(code) {
                silent.entry(remedy).or_default().insert(code);
            }
        }
        for (remedy, codes) in silent {
            let list: Vec<&'static str> = codes.iter().copied().collect();
            self.advice.extend(remedy.instead(&list).map(|text| Advice { text, codes }));
        }
    }
}

/// The area of checks that a set belongs to.
fn area_of(change: &Change) -> &'static str {
    match (change.rtype, change.name.labels().next()) {
        (RecordType::Mx, _) => "mx",
        (_, Some("_dmarc")) => "dmarc",
        _ if change.name.labels().any(|l| l == "_domainkey") => "dkim",
        _ => "spf",
    }
}

/// What a change brings that speaks against it.
fn harm(comparison: &Comparison) -> Option<Value> {
    if let Some(new) = comparison.new.iter().find(|c| c.severity() >= Severity::Error) {
        return Some(words::harmful(new.about.code));
    }
    (comparison.after.score < comparison.before.score).then(words::costly)
}
