//! The chains of x509-limbo, which nobody here made: valid or not, as that suite expects.
//!
//! The suite lies outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where it does
//! not exist the test says so and passes. Every disagreement is listed with its reason, and none that has ended.

use facts::answer::Der;
use facts::{Moment, Name};
use findings::Status;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use tls_audit::Roots;

/// What the library leaves out on purpose, and which chains show it.
const EXCEPTIONS: &[(&str, &[&str])] = &[
    ("a certificate of an authority does not stand in for a server's", &["pathlen::validation-ignores-pathlen-in-leaf"]),
    (
        "a certificate that an authority issued to itself does not extend a path",
        &["pathlen::self-issued-certs-pathlen", "rfc5280::nc::permitted-self-issued"],
    ),
    ("directory names are not compared with name constraints", &["rfc5280::nc::permitted-dn-match"]),
    (
        "of a trusted root only name, key and constraints count",
        &[
            "rfc5280::ski::root-missing-ski",
            "rfc5280::validity::expired-root",
            "rfc5280::unknown-critical-extension-root",
            "rfc5280::root-missing-basic-constraints",
            "rfc5280::root-non-critical-basic-constraints",
            "rfc5280::root-inconsistent-ca-extensions",
            "webpki::aki::root-with-aki-missing-keyidentifier",
            "webpki::aki::root-with-aki-authoritycertissuer",
            "webpki::aki::root-with-aki-authoritycertserialnumber",
            "webpki::aki::root-with-aki-all-fields",
            "webpki::aki::root-with-aki-ski-mismatch",
            "webpki::eku::root-has-eku",
        ],
    ),
    (
        "key identifiers help to find a path and are not demanded",
        &[
            "rfc5280::aki::critical-aki",
            "rfc5280::aki::leaf-missing-aki",
            "rfc5280::aki::intermediate-missing-aki",
            "rfc5280::aki::cross-signed-root-missing-aki",
            "rfc5280::ski::critical-ski",
            "rfc5280::ski::intermediate-missing-ski",
        ],
    ),
    (
        "name constraints count whatever their criticality, encoding and place",
        &[
            "rfc5280::nc::permitted-dns-match-noncritical",
            "rfc5280::nc::not-allowed-in-ee-noncritical",
            "rfc5280::nc::not-allowed-in-ee-critical",
            "webpki::nc::intermediate-permitted-excluded-subtrees-both-null",
            "webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences",
        ],
    ),
    (
        "serial numbers are old and long in practice; only negative ones are refused",
        &["rfc5280::serial::too-long", "rfc5280::serial::zero"],
    ),
    (
        "purposes count by their content alone; where none is told, all are allowed",
        &["webpki::eku::ee-anyeku", "webpki::eku::ee-critical-eku", "webpki::eku::ee-without-eku"],
    ),
    (
        "alternative names count whatever their criticality",
        &["rfc5280::san::noncritical-with-empty-subject", "webpki::san::san-critical-with-nonempty-subject"],
    ),
    ("the address of an issuer's certificate is a hint that no judgment stands on", &["webpki::malformed-aia"]),
];

#[test]
fn agreement_with_x509_limbo() {
    let Some(suite) = read("limbo-2023-12-02.json") else {
        println!("x509-limbo: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let cases = suite["testcases"].as_array().expect("testcases");
    assert!(cases.len() >= 100, "too few chains: {}", cases.len());
    let differs = |case: &&Value| judge(case) != (case["expected_result"] == "SUCCESS");
    let found: BTreeSet<&str> = cases.iter().filter(differs).filter_map(|c| c["id"].as_str()).collect();
    let of_suite = read("webpki-exceptions.json").unwrap_or_default();
    let listed: BTreeSet<&str> = EXCEPTIONS.iter().flat_map(|(_, ids)| *ids).copied().collect();
    println!("x509-limbo: {} of {} chains agree", cases.len() - found.len(), cases.len());
    let beyond: Vec<&&str> = listed.iter().filter(|id| of_suite.get(**id).is_none()).collect();
    assert_eq!(beyond, Vec::<&&str>::new(), "listed here, and not among the library's own exceptions");
    assert_eq!(found.difference(&listed).collect::<Vec<_>>(), Vec::<&&str>::new(), "chains that are judged otherwise");
    assert_eq!(listed.difference(&found).collect::<Vec<_>>(), Vec::<&&str>::new(), "chains that agree and are still listed");
}

/// What is refused says why: a chain that is not valid has a fault, and one that has none is valid.
#[test]
fn whatever_is_refused_has_a_code() {
    let suite = read("limbo-2023-12-02.json").unwrap_or_default();
    for case in suite["testcases"].as_array().into_iter().flatten() {
        let (chain, host, roots, at) = parts(case);
        let report = tls_audit::chain_report(&chain, &host, &roots, &[], at);
        let faults: Vec<_> = report.iter().filter(|j| j.verdict.status() == Status::Fail).map(|j| j.about.code).collect();
        let unread = report.iter().any(|j| j.verdict.status() == Status::Unknown);
        assert!(judge(case) || unread || !faults.is_empty(), "{}", case["id"]);
    }
}

fn judge(case: &Value) -> bool {
    let (chain, host, roots, at) = parts(case);
    tls_audit::chain_is_valid(&chain, &host, &roots, at)
}

fn parts(case: &Value) -> (Vec<Der>, Name, Roots, Moment) {
    let ders = |list: &Value| -> Vec<Der> { list.as_array().into_iter().flatten().filter_map(|pem| der(pem.as_str()?)).collect() };
    let leaf = case["peer_certificate"].as_str().and_then(der);
    let chain: Vec<Der> = leaf.into_iter().chain(ders(&case["untrusted_intermediates"])).collect();
    let host = Name::parse(case["expected_peer_name"]["value"].as_str().unwrap_or_default()).expect("name");
    let at = Moment::parse(case["validation_time"].as_str().unwrap_or("2023-12-02T00:00:00Z")).expect("time");
    let depth = case["max_chain_depth"].as_u64().and_then(|depth| usize::try_from(depth).ok());
    (chain, host, Roots::with(&ders(&case["trusted_certs"])).at_most(depth), at)
}

fn der(pem: &str) -> Option<Der> {
    CertificateDer::from_pem_slice(pem.as_bytes()).ok().map(|c| Der(c.to_vec()))
}

#[expect(clippy::disallowed_methods, reason = "a suite is files; only tests read them")]
fn read(name: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    let root = std::env::var_os("MAILAUDIT_SUITES").map_or(beside, PathBuf::from);
    let text = std::fs::read_to_string(root.join("x509").join(name)).ok()?;
    serde_json::from_str(&text).ok()
}
