//! The profile SVG Tiny Portable/Secure that logos of BIMI are drawn in (draft-svg-tiny-ps-abrotman 2 to 4): what breaks it.
//! Draws nothing, expands no entity and follows no reference.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::Read;

/// Octets that a logo should not exceed (draft-svg-tiny-ps-abrotman 4).
pub const LONGEST_LOGO: usize = 32 * 1024;
/// Octets that are unpacked of one.
const MOST_UNPACKED: u64 = 256 * 1024;
/// Depth of elements that is followed.
const DEEPEST: usize = 100;
/// Faults that are kept.
const MOST_FAULTS: usize = 20;
/// Characters of a place that are shown.
const SHOWN: usize = 60;

/// The namespace of SVG.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";
/// Elements that the profile leaves out: scripts, animation, media, interaction, and pictures of pixels.
const FORBIDDEN: &[&str] = &[
    "a",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "audio",
    "discard",
    "foreignObject",
    "handler",
    "iframe",
    "image",
    "listener",
    "mpath",
    "prefetch",
    "script",
    "set",
    "video",
];

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// The element or attribute, or the number; cut to 60 characters.
    pub at: String,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// It is no well-formed XML.
    NotXml,
    /// Its outermost element is not `svg` in SVG's namespace.
    NotSvg,
    /// `version` is not 1.2.
    Version,
    /// `baseProfile` is not tiny-ps.
    Profile,
    /// `svg` has an `x` or `y`.
    Position,
    /// There is no `title` with a text.
    Title,
    /// An element that the profile leaves out.
    Element,
    /// A script in an attribute.
    Script,
    /// A reference to something outside of the file.
    External,
    /// A document type, and with it entities.
    Doctype,
    /// Longer than 32 KiB.
    TooLong,
}

/// A logo may be packed (SVGZ, RFC 6170 5.2); more than is read of one that is not is not unpacked either.
fn unpack(octets: &[u8]) -> Option<Cow<'static, [u8]>> {
    let mut whole = Vec::new();
    flate2::read::GzDecoder::new(octets).take(MOST_UNPACKED).read_to_end(&mut whole).ok()?;
    Some(Cow::Owned(whole))
}

/// What keeps `octets` from being a logo, in order of place; nothing for a sound one.
#[must_use]
pub fn faults(octets: &[u8]) -> Vec<Fault> {
    let mut reading = Reading::default();
    let unpacked = match octets {
        [0x1f, 0x8b, ..] => unpack(octets),
        _ => Some(Cow::Borrowed(octets)),
    };
    let Some(octets) = unpacked.as_deref() else {
        reading.fault(FaultKind::NotXml, "gzip");
        return reading.faults;
    };
    if octets.len() > LONGEST_LOGO {
        reading.fault(FaultKind::TooLong, &octets.len().to_string());
    }
    let mut reader = Reader::from_reader(octets);
    loop {
        match reader.read_event() {
            Err(_) => {
                reading.fault(FaultKind::NotXml, &reader.buffer_position().to_string());
                return reading.faults;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(element)) => {
                reading.open(&element);
                reading.depth += 1;
                reading.in_title = reading.depth == 2 && element.local_name().as_ref() == "title";
                if reading.depth > DEEPEST {
                    reading.fault(FaultKind::NotXml, "depth");
                    return reading.faults;
                }
            }
            Ok(Event::Empty(element)) => reading.open(&element),
            Ok(Event::End(_)) => {
                reading.depth = reading.depth.saturating_sub(1);
                reading.in_title = false;
            }
            Ok(Event::Text(text)) => reading.titled |= reading.in_title && !text.trim().is_empty(),
            Ok(Event::CData(text)) => reading.titled |= reading.in_title && !text.trim().is_empty(),
            Ok(Event::DocType(_)) => reading.fault(FaultKind::Doctype, "DOCTYPE"),
            Ok(_) => {}
        }
    }
    if !reading.begun {
        reading.fault(FaultKind::NotSvg, "-");
    } else if reading.depth > 0 {
        reading.fault(FaultKind::NotXml, &octets.len().to_string());
    } else if !reading.titled {
        reading.fault(FaultKind::Title, "title");
    }
    reading.faults
}

#[derive(Default)]
struct Reading {
    faults: Vec<Fault>,
    depth: usize,
    begun: bool,
    in_title: bool,
    titled: bool,
}

