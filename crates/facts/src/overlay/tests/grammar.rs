use super::*;
use crate::answer::Text;

fn fault(text: &str) -> ZoneError {
    Overlay::parse(text.as_bytes(), &name("example.com")).err().unwrap_or_else(|| panic!("accepted: {text}"))
}

/// `owner ttl TYPE data` of each record, in the order of the tree.
fn records(text: &str) -> Vec<String> {
    let zone = overlay(text);
    let of = |(owner, rtype, records): (&Name, RecordType, &[Record])| -> Vec<String> {
        records.iter().map(|r| format!("{owner} {} {rtype} {}", r.ttl, super::shown(&r.data))).collect()
    };
    zone.sets().flat_map(of).collect()
}

#[test]
fn a_zone_as_people_write_it() {
    let text = r#"
; comment
$TTL 1h
$ORIGIN example.com.
@       IN SOA ns1 hostmaster (
            2026112301 ; serial
            2h 15m 4w  ; refresh, retry, expire
            5m )       ; minimum
        IN  NS  ns1
            MX  10 mx
        300 IN MX 20 mx2.example.net.
        IN 60 TXT "v=spf1 mx -all"
ns1     A   192.0.2.53
mx      A   192.0.2.1
$ORIGIN sub
s1._domainkey TXT ( "v=DKIM1; p=AA"
                    "BB" )
"#;
    let all = records(text);
    for wanted in [
        "example.com 3600 NS ns1.example.com",
        "example.com 3600 MX 10:mx.example.com",
        "example.com 300 MX 20:mx2.example.net",
        "example.com 60 TXT v=spf1 mx -all",
        "mx.example.com 3600 A 192.0.2.1",
        "s1._domainkey.sub.example.com 3600 TXT v=DKIM1; p=AA|BB",
    ] {
        assert!(all.contains(&wanted.to_owned()), "{wanted} is not in {all:#?}");
    }
    let soa = overlay(text).sets().find(|(_, t, _)| *t == RecordType::Soa).map(|(_, _, r)| r[0].data.clone());
    let wanted = Data::Soa { mname: name("ns1.example.com"), rname: name("hostmaster.example.com"), serial: 2_026_112_301, minimum: 300 };
    assert_eq!(soa, Some(wanted));
}

#[test]
fn a_time_to_live_comes_from_the_line_the_directive_the_line_before_or_the_soa() {
    assert_eq!(records("a 5 A 192.0.2.1\nb A 192.0.2.2"), ["a.example.com 5 A 192.0.2.1", "b.example.com 5 A 192.0.2.2"]);
    assert_eq!(records("a 5 A 192.0.2.1\n$TTL 9\nb A 192.0.2.2")[1], "b.example.com 9 A 192.0.2.2");
    assert_eq!(records("a A 192.0.2.1"), ["a.example.com 3600 A 192.0.2.1"]);
    assert_eq!(records("@ SOA a b 1 2 3 4 77\na A 192.0.2.1")[1], "a.example.com 77 A 192.0.2.1");
    assert_eq!(records("a 1w2d3h4m5s A 192.0.2.1"), ["a.example.com 788645 A 192.0.2.1"]);
    assert_eq!(records("a 2147483647 A 192.0.2.1"), ["a.example.com 2147483647 A 192.0.2.1"]);
    assert!(fault("a 2147483648 A 192.0.2.1").what.contains("time to live"));
}

