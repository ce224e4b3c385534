//! Audits over the network, several at once, in the order of the command line.

use crate::failure::Failure;
use crate::progress::Line;
use crate::signed::Signed;
use facts::{Overlay, Planner, Recorded, Target, ZoneFile};
use probe::{Ask, Limits, Network, Nobody, Options, Overlaid, Stop, Watch};
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

/// One audit to make.
pub struct Job {
    /// Of what.
    pub target: Target,
    /// Records to lay over: the audit is made without them and once more under them.
    pub overlay: Option<Arc<Overlay>>,
    /// A zone file that answers for its names.
    pub zone: Option<Arc<ZoneFile>>,
}

/// One audit that was made.
#[derive(Clone)]
pub struct Landed {
    /// What was seen.
    pub recorded: Recorded,
    /// What was seen under the overlay; its times are measured from the same beginning.
    pub under: Option<Recorded>,
}

impl From<Target> for Job {
    fn from(target: Target) -> Self {
        Self { target, overlay: None, zone: None }
    }
}

/// Asks what `planners` want to know of each target, and hands the facts out in order as they are ready.
pub async fn ask(
    options: &Options,
    targets: Vec<Target>,
    planners: Vec<Planner>,
    shown: Shown,
    mut done: impl FnMut(Recorded) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let network = Arc::new(Network::new(options)?);
    let jobs = targets.into_iter().map(Job::from).collect();
    make(Some(network), options.limits, jobs, planners, shown, |landed| done(landed.recorded)).await
}

/// Makes the audits; without a network, zone files are all that answers.
pub async fn make(
    network: Option<Arc<Network>>,
    limits: Limits,
    jobs: Vec<Job>,
    planners: Vec<Planner>,
    shown: Shown,
    mut done: impl FnMut(Landed) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let below: Arc<dyn Ask> = match &network {
        Some(network) => network.clone(),
        None => Arc::new(Nobody),
    };
    let stop = Stop::new();
    let listener = tokio::spawn(interrupt(stop.clone()));
    let line = Line::new(shown.quiet);
    let (turns, planners) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(planners));
    let mut flights = JoinSet::new();
    for (index, job) in jobs.into_iter().enumerate() {
        let (below, turns, planners) = (below.clone(), turns.clone(), planners.clone());
        let watch = Watch { stop: stop.clone(), observer: Some(line.observer(job.target.title(), shown.verbose)) };
        flights.spawn(async move {
            let _turn = turns.acquire().await;
            (index, audit(job, &planners, below, &limits, &watch).await)
        });
    }
    let (mut next, mut early) = (0, std::collections::BTreeMap::new());
    while let Some(landed) = flights.join_next().await {
        let (index, landed) = landed.map_err(|e| Failure::Io(std::io::Error::other(e)))?;
        early.insert(index, landed);
        while let Some(landed) = early.remove(&next) {
            next += 1;
            line.finish();
            if shown.verbose {
                line.chain(&landed.recorded, &planners);
            }
            done(landed)?;
        }
    }
    line.finish();
    for fault in network.iter().flat_map(|n| n.resolver_faults()) {
        anstream::eprintln!("mailaudit: the resolver {}", report::clean(&fault));
    }
    listener.abort();
    Ok(())
}

async fn audit(job: Job, planners: &[Planner], below: Arc<dyn Ask>, limits: &Limits, watch: &Watch) -> Landed {
    let Job { target, overlay, zone } = job;
    let below: Arc<dyn Ask> = match zone {
        Some(zone) => Arc::new(Overlaid::new(zone, below)),
        None => below,
    };
    let plain = Signed::over(&target, below.clone());
    let facts = probe::audit(&target, planners, &*plain, limits, watch).await.facts;
    let under = match overlay {
        Some(overlay) => {
            let over = Signed::over(&target, Arc::new(Overlaid::new(overlay, below)));
            let mut under = probe::audit(&target, planners, &*over, limits, watch).await.facts;
            // Both are judged as of one time, so that only the records differ.
            under.observed_at = facts.observed_at;
            Some(Recorded { target: target.clone(), facts: under })
        }
        None => None,
    };
    Landed { recorded: Recorded { target, facts }, under }
}

/// The first Ctrl-C ends the asking and prints what is known; a second one ends the program.
pub async fn interrupt(stop: Stop) {
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
