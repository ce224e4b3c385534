//! The grammar on both sides, what is laid over what, and replays that come out the same.

mod grammar;
mod layers;
mod zones;

use super::*;
use crate::answer::{Alias, Data, Outcome};
use crate::fixture::World;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn overlay(text: &str) -> Overlay {
    Overlay::parse(text.as_bytes(), &name("example.com")).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// What `layer` says over `world`.
fn dns(layer: &dyn Layer, world: &World, question: &Question) -> Answer {
    let mut known: BTreeMap<Question, Answer> = BTreeMap::new();
    for _ in 0..500 {
        match layer.answer(question, &|q| known.get(q).cloned()) {
            Ok(answer) => return answer,
            Err(needed) => {
                let answer = world.answer(&needed, &|_, _| Vec::new());
                assert!(known.insert(needed.clone(), answer).is_none(), "{needed} was needed twice");
            }
        }
    }
    panic!("{question} needs too much");
}

/// The outcome in a word: data of the records behind `→` and the aliases on the way.
fn said(layer: &dyn Layer, world: &World, question: &Question) -> String {
    let answer = match dns(layer, world, question) {
        Answer::Dns(answer) => answer,
        other => return format!("{other:?}"),
    };
    let outcome = match &answer.outcome {
        Outcome::Records(records) => records.iter().map(|r| shown(&r.data)).collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    };
    answer.aliases.iter().map(|Alias { target, .. }| format!("→{target} ")).chain([outcome]).collect()
}

fn shown(data: &Data) -> String {
    match data {
        Data::A(a) => a.to_string(),
        Data::Txt(parts) => parts.iter().map(|p| String::from_utf8_lossy(&p.0).into_owned()).collect::<Vec<_>>().join("|"),
        Data::Mx { preference, exchange } => format!("{preference}:{exchange}"),
        Data::Cname(n) | Data::Ns(n) | Data::Ptr(n) => n.to_string(),
        other => format!("{other:?}"),
    }
}

fn resolver(text: &str, rtype: RecordType) -> Question {
    Question::Dns { name: name(text), rtype }
}
