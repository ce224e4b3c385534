//! The ARC chain of the message (RFC 8617 5.2): its sets, and whether it holds.

use crate::letter::Letter;
use crate::signatures::question;
use facts::{Gap, Inquiry, MessageTarget, Name, RecordType, Seen, SignaturesAnswer};
use records::signature::{ChainStatus, SignatureField};

/// RFC 8617 5.1.1.1.
const MOST_SETS: u32 = 50;

/// What became of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainResult {
    /// There is none.
    None,
    /// It holds.
    Pass,
    /// It does not, and the first reason.
    Fail(Broken),
    /// Not known.
    Unknown(Gap),
}

/// Why a chain does not hold; the number is that of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// More than 50 sets.
    TooLong,
    /// Sets are missing, doubled, or lack a field.
    Structure(u32),
    /// A field cannot be read.
    Field(u32),
    /// `cv` says what it must not.
    Status(u32),
    /// The newest ARC-Message-Signature does not verify.
    Message(u32),
    /// A seal does not verify.
    Seal(u32),
}

/// The chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// How many sets there are, by the highest instance.
    pub sets: u32,
    /// The domains that sealed, the oldest first.
    pub sealers: Vec<String>,
    /// What became of it.
    pub result: ChainResult,
}

/// Reads the chain.
#[must_use]
pub fn chain(message: &MessageTarget, letter: &Letter, inquiry: &Inquiry<'_>) -> Chain {
    let mut sealers: Vec<(u32, String)> = letter.seals.iter().map(|s| (s.instance, s.domain.clone())).collect();
    sealers.sort();
    let instances = letter.seals.iter().chain(&letter.arc).map(|s| s.instance).chain(letter.arc_results.iter().copied());
    let sets = instances.max().unwrap_or(0);
    Chain { sets, sealers: sealers.into_iter().map(|(_, domain)| domain).collect(), result: result(message, letter, sets, inquiry) }
}

fn result(message: &MessageTarget, letter: &Letter, sets: u32, inquiry: &Inquiry<'_>) -> ChainResult {
    if letter.seals.is_empty() && letter.arc.is_empty() && letter.arc_results.is_empty() {
        return ChainResult::None;
    }
    if let Err(broken) = structure(letter, sets) {
        return ChainResult::Fail(broken);
    }
    let gaps = keys(letter, inquiry);
    let answer = match question(message, letter).map(|q| inquiry.signatures(&q)) {
        Some(Ok(answer)) => answer,
        Some(Err(gap)) => return ChainResult::Unknown(gap),
        None => return ChainResult::Fail(Broken::Field(sets)),
    };
    match cryptography(letter, sets, answer) {
        Err(broken) => gaps.into_iter().next().map_or(ChainResult::Fail(broken), ChainResult::Unknown),
        Ok(()) => ChainResult::Pass,
    }
}

/// One of each field for every number from one on, and the words that they must say.
fn structure(letter: &Letter, sets: u32) -> Result<(), Broken> {
    if sets > MOST_SETS {
        return Err(Broken::TooLong);
    }
    let once = |fields: &[SignatureField], i: u32| fields.iter().filter(|f| f.instance == i).count() == 1;
    for i in 1..=sets {
        if !once(&letter.seals, i) || !once(&letter.arc, i) || letter.arc_results.iter().filter(|r| **r == i).count() != 1 {
            return Err(Broken::Structure(i));
        }
    }
    let strays = |count: usize| count != sets as usize;
    if strays(letter.seals.len()) || strays(letter.arc.len()) || strays(letter.arc_results.len()) {
        return Err(Broken::Structure(0));
    }
    for seal in &letter.seals {
        let wanted = if seal.instance == 1 { ChainStatus::None } else { ChainStatus::Pass };
        if seal.chain != Some(wanted) {
            return Err(Broken::Status(seal.instance));
        }
    }
    // Of older message signatures nothing but their place counts: they need not verify any more.
    let newest = letter.arc.iter().filter(|f| f.instance == sets);
    match letter.seals.iter().chain(newest).find(|f| !f.is_usable()) {
        Some(field) => Err(Broken::Field(field.instance)),
        None => Ok(()),
    }
}

/// What is missing of the keys of the chain.
fn keys(letter: &Letter, inquiry: &Inquiry<'_>) -> Vec<Gap> {
    let names = letter.seals.iter().chain(&letter.arc).filter(|f| f.is_usable()).filter_map(|f| Name::parse(&f.key_name()).ok());
    let gap = |name: Name| match inquiry.dns(&name, RecordType::Txt) {
        Seen::Unknown(gap) => Some(gap),
        _ => None,
    };
    names.filter_map(gap).collect()
}

fn cryptography(letter: &Letter, sets: u32, answer: &SignaturesAnswer) -> Result<(), Broken> {
    let at = |fields: &[SignatureField], i: u32| fields.iter().position(|f| f.instance == i);
    let message = at(&letter.arc, sets).and_then(|n| answer.arc.get(n));
    if !message.is_some_and(|c| c.body == Some(true) && c.headers == Some(true)) {
        return Err(Broken::Message(sets));
    }
    for i in (1..=sets).rev() {
        let seal = at(&letter.seals, i).and_then(|n| answer.seals.get(n));
        if seal.and_then(|s| s.sets) != Some(true) {
            return Err(Broken::Seal(i));
        }
    }
    Ok(())
}
