//! The program from outside: commands, exit codes, streams. No network: the demo's lab, or recordings.

use std::process::{Command, Output};

fn mailaudit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(args)
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

#[test]
fn usage_faults_exit_with_2_and_name_what_is_wrong() {
    for (args, word) in [
        (vec!["check"], "DOMAIN"),
        (vec!["check", "user@example.com"], "user@example.com"),
        (vec!["check", "example.com", "--only", "nonsense"], "nonsense"),
        (vec!["check", "example.com", "--min-score", "101"], "101"),
        (vec!["explain", "SPF999"], "SPF999"),
        (vec!["tls", "--file", "x.pem"], "--name"),
        (vec!["no-such-command"], "no-such-command"),
        (vec!["check", "192.0.2.1"], "mailaudit blocklist 192.0.2.1"),
        (vec!["blocklist", "1.2.3.4.5"], "1.2.3.4.5"),
        (vec!["check", "example.com", "--resolver", "no-address"], "no-address"),
        (vec!["check", "example.com", "--connect-to", "nonsense"], "nonsense"),
    ] {
        let output = mailaudit(&args);
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word), "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn what_cannot_run_exits_with_3_and_names_the_file() {
    for args in [
        vec!["check", "--replay", "/nonexistent/recording.json"],
        vec!["check", "example.com", "--config", "/nonexistent/mailaudit.toml"],
        vec!["check", "example.com", "--ca-file", "/nonexistent/ca.pem"],
        vec!["tls", "--file", "/nonexistent/chain.pem", "--name", "mx.example.com"],
        // Told before anything is asked.
        vec!["check", "example.com", "--resolver", "127.0.0.1:9", "--record", "/nonexistent/recording.json"],
    ] {
        let output = mailaudit(&args);
        assert_eq!(code(&output), 3, "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("/nonexistent/"), "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn a_resolver_that_is_down_is_a_clear_result() {
    let output = mailaudit(&["check", "example.com", "--resolver", "127.0.0.1:9", "--timeout", "1", "--budget", "5", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON even then");
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert_eq!(report["verdict"], "undetermined");
    assert!(report["score"].is_null());
    assert!(report["findings"].as_array().expect("findings").iter().all(|f| f["status"] != "fail"));
}

#[test]
fn every_check_has_a_page_in_both_languages() {
    for check in mailaudit::catalogue() {
        for lang in ["en", "ru"] {
            let output = mailaudit(&["explain", check.code, "--lang", lang]);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            assert!(stdout(&output).contains(check.code) && stdout(&output).contains(check.name), "{}", check.code);
        }
    }
    let list: serde_json::Value = serde_json::from_str(&stdout(&mailaudit(&["checks", "--format", "json"]))).expect("JSON");
    assert_eq!(list.as_array().expect("a list").len(), mailaudit::catalogue().len());
}

#[test]
fn a_mistyped_code_is_met_with_the_near_one() {
    let output = mailaudit(&["explain", "SFP004"]);
    assert!(stderr(&output).contains("SPF004"), "{}", stderr(&output));
}

#[test]
fn the_demo_tells_a_healthy_a_sick_and_a_parked_domain_apart() {
    let output = mailaudit(&["demo", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let reports: Vec<serde_json::Value> = stdout(&output).lines().map(|l| serde_json::from_str(l).expect("one report a line")).collect();
    let verdicts: Vec<&str> = reports.iter().filter_map(|r| r["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["ready", "not_ready", "parked"]);
    let sick = reports[1]["findings"].as_array().expect("findings");
    let areas: std::collections::BTreeSet<&str> =
        sick.iter().filter(|f| f["status"] == "fail").filter_map(|f| f["area"].as_str()).collect();
    for area in ["mx", "spf", "dkim", "dmarc", "ptr", "bl", "tls"] {
        assert!(areas.contains(area), "the sick domain has nothing wrong in {area}: {areas:?}");
    }
    let lost: u64 = sick.iter().filter_map(|f| f["points"].as_u64()).sum();
    assert_eq!(Some(100 - lost), reports[1]["score"].as_u64(), "every point lost names its finding");
}

#[cfg(unix)]
#[test]
fn the_lines_of_a_served_demo_work_as_they_are_printed() {
    use std::io::BufRead as _;
    let mut lab = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(["demo", "--serve"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = std::io::BufReader::new(lab.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    let lines: Vec<String> = lines.take_while(|l| !l.starts_with('#')).collect();
    let pasted = |line: &String| {
        let output = Command::new("sh").args(["-c", &format!("{line} --format json")]).output().expect("a shell");
        let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)));
        (report["verdict"].clone(), report["score"].clone())
    };
    let seen: Vec<_> = lines.iter().map(pasted).collect();
    Command::new("kill").args(["-INT", &lab.id().to_string()]).status().expect("a signal is sent");
    assert!(lab.wait().expect("it ends").success());
    let demo = stdout(&mailaudit(&["demo", "--format", "json"]));
    let reports = demo.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON"));
    let wanted: Vec<_> = reports.map(|r| (r["verdict"].clone(), r["score"].clone())).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn a_recording_replays_to_the_identical_report() {
    let path = std::env::temp_dir().join(format!("mailaudit-replay-{}.json", std::process::id()));
    let file = path.to_str().expect("UTF-8");
    for (lang, format) in [("en", "json"), ("ru", "table")] {
        let first = mailaudit(&["demo", "--record", file, "--lang", lang, "--format", format]);
        let again = mailaudit(&["check", "--replay", file, "--lang", lang, "--format", format, "--fail-on", "never"]);
        assert_eq!(code(&again), 0, "{}", stderr(&again));
        assert_eq!(stdout(&first), stdout(&again));
    }
    let text = std::fs::read_to_string(&path).expect("it was just written");
    let other = mailaudit(&["check", "absent.example", "--replay", file]);
    assert_eq!(code(&other), 2);
    let old = text.replacen("mailaudit.recording/1", "mailaudit.recording/0", 1);
    std::fs::write(&path, old).expect("a writable temporary directory");
    let refused = mailaudit(&["check", "--replay", file]);
    std::fs::remove_file(&path).expect("it was just written");
    assert_eq!(code(&refused), 3);
    assert!(stderr(&refused).contains("mailaudit.recording/0"), "{}", stderr(&refused));
}
