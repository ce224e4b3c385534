//! What the checks of this crate look at: per host and address, how TLS was negotiated and what
//! became of the chain that was shown.

mod fold;

pub use fold::{name_certificate, worst_of_each};

use self::fold::fold_host;
use crate::chain::{self, Judgment, Path};
use crate::negotiation::{self, Negotiation};
use crate::revocation::Lists;
use crate::roots::Roots;
use facts::answer::{Der, Phase, StepEnd};
use facts::{Facts, Gap, Inquiry, Moment, Name, Reason, Security, Target};
use findings::{Evidence, Phrase, Severity, Subject, Value, Verdict};
use readings::bimi::{Logo, MarkFile};
use readings::caa::HostCaa;
use readings::dane::{Dane, DaneHost};
use readings::offers::{self, Offers};
use readings::policy::Policy;
use readings::sessions::{self, HostSessions, Session};
use records::sts_policy::Mode;
use std::net::IpAddr;

/// The hosts of a target.
#[derive(Clone, Debug)]
pub struct View {
    /// What the gap below is about.
    pub domain: Subject,
    /// The domain itself.
    pub name: Name,
    /// The hosts, in the order of their names.
    pub hosts: Vec<Host>,
    /// Why further hosts are not known.
    pub gap: Option<Gap>,
    /// TLSA records of the domain's mail hosts.
    pub dane: Dane,
    /// The domain's logo, with what its host's certificate is worth.
    pub logo: Option<(Logo, Option<Judgment>)>,
    /// The domain's mark certificate, likewise.
    pub mark: Option<(MarkFile, Option<Judgment>)>,
    /// When the facts were seen.
    pub at: Moment,
    /// The MTA-STS policy, where the exchanges of a domain are looked at.
    pub policy: Option<Served>,
    /// Revocation lists, for whose certificates they are.
    pub lists: Lists,
}

/// An MTA-STS policy, and what its host's certificate is worth.
#[derive(Clone, Debug)]
pub struct Served {
    /// The policy.
    pub policy: Policy,
    /// The certificate of the host that serves it, where one was seen.
    pub judgment: Option<Judgment>,
}

impl Served {
    fn read(target: &Target, inquiry: &Inquiry<'_>, roots: &Roots, at: Moment) -> Self {
        let policy = readings::policy::read(target, inquiry);
        let seen = policy.host.as_ref().zip(policy.tls.as_ref());
        let judgment = seen.map(|(host, tls)| chain::judge(&tls.chain, host, roots, at));
        Self { policy, judgment }
    }

    /// What senders who honour MTA-STS go by: nothing where the certificate of the policy's host does not hold
    /// (RFC 8461 3.3).
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.policy.mode().filter(|_| self.judgment.as_ref().is_some_and(|j| j.valid))
    }
}

/// One host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name.
    pub name: Name,
    /// The port; none for a chain from a file.
    pub port: Option<u16>,
    /// Whether people's mail programs connect there, so that a bad certificate keeps them out.
    pub client_facing: bool,
    /// What the domain's MTA-STS policy, where one is in force, makes senders do about this host.
    pub sts: Option<Mode>,
    /// How TLS begins; `None` for a chain from a file.
    pub security: Option<Security>,
    /// Address look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// By address.
    pub talks: Vec<Talk>,
    /// The certificates of another key type that some addresses show beside the first.
    pub seconds: Vec<Talk>,
    /// Who may issue certificates for it; none where that is a provider's matter, or was not looked at.
    pub caa: Option<HostCaa>,
}

/// What one address showed.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The address; `None` for a chain from a file.
    pub address: Option<IpAddr>,
    /// How TLS was negotiated.
    pub negotiation: Negotiation,
    /// The certificates, where some were seen.
    pub shown: Option<Shown>,
    /// What TLS offers there, where that was asked.
    pub offers: Option<Offers>,
}

