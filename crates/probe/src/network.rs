//! Questions sent to the world, each within the user's bounds, each at most once a run.

use crate::dns::{Resolve, Resolver};
use crate::doors::{Doors, Passage, without_certificates};
use crate::turns::Turns;
use crate::{Ask, BoxFuture, Error, Memo, Options, hello, https, mailbox, smtp};
use facts::{Answer, DnsAnswer, Name, Protocol, Question, Script, Security, WhyNot, delivery};
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The asker of a run. Make one and share it between all audits: it remembers every answer, so
/// that two domains on one mail host ask it once, and holds one connection per address at a time.
///
/// Ask within a tokio runtime, and only one: sockets belong to it.
pub struct Network {
    memo: Memo<Wire>,
    doors: Doors,
    upstreams: Vec<String>,
}

impl Network {
    /// Reads the system's resolver configuration where the options name it; opens no socket.
    ///
    /// # Errors
    /// [`Error::NoUpstream`], [`Error::SystemConfiguration`].
    pub fn new(options: &Options) -> Result<Self, Error> {
        let own = Resolver::new(options)?;
        let upstreams = own.labels();
        let resolver = Arc::new(own.clone());
        Self::over(options, own, resolver, upstreams)
    }

    /// With another resolver for `Dns` questions; `options.upstreams` is not looked at.
    ///
    /// # Errors
    /// None is known.
    pub fn with_resolver(options: &Options, resolver: Arc<dyn Resolve>, label: &str) -> Result<Self, Error> {
        // The own resolver still serves `DnsAt`; its own upstream is never asked.
        let unused = crate::UpstreamSpec::At(SocketAddr::from(([127, 0, 0, 1], 53)));
        let own = Resolver::new(&Options { upstreams: vec![unused], ..options.clone() })?;
        Self::over(options, own, resolver, vec![label.to_owned()])
    }

    fn over(options: &Options, own: Resolver, resolver: Arc<dyn Resolve>, upstreams: Vec<String>) -> Result<Self, Error> {
        let accounts = options.accounts.trusting(&options.extra_roots)?;
        let wire = Wire {
            options: Options { accounts, ..options.clone() },
            own,
            resolver,
            turns: Turns::new(&options.limits),
            settled: Arc::default(),
        };
        Ok(Self { memo: Memo::new(wire, options.limits.memo), doors: Doors::default(), upstreams })
    }

    /// The resolvers that are asked, as addresses, in order.
    #[must_use]
    pub fn upstreams(&self) -> &[String] {
        &self.upstreams
    }

    /// Resolvers that could not be asked of late, each with the reason: a refused certificate, say. Empty
    /// for plain ones, whose silence has no reason.
    #[must_use]
    pub fn resolver_faults(&self) -> Vec<String> {
        self.memo.inner().own.faults()
    }
}

impl Ask for Network {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        match self.doors.pass(question) {
            Passage::Open => self.memo.ask(question),
            Passage::Shared(first) => {
                let answer = self.memo.ask(&first);
                Box::pin(async move { without_certificates(answer.await) })
            }
            Passage::Closed => not_asked(WhyNot::CalledEnough),
        }
    }
}

struct Wire {
    options: Options,
    own: Resolver,
    resolver: Arc<dyn Resolve>,
    turns: Turns,
    /// Markers of test messages that are not on their way any more.
    settled: Arc<watch::Sender<BTreeSet<String>>>,
}

impl Wire {
    /// A dialogue of a mailbox server with the account of `login`.
    fn mailbox(&self, to: SocketAddr, security: Security, sni: Option<&Name>, login: &str) -> mailbox::Call {
        let (login, accounts) = (Some(login.to_owned()), self.options.accounts.clone());
        mailbox::Call { to, protocol: Protocol::Imap, security, sni: sni.cloned(), login, accounts }
    }

    /// Questions about test messages; none is sent without the user's leave.
    fn delivery(&self, question: &Question) -> Result<BoxFuture<Answer>, WhyNot> {
        if self.options.no_smtp {
            return Err(WhyNot::SwitchedOff);
        }
        if account_of(question).is_some_and(|label| self.options.accounts.of(label).is_none()) {
            return Err(WhyNot::LocalFailure);
        }
        let turns = self.turns.clone();
        Ok(match question {
            Question::Folders { addr, port, security, sni, account } => {
                let to = self.allowed(sni.as_ref(), *addr, *port)?;
                Box::pin(mailbox::folders(turns, *addr, self.mailbox(to, *security, sni.as_ref(), account)))
            }
            Question::Search(asked) => {
                let delivery::Search { addr, port, security, sni, account, wanted, markers, folders, wait_s } = &**asked;
                let to = self.allowed(sni.as_ref(), *addr, *port)?;
                let (markers, folders) = (markers.clone(), folders.clone());
                let wait = Duration::from_secs(u64::from(*wait_s));
                let look = mailbox::Look { wanted: *wanted, markers, folders, wait, settled: self.settled.clone() };
                Box::pin(mailbox::search(turns, *addr, self.mailbox(to, *security, sni.as_ref(), account), look))
            }
            Question::Submission(asked) => {
                let delivery::Submission { addr, port, security, sni, helo, account, from, to, marker } = &**asked;
                let outbox = self.options.outbox.clone().ok_or(WhyNot::SwitchedOff)?;
                let (sni, helo, script) = (sni.clone(), helo.clone(), Script::Session);
                let accounts = self.options.accounts.clone();
                let call = smtp::Call { to: self.allowed(sni.as_ref(), *addr, *port)?, security: *security, sni, helo, script, accounts };
                let (account, from, to, marker) = (account.clone(), from.clone(), to.clone(), marker.clone());
                Box::pin(smtp::hand_in(turns, *addr, call, smtp::Errand { account, from, to, marker, outbox }))
            }
            _ => return Err(WhyNot::LocalFailure),
        })
    }

