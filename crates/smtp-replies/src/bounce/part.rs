//! Where in a message a line stands: header, which part, in which encoding. No recursion, whatever the depth.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PartType {
    #[default]
    Text,
    Status,
    Feedback,
    Original,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
}

#[derive(Debug, Default)]
pub(super) struct Mime {
    place: Place,
    header: String,
    part: PartType,
    encoding: Encoding,
    top: bool,
    boundaries: Vec<String>,
    addressee: Option<String>,
    author: Option<String>,
    failed: Vec<String>,
    vacation: bool,
    report: bool,
    soft: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    Header,
    Body,
}

impl Mime {
    /// Whether the line belongs to the structure, not to a part's content.
    pub(super) fn takes(&mut self, line: &str) -> bool {
        match self.place {
            Place::Start => {
                self.top = true;
                self.place = Place::Header;
                !line.starts_with("From ") && self.header_line(line) || line.starts_with("From ")
            }
            Place::Header => self.header_line(line),
            Place::Body if self.is_boundary(line) => {
                self.place = Place::Header;
                self.top = false;
                self.part = PartType::Text;
                self.encoding = Encoding::Plain;
                true
            }
            Place::Body => false,
        }
    }

    pub(super) const fn part(&self) -> PartType {
        self.part
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn addressee(&self) -> Option<&str> {
        self.addressee.as_deref()
    }

    pub(super) fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    pub(super) fn failed_recipients(&self) -> &[String] {
        &self.failed
    }

    pub(super) const fn is_vacation(&self) -> bool {
        self.vacation && !self.report && self.failed.is_empty()
    }

    /// One line of quoted-printable; `None` while a soft break holds it open.
    pub(super) fn quoted_printable(&mut self, line: &str) -> Option<String> {
        let open = line.ends_with('=');
        if self.soft.len() < 8192 {
            self.soft.push_str(line.trim_end_matches('='));
        }
        if open {
            return None;
        }
        let whole = std::mem::take(&mut self.soft);
        let mut bytes = Vec::with_capacity(whole.len());
        let mut rest = whole.as_bytes();
        while let Some((first, tail)) = rest.split_first() {
            let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
            match (first, hex) {
                (b'=', Some(byte)) => {
                    bytes.push(byte);
                    rest = tail.get(2..).unwrap_or(&[]);
                }
                _ => {
                    bytes.push(*first);
                    rest = tail;
                }
            }
        }
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn is_boundary(&self, line: &str) -> bool {
        line.strip_prefix("--").is_some_and(|l| {
            self.boundaries.iter().any(|b| l.trim_end() == b || l.strip_prefix(b.as_str()).is_some_and(|r| r.trim_end() == "--"))
        })
    }

    fn header_line(&mut self, line: &str) -> bool {
        if line.starts_with([' ', '\t']) && !line.trim().is_empty() {
            if self.header.len() < 4096 {
                self.header.push(' ');
                self.header.push_str(line.trim());
            }
            return true;
        }
        let header = std::mem::take(&mut self.header);
        self.header(&header);
        if line.trim().is_empty() {
            self.place = Place::Body;
        } else if !self.top && self.is_boundary(line) {
            self.part = PartType::Text;
        } else {
            line.clone_into(&mut self.header);
        }
        true
    }

    fn header(&mut self, header: &str) {
        let Some((name, value)) = header.split_once(':') else { return };
        let value = value.trim();
        let lower = value.to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => self.content_type(value, &lower),
            "content-transfer-encoding" if lower.contains("base64") => self.encoding = Encoding::Base64,
            "content-transfer-encoding" if lower.contains("quoted") => self.encoding = Encoding::QuotedPrintable,
            "to" if self.top => self.addressee = super::text::address_in(value),
            "from" if self.top => {
                self.author = super::text::address_in(value);
                self.report |= lower.contains("mailer-daemon") || lower.contains("postmaster");
            }
            "x-failed-recipients" if self.top => {
                self.failed.extend(value.split(',').filter_map(super::text::address_in).take(64));
            }
            "auto-submitted" if self.top && lower.starts_with("auto-replied") => self.vacation = true,
            "x-autoreply" | "x-auto-response-suppress" if self.top && lower != "all" => self.vacation = true,
            "subject"
                if self.top && (lower.starts_with("auto:") || lower.contains("out of office") || lower.starts_with("auto response")) =>
            {
                self.vacation = true;
            }
            _ => {}
        }
        if self
            .author
            .as_deref()
            .is_some_and(|a| a.to_ascii_lowercase().starts_with("mailer-daemon") || a.to_ascii_lowercase().starts_with("postmaster"))
        {
            self.report = true;
        }
    }

    fn content_type(&mut self, value: &str, lower: &str) {
        if let Some(at) = lower.find("boundary=")
            && self.boundaries.len() < 32
        {
            let rest = value.get(at + 9..).unwrap_or("").trim_start();
            let boundary = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next().unwrap_or(""),
                None => rest.split([';', ' ']).next().unwrap_or(""),
            };
            if !boundary.is_empty() {
                self.boundaries.push(boundary.to_owned());
            }
        }
        self.report |= lower.starts_with("multipart/report");
        self.part = match lower.split([';', ' ']).next().unwrap_or("") {
            "message/delivery-status" | "message/global-delivery-status" => PartType::Status,
            "message/feedback-report" => PartType::Feedback,
            "message/rfc822" | "message/global" | "text/rfc822-headers" | "text/rfc822-header" | "message/rfc822-headers" => {
                PartType::Original
            }
            kind if kind.starts_with("text/") || kind.starts_with("multipart/") || kind.is_empty() => PartType::Text,
            _ => PartType::Other,
        };
    }
}

pub(super) fn decode_base64(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    LENIENT.decode(clean).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
}