/// What a handshake showed.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Protocol version and suite.
    pub session: Value,
    /// Protocol version alone; empty where no handshake finished.
    pub version: String,
    /// Key-exchange group; empty where none is known.
    pub group: String,
    /// The chain, judged.
    pub judgment: Judgment,
    /// Whether it leads to a root that everybody trusts, and not only to one that the user added.
    pub public: bool,
    /// Whether the server proved that it holds the key; taken for granted of a file.
    pub key_proved: bool,
    /// The certificates as presented.
    pub chain: Vec<Der>,
    /// The stapled OCSP response, as sent.
    pub ocsp: Option<Der>,
    /// Whether a client certificate was asked for.
    pub asks_certificate: bool,
    /// How the session broke off without a certificate of ours: by the alert's name, or in words.
    pub broken: Option<Value>,
}

/// What a check says of one address.
pub enum Each {
    /// Broken, with another severity than the default where given.
    Fail(Option<Severity>, Evidence),
    /// Not known although the address was reached.
    Unknown(Gap),
    /// Not known since nobody was reached: counts only where no other address of the host tells.
    Unreached(Gap),
    /// Told.
    Info(Evidence),
    /// Kept.
    Pass(Evidence),
    /// Not concerned.
    NotApplicable,
}

fn logo(target: &Target, inquiry: &Inquiry<'_>, roots: &Roots, at: Moment) -> (Logo, Option<Judgment>) {
    let logo = readings::bimi::logo(target, inquiry);
    let judgment = match &logo {
        Logo::Document { host, tls: Some(tls), .. } => Some(chain::judge(&tls.chain, host, roots, at)),
        _ => None,
    };
    (logo, judgment)
}

fn mark(target: &Target, inquiry: &Inquiry<'_>, roots: &Roots, at: Moment) -> (MarkFile, Option<Judgment>) {
    let mark = readings::bimi::mark_file(target, inquiry);
    let judgment = match &mark {
        MarkFile::File { host, tls: Some(tls), .. } => Some(chain::judge(&tls.chain, host, roots, at)),
        _ => None,
    };
    (mark, judgment)
}

