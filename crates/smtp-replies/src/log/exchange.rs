//! Exchange's tables (CSV): message tracking, as a log or exported, and the protocol logs of SMTP. `#Fields:` or the first row
//! names the columns; a row of message tracking without either is known by its event, the ninth field in all versions.

use super::{Day, Delivery, Outcome, split};
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Fields of a row that are looked at.
const FIELD_LIMIT: usize = 64;
/// Recipients of one row.
const RECIPIENT_LIMIT: usize = 500;
const EVENTS: [&[u8]; 12] = [
    b"SEND",
    b"DELIVER",
    b"SENDEXTERNAL",
    b"DEFER",
    b"FAIL",
    b"RECEIVE",
    b"SUBMIT",
    b"TRANSFER",
    b"HAREDIRECT",
    b"HARECEIVE",
    b"DSN",
    b"BADMAIL",
];

/// Where in a row what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table {
    event: usize,
    time: Option<usize>,
    recipients: Option<usize>,
    status: Option<usize>,
    message: Option<usize>,
    data: Option<usize>,
}

impl Table {
    /// `#Fields: date-time,client-ip,…`.
    pub(super) fn of_fields(line: &[u8]) -> Option<Self> {
        let names = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).strip_prefix(b"#Fields:")?;
        Self::of_names(names)
    }

    /// A first row that names the columns, as `Export-Csv` and the message trace write it.
    pub(super) fn of_header(line: &[u8]) -> Option<Self> {
        let lower = line.to_ascii_lowercase();
        let named =
            memmem::find(&lower, b"recipient").is_some() && [&b"event"[..], b"status"].iter().any(|w| memmem::find(&lower, w).is_some());
        (named && memchr(b',', line).is_some() && memchr(b'@', line).is_none()).then(|| Self::of_names(line)).flatten()
    }

    /// A row of message tracking whose columns nothing names.
    pub(super) fn of_row(line: &[u8]) -> Option<Self> {
        Day::parse(line).filter(|_| line.get(10) == Some(&b'T'))?;
        let fields = Fields::of(line);
        let event = 8;
        if !EVENTS.contains(&fields.raw(event)) {
            return None;
        }
        // Newer versions have the internal identifier twice: the recipients are the first address behind the message's.
        let holds = |at: &usize| memchr(b'@', fields.raw(*at)).is_some() && !fields.raw(*at).starts_with(b"<");
        let recipients = (event + 2..fields.count).find(holds)?;
        let status = Some(recipients + 1);
        Some(Self { event, time: Some(0), recipients: Some(recipients), status, message: Some(event + 2), data: None })
    }

    fn of_names(names: &[u8]) -> Option<Self> {
        let plain = |field: &[u8]| -> Vec<u8> { field.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect() };
        let fields = Fields::of(names);
        let names: Vec<Vec<u8>> = (0..fields.count).map(|at| plain(fields.raw(at))).collect();
        let column = |wanted: &[&[u8]]| wanted.iter().find_map(|w| names.iter().position(|n| n == w));
        let time = column(&[b"datetime", b"timestamp", b"origintimestamputc", b"received", b"receiveddate", b"date"]);
        let recipients = column(&[b"recipientaddress", b"recipients", b"recipient"]);
        let status = column(&[b"recipientstatus", b"statusdetail"]);
        let message = column(&[b"messageid", b"internalmessageid"]);
        let data = column(&[b"data"]);
        let event = column(&[b"eventid", b"event", b"status", b"deliverystatus"])?;
        (recipients.is_some() || data.is_some()).then_some(Self { event, time, recipients, status, message, data })
    }

    /// Hands on what a row says, a recipient at a time.
    pub(super) fn row(&self, line: &[u8], take: &mut impl FnMut(Delivery<'_>)) {
        let fields = Fields::of(line);
        let day = self.time.and_then(|at| day(fields.raw(at)));
        if self.recipients.is_none() {
            return self.spoken(&fields, day, take);
        }
        let Some(outcome) = outcome(fields.raw(self.event)) else { return };
        let recipients = self.recipients.map(|at| fields.text(at)).unwrap_or_default();
        let states = self.status.map(|at| fields.text(at)).unwrap_or_default();
        let queue = self.message.map(|at| fields.raw(at)).unwrap_or_default();
        let count = 1 + recipients.iter().filter(|b| **b == b';').count();
        let each = apart(&states);
        for (number, recipient) in recipients.split(|b| *b == b';').take(RECIPIENT_LIMIT).enumerate() {
            // As many states as recipients belong to one each; else the field is one text.
            let said = if each.len() == count { each.get(number).copied().unwrap_or_default() } else { &states[..] };
            let said = if outcome == Outcome::Sent { b"" } else { last_error(said) };
            take(Delivery { queue, said, day, ..Delivery::new(outcome, recipient.trim_ascii()) });
        }
    }

    /// A line of a protocol log: `<` is what the other server said to us, `>` what we said to a client.
    fn spoken(&self, fields: &Fields<'_>, day: Option<Day>, take: &mut impl FnMut(Delivery<'_>)) {
        let said = self.data.map(|at| fields.text(at)).unwrap_or_default();
        let [class @ (b'4' | b'5'), b, c, b' ' | b'-', ..] = &said[..] else { return };
        if !b.is_ascii_digit() || !c.is_ascii_digit() {
            return;
        }
        let outcome = match (fields.raw(self.event), class) {
            (b"<", b'4') => Outcome::Deferred,
            (b"<", _) => Outcome::Bounced,
            (b">", _) => Outcome::Rejected,
            _ => return,
        };
        take(Delivery { said: &said, day, ..Delivery::new(outcome, b"") });
    }
}

