//! Which names in CAA records stand for which authority, as data. An authority that is not in it is unknown.

use crate::certificate::Certificate;

/// An authority, or a brand that issues from its roots.
#[derive(Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its name as people know it.
    pub name: &'static str,
    /// The organisation (O) in the issuer's name of its certificates, in lower case.
    organisations: &'static [&'static str],
    /// The names in CAA records that let it issue, by its practice statement; the first is what it asks for.
    pub identifiers: &'static [&'static str],
    /// Whether the list of names is known to be whole; where it is not, a name that it lacks proves nothing.
    pub whole: bool,
}

/// The authority that issued `leaf`.
#[must_use]
pub fn of(leaf: &Certificate) -> Option<&'static Authority> {
    let organisation = leaf.issuer_parts.iter().find_map(|p| p.strip_prefix("o="))?;
    AUTHORITIES.iter().find(|a| a.organisations.contains(&organisation))
}

const SECTIGO: &[&str] =
    &["sectigo.com", "usertrust.com", "trust-provider.com", "comodo.com", "comodoca.com", "entrust.net", "affirmtrust.com"];
const DIGICERT: &[&str] = &[
    "digicert.com",
    "www.digicert.com",
    "digicert.ne.jp",
    "cybertrust.ne.jp",
    "thawte.com",
    "geotrust.com",
    "rapidssl.com",
    "symantec.com",
    "digitalcertvalidation.com",
    "volusion.digitalcertvalidation.com",
    "stratossl.digitalcertvalidation.com",
    "intermediatecertificate.digitalcertvalidation.com",
    "1and1.digitalcertvalidation.com",
    "quovadisglobal.com",
    "amazon.com",
    "amazontrust.com",
    "awstrust.com",
    "amazonaws.com",
];

