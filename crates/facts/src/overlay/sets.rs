//! Record sets by owner, in the order of the tree, so that what lies below a name is found without a search.

use super::token::Place;
use crate::answer::{Data, Record};
use crate::{Name, RecordType};
use std::collections::{BTreeMap, BTreeSet};

/// A record type, read by the audit or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Known(RecordType),
    Other(u16),
}

/// Record sets, and sets that are taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sets {
    nodes: BTreeMap<Key, Node>,
    deleted: BTreeMap<(Name, Kind), Place>,
}

/// The labels from the root on, each behind a NUL, which no label's text holds: a name's
/// descendants follow it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(String);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    owner: Name,
    /// Of its first record.
    at: Place,
    known: BTreeMap<RecordType, Vec<Record>>,
    others: BTreeSet<u16>,
}

impl Key {
    fn of(name: &Name) -> Self {
        Self(name.labels().rev().fold(String::new(), |key, label| key + "\0" + label))
    }
}

impl Sets {
    /// Adds a record to its set; the same data twice is one record (RFC 2181 5).
    ///
    /// # Errors
    /// The set is taken away, or a second CNAME.
    pub(super) fn add(&mut self, owner: Name, record: Record, at: Place) -> Result<(), String> {
        let rtype = record.data.rtype();
        self.is_kept(&owner, Kind::Known(rtype))?;
        let set = self.node(owner, at).known.entry(rtype).or_default();
        if set.iter().any(|r| r.data == record.data) {
            return Ok(());
        }
        if rtype == RecordType::Cname && !set.is_empty() {
            return Err("a second CNAME at one name (RFC 1034 3.6.2)".into());
        }
        set.push(record);
        Ok(())
    }

    /// Notes that a set exists that the audit does not read.
    pub(super) fn note(&mut self, owner: Name, kind: Kind, at: Place) -> Result<(), String> {
        self.is_kept(&owner, kind)?;
        if let Kind::Other(number) = kind {
            self.node(owner, at).others.insert(number);
        }
        Ok(())
    }

    /// Takes a set away.
    ///
    /// # Errors
    /// Records of it are given as well.
    pub(super) fn delete(&mut self, owner: Name, kind: Kind, at: Place) -> Result<(), String> {
        let given = self.nodes.get(&Key::of(&owner)).is_some_and(|n| match kind {
            Kind::Known(rtype) => n.known.contains_key(&rtype),
            Kind::Other(number) => n.others.contains(&number),
        });
        if given {
            return Err(format!("a set of {owner} that is both given and deleted"));
        }
        self.deleted.insert((owner, kind), at);
        Ok(())
    }

    fn is_kept(&self, owner: &Name, kind: Kind) -> Result<(), String> {
        let deleted = self.deleted.contains_key(&(owner.clone(), kind));
        if deleted { Err(format!("a set of {owner} that is both given and deleted")) } else { Ok(()) }
    }

    fn node(&mut self, owner: Name, at: Place) -> &mut Node {
        let key = Key::of(&owner);
        self.nodes.entry(key).or_insert_with(|| Node { owner, at, ..Node::default() })
    }

    /// Lays `other` over these: an owner and type in it replaces the set.
    pub(super) fn lay(&mut self, other: Sets) {
        for ((owner, kind), at) in other.deleted {
            if let (Kind::Known(rtype), Some(node)) = (kind, self.nodes.get_mut(&Key::of(&owner))) {
                node.known.remove(&rtype);
            }
            self.deleted.insert((owner, kind), at);
        }
        for node in other.nodes.into_values() {
            for rtype in node.known.keys() {
                self.deleted.remove(&(node.owner.clone(), Kind::Known(*rtype)));
            }
            let below = self.node(node.owner.clone(), node.at);
            below.known.extend(node.known);
            below.others.extend(node.others);
        }
        self.nodes.retain(|_, node| !node.known.is_empty() || !node.others.is_empty());
    }

    /// The records of a set.
    pub(super) fn records(&self, owner: &Name, rtype: RecordType) -> Option<&[Record]> {
        self.nodes.get(&Key::of(owner))?.known.get(&rtype).map(Vec::as_slice)
    }

    /// Where an alias at `owner` leads.
    pub(super) fn alias(&self, owner: &Name) -> Option<&Name> {
        self.records(owner, RecordType::Cname)?.iter().find_map(|r| match &r.data {
            Data::Cname(target) => Some(target),
            _ => None,
        })
    }

    /// Whether a type that the audit does not read stands at `owner`.
    pub(super) fn holds_other(&self, owner: &Name, number: u16) -> bool {
        self.nodes.get(&Key::of(owner)).is_some_and(|n| n.others.contains(&number))
    }

    /// Whether the set is taken away.
    pub(super) fn is_deleted(&self, owner: &Name, rtype: RecordType) -> bool {
        self.deleted.contains_key(&(owner.clone(), Kind::Known(rtype)))
    }

    /// Whether anything is said about the set, or about an alias at its owner.
    pub(super) fn mentions(&self, owner: &Name, rtype: RecordType) -> bool {
        [rtype, RecordType::Cname].into_iter().any(|t| self.records(owner, t).is_some() || self.is_deleted(owner, t))
    }

    /// Whether `owner` has records of its own.
    pub(super) fn is_owner(&self, owner: &Name) -> bool {
        self.nodes.contains_key(&Key::of(owner))
    }

    /// Whether `name` has records, or something below it has (an empty non-terminal, RFC 4592 2.2.2).
    pub(super) fn exists(&self, name: &Name) -> bool {
        let key = Key::of(name);
        self.nodes.range(key..).next().is_some_and(|(_, node)| node.owner.is_within(name))
    }

    /// Owner, type and data of everything that is given, in the order of the tree.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Name, RecordType, &[Record])> {
        self.nodes.values().flat_map(|n| n.known.iter().map(move |(rtype, records)| (&n.owner, *rtype, records.as_slice())))
    }

    /// Every owner and where its first record stands, in the order of the tree.
    pub(super) fn owners(&self) -> impl Iterator<Item = (&Name, Place)> {
        self.nodes.values().map(|n| (&n.owner, n.at))
    }

    /// The sets that are taken away, of types that the audit reads.
    pub(super) fn deletions(&self) -> impl Iterator<Item = (&Name, RecordType, Place)> {
        self.deleted.iter().filter_map(|((owner, kind), at)| match kind {
            Kind::Known(rtype) => Some((owner, *rtype, *at)),
            Kind::Other(_) => None,
        })
    }
}
