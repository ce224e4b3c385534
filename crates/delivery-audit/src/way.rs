//! The way of each test message: mailbox opened, message handed in, mailbox looked through, sender's mailbox looked
//! through for reports; and the way back. Nothing is sent to a mailbox that nobody could read.

use crate::folders;
use facts::answer::{Data, Phase, Reply, StepEnd, Text, Try};
use facts::delivery::{Access, DeliveryMailbox, DeliveryTarget, Folder, Letter, Search, Submission, Wanted};
use facts::{Endpoint, Gap, Inquiry, Name, Question, Reason, Recipient, RecordType, Security, Sender, Target};
use std::net::IpAddr;

/// Addresses of one server that are tried.
const MOST_ADDRESSES: usize = 3;

/// One message and what became of it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The mailbox.
    pub mailbox: DeliveryMailbox,
    /// What the message is known by.
    pub marker: String,
    /// Where it is.
    pub outcome: Outcome,
    /// Notices about it that came back to the sender without ending its way: it is late.
    pub notices: Vec<Letter>,
    /// Where the answer is; none where none was to be sent.
    pub way_back: Option<Outcome>,
}

/// Where a message is.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was found.
    Arrived(Letter, Folder),
    /// The submission server refused it, in these words.
    Refused(Reply, Gap),
    /// It came back.
    Returned(Letter, Gap),
    /// It was accepted and found nowhere.
    Missing(Gap),
    /// It was never sent.
    NotSent(Gap),
    /// Whether it arrived cannot be seen.
    Unseen(Gap),
}

impl Outcome {
    /// Why it is not known to have arrived; `None` where it did.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Outcome::Arrived(..) => None,
            Outcome::Refused(_, gap) | Outcome::Returned(_, gap) => Some(gap),
            Outcome::Missing(gap) | Outcome::NotSent(gap) | Outcome::Unseen(gap) => Some(gap),
        }
    }
}

/// A mailbox that could be opened.
struct Opened {
    addr: IpAddr,
    folders: Vec<Folder>,
}

/// What became of handing a message in.
enum Sent {
    /// The server took it, or its word about it was lost: it may arrive.
    Taken,
    Refused(Reply, Gap),
    Not(Gap),
}

/// Reads the ways of all messages; none where the target sends none.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<Delivery> {
    let Some(delivery) = &target.delivery else { return Vec::new() };
    let desk = Desk { target, delivery, inquiry };
    let own = delivery.inbox.as_ref().map(|access| desk.open(access));
    let outward: Vec<(Option<Opened>, Sent)> = delivery.mailboxes.iter().enumerate().map(|(place, m)| desk.outward(place, m)).collect();
    let taken = delivery.mailboxes.iter().enumerate().zip(&outward).filter(|(_, (_, sent))| matches!(sent, Sent::Taken));
    let markers: Vec<String> = taken.map(|((place, _), _)| delivery.marker(place)).collect();
    // One look for the reports about all messages, once it is known which ones are on their way.
    let settled = outward.iter().all(|(_, sent)| !matches!(sent, Sent::Not(gap) if gap.reason == Reason::NotAsked));
    let reports = match (&own, &delivery.inbox) {
        (Some(Ok(opened)), Some(access)) if settled && !markers.is_empty() => desk.reports(opened, access, markers),
        _ => Vec::new(),
    };
    let own = own.and_then(Result::ok);
    let places = delivery.mailboxes.iter().enumerate().zip(outward);
    places.map(|((place, mailbox), (opened, sent))| desk.follow(place, mailbox, opened, sent, &reports, own.as_ref())).collect()
}

struct Desk<'a> {
    target: &'a Target,
    delivery: &'a DeliveryTarget,
    inquiry: &'a Inquiry<'a>,
}

