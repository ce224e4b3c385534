//! A signed tree of zones in memory, and the resolver over it that the validator asks.

use super::super::dname::Dname;
use super::super::rdata::{nsec3_hash, tag, type_name};
use crate::BoxFuture;
use crate::dns::message;
use crate::dns::source::Source;
use crate::dns::upstream::{Exchange, Wanted};
use hickory_proto::dnssec::crypto::{Digest, EcdsaSigningKey, Ed25519SigningKey};
use hickory_proto::dnssec::{Algorithm, DigestType, PublicKey as _, SigningKey, TBS};
use hickory_proto::rr::RecordType;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

pub(super) const NOW: i64 = 1_800_000_000;

pub(super) fn name(text: &str) -> Dname {
    Dname::new(facts::Name::parse(text).expect("a name").wire_labels())
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    Nsec,
    Nsec3 { opt_out: bool, iterations: u16 },
}

/// A zone; `spoil` changes its signed sets.
pub(super) struct Zone {
    pub(super) apex: Dname,
    pub(super) sets: BTreeMap<(Dname, u16), Vec<Vec<u8>>>,
    pub(super) signatures: BTreeMap<(Dname, u16), Vec<Vec<u8>>>,
    key: Option<Box<dyn SigningKey>>,
    pub(super) algorithm: u8,
    pub(super) denial: Denial,
    pub(super) valid: (i64, i64),
}

fn number(rtype: &str) -> u16 {
    rtype.parse::<RecordType>().expect("a type").into()
}

fn rdata(rtype: &str, words: &[&str]) -> Vec<u8> {
    match rtype {
        "A" => words[0].split('.').map(|n| n.parse().expect("an octet")).collect(),
        "TXT" => [&[u8::try_from(words[0].len()).expect("short")], words[0].as_bytes()].concat(),
        "SOA" => [&*name(words[0]).wire(), &[0; 21]].concat(),
        _ => name(words[0]).wire(),
    }
}

