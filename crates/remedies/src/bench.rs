//! Where proposals are tried: the recorded facts, an overlay over them, and the judgment of both.

use crate::plan::Change;
use facts::answer::DnsAnswer;
use facts::{Answer, Gap, Inquiry, Name, Outcome, Overlay, Planner, Question, RecordType, Recorded, Seen};
use findings::Report;
use std::cell::RefCell;

/// What a trial needs from outside.
pub struct Means<'a> {
    /// What was seen.
    pub recorded: &'a Recorded,
    /// The planners that an audit runs.
    pub planners: &'a [Planner],
    /// The judgment.
    pub judge: &'a dyn Fn(Recorded) -> Report,
    /// Answers what the recorded facts do not hold; the same to the same question.
    pub new: &'a mut dyn FnMut(&Question) -> Answer,
}

pub struct Bench<'a> {
    pub recorded: &'a Recorded,
    pub before: Report,
    planners: &'a [Planner],
    judge: &'a dyn Fn(Recorded) -> Report,
    new: RefCell<&'a mut dyn FnMut(&Question) -> Answer>,
}

impl<'a> Bench<'a> {
    pub fn new(means: Means<'a>) -> Self {
        let before = (means.judge)(means.recorded.clone());
        Self { recorded: means.recorded, before, planners: means.planners, judge: means.judge, new: RefCell::new(means.new) }
    }

    /// The domain that is audited.
    pub fn domain(&self) -> &Name {
        &self.recorded.target.domain
    }

    /// The facts as recorded, to be read.
    pub fn inquiry(&self) -> Inquiry<'_> {
        Inquiry::new(&self.recorded.facts)
    }

    /// What the DNS says of a set, asked anew where it was not asked before.
    pub fn dns(&self, name: &Name, rtype: RecordType) -> Result<DnsAnswer, Gap> {
        let question = Question::Dns { name: name.clone(), rtype };
        let answer = match self.recorded.facts.answer(&question) {
            Some(answer) => answer.clone(),
            None => (self.new.borrow_mut())(&question),
        };
        // The reading of an answer, silence and all, stands in one place.
        let mut facts = facts::Facts::new(self.recorded.facts.observed_at);
        facts.add(question.clone(), 0, answer);
        let inquiry = Inquiry::new(&facts);
        match inquiry.dns_question(&question) {
            Seen::Unknown(gap) => Err(gap),
            seen => Ok(seen.answer().cloned().unwrap_or(DnsAnswer { outcome: Outcome::NoData, ..DnsAnswer::default() })),
        }
    }

    /// What `planners` would see under `overlay`.
    pub fn under(&self, overlay: &Overlay, planners: &[Planner]) -> Recorded {
        overlay.over(self.recorded, planners, |question| (self.new.borrow_mut())(question))
    }

    /// What the whole audit would see under `overlay`.
    pub fn under_all(&self, overlay: &Overlay) -> Recorded {
        self.under(overlay, self.planners)
    }

    /// The report under `overlay`.
    pub fn report(&self, overlay: &Overlay) -> Report {
        (self.judge)(self.under(overlay, self.planners))
    }

    /// Whether a name is the owner's to publish at: within the organisational domain, and no reverse name.
    pub fn owns(&self, name: &Name) -> bool {
        let home = records::domain::organisational(self.domain().as_str()).and_then(|o| Name::parse(o).ok());
        name.is_within(home.as_ref().unwrap_or(self.domain()))
    }
}

/// The overlay of some changes; none where no zone file can hold them.
pub fn overlay<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Option<Overlay> {
    let text: String = changes.into_iter().map(Change::zone_lines).collect();
    Overlay::parse(text.as_bytes(), &Name::root()).ok()
}
