//! Dialogues with scripted servers on loopback: lines in, lines out.

use super::*;
use crate::{Accounts, Limits};
use facts::answer::Step;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;

/// Holds a dialogue in the clear with a server that says `greeting`, then to each command what `answer` gives.
async fn hold_with(protocol: Protocol, greeting: &'static str, answer: fn(&str) -> String) -> (Vec<Step>, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|e| panic!("{e}"));
    let to = listener.local_addr().unwrap_or_else(|e| panic!("{e}"));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap_or_else(|e| panic!("{e}"));
        let (read, mut write) = stream.split();
        let mut heard = Vec::new();
        let _ = write.write_all(greeting.as_bytes()).await;
        let mut lines = BufReader::new(read).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let said = answer(&line);
            heard.push(line);
            if said.is_empty() || write.write_all(said.as_bytes()).await.is_err() {
                break;
            }
        }
        heard
    });
    let mut accounts = Accounts::default();
    accounts.add("a", "anna", "secret");
    let call = Call { to, protocol, security: Security::Starttls, sni: None, login: Some("a".into()), accounts };
    let limits = Limits { command: Duration::from_secs(5), ..Limits::default() };
    let answer = hold(Turns::new(&limits), to.ip(), call).await;
    let Answer::Smtp(answer) = answer else { panic!("{answer:?}") };
    let heard = server.await.unwrap_or_default();
    (answer.tries.into_iter().flat_map(|t| t.steps).collect(), heard)
}

fn told(steps: &[Step]) -> String {
    let step = |s: &Step| match &s.end {
        StepEnd::Mailbox(reply) => format!("{:?} {}/{}", s.phase, reply.status, reply.lines.len()),
        end => format!("{:?} {end:?}", s.phase),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn imap_in_the_clear_ends_without_log_in() {
    let (steps, heard) = hold_with(Protocol::Imap, "* OK ready\r\n", |line| match line.split_once(' ') {
        Some((tag, "CAPABILITY")) => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
        Some((tag, "LOGOUT")) => format!("* BYE\r\n{tag} OK\r\n"),
        _ => String::new(),
    })
    .await;
    assert_eq!(told(&steps), "Connect Done, Greeting OK/1, Capability OK/2, Quit OK/2");
    assert_eq!(heard, ["a1 CAPABILITY", "a2 LOGOUT"]);
}

#[tokio::test]
async fn pop3_in_the_clear_ends_without_log_in() {
    let (steps, heard) = hold_with(Protocol::Pop3, "+OK ready\r\n", |line| match line {
        "CAPA" => "+OK\r\nUIDL\r\nUSER\r\n.\r\n".into(),
        _ => "+OK bye\r\n".into(),
    })
    .await;
    assert_eq!(told(&steps), "Connect Done, Greeting +OK/1, Capability +OK/3, Quit +OK/1");
    assert_eq!(heard, ["CAPA", "QUIT"]);
}

#[tokio::test]
async fn refused_starttls_and_a_server_that_hangs_up() {
    let (steps, _) = hold_with(Protocol::Imap, "* OK ready\r\n", |line| match line.split_once(' ') {
        Some((tag, "CAPABILITY")) => format!("* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n"),
        Some((tag, "STARTTLS")) => format!("{tag} NO not now\r\n"),
        _ => String::new(),
    })
    .await;
    assert_eq!(told(&steps), "Connect Done, Greeting OK/1, Capability OK/2, Starttls NO/1, Quit Closed");
}

#[tokio::test]
async fn what_is_no_reply() {
    let garbage = |greeting| async move { told(&hold_with(Protocol::Imap, greeting, |_| String::new()).await.0) };
    assert!(garbage("220 smtp here\r\n").await.starts_with("Connect Done, Greeting Garbage"));
    assert!(garbage("* HELLO there\r\n").await.starts_with("Connect Done, Greeting Garbage"));
    assert_eq!(garbage("* BYE full\r\n").await, "Connect Done, Greeting BYE/1");
    let (steps, _) = hold_with(Protocol::Pop3, "+OK\r\n", |_| format!("+OK\r\n{}", "X\r\n".repeat(1000))).await;
    assert!(told(&steps).contains("Capability Endless"), "{}", told(&steps));
}

#[test]
fn credentials_stay_one_string() {
    assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    assert!(is_plain("pass word") && !is_plain("pass\r\nword") && !is_plain("пароль") && !is_plain(""));
}

/// A server behind its log-in: each line of the client without its tag, and what is said to it; `OK` comes behind by itself.
async fn behind_login(said: &'static [(&'static str, &'static str)]) -> (Talk, Line, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|e| panic!("{e}"));
    let to = listener.local_addr().unwrap_or_else(|e| panic!("{e}"));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap_or_else(|e| panic!("{e}"));
        let (read, mut write) = stream.split();
        let (mut lines, mut heard) = (BufReader::new(read).lines(), Vec::new());
        while let Ok(Some(line)) = lines.next_line().await {
            let (tag, command) = line.split_once(' ').unwrap_or_default();
            let answer = said.iter().find(|(begin, _)| command.starts_with(begin)).map_or("BAD what?", |(_, answer)| answer);
            let (untagged, last) = answer.rsplit_once("\r\n").map_or(("", answer), |(u, l)| (u, l));
            let gap = if untagged.is_empty() { "" } else { "\r\n" };
            let last = if last.is_empty() { "OK" } else { last };
            heard.push(command.to_owned());
            if write.write_all(format!("{untagged}{gap}{tag} {last}\r\n").as_bytes()).await.is_err() {
                break;
            }
        }
        heard
    });
    let mut way = Way::new(to, None, Limits { command: Duration::from_secs(5), ..Limits::default() });
    let stream = way.connect().await.ok().flatten().unwrap_or_else(|| panic!("a connection"));
    (Talk::new(way, Protocol::Imap), Line { wire: Wire::Clear(stream), inbox: Inbox::default() }, server)
}

