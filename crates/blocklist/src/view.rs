//! What the checks of this crate look at: every list's word on every own address and name.

use crate::asking::{self, Address, Asked, Fault, Hit, Named, Reasons, Standing, Void, Word};
use crate::subjects;
use facts::{Facts, Gap, Inquiry, Name, Target};
use findings::evidence::Phrase;
use findings::{Evidence, HEARD, Status, Subject, Verdict};
use readings::lists::{Access, Bilingual, List, Listing, Weight};
use std::collections::{BTreeMap, BTreeSet};

const ABUSE: [Listing; 3] = [Listing::Grave, Listing::Major, Listing::Minor];

/// The lists' side of a domain.
#[derive(Clone, Debug)]
pub struct View {
    /// What is audited.
    pub target: Target,
    /// The lists that were asked, with how they stand their own tests.
    pub lists: Vec<Asked>,
    /// Own addresses, in order.
    pub addresses: Vec<Address>,
    /// Own names, in order.
    pub names: Vec<Named>,
    /// Addresses and names that were too many to ask.
    pub left_out: usize,
    /// What hides further addresses or names.
    pub gaps: Vec<Gap>,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        Self::read(target, &Inquiry::new(facts))
    }

    /// Reads what `inquiry` shows.
    #[must_use]
    pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Self {
        let subjects = subjects::read(target, inquiry);
        let lists = asking::lists(target, &subjects, inquiry);
        let reasons = |a| if subjects.late.contains(a) { Reasons::Beside } else { Reasons::Afterwards };
        let addresses = subjects.addresses.iter().map(|(a, roles)| asking::address(*a, *roles, reasons(a), &lists, inquiry)).collect();
        let names = subjects.names.iter().map(|n| asking::name(n, &lists, inquiry)).collect();
        Self { target: target.clone(), lists, addresses, names, left_out: subjects.left_out, gaps: subjects.gaps }
    }

    /// A verdict per own address that some list of `listings` is asked about, in the order of the
    /// subjects; `listed` judges those that are listed, by the gravest hit.
    pub fn by_address(&self, listings: &[Listing], listed: impl Fn(&Address, &Hit, Evidence) -> Verdict) -> Vec<(Subject, Verdict)> {
        let verdict = |a: &Address| match outcome(&a.words, listings) {
            Outcome::Listed(hit, evidence) => listed(a, hit, evidence.with("role", a.roles.phrase())),
            Outcome::Clear(evidence) => Verdict::Pass(evidence),
            Outcome::Unknown(gaps, evidence) => Verdict::Unknown { gaps, evidence },
            Outcome::NotAsked => Verdict::NotApplicable,
        };
        let mut verdicts: Vec<(Subject, Verdict)> = self.addresses.iter().map(|a| (Subject::from(a.address), verdict(a))).collect();
        // As texts, where 44.128.10.1 stands before 44.128.9.1.
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    /// Every list asked with the first way in which it failed `of` all that it was asked; `None`
    /// where it did not. In the order of the zones.
    pub fn faults(&self, of: impl Fn(&Fault) -> bool) -> Vec<(&'static List, Option<Void>)> {
        let lists: BTreeSet<&'static str> = self.lists.iter().map(|a| a.list.zone).collect();
        let find = |zone: &&'static str| {
            let asked = self.lists.iter().filter(|a| a.list.zone == *zone);
            let list = asked.clone().map(|a| a.list).next()?;
            let tests = asked.filter_map(|a| a.health.as_ref().err());
            let words = self.addresses.iter().map(|a| &a.words).chain(self.names.iter().map(|n| &n.words)).flatten();
            let voids = words.filter(|w| w.list.zone == *zone).filter_map(Word::void);
            Some((list, tests.chain(voids).find(|v| of(&v.fault)).cloned()))
        };
        lists.iter().filter_map(find).collect()
    }
}

impl Word {
    /// The hits that amount to one of `listings`, the gravest first.
    pub fn hits<'w>(&'w self, listings: &'w [Listing]) -> impl Iterator<Item = &'w Hit> {
        let all: &[Hit] = match &self.standing {
            Standing::Listed(hits, _) => hits,
            _ => &[],
        };
        all.iter().filter(|h| listings.contains(&h.meaning.listing))
    }

    /// Why it is not known, when it is not.
    #[must_use]
    pub fn void(&self) -> Option<&Void> {
        match &self.standing {
            Standing::Void(void) => Some(void),
            _ => None,
        }
    }

    fn reason(&self) -> Option<&str> {
        match &self.standing {
            Standing::Listed(_, reason) => reason.as_deref(),
            _ => None,
        }
    }
}

