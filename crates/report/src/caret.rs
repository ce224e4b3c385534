//! A record with carets under the term that is at fault.

use crate::clean::clean;
use crate::wrap::{columns, cut};
use findings::{Evidence, Value};

/// Columns kept before the term when the record is too long for one line.
const BEFORE: usize = 20;

/// Two lines, the record and its carets, from the evidence `record`, `column` (from 1) and `term`;
/// none when the evidence does not hold them.
pub(crate) fn caret(evidence: &Evidence, width: usize) -> Option<[String; 2]> {
    let (Some(Value::Text(record)), Some(Value::Number(column)), Some(Value::Text(term))) =
        (evidence.get("record"), evidence.get("column"), evidence.get("term"))
    else {
        return None;
    };
    let start = start(record, usize::try_from(*column).ok()?.checked_sub(1)?, term)?;
    let end = start + if record[start..].starts_with(term.as_str()) { term.len() } else { 0 };
    Some(draw(&clean(&record[..start]), &clean(&record[start..end]), &clean(&record[end..]), width))
}

/// The byte at which the term stands: the one whose characters hold the column, which may lie
/// inside the term; else its first place; else the column itself.
fn start(record: &str, column: usize, term: &str) -> Option<usize> {
    let at_column = record.char_indices().map(|(at, _)| at).chain([record.len()]).nth(column);
    if term.is_empty() {
        return at_column;
    }
    let holds_column = |at: &usize| at_column.is_some_and(|c| *at <= c && c < at + term.len());
    let places = || record.match_indices(term).map(|(at, _)| at);
    places().find(holds_column).or_else(|| places().next()).or(at_column)
}

fn draw(before: &str, term: &str, after: &str, width: usize) -> [String; 2] {
    let whole = columns(before) + columns(term) + columns(after) <= width;
    let head = if whole || columns(before) <= BEFORE { before.to_owned() } else { format!("…{}", tail(before, BEFORE - 1)) };
    let room = width.saturating_sub(columns(&head)).max(1);
    let carets = "^".repeat(columns(term).clamp(1, room));
    let rest = format!("{term}{after}");
    let shown = if columns(&rest) <= room { rest } else { format!("{}…", cut(&rest, room - 1).swap_remove(0)) };
    let indent = " ".repeat(columns(&head));
    [format!("{head}{shown}"), format!("{indent}{carets}")]
}

/// The last characters of `text`, at most `width` columns.
fn tail(text: &str, width: usize) -> &str {
    let fits = |at: &usize| columns(&text[*at..]) <= width;
    let at = text.char_indices().map(|(at, _)| at).find(fits).unwrap_or(text.len());
    &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(record: &str, column: i64, term: &str, width: usize) -> Option<[String; 2]> {
        caret(&Evidence::new().with("record", record).with("column", column).with("term", term), width)
    }

    #[test]
    fn carets_stand_under_the_term() {
        let Some([record, carets]) = drawn("v=spf1 ipv4:192.0.2.1 -all", 8, "ipv4:192.0.2.1", 80) else { panic!("drawn") };
        assert_eq!(record, "v=spf1 ipv4:192.0.2.1 -all");
        assert_eq!(carets, "       ^^^^^^^^^^^^^^");
    }

    #[test]
    fn a_column_inside_a_term_marks_the_whole_term() {
        let Some([_, carets]) = drawn("v=spf1 a:a/33.example a/33 -all", 24, "a/33", 80) else { panic!("drawn") };
        assert_eq!(carets, format!("{}^^^^", " ".repeat(22)));
    }

    #[test]
    fn a_long_record_shows_the_part_that_matters() {
        let record = format!("v=spf1 {}ipv4:192.0.2.1 {}-all", "a:h.example ".repeat(40), "a:z.example ".repeat(40));
        let column = record.find("ipv4").map_or(0, |at| at as i64 + 1);
        let Some([line, carets]) = drawn(&record, column, "ipv4:192.0.2.1", 60) else { panic!("drawn") };
        assert!(columns(&line) <= 60 && line.starts_with('…') && line.ends_with('…'), "{line}");
        assert_eq!(&line[line.find("ipv4").unwrap_or(0)..][..14], "ipv4:192.0.2.1");
        assert_eq!(columns(&line[..line.find("ipv4").unwrap_or(0)]), carets.find('^').unwrap_or(0));
    }

    #[test]
    fn hostile_or_wrong_places_draw_something_harmless() {
        for (record, column, term) in [("", 1, "x"), ("abc", 99, "zz"), ("a\u{1b}[2Jb", 2, "\u{1b}[2J"), ("日本", 2, "本"), ("abc", 1, "")]
        {
            if let Some(lines) = drawn(record, column, term, 20) {
                assert!(lines.concat().chars().all(|c| !c.is_control()), "{record:?}");
            }
        }
        assert_eq!(drawn("abc", 0, "a", 20), None);
        assert_eq!(drawn("abc", -5, "a", 20), None);
    }
}
