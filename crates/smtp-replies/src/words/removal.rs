//! Where a list or a provider is asked for delisting.

use super::{Text, t};

/// A part of the list's name or of the reply's words, and the page.
const PAGES: &[(&str, Text)] = &[
    (
        "spamhaus",
        t(
            "Removal from Spamhaus: https://check.spamhaus.org (tells the list, its cause and the way out).",
            "Исключение из Spamhaus: https://check.spamhaus.org (покажет список, причину и порядок исключения).",
        ),
    ),
    (
        "abuseat",
        t(
            "Removal from CBL, now part of Spamhaus: https://check.spamhaus.org",
            "Исключение из CBL (теперь Spamhaus): https://check.spamhaus.org",
        ),
    ),
    (
        "spamcop",
        t(
            "SpamCop removes by itself about 24 hours after the last report: https://www.spamcop.net/bl.shtml",
            "SpamCop исключает сам примерно через 24 часа после последней жалобы: https://www.spamcop.net/bl.shtml",
        ),
    ),
    (
        "barracuda",
        t(
            "Removal from Barracuda: https://www.barracudacentral.org/rbl/removal-request",
            "Исключение из Barracuda: https://www.barracudacentral.org/rbl/removal-request",
        ),
    ),
    (
        "uceprotect",
        t(
            "UCEPROTECT removes by itself after 7 days; do not pay for it. Levels 2 and 3 are your provider's matter.",
            "UCEPROTECT исключает сам через 7 дней, платить не нужно. Уровни 2 и 3 — дело вашего провайдера.",
        ),
    ),
    ("psbl", t("Removal from PSBL: https://psbl.org/remove", "Исключение из PSBL: https://psbl.org/remove")),
    (
        "mailspike",
        t("Removal from Mailspike: https://mailspike.org/iplookup.html", "Исключение из Mailspike: https://mailspike.org/iplookup.html"),
    ),
    ("dronebl", t("Removal from DroneBL: https://dronebl.org/lookup", "Исключение из DroneBL: https://dronebl.org/lookup")),
    (
        "blocklist.de",
        t(
            "Removal from blocklist.de: https://www.blocklist.de/en/delist.html",
            "Исключение из blocklist.de: https://www.blocklist.de/en/delist.html",
        ),
    ),
    ("surbl", t("Removal from SURBL: https://surbl.org/surbl-analysis", "Исключение из SURBL: https://surbl.org/surbl-analysis")),
    ("uribl", t("Removal from URIBL: https://admin.uribl.com", "Исключение из URIBL: https://admin.uribl.com")),
    (
        "invaluement",
        t(
            "Removal from Invaluement: https://www.invaluement.com/removal/",
            "Исключение из Invaluement: https://www.invaluement.com/removal/",
        ),
    ),
    ("spfbl", t("Removal from SPFBL: https://spfbl.net/en/delist/", "Исключение из SPFBL: https://spfbl.net/en/delist/")),
    (
        "junkemailfilter",
        t(
            "Removal from HostKarma: http://ipadmin.junkemailfilter.com/remove.php",
            "Исключение из HostKarma: http://ipadmin.junkemailfilter.com/remove.php",
        ),
    ),
    ("proofpoint", t("Removal at Proofpoint: https://ipcheck.proofpoint.com", "Исключение у Proofpoint: https://ipcheck.proofpoint.com")),
    (
        "cloudmark",
        t("Removal at Cloudmark: https://csi.cloudmark.com/en/reset/", "Исключение у Cloudmark: https://csi.cloudmark.com/en/reset/"),
    ),
    (
        "trend micro",
        t(
            "Removal at Trend Micro: https://servicecentral.trendmicro.com/en-US/ers/ip-lookup/",
            "Исключение у Trend Micro: https://servicecentral.trendmicro.com/en-US/ers/ip-lookup/",
        ),
    ),
    ("senderscore", t("Look up the address at https://senderscore.org", "Проверьте адрес на https://senderscore.org")),
    (
        "ironport",
        t(
            "Look up the address at Cisco Talos: https://talosintelligence.com/reputation_center",
            "Проверьте адрес в Cisco Talos: https://talosintelligence.com/reputation_center",
        ),
    ),
    (
        "sorbs",
        t(
            "SORBS was closed in 2024: the receiver must take it out of its configuration.",
            "SORBS закрыт в 2024 году: получатель должен убрать его из настроек.",
        ),
    ),
    ("outlook.com", t("Removal at Outlook.com: https://olcsupport.office.com", "Исключение у Outlook.com: https://olcsupport.office.com")),
    ("exchange online", t("Removal at Microsoft 365: https://sender.office.com", "Исключение у Microsoft 365: https://sender.office.com")),
    (
        "gmx",
        t("Removal at GMX and WEB.DE: https://postmaster.gmx.net/en/case", "Исключение у GMX и WEB.DE: https://postmaster.gmx.net/en/case"),
    ),
];

/// The page for the list or provider named, lower case.
pub(crate) fn page(name: &str) -> Option<Text> {
    PAGES.iter().find(|(part, _)| name.contains(part)).map(|(_, text)| *text)
}
