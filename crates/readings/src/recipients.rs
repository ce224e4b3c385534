//! What the domain's mail hosts say to MAIL and RCPT: one dialogue per host and address on port 25, which with `--active`
//! goes on to VRFY, EXPN and relaying; then also a second try, and text injected behind STARTTLS. No message is ever sent.
//!
//! Only where the Session was accepted, was not slow, and was not told to go away.

mod meaning;

use crate::opening::{self, Opening};
use crate::room::{self, MOST_CONNECTIONS};
use crate::sessions::{self, HostSessions, Session, Sessions};
use facts::answer::{Phase, Reply, Step, StepEnd, Try};
use facts::{Gap, Inquiry, Name, Question, Reason, Script, Target};
use meaning::Echoes;
pub use meaning::Meaning;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A server that greets as late as this, in milliseconds, is not called again.
pub const SLOW_GREETING_MS: u32 = 5_000;

/// The dialogues with all hosts.
#[derive(Clone, Debug, Default)]
pub struct Recipients {
    /// The hosts, by preference.
    pub hosts: Vec<HostRecipients>,
    /// Why further hosts are not known.
    pub gap: Option<Gap>,
}

/// The dialogues with one host.
#[derive(Clone, Debug)]
pub struct HostRecipients {
    /// The host.
    pub name: Name,
    /// Address look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// By address.
    pub talks: Vec<Talk>,
}

/// What one address said.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The address.
    pub address: IpAddr,
    /// MAIL and RCPT, as everyone may say them.
    pub plain: Heard,
    /// The same after a pause; not meant where nothing was deferred.
    pub again: Heard,
    /// VRFY, EXPN, a random recipient, relaying.
    pub intrusive: Heard,
    /// What was said behind STARTTLS.
    pub injection: Heard,
    /// The reply that blames the address or name of the audit: `plain` is then missing.
    pub blame: Option<Reply>,
    /// Whether the Session finished a handshake here.
    pub encrypts: bool,
    /// Whether the audit may stand in the server's own network, where it could be allowed to relay.
    pub own_network: bool,
    echoes: Echoes,
}

/// A dialogue, if it was held.
#[derive(Clone, Debug)]
pub enum Heard {
    /// It was.
    Try(Box<Try>, Question),
    /// It was not, and why.
    Missing(Gap),
    /// Nobody meant to hold it: it takes `--active`, is not asked of a provider or of a further address, or is not needed.
    NotMeant,
}

/// What one command brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Said<'t> {
    /// A reply, and what it means.
    Reply(&'t Reply, Meaning),
    /// None, and why.
    Missing(Gap),
    /// The command was not meant to be said.
    NotMeant,
}

/// Holds the dialogues, each address of the domain once, whichever of its exchanges leads there.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Recipients {
    // One port of one host has no domain whose recipients could be asked for.
    if !target.is_domain() {
        return Recipients::default();
    }
    let Sessions { hosts, gap, .. } = sessions::read(target, inquiry);
    let names: Vec<Name> = hosts.iter().map(|h| h.name.clone()).collect();
    let mut asker = Asker { target, inquiry, names, exchanges: &hosts, by_address: BTreeMap::new() };
    let hosts = hosts.iter().map(|host| asker.host(host)).collect();
    Recipients { hosts, gap }
}

