//! Replies that blame the address, or the name, that the audit runs from: they say nothing about
//! the server asked. A short reviewed table of wordings, each with a reply in which it was seen.

use facts::answer::Reply;

/// A wording that blames the client: whole words, lower case, everything else than letters and
/// digits read as a space.
struct Wording {
    words: &'static str,
    seen_in: &'static str,
}

/// Whether `reply`, given at connect or to EHLO, blames the client's address or name.
#[must_use]
pub fn blames_client(reply: &Reply) -> bool {
    if !(400..600).contains(&reply.code) {
        return false;
    }
    let said = plain(&reply.to_text());
    let load = reply.code < 500 && LOAD.iter().any(|words| said.contains(&format!(" {words} ")));
    !load && WORDINGS.iter().any(|w| said.contains(&format!(" {} ", w.words)))
}

/// All wordings, each with a reply in which it was seen.
#[must_use]
pub fn wordings() -> Vec<(&'static str, &'static str)> {
    WORDINGS.iter().map(|w| (w.words, w.seen_in)).collect()
}

pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Load or greylisting, not reputation: 'too many connections from your IP' asks for patience, whoever connects.
const LOAD: &[&str] = &[
    "too many",
    "rate limit",
    "connection limit",
    "connection rate",
    "concurrent",
    "maximum number of connections",
    "greylist",
    "greylisted",
    "greylisting",
    "graylist",
    "graylisted",
    "graylisting",
];

