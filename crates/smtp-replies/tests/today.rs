//! Replies and reports as providers and software send them today, each with what is expected of it.

use smtp_replies::{Failure, Kind, MessageReader, Persistence, explain};

const TABLE: &str = include_str!("../data/today.tsv");

#[test]
fn replies_of_today() {
    let mut faults = Vec::new();
    let rows: Vec<Vec<&str>> = TABLE.lines().filter(|l| !l.starts_with('#')).map(|l| l.splitn(3, '\t').collect()).collect();
    for row in &rows {
        let [classes, persistence, text] = row[..] else { panic!("three fields: {row:?}") };
        assert!(classes.split('|').all(|class| Kind::from_name(class).is_some()), "{classes}");
        let told = explain(text.as_bytes());
        let held = match told.persistence {
            Persistence::Temporary => "temporary",
            Persistence::Permanent => "permanent",
            Persistence::Success => "success",
            Persistence::Unknown => "unknown",
        };
        if !classes.split('|').any(|class| class == told.kind.name()) || held != persistence {
            faults.push(format!("{classes} {persistence}, but {} {held} by {:?}: {text}", told.kind.name(), told.rule.map(|r| r.pattern)));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), rows.len(), faults.join("\n"));
    assert!(rows.len() > 100);
}

/// Each report, read line by line: to whom, which code and status, of which class, and whether the address is dead.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
fn reports_of_today() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/today/");
    let table = std::fs::read_to_string(format!("{place}expected.tsv")).expect("the table");
    let mut faults = Vec::new();
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let [file, recipients, code, status, classes, hard] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let bytes = std::fs::read(format!("{place}{file}.eml")).expect("a report");
        let mut reader = MessageReader::new();
        bytes.split_inclusive(|b| *b == b'\n').for_each(|line| reader.line(line));
        let message = reader.finish();
        let failures = &message.bounce.failures;
        let to: Vec<&str> = failures.iter().filter_map(|f| f.recipient.as_deref()).collect();
        let told = |f: &Failure| {
            let reply = &f.explanation.reply;
            let code = reply.code.map_or("-".to_owned(), |c| c.to_string());
            let status = reply.enhanced.map_or("-".to_owned(), |e| e.to_string());
            let hard = if f.explanation.is_hard() { "hard" } else { "soft" };
            (code, status, f.explanation.kind.name(), hard)
        };
        let fits = |f: &Failure| {
            let (c, s, class, h) = told(f);
            c == code && s == status && classes.split('|').any(|k| k == class) && h == hard
        };
        if to.join(",") != recipients || !failures.iter().all(fits) || !message.is_report {
            let all: Vec<_> = failures.iter().map(told).collect();
            faults.push(format!("{row}\n  but {to:?} {all:?}, a report: {}", message.is_report));
        }
    }
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}
