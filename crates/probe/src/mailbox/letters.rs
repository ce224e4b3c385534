//! Folders of a mailbox, and test messages and reports in them. Reads without a trace: EXAMINE and BODY.PEEK alone.

use super::imap::{self, Heard, Token};
use super::{Call, Line, Talk};
use crate::turns::Turns;
use crate::way::Way;
use crate::wire::Wire;
use facts::answer::{Phase, StepEnd, Text};
use facts::delivery::{Folder, FoldersAnswer, Letter, MARKER_FIELD, MOST_LETTER, SearchAnswer, Wanted};
use facts::{Answer, WhyNot};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Folders of one mailbox that are listed.
const MOST_FOLDERS: usize = 200;
/// The newest messages of a folder that are looked at beside those that the server's search finds.
const NEWEST: u32 = 10;
/// Letters that one search keeps.
const MOST_LETTERS: usize = 40;
/// Connections that one search makes, the first one included.
const MOST_CONNECTIONS: usize = 4;
/// Seconds between two looks, and then the last of them.
const PAUSES: [u64; 7] = [1, 1, 2, 3, 5, 8, 10];

/// Markers of messages that are not on their way any more; shared by all searches of a run.
pub(crate) type Settled = Arc<watch::Sender<BTreeSet<String>>>;

/// What is looked for, and for how long.
pub(crate) struct Look {
    pub(crate) wanted: Wanted,
    pub(crate) markers: Vec<String>,
    pub(crate) folders: Vec<Text>,
    pub(crate) wait: Duration,
    pub(crate) settled: Settled,
}

/// The folders of a mailbox.
pub(crate) async fn folders(turns: Turns, addr: IpAddr, call: Call) -> Answer {
    let mut talk = Talk::new(Way::new(call.to, call.sni.clone(), turns.limits()), call.protocol);
    let folders = match talk.visit(&turns, addr, &call).await {
        Err(why) => return Answer::NotAsked(why),
        Ok(None) => None,
        Ok(Some(mut line)) => {
            let folders = talk.listed(&mut line).await;
            talk.farewell(&mut line).await;
            folders
        }
    };
    Answer::Folders(FoldersAnswer { done: talk.way.done, folders })
}

/// Looks again and again, over one connection, until something is found or the wait is over.
pub(crate) async fn search(turns: Turns, addr: IpAddr, call: Call, look: Look) -> Answer {
    let begun = Instant::now();
    let mut search = Search { look, begun, seen: BTreeMap::new(), answer: SearchAnswer::default() };
    for _ in 0..MOST_CONNECTIONS {
        let way = Way {
            deadline: begun + search.look.wait + turns.limits().longest_dialogue(),
            ..Way::new(call.to, call.sni.clone(), turns.limits())
        };
        let mut talk = Talk::new(way, call.protocol);
        let ended = match talk.visit(&turns, addr, &call).await {
            Err(why) => return Answer::NotAsked(why),
            Ok(None) => false,
            Ok(Some(mut line)) => {
                let ended = search.until_found(&mut talk, &mut line).await;
                if ended {
                    talk.farewell(&mut line).await;
                }
                ended
            }
        };
        // A log-in that is refused is not asked for again: some servers lock the account.
        let refused = talk.way.done.end_of(Phase::Login).is_none_or(|end| !matches!(end, StepEnd::Mailbox(reply) if reply.granted));
        search.answer.done = talk.way.done;
        if ended || refused || search.is_over() {
            break;
        }
        sleep_until((Instant::now() + Duration::from_secs(2)).min(search.end())).await;
    }
    search.answer.waited_ms = search.elapsed_ms();
    Answer::Search(search.answer)
}

impl Talk {
    /// Connects, and logs in: the turn at the server ends there, since others wait for it. `None` where nobody is let in.
    async fn visit(&mut self, turns: &Turns, addr: IpAddr, call: &Call) -> Result<Option<Line>, WhyNot> {
        let mut turn = turns.at(addr).await?;
        let Some(stream) = self.way.connect().await? else { return Ok(None) };
        let mut line = self.enter(call, stream).await;
        turn.note(&self.way.done);
        let granted = matches!(self.way.done.end_of(Phase::Login), Some(StepEnd::Mailbox(reply)) if reply.granted);
        if let Some(line) = line.as_mut().filter(|_| !granted) {
            self.farewell(line).await;
        }
        Ok(line.filter(|line| granted && matches!(line.wire, Wire::Tls(_))))
    }

