//! What kind of folder a mailbox's folder is: by its attributes (RFC 6154), else by the names that large providers use.

use facts::delivery::Folder;

/// Folders of one mailbox that are looked through.
pub const MOST_FOLDERS: usize = 16;

/// Kinds of folders, in the order of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The inbox.
    Inbox,
    /// Spam.
    Spam,
    /// A part of the inbox that its owner sees as a tab: newsletters, social networks.
    Tab,
    /// Any other: a rule of the owner moved it there.
    Other,
    /// The bin: a rule of the owner, too.
    Trash,
    /// Where no new mail arrives: sent mail, drafts, what shows messages of other folders, what holds no messages.
    Never,
}

/// Names of spam folders, in lower case, without what stands before the last delimiter: RFC 6154 servers, Gmail,
/// Yandex, Mail.ru, Rambler, Outlook, Yahoo, iCloud, Dovecot and Courier.
const SPAM: [&str; 13] = [
    "spam",
    "спам",
    "junk",
    "junk email",
    "junk e-mail",
    "junk mail",
    "bulk",
    "bulk mail",
    "нежелательная почта",
    "нежелательные",
    "неприемлемые сообщения",
    "spambox",
    "quarantine",
];
/// Mail.ru's and others' sorted parts of the inbox.
const TABS: [&str; 14] = [
    "рассылки",
    "newsletters",
    "социальные сети",
    "соцсети",
    "social",
    "новости",
    "news",
    "чеки",
    "receipts",
    "promotions",
    "промоакции",
    "clutter",
    "уведомления",
    "updates",
];
const NEVER: [&str; 10] =
    ["sent", "sent items", "sent messages", "отправленные", "drafts", "draft", "черновики", "outbox", "исходящие", "templates"];
const TRASH: [&str; 5] = ["trash", "deleted items", "deleted messages", "корзина", "удалённые"];

/// The kind of a folder.
#[must_use]
pub fn place(folder: &Folder) -> Place {
    let has = |flag: &str| folder.flags.iter().any(|f| f.eq_ignore_ascii_case(flag));
    let name = name(&folder.name.0).to_lowercase();
    let last = name.rsplit(['/', '.', '|']).next().unwrap_or_default().trim();
    let named = |names: &[&str]| names.contains(&last);
    // The names with all, starred and spam are those of Gmail's older XLIST.
    const NOWHERE: [&str; 9] =
        ["\\noselect", "\\nonexistent", "\\all", "\\allmail", "\\sent", "\\drafts", "\\flagged", "\\starred", "\\important"];
    if NOWHERE.iter().any(|flag| has(flag)) {
        Place::Never
    } else if name == "inbox" || has("\\inbox") {
        Place::Inbox
    } else if has("\\junk") || has("\\spam") || named(&SPAM) {
        Place::Spam
    } else if has("\\trash") || named(&TRASH) {
        Place::Trash
    } else if named(&TABS) {
        Place::Tab
    } else if named(&NEVER) {
        Place::Never
    } else {
        Place::Other
    }
}

/// The folders to look through, the likeliest first.
#[must_use]
pub fn in_order(folders: &[Folder]) -> Vec<&Folder> {
    let mut placed: Vec<(Place, &Folder)> = folders.iter().map(|f| (place(f), f)).filter(|(p, _)| *p != Place::Never).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, folder)| folder).take(MOST_FOLDERS).collect()
}

/// A folder's name for people, out of modified UTF-7 (RFC 3501 5.1.3). What is none stays as it is.
#[must_use]
pub fn name(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let Some((coded, after)) = behind.split_once('-') else {
            out.push('&');
            rest = behind;
            break;
        };
        match decoded(coded) {
            Some(part) => out.push_str(&part),
            None => out.push_str(&format!("&{coded}-")),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Base64 with a comma in place of the slash and without padding, of UTF-16 in network order.
fn decoded(coded: &str) -> Option<String> {
    if coded.is_empty() {
        return Some("&".into());
    }
    let (mut bits, mut held, mut units, mut high) = (0_u32, 0_u32, Vec::new(), None);
    for c in coded.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b',' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let octet = u16::try_from(held >> bits & 0xff).ok()?;
            match high.take() {
                None => high = Some(octet),
                Some(first) => units.push(first << 8 | octet),
            }
        }
    }
    // What is left over are zero bits of filling, less than a character.
    let fills = high.is_none() && bits < 6 && held & ((1 << bits) - 1) == 0;
    if fills { String::from_utf16(&units).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, flags: &[&str]) -> Folder {
        Folder { name: name.into(), flags: flags.iter().map(|f| (*f).to_owned()).collect() }
    }

    #[test]
    fn names_out_of_modified_utf_7() {
        assert_eq!(name(b"[Gmail]/&BCEEPwQwBDw-"), "[Gmail]/Спам");
        assert_eq!(name(b"&BB0ENQQ2BDUEOwQwBEIENQQ7BEwEPQQwBE8- &BD8EPgRHBEIEMA-"), "Нежелательная почта");
        assert_eq!(name(b"A &- B"), "A & B");
        assert_eq!(name(b"&2D3eAA-"), "😀");
        for wrong in ["&", "&BCE", "&B-", "&!!-", "&2D0-", "&BCEEPwQw/-"] {
            assert_eq!(name(wrong.as_bytes()), wrong);
        }
    }

    #[test]
    fn spam_as_providers_name_it() {
        for (name, flags) in [
            ("[Gmail]/Spam", &["\\HasNoChildren", "\\Junk"][..]),
            ("[Gmail]/&BCEEPwQwBDw-", &[]),
            ("&BCEEPwQwBDw-", &[]),
            ("Spam", &[]),
            ("Junk Email", &[]),
            ("&BB0ENQQ2BDUEOwQwBEIENQQ7BEwEPQQwBE8- &BD8EPgRHBEIEMA-", &[]),
            ("INBOX.Junk", &[]),
            ("Bulk Mail", &[]),
            ("anything", &["\\JUNK"]),
            ("[Gmail]/Correo basura", &["\\HasNoChildren", "\\Spam"]),
        ] {
            assert_eq!(place(&folder(name, flags)), Place::Spam, "{name}");
        }
    }

    #[test]
    fn the_inbox_comes_first_and_what_shows_other_folders_never() {
        let folders = [
            folder("[Gmail]/All Mail", &["\\All"]),
            folder("Sent", &[]),
            folder("Archive", &[]),
            folder("Junk", &["\\Junk"]),
            folder("INBOX/Newsletters", &[]),
            folder("INBOX", &[]),
            folder("[Gmail]", &["\\Noselect"]),
            folder("Trash", &["\\Trash"]),
        ];
        let names: Vec<_> = in_order(&folders).iter().map(|f| name(&f.name.0)).collect();
        assert_eq!(names, ["INBOX", "Junk", "INBOX/Newsletters", "Archive", "Trash"]);
        assert_eq!(place(&folder("&BCAEMARBBEEESwQ7BDoEOA-", &[])), Place::Tab);
        assert_eq!(in_order(&vec![folder("x", &[]); 99]).len(), MOST_FOLDERS);
    }
}
