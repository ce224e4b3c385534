//! Validation over signed trees in memory, with a clock that stands still.

mod bounds;
mod tree;

use super::*;
use crate::dns::message;
use facts::DnssecFault as F;
use tree::{Asked, NOW, Tree, Zone, name};

/// The second voice of the tests: says what it is told to say.
struct Says(bool);

impl Voice for Says {
    fn calls_bogus(&self, _message: &Message) -> crate::BoxFuture<bool> {
        let says = self.0;
        Box::pin(async move { says })
    }
}

/// A validator over a tree; the root is the anchor unless another is given.
struct Bench {
    tree: Arc<Tree>,
    validator: Validator,
}

impl Bench {
    fn new(tree: Tree) -> Self {
        let anchor = tree.zones[0].anchor();
        Self::anchored(tree, &anchor, true)
    }

    fn anchored(tree: Tree, anchor: &str, second: bool) -> Self {
        let tree = Arc::new(tree);
        let anchors = Anchors::parse(anchor).unwrap();
        let chain = Chain::new(Fetcher::new(Arc::new(Asked(tree.clone()))), anchors, Arc::new(|| NOW));
        Self { tree, validator: Validator { chain: Arc::new(chain), second: Box::new(Says(second)) } }
    }

    async fn judge(&self, asked: &str, rtype: &str) -> Dnssec {
        let rtype = rtype.parse::<hickory_proto::rr::RecordType>().unwrap().into();
        let bytes = self.tree.answer(&name(asked), rtype);
        let labels = name(asked).labels().to_vec();
        self.validator.judge(&labels, rtype, &message::read(&bytes), false).await.unwrap()
    }

    async fn says(&self, question: &str) -> String {
        let (asked, rtype) = question.split_once(' ').unwrap();
        let dnssec = self.judge(asked, rtype).await;
        match dnssec.reason {
            Some(reason) => format!("{} {}", reason.fault.as_str(), reason.at),
            None => dnssec.status.as_str().into(),
        }
    }

    async fn all(&self, expected: &[(&str, &str)]) {
        for (question, said) in expected {
            assert_eq!(self.says(question).await, *said, "{question}");
        }
    }

    fn asked(&self) -> Vec<String> {
        self.tree.asked.lock().unwrap().clone()
    }
}

const EXAMPLE: &str = "example.test A 192.0.2.1
    www.example.test A 192.0.2.2
    a.b.example.test A 192.0.2.3
    *.wild.example.test TXT here
    alias.example.test CNAME www.example.test
    across.example.test CNAME host.other.test
    away.example.test CNAME host.plain.test
    tree.example.test DNAME other.test
    plain.sub.example.test NS ns.test
    x\\.y.example.test A 192.0.2.4";

/// Root and `test` over these zones; those without a key are delegated unsigned.
fn tree(zones: Vec<Zone>, unsigned: &[&str]) -> Tree {
    with_test(zones, unsigned, |test| test)
}

fn with_test(zones: Vec<Zone>, unsigned: &[&str], change: impl FnOnce(Zone) -> Zone) -> Tree {
    let cuts = zones.iter().map(|z| z.apex.to_string()).chain(unsigned.iter().map(|u| (*u).to_string()));
    let cuts: Vec<String> = cuts.map(|cut| format!("{cut} NS ns.test")).collect();
    let test = change(Zone::new("test", &cuts.join("\n"))).sign(&zones.iter().collect::<Vec<_>>());
    let root = Zone::new("", "test NS ns.test").sign(&[&test]);
    let plain = unsigned.iter().map(|apex| Zone::new(apex, &format!("host.{apex} A 192.0.2.9")));
    Tree::new([root, test].into_iter().chain(zones).chain(plain))
}

fn example() -> Zone {
    Zone::new("example.test", EXAMPLE)
}

fn other() -> Zone {
    Zone::new("other.test", "host.other.test A 192.0.2.7\na.host.other.test A 192.0.2.8").sign(&[])
}

