//! The message taken apart: what its header says, what its parts hold. Owned data, made once for each message.

use crate::html::Page;
use crate::mime::{self, Content};
use crate::received::{self, Hop};
use facts::{MessageTarget, Moment, Name};
use mail_parser::{Address, DateTime, HeaderName, HeaderValue, Message, MessageParser};
use records::mail::{LineEnds, Parts};
use records::signature::{Kind, SignatureField};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// At most so many mailboxes are kept of one field.
const MOST_MAILBOXES: usize = 1_000;
/// At most so many signature fields of one kind are read; as many are verified.
const MOST_SIGNATURES: usize = 50;

/// One mailbox of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name; empty without one.
    pub name: String,
    /// `local@domain`, as written.
    pub address: String,
    /// The domain, where it is one that the DNS can hold.
    pub domain: Option<Name>,
}

/// A message.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// How often each field stands there, by its name in lower case.
    pub counts: BTreeMap<String, usize>,
    /// All mailboxes of all From fields, groups opened.
    pub from: Vec<Mailbox>,
    /// Of Sender.
    pub sender: Vec<Mailbox>,
    /// Of Reply-To.
    pub reply_to: Vec<Mailbox>,
    /// Of To and Cc.
    pub recipients: Vec<Mailbox>,
    /// The topmost Return-Path without its brackets; an empty one is the null sender.
    pub return_path: Option<String>,
    /// The first Subject, decoded.
    pub subject: Option<String>,
    /// The first Date.
    pub date: Option<Moment>,
    /// Values of Message-ID, as written.
    pub message_ids: Vec<String>,
    /// Whether In-Reply-To or References stands there.
    pub refers: bool,
    /// Received, from the top.
    pub hops: Vec<Hop>,
    /// The first of some fields that decide what kind of mail it is, by lower-case name, unfolded.
    pub values: BTreeMap<String, String>,
    /// DKIM-Signature, from the top.
    pub dkim: Vec<SignatureField>,
    /// ARC-Message-Signature, from the top.
    pub arc: Vec<SignatureField>,
    /// ARC-Seal, from the top.
    pub seals: Vec<SignatureField>,
    /// Instances of ARC-Authentication-Results, from the top; 0 where it cannot be read.
    pub arc_results: Vec<u32>,
    /// Signature fields beyond those that are read.
    pub left_out: usize,
    /// Line ends as stored.
    pub ends: LineEnds,
    /// Octets of the longest line, without its end.
    pub longest_line: usize,
    /// Octets of the message as it is sent.
    pub size: usize,
    /// Fields with octets beyond ASCII that nothing declares.
    pub raw_fields: Vec<String>,
    /// What the parts hold.
    pub content: Content,
}

thread_local! {
    /// The message read last: planners read the same one at every step.
    static LAST: RefCell<Option<(String, Rc<Letter>)>> = const { RefCell::new(None) };
}

impl Letter {
    /// Takes a message apart; kept for the next time.
    #[must_use]
    pub fn of(message: &MessageTarget) -> Rc<Self> {
        let kept = LAST.with_borrow(|last| last.as_ref().filter(|(digest, _)| *digest == message.digest).map(|(_, l)| Rc::clone(l)));
        kept.unwrap_or_else(|| {
            let letter = Rc::new(Self::read(&message.raw.0));
            LAST.with_borrow_mut(|last| *last = Some((message.digest.clone(), Rc::clone(&letter))));
            letter
        })
    }

    /// Takes octets apart; anything is read somehow.
    #[must_use]
    pub fn read(stored: &[u8]) -> Self {
        let sent = records::mail::as_sent(stored);
        let parts = Parts::of(&sent);
        let mut letter = Letter { size: sent.len(), ends: LineEnds::of(&sent), longest_line: longest_line(&sent), ..Self::default() };
        letter.take_fields(&parts);
        if let Some(message) = MessageParser::new().parse(&*sent) {
            letter.take_header(&message);
            letter.content = mime::read(&message, &sent);
        }
        letter
    }

    /// Whether a field of this name (lower case) stands there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.counts.contains_key(name)
    }

    /// The first field of this name, unfolded; of a few names alone.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The domains of From, in order, each once.
    #[must_use]
    pub fn from_domains(&self) -> Vec<&Name> {
        let mut domains: Vec<&Name> = Vec::new();
        for domain in self.from.iter().filter_map(|m| m.domain.as_ref()) {
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        domains
    }

    /// The HTML part, where there is one.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        self.content.page.as_ref()
    }

    fn take_fields(&mut self, parts: &Parts<'_>) {
        let international = parts.named("received").any(|f| f.value.windows(8).any(|w| w == b"UTF8SMTP"));
        for field in &parts.fields {
            let name = String::from_utf8_lossy(field.name).to_ascii_lowercase();
            *self.counts.entry(name.clone()).or_default() += 1;
            // UTF-8 in a header is declared by the transmission alone (RFC 6532, RFC 6531 4.3).
            let declared = international && std::str::from_utf8(field.value).is_ok();
            if !field.value.is_ascii() && !declared {
                self.raw_fields.push(name.clone());
            }
            let text = unfold(field.value);
            match name.as_str() {
                "dkim-signature" if self.dkim.len() < MOST_SIGNATURES => self.dkim.push(SignatureField::parse(Kind::Dkim, field.value)),
                "arc-message-signature" if self.arc.len() <= MOST_SIGNATURES => {
                    self.arc.push(SignatureField::parse(Kind::ArcMessage, field.value));
                }
                "arc-seal" if self.seals.len() <= MOST_SIGNATURES => self.seals.push(SignatureField::parse(Kind::ArcSeal, field.value)),
                "arc-authentication-results" if self.arc_results.len() <= MOST_SIGNATURES => {
                    let list = records::tags::TagList::parse(&field.value[..field.value.len().min(200)]);
                    self.arc_results.push(list.first("i").and_then(|i| i.value.parse().ok()).unwrap_or(0));
                }
                "dkim-signature" => self.left_out += 1,
                "message-id" => self.message_ids.push(text),
                "in-reply-to" | "references" => self.refers = true,
                "return-path" => self.return_path = self.return_path.take().or_else(|| Some(bare_path(&text))),
                "received" if self.hops.len() < received::MOST_HOPS => self.hops.push(received::read(&text)),
                "list-unsubscribe"
                | "list-unsubscribe-post"
                | "list-id"
                | "precedence"
                | "feedback-id"
                | "cfbl-address"
                | "auto-submitted"
                | "date"
                | "subject" => drop(self.values.entry(name).or_insert(text)),
                _ => {}
            }
        }
    }

    fn take_header(&mut self, message: &Message<'_>) {
        for header in message.headers() {
            let mailboxes = match &header.name {
                HeaderName::From => &mut self.from,
                HeaderName::Sender => &mut self.sender,
                HeaderName::ReplyTo => &mut self.reply_to,
                HeaderName::To | HeaderName::Cc => &mut self.recipients,
                HeaderName::Subject if self.subject.is_none() => {
                    self.subject = Some(header.value.as_text().unwrap_or_default().to_owned());
                    continue;
                }
                HeaderName::Date if self.date.is_none() => {
                    self.date = header.value.as_datetime().and_then(moment).or_else(|| with_seconds(self.values.get("date")?));
                    continue;
                }
                _ => continue,
            };
            if let HeaderValue::Address(address) = &header.value {
                take_mailboxes(address, mailboxes);
            }
        }
    }
}

