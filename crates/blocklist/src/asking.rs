//! How the lists are asked: their own test points first, and of those that pass them every address
//! and name. Silence, refusals and nonsense are void, never 'listed' and never 'clean'.

use crate::subjects::{OwnName, Roles, Subjects};
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, Target, reverse_labels};
use readings::lists::{Form, LISTS, List, Listing, Meaning, Object, Said, Weight};
use std::net::{IpAddr, Ipv4Addr};

/// At most so many lists are asked for the reason of a listing, per address or name.
pub const MOST_REASONS: usize = 3;

/// At most so many meanings of one answer are kept, the gravest first; no list gives as many.
const MOST_HITS: usize = 16;

/// At most so many characters of a reason are kept.
const LONGEST_REASON: usize = 300;

/// Why an answer is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The list refuses whoever asks, with this code.
    Refused(Ipv4Addr),
    /// Its test point is not listed.
    TestPointMissing,
    /// What must never be listed is, with this code.
    ListsEverything(Ipv4Addr),
    /// An answer outside 127/8.
    Outside(Ipv4Addr),
    /// A code that the list is not known to give.
    Undocumented(Ipv4Addr),
    /// No answer, and why.
    Silent(Reason),
}

/// A void answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Void {
    /// Why.
    pub fault: Fault,
    /// What was asked (`2.0.0.127.zen.spamhaus.org A`).
    pub asked: String,
}

/// A list that was asked about one kind of object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The list.
    pub list: &'static List,
    /// The zone asked, with `_key-LABEL` where a key stands.
    pub zone: String,
    /// Addresses of which version, or names.
    pub object: Object,
    /// Its test points: passed, or how it failed them.
    pub health: Result<(), Void>,
}

/// One meaning of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The code.
    pub code: Ipv4Addr,
    /// What it means.
    pub meaning: &'static Meaning,
}

/// What one list says of one address or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not listed.
    Clear,
    /// Listed: at least one hit, the gravest first, and the list's own reason where it gives one.
    Listed(Vec<Hit>, Option<String>),
    /// Not known.
    Void(Void),
}

/// A list's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The list.
    pub list: &'static List,
    /// What it says.
    pub standing: Standing,
}

/// An address and what the lists say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub address: IpAddr,
    /// What it does.
    pub roles: Roles,
    /// One word per list, in the table's order.
    pub words: Vec<Word>,
}

/// A name and what the lists say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub own: OwnName,
    /// One word per list, in the table's order.
    pub words: Vec<Word>,
}

impl Void {
    /// As a gap of the report.
    #[must_use]
    pub fn gap(&self) -> Gap {
        let reason = match self.fault {
            Fault::Refused(_) => Reason::ListRefused,
            Fault::Silent(reason) => reason,
            _ => Reason::ListBroken,
        };
        Gap { reason, asked: self.asked.clone() }
    }
}

/// Asks the test points of every list that some subject needs; those of lists of addresses as soon as
/// addresses are awaited, so that nobody waits for them later.
#[must_use]
pub fn lists(target: &Target, subjects: &Subjects, inquiry: &Inquiry<'_>) -> Vec<Asked> {
    let needed = |object: &Object| match object {
        Object::Ip4 => subjects.addresses.keys().any(IpAddr::is_ipv4),
        Object::Ip6 => subjects.addresses.keys().any(IpAddr::is_ipv6),
        Object::Domain => !subjects.names.is_empty(),
    };
    let chosen = || LISTS.iter().filter_map(|list| list.asked_zone(&target.keys).map(|zone| (list, zone)));
    if subjects.awaited {
        for (list, zone) in chosen() {
            list.objects.iter().filter(|o| **o != Object::Domain).for_each(|o| drop(test_points(list, &zone, *o, inquiry)));
        }
    }
    chosen()
        .flat_map(|(list, zone)| {
            list.objects.iter().filter(|o| needed(o)).map(move |object| (list, zone.clone(), *object)).collect::<Vec<_>>()
        })
        .map(|(list, zone, object)| Asked { health: health(list, &zone, object, inquiry), list, zone, object })
        .collect()
}

fn health(list: &'static List, zone: &str, object: Object, inquiry: &Inquiry<'_>) -> Result<(), Void> {
    let (positive, negative) = test_points(list, zone, object, inquiry);
    match positive.codes(list)? {
        codes if codes.is_empty() => return Err(positive.void(Fault::TestPointMissing)),
        _ => {}
    }
    match negative.codes(list)?.first() {
        Some(code) => Err(negative.void(Fault::ListsEverything(*code))),
        None => Ok(()),
    }
}

/// Both are looked up before either is judged: they can be asked at once.
fn test_points<'f>(list: &List, zone: &str, object: Object, inquiry: &Inquiry<'f>) -> (Look<'f>, Look<'f>) {
    let (listed, clear) = list.test_points(object);
    (Look::up(inquiry, &listed, zone), Look::up(inquiry, &clear, zone))
}

/// When the reason of a listing is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// Once it shows that there is a listing.
    Afterwards,
    /// Beside the listing, and of the lists that matter only: for addresses that are known late.
    Beside,
}

