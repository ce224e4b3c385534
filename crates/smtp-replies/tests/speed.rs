//! What a reply and a log line cost: `cargo test -p mailaudit-smtp-replies --test speed --release -- --ignored --nocapture`.
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock and prints")]

use smtp_replies::{explain, log_line, rules};
use std::time::Instant;

#[test]
#[ignore = "a measurement, not a promise"]
fn cost() {
    let texts: Vec<&str> = rules().iter().map(|r| r.example).collect();
    let rounds = 200;
    let _ = explain(b"warm");
    let start = Instant::now();
    let known = (0..rounds).flat_map(|_| &texts).filter(|t| explain(t.as_bytes()).rule.is_some()).count();
    let each = start.elapsed() / u32::try_from(rounds * texts.len()).unwrap();
    println!("a reply: {each:?} ({known} explained by words)");
    let line = b"Nov 24 10:00:00 mx postfix/smtp[12]: 4AB: to=<a@example.org>, relay=mx[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 User unknown)";
    let start = Instant::now();
    let read = (0..200_000).filter(|_| !log_line(line).is_empty()).count();
    println!("log lines a second, read but not explained: {:.0}", read as f64 / start.elapsed().as_secs_f64());
}
