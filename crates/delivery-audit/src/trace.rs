//! The trace that servers leave in a message (RFC 5321 4.4): its hops, and how the last one from outside was protected.
//! What stands below the receiver's own lines may be forged, and is not read.

use crate::header::Field;
use records::domain::organisational;
use std::net::IpAddr;

/// Comments of one Received field that are kept, and octets of it that are read.
const MOST_COMMENTS: usize = 16;
const LONGEST: usize = 4_096;

/// One Received field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// Who handed the message over, as it named itself, in lower case.
    pub from: Option<String>,
    /// Who took it, in lower case.
    pub by: Option<String>,
    /// The protocol, as written (`ESMTPS`).
    pub with: Option<String>,
    /// What stands in parentheses.
    comments: Vec<String>,
}

/// How the last hop was protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// By TLS: version (`TLSv1.3`) and suite as far as the server tells.
    Tls(Option<String>, Option<String>),
    /// Not at all, by what the server says.
    Clear,
    /// The server does not say.
    Untold,
}

impl Hop {
    /// Reads the value of a Received field.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let (words, comments) = parted(value);
        let mut hop = Self { comments, ..Self::default() };
        let mut place: Option<&str> = None;
        for word in &words {
            let key = word.to_ascii_lowercase();
            if ["from", "by", "via", "with", "id", "for"].contains(&key.as_str()) {
                place = ["from", "by", "via", "with", "id", "for"].into_iter().find(|k| *k == key);
                continue;
            }
            match place {
                Some("from") => drop(hop.from.get_or_insert(key)),
                Some("by") => drop(hop.by.get_or_insert(key)),
                Some("with") => match &mut hop.with {
                    // "Microsoft SMTP Server" is one protocol.
                    Some(with) if with.len() < 40 => with.push_str(&format!(" {word}")),
                    Some(_) => {}
                    None => hop.with = Some(word.clone()),
                },
                _ => {}
            }
        }
        hop
    }

    /// Whether this is a message coming over SMTP from another machine.
    fn is_smtp(&self) -> bool {
        let with = self.with.as_deref().unwrap_or_default().to_ascii_uppercase();
        let local = |name: &str| name == "localhost" || name.starts_with("localhost.") || name == "[127.0.0.1]";
        let loopback = self.address().is_some_and(|a| a.is_loopback());
        with.contains("SMTP") && self.from.as_deref().is_some_and(|from| !local(from)) && !loopback
    }

    /// Whether both ends belong to one organisation, by their names.
    fn is_internal(&self) -> bool {
        let whole = |name: &Option<String>| name.as_deref().and_then(organisational).map(str::to_owned);
        whole(&self.from).is_some_and(|from| Some(from) == whole(&self.by))
    }

    /// The address in brackets that the receiver saw.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        let texts = self.comments.iter().map(String::as_str).chain(self.from.as_deref());
        texts.flat_map(|text| text.split('[').skip(1)).find_map(|rest| {
            let inner = rest.split(']').next()?;
            inner.strip_prefix("IPv6:").or_else(|| inner.strip_prefix("ipv6:")).unwrap_or(inner).parse().ok()
        })
    }

    /// How it was protected.
    #[must_use]
    pub fn protection(&self) -> Protection {
        let with = self.with.as_deref().unwrap_or_default().to_ascii_uppercase();
        let first = with.split_whitespace().next().unwrap_or_default();
        let told = || self.comments.iter().map(String::as_str).chain(self.with.as_deref());
        let version = told().find_map(version);
        if version.is_some() || ["ESMTPS", "ESMTPSA", "SMTPS", "UTF8SMTPS", "UTF8SMTPSA"].contains(&first) {
            return Protection::Tls(version, told().find_map(suite));
        }
        match first {
            "SMTP" | "ESMTP" | "ESMTPA" | "UTF8SMTP" | "UTF8SMTPA" => Protection::Clear,
            _ => Protection::Untold,
        }
    }
}

/// The Received fields among `fields` with their places, the topmost first.
pub(crate) fn hops(fields: &[Field]) -> Vec<(usize, Hop)> {
    fields.iter().enumerate().filter(|(_, f)| f.name == "received").map(|(at, f)| (at, Hop::parse(&f.value))).collect()
}

/// The hop by which the message came to its receiver: the topmost over SMTP between different organisations; else,
/// where all names are of one, the topmost over SMTP.
pub(crate) fn last_from_outside(hops: &[(usize, Hop)]) -> Option<&(usize, Hop)> {
    let smtp = || hops.iter().filter(|(_, hop)| hop.is_smtp());
    smtp().find(|(_, hop)| !hop.is_internal()).or_else(|| smtp().next())
}