/// Whether `at` is a host of the logo or of the mark certificate whose own certificate does not hold.
fn told_by_bimi(at: &Host, logo: Option<&(Logo, Option<Judgment>)>, mark: Option<&(MarkFile, Option<Judgment>)>) -> bool {
    let fails = |judgment: &Option<Judgment>| judgment.as_ref().is_some_and(|judgment| !judgment.valid);
    let logo = logo.is_some_and(|(logo, judgment)| matches!(logo, Logo::Document { host, .. } if *host == at.name) && fails(judgment));
    let mark = mark.is_some_and(|(mark, judgment)| matches!(mark, MarkFile::File { host, .. } if *host == at.name) && fails(judgment));
    at.port == Some(443) && (logo || mark)
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let inquiry = Inquiry::new(facts);
        let read = sessions::read(target, &inquiry);
        let roots = Roots::of(target);
        let all = hosts(target, &inquiry);
        let sessions: Vec<&Session> = all.iter().flat_map(|host| &host.sessions).collect();
        let mut offers = offers::all(target, &sessions, &inquiry).into_iter();
        let mut of_host = |h: &HostSessions| Host::new(h, offers.by_ref().take(h.sessions.len()).collect(), &roots, facts.observed_at);
        let mut hosts: Vec<Host> = all.iter().map(&mut of_host).collect();
        // Where a name is looked up, the exchange comes before the same machine as programs see it.
        hosts.sort_by(|a, b| (&a.name, a.port).cmp(&(&b.name, b.port)));
        let policy = target.is_domain().then(|| Served::read(target, &inquiry, &roots, facts.observed_at));
        let mode = policy.as_ref().and_then(Served::mode);
        // Where the certificate of the policy's host does not hold, STS003 tells it.
        let held = policy.as_ref().is_none_or(|served| served.judgment.as_ref().is_none_or(|judgment| judgment.valid));
        let of_policy =
            |h: &Host| h.port == Some(443) && policy.as_ref().is_some_and(|served| served.policy.host.as_ref() == Some(&h.name));
        hosts.retain(|host| held || !of_policy(host));
        // Likewise BIMI004 and BIMI005 tell of the hosts of the logo and of its certificate.
        let logo = target.is_domain().then(|| logo(target, &inquiry, &roots, facts.observed_at));
        let mark = target.is_domain().then(|| mark(target, &inquiry, &roots, facts.observed_at));
        hosts.retain(|host| !told_by_bimi(host, logo.as_ref(), mark.as_ref()));
        hosts.iter_mut().filter(|host| !host.client_facing).for_each(|host| host.sts = mode);
        for caa in readings::caa::read(target, &inquiry) {
            let host = hosts.iter_mut().find(|h| h.name == caa.host);
            host.into_iter().for_each(|h| h.caa = Some(caa.clone()));
        }
        Self {
            domain: Subject::from(&target.domain),
            name: target.domain.clone(),
            hosts,
            gap: read.gap,
            logo,
            mark,
            at: facts.observed_at,
            dane: readings::dane::read(target, &inquiry),
            policy,
            lists: Lists::of(target, &roots),
        }
    }

    /// The view of a chain that no server showed.
    #[must_use]
    pub fn of_chain(chain: &[Der], host: &Name, roots: &Roots, crls: &[Der], at: Moment) -> Self {
        let session = Value::Phrase(Phrase { en: "judged from a file", ru: "проверено по файлу" });
        let judgment = chain::judge(chain, host, roots, at);
        let public = roots.without_added().map_or_else(|| judgment.clone(), |alone| chain::judge(chain, host, &alone, at));
        let shown = Shown {
            session,
            version: String::new(),
            group: String::new(),
            public: public.path == Path::Trusted,
            judgment,
            key_proved: true,
            chain: chain.to_vec(),
            ocsp: None,
            asks_certificate: false,
            broken: None,
        };
        let talk = Talk { address: None, negotiation: Negotiation::NoConnection, shown: Some(shown), offers: None };
        let host = Host {
            name: host.clone(),
            port: None,
            client_facing: true,
            sts: None,
            security: None,
            gaps: Vec::new(),
            talks: vec![talk],
            seconds: Vec::new(),
            caa: None,
        };
        Self {
            domain: Subject::from(&host.name),
            name: host.name.clone(),
            hosts: vec![host],
            gap: None,
            logo: None,
            mark: None,
            at,
            dane: Dane::default(),
            policy: None,
            lists: Lists::new(roots, crls),
        }
    }

    /// A verdict about the TLSA records of every mail host.
    pub fn each_dane_host(&self, judge: impl Fn(&DaneHost) -> Verdict) -> Vec<(Subject, Verdict)> {
        let mut verdicts: Vec<(Subject, Verdict)> = self.dane.hosts.iter().map(|h| (Subject::from(&h.name), judge(h))).collect();
        verdicts.extend(self.dane.gap.clone().map(|gap| (self.domain.clone(), Verdict::unknown(gap))));
        verdicts.retain(|(_, v)| *v != Verdict::NotApplicable);
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    /// The verdict of every host: the worst of its addresses, which are named in the evidence.
    pub fn fold(&self, default: Severity, each: impl Fn(&Host, &Talk) -> Each) -> Vec<(Subject, Verdict)> {
        self.fold_talks(default, |host| host.talks.iter().collect(), each)
    }

    fn fold_talks(
        &self,
        default: Severity,
        talks: impl Fn(&Host) -> Vec<&Talk>,
        each: impl Fn(&Host, &Talk) -> Each,
    ) -> Vec<(Subject, Verdict)> {
        let same = |a: &Host, b: &Host| a.name == b.name;
        let mut verdicts: Vec<(Subject, Verdict)> = Vec::new();
        for hosts in self.hosts.chunk_by(same) {
            let all: Vec<(&Host, &Talk)> = hosts.iter().flat_map(|host| talks(host).into_iter().map(move |talk| (host, talk))).collect();
            let verdict = fold_host(hosts, &all, default, &each);
            verdicts.extend(hosts.first().zip(verdict).map(|(host, verdict)| (Subject::from(&host.name), verdict)));
        }
        if let Some(gap) = &self.gap {
            verdicts.push((self.domain.clone(), Verdict::unknown(gap.clone())));
        }
        verdicts.sort_by(|a, b| a.0.cmp(&b.0));
        verdicts
    }

    /// As [`View::fold`], over every chain that an address showed; those that showed none say why.
    pub fn fold_chains(&self, default: Severity, each: impl Fn(&Host, &Judgment) -> Each) -> Vec<(Subject, Verdict)> {
        self.fold_shown(default, |host, shown| each(host, &shown.judgment))
    }

    /// As [`View::fold_chains`], over mail exchanges alone, which an MTA-STS policy is about.
    pub fn fold_exchanges(&self, default: Severity, each: impl Fn(&Host, &Judgment) -> Each) -> Vec<(Subject, Verdict)> {
        let exchanges = View { hosts: self.hosts.iter().filter(|host| !host.client_facing).cloned().collect(), ..self.clone() };
        exchanges.fold_chains(default, each)
    }

    /// As [`View::fold_chains`], with what else the handshake showed.
    pub fn fold_shown(&self, default: Severity, each: impl Fn(&Host, &Shown) -> Each) -> Vec<(Subject, Verdict)> {
        self.fold_talks(default, Host::chains, |host, talk| match (&talk.shown, &talk.negotiation) {
            (Some(shown), _) => each(host, shown),
            (None, Negotiation::Unreached(gap)) => Each::Unreached(gap.clone()),
            (None, Negotiation::Unknown { gap, .. }) => Each::Unknown(gap.clone()),
            // Whoever finished a handshake and showed no certificate cannot be judged.
            (None, Negotiation::Done) => host.unreadable(),
            _ => Each::NotApplicable,
        })
    }
}