/// A time that the calendar has.
pub fn moment(at: &DateTime) -> Option<Moment> {
    at.is_valid().then(|| Moment::from_unix(at.to_timestamp()))
}

/// A date without seconds, which may be left out (RFC 5322 3.3).
fn with_seconds(text: &str) -> Option<Moment> {
    let is_time = |word: &str| word.split(':').count() == 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let words = text.split_whitespace().map(|w| if is_time(w) { format!("{w}:00") } else { w.to_owned() });
    DateTime::parse_rfc822(&words.collect::<Vec<_>>().join(" ")).as_ref().and_then(moment)
}

/// Without folds and white space at the ends; octets that are no text replaced.
pub fn unfold(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    text.split(['\r', '\n']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

fn bare_path(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('<').map_or(text, |rest| rest.split('>').next().unwrap_or(rest));
    inner.trim().to_owned()
}

fn take_mailboxes(address: &Address<'_>, mailboxes: &mut Vec<Mailbox>) {
    for addr in address.iter() {
        let name = addr.name.as_deref().unwrap_or_default().trim().to_owned();
        let written = addr.address.as_deref().unwrap_or_default().trim().to_owned();
        if written.is_empty() && name.is_empty() || mailboxes.len() >= MOST_MAILBOXES {
            continue;
        }
        // An address literal (RFC 5321 4.1.3) is no domain: nobody could publish anything for it.
        let is_name = |d: &Name| !d.is_root() && !d.as_str().starts_with('[');
        let domain = written.rsplit_once('@').and_then(|(_, d)| Name::from_person(d).ok()).filter(is_name);
        mailboxes.push(Mailbox { name, address: written, domain });
    }
}

fn longest_line(message: &[u8]) -> usize {
    let bare = |line: &[u8]| line.strip_suffix(b"\r").unwrap_or(line).len();
    message.split(|b| *b == b'\n').map(bare).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RICH: &[u8] = b"Return-Path: <a@example.com>\r\nReceived: from a ([192.0.2.1]) by b with ESMTPS; Mon, 23 Nov 2026 11:00:00 +0000\r\n\
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s; h=from; bh=; b=\r\nARC-Seal: i=1; cv=none; b=\r\nFrom: =?utf-8?B?0JA=?= <a@example.com>, g: b@c;\r\n\
Subject: =?koi8-r?Q?=C1?= {{x}}\r\nDate: Mon, 23 Nov 2026 11:00:00 +0000\r\nList-Unsubscribe: <https://e.example/>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
--b\r\nContent-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3D'http://[::1]/'>=CE<img alt=x></a>\r\n\
--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nhttps://bit.ly/x\r\n--b\r\nContent-Type: application/zip; name*=utf-8''%D0%BF.zip\r\n\r\nPK\x03\x04PK\x01\x02\xff\xff\xff\xff\xff\r\n--b--\r\n";

    /// What every reader makes of it; only that it comes to an end.
    fn all_of(octets: &[u8]) {
        let letter = Letter::read(octets);
        let links = crate::links::all(&letter);
        for link in &links {
            let _ = (crate::links::fault(link), crate::placeholder::in_address(&link.url));
        }
        let _ = (crate::links::domains(&links), crate::unsubscribe::is_visible(&letter, &links));
        let _ = (
            crate::subject::begins(letter.subject.as_deref().unwrap_or_default()),
            letter.content.attachments.iter().map(crate::attachments::refused).count(),
        );
    }

    #[test]
    fn no_octets_break_a_reader() {
        all_of(RICH);
        for at in 0..RICH.len() {
            all_of(&RICH[..at]);
            for octet in [0, b'\n', b'<', b';', 0xd0, 0xff] {
                let mut other = RICH.to_vec();
                other[at] = octet;
                all_of(&other);
            }
        }
    }

    #[test]
    fn messages_within_messages_end() {
        let deep: String = (0..2_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
        all_of(deep.as_bytes());
        all_of("Content-Type: message/rfc822\r\n\r\n".repeat(2_000).as_bytes());
    }
}
