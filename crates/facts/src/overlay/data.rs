//! Types and data of a zone file: those that the audit reads, and the names of those that it does not.

use super::ZoneError;
use super::sets::Kind;
use super::text::{name, seconds, shown};
use super::token::Word;
use super::wire;
use crate::answer::{Data, Text};
use crate::{Name, RecordType};

/// Types that may stand in a zone and that the audit does not read, by their number (IANA).
const OTHERS: [(&str, u16); 45] = [
    ("MD", 3),
    ("MF", 4),
    ("MB", 7),
    ("MG", 8),
    ("MR", 9),
    ("NULL", 10),
    ("WKS", 11),
    ("HINFO", 13),
    ("MINFO", 14),
    ("RP", 17),
    ("AFSDB", 18),
    ("X25", 19),
    ("ISDN", 20),
    ("RT", 21),
    ("SIG", 24),
    ("KEY", 25),
    ("PX", 26),
    ("LOC", 29),
    ("NAPTR", 35),
    ("KX", 36),
    ("CERT", 37),
    ("DNAME", DNAME),
    ("APL", 42),
    ("DS", 43),
    ("SSHFP", 44),
    ("IPSECKEY", 45),
    ("RRSIG", 46),
    ("NSEC", 47),
    ("DNSKEY", 48),
    ("DHCID", 49),
    ("NSEC3", 50),
    ("NSEC3PARAM", 51),
    ("SMIMEA", 53),
    ("HIP", 55),
    ("CDS", 59),
    ("CDNSKEY", 60),
    ("OPENPGPKEY", 61),
    ("CSYNC", 62),
    ("ZONEMD", 63),
    ("SVCB", 64),
    ("HTTPS", 65),
    ("EUI48", 108),
    ("EUI64", 109),
    ("URI", 256),
    ("AVC", 258),
];

/// Redirects all names below it (RFC 6672).
pub(super) const DNAME: u16 = 39;

/// The type that a word names, also as `TYPE257` (RFC 3597 5).
pub(super) fn kind(word: &Word<'_>) -> Result<Kind, ZoneError> {
    let text = word.text().to_ascii_uppercase();
    let numbered = text.strip_prefix("TYPE").and_then(|n| n.parse::<u16>().ok());
    let number = numbered.or_else(|| OTHERS.iter().find(|(name, _)| *name == text).map(|(_, number)| *number));
    let known = |t: &RecordType| number == Some(t.number()) || t.to_string() == text;
    match (RecordType::ALL.into_iter().find(known), number) {
        (Some(rtype), _) if !word.quoted => Ok(Kind::Known(rtype)),
        // 0, queries and what only stands in messages are in no zone (RFC 6895 3.1).
        (None, Some(number)) if !word.quoted && !matches!(number, 0 | 41 | 128..=255) => Ok(Kind::Other(number)),
        _ => Err(ZoneError::at(word.at, format!("{} is no record type", shown(word)), "write NAME [TTL] [IN] TYPE DATA")),
    }
}

/// The data of a type that the audit reads; `kind` is the word that names the type.
pub(super) fn read(rtype: RecordType, kind: &Word<'_>, words: &[Word<'_>], origin: &Name) -> Result<Data, ZoneError> {
    let mut fields = Fields { rtype, kind, words, origin };
    if let [mark, length, hex @ ..] = words
        && mark.is("\\#")
    {
        return fields.generic(mark, length, hex);
    }
    let data = match rtype {
        RecordType::A => Data::A(fields.parse("an IPv4 address")?),
        RecordType::Aaaa => Data::Aaaa(fields.parse("an IPv6 address")?),
        RecordType::Mx => Data::Mx { preference: fields.parse("a preference (0 to 65535)")?, exchange: fields.name()? },
        RecordType::Txt => Data::Txt(fields.strings()?),
        RecordType::Spf => Data::Spf(fields.strings()?),
        RecordType::Ns => Data::Ns(fields.name()?),
        RecordType::Ptr => Data::Ptr(fields.name()?),
        RecordType::Cname => Data::Cname(fields.name()?),
        RecordType::Soa => {
            let (mname, rname, serial) = (fields.name()?, fields.name()?, fields.parse("a serial number")?);
            let times = [fields.time()?, fields.time()?, fields.time()?, fields.time()?];
            Data::Soa { mname, rname, serial, minimum: times[3] }
        }
        RecordType::Caa => {
            let flags: u8 = fields.parse("flags (0 to 255)")?;
            let tag = fields.parse::<String>("a tag such as 'issue'")?.to_ascii_lowercase();
            Data::Caa { critical: flags & 0x80 != 0, tag, value: Text(fields.word("a value in quotes")?.octets()) }
        }
        RecordType::Tlsa => {
            let (usage, selector) = (fields.parse("a usage (0 to 255)")?, fields.parse("a selector (0 to 255)")?);
            let matching = fields.parse("a matching type (0 to 255)")?;
            Data::Tlsa { usage, selector, matching, data: Text(fields.hex()?) }
        }
        RecordType::Srv => {
            let (priority, weight) = (fields.parse("a priority (0 to 65535)")?, fields.parse("a weight (0 to 65535)")?);
            Data::Srv { priority, weight, port: fields.parse("a port (0 to 65535)")?, target: fields.name()? }
        }
    };
    fields.end()?;
    Ok(data)
}

/// The fields of one record, taken from the left.
struct Fields<'a, 't> {
    rtype: RecordType,
    kind: &'a Word<'t>,
    words: &'a [Word<'t>],
    origin: &'a Name,
}