impl Zone {
    /// Lines `OWNER TYPE DATA` with whole names; unsigned until [`Zone::sign`].
    pub(super) fn new(apex: &str, lines: &str) -> Self {
        let mut sets: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let fixed = format!("{apex}. SOA ns.test\n{apex}. NS ns.test\n{lines}");
        for line in fixed.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let words: Vec<&str> = line.split(' ').collect();
            sets.entry((name(words[0]), number(words[1]))).or_default().push(rdata(words[1], &words[2..]));
        }
        let valid = (NOW - 3600, NOW + 86_400);
        Self { apex: name(apex), sets, signatures: BTreeMap::new(), key: None, algorithm: 13, denial: Denial::Nsec, valid }
    }

    pub(super) fn nsec3(mut self, opt_out: bool, iterations: u16) -> Self {
        self.denial = Denial::Nsec3 { opt_out, iterations };
        self
    }

    pub(super) fn valid(mut self, from: i64, to: i64) -> Self {
        self.valid = (NOW + from, NOW + to);
        self
    }

    pub(super) fn algorithm(mut self, algorithm: u8) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Makes a key, adds `children`'s DS, the chain of names and all signatures.
    pub(super) fn sign(mut self, children: &[&Zone]) -> Self {
        let key: Box<dyn SigningKey> = if self.algorithm == 15 {
            Box::new(Ed25519SigningKey::from_pkcs8(&Ed25519SigningKey::generate_pkcs8().expect("a key")).expect("a key"))
        } else {
            let kind = Algorithm::ECDSAP256SHA256;
            Box::new(EcdsaSigningKey::from_pkcs8(&EcdsaSigningKey::generate_pkcs8(kind).expect("a key"), kind).expect("a key"))
        };
        self.key = Some(key);
        let dnskey = self.dnskey();
        self.sets.insert((self.apex.clone(), 48), vec![dnskey]);
        for child in children {
            self.sets.insert((child.apex.clone(), 43), vec![child.ds()]);
        }
        self.link();
        for ((owner, rtype), rdatas) in self.sets.clone() {
            if !self.is_below_cut(&owner) && (!self.is_cut(&owner) || matches!(rtype, 43 | 47)) {
                let signature = self.signature(&owner, rtype, &rdatas);
                self.signatures.insert((owner, rtype), vec![signature]);
            }
        }
        self
    }

    fn dnskey(&self) -> Vec<u8> {
        let public = self.key.as_ref().expect("signed").to_public_key().expect("a key");
        [&[1, 1, 3, self.algorithm], public.public_bytes()].concat()
    }

    pub(super) fn ds(&self) -> Vec<u8> {
        let dnskey = self.dnskey();
        let digest = Digest::from_iter([&*self.apex.wire(), &*dnskey], DigestType::SHA256).expect("SHA-256");
        [&tag(&dnskey).to_be_bytes(), &[self.algorithm, 2], digest.as_ref()].concat()
    }

    /// The anchor that fits this zone.
    pub(super) fn anchor(&self) -> String {
        let ds = self.ds();
        let hex: String = ds[4..].iter().map(|b| format!("{b:02x}")).collect();
        format!("{} DS {} {} 2 {hex}", self.apex, tag(&self.dnskey()), self.algorithm)
    }

    pub(super) fn signature(&self, owner: &Dname, rtype: u16, rdatas: &[Vec<u8>]) -> Vec<u8> {
        let time = |t: i64| u32::try_from(t.rem_euclid(1 << 32)).expect("in range").to_be_bytes();
        let labels = u8::try_from(owner.depth() - usize::from(owner.is_wildcard())).expect("few");
        let mut head = [&rtype.to_be_bytes()[..], &[self.algorithm, labels], &60_u32.to_be_bytes()].concat();
        head.extend([time(self.valid.1), time(self.valid.0)].concat());
        head.extend(tag(&self.dnskey()).to_be_bytes());
        head.extend(self.apex.wire());
        let mut sorted = rdatas.to_vec();
        sorted.sort();
        let mut signed = head.clone();
        for rdata in sorted {
            signed.extend(record(owner, rtype, &rdata));
        }
        let signature = self.key.as_ref().expect("signed").sign(&TBS::from(&*signed)).expect("signs");
        [head, signature].concat()
    }

    pub(super) fn sign_again(&mut self, owner: &str, rtype: &str) {
        let at = (name(owner), number(rtype));
        let signature = self.signature(&at.0, at.1, &self.sets[&at]);
        self.signatures.insert(at, vec![signature]);
    }

    fn is_cut(&self, owner: &Dname) -> bool {
        *owner != self.apex && self.sets.contains_key(&(owner.clone(), 2))
    }

    fn is_below_cut(&self, owner: &Dname) -> bool {
        (self.apex.depth() + 1..owner.depth()).any(|depth| self.is_cut(&owner.suffix(depth)))
    }

    /// The chain of names, hashed or not, with the empty ones where they belong.
    fn link(&mut self) {
        let owners: BTreeSet<Dname> = self.sets.keys().map(|(owner, _)| owner.clone()).filter(|o| !self.is_below_cut(o)).collect();
        match self.denial {
            Denial::Nsec => {
                let mut next = owners.iter().cycle().skip(1);
                for owner in &owners {
                    let next = next.next().expect("cycles").wire();
                    let types = [self.types(owner), vec![46, 47]].concat();
                    self.sets.insert((owner.clone(), 47), vec![[next, bitmap(types)].concat()]);
                }
            }
            Denial::Nsec3 { opt_out, iterations } => {
                let between = |o: &Dname| (self.apex.depth()..o.depth()).map(|d| o.suffix(d)).collect::<Vec<_>>();
                let left = |o: &Dname| opt_out && self.is_cut(o) && !self.sets.contains_key(&(o.clone(), 43));
                let kept = owners.iter().filter(|o| !left(o));
                let all: BTreeSet<Dname> = kept.flat_map(|o| [between(o), vec![o.clone()]].concat()).collect();
                let hash = |n: &Dname| nsec3_hash(n, &[7, 7], iterations).expect("SHA-1");
                let hashes: BTreeMap<Vec<u8>, Dname> = all.iter().map(|n| (hash(n), n.clone())).collect();
                let mut next = hashes.keys().cycle().skip(1);
                let mut links = Vec::new();
                for (hash, owner) in &hashes {
                    let next = next.next().expect("cycles");
                    let mut rdata = vec![1, u8::from(opt_out)];
                    rdata.extend(iterations.to_be_bytes());
                    rdata.extend([2, 7, 7, 20]);
                    rdata.extend(next);
                    rdata.extend(bitmap(self.types(owner)));
                    let mut labels = vec![base32hex(hash)];
                    labels.extend_from_slice(self.apex.labels());
                    links.push((Dname::new(labels), rdata));
                }
                for (owner, rdata) in links {
                    self.sets.insert((owner, 50), vec![rdata]);
                }
            }
        }
    }

    fn types(&self, owner: &Dname) -> Vec<u16> {
        self.sets.keys().filter(|(o, _)| o == owner).map(|(_, t)| *t).filter(|t| !matches!(t, 47 | 50)).collect()
    }

    fn put(&self, owner: &Dname, rtype: u16, as_owner: &Dname, into: &mut Vec<Vec<u8>>) {
        let at = (owner.clone(), rtype);
        into.extend(self.sets.get(&at).into_iter().flatten().map(|rdata| record(as_owner, rtype, rdata)));
        into.extend(self.signatures.get(&at).into_iter().flatten().map(|rdata| record(as_owner, 46, rdata)));
    }
}

