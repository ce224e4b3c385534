//! Folders of a mailbox, behind a log-in. Reads without a trace: EXAMINE and BODY.PEEK alone are said in `search`.

use super::imap::{self, Heard, Token};
use super::{Call, Line, Talk};
use crate::turns::Turns;
use crate::way::Way;
use crate::wire::Wire;
use facts::answer::{Phase, StepEnd, Text};
use facts::delivery::{Folder, FoldersAnswer};
use facts::{Answer, WhyNot};
use std::net::IpAddr;
use tokio::time::Instant;

/// Folders of one mailbox that are listed.
const MOST_FOLDERS: usize = 200;
/// Octets of a folder's name, and of one of its attributes, that are kept; attributes of one folder.
const LONGEST_NAME: usize = 512;
const LONGEST_FLAG: usize = 64;
const MOST_FLAGS: usize = 16;

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

impl Talk {
    /// Connects, and logs in: the turn at the server ends there, since others wait for it. `None` where nobody is let in.
    pub(super) async fn visit(&mut self, turns: &Turns, addr: IpAddr, call: &Call) -> Result<Option<Line>, WhyNot> {
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

    pub(super) async fn listed(&mut self, line: &mut Line) -> Option<Vec<Folder>> {
        let begun = Instant::now();
        let heard = match self.list(line).await {
            Ok(heard) => heard,
            Err(end) => {
                self.way.step(Phase::Folders, end, begun);
                return None;
            }
        };
        self.way.step(Phase::Folders, StepEnd::Done, begun);
        heard.granted.then(|| named(&heard))
    }

    /// Asks for the attributes of folders where the server tells them only then; plainly where it thinks better of it.
    async fn list(&mut self, line: &mut Line) -> Result<Heard, StepEnd> {
        // Many servers offer more behind the log-in than before.
        let offered = self.ask(line, "CAPABILITY").await?;
        let offers = |wanted: &str| offered.untagged.iter().flatten().any(|token| token.is(wanted));
        let told = if offers("SPECIAL-USE") || offers("IMAP4rev2") {
            Some("LIST \"\" \"*\" RETURN (SPECIAL-USE)")
        } else if offers("XLIST") {
            Some("XLIST \"\" \"*\"")
        } else {
            None
        };
        if let Some(command) = told {
            let heard = self.ask(line, command).await?;
            if heard.granted && !named(&heard).is_empty() {
                return Ok(heard);
            }
        }
        self.ask(line, "LIST \"\" \"*\"").await
    }

    /// Says a command and reads all that comes to it.
    pub(super) async fn ask(&mut self, line: &mut Line, command: &str) -> Result<Heard, StepEnd> {
        let (deadline, tag) = (self.way.until(self.way.limits.command), self.tag());
        match self.send(line, &format!("{tag}{command}"), deadline).await {
            Some(end) => Err(end),
            None => imap::heard(&mut line.inbox, &mut line.wire, &tag, deadline).await,
        }
    }
}

/// The folders that are listed, in bounded number and length.
pub(super) fn named(heard: &Heard) -> Vec<Folder> {
    heard.untagged.iter().filter_map(|tokens| folder(tokens)).take(MOST_FOLDERS).collect()
}

/// `LIST (flags) delimiter name`; Gmail's older form says XLIST.
fn folder(tokens: &[Token]) -> Option<Folder> {
    let [list, Token::Open, rest @ ..] = tokens else { return None };
    let close = rest.iter().position(|t| *t == Token::Close).filter(|_| list.is("LIST") || list.is("XLIST"))?;
    let name = rest.get(close + 2)?.octets()?;
    let cut = |octets: &[u8]| String::from_utf8_lossy(&octets[..octets.len().min(LONGEST_FLAG)]).into_owned();
    let flags = rest[..close].iter().filter_map(|token| token.octets().map(cut)).take(MOST_FLAGS).collect();
    Some(Folder { name: Text(name[..name.len().min(LONGEST_NAME)].to_vec()), flags })
}

/// The name as a quoted string; `None` for one that cannot be said on one line.
pub(super) fn said(folder: &Text) -> Option<String> {
    let text = std::str::from_utf8(&folder.0).ok()?;
    let fits = !text.is_empty() && !text.chars().any(char::is_control);
    fits.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

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
