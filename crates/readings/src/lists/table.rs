//! The lists, reviewed row by row. Closed ones and parts of others stand in `retired`, never here.

use super::meanings as m;
use super::{Access, Codes, Form, KeyZone, Kind, List, Object, Weight};

const IP4: &[Object] = &[Object::Ip4];
const BOTH: &[Object] = &[Object::Ip4, Object::Ip6];
const NAMES: &[Object] = &[Object::Domain];

const DQS: &str = "spamhaus_dqs";
const SPAMHAUS: &str = "https://check.spamhaus.org/";
const SHIPPED: &str = "shipped in rspamd's default configuration, 2026-08";
const MONKEY: &str = "https://spameatingmonkey.com/lookup";
const UCEPROTECT: &str = "https://www.uceprotect.net/en/rblcheck.php";
const MAILSPIKE: &str = "https://mailspike.org/";
const SPAMRATS: &str = "https://www.spamrats.com/removal.php";
const VALIDITY: &str = "https://senderscore.org/";
/// Validity's page on which the address of a resolver is registered.
const VALIDITY_ACCESS: &str = "https://senderscore.org/";

/// An address list of abuse that is asked by default; the rows say how they differ.
const BLOCK: List = List {
    zone: "",
    name: "",
    operator: "",
    objects: IP4,
    kind: Kind::Block,
    weight: Weight::Minor,
    on: true,
    access: Access::Open,
    key: None,
    test_names: None,
    form: Form::Any,
    refusals: &[],
    meanings: &[],
    delist: "",
    evidence: "",
};

/// The same, asked only when it is chosen.
const OFF: List = List { on: false, ..BLOCK };

