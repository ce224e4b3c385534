//! `fix` through the whole program: over recordings, and in the lab, where trials ask for what the audit did not.

use lab::Lab;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/recordings/demo.json");

struct File(PathBuf);

impl File {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("mailaudit-fix-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a writable temporary directory");
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(args).args(["--quiet", "--probe-name", "probe.example.net"]).env("COLUMNS", "80");
    command.output().expect("the program runs")
}

async fn in_lab(lab: &Lab, args: &[&str]) -> Output {
    let root = File::new(&format!("ca-{}.pem", lab.resolver().port()), lab.ca_pem());
    let mut all: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
    all.extend(["--resolver".into(), lab.resolver().to_string(), "--ca-file".into(), root.path().into()]);
    lab.connect_to().into_iter().for_each(|rule| all.extend(["--connect-to".into(), rule]));
    let ran = tokio::task::spawn_blocking(move || run(&all.iter().map(String::as_str).collect::<Vec<_>>()));
    let output = ran.await.expect("no panic");
    drop(root);
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {} {}", stdout(output), String::from_utf8_lossy(&output.stderr)))
}

/// The data of the set's records as they are to be.
fn published(plan: &Value, name: &str, rtype: &str) -> Vec<String> {
    let sets = plan["sets"].as_array().expect("sets");
    let set = sets.iter().find(|s| s["name"] == name && s["type"] == rtype);
    let records = set.and_then(|s| s["records"].as_array()).into_iter().flatten();
    records.filter(|r| r["action"] != "delete").map(|r| r["value"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_is_proposed_is_a_zone_text_that_check_judges_alike() {
    let plan = json(&run(&["fix", "sick.example", "--replay", DEMO, "--format", "json"]));
    let zone = run(&["fix", "sick.example", "--replay", DEMO]);
    let file = File::new("sick.zone", &zone.stdout);
    let checked = json(&run(&["check", "sick.example", "--replay", DEMO, "--with", file.path(), "--format", "json"]));
    assert_eq!(checked["score"], plan["after"]["score"], "{}", stdout(&zone));
    assert!(plan["after"]["score"].as_u64() > plan["before"]["score"].as_u64(), "{plan}");
    let codes = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().map(|f| f["code"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let fails: Vec<String> = checked["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|f| f["status"] == "fail")
        .map(|f| f["code"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(codes(&plan["left"]), fails);
}

#[test]
fn the_script_for_nsupdate_holds_only_what_changes() {
    let script = stdout(&run(&["fix", "sick.example", "--replay", DEMO, "--format", "nsupdate"]));
    let orders: Vec<&str> = script.lines().filter(|l| !l.is_empty() && !l.starts_with(';')).collect();
    assert_eq!(orders.last(), Some(&"send"), "{script}");
    let known = ["zone ", "update delete ", "update add ", "send"];
    assert!(orders.iter().all(|l| known.iter().any(|k| l.starts_with(k))), "{script}");
    // Another TXT record of the domain is nobody's business.
    assert!(!orders.iter().any(|l| l.contains("webmaster-verification")), "{script}");
}

#[test]
fn a_sound_domain_gets_no_records() {
    let plan = json(&run(&["fix", "healthy.example", "--replay", DEMO, "--format", "json"]));
    assert_eq!(plan["sets"], Value::Array(Vec::new()));
    assert_eq!(plan["before"], plan["after"]);
}

/// Two SPF records whose includes no audit looks into, since receivers accept neither.
const TWO: &str = "
com NS a.gtld.example.net
example.com NS ns1.example.com
ns1.example.com A 44.128.1.53
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
example.com TXT v=spf1 mx include:_spf.one.example.net -all
example.com TXT v=spf1 ip4:44.128.7.0/25 ip4:44.128.7.128/25 include:_spf.two.example.net include:gone.example.net ~all
example.com TXT site-verification=abc
_spf.one.example.net TXT v=spf1 ip4:44.129.1.0/24 -all
_spf.two.example.net TXT v=spf1 ip4:44.129.2.0/24 -all
_dmarc.example.com TXT v=DMARC1; p=none
smtp 44.128.1.1:25 mx.example.com good
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_records_become_one_and_a_replay_comes_to_the_same() {
    let lab = Lab::start(&[TWO], probe::now()).await.expect("a lab");
    let kept = File::new("two.json", "");
    let output = in_lab(&lab, &["fix", "example.com", "--format", "json", "--record", kept.path()]).await;
    let plan = json(&output);
    let spf = "v=spf1 mx include:_spf.one.example.net ip4:44.128.7.0/24 include:_spf.two.example.net ~all";
    assert_eq!(published(&plan, "example.com.", "TXT"), ["site-verification=abc", spf], "{plan:#}");
    // No reports were asked for so far: the policy does not go up.
    assert_eq!(published(&plan, "_dmarc.example.com.", "TXT"), ["v=DMARC1; p=none; rua=mailto:dmarc@example.com"]);
    let again = json(&run(&["fix", "--replay", kept.path(), "--format", "json"]));
    assert_eq!(plan, again);
}