impl Desk<'_> {
    fn outward(&self, place: usize, mailbox: &DeliveryMailbox) -> (Option<Opened>, Sent) {
        match self.open(&mailbox.imap) {
            Err(gap) => (None, Sent::Not(gap)),
            Ok(opened) => {
                let account = self.delivery.account.as_deref();
                let pair = [self.delivery.from.as_str(), mailbox.address.as_str()];
                let sent = self.hand_in(&self.delivery.submission, account, pair, self.delivery.marker(place));
                (Some(opened), sent)
            }
        }
    }

    fn follow(
        &self,
        place: usize,
        mailbox: &DeliveryMailbox,
        opened: Option<Opened>,
        sent: Sent,
        reports: &[Letter],
        own: Option<&Opened>,
    ) -> Delivery {
        let marker = self.delivery.marker(place);
        let (returned, notices): (Vec<&Letter>, Vec<&Letter>) =
            reports.iter().filter(|r| r.marker == marker).partition(|r| crate::results::is_failure(&r.text.0));
        let outcome = match (sent, opened) {
            (Sent::Refused(reply, gap), _) => Outcome::Refused(reply, gap),
            (Sent::Not(gap), _) => Outcome::NotSent(gap),
            (Sent::Taken, None) => Outcome::Unseen(Gap { reason: Reason::NotAsked, asked: mailbox.address.clone() }),
            (Sent::Taken, Some(opened)) => match self.look(&opened, &mailbox.imap, marker.clone(), &mailbox.address) {
                Outcome::Missing(gap) | Outcome::Unseen(gap) if !returned.is_empty() => {
                    Outcome::Returned(returned[0].clone(), gap.because(Reason::Returned))
                }
                outcome => outcome,
            },
        };
        let arrived = matches!(outcome, Outcome::Arrived(..));
        let way_back = (self.delivery.reply && arrived).then(|| self.way_back(place, mailbox, own));
        Delivery { mailbox: mailbox.clone(), marker, outcome, notices: notices.into_iter().cloned().collect(), way_back }
    }

    fn way_back(&self, place: usize, mailbox: &DeliveryMailbox, own: Option<&Opened>) -> Outcome {
        let nowhere = || Gap { reason: Reason::NotAsked, asked: self.delivery.from.clone() };
        let (Some(submission), Some(opened), Some(access)) = (&mailbox.submission, own, &self.delivery.inbox) else {
            return Outcome::NotSent(nowhere());
        };
        let marker = self.delivery.reply_marker(place);
        let pair = [mailbox.address.as_str(), self.delivery.from.as_str()];
        match self.hand_in(submission, Some(&mailbox.imap.account), pair, marker.clone()) {
            Sent::Refused(reply, gap) => Outcome::Refused(reply, gap),
            Sent::Not(gap) => Outcome::NotSent(gap),
            Sent::Taken => self.look(opened, access, marker, &self.delivery.from),
        }
    }

    fn open(&self, access: &Access) -> Result<Opened, Gap> {
        let (port, security) = port_and_security(&access.server, 993);
        let mut last = None;
        for addr in addresses(&access.server.host, self.inquiry)? {
            let (sni, account) = (sni(&access.server.host), access.account.clone());
            let question = Question::Folders { addr, port, security, sni, account };
            let answer = self.inquiry.folders(&question)?;
            match &answer.folders {
                Some(folders) => return Ok(Opened { addr, folders: folders.clone() }),
                None if connected(&answer.done) => return Err(Gap::new(&question, no_entry(&answer.done))),
                None => last = Some(Gap::new(&question, no_entry(&answer.done))),
            }
        }
        Err(last.unwrap_or_else(|| Gap { reason: Reason::ConnectRefused, asked: access.server.host.to_string() }))
    }

    fn hand_in(&self, server: &Endpoint, account: Option<&str>, [from, to]: [&str; 2], marker: String) -> Sent {
        let (port, security) = port_and_security(server, 587);
        let found = match addresses(&server.host, self.inquiry) {
            Ok(found) => found,
            Err(gap) => return Sent::Not(gap),
        };
        let mut last = Gap { reason: Reason::ConnectRefused, asked: server.host.to_string() };
        for addr in found {
            let question = Question::Submission(Box::new(Submission {
                addr,
                port,
                security,
                sni: sni(&server.host),
                helo: self.target.probe_name.clone(),
                account: account.map(str::to_owned),
                from: from.to_owned(),
                to: to.to_owned(),
                marker: marker.clone(),
            }));
            let answer = match self.inquiry.smtp(&question) {
                Ok(answer) => answer,
                Err(gap) => return Sent::Not(gap),
            };
            let Some(done) = answer.tries.last() else { return Sent::Not(Gap::new(&question, Reason::Ambiguous)) };
            if connected(done) {
                return became(done, &question, account.is_some());
            }
            last = Gap::new(&question, no_entry(done));
        }
        Sent::Not(last)
    }

    /// Looks for one message; `whose` mailbox it is stands in the gap.
    fn look(&self, opened: &Opened, access: &Access, marker: String, whose: &str) -> Outcome {
        let question = self.search(opened, access, Wanted::Message, vec![marker.clone()]);
        let answer = match self.inquiry.search(&question) {
            Ok(answer) => answer,
            Err(gap) => return Outcome::Unseen(Gap { asked: format!("{whose} {}", gap.asked), ..gap }),
        };
        let found = answer.found.iter().find(|l| l.marker == marker);
        if let Some(letter) = found {
            let folder = opened.folders.iter().find(|f| f.name == letter.folder).cloned();
            return Outcome::Arrived(letter.clone(), folder.unwrap_or_else(|| Folder { name: letter.folder.clone(), flags: Vec::new() }));
        }
        if answer.polls == 0 {
            return Outcome::Unseen(Gap { reason: no_entry(&answer.done), asked: whose.to_owned() });
        }
        Outcome::Missing(Gap { reason: Reason::NotArrived, asked: whose.to_owned() })
    }

    fn reports(&self, opened: &Opened, access: &Access, markers: Vec<String>) -> Vec<Letter> {
        let question = self.search(opened, access, Wanted::Bounces, markers);
        self.inquiry.search(&question).map(|answer| answer.found.clone()).unwrap_or_default()
    }

    fn search(&self, opened: &Opened, access: &Access, wanted: Wanted, markers: Vec<String>) -> Question {
        let (port, security) = port_and_security(&access.server, 993);
        let mut names: Vec<Text> = folders::in_order(&opened.folders).into_iter().map(|f| f.name.clone()).collect();
        if !names.iter().any(|name| name.0.eq_ignore_ascii_case(b"INBOX")) {
            names.insert(0, "INBOX".into());
        }
        let (sni, account) = (sni(&access.server.host), access.account.clone());
        Question::Search(Box::new(Search {
            addr: opened.addr,
            port,
            security,
            sni,
            account,
            wanted,
            markers,
            folders: names,
            wait_s: self.delivery.wait_s,
        }))
    }
}