impl Talk {
    /// What `phase` of the plain dialogue brought; where that was put off, what the second try brought.
    #[must_use]
    pub fn said(&self, phase: Phase) -> Said<'_> {
        match self.in_dialogue(&self.plain, phase) {
            Said::Reply(_, Meaning::Deferred | Meaning::Greylisted) if self.second(phase).is_some() => self.in_dialogue(&self.again, phase),
            said => said,
        }
    }

    /// What `phase` brought at first.
    #[must_use]
    pub fn at_first(&self, phase: Phase) -> Said<'_> {
        self.in_dialogue(&self.plain, phase)
    }

    /// What `phase` brought on the second try, and after how many milliseconds of waiting.
    #[must_use]
    pub fn second(&self, phase: Phase) -> Option<(&Reply, u32)> {
        let Heard::Try(again, _) = &self.again else { return None };
        let pause = again.steps.iter().filter(|s| s.phase == Phase::Pause).map(|s| s.took_ms).sum();
        again.reply(phase).map(|reply| (reply, pause))
    }

    /// How many connections the dialogues take, each of them once; `None` while that is not known.
    #[must_use]
    pub fn connections(&self) -> Option<usize> {
        let open = |heard: &Heard| matches!(heard, Heard::Missing(gap) if gap.reason == Reason::NotAsked);
        let held = |heard: &&Heard| matches!(heard, Heard::Try(..)) || open(heard);
        (!open(&self.plain)).then(|| [&self.plain, &self.again, &self.injection].into_iter().filter(held).count())
    }

    /// What `phase` of the intrusive dialogue brought.
    #[must_use]
    pub fn intruded(&self, phase: Phase) -> Said<'_> {
        self.in_dialogue(&self.intrusive, phase)
    }

    /// What stays unknown where none of `said` decides: the first that is missing, or else what the reply to `phase`
    /// leaves open; where the reply to `before` kept `phase` from being said, that one.
    #[must_use]
    pub fn gap(&self, said: &[Said<'_>], phase: Phase, before: Phase) -> Gap {
        let asked = match &self.plain {
            Heard::Try(_, question) => question.to_string(),
            Heard::Missing(gap) => return gap.clone(),
            Heard::NotMeant => self.address.to_string(),
        };
        let meanings = said.iter().filter_map(Said::meaning).chain(self.said(before).meaning());
        let reason = meanings.map(Meaning::leaves_open).next();
        let missing = said.iter().find_map(|s| if let Said::Missing(gap) = s { Some(gap.clone()) } else { None });
        match (missing, reason) {
            (Some(gap), _) if gap.reason != Reason::NotAsked => gap,
            (_, Some(reason)) => Gap { reason, asked },
            (Some(gap), None) => gap,
            (None, None) => self.in_gap(phase, asked),
        }
    }

    fn in_gap(&self, phase: Phase, asked: String) -> Gap {
        let reason = match &self.plain {
            Heard::Try(attempt, _) => missing(attempt, phase),
            _ => Reason::Ambiguous,
        };
        Gap { reason, asked }
    }

    /// What `phase` brought in `heard`.
    #[must_use]
    pub fn in_dialogue<'t>(&self, heard: &'t Heard, phase: Phase) -> Said<'t> {
        let (attempt, question) = match heard {
            Heard::Try(attempt, question) => (attempt, question),
            Heard::Missing(gap) => return Said::Missing(gap.clone()),
            Heard::NotMeant => return Said::NotMeant,
        };
        match attempt.reply(phase) {
            Some(reply) => Said::Reply(reply, self.echoes.meaning(reply)),
            None => Said::Missing(Gap::new(question, missing(attempt, phase))),
        }
    }
}

impl Said<'_> {
    /// What the reply means, where there is one.
    #[must_use]
    pub fn meaning(&self) -> Option<Meaning> {
        match self {
            Said::Reply(_, meaning) => Some(*meaning),
            _ => None,
        }
    }

    /// Whether it was accepted.
    #[must_use]
    pub fn accepted(&self) -> bool {
        self.meaning() == Some(Meaning::Accepted)
    }

    /// Whether it was refused for good, by whatever 5xx.
    #[must_use]
    pub fn refused(&self) -> bool {
        matches!(self, Said::Reply(reply, meaning) if reply.code / 100 == 5 && *meaning != Meaning::BlamesUs)
    }
}

/// Why `phase` was never answered: how it, or the last step before it, ended.
fn missing(attempt: &Try, phase: Phase) -> Reason {
    match attempt.end_of(phase).or(attempt.steps.last().map(|s| &s.end)) {
        Some(StepEnd::Timeout) => Reason::Timeout,
        Some(StepEnd::Closed) => Reason::Closed,
        Some(StepEnd::ConnectRefused) => Reason::ConnectRefused,
        Some(StepEnd::Reply(reply)) if reply.code / 100 == 4 => Reason::TemporaryRefusal,
        Some(StepEnd::Reply(_)) if attempt.steps.iter().any(is_farewell) => Reason::TemporaryRefusal,
        Some(StepEnd::Reply(_)) => Reason::NotAsked,
        _ => Reason::Ambiguous,
    }
}

