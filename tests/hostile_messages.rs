//! Messages that are made to hurt, through the whole program: a clear result, in bounded time and memory.

use serde_json::Value;
use std::process::Command;
use std::time::{Duration, Instant};

/// Seconds that no message may take, with an unoptimised build on a busy machine.
const MOST_SECONDS: u64 = 60;
/// Kilobytes beyond a multiple of the message itself: it is held as stored, as sent, and decoded.
const MOST_MEMORY_KB: usize = 150 * 1024;
const COPIES: usize = 7;

/// One message through `message`; nobody answers.
fn judged(name: &str, octets: &[u8]) -> Value {
    let path = std::env::temp_dir().join(format!("mailaudit-hostile-message-{}-{name}.eml", std::process::id()));
    std::fs::write(&path, octets).expect("a writable temporary directory");
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(["message", path.to_str().expect("UTF-8"), "--format", "json", "--quiet", "--no-smtp", "--ip", "44.128.9.4"])
        .args(["--resolver", "127.0.0.1:9", "--timeout", "1", "--budget", "3", "--probe-name", "probe.example.net"])
        .output()
        .expect("the program runs");
    let took = begun.elapsed();
    std::fs::remove_file(&path).expect("it was just written");
    assert!(took < Duration::from_secs(MOST_SECONDS), "{name} took {took:?}");
    let peak = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN).expect("resource usage").max_rss();
    let most = MOST_MEMORY_KB + COPIES * octets.len() / 1024;
    assert!(usize::try_from(peak).is_ok_and(|peak| peak < most), "{name}: {peak} kB at its peak, {most} allowed");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{name}: {:?} {said}", output.status.code());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{name}: {e} {said}"));
    assert!(report["questions"].as_u64().is_some_and(|n| n < 1_000), "{name}: {}", report["questions"]);
    assert!(report["findings"].as_array().is_some_and(|f| f.len() < 500), "{name}");
    report
}

fn fails(report: &Value, code: &str) -> bool {
    report["findings"].as_array().expect("findings").iter().any(|f| f["code"] == code && f["status"] == "fail")
}

const HEAD: &str = "From: a@example.com\r\nDate: Mon, 23 Nov 2026 11:00:00 +0000\r\nMessage-ID: <1@example.com>\r\nSubject: x\r\n";

/// From the smallest to the largest: the memory of children is told as their maximum so far.
#[test]
fn messages_that_are_made_to_hurt() {
    let deep: String = (0..1_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
    judged("deep", format!("{HEAD}{deep}").as_bytes());
    judged("letters", format!("{HEAD}{}", "Content-Type: message/rfc822\r\n\r\n".repeat(1_000)).as_bytes());
    let charsets: String = ["utf-7", "x-none", "utf-16le", "'", "iso-2022-jp", "\u{444}", "utf-8*0*=", ""]
        .iter()
        .map(|c| format!("--b\r\nContent-Type: text/html; charset={c}\r\n\r\n\u{444}\u{1b}$B!!<a href=x>\r\n"))
        .collect();
    judged("charsets", format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{charsets}--b--\r\n").as_bytes());
    let escapes = "From: \"\u{1b}[2J\u{202e}bank.com\" <a@example.com>\r\nSubject: =?utf-8?B?G1sySg==?= \u{7}\r\n\r\nx";
    let report = judged("escapes", escapes.as_bytes());
    assert!(!report.to_string().contains('\u{1b}'), "an escape sequence came through");
    let entries = "PK\x01\x02\x00\x00\x00\x00\x01\x00".repeat(100_000);
    let zip = format!("{HEAD}Content-Type: application/zip; name=\"a.zip\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\nPK\x03\x04{entries}");
    judged("archive", zip.as_bytes());
    let names: String = (0..5_000)
        .map(|n| format!("--b\r\nContent-Type: application/zip; name*0*=utf-8''%00..%2f{n}.zip.; name*1=.exe\r\n\r\nPK\r\n"))
        .collect();
    assert!(fails(&judged("names", format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{names}").as_bytes()), "MSG024"));
    let fields: String = (0..100_000).map(|n| format!("X-Field-{n}: {n}\r\n")).collect();
    judged("fields", format!("{HEAD}{fields}\r\nx").as_bytes());
    let signature =
        |n: usize| format!("DKIM-Signature: v=1; a=rsa-sha256; d=d{n}.example; s=s; h=from:{}; bh=YQ==; b=YQ==\r\n", "x:".repeat(500));
    let signatures: String = (0..2_000).map(signature).collect();
    judged("signatures", format!("{signatures}{HEAD}\r\nx").as_bytes());
    let links: String = (0..100_000).map(|n| format!("<a href='http://h{n}.a{n}.example/{{{{x}}}}'>www.bank{n}.com</a>\r\n")).collect();
    let report = judged("links", format!("{HEAD}Content-Type: text/html\r\n\r\n{links}").as_bytes());
    assert!(fails(&report, "MSG016") && fails(&report, "MSG018"));
    let one_line = format!("{HEAD}\r\n{}", "(<http://a.example/{{".repeat(240_000));
    assert!(fails(&judged("line", one_line.as_bytes()), "MSG011"));
    let base64 = format!("{}\r\n", "QUJD".repeat(19)).repeat(130_000);
    judged("base64", format!("{HEAD}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}").as_bytes());
    let lines = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx \t\r\n".repeat(640_000);
    let relaxed = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s; h=from; bh=YQ==; b=YQ==\r\n";
    assert!(fails(&judged("large", format!("{relaxed}{HEAD}\r\n{lines}").as_bytes()), "MSG031"));
}
