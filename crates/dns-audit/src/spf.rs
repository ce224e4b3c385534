//! What several SPF checks judge through: the own policy, the whole tree, and the faults of terms.

use crate::view::{View, sorted, unknown};
use facts::{Gap, Name};
use findings::{Evidence, Phrase, PublishRecord, Subject, Value, Verdict};
use readings::spf::{Evaluation, Policy, Spf, Status, Term};
use records::spf::{Issue, IssueKind, Mechanism, Qualifier, SpfRecord, TermKind};

/// At most so many faults of one record are told.
const MOST_FAULTS: usize = 5;

impl View {
    /// One verdict where the domain has one policy: unknown while that is not known, not applicable
    /// without one and with several.
    pub fn own_policy(&self, judge: impl FnOnce(&Spf) -> Verdict) -> Vec<(Subject, Verdict)> {
        let policy = &self.spf.policy;
        let verdict = match (policy.status, &policy.gap) {
            (Status::Record, _) => judge(&self.spf),
            (_, Some(gap)) => Verdict::unknown(gap.clone()),
            _ => Verdict::NotApplicable,
        };
        vec![(self.domain(), verdict)]
    }

    /// A verdict on the whole tree: a fault fails at once, its absence passes only when every
    /// branch was fetched.
    pub fn spf_tree(&self, fault: impl FnOnce(&Spf) -> Option<Evidence>) -> Vec<(Subject, Verdict)> {
        self.own_policy(|spf| match fault(spf) {
            Some(evidence) => Verdict::fail(evidence),
            None => no_fault(open_branches(spf), Evidence::new()),
        })
    }

    /// A verdict on the own record and those that it redirects to; the first fault counts.
    pub fn spf_chain(&self, fault: impl Fn(&Policy, &SpfRecord) -> Option<Evidence>) -> Vec<(Subject, Verdict)> {
        self.own_policy(|spf| match spf.own_chain().into_iter().find_map(|(p, r)| fault(p, r)) {
            Some(evidence) => Verdict::fail(evidence),
            None => no_fault(spf.last().gap.clone().into_iter().collect(), Evidence::new()),
        })
    }

    /// A fail for each issue of a kind, about the domain whose record has it.
    pub fn spf_issues(&self, wanted: fn(IssueKind) -> bool) -> Vec<(Subject, Verdict)> {
        let mut verdicts = Vec::new();
        for policy in self.spf.policy.all() {
            let (Some(record), Ok(name)) = (&policy.parsed, Name::parse(&policy.domain)) else { continue };
            let mine = Some(record).filter(|_| name.is_within(&self.target.domain));
            let records: Vec<PublishRecord> =
                mine.and_then(|r| corrected(r)).map(|text| PublishRecord::txt(name.as_str(), text)).into_iter().collect();
            for issue in record.issues.iter().filter(|i| wanted(i.kind)).take(MOST_FAULTS) {
                let verdict = Verdict::fail(issue_evidence(policy, record, issue)).with_records(records.clone());
                verdicts.push((Subject::from(&name), verdict));
            }
        }
        if verdicts.is_empty() { self.spf_tree(|_| None) } else { sorted(verdicts) }
    }
}

/// Pass, or unknown where something could not be looked up.
pub fn no_fault(gaps: Vec<Gap>, evidence: Evidence) -> Verdict {
    if gaps.is_empty() { Verdict::Pass(evidence) } else { unknown(gaps) }
}

/// Policies of the tree that could not be fetched.
pub fn open_branches(spf: &Spf) -> Vec<Gap> {
    let policies = spf.policy.all();
    let names = policies.iter().flat_map(|p| &p.terms).filter(|t| t.cost > 0 && t.target.is_none());
    policies.iter().filter_map(|p| p.gap.clone()).chain(names.flat_map(|t| t.gaps.clone())).collect()
}

/// A term with the record that it stands in: `mx (at _spf.example.com)` unless it is the own one.
pub fn placed(spf: &Spf, at: &str, term: &str) -> String {
    if at == spf.domain.as_str() { term.to_owned() } else { format!("{term} ({at})") }
}

/// The `all` in which the own record, or the chain of its redirects, ends.
pub fn last_all(spf: &Spf) -> Option<(&Policy, Qualifier)> {
    let policy = spf.last();
    let record = policy.parsed.as_ref()?;
    match &record.terms.get(record.first_all()?)?.kind {
        TermKind::Directive(qualifier, Mechanism::All) => Some((policy, *qualifier)),
        _ => None,
    }
}

