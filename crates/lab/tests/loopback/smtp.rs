//! Each act of a script over a real socket.

use crate::start;
use lab::Lab;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const HOST: &str = "44.128.1.1:25";

fn door(lab: &Lab) -> SocketAddr {
    lab.behind(HOST.parse().unwrap()).unwrap()
}

async fn lab_with(script: &str) -> Lab {
    start(&format!("smtp {HOST} mx.example.com good\n{script}")).await
}

/// For what must come, and for the pause behind it.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(300);

/// Reads until a pause, or the end; says whether it was the end.
async fn hear(stream: &mut TcpStream) -> (String, bool) {
    let (mut heard, mut chunk) = (Vec::new(), [0; 4_096]);
    loop {
        let wait = if heard.is_empty() { PATIENCE } else { PAUSE };
        match timeout(wait, stream.read(&mut chunk)).await {
            Err(_) => return (String::from_utf8_lossy(&heard).into_owned(), false),
            Ok(Ok(0) | Err(_)) => return (String::from_utf8_lossy(&heard).into_owned(), true),
            Ok(Ok(read)) => heard.extend_from_slice(&chunk[..read]),
        }
        if heard.len() > 1_000_000 {
            return (String::from_utf8_lossy(&heard).into_owned(), false);
        }
    }
}

async fn say(stream: &mut TcpStream, line: &str) -> (String, bool) {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
    hear(stream).await
}

async fn greeted(lab: &Lab) -> (TcpStream, String, bool) {
    let mut stream = TcpStream::connect(door(lab)).await.unwrap();
    let (text, ended) = hear(&mut stream).await;
    (stream, text, ended)
}

#[tokio::test]
async fn a_healthy_server_holds_the_whole_talk() {
    let lab = lab_with("").await;
    let (mut stream, greeting, _) = greeted(&lab).await;
    assert_eq!(greeting, "220 mx.example.com ESMTP ready\r\n");
    let (ehlo, _) = say(&mut stream, "ehlo me.example").await;
    assert!(ehlo.contains("250-STARTTLS\r\n") && ehlo.ends_with("250 8BITMIME\r\n"), "{ehlo}");
    assert_eq!(say(&mut stream, "HELP").await.0, "502 5.5.1 not in this script\r\n");
    assert_eq!(say(&mut stream, "QUIT").await, ("221 2.0.0 bye\r\n".into(), true));
    let visits = lab.visits()[&HOST.parse().unwrap()];
    assert_eq!((visits.accepted, visits.most_at_once, visits.messages), (1, 1, 0));
}

#[tokio::test]
async fn each_act_happens_on_the_wire() {
    let (_s, text, ended) = greeted(&lab_with("S: 421-4.3.2 busy\nS: 421 later").await).await;
    assert_eq!((text.as_str(), ended), ("421-4.3.2 busy\r\n421 later\r\n", false));
    let (_s, text, ended) = greeted(&lab_with("S: 554 no\nCLOSE").await).await;
    assert_eq!((text.as_str(), ended), ("554 no\r\n", true));
    let (_s, text, ended) = greeted(&lab_with("CLOSE").await).await;
    assert_eq!((text.as_str(), ended), ("", true));
    let lab = lab_with("SILENCE").await;
    let mut stream = TcpStream::connect(door(&lab)).await.unwrap();
    stream.write_all(b"EHLO me\r\n").await.unwrap();
    assert!(timeout(PAUSE, stream.read(&mut [0; 9])).await.is_err());
    let (_s, text, ended) = greeted(&lab_with("ENDLESS").await).await;
    assert!(text.len() > 1_000_000 && !ended);
    assert!(text.lines().take(1_000).all(|line| line.starts_with("250-")));
}

#[tokio::test]
async fn a_wait_lasts_and_splits_what_is_said() {
    let lab = lab_with("S: 220-first\nWAIT 900\nS: 220 second").await;
    let begun = Instant::now();
    let (mut stream, text, _) = greeted(&lab).await;
    assert_eq!(text, "220-first\r\n");
    assert_eq!(hear(&mut stream).await.0, "220 second\r\n");
    assert!(begun.elapsed() >= Duration::from_millis(900));
}

#[tokio::test]
async fn a_command_without_acts_cuts_the_line() {
    let lab = lab_with("C: EHLO").await;
    let (mut stream, _, _) = greeted(&lab).await;
    assert_eq!(say(&mut stream, "EHLO me").await, (String::new(), true));
}

#[tokio::test]
async fn refusing_and_swallowing_doors() {
    let lab = lab_with("REFUSE").await;
    assert!(TcpStream::connect(door(&lab)).await.is_err());
    let lab = lab_with("DROP").await;
    for _ in 0..3 {
        assert!(timeout(Duration::from_millis(400), TcpStream::connect(door(&lab))).await.is_err(), "a dropped connection has no end");
    }
}

#[tokio::test]
async fn addresses_of_nobody_are_refused_and_stay_on_this_machine() {
    let lab = lab_with("").await;
    let rules = lab.connect_to();
    assert_eq!(rules[0], format!("{HOST}:{}", door(&lab)));
    let nobody: SocketAddr = rules.last().unwrap().strip_prefix("::").unwrap().parse().unwrap();
    assert!(nobody.ip().is_loopback() && TcpStream::connect(nobody).await.is_err());
}

#[tokio::test]
async fn a_failed_handshake_sends_its_alert() {
    let lab = lab_with("C: STARTTLS\nS: 220 go\nTLS FAIL protocol_version").await;
    let (mut stream, _, _) = greeted(&lab).await;
    assert_eq!(say(&mut stream, "STARTTLS").await.0, "220 go\r\n");
    stream.write_all(&[22, 3, 1, 0, 5, 1, 0, 0, 1, 3]).await.unwrap();
    let mut alert = Vec::new();
    timeout(Duration::from_secs(1), stream.read_to_end(&mut alert)).await.unwrap().unwrap();
    assert_eq!(alert, [21, 3, 3, 0, 2, 2, 70]);
}

#[tokio::test]
async fn a_message_would_be_counted() {
    let lab = lab_with("").await;
    let (mut stream, _, _) = greeted(&lab).await;
    assert_eq!(lab.messages(), 0);
    assert!(say(&mut stream, "DATA").await.0.starts_with("502"));
    assert_eq!(lab.messages(), 1);
}

#[tokio::test]
async fn bytes_that_are_no_commands_end_the_talk_or_get_a_refusal() {
    let lab = lab_with("").await;
    let (mut stream, _, _) = greeted(&lab).await;
    assert!(say(&mut stream, "\u{0}\u{1}\u{fffd}").await.0.starts_with("502"));
    stream.write_all(&[b'x'; 10_000]).await.unwrap();
    assert!(hear(&mut stream).await.1);
    assert!(!greeted(&lab).await.2, "the next asker is served");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_greeted_and_counted() {
    let lab = lab_with("").await;
    let at = door(&lab);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(at).await.unwrap();
            let mut line = [0; 3];
            stream.read_exact(&mut line).await.unwrap();
            (line, stream)
        });
    }
    let talks = tasks.join_all().await;
    assert!(talks.iter().all(|(line, _)| line == b"220"));
    let visits = lab.visits()[&HOST.parse().unwrap()];
    assert_eq!((visits.accepted, visits.most_at_once), (100, 100));
}
