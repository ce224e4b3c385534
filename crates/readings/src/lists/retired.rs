//! Lists that are never asked: the closed ones, and those that another list contains.

/// Zones that are closed, parked or answer for the whole Internet. A name below one is dead too.
pub const DEAD: &[&str] = &[
    "ix.dnsbl.manitu.net",
    "swl.spamhaus.org",
    "cbl.abuseat.org",
    "dnsbl.sorbs.net",
    "sorbs.net",
    "njabl.org",
    "ahbl.org",
    "dsbl.org",
    "ordb.org",
    "unsubscore.com",
    "dnsbl.inps.de",
    "dnswl.inps.de",
    "dul.ru",
    "rfc-ignorant.org",
    "drbl.gremlin.ru",
    "drbl.caravan.ru",
    "blackholes.mail-abuse.org",
    "blackholes.five-ten-sg.com",
    "blackholes.us",
    "bl.emailbasura.org",
    "spamcannibal.org",
    "dnsbl.cyberlogic.net",
    "spamsources.fabel.dk",
    "cblless.anti-spam.org.cn",
    "wpbl.info",
    "orvedb.aupads.org",
    "virbl.dnsbl.bit.nl",
    "dnsbl.cobion.com",
    "tor.dan.me.uk",
    // Alive, and for its owner alone.
    "spamsource.mail.yandex.net",
    "spamsource.yandex.ru",
];

/// A list and the one that contains it: asked beside its parent, one listing would count twice.
pub const CHILDREN: &[(&str, &str)] = &[
    ("sbl.spamhaus.org", "zen.spamhaus.org"),
    ("xbl.spamhaus.org", "zen.spamhaus.org"),
    ("sbl-xbl.spamhaus.org", "zen.spamhaus.org"),
    ("pbl.spamhaus.org", "zen.spamhaus.org"),
    ("css.spamhaus.org", "zen.spamhaus.org"),
    ("cbl.abuseat.org", "zen.spamhaus.org"),
    ("bb.barracudacentral.org", "b.barracudacentral.org"),
    ("z.mailspike.net", "bl.mailspike.net"),
    ("black.mail.abusix.zone", "combined.mail.abusix.zone"),
    ("exploit.mail.abusix.zone", "combined.mail.abusix.zone"),
    ("dynamic.mail.abusix.zone", "combined.mail.abusix.zone"),
];
