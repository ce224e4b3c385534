//! What a reply and a mail log cost: `cargo bench -p mailaudit --bench logs`.
//!
//! A log of Postfix is written to the temporary directory, in a tenth of the size and in the whole:
//! `explain --log` over both, in CPU time and with its peak memory, beside `grep -c status=` over the same file, the
//! stated baseline. `MAILAUDIT_BENCH_MB` sets the size (100 by default; 1000 is a gigabyte).
#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a benchmark prints, and its figures are small")]

use nix::sys::resource::{UsageWho, getrusage};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const BINARY: &str = env!("CARGO_BIN_EXE_mailaudit");
const ROUNDS: u32 = 200;
const OUTCOMES: [&str; 5] = [
    "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 5C2B)",
    "dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))",
    "dsn=4.2.0, status=deferred (host mx.example.net[192.0.2.1] said: 450 4.2.0 Greylisted, try again (in reply to RCPT TO command))",
    "dsn=5.7.1, status=bounced (host mx.example.net[192.0.2.1] said: 554 5.7.1 blocked using zen.spamhaus.org (in reply to RCPT TO command))",
    "dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.1]:25: Connection timed out)",
];

fn main() -> std::io::Result<()> {
    replies();
    let whole = std::env::var("MAILAUDIT_BENCH_MB").ok().and_then(|n| n.parse().ok()).unwrap_or(100_u64).max(10);
    let path = std::env::temp_dir().join(format!("mailaudit-bench-{}.log", std::process::id()));
    println!("{:>6} {:>11} {:>14} {:>14} {:>7} {:>9}", "MB", "lines", "lines/s", "grep lines/s", "ratio", "peak MB");
    for size in [whole / 10, whole] {
        let lines = write(&path, size * 1_000_000)? as f64;
        let read = seconds(BINARY, &["explain".as_ref(), "--format".as_ref(), "json".as_ref(), "--log".as_ref(), path.as_os_str()]);
        let peak = getrusage(UsageWho::RUSAGE_CHILDREN).expect("Linux tells its resource usage").max_rss();
        let grep = seconds("grep", &["-c".as_ref(), "status=".as_ref(), path.as_os_str()]);
        println!(
            "{size:>6} {lines:>11.0} {:>14.0} {:>14.0} {:>7.1} {:>9.1}",
            lines / read,
            lines / grep,
            read / grep,
            peak as f64 / 1024.0
        );
    }
    std::fs::remove_file(path)
}

/// The mean over the examples of all rules.
fn replies() {
    let texts: Vec<&str> = smtp_replies::rules().iter().map(|r| r.example).collect();
    for text in &texts {
        black_box(smtp_replies::explain(text.as_bytes()));
    }
    let begun = Instant::now();
    for text in (0..ROUNDS).flat_map(|_| &texts) {
        black_box(smtp_replies::explain(text.as_bytes()));
    }
    let each = begun.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS) / texts.len() as f64;
    println!("a reply, mean over the rules' examples ({}): {each:.1} microseconds\n", texts.len());
}

/// Writes about `octets` of log; two lines for each message, as Postfix does. Gives the number of lines.
fn write(path: &Path, octets: u64) -> std::io::Result<u64> {
    let (mut out, mut lines, mut written) = (BufWriter::new(File::create(path)?), 0_u64, 0_u64);
    while written < octets {
        let n = lines / 2;
        let stamp = format!("Nov {:>2} {:02}:{:02}:{:02} mx", 1 + n / 2_000_000 % 28, n / 83_333 % 24, n / 1_388 % 60, n / 23 % 60);
        let outcome = OUTCOMES[usize::try_from(n * 7 % 5).unwrap_or(0)];
        let text = format!(
            "{stamp} postfix/qmgr[812]: {n:X}: from=<news@example.com>, size=4711, nrcpt=1 (queue active)\n\
             {stamp} postfix/smtp[913]: {n:X}: to=<u{n}@d{}.example>, relay=mx.example.net[192.0.2.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, {outcome}\n",
            n % 50_000
        );
        out.write_all(text.as_bytes())?;
        lines += 2;
        written += text.len() as u64;
    }
    out.flush()?;
    Ok(lines)
}

/// The least CPU time of three runs, of user and kernel, in seconds: on a busy machine it hardly varies.
fn seconds(program: &str, args: &[&std::ffi::OsStr]) -> f64 {
    let run = || {
        let before = spent();
        // Into a pipe: with its output in /dev/null, grep stops at the first line that fits.
        let ran = Command::new(program).args(args).stderr(Stdio::null()).output();
        assert!(ran.is_ok_and(|o| o.status.success() && !o.stdout.is_empty()), "{program} does not run");
        spent() - before
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// CPU time of all children that ended, in seconds.
fn spent() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("Linux tells its resource usage");
    [usage.user_time(), usage.system_time()].iter().map(|t| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6).sum()
}