/// From the authorities' practice statements (section 4.2.1) as the CCADB gathers them in its list of CAA
/// identifiers, 2025-07; ZeroSSL by its own help page on CAA.
const AUTHORITIES: &[Authority] = &[
    whole("Let's Encrypt", &["let's encrypt", "internet security research group"], &["letsencrypt.org"]),
    whole(
        "DigiCert",
        &[
            "digicert inc",
            "digicert, inc.",
            "encryption everywhere ca",
            "geotrust",
            "geotrust inc.",
            "rapidssl",
            "thawte, inc.",
            "thawte",
            "verokey",
        ],
        DIGICERT,
    ),
    whole("Sectigo", &["sectigo limited", "comodo ca limited", "the usertrust network"], SECTIGO),
    whole("ZeroSSL", &["zerossl"], SECTIGO),
    whole("GlobalSign", &["globalsign nv-sa", "globalsign"], &["globalsign.com"]),
    whole("Google Trust Services", &["google trust services", "google trust services llc"], &["pki.goog", "google.com"]),
    whole(
        "Amazon",
        &["amazon", "amazon trust services"],
        &["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com", "aws.amazon.com"],
    ),
    whole("Buypass", &["buypass as-983163327"], &["buypass.com", "buypass.no"]),
    whole("SSL.com", &["ssl corporation", "ssl corp"], &["ssl.com", "entrust.net", "affirmtrust.com"]),
    // Its certificates have been issued from other authorities' roots since it left the trade.
    part("Entrust", &["entrust, inc.", "entrust", "entrust limited", "entrust corporation"], &["entrust.net", "affirmtrust.com"]),
    whole("GoDaddy", &["godaddy.com, inc."], &["godaddy.com", "starfieldtech.com"]),
    part("Starfield", &["starfield technologies, inc.", "starfield technologies"], &["starfieldtech.com", "godaddy.com", "amazon.com"]),
    whole(
        "Certum",
        &["asseco data systems s.a.", "unizeto technologies s.a.", "unizeto sp. z o.o.", "certum"],
        &["certum.pl", "certum.eu"],
    ),
    whole("Actalis", &["actalis s.p.a.", "actalis s.p.a./03358520967"], &["actalis.it"]),
    whole(
        "HARICA",
        &["hellenic academic and research institutions ca", "hellenic academic and research institutions cert. authority"],
        &["harica.gr"],
    ),
    whole("SwissSign", &["swisssign ag"], &["swisssign.com", "swisssign.net"]),
    whole("IdenTrust", &["identrust", "identrust, inc."], &["identrust.com"]),
    whole("Microsoft", &["microsoft corporation"], &["microsoft.com", "digicert.com"]),
    whole("Apple", &["apple inc."], &["pki.apple.com"]),
    whole("Certainly", &["certainly"], &["certainly.com"]),
    whole(
        "Deutsche Telekom Security",
        &["deutsche telekom security gmbh", "t-systems international gmbh"],
        &["telesec.de", "pki.dfn.de", "dfn.de"],
    ),
    whole("D-Trust", &["d-trust gmbh"], &["d-trust.net", "dtrust.de", "d-trust.de"]),
    whole("Certigna", &["certigna", "dhimyotis"], &["certigna.fr", "certigna.com", "dhimyotis.com"]),
    whole(
        "QuoVadis",
        &["quovadis limited", "quovadis trustlink b.v.", "quovadis trustlink schweiz ag", "quovadis trustlink deutschland gmbh"],
        DIGICERT,
    ),
    whole("SECOM", &["secom trust systems co.,ltd.", "secom trust systems co., ltd."], &["secomtrust.net"]),
    whole("Cybertrust Japan", &["cybertrust japan co., ltd."], &["cybertrust.ne.jp", "cybertrust.co.jp"]),
    whole("TWCA", &["taiwan-ca", "taiwan-ca inc.", "twca"], &["twca.com.tw"]),
    whole("Telia", &["telia finland oyj", "telia company ab", "teliasonera"], &["telia.com", "telia.fi", "telia.se"]),
    whole("certSIGN", &["certsign", "certsign sa"], &["certsign.ro"]),
    whole("Microsec", &["microsec ltd."], &["e-szigno.hu"]),
    whole("Trustwave", &["trustwave holdings, inc.", "viking cloud, inc."], &["trustwave.com", "securetrust.com", "vikingcloud.com"]),
    // Brands that sell from several authorities' roots.
    part("TrustAsia", &["trustasia technologies, inc."], &["trustasia.com"]),
    part("Network Solutions", &["network solutions l.l.c."], &["networksolutions.com", "web.com", "sectigo.com"]),
    part("Gandi", &["gandi", "gandi sas"], &["gandi.net", "sectigo.com"]),
    part("GEANT", &["geant vereniging"], &["sectigo.com", "harica.gr"]),
    part("Cloudflare", &["cloudflare, inc."], &["digicert.com", "pki.goog", "letsencrypt.org", "ssl.com"]),
];

const fn whole(name: &'static str, organisations: &'static [&'static str], identifiers: &'static [&'static str]) -> Authority {
    Authority { name, organisations, identifiers, whole: true }
}

const fn part(name: &'static str, organisations: &'static [&'static str], identifiers: &'static [&'static str]) -> Authority {
    Authority { name, organisations, identifiers, whole: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_in_lower_case_and_no_organisation_is_two_authorities() {
        let mut seen = BTreeSet::new();
        for authority in AUTHORITIES {
            assert!(!authority.identifiers.is_empty());
            for text in authority.organisations.iter().chain(authority.identifiers) {
                assert_eq!(*text, text.to_lowercase());
            }
            assert!(authority.organisations.iter().all(|o| seen.insert(*o)), "{}", authority.name);
        }
    }

    #[test]
    fn a_real_chain_is_recognised_and_the_labs_is_not() {
        let leaf = |kind| Certificate::read(0, &crate::tests::chain(kind)[0]).expect("a certificate");
        assert_eq!(of(&leaf("public")).map(|a| a.name), Some("Let's Encrypt"));
        assert_eq!(of(&leaf("good")), None);
    }
}
