use super::*;

const ZONE: &str = r#"
$TTL 3600
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ MX 10 mx
@ TXT "v=spf1 mx -all"
mx A 192.0.2.1
ns1 A 192.0.2.53
www CNAME web
web A 192.0.2.80
ext CNAME cdn.example.net.
a.b.ent TXT "x"
*.wild TXT "any"
*.wild MX 5 mx
host.wild A 192.0.2.7
child NS ns1.child
ns1.child A 192.0.2.99
moved DNAME example.net.
loop CNAME loop2
loop2 CNAME loop
"#;

fn zone(text: &str, domain: &str) -> Result<ZoneFile, ZoneError> {
    ZoneFile::parse(text.as_bytes(), &name(domain))
}

#[test]
fn the_zone_answers_as_its_server_would() {
    let zone = zone(ZONE, "example.com").unwrap_or_else(|e| panic!("{e}"));
    let world = World::parse("cdn.example.net A 192.0.2.90\nns1.child.example.com A 192.0.2.98").unwrap_or_else(|e| panic!("{e}"));
    for (asked, rtype, wanted) in [
        ("example.com", RecordType::Mx, "10:mx.example.com"),
        ("example.com", RecordType::A, "NoData"),
        ("none.example.com", RecordType::A, "NoSuchName"),
        ("ent.example.com", RecordType::A, "NoData"),
        ("b.ent.example.com", RecordType::Txt, "NoData"),
        ("c.ent.example.com", RecordType::Txt, "NoSuchName"),
        ("www.example.com", RecordType::A, "→web.example.com 192.0.2.80"),
        ("www.example.com", RecordType::Cname, "web.example.com"),
        ("ext.example.com", RecordType::A, "→cdn.example.net 192.0.2.90"),
        ("q.wild.example.com", RecordType::Txt, "any"),
        ("q.r.wild.example.com", RecordType::Mx, "5:mx.example.com"),
        ("q.wild.example.com", RecordType::A, "NoData"),
        ("host.wild.example.com", RecordType::Txt, "NoData"),
        ("x.host.wild.example.com", RecordType::Txt, "NoSuchName"),
        ("wild.example.com", RecordType::Txt, "NoData"),
        // Below a delegation the zone says nothing.
        ("ns1.child.example.com", RecordType::A, "192.0.2.98"),
        ("child.example.com", RecordType::Ns, "NoData"),
        ("x.moved.example.com", RecordType::A, "NoSuchName"),
        ("moved.example.com", RecordType::A, "NoData"),
        ("cdn.example.net", RecordType::A, "192.0.2.90"),
        ("loop.example.com", RecordType::A, "→loop2.example.com ServerFailure"),
    ] {
        assert_eq!(said(&zone, &world, &resolver(asked, rtype)), wanted, "{asked} {rtype}");
    }
}

#[test]
fn what_lies_outside_is_never_absent() {
    let zone = zone(ZONE, "example.com").unwrap_or_else(|e| panic!("{e}"));
    let outside = Answer::NotAsked(crate::WhyNot::OutsideZoneFile);
    let alone = |question: &Question| zone.answer(question, &|_| Some(outside.clone()));
    for asked in ["cdn.example.net", "ext.example.com", "child.example.com", "x.moved.example.com", "com"] {
        assert_eq!(alone(&resolver(asked, RecordType::A)), Ok(outside.clone()), "{asked}");
    }
    let at = |text: &str| Question::DnsAt {
        server: std::net::IpAddr::from([192, 0, 2, 53]),
        name: name(text),
        rtype: RecordType::Soa,
        transport: crate::Transport::Udp,
    };
    // Its servers are not asked about it, even where others could be.
    assert_eq!(zone.answer(&at("example.com"), &|_| None), Ok(outside.clone()));
    assert_eq!(zone.answer(&at("example.net"), &|_| None), Err(at("example.net")));
}

#[test]
fn the_apex_is_the_owner_of_the_soa_else_the_domain() {
    let apex = |text: &str, domain: &str| zone(text, domain).map(|z| z.apex().to_string()).map_err(|e| e.what);
    assert_eq!(apex("@ MX 10 mx", "example.com"), Ok("example.com".into()));
    assert_eq!(apex("$ORIGIN example.com.\n@ SOA a b 1 2 3 4 5\nmail MX 10 mx", "mail.example.com"), Ok("example.com".into()));
}

#[test]
fn a_file_that_is_no_such_zone_is_refused() {
    for (text, domain, what, line) in [
        ("", "example.com", "no record", 1),
        ("; nothing", "example.com", "no record", 1),
        ("$ORIGIN example.net.\n@ SOA a b 1 2 3 4 5", "example.com", "this is the zone example.net", 2),
        ("@ MX 10 mx\nmx.example.net. A 192.0.2.1", "example.com", "mx.example.net lies outside", 2),
        ("@ MX -", "example.com", "is deleted", 1),
        ("@ SOA a b 1 2 3 4 5\nx SOA a b 1 2 3 4 5", "example.com", "x.example.com has a SOA", 2),
        ("$ORIGIN com.\n@ SOA a b 1 2 3 4 5\nexample NS ns1.example", "example.com", "gives example.com away by its NS", 3),
        ("$ORIGIN com.\n@ SOA a b 1 2 3 4 5\nexample DNAME x", "mail.example.com", "gives example.com away by its DNAME", 3),
    ] {
        let fault = zone(text, domain).err().unwrap_or_else(|| panic!("accepted: {text}"));
        assert!(fault.what.contains(what) && fault.line == line, "{text:?}: {fault}");
    }
}
