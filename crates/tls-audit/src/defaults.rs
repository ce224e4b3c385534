//! Certificates that come with a product and were never replaced, as data.

use crate::certificate::Certificate;

/// A product's certificate: each of `parts` begins a part of the subject's name.
struct Product {
    name: &'static str,
    parts: &'static [&'static str],
}

/// The product whose default certificate `leaf` is. Asked only of certificates that no trusted
/// authority issued: a bought certificate may hold any of these words.
#[must_use]
pub fn recognise(leaf: &Certificate) -> Option<&'static str> {
    let begins = |wanted: &&str| leaf.subject_parts.iter().any(|p| p.starts_with(wanted));
    PRODUCTS.iter().find(|p| p.parts.iter().all(|w| begins(&w))).map(|p| p.name).or_else(|| by_shape(leaf))
}

/// Ten years from the day of installation, for a bare host name and nothing else.
fn by_shape(leaf: &Certificate) -> Option<&'static str> {
    const TEN_YEARS: std::ops::RangeInclusive<i64> = 3_640 * 86_400..=3_660 * 86_400;
    let [only] = &leaf.subject_parts[..] else { return None };
    let name = only.strip_prefix("cn=").filter(|_| leaf.self_signed)?;
    if !name.contains('.') {
        return Some("a host without a domain");
    }
    let alone = leaf.names.iter().all(|n| n.eq_ignore_ascii_case(name));
    (alone && !leaf.names_usage && TEN_YEARS.contains(&leaf.lifetime())).then_some("ssl-cert (snakeoil)")
}

const PRODUCTS: &[Product] = &[
    Product { name: "localhost", parts: &["cn=localhost"] },
    Product { name: "Plesk", parts: &["cn=plesk"] },
    Product { name: "Parallels Panel", parts: &["cn=parallels panel"] },
    Product { name: "Microsoft Exchange", parts: &["cn=microsoft exchange"] },
    Product { name: "cPanel", parts: &["emailaddress=ssl@"] },
    Product { name: "Synology", parts: &["o=synology inc"] },
    Product { name: "QNAP", parts: &["o=qnap systems"] },
    Product { name: "QNAP", parts: &["cn=qnap nas"] },
    Product { name: "pfSense", parts: &["o=pfsense"] },
    Product { name: "OPNsense", parts: &["o=opnsense"] },
    Product { name: "FortiGate", parts: &["o=fortinet"] },
    Product { name: "Zimbra", parts: &["ou=zimbra collaboration"] },
    Product { name: "mailcow", parts: &["o=mailcow", "ou=mailcow"] },
    Product { name: "Proxmox Mail Gateway", parts: &["o=proxmox mail gateway"] },
    Product { name: "iRedMail", parts: &["st=guangdong", "l=shenzhen", "ou=it"] },
    Product { name: "Webmin", parts: &["o=webmin webserver on"] },
    Product { name: "Dovecot", parts: &["ou=imap server", "cn=imap.example.com"] },
    Product { name: "Courier", parts: &["ou=automatically-generated"] },
    Product { name: "Red Hat mod_ssl", parts: &["o=someorganization"] },
    Product { name: "OpenSSL", parts: &["o=internet widgits pty ltd"] },
    Product { name: "OpenSSL", parts: &["o=default company ltd"] },
    Product { name: "Traefik", parts: &["cn=traefik default cert"] },
    Product { name: "Kubernetes ingress", parts: &["cn=kubernetes ingress controller fake certificate"] },
];