impl View {
    /// As [`View::fold`], over what TLS offers where a handshake was tried.
    pub fn fold_offers(&self, default: Severity, each: impl Fn(&Host, &Talk, &Offers) -> Each) -> Vec<(Subject, Verdict)> {
        self.fold(default, |host, talk| match &talk.offers {
            Some(offers) => each(host, talk, offers),
            None => talk.negotiation.untold(),
        })
    }
}

/// Every host that is looked at: exchanges, the servers of mail programs, and the web servers that mail hangs on.
#[must_use]
pub fn hosts(target: &Target, inquiry: &Inquiry<'_>) -> Vec<HostSessions> {
    let mut hosts = sessions::read(target, inquiry).hosts;
    hosts.extend(readings::client_services::read(target, inquiry).into_iter().map(|service| service.host));
    hosts.extend(readings::web_hosts::read(target, inquiry));
    hosts
}

impl Host {
    /// `offers` are those of its sessions, in their order.
    fn new(host: &HostSessions, offers: Vec<Option<Offers>>, roots: &Roots, at: Moment) -> Self {
        let client_facing = host.client_facing();
        let HostSessions { name, port, security, gaps, sessions, .. } = host;
        let built_in = roots.without_added();
        let mut seen: Vec<(Vec<Der>, Judgment, bool)> = Vec::new();
        let mut judged = |chain: &[Der]| {
            if let Some((_, judgment, public)) = seen.iter().find(|(known, ..)| known == chain) {
                return (judgment.clone(), *public);
            }
            let judgment = chain::judge(chain, name, roots, at);
            let alone = built_in.as_ref().map(|roots| chain::judge(chain, name, roots, at));
            let public = alone.as_ref().unwrap_or(&judgment).path == Path::Trusted;
            seen.push((chain.to_vec(), judgment.clone(), public));
            (judgment, public)
        };
        let (mut talks, mut seconds) = (Vec::new(), Vec::new());
        for (session, offers) in sessions.iter().zip(offers) {
            let shown = negotiation::shown(session).map(|tls| {
                let (judgment, public) = judged(&tls.chain);
                Shown {
                    session: Value::Text(format!("{}, {}", tls.version, tls.suite)),
                    version: tls.version.clone(),
                    group: tls.group.clone(),
                    judgment,
                    public,
                    key_proved: tls.key_proved,
                    chain: tls.chain.clone(),
                    ocsp: tls.ocsp.clone(),
                    asks_certificate: tls.asks_certificate,
                    broken: broken(session),
                }
            });
            let address = Some(session.address);
            let beside =
                |offers: &Offers| offers.second_chain().or_else(|| offers.only_chain().filter(|_| shown.is_none())).map(<[Der]>::to_vec);
            if let Some(chain) = offers.as_ref().and_then(beside) {
                let chain = &chain[..];
                let (judgment, public) = judged(chain);
                let second = Shown { judgment, public, chain: chain.to_vec(), ..Shown::unproved() };
                seconds.push(Talk { address, negotiation: Negotiation::Done, shown: Some(second), offers: None });
            }
            talks.push(Talk { address, negotiation: negotiation::read(session, *security), shown, offers });
        }
        let (name, gaps) = (name.clone(), gaps.clone());
        Self { name, port: Some(*port), client_facing, sts: None, security: Some(*security), gaps, talks, seconds, caa: None }
    }