/// The words outside of parentheses up to the date, and what stands in them.
fn parted(value: &str) -> (Vec<String>, Vec<String>) {
    let (mut words, mut comments, mut depth) = (vec![String::new()], Vec::new(), 0_usize);
    for c in value.chars().take(LONGEST) {
        match c {
            '(' => {
                depth += 1;
                if depth == 1 {
                    words.push(String::new());
                    comments.push(String::new());
                }
            }
            ')' => depth = depth.saturating_sub(1),
            c if depth > 0 => comments.last_mut().into_iter().for_each(|comment| comment.push(c)),
            ';' => break,
            c if c.is_whitespace() => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    comments.truncate(MOST_COMMENTS);
    (words, comments)
}

/// `TLSv1.3`, `TLS1_3`, `TLS1.3`, as Postfix, Exchange, Gmail and Exim write it; in one spelling.
fn version(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    upper.match_indices("TLS").find_map(|(at, _)| {
        let rest = &upper[at + 3..];
        let rest = rest.strip_prefix('V').unwrap_or(rest);
        let minor = rest.strip_prefix("1.").or_else(|| rest.strip_prefix("1_"))?.chars().next()?;
        minor.is_ascii_digit().then(|| format!("TLSv1.{minor}"))
    })
}

/// The suite behind `cipher`, or behind Exim's `tls` and version.
fn suite(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("cipher").map(|at| at + "cipher".len()).or_else(|| lower.find(" tls ").map(|at| at + 5))?;
    let rest = text.get(at..)?.trim_start_matches([' ', '=', ':']);
    let suite: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).take(64).collect();
    (!suite.is_empty()).then_some(suite)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protection(value: &str) -> String {
        match Hop::parse(value).protection() {
            Protection::Tls(version, suite) => format!("{} {}", version.unwrap_or_default(), suite.unwrap_or_default()),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn tls_as_servers_write_it() {
        let postfix = "from mx.example.com (mx.example.com [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange \
            X25519) (No client certificate requested) by mx.example.net (Postfix) with ESMTPS id 4A for <b@example.net>; Mon, 23 Nov 2026 12:00:00 +0000 (UTC)";
        assert_eq!(protection(postfix), "TLSv1.3 TLS_AES_256_GCM_SHA384");
        assert_eq!(Hop::parse(postfix).address(), "192.0.2.1".parse().ok());
        let gmail = "from mx.example.com (mx.example.com. [2001:db8::1]) by mx.google.com with ESMTPS id x for <b@gmail.com> (version=TLS1_2 \
            cipher=ECDHE-ECDSA-AES128-GCM-SHA256 bits=128/128); Mon, 23 Nov 2026";
        assert_eq!(protection(gmail), "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256");
        let exchange = "from a.example.com (192.0.2.1) by b.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server (version=TLS1_3, \
            cipher=TLS_AES_256_GCM_SHA384) id 15.20.1";
        assert_eq!(protection(exchange), "TLSv1.3 TLS_AES_256_GCM_SHA384");
        assert_eq!(Hop::parse(exchange).with.as_deref(), Some("Microsoft SMTP Server"));
        let exim = "from a.example.com ([192.0.2.1]) by b.example.net with esmtps (TLS1.3) tls TLS_AES_128_GCM_SHA256 (Exim 4.96) id 1";
        assert_eq!(protection(exim).split(' ').next(), Some("TLSv1.3"));
        assert_eq!(protection("from a by b with ESMTPS id 1"), " ");
        assert_eq!(protection("from a by b with ESMTP id 1"), "Clear");
        assert_eq!(protection("from a by b with HTTP; x"), "Untold");
        assert_eq!(protection("by 2002:a05:6000::1 with SMTP id x; (TLSv1.3 in the date is none)"), "Clear");
    }

    #[test]
    fn the_last_hop_from_outside() {
        let field = |value: &str| Field { name: "received".into(), value: value.into() };
        let last = |values: &[&str]| {
            let fields: Vec<Field> = values.iter().map(|v| field(v)).collect();
            last_from_outside(&hops(&fields)).and_then(|(_, hop)| hop.by.clone()).unwrap_or_default()
        };
        let outside = "from out.example.com (out.example.com [192.0.2.1]) by mx.google.com with ESMTPS id 3";
        let forged = "from x.example.org by y.example.org with ESMTP";
        assert_eq!(last(&["by 2002:a05:7000:: with SMTP id 1", outside, forged]), "mx.google.com");
        assert_eq!(last(&["from mx.example.net by store.example.net with LMTP id 1", outside]), "mx.google.com");
        assert_eq!(last(&["from a.prod.outlook.com by b.prod.outlook.com with Microsoft SMTP Server", outside]), "mx.google.com");
        assert_eq!(last(&["from localhost (localhost [127.0.0.1]) by filter.example.net with ESMTP", outside]), "mx.google.com");
        assert_eq!(
            last(&["from a.example.net by b.example.net with ESMTP", "from c.example.net by d.example.net with ESMTP"]),
            "b.example.net"
        );
        assert_eq!(last(&["by store with local"]), "");
    }

    #[test]
    fn hostile_fields_come_to_an_end() {
        assert_eq!(Hop::parse(&"(".repeat(9_999)).from, None);
        assert_eq!(Hop::parse(&"a (b) ".repeat(9_999)).comments.len(), MOST_COMMENTS);
        assert_eq!(protection("from a by b with ESMTP (TLSv1.) (TLS) (cipher=)"), "Clear");
    }
}