#[tokio::test]
async fn what_a_signed_zone_says_is_secure_and_what_it_lacks_too() {
    for zone in [example(), example().nsec3(false, 0), example().nsec3(false, 150), example().algorithm(15)] {
        let bench = Bench::new(tree(vec![zone.sign(&[]), other()], &["plain.test"]));
        for secure in [
            "example.test A",
            "example.test MX",
            "www.example.test A",
            "WWW.example.test AAAA",
            "b.example.test A",
            "a.b.example.test TXT",
            "nothing.example.test A",
            "deep.er.nothing.example.test A",
            "x.wild.example.test TXT",
            "x.y.wild.example.test TXT",
            "x.wild.example.test A",
            "alias.example.test A",
            "across.example.test A",
            "across.example.test MX",
            "a.host.other.test A",
            "host.tree.example.test A",
            "none.tree.example.test A",
            "host.tree.example.test CNAME",
            "alias.example.test CNAME",
            "x\\.y.example.test A",
            "test SOA",
            ". NS",
            "absent A",
        ] {
            assert_eq!(bench.says(secure).await, "secure", "{secure}");
        }
        bench
            .all(&[("away.example.test A", "unsigned_delegation plain.test"), ("host.plain.test A", "unsigned_delegation plain.test")])
            .await;
    }
}

#[tokio::test]
async fn the_signature_told_is_the_one_that_ends_first() {
    let mut world = tree(vec![example().sign(&[])], &[]);
    let zone = world.zone("example.test");
    zone.valid.1 = NOW + 100;
    zone.sign_again("www.example.test", "A");
    let longer = {
        zone.valid.1 = NOW + 500;
        zone.signature(&name("example.test"), 1, &zone.sets[&(name("example.test"), 1)])
    };
    zone.signatures.get_mut(&(name("example.test"), 1)).unwrap().push(longer);
    let bench = Bench::new(world);
    let told = bench.judge("alias.example.test", "A").await.signature.unwrap();
    assert_eq!((told.owner.to_string(), &*told.covers, told.expiration.unix() - NOW), ("www.example.test".into(), "A", 100));
    // Of two by one algorithm, the longer counts.
    assert_eq!(bench.judge("example.test", "A").await.signature.unwrap().expiration.unix() - NOW, 86_400);
    let absent = bench.judge("example.test", "MX").await.signature.unwrap();
    assert_eq!((&*absent.covers, absent.signer.to_string(), absent.algorithm), ("NSEC", "example.test".into(), 13));
}

#[tokio::test]
async fn signatures_hold_from_their_first_second_to_their_last() {
    for (from, to, said) in
        [(0, 0, "secure"), (-9, -1, "signature_expired example.test DNSKEY"), (1, 9, "signature_not_yet_valid example.test DNSKEY")]
    {
        let bench = Bench::new(tree(vec![example().valid(from, to).sign(&[])], &[]));
        assert_eq!(bench.says("www.example.test A").await, said);
    }
    let bench = Bench::new(tree(vec![example().valid(-9, -1).sign(&[])], &[]));
    let reason = bench.judge("example.test", "A").await.reason.unwrap();
    assert_eq!(reason.time.map(|t| t.unix()), Some(NOW - 1));
}

#[tokio::test]
async fn broken_sets_are_bogus_for_their_reason() {
    let mut world = tree(vec![example().sign(&[])], &[]);
    let zone = world.zone("example.test");
    let at = |owner: &str, rtype| (name(owner), rtype);
    zone.signatures.remove(&at("example.test", 1));
    zone.sets.insert(at("www.example.test", 1), vec![vec![192, 0, 2, 66]]);
    zone.sets.remove(&at("b.example.test", 47));
    zone.signatures.remove(&at("x\\.y.example.test", 47));
    let bench = Bench::new(world);
    bench
        .all(&[
            ("example.test A", "signature_missing example.test A"),
            ("www.example.test A", "signature_invalid www.example.test A"),
            ("alias.example.test A", "signature_invalid www.example.test A"),
            ("x\\.y.example.test TXT", "proof_missing x\\.y.example.test TXT"),
            ("a.b.example.test A", "secure"),
        ])
        .await;
}

#[tokio::test]
async fn a_wildcard_needs_the_proof_that_nothing_is_nearer() {
    for hashed in [false, true] {
        let zone = if hashed { example().nsec3(false, 3) } else { example() };
        let mut world = tree(vec![zone.sign(&[])], &[]);
        let links = |zone: &mut Zone| zone.sets.retain(|(_, rtype), _| !matches!(rtype, 47 | 50));
        links(world.zone("example.test"));
        let bench = Bench::new(world);
        bench
            .all(&[
                ("x.wild.example.test TXT", "proof_missing x.wild.example.test TXT"),
                ("*.wild.example.test TXT", "secure"),
                ("none.example.test A", "proof_missing none.example.test A"),
            ])
            .await;
    }
}

#[tokio::test]
async fn a_link_above_a_cut_says_nothing_of_what_is_below() {
    // The parent's link at a cut, as an answer about a name under it or about the child's own types.
    let mut world = tree(vec![example().sign(&[])], &[]);
    world.zones.retain(|zone| zone.apex != name("example.test"));
    let bench = Bench::new(world);
    for question in ["www.example.test A", "example.test MX"] {
        assert_eq!(bench.says(question).await, format!("proof_missing {question}"));
    }
}

