//! What the checks of this crate look at: how the dialogue with each address of each mail host began.

use facts::answer::Phase;
use facts::{Facts, Gap, Inquiry, Security, Target};
use findings::{Evidence, Phrase, Subject, Value, Verdict};
use readings::opening::{self, Opening};
use readings::sessions::{self, HostSessions, Session};
use std::net::IpAddr;

/// The mail hosts of a target.
#[derive(Clone, Debug)]
pub struct View {
    /// What is audited.
    pub target: Target,
    /// The hosts, in the order of their names.
    pub hosts: Vec<Host>,
    /// Why further hosts are not known.
    pub gap: Option<Gap>,
}

/// One mail host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name, which findings are about.
    pub subject: Subject,
    /// Address look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// The dialogues, by address.
    pub talks: Vec<Talk>,
}

/// The dialogue with one address.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The address.
    pub address: IpAddr,
    /// How it began.
    pub opening: Opening,
    session: Session,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let read = sessions::read(target, &Inquiry::new(facts));
        // A port on which TLS begins at once is judged by its handshake alone.
        let mut hosts: Vec<Host> = read.hosts.into_iter().filter(|h| h.security == Security::Starttls).map(Host::new).collect();
        hosts.sort_by(|a, b| a.subject.cmp(&b.subject));
        Self { target: target.clone(), hosts, gap: read.gap }
    }

    /// For a check that is only ever unknown: each host at which `told` says something of an
    /// opening, with the addresses and what was said there. `None` from `told` concerns others.
    pub fn untold(&self, told: impl Fn(&Opening) -> Option<Value>) -> Vec<(Subject, Verdict)> {
        let verdict = |host: &Host| {
            let found: Vec<(&Talk, Value)> = host.talks.iter().filter_map(|t| told(&t.opening).map(|v| (t, v))).collect();
            let (_, first) = found.first()?;
            let evidence = Evidence::new().with("addresses", addresses(found.iter().map(|(t, _)| *t))).with("reply", first.clone());
            let gaps = found.iter().filter_map(|(t, _)| t.gap()).collect();
            Some((host.subject.clone(), Verdict::Unknown { gaps, evidence }))
        };
        self.hosts.iter().filter_map(verdict).collect()
    }
}

impl Host {
    fn new(host: HostSessions) -> Self {
        let talks = host.sessions.into_iter().map(|s| Talk { address: s.address, opening: opening::read(&s), session: s });
        Self { subject: Subject::from(&host.name), gaps: host.gaps, talks: talks.collect() }
    }
}

impl Talk {
    /// The gap that this dialogue leaves; `None` where it began well.
    #[must_use]
    pub fn gap(&self) -> Option<Gap> {
        match &self.opening {
            Opening::Unreached(gap) => Some(gap.clone()),
            opening => opening.reason().map(|r| self.session.gap(r)),
        }
    }
}

/// The addresses of `talks`, as evidence.
pub fn addresses<'a>(talks: impl Iterator<Item = &'a Talk>) -> Vec<String> {
    talks.map(|t| t.address.to_string()).collect()
}

/// Where in the dialogue something happened, in words.
#[must_use]
pub fn step_words(phase: Phase) -> Phrase {
    match phase {
        Phase::Ehlo => Phrase { en: "at EHLO", ru: "в ответ на EHLO" },
        Phase::Helo => Phrase { en: "at HELO", ru: "в ответ на HELO" },
        _ => Phrase { en: "at connect", ru: "при подключении" },
    }
}

/// An unknown verdict for a gap that concerns a whole subject.
#[must_use]
pub fn unknown(gaps: Vec<Gap>) -> Verdict {
    debug_assert!(!gaps.is_empty(), "an unknown verdict names what is not known");
    Verdict::Unknown { gaps, evidence: Evidence::new() }
}

/// Whether the opening is one that another check speaks of.
#[must_use]
pub fn spoken_of_elsewhere(opening: &Opening) -> bool {
    matches!(opening, Opening::TemporaryRefusal(..) | Opening::Cut(_) | Opening::NoGreeting { .. } | Opening::ClientBlamed(..))
}
