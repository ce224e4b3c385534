//! What a reply to MAIL or RCPT says, and of whom: a reviewed table of wordings, each with a reply that holds it.
//! Never how bad that is.

use crate::blame::{blames_client, plain};
use facts::answer::{Reply, Text};
use facts::{Name, Reason};

/// What a reply says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// 2xx.
    Accepted,
    /// 4xx.
    Deferred,
    /// 4xx that speaks of greylisting.
    Greylisted,
    /// It blames the address or name that the audit runs from.
    BlamesUs,
    /// 5xx: TLS must come first.
    TlsFirst,
    /// 5xx: no such mailbox.
    UnknownUser,
    /// 5xx: the server does not take mail for that domain.
    NotServed,
    /// 5xx: the sender's address does not please.
    BadSender,
    /// Any other 5xx: a policy, or no reason given.
    Refused,
    /// What no reply to such a command can be.
    Odd,
}

impl Meaning {
    /// Why such a reply leaves open what was asked.
    #[must_use]
    pub fn leaves_open(self) -> Reason {
        match self {
            Meaning::Deferred | Meaning::Greylisted => Reason::TemporaryRefusal,
            Meaning::BlamesUs => Reason::OwnAddressBlamed,
            _ => Reason::Ambiguous,
        }
    }
}

/// Names that a reply may repeat without meaning anything by them.
#[derive(Clone, Debug, Default)]
pub(super) struct Echoes(Vec<String>);

impl Echoes {
    pub(super) fn new(domain: &Name, helo: &str) -> Self {
        let texts = [domain.as_str(), helo].into_iter().filter(|text| !text.is_empty());
        Self(texts.map(str::to_ascii_lowercase).collect())
    }

    /// `reply` without the paths and names that it repeats: a domain called `rbl.example` is no blocklist.
    fn without(&self, reply: &Reply) -> Reply {
        let lines = reply.lines.iter().map(|line| {
            let mut text = String::from_utf8_lossy(&line.0).to_ascii_lowercase();
            while let Some((open, close)) = path(&text) {
                text.replace_range(open..=close, " ");
            }
            self.0.iter().for_each(|echo| text = text.replace(echo.as_str(), " "));
            Text(text.into_bytes())
        });
        Reply { code: reply.code, lines: lines.collect() }
    }

    /// What `reply`, to a MAIL or RCPT, says.
    pub(super) fn meaning(&self, reply: &Reply) -> Meaning {
        match reply.code / 100 {
            2 => return Meaning::Accepted,
            4 | 5 => {}
            _ => return Meaning::Odd,
        }
        let reply = &self.without(reply);
        if blames_client(reply) {
            return Meaning::BlamesUs;
        }
        let said = plain(&reply.to_text());
        if reply.code < 500 {
            return if says(&said, GREYLISTED) { Meaning::Greylisted } else { Meaning::Deferred };
        }
        if says(&said, TLS_FIRST) {
            Meaning::TlsFirst
        } else if says(&said, NOT_SERVED) {
            Meaning::NotServed
        } else if says(&said, BAD_SENDER) {
            Meaning::BadSender
        } else if says(&said, UNKNOWN_USER) {
            Meaning::UnknownUser
        } else {
            Meaning::Refused
        }
    }
}

/// A path in angle brackets with an address in it; `<>` and comparisons are none.
fn path(text: &str) -> Option<(usize, usize)> {
    let starts = text.match_indices('<').map(|(at, _)| at);
    let whole = |open: usize| {
        let close = open + text[open..].find('>')?;
        text[open..close].contains('@').then_some((open, close))
    };
    starts.filter_map(whole).next()
}

fn says(said: &str, wordings: &[(&str, &str)]) -> bool {
    wordings.iter().any(|(words, _)| said.contains(&format!(" {words} ")))
}

const GREYLISTED: &[(&str, &str)] = &[
    ("greylisted", "450 4.2.0 Greylisted, see http://postgrey.schweikert.ch/help/example.com.html"),
    ("greylisting", "451 4.7.1 Greylisting in action, please come back later"),
    ("greylist", "451 4.3.0 greylist: try again in 300 seconds"),
    ("grey listed", "451 grey listed, please try again"),
    ("grey listing", "450 grey-listing is active"),
    ("graylisted", "450 4.7.1 Graylisted"),
    ("graylisting", "451 DT:SPM Graylisting in progress"),
    ("graylist", "451 4.7.1 graylist"),
    ("postgrey", "450 4.2.0 deferred by postgrey"),
];

