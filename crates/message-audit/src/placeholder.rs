//! Template placeholders as mailing services write them.

/// Begin and end of a placeholder, and what may stand between: `{{…}}` and `{%…%}` (Handlebars, Liquid, Jinja: SendGrid, HubSpot,
/// UniSender, SendPulse), `<%…%>` (ERB, Adobe), `[%…%]` (Template Toolkit), `%%=…=%%` and `%%[…]%%` (Salesforce), `*|…|*`
/// (Mailchimp), `${…}` (FreeMarker: Oracle, Emarsys, Mindbox), `[[…]]` (DashaMail, Mailjet), `%%…%%` (Salesforce), `{!…}`
/// (Salesforce), `%recipient.…%` (Mailgun), `#{…}` (Ruby), `{$…}` (MailerLite), `##…##`, `%NAME%` (ActiveCampaign), `#NAME#` (Bitrix).
const FORMS: &[Form] = &[
    everywhere("{{", "}}", Inner::Any),
    everywhere("{%", "%}", Inner::Any),
    everywhere("<%", "%>", Inner::Any),
    in_text("[%", "%]", Inner::Any),
    everywhere("%%=", "=%%", Inner::Any),
    in_text("%%[", "]%%", Inner::Any),
    everywhere("*|", "|*", Inner::Field),
    everywhere("${", "}", Inner::Word),
    everywhere("#{", "}", Inner::Word),
    everywhere("{$", "}", Inner::Word),
    everywhere("{!", "}", Inner::Word),
    everywhere("[[", "]]", Inner::Field),
    everywhere("%%", "%%", Inner::Word),
    in_text("##", "##", Inner::Word),
    everywhere("%recipient.", "%", Inner::Word),
    everywhere("%", "%", Inner::Capitals),
    everywhere("#", "#", Inner::Capitals),
    in_text("[", "]", Inner::Known),
    Form { begin: "{", end: "}", in_text: Inner::Known, in_address: Some(Inner::Word) },
    in_text("%", "%", Inner::Known),
    in_text("#", "#", Inner::Known),
    in_text("@@", "@@", Inner::Known),
    in_text("<<", ">>", Inner::Known),
];

/// One way to write placeholders.
struct Form {
    begin: &'static str,
    end: &'static str,
    /// What may stand between in a text.
    in_text: Inner,
    /// The same in the address of a link; none where an address may hold the signs by chance.
    in_address: Option<Inner>,
}

const fn everywhere(begin: &'static str, end: &'static str, inner: Inner) -> Form {
    Form { begin, end, in_text: inner, in_address: Some(inner) }
}

const fn in_text(begin: &'static str, end: &'static str, inner: Inner) -> Form {
    Form { begin, end, in_text: inner, in_address: None }
}

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
    "recipient name",
    "subscriber name",
    "contact name",
    "insert name",
    "insert name here",
    "email",
    "email address",
    "имя",
    "фамилия",
    "отчество",
    "имя клиента",
    "имя получателя",
    "имя подписчика",
    "имя пользователя",
    "название компании",
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
    /// A name with a default or a format behind it: a letter first, no line break.
    Field,
    /// A name: letters first, then also digits and a few signs.
    Word,
    /// A name in capitals, of three letters at least, that touches no letter or digit: `%20` is none, nor is `10%OFF20%`.
    Capitals,
    /// One of [`KNOWN`].
    Known,
}

/// The placeholders of a text, each once; the first few.
pub fn all(text: &str) -> Vec<String> {
    find(text, |form| Some(form.in_text))
}

/// Those of the address of a link, whose brackets editors may have escaped.
pub fn in_address(url: &str) -> Vec<String> {
    let plain = [("%7B", "{"), ("%7b", "{"), ("%7D", "}"), ("%7d", "}"), ("%7C", "|"), ("%7c", "|"), ("%20", " ")];
    find(&plain.iter().fold(url.to_owned(), |url, (from, to)| url.replace(from, to)), |form| form.in_address)
}

fn find(text: &str, between: impl Fn(&Form) -> Option<Inner>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (form, inner) in FORMS.iter().filter_map(|form| Some((form, between(form)?))) {
        let (begin, end) = (form.begin, form.end);
        for (at, _) in text.match_indices(begin).take(10_000) {
            let rest = &text[at + begin.len()..];
            let head: String = rest.chars().take(LONGEST + end.len()).collect();
            let Some(between) = head.find(end).map(|length| &head[..length]).filter(|b| inner.takes(b)) else { continue };
            let whole = format!("{begin}{between}{end}");
            let beside = (text[..at].chars().next_back(), rest[between.len() + end.len()..].chars().next());
            let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if inner == Inner::Capitals && (touches(beside.0) || touches(beside.1)) {
                continue;
            }
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
            Inner::Field => letters && !text.contains('\n'),
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
            "[% name %]",
            "%%=v(@FirstName)=%%",
            "*|DATE:d/m/y|*",
            "[[data:firstname:\"friend\"]]",
            "{!Contact.FirstName}",
            "%first_name%",
            "%Имя%",
            "#ORDER_ID#",
            "#Имя#",
            "@@name@@",
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
            "10%OFF20% on $5 and $7, 100%ХЛОПОК, скидка 10%, потом 20%",
            "https://e.example/?q=%D0%9F%A0NEWS%20x#TOP",
            "#SALE #NEWS, C# and F#, issue #12#",
            "body{color:#FFF} @media print{p{margin:0}} a{b:c}",
            "for (i=0;i<5;i++){x[i]=y[j[0]]} f(){ $x=1; }",
            "x[[1]] and a[0][name2]",
            "* | a | b | *",
            "Цена: {10; 20} руб., 5 < 6 % 7 > 2, «[1]»",
        ] {
            assert_eq!(all(none), Vec::<String>::new(), "{none}");
        }
    }

    #[test]
    fn in_addresses() {
        assert_eq!(in_address("https://e.example/?n={{name}}"), ["{{name}}"]);
        assert_eq!(in_address("https://e.example/%7B%7Bname%7D%7D"), ["{{name}}"]);
        assert_eq!(in_address("*|UNSUB|*"), ["*|UNSUB|*"]);
        assert_eq!(in_address("{unsubscribe_link}"), ["{unsubscribe_link}"]);
        assert_eq!(in_address("%UNSUBSCRIBELINK%"), ["%UNSUBSCRIBELINK%"]);
        assert_eq!(in_address("https://e.example/?q=%A0NEWS%20A%2FB%C3%A9#a#b"), Vec::<String>::new());
        assert_eq!(in_address("https://e.example/?a=%DE%AD%BE%EF&f={10}"), Vec::<String>::new());
        assert_eq!(in_address("https://e.example/%D0%BE%D1%82/?a[name]=1"), Vec::<String>::new());
    }
}
