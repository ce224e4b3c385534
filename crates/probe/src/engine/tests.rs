//! The asking loop against an asker whose every answer and delay is known.

use super::*;
use crate::{BoxFuture, Replay};
use facts::answer::DnsAnswer;
use facts::{Inquiry, Name, RecordType, Recorded};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers `<ms>-….example` after so many milliseconds; counts what it was asked.
#[derive(Default)]
struct Clockwork(Mutex<Vec<Question>>);

impl Ask for Clockwork {
    fn ask(&self, question: &Question) -> BoxFuture<Answer> {
        self.0.lock().expect("no panic").push(question.clone());
        let Question::Dns { name, .. } = question else { panic!("only DNS") };
        let ms = name.as_str().split('-').next().and_then(|ms| ms.parse().ok()).unwrap_or(0);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Answer::Dns(DnsAnswer::default())
        })
    }
}

fn question(text: &str) -> Question {
    Question::Dns { name: Name::parse(text).unwrap_or_default(), rtype: RecordType::A }
}

/// Asks one after the other, each only when the one before is answered.
fn one_by_one(inquiry: &Inquiry<'_>, names: &[&str]) {
    let _ = names.iter().all(|name| inquiry.look(&question(name)).is_some());
}

fn planner(name: &'static str, plan: fn(&Target, &Inquiry<'_>)) -> Planner {
    Planner { name, serves: &["dns"], plan }
}

fn target() -> Target {
    Target::new(Name::parse("example.com").unwrap_or_default())
}

async fn run(planners: &[Planner], asker: &dyn Ask, limits: Limits) -> Audited {
    audit(&target(), planners, asker, &limits, &Watch::default()).await
}

fn longest_chain(audited: &Audited, planners: &[Planner]) -> usize {
    audited.rounds(&target(), planners).count()
}

fn at_ms(audited: &Audited, text: &str) -> u64 {
    audited.facts.iter().find(|(q, _)| **q == question(text)).map_or(u64::MAX, |(_, t)| t.at_ms)
}

#[tokio::test]
async fn a_slow_answer_holds_nobody_back_and_wakes_only_its_planner() {
    static FAST: AtomicUsize = AtomicUsize::new(0);
    static SLOW: AtomicUsize = AtomicUsize::new(0);
    let planners = [
        planner("slow", |_, i| {
            SLOW.fetch_add(1, Ordering::SeqCst);
            one_by_one(i, &["150-slow.example"]);
        }),
        planner("fast", |_, i| {
            FAST.fetch_add(1, Ordering::SeqCst);
            one_by_one(i, &["5-a.example", "6-b.example", "7-c.example"]);
        }),
    ];
    let audited = run(&planners, &Clockwork::default(), Limits::default()).await;
    // Before the chain is asked for, which runs them again.
    assert_eq!((SLOW.load(Ordering::SeqCst), FAST.load(Ordering::SeqCst)), (2, 4));
    assert!(at_ms(&audited, "7-c.example") < 120, "{}", at_ms(&audited, "7-c.example"));
    assert!((150..400).contains(&at_ms(&audited, "150-slow.example")));
    assert!((150..400).contains(&audited.facts.elapsed_ms));
    assert_eq!((audited.facts.asked(), longest_chain(&audited, &planners), audited.ended), (4, 3, Ended::Complete));
    assert!(audited.facts.observed_at.unix() > 1_700_000_000);
}

#[tokio::test]
async fn two_planners_share_a_question() {
    let planners = [
        planner("one", |_, i| one_by_one(i, &["5-a.example", "0-b.example"])),
        planner("two", |_, i| one_by_one(i, &["5-a.example", "0-c.example"])),
    ];
    let asker = Clockwork::default();
    let audited = run(&planners, &asker, Limits::default()).await;
    assert_eq!(asker.0.lock().expect("no panic").len(), 3);
    assert_eq!((audited.facts.asked(), longest_chain(&audited, &planners)), (3, 2));
}

/// One planner that follows two threads: what the one opens is not laid to the other's account,
/// though both answers may land together.
#[tokio::test]
async fn the_longest_chain_is_the_same_in_whatever_order_answers_come() {
    let planners = [planner("threads", |t, i| {
        one_by_one(i, &["0-a.example", "1-b.example", "40-c.example"]);
        let first = t.selectors.first().map_or("0-x.example", String::as_str);
        one_by_one(i, &[first, "0-y.example"]);
    })];
    for first in ["0-x.example", "1-x.example", "41-x.example", "42-x.example", "80-x.example"] {
        let target = Target { selectors: vec![first.into()], ..target() };
        let audited = audit(&target, &planners, &Clockwork::default(), &Limits::default(), &Watch::default()).await;
        let rounds = audited.rounds(&target, &planners);
        let chain: Vec<String> = rounds.chain().iter().map(ToString::to_string).collect();
        assert_eq!((rounds.count(), chain), (3, ["0-a.example A", "1-b.example A", "40-c.example A"].map(String::from).to_vec()));
        assert_eq!(rounds.sizes().collect::<Vec<_>>(), [2, 2, 1]);
    }
}

#[tokio::test]
async fn planners_of_unwanted_areas_do_not_ask() {
    let planners = [planner("dns", |_, i| one_by_one(i, &["0-a.example"]))];
    let target = Target { only: vec!["spf".into()], ..target() };
    let audited = audit(&target, &planners, &Clockwork::default(), &Limits::default(), &Watch::default()).await;
    assert_eq!(audited.facts.iter().count(), 0);
}

