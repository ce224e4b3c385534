//! The promises of the catalogue, over every check of this crate; and each kind of chain with its
//! one fault.

use super::checks::CHECKS;
use super::view::View;
use super::{Roots, chain_is_valid, chain_report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::Der;
use facts::fixture::{NOW, World};
use facts::{Moment, Name, Target};
use findings::{Example, Lang, Status, fill};
use proptest::prelude::*;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

/// The certificates of `fixtures/certs/KIND.pem`; bytes that are none for `garbage`.
#[expect(clippy::disallowed_methods, reason = "the examples' certificates are files; only tests read them")]
pub fn chain(kind: &str) -> Vec<Der> {
    if kind == "garbage" {
        return vec![Der(vec![0x30, 0x82, 0xff, 0xff, 0x00]), Der(Vec::new())];
    }
    let path = format!("{}/../../fixtures/certs/{kind}.pem", env!("CARGO_MANIFEST_DIR"));
    let pem = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    CertificateDer::pem_slice_iter(&pem).map(|c| Der(c.expect("a certificate").to_vec())).collect()
}

/// The contents of the one object in `fixtures/certs/FILE`.
#[expect(clippy::disallowed_methods, reason = "the examples' lists are files; only tests read them")]
pub fn pem_of(file: &str) -> Vec<u8> {
    let path = format!("{}/../../fixtures/certs/{file}", env!("CARGO_MANIFEST_DIR"));
    let pem = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let body: String = pem.lines().filter(|l| !l.starts_with('-')).collect();
    BASE64.decode(body).expect("base64")
}

fn target(world: &World) -> Target {
    let extra_roots = chain("root").iter().map(|r| BASE64.encode(&r.0)).collect();
    let crls = vec![BASE64.encode(pem_of("publicroot.crl"))];
    Target { extra_roots, crls, ..world.target() }
}

fn view(example: &Example) -> View {
    let world = World::layers(example.layers).unwrap_or_else(|e| panic!("{e}\n{}", example.layers.join("\n---\n")));
    let recorded = world.gather(&target(&world), super::planners::PLANNERS, &|kind, _| chain(kind));
    View::new(&recorded.target, &recorded.facts)
}

#[test]
fn every_check_keeps_its_promises() {
    let faults = findings::proof::faults(CHECKS, view);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn silence_is_not_known() {
    let worlds = CHECKS.iter().flat_map(|c| c.examples).filter_map(|e| World::layers(e.layers).ok());
    let targets = worlds.map(|w| target(&w)).chain([Target::default()]);
    assert_eq!(findings::proof::silence(&super::AUDIT, targets, &[Status::Unknown]), Vec::<String>::new());
}

fn report(recorded: facts::Recorded) -> findings::Report {
    let judged = (super::AUDIT.judge)(&recorded.target, &recorded.facts);
    findings::Report::assemble(findings::Assembly { recorded, judged, parked: false })
}

/// What `fix` makes of a world, and the promises that it breaks.
fn planned(world: &World) -> (remedies::Plan, Vec<String>) {
    let recorded = world.gather(&target(world), super::planners::PLANNERS, &|kind, _| chain(kind));
    let answer = |question: &facts::Question| world.answer(question, &|kind, _| chain(kind));
    let means =
        remedies::Means { recorded: &recorded, planners: super::planners::PLANNERS, judge: &report, new: &mut |question| answer(question) };
    let plan = remedies::propose(means, &remedies::Wishes::default());
    let under = |overlay: &facts::Overlay| overlay.over(&recorded, super::planners::PLANNERS, answer);
    let faults = remedies::proof::faults(&plan, &recorded, &under);
    (plan, faults)
}

#[test]
fn what_is_proposed_keeps_its_promises_over_every_bad_example() {
    let (mut faults, mut cleared) = (Vec::new(), std::collections::BTreeSet::new());
    for (check, example) in CHECKS.iter().flat_map(|c| c.examples.iter().filter(|e| e.status == Status::Fail).map(move |e| (c, e))) {
        let world = World::layers(example.layers).unwrap_or_else(|e| panic!("{e}"));
        let (plan, told) = planned(&world);
        faults.extend(told.into_iter().map(|fault| format!("{} {:?}: {fault}", check.code, example.layers.last())));
        cleared.extend(plan.changes.iter().flat_map(|c| c.codes.iter().copied()));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(["DANE001", "DANE002", "DANE006"].iter().all(|code| cleared.contains(code)), "{cleared:?}");
}

#[test]
fn tlsa_is_proposed_for_every_key_that_is_served_and_takes_nothing_away() {
    use super::samples::{HEALTHY, SECOND_HOST};
    const FITTING: &str = "_25._tcp.mx.example.com TLSA 3 1 1 c36e7ad5e65b7a639d62932698b0127d4034858ab1c444157b6fe9f0adce4f75
_25._tcp.mx.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let lines = |layers: &[&str]| {
        let (plan, faults) = planned(&World::layers(layers).expect("a world"));
        assert!(faults.is_empty(), "{faults:?}");
        plan.changes.iter().map(remedies::Change::zone_lines).collect::<String>()
    };
    // The record of HEALTHY fits nothing, and stays: an address that was not seen may serve its key.
    let both = lines(&[HEALTHY]);
    assert!(both.contains("TLSA 3 1 1 0123456789abcdef") && both.matches(" TLSA 3 1 1 ").count() == 2, "{both}");
    let two = "mx.example.com A 44.128.1.1\nmx.example.com A 44.129.1.1\nsmtp 44.129.1.1:25 mx.example.com expired\n_25._tcp.mx.example.com TLSA NODATA";
    assert_eq!(lines(&[HEALTHY, two]).matches("TLSA 3 1 1 ").count(), if same_key("good", "expired") { 1 } else { 2 });
    // Not all of its keys were seen, or nobody would heed the record.
    assert_eq!(lines(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA\nsmtp 44.128.1.1:25 mx.example.com good\nDROP"]), "");
    assert_eq!(lines(&[HEALTHY, "_25._tcp.mx.example.com TLSA NODATA\nexample.com DNSSEC insecure"]), "");
    // The host without gets its own key's; where its key was not heard, or its zone is unsigned, none.
    let partial = format!("{SECOND_HOST}_25._tcp.mx2.example.com TLSA NODATA\n");
    assert!(lines(&[HEALTHY, FITTING, &partial]).starts_with("_25._tcp.mx2.example.com. 3600 IN TLSA 3 1 1 c36e7ad5"));
    assert_eq!(lines(&[HEALTHY, FITTING, &partial, "smtp 44.129.1.2:25 mx2.example.com good\nDROP"]), "");
    assert_eq!(lines(&[HEALTHY, FITTING, &partial, "mx2.example.com DNSSEC insecure"]), "");
}

fn same_key(one: &str, other: &str) -> bool {
    use x509_parser::prelude::{FromDer as _, X509Certificate};
    let key = |kind: &str| X509Certificate::from_der(&chain(kind)[0].0).map(|(_, c)| c.public_key().raw.to_vec()).expect("a certificate");
    key(one) == key(other)
}

fn faults(chain: &[Der], host: &str, at: i64) -> Vec<&'static str> {
    let host = Name::parse(host).expect("name");
    let report = chain_report(chain, &host, &Roots::with(&chain_roots()), &[], Moment::from_unix(at));
    report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect()
}

fn chain_roots() -> Vec<Der> {
    chain("root")
}

#[test]
fn each_kind_of_chain_has_its_own_fault_and_no_other() {
    let kinds: [(&str, &[&str]); 20] = [
        ("good", &[]),
        ("expired", &["TLS003"]),
        ("notyet", &["TLS005"]),
        ("selfsigned", &["TLS007"]),
        ("wrongname", &["TLS006"]),
        ("untrusted", &["TLS008"]),
        ("incomplete", &["TLS009"]),
        ("expired_intermediate", &["TLS003"]),
        ("expiring", &["TLS004"]),
        ("expiring_soon", &["TLS004"]),
        ("disordered", &["TLS010"]),
        ("rootsent", &[]),
        ("snakeoil", &["TLS007", "TLS019"]),
        ("clientauth_only", &["TLS023"]),
        ("doubled", &["TLS010"]),
        ("foreign", &["TLS010"]),
        // Self-signed, as the lab's authority makes no such key.
        ("weakkey", &["TLS007", "TLS011"]),
        ("sha1", &["TLS012"]),
        ("publicly", &[]),
        ("overlong", &["TLS018"]),
    ];
    for (kind, wanted) in kinds {
        let presented = chain(kind);
        assert_eq!(faults(&presented, "mx.example.com", NOW), wanted, "{kind}");
        let host = Name::parse("mx.example.com").expect("name");
        let valid = chain_is_valid(&presented, &host, &Roots::with(&chain_roots()), Moment::from_unix(NOW));
        let lasting = ["good", "disordered", "rootsent", "expiring", "expiring_soon", "doubled", "foreign", "publicly", "overlong"];
        let lasting = lasting.contains(&kind);
        assert_eq!(valid, lasting, "{kind}");
    }
}

#[test]
fn time_is_inclusive_at_both_ends() {
    let good = chain("good");
    let leaf = super::Certificate::read(0, &good[0]).expect("a certificate");
    let (begin, end) = (leaf.not_before.unix(), leaf.not_after.unix());
    assert_eq!(faults(&good, "mx.example.com", begin - 1), ["TLS005"]);
    assert!(faults(&good, "mx.example.com", begin).is_empty());
    assert_eq!(faults(&good, "mx.example.com", end), ["TLS004"]);
    assert_eq!(faults(&good, "mx.example.com", end + 1), ["TLS003"]);
}

#[test]
fn faults_add_up_and_none_hides_another() {
    let mut wrong = chain("wrongname");
    let end = super::Certificate::read(0, &wrong[0]).expect("a certificate").not_after.unix();
    assert_eq!(faults(&wrong, "mx.example.com", end + 1), ["TLS003", "TLS006"]);
    wrong.truncate(1);
    assert_eq!(faults(&wrong, "mx.example.com", end + 1), ["TLS003", "TLS006", "TLS009"]);
    // Nothing trusts the lab's root unless it is added.
    let host = Name::parse("mx.example.com").expect("name");
    let report = chain_report(&chain("rootsent"), &host, &Roots::with(&[]), &[], Moment::from_unix(NOW));
    let codes: Vec<_> = report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
    assert_eq!(codes, ["TLS008"]);
    // The stand-in for a public root is everybody's; the lab's is the user's alone.
    let report = chain_report(&chain("overlong"), &host, &Roots::with(&[]), &[], Moment::from_unix(NOW));
    let codes: Vec<_> = report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
    assert_eq!(codes, ["TLS018"]);
    let old = chain("sha1");
    let report = chain_report(&old, &host, &Roots::with(&old[1..]), &[], Moment::from_unix(NOW));
    let codes: Vec<_> = report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
    assert_eq!(codes, ["TLS012"]);
    assert!(!chain_is_valid(&old, &host, &Roots::with(&old[1..]), Moment::from_unix(NOW)));
    // A short key between leaf and root breaks the path, and is told once.
    let link = chain("weaklink");
    let report = chain_report(&link, &host, &Roots::with(&link[2..]), &[], Moment::from_unix(NOW));
    let codes: Vec<_> = report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
    assert_eq!(codes, ["TLS011"]);
    assert!(!chain_is_valid(&link, &host, &Roots::with(&link[2..]), Moment::from_unix(NOW)));
    // A self-signed certificate that the user adds is trusted as it stands.
    assert!(chain_is_valid(&chain("selfsigned"), &host, &Roots::with(&chain("selfsigned")), Moment::from_unix(NOW)));
}

#[test]
fn a_file_that_begins_at_the_wrong_end_is_out_of_order_alone() {
    let host = Name::parse("mx.example.com").expect("name");
    for kind in ["good", "rootsent"] {
        let mut turned = chain(kind);
        turned.reverse();
        assert_eq!(faults(&turned, "mx.example.com", NOW), ["TLS010"], "{kind}");
        assert!(!chain_is_valid(&turned, &host, &Roots::with(&chain_roots()), Moment::from_unix(NOW)));
    }
    // Where no certificate is the host's, the first one is judged as it stands.
    let mut others = chain("good");
    others.reverse();
    assert!(faults(&others, "other.example.net", NOW).contains(&"TLS006"));
}

#[test]
fn the_guilty_certificate_is_named() {
    let host = Name::parse("mx.example.com").expect("name");
    let report = chain_report(&chain("expired_intermediate"), &host, &Roots::with(&chain_roots()), &[], Moment::from_unix(NOW));
    let fail = report.iter().find(|j| j.verdict.status() == Status::Fail).expect("a fail");
    let findings::Verdict::Fail { evidence, .. } = &fail.verdict else { panic!("{fail:?}") };
    let says = fill(fail.about.en.says, evidence, Lang::En);
    assert!(says.starts_with("An intermediate certificate (EC 256) has expired"), "{says}");
    let says = fill(fail.about.ru.says, evidence, Lang::Ru);
    assert!(says.starts_with("Промежуточный сертификат (EC 256) просрочен"), "{says}");
}

#[test]
fn hostile_chains_end_in_a_verdict() {
    let host = Name::parse("mx.example.com").expect("name");
    let good = chain("good");
    let huge = Der(vec![0x30; 200_000]);
    let many: Vec<Der> = good.iter().cycle().take(5_000).cloned().collect();
    let mut cut = good[0].clone();
    cut.0.truncate(cut.0.len() - 40);
    for chain in [Vec::new(), vec![Der(Vec::new())], vec![huge], vec![cut], chain("garbage")] {
        assert!(!chain_is_valid(&chain, &host, &Roots::with(&chain_roots()), Moment::from_unix(NOW)));
        let report = chain_report(&chain, &host, &Roots::with(&chain_roots()), &[], Moment::from_unix(NOW));
        assert!(report.iter().all(|j| j.verdict.status() != Status::Pass), "{report:?}");
    }
    assert!(chain_is_valid(&many, &host, &Roots::with(&chain_roots()), Moment::from_unix(NOW)));
    assert!(!chain_is_valid(&good, &Name::root(), &Roots::with(&[Der(vec![1, 2, 3])]), Moment::from_unix(i64::MIN)));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in any::<i64>()) {
        prop_assert!(!chain_is_valid(&[Der(bytes)], &Name::default(), &Roots::with(&[]), Moment::from_unix(at)));
    }

    #[test]
    fn no_damage_to_a_real_chain_panics(which in 0usize..2, at in 0usize..800, byte in any::<u8>(), name in "[ -~]{0,40}") {
        let mut damaged = chain("good");
        let der = &mut damaged[which].0;
        let place = at % der.len();
        der[place] = byte;
        let host = Name::parse(&name).unwrap_or_default();
        let report = chain_report(&damaged, &host, &Roots::with(&damaged), &[], Moment::from_unix(NOW));
        prop_assert!(!report.is_empty());
    }
}
