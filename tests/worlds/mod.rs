//! Worlds whose audits differ in how many questions have to wait for each other.

use facts::Target;
use facts::fixture::World;

/// A domain with mail hosts, name servers, policies and keys of its own, and no fault.
const BASE: &str = "
example.com SOA ns1.example.net hostmaster.example.com 2026112301 7200 3600 1209600 3600
example.com NS ns1.example.net
example.com NS ns2.example.org
ns1.example.net A 44.128.53.1
ns1.example.net AAAA 2d00:44:53::1
ns2.example.org A 44.129.53.1
example.com A 44.128.1.80
example.com MX 10 mx1.example.com
example.com MX 20 mx2.example.com
mx1.example.com A 44.128.1.1
mx1.example.com AAAA 2d00:44:1::1
mx2.example.com A 44.129.1.2
44.128.1.1 PTR mx1.example.com
2d00:44:1::1 PTR mx1.example.com
44.129.1.2 PTR mx2.example.com
mx1.example.com TXT v=spf1 a -all
mx2.example.com TXT v=spf1 a -all
example.com TXT v=spf1 ip4:44.128.1.1 ip4:44.129.1.2 ip6:2d00:44:1::1 -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com
s1._domainkey.example.com TXT v=DKIM1; p=
";

/// Names the sender, as `--ip`, `--helo` and `--selector` do.
const SENDING: &str = "target example.com ip=44.128.1.1 ip=2d00:44:1::1 helo=mx1.example.com selector=s1";
/// Own includes, each level below the domain, the addresses at the end.
const OWN: &str = "
_1.example.com TXT v=spf1 include:_2.example.com -all
_2.example.com TXT v=spf1 include:_3.example.com -all
_3.example.com TXT v=spf1 include:_4.example.com -all
_4.example.com TXT v=spf1 include:_5.example.com -all
_5.example.com TXT v=spf1 ip4:44.130.9.0/29 -all
";
/// Those of a provider, with a host by name at the end.
const FOREIGN: &str = "
_1.example.org TXT v=spf1 include:_2.example.org -all
_2.example.org TXT v=spf1 include:_3.example.org -all
_3.example.org TXT v=spf1 include:_4.example.org -all
_4.example.org TXT v=spf1 include:_5.example.org -all
_5.example.org TXT v=spf1 a:out.example.org -all
out.example.org A 44.130.9.9
";

/// No scenario text names a target without a domain.
const ADDRESS_ALONE: &str = "an address alone";

/// A world, and how long its longest chain is.
pub struct Shape {
    /// What is special in it.
    pub name: &'static str,
    /// Scenario texts over [`BASE`] and the empty lists.
    layers: Vec<&'static str>,
    /// Levels of its SPF policy: 1 for the own record alone, one more for each include or redirect on the way.
    pub depth: usize,
    /// Its longest chain of dependent questions, without mail servers.
    pub chain: usize,
}

impl Shape {
    pub fn layers(&self) -> Vec<&'static str> {
        let base: &[&str] = if self.name.starts_with("demo") { &[] } else { &[blocklist::EMPTY_LISTS, BASE] };
        [base, &self.layers].concat()
    }

    pub fn world(&self) -> World {
        World::layers(&self.layers()).unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }

    /// What is audited, without mail servers.
    pub fn target(&self) -> Target {
        let mut target = Target { no_smtp: true, ..self.world().target() };
        if self.name == ADDRESS_ALONE {
            target.domain = facts::Name::root();
            target.only = vec!["bl".into()];
        }
        target
    }

    /// Round trips that the audit may take.
    pub fn bound(&self) -> usize {
        4.max(1 + self.depth)
    }
}

