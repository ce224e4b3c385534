//! Looking through folders again and again for test messages and reports about them. Reads without a trace: EXAMINE and
//! BODY.PEEK alone.

use super::imap::Token;
use super::letter::{holds, is_final, message_id, own_marker};
use super::letters::said;
use super::{Call, Line, Talk};
use crate::turns::Turns;
use crate::way::Way;
use facts::answer::{Phase, StepEnd, Text};
use facts::delivery::{Letter, MARKER_FIELD, MOST_LETTER, SearchAnswer, Wanted};
use facts::{Answer, Moment};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Messages that are fetched at once.
const PAGE: usize = 10;
/// Messages of one folder that one look fetches, the newest of those that came since the day before.
const MOST_NEW: usize = 100;
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

/// Looks again and again, over one connection, until something is found or the wait is over.
pub(crate) async fn search(turns: Turns, addr: IpAddr, call: Call, look: Look) -> Answer {
    let mut search = Search::new(look, crate::now());
    for _ in 0..MOST_CONNECTIONS {
        let way = Way {
            deadline: search.begun + search.look.wait + turns.limits().longest_dialogue(),
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

pub(super) struct Search {
    look: Look,
    begun: Instant,
    /// The day before, as SEARCH writes dates.
    since: String,
    seen: BTreeMap<Text, Seen>,
    pub(super) answer: SearchAnswer,
}

/// A folder at the last look.
#[derive(Default)]
struct Seen {
    /// How many messages it held, and which number the next one would get.
    state: (u32, Option<u32>),
    /// Numbers (UIDs) of the messages that were fetched.
    fetched: BTreeSet<u32>,
}

impl Search {
    pub(super) fn new(look: Look, now: Moment) -> Self {
        let (begun, since) = (Instant::now(), day_before(now));
        Self { look, begun, since, seen: BTreeMap::new(), answer: SearchAnswer::default() }
    }

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

    /// One look at a folder: by the server's own search, then at the newest and at all that came since the day before, since
    /// some servers search an index that lags behind, or no fields that they do not know, and a number says nothing of age.
    pub(super) async fn folder(&mut self, talk: &mut Talk, line: &mut Line, folder: &Text) -> Result<(), StepEnd> {
        let Some(name) = said(folder) else { return Ok(()) };
        let opened = talk.ask(line, &format!("EXAMINE {name}")).await?;
        if !opened.granted {
            return Ok(());
        }
        let count = opened.untagged.iter().find(|t| t.get(1).is_some_and(|t| t.is("EXISTS"))).and_then(|t| t[0].number()).unwrap_or(0);
        let next = opened.untagged.iter().flatten().find_map(Token::next_number);
        let before = self.seen.insert(folder.clone(), Seen::default());
        let is_new = before.as_ref().is_none_or(|before| before.state != (count, next));
        let seen = Seen { state: (count, next), fetched: before.map(|before| before.fetched).unwrap_or_default() };
        self.seen.insert(folder.clone(), seen);
        if self.look.wanted == Wanted::Message {
            for marker in self.look.markers.clone() {
                let by_header = format!("UID SEARCH OR HEADER Message-ID {marker} HEADER {MARKER_FIELD} {marker}");
                let found = talk.ask(line, &by_header).await?.numbers();
                if let Some(newest) = found.last().filter(|n| !self.has_fetched(folder, **n)) {
                    self.fetch(talk, line, folder, &format!("UID FETCH {newest}")).await?;
                }
            }
        }
        if count > 0 && is_new && !self.is_over() {
            let first = count.saturating_sub(PAGE as u32 - 1).max(1);
            self.fetch(talk, line, folder, &format!("FETCH {first}:{count}")).await?;
            self.recent(talk, line, folder).await?;
        }
        Ok(())
    }

    /// All that came since the day before and was not fetched yet, the newest first, page by page.
    async fn recent(&mut self, talk: &mut Talk, line: &mut Line, folder: &Text) -> Result<(), StepEnd> {
        let found = talk.ask(line, &format!("UID SEARCH SINCE {}", self.since)).await?;
        let new: Vec<u32> = found.numbers().into_iter().rev().filter(|n| !self.has_fetched(folder, *n)).take(MOST_NEW).collect();
        for page in new.chunks(PAGE) {
            if self.is_over() {
                break;
            }
            let set = page.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
            self.fetch(talk, line, folder, &format!("UID FETCH {set}")).await?;
        }
        Ok(())
    }

    fn has_fetched(&self, folder: &Text, number: u32) -> bool {
        self.seen.get(folder).is_some_and(|seen| seen.fetched.contains(&number))
    }

    async fn fetch(&mut self, talk: &mut Talk, line: &mut Line, folder: &Text, command: &str) -> Result<(), StepEnd> {
        let section = if self.look.wanted == Wanted::Message { "HEADER" } else { "" };
        let heard = talk.ask(line, &format!("{command} (UID INTERNALDATE BODY.PEEK[{section}]<0.{MOST_LETTER}>)")).await?;
        for tokens in &heard.untagged {
            self.keep(tokens, folder);
        }
        Ok(())
    }

    /// Keeps a message that bears or quotes one of the markers, once.
    pub(super) fn keep(&mut self, tokens: &[Token], folder: &Text) {
        let behind = |name: &str| {
            let at = tokens.iter().position(|t| matches!(t, Token::Atom(a) if a.to_ascii_uppercase().starts_with(name.as_bytes())))?;
            tokens.get(at + 1)
        };
        let Some(text) = behind("BODY[").and_then(Token::octets) else { return };
        if let (Some(number), Some(seen)) = (behind("UID").and_then(Token::number), self.seen.get_mut(folder)) {
            seen.fetched.insert(number);
        }
        let text = &text[..text.len().min(MOST_LETTER)];
        let own = own_marker(text);
        let marker = self.look.markers.iter().find(|marker| match self.look.wanted {
            Wanted::Message => {
                own == Some(marker.as_bytes()) || (own.is_none() && holds(message_id(text).unwrap_or_default(), marker.as_bytes()))
            }
            Wanted::Bounces => own.is_none() && holds(text, marker.as_bytes()),
        });
        let Some(marker) = marker.cloned() else { return };
        let taken_in = behind("INTERNALDATE").and_then(Token::octets);
        let taken_in = taken_in.map(|t| String::from_utf8_lossy(&t[..t.len().min(64)]).into_owned()).unwrap_or_default();
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

/// `22-Nov-2026` (RFC 9051 9): SEARCH knows days without a zone of time, so that today's could begin too late.
fn day_before(now: Moment) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = Moment::from_unix(now.unix() - 86_400).to_string();
    let mut parts = text.split(['-', 'T']);
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let month = month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).unwrap_or(&"Jan");
    format!("{day}-{month}-{year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_as_search_writes_it() {
        let of = |text| Moment::parse(text).map(day_before);
        assert_eq!(of("2026-11-23T12:00:00Z").as_deref(), Some("22-Nov-2026"));
        assert_eq!(of("2024-03-01T00:00:00Z").as_deref(), Some("29-Feb-2024"));
        assert_eq!(of("2026-01-01T23:59:59Z").as_deref(), Some("31-Dec-2025"));
    }
}
