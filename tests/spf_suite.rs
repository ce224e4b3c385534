//! The openspf suite for RFC 7208 through the program: each scenario is served as real DNS by the
//! lab, each test is one call of `mailaudit spf … --format json`.
//!
//! The suite lies outside the repository (`../shared/suites` or `MAILAUDIT_SUITES`); where it does
//! not, the test says that it was skipped.

use facts::{Moment, RecordType};
use serde_yaml_ng::{Deserializer, Mapping, Value};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

const TESTS: usize = 203;
const WORKERS: usize = 4;

#[test]
fn the_public_suite_passes_whole_through_the_program() {
    let Some(text) = suite() else {
        println!("SPF suite through the program: skipped, not found (set MAILAUDIT_SUITES)");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let mut due: Vec<(String, Value, SocketAddr)> = Vec::new();
    let mut labs = Vec::new();
    for document in Deserializer::from_str(&text) {
        let scenario: Value = serde::Deserialize::deserialize(document).expect("the suite is YAML");
        let zone = zone_text(&scenario["zonedata"]);
        let lab = runtime.block_on(lab::Lab::start(&[&zone], Moment::from_unix(facts::fixture::NOW))).expect("the scenario is served");
        for (name, case) in scenario["tests"].as_mapping().into_iter().flatten() {
            due.push((name.as_str().unwrap_or("?").to_owned(), case.clone(), lab.resolver()));
        }
        labs.push(lab);
    }
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let share = due.len().div_ceil(WORKERS);
        let workers: Vec<_> =
            due.chunks(share).map(|part| scope.spawn(move || part.iter().filter_map(|c| judge(c).err()).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(|w| w.join().expect("a worker")).collect()
    });
    println!("SPF suite through the program: {} of {}", due.len() - wrong.len(), due.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(due.len(), TESTS);
}

fn suite() -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    let root = std::env::var_os("MAILAUDIT_SUITES").map_or(beside, PathBuf::from);
    std::fs::read_to_string(root.join("spf/rfc7208-tests.yml")).ok()
}

fn judge((name, case, resolver): &(String, Value, SocketAddr)) -> Result<(), String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let output = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(["spf", "--format", "json", "--quiet", "--timeout", "1", "--resolver", &resolver.to_string()])
        .args(["--ip", text("host"), "--mail-from", text("mailfrom"), "--helo", text("helo")])
        .output()
        .map_err(|e| format!("{name}: {e}"))?;
    let got: Value =
        serde_yaml_ng::from_slice(&output.stdout).map_err(|e| format!("{name}: {e}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let allowed = match &case["result"] {
        Value::Sequence(items) => items.clone(),
        one => vec![one.clone()],
    };
    if !allowed.contains(&got["result"]) {
        return Err(format!("{name}: {:?} instead of {allowed:?}", got["result"]));
    }
    match case["explanation"].as_str() {
        Some(wanted) if wanted != "DEFAULT" && got["explanation"].as_str() != Some(wanted) => {
            Err(format!("{name}: explains {:?} instead of {wanted:?}", got["explanation"]))
        }
        _ => Ok(()),
    }
}

/// The zone data as scenario text. Where a name is silent, every type that it does not give is.
fn zone_text(zone: &Value) -> String {
    let mut lines = Vec::new();
    for (owner, entries) in zone.as_mapping().into_iter().flatten() {
        // A space inside a name would end the owner's word.
        let owner = owner.as_str().unwrap_or_default().replace(' ', "\\032");
        let entries = entries.as_sequence().cloned().unwrap_or_default();
        let pairs: Vec<&Mapping> = entries.iter().filter_map(Value::as_mapping).collect();
        let has = |rtype: &str| pairs.iter().any(|p| p.keys().any(|k| k.as_str() == Some(rtype)));
        let mut given: Vec<RecordType> = Vec::new();
        for (key, value) in pairs.iter().flat_map(|p| p.iter()) {
            let key = key.as_str().unwrap_or_default();
            if value.as_str() == Some("NONE") {
                continue;
            }
            lines.push(format!("{owner} {key} {}", data(key, value)));
            given.extend(RecordType::parse(key));
            // An entry given as type SPF alone means TXT as well, unless TXT says NONE.
            if key == "SPF" && !has("TXT") {
                lines.push(format!("{owner} TXT {}", data(key, value)));
                given.push(RecordType::Txt);
            }
        }
        if entries.iter().any(Value::is_string) {
            let silent = RecordType::ALL.into_iter().filter(|t| *t != RecordType::Cname && !given.contains(t));
            lines.extend(silent.map(|t| format!("{owner} {t} TIMEOUT")));
        }
    }
    lines.join("\n")
}

fn data(key: &str, value: &Value) -> String {
    match (key, value) {
        ("MX", Value::Sequence(pair)) => {
            let exchange = pair.get(1).and_then(Value::as_str).unwrap_or_default();
            format!("{} {}", pair.first().and_then(Value::as_u64).unwrap_or_default(), if exchange.is_empty() { "." } else { exchange })
        }
        ("TXT" | "SPF", Value::Sequence(parts)) => parts.iter().filter_map(Value::as_str).map(quoted).collect::<Vec<_>>().join(" "),
        ("TXT" | "SPF", one) => quoted(one.as_str().unwrap_or_default()),
        (_, other) => other.as_str().unwrap_or_default().to_owned(),
    }
}

/// The suite writes octets as characters of the same number.
fn quoted(text: &str) -> String {
    let octets: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let string = |part: &[u8]| {
        let escaped: String = part
            .iter()
            .map(|&b| if matches!(b, 0x20..=0x7e) && b != b'"' && b != b'\\' { char::from(b).to_string() } else { format!("\\{b:03}") })
            .collect();
        format!("\"{escaped}\"")
    };
    if octets.is_empty() { "\"\"".into() } else { octets.chunks(255).map(string).collect::<Vec<_>>().join(" ") }
}