impl<'a, 't> Fields<'a, 't> {
    fn word(&mut self, wanted: &str) -> Result<&'a Word<'t>, ZoneError> {
        let missing = || ZoneError::at(self.kind.at, format!("the data of {} ends too soon", self.rtype), form(self.rtype, wanted));
        let (first, rest) = self.words.split_first().ok_or_else(missing)?;
        self.words = rest;
        Ok(first)
    }

    fn parse<T: std::str::FromStr>(&mut self, wanted: &str) -> Result<T, ZoneError> {
        let word = self.word(wanted)?;
        let fault = || ZoneError::at(word.at, format!("{} is not {wanted}", shown(word)), form(self.rtype, wanted));
        word.text().parse().map_err(|_| fault())
    }

    fn name(&mut self) -> Result<Name, ZoneError> {
        let word = self.word("a name")?;
        if word.raw.iter().all(|b| b.is_ascii_digit() || *b == b'.') && word.text().parse::<std::net::Ipv4Addr>().is_ok() {
            // Taken as a name it would be one below the origin.
            let instead = "name a host, and give it an A record with the address";
            return Err(ZoneError::at(word.at, format!("{} is an address where a name belongs", shown(word)), instead));
        }
        name(word, self.origin)
    }

    fn time(&mut self) -> Result<u32, ZoneError> {
        let word = self.word("a time in seconds")?;
        seconds(word).ok_or_else(|| ZoneError::at(word.at, format!("{} is no time", shown(word)), form(self.rtype, "a time in seconds")))
    }

    fn hex(&mut self) -> Result<Vec<u8>, ZoneError> {
        let first = self.word("hexadecimal data")?;
        let rest = std::mem::take(&mut self.words);
        hex(std::iter::once(first).chain(rest))
    }

    fn strings(&mut self) -> Result<Vec<Text>, ZoneError> {
        let first = self.word("a string in quotes")?;
        let words: Vec<&Word<'_>> = std::iter::once(first).chain(std::mem::take(&mut self.words)).collect();
        let tagged = !first.quoted && first.raw.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(b"v="));
        let cut = words.iter().any(|w| w.runs_into_comment);
        if tagged && (words.len() > 1 || cut) {
            // Allowed by the grammar, and never what was meant: the words are joined without a space.
            let what =
                if cut { "a policy without quotes: ';' begins a comment" } else { "a policy without quotes: its words would be joined" };
            return Err(ZoneError::at(
                first.at,
                what,
                format!("put it in quotes: \"{} …\"", first.text().chars().take(20).collect::<String>()),
            ));
        }
        let text = |word: &&Word<'_>| match word.octets() {
            octets if octets.len() > 255 => {
                let what = format!("a string of {} octets, and at most 255 are allowed", octets.len());
                Err(ZoneError::at(
                    word.at,
                    what,
                    "cut it into several strings in quotes, which receivers join: \"first part\" \"second part\"",
                ))
            }
            octets => Ok(Text(octets)),
        };
        words.iter().map(text).collect()
    }

    /// Data as octets (RFC 3597 5).
    fn generic(&mut self, mark: &Word<'_>, length: &Word<'_>, words: &[Word<'_>]) -> Result<Data, ZoneError> {
        let octets = hex(words.iter())?;
        if length.text().parse() != Ok(octets.len()) {
            let what = format!("{} octets follow, and {} are announced", octets.len(), shown(length));
            return Err(ZoneError::at(length.at, what, "give the number of octets behind \\#"));
        }
        let fault = || ZoneError::at(mark.at, format!("these octets are no data of {}", self.rtype), form(self.rtype, "it"));
        wire::read(self.rtype, &octets).ok_or_else(fault)
    }

    fn end(&self) -> Result<(), ZoneError> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(ZoneError::at(word.at, format!("{} is more than {} takes", shown(word), self.rtype), form(self.rtype, "it"))),
        }
    }
}

fn hex<'a, 't: 'a>(words: impl Iterator<Item = &'a Word<'t>>) -> Result<Vec<u8>, ZoneError> {
    let (mut out, mut half, mut last) = (Vec::new(), None, None);
    for word in words {
        last = Some(word);
        for &byte in word.raw {
            let Some(digit) = char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok()) else {
                return Err(ZoneError::at(word.at, format!("{} is not hexadecimal", shown(word)), "use digits 0 to 9 and a to f"));
            };
            match half.take() {
                Some(high) => out.push(high << 4 | digit),
                None => half = Some(digit),
            }
        }
    }
    match (half, last) {
        (Some(_), Some(word)) => Err(ZoneError::at(word.at, "an odd number of hexadecimal digits", "two digits make an octet")),
        _ => Ok(out),
    }
}

fn form(rtype: RecordType, wanted: &str) -> String {
    let form = match rtype {
        RecordType::A => "NAME A 192.0.2.1",
        RecordType::Aaaa => "NAME AAAA 2001:db8::1",
        RecordType::Mx => "NAME MX 10 mx.example.com.",
        RecordType::Txt | RecordType::Spf => "NAME TXT \"text\"",
        RecordType::Ns => "NAME NS ns1.example.com.",
        RecordType::Ptr => "NAME PTR host.example.com.",
        RecordType::Cname => "NAME CNAME other.example.com.",
        RecordType::Soa => "NAME SOA ns1.example.com. hostmaster.example.com. SERIAL REFRESH RETRY EXPIRE MINIMUM",
        RecordType::Caa => "NAME CAA 0 issue \"ca.example.net\"",
        RecordType::Tlsa => "NAME TLSA 3 1 1 HEX",
        RecordType::Srv => "NAME SRV 0 1 465 mail.example.com.",
    };
    format!("expected {wanted}, as in: {form}")
}
