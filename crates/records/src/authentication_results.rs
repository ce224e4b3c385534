//! Authentication-Results (RFC 8601 2.2), its ARC form (RFC 8617 4.1.1) and Received-SPF (RFC 7208 9.1): who judged, and what
//! came of each method. The only reader of them. Whether a header can be believed is for others to tell (RFC 8601 7.1).

/// Octets of one header that are read.
const LONGEST: usize = 16 * 1024;
/// Results of one header.
const MOST_RESULTS: usize = 64;
/// Properties of one result.
const MOST_PROPERTIES: usize = 16;
/// Octets of a server's name (RFC 1035 2.3.4).
const LONGEST_NAME: usize = 255;
/// Octets of the name of a method or of a result.
const LONGEST_WORD: usize = 40;

/// One header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthenticationResults {
    /// The server that judged, in lower case; Exchange Online leaves it out.
    pub server: Option<String>,
    /// The results, in order; none where it says `none`.
    pub results: Vec<MethodResult>,
}

/// What came of one method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodResult {
    /// The method, in lower case (`dmarc`), without its version.
    pub method: String,
    /// The result, in lower case (`pass`).
    pub result: String,
    /// The reason, as written, without its quotes.
    pub reason: Option<String>,
    /// The comments in parentheses, joined, as written.
    pub comment: Option<String>,
    /// `header.from`, `smtp.mailfrom`, …: names in lower case, values as written.
    pub properties: Vec<(String, String)>,
}

impl AuthenticationResults {
    /// Reads the value of the header, folded or not. Never fails: what is no result is left out.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let mut read = Self::default();
        for (index, clause) in clauses(value).into_iter().enumerate() {
            match MethodResult::read(&clause) {
                Some(result) if read.results.len() < MOST_RESULTS => read.results.push(result),
                // The first clause names the server; the instance of ARC (`i=1`) stands before it.
                None if index < 2 && read.server.is_none() && read.results.is_empty() => read.server = server(&clause),
                _ => {}
            }
        }
        read
    }

    /// Reads the value of a Received-SPF: `pass (comment) client-ip=…; envelope-from=…; receiver=…`.
    #[must_use]
    pub fn parse_received_spf(value: &str) -> Self {
        let clauses = clauses(value);
        let mut words = clauses.iter().flat_map(|c| &c.words);
        let result = words.next().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
        if !matches!(&*result, "pass" | "fail" | "softfail" | "neutral" | "none" | "temperror" | "permerror") {
            return Self::default();
        }
        let mut one = MethodResult { method: "spf".into(), result, ..MethodResult::default() };
        let mut server = None;
        for (name, value) in words.filter_map(|w| w.split_once('=')).take(MOST_PROPERTIES) {
            let name = match &*name.to_ascii_lowercase() {
                "envelope-from" => "smtp.mailfrom".to_owned(),
                "helo" => "smtp.helo".to_owned(),
                "receiver" => {
                    server = Some(value.to_ascii_lowercase());
                    continue;
                }
                other => other.to_owned(),
            };
            one.properties.push((name, value.to_owned()));
        }
        one.comment = clauses.iter().find_map(Clause::comment);
        Self { server, results: vec![one] }
    }

    /// The results of a method (there may be several signatures).
    pub fn of<'s>(&'s self, method: &'s str) -> impl Iterator<Item = &'s MethodResult> {
        self.results.iter().filter(move |r| r.method == method)
    }
}

impl MethodResult {
    /// The value of a property.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// `method[/version]=result [reason="…"] name=value …`.
    fn read(clause: &Clause) -> Option<Self> {
        let (method, result) = clause.words.first()?.split_once('=')?;
        let method = method.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let result = result.to_ascii_lowercase();
        // `i=1` is the instance of an ARC set, no method.
        if !is_plain(&method) || !is_plain(&result) || method == "i" {
            return None;
        }
        let mut one = Self { method, result, comment: clause.comment(), ..Self::default() };
        for (name, value) in clause.words.iter().skip(1).filter_map(|w| w.split_once('=')).take(MOST_PROPERTIES) {
            if name.eq_ignore_ascii_case("reason") {
                one.reason = Some(value.to_owned());
            } else {
                one.properties.push((name.to_ascii_lowercase(), value.to_owned()));
            }
        }
        Some(one)
    }
}

