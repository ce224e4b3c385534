//! What the checks of this crate look at: how the dialogue with each address of each mail host began.

use crate::meaning::meaning;
use facts::answer::{Phase, Try};
use facts::{Facts, Gap, Inquiry, Security, Target};
use findings::{Evidence, Phrase, Severity, Subject, Value, Verdict};
use readings::client_services::{self, ClientService};
use readings::control::Control;
use readings::login::{self, Entry};
use readings::opening::{self, Opening};
use readings::recipients::{self, Recipients};
use readings::sessions::{self, HostSessions, Session};
use readings::submission::{self, Alternative, SubmissionHost};
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
    /// What the control probe showed.
    pub control: Control,
    /// What the hosts say to MAIL and RCPT.
    pub recipients: Recipients,
    /// The servers that mail programs are sent to.
    pub services: Vec<ClientService>,
    /// Whether the servers of the account let its owner in; none without an account.
    pub logins: Vec<Entry>,
    /// Whether they take mail for sending.
    pub submission: Vec<SubmissionHost>,
    /// What answers where port 25 is closed from here.
    pub alternatives: Vec<Alternative>,
}

/// What a check says of one address.
pub enum Each {
    /// Broken, with another severity than the default where given.
    Fail(Option<Severity>, Evidence),
    /// Not known although the address was reached.
    Unknown(Gap),
    /// Not known since the dialogue did not begin: counts only where no other address of the host tells.
    Unreached(Gap),
    /// Told.
    Info(Evidence),
    /// Kept.
    Pass,
    /// Not concerned.
    NotApplicable,
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
    /// The whole of it.
    pub session: Session,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let inquiry = Inquiry::new(facts);
        let read = sessions::read(target, &inquiry);
        let recipients = recipients::read(target, &inquiry);
        let services = client_services::read(target, &inquiry);
        let logins = login::read(target, &inquiry);
        let submission = submission::read(target, &inquiry);
        let alternatives = submission::alternatives(target, &inquiry);
        // A port on which TLS begins at once is judged by its handshake alone, and POP3 and IMAP are none of this.
        let smtp = |h: &HostSessions| h.security == Security::Starttls && !matches!(h.port, 110 | 143);
        let mut hosts: Vec<Host> = read.hosts.into_iter().filter(smtp).map(Host::new).collect();
        hosts.sort_by(|a, b| a.subject.cmp(&b.subject));
        Self { target: target.clone(), hosts, gap: read.gap, control: read.control, recipients, services, logins, submission, alternatives }
    }

    /// The verdict of every host: the worst of its addresses, which are named in the evidence.
    pub fn fold(&self, default: Severity, each: impl Fn(&Host, &Talk) -> Each) -> Vec<(Subject, Verdict)> {
        let hosts = self.hosts.iter().map(|host| {
            let told = host.talks.iter().map(|talk| (talk.address, each(host, talk))).collect();
            (host.subject.clone(), worst(default, host.gaps.clone(), told))
        });
        self.with_gap(hosts)
    }

    /// As [`View::fold`], over the dialogues that began well; the others say why they did not.
    pub fn fold_accepted(&self, default: Severity, each: impl Fn(&Host, &Try) -> Each) -> Vec<(Subject, Verdict)> {
        self.fold(default, |host, talk| match (talk.gap(), talk.accepted()) {
            (None, Some(attempt)) => each(host, attempt),
            (Some(gap), _) => Each::Unreached(gap),
            (None, None) => Each::NotApplicable,
        })
    }

    /// As [`View::fold`], over what was said to MAIL and RCPT.
    pub fn fold_recipients(&self, default: Severity, each: impl Fn(&recipients::Talk) -> Each) -> Vec<(Subject, Verdict)> {
        let mut hosts: Vec<_> = self.recipients.hosts.iter().collect();
        hosts.sort_by(|a, b| a.name.cmp(&b.name));
        let hosts = hosts.into_iter().map(|host| {
            let told = host.talks.iter().map(|talk| (talk.address, each(talk))).collect();
            (Subject::from(&host.name), worst(default, host.gaps.clone(), told))
        });
        self.with_gap(hosts)
    }

    fn with_gap(&self, hosts: impl Iterator<Item = (Subject, Option<Verdict>)>) -> Vec<(Subject, Verdict)> {
        let mut verdicts: Vec<(Subject, Verdict)> = hosts.filter_map(|(subject, verdict)| verdict.map(|v| (subject, v))).collect();
        verdicts.extend(self.gap.clone().map(|gap| (Subject::from(&self.target.domain), unknown(vec![gap]))));
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    /// For a check that is only ever unknown: each host at which `told` says something of an
    /// opening, with the addresses and what was said there. `None` from `told` concerns others.
    pub fn untold(&self, told: impl Fn(&Opening) -> Option<Value>) -> Vec<(Subject, Verdict)> {
        let verdict = |host: &Host| {
            let found: Vec<(&Talk, Value)> = host.talks.iter().filter_map(|t| told(&t.opening).map(|v| (t, v))).collect();
            let (_, first) = found.first()?;
            let evidence = Evidence::new().with("addresses", addresses(found.iter().map(|(t, _)| *t))).with("reply", first.clone());
            let evidence = evidence.with(
                "meaning",
                match first {
                    Value::Reply(reply) => meaning(reply),
                    _ => Value::Phrase(Phrase { en: "it hung up", ru: "сервер разорвал соединение" }),
                },
            );
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

/// One verdict for all addresses of a host.
fn worst(default: Severity, gaps: Vec<Gap>, told: Vec<(IpAddr, Each)>) -> Option<Verdict> {
    let (mut fails, mut unknowns, mut unreached, mut infos, mut passes) = (Vec::new(), Vec::new(), gaps, Vec::new(), Vec::new());
    for (address, each) in told {
        match each {
            Each::Fail(severity, evidence) => fails.push((severity.unwrap_or(default), evidence, address)),
            Each::Unknown(gap) => unknowns.push(gap),
            Each::Unreached(gap) => unreached.push(gap),
            Each::Info(evidence) => infos.push((evidence, address)),
            Each::Pass => passes.push(address),
            Each::NotApplicable => {}
        }
    }
    let named = |evidence: Evidence, all: Vec<IpAddr>| evidence.with("addresses", all.iter().map(ToString::to_string).collect::<Vec<_>>());
    if let Some(severity) = fails.iter().map(|(severity, ..)| *severity).max() {
        let all = fails.iter().map(|(.., address)| *address).collect();
        let evidence = fails.into_iter().find(|(s, ..)| *s == severity).map(|(_, evidence, _)| evidence).unwrap_or_default();
        let severity = (severity != default).then_some(severity);
        return Some(Verdict::Fail { severity, evidence: named(evidence, all), records: Vec::new() });
    }
    if !unknowns.is_empty() {
        return Some(unknown(unknowns));
    }
    let all: Vec<IpAddr> = infos.iter().map(|(_, address)| *address).collect();
    if let Some((evidence, _)) = infos.into_iter().next() {
        return Some(Verdict::Info(named(evidence, all)));
    }
    if !passes.is_empty() {
        return Some(Verdict::Pass(named(Evidence::new(), passes)));
    }
    (!unreached.is_empty()).then(|| unknown(unreached))
}

impl Talk {
    /// The try that was accepted.
    #[must_use]
    pub fn accepted(&self) -> Option<&Try> {
        let hello = |t: &&Try| [Phase::Ehlo, Phase::Helo].iter().any(|phase| t.reply(*phase).is_some_and(|r| r.code / 100 == 2));
        self.session.tries().iter().find(hello)
    }

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