#[test]
fn escapes_and_quotes() {
    assert_eq!(records(r#"a TXT "\"q\" \065 ; ( )" b\;c"#), [r#"a.example.com 3600 TXT "q" A ; ( )|b;c"#]);
    assert_eq!(records(r"a\.b A 192.0.2.1")[0], r"a\.b.example.com 3600 A 192.0.2.1");
    assert_eq!(records(r"b\\. A 192.0.2.1")[0], r"b\\ 3600 A 192.0.2.1");
    assert_eq!(records("\u{feff}a TXT \"\"\r\n"), ["a.example.com 3600 TXT "]);
    let bytes = overlay(r#"a TXT "\255\000""#);
    assert_eq!(bytes.sets().next().map(|(_, _, r)| r[0].data.clone()), Some(Data::Txt(vec![Text(vec![255, 0])])));
    assert_eq!(records("a TXT \"привет\"")[0], "a.example.com 3600 TXT привет");
}

#[test]
fn a_string_has_at_most_255_octets() {
    assert_eq!(records(&format!("a TXT \"{}\"", "x".repeat(255))).len(), 1);
    let fault = fault(&format!("a TXT \"{}\"", "x".repeat(256)));
    assert!(fault.what.contains("256 octets") && fault.instead.contains("cut it"), "{fault}");
}

#[test]
fn every_type_of_the_audit_is_read_and_others_are_kept_as_owners() {
    let text = "a AAAA 2001:db8::1\na CAA 128 Issue \"ca.example\"\n_25._tcp TLSA 3 1 1 (ab\n cd)\n_s._tcp SRV 1 2 465 m\nr PTR h.\nt SPF \"v=spf1\"\nc CNAME d\ne HINFO PC X\ne TYPE65280 \\# 1 00\nf DNSKEY 257 3 13 AAAA";
    let zone = overlay(text);
    let data: Vec<Data> = zone.sets().flat_map(|(_, _, r)| r.iter().map(|r| r.data.clone())).collect();
    assert_eq!(data.len(), 7);
    assert!(data.contains(&Data::Caa { critical: true, tag: "issue".into(), value: "ca.example".into() }));
    assert!(data.contains(&Data::Tlsa { usage: 3, selector: 1, matching: 1, data: Text(vec![0xab, 0xcd]) }));
    assert!(data.contains(&Data::Srv { priority: 1, weight: 2, port: 465, target: name("m.example.com") }));
    for owner in ["e.example.com", "f.example.com"] {
        assert!(zone.sets.exists(&name(owner)), "{owner}");
    }
}

#[test]
fn data_may_be_given_as_octets() {
    assert_eq!(records(r"a TYPE1 \# 4 C0000201"), ["a.example.com 3600 A 192.0.2.1"]);
    assert_eq!(records(r"a MX \# 8 000a 026d78 0161 00"), ["a.example.com 3600 MX 10:mx.a"]);
    assert_eq!(records(r"a TXT \# 3 0261 62"), ["a.example.com 3600 TXT ab"]);
    for wrong in
        [r"a A \# 3 c00002", r"a A \# 4 c00002", r"a A \# 5 c000020101", r"a MX \# 4 000a0261", r"a A \# x c0000201", r"a A \# 4 c000020"]
    {
        fault(wrong);
    }
}

#[test]
fn a_set_is_taken_away_with_a_dash() {
    let zone = overlay("a TXT -\n@ MX -\nb TXT \"-\"\nc HINFO -");
    assert_eq!(zone.deletions().collect::<Vec<_>>(), [(&name("a.example.com"), RecordType::Txt), (&name("example.com"), RecordType::Mx)]);
    assert_eq!(zone.sets().count(), 1);
    for wrong in ["a TXT -\na TXT \"x\"", "a TXT \"x\"\na TXT -"] {
        assert!(fault(wrong).what.contains("both given and deleted"));
    }
}

#[test]
fn faults_name_their_place_and_what_to_write() {
    for (text, line, column, what) in [
        ("\n  A 192.0.2.1", 2, 3, "without an owner"),
        ("a A 192.0.2.256", 1, 5, "no"),
        ("a A", 1, 3, "too soon"),
        ("a A 192.0.2.1 x", 1, 15, "more than A takes"),
        ("a MX mx", 1, 6, "preference"),
        ("a MX 10 192.0.2.1", 1, 9, "address where a name belongs"),
        ("a MX 10 a..b", 1, 9, "is no name"),
        ("a FOO x", 1, 3, "no record type"),
        ("a ANY x", 1, 3, "no record type"),
        ("a", 1, 1, "no record type behind"),
        ("a CH TXT x", 1, 3, "class"),
        ("$INCLUDE other.zone", 1, 1, "$INCLUDE is not followed"),
        ("a A 192.0.2.1\n$GENERATE 1-9 a$ A 192.0.2.$", 2, 1, "$GENERATE"),
        ("$FOO x", 1, 1, "no directive"),
        ("$TTL x", 1, 6, "time to live"),
        ("$ORIGIN", 1, 1, "takes one value"),
        ("a TXT \"open", 1, 7, "not closed on its line"),
        ("a SOA ( a b", 1, 7, "never closed"),
        ("a SOA ( ( ", 1, 9, "within parentheses"),
        ("a A ) 1", 1, 5, "none opened"),
        ("a TXT \"\\300\"", 1, 8, "no octet"),
        ("a TXT x\\", 1, 8, "backslash at the end"),
        ("a TXT \u{1}", 1, 7, "control character"),
        ("a TXT \"\u{0}\"", 1, 8, "control character"),
        ("почта A 192.0.2.1", 1, 1, "not ASCII"),
        ("a TXT \"при\" ) x", 1, 13, "none opened"),
        ("a CNAME b\na CNAME c", 2, 3, "second CNAME"),
        ("a TLSA 3 1 1 abc", 1, 14, "odd number"),
        ("a TLSA 3 1 1 xy", 1, 14, "not hexadecimal"),
        ("a TLSA 256 1 1 ab", 1, 8, "usage"),
        ("a CAA 0 issue", 1, 3, "too soon"),
        ("a HINFO", 1, 3, "no data"),
        ("\"a\" A 192.0.2.1", 1, 1, "in quotes"),
    ] {
        let fault = fault(text);
        assert_eq!((fault.line, fault.column), (line, column), "{text:?}: {fault}");
        assert!(fault.what.contains(what) && !fault.instead.is_empty(), "{text:?}: {fault}");
    }
    assert!(fault("\u{7f}ELF\u{2}\u{0}").instead.contains("this is no text"));
    assert!(fault("почта.рф. A 192.0.2.1").instead.contains("xn--80a1acny.xn--p1ai"));
}

#[test]
fn a_policy_without_quotes_is_refused_where_it_would_be_another() {
    for wrong in ["@ TXT v=spf1 mx -all", "_dmarc TXT v=DMARC1; p=none", "@ 60 IN TXT V=spf1 -all"] {
        let fault = fault(wrong);
        assert!(fault.instead.contains("put it in quotes"), "{fault}");
    }
    assert_eq!(records("@ TXT v=spf1 ; comment").len(), 1);
    assert_eq!(records("@ TXT a b"), ["example.com 3600 TXT a|b"]);
}

#[test]
fn the_bounds_hold() {
    let many = |n: usize| (0..n).map(|i| format!("n{i} A 192.0.2.1\n")).collect::<String>();
    assert!(Overlay::parse(many(MOST_RECORDS).as_bytes(), &Name::root()).is_ok());
    assert!(fault(&many(MOST_RECORDS + 1)).what.contains("records"));
    let long = |n: usize| format!("a A 192.0.2.1 ;{}", "x".repeat(n));
    assert!(Overlay::parse(long(MOST_OCTETS - 15).as_bytes(), &Name::root()).is_ok());
    assert!(fault(&long(MOST_OCTETS - 14)).what.contains("MiB"));
    assert!(fault(&format!("a TXT {}", "x ".repeat(5_000))).what.contains("more words"));
}

#[test]
fn any_octets_are_read_or_refused() {
    let samples: [&[u8]; 4] = [b"a TXT \"x\\", b"$ORIGIN .\n. NS a.\n( ; \n", b"\\000 A 1.2.3.4", b"@ SOA ( @ @ 1 1 1 1 1 ) \"\""];
    let mut seed = 1_u32;
    for round in 0..4_000 {
        let mut text = samples[round % samples.len()].to_vec();
        for _ in 0..3 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = seed as usize % text.len();
            text[at] = (seed >> 16) as u8;
        }
        match Overlay::parse(&text, &name("example.com")) {
            Err(fault) => assert!(fault.line > 0 && fault.column > 0, "{fault}"),
            // What was read answers, too.
            Ok(overlay) => drop(dns(&overlay, &World::default(), &resolver("a.example.com", RecordType::Txt))),
        }
    }
}
