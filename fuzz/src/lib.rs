//! What all targets hold records to: places lie inside the record, issues stand in order and are few.
#![forbid(unsafe_code)]

use records::spf::Span;

/// A place lies inside a text of `length` octets.
pub fn inside(span: Span, length: usize) {
    assert!(span.start <= span.end && span.end <= length, "{span:?} in {length} octets");
}

/// All places lie inside, in order.
pub fn ordered(spans: impl IntoIterator<Item = Span>, length: usize) {
    let mut last = 0;
    for span in spans {
        inside(span, length);
        assert!(last <= span.start, "{span:?} stands behind one that begins at {last}");
        last = span.start;
    }
}

/// A record shown has a character for each octet.
pub fn shown(text: &str, octets: &[u8]) {
    assert_eq!(text.chars().count(), octets.len(), "a column is a column");
}