struct Asker<'a, 'f> {
    target: &'a Target,
    inquiry: &'a Inquiry<'f>,
    /// The exchanges.
    names: Vec<Name>,
    /// Their sessions.
    exchanges: &'a [HostSessions],
    /// What was said at each address, for the next exchange that leads there.
    by_address: BTreeMap<IpAddr, Talk>,
}

impl Asker<'_, '_> {
    fn host(&mut self, host: &HostSessions) -> HostRecipients {
        let mut talks = Vec::new();
        for (index, session) in host.sessions.iter().enumerate() {
            // What is still being asked there is not asked for another name at the same time.
            let failed = |t: &&Talk| matches!(&t.plain, Heard::Missing(gap) if gap.reason != Reason::NotAsked);
            let known = self.by_address.get(&session.address).filter(|t| !failed(t));
            let talk = known.cloned().unwrap_or_else(|| self.talk(host, session, index == 0));
            self.by_address.insert(session.address, talk.clone());
            talks.push(talk);
        }
        HostRecipients { name: host.name.clone(), gaps: host.gaps.clone(), talks }
    }

    fn talk(&self, host: &HostSessions, session: &Session, first: bool) -> Talk {
        let domain = self.target.domain.clone();
        let echoes = Echoes::new(&domain, &self.target.probe_name);
        let reason = unwelcome(session);
        let missing = |reason| Heard::Missing(session.gap(reason));
        let intrudes = self.target.active && first && !host.hosted;
        let plain = match reason {
            Some(reason) => missing(reason),
            None => self.hold(session, self.script(intrudes)),
        };
        let mut talk = Talk {
            address: session.address,
            intrusive: if intrudes { self.intrusive(session, &plain) } else { Heard::NotMeant },
            plain,
            again: Heard::NotMeant,
            injection: Heard::NotMeant,
            blame: None,
            encrypts: session.tries().iter().any(|t| matches!(t.end_of(Phase::Handshake), Some(StepEnd::Done))),
            own_network: self.own_network(session.address),
            echoes,
        };
        talk.blame = talk.blaming();
        let void = match &talk.plain {
            _ if talk.blame.is_some() => Some(Reason::OwnAddressBlamed),
            Heard::Try(attempt, _) if harmless(attempt).any(is_farewell) => Some(Reason::TemporaryRefusal),
            Heard::Missing(gap) => Some(gap.reason),
            _ => None,
        };
        if let Some(reason) = void {
            talk.plain = missing(reason);
            talk.intrusive = if intrudes { missing(reason) } else { Heard::NotMeant };
        }
        if self.target.active {
            self.insist(&mut talk, session, void, intrudes);
        }
        talk
    }

    fn script(&self, intrudes: bool) -> Script {
        let (domain, nonce) = (self.target.domain.clone(), self.target.nonce.clone());
        if intrudes && !nonce.is_empty() { Script::Intrusive { domain, nonce } } else { Script::Recipients { domain } }
    }

    /// The dialogue goes on behind the recipients.
    fn intrusive(&self, session: &Session, plain: &Heard) -> Heard {
        if self.target.nonce.is_empty() { Heard::Missing(session.gap(Reason::LocalFailure)) } else { plain.clone() }
    }

    /// What only `--active` asks for.
    fn insist(&self, talk: &mut Talk, session: &Session, void: Option<Reason>, intrude: bool) {
        let domain = || self.target.domain.clone();
        // The sessions of all names, and the dialogue with the recipients.
        let sessions = self.exchanges.iter().flat_map(|host| &host.sessions);
        let mut called = room::taken_at(session.place(), sessions, self.inquiry).map(|sessions| sessions + 1);
        let mut ask = |script| match (void, called) {
            (Some(reason), _) => Heard::Missing(session.gap(reason)),
            (None, None) => Heard::Missing(session.gap(Reason::NotAsked)),
            (None, Some(MOST_CONNECTIONS..)) => Heard::Missing(session.gap(Reason::CalledEnough)),
            (None, Some(before)) => {
                called = Some(before + 1);
                self.hold(session, script)
            }
        };
        if deferred(&talk.plain) {
            talk.again = ask(Script::Retry { domain: domain() });
        }
        if !intrude {
            return;
        }
        // Nothing can be hidden behind a STARTTLS that is not offered, and nothing is seen where no handshake succeeds.
        let begun = |t: &Try| t.end_of(Phase::Starttls).is_some();
        talk.injection = match session.tries().iter().any(begun) {
            false => Heard::NotMeant,
            true if talk.encrypts => ask(Script::Injection),
            true => Heard::Missing(session.gap(Reason::Ambiguous)),
        };
    }

