//! What a text itself names: addresses, domains, lists, recipients, links. Bounded, never guesses.

use std::net::IpAddr;

/// Names at most eight of each are kept, in the order of the text.
const KEPT: usize = 8;

/// How Exchange names the parts of it that refused (`RESOLVER.ADR.RecipientNotFound`), which look like hosts.
const COMPONENTS: [&str; 7] = ["resolver.", "storedrv.", "queue.", "transport.rules.", "routing.", "smtpsend.", "categorizer."];

/// What the text names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// IP addresses, RFC 5952.
    pub addresses: Vec<IpAddr>,
    /// Mail addresses, as written.
    pub mailboxes: Vec<String>,
    /// Host and domain names, lower case.
    pub domains: Vec<String>,
    /// The blocklist that the text blames.
    pub blocklist: Option<String>,
    /// Links, as written.
    pub links: Vec<String>,
}

impl Named {
    /// Reads a text, at most 16 KiB of it.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut named = Self::default();
        let parts = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | '\'' | ',' | ';' | '=');
        let mut after_using = false;
        for word in text.split(parts).filter(|w| !w.is_empty()).take(2048) {
            let word = word.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '?'));
            let lower = word.to_ascii_lowercase();
            if lower.starts_with("http://") || lower.starts_with("https://") {
                keep(&mut named.links, word.to_owned());
            } else if let Some(address) = address(word) {
                keep(&mut named.addresses, address);
            } else if let Some((local, domain)) = word.rsplit_once('@') {
                if !local.is_empty() && is_domain(domain) {
                    keep(&mut named.mailboxes, word.trim_start_matches("mailto:").to_owned());
                }
            } else if is_domain(&lower) && !COMPONENTS.iter().any(|c| lower.starts_with(c)) {
                if named.blocklist.is_none() && (after_using || looks_like_list(&lower)) {
                    named.blocklist = Some(lower.clone());
                }
                keep(&mut named.domains, lower.clone());
            }
            after_using = matches!(lower.as_str(), "using" | "at" | "by") && text.to_ascii_lowercase().contains("list") || lower == "using";
        }
        named
    }

    /// The address that the reply most probably blames: the first public one, else the first.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.addresses.first().copied()
    }
}

fn keep<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < KEPT && !list.contains(&item) {
        list.push(item);
    }
}

fn address(word: &str) -> Option<IpAddr> {
    let bare = word.strip_prefix("IPv6:").unwrap_or(word);
    bare.parse().ok().or_else(|| bare.split_once(':').filter(|(_, port)| port.len() < 6).and_then(|(a, _)| a.parse().ok()))
}

fn is_domain(word: &str) -> bool {
    let label = |l: &str| !l.is_empty() && l.len() < 64 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let top = word.rsplit('.').next().unwrap_or("");
    word.len() < 254
        && word.contains('.')
        && top.len() > 1
        && top.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        && word.split('.').all(label)
}

fn looks_like_list(domain: &str) -> bool {
    ["spamhaus.", "spamcop.", "dnsbl", "rbl.", "barracudacentral.", "sorbs.", "surbl.", "uribl.", "uceprotect.", "abuseat."]
        .iter()
        .any(|l| domain.contains(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let named = Named::read(
            "554 5.7.1 <a@example.org>: Client host [192.0.2.7] blocked using zen.spamhaus.org; https://check.spamhaus.org/q?ip=192.0.2.7",
        );
        assert_eq!(named.address(), "192.0.2.7".parse().ok());
        assert_eq!(named.mailboxes, ["a@example.org"]);
        assert_eq!(named.blocklist.as_deref(), Some("zen.spamhaus.org"));
        assert_eq!(named.links.len(), 1);
        assert_eq!(Named::read("5.7.1 e.g. v1.2 500"), Named::default());
    }
}
