//! The one walk over a policy: it draws every branch with its cost, and as long as no result
//! stands it is RFC 7208's check_host() as well. It never stops drawing where a receiver would.

use super::client::Client;
use super::evaluation::{Cause, Matched, SpfResult, Verdict};
use super::lookup::{self, Found};
use super::tree::{Policy, Status, Term};
use facts::{Gap, Inquiry, Name, Question, Reason, RecordType};
use records::spf::{DomainSpec, Mechanism, SpfRecord, Term as Parsed, TermKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Terms that query the DNS a policy may hold in all (RFC 7208 4.6.4).
pub const MOST_LOOKUPS: u32 = 10;
/// Void look-ups that it may meet (RFC 7208 4.6.4).
pub const MOST_VOIDS: u32 = 2;
/// Exchanges that one `mx` may bring (RFC 7208 4.6.4).
pub const MOST_EXCHANGES: usize = 10;

/// Limits on what is drawn beyond a receiver's own limits; counting goes on behind them.
const DEEPEST: usize = 20;
const MOST_POLICIES: usize = 200;
const MOST_TERMS: usize = 2_000;
/// So many new questions at a time, and none where the domain has cost that many: a hostile tree
/// must not use up what the other readings need.
const MOST_OPEN: usize = 200;
const MOST_ASKED: usize = 1_000;

/// From this level on (1 is the domain's own record) questions are asked ahead.
pub(super) const FAR_LEVEL: usize = 3;

pub(super) struct Walk<'w, 'f> {
    pub inquiry: &'w Inquiry<'f>,
    pub client: &'w Client,
    /// Look-ups and voids of the evaluation.
    pub lookups: u32,
    pub voids: u32,
    policies_left: usize,
    terms_left: usize,
    /// Questions that drawing may still leave open.
    pub asks_left: usize,
    path: Vec<Name>,
    /// Look-ups and voids of the policies drawn so far.
    drawn: BTreeMap<Name, (u32, u32)>,
}

/// Whether a receiver still looks for a result at this point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Evaluating,
    /// It waits for an answer: what hangs on the sender is asked meanwhile, and nothing is counted.
    Waiting,
    Drawing,
}

impl Stage {
    /// Where a receiver stands once `verdict` is there: an answer that is still out may change it.
    fn after(self, verdict: Option<&Verdict>) -> Self {
        match (self, verdict) {
            (Stage::Evaluating, Some(v)) if v.waits() => Stage::Waiting,
            (Stage::Evaluating, Some(_)) => Stage::Drawing,
            (stage, _) => stage,
        }
    }
}

impl<'w, 'f> Walk<'w, 'f> {
    pub fn new(inquiry: &'w Inquiry<'f>, client: &'w Client) -> Self {
        Self {
            inquiry,
            client,
            lookups: 0,
            voids: 0,
            policies_left: MOST_POLICIES,
            terms_left: MOST_TERMS,
            asks_left: if inquiry.facts().asked() < MOST_ASKED { MOST_OPEN } else { 0 },
            path: Vec::new(),
            drawn: BTreeMap::new(),
        }
    }

    /// The policy at `domain`; the verdict is there when `stage` is evaluating.
    pub fn policy(&mut self, domain: &Name, stage: Stage) -> (Policy, Option<Verdict>) {
        let evaluating = stage == Stage::Evaluating;
        let end = |status, verdict: Verdict| (Policy::new(domain.as_str(), status), evaluating.then_some(verdict));
        if self.path.contains(domain) {
            // The same record asks the same again until the limit ends it.
            return end(Status::Loop, Verdict::permerror(Cause::Loop));
        }
        if !evaluating {
            if let Some(&(lookups, voids)) = self.drawn.get(domain) {
                return (Policy { lookups, voids, ..Policy::new(domain.as_str(), Status::ShownBefore) }, None);
            }
            let enough = self.path.len() >= DEEPEST || self.policies_left == 0;
            if enough || !self.may_ask(domain, RecordType::Txt, stage) {
                let mut policy = Policy::new(domain.as_str(), Status::LeftOut);
                policy.gap = Some(left_out(domain));
                return (policy, None);
            }
        }
        self.policies_left = self.policies_left.saturating_sub(1);
        self.foresee_exchanges(domain);
        match lookup::published(self.inquiry, domain) {
            Found::NoRecord => end(Status::NoRecord, Verdict::new(SpfResult::None)),
            Found::NoSuchName => end(Status::NoSuchName, Verdict::new(SpfResult::None)),
            Found::Several(records) => {
                let (mut policy, verdict) = end(Status::Several, Verdict::permerror(Cause::SeveralRecords));
                policy.record = Some(records.join("\n"));
                (policy, verdict)
            }
            Found::Unknown(gap) => {
                let (mut policy, verdict) = end(Status::Unknown, Verdict::temperror(gap.clone()));
                policy.gap = Some(gap);
                (policy, verdict)
            }
            Found::Record(record) => {
                self.path.push(domain.clone());
                let done = self.record(domain, record, stage);
                self.path.pop();
                self.drawn.insert(domain.clone(), (done.0.lookups, done.0.voids));
                done
            }
        }
    }