fn record(owner: &Dname, rtype: u16, rdata: &[u8]) -> Vec<u8> {
    let length = u16::try_from(rdata.len()).expect("short");
    [&owner.wire()[..], &rtype.to_be_bytes(), &[0, 1, 0, 0, 0, 60], &length.to_be_bytes(), rdata].concat()
}

fn bitmap(types: Vec<u16>) -> Vec<u8> {
    let mut bits = [0_u8; 32];
    for rtype in types {
        bits[usize::from(rtype / 8)] |= 0x80 >> (rtype % 8);
    }
    [&[0, 32], &bits[..]].concat()
}

fn base32hex(bytes: &[u8]) -> Vec<u8> {
    let bit = |i: usize| bytes[i / 8] >> (7 - i % 8) & 1;
    let digits = (0..bytes.len() * 8).step_by(5).map(|at| (at..at + 5).fold(0, |value, i| value << 1 | bit(i)));
    digits.map(|d| b"0123456789abcdefghijklmnopqrstuv"[usize::from(d)]).collect()
}

/// A resolver that checks nothing, over zones.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) zones: Vec<Zone>,
    /// `NAME TYPE` that get no answer, with how many times.
    pub(super) silent: Mutex<BTreeMap<String, usize>>,
    pub(super) asked: Mutex<Vec<String>>,
}

impl Tree {
    pub(super) fn new(zones: impl IntoIterator<Item = Zone>) -> Self {
        Self { zones: zones.into_iter().collect(), ..Self::default() }
    }

    pub(super) fn zone(&mut self, apex: &str) -> &mut Zone {
        let apex = name(apex);
        self.zones.iter_mut().find(|zone| zone.apex == apex).expect("a zone of that name")
    }

    pub(super) fn answer(&self, asked: &Dname, rtype: u16) -> Vec<u8> {
        let (mut answers, mut proofs, mut rcode) = (Vec::new(), Vec::new(), 0);
        let mut at = asked.clone();
        for _ in 0..8 {
            let Some(zone) = self.holder(&at, rtype) else { break };
            match zone.find(&at, rtype, &mut answers, &mut proofs) {
                Found::Alias(target) => at = target,
                Found::Done => break,
                Found::NoName => {
                    rcode = 3;
                    break;
                }
            }
        }
        let mut bytes = vec![0, 0, 0x81, 0x80 | rcode, 0, 1];
        for section in [&answers, &proofs] {
            bytes.extend(u16::try_from(section.len()).expect("few").to_be_bytes());
        }
        bytes.extend([0, 0]);
        bytes.extend(asked.wire());
        bytes.extend([rtype.to_be_bytes(), [0, 1]].concat());
        bytes.extend([answers, proofs].concat().concat());
        bytes
    }

