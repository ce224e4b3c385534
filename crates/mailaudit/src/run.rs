//! Audits over the network, several at once, in the order of the command line.

use crate::failure::Failure;
use crate::progress::Line;
use facts::{Planner, Recorded, Target};
use probe::{Network, Options, Stop, Watch};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// So many domains are audited at once; they share one memo.
const AT_ONCE: usize = 4;

/// How an audit is watched.
#[derive(Clone, Copy)]
pub struct Shown {
    /// No progress line.
    pub quiet: bool,
    /// Every answer on stderr.
    pub verbose: bool,
}

/// Asks what `planners` want to know of each target, and hands the facts out in order as they are ready.
pub async fn ask(
    options: &Options,
    targets: Vec<Target>,
    planners: Vec<Planner>,
    shown: Shown,
    mut done: impl FnMut(Recorded) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let network: Arc<Network> = Arc::new(Network::new(options)?);
    let stop = Stop::new();
    let listener = tokio::spawn(interrupt(stop.clone()));
    let line = Line::new(shown.quiet);
    let (turns, planners) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(planners));
    let mut flights = JoinSet::new();
    for (index, target) in targets.into_iter().enumerate() {
        let (network, turns, planners, limits) = (network.clone(), turns.clone(), planners.clone(), options.limits);
        let watch = Watch { stop: stop.clone(), observer: Some(line.observer(target.title(), shown.verbose)) };
        flights.spawn(async move {
            let _turn = turns.acquire().await;
            let audited = probe::audit(&target, &planners, &*network, &limits, &watch).await;
            (index, Recorded { target, facts: audited.facts })
        });
    }
    let (mut next, mut early) = (0, std::collections::BTreeMap::new());
    while let Some(landed) = flights.join_next().await {
        let (index, recorded) = landed.map_err(|e| Failure::Io(std::io::Error::other(e)))?;
        early.insert(index, recorded);
        while let Some(recorded) = early.remove(&next) {
            next += 1;
            line.finish();
            if shown.verbose {
                line.chain(&recorded, &planners);
            }
            done(recorded)?;
        }
    }
    line.finish();
    for fault in network.resolver_faults() {
        anstream::eprintln!("mailaudit: the resolver {}", report::clean(&fault));
    }
    listener.abort();
    Ok(())
}

/// The first Ctrl-C ends the asking and prints what is known; a second one ends the program.
async fn interrupt(stop: Stop) {
    if tokio::signal::ctrl_c().await.is_ok() {
        stop.stop();
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(130);
    }
}

/// The runtime for commands that ask.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(work)
}