    /// The exchanges of an `mx` lie two answers behind the record: far from the domain's own, the first
    /// is asked for beside the record, so that deep policies cost no more than their depth.
    fn foresee_exchanges(&mut self, domain: &Name) {
        let record = Question::Dns { name: domain.clone(), rtype: RecordType::Txt };
        let open = self.path.len() + 1 >= FAR_LEVEL && self.inquiry.facts().answer(&record).is_none();
        if open && self.may_ask(domain, RecordType::Mx, Stage::Drawing) {
            let _ = self.inquiry.dns(domain, RecordType::Mx);
        }
    }

    fn record(&mut self, domain: &Name, record: Arc<SpfRecord>, stage: Stage) -> (Policy, Option<Verdict>) {
        let mut policy = Policy::new(domain.as_str(), Status::Record);
        policy.record = Some(record.text.clone());
        // Any syntax error anywhere comes before all evaluation (RFC 7208 4.6).
        let mut verdict = (stage == Stage::Evaluating).then(|| syntax_error(domain, &record)).flatten();
        for (index, parsed) in record.terms.iter().enumerate() {
            let now = stage.after(verdict.as_ref());
            let reached = record.first_all().is_none_or(|all| index <= all);
            if now != Stage::Evaluating && self.terms_left == 0 {
                policy.terms_left_out += 1;
                policy.lookups = policy.lookups.saturating_add(u32::from(reached && asks(parsed)));
                continue;
            }
            let TermKind::Directive(qualifier, mechanism) = &parsed.kind else {
                if record.redirect().is_none_or(|(first, _)| first != index) {
                    self.keep(&mut policy, other_term(index, parsed));
                }
                continue;
            };
            let mut term = Term::new(index, parsed, mechanism.name());
            term.reached = reached;
            let hit = if reached { self.mechanism(domain, mechanism, &mut term, now) } else { Hit::No };
            if now == Stage::Evaluating {
                verdict = decide(hit, (*qualifier).into(), domain, &term, &record);
            }
            policy.lookups = policy.lookups.saturating_add(term.lookups);
            self.keep(&mut policy, term);
        }
        let now = stage.after(verdict.as_ref());
        // A redirect comes after all mechanisms, wherever it stands (RFC 7208 6.1).
        if let Some((index, spec)) = record.redirect() {
            let mut term = Term::new(index, &record.terms[index], "redirect");
            term.reached = record.first_all().is_none();
            if term.reached {
                verdict = verdict.or(self.redirect(domain, spec, &mut term, now));
            }
            policy.lookups = policy.lookups.saturating_add(term.lookups);
            self.keep(&mut policy, term);
        }
        policy.terms.sort_by_key(|t| t.index);
        policy.parsed = Some(record);
        let done = (stage == Stage::Evaluating).then(|| verdict.unwrap_or_else(|| Verdict::new(SpfResult::Neutral)));
        (policy, done)
    }

    fn keep(&mut self, policy: &mut Policy, term: Term) {
        if self.terms_left == 0 {
            policy.terms_left_out += 1;
        } else {
            policy.voids = policy.voids.saturating_add(term.voids());
            self.terms_left -= 1;
            policy.terms.push(term);
        }
    }

    fn redirect(&mut self, domain: &Name, spec: &DomainSpec, term: &mut Term, stage: Stage) -> Option<Verdict> {
        let (stage, over) = self.charge(term, stage);
        let mut verdict = match self.target(Some(spec), domain, term, stage) {
            Target::Unknown(gap) => Some(Verdict::temperror(gap)),
            Target::NoName => {
                term.policy = Some(Box::new(Policy::new(term.target.clone().unwrap_or_default(), Status::BadName)));
                Some(Verdict::permerror(Cause::RedirectVoid))
            }
            Target::Name(name) => match self.follow(&name, term, stage) {
                Some(v) if v.result == SpfResult::None => Some(Verdict::permerror(Cause::RedirectVoid)),
                other => other,
            },
        };
        if stage != Stage::Evaluating {
            verdict = None;
        }
        let mut verdict = over.or(verdict)?;
        verdict.matched.get_or_insert_with(|| matched(domain, term));
        Some(verdict)
    }