/// What costs one round trip more than the depth of its SPF policy tells: names that only a record
/// two or more levels below the domain's own gives, and that have to be looked up in turn; and name
/// servers that the zone itself does not name.
pub fn exceptions() -> Vec<Shape> {
    let shape = |name, depth, chain, layers: &[&'static str]| Shape { name, layers: layers.to_vec(), depth, chain };
    vec![
        shape(
            "exception: mx of another domain in the third level",
            3,
            5,
            &[
                "example.com TXT v=spf1 include:_a.example.org -all",
                "_a.example.org TXT v=spf1 include:_b.example.org -all",
                "_b.example.org TXT v=spf1 mx:c.example.org -all",
                "c.example.org MX 10 m.example.org",
                "m.example.org A 44.131.1.1",
            ],
        ),
        shape(
            "exception: an own host in the third own level, asked of lists",
            3,
            5,
            &[
                "example.com TXT v=spf1 include:_a.example.com -all",
                "_a.example.com TXT v=spf1 include:_b.example.com -all",
                "_b.example.com TXT v=spf1 a:out.example.com -all",
                "out.example.com A 44.130.9.9",
                "9.9.130.44.zen.spamhaus.org A 127.0.0.2",
            ],
        ),
        shape(
            "exception: a server that only the zone above names",
            1,
            5,
            &[
                "com NS a.nic.example.org",
                "a.nic.example.org A 44.129.54.1",
                "@44.129.54.1 example.com NS ns1.example.net",
                "@44.129.54.1 example.com NS ns9.example.net",
                "ns9.example.net A 44.129.53.9",
            ],
        ),
    ]
}

/// All that keep the bound.
pub fn shapes() -> Vec<Shape> {
    let shape = |name, depth, chain, layers: &[&'static str]| Shape { name, layers: layers.to_vec(), depth, chain };
    let mut shapes = vec![
        shape("healthy", 1, 3, &[]),
        shape("healthy, sender named", 1, 3, &[SENDING]),
        shape("include, 2 own levels", 2, 3, &[OWN, "example.com TXT v=spf1 include:_5.example.com -all"]),
        shape("include, 3 own levels", 3, 4, &[OWN, "example.com TXT v=spf1 include:_4.example.com -all"]),
        shape("include, 4 own levels", 4, 5, &[OWN, "example.com TXT v=spf1 include:_3.example.com -all"]),
        shape("include, 5 own levels", 5, 6, &[OWN, "example.com TXT v=spf1 include:_2.example.com -all"]),
        shape("include, 3 levels, sender named", 3, 4, &[SENDING, FOREIGN, "example.com TXT v=spf1 include:_4.example.org -all"]),
        shape("include, 5 levels, a host at the end", 5, 6, &[FOREIGN, "example.com TXT v=spf1 include:_2.example.org -all"]),
        shape(
            "include, 3 levels, then a sender's macro",
            3,
            4,
            &[SENDING, FOREIGN, "example.com TXT v=spf1 include:_4.example.org exists:%{i}.x.example.org -all"],
        ),
        shape(
            "include, 3 levels, the macro in the last, explained",
            3,
            4,
            &[
                SENDING,
                FOREIGN,
                "_5.example.org TXT v=spf1 exists:%{i}.x.example.org -all",
                "example.com TXT v=spf1 include:_4.example.org ?all exp=why.example.com",
                "why.example.com TXT because",
            ],
        ),
        shape(
            "redirect, 3 levels, fails with an explanation",
            3,
            4,
            &[
                "target example.com ip=44.99.1.1",
                "example.com TXT v=spf1 redirect=_a.example.com",
                "_a.example.com TXT v=spf1 redirect=_b.example.com",
                "_b.example.com TXT v=spf1 a:x.example.com -all exp=why.example.com",
                "why.example.com TXT not %{i}",
            ],
        ),
        shape(
            "validated names",
            1,
            3,
            &["target example.com ip=44.128.1.1", "example.com TXT v=spf1 exists:%{p}.x.example.org ptr:example.net -all"],
        ),
        shape(
            "mx of another domain",
            1,
            4,
            &[
                "example.com TXT v=spf1 mx:other.example.org -all",
                "other.example.org MX 10 m.other.example.org",
                "m.other.example.org A 44.131.1.1",
            ],
        ),
        shape("include void, 2 levels, unregistered", 2, 3, &["example.com TXT v=spf1 include:spf.unregistered-name.com -all"]),
        shape(
            "include void, 3 levels, unregistered",
            3,
            4,
            &["example.com TXT v=spf1 include:_a.example.org -all", "_a.example.org TXT v=spf1 include:spf.unregistered-name.com -all"],
        ),
        shape(
            "host void, unregistered, under no listed suffix",
            1,
            3,
            &[
                "example.com TXT v=spf1 a:spf.unregistered.nosuchsuffix -all",
                "nosuchsuffix SOA a.nic.nosuchsuffix h.nic.nosuchsuffix 1 2 3 4 5",
            ],
        ),
        shape("exchange of an unregistered domain", 1, 3, &["example.com MX 10 mx.unregistered-name.com"]),
        shape("exchange without a suffix", 1, 3, &["example.com MX 10 mx.corp.lan"]),
        shape(
            "exchange is an alias",
            1,
            4,
            &["example.com MX 10 mx.example.com", "mx.example.com CNAME real.example.com", "real.example.com A 44.128.1.1"],
        ),
        shape(
            "domain is an alias",
            1,
            3,
            &["target www.example.com", "www.example.com CNAME host.example.org", "host.example.org MX 10 mx1.example.com"],
        ),
        shape("policy name is an alias", 1, 3, &["_dmarc.example.com CNAME _dmarc.example.org", "_dmarc.example.org TXT v=DMARC1; p=none"]),
        shape("implicit mx", 1, 4, &["example.com MX NODATA", "44.128.1.80 PTR www.example.com", "www.example.com A 44.128.1.80"]),
        shape(
            "hosted",
            2,
            3,
            &[
                "example.com MX 10 smtp.google.com",
                "smtp.google.com A 44.131.7.1",
                "example.com TXT v=spf1 include:_spf.google.com -all",
                "_spf.google.com TXT v=spf1 ip4:44.131.0.0/16 -all",
                "google._domainkey.example.com TXT v=DKIM1; p=",
            ],
        ),
        shape(
            "hosted, by an alias",
            1,
            3,
            &["example.com MX 10 mail.example.com", "mail.example.com CNAME smtp.google.com", "smtp.google.com A 44.131.7.1"],
        ),
        shape(
            "policy inherited",
            1,
            3,
            &["target a.b.example.com", "a.b.example.com MX 10 mx1.example.com", "a.b.example.com TXT v=spf1 mx -all"],
        ),
        shape(
            "policy inherited, deep",
            1,
            3,
            &[
                "target a.b.c.d.e.f.g.example.com",
                "a.b.c.d.e.f.g.example.com MX 10 mx1.example.com",
                "_dmarc.example.com TXT v=DMARC1; p=none; np=reject; psd=n; rua=mailto:x@reports.example.org",
            ],
        ),
        shape(
            "reports elsewhere",
            1,
            3,
            &[
                "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:a@reports.example.org,mailto:b@mail.example.net; ruf=mailto:c@example.org",
                "reports.example.org MX 10 in.example.org",
                "in.example.org A 44.131.2.2",
                "example.com._report._dmarc.reports.example.org TXT v=DMARC1",
            ],
        ),
        shape(
            "first name server silent",
            1,
            3,
            &["@44.128.53.1 example.com MX TIMEOUT", "@44.128.53.1 example.com TXT TIMEOUT", "@44.128.53.1 example.com SOA TIMEOUT"],
        ),
        shape(
            "listed by name and address",
            1,
            4,
            &[
                "1.1.128.44.zen.spamhaus.org A 127.0.0.2",
                "1.1.128.44.zen.spamhaus.org TXT reason",
                "example.com.dbl.spamhaus.org A 127.0.1.2",
                "mx1.example.com.dbl.spamhaus.org A 127.0.1.2",
            ],
        ),
        shape(
            "listed, the address in an own include",
            2,
            4,
            &["example.com TXT v=spf1 include:_5.example.com -all", OWN, "1.9.130.44.zen.spamhaus.org A 127.0.0.2"],
        ),
        shape(
            "listed, a host in the own record",
            1,
            4,
            &["example.com TXT v=spf1 a:out.example.org -all", "out.example.org A 44.130.9.9", "9.9.130.44.zen.spamhaus.org A 127.0.0.2"],
        ),
        shape(
            "listed, 3 own levels",
            3,
            4,
            &["example.com TXT v=spf1 include:_4.example.com -all", OWN, "1.9.130.44.zen.spamhaus.org A 127.0.0.2"],
        ),
        shape(
            "an mx in the third level",
            3,
            4,
            &[
                "example.com TXT v=spf1 include:_a.example.org -all",
                "_a.example.org TXT v=spf1 include:_b.example.org -all",
                "_b.example.org TXT v=spf1 mx -all",
                "_b.example.org MX 10 m.example.org",
                "m.example.org A 44.131.1.1",
            ],
        ),
        shape(
            "host void, unregistered, in the third level",
            3,
            4,
            &[
                "example.com TXT v=spf1 include:_a.example.org -all",
                "_a.example.org TXT v=spf1 include:_b.example.org -all",
                "_b.example.org TXT v=spf1 a:spf.unregistered-name.com -all",
            ],
        ),
        shape("no such domain", 1, 2, &["example.com * NXDOMAIN"]),
        shape("parked", 1, 3, &["example.com MX 0 .", "example.com TXT v=spf1 -all"]),
        shape(ADDRESS_ALONE, 1, 2, &["target example.com ip=44.128.1.1"]),
    ];
    let demos = [("demo: healthy.example", 1, 3), ("demo: sick.example", 2, 4), ("demo: parked.example", 1, 3)];
    for ((name, depth, chain), own) in demos.into_iter().zip(lab::demo().layers().into_iter().skip(1)) {
        // The last text says what is audited.
        let layers = lab::demo().layers().into_iter().filter(|text| *text != own).chain([own]).collect();
        shapes.push(Shape { name, layers, depth, chain });
    }
    shapes
}
