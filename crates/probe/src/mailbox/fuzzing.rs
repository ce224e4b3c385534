//! What an IMAP server may say, read as `deliver` reads it, for the fuzz target `imap`.

use super::imap::{self, Token};
use super::letters::{named, said};
use super::search::{Look, Search};
use crate::inbox::Inbox;
use facts::answer::StepEnd;
use facts::delivery::{Folder, SearchAnswer, Wanted};
use std::time::Duration;
use tokio::time::Instant;

/// Folders that are listed in `bytes`, and letters that are found in them.
///
/// # Panics
/// When a promise of the reader is broken: more octets than were sent, names that end a command early.
pub(crate) async fn responses(bytes: &[u8]) -> (Vec<Folder>, SearchAnswer) {
    let (mut inbox, mut stream, mut folders) = (Inbox::default(), bytes, Vec::new());
    let settled = std::sync::Arc::new(tokio::sync::watch::Sender::default());
    let wanted = if bytes.len().is_multiple_of(2) { Wanted::Message } else { Wanted::Bounces };
    let look = Look { wanted, markers: vec!["m01".into()], folders: Vec::new(), wait: Duration::from_secs(60), settled };
    let mut search = Search::new(look, facts::Moment::from_unix(0));
    loop {
        let heard = match imap::heard(&mut inbox, &mut stream, "a1 ", Instant::now() + Duration::from_secs(60)).await {
            Ok(heard) => heard,
            Err(StepEnd::Closed | StepEnd::Endless | StepEnd::Garbage(_)) => break,
            Err(other) => panic!("bytes that are all there end as {other:?}"),
        };
        let octets = heard.untagged.iter().flatten().filter_map(Token::octets).map(<[u8]>::len).sum::<usize>();
        assert!(octets + heard.last.len() <= bytes.len(), "{octets} octets read from {}", bytes.len());
        let numbers = heard.numbers();
        assert!(numbers.is_sorted() && numbers.len() <= 1_000, "{} numbers", numbers.len());
        for folder in named(&heard) {
            let command = said(&folder.name);
            assert!(command.is_none_or(|c| !c.contains(['\r', '\n', '\0'])), "{folder:?}");
            folders.push(folder);
        }
        heard.untagged.iter().for_each(|tokens| search.keep(tokens, &"INBOX".into()));
    }
    (folders, search.answer)
}
