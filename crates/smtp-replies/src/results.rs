//! Authentication-Results (RFC 8601): what a receiver's checks of a message came to, each with its meaning and remedies.

use crate::explain::Persistence;
use crate::kind::{Actor, Kind};
use std::net::IpAddr;

mod words;

pub use words::ResultWords;

/// Results of one header that are read.
const RESULT_LIMIT: usize = 64;
/// Octets of one header that are read.
const HEADER_LIMIT: usize = 16 * 1024;
/// Properties of one result.
const PROPERTY_LIMIT: usize = 16;

/// One method's result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MethodResult {
    /// The method, lower case (`spf`, `dkim`, `dmarc`, `arc`, `iprev`, …).
    pub method: String,
    /// The result, lower case (`pass`, `fail`, `softfail`, `none`, …).
    pub result: String,
    /// The reason, as written.
    pub reason: Option<String>,
    /// Comments in parentheses, joined, as written.
    pub comment: Option<String>,
    /// `smtp.mailfrom`, `header.d`, …: names in lower case, values as written.
    pub properties: Vec<(String, String)>,
    /// The server that judged.
    pub server: Option<String>,
}

/// Whether a text has the name of such a header in front: `Authentication-Results`, the ARC one, or `Received-SPF`.
#[must_use]
pub fn is_results_header(line: &str) -> bool {
    header_name(line).is_some()
}

fn header_name(line: &str) -> Option<&'static str> {
    const NAMES: [&str; 4] = ["authentication-results", "arc-authentication-results", "x-authentication-results", "received-spf"];
    let name = line.split_once(':')?.0.trim();
    NAMES.into_iter().find(|n| n.eq_ignore_ascii_case(name))
}

/// Reads a header, folded or not, with or without its name. Never fails; what is none gives nothing.
#[must_use]
pub fn authentication_results(bytes: &[u8]) -> Vec<MethodResult> {
    let text = String::from_utf8_lossy(bytes.get(..HEADER_LIMIT).unwrap_or(bytes));
    let text = text.replace(['\r', '\n', '\t'], " ");
    let name = header_name(&text);
    let value = name.and_then(|_| text.split_once(':')).map_or(text.as_str(), |(_, value)| value).trim();
    if name == Some("received-spf") {
        return received_spf(value).into_iter().collect();
    }
    let mut server = None;
    let mut found = Vec::new();
    for (number, clause) in clauses(value).into_iter().enumerate() {
        match result(&clause) {
            Some(one) => found.push(one),
            // The first clause names the server (RFC 8601 2.2); `i=1` of ARC stands before it.
            None if number < 2 && server.is_none() => server = authserv(&clause),
            None => {}
        }
    }
    let named = |one: MethodResult| MethodResult { server: server.clone(), ..one };
    found.into_iter().take(RESULT_LIMIT).map(named).collect()
}

fn authserv(clause: &Clause) -> Option<String> {
    clause.words.first().filter(|w| !w.contains('=')).cloned()
}

/// The words of one clause and its comments.
#[derive(Default)]
struct Clause {
    words: Vec<String>,
    comment: String,
}

/// Splits at `;` outside quotes and comments; depth is counted, so that nothing recurses.
fn clauses(text: &str) -> Vec<Clause> {
    let (mut all, mut clause, mut word) = (Vec::new(), Clause::default(), String::new());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        if escaped {
            escaped = false;
            if depth > 0 {
                clause.comment.push(c)
            } else {
                word.push(c)
            }
            continue;
        }
        match c {
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => {
                if depth == 0 && !clause.comment.is_empty() {
                    clause.comment.push_str("; ");
                }
                depth += 1;
            }
            ')' if !quoted && depth > 0 => depth -= 1,
            _ if depth > 0 => clause.comment.push(c),
            ';' if !quoted => {
                close(&mut clause, &mut word);
                all.push(std::mem::take(&mut clause));
                if all.len() > RESULT_LIMIT {
                    return all;
                }
            }
            _ if c.is_whitespace() && !quoted => close(&mut clause, &mut word),
            _ => word.push(c),
        }
    }
    close(&mut clause, &mut word);
    all.push(clause);
    all
}