    fn chains(&self) -> Vec<&Talk> {
        self.talks.iter().chain(&self.seconds).collect()
    }

    /// What is said of a chain that is empty or no certificate at all.
    #[must_use]
    pub fn unreadable(&self) -> Each {
        Each::Unknown(Gap { reason: Reason::Ambiguous, asked: self.name.to_string() })
    }

    /// `strict` where somebody verifies, else the check's default: mail programs on their ports, and senders under an
    /// MTA-STS policy, who in the mode `testing` still deliver, so that nothing is critical then.
    #[must_use]
    pub fn severity(&self, strict: Severity) -> Option<Severity> {
        let by_policy = match self.sts {
            Some(Mode::Enforce) => true,
            Some(Mode::Testing) => strict < Severity::Critical,
            Some(Mode::None) | None => false,
        };
        (self.client_facing || by_policy).then_some(strict)
    }
}

impl Shown {
    /// A chain that was sent in the clear, before anybody proved to hold its key.
    fn unproved() -> Self {
        Self {
            session: Value::Phrase(Phrase { en: "a second certificate", ru: "второй сертификат" }),
            version: String::new(),
            group: String::new(),
            judgment: chain::judge(&[], &Name::root(), &Roots::with(&[]), Moment::from_unix(0)),
            public: false,
            key_proved: true,
            chain: Vec::new(),
            ocsp: None,
            asks_certificate: false,
            broken: None,
        }
    }
}

impl Negotiation {
    /// What concerns only those who came so far as to be offered STARTTLS.
    pub fn untold(&self) -> Each {
        match self {
            Negotiation::Unreached(gap) => Each::Unreached(gap.clone()),
            Negotiation::Unknown { gap, .. } => Each::Unknown(gap.clone()),
            _ => Each::NotApplicable,
        }
    }
}

/// How a session ended that had begun: with an alert, or on both of two tries without a word once a certificate was asked for.
fn broken(session: &Session) -> Option<Value> {
    let tries = session.tries();
    let ends = || tries.iter().flat_map(|t| &t.steps).filter(|step| matches!(step.phase, Phase::EhloTls | Phase::Handshake));
    let alert = ends().find_map(|step| match &step.end {
        StepEnd::TlsFailure(alert) => Some(Value::Text(alert.clone())),
        _ => None,
    });
    let cut = |t: &facts::answer::Try| {
        let last = [Phase::EhloTls, Phase::Handshake].into_iter().find_map(|phase| t.end_of(phase));
        last == Some(&StepEnd::Closed) && t.tls.as_ref().is_some_and(|tls| tls.asks_certificate)
    };
    let words = Phrase { en: "the connection was closed", ru: "соединение закрыто" };
    alert.or_else(|| (tries.len() > 1 && tries.iter().all(cut)).then_some(Value::Phrase(words)))
}
