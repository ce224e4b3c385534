//! An HTML part as tokens: what a person sees of it, where its links lead. No tree is made, so that depth costs nothing.

use html5gum::{StartTag, Token, Tokenizer};

/// At most so many links are kept.
pub const MOST_LINKS: usize = 500;
/// At most so many octets of visible text are kept.
const MOST_TEXT: usize = 1 << 20;
/// At most so many octets of the text of one link are kept.
const MOST_LINK_TEXT: usize = 500;
/// At most so many octets of one address are kept.
const MOST_URL: usize = 4_096;
/// A sentence is looked for so many octets to each side of a link.
const MOST_AROUND: usize = 300;
/// Elements that end a line of text, and with it a sentence; `br` stands within sentences.
const BLOCKS: &[&[u8]] = &[
    b"p", b"div", b"table", b"tr", b"td", b"th", b"ul", b"ol", b"li", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"hr", b"body", b"center",
];

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub url: String,
    /// What a person sees of it; empty for an image, and for an address in plain text.
    pub text: String,
    /// The sentence that it stands in, and the alt texts of its images; empty for an address in plain text.
    pub around: String,
}

/// What an HTML part shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Visible text, runs of white space as one space.
    pub text: String,
    /// Links, in order.
    pub links: Vec<Link>,
    /// Links beyond [`MOST_LINKS`].
    pub links_left_out: usize,
    /// The text without what stands as code (`pre`, `code`).
    pub prose: String,
    /// Images that are not of one pixel.
    pub images: usize,
    /// Octets of the part, decoded.
    pub size: usize,
}

/// Reads HTML; anything is read somehow.
#[must_use]
pub fn read(html: &str) -> Page {
    let mut reader = Reader { page: Page { size: html.len(), ..Page::default() }, ..Reader::default() };
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => reader.begin(&tag),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) if reader.hidden.is_none() => reader.show(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.finish()
}

/// The page so far; its text still has its white space, line breaks where blocks end.
#[derive(Default)]
struct Reader {
    page: Page,
    /// The element whose content nobody sees.
    hidden: Option<Vec<u8>>,
    /// How many elements of code are open.
    code: usize,
    /// The link that is open, and where in the text it began.
    open: Option<(Link, usize)>,
    /// Where in the text each link stands.
    places: Vec<(usize, usize)>,
}

impl Reader {
    fn begin(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let attribute = |key: &[u8]| tag.attributes.get(key).map(|v| String::from_utf8_lossy(v).into_owned());
        match name {
            b"script" | b"style" | b"title" | b"head" | b"template" if self.hidden.is_none() && !tag.self_closing => {
                self.hidden = Some(name.to_vec());
            }
            b"a" | b"area" => {
                self.close();
                let link = |url: String| Link { url: cut(url.trim(), MOST_URL), ..Link::default() };
                let alt = attribute(b"alt").unwrap_or_default();
                self.open = attribute(b"href").map(|url| (Link { around: cut(&alt, MOST_LINK_TEXT), ..link(url) }, self.page.text.len()));
                if name == b"area" {
                    self.close();
                }
            }
            b"img" => {
                if !is_pixel(attribute(b"width"), attribute(b"height")) {
                    self.page.images += 1;
                }
                if let (Some((link, _)), Some(alt)) = (&mut self.open, attribute(b"alt")) {
                    push(&mut link.around, &alt, MOST_LINK_TEXT);
                }
            }
            // A page without an end of its head shows its body nevertheless.
            b"body" => self.hidden = None,
            b"pre" | b"code" => {
                self.code += 1;
                self.part(name);
            }
            _ => self.part(name),
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        } else if name == b"a" {
            self.close();
        } else if matches!(name, b"pre" | b"code") {
            self.code = self.code.saturating_sub(1);
        }
        self.part(name);
    }

    fn part(&mut self, name: &[u8]) {
        let gap = if BLOCKS.contains(&name) { "\n" } else { " " };
        push(&mut self.page.text, gap, MOST_TEXT);
        push(&mut self.page.prose, gap, MOST_TEXT);
    }

    fn show(&mut self, text: &str) {
        if let Some((link, _)) = &mut self.open {
            push(&mut link.text, text, MOST_LINK_TEXT);
        }
        // Line breaks of the source mean nothing: those in the text are ours.
        let text = text.replace(['\n', '\r'], " ");
        push(&mut self.page.text, &text, MOST_TEXT);
        if self.code == 0 {
            push(&mut self.page.prose, &text, MOST_TEXT);
        }
    }

