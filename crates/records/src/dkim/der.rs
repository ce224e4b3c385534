//! Just enough DER (X.690) for public keys: definite lengths, no recursion, nothing beyond the input.

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(pub &'a [u8]);

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OBJECT_ID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;

impl<'a> Reader<'a> {
    /// The contents of the next value, which must have this tag.
    pub fn value(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&found, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if found != tag {
            return None;
        }
        let (length, rest) = if first < 0x80 { (usize::from(first), rest) } else { long_length(first, rest)? };
        if rest.len() < length {
            return None;
        }
        let (value, behind) = rest.split_at(length);
        self.0 = behind;
        Some(value)
    }

    /// The next value as an unsigned whole number without leading zeros; a negative one is none.
    pub fn unsigned(&mut self) -> Option<&'a [u8]> {
        let octets = self.value(INTEGER)?;
        if octets.first()? & 0x80 != 0 {
            return None;
        }
        let zeros = octets.iter().take_while(|b| **b == 0).count();
        Some(&octets[zeros..])
    }

    pub fn is_at_end(self) -> bool {
        self.0.is_empty()
    }
}

fn long_length(first: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    let count = usize::from(first & 0x7f);
    // A DNS message holds at most 65,535 octets; 0 would be the indefinite form, which DER lacks.
    if !(1..=2).contains(&count) || rest.len() < count {
        return None;
    }
    let (octets, rest) = rest.split_at(count);
    Some((octets.iter().fold(0, |sum, b| sum * 256 + usize::from(*b)), rest))
}
