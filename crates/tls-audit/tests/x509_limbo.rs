//! The chains of x509-limbo, which nobody here made: valid or not, as that suite expects.
//!
//! The suite lies outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where it does
//! not exist the test says so and passes. The number reached may only go up.

use facts::answer::Der;
use facts::{Moment, Name};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use serde_json::Value;
use std::path::PathBuf;

/// Chains on which we and the suite agree.
const REACHED: usize = 91;

#[test]
fn agreement_with_x509_limbo() {
    let Some(suite) = read("limbo-2023-12-02.json") else {
        println!("x509-limbo: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let known = read("webpki-exceptions.json").unwrap_or_default();
    let cases = suite["testcases"].as_array().expect("testcases");
    let mut agreed = 0;
    for case in cases {
        let id = case["id"].as_str().expect("id");
        let valid = judge(case);
        if valid == (case["expected_result"] == "SUCCESS") {
            agreed += 1;
        } else {
            let listed = known.get(id).map_or("not listed", |_| "listed as the library's own");
            println!("{id}: we say {}, {listed}", if valid { "valid" } else { "invalid" });
        }
    }
    println!("x509-limbo: {agreed} of {} chains agree", cases.len());
    assert!(agreed >= REACHED, "{agreed} of {} agree, {REACHED} did before", cases.len());
}

fn judge(case: &Value) -> bool {
    let ders = |list: &Value| -> Vec<Der> { list.as_array().into_iter().flatten().filter_map(|pem| der(pem.as_str()?)).collect() };
    let leaf = case["peer_certificate"].as_str().and_then(der);
    let chain: Vec<Der> = leaf.into_iter().chain(ders(&case["untrusted_intermediates"])).collect();
    let host = Name::parse(case["expected_peer_name"]["value"].as_str().unwrap_or_default()).expect("name");
    let at = Moment::parse(case["validation_time"].as_str().unwrap_or("2023-12-02T00:00:00Z")).expect("time");
    tls_audit::chain_is_valid(&chain, &host, &ders(&case["trusted_certs"]), at)
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