/// What every list says of `address`.
#[must_use]
pub fn address(address: IpAddr, roles: Roles, reasons: Reasons, lists: &[Asked], inquiry: &Inquiry<'_>) -> Address {
    let object = if address.is_ipv4() { Object::Ip4 } else { Object::Ip6 };
    let words = words(&reverse_labels(address), lists.iter().filter(|l| l.object == object), reasons, inquiry);
    Address { address, roles, words }
}

/// What every list of names says of `own`.
#[must_use]
pub fn name(own: &OwnName, lists: &[Asked], inquiry: &Inquiry<'_>) -> Named {
    let fits = |l: &&Asked| l.object == Object::Domain && (own.registrable || l.list.form == Form::Any);
    Named { own: own.clone(), words: words(own.name.as_str(), lists.iter().filter(fits), Reasons::Afterwards, inquiry) }
}

fn words<'l>(labels: &str, lists: impl Iterator<Item = &'l Asked>, reasons: Reasons, inquiry: &Inquiry<'_>) -> Vec<Word> {
    let mut left = MOST_REASONS;
    lists
        .map(|asked| {
            let standing = match &asked.health {
                Err(void) => Standing::Void(void.clone()),
                Ok(()) => standing(asked, labels, reasons, &mut left, inquiry),
            };
            Word { list: asked.list, standing }
        })
        .collect()
}

fn standing(asked: &Asked, labels: &str, reasons: Reasons, left: &mut usize, inquiry: &Inquiry<'_>) -> Standing {
    let look = Look::up(inquiry, labels, &asked.zone);
    let beside = reasons == Reasons::Beside && asked.list.weight == Weight::Major;
    let mut reason = if beside { look.reason(inquiry) } else { None };
    let codes = match look.codes(asked.list) {
        Ok(codes) => codes,
        Err(void) => return Standing::Void(void),
    };
    let Some(first) = codes.first() else { return Standing::Clear };
    let mut hits: Vec<Hit> = codes.iter().flat_map(|code| hits(asked.list, *code)).collect();
    if hits.is_empty() {
        return Standing::Void(look.void(Fault::Undocumented(*first)));
    }
    hits.sort_by_key(|h| (std::cmp::Reverse(h.meaning.listing), h.code));
    hits.truncate(MOST_HITS);
    if reasons == Reasons::Afterwards && *left > 0 && hits[0].meaning.listing != Listing::Neutral {
        *left -= 1;
        reason = look.reason(inquiry);
    }
    Standing::Listed(hits, reason)
}

fn hits(list: &'static List, code: Ipv4Addr) -> Vec<Hit> {
    match list.read(code) {
        Said::Listed(meanings) => meanings.into_iter().map(|meaning| Hit { code, meaning }).collect(),
        _ => Vec::new(),
    }
}

/// One look into a list.
struct Look<'f> {
    name: Option<Name>,
    /// The name as text, which may be too long for one.
    at: String,
    seen: Option<Seen<'f>>,
}

impl<'f> Look<'f> {
    fn up(inquiry: &Inquiry<'f>, labels: &str, zone: &str) -> Self {
        let at = format!("{labels}.{zone}");
        // A name too long to be asked below the zone stays unknown.
        let name = Name::parse(&at).ok();
        let seen = name.as_ref().map(|n| inquiry.dns(n, RecordType::A));
        Self { name, at, seen }
    }

    fn void(&self, fault: Fault) -> Void {
        Void { fault, asked: format!("{} A", self.at) }
    }

    /// Every code of the answer inside 127/8, sorted; empty when the name does not exist.
    ///
    /// One refusal voids the whole answer. Addresses outside 127/8 are passed over beside others.
    fn codes(&self, list: &'static List) -> Result<Vec<Ipv4Addr>, Void> {
        let seen = self.seen.as_ref().ok_or_else(|| self.void(Fault::Silent(Reason::NotAsked)))?;
        if let Some(gap) = seen.gap() {
            return Err(self.void(Fault::Silent(gap.reason)));
        }
        let mut all: Vec<Ipv4Addr> = seen
            .records()
            .iter()
            .filter_map(|r| match r.data {
                Data::A(code) => Some(code),
                _ => None,
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        if let Some(code) = all.iter().find(|c| list.read(**c) == Said::Refused) {
            return Err(self.void(Fault::Refused(*code)));
        }
        let (inside, outside): (Vec<Ipv4Addr>, Vec<Ipv4Addr>) = all.into_iter().partition(Ipv4Addr::is_loopback);
        match outside.first() {
            Some(code) if inside.is_empty() => Err(self.void(Fault::Outside(*code))),
            _ => Ok(inside),
        }
    }

    /// The list's own reason (RFC 5782 2.1), at most [`LONGEST_REASON`] characters of it.
    fn reason(&self, inquiry: &Inquiry<'f>) -> Option<String> {
        let seen = inquiry.dns(self.name.as_ref()?, RecordType::Txt);
        seen.records().iter().find_map(|r| match &r.data {
            Data::Txt(strings) => {
                let bytes = facts::answer::Text::join(strings);
                let text: String = String::from_utf8_lossy(&bytes).chars().take(LONGEST_REASON).collect();
                (!text.trim().is_empty()).then_some(text)
            }
            _ => None,
        })
    }
}
