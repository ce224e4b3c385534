//! Files with settings for mail programs: Mozilla's `config-v1.1.xml` (draft-ietf-mailmaint-autoconfig) and the response of
//! Microsoft's Autodiscover (MS-OXDSCLI 2.2.4). Only the servers are read; no entity is expanded.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Octets of a file that are read.
const MOST: usize = 256 * 1024;
/// Servers that are kept.
const MOST_SERVERS: usize = 16;
/// Depth of elements that is followed.
const DEEPEST: usize = 32;
/// Octets of a value that are kept: a host name has 253.
const LONGEST: usize = 300;

/// What a server is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Reading over IMAP.
    Imap,
    /// Reading over POP3.
    Pop3,
    /// Sending.
    Smtp,
}

/// How TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Socket {
    /// With the first byte.
    Tls,
    /// With STARTTLS.
    Starttls,
    /// Never.
    Plain,
}

/// A server that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigServer {
    /// What it is for.
    pub kind: Kind,
    /// Host, as written; `%EMAILDOMAIN%` may stand in it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How TLS begins.
    pub socket: Socket,
}

/// What was read of one server so far.
#[derive(Default)]
struct Draft {
    kind: Option<Kind>,
    host: Option<String>,
    port: Option<u16>,
    socket: Option<Socket>,
}

/// The servers that `file` names, in their order: at most 16.
///
/// `None` where it is no XML, is longer than 256 KiB, or is of neither kind.
#[must_use]
pub fn parse(file: &[u8]) -> Option<Vec<ConfigServer>> {
    let text = std::str::from_utf8(file.get(..=MOST).is_none().then_some(file)?).ok()?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut begun = false;
    let (mut path, mut draft, mut servers, mut value) = (Vec::<String>::new(), None::<Draft>, Vec::new(), String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref().as_bytes()).to_ascii_lowercase();
                if path.is_empty() && !matches!(name.as_str(), "clientconfig" | "autodiscover") || path.len() >= DEEPEST {
                    return None;
                }
                if matches!(name.as_str(), "incomingserver" | "outgoingserver" | "protocol") {
                    let kind = tag.try_get_attribute("type").ok().flatten().and_then(|a| kind(&a.value));
                    draft = Some(Draft { kind, ..Draft::default() });
                }
                begun = true;
                path.push(name);
                value.clear();
            }
            Event::Text(part) if value.len() < LONGEST => value += &part,
            Event::End(_) => {
                let name = path.pop()?;
                match (name.as_str(), draft.as_mut()) {
                    ("incomingserver" | "outgoingserver" | "protocol", Some(_)) => {
                        let whole = draft.take().and_then(Draft::finish).filter(|_| servers.len() < MOST_SERVERS);
                        servers.extend(whole);
                    }
                    (field, Some(draft)) => draft.take(field, value.trim()),
                    _ => {}
                }
                value.clear();
            }
            Event::Eof => return (path.is_empty() && begun).then_some(servers),
            _ => {}
        }
    }
}

impl Draft {
    /// The first of several values counts: programs try them in their order.
    fn take(&mut self, field: &str, value: &str) {
        match field {
            "type" if self.kind.is_none() => self.kind = kind(value),
            "hostname" | "server" if self.host.is_none() => self.host = Some(value.to_owned()),
            "port" if self.port.is_none() => self.port = value.parse().ok().filter(|port| *port != 0),
            "sockettype" | "encryption" => self.socket = socket(value).or(self.socket),
            "ssl" if self.socket.is_none() && value.eq_ignore_ascii_case("off") => self.socket = Some(Socket::Plain),
            _ => {}
        }
    }

    fn finish(self) -> Option<ConfigServer> {
        let (kind, host, port) = (self.kind?, self.host.filter(|h| !h.is_empty() && h.len() <= LONGEST)?, self.port?);
        // Autodiscover's `SSL on`, and its absence, leave it to the port (MS-OXDSCLI 2.2.4.1.1.2.6.34).
        let by_port = if matches!(port, 465 | 993 | 995) { Socket::Tls } else { Socket::Starttls };
        Some(ConfigServer { kind, host, port, socket: self.socket.unwrap_or(by_port) })
    }
}

fn kind(word: &str) -> Option<Kind> {
    match word.to_ascii_lowercase().as_str() {
        "imap" => Some(Kind::Imap),
        "pop3" => Some(Kind::Pop3),
        "smtp" => Some(Kind::Smtp),
        _ => None,
    }
}

fn socket(word: &str) -> Option<Socket> {
    match word.to_ascii_lowercase().as_str() {
        "ssl" => Some(Socket::Tls),
        "starttls" | "tls" => Some(Socket::Starttls),
        "plain" | "none" => Some(Socket::Plain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<Vec<(Kind, String, u16, Socket)>> {
        Some(parse(text.as_bytes())?.into_iter().map(|s| (s.kind, s.host, s.port, s.socket)).collect())
    }

    #[test]
    fn mozillas_form() {
        let file = "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"example.com\">\
            <incomingServer type=\"imap\"><hostname> imap.%EMAILDOMAIN% </hostname><port>143</port><socketType>STARTTLS</socketType></incomingServer>\
            <incomingServer type=\"exchange\"><hostname>x</hostname><port>443</port></incomingServer>\
            <outgoingServer type=\"smtp\"><hostname>smtp.example.com</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>\
            </emailProvider></clientConfig>";
        let wanted = [
            (Kind::Imap, "imap.%EMAILDOMAIN%".to_owned(), 143, Socket::Starttls),
            (Kind::Smtp, "smtp.example.com".to_owned(), 465, Socket::Tls),
        ];
        assert_eq!(told(file), Some(wanted.to_vec()));
    }

    #[test]
    fn microsofts_form() {
        let file = "<Autodiscover xmlns=\"a\"><Response xmlns=\"b\"><Account><Protocol><Type>POP3</Type><Server>p.example.com</Server>\
            <Port>995</Port><SSL>on</SSL></Protocol><Protocol><Type>SMTP</Type><Server>s.example.com</Server><Port>587</Port>\
            <Encryption>TLS</Encryption></Protocol><Protocol><Type>EXCH</Type><Server>e.example.com</Server></Protocol></Account></Response></Autodiscover>";
        let wanted =
            [(Kind::Pop3, "p.example.com".to_owned(), 995, Socket::Tls), (Kind::Smtp, "s.example.com".to_owned(), 587, Socket::Starttls)];
        assert_eq!(told(file), Some(wanted.to_vec()));
    }

    #[test]
    fn what_is_no_such_file() {
        for text in ["", "404 not found", "<html></html>", "<clientConfig><emailProvider>", "<clientConfig><a></clientConfig>"] {
            assert_eq!(told(text), None, "{text}");
        }
        assert_eq!(told("<clientConfig></clientConfig>"), Some(vec![]));
        let deep = format!("<clientConfig>{}", "<a>".repeat(100_000));
        assert_eq!(told(&deep), None);
        let many = "<incomingServer type=\"imap\"><hostname>h</hostname><port>993</port></incomingServer>".repeat(100);
        assert_eq!(told(&format!("<clientConfig>{many}</clientConfig>")).map(|s| s.len()), Some(MOST_SERVERS));
        assert_eq!(parse(&vec![b' '; MOST + 1]), None);
    }
}
