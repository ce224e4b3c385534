//! What servers reply to `check` and `account` is explained in the words of `explain`: the same class, actor, cause and
//! remedies, in both languages, in the JSON and on the page.

use lab::Lab;
use serde_json::Value;
use std::process::{Command, Output};

const WORLD: &str = "
example.com MX 10 mx.example.com
example.com A 44.128.1.8
example.com TXT v=spf1 mx -all
mx.example.com A 44.128.1.1
44.128.1.1 PTR mx.example.com
mail.example.com A 44.128.1.2
";
const MEMBERS: [&str; 8] = ["class", "title", "persistence", "provider", "actor", "cause", "remedy", "basis"];

/// One world: what the exchange says, which finding quotes it, and of which class it is.
const CASES: [(&str, &str, &str); 7] = [
    ("S: 421 4.3.2 too busy", "SMTP005", "temp_system"),
    ("S: 554 5.3.2 No SMTP service here", "SMTP006", "null_mx"),
    ("S: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "SMTP030", "dnsbl_ip"),
    ("C: MAIL <>\nS: 550 5.7.1 no bounces here", "SMTP012", "policy"),
    ("C: RCPT <postmaster@example.com>\nS: 550 5.1.1 User unknown", "SMTP010", "user_unknown"),
    ("C: RCPT <abuse@example.com>\nS: 550 5.1.1 No such user here", "SMTP011", "user_unknown"),
    ("C: STARTTLS\nS: 454 4.7.0 TLS not available due to local problem", "TLS026", "tls_required"),
];

async fn run(lab: &Lab, words: &[&str]) -> Output {
    let root = std::env::temp_dir().join(format!("mailaudit-replies-{}-{}.pem", std::process::id(), lab.resolver().port()));
    std::fs::write(&root, lab.ca_pem()).expect("a writable temporary directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailaudit"));
    command.args(words).args(["--quiet", "--probe-name", "probe.example.net"]).env("MAILAUDIT_PASSWORD", "s3cret-Wort");
    command.env("COLUMNS", "100").arg("--ca-file").arg(&root).args(["--resolver", &lab.resolver().to_string()]);
    for rule in lab.connect_to() {
        command.args(["--connect-to", &rule]);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    std::fs::remove_file(root).expect("it was just written");
    output
}

/// What `explain` says of a reply.
fn explained(reply: &str, lang: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_mailaudit"))
        .args(["explain", reply, "--format", "json", "--lang", lang])
        .output()
        .expect("the program runs");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    document["replies"][0].clone()
}

/// That the finding of `code` quotes a reply and tells of it what `explain` tells. Gives its class.
fn holds(output: &Output, code: &str, lang: &str) -> String {
    let said = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    let findings = report["findings"].as_array().expect("findings");
    let of_code = |f: &&Value| f["code"] == code && f.get("replies").is_some();
    let finding = findings.iter().find(of_code).unwrap_or_else(|| panic!("{code} explains no reply: {said}"));
    let quoted = finding["evidence"]["reply"].as_str().expect("the reply, word for word");
    let (told, explained) = (&finding["replies"][0], explained(quoted, lang));
    assert_eq!(told["text"], quoted);
    for member in MEMBERS {
        assert_eq!(told[member], explained[member], "{code} {member}: {quoted}");
    }
    assert!(told["remedy"].as_array().is_some_and(|all| !all.is_empty()), "{code}: nothing to do about {quoted}");
    told["class"].as_str().expect("a class").to_owned()
}

/// Whether the page has each sentence of the explanation, however its lines are broken.
fn is_on_page(output: &Output, reply: &str, lang: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (page, told) = (flat(&String::from_utf8_lossy(&output.stdout)), explained(reply, lang));
    let remedies = told["remedy"].as_array().into_iter().flatten().enumerate();
    let steps: Vec<String> = remedies.map(|(at, remedy)| format!("{}. {}", at + 1, remedy.as_str().unwrap_or_default())).collect();
    page.contains(told["cause"].as_str().expect("a cause")) && steps.iter().all(|step| page.contains(step.as_str()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_replies_that_check_quotes_are_explained() {
    for (talk, code, class) in CASES {
        let server = format!("smtp 44.128.1.1:25 mx.example.com good\n{talk}");
        let lab = Lab::start(&[WORLD, &server], probe::now()).await.expect("the world is served");
        for lang in ["en", "ru"] {
            let json = run(&lab, &["check", "example.com", "--only", "mx,smtp,tls", "--format", "json", "--lang", lang]).await;
            assert_eq!(holds(&json, code, lang), class, "{code}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_check_explains_them_too() {
    let reply = "554 5.3.2 No SMTP service here";
    let server = format!("smtp 44.128.1.1:25 mx.example.com good\nS: {reply}");
    let lab = Lab::start(&[WORLD, &server], probe::now()).await.expect("the world is served");
    for lang in ["en", "ru"] {
        let page = run(&lab, &["check", "example.com", "--only", "mx,smtp", "--lang", lang]).await;
        assert!(is_on_page(&page, reply, lang), "{}", String::from_utf8_lossy(&page.stdout));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_replies_that_an_account_gets_are_explained() {
    let submission = "smtp 44.128.1.2:587 mail.example.com good\nC: EHLO tls\nS: 250-mail.example.com\nS: 250 AUTH PLAIN";
    let sender = "553 5.7.1 Sender address rejected: not owned by auth user";
    let login = "535 5.7.8 Error: authentication failed: Invalid user or password!";
    for (talk, code, class, reply) in [
        (format!("C: MAIL\nS: {sender}"), "CFG006", "sender_not_owned", sender),
        (format!("C: AUTH\nS: {login}"), "CFG005", "auth_failed", login),
    ] {
        let server = format!("{submission}\n{talk}");
        let lab = Lab::start(&[WORLD, &server], probe::now()).await.expect("the world is served");
        let words = ["account", "anna@example.com", "--smtp", "mail.example.com", "--from", "boss@example.com", "--lang"];
        for lang in ["en", "ru"] {
            let json = run(&lab, &[&words[..], &[lang, "--format", "json"]].concat()).await;
            assert_eq!(holds(&json, code, lang), class, "{code}");
            let page = run(&lab, &[&words[..], &[lang]].concat()).await;
            assert!(is_on_page(&page, reply, lang), "{}", String::from_utf8_lossy(&page.stdout));
        }
    }
}
