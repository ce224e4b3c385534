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
