//! Colour as marks in the text: tables are laid out over marks of no width, and the finished page
//! has them turned into ANSI codes or dropped. Remote text cannot hold them: it was cleaned.

use crate::style::Colour;
use findings::Severity;

/// What stands out, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    Bold,
    Faint,
    Red,
    Yellow,
    Green,
    Blue,
}

const TINTS: [(Tint, char, &str); 6] = [
    (Tint::Bold, '\u{e0041}', "\u{1b}[1m"),
    (Tint::Faint, '\u{e0042}', "\u{1b}[2m"),
    (Tint::Red, '\u{e0043}', "\u{1b}[1;31m"),
    (Tint::Yellow, '\u{e0044}', "\u{1b}[33m"),
    (Tint::Green, '\u{e0045}', "\u{1b}[32m"),
    (Tint::Blue, '\u{e0046}', "\u{1b}[36m"),
];
const END: char = '\u{e007f}';
const RESET: &str = "\u{1b}[0m";

/// `text`, which holds no line break, between marks.
pub(crate) fn paint(text: &str, tint: Tint) -> String {
    let mark = TINTS.iter().find(|(t, ..)| *t == tint).map_or(END, |(_, mark, _)| *mark);
    format!("{mark}{text}{END}")
}

/// The tint of a severity.
pub(crate) fn of_severity(severity: Severity) -> Tint {
    match severity {
        Severity::Critical | Severity::Error => Tint::Red,
        Severity::Warning => Tint::Yellow,
        Severity::Notice => Tint::Blue,
        Severity::Info => Tint::Faint,
    }
}

/// The tint of a score of 0 to 100.
pub(crate) fn of_score(score: u32) -> Tint {
    match score {
        80.. => Tint::Green,
        60.. => Tint::Yellow,
        _ => Tint::Red,
    }
}

/// The finished page: marks become codes or vanish, and no line ends in spaces.
pub(crate) fn finish(page: &str, colour: Colour) -> String {
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        let start = out.len();
        for c in line.chars() {
            let code = if c == END { Some(RESET) } else { TINTS.iter().find(|(_, mark, _)| *mark == c).map(|(.., code)| *code) };
            match (code, colour) {
                (Some(code), Colour::On) => out.push_str(code),
                (Some(_), Colour::Off) => {}
                (None, _) => out.push(c),
            }
        }
        out.truncate(start + out[start..].trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_have_no_width_and_vanish_without_colour() {
        let painted = paint("error", Tint::Red);
        assert_eq!(unicode_width::UnicodeWidthStr::width(painted.as_str()), 5);
        assert_eq!(finish(&painted, Colour::Off), "error\n");
        assert_eq!(finish(&painted, Colour::On), "\u{1b}[1;31merror\u{1b}[0m\n");
    }
}