/// Includes or redirects (`kind`) that lead to no policy, their targets in the order of the tree.
/// One that anyone can register is told here too: the permerror of today is not the danger of SPF034.
pub fn leads_nowhere(spf: &Spf, kind: &str) -> Vec<String> {
    let none = |t: &Term| matches!(t.policy.as_ref().map(|p| p.status), Some(Status::NoRecord | Status::NoSuchName | Status::BadName));
    let void = spf.policy.reached().filter(|(_, t)| t.kind == kind && !t.sender_macros && none(t));
    void.map(|(p, t)| placed(spf, &p.domain, t.target.as_deref().unwrap_or(&t.text))).collect()
}

/// The record with the nearest right spelling of every faulty term, where that mends it whole.
fn corrected(record: &SpfRecord) -> Option<String> {
    let mut words: Vec<&str> = record.terms.iter().map(|t| t.text.as_str()).collect();
    for issue in &record.issues {
        *words.get_mut(issue.term)? = issue.instead.as_deref()?;
    }
    let text = format!("v=spf1 {}", words.join(" "));
    SpfRecord::parse(text.as_bytes()).issues.is_empty().then_some(text)
}

fn issue_evidence(policy: &Policy, record: &SpfRecord, issue: &Issue) -> Evidence {
    let instead = match &issue.instead {
        Some(text) => Value::from(text.clone()),
        None => Value::from(Phrase { en: "none is near", ru: "похожего нет" }),
    };
    Evidence::new()
        .with("at", policy.domain.as_str())
        .with("record", record.text.clone())
        .with("term", record.terms.get(issue.term).map(|t| t.text.clone()).unwrap_or_default())
        .with("column", issue.span.column())
        .with("width", (issue.span.end - issue.span.start).max(1))
        .with("problem", problem(issue.kind))
        .with("instead", instead)
}

/// What the evaluation for one sending address came to, and the term that decided it.
pub fn result_evidence(spf: &Spf, evaluation: &Evaluation) -> Evidence {
    let term = match &evaluation.matched {
        Some(m) => Value::from(placed(spf, &m.domain, &m.term)),
        None => Value::from(Phrase { en: "no term matches", ru: "ни один элемент не совпал" }),
    };
    Evidence::new()
        .with("domain", &spf.domain)
        .with("ip", evaluation.ip)
        .with("sender", evaluation.mail_from.clone())
        .with("result", evaluation.result.as_str())
        .with("term", term)
}

fn problem(kind: IssueKind) -> Phrase {
    let (en, ru) = match kind {
        IssueKind::UnknownMechanism => ("no mechanism has this name", "механизма с таким именем нет"),
        IssueKind::ModifierName => ("no legal name before '='", "недопустимое имя перед «=»"),
        IssueKind::MechanismAsModifier => {
            ("'=' in place of ':', so that receivers pass over it in silence", "«=» вместо «:», получатели молча игнорируют такой элемент")
        }
        IssueKind::VersionAgain => ("a second 'v=spf1': two policies were joined into one", "второй «v=spf1»: две политики склеены в одну"),
        IssueKind::MissingValue => ("the value is missing", "нет значения"),
        IssueKind::UnexpectedValue => ("no value is allowed here", "значение здесь не допускается"),
        IssueKind::BadDomain => {
            ("the name does not end in a top-level domain or a macro", "имя не оканчивается доменом верхнего уровня или макросом")
        }
        IssueKind::BadMacro => ("a macro that is not defined or not closed", "неизвестный или незакрытый макрос"),
        IssueKind::ExplanationMacro => {
            ("the macros c, r and t are for explanations only", "макросы c, r и t разрешены только в тексте пояснения")
        }
        IssueKind::BadPrefix => ("a prefix length out of range", "длина префикса вне допустимых пределов"),
        IssueKind::BadAddress => ("no address of this family", "это не адрес нужного семейства"),
        IssueKind::LeadingZero => ("a number of the address has a leading zero", "число в адресе начинается с нуля"),
        IssueKind::WrongFamily => ("an address of the other family", "адрес другого семейства (IPv4 и IPv6 перепутаны)"),
        IssueKind::AddressPrefix => {
            ("a prefix length out of range, or with a leading zero", "длина префикса вне пределов или с ведущим нулём")
        }
        IssueKind::ControlCharacter => {
            ("a control character; only spaces part terms", "управляющий символ; элементы разделяют только пробелами")
        }
        IssueKind::NotAscii => ("a character outside ASCII", "символ вне ASCII"),
        IssueKind::RedirectTwice => ("redirect is given twice", "redirect указан дважды"),
        IssueKind::ExpTwice => ("exp is given twice", "exp указан дважды"),
    };
    Phrase { en, ru }
}
