//! The seals of an ARC chain: each covers all sets up to its own (RFC 8617 5.1.1).

use crate::canonical;
use crate::verify::{Bench, MOST_SIGNATURES};
use facts::SealChecked;
use records::mail::MailField;
use records::signature::{Canonicalization, Kind, SignatureField};
use records::tags::TagList;
use std::collections::BTreeMap;

/// The fields of one set.
#[derive(Clone, Copy, Default)]
struct Set<'m> {
    results: Option<&'m MailField<'m>>,
    message: Option<&'m MailField<'m>>,
    seal: Option<&'m MailField<'m>>,
}

/// One result for each seal, from the top of the message.
pub fn seals(bench: &Bench<'_>) -> Vec<SealChecked> {
    let sets = sets(bench);
    let check = |(number, own): (usize, &MailField<'_>)| {
        let seal = SignatureField::parse(Kind::ArcSeal, own.value);
        if number >= MOST_SIGNATURES || !seal.is_usable() {
            return SealChecked::default();
        }
        SealChecked { sets: sealed(&sets, &seal, own).and_then(|input| bench.holds(&seal, &input)) }
    };
    bench.parts.named("arc-seal").enumerate().map(check).collect()
}

fn sets<'m>(bench: &Bench<'m>) -> BTreeMap<u32, Set<'m>> {
    let mut sets: BTreeMap<u32, Set<'m>> = BTreeMap::new();
    for field in &bench.parts.fields {
        if field.is("arc-authentication-results") {
            sets.entry(instance_of_results(field.value)).or_default().results.get_or_insert(field);
        } else if field.is("arc-message-signature") {
            sets.entry(SignatureField::parse(Kind::ArcMessage, field.value).instance).or_default().message.get_or_insert(field);
        } else if field.is("arc-seal") {
            sets.entry(SignatureField::parse(Kind::ArcSeal, field.value).instance).or_default().seal.get_or_insert(field);
        }
    }
    sets
}

/// `i=1;` comes first in ARC-Authentication-Results (RFC 8617 4.1.1).
fn instance_of_results(value: &[u8]) -> u32 {
    let list = TagList::parse(&value[..value.len().min(200)]);
    list.first("i").and_then(|i| i.value.parse().ok()).unwrap_or(0)
}

/// What the seal signs: always the relaxed form, the sets in order, its own field last.
fn sealed(sets: &BTreeMap<u32, Set<'_>>, seal: &SignatureField, own: &MailField<'_>) -> Option<Vec<u8>> {
    let mut input = Vec::new();
    for instance in 1..=seal.instance {
        let set = sets.get(&instance)?;
        for field in [set.results?, set.message?] {
            input.extend(canonical::field(Canonicalization::Relaxed, field));
        }
        if instance < seal.instance {
            input.extend(canonical::field(Canonicalization::Relaxed, set.seal?));
        }
    }
    input.extend(canonical::own_field(Canonicalization::Relaxed, own));
    Some(input)
}