    fn close(&mut self) {
        let Some((mut link, began)) = self.open.take() else { return };
        link.text = one_line(&link.text);
        if self.page.links.len() < MOST_LINKS {
            self.places.push((began, self.page.text.len()));
            self.page.links.push(link);
        } else {
            self.page.links_left_out += 1;
        }
    }

    fn finish(mut self) -> Page {
        self.close();
        for (link, (began, ended)) in self.page.links.iter_mut().zip(&self.places) {
            let sentence = sentence(&self.page.text, *began, *ended);
            link.around = one_line(&format!("{sentence} {}", link.around));
        }
        self.page.text = one_line(&self.page.text);
        self.page.prose = one_line(&self.page.prose);
        self.page
    }
}

/// The sentence or the block of text around this part of it.
fn sentence(text: &str, began: usize, ended: usize) -> &str {
    let (mut low, mut high) = (began.saturating_sub(MOST_AROUND), (ended + MOST_AROUND).min(text.len()));
    while !text.is_char_boundary(low) {
        low += 1;
    }
    while !text.is_char_boundary(high) {
        high -= 1;
    }
    let ends = |at: usize, c: char| c == '\n' || matches!(c, '.' | '!' | '?') && text[at + 1..].starts_with(char::is_whitespace);
    let before = text[low..began].char_indices().rev().find(|(at, c)| ends(low + at, *c));
    let behind = text[ended..high].char_indices().find(|(at, c)| ends(ended + at, *c));
    &text[before.map_or(low, |(at, _)| low + at + 1)..behind.map_or(high, |(at, _)| ended + at)]
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Counters of openings are no pictures.
fn is_pixel(width: Option<String>, height: Option<String>) -> bool {
    let tiny = |size: Option<String>| size.and_then(|s| s.trim().trim_end_matches("px").parse::<u32>().ok()).is_some_and(|n| n <= 2);
    tiny(width) && tiny(height)
}

fn push(to: &mut String, text: &str, most: usize) {
    if to.len() < most {
        to.push_str(&cut(text, most - to.len()));
    }
}

fn cut(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_sees_and_where_it_leads() {
        let page = read(
            "<html><head><title>t</title><style>p{}</style></head><body><p>Hello&nbsp;<b>you</b></p><a href=' https://a.example/?x=1&amp;y '>go <i>on</i></a><img src=x width=1 height=1><img src=y><script>var x</script>",
        );
        assert_eq!((page.text.as_str(), page.images), ("Hello you go on", 1));
        assert_eq!(page.links, [Link { url: "https://a.example/?x=1&y".into(), text: "go on".into(), around: "go on".into() }]);
    }

    #[test]
    fn code_is_no_prose() {
        let page = read("<p>Write <code>{{ name }}</code> or</p><pre><code>${x}</code></pre></code></code><p>go</p>");
        assert_eq!((page.text.as_str(), page.prose.as_str()), ("Write {{ name }} or ${x} go", "Write or go"));
    }

    #[test]
    fn the_sentence_around_a_link() {
        let around = |html: &str| read(html).links.into_iter().map(|l| l.around).collect::<Vec<_>>();
        assert_eq!(around("<p>One. To leave,<br>press\n<a href=x>here</a>, please! Two.</p>"), ["To leave, press here , please"]);
        assert_eq!(around("<p>One</p><div><a href=x>two</a></div>three"), ["two"]);
        assert_eq!(around("<a href=x><img src=y alt='Leave the list'></a>"), ["Leave the list"]);
        assert_eq!(around("<area href=x alt='Leave'>"), ["Leave"]);
        assert_eq!(around("<a href=x>ends.</a>"), ["ends."]);
        let long = format!("{}<a href=x>z</a>{}", "я".repeat(500), "ж".repeat(500));
        assert!(around(&long)[0].len() <= 2 * MOST_AROUND + 3);
    }

    #[test]
    fn bounds_hold() {
        let page = read(&"<a href=x>y".repeat(2 * MOST_LINKS));
        assert_eq!((page.links.len(), page.links_left_out), (MOST_LINKS, MOST_LINKS));
        assert!(read(&"<div>".repeat(200_000)).text.is_empty());
        assert!(read(&"я".repeat(MOST_TEXT)).text.len() <= MOST_TEXT);
        assert!(read(&"<img alt='я'><a href=x>".repeat(20_000)).links.len() <= MOST_LINKS);
    }
}