#[tokio::test]
async fn what_is_open_when_the_time_is_up_is_told() {
    let planners = [planner("p", |_, i| one_by_one(i, &["0-a.example", "9000-b.example", "0-c.example"]))];
    let limits = Limits { budget: Duration::from_millis(80), ..Limits::default() };
    let audited = run(&planners, &Clockwork::default(), limits).await;
    assert_eq!(audited.ended, Ended::BudgetSpent);
    assert!((80..8_000).contains(&audited.facts.elapsed_ms), "{}", audited.facts.elapsed_ms);
    assert!(matches!(audited.facts.answer(&question("0-a.example")), Some(Answer::Dns(_))));
    for open in ["9000-b.example", "0-c.example"] {
        assert_eq!(audited.facts.answer(&question(open)), Some(&Answer::NotAsked(WhyNot::BudgetSpent)), "{open}");
    }
}

#[tokio::test]
async fn a_stop_keeps_what_is_known() {
    let planners = [planner("p", |_, i| one_by_one(i, &["0-a.example", "9000-b.example"]))];
    let watch = Watch::default();
    let stop = watch.stop.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(60)).await;
        stop.stop();
    });
    let audited = audit(&target(), &planners, &Clockwork::default(), &Limits::default(), &watch).await;
    assert_eq!(audited.ended, Ended::Interrupted);
    assert!(audited.facts.elapsed_ms < 8_000, "{}", audited.facts.elapsed_ms);
    assert!(matches!(audited.facts.answer(&question("0-a.example")), Some(Answer::Dns(_))));
    assert_eq!(audited.facts.answer(&question("9000-b.example")), Some(&Answer::NotAsked(WhyNot::Interrupted)));
    let asker = Clockwork::default();
    let later = audit(&target(), &planners, &asker, &Limits::default(), &watch).await;
    assert_eq!((later.facts.asked(), later.ended), (0, Ended::Interrupted));
    assert!(asker.0.lock().expect("no panic").is_empty(), "an audit begun after the stop sends nothing");
}

#[tokio::test]
async fn no_domain_asks_more_than_its_number_of_questions() {
    let planners = [planner("p", |_, i| {
        for n in 0..10 {
            i.look(&question(&format!("0-{n}.example")));
        }
    })];
    let count = |audited: &Audited, wanted: &Answer| audited.facts.iter().filter(|(_, t)| t.answer == *wanted).count();
    let spent = Answer::NotAsked(WhyNot::BudgetSpent);
    for (most, left) in [(10, 0), (9, 1), (4, 6)] {
        let asker = Clockwork::default();
        let audited = run(&planners, &asker, Limits { questions: most, ..Limits::default() }).await;
        assert_eq!((asker.0.lock().expect("no panic").len(), count(&audited, &spent)), (most, left));
    }
}

#[tokio::test]
async fn a_planner_without_end_is_ended() {
    let planners = [planner("p", |_, i| {
        let _ = (0..).all(|n| i.look(&question(&format!("0-{n}.example"))).is_some());
    })];
    let audited = run(&planners, &Clockwork::default(), Limits { questions: 20, ..Limits::default() }).await;
    assert_eq!(audited.facts.asked(), 20);
    assert_eq!(longest_chain(&audited, &planners), 20);
    let watch = Watch::default();
    watch.stop.stop();
    let limits = Limits { questions: 20, ..Limits::default() };
    let stopped = audit(&target(), &planners, &Clockwork::default(), &limits, &watch).await;
    assert_eq!((stopped.facts.asked(), stopped.ended), (0, Ended::Interrupted));
}

#[tokio::test]
async fn progress_is_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let observer: crate::Observer = {
        let told = told.clone();
        Arc::new(move |p: Progress<'_>| told.lock().expect("no panic").push((p.asked, p.answered, p.last.map(ToString::to_string))))
    };
    let planners = [planner("p", |_, i| one_by_one(i, &["0-a.example", "0-b.example"]))];
    let watch = Watch { observer: Some(observer), ..Watch::default() };
    audit(&target(), &planners, &Clockwork::default(), &Limits::default(), &watch).await;
    let told = told.lock().expect("no panic");
    assert_eq!(told.first(), Some(&(1, 0, None)));
    assert!(told.contains(&(2, 2, Some("0-b.example A".into()))), "{told:?}");
}

#[tokio::test]
async fn a_recording_answers_what_it_holds_and_nothing_else() {
    let mut facts = Facts::default();
    facts.add(question("0-a.example"), 5, Answer::Dns(DnsAnswer::default()));
    let replay = Replay::new(&Recorded { target: target(), facts });
    let planners = [planner("p", |_, i| one_by_one(i, &["0-a.example", "0-b.example"]))];
    let audited = run(&planners, &replay, Limits::default()).await;
    assert!(matches!(audited.facts.answer(&question("0-a.example")), Some(Answer::Dns(_))));
    assert_eq!(audited.facts.answer(&question("0-b.example")), Some(&Answer::NotAsked(WhyNot::NotRecorded)));
}

struct Broken;

impl Ask for Broken {
    fn ask(&self, _: &Question) -> BoxFuture<Answer> {
        Box::pin(async { panic!("a test's own panic") })
    }
}

#[tokio::test]
async fn a_task_that_breaks_says_nothing_about_the_target() {
    let planners = [planner("p", |_, i| one_by_one(i, &["0-a.example"]))];
    let audited = run(&planners, &Broken, Limits::default()).await;
    assert_eq!(audited.facts.answer(&question("0-a.example")), Some(&Answer::NotAsked(WhyNot::LocalFailure)));
}
