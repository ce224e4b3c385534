//! Subjects that give themselves out as replies or forwards.

/// What mail programs put in front of a reply (RFC 5322 3.6.5; the others in the languages of Outlook, Lotus Notes, The Bat!
/// and Asian web mail). Italian `R:` is left out: it is also an initial.
const REPLIES: &[&str] = &[
    "re",
    "aw",
    "antw",
    "antwort",
    "sv",
    "vs",
    "vá",
    "odp",
    "ynt",
    "ats",
    "rif",
    "bls",
    "απ",
    "σχετ",
    "отв",
    "ответ",
    "на",
    "відп",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "返信",
    "回信",
    "회신",
];
/// What they put in front of a forwarded message. Italian `I:` is left out.
const FORWARDS: &[&str] = &[
    "fw",
    "fwd",
    "wg",
    "tr",
    "rv",
    "enc",
    "vl",
    "vb",
    "doorst",
    "pd",
    "ilt",
    "továbbítás",
    "πρθ",
    "пересл",
    "пересылка",
    "переслано",
    "转发",
    "轉寄",
    "転送",
    "전달",
];

/// What a subject begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// As a reply.
    Reply,
    /// As a forward.
    Forward,
}

/// What the subject begins with, if with any of these; numbers of replies (`Re[2]:`, `Re^3:`, `Re (4):`) belong to it.
pub fn begins(subject: &str) -> Option<Begins> {
    let head: String = subject.trim_start().chars().take(16).collect::<String>().to_lowercase();
    let (prefix, _) = head.split_once([':', '：'])?;
    let prefix = prefix.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '*' | ' '));
    match prefix {
        _ if REPLIES.contains(&prefix) => Some(Begins::Reply),
        _ if FORWARDS.contains(&prefix) => Some(Begins::Forward),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_and_forwards_of_many_programs() {
        for reply in [
            "Re: x",
            "RE:x",
            " re[2]: x",
            "Re (3): x",
            "Re^2: x",
            "AW: x",
            "SV: x",
            "Отв: x",
            "Ответ: x",
            "HA: x".replace("HA", "НА").as_str(),
            "回复：x",
        ] {
            assert_eq!(begins(reply), Some(Begins::Reply), "{reply}");
        }
        for forward in ["Fwd: x", "FW: x", "WG: x", "Пересл: x", "TR: x"] {
            assert_eq!(begins(forward), Some(Begins::Forward), "{forward}");
        }
        for none in ["Repair: x", "Re x", "Red: x", "", ":", "R: x", "Reminder: Re: x", "На связи: Анна", "Отвёртки: скидка"]
        {
            assert_eq!(begins(none), None, "{none}");
        }
    }
}
