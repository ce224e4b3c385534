//! Whom the lists are asked about: the domain's own addresses, told apart by what they do, and its
//! own names. What belongs to a hosted provider is his to look after and never asked.

use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Target, is_public};
use findings::evidence::Phrase;
use readings::mail::{Mail, Route};
use readings::providers;
use readings::spf::{Policy, Range, Spf};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// At most so many addresses are asked about: with every list that is on, about half of the
/// questions that one domain may have (`facts::MOST_QUESTIONS`).
pub const MOST_ADDRESSES: usize = 48;

/// At most so many names are asked about.
pub const MOST_NAMES: usize = 16;

/// Ranges of SPF up to so many addresses (IPv4 /28, IPv6 /124) are asked address by address.
const WIDEST_RANGE: u128 = 16;

/// What an address does for the domain; it may do several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The user names it as a sender (`--ip`).
    pub declared: bool,
    /// A mail host of the domain's own has it.
    pub mx: bool,
    /// The domain's own SPF record permits it.
    pub spf: bool,
    /// It alone was asked about, without a domain; it is taken for a sender.
    pub alone: bool,
}

/// What a name is to the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRole {
    /// The audited domain.
    Domain,
    /// The host name of its own MX.
    Mx,
    /// The host name of a name server in its own domain.
    Ns,
    /// The registrable domain of one of these.
    Registrable,
}

/// A name to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    /// The name.
    pub name: Name,
    /// What it is.
    pub role: NameRole,
    /// Whether it is a registrable domain itself.
    pub registrable: bool,
}

/// All that is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subjects {
    /// Addresses in order, at most [`MOST_ADDRESSES`].
    pub addresses: BTreeMap<IpAddr, Roles>,
    /// Names in order, at most [`MOST_NAMES`].
    pub names: Vec<OwnName>,
    /// Addresses and names beyond the limits.
    pub left_out: usize,
    /// What hides further addresses or names.
    pub gaps: Vec<Gap>,
    /// Whether look-ups are still out that may bring further addresses, of either family.
    pub awaited: bool,
    /// Addresses that only an SPF record far from the domain's own brings, or a host named there.
    pub late: BTreeSet<IpAddr>,
}

impl Roles {
    /// In words.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        match self {
            Roles { alone: true, .. } => Phrase { en: "the address asked about", ru: "проверяемый адрес" },
            Roles { declared: true, .. } => {
                Phrase { en: "a declared sending address", ru: "объявленный адрес отправки" }
            }
            Roles { mx: true, spf: true, .. } => Phrase {
                en: "an MX address that SPF permits to send",
                ru: "адрес MX, которому SPF разрешает отправку",
            },
            Roles { spf: true, .. } => Phrase {
                en: "an address that SPF permits to send", ru: "адрес, которому SPF разрешает отправку"
            },
            _ => Phrase { en: "an MX address", ru: "адрес MX" },
        }
    }
}

impl NameRole {
    /// In words.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        match self {
            NameRole::Domain => Phrase { en: "the domain itself", ru: "сам домен" },
            NameRole::Mx => Phrase { en: "the host name of an MX", ru: "имя сервера MX" },
            NameRole::Ns => Phrase { en: "the host name of a name server", ru: "имя сервера DNS" },
            NameRole::Registrable => Phrase {
                en: "the registrable domain of its hosts",
                ru: "регистрируемый домен, в котором находятся его серверы",
            },
        }
    }
}

/// Collects them. Declared addresses come first where the limit cuts, then the MX, then SPF.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Subjects {
    let mut subjects = Subjects::default();
    let mut found: Vec<(IpAddr, Roles)> =
        target.ips.iter().map(|a| (*a, Roles { declared: true, alone: target.domain.is_root(), ..Roles::default() })).collect();
    // An address may be audited without a domain.
    if !target.domain.is_root() {
        let mail = readings::mail::read(target, inquiry);
        if let Route::Unknown(gap) = &mail.route {
            subjects.gaps.push(gap.clone());
        }
        subjects.gaps.extend(mail.hosts.iter().filter(|h| h.provider.is_none()).flat_map(|h| h.gaps.iter().cloned()));
        found.extend(mail.own().map(|(_, a)| (a, Roles { mx: true, ..Roles::default() })));
        let spf = readings::spf::read(target, inquiry);
        subjects.gaps.extend(hidden(&spf));
        subjects.awaited = awaited(target, &mail, &spf, inquiry);
        let permitted = permitted(&spf);
        let early: BTreeSet<IpAddr> =
            found.iter().map(|(a, _)| *a).chain(permitted.iter().filter(|(_, late)| !late).map(|(a, _)| *a)).collect();
        subjects.late = permitted.iter().map(|(a, _)| *a).filter(|a| !early.contains(a)).collect();
        found.extend(permitted.into_iter().map(|(a, _)| (a, Roles { spf: true, ..Roles::default() })));
        subjects.take_names(names(target, &mail, inquiry));
    }
    subjects.take_addresses(found);
    // The MX and SPF may be hidden by the same silence.
    let mut met = BTreeSet::new();
    subjects.gaps.retain(|g| met.insert(g.asked.clone()));
    if subjects.left_out > 0 {
        let asked = format!("{} (+{})", target.domain, subjects.left_out);
        subjects.gaps.push(Gap { reason: Reason::BudgetSpent, asked });
    }
    subjects
}

