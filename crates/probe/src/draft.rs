//! Test messages: a minimal one, or the user's own with a marker in its header. Knows no server.

use facts::Moment;
use facts::delivery::MARKER_FIELD;
use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;

/// RFC 5322 2.1.1.
const LONGEST_LINE: usize = 998;
/// Most providers take no more than this.
const LARGEST: usize = 25 * 1024 * 1024;

/// Fields that the transport writes, or that name others: never sent on.
const DROPPED: [&str; 8] =
    ["return-path", "received", "delivered-to", "x-original-to", "bcc", "resent-bcc", "authentication-results", "x-mailaudit-delivery"];
/// Fields made anew for each mailbox, unless a signature holds them fast. Of two messages with one Message-ID some
/// providers show the first alone.
const RENEWED: [&str; 4] = ["to", "cc", "message-id", "date"];

/// What test messages are made from.
#[derive(Clone, Debug)]
pub struct Draft(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Minimal { subject: String, text: String },
    Given { header: Vec<Vec<u8>>, body: Vec<u8>, signed: bool },
}

impl Default for Draft {
    fn default() -> Self {
        Self::minimal("Delivery test", "A test message of mailaudit, sent by the owner of this mailbox.")
    }
}

impl Draft {
    /// A short text message.
    #[must_use]
    pub fn minimal(subject: &str, text: &str) -> Self {
        Self(Kind::Minimal { subject: subject.to_owned(), text: text.to_owned() })
    }

    /// From an .eml as it stands in a file.
    ///
    /// # Errors
    /// Why no server would take it.
    pub fn given(eml: &[u8]) -> Result<Self, String> {
        if eml.len() > LARGEST {
            return Err(format!("it has more than {LARGEST} octets"));
        }
        let (header, body) = parted(eml);
        if !header.iter().any(|field| is_named(field, "from")) {
            return Err("its header has no From field".into());
        }
        let long = eml.split(|b| *b == b'\n').position(|line| line.len() > LONGEST_LINE + 1);
        if let Some(line) = long {
            return Err(format!("line {} is longer than {LONGEST_LINE} octets (RFC 5322 2.1.1)", line + 1));
        }
        let signed = header.iter().any(|field| is_named(field, "dkim-signature"));
        let header = header.into_iter().filter(|field| !DROPPED.iter().any(|name| is_named(field, name)));
        let kept = header.filter(|field| signed || !RENEWED.iter().any(|name| is_named(field, name)));
        Ok(Self(Kind::Given { header: kept.collect(), body: body.to_vec(), signed }))
    }

    /// Whether it bears a signature, so that its own To, Date and Message-ID stay.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        matches!(self.0, Kind::Given { signed: true, .. })
    }

    /// The message from `from` to `to` that `marker` tells from all others.
    pub(crate) fn message(&self, from: &str, to: &str, marker: &str, at: Moment) -> Vec<u8> {
        let id = format!("{marker}.mailaudit@{}", from.rsplit_once('@').map_or("localhost", |(_, domain)| domain));
        match &self.0 {
            Kind::Minimal { subject, text } => {
                let message = MessageBuilder::new().from(from).to(to).subject(subject.as_str()).date(at.unix()).message_id(id);
                let message = message.header(MARKER_FIELD, Raw::new(marker)).text_body(text.as_str());
                message.write_to_vec().unwrap_or_default()
            }
            Kind::Given { header, body, signed } => {
                let mut out = format!("{MARKER_FIELD}: {marker}\r\n").into_bytes();
                if !signed {
                    let date = mail_builder::headers::date::Date::new(at.unix()).to_rfc822();
                    out.extend_from_slice(format!("To: <{to}>\r\nDate: {date}\r\nMessage-ID: <{id}>\r\n").as_bytes());
                }
                header.iter().for_each(|field| out.extend_from_slice(field));
                out.extend_from_slice(b"\r\n");
                out.extend_from_slice(body);
                out
            }
        }
    }
}

/// The fields with their folded lines, and the body.
fn parted(eml: &[u8]) -> (Vec<Vec<u8>>, &[u8]) {
    let (mut fields, mut rest): (Vec<Vec<u8>>, &[u8]) = (Vec::new(), eml);
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        if line == b"\r\n" || line == b"\n" {
            break;
        }
        let folded = line.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
        match fields.last_mut() {
            Some(field) if folded => field.extend_from_slice(line),
            // What a mailbox file begins with is no field.
            None if line.starts_with(b"From ") => {}
            _ => fields.push(line.to_vec()),
        }
    }
    (fields, rest)
}

fn is_named(field: &[u8], name: &str) -> bool {
    field.iter().position(|b| *b == b':').is_some_and(|colon| field[..colon].trim_ascii_end().eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(draft: &Draft) -> String {
        let message = draft.message("news@example.com", "anna@example.net", "m01", Moment::from_unix(1_795_435_200));
        String::from_utf8(message).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a_minimal_message_bears_its_marker() {
        let text = sent(&Draft::minimal("Проверка", "Письмо."));
        assert!(text.contains("X-Mailaudit-Delivery: m01\r\n"), "{text}");
        assert!(text.contains("Message-ID: <m01.mailaudit@example.com>\r\n"), "{text}");
        assert!(text.contains("To: <anna@example.net>\r\n") && text.contains("Date: Mon, 23 Nov 2026 12:00:00 +0000"), "{text}");
        assert!(text.is_ascii(), "{text}");
    }

    #[test]
    fn what_the_transport_wrote_is_not_sent_on() {
        let eml = b"Return-Path: <x@example.org>\r\nReceived: from a\r\n\tby b\r\nFrom: a@example.com\r\nTo: list@example.org,\r\n c@example.org\r\n\
            Message-ID: <1@example.com>\r\nBcc: d@example.org\r\nAuthentication-Results: mx.example.net; dmarc=pass\r\nSubject: s\r\n\r\nTo: body\r\n";
        let text = sent(&Draft::given(eml).unwrap_or_else(|e| panic!("{e}")));
        assert!(text.starts_with("X-Mailaudit-Delivery: m01\r\nTo: <anna@example.net>\r\n"), "{text}");
        for gone in ["Return-Path", "Received", "tby b", "list@", "c@example.org", "d@example.org", "<1@", "dmarc"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        assert!(text.ends_with("From: a@example.com\r\nSubject: s\r\n\r\nTo: body\r\n"), "{text}");
    }

    #[test]
    fn a_signed_message_keeps_what_was_signed() {
        let draft = Draft::given(b"DKIM-Signature: v=1; h=to\nFrom: a@example.com\nTo: x@example.org\nMessage-ID: <1@example.com>\n\nb\n");
        let draft = draft.unwrap_or_else(|e| panic!("{e}"));
        assert!(draft.is_signed());
        let text = sent(&draft);
        assert!(text.contains("To: x@example.org\n") && text.contains("<1@example.com>") && !text.contains("anna@"), "{text}");
    }

    #[test]
    fn what_no_server_would_take_is_named() {
        let fault = |eml: &[u8]| Draft::given(eml).err().unwrap_or_default();
        assert!(fault(b"Subject: s\n\nx").contains("From"));
        assert!(fault(&[b"From: a@example.com\n\n".to_vec(), vec![b'x'; 999]].concat()).is_empty());
        assert!(fault(&[b"From: a@example.com\n\n".to_vec(), vec![b'x'; 1000]].concat()).contains("line 3"));
    }
}
