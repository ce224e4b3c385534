//! The parts of a message: its text, its HTML, what is attached, and what is wrong with how they are declared.

use crate::html::{self, Page};
use mail_parser::{Encoding, HeaderName, Message, MessagePart, MimeHeaders as _, PartType};

/// At most so many octets of plain text are kept.
const MOST_TEXT: usize = 1 << 20;
/// At most so many attachments are kept.
const MOST_ATTACHMENTS: usize = 200;
/// At most so many names of an archive are read.
const MOST_IN_ARCHIVE: usize = 200;
/// Messages within messages are opened so deep.
const MOST_DEPTH: usize = 4;

/// A part that is offered as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, or its media type where it has none.
    pub name: String,
    /// The media type, lower case.
    pub kind: String,
    /// Its first octets tell an executable (MZ, ELF).
    pub executable: bool,
    /// Names in the directory of a ZIP archive, as far as it is read.
    pub inside: Vec<String>,
    /// Whether a file of that archive is under a password.
    pub locked: bool,
}

/// A part whose octets are not what it declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undeclared {
    /// Octets beyond ASCII under 7bit, or under no encoding at all.
    Encoding,
    /// Text beyond ASCII without a charset.
    Charset,
}

/// What the parts hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Plain text, of all such parts that are shown.
    pub text: Option<String>,
    /// The HTML part.
    pub page: Option<Page>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// Images among the parts.
    pub images: usize,
    /// What is not declared, in order, each once.
    pub undeclared: Vec<Undeclared>,
}

/// Reads the parts.
#[must_use]
pub fn read(message: &Message<'_>, sent: &[u8]) -> Content {
    let mut content = Content::default();
    take(message, sent, &mut content, 0);
    content.undeclared.sort();
    content.undeclared.dedup();
    content
}

fn take(message: &Message<'_>, sent: &[u8], content: &mut Content, depth: usize) {
    for (index, part) in message.parts.iter().enumerate() {
        let id = u32::try_from(index).unwrap_or(u32::MAX);
        let shown = depth == 0 && !is_file(part);
        declared(part, sent, content, depth);
        match &part.body {
            PartType::Text(text) if shown && is_plain(part) => {
                let all = content.text.get_or_insert_default();
                if all.len() < MOST_TEXT {
                    all.extend(text.chars().take(MOST_TEXT));
                    all.push('\n');
                }
            }
            PartType::Html(text) if shown && content.page.is_none() => content.page = Some(html::read(text)),
            PartType::Multipart(_) => {}
            PartType::Message(inner) => {
                attach(part, content);
                if depth < MOST_DEPTH {
                    take(inner, sent, content, depth + 1);
                }
            }
            _ => {
                if kind(part).starts_with("image/") {
                    content.images += 1;
                }
                if is_file(part) || message.attachments.contains(&id) {
                    attach(part, content);
                }
            }
        }
    }
}

fn is_file(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|d| d.is_attachment()) || part.attachment_name().is_some()
}

/// Without a Content-Type a part is plain text (RFC 2045 5.2).
fn is_plain(part: &MessagePart<'_>) -> bool {
    matches!(kind(part).as_str(), "" | "text/plain")
}

fn kind(part: &MessagePart<'_>) -> String {
    let kind = |t: &mail_parser::ContentType<'_>| t.subtype().map_or_else(|| t.ctype().to_owned(), |s| format!("{}/{s}", t.ctype()));
    part.content_type().map(kind).unwrap_or_default().to_ascii_lowercase()
}

fn attach(part: &MessagePart<'_>, content: &mut Content) {
    if content.attachments.len() >= MOST_ATTACHMENTS {
        return;
    }
    let octets = part.contents();
    let kind = kind(part);
    let name = part.attachment_name().map_or_else(|| kind.clone(), str::to_owned);
    let executable = octets.starts_with(b"MZ") || octets.starts_with(b"\x7fELF");
    let (inside, locked) = zip_directory(octets);
    content.attachments.push(Attachment { name, kind, executable, inside, locked });
}

/// Names in the central directory of a ZIP archive, and whether a file is under a password (APPNOTE 4.3.12): enough to tell what
/// it carries, without opening anything.
fn zip_directory(octets: &[u8]) -> (Vec<String>, bool) {
    let (mut names, mut locked) = (Vec::new(), false);
    if !octets.starts_with(b"PK\x03\x04") {
        return (names, locked);
    }
    let mut at = 0;
    while names.len() < MOST_IN_ARCHIVE
        && let Some(found) = octets[at..].windows(4).position(|w| w == b"PK\x01\x02")
    {
        let entry = at + found;
        let field = |offset: usize| octets.get(entry + offset..entry + offset + 2).map(|b| usize::from(b[0]) | usize::from(b[1]) << 8);
        let (Some(flags), Some(length)) = (field(8), field(28)) else { break };
        locked |= flags & 1 != 0;
        if let Some(name) = octets.get(entry + 46..entry + 46 + length) {
            names.push(String::from_utf8_lossy(name).into_owned());
        }
        at = entry + 4;
    }
    (names, locked)
}

/// RFC 2045 6.1, 6.2 and RFC 2046 4.1.2: what is beyond ASCII says so.
fn declared(part: &MessagePart<'_>, sent: &[u8], content: &mut Content, depth: usize) {
    // The offsets of an inner message are its own where it was decoded.
    if depth > 0 || matches!(part.body, PartType::Multipart(_) | PartType::Message(_)) {
        return;
    }
    let raw = sent.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let named = part.headers.iter().find(|h| h.name == HeaderName::ContentTransferEncoding).and_then(|h| h.value.as_text());
    let says_eight = named.is_some_and(|n| matches!(n.trim().to_ascii_lowercase().as_str(), "8bit" | "binary"));
    if !raw.is_ascii() && part.encoding == Encoding::None && !says_eight {
        content.undeclared.push(Undeclared::Encoding);
    }
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text,
        _ => return,
    };
    let charset = part.content_type().and_then(|t| t.attribute("charset"));
    let names_ascii = charset.is_some_and(|c| c.eq_ignore_ascii_case("us-ascii"));
    if !text.is_ascii() && (charset.is_none() || names_ascii) && !says_charset_itself(part, text) {
        content.undeclared.push(Undeclared::Charset);
    }
}

/// HTML may name its charset in a `meta` of its own.
fn says_charset_itself(part: &MessagePart<'_>, text: &str) -> bool {
    let head: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    matches!(part.body, PartType::Html(_)) && head.contains("<meta") && head.contains("charset=")
}
