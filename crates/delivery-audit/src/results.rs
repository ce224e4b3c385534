//! What a receiver says of a message: the Authentication-Results that are its own, and reports about it. A header counts only
//! where it stands above all that others could have written, and bears the receiver's name (RFC 8601 7.1).

use crate::header::Field;
use crate::providers;
use crate::trace::{self, Hop};
use facts::DeliveryMailbox;
use records::authentication_results::{AuthenticationResults, MethodResult};
use records::domain::organisational;
use smtp_replies::{BounceReader, Explanation, Kind, Persistence};

/// The methods that are told.
const METHODS: [&str; 4] = ["spf", "dkim", "dmarc", "arc"];

/// A receiver's own results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Who judged; Exchange Online does not say.
    pub server: Option<String>,
    /// All results.
    pub all: Vec<MethodResult>,
}

impl Results {
    /// The result of a method; of several the best, which is what DMARC takes (RFC 9989 4.4).
    #[must_use]
    pub fn of(&self, method: &str) -> Option<&str> {
        let mut of_method = self.all.iter().filter(|r| r.method == method).map(|r| r.result.as_str());
        let first = of_method.next()?;
        if first == "pass" { Some(first) } else { of_method.find(|r| *r == "pass").or(Some(first)) }
    }

    /// `spf=pass, dkim=fail, dmarc=fail`.
    #[must_use]
    pub fn told(&self) -> String {
        let told = METHODS.iter().filter_map(|m| self.of(m).map(|result| format!("{m}={result}")));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// The receiver's own results; `None` where it wrote none.
pub(crate) fn read(fields: &[Field], mailbox: &DeliveryMailbox) -> Option<Results> {
    let hops = trace::hops(fields);
    let outside = trace::last_from_outside(&hops);
    // Filters put their line below the receiver's own Received as often as above it; the next Received is the sender's.
    let end = outside.and_then(|(at, _)| hops.iter().map(|(other, _)| *other).find(|other| other > at)).unwrap_or(fields.len());
    let receivers: Vec<&str> = hops.iter().filter(|(at, _)| *at < end).filter_map(|(_, hop)| hop.by.as_deref()).collect();
    let headers = fields[..end].iter().filter(|f| f.name == "authentication-results").map(|f| AuthenticationResults::parse(&f.value));
    let mut own = headers.filter(|header| is_own(header, mailbox, &receivers, outside.map(|(_, hop)| hop)));
    let first = own.next()?;
    let mut results = Results { server: first.server.clone(), all: first.results };
    // iCloud writes one header for each method, each under another name of its own.
    for more in own.filter(|more| more.server.as_deref().and_then(organisational) == results.server.as_deref().and_then(organisational)) {
        let known: Vec<String> = results.all.iter().map(|r| r.method.clone()).collect();
        results.all.extend(more.results.into_iter().filter(|r| !known.contains(&r.method)));
    }
    Some(results)
}

fn is_own(header: &AuthenticationResults, mailbox: &DeliveryMailbox, receivers: &[&str], outside: Option<&Hop>) -> bool {
    let provider = providers::of_key(&mailbox.provider);
    let Some(server) = header.server.as_deref() else {
        return provider.is_some_and(|p| p.nameless);
    };
    if let Some(wanted) = &mailbox.authserv_id {
        return server.eq_ignore_ascii_case(wanted);
    }
    let within = |ending: &str| server == ending || server.strip_suffix(ending).is_some_and(|front| front.ends_with('.'));
    if provider.is_some_and(|p| p.servers.iter().any(|ending| within(ending))) {
        return true;
    }
    let whole = |name: &str| organisational(name).map(str::to_owned);
    let sender = outside.and_then(|hop| hop.from.as_deref()).and_then(whole);
    receivers.iter().any(|by| *by == server || (whole(by).is_some() && whole(by) == whole(server) && whole(by) != sender))
}

/// What a report says of the message: its first failure that is for good, else its first.
#[must_use]
pub fn explained(report: &[u8]) -> Option<(Option<String>, Explanation)> {
    let mut failures = failures(report);
    let best = failures.iter().position(|(_, e)| e.persistence == Persistence::Permanent).unwrap_or(0);
    if failures.is_empty() { None } else { Some(failures.swap_remove(best)) }
}

/// Whether a report ends the way of its message: neither a notice of delay nor somebody's absence does.
#[must_use]
pub(crate) fn is_failure(report: &[u8]) -> bool {
    let ends = |kind: Kind| !matches!(kind, Kind::Vacation | Kind::Feedback | Kind::Delivered);
    // RFC 3464 2.3.3: a report says itself whether more tries follow.
    let text = report.to_ascii_lowercase();
    let has = |part: &[u8]| text.windows(part.len()).any(|w| w == part);
    let delayed = has(b"action: delayed") && !has(b"action: failed");
    !delayed && failures(report).iter().any(|(_, e)| ends(e.kind))
}

fn failures(report: &[u8]) -> Vec<(Option<String>, Explanation)> {
    let mut reader = BounceReader::new();
    report.split(|b| *b == b'\n').for_each(|line| reader.line(line));
    reader.finish().failures.into_iter().map(|f| (f.recipient, f.explanation)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::fields;

    fn read_for(provider: &str, text: &str) -> Option<(Option<String>, String)> {
        let mailbox = DeliveryMailbox { provider: provider.into(), ..DeliveryMailbox::default() };
        read(&fields(text.as_bytes()), &mailbox).map(|r| (r.server.clone(), r.told()))
    }

    const OUTSIDE: &str = "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net (Postfix) with ESMTPS id 1\n";

    #[test]
    fn a_receivers_own_line_above_and_below_its_received() {
        let own = "Authentication-Results: mx.example.net; spf=pass; dkim=pass; dmarc=pass\n";
        let told = Some((Some("mx.example.net".into()), "spf=pass, dkim=pass, dmarc=pass".into()));
        assert_eq!(read_for("", &format!("{own}{OUTSIDE}")), told);
        assert_eq!(read_for("", &format!("{OUTSIDE}{own}Received: from a by out.example.com with ESMTPSA\n")), told);
    }

    #[test]
    fn what_others_wrote_does_not_count() {
        let forged = "Authentication-Results: mx.example.net; dmarc=pass\n";
        assert_eq!(read_for("", &format!("{OUTSIDE}Received: from a by out.example.com with ESMTPSA\n{forged}")), None);
        assert_eq!(read_for("", &format!("{OUTSIDE}Authentication-Results: out.example.com; auth=pass; dmarc=pass\n")), None);
        assert_eq!(read_for("gmail", &format!("{OUTSIDE}Authentication-Results: dmarc=pass\n")), None);
    }

    #[test]
    fn providers_judge_under_names_of_their_own() {
        let outlook = "Received: from a.outlook.com by b.outlook.com with Microsoft SMTP Server\nReceived: from out.example.com by \
            c.protection.outlook.com with Microsoft SMTP Server\nAuthentication-Results: spf=pass smtp.mailfrom=example.com; dkim=none; dmarc=fail\n";
        assert_eq!(read_for("outlook", outlook), Some((None, "spf=pass, dkim=none, dmarc=fail".into())));
        let icloud = "Authentication-Results: bimi.icloud.com; bimi=skipped\nAuthentication-Results: dmarc.icloud.com; dmarc=pass header.from=a\n\
            Authentication-Results: dkim-verifier.icloud.com; dkim=pass\nAuthentication-Results: spf.icloud.com; spf=pass\n\
            Received: from out.example.com by p00-mail.me.com with ESMTPS\n";
        assert_eq!(read_for("icloud", icloud).map(|r| r.1), Some("spf=pass, dkim=pass, dmarc=pass".into()));
        let yandex = "Received: from out.example.com by mail-nwsmtp-mxfront-1.iva.yp-c.yandex.net with ESMTPS\n\
            Authentication-Results: mail-nwsmtp-mxfront-1.iva.yp-c.yandex.net; spf=pass smtp.mail=a; dkim=pass\n";
        assert_eq!(read_for("yandex", yandex).map(|r| r.1), Some("spf=pass, dkim=pass".into()));
    }

    #[test]
    fn of_several_signatures_one_that_holds_counts() {
        let text = format!("Authentication-Results: mx.example.net; dkim=fail; dkim=pass; dmarc=pass\n{OUTSIDE}");
        assert_eq!(read_for("", &text).map(|r| r.1), Some("dkim=pass, dmarc=pass".into()));
    }
}
