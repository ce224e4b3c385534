//! One line on stderr while questions are out; nothing when stderr is no terminal.

use facts::{Planner, Recorded, Rounds};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use probe::{Observer, Progress};
use std::sync::Arc;
use std::time::Duration;

/// The line. Drop or finish it before printing.
pub struct Line(ProgressBar);

impl Line {
    /// A line, or a silent one.
    pub fn new(quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()) };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self(bar)
    }

    /// An observer that shows how far the audit of `domain` is; with `verbose` each answer on a line of its own.
    pub fn observer(&self, domain: String, verbose: bool) -> Observer {
        let bar = self.0.clone();
        Arc::new(move |p: Progress<'_>| {
            if let Some(question) = p.last.filter(|_| verbose) {
                let line = report::clean(&format!("{domain}: {question}")).into_owned();
                if bar.is_hidden() { anstream::eprintln!("{line}") } else { bar.println(line) }
            }
            bar.set_message(format!("{domain}  {}/{}", p.answered, p.asked));
        })
    }

    /// Shows the longest chain of questions of which each had to wait for the answer to the one before.
    pub fn chain(&self, recorded: &Recorded, planners: &[Planner]) {
        let chain = Rounds::of(&recorded.target, planners, &recorded.facts).chain();
        for (place, question) in chain.iter().enumerate() {
            let line = format!("{}: round trip {} of {}: {question}", recorded.target.title(), place + 1, chain.len());
            anstream::eprintln!("{}", report::clean(&line));
        }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