/// All lists. A zone stands in it once; the test names of RFC 5782 5 hold where a row has no own.
pub const LISTS: &[List] = &[
    List {
        zone: "zen.spamhaus.org",
        name: "Spamhaus ZEN",
        operator: "spamhaus",
        objects: BOTH,
        weight: Weight::Major,
        key: Some(KeyZone { label: DQS, zone: "zen.dq.spamhaus.net" }),
        meanings: m::ZEN,
        delist: SPAMHAUS,
        evidence: "docs.spamhaus.com, table of zones; shipped in rspamd and SpamAssassin",
        ..BLOCK
    },
    List {
        zone: "b.barracudacentral.org",
        name: "Barracuda",
        operator: "barracuda",
        weight: Weight::Major,
        access: Access::Registered("https://www.barracudacentral.org/rbl"),
        meanings: m::BARRACUDA,
        delist: "https://www.barracudacentral.org/rbl/removal-request",
        evidence: "shipped in zone-mta; unregistered resolvers get NXDOMAIN for the test point too",
        ..BLOCK
    },
    List {
        zone: "bl.spamcop.net",
        name: "SpamCop",
        operator: "spamcop",
        meanings: m::SPAMCOP,
        delist: "https://www.spamcop.net/bl.shtml",
        evidence: "shipped in SpamAssassin's rules, 2024-10",
        ..BLOCK
    },
    List {
        zone: "psbl.surriel.com",
        name: "PSBL",
        operator: "psbl",
        meanings: m::TRAPS,
        delist: "https://psbl.org/remove",
        evidence: "psbl.org",
        ..BLOCK
    },
    List {
        zone: "dnsbl-1.uceprotect.net",
        name: "UCEPROTECT 1",
        operator: "uceprotect",
        meanings: m::UCEPROTECT_1,
        delist: UCEPROTECT,
        evidence: "entries expire after 7 days; the paid removal is not recommended",
        ..BLOCK
    },
    List {
        zone: "dnsbl-2.uceprotect.net",
        name: "UCEPROTECT 2",
        operator: "uceprotect",
        kind: Kind::Netblock,
        meanings: m::UCEPROTECT_2,
        delist: UCEPROTECT,
        evidence: "lists allocations",
        ..BLOCK
    },
    List {
        zone: "dnsbl-3.uceprotect.net",
        name: "UCEPROTECT 3",
        operator: "uceprotect",
        kind: Kind::Netblock,
        meanings: m::UCEPROTECT_3,
        delist: UCEPROTECT,
        evidence: "lists autonomous systems",
        ..BLOCK
    },
    List {
        zone: "bl.mailspike.net",
        name: "Mailspike",
        operator: "mailspike",
        meanings: m::MAILSPIKE,
        delist: MAILSPIKE,
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "dnsbl.dronebl.org",
        name: "DroneBL",
        operator: "dronebl",
        objects: BOTH,
        meanings: m::DRONEBL,
        delist: "https://dronebl.org/lookup",
        evidence: "dronebl.org, table of types",
        ..BLOCK
    },
    List {
        zone: "bl.blocklist.de",
        name: "blocklist.de",
        operator: "blocklist.de",
        objects: BOTH,
        meanings: m::ATTACKS,
        delist: "https://www.blocklist.de/en/delist.html",
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "bl.spameatingmonkey.net",
        name: "Spam Eating Monkey",
        operator: "spameatingmonkey",
        meanings: m::EATING_MONKEY,
        delist: MONKEY,
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "bl.ipv6.spameatingmonkey.net",
        name: "Spam Eating Monkey IPv6",
        operator: "spameatingmonkey",
        objects: &[Object::Ip6],
        meanings: m::EATING_MONKEY,
        delist: MONKEY,
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "bip.virusfree.cz",
        name: "VirusFree BIP",
        operator: "virusfree",
        objects: BOTH,
        meanings: m::BOTNET,
        delist: "https://virusfree.cz/",
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "dnsbl.spfbl.net",
        name: "SPFBL",
        operator: "spfbl",
        objects: BOTH,
        meanings: m::SPFBL,
        delist: "https://spfbl.net/en/delist/",
        evidence: "spfbl.net; its policy code is neutral here",
        ..BLOCK
    },
    List {
        zone: "list.dnswl.org",
        name: "DNSWL",
        operator: "dnswl",
        objects: BOTH,
        kind: Kind::Welcome,
        refusals: &[Codes::One([127, 0, 0, 255])],
        meanings: m::DNSWL,
        delist: "https://www.dnswl.org/selfservice/",
        evidence: "shipped in rspamd; may answer 'high' to who asks too much, which the negative test point shows",
        ..BLOCK
    },
    List {
        zone: "dbl.spamhaus.org",
        name: "Spamhaus DBL",
        operator: "spamhaus",
        objects: NAMES,
        weight: Weight::Major,
        key: Some(KeyZone { label: DQS, zone: "dbl.dq.spamhaus.net" }),
        test_names: Some(("dbltest.com", "invalid")),
        refusals: &[Codes::One([127, 0, 1, 255])],
        meanings: m::DBL,
        delist: SPAMHAUS,
        evidence: "docs.spamhaus.com, table of zones; shipped in rspamd and SpamAssassin",
        ..BLOCK
    },
    List {
        zone: "multi.surbl.org",
        name: "SURBL",
        operator: "surbl",
        objects: NAMES,
        weight: Weight::Major,
        test_names: Some(("test.surbl.org", "invalid")),
        form: Form::Registrable,
        refusals: &[Codes::Bit(1)],
        meanings: m::SURBL,
        delist: "https://surbl.org/surbl-analysis",
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "multi.uribl.com",
        name: "URIBL",
        operator: "uribl",
        objects: NAMES,
        test_names: Some(("test.uribl.com", "invalid")),
        form: Form::Registrable,
        refusals: &[Codes::Bit(1)],
        meanings: m::URIBL,
        delist: "https://admin.uribl.com/",
        evidence: SHIPPED,
        ..BLOCK
    },
    List {
        zone: "combined.mail.abusix.zone",
        name: "Abusix Guardian Mail",
        operator: "abusix",
        objects: BOTH,
        access: Access::Key,
        key: Some(KeyZone { label: "abusix", zone: "combined.mail.abusix.zone" }),
        meanings: m::ABUSIX,
        delist: "https://lookup.abusix.com/",
        evidence: "docs.abusix.com, production zones",
        ..OFF
    },
    List {
        zone: "zrd.dq.spamhaus.net",
        name: "Spamhaus ZRD",
        operator: "spamhaus",
        objects: NAMES,
        kind: Kind::Age,
        access: Access::Key,
        meanings: m::ZRD,
        delist: SPAMHAUS,
        evidence: "docs.spamhaus.com, table of zones; an age is no listing, so no check asks it",
        ..OFF
    },
    List {
        zone: "fresh.spameatingmonkey.net",
        name: "Spam Eating Monkey Fresh",
        operator: "spameatingmonkey",
        objects: NAMES,
        kind: Kind::Age,
        form: Form::Registrable,
        meanings: m::FRESH,
        delist: MONKEY,
        evidence: "an age is no listing, so no check asks it",
        ..OFF
    },
    List {
        zone: "rep.mailspike.net",
        name: "Mailspike Reputation",
        operator: "mailspike",
        kind: Kind::Score,
        meanings: m::MAILSPIKE_REPUTATION,
        delist: MAILSPIKE,
        evidence: "shipped in rspamd; a score is no listing",
        ..OFF
    },
    List {
        zone: "wl.mailspike.net",
        name: "Mailspike Whitelist",
        operator: "mailspike",
        kind: Kind::Welcome,
        meanings: m::MAILSPIKE_WELCOME,
        delist: MAILSPIKE,
        evidence: "shipped in rspamd; has no published positive test point",
        ..OFF
    },
    List {
        zone: "bl.score.senderscore.com",
        name: "Validity RPBL",
        operator: "validity",
        access: Access::Registered(VALIDITY_ACCESS),
        meanings: m::RPBL,
        delist: VALIDITY,
        evidence: "shipped in rspamd; refuses every resolver that is not registered",
        ..OFF
    },
    List {
        zone: "score.senderscore.com",
        name: "Sender Score",
        operator: "validity",
        kind: Kind::Score,
        access: Access::Registered(VALIDITY_ACCESS),
        meanings: m::SENDER_SCORE,
        delist: VALIDITY,
        evidence: "shipped in rspamd; a score is no listing",
        ..OFF
    },
    List {
        zone: "sa-trusted.bondedsender.org",
        name: "Validity Certification",
        operator: "validity",
        kind: Kind::Welcome,
        access: Access::Registered(VALIDITY_ACCESS),
        meanings: m::CERTIFIED,
        delist: VALIDITY,
        evidence: "shipped in SpamAssassin's rules, 2024-10",
        ..OFF
    },
    List {
        zone: "iadb.isipp.com",
        name: "ISIPP IADB",
        operator: "isipp",
        kind: Kind::Welcome,
        meanings: m::CERTIFIED,
        delist: "https://isipp.com/",
        evidence: "shipped in SpamAssassin's rules, 2024-10; has no published positive test point",
        ..OFF
    },
    List {
        zone: "ips.backscatterer.org",
        name: "Backscatterer",
        operator: "uceprotect",
        meanings: m::BACKSCATTER,
        delist: "https://www.backscatterer.org/?target=test",
        evidence: "meant for mail with an empty sender only; run by UCEPROTECT",
        ..OFF
    },
    List {
        zone: "spam.spamrats.com",
        name: "SpamRATS Spam",
        operator: "spamrats",
        meanings: m::SPAMRATS_SPAM,
        delist: SPAMRATS,
        evidence: "spamrats.com",
        ..OFF
    },
    List {
        zone: "auth.spamrats.com",
        name: "SpamRATS Auth",
        operator: "spamrats",
        meanings: m::SPAMRATS_AUTH,
        delist: SPAMRATS,
        evidence: "spamrats.com",
        ..OFF
    },
    List {
        zone: "noptr.spamrats.com",
        name: "SpamRATS NoPtr",
        operator: "spamrats",
        kind: Kind::Policy,
        meanings: m::SPAMRATS_NOPTR,
        delist: SPAMRATS,
        evidence: "spamrats.com",
        ..OFF
    },
    List {
        zone: "dyna.spamrats.com",
        name: "SpamRATS Dyna",
        operator: "spamrats",
        kind: Kind::Policy,
        meanings: m::SPAMRATS_DYNA,
        delist: SPAMRATS,
        evidence: "spamrats.com",
        ..OFF
    },
    List {
        zone: "all.s5h.net",
        name: "s5h",
        operator: "s5h",
        objects: BOTH,
        meanings: m::LISTED,
        delist: "https://www.usenix.org.uk/content/rbl.html",
        evidence: "small reach",
        ..OFF
    },
    List {
        zone: "truncate.gbudb.net",
        name: "GBUdb Truncate",
        operator: "gbudb",
        meanings: m::LISTED,
        delist: "https://www.gbudb.com/",
        evidence: "upkeep in doubt",
        ..OFF
    },
    List {
        zone: "hostkarma.junkemailfilter.com",
        name: "Hostkarma",
        operator: "junkemailfilter",
        meanings: m::HOSTKARMA,
        delist: "http://ipadmin.junkemailfilter.com/remove.php",
        evidence: "upkeep in doubt, often slow",
        ..OFF
    },
    List {
        zone: "bl.0spam.org",
        name: "0spam",
        operator: "0spam",
        meanings: m::LISTED,
        delist: "https://0spam.org/",
        evidence: "small reach",
        ..OFF
    },
    List {
        zone: "bl.nszones.com",
        name: "NSZones",
        operator: "nszones",
        meanings: m::LISTED,
        delist: "http://www.nszones.com/",
        evidence: "upkeep in doubt",
        ..OFF
    },
    List {
        zone: "bl.rbl-dns.com",
        name: "RBL-DNS",
        operator: "rbl-dns",
        meanings: m::LISTED,
        delist: "http://www.rbl-dns.com/",
        evidence: "upkeep in doubt",
        ..OFF
    },
];
