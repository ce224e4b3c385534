//! Authentication-Results (RFC 8601 2.2): who judged, and what came of each method. Whether the header can be believed is
//! for others to tell (RFC 8601 7.1).

/// Octets of one header that are read.
const LONGEST: usize = 16 * 1024;
/// Results of one header.
const MOST_RESULTS: usize = 64;
/// Properties of one result.
const MOST_PROPERTIES: usize = 16;

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
    /// The method, in lower case (`dmarc`).
    pub method: String,
    /// The result, in lower case (`pass`).
    pub result: String,
    /// `header.from`, `reason`, …: names in lower case, values as written.
    pub properties: Vec<(String, String)>,
}

impl AuthenticationResults {
    /// Reads the value of the header, folded or not. Never fails: what is no result is left out.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let mut end = value.len().min(LONGEST);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        let mut read = Self::default();
        for (index, words) in clauses(&value[..end]).into_iter().enumerate() {
            match MethodResult::read(&words) {
                Some(result) if read.results.len() < MOST_RESULTS => read.results.push(result),
                None if index == 0 => read.server = words.first().map(|word| word.to_ascii_lowercase()),
                _ => {}
            }
        }
        read
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

    /// `method[/version]=result name=value …`.
    fn read(words: &[String]) -> Option<Self> {
        let (method, result) = words.first()?.split_once('=')?;
        let method = method.split('/').next().unwrap_or_default().to_ascii_lowercase();
        if method.is_empty() || result.is_empty() || method.contains('.') {
            return None;
        }
        let pairs = words[1..].iter().filter_map(|word| word.split_once('='));
        let properties = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).take(MOST_PROPERTIES).collect();
        Some(Self { method, result: result.to_ascii_lowercase(), properties })
    }
}

/// The clauses between semicolons, each as words; comments are left out, and no space stands around `=`.
fn clauses(value: &str) -> Vec<Vec<String>> {
    let mut clauses = vec![Vec::new()];
    let (mut word, mut depth, mut quoted, mut escaped, mut joins) = (String::new(), 0_usize, false, false, false);
    let finish = |word: &mut String, clauses: &mut Vec<Vec<String>>, joins: &mut bool| {
        let Some(clause) = clauses.last_mut() else { return };
        if word.is_empty() {
            return;
        }
        let text = std::mem::take(word);
        match clause.last_mut() {
            Some(last) if *joins || (text.starts_with('=') && !last.contains('=')) => last.push_str(&text),
            _ => clause.push(text.clone()),
        }
        *joins = text.ends_with('=');
    };
    for c in value.chars() {
        if escaped {
            escaped = false;
            if depth == 0 {
                word.push(c);
            }
            continue;
        }
        match c {
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => word.push(c),
            '(' => {
                finish(&mut word, &mut clauses, &mut joins);
                depth += 1;
            }
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ';' => {
                finish(&mut word, &mut clauses, &mut joins);
                joins = false;
                clauses.push(Vec::new());
            }
            c if c.is_whitespace() => finish(&mut word, &mut clauses, &mut joins),
            c => word.push(c),
        }
    }
    finish(&mut word, &mut clauses, &mut joins);
    clauses.retain(|clause| !clause.is_empty());
    clauses
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
        assert_eq!(reason.results[0].properties, [("reason".into(), "bad; signature".into()), ("header.i".into(), "@b".into())]);
    }

    #[test]
    fn hostile_headers_come_to_an_end() {
        assert_eq!(told(""), (None, vec![]));
        assert_eq!(told("((((((; dmarc=pass"), (None, vec![]));
        assert_eq!(AuthenticationResults::parse(&"a;dmarc=pass;".repeat(5_000)).results.len(), MOST_RESULTS);
        assert_eq!(told(&"я".repeat(20_000)).1.len(), 0);
        let one = format!("a; dmarc=pass {}", "x=y ".repeat(2_000));
        assert_eq!(AuthenticationResults::parse(&one).results[0].properties.len(), MOST_PROPERTIES);
    }
}
