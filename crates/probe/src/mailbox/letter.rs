//! What the text of one letter shows: whose marker it bears, and whether it is a report that ends a message's way.

use facts::delivery::MARKER_FIELD;

/// The value of the marker's field in the message's own header.
pub(super) fn own_marker(text: &[u8]) -> Option<&[u8]> {
    field(text, MARKER_FIELD.as_bytes())
}

pub(super) fn message_id(text: &[u8]) -> Option<&[u8]> {
    field(text, b"message-id")
}

/// The first line of a field's value that is not empty, up to the end of the header: Exchange folds before long values.
fn field<'t>(text: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end).take_while(|line| !line.is_empty());
    let value = lines.by_ref().find_map(|line| {
        let (head, rest) = line.split_at_checked(name.len())?;
        let value = rest.trim_ascii_start().strip_prefix(b":")?;
        head.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
    })?;
    let mut folded = || lines.next().filter(|line| line.starts_with(b" ") || line.starts_with(b"\t")).map(<[u8]>::trim_ascii);
    if value.is_empty() { Some(folded().unwrap_or(value)) } else { Some(value) }
}

/// Whether a report ends the way of its message (RFC 3464 2.3.3): a notice of delay does not.
pub(super) fn is_final(text: &[u8]) -> bool {
    let text = text.to_ascii_lowercase();
    let from_daemon = field(&text, b"from").is_some_and(|from| holds(from, b"mailer-daemon") || holds(from, b"postmaster"));
    holds(&text, b"action: failed") || (from_daemon && !holds(&text, b"action: delayed"))
}

pub(super) fn holds(text: &[u8], part: &[u8]) -> bool {
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
        assert_eq!(message_id(b"Message-ID:\r\n\t<m03@example.com>\r\n"), Some(&b"<m03@example.com>"[..]));
        assert_eq!(message_id(b"Message-ID:\r\nTo: <m03@example.com>\r\n"), Some(&b""[..]));
    }

    #[test]
    fn only_a_failure_ends_the_way() {
        assert!(is_final(b"From: x\r\n\r\nAction: failed\r\n"));
        assert!(is_final(b"From: MAILER-DAEMON@example.com\r\n\r\nI'm afraid I wasn't able to deliver\r\n"));
        assert!(!is_final(b"From: MAILER-DAEMON@example.com\r\n\r\nAction: delayed\r\n"));
        assert!(!is_final(b"From: anna@example.net\r\n\r\nOut of office\r\n"));
    }
}