/// `method = result` may have spaces around its sign (RFC 8601 2.2): such words are one.
fn close(clause: &mut Clause, word: &mut String) {
    let word = std::mem::take(word);
    if word.is_empty() {
        return;
    }
    let room = clause.words.len() < 2 * PROPERTY_LIMIT;
    match clause.words.last_mut() {
        Some(last) if word.starts_with('=') || last.ends_with('=') => last.push_str(&word),
        _ if room => clause.words.push(word),
        _ => {}
    }
}

fn result(clause: &Clause) -> Option<MethodResult> {
    let (method, result) = clause.words.first()?.split_once('=')?;
    let method = method.split('/').next().unwrap_or(method).to_ascii_lowercase();
    let plain = |w: &str| !w.is_empty() && w.len() < 40 && w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let result = result.to_ascii_lowercase();
    if !plain(&method) || !plain(&result) || method == "i" {
        return None;
    }
    let mut one = MethodResult { method, result, ..MethodResult::default() };
    for (name, value) in clause.words.iter().skip(1).filter_map(|w| w.split_once('=')).take(PROPERTY_LIMIT) {
        if name.eq_ignore_ascii_case("reason") {
            one.reason = Some(value.to_owned());
        } else {
            one.properties.push((name.to_ascii_lowercase(), value.to_owned()));
        }
    }
    one.comment = Some(clause.comment.trim().to_owned()).filter(|c| !c.is_empty());
    Some(one)
}

/// `pass (comment) client-ip=…; envelope-from=…;` (RFC 7208 9.1).
fn received_spf(value: &str) -> Option<MethodResult> {
    let parts = clauses(value);
    let words: Vec<&String> = parts.iter().flat_map(|c| &c.words).collect();
    let result = words.first()?.to_ascii_lowercase();
    let mut one = MethodResult { method: "spf".into(), result, ..MethodResult::default() };
    for (name, value) in words.iter().skip(1).filter_map(|w| w.split_once('=')).take(PROPERTY_LIMIT) {
        let name = match name.to_ascii_lowercase().as_str() {
            "envelope-from" => "smtp.mailfrom".to_owned(),
            "helo" => "smtp.helo".to_owned(),
            "receiver" => {
                one.server = Some(value.to_owned());
                continue;
            }
            other => other.to_owned(),
        };
        one.properties.push((name, value.to_owned()));
    }
    one.comment = parts.iter().map(|c| c.comment.trim()).find(|c| !c.is_empty()).map(str::to_owned);
    matches!(one.result.as_str(), "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror").then_some(one)
}

impl MethodResult {
    /// What the result means, and what to do.
    #[must_use]
    pub fn words(&self) -> ResultWords {
        words::words(&self.method, &self.result)
    }

