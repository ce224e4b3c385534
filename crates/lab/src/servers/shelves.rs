//! The folders of a scripted IMAP server as one client reads them: LIST, EXAMINE, UID SEARCH, FETCH. Nothing is changed.

use crate::counts::{Counts, Received};
use facts::fixture::server::{Arrival, Server, Shelf};
use std::time::Instant;

/// The commands that are answered here where no script answers them.
const KNOWN: [&str; 4] = ["LIST", "EXAMINE", "UID", "FETCH"];
/// Where no other time is scripted.
const TAKEN_IN: &str = "23-Nov-2026 12:00:00 +0000";

pub(super) struct Reader {
    begun: Instant,
    open: Option<usize>,
    /// The marker of the last search.
    marker: Option<String>,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), open: None, marker: None }
    }

    /// The answer to a client's `line`; `None` for what is not read here.
    pub(super) fn answer(&mut self, server: &Server, counts: &Counts, line: &str) -> Option<Vec<u8>> {
        let (tag, rest) = line.split_once(' ')?;
        let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        if !KNOWN.contains(&verb.to_ascii_uppercase().as_str()) {
            return None;
        }
        let mut out = Vec::new();
        let granted = match verb.to_ascii_uppercase().as_str() {
            "LIST" => {
                for shelf in &server.shelves {
                    let (flags, name) = (shelf.folder.flags.join(" "), &shelf.folder.name.0);
                    out.extend_from_slice(format!("* LIST ({flags}) \"/\" \"{}\"\r\n", String::from_utf8_lossy(name)).as_bytes());
                }
                true
            }
            "EXAMINE" => self.examine(server, rest, &mut out),
            "FETCH" => self.fetch(server, counts, rest, &mut out),
            _ => match rest.split_once(' ') {
                Some(("SEARCH", criteria)) => self.search(server, counts, criteria, &mut out),
                Some(("FETCH", rest)) => self.fetch(server, counts, rest, &mut out),
                _ => false,
            },
        };
        out.extend_from_slice(format!("{tag} {} done\r\n", if granted { "OK" } else { "NO" }).as_bytes());
        Some(out)
    }

    fn examine(&mut self, server: &Server, name: &str, out: &mut Vec<u8>) -> bool {
        let name = name.trim().trim_matches('"');
        self.open = server.shelves.iter().position(|s| s.folder.name.0 == name.as_bytes());
        let Some(shelf) = self.open.and_then(|at| server.shelves.get(at)) else { return false };
        out.extend_from_slice(format!("* {} EXISTS\r\n", self.arrived(shelf).count()).as_bytes());
        true
    }

    fn search(&mut self, server: &Server, counts: &Counts, criteria: &str, out: &mut Vec<u8>) -> bool {
        let Some(shelf) = self.open.and_then(|at| server.shelves.get(at)) else { return false };
        if criteria.starts_with("SINCE ") {
            let all: String = (1..=self.arrived(shelf).count()).map(|number| format!(" {number}")).collect();
            out.extend_from_slice(format!("* SEARCH{all}\r\n").as_bytes());
            return true;
        }
        self.marker = criteria.split(' ').next_back().map(str::to_owned);
        let wanted = format!("X-Mailaudit-Delivery: {}\r\n", self.marker.clone().unwrap_or_default());
        let hits = self.arrived(shelf).enumerate().filter(|(_, letter)| self.text(letter, counts).contains(&wanted));
        let hits: String = hits.map(|(at, _)| format!(" {}", at + 1)).collect();
        out.extend_from_slice(format!("* SEARCH{hits}\r\n").as_bytes());
        true
    }

    fn fetch(&self, server: &Server, counts: &Counts, rest: &str, out: &mut Vec<u8>) -> bool {
        let Some(shelf) = self.open.and_then(|at| server.shelves.get(at)) else { return false };
        let Some((set, items)) = rest.split_once(' ') else { return false };
        let holds = |number: usize| {
            set.split(',').any(|part| {
                let (first, last) = part.split_once(':').unwrap_or((part, part));
                matches!((first.parse::<usize>(), last.parse::<usize>()), (Ok(first), Ok(last)) if (first..=last).contains(&number))
            })
        };
        for (at, letter) in self.arrived(shelf).enumerate().filter(|(at, _)| holds(at + 1)) {
            let whole = self.text(letter, counts);
            let header = whole.find("\r\n\r\n").map_or(whole.as_str(), |end| &whole[..end + 4]);
            let (section, text) = if items.contains("BODY.PEEK[HEADER]") { ("HEADER", header) } else { ("", whole.as_str()) };
            let number = at + 1;
            let head = format!("* {number} FETCH (UID {number} INTERNALDATE \"{TAKEN_IN}\" BODY[{section}]<0> {{{}}}\r\n", text.len());
            out.extend_from_slice(format!("{head}{text})\r\n").as_bytes());
        }
        true
    }

    fn arrived<'s>(&self, shelf: &'s Shelf) -> impl Iterator<Item = &'s Arrival> {
        let elapsed = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        shelf.letters.iter().filter(move |l| l.after_ms <= elapsed)
    }

    /// With the marker that was searched for, else that of the message to somebody whom the letter names.
    fn text(&self, letter: &Arrival, counts: &Counts) -> String {
        let named = |message: &Received| letter.text.contains(&message.to).then(|| message.marker()).flatten();
        let received = || counts.received().iter().rev().find_map(named);
        letter.marked(&self.marker.clone().or_else(received).unwrap_or_else(|| "no-marker".into()))
    }
}