#[tokio::test]
async fn where_the_chain_ends_all_below_is_insecure_without_a_question() {
    let bench = Bench::new(tree(vec![], &["plain.test"]));
    assert_eq!(bench.says("host.plain.test A").await, "unsigned_delegation plain.test");
    let before = bench.asked();
    assert_eq!(before, [". DNSKEY", "test DS", "test DNSKEY", "plain.test DS"]);
    assert_eq!(bench.says("a.b.c.d.e.plain.test TXT").await, "unsigned_delegation plain.test");
    bench.validator.foresee(name("x.y.plain.test").labels());
    tokio::task::yield_now().await;
    assert_eq!(bench.asked(), before);
}

#[tokio::test]
async fn an_opt_out_span_is_insecure() {
    let bench = Bench::new(with_test(vec![example().sign(&[])], &["plain.test"], |test| test.nsec3(true, 0)));
    bench
        .all(&[
            ("host.plain.test A", "opt_out plain.test"),
            ("absent.test A", "opt_out absent.test"),
            ("www.example.test A", "secure"),
            ("test MX", "secure"),
        ])
        .await;
}

#[tokio::test]
async fn iterations_are_followed_to_a_bound() {
    for (iterations, said) in [(150, "secure"), (151, "too_many_iterations example.test")] {
        let bench = Bench::new(tree(vec![example().nsec3(false, iterations).sign(&[])], &[]));
        assert_eq!(bench.says("none.example.test A").await, said);
        assert_eq!(bench.says("www.example.test A").await, "secure");
    }
}

#[tokio::test]
async fn the_parents_ds_decides() {
    let spoilt = |change: fn(&mut Vec<u8>)| {
        let mut world = tree(vec![example().sign(&[])], &[]);
        let test = world.zone("test");
        change(&mut test.sets.get_mut(&(name("example.test"), 43)).unwrap()[0]);
        test.sign_again("example.test", "DS");
        Bench::new(world)
    };
    let question = "www.example.test A";
    assert_eq!(spoilt(|ds| ds[10] ^= 1).says(question).await, "key_missing example.test DNSKEY");
    assert_eq!(spoilt(|ds| ds[2] = 16).says(question).await, "unsupported_algorithm example.test");
    assert_eq!(spoilt(|ds| ds[3] = 77).says(question).await, "unsupported_algorithm example.test");
    let mut world = tree(vec![example().sign(&[])], &[]);
    let ds = world.zone("example.test").ds();
    let unknown = [&ds[..2], &[16], &ds[3..]].concat();
    world.zone("test").sets.insert((name("example.test"), 43), vec![unknown, ds]);
    world.zone("test").sign_again("example.test", "DS");
    assert_eq!(Bench::new(world).says(question).await, "secure");
}

#[tokio::test]
async fn sha_1_counts_for_nothing_beside_a_better_digest() {
    use hickory_proto::dnssec::{DigestType, crypto::Digest};
    let build = |with_wrong_sha256: bool| {
        let mut world = tree(vec![example().sign(&[])], &[]);
        let zone = world.zone("example.test");
        let (mut ds, key) = (zone.ds(), zone.sets[&(name("example.test"), 48)][0].clone());
        let digest = Digest::from_iter([&*name("example.test").wire(), &*key], DigestType::SHA1).unwrap();
        let mut set = vec![[&ds[..3], &[1], digest.as_ref()].concat()];
        ds[9] ^= 1;
        set.extend(with_wrong_sha256.then_some(ds));
        world.zone("test").sets.insert((name("example.test"), 43), set);
        world.zone("test").sign_again("example.test", "DS");
        Bench::new(world)
    };
    assert_eq!(build(false).says("www.example.test A").await, "secure");
    assert_eq!(build(true).says("www.example.test A").await, "key_missing example.test DNSKEY");
}

