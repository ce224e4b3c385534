//! Certificates that come with a product and were never replaced, as data.

use crate::certificate::Certificate;
use findings::Phrase;

/// A product's certificate: each of `parts` begins a part of the subject's name.
struct Product {
    name: &'static str,
    parts: &'static [&'static str],
}

/// The product whose default certificate `leaf` is. Asked only of certificates that no trusted
/// authority issued: a bought certificate may hold any of these words.
#[must_use]
pub fn recognise(leaf: &Certificate) -> Option<Phrase> {
    let begins = |wanted: &str| leaf.subject_parts.iter().any(|p| p.starts_with(wanted));
    PRODUCTS.iter().find(|p| p.parts.iter().all(|w| begins(w))).map(|p| name(p.name)).or_else(|| by_shape(leaf))
}

/// Debian's `ssl-cert` signs ten years for a bare host name and nothing else; what an installer signs
/// for a name without a domain was made before anybody thought of mail.
fn by_shape(leaf: &Certificate) -> Option<Phrase> {
    const TEN_YEARS: std::ops::RangeInclusive<i64> = 3_640 * 86_400..=3_660 * 86_400;
    let [only] = &leaf.subject_parts[..] else { return None };
    let host = only.strip_prefix("cn=").filter(|_| leaf.self_signed)?;
    if !host.contains('.') {
        return Some(Phrase {
            en: "made at installation for a name without a domain", ru: "создан при установке для имени без домена"
        });
    }
    let alone = leaf.names.iter().all(|n| n.eq_ignore_ascii_case(host));
    (alone && !leaf.authority && !leaf.names_usage && TEN_YEARS.contains(&leaf.lifetime())).then_some(name("Debian ssl-cert"))
}

fn name(product: &'static str) -> Phrase {
    Phrase { en: product, ru: product }
}

const PRODUCTS: &[Product] = &[
    Product { name: "localhost", parts: &["cn=localhost"] },
    Product { name: "Plesk", parts: &["cn=plesk"] },
    Product { name: "Parallels Panel", parts: &["cn=parallels panel"] },
    Product { name: "Microsoft Exchange", parts: &["cn=microsoft exchange"] },
    Product { name: "cPanel", parts: &["email=ssl@"] },
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(parts: &[&str]) -> Certificate {
        let mut leaf = Certificate::read(0, &crate::tests::chain("snakeoil")[0]).expect("a certificate");
        leaf.subject_parts = parts.iter().map(|p| (*p).to_owned()).collect();
        leaf
    }

    #[test]
    fn every_product_is_recognised_and_told_from_a_certificate_made_by_hand() {
        for product in PRODUCTS {
            assert_eq!(recognise(&named(product.parts)), Some(name(product.name)));
        }
        assert_eq!(recognise(&named(&["cn=mx.example.com"])), Some(name("Debian ssl-cert")));
        assert!(recognise(&named(&["cn=debian"])).is_some());
        assert_eq!(recognise(&named(&["o=example", "cn=mx.example.com"])), None);
        // 'openssl req -x509 -days 3650' makes an authority of it; 'ssl-cert' does not.
        let mut by_hand = named(&["cn=mx.example.com"]);
        by_hand.authority = true;
        assert_eq!(recognise(&by_hand), None);
        let mut shorter = named(&["cn=mx.example.com"]);
        shorter.not_after = facts::Moment::from_unix(shorter.not_before.unix() + 365 * 86_400);
        assert_eq!(recognise(&shorter), None);
    }
}
