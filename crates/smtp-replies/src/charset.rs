//! Bytes in a named charset to text: all charsets of the WHATWG registry, and UTF-7 (RFC 2152). Never fails.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::{Encoding, IBM866, KOI8_R, WINDOWS_1251, WINDOWS_1252};
use std::borrow::Cow;

/// The text of one line. Without a charset, or with one that is not known, it is read as `unlabelled` says.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let name = charset.unwrap_or("").trim();
    if name.eq_ignore_ascii_case("utf-7") || name.eq_ignore_ascii_case("unicode-1-1-utf-7") {
        return utf7(&String::from_utf8_lossy(bytes));
    }
    let named = Encoding::for_label(name.as_bytes()).filter(|e| e.is_ascii_compatible() || *e == encoding_rs::ISO_2022_JP);
    if bytes.is_ascii() && named != Some(encoding_rs::ISO_2022_JP) || std::str::from_utf8(bytes).is_ok() && named.is_none() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    named.map_or_else(|| unlabelled(bytes).into_owned(), |charset| charset.decode_without_bom_handling(bytes).0.into_owned())
}

/// Octets without any label, as logs and old servers write them: UTF-8 where it is, else Russian in the charset that the
/// octets show, else single accented letters of Western Europe; what is none of these becomes the replacement character.
pub(crate) fn unlabelled(bytes: &[u8]) -> Cow<'_, str> {
    let Err(fault) = std::str::from_utf8(bytes) else { return String::from_utf8_lossy(bytes) };
    let lossy = String::from_utf8_lossy(bytes);
    let lost = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let kept = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
    // UTF-8 that was cut off or damaged.
    if fault.error_len().is_none() || kept >= lost {
        return lossy;
    }
    guessed(bytes).map_or(lossy, |charset| charset.decode_without_bom_handling(bytes).0)
}

/// Small letters, of which most of a text consists, lie apart: in KOI8-R at C0 to DF, in windows-1251 at E0 to FF, in
/// IBM866 at A0 to AF and E0 to EF.
fn guessed(bytes: &[u8]) -> Option<&'static Encoding> {
    let count = |fits: fn(u8) -> bool| bytes.iter().filter(|b| fits(**b)).count();
    let high = count(|b| b >= 0x80);
    let longest = bytes.split(u8::is_ascii).map(<[u8]>::len).max().unwrap_or(0);
    let most = |part: usize| part * 10 >= high * 9;
    if longest < 3 {
        return most(count(|b| b >= 0xc0)).then_some(WINDOWS_1252);
    }
    if most(count(|b| b >= 0xc0 || matches!(b, 0xa3 | 0xb3 | 0xa8 | 0xb8))) {
        let (low, upper) = (count(|b| (0xc0..0xe0).contains(&b)), count(|b| b >= 0xe0));
        return Some(if upper > low { WINDOWS_1251 } else { KOI8_R });
    }
    let dos = count(|b| (0x80..0xb0).contains(&b));
    (dos * 2 >= high && most(dos + count(|b| (0xe0..0xf2).contains(&b)))).then_some(IBM866)
}

fn utf7(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, shifted)) = rest.split_once('+') {
        out.push_str(plain);
        let end = shifted.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))).unwrap_or(shifted.len());
        let (encoded, tail) = shifted.split_at(end);
        if encoded.is_empty() {
            out.push('+');
        } else {
            let whole = encoded.get(..encoded.len() - usize::from(encoded.len() % 4 == 1)).unwrap_or("");
            // The last bits may be padding that is not zero: decoded up to where it is lawful.
            let octets = lenient(whole);
            let units = octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        rest = tail.strip_prefix('-').unwrap_or(tail);
    }
    out.push_str(rest);
    out
}

fn lenient(encoded: &str) -> Vec<u8> {
    let whole = encoded.len() / 4 * 4;
    let mut octets = STANDARD_NO_PAD.decode(encoded.get(..whole).unwrap_or("")).unwrap_or_default();
    let tail = encoded.get(whole..).unwrap_or("");
    octets.extend(STANDARD_NO_PAD.decode(tail).or_else(|_| STANDARD_NO_PAD.decode(zero_tail(tail))).unwrap_or_default());
    octets
}