#[tokio::test]
async fn without_the_anchors_keys_nothing_is_told_and_nothing_more_asked() {
    let mut unsigned = tree(vec![], &["plain.test"]);
    let anchor = unsigned.zones[0].anchor();
    unsigned.zone("").signatures.clear();
    let bench = Bench::anchored(unsigned, &anchor, true);
    for question in ["host.plain.test A", "test MX", "other A"] {
        bench.validator.foresee(name(question.split(' ').next().unwrap()).labels());
        assert_eq!(bench.says(question).await, "anchor_unreachable . DNSKEY");
    }
    assert_eq!(bench.asked(), [". DNSKEY"]);
    // Keys that are there and signed, but are not the anchor's: as delv and unbound say.
    let bench = Bench::anchored(tree(vec![], &[]), &anchor, true);
    assert_eq!(bench.says("test MX").await, "key_missing . DNSKEY");
    let chain = Chain::new(Fetcher::new(Arc::new(Asked(bench.tree.clone()))), Anchors::none(), Arc::new(|| NOW));
    let none = Validator { chain: Arc::new(chain), second: Box::new(Says(true)) };
    let bytes = bench.tree.answer(&name("test"), 6);
    let said = none.judge(name("test").labels(), 6, &message::read(&bytes), false).await.unwrap();
    assert_eq!(said.reason.unwrap().fault, F::NoAnchor);
}

#[tokio::test]
async fn an_anchor_may_stand_below_the_root() {
    let world = tree(vec![example().sign(&[])], &["plain.test"]);
    let anchor = world.zones[1].anchor();
    let bench = Bench::anchored(world, &anchor, true);
    bench.all(&[("www.example.test A", "secure"), ("absent A", "no_anchor absent"), ("test DS", "no_anchor .")]).await;
    assert!(!bench.asked().iter().any(|a| a.starts_with(". ")));
}

#[tokio::test]
async fn silence_is_never_bogus_and_is_tried_twice() {
    let bench = Bench::new(tree(vec![example().sign(&[])], &[]));
    let silence = |times| bench.tree.silent.lock().unwrap().insert("example.test DNSKEY".into(), times);
    silence(1);
    bench.all(&[("www.example.test A", "unreachable example.test DNSKEY"), ("www.example.test A", "secure")]).await;
    let bench = Bench::new(tree(vec![example().sign(&[])], &[]));
    bench.tree.silent.lock().unwrap().insert("example.test DS".into(), 9);
    for _ in 0..3 {
        assert_eq!(bench.says("www.example.test A").await, "unreachable example.test DS");
    }
    assert_eq!(bench.asked().iter().filter(|a| *a == "example.test DS").count(), 2);
}

#[tokio::test]
async fn one_voice_alone_is_not_enough() {
    let world = || tree(vec![example().valid(-9, -1).sign(&[])], &[]);
    let anchored = |second| {
        let world = world();
        let anchor = world.zones[0].anchor();
        Bench::anchored(world, &anchor, second)
    };
    assert_eq!(anchored(true).judge("example.test", "A").await.status, DnssecStatus::Bogus);
    let alone = anchored(false);
    assert_eq!(alone.says("example.test A").await, "validators_differ example.test DNSKEY");
    let message = message::read(&alone.tree.answer(&name("example.test"), 1));
    let refused = alone.validator.judge(name("example.test").labels(), 1, &message, true).await.unwrap();
    assert_eq!(refused.reason.unwrap().fault, F::SignatureExpired);
}

#[tokio::test]
async fn one_flight_serves_all_who_ask() {
    let bench = Arc::new(Bench::new(tree(vec![example().sign(&[])], &[])));
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..20 {
        let bench = bench.clone();
        flights.spawn(async move { bench.says(&format!("n{n}.example.test A")).await });
    }
    assert!(flights.join_all().await.iter().all(|said| said == "secure"));
    let asked = bench.asked();
    assert_eq!(asked.len(), 5, "{asked:?}");
}

#[tokio::test]
async fn the_second_validator_agrees_over_the_same_keys() {
    // It reads the real clock, so the tree is signed for good.
    for (spoilt, agrees) in [(false, false), (true, true)] {
        let far = |zone: Zone| zone.valid(-NOW, 200_000_000);
        let mut example = far(example()).sign(&[]);
        if spoilt {
            example.sets.insert((name("www.example.test"), 1), vec![vec![9; 4]]);
        }
        let test = far(Zone::new("test", "example.test NS ns.test")).sign(&[&example]);
        let root = far(Zone::new("", "test NS ns.test")).sign(&[&test]);
        let anchors = Anchors::parse(&root.anchor()).unwrap();
        let tree = Arc::new(Tree::new([root, test, example]));
        let chain = Arc::new(Chain::new(Fetcher::new(Arc::new(Asked(tree.clone()))), anchors.clone(), Arc::new(|| NOW)));
        let second = Second::new(chain, &anchors);
        let message = message::read(&tree.answer(&name("www.example.test"), 1));
        assert_eq!(second.calls_bogus(&message).await, agrees);
    }
}
