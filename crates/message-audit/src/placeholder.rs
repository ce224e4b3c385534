//! Template placeholders as mailing services write them.

/// Begin and end of a placeholder, and what may stand between.
const FORMS: &[(&str, &str, Inner)] = &[
    ("{{", "}}", Inner::Any),
    ("{%", "%}", Inner::Any),
    ("<%", "%>", Inner::Any),
    ("*|", "|*", Inner::Word),
    ("${", "}", Inner::Word),
    ("[[", "]]", Inner::Word),
    ("%%", "%%", Inner::Word),
    ("%", "%", Inner::Capitals),
    ("[", "]", Inner::Known),
];
/// Names in single brackets that are surely fields.
const KNOWN: &[&str] = &["first name", "firstname", "last name", "lastname", "name", "your name", "company", "email", "имя", "фамилия"];
/// A longer one is text between two signs.
const LONGEST: usize = 60;

#[derive(Clone, Copy, PartialEq)]
enum Inner {
    /// Anything but a line break.
    Any,
    /// A name: letters first, then also digits and a few signs.
    Word,
    /// A name in capitals, of three letters at least: `%20` is none.
    Capitals,
    /// One of [`KNOWN`].
    Known,
}

/// The first placeholder of a text.
pub fn first(text: &str) -> Option<String> {
    FORMS.iter().find_map(|(begin, end, inner)| {
        text.match_indices(begin).take(10_000).find_map(|(at, _)| {
            let rest = &text[at + begin.len()..];
            let head: String = rest.chars().take(LONGEST + end.len()).collect();
            let between = &head[..head.find(end)?];
            inner.takes(between).then(|| format!("{begin}{between}{end}"))
        })
    })
}

impl Inner {
    fn takes(self, text: &str) -> bool {
        let name = text.trim();
        let letters = name.chars().next().is_some_and(char::is_alphabetic);
        let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '|' | ' '));
        match self {
            Inner::Any => !name.is_empty() && !text.contains('\n'),
            Inner::Word => letters && plain && text == name,
            Inner::Capitals => {
                name.len() > 2 && text == name && letters && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            }
            Inner::Known => KNOWN.contains(&name.to_lowercase().as_str()),
        }
    }
}