impl Reading {
    fn open(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name().as_ref().to_owned();
        let attributes: Vec<(String, String)> =
            element.attributes().filter_map(Result::ok).map(|a| (a.key.as_ref().to_owned(), a.value.into_owned())).collect();
        if !self.begun {
            self.begun = true;
            self.outermost(element, &name, &attributes);
        }
        if FORBIDDEN.contains(&name.as_str()) {
            self.fault(FaultKind::Element, &name);
        }
        for (key, value) in &attributes {
            let local = key.rsplit(':').next().unwrap_or(key);
            if local.len() > 2 && local.starts_with("on") && key == local {
                self.fault(FaultKind::Script, &format!("{name} {key}"));
            }
            // A fragment stays within the file.
            if matches!(local, "href" | "src") && !value.trim().starts_with('#') {
                self.fault(FaultKind::External, &format!("{name} {key}={value}"));
            }
        }
    }

    fn outermost(&mut self, element: &BytesStart<'_>, name: &str, attributes: &[(String, String)]) {
        let value = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.trim());
        let prefix = element.name().prefix().map(|p| p.as_ref().to_owned());
        let declared = prefix.map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
        if name != "svg" || value(&declared) != Some(NAMESPACE) {
            self.fault(FaultKind::NotSvg, name);
        }
        if value("version") != Some("1.2") {
            self.fault(FaultKind::Version, value("version").unwrap_or("-"));
        }
        if value("baseProfile") != Some("tiny-ps") {
            self.fault(FaultKind::Profile, value("baseProfile").unwrap_or("-"));
        }
        if let Some(place) = ["x", "y"].into_iter().find(|place| value(place).is_some()) {
            self.fault(FaultKind::Position, place);
        }
    }

    fn fault(&mut self, kind: FaultKind, at: &str) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { kind, at: at.chars().take(SHOWN).collect() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<svg version="1.2" baseProfile="tiny-ps" viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<title>Example</title><defs><path id="p" d="M0 0h10v10z"/></defs><use xlink:href="#p"/></svg>"##;

    fn kinds(text: &str) -> Vec<FaultKind> {
        faults(text.as_bytes()).into_iter().map(|f| f.kind).collect()
    }

    #[test]
    fn a_packed_logo_is_unpacked_within_bounds() {
        let packed = |text: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            std::io::Write::write_all(&mut encoder, text).expect("into memory");
            encoder.finish().expect("into memory")
        };
        let kinds = |octets: &[u8]| faults(octets).into_iter().map(|f| f.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&packed(SOUND.as_bytes())), []);
        assert_eq!(kinds(&packed(SOUND.replace("tiny-ps", "tiny").as_bytes())), [FaultKind::Profile]);
        assert_eq!(kinds(&packed(&vec![b' '; 100_000_000])), [FaultKind::TooLong, FaultKind::NotSvg]);
        let mut cut = packed(SOUND.as_bytes());
        cut.truncate(cut.len() / 2);
        assert_eq!(kinds(&cut), [FaultKind::NotXml]);
    }

    #[test]
    fn each_rule_has_its_fault() {
        use FaultKind::{Doctype, Element, External, NotSvg, NotXml, Position, Profile, Script, Title, TooLong, Version};
        assert_eq!(kinds(SOUND), []);
        let with = |from: &str, to: &str| kinds(&SOUND.replacen(from, to, 1));
        assert_eq!(with("version=\"1.2\"", "version=\"1.1\""), [Version]);
        assert_eq!(with("tiny-ps", "tiny"), [Profile]);
        assert_eq!(with("viewBox", "x=\"0\" viewBox"), [Position]);
        assert_eq!(with("<title>Example</title>", ""), [Title]);
        assert_eq!(with("<title>Example</title>", "<title> </title>"), [Title]);
        assert_eq!(with("<defs>", "<script>alert(1)</script><defs>"), [Element]);
        assert_eq!(with("<defs>", "<g onclick=\"x()\"/><defs>"), [Script]);
        assert_eq!(with("#p", "https://example.com/x"), [External]);
        assert_eq!(with("#p", "data:image/png;base64,AA"), [External]);
        assert_eq!(with("<svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg"), [Doctype]);
        assert_eq!(with("2000/svg", "1999/svg"), [NotSvg]);
        assert_eq!(with("</svg>", ""), [NotXml]);
        assert_eq!(with("</defs>", "</g>"), [NotXml]);
        assert_eq!(with("</svg>", &format!("<!--{}--></svg>", "x".repeat(LONGEST_LOGO))), [TooLong]);
        assert_eq!(kinds("<html><title>x</title></html>"), [NotSvg, Version, Profile]);
        assert_eq!(kinds(""), [NotSvg]);
    }

    #[test]
    fn what_is_hostile_ends_soon() {
        assert!(kinds(&"<g>".repeat(10_000)).contains(&FaultKind::NotXml));
        assert_eq!(faults(&b"<a onx='1'/>".repeat(1_000)).len(), MOST_FAULTS);
        assert!(!faults(&[0xff, b'<', 0, 0xfe]).is_empty());
    }
}