    async fn listed(&mut self, line: &mut Line) -> Option<Vec<Folder>> {
        let begun = Instant::now();
        let heard = match self.ask(line, "LIST \"\" \"*\"").await {
            Ok(heard) => heard,
            Err(end) => {
                self.way.step(Phase::Folders, end, begun);
                return None;
            }
        };
        self.way.step(Phase::Folders, StepEnd::Done, begun);
        let folders = heard.untagged.iter().filter_map(|tokens| folder(tokens)).take(MOST_FOLDERS).collect();
        heard.granted.then_some(folders)
    }

    /// Says a command and reads all that comes to it.
    async fn ask(&mut self, line: &mut Line, command: &str) -> Result<Heard, StepEnd> {
        let (deadline, tag) = (self.way.until(self.way.limits.command), self.tag());
        match self.send(line, &format!("{tag}{command}"), deadline).await {
            Some(end) => Err(end),
            None => imap::heard(&mut line.inbox, &mut line.wire, &tag, deadline).await,
        }
    }
}

/// `LIST (flags) delimiter name`.
fn folder(tokens: &[Token]) -> Option<Folder> {
    let [list, Token::Open, rest @ ..] = tokens else { return None };
    let close = rest.iter().position(|t| *t == Token::Close).filter(|_| list.is("LIST"))?;
    let name = rest.get(close + 2)?.octets()?;
    let text = |token: &Token| token.octets().map(|octets| String::from_utf8_lossy(&octets[..octets.len().min(64)]).into_owned());
    Some(Folder { name: Text(name[..name.len().min(512)].to_vec()), flags: rest[..close].iter().filter_map(text).take(16).collect() })
}

struct Search {
    look: Look,
    begun: Instant,
    /// How many messages each folder held at the last look.
    seen: BTreeMap<Text, u32>,
    answer: SearchAnswer,
}

impl Search {
    /// True where looking has come to its end, false where the connection has.
    async fn until_found(&mut self, talk: &mut Talk, line: &mut Line) -> bool {
        let begun = Instant::now();
        let mut settled = self.look.settled.subscribe();
        for turn in 0_usize.. {
            for folder in self.look.folders.clone() {
                if let Err(end) = self.folder(talk, line, &folder).await {
                    talk.way.step(Phase::Search, end, begun);
                    return false;
                }
                if self.is_over() {
                    break;
                }
            }
            self.answer.polls += 1;
            if self.is_over() {
                break;
            }
            let pause = PAUSES.get(turn).or(PAUSES.last()).copied().unwrap_or(10);
            tokio::select! {
                () = sleep_until((Instant::now() + Duration::from_secs(pause)).min(self.end())) => {}
                _ = settled.changed() => {}
            }
            // The last look comes at the end of the wait, unless all is settled.
            if self.is_settled() {
                break;
            }
        }
        talk.way.step(Phase::Search, StepEnd::Done, begun);
        true
    }

    async fn folder(&mut self, talk: &mut Talk, line: &mut Line, folder: &Text) -> Result<(), StepEnd> {
        let Some(name) = said(folder) else { return Ok(()) };
        let opened = talk.ask(line, &format!("EXAMINE {name}")).await?;
        if !opened.granted {
            return Ok(());
        }
        let count = opened.untagged.iter().find(|t| t.get(1).is_some_and(|t| t.is("EXISTS"))).and_then(|t| t[0].number()).unwrap_or(0);
        let before = self.seen.insert(folder.clone(), count);
        if self.look.wanted == Wanted::Message {
            for marker in self.look.markers.clone() {
                let found = talk.ask(line, &format!("UID SEARCH OR HEADER Message-ID {marker} HEADER {MARKER_FIELD} {marker}")).await?;
                let numbers =
                    found.untagged.iter().filter(|t| t.first().is_some_and(|t| t.is("SEARCH"))).flatten().filter_map(Token::number);
                if let Some(newest) = numbers.max() {
                    self.fetch(talk, line, folder, &format!("UID FETCH {newest}")).await?;
                }
            }
        }
        // Some servers search an index that lags behind, or no fields that they do not know.
        if count > 0 && before != Some(count) && !self.is_over() {
            let first = count.saturating_sub(NEWEST - 1).max(1);
            self.fetch(talk, line, folder, &format!("FETCH {first}:{count}")).await?;
        }
        Ok(())
    }

    async fn fetch(&mut self, talk: &mut Talk, line: &mut Line, folder: &Text, command: &str) -> Result<(), StepEnd> {
        let section = if self.look.wanted == Wanted::Message { "HEADER" } else { "" };
        let heard = talk.ask(line, &format!("{command} (INTERNALDATE BODY.PEEK[{section}]<0.{MOST_LETTER}>)")).await?;
        for tokens in &heard.untagged {
            self.keep(tokens, folder);
        }
        Ok(())
    }