    /// Where a connection goes, unless the address is none that an audit connects to.
    fn allowed(&self, name: Option<&Name>, addr: IpAddr, port: u16) -> Result<SocketAddr, WhyNot> {
        let at = SocketAddr::new(addr, port);
        match self.options.connect.target(name, at) {
            Some(elsewhere) => Ok(elsewhere),
            None if self.options.allow_private || facts::is_public(addr) => Ok(at),
            None => Err(WhyNot::AddressNotAllowed),
        }
    }
}

impl Ask for Wire {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        match question {
            Question::Dns { name, rtype } => dns(self.resolver.resolve(name, *rtype)),
            Question::DnsAt { server, name, rtype, transport } => match self.allowed(None, *server, 53) {
                Ok(to) => dns(self.own.ask_at(to, server.to_string(), name, *rtype, *transport)),
                Err(why) => not_asked(why),
            },
            Question::Smtp { .. } | Question::Hello { .. } | Question::Mailbox { .. } if self.options.no_smtp => {
                not_asked(WhyNot::SwitchedOff)
            }
            Question::Smtp { addr, port, security, sni, helo, script } => match self.allowed(sni.as_ref(), *addr, *port) {
                Ok(to) => {
                    let (sni, helo, script) = (sni.clone(), helo.clone(), script.clone());
                    let call = smtp::Call { to, security: *security, sni, helo, script, accounts: self.options.accounts.clone() };
                    Box::pin(smtp::hold(self.turns.clone(), *addr, call))
                }
                Err(why) => not_asked(why),
            },
            Question::Mailbox { addr, port, protocol, security, sni, login } => match self.allowed(sni.as_ref(), *addr, *port) {
                Ok(to) => {
                    if login.as_ref().is_some_and(|label| self.options.accounts.of(label).is_none()) {
                        return not_asked(WhyNot::LocalFailure);
                    }
                    let (login, accounts) = (login.clone(), self.options.accounts.clone());
                    let call = mailbox::Call { to, protocol: *protocol, security: *security, sni: sni.clone(), login, accounts };
                    Box::pin(mailbox::hold(self.turns.clone(), *addr, call))
                }
                Err(why) => not_asked(why),
            },
            // Who holds the message answers it above.
            Question::Signatures { .. } => not_asked(WhyNot::LocalFailure),
            Question::Folders { .. } | Question::Search(_) | Question::Submission(_) => self.delivery(question).unwrap_or_else(not_asked),
            Question::Hello { addr, port, protocol, security, sni, helo, offer } => match self.allowed(sni.as_ref(), *addr, *port) {
                Ok(to) => {
                    let (sni, helo) = (sni.clone(), helo.clone());
                    let call = hello::Call { to, protocol: *protocol, security: *security, sni, helo, offer: *offer };
                    Box::pin(hello::hold(self.turns.clone(), *addr, call))
                }
                Err(why) => not_asked(why),
            },
            Question::Https { addr, url, post } => match https::Call::parse(url, post.as_deref()) {
                Some(call) => match self.allowed(call.name(), *addr, call.port()) {
                    Ok(to) => Box::pin(https::fetch(self.turns.clone(), *addr, to, call)),
                    Err(why) => not_asked(why),
                },
                None => not_asked(WhyNot::LocalFailure),
            },
        }
    }
}

/// The label of the account that a question about test messages needs.
fn account_of(question: &Question) -> Option<&str> {
    match question {
        Question::Folders { account, .. } => Some(account),
        Question::Search(asked) => Some(&asked.account),
        Question::Submission(asked) => asked.account.as_deref(),
        _ => None,
    }
}

fn dns(answer: BoxFuture<Result<DnsAnswer, WhyNot>>) -> BoxFuture<Answer> {
    Box::pin(async move { answer.await.map_or_else(Answer::NotAsked, Answer::Dns) })
}

fn not_asked(why: WhyNot) -> BoxFuture<Answer> {
    Box::pin(std::future::ready(Answer::NotAsked(why)))
}
