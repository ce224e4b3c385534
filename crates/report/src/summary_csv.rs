//! The numbers of many deliveries as a table for spreadsheets: one row for each value of each dimension.

use smtp_replies::{Summary, Tally};

/// The columns: dimension (`total`, `class`, `provider`, `domain`, `day`), its value, and how many messages.
const COLUMNS: [&str; 10] =
    ["dimension", "value", "delivered", "late", "waiting", "returned", "rejected", "answers", "temporary", "permanent"];

/// The summary as CSV (RFC 4180, lines end with CRLF), the columns named in the first row.
///
/// # Errors
/// None is known: the rows go into memory.
pub fn summary_csv(summary: &Summary) -> Result<String, std::io::Error> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    let mut row = |dimension: &str, value: &str, t: Tally| {
        let numbers = [t.delivered, t.late, t.waiting, t.returned, t.rejected, t.answers, t.temporary, t.permanent];
        let mut fields = vec![dimension.to_owned(), disarmed(value)];
        fields.extend(numbers.map(|n| n.to_string()));
        out.write_record(&fields)
    };
    row("total", "", summary.total())?;
    for (kind, tally) in summary.classes() {
        row("class", kind.name(), tally)?;
    }
    for (name, tally) in summary.providers() {
        row("provider", name, tally)?;
    }
    for (name, tally) in summary.domains() {
        row("domain", name, tally)?;
    }
    if summary.other_domains() != Tally::default() {
        row("other_domains", "", summary.other_domains())?;
    }
    for (day, tally) in summary.days() {
        row("day", &day.to_string(), tally)?;
    }
    if summary.other_days() != Tally::default() {
        row("other_days", "", summary.other_days())?;
    }
    let bytes = out.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A value from outside that a spreadsheet would take for a formula gets an apostrophe in front; control characters go.
fn disarmed(value: &str) -> String {
    let plain = crate::clean::clean(value);
    let formula = plain.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']);
    if formula { format!("'{plain}") } else { plain.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smtp_replies::LogReader;

    #[test]
    fn a_domain_is_no_formula() {
        let (mut summary, mut reader) = (Summary::default(), LogReader::new());
        for domain in ["=cmd|' /C calc'!A0", "a\"b,c", "example.org"] {
            let line = format!(
                "Nov 24 10:00:00 mx postfix/smtp[1]: A: to=<x@{domain}>, relay=y, dsn=5.1.1, status=bounced (550 5.1.1 User unknown)"
            );
            reader.line(line.as_bytes(), &mut summary);
        }
        let text = summary_csv(&summary.finish()).unwrap_or_default();
        assert!(text.contains("\r\ndomain,'=cmd|' /c calc'!a0,0,"), "{text}");
        assert!(text.contains("\r\ndomain,\"a\"\"b,c\",0,") && text.contains("\r\ndomain,example.org,0,0,0,1,0,0,0,1\r\n"), "{text}");
        assert!(text.starts_with("dimension,value,delivered,") && text.contains("\r\nclass,user_unknown,0,0,0,3,"), "{text}");
    }
}
