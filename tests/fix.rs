//! `fix` through the whole program: over recordings, and in the lab, where trials ask for what the audit did not.

mod program;

use lab::Lab;
use program::{File, in_lab, json, run, stdout};
use serde_json::Value;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/recordings/demo.json");

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

/// What does not hold of `value` by `schema`; `$ref`, `type`, `properties`, `required`, `items`, `enum`, `const` and `anyOf` are read.
fn against(schema: &Value, root: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
        return against(&root["$defs"][name], root, value, at);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let all: Vec<Vec<String>> = any.iter().map(|s| against(s, root, value, at)).collect();
        return if all.iter().any(Vec::is_empty) { Vec::new() } else { all.concat() };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(several) => several.iter().any(|one| one == kind),
        _ => true,
    };
    let mut faults: Vec<String> = (!fits).then(|| format!("{at} is {kind}")).into_iter().collect();
    let listed = schema["enum"].as_array().is_none_or(|all| all.contains(value));
    if !listed || (!schema["const"].is_null() && schema["const"] != *value) {
        faults.push(format!("{at} is {value}"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        faults.extend(against(&schema["items"], root, item, &format!("{at}[{index}]")));
    }
    let (Some(fields), true) = (value.as_object(), schema["properties"].is_object()) else { return faults };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    faults.extend(required.filter(|name| !fields.contains_key(*name)).map(|name| format!("{at} lacks {name}")));
    for (name, field) in fields {
        match &schema["properties"][name] {
            Value::Null => faults.push(format!("{at}.{name} is in no schema")),
            known => faults.extend(against(known, root, field, &format!("{at}.{name}"))),
        }
    }
    faults
}

#[test]
fn json_holds_its_schema() {
    let root = |path: &str| format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    let schema = |of: &str| -> Value {
        let text = std::fs::read_to_string(root(&format!("schema/{of}.schema.json"))).expect("the schema");
        serde_json::from_str(&text).expect("JSON")
    };
    let of_fix = schema("fix");
    for (domain, lang) in [("sick.example", "en"), ("sick.example", "ru"), ("healthy.example", "en"), ("parked.example", "ru")] {
        let plan = json(&run(&["fix", domain, "--replay", DEMO, "--format", "json", "--lang", lang]));
        assert_eq!(against(&of_fix, &of_fix, &plan, domain), Vec::<String>::new());
    }
    // The check itself sees what is wrong.
    assert!(!against(&of_fix, &of_fix, &serde_json::json!({"schema": "mailaudit.fix/1", "sets": [{"ttl": "x"}]}), "x").is_empty());
    let of_report = schema("report");
    let output = run(&["deliver", "--replay", &root("fixtures/deliveries/postfix-dovecot.json"), "--format", "json"]);
    let reports: Vec<Value> = serde_json::Deserializer::from_slice(&output.stdout).into_iter().map(|r| r.expect("JSON")).collect();
    assert_eq!(reports.len(), 2);
    for report in &reports {
        assert!(report["deliveries"].as_array().is_some_and(|all| !all.is_empty()));
        assert_eq!(against(&of_report, &of_report, report, "report"), Vec::<String>::new());
    }
    let reply = json(&run(&["explain", "550 5.1.1 <none@example.net>: User unknown", "--format", "json"]));
    let of_reply = schema("reply");
    assert_eq!(against(&of_reply, &of_reply, &reply, "reply"), Vec::<String>::new());
}

#[test]
fn names_stand_as_panels_want_them_and_what_stays_is_told_why() {
    let plan = json(&run(&["fix", "sick.example", "--replay", DEMO, "--format", "json"]));
    let sets = plan["sets"].as_array().into_iter().flatten();
    let names: Vec<(&str, &str)> = sets.filter_map(|s| Some((s["name"].as_str()?, s["relative"].as_str()?))).collect();
    assert!(names.contains(&("sick.example.", "@")) && names.contains(&("_dmarc.sick.example.", "_dmarc")), "{names:?}");
    let said = |code: &str| {
        let lists = ["withheld", "elsewhere", "advice"].into_iter().filter_map(|list| plan[list].as_array()).flatten();
        let later = plan["later"].as_array().into_iter().flatten().map(|l| &l["set"]);
        lists.chain(later).any(|one| one["codes"].as_array().is_some_and(|codes| codes.iter().any(|c| c == code)))
    };
    for finding in plan["left"].as_array().into_iter().flatten() {
        let code = finding["code"].as_str().unwrap_or_default();
        let area = code.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
        assert!(said(code) || !remedies::AREAS.contains(&area.as_str()), "nothing is said of {code}: {plan:#}");
    }
}

#[test]
fn the_script_for_nsupdate_holds_only_what_changes() {
    let script = stdout(&run(&["fix", "sick.example", "--replay", DEMO, "--format", "nsupdate"]));
    // An empty line sends what stands above it: the update would fall apart.
    assert!(!script.lines().any(str::is_empty), "{script}");
    let orders: Vec<&str> = script.lines().filter(|l| !l.starts_with(';')).collect();
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

/// Eleven services, each with a look-up of its own; one more than the limit.
const ELEVEN: &str = "
com NS a.gtld.example.net
example.com NS ns1.example.com
ns1.example.com A 44.128.1.53
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
s1.example.net TXT v=spf1 ip4:44.129.1.0/24 ~all
s2.example.net TXT v=spf1 ip4:44.129.2.0/24 ~all
s3.example.net TXT v=spf1 ip4:44.129.3.0/24 ~all
s4.example.net TXT v=spf1 ip4:44.129.4.0/24 ~all
s5.example.net TXT v=spf1 ip4:44.129.5.0/24 ~all
s6.example.net TXT v=spf1 ip4:44.129.6.0/24 ~all
s7.example.net TXT v=spf1 ip4:44.129.7.0/24 ~all
s8.example.net TXT v=spf1 ip4:44.129.8.0/24 ~all
s9.example.net TXT v=spf1 ip4:44.129.9.0/24 ~all
s10.example.net TXT v=spf1 ip4:44.129.10.0/24 ip4:44.129.11.0/24 ~all
s11.example.net TXT v=spf1 exists:%{i}.list.example.net ~all
_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com
smtp 44.128.1.1:25 mx.example.com good
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_written_out_only_as_the_last_resort_and_said_so() {
    let includes = |numbers: &[u32]| numbers.iter().map(|n| format!("include:s{n}.example.net ")).collect::<String>();
    let own = format!("example.com TXT v=spf1 ip4:44.128.1.1 mx {}-all", includes(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    let lab = Lab::start(&[ELEVEN, &own], probe::now()).await.expect("a lab");
    let plan = json(&in_lab(&lab, &["fix", "example.com", "--format", "json"]).await);
    // The exchange lies in the range in front: nothing needs to be written out.
    let wanted = format!("v=spf1 ip4:44.128.1.1 {}-all", includes(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    assert_eq!(published(&plan, "example.com.", "TXT"), [wanted], "{plan:#}");
    assert!(!plan.to_string().contains("LAST RESORT"), "{plan:#}");

    let own = format!("example.com TXT v=spf1 {}-all", includes(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
    let lab = Lab::start(&[ELEVEN, &own], probe::now()).await.expect("a lab");
    let plan = json(&in_lab(&lab, &["fix", "example.com", "--format", "json"]).await);
    let record = published(&plan, "example.com.", "TXT");
    // s11 costs two look-ups and cannot be written as ranges; two of the others go.
    assert!(record[0].contains("include:s11.example.net") && record[0].contains("ip4:44.129."), "{plan:#}");
    assert_eq!(record[0].matches("include:").count(), 9, "{record:?}");
    assert!(plan.to_string().contains("LAST RESORT"), "{plan:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_brought_within_the_limit_is_held_back() {
    let terms: String = (1..=11).map(|n| format!("exists:%{{i}}.l{n}.example.net ")).collect();
    let lab = Lab::start(&[ELEVEN, &format!("example.com TXT v=spf1 {terms}-all")], probe::now()).await.expect("a lab");
    let plan = json(&in_lab(&lab, &["fix", "example.com", "--format", "json"]).await);
    assert_eq!(published(&plan, "example.com.", "TXT"), Vec::<String>::new(), "{plan:#}");
    let held = plan["withheld"].as_array().and_then(|w| w.iter().find(|w| w["name"] == "example.com.")).cloned().unwrap_or_default();
    assert!(held["why"].as_str().is_some_and(|why| why.contains("11 look-ups")), "{plan:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parked_domain_gets_its_set_and_a_used_one_never() {
    let lab = Lab::start(&[TWO, "example.com MX NODATA\nexample.com TXT note\n_dmarc.example.com TXT NODATA"], probe::now()).await;
    let lab = lab.expect("a lab");
    let plan = json(&in_lab(&lab, &["fix", "example.com", "--parked", "--format", "json"]).await);
    assert_eq!(published(&plan, "example.com.", "MX"), ["0 ."], "{plan:#}");
    assert_eq!(published(&plan, "example.com.", "TXT"), ["note", "v=spf1 -all"]);
    assert_eq!(published(&plan, "_dmarc.example.com.", "TXT"), ["v=DMARC1; p=reject"]);
    assert_eq!(published(&plan, "*._domainkey.example.com.", "TXT"), ["v=DKIM1; p="]);
    assert_eq!(plan["after"]["verdict"], "parked");

    let lab = Lab::start(&[TWO], probe::now()).await.expect("a lab");
    let plan = json(&in_lab(&lab, &["fix", "example.com", "--parked", "--format", "json"]).await);
    assert_eq!(plan["sets"], Value::Array(Vec::new()), "{plan:#}");
    assert!(plan["withheld"][0]["why"].as_str().is_some_and(|why| why.contains("would stop")), "{plan:#}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_goes_into_a_file_of_its_owner_and_into_the_proposal() {
    use std::os::unix::fs::PermissionsExt as _;
    let used = "used._domainkey.example.com TXT v=DKIM1; p=";
    let lab = Lab::start(&[TWO, used], probe::now()).await.expect("a lab");
    let file = File::new("new.pem", "");
    std::fs::remove_file(file.path()).expect("the file");
    let key = ["--dkim-key", file.path(), "--format", "json"];
    let taken = json(&in_lab(&lab, &[&["fix", "example.com", "--selector", "used"], &key[..]].concat()).await);
    assert!(!std::path::Path::new(file.path()).exists() && taken.to_string().contains("not in use"), "{taken:#}");

    let plan = json(&in_lab(&lab, &[&["fix", "example.com", "--selector", "new1"], &key[..]].concat()).await);
    let records = published(&plan, "new1._domainkey.example.com.", "TXT");
    assert!(records[0].starts_with("v=DKIM1; k=rsa; p=MIIB"), "{plan:#}");
    assert_eq!(std::fs::metadata(file.path()).expect("a key").permissions().mode() & 0o777, 0o600);
    let pem = std::fs::read_to_string(file.path()).expect("a key");
    assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----"));

    let again = in_lab(&lab, &[&["fix", "example.com", "--selector", "new2"], &key[..]].concat()).await;
    assert_eq!(again.status.code(), Some(2), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(std::fs::read_to_string(file.path()).expect("a key"), pem);
}