    fn holder(&self, at: &Dname, rtype: u16) -> Option<&Zone> {
        let holds = |z: &&Zone| at.is_within(&z.apex) && (rtype != 43 || *at != z.apex || at.is_root());
        self.zones.iter().filter(holds).max_by_key(|z| z.apex.depth())
    }
}

enum Found {
    Alias(Dname),
    Done,
    NoName,
}

impl Zone {
    fn find(&self, at: &Dname, rtype: u16, answers: &mut Vec<Vec<u8>>, proofs: &mut Vec<Vec<u8>>) -> Found {
        let has = |owner: &Dname, t: u16| self.sets.contains_key(&(owner.clone(), t));
        for depth in self.apex.depth()..at.depth() {
            let above = at.suffix(depth);
            if let Some(dname) = self.sets.get(&(above.clone(), 39)) {
                let (to, _) = super::super::wire::labels(&dname[0], 0).expect("a name");
                let target = at.rebased(&above, &Dname::new(to)).expect("short");
                self.put(&above, 39, &above, answers);
                answers.push(record(at, 5, &target.wire()));
                return Found::Alias(target);
            }
        }
        let exists = self.sets.keys().any(|(owner, _)| owner.is_within(at));
        let encloser = (0..at.depth()).rev().map(|d| at.suffix(d)).find(|a| self.sets.keys().any(|(o, _)| o.is_within(a)));
        let wildcard = encloser.as_ref().map(Dname::wildcard).filter(|w| !exists && self.sets.keys().any(|(o, _)| o == w));
        let source = wildcard.clone().unwrap_or_else(|| at.clone());
        let found = [rtype, 5].into_iter().find(|t| has(&source, *t));
        if wildcard.is_some() || found.is_none() {
            self.prove(at, proofs);
        }
        if let Some(found) = found {
            self.put(&source, found, at, answers);
            if found == rtype {
                return Found::Done;
            }
            let (to, _) = super::super::wire::labels(&self.sets[&(source, 5)][0], 0).expect("a name");
            return Found::Alias(Dname::new(to));
        }
        self.put(&self.apex, 6, &self.apex, proofs);
        if let Some(encloser) = encloser {
            self.prove(&encloser.wildcard(), proofs);
        }
        if exists || wildcard.is_some() { Found::Done } else { Found::NoName }
    }

    /// All that may be needed: the links at the name and its ancestors, or those that cover them.
    fn prove(&self, at: &Dname, proofs: &mut Vec<Vec<u8>>) {
        match self.denial {
            Denial::Nsec => {
                let link = self.sets.keys().filter(|(o, t)| *t == 47 && o <= at).max();
                link.into_iter().for_each(|(owner, _)| self.put(owner, 47, owner, proofs));
            }
            Denial::Nsec3 { iterations, .. } => {
                let links: Vec<&Dname> = self.sets.keys().filter(|(_, t)| *t == 50).map(|(o, _)| o).collect();
                for depth in self.apex.depth()..=at.depth() {
                    let hash = base32hex(&nsec3_hash(&at.suffix(depth), &[7, 7], iterations).expect("SHA-1"));
                    let before = links.iter().filter(|o| o.labels()[0] <= hash).max();
                    before.or(links.last()).into_iter().for_each(|owner| self.put(owner, 50, owner, proofs));
                }
            }
        }
        proofs.dedup();
    }
}

/// The tree as a source, with notes of what was asked.
pub(super) struct Asked(pub(super) Arc<Tree>);

impl Source for Asked {
    fn exchange(&self, labels: Vec<Vec<u8>>, wanted: Wanted) -> BoxFuture<(String, Exchange)> {
        let at = Dname::new(labels);
        let what = format!("{at} {}", type_name(wanted.rtype));
        self.0.asked.lock().expect("no panic").push(what.clone());
        let mut silent = self.0.silent.lock().expect("no panic");
        let silenced = silent.get_mut(&what).filter(|left| **left > 0).map(|left| *left -= 1).is_some();
        let message = (!silenced).then(|| message::read(&self.0.answer(&at, wanted.rtype)));
        Box::pin(async move { ("test".into(), Exchange { message, ..Exchange::default() }) })
    }

    fn labels(&self) -> Vec<String> {
        vec!["test".into()]
    }
}
