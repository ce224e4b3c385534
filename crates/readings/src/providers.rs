//! Known mailbox providers, filters and senders, by the names that show in MX and SPF.
//!
//! Never asks anything: a table and comparisons of names. A name that is not in it belongs to nobody known.

mod table;

use facts::Name;
use records::domain::one_edit_apart;

/// What a provider's exchange shows that it does for a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Mailboxes: takes mail, and its users send through it.
    Mailbox,
    /// Takes mail only: a filter in front of other mailboxes, or a forwarder.
    Gateway,
    /// Sends only: mailings, transactional mail, help desks.
    Sender,
}

/// A provider.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its name as people know it.
    pub name: &'static str,
    /// What it does.
    pub kind: Kind,
    /// Exchanges: host names, or patterns in which a leading `*.` stands for one or more labels and
    /// another `*` for any part of one label.
    pub exchanges: &'static [&'static str],
    /// Domains whose SPF its customers include, as patterns. The first one is what it asks its
    /// customers to publish, unless it is a pattern (then each customer has his own).
    pub includes: &'static [&'static str],
    /// DKIM selectors that it gives its customers, the likeliest first.
    pub selectors: &'static [&'static str],
}

/// An exchange that its provider no longer serves.
#[derive(Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The name, as a pattern.
    pub exchange: &'static str,
    /// Whose it was.
    pub provider: &'static str,
    /// What its customers publish today; empty where the service has ended.
    pub today: &'static str,
    /// Where the provider's word on it is told.
    pub source: &'static str,
}

impl Provider {
    /// The SPF domain that every customer is asked to include; `None` where each has his own, or none is known.
    #[must_use]
    pub fn asked_include(&self) -> Option<&'static str> {
        self.includes.first().copied().filter(|i| !i.contains('*'))
    }
}

/// All providers of the table.
#[must_use]
pub fn all() -> &'static [Provider] {
    table::PROVIDERS
}

/// The provider that an exchange belongs to.
#[must_use]
pub fn of_exchange(exchange: &Name) -> Option<&'static Provider> {
    all().iter().find(|p| p.exchanges.iter().any(|e| matches(e, exchange.as_str())))
}

/// The provider to which an SPF `include` or `redirect` leads.
#[must_use]
pub fn of_spf_include(domain: &Name) -> Option<&'static Provider> {
    all().iter().find(|p| p.includes.iter().any(|i| matches(i, domain.as_str())))
}

/// The note about an exchange that its provider no longer serves.
#[must_use]
pub fn legacy(exchange: &Name) -> Option<&'static Legacy> {
    table::LEGACY.iter().find(|l| matches(l.exchange, exchange.as_str()))
}

/// The provider's exchange that `exchange` was probably meant to be: one edit away from it. For
/// a pattern the part behind its `*.` is compared, and put in its place.
#[must_use]
pub fn meant_exchange(exchange: &Name) -> Option<(&'static Provider, String)> {
    // `alt1` is one edit from `alt2`, and right all the same.
    if all().iter().any(|p| p.exchanges.contains(&exchange.as_str())) {
        return None;
    }
    all().iter().find_map(|p| p.exchanges.iter().find_map(|e| meant(exchange.as_str(), e)).map(|name| (p, name)))
}

fn meant(given: &str, pattern: &str) -> Option<String> {
    let Some(fixed) = pattern.strip_prefix("*.") else {
        return (!pattern.contains('*') && one_edit_apart(given, pattern)).then(|| pattern.to_owned());
    };
    if fixed.contains('*') {
        return None;
    }
    // A dot put in or left out changes the number of labels by one.
    given
        .match_indices('.')
        .map(|(dot, _)| given.split_at(dot + 1))
        .find_map(|(head, tail)| one_edit_apart(tail, fixed).then(|| format!("{head}{fixed}")))
}

/// Whether `name` (lower case, no final dot) fits `pattern`.
fn matches(pattern: &str, name: &str) -> bool {
    let (any_below, fixed) = pattern.strip_prefix("*.").map_or((false, pattern), |rest| (true, rest));
    // Most patterns have no other star, and every mail host is held against all of them.
    match (any_below, fixed.contains('*')) {
        (false, false) => fixed == name,
        (false, true) => labels_fit(fixed, name),
        (true, false) => name.strip_suffix(fixed).is_some_and(|head| head.ends_with('.')),
        (true, true) => {
            // As many labels from the end; at least one is left for the first star.
            let dots = fixed.bytes().filter(|b| *b == b'.').count();
            name.rmatch_indices('.').nth(dots).is_some_and(|(dot, _)| labels_fit(fixed, &name[dot + 1..]))
        }
    }
}

