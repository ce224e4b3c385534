//! How long an audit waits: `cargo bench -p mailaudit --bench latency`.
//!
//! Each world is served by the lab, whose every DNS reply is held for 20 ms, and audited without mail
//! servers and with all lists, over real sockets and the program's own resolver. The yardstick is the
//! longest chain of dependent questions; what an audit may take is max(4, 1 + SPF depth) round trips + 15 ms.
#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a benchmark prints, and its figures are small")]

#[path = "../../../tests/worlds/mod.rs"]
#[expect(dead_code, reason = "the benchmark counts the chain of what it saw; the test holds it to the figure that stands there")]
mod worlds;

use facts::{Name, Question, RecordType, Target};
use lab::Lab;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use probe::{Ask as _, Audited, ConnectRule, Limits, Network, Options, Watch};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use worlds::Shape;

const HELD: Duration = Duration::from_millis(20);
/// What an audit may take beside its round trips.
const SLACK_MS: f64 = 15.0;
const RUNS: usize = 11;
/// A second domain on the first one's hosts, audited with the memo that the first one filled.
const SECOND: &str = "
second.example.org MX 10 mx1.example.com
second.example.org TXT v=spf1 mx ip4:44.128.1.9 -all
second.example.org SOA ns1.example.net h.example.net 1 2 3 4 5
second.example.org NS ns1.example.net
_dmarc.second.example.org TXT v=DMARC1; p=none
";

fn main() {
    // The lab keeps a thread of its own, so that what the audit's threads use is the audit's.
    let serving = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let asking = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let counting = Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!(
        "{:<50} {:>5} {:>5} {:>5} {:>5} {:>8} {:>6} {:>7} {:>5} {:>10} {:>7}",
        "world", "asked", "depth", "chain", "ideal", "wall ms", "ratio", "allowed", "", "2nd domain", "CPU ms"
    );
    // `cargo bench … -- demo` measures the worlds with that in their names alone.
    let wanted = std::env::args().skip(1).find(|a| !a.starts_with('-')).unwrap_or_default();
    for shape in worlds::shapes().into_iter().chain(worlds::exceptions()).filter(|s| s.name.contains(&wanted)) {
        let layers: Vec<&str> = shape.layers().into_iter().chain([SECOND]).collect();
        let lab = serving.block_on(Lab::start(&layers, probe::now())).expect("the world is served");
        measure(&shape, &lab, &asking, &counting);
    }
    let lab = serving.block_on(Lab::start(&[SECOND], probe::now())).expect("the world is served");
    lab.delay(HELD);
    println!("\none question alone takes {:.1} ms of wall time", median(RUNS, || asking.block_on(one_question(&lab))));
}

fn measure(shape: &Shape, lab: &Lab, asking: &Runtime, counting: &Runtime) {
    let second = Target { domain: Name::parse("second.example.org").expect("a name"), ips: Vec::new(), ..shape.target() };
    let (planners, target) = (mailaudit::planners(), shape.target());
    lab.delay(HELD);
    let (mut cold, mut warm, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..RUNS {
        let (one, other) = asking.block_on(async {
            let network = Network::new(&options(lab)).expect("the lab is an upstream");
            (audit(&target, &network).await, audit(&second, &network).await)
        });
        cold.push(one.1);
        warm.push(other.1);
        last = Some(one.0);
    }
    let Some(audited) = last else { return };
    lab.delay(Duration::ZERO);
    let mut cpu: Vec<f64> = (0..RUNS).map(|_| counting.block_on(cpu_ms(lab, &target))).collect();
    let chain = audited.rounds(&target, &planners).count();
    let (wall, ideal) = (middle(&mut cold), chain as f64 * HELD.as_secs_f64() * 1000.0);
    let allowed = shape.bound() as f64 * HELD.as_secs_f64() * 1000.0 + SLACK_MS;
    println!(
        "{:<50} {:>5} {:>5} {chain:>5} {ideal:>5.0} {wall:>8.1} {:>6.2} {allowed:>7.0} {:>5} {:>10.1} {:>7.1}",
        shape.name,
        audited.facts.asked(),
        shape.depth,
        wall / ideal.max(1.0),
        if wall <= allowed { "" } else { "over" },
        middle(&mut warm),
        middle(&mut cpu),
    );
}

fn options(lab: &Lab) -> Options {
    let connect = lab.connect_to().iter().map(|r| r.parse::<ConnectRule>()).collect::<Result<_, _>>().expect("the lab's own rules");
    let upstream = lab.resolver().to_string().parse().expect("an address");
    Options { upstreams: vec![upstream], connect, no_smtp: true, ..Options::default() }
}

/// The audit, and its wall time in milliseconds.
async fn audit(target: &Target, network: &Network) -> (Audited, f64) {
    let begun = Instant::now();
    let audited = probe::audit(target, &mailaudit::planners(), network, &Limits::default(), &Watch::default()).await;
    (audited, begun.elapsed().as_secs_f64() * 1000.0)
}

/// CPU time of an audit with its report, where answers come at once.
async fn cpu_ms(lab: &Lab, target: &Target) -> f64 {
    let network = Network::new(&options(lab)).expect("the lab is an upstream");
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_THREAD).expect("Linux tells its resource usage");
        (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1000.0
    };
    let before = used();
    let (audited, _) = audit(target, &network).await;
    let report = mailaudit::report(facts::Recorded { target: target.clone(), facts: audited.facts });
    std::hint::black_box(report);
    used() - before
}

async fn one_question(lab: &Lab) -> f64 {
    let network = Network::new(&options(lab)).expect("the lab is an upstream");
    let question = Question::Dns { name: Name::parse("second.example.org").expect("a name"), rtype: RecordType::Mx };
    let begun = Instant::now();
    std::hint::black_box(network.ask(&question).await);
    begun.elapsed().as_secs_f64() * 1000.0
}

fn median(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    middle(&mut (0..runs).map(|_| run()).collect::<Vec<f64>>())
}

fn middle(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