const WORDINGS: &[Wording] = &[
    // Blocklists, by Postfix's and others' templates, and by name.
    Wording { words: "blocked using", seen_in: "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org" },
    Wording { words: "client host rejected", seen_in: "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]" },
    Wording { words: "client host blocked", seen_in: "550 5.7.1 Client host blocked for spamming issues. OFR_506" },
    Wording { words: "spamhaus", seen_in: "553 5.7.1 [BL21] Connections not accepted from IP addresses on Spamhaus PBL" },
    Wording { words: "spamcop", seen_in: "550 JunkMail rejected - 192.0.2.1 is in an RBL: Spamcop" },
    Wording { words: "barracudanetworks", seen_in: "554 Rejected, see https://www.barracudanetworks.com/reputation/?r=1&ip=192.0.2.1" },
    Wording { words: "senderscore", seen_in: "554 5.7.1 refused, see https://senderscore.org/ for 192.0.2.1" },
    Wording { words: "dnsbl", seen_in: "550 Your host was found in the DNSBL" },
    Wording { words: "rbl", seen_in: "550 5.7.1 RBL restriction: 192.0.2.1" },
    Wording { words: "blacklisted", seen_in: "554 5.7.1 192.0.2.1 is blacklisted" },
    Wording { words: "black listed", seen_in: "554-No SMTP service 554 IP address is black listed." },
    Wording { words: "blacklist", seen_in: "550 5.7.1 Found on our local blacklist" },
    Wording { words: "blocklist", seen_in: "550 5.7.1 refused: local blocklist" },
    Wording { words: "blocklisted", seen_in: "550 5.7.1 192.0.2.1 has been blocklisted" },
    Wording {
        words: "block list",
        seen_in: "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent, since part of their network is on our block list (S3140).",
    },
    Wording { words: "banned sending ip", seen_in: "550 5.7.606 Access denied, banned sending IP [192.0.2.1]" },
    Wording { words: "ip banned", seen_in: "550 IP banned" },
    // Reputation.
    Wording {
        words: "reputation",
        seen_in: "421 4.7.0 [192.0.2.1] Our system has detected a very low reputation of the sending IP address",
    },
    Wording {
        words: "deferred due to user complaints",
        seen_in: "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints - 4.16.55.1",
    },
    Wording { words: "tss04", seen_in: "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume" },
    Wording {
        words: "blocked by spam statistics",
        seen_in: "554 5.7.1 [192.0.2.1] Blocked by spam statistics - see http://feedback.yandex.ru/",
    },
    Wording { words: "contact abuse corp mail ru", seen_in: "421 Try again later (192.0.2.1). Please contact abuse@corp.mail.ru" },
    Wording { words: "access from ip address", seen_in: "550 Access from ip address 192.0.2.1 blocked. Visit http://help.mail.ru/" },
    Wording { words: "your ip", seen_in: "554 5.7.1 Your IP address has been refused" },
    Wording { words: "your host", seen_in: "550 Your host is not welcome here" },
    Wording { words: "your network", seen_in: "554 Mail from your network is not accepted" },
    Wording { words: "your country", seen_in: "554 Connections from your country are not accepted" },
    Wording { words: "not allowed to connect", seen_in: "550 5.7.1 You are not allowed to connect." },
    // Reverse DNS.
    Wording { words: "ptr", seen_in: "550 5.7.1 [192.0.2.1] no PTR" },
    Wording { words: "reverse dns", seen_in: "550 5.7.25 Service unavailable. Sending host must have a reverse DNS record" },
    Wording { words: "rdns", seen_in: "421 4.7.1 rDNS of 192.0.2.1 is missing" },
    Wording { words: "reverse hostname", seen_in: "450 4.7.25 cannot find your reverse hostname, [192.0.2.1]" },
    Wording { words: "reverse lookup", seen_in: "550 Reverse lookup of 192.0.2.1 failed" },
    Wording { words: "name lookup failed", seen_in: "550 Access denied. IP name lookup failed [192.0.2.1]" },
    Wording { words: "dns nr", seen_in: "421 4.7.1 (DNS:NR) refused" },
    // Dynamic and home ranges.
    Wording { words: "dynamic ip", seen_in: "550 5.7.1 Mail from hosts with dynamic IP is refused" },
    Wording { words: "dynamic ips", seen_in: "550 We do not accept mail from dynamic IPs" },
    Wording { words: "dynamic address", seen_in: "554 192.0.2.1 is a dynamic address" },
    Wording { words: "residential", seen_in: "554 RTR:DU refused: residential address" },
    Wording { words: "rtr du", seen_in: "554 (RTR:DU) refused" },
    Wording { words: "dialup", seen_in: "550 dialup ranges are not accepted" },
    Wording { words: "dial up", seen_in: "550 dial-up ranges are not accepted" },
    Wording {
        words: "not authorized to send email directly to our servers",
        seen_in: "550 5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers.",
    },
    // The name that we greet with is ours too.
    Wording { words: "invalid helo", seen_in: "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)" },
    Wording { words: "helo command rejected", seen_in: "504 5.5.2 Helo command rejected: need fully-qualified hostname" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::Text;

    fn reply(text: &str) -> Reply {
        Reply { code: text[..3].parse().expect("code"), lines: vec![Text::from(&text[4..])] }
    }

    #[test]
    fn every_wording_is_found_in_its_reply() {
        for (words, seen_in) in wordings() {
            assert!(plain(seen_in).contains(&format!(" {words} ")), "'{words}' is not in '{seen_in}'");
            assert!(blames_client(&reply(seen_in)), "{seen_in}");
        }
    }

    #[test]
    fn what_says_something_of_the_server_itself_blames_nobody_else() {
        for text in [
            "421 4.3.2 too busy",
            "421 4.7.0 Too many connections from your IP 192.0.2.1",
            "451 4.3.0 rate limit exceeded, your IP must wait",
            "450 4.7.1 Greylisted: your IP is new here, come back later",
            "554 5.3.2 No SMTP service here",
            "554 no service: system shutting down",
            "550 5.7.1 Access denied",
            "502 5.5.1 Command not implemented",
            "521 mx.example.com does not accept mail",
            "554 disruptrum crypt",
        ] {
            assert!(!blames_client(&reply(text)), "{text}");
        }
        assert!(!blames_client(&reply("220 mx.example.com no spamhaus PTR needed")));
    }
}