fn labels_fit(pattern: &str, name: &str) -> bool {
    let (mut patterns, mut labels) = (pattern.split('.'), name.split('.'));
    loop {
        match (patterns.next(), labels.next()) {
            (None, None) => return true,
            (Some(p), Some(l)) if label_fits(p, l) => {}
            _ => return false,
        }
    }
}

/// At most one `*` in a label stands for any characters of it.
fn label_fits(pattern: &str, label: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == label,
        Some((head, tail)) => label.len() >= head.len() + tail.len() && label.starts_with(head) && label.ends_with(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn exchanges_are_known_on_label_boundaries() {
        for (exchange, provider) in [
            ("aspmx.l.google.com", Some("Google Workspace")),
            ("alt4.aspmx.l.google.com", Some("Google Workspace")),
            ("smtp.google.com", Some("Google Workspace")),
            ("example-com.mail.protection.outlook.com", Some("Microsoft 365")),
            ("example-com.a-v1.mx.microsoft", Some("Microsoft 365")),
            ("mx.yandex.net", Some("Yandex 360")),
            ("emx.mail.ru", Some("VK WorkSpace (Mail.ru)")),
            ("inbound-smtp.eu-west-1.amazonaws.com", Some("Amazon SES")),
            ("mx2.mail.ovh.net", Some("OVH")),
            ("xl.google.com", None),
            ("smtp.google.com.example.com", None),
            ("mail.protection.outlook.com", None),
            ("mx.example.com", None),
        ] {
            assert_eq!(of_exchange(&name(exchange)).map(|p| p.name), provider, "{exchange}");
        }
    }

    #[test]
    fn includes_lead_to_their_provider() {
        for (include, provider) in [
            ("_spf.google.com", Some("Google Workspace")),
            ("spf.protection.outlook.com", Some("Microsoft 365")),
            ("eu._netblocks.mimecast.com", Some("Mimecast")),
            ("12345678.spf09.hubspotemail.net", Some("HubSpot")),
            ("spf.unisender.ru", Some("UniSender")),
            ("_spf.example.com", None),
        ] {
            assert_eq!(of_spf_include(&name(include)).map(|p| p.name), provider, "{include}");
        }
    }

    #[test]
    fn a_typo_is_one_edit_away() {
        for (typo, wanted) in [
            ("aspmx.l.gogle.com", Some("aspmx.l.google.com")),
            ("apsmx.l.google.com", Some("aspmx.l.google.com")),
            ("aspmx6.googlemail.com", Some("aspmx5.googlemail.com")),
            ("example-com.mail.protecton.outlook.com", Some("example-com.mail.protection.outlook.com")),
            ("example-com.mailprotection.outlook.com", Some("example-com.mail.protection.outlook.com")),
            ("mx.yadnex.net", Some("mx.yandex.net")),
            ("mx.example.com", None),
            ("aspmx.l.google.com", None),
            ("alt1.aspmx.l.google.com", None),
            ("aspmx2.googlemail.com", None),
            ("aspmx.l.gogl.com", None),
        ] {
            let found = meant_exchange(&name(typo)).map(|(_, n)| n);
            match wanted {
                // Several hosts of one provider may be as near.
                Some("aspmx5.googlemail.com") => assert!(found.is_some(), "{typo}"),
                _ => assert_eq!(found.as_deref(), wanted, "{typo}"),
            }
        }
    }

    #[test]
    fn the_table_is_well_formed() {
        let mut names: Vec<&str> = all().iter().map(|p| p.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|w| w[0] != w[1]), "a provider stands twice");
        for provider in all() {
            let patterns = provider.exchanges.iter().chain(provider.includes);
            for pattern in patterns.chain(provider.selectors) {
                let labels_hold_one_star = pattern.split('.').all(|l| l.matches('*').count() < 2 && !l.is_empty());
                assert!(labels_hold_one_star && !pattern.contains(char::is_uppercase), "{}: {pattern}", provider.name);
            }
            for own in provider.exchanges.iter().filter(|e| !e.contains('*')) {
                assert_eq!(of_exchange(&name(own)).map(|p| p.name), Some(provider.name), "{own}");
            }
            assert_eq!(provider.kind == Kind::Sender, provider.exchanges.is_empty(), "{}", provider.name);
        }
    }

    #[test]
    fn legacy_names_are_told_from_those_served() {
        assert!(legacy(&name("example.com.s7a1.psmtp.com")).is_some());
        assert!(legacy(&name("mail.global.frontbridge.com")).is_some());
        for served in ["aspmx.l.google.com", "alt1.aspmx.l.google.com", "aspmx2.googlemail.com", "x.mail.protection.outlook.com"] {
            assert_eq!(legacy(&name(served)), None, "{served}");
        }
    }
}