async fn folders_of(said: &'static [(&'static str, &'static str)]) -> (Vec<String>, Vec<String>) {
    let (mut talk, mut line, server) = behind_login(said).await;
    let folders = talk.listed(&mut line).await.unwrap_or_default();
    drop(line);
    let told = folders.iter().map(|f| format!("{} {}", String::from_utf8_lossy(&f.name.0), f.flags.join(" "))).collect();
    (told, server.await.unwrap_or_default())
}

#[tokio::test]
async fn attributes_of_folders_are_asked_for_in_the_way_that_the_server_knows() {
    let special = "LIST \"\" \"*\" RETURN (SPECIAL-USE)";
    let (told, heard) = folders_of(&[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE\r\n"),
        ("LIST", "* LIST (\\Junk) \".\" {4}\r\nSp\"m\r\n* LIST () NIL INBOX\r\n"),
    ])
    .await;
    assert_eq!((told.as_slice(), heard[1].as_str()), (&["Sp\"m \\Junk".to_owned(), "INBOX ".into()][..], special));
    let (told, heard) = folders_of(&[
        ("CAPABILITY", "* CAPABILITY IMAP4 XLIST\r\n"),
        ("XLIST", "* XLIST (\\HasNoChildren \\Spam) \"/\" \"[Gmail]/x\"\r\n"),
    ])
    .await;
    assert_eq!((told.as_slice(), heard[1].as_str()), (&["[Gmail]/x \\HasNoChildren \\Spam".to_owned()][..], "XLIST \"\" \"*\""));
    // A server that thinks better of what it offered, and one that tells nothing of itself.
    for said in [
        &[
            ("CAPABILITY", "* CAPABILITY SPECIAL-USE\r\n"),
            ("LIST \"\" \"*\" RETURN", "BAD no"),
            ("LIST", "* LIST (\\NoInferiors) \"/\" INBOX\r\n"),
        ][..],
        &[("LIST", "* LIST (\\NoInferiors) \"/\" INBOX\r\n")],
    ] {
        assert_eq!(folders_of(said).await.0, ["INBOX \\NoInferiors"]);
    }
}

fn look(wanted: facts::delivery::Wanted, marker: &str) -> Look {
    let settled = std::sync::Arc::new(tokio::sync::watch::Sender::default());
    Look { wanted, markers: vec![marker.into()], folders: vec!["INBOX".into()], wait: Duration::from_secs(60), settled }
}

#[tokio::test]
async fn a_report_is_found_by_its_day_where_its_number_is_none_of_the_last() {
    let old = "* 9 FETCH (UID 900 INTERNALDATE \"1-Jan-2020 00:00:00 +0000\" BODY[]<0> {14}\r\nSubject: old\r\n)\r\n";
    let report =
        "* 1 FETCH (UID 7 BODY[]<0> {58}\r\nFrom: MAILER-DAEMON@example.com\r\n\r\nAction: failed\r\nm01 x\r\n)\r\n* 3 EXISTS\r\nOK done";
    let said: Vec<(&'static str, &'static str)> = vec![
        ("EXAMINE", "* 40 EXISTS\r\n* OK [UIDNEXT 901] next\r\n"),
        ("FETCH 31:40", old),
        ("UID SEARCH SINCE 22-Nov-2026", "* ESEARCH (TAG \"a3\") UID ALL 6:7,900\r\n"),
        ("UID FETCH 7,6", report),
    ];
    let (mut talk, mut line, server) = behind_login(said.leak()).await;
    let now = facts::Moment::parse("2026-11-23T12:00:00Z").unwrap_or_else(|| panic!("a time"));
    let mut search = search::Search::new(look(facts::delivery::Wanted::Bounces, "m01"), now);
    for _ in 0..2 {
        search.folder(&mut talk, &mut line, &"INBOX".into()).await.unwrap_or_else(|e| panic!("{e:?}"));
    }
    drop(line);
    assert_eq!(search.answer.found.len(), 1);
    // Nothing is new at the second look, and what was fetched is not fetched again.
    let heard = server.await.unwrap_or_default();
    assert_eq!(heard.len(), 5, "{heard:?}");
    assert!(heard.iter().all(|line| !line.contains("BODY[")), "{heard:?}");
}