    fn hold(&self, session: &Session, script: Script) -> Heard {
        let mut question = session.question.clone();
        if let Question::Smtp { script: held, .. } = &mut question {
            *held = script;
        }
        match self.inquiry.smtp(&question).map(|answer| answer.tries.last().cloned()) {
            Ok(Some(attempt)) => Heard::Try(Box::new(attempt), question),
            Ok(None) => Heard::Missing(Gap::new(&question, Reason::NotAsked)),
            Err(gap) => Heard::Missing(gap),
        }
    }

    /// Facts do not hold the address that the audit runs from. That it stands in the target's network is
    /// taken from what they hold: our EHLO name is the domain's or an exchange's, or a literal beside the
    /// server's address; or the server's address is no public one.
    fn own_network(&self, address: IpAddr) -> bool {
        let helo = self.target.probe_name.as_str();
        if let Some(literal) = helo.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            let literal = literal.strip_prefix("IPv6:").unwrap_or(literal).parse::<IpAddr>();
            return !facts::is_public(address) || literal.is_ok_and(|own| beside(own, address));
        }
        let ours = |name: &Name| Name::parse(helo).is_ok_and(|own| own.is_within(&self.target.domain) || own == *name);
        !facts::is_public(address) || ours(&self.target.domain) || self.names.iter().any(ours)
    }
}

impl Talk {
    fn blaming(&self) -> Option<Reply> {
        let Heard::Try(attempt, _) = &self.plain else { return None };
        let blaming = |step: &Step| match &step.end {
            StepEnd::Reply(reply) if matches!(step.phase, Phase::Mail(_) | Phase::Rcpt(_)) => {
                (self.echoes.meaning(reply) == Meaning::BlamesUs).then(|| reply.clone())
            }
            _ => None,
        };
        // The hello is said anew on each connection, and may be answered otherwise than the first time.
        let mut opening = [Phase::Greeting, Phase::Ehlo, Phase::Helo].into_iter().filter_map(|phase| attempt.reply(phase));
        let at_opening = || opening.find(|reply| crate::blame::blames_client(reply)).cloned();
        harmless(attempt).find_map(blaming).or_else(at_opening)
    }
}

/// Why a server that was met in `session` is not called again.
fn unwelcome(session: &Session) -> Option<Reason> {
    let slow = |t: &Try| t.steps.iter().any(|s| s.phase == Phase::Greeting && s.took_ms >= SLOW_GREETING_MS);
    match opening::read(session) {
        Opening::Accepted if session.tries().iter().flat_map(|t| &t.steps).any(is_farewell) => Some(Reason::BackedOff),
        Opening::Accepted => session.tries().iter().any(slow).then_some(Reason::SlowServer),
        opening => Some(opening.reason().unwrap_or(Reason::NotAsked)),
    }
}

/// The steps that everyone may take.
fn harmless(attempt: &Try) -> impl Iterator<Item = &Step> {
    attempt.steps.iter().take_while(|step| step.phase != Phase::Vrfy)
}

/// 421 may come at any time (RFC 5321 3.8); in reply to QUIT it means nothing.
fn is_farewell(step: &Step) -> bool {
    step.phase != Phase::Quit && matches!(&step.end, StepEnd::Reply(reply) if reply.code == 421)
}

fn deferred(plain: &Heard) -> bool {
    let Heard::Try(attempt, _) = plain else { return false };
    let put_off = |step: &Step| matches!(step.phase, Phase::Rcpt(_)) && matches!(&step.end, StepEnd::Reply(reply) if reply.code / 100 == 4);
    harmless(attempt).any(put_off)
}

/// In one /24 or /64: the smallest networks that providers hand out.
fn beside(one: IpAddr, other: IpAddr) -> bool {
    match (one, other) {
        (IpAddr::V4(a), IpAddr::V4(b)) => a.octets()[..3] == b.octets()[..3],
        (IpAddr::V6(a), IpAddr::V6(b)) => a.segments()[..4] == b.segments()[..4],
        _ => false,
    }
}
