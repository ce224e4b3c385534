//! Makes visible what would steer a terminal or a reader's eye: remote text is data, never layout.

use std::borrow::Cow;

/// `text` with every control character (C0, C1, DEL), bidirectional control, line separator and
/// invisible character written out (`\u{202e}`, `\n`).
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Whether a character is written out instead of printed.
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Bidirectional controls (UAX 9), zero-width and other format characters, line and paragraph
/// separators, fillers, tags, private and unused planes.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_of_any_script_stays() {
        for text in ["v=spf1 -all", "почта.рф", "日本語", "naïve e\u{301}", "a\u{a0}b", "🙂"] {
            assert!(matches!(clean(text), Cow::Borrowed(t) if t == text), "{text}");
        }
    }

    #[test]
    fn what_steers_a_terminal_is_written_out() {
        assert_eq!(clean("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(clean("a\r\nb\tc\u{7}\u{8}\u{7f}"), "a\\r\\nb\\tc\\u{7}\\u{8}\\u{7f}");
        assert_eq!(clean("\u{9b}31m"), "\\u{9b}31m");
        for c in [
            '\u{61c}',
            '\u{200b}',
            '\u{200e}',
            '\u{200f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{e0041}',
        ] {
            assert_eq!(clean(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
        }
    }
}
