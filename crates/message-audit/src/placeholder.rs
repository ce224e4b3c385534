//! Template placeholders as mailing services write them.

/// Begin and end of a placeholder, and what may stand between: `{{…}}` and `{%…%}` (Handlebars, Liquid, Jinja: SendGrid, HubSpot,
/// UniSender, SendPulse), `<%…%>` (ERB, Adobe), `*|…|*` (Mailchimp), `${…}` (FreeMarker: Oracle, Emarsys), `[[…]]` (DashaMail,
/// Mailjet), `%%…%%` (Salesforce), `%recipient.…%` (Mailgun), `#{…}` (Ruby), `{$…}` (MailerLite), `##…##`, `%NAME%` (ActiveCampaign).
const FORMS: &[(&str, &str, Inner)] = &[
    ("{{", "}}", Inner::Any),
    ("{%", "%}", Inner::Any),
    ("<%", "%>", Inner::Any),
    ("*|", "|*", Inner::Word),
    ("${", "}", Inner::Word),
    ("#{", "}", Inner::Word),
    ("{$", "}", Inner::Word),
    ("[[", "]]", Inner::Word),
    ("%%", "%%", Inner::Word),
    ("##", "##", Inner::Word),
    ("%recipient.", "%", Inner::Word),
    ("%", "%", Inner::Capitals),
    ("[", "]", Inner::Known),
    ("{", "}", Inner::Known),
    ("<<", ">>", Inner::Known),
];
/// So many of them have signs that no address holds by chance.
const STRONG: usize = 9;
/// Names in single brackets that are surely fields; signs between words do not count.
const KNOWN: &[&str] = &[
    "first name",
    "firstname",
    "fname",
    "last name",
    "lastname",
    "lname",
    "full name",
    "fullname",
    "name",
    "your name",
    "user name",
    "username",
    "customer name",
    "client name",
    "company",
    "company name",
    "email",
    "email address",
    "имя",
    "фамилия",
    "отчество",
    "имя клиента",
    "имя получателя",
    "компания",
];
/// A longer one is text between two signs.
const LONGEST: usize = 60;
/// At most so many are told.
const MOST: usize = 5;

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

/// The placeholders of a text, each once; the first few.
pub fn all(text: &str) -> Vec<String> {
    find(text, FORMS)
}

/// Those of the address of a link, whose brackets editors may have escaped.
pub fn in_address(url: &str) -> Vec<String> {
    let plain = [("%7B", "{"), ("%7b", "{"), ("%7D", "}"), ("%7d", "}"), ("%7C", "|"), ("%7c", "|"), ("%20", " ")];
    find(&plain.iter().fold(url.to_owned(), |url, (from, to)| url.replace(from, to)), &FORMS[..STRONG])
}

fn find(text: &str, forms: &[(&str, &str, Inner)]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (begin, end, inner) in forms {
        for (at, _) in text.match_indices(begin).take(10_000) {
            let rest = &text[at + begin.len()..];
            let head: String = rest.chars().take(LONGEST + end.len()).collect();
            let Some(between) = head.find(end).map(|length| &head[..length]).filter(|b| inner.takes(b)) else { continue };
            let whole = format!("{begin}{between}{end}");
            // `{name}` stands within `{{name}}`.
            if !found.iter().any(|f| f.contains(&whole)) {
                found.push(whole);
            }
            if found.len() >= MOST {
                return found;
            }
        }
    }
    found
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
            Inner::Known => KNOWN.contains(&name.to_lowercase().replace(['_', '-', '.'], " ").as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_services_write_them() {
        for one in [
            "{{name}}",
            "{{ user.first_name | default: \"x\" }}",
            "{% if x %}",
            "<%= name %>",
            "*|FNAME|*",
            "*|LIST:COMPANY|*",
            "${user.name}",
            "#{name}",
            "{$name}",
            "[[name]]",
            "%%first_name%%",
            "##NAME##",
            "%recipient.name%",
            "%FIRSTNAME%",
            "[First Name]",
            "{first_name}",
            "<<First Name>>",
            "{Имя}",
        ] {
            assert_eq!(all(&format!("Dear {one}, hello")), [one], "{one}");
        }
        assert_eq!(all("{{a}} {{b}} {{a}}"), ["{{a}}", "{{b}}"]);
        assert_eq!(all(&"{{".repeat(20_000)), Vec::<String>::new());
    }

    #[test]
    fn what_is_none() {
        for none in [
            "5% {net}, 10%{off}, see [1] and ${5}, 100%% sure, a%20b%20c",
            "[Unsubscribe] https://e.example/",
            "if (x) { return y }",
            "## Heading ##",
            "{}",
            "{{}}",
            "50% OFF and 20% more",
        ] {
            assert_eq!(all(none), Vec::<String>::new(), "{none}");
        }
    }

    #[test]
    fn in_addresses() {
        assert_eq!(in_address("https://e.example/?n={{name}}"), ["{{name}}"]);
        assert_eq!(in_address("https://e.example/%7B%7Bname%7D%7D"), ["{{name}}"]);
        assert_eq!(in_address("*|UNSUB|*"), ["*|UNSUB|*"]);
        assert_eq!(in_address("https://e.example/%D0%BE%D1%82/?a[name]=1"), Vec::<String>::new());
    }
}
