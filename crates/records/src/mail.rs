//! The header fields of a message and the body behind them, by their octets (RFC 5322 2.1): what is signed is octets.

use std::borrow::Cow;

/// At most so many fields of one header are looked at.
pub const MOST_FIELDS: usize = 2_000;

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailField<'m> {
    /// The name, without white space behind it.
    pub name: &'m [u8],
    /// All in front of the colon, as it stands.
    pub written_name: &'m [u8],
    /// All behind the colon, with the line break at its end.
    pub value: &'m [u8],
}

/// A message cut in two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<'m> {
    /// Its fields, from the top; lines that are none are left out.
    pub fields: Vec<MailField<'m>>,
    /// What stands behind the empty line.
    pub body: &'m [u8],
    /// Lines of the header that are no field, nor the rest of one.
    pub strays: usize,
    /// Whether there are more fields than [`MOST_FIELDS`].
    pub cut: bool,
}

impl MailField<'_> {
    /// Whether it has this name, in whatever case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

impl<'m> Parts<'m> {
    /// Cuts a message whose lines end in CR LF or LF.
    #[must_use]
    pub fn of(message: &'m [u8]) -> Self {
        let mut parts = Self::default();
        let mut at = 0;
        while at < message.len() {
            let end = end_of_field(message, at);
            let field = &message[at..end];
            if matches!(field, b"\r\n" | b"\n") {
                parts.body = &message[end..];
                return parts;
            }
            match field.iter().position(|b| *b == b':').filter(|colon| is_name(field[..*colon].trim_ascii_end())) {
                Some(_) if parts.fields.len() >= MOST_FIELDS => parts.cut = true,
                Some(colon) => {
                    let written_name = &field[..colon];
                    parts.fields.push(MailField { name: written_name.trim_ascii_end(), written_name, value: &field[colon + 1..] });
                }
                None => parts.strays += 1,
            }
            at = end;
        }
        parts
    }

    /// The fields of that name, from the top.
    pub fn named<'s>(&'s self, name: &'s str) -> impl DoubleEndedIterator<Item = &'s MailField<'m>> {
        self.fields.iter().filter(move |f| f.is(name))
    }
}

/// RFC 5322 2.2: printable ASCII without the colon.
fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|b| (0x21..=0x7e).contains(b))
}

/// Behind the line at `at` and those that continue it.
fn end_of_field(message: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        end = message[end..].iter().position(|b| *b == b'\n').map_or(message.len(), |line| end + line + 1);
        let goes_on = matches!(message.get(end), Some(b' ' | b'\t')) && !matches!(&message[at..end], b"\r\n" | b"\n");
        if !goes_on {
            return end;
        }
    }
}

/// How the lines of a message end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// CR LF, as mail has it.
    pub crlf: usize,
    /// LF without a CR in front.
    pub bare_lf: usize,
    /// CR without an LF behind.
    pub bare_cr: usize,
}

impl LineEnds {
    /// Counts them.
    #[must_use]
    pub fn of(message: &[u8]) -> Self {
        let mut ends = Self::default();
        for (at, byte) in message.iter().enumerate() {
            match byte {
                b'\n' if at > 0 && message[at - 1] == b'\r' => ends.crlf += 1,
                b'\n' => ends.bare_lf += 1,
                b'\r' if message.get(at + 1) != Some(&b'\n') => ends.bare_cr += 1,
                _ => {}
            }
        }
        ends
    }
}

/// A stored message as it goes over the wire: without a byte order mark and the 'From ' line of a mailbox file in front,
/// and, where all its lines end in LF as files on disk do, with CR LF. Mixed ends stay: they are the sender's.
#[must_use]
pub fn as_sent(stored: &[u8]) -> Cow<'_, [u8]> {
    let bare = stored.strip_prefix(b"\xef\xbb\xbf").unwrap_or(stored);
    let is_from_line = bare.starts_with(b"From ") || bare.starts_with(b">From ");
    let behind = |text: &'_ [u8]| text.iter().position(|b| *b == b'\n').map_or(text.len(), |end| end + 1);
    let bare = if is_from_line { &bare[behind(bare)..] } else { bare };
    let ends = LineEnds::of(bare);
    if ends.crlf > 0 || ends.bare_lf == 0 {
        return Cow::Borrowed(bare);
    }
    let mut sent = Vec::with_capacity(bare.len() + ends.bare_lf);
    for byte in bare {
        if *byte == b'\n' {
            sent.push(b'\r');
        }
        sent.push(*byte);
    }
    Cow::Owned(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_cut_with_their_folds() {
        let parts = Parts::of(b"A: 1\r\n 2\r\nnone\r\nb :x\r\n\r\nbody\r\n\r\n");
        let fields: Vec<_> = parts.fields.iter().map(|f| (f.name, f.value)).collect();
        assert_eq!(fields, [(&b"A"[..], &b" 1\r\n 2\r\n"[..]), (&b"b"[..], &b"x\r\n"[..])]);
        assert_eq!((parts.body, parts.strays), (&b"body\r\n\r\n"[..], 1));
        assert!(parts.named("B").next().is_some());
    }

    #[test]
    fn a_message_may_end_anywhere() {
        for text in ["", "\r\n", "\n", "A:", "A: x", "A: x\r\n", "A: x\r\n ", ":", "\r\nbody"] {
            let parts = Parts::of(text.as_bytes());
            assert!(parts.fields.len() < 2, "{text:?}");
        }
        assert_eq!(Parts::of(b"\r\nbody").body, b"body");
    }

    #[test]
    fn a_stored_message_is_read_as_it_was_sent() {
        let sent = |text: &str| String::from_utf8_lossy(&as_sent(text.as_bytes())).into_owned();
        assert_eq!(sent("A: x\n\nb\n"), "A: x\r\n\r\nb\r\n");
        assert_eq!(sent("A: x\r\n\r\nb\r\n"), "A: x\r\n\r\nb\r\n");
        assert_eq!(sent("A: x\r\n\nb\n"), "A: x\r\n\nb\n", "mixed ends are the sender's");
        assert_eq!(sent("\u{feff}From a@b Mon Jan  1\nFrom: x\n"), "From: x\r\n");
        assert_eq!(sent("From "), "");
        assert_eq!(LineEnds::of(b"a\r\nb\nc\rd\r"), LineEnds { crlf: 1, bare_lf: 1, bare_cr: 2 });
    }
}
