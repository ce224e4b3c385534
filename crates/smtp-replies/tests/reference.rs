//! A table of replies that was gathered independently of the rules: each is explained as the table says, but for exceptions that
//! were reviewed one by one.

use smtp_replies::{Persistence, explain};

const TABLE: &str = include_str!("../data/reference.tsv");
/// `class TAB class of ours TAB why TAB text` for each exception.
const REVIEWED: &str = include_str!("../data/reference-reviewed.tsv");

struct Row {
    class: &'static str,
    persistence: &'static str,
    text: &'static str,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

fn table() -> Vec<Row> {
    rows(TABLE).map(|f| Row { class: f[0], persistence: f[1], text: f[3] }).collect()
}

#[test]
fn each_reply_of_the_table_has_its_class() {
    let reviewed: Vec<(&str, &str, &str)> = rows(REVIEWED).map(|f| (f[0], f[1], f[3])).collect();
    let (mut faults, mut met) = (Vec::new(), Vec::new());
    let all = table();
    for row in all.iter().filter(|r| !matches!(r.class, "multi" | "wrapper")) {
        let ours = explain(row.text.as_bytes()).kind.name();
        let exception = reviewed.iter().find(|(class, of_ours, text)| (*class, *of_ours, *text) == (row.class, ours, row.text));
        if let Some(exception) = exception {
            met.push(*exception);
        } else if ours != row.class {
            faults.push(format!("{}\t{ours}\t?\t{}", row.class, row.text));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), all.len(), faults.join("\n"));
    assert!(all.len() > 500 && met.len() == reviewed.len(), "an exception that is none any more: {reviewed:?}");
    assert!(reviewed.len() * 10 < all.len());
}

#[test]
fn each_reply_of_the_table_is_temporary_or_permanent_as_told() {
    let told = |text: &str| match explain(text.as_bytes()).persistence {
        Persistence::Temporary => "temporary",
        Persistence::Permanent => "permanent",
        Persistence::Success => "success",
        Persistence::Unknown => "unknown",
    };
    // The digits decide, also against a word of the text.
    let reviewed = ["550 Your network is temporary blacklisted"];
    let fits =
        |row: &Row| reviewed.contains(&row.text) || row.persistence == "depends" || row.persistence.split('|').any(|p| p == told(row.text));
    let faults: Vec<String> =
        table().iter().filter(|r| !fits(r)).map(|r| format!("{}\t{}\t{}", r.persistence, told(r.text), r.text)).collect();
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}