const TLS_FIRST: &[(&str, &str)] = &[
    ("starttls", "530 5.7.0 Must issue a STARTTLS command first"),
    ("must use tls", "550 5.7.1 you must use TLS"),
    ("tls required", "550 5.7.10 TLS required"),
    ("tls is required", "554 5.7.1 TLS is required for this recipient"),
    ("requires tls", "554 5.7.0 this server requires TLS"),
    ("encryption required", "554 5.7.1 Session encryption required"),
    ("encryption is required", "550 5.7.10 Encryption is required"),
    ("encryption needed", "523 5.7.10 Encryption Needed"),
    ("5 7 10", "554 5.7.10 no"),
];

const NOT_SERVED: &[(&str, &str)] = &[
    ("relay access denied", "554 5.7.1 <postmaster@example.com>: Relay access denied"),
    ("relay denied", "550 5.7.1 relay denied"),
    ("relaying denied", "550 5.7.1 <postmaster@example.com>... Relaying denied"),
    ("relaying is denied", "550 relaying is denied"),
    ("relay not permitted", "550 relay not permitted"),
    ("relaying not permitted", "550 relaying not permitted"),
    ("relay not allowed", "550 5.7.1 relay not allowed"),
    ("relaying not allowed", "550 5.7.1 Relaying not allowed"),
    ("relay prohibited", "550 relay prohibited"),
    ("unable to relay", "550 5.7.1 Unable to relay"),
    ("we do not relay", "550 we do not relay"),
    ("we don t relay", "550 5.7.1 we don't relay"),
    ("not allowed to relay", "550 5.7.1 you are not allowed to relay"),
    ("rcpthosts", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    ("not our domain", "550 5.7.1 not our domain"),
    ("not my domain", "550 not my domain"),
    ("not a local domain", "550 5.1.2 not a local domain"),
    ("domain not local", "550 domain not local"),
    ("domain is not local", "550 domain is not local"),
    ("domain not hosted", "550 5.1.2 domain not hosted here"),
    ("domain is not hosted", "550 domain is not hosted here"),
    ("no such domain", "550 5.1.2 no such domain here"),
    ("unknown domain", "550 5.1.2 unknown domain"),
    ("domain unknown", "550 5.1.2 domain unknown"),
    ("domain not served", "550 domain not served"),
    ("not accept mail for this domain", "550 We do not accept mail for this domain"),
    ("not accept mail for that domain", "550 We do not accept mail for that domain"),
    ("not handle mail for", "550 this server does not handle mail for example.com"),
    ("non accepted domain", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
    ("5 1 2", "550 5.1.2 bad destination"),
];

const BAD_SENDER: &[(&str, &str)] = &[
    ("sender address rejected", "550 5.1.8 <postmaster@probe.example>: Sender address rejected: Domain not found"),
    ("sender address refused", "550 sender address refused"),
    ("sender rejected", "550 5.7.1 sender rejected"),
    ("sender denied", "550 5.7.1 Sender denied"),
    ("sender domain", "553 sender domain must exist"),
    ("sender verify failed", "550 Sender verify failed"),
    ("sender verification", "550 sender verification failed"),
    ("invalid sender", "501 5.1.7 Invalid sender"),
    ("bad sender", "501 5.1.7 Bad sender address syntax"),
    ("domain of sender", "553 5.1.8 Domain of sender address does not exist"),
    ("envelope sender", "550 envelope sender not acceptable"),
    ("return path", "550 no such return path"),
    ("spf", "550 5.7.23 SPF validation failed"),
    ("dmarc", "550 5.7.1 refused by DMARC policy"),
    ("5 1 7", "501 5.1.7 no"),
    ("5 1 8", "550 5.1.8 no"),
    ("5 7 23", "550 5.7.23 no"),
    ("5 7 27", "550 5.7.27 no"),
];

const UNKNOWN_USER: &[(&str, &str)] = &[
    ("5 1 1", "550 5.1.1 <postmaster@example.com>: Recipient address rejected"),
    ("5 1 10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ("user unknown", "550 User unknown in virtual mailbox table"),
    ("unknown user", "550 unknown user"),
    ("unknown recipient", "550 unknown recipient"),
    ("recipient unknown", "550 recipient unknown"),
    ("recipient not found", "550 5.4.1 Recipient not found"),
    ("user not found", "550 user not found"),
    ("no such user", "550 5.7.1 No such user!"),
    ("no such recipient", "550 no such recipient here"),
    ("no such mailbox", "550 no such mailbox"),
    ("no such address", "550 no such address here"),
    ("no such person", "550 no such person at this address"),
    ("no such local user", "550 No such local user"),
    ("no such account", "550 no such account"),
    ("no mailbox", "550 sorry, no mailbox here by that name (#5.1.1)"),
    ("mailbox not found", "550 mailbox not found"),
    ("mailbox unavailable", "550 Requested action not taken: mailbox unavailable"),
    ("mailbox does not exist", "550 mailbox does not exist"),
    ("invalid mailbox", "550 invalid mailbox"),
    ("unknown mailbox", "550 unknown mailbox"),
    ("not a valid mailbox", "550 not a valid mailbox"),
    ("not a known user", "550 that is not a known user"),
    ("invalid recipient", "550 5.1.3 Invalid recipient"),
    ("address unknown", "550 address unknown"),
    ("unknown address", "550 unknown address"),
    ("addressee unknown", "550 addressee unknown"),
    ("address does not exist", "550 address does not exist"),
    ("account does not exist", "550 account does not exist"),
    ("user does not exist", "550 user does not exist"),
    ("user doesn t exist", "550 user doesn't exist"),
    ("recipient does not exist", "550 recipient does not exist"),
    ("that you tried to reach does not exist", "550-5.1.1 The email account that you tried to reach does not exist."),
    ("unrouteable address", "550 Unrouteable address"),
    ("unroutable address", "550 unroutable address"),
    ("unknown local part", "550 unknown local-part in domain"),
    ("unknown or illegal alias", "550 unknown or illegal alias"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn echoes(domain: &str) -> Echoes {
        Echoes::new(&Name::parse(domain).expect("name"), "probe.example")
    }

    fn meaning(domain: &str, text: &str) -> Meaning {
        let lines = vec![Text::from(text[4..].trim_start())];
        echoes(domain).meaning(&Reply { code: text[..3].parse().expect("code"), lines })
    }

    #[test]
    fn every_wording_is_found_in_its_reply() {
        let tables = [
            (GREYLISTED, Meaning::Greylisted),
            (TLS_FIRST, Meaning::TlsFirst),
            (NOT_SERVED, Meaning::NotServed),
            (BAD_SENDER, Meaning::BadSender),
            (UNKNOWN_USER, Meaning::UnknownUser),
        ];
        for (table, wanted) in tables {
            for (words, seen_in) in table {
                assert!(plain(seen_in).contains(&format!(" {words} ")), "'{words}' is not in '{seen_in}'");
                assert_eq!(meaning("example.com", seen_in), wanted, "{seen_in}");
            }
        }
    }

    #[test]
    fn what_gives_no_such_reason_is_a_refusal() {
        for text in [
            "550 5.7.1 rejected by local policy",
            "554 5.7.1 Message refused",
            "550 Access denied",
            "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
            "552 5.2.2 over quota",
            "550 5.2.1 disabled",
            "553 5.1.3 The recipient address <postmaster> is not a valid RFC 5321 address.",
            "503 5.5.1 bad sequence of commands",
        ] {
            assert_eq!(meaning("example.com", text), Meaning::Refused, "{text}");
        }
        assert_eq!(meaning("example.com", "450 4.2.0 try again later"), Meaning::Deferred);
        assert_eq!(meaning("example.com", "354 go"), Meaning::Odd);
        assert_eq!(meaning("example.com", "251 2.1.5 will forward"), Meaning::Accepted);
    }

    #[test]
    fn who_is_blamed() {
        let blocked = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org";
        assert_eq!(meaning("example.com", blocked), Meaning::BlamesUs);
        assert_eq!(meaning("example.com", "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]"), Meaning::BlamesUs);
        // The names of those concerned mean nothing.
        assert_eq!(meaning("rbl.example", "550 5.1.1 <postmaster@rbl.example>: no"), Meaning::UnknownUser);
        assert_eq!(meaning("spf.example", "550 postmaster@spf.example is refused"), Meaning::Refused);
        assert_eq!(meaning("example.com", "550 5.7.1 <postmaster@ptr.example.com>: <a@b <c@d>> policy"), Meaning::Refused);
    }
}