    /// `method=result` and the properties, as the header has them.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}={}", self.method, self.result);
        for (name, value) in &self.properties {
            text.push_str(&format!(" {name}={value}"));
        }
        if let Some(reason) = &self.reason {
            text.push_str(&format!(" reason=\"{reason}\""));
        }
        if let Some(comment) = &self.comment {
            text.push_str(&format!(" ({comment})"));
        }
        text
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.method.as_str() {
            "spf" | "sender-id" => Kind::Spf,
            "dkim" | "domainkeys" | "dkim-adsp" | "dkim-atps" => Kind::Dkim,
            "dmarc" | "vbr" => Kind::Dmarc,
            "iprev" => Kind::Ptr,
            "auth" => Kind::AuthFailed,
            "compauth" | "arc" => Kind::AuthMissing,
            "dnswl" | "x-dnsbl" => Kind::DnsblIp,
            _ => Kind::Unknown,
        }
    }

    /// Whether it is good, will pass by itself, or stays.
    #[must_use]
    pub fn persistence(&self) -> Persistence {
        match self.result.as_str() {
            "pass" | "bestguesspass" | "softpass" => Persistence::Success,
            "temperror" => Persistence::Temporary,
            "fail" | "hardfail" | "softfail" | "permerror" | "policy" | "discard" | "nxdomain" => Persistence::Permanent,
            _ => Persistence::Unknown,
        }
    }

    /// Who must act.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match (self.method.as_str(), self.result.as_str()) {
            (_, "temperror") => Actor::Network,
            ("auth", _) => Actor::Sender,
            ("arc", _) => Actor::RecipientAdmin,
            _ => Actor::SenderAdmin,
        }
    }

    /// The domain that was judged.
    #[must_use]
    pub fn domain(&self) -> Option<String> {
        const NAMES: [&str; 8] =
            ["header.d", "header.from", "smtp.mailfrom", "smtp.mfrom", "smtp.helo", "header.i", "policy.domain", "smtp.rcptto"];
        let value = NAMES.iter().find_map(|n| self.property(n).filter(|v| v.contains('.')))?;
        let host = value.rsplit_once('@').map_or(value, |(_, host)| host);
        Some(host.trim_matches(['<', '>', '.']).to_ascii_lowercase()).filter(|d| !d.is_empty() && d.len() < 254)
    }

    /// The address that sent, where it is told.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        let told = ["policy.iprev", "smtp.remote-ip", "client-ip", "smtp.client-ip", "policy.ip"];
        let of_property = told.iter().find_map(|n| self.property(n)?.parse().ok());
        let words = self.comment.as_deref().unwrap_or_default().split([' ', ')', '(', ',']);
        of_property.or_else(|| words.filter_map(|w| w.trim_matches(['[', ']', ';', '.']).parse().ok()).next())
    }

    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        let all = authentication_results(text.as_bytes());
        all.into_iter().map(|r| (r.method.clone(), r.result.clone(), r.domain().unwrap_or_default())).collect()
    }

    #[test]
    fn a_header_as_gmail_writes_it() {
        let header = "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=abc;\r\n       \
            spf=softfail (google.com: domain of transitioning a@example.com does not designate 192.0.2.1 as permitted sender) smtp.mailfrom=a@example.com;\r\n       \
            dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE) header.from=example.com";
        let all = authentication_results(header.as_bytes());
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|r| r.server.as_deref() == Some("mx.google.com")));
        assert_eq!((all[1].result.as_str(), all[1].address()), ("softfail", "192.0.2.1".parse().ok()));
        assert_eq!(all[2].comment.as_deref(), Some("p=REJECT sp=REJECT dis=QUARANTINE"));
        assert_eq!(all[1].persistence(), Persistence::Permanent);
        assert_eq!(read(header)[0], ("dkim".into(), "pass".into(), "example.com".into()));
    }

    #[test]
    fn forms_of_the_grammar() {
        type Expected = &'static [(&'static str, &'static str, &'static str)];
        let cases: [(&str, Expected); 8] = [
            ("example.org 1; none", &[]),
            ("Authentication-Results: mx; spf = fail smtp.mailfrom = a@example.net", &[("spf", "fail", "example.net")]),
            ("mx;dkim/1=Pass reason=\"good; (really)\" header.d=Example.com", &[("dkim", "pass", "example.com")]),
            ("ARC-Authentication-Results: i=2; mx.example; arc=fail (a (nested; comment) b)", &[("arc", "fail", "")]),
            ("iprev=pass policy.iprev=192.0.2.1 (mx.example.com)", &[("iprev", "pass", "")]),
            (
                "Received-SPF: fail (mx: no) client-ip=192.0.2.9; envelope-from=\"a@example.com\"; helo=h.example.com; receiver=mx",
                &[("spf", "fail", "example.com")],
            ),
            ("Received-SPF: nonsense", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
        let spf = &authentication_results(b"Received-SPF: fail client-ip=192.0.2.9;")[0];
        assert_eq!(spf.address(), "192.0.2.9".parse().ok());
    }

    #[test]
    fn hostile_headers_stay_small() {
        assert!(authentication_results("spf=pass;".repeat(10_000).as_bytes()).len() <= RESULT_LIMIT);
        let deep = format!("mx; spf=pass {}", "(".repeat(100_000));
        assert!(authentication_results(deep.as_bytes()).len() <= 1);
        let wide = format!("mx; spf=pass {}", "a=b ".repeat(4_000));
        assert!(authentication_results(wide.as_bytes()).iter().all(|r| r.properties.len() <= PROPERTY_LIMIT));
    }
}