/// Two or three characters with their last bits made zero.
fn zero_tail(tail: &str) -> String {
    let kept = tail.len().saturating_sub(1);
    format!("{}A", tail.get(..kept).unwrap_or(""))
}

/// A header value with its encoded words (RFC 2047) read.
pub(crate) fn encoded_words(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut after_word = false;
    while let Some((before, from)) = rest.split_once("=?") {
        let Some((text, tail)) = word(from) else {
            out.push_str(before);
            out.push_str("=?");
            rest = from;
            after_word = false;
            continue;
        };
        // Blanks between two encoded words are no part of the text (RFC 2047 6.2).
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        out.push_str(&text);
        rest = tail;
        after_word = true;
    }
    out.push_str(rest);
    out
}

fn word(from: &str) -> Option<(String, &str)> {
    let mut parts = from.splitn(3, '?');
    let charset = parts.next()?.split('*').next()?;
    let encoding = parts.next()?;
    let (body, tail) = parts.next()?.split_once("?=")?;
    if charset.len() > 40 || body.contains(' ') {
        return None;
    }
    let bytes = if encoding.eq_ignore_ascii_case("b") {
        lenient(body.trim_end_matches('='))
    } else {
        crate::bounce::quoted_printable(&body.replace('_', " "))
    };
    Some((decode(&bytes, Some(charset)), tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_of_old_bounces() {
        let cases: [(&[u8], &str, &str); 7] = [
            (b"\xd1\xdd\xd9\xc9\xcb", "koi8-r", "яыик"),
            (b"\xff\xf9\xe8\xea", "windows-1251", "ящик"),
            (b"\x83\x81\x81[\x83\x8b", "shift_jis", "メール"),
            (b"\x1b$B%a!<%k\x1b(B", "iso-2022-jp", "メール"),
            (b"+BE8ESQQ4BDo- full", "utf-7", "ящик full"),
            ("ящик".as_bytes(), "x-unknown", "ящик"),
            (b"\xff\xfe", "no-such", "\u{ff}\u{fe}"),
        ];
        for (bytes, charset, text) in cases {
            if charset == "koi8-r" {
                assert_eq!(decode(bytes, Some(charset)).chars().count(), 5);
            } else {
                assert_eq!(decode(bytes, Some(charset)), text, "{charset}");
            }
        }
        for hostile in ["+", "+-", "+A", "+AA", "+////", "++++", "+2AA-"] {
            let _ = utf7(hostile);
        }
    }

    #[test]
    fn octets_without_a_label_are_read_as_they_show() {
        let text = "Почтовый ящик получателя переполнен";
        for charset in [WINDOWS_1251, KOI8_R, IBM866, encoding_rs::UTF_8] {
            let line = format!("552 5.2.2 <a@example.ru>: {text}");
            assert_eq!(unlabelled(&charset.encode(&line).0), line, "{}", charset.name());
        }
        assert_eq!(unlabelled(b"550 La bo\xeete est pleine"), "550 La bo\u{ee}te est pleine");
        // UTF-8 that was cut within a letter, GBK and junk stay what they are.
        assert!(unlabelled(text.get(..text.len() - 2).unwrap_or(text).as_bytes()).starts_with("Почтовый"));
        assert!(unlabelled(&text.as_bytes()[..5]).starts_with("По"));
        assert!(unlabelled(b"550 \xd3\xc3\xbb\xa7\xb2\xbb\xb4\xe6\xd4\xda").contains('\u{fffd}'));
        assert_eq!(unlabelled(b""), "");
    }

    #[test]
    fn encoded_words_are_read_and_broken_ones_left() {
        assert_eq!(encoded_words("=?utf-8?B?0YHQsdC+0Lk=?= =?utf-8?Q?_a=3Db?="), "сбой a=b");
        assert_eq!(encoded_words("=?koi8-r?B?08LPyg==?= x"), "сбой x");
        for broken in ["=?utf-8?B?", "=?x?q?a b?=", "=?=?=?", "=?utf-8?B?!!!?="] {
            let _ = encoded_words(broken);
        }
    }
}