fn is_plain(word: &str) -> bool {
    (1..LONGEST_WORD).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn server(clause: &Clause) -> Option<String> {
    clause.words.first().filter(|w| !w.contains('=') && w.len() <= LONGEST_NAME).map(|w| w.to_ascii_lowercase())
}

/// What stands between two semicolons.
#[derive(Default)]
struct Clause {
    words: Vec<String>,
    comments: Vec<String>,
    word: String,
    /// Whether a quoted string ended in the word: then nothing is wanted behind its `=`.
    sealed: bool,
    /// Whether the last word still wants what follows its `=`.
    open: bool,
}

impl Clause {
    /// Ends a word. `method = result` may have spaces and comments around its sign (RFC 8601 2.2): such words are one.
    fn close(&mut self) {
        let (word, sealed) = (std::mem::take(&mut self.word), std::mem::take(&mut self.sealed));
        if word.is_empty() && !(sealed && self.open) {
            return;
        }
        // A value may end in `=` itself, as base64 does.
        let opens = !sealed && word.find('=') == Some(word.len().wrapping_sub(1));
        let room = self.words.len() <= 2 * MOST_PROPERTIES;
        match self.words.last_mut() {
            Some(last) if self.open || (word.starts_with('=') && !last.contains('=')) => last.push_str(&word),
            _ if room => self.words.push(word),
            _ => {}
        }
        self.open = opens;
    }

    fn comment(&self) -> Option<String> {
        let told: Vec<&str> = self.comments.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// The clauses between semicolons outside quotes and comments. The depth of comments is counted, so that nothing recurses.
fn clauses(value: &str) -> Vec<Clause> {
    let mut end = value.len().min(LONGEST);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    let (mut all, mut clause) = (Vec::new(), Clause::default());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in value[..end].chars() {
        let within = |clause: &mut Clause, depth: usize| match clause.comments.last_mut() {
            Some(comment) if depth > 0 => comment.push(c),
            _ => clause.word.push(c),
        };
        if escaped {
            escaped = false;
            within(&mut clause, depth);
            continue;
        }
        match c {
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => {
                quoted = !quoted;
                clause.sealed |= !quoted;
            }
            _ if quoted => clause.word.push(c),
            '(' => {
                if depth == 0 {
                    clause.close();
                    clause.comments.push(String::new());
                }
                depth += 1;
            }
            ')' if depth > 0 => depth -= 1,
            _ if depth > 0 => within(&mut clause, depth),
            ';' => {
                clause.close();
                all.push(std::mem::take(&mut clause));
                if all.len() > 4 * MOST_RESULTS {
                    return all;
                }
            }
            _ if c.is_whitespace() => clause.close(),
            _ => clause.word.push(c),
        }
    }
    clause.close();
    all.push(clause);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str) -> (Option<String>, Vec<String>) {
        let read = AuthenticationResults::parse(value);
        (read.server, read.results.iter().map(|r| format!("{}={}", r.method, r.result)).collect())
    }

    #[test]
    fn headers_as_large_receivers_write_them() {
        let google = "mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=AbC;\r\n       spf=pass (google.com: domain of \
            a@example.com designates 192.0.2.1 as permitted sender; really) smtp.mailfrom=a@example.com;\r\n       dmarc=pass (p=REJECT sp=REJECT \
            dis=NONE) header.from=example.com";
        assert_eq!(told(google), (Some("mx.google.com".into()), vec!["dkim=pass".into(), "spf=pass".into(), "dmarc=pass".into()]));
        let read = AuthenticationResults::parse(google);
        assert_eq!(read.of("dmarc").next().and_then(|r| r.property("header.from")), Some("example.com"));
        let outlook = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass (signature was verified) header.d=example.com;dmarc=pass \
            action=none header.from=example.com;compauth=pass reason=100";
        assert_eq!(told(outlook).0, None);
        assert_eq!(told(outlook).1, ["spf=pass", "dkim=pass", "dmarc=pass", "compauth=pass"]);
    }

    #[test]
    fn the_grammar_of_rfc_8601() {
        assert_eq!(told("example.org 1; none"), (Some("example.org".into()), vec![]));
        assert_eq!(
            told("Example.com;\n auth = pass (cram-md5) smtp.auth=a; spf=FAIL"),
            (Some("example.com".into()), vec!["auth=pass".into(), "spf=fail".into()])
        );
        assert_eq!(told("a; dkim/1 = fail reason=\"bad; signature\" header.i=@b"), (Some("a".into()), vec!["dkim=fail".into()]));
        let reason = AuthenticationResults::parse("a; dkim=fail reason=\"bad; signature\" header.i=@b");
        assert_eq!(reason.results[0].reason.as_deref(), Some("bad; signature"));
        assert_eq!(reason.results[0].properties, [("header.i".into(), "@b".into())]);
        let empty = AuthenticationResults::parse("a; dkim=fail reason=\"\" header.b=AbC= header.i = \"@b\"");
        assert_eq!(empty.results[0].properties, [("header.b".into(), "AbC=".into()), ("header.i".into(), "@b".into())]);
        // A comment parts words as a space does, and may hold comments and what looks like a clause.
        let tight = AuthenticationResults::parse("a;spf=pass(ok (really; yes) \\) )smtp.mailfrom=b (c) ; dmarc (d) = (e) none");
        assert_eq!(tight.results.iter().map(|r| (&*r.method, &*r.result)).collect::<Vec<_>>(), [("spf", "pass"), ("dmarc", "none")]);
        assert_eq!(tight.results[0].comment.as_deref(), Some("ok really; yes ); c"));
        assert_eq!(tight.results[0].property("smtp.mailfrom"), Some("b"));
        assert_eq!(told("i=2; mx.example; arc=fail"), (Some("mx.example".into()), vec!["arc=fail".into()]));
        assert_eq!(told("spf=pass; late"), (None, vec!["spf=pass".into()]));
    }

    #[test]
    fn received_spf() {
        let read = |text| AuthenticationResults::parse_received_spf(text);
        let told = read("Fail (mx: no) client-ip=192.0.2.9; envelope-from=\"a@example.com\"; helo=h.example.com; receiver=MX.example");
        assert_eq!((told.server.as_deref(), &*told.results[0].result), (Some("mx.example"), "fail"));
        assert_eq!(told.results[0].property("smtp.mailfrom"), Some("a@example.com"));
        assert_eq!(told.results[0].comment.as_deref(), Some("mx: no"));
        assert_eq!(read("nonsense (x)"), AuthenticationResults::default());
        assert_eq!(read(""), AuthenticationResults::default());
    }

    #[test]
    fn hostile_headers_come_to_an_end() {
        assert_eq!(told(""), (None, vec![]));
        assert_eq!(told("((((((; dmarc=pass"), (None, vec![]));
        assert_eq!(AuthenticationResults::parse(&"a;dmarc=pass;".repeat(5_000)).results.len(), MOST_RESULTS);
        assert_eq!(told(&"я".repeat(20_000)).1.len(), 0);
        assert!(told("((((((; dmarc=pass").1.is_empty() && told(&"(".repeat(100_000)).1.is_empty());
        assert!(AuthenticationResults::parse_received_spf(&"pass ;".repeat(50_000)).results.len() == 1);
        let one = format!("a; dmarc=pass {}", "x=y ".repeat(2_000));
        assert_eq!(AuthenticationResults::parse(&one).results[0].properties.len(), MOST_PROPERTIES);
    }
}