/// What the words of some lists amount to.
pub enum Outcome<'w> {
    /// Listed: the gravest hit with its list's word, and the evidence of all.
    Listed(&'w Hit, Evidence),
    /// None of them lists it.
    Clear(Evidence),
    /// Not known: why, and which lists are clear all the same.
    Unknown(Vec<Gap>, Evidence),
    /// None of these lists is asked about such a subject.
    NotAsked,
}

/// What `words` amount to for `listings`, over the lists that tell one of them.
///
/// A list of [`Weight::Major`] must have answered before anything counts as clear; of the others
/// those that cannot be asked are left out, as long as one was heard.
pub fn outcome<'w>(words: &'w [Word], listings: &'w [Listing]) -> Outcome<'w> {
    let able: Vec<&Word> = words.iter().filter(|w| listings.iter().any(|l| w.list.tells(*l))).collect();
    let mut hits: Vec<(&Word, &Hit)> = able.iter().flat_map(|w| w.hits(listings).map(move |h| (*w, h))).collect();
    // Stable, so that equals stay in the table's order.
    hits.sort_by_key(|(_, h)| std::cmp::Reverse(h.meaning.listing));
    if let Some((word, hit)) = hits.first() {
        return Outcome::Listed(hit, evidence(word, hit, &hits));
    }
    let void: Vec<&Word> = able.iter().copied().filter(|w| w.void().is_some()).collect();
    if able.is_empty() {
        return Outcome::NotAsked;
    }
    let heard: Vec<String> = able.iter().filter(|w| w.void().is_none()).map(|w| w.list.name.to_owned()).collect();
    if heard.is_empty() || void.iter().any(|w| w.list.weight == Weight::Major) {
        let evidence = if heard.is_empty() { Evidence::new() } else { Evidence::new().with(HEARD, heard) };
        return Outcome::Unknown(void.iter().filter_map(|w| w.void()).map(Void::gap).collect(), evidence);
    }
    Outcome::Clear(Evidence::new().with("lists", heard))
}

fn evidence(word: &Word, hit: &Hit, all: &[(&Word, &Hit)]) -> Evidence {
    let mut codes: Vec<String> = Vec::new();
    for (w, h) in all {
        let code = format!("{} {}", w.list.zone, h.code);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let evidence = Evidence::new()
        .with("list", word.list.name)
        .with("meaning", phrase(hit.meaning.words))
        .with("codes", codes)
        .with("delist", word.list.delist);
    match word.reason() {
        Some(reason) => evidence.with("reason", reason),
        None => evidence,
    }
}

/// The operators that list a subject for abuse, each with the name of one of its lists: parents,
/// children and levels count once.
#[must_use]
pub fn abuse_operators(words: &[Word]) -> BTreeMap<&'static str, &'static str> {
    let mut found = BTreeMap::new();
    for word in words.iter().filter(|w| w.hits(&ABUSE).next().is_some()) {
        found.entry(word.list.operator).or_insert(word.list.name);
    }
    found
}

/// Whether a list tells of abuse at all.
#[must_use]
pub fn tells_abuse(list: &List) -> bool {
    ABUSE.iter().any(|l| list.tells(*l))
}

/// A verdict per list: passed, or unknown with what `tell` makes of the way in which it failed.
pub fn by_list(lists: Vec<(&'static List, Option<Void>)>, tell: impl Fn(&List, Fault) -> Evidence) -> Vec<(Subject, Verdict)> {
    let verdict = |list: &List, void: Option<Void>| match void {
        Some(void) => Verdict::Unknown { gaps: vec![void.gap()], evidence: tell(list, void.fault) },
        None => Verdict::Pass(Evidence::new().with("list", list.name)),
    };
    let subject = |list: &List| Name::parse(list.zone).map(|zone| Subject::from(&zone));
    lists.into_iter().filter_map(|(list, void)| Some((subject(list).ok()?, verdict(list, void)))).collect()
}

/// Where a person finds help with a list.
#[must_use]
pub fn help(list: &List) -> &'static str {
    match list.access {
        Access::Registered(page) => page,
        Access::Open | Access::Key => list.delist,
    }
}

/// Whether the list is asked with a key of the user's own.
#[must_use]
pub fn keyed(view: &View, list: &List) -> bool {
    list.key.is_some_and(|k| view.target.keys.iter().any(|l| l == k.label))
}

/// Whether a verdict tells of a listing.
#[must_use]
pub fn is_listed(verdict: &Verdict) -> bool {
    matches!(verdict.status(), Status::Fail | Status::Info)
}

/// Our words as evidence.
#[must_use]
pub fn phrase(words: Bilingual) -> Phrase {
    Phrase { en: words.en, ru: words.ru }
}

/// Not known, for several gaps.
pub fn unknown(gaps: Vec<Gap>) -> Verdict {
    Verdict::Unknown { gaps, evidence: Evidence::new() }
}
