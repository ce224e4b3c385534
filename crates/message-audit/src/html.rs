//! An HTML part as tokens: what a person sees of it, where its links lead. No tree is made, so that depth costs nothing.

use html5gum::{Token, Tokenizer};

/// At most so many links are kept.
pub const MOST_LINKS: usize = 500;
/// At most so many octets of visible text are kept.
const MOST_TEXT: usize = 1 << 20;
/// At most so many octets of the text of one link are kept.
const MOST_LINK_TEXT: usize = 500;
/// At most so many octets of one address are kept.
const MOST_URL: usize = 4_096;

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub url: String,
    /// What a person sees of it; empty for an image, and for an address in plain text.
    pub text: String,
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
    /// Images that are not of one pixel.
    pub images: usize,
    /// Octets of the part, decoded.
    pub size: usize,
}

/// Reads HTML; anything is read somehow.
#[must_use]
pub fn read(html: &str) -> Page {
    let mut page = Page { size: html.len(), ..Page::default() };
    let (mut hidden, mut open): (Option<Vec<u8>>, Option<Link>) = (None, None);
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                let attribute = |key: &[u8]| tag.attributes.get(key).map(|v| String::from_utf8_lossy(v).into_owned());
                match name {
                    b"script" | b"style" | b"title" | b"head" | b"template" if hidden.is_none() && !tag.self_closing => {
                        hidden = Some(name.to_vec());
                    }
                    b"a" | b"area" => {
                        close(&mut open, &mut page);
                        open = attribute(b"href").map(|url| Link { url: cut(url.trim(), MOST_URL), text: String::new() });
                        if name == b"area" {
                            close(&mut open, &mut page);
                        }
                    }
                    b"img" if !is_pixel(attribute(b"width"), attribute(b"height")) => page.images += 1,
                    b"body" => hidden = None,
                    _ => push(&mut page.text, " ", MOST_TEXT),
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if hidden.as_deref() == Some(name) {
                    hidden = None;
                } else if name == b"a" {
                    close(&mut open, &mut page);
                }
                push(&mut page.text, " ", MOST_TEXT);
            }
            Token::String(text) if hidden.is_none() => {
                let text = String::from_utf8_lossy(&text);
                if let Some(link) = &mut open {
                    push(&mut link.text, &text, MOST_LINK_TEXT);
                }
                push(&mut page.text, &text, MOST_TEXT);
            }
            _ => {}
        }
    }
    close(&mut open, &mut page);
    page.text = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
    page
}

fn close(open: &mut Option<Link>, page: &mut Page) {
    let Some(mut link) = open.take() else { return };
    link.text = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if page.links.len() < MOST_LINKS {
        page.links.push(link);
    } else {
        page.links_left_out += 1;
    }
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
        assert_eq!(page.links, [Link { url: "https://a.example/?x=1&y".into(), text: "go on".into() }]);
    }

    #[test]
    fn bounds_hold() {
        let page = read(&"<a href=x>y".repeat(2 * MOST_LINKS));
        assert_eq!((page.links.len(), page.links_left_out), (MOST_LINKS, MOST_LINKS));
        assert!(read(&"<div>".repeat(200_000)).text.is_empty());
        assert!(read(&"я".repeat(MOST_TEXT)).text.len() <= MOST_TEXT);
    }
}