/// The usual port, and how TLS begins on it, where neither was said.
fn port_and_security(server: &Endpoint, usual: u16) -> (u16, Security) {
    let port = server.port.unwrap_or(match (usual, server.security) {
        (993, Some(Security::Starttls)) => 143,
        (587, Some(Security::Implicit)) => 465,
        _ => usual,
    });
    let by_port = if matches!(port, 465 | 993) { Security::Implicit } else { Security::Starttls };
    (port, server.security.unwrap_or(by_port))
}

/// RFC 6066 3: an address is never sent as the server's name.
fn sni(host: &Name) -> Option<Name> {
    host.as_str().parse::<IpAddr>().is_err().then(|| host.clone())
}

fn addresses(host: &Name, inquiry: &Inquiry<'_>) -> Result<Vec<IpAddr>, Gap> {
    if let Ok(address) = host.as_str().parse() {
        return Ok(vec![address]);
    }
    let seen = [RecordType::A, RecordType::Aaaa].map(|rtype| inquiry.dns(host, rtype));
    let found: Vec<IpAddr> = seen
        .iter()
        .flat_map(|s| s.records())
        .filter_map(|r| match r.data {
            Data::A(a) => Some(IpAddr::V4(a)),
            Data::Aaaa(a) => Some(IpAddr::V6(a)),
            _ => None,
        })
        .take(MOST_ADDRESSES)
        .collect();
    // Both are waited for, lest the first answer decide which address is asked.
    let open = seen.iter().filter_map(|s| s.gap()).find(|gap| found.is_empty() || gap.reason == Reason::NotAsked);
    open.map_or(Ok(found), |gap| Err(gap.clone()))
}

fn connected(done: &Try) -> bool {
    done.end_of(Phase::Connect) == Some(&StepEnd::Done)
}

/// Why a mailbox or a submission server let nobody in.
fn no_entry(done: &Try) -> Reason {
    if let Some(end) = done.end_of(Phase::Login) {
        return match end {
            StepEnd::Mailbox(reply) if reply.granted => by_last(done),
            StepEnd::Mailbox(_) => Reason::LoginRefused,
            StepEnd::Reply(reply) if reply.code / 100 == 5 => Reason::LoginRefused,
            StepEnd::Reply(reply) if reply.code / 100 == 4 => Reason::TemporaryRefusal,
            _ => by_last(done),
        };
    }
    match (done.end_of(Phase::Handshake), by_last(done)) {
        (Some(StepEnd::Done), Reason::Ambiguous) if readings::login::offers_password(done) == Some(false) => Reason::NoPasswordLogin,
        (Some(StepEnd::Done), Reason::Ambiguous) => Reason::CertificateUntrusted,
        // The whole dialogue was held in the clear.
        (None, Reason::Ambiguous) if done.end_of(Phase::Quit).is_some() => Reason::NoTls,
        (_, reason) => reason,
    }
}

fn by_last(done: &Try) -> Reason {
    match done.steps.last().map(|step| &step.end) {
        Some(StepEnd::Timeout) | None => Reason::Timeout,
        Some(StepEnd::ConnectRefused) => Reason::ConnectRefused,
        Some(StepEnd::Closed | StepEnd::TlsFailure(_)) => Reason::Closed,
        Some(StepEnd::Reply(reply)) if reply.code / 100 == 4 => Reason::TemporaryRefusal,
        Some(_) => Reason::Ambiguous,
    }
}

fn became(done: &Try, question: &Question, logs_in: bool) -> Sent {
    let gap = |reason| Gap::new(question, reason);
    if let Some(end) = done.end_of(Phase::Message) {
        return match end {
            StepEnd::Reply(reply) if reply.code / 100 != 2 => refused(reply, question),
            _ => Sent::Taken,
        };
    }
    for (phase, wanted) in [(Phase::Mail(Sender::Own), 2), (Phase::Rcpt(Recipient::Own), 2), (Phase::Data, 3)] {
        match done.end_of(phase) {
            Some(StepEnd::Reply(reply)) if reply.code / 100 != wanted => return refused(reply, question),
            Some(StepEnd::Reply(_)) => {}
            Some(_) => return Sent::Not(gap(by_last(done))),
            None if phase == Phase::Mail(Sender::Own) && logs_in => return Sent::Not(gap(no_entry(done))),
            None => return Sent::Not(gap(by_last(done))),
        }
    }
    Sent::Not(gap(Reason::Ambiguous))
}

fn refused(reply: &Reply, question: &Question) -> Sent {
    let reason = if reply.code / 100 == 4 { Reason::TemporaryRefusal } else { Reason::Returned };
    Sent::Refused(reply.clone(), Gap::new(question, reason))
}
