//! Replies and reports as providers and software send them today, each with what is expected of it.

use smtp_replies::{Kind, Persistence, explain};

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
