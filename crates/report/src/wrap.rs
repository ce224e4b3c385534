//! Lines of a given width. Widths are terminal columns, not characters.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that `text` takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// `text` broken at spaces into lines of at most `width` columns; a longer word is cut. At least one line.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let needed = columns(word);
        if used > 0 && used + 1 + needed > width {
            lines.push(String::new());
            used = 0;
        }
        if used > 0 {
            push(&mut lines, " ");
            used += 1;
        }
        if needed <= width {
            push(&mut lines, word);
            used += needed;
            continue;
        }
        for piece in cut(word, width) {
            if used > 0 {
                lines.push(String::new());
            }
            push(&mut lines, &piece);
            used = columns(&piece);
        }
    }
    lines
}

/// [`wrap`] with `first` before the first line and as many spaces before the others.
pub(crate) fn hang(first: &str, text: &str, width: usize) -> Vec<String> {
    let indent = columns(first);
    let lines = wrap(text, width.saturating_sub(indent).max(1)).into_iter().enumerate();
    lines.map(|(i, line)| if i == 0 { format!("{first}{line}") } else { format!("{}{line}", " ".repeat(indent)) }).collect()
}

/// `text` cut into pieces of at most `width` columns, wherever that falls: nothing is lost when
/// the pieces are joined again.
pub(crate) fn cut(text: &str, width: usize) -> Vec<String> {
    let (mut pieces, mut used) = (vec![String::new()], 0);
    for c in text.chars() {
        let needed = c.width().unwrap_or(0);
        if used + needed > width.max(2) {
            pieces.push(String::new());
            used = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        used += needed;
    }
    pieces
}

/// At most `most` characters of `text`, the rest as an ellipsis.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_at_spaces_and_only_there() {
        assert_eq!(wrap("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(wrap("aa bb cc", 8), ["aa bb cc"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("почта не доходит", 9), ["почта не", "доходит"]);
    }

    #[test]
    fn a_long_word_is_cut_and_nothing_lost() {
        assert_eq!(wrap("ab cdefghijk l", 4), ["ab", "cdef", "ghij", "k l"]);
        let long = "x".repeat(500);
        assert_eq!(cut(&long, 80).concat(), long);
        assert!(cut("日本語日本語", 5).iter().all(|p| columns(p) <= 5));
    }

    #[test]
    fn the_rest_hangs_below_the_first_word() {
        assert_eq!(hang("→ ", "aa bb", 4), ["→ aa", "  bb"]);
    }

    #[test]
    fn shortening_counts_characters() {
        assert_eq!(shorten("абв", 3), "абв");
        assert_eq!(shorten("абвг", 3), "абв…");
    }
}
