//! One line on stderr while questions are out; nothing when stderr is no terminal.

use facts::delivery::Wanted;
use facts::{DeliveryTarget, Planner, Question, Recorded, Rounds};
use findings::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use probe::{Observer, Progress};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// The line while test messages are on their way: how many are sent and looked for, and how long at most.
pub struct Journey {
    bar: ProgressBar,
    messages: usize,
    sent: Arc<AtomicUsize>,
    over: Arc<AtomicUsize>,
    lang: Lang,
}

impl Journey {
    /// A line for the messages of `delivery`; where stderr is no terminal, one sentence.
    pub fn new(quiet: bool, delivery: &DeliveryTarget, lang: Lang) -> Self {
        let Line(bar) = Line::new(quiet);
        let wait = delivery.wait_s * (u32::from(delivery.reply) + 1);
        let template = match lang {
            Lang::En => format!("{{spinner}} {{msg}} {{elapsed}} of at most {wait}s"),
            Lang::Ru => format!("{{spinner}} {{msg}} {{elapsed}} из {wait}s"),
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        let messages = delivery.mailboxes.len();
        if bar.is_hidden() && !quiet {
            match lang {
                Lang::En => anstream::eprintln!("mailaudit: messages: {messages}; waiting at most {wait} s"),
                Lang::Ru => anstream::eprintln!("mailaudit: писем: {messages}; ожидание не дольше {wait} с"),
            }
        }
        Self { bar, messages, sent: Arc::default(), over: Arc::default(), lang }
    }

    /// An observer that counts; with `verbose` each answer on a line of its own. The time runs from the last message sent.
    pub fn observer(&self, verbose: bool) -> Observer {
        let (bar, messages, lang) = (self.bar.clone(), self.messages, self.lang);
        let (sent, over) = (self.sent.clone(), self.over.clone());
        Arc::new(move |p: Progress<'_>| {
            if let Some(question) = p.last.filter(|_| verbose) {
                let line = report::clean(&question.to_string()).into_owned();
                if bar.is_hidden() { anstream::eprintln!("{line}") } else { bar.println(line) }
            }
            match p.last {
                Some(Question::Submission(_)) => {
                    sent.fetch_add(1, Ordering::Relaxed);
                    bar.reset_elapsed();
                }
                Some(Question::Search(asked)) if asked.wanted == Wanted::Message => {
                    over.fetch_add(1, Ordering::Relaxed);
                }
                _ => {}
            }
            let (sent, over) = (sent.load(Ordering::Relaxed), over.load(Ordering::Relaxed));
            bar.set_message(match lang {
                Lang::En => format!("handed in {sent} of {messages}, looked up {over};"),
                Lang::Ru => format!("отправлено {sent} из {messages}, проверено {over};"),
            });
        })
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
