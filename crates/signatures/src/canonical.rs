//! Headers and bodies brought into the form that is hashed (RFC 6376 3.4).

use records::mail::MailField;
use records::signature::Canonicalization;

/// A field as it is hashed, with the line break at its end.
pub fn field(form: Canonicalization, field: &MailField<'_>) -> Vec<u8> {
    match form {
        Canonicalization::Simple => [field.written_name, b":", field.value].concat(),
        Canonicalization::Relaxed => {
            let mut out = field.name.to_ascii_lowercase();
            out.push(b':');
            out.extend(dense(field.value));
            out.extend(b"\r\n");
            out
        }
    }
}

/// The signature's own field: the value of `b` taken out, without the line break at its end (RFC 6376 3.7).
pub fn own_field(form: Canonicalization, own: &MailField<'_>) -> Vec<u8> {
    let bare = without_signature(own.value);
    let mut out = field(form, &MailField { value: &bare, ..*own });
    out.truncate(out.strip_suffix(b"\r\n").or_else(|| out.strip_suffix(b"\n")).unwrap_or(&out).len());
    out
}

/// All between `b=` and the semicolon or end behind it goes.
fn without_signature(value: &[u8]) -> Vec<u8> {
    let line_end = value.len() - value.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let (text, end) = value.split_at(line_end);
    let items = text.split(|b| *b == b';').map(|item| match item.iter().position(|b| *b == b'=') {
        Some(equals) if item[..equals].trim_ascii() == b"b" => &item[..=equals],
        _ => item,
    });
    let mut out = items.collect::<Vec<_>>().join(&b';');
    out.extend(end);
    out
}

/// Unfolded, runs of white space as one space, none at either end (RFC 6376 3.4.2).
fn dense(value: &[u8]) -> Vec<u8> {
    let words = value.split(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

/// A body as it is hashed (RFC 6376 3.4.3, 3.4.4).
pub fn body(form: Canonicalization, octets: &[u8]) -> Vec<u8> {
    let mut out = match form {
        Canonicalization::Simple => octets.to_vec(),
        Canonicalization::Relaxed => relaxed_lines(octets),
    };
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    if out == b"\r\n" {
        out.clear();
    }
    let wants_end = !out.ends_with(b"\r\n") && (!out.is_empty() || form == Canonicalization::Simple);
    if wants_end {
        out.extend(b"\r\n");
    }
    out
}

/// Each line without white space at its end, runs of it within as one space.
fn relaxed_lines(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    let mut gap = false;
    let mut at = 0;
    while let Some(&byte) = octets.get(at) {
        if byte == b'\r' && octets.get(at + 1) == Some(&b'\n') {
            out.extend(b"\r\n");
            (gap, at) = (false, at + 2);
            continue;
        }
        if matches!(byte, b' ' | b'\t') {
            gap = true;
        } else {
            if std::mem::take(&mut gap) {
                out.push(b' ');
            }
            out.push(byte);
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use Canonicalization::{Relaxed, Simple};

    fn field_of<'m>(name: &'m str, value: &'m str) -> MailField<'m> {
        MailField { name: name.trim_end().as_bytes(), written_name: name.as_bytes(), value: value.as_bytes() }
    }

    /// RFC 6376 3.4.5.
    #[test]
    fn the_examples_of_the_rfc() {
        let (a, b) = (field_of("A", " X\r\n"), field_of("B ", " Y\t\r\n\tZ  \r\n"));
        assert_eq!([field(Relaxed, &a), field(Relaxed, &b)].concat(), b"a:X\r\nb:Y Z\r\n");
        assert_eq!([field(Simple, &a), field(Simple, &b)].concat(), b"A: X\r\nB : Y\t\r\n\tZ  \r\n");
        let text = b" C \r\nD \t E\r\n\r\n\r\n";
        assert_eq!(body(Relaxed, text), b" C\r\nD E\r\n");
        assert_eq!(body(Simple, text), b" C \r\nD \t E\r\n");
    }

    /// RFC 6376 3.4.3 and 3.4.4: an empty body is one line break in the one form and nothing in the other; lines of white
    /// space alone at the end are empty lines in the relaxed one.
    #[test]
    fn the_ends_of_bodies() {
        assert_eq!((body(Simple, b""), body(Relaxed, b"")), (b"\r\n".to_vec(), Vec::new()));
        assert_eq!((body(Simple, b"\r\n\r\n"), body(Relaxed, b" \r\n\t\r\n")), (b"\r\n".to_vec(), Vec::new()));
        assert_eq!(body(Relaxed, b"x\r\n \t\r\n  \r\n"), b"x\r\n");
        assert_eq!((body(Simple, b"x"), body(Relaxed, b"x")), (b"x\r\n".to_vec(), b"x\r\n".to_vec()));
    }

    #[test]
    fn the_signature_itself_is_taken_out() {
        let own = field_of("DKIM-Signature", " v=1; b = AB\r\n CD ; bh=x=; d=a\r\n");
        assert_eq!(own_field(Simple, &own), b"DKIM-Signature: v=1; b =; bh=x=; d=a");
        assert_eq!(own_field(Relaxed, &own), b"dkim-signature:v=1; b =; bh=x=; d=a");
        assert_eq!(own_field(Simple, &field_of("D", " b=AB\r\n CD\r\n")), b"D: b=");
    }
}
