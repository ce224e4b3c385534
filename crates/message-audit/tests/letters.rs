//! Letters as people send them, and what must and must not be said of each: every check of the message from both sides.

use facts::answer::Der;
use facts::fixture::{NOW, World};
use facts::{Answer, Facts, MessageTarget, Moment, Name, Question, RecordType, Target};
use findings::{Judged, Severity, Status};

const WORLD: &str = "
example.com MX 10 mx.example.com
example.com TXT v=spf1 ip4:44.128.9.4 -all
_dmarc.example.com TXT v=DMARC1; p=reject
mx.example.com A 44.128.9.4
gone.example.org NS ns.example.org
null.example.org MX 0 .
null.example.org TXT v=spf1 ip4:44.128.9.4 -all
gmail.com TXT v=spf1 ip4:44.128.7.7 -all
dbltest.com.dbl.spamhaus.org A 127.0.1.2
evil.example.dbl.spamhaus.org A 127.0.1.5
test.surbl.org.multi.surbl.org A 127.0.0.254
";

/// Header lines and body for `From: …` with Date, Message-ID and Subject, unless they are given; what must fail; what must not.
struct Case(&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const MSG: &[&str] = &[];
const CASES: &[Case] = &[
    // Header.
    Case(
        "plain letter",
        "\nGood morning, here are the notes.",
        MSG,
        &[
            "MSG001", "MSG002", "MSG003", "MSG009", "MSG011", "MSG012", "MSG016", "MSG018", "MSG019", "MSG020", "MSG021", "MSG022",
            "MSG023", "MSG024", "MSG028", "MSG030", "MSG031", "MSG032",
        ],
    ),
    Case("no date", "Date: -\n\nx", &["MSG002"], &["MSG001"]),
    Case("date that is none", "Date: 2026-11-23\n\nx", &["MSG002"], &[]),
    Case("date with a zone by name", "Date: Mon, 23 Nov 2026 11:00 GMT\n\nx", MSG, &["MSG002", "MSG022"]),
    Case("two subjects", "Subject: a\nSubject: b\n\nx", &["MSG002"], &["MSG021"]),
    Case("two To", "To: a@example.net\nTo: b@example.net\n\nx", &["MSG002"], &[]),
    Case("To and Cc", "To: a@example.net\nCc: b@example.net\n\nx", MSG, &["MSG002"]),
    Case("no message-id", "Message-ID: -\n\nx", &["MSG003"], &["MSG002"]),
    Case("message-id without brackets", "Message-ID: 1@example.com\n\nx", &["MSG003"], &[]),
    Case("message-id without a right side", "Message-ID: <1@>\n\nx", &["MSG003"], &[]),
    Case("message-id on the next line", "Message-ID:\n <1@example.com>\n\nx", MSG, &["MSG003"]),
    Case("no from", "From: -\n\nx", &["MSG001"], &[]),
    Case("from without an address", "From: Ann\n\nx", &["MSG001"], &[]),
    Case("two authors with sender", "From: a@example.com, b@example.com\nSender: a@example.com\n\nx", MSG, &["MSG001"]),
    Case("two authors", "From: a@example.com, b@example.com\n\nx", &["MSG001"], &["MSG002"]),
    Case("name shows an address", "From: \"info@bank.com\" <a@example.com>\n\nx", &["MSG019"], &[]),
    Case("name shows a domain, encoded", "From: =?utf-8?B?YmFuay5jb20=?= <a@example.com>\n\nx", &["MSG019"], &[]),
    Case("name shows its own address", "From: \"a@example.com\" <a@example.com>\n\nx", MSG, &["MSG019"]),
    Case("name with dots", "From: Ann B. Smith, Ph.D. <a@example.com>\n\nx", MSG, &["MSG019"]),
    Case("reply elsewhere", "Reply-To: a@example.org\n\nx", &["MSG023"], &[]),
    Case("reply below the same organisation", "Reply-To: a@help.example.com\n\nx", MSG, &["MSG023"]),
    Case("future", "Date: Tue, 24 Nov 2026 12:00:00 +0000\n\nx", &["MSG022"], &["MSG002"]),
    Case(
        "old against its trace",
        "Received: from a (a [44.128.9.4]) by b with ESMTPS; Mon, 23 Nov 2026 11:00:00 +0000\nDate: Thu, 19 Nov 2026 11:00:00 +0000\n\nx",
        &["MSG022"],
        &[],
    ),
    Case(
        "other zones, the same time",
        "Received: from a (a [44.128.9.4]) by b with ESMTPS; Mon, 23 Nov 2026 03:00:05 -0800\nDate: Mon, 23 Nov 2026 14:00:00 +0300\n\nx",
        MSG,
        &["MSG022"],
    ),
    Case("hop in clear", "Received: from a (a [44.128.9.4]) by b with SMTP; Mon, 23 Nov 2026 11:00:00 +0000\n\nx", &["MSG027"], &[]),
    Case(
        "hop under TLS",
        "Received: from a (a [44.128.9.4]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) by b (Postfix) with ESMTPS id 1; Mon, 23 Nov 2026 11:00:00 +0000\n\nx",
        MSG,
        &["MSG027"],
    ),
    Case("hop within the house", "Received: from a (a [10.1.1.1]) by b with SMTP; Mon, 23 Nov 2026 11:00:00 +0000\n\nx", MSG, &["MSG027"]),
    Case("freemail from elsewhere", "Return-Path: <a@example.com>\nFrom: shop@gmail.com\n\nx", &["MSG028"], &[]),
    // Subject.
    Case("no subject", "Subject: -\n\nx", &["MSG021"], &["MSG002"]),
    Case("capitals", "Subject: GREAT NEWS TODAY\n\nx", &["MSG021"], &[]),
    Case("capitals in Cyrillic", "Subject: =?utf-8?B?0KHQmtCY0JTQmtCQINCh0JXQk9Ce0JTQndCv?=\n\nx", &["MSG021"], &[]),
    Case("capitals in an abbreviation", "Subject: NATO\n\nx", MSG, &["MSG021"]),
    Case("a reply that is none", "Subject: Re: your order\n\nx", &["MSG021"], &[]),
    Case("a reply", "Subject: Re: your order\nReferences: <1@example.net>\n\nx", MSG, &["MSG021"]),
    Case("placeholder in the subject", "Subject: Hello {{ first_name }}\n\nx", &["MSG020"], &[]),
    Case("encoded placeholder in the subject", "Subject: =?utf-8?B?SGkgKnxGTkFNRXwq?=\n\nx", &["MSG020"], &[]),
    // Lines and charsets.
    Case("utf-8 without a word of it", "\nпривет", &["MSG012"], &[]),
    Case("utf-8 declared", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nпривет", MSG, &["MSG012"]),
    Case("charset without an encoding", "Content-Type: text/plain; charset=utf-8\n\nпривет", &["MSG012"], &[]),
    Case("raw utf-8 in the subject", "Subject: привет\n\nx", &["MSG012"], &[]),
    Case("carriage return alone", "\nx\ry", &["MSG011"], &[]),
    // HTML.
    Case(
        "html alone",
        "Content-Type: text/html; charset=utf-8\n\n<p>Good morning to all of you, here are the notes of Monday.</p>",
        &["MSG013"],
        &["MSG014", "MSG015"],
    ),
    Case(
        "both",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nGood morning\n--b\nContent-Type: text/html\n\n<p>Good morning</p>\n--b--",
        MSG,
        &["MSG013", "MSG014"],
    ),
    Case(
        "picture alone",
        "Content-Type: text/html; charset=utf-8\n\n<a href=https://example.com/><img src=https://example.com/a.png></a>",
        &["MSG013", "MSG014"],
        &["MSG016"],
    ),
    Case("shortener", "\nsee https://bit.ly/abc", &["MSG016"], &["MSG018"]),
    Case("bare address", "\nsee http://198.51.100.7/x", &["MSG016", "MSG018"], &[]),
    Case(
        "text of another bank",
        "Content-Type: text/html; charset=utf-8\n\n<a href='https://example.org/x'>https://www.bank.com/login</a>",
        &["MSG016"],
        &["MSG018"],
    ),
    Case(
        "tracker of the same organisation",
        "Content-Type: text/html; charset=utf-8\n\n<a href='https://click.bank.com/x'>www.bank.com</a>",
        MSG,
        &["MSG016"],
    ),
    Case(
        "words as text",
        "Content-Type: text/html; charset=utf-8\n\n<a href='https://example.org/x'>Read more</a>",
        MSG,
        &["MSG016", "MSG018"],
    ),
    Case("listed", "\nsee https://www.evil.example/x", &["MSG017"], &[]),
    Case("not listed", "\nsee https://www.example.org/x", MSG, &["MSG017"]),
    Case("placeholder in the body", "Content-Type: text/html; charset=utf-8\n\n<p>Dear %%FirstName%%, good morning</p>", &["MSG020"], &[]),
    Case("per cent and braces", "\nYou save 20% {today} and 30% more. p{color:red} [1] $5", MSG, &["MSG020"]),
    // Attachments.
    Case(
        "program",
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"a.pdf.exe\"\n\nx",
        &["MSG024"],
        &[],
    ),
    Case(
        "program with an encoded name",
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''%61.%6a%73\n\nx",
        &["MSG024"],
        &[],
    ),
    Case("document", "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"js.pdf\"\n\nx", MSG, &["MSG024"]),
    // Bulk.
    Case("bulk without a way out", "Precedence: bulk\n\nx", &["MSG009", "MSG026", "MSG030"], &["MSG010"]),
    Case(
        "mailto alone",
        "List-Unsubscribe: <mailto:u@example.com>\nFeedback-ID: a:b:c:d\n\nTo unsubscribe: https://example.com/u",
        &["MSG010"],
        &["MSG009", "MSG026", "MSG030"],
    ),
    Case(
        "http",
        "List-Unsubscribe: <http://example.com/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nx",
        &["MSG010", "MSG030"],
        &["MSG009"],
    ),
    Case(
        "one click, unsigned",
        "List-Unsubscribe: <https://example.com/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nUnsubscribe: https://example.com/u",
        &["MSG010"],
        &["MSG009", "MSG030"],
    ),
    Case(
        "way out in Russian",
        "Precedence: bulk\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<a href='https://example.com/1'>Отписаться от рассылки</a>",
        &["MSG009"],
        &["MSG030", "MSG012"],
    ),
    Case("a letter to one", "To: b@example.net\n\nx", MSG, &["MSG009", "MSG010", "MSG026", "MSG030"]),
    Case("fifty in To", "To: FIFTY\n\nx", &["MSG032"], &[]),
    Case("three in To", "To: a@example.net, b@example.net\nCc: c@example.net\n\nx", MSG, &["MSG032"]),
    // Envelope.
    Case("envelope without a host", "Return-Path: <a@gone.example.org>\n\nx", &["MSG029"], &[]),
    Case("envelope with a null MX", "Return-Path: <a@null.example.org>\n\nx", &["MSG029", "MSG006", "MSG007"], &[]),
    Case("envelope aligned", "Return-Path: <a@example.com>\n\nx", &["MSG005"], &["MSG006", "MSG007", "MSG029"]),
    Case("null sender", "Return-Path: <>\n\nx", MSG, &["MSG029"]),
];

/// The usual lines, but for those that the case gives or takes away with `-`.
fn letter(case: &str) -> Vec<u8> {
    let (head, body) = if let Some(body) = case.strip_prefix('\n') { ("", body) } else { case.split_once("\n\n").expect("a body") };
    let usual =
        ["From: Ann <ann@example.com>", "Date: Mon, 23 Nov 2026 11:00:00 +0000", "Message-ID: <1@example.com>", "Subject: Notes of Monday"];
    let given = |line: &str| head.lines().any(|l| l.split(':').next() == line.split(':').next());
    let fifty: Vec<String> = (0..50).map(|n| format!("u{n}@example.net")).collect();
    let own = head.lines().filter(|l| !l.ends_with(": -")).map(|l| l.replace("FIFTY", &fifty.join(",\r\n ")));
    let lines: Vec<String> = own.chain(usual.into_iter().filter(|u| !given(u)).map(str::to_owned)).collect();
    format!("{}\r\n\r\n{}\r\n", lines.join("\r\n"), body.replace('\n', "\r\n")).into_bytes()
}

fn judged(name: &str, raw: Vec<u8>) -> Vec<Judged> {
    let world = World::parse(WORLD).unwrap_or_else(|e| panic!("{e}"));
    let message = MessageTarget { digest: name.to_owned(), raw: Der(raw.clone()) };
    let target =
        Target { message: Some(message), ips: vec![[44, 128, 9, 4].into()], ..Target::new(Name::parse("example.com").expect("a name")) };
    let target = Target { helo: Some("mx.example.com".into()), ..target };
    let mut facts = Facts::new(Moment::from_unix(NOW));
    let answer = |question: &Question| world.answer(question, &|_, _| Vec::new());
    facts::gather(&target, message_audit::AUDIT.planners, &mut facts, |question| match question {
        Question::Signatures { .. } => Answer::Signatures(signatures::verify(&raw, &|name: &Name| {
            Some(answer(&Question::Dns { name: name.clone(), rtype: RecordType::Txt }))
        })),
        _ => answer(question),
    });
    (message_audit::AUDIT.judge)(&target, &facts)
}

#[test]
fn what_is_said_of_each_letter() {
    let mut wrong = Vec::new();
    for Case(name, text, must, must_not) in CASES {
        let judged = judged(name, letter(text));
        let fails: Vec<&str> = judged.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
        let missing: Vec<_> = must.iter().filter(|c| !fails.contains(c)).collect();
        let wrongly: Vec<_> = must_not.iter().filter(|c| fails.contains(c)).collect();
        if !missing.is_empty() || !wrongly.is_empty() {
            wrong.push(format!("{name}: lacks {missing:?}, wrongly {wrongly:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let told: std::collections::BTreeSet<&str> = CASES.iter().flat_map(|c| c.2).copied().collect();
    for check in (message_audit::AUDIT.checks)().into_iter().filter(|c| c.severity > Severity::Info) {
        // Those of signatures, of sizes and of long lines have their own tests.
        let elsewhere = ["MSG004", "MSG008", "MSG015", "MSG025", "MSG031"].contains(&check.code);
        assert!(elsewhere || told.contains(check.code), "no letter has {}", check.code);
    }
}