    /// Counts a term that queries the DNS; behind the limit it is drawn only.
    pub fn charge(&mut self, term: &mut Term, stage: Stage) -> (Stage, Option<Verdict>) {
        (term.cost, term.lookups) = (1, 1);
        if stage != Stage::Evaluating {
            return (stage, None);
        }
        self.lookups += 1;
        if self.lookups > MOST_LOOKUPS {
            return (Stage::Drawing, Some(Verdict::permerror(Cause::LookupLimit)));
        }
        (stage, None)
    }

    pub fn target(&mut self, spec: Option<&DomainSpec>, domain: &Name, term: &mut Term, stage: Stage) -> Target {
        let Some(spec) = spec else {
            term.target = Some(domain.as_str().to_owned());
            return Target::Name(domain.clone());
        };
        term.sender_macros = spec.depends_on_sender();
        match self.client.expand(self.inquiry, spec, domain, stage != Stage::Drawing) {
            Err(gap) => {
                term.gaps.push(gap.clone());
                Target::Unknown(gap)
            }
            Ok(text) => {
                let name = lookup::name_of(&text);
                term.target = Some(name.as_ref().map_or(text, |n| n.as_str().to_owned()));
                name.map_or(Target::NoName, Target::Name)
            }
        }
    }

    /// The policy at the end of an `include` or `redirect`.
    pub fn follow(&mut self, name: &Name, term: &mut Term, stage: Stage) -> Option<Verdict> {
        let (mut policy, verdict) = self.policy(name, stage);
        policy.level = self.path.len() + 1;
        term.lookups = term.lookups.saturating_add(policy.lookups);
        term.no_such_name = policy.status == Status::NoSuchName;
        term.void = match policy.status {
            Status::NoSuchName => Some(true),
            Status::Record | Status::NoRecord | Status::Several => Some(false),
            _ => None,
        };
        term.policy = Some(Box::new(policy));
        verdict
    }
}

/// Where a domain-spec leads.
pub(super) enum Target {
    Name(Name),
    NoName,
    Unknown(Gap),
}

/// What a term says while evaluating.
pub(super) enum Hit {
    No,
    Yes,
    Error(Verdict),
}

impl Hit {
    pub fn of(matches: bool) -> Self {
        if matches { Hit::Yes } else { Hit::No }
    }
}

impl Term {
    fn new(index: usize, parsed: &Parsed, kind: &'static str) -> Self {
        Self {
            text: parsed.text.clone(),
            column: parsed.span.column(),
            kind,
            cost: 0,
            lookups: 0,
            reached: true,
            target: None,
            sender_macros: false,
            void: None,
            no_such_name: false,
            exchanges: None,
            addresses: Vec::new(),
            policy: None,
            gaps: Vec::new(),
            index,
        }
    }
}

fn other_term(index: usize, parsed: &Parsed) -> Term {
    let (kind, target) = match &parsed.kind {
        TermKind::Redirect(spec) => ("redirect", spec.literal()),
        TermKind::Exp(spec) => ("exp", spec.literal()),
        TermKind::Unknown { .. } => ("modifier", None),
        _ => ("broken", None),
    };
    let mut term = Term::new(index, parsed, kind);
    term.target = target.map(str::to_ascii_lowercase);
    // A second redirect is a permerror; the first one is drawn.
    term.reached = kind != "redirect";
    term
}

fn decide(hit: Hit, result: SpfResult, domain: &Name, term: &Term, record: &SpfRecord) -> Option<Verdict> {
    match hit {
        Hit::No => None,
        Hit::Yes => {
            let exp = record.exp().filter(|_| result == SpfResult::Fail).map(|exp| (domain.clone(), exp.clone()));
            Some(Verdict { matched: Some(matched(domain, term)), exp, ..Verdict::new(result) })
        }
        Hit::Error(mut error) => {
            error.matched.get_or_insert_with(|| matched(domain, term));
            Some(error)
        }
    }
}

fn matched(domain: &Name, term: &Term) -> Matched {
    Matched { domain: domain.as_str().to_owned(), term: term.text.clone(), column: term.column }
}

fn syntax_error(domain: &Name, record: &SpfRecord) -> Option<Verdict> {
    let issue = record.issues.iter().find(|i| i.kind.is_permerror())?;
    let term = record.terms.get(issue.term).map(|t| t.text.clone()).unwrap_or_default();
    let place = Matched { domain: domain.as_str().to_owned(), term, column: issue.span.column() };
    Some(Verdict { matched: Some(place), ..Verdict::permerror(Cause::Syntax) })
}

fn asks(term: &Parsed) -> bool {
    use Mechanism::{A, Exists, Include, Mx, Ptr};
    matches!(&term.kind, TermKind::Directive(_, Include(_) | A { .. } | Mx { .. } | Ptr(_) | Exists(_)))
}

pub(super) fn left_out(name: &Name) -> Gap {
    Gap { reason: Reason::BudgetSpent, asked: name.to_string() }
}