    /// Keeps a message that bears or quotes one of the markers, once.
    fn keep(&mut self, tokens: &[Token], folder: &Text) {
        let behind = |name: &str| {
            let at = tokens.iter().position(|t| matches!(t, Token::Atom(a) if a.to_ascii_uppercase().starts_with(name.as_bytes())))?;
            tokens.get(at + 1)?.octets()
        };
        let Some(text) = behind("BODY[") else { return };
        let text = &text[..text.len().min(MOST_LETTER)];
        let own = own_marker(text);
        let marker = self.look.markers.iter().find(|marker| match self.look.wanted {
            Wanted::Message => {
                own == Some(marker.as_bytes()) || (own.is_none() && holds(message_id(text).unwrap_or_default(), marker.as_bytes()))
            }
            Wanted::Bounces => own.is_none() && holds(text, marker.as_bytes()),
        });
        let Some(marker) = marker.cloned() else { return };
        let taken_in = behind("INTERNALDATE").map(|t| String::from_utf8_lossy(&t[..t.len().min(64)]).into_owned()).unwrap_or_default();
        let letter =
            Letter { marker: marker.clone(), folder: folder.clone(), after_ms: self.elapsed_ms(), taken_in, text: Text(text.to_vec()) };
        let same = |other: &Letter| other.text == letter.text;
        if self.answer.found.len() == MOST_LETTERS || self.answer.found.iter().any(same) {
            return;
        }
        if self.look.wanted == Wanted::Message || is_final(text) {
            self.look.settled.send_if_modified(|settled| settled.insert(marker));
        }
        self.answer.found.push(letter);
    }

    fn is_settled(&self) -> bool {
        let settled = self.look.settled.borrow();
        self.look.markers.iter().all(|marker| settled.contains(marker))
    }

    /// A message is the only one of its kind: with it, looking is over.
    fn is_over(&self) -> bool {
        Instant::now() >= self.end() || self.is_settled()
    }

    fn end(&self) -> Instant {
        self.begun + self.look.wait
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The name as a quoted string; `None` for one that cannot be said on one line.
fn said(folder: &Text) -> Option<String> {
    let text = std::str::from_utf8(&folder.0).ok()?;
    let fits = !text.is_empty() && !text.chars().any(char::is_control);
    fits.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// The value of the marker's field in the message's own header.
fn own_marker(text: &[u8]) -> Option<&[u8]> {
    field(text, MARKER_FIELD.as_bytes())
}

fn message_id(text: &[u8]) -> Option<&[u8]> {
    field(text, b"message-id")
}

/// The first line of a field's value, up to the end of the header.
fn field<'t>(text: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end).take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_at_checked(name.len())).find_map(|(head, rest)| {
        let value = rest.strip_prefix(b":")?;
        head.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
    })
}

/// Whether a report ends the way of its message (RFC 3464 2.3.3): a notice of delay does not.
fn is_final(text: &[u8]) -> bool {
    let text = text.to_ascii_lowercase();
    let from_daemon = field(&text, b"from").is_some_and(|from| holds(from, b"mailer-daemon") || holds(from, b"postmaster"));
    holds(&text, b"action: failed") || (from_daemon && !holds(&text, b"action: delayed"))
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_counts_in_the_messages_own_header() {
        let text = b"Subject: x\r\nx-mailaudit-delivery:  m01 \r\n\r\nMessage-ID: <m02.mailaudit@example.com>\r\n";
        assert_eq!(own_marker(text), Some(&b"m01"[..]));
        assert_eq!(message_id(text), None);
    }

    #[test]
    fn only_a_failure_ends_the_way() {
        assert!(is_final(b"From: x\r\n\r\nAction: failed\r\n"));
        assert!(is_final(b"From: MAILER-DAEMON@example.com\r\n\r\nI'm afraid I wasn't able to deliver\r\n"));
        assert!(!is_final(b"From: MAILER-DAEMON@example.com\r\n\r\nAction: delayed\r\n"));
        assert!(!is_final(b"From: anna@example.net\r\n\r\nOut of office\r\n"));
    }

    #[test]
    fn folders_as_servers_list_them() {
        let atom = |text: &str| Token::Atom(text.as_bytes().to_vec());
        let text = |text: &str| Token::Text(text.as_bytes().to_vec());
        let listed = [atom("LIST"), Token::Open, atom("\\Junk"), Token::Close, text("/"), text("Spam \"x\"")];
        let found = folder(&listed).unwrap_or_default();
        assert_eq!((found.name, found.flags), ("Spam \"x\"".into(), vec!["\\Junk".to_owned()]));
        assert!(folder(&listed[..5]).is_none() && folder(&[atom("LSUB"), Token::Open, Token::Close]).is_none());
        assert_eq!(said(&"a\"b".into()).as_deref(), Some("\"a\\\"b\""));
        assert_eq!(said(&"a\r\nb".into()), None);
    }
}
