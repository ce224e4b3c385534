//! Where in a message a line stands: header, which part, in which encoding. No recursion, whatever the depth.

use super::transfer::Encoding;
use crate::charset::encoded_words;

/// At most so much of a folded header.
const HEADER_LIMIT: usize = 4096;
/// At most so many boundaries are known at once.
const BOUNDARY_LIMIT: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PartType {
    #[default]
    Text,
    Status,
    Feedback,
    Original,
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Mime {
    place: Place,
    header: String,
    part: PartType,
    encoding: Encoding,
    charset: Option<String>,
    default_charset: Option<String>,
    top: bool,
    boundaries: Vec<String>,
    addressee: Option<String>,
    author: Option<String>,
    failed: Vec<String>,
    subject: String,
    vacation: bool,
    report: bool,
    inner: Inner,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    Header,
    Body,
}

/// The returned message may itself be a report: a gateway that wraps the bounce of another server.
#[derive(Debug, Default, PartialEq, Eq)]
enum Inner {
    #[default]
    None,
    Header(String),
    Report,
}

impl Mime {
    /// Whether the line belongs to the structure, not to a part's content.
    pub(super) fn takes(&mut self, line: &str) -> bool {
        match self.place {
            Place::Start => {
                self.top = true;
                self.place = Place::Header;
                line.starts_with("From ") || self.header_line(line)
            }
            Place::Header => self.header_line(line),
            Place::Body if self.is_boundary(line) => {
                self.place = Place::Header;
                self.top = false;
                self.part = PartType::Text;
                self.encoding = Encoding::Plain;
                self.charset.clone_from(&self.default_charset);
                if self.inner != Inner::Report {
                    self.inner = Inner::None;
                }
                true
            }
            Place::Body => {
                self.inner_header_line(line);
                false
            }
        }
    }

    pub(super) const fn part(&self) -> PartType {
        self.part
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(super) fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// Whether the part stands in a report that another report returned.
    pub(super) fn is_inner(&self) -> bool {
        self.inner == Inner::Report
    }

    pub(super) fn addressee(&self) -> Option<&str> {
        self.addressee.as_deref()
    }

    pub(super) fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    pub(super) fn subject(&self) -> &str {
        &self.subject
    }

    pub(super) fn failed_recipients(&self) -> &[String] {
        &self.failed
    }

    pub(super) const fn is_vacation(&self) -> bool {
        self.vacation && !self.report && self.failed.is_empty()
    }

    /// A gateway may indent the line; nobody's boundary begins with a blank.
    fn is_boundary(&self, line: &str) -> bool {
        line.trim_start().strip_prefix("--").is_some_and(|l| {
            self.boundaries.iter().any(|b| l.trim_end() == b || l.strip_prefix(b.as_str()).is_some_and(|r| r.trim_end() == "--"))
        })
    }

    fn header_line(&mut self, line: &str) -> bool {
        if line.starts_with([' ', '\t']) && !line.trim().is_empty() && !self.header.is_empty() {
            if self.header.len() < HEADER_LIMIT {
                self.header.push(' ');
                self.header.push_str(line.trim());
            }
            return true;
        }
        let header = std::mem::take(&mut self.header);
        self.header(&header);
        if line.trim().is_empty() {
            self.place = Place::Body;
            if self.part == PartType::Original && self.inner == Inner::None {
                self.inner = Inner::Header(String::new());
            }
        } else if !self.top && self.is_boundary(line) {
            self.part = PartType::Text;
        } else {
            line.clone_into(&mut self.header);
        }
        true
    }

    /// In the header of the returned message only its content type counts, and only if it is a report.
    fn inner_header_line(&mut self, line: &str) {
        let Inner::Header(open) = &mut self.inner else { return };
        if line.starts_with([' ', '\t']) && !open.is_empty() {
            if open.len() < HEADER_LIMIT {
                open.push(' ');
                open.push_str(line.trim());
            }
            return;
        }
        let header = std::mem::replace(open, line.to_owned());
        let report = header.split_once(':').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("content-type") && value.trim().to_ascii_lowercase().starts_with("multipart/report")
        });
        if report && let Some((_, value)) = header.split_once(':') {
            self.keep_boundary(value.trim());
            self.inner = Inner::Report;
        } else if line.trim().is_empty() {
            self.inner = Inner::None;
        }
    }

    fn header(&mut self, header: &str) {
        let Some((name, value)) = header.split_once(':') else { return };
        let value = value.trim();
        let lower = value.to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => self.content_type(value, &lower),
            "content-transfer-encoding" if lower.contains("base64") => self.encoding = Encoding::Base64,
            "content-transfer-encoding" if lower.contains("quoted") => self.encoding = Encoding::QuotedPrintable,
            name if self.top => self.message_header(name, value, &lower),
            _ => {}
        }
    }

    fn message_header(&mut self, name: &str, value: &str, lower: &str) {
        match name {
            "to" => self.addressee = super::text::address_in(value),
            "from" => {
                self.author = super::text::address_in(value);
                self.report |= ["mailer-daemon", "postmaster", "mail delivery"].iter().any(|w| lower.contains(w));
            }
            "x-failed-recipients" => self.failed.extend(value.split(',').filter_map(super::text::address_in).take(64)),
            "auto-submitted" if lower.starts_with("auto-replied") => self.vacation = true,
            "x-autoreply" | "x-autorespond" | "x-auto-response-suppress" if lower != "all" => self.vacation = true,
            "precedence" if lower == "auto_reply" => self.vacation = true,
            "subject" => {
                self.subject = encoded_words(value);
                self.vacation |= AUTOMATIC.iter().any(|w| self.subject.to_lowercase().starts_with(w)) || lower.contains("out of office");
            }
            _ => {}
        }
    }

    fn keep_boundary(&mut self, content_type: &str) {
        let lower = content_type.to_ascii_lowercase();
        if let Some(at) = lower.find("boundary=")
            && self.boundaries.len() < BOUNDARY_LIMIT
        {
            let boundary = parameter(content_type.get(at + 9..).unwrap_or(""));
            if !boundary.is_empty() {
                self.boundaries.push(boundary.to_owned());
            }
        }
    }

    fn content_type(&mut self, value: &str, lower: &str) {
        self.keep_boundary(value);
        self.charset = lower.find("charset=").map(|at| parameter(value.get(at + 8..).unwrap_or("")).to_owned());
        if self.top {
            self.default_charset.clone_from(&self.charset);
        }
        self.report |= lower.starts_with("multipart/report");
        self.part = match lower.split([';', ' ']).next().unwrap_or("") {
            "message/delivery-status" | "message/global-delivery-status" | "message/disposition-notification" => PartType::Status,
            "message/feedback-report" => PartType::Feedback,
            "message/rfc822"
            | "message/global"
            | "text/rfc822-headers"
            | "text/rfc822-header"
            | "message/rfc822-headers"
            | "message/global-headers"
            | "message/partial" => PartType::Original,
            kind if kind.starts_with("text/") || kind.starts_with("multipart/") || kind.is_empty() => PartType::Text,
            _ => PartType::Other,
        };
    }
}

/// How subjects of automatic answers begin, lower case.
const AUTOMATIC: &[&str] = &[
    "auto:",
    "auto reply",
    "auto-reply",
    "autoreply",
    "automatic reply",
    "automatic response",
    "auto response",
    "auto-response",
    "out of office",
    "out of the office",
    "vacation",
    "автоответ",
    "автоматический ответ",
    "abwesenheit",
    "automatische antwort",
    "réponse automatique",
    "respuesta automática",
    "自動応答",
];

fn parameter(rest: &str) -> &str {
    let rest = rest.trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or(""),
        None => rest.split([';', ' ', '\t']).next().unwrap_or(""),
    }
}