/// The addresses that the domain's own SPF record permits by itself, single ones before those of
/// ranges, and whether each is known late. Hosts of a provider are his; a range of more than
/// [`WIDEST_RANGE`] is no list of senders.
fn permitted(spf: &Spf) -> Vec<(IpAddr, bool)> {
    let hosted = |r: &&Range| r.host.as_ref().is_some_and(|h| providers::of_exchange(h).is_some());
    let known = spf.own_ranges().filter(|r| !hosted(r)).filter_map(|r| Some((size(r)?, r.network, is_late(r))));
    let mut ranges: Vec<(u128, IpAddr, bool)> = known.collect();
    ranges.sort_unstable();
    ranges.dedup_by_key(|(size, network, _)| (*size, *network));
    ranges.into_iter().flat_map(|(size, network, late)| (0..size).filter_map(move |n| Some((nth(network, n)?, late)))).collect()
}

/// Whether a range comes after the second round of questions (those of the domain's own MX come in time).
fn is_late(range: &Range) -> bool {
    match range.kind {
        "ip4" | "ip6" => range.level > 2,
        "a" => range.level > 1,
        _ => true,
    }
}

/// How many addresses a range holds; `None` for one too wide to be asked.
fn size(range: &Range) -> Option<u128> {
    let bits: u32 = if range.network.is_ipv4() { 32 } else { 128 };
    let size = 1u128.checked_shl(bits.checked_sub(range.prefix.into())?)?;
    (size <= WIDEST_RANGE).then_some(size)
}

fn nth(network: IpAddr, n: u128) -> Option<IpAddr> {
    match network {
        IpAddr::V4(a) => Some(IpAddr::V4(a.to_bits().checked_add(u32::try_from(n).ok()?)?.into())),
        IpAddr::V6(a) => Some(IpAddr::V6(a.to_bits().checked_add(n)?.into())),
    }
}

/// What hides addresses that the domain's own SPF record may permit.
fn hidden(spf: &Spf) -> Vec<Gap> {
    let terms = spf.own_policies().into_iter().flat_map(|p| &p.terms).filter(|t| t.reached && matches!(t.kind, "a" | "mx"));
    spf.policy.gap.iter().chain(terms.flat_map(|t| &t.gaps)).cloned().collect()
}

/// Whether an own mail host, or a term or include of the domain's own SPF records, has been met and
/// not yet been looked up. Before that nothing shows that there will be addresses at all.
fn awaited(target: &Target, mail: &Mail, spf: &Spf, inquiry: &Inquiry<'_>) -> bool {
    let open = |gap: &Gap| gap.reason == Reason::NotAsked;
    let implicit =
        matches!(&mail.route, Route::Unknown(gap) if open(gap)) && inquiry.dns(&target.domain, RecordType::Mx).answer().is_some();
    let own = |p: &&Policy| Name::parse(&p.domain).is_ok_and(|n| n.is_within(&target.domain));
    let below = spf.policy.all().into_iter().skip(1).filter(own).any(|p| p.gap.as_ref().is_some_and(open));
    let terms = spf.policy.gap.is_none() && hidden(spf).iter().any(open);
    implicit || below || terms || mail.hosts.iter().filter(|h| h.provider.is_none()).any(|h| h.gaps.iter().any(open))
}

fn names(target: &Target, mail: &Mail, inquiry: &Inquiry<'_>) -> Vec<(Name, NameRole)> {
    let home = registrable(&target.domain).unwrap_or_else(|| target.domain.clone());
    let mut names = vec![(target.domain.clone(), NameRole::Domain)];
    names.extend(mail.hosts.iter().filter(|h| h.provider.is_none() && !h.no_such_name).map(|h| (h.name.clone(), NameRole::Mx)));
    let servers = inquiry.dns(&target.domain, RecordType::Ns);
    names.extend(servers.records().iter().filter_map(|r| match &r.data {
        Data::Ns(server) if server.is_within(&home) => Some((server.clone(), NameRole::Ns)),
        _ => None,
    }));
    let parents: Vec<Name> = names.iter().filter_map(|(n, _)| registrable(n)).collect();
    names.extend(parents.into_iter().map(|n| (n, NameRole::Registrable)));
    names
}

fn registrable(name: &Name) -> Option<Name> {
    Name::parse(records::domain::organisational(name.as_str())?).ok()
}

impl Subjects {
    fn take_addresses(&mut self, found: Vec<(IpAddr, Roles)>) {
        let mut beyond = BTreeSet::new();
        for (address, roles) in found.into_iter().filter(|(a, _)| is_public(*a)) {
            if self.addresses.len() == MOST_ADDRESSES && !self.addresses.contains_key(&address) {
                beyond.insert(address);
                continue;
            }
            let all = self.addresses.entry(address).or_default();
            all.declared |= roles.declared;
            all.mx |= roles.mx;
            all.spf |= roles.spf;
            all.alone |= roles.alone;
        }
        self.left_out += beyond.len();
    }

    fn take_names(&mut self, found: Vec<(Name, NameRole)>) {
        for (name, role) in found {
            let ignorable = name.is_root() || name.depth() < 2 || name.as_str().parse::<IpAddr>().is_ok();
            if ignorable || self.names.iter().any(|n| n.name == name) {
                continue;
            }
            if self.names.len() == MOST_NAMES {
                self.left_out += 1;
                continue;
            }
            let registrable = registrable(&name).as_ref() == Some(&name);
            self.names.push(OwnName { name, role, registrable });
        }
        self.names.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