/// The states of several recipients: `;` inside of braces or brackets separates the parts of one.
fn apart(states: &[u8]) -> Vec<&[u8]> {
    let mut depth = 0_i32;
    let between = |byte: &u8| {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        *byte == b';' && depth <= 0
    };
    states.split(between).take(RECIPIENT_LIMIT + 1).collect()
}

fn outcome(event: &[u8]) -> Option<Outcome> {
    let is = |names: &[&str]| names.iter().any(|n| event.eq_ignore_ascii_case(n.as_bytes()));
    if is(&["SEND", "DELIVER", "SENDEXTERNAL", "Delivered"]) {
        Some(Outcome::Sent)
    } else if is(&["DEFER", "Pending"]) {
        Some(Outcome::Deferred)
    } else if is(&["FAIL", "BADMAIL", "Failed", "FilteredAsSpam", "Quarantined"]) {
        Some(Outcome::Bounced)
    } else {
        None
    }
}

/// `{LED=…}` is the last error of a list of them.
fn last_error(said: &[u8]) -> &[u8] {
    split(said, b"{LED=").map_or(said, |(_, inner)| inner.split(|b| *b == b'}').next().unwrap_or_default())
}

/// `2026-11-24T…`, `24.11.2026 …`, `11/24/2026 …`.
fn day(text: &[u8]) -> Option<Day> {
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    let date = text.split(|b| *b == b' ').next()?;
    let mark = *date.iter().find(|b| matches!(b, b'.' | b'/'))?;
    let mut parts = date.split(|b| *b == mark).map(|p| std::str::from_utf8(p).ok()?.parse::<u16>().ok());
    let (a, b, year) = (parts.next()??, parts.next()??, parts.next()??);
    let (day, month) = if mark == b'/' && a <= 12 { (b, a) } else { (a, b) };
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// The fields of a row (RFC 4180 2), found in place.
struct Fields<'l> {
    line: &'l [u8],
    places: [(u32, u32); FIELD_LIMIT],
    count: usize,
}

impl<'l> Fields<'l> {
    fn of(line: &'l [u8]) -> Self {
        let line = line.trim_ascii();
        let mut fields = Self { line, places: [(0, 0); FIELD_LIMIT], count: 0 };
        let (mut start, mut quoted) = (0, false);
        for (at, byte) in line.iter().enumerate() {
            match byte {
                b'"' => quoted = !quoted,
                b',' if !quoted => {
                    fields.push(start, at);
                    start = at + 1;
                    if fields.count == FIELD_LIMIT {
                        return fields;
                    }
                }
                _ => {}
            }
        }
        fields.push(start, line.len());
        fields
    }

    fn push(&mut self, start: usize, end: usize) {
        if let (Some(place), Ok(start), Ok(end)) = (self.places.get_mut(self.count), u32::try_from(start), u32::try_from(end)) {
            *place = (start, end);
            self.count += 1;
        }
    }

    /// The field as it stands, without the quotes around it; empty where there is none.
    fn raw(&self, at: usize) -> &'l [u8] {
        let Some((start, end)) = self.places.get(at).filter(|_| at < self.count) else { return b"" };
        let field = self.line[*start as usize..*end as usize].trim_ascii();
        field.strip_prefix(b"\"").map_or(field, |f| f.strip_suffix(b"\"").unwrap_or(f))
    }

    /// The field with doubled quotes made single.
    fn text(&self, at: usize) -> Cow<'l, [u8]> {
        let raw = self.raw(at);
        if memmem::find(raw, b"\"\"").is_none() {
            return Cow::Borrowed(raw);
        }
        let mut out = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(quote) = memmem::find(rest, b"\"\"") {
            out.extend_from_slice(&rest[..=quote]);
            rest = &rest[quote + 2..];
        }
        out.extend_from_slice(rest);
        Cow::Owned(out)
    }
}
