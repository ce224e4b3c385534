//! Whether what a reply said is still so: one sentence, and the findings it rests on.

use crate::clean::clean;
use crate::paint::{Tint, paint};
use crate::style::Style;
use crate::wrap::hang;
use facts::{Moment, Target};
use findings::{Finding, Lang, Status};

/// How it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No check can tell, or none was answered.
    Unknown,
    /// All that could confirm it was asked, and nothing does.
    NoLonger,
    /// At least one check confirms it.
    Still,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Still, Self::NoLonger, Self::Unknown];

    /// The word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::NoLonger => "no_longer",
            Self::Unknown => "unknown",
        }
    }

    /// Of several: one that still is so decides, then one that is not known.
    #[must_use]
    pub fn of(all: impl IntoIterator<Item = Self>) -> Self {
        let all: Vec<Self> = all.into_iter().collect();
        if all.contains(&Self::Still) {
            Self::Still
        } else if all.is_empty() || all.contains(&Self::Unknown) {
            Self::Unknown
        } else {
            Self::NoLonger
        }
    }
}

/// One audit that replies called for.
pub struct NowAudit {
    /// Of what.
    pub target: Target,
    /// Which checks could confirm the replies.
    pub checks: Vec<&'static str>,
    /// How it stands.
    pub standing: Standing,
    /// What those checks said.
    pub findings: Vec<Finding>,
    /// When it was asked.
    pub observed_at: Moment,
}

/// Why nothing was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// No check of this program can confirm it.
    NoCheck,
    /// The reply names neither an address nor a domain.
    NoSubject,
    /// What can be asked shows nothing wrong, but the receiver weighs more than that.
    OwnJudgment,
    /// The list that the reply names is none of those that are asked.
    OtherList,
    /// It was accepted: there is nothing to ask.
    Accepted,
}

/// How the replies stand now.
pub struct Now {
    /// One element a target.
    pub audits: Vec<NowAudit>,
    /// Why there is none for some reply.
    pub untold: Option<Untold>,
}

impl Now {
    /// All in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let missing = self.untold.filter(|u| *u != Untold::Accepted).map(|_| Standing::Unknown);
        Standing::of(self.audits.iter().map(|a| a.standing).chain(missing))
    }

    /// The sentence that `--check` ends in.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let about: Vec<String> = self.audits.iter().map(|a| a.target.title()).collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", clean(&about.join(", "))) };
        match self.standing() {
            Standing::Still => {
                let codes: Vec<&str> = self.confirming().map(|f| f.about.code).collect();
                let codes = unique(codes).join(", ");
                match lang {
                    Lang::En => format!("It is still so now{about}: {codes}."),
                    Lang::Ru => format!("Сейчас это всё ещё так{about}: {codes}."),
                }
            }
            Standing::NoLonger => match lang {
                Lang::En => format!("It is so no longer{about}: nothing that was asked confirms it."),
                Lang::Ru => format!("Сейчас это уже не так{about}: ни одна проверка этого не подтверждает."),
            },
            Standing::Unknown => format!(
                "{}{about}: {}",
                lang.pick("Whether it is still so cannot be told", "Сказать, так ли это сейчас, нельзя"),
                self.why(lang)
            ),
        }
    }

    fn confirming(&self) -> impl Iterator<Item = &Finding> {
        self.audits.iter().filter(|a| a.standing == Standing::Still).flat_map(|a| &a.findings).filter(|f| f.status == Status::Fail)
    }

    fn why(&self, lang: Lang) -> &'static str {
        match self.untold {
            Some(Untold::NoCheck) => lang.pick("no check can see it from outside.", "снаружи этого не видит ни одна проверка."),
            Some(Untold::NoSubject) => lang.pick(
                "the reply names neither an address nor a domain; give --ip or --domain.",
                "ответ не называет ни адреса, ни домена; задайте --ip или --domain.",
            ),
            Some(Untold::Accepted) => lang.pick("it was accepted, so that nothing is open.", "письмо принято, проверять нечего."),
            Some(Untold::OwnJudgment) => lang.pick(
                "what can be asked shows nothing wrong, but the receiver weighs more than shows from outside.",
                "всё, что можно спросить, в порядке, но получатель учитывает и то, чего снаружи не видно.",
            ),
            Some(Untold::OtherList) => lang.pick(
                "the list that the reply names is none of those that are asked; look there by its own page.",
                "список из ответа не входит в опрашиваемые; проверьте на его собственной странице.",
            ),
            None => lang.pick("what was asked did not answer.", "на вопросы не ответили."),
        }
    }
}

fn unique(codes: Vec<&str>) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen
}

/// What the checks said, and the sentence.
pub(crate) fn now_page(now: &Now, style: &Style) -> String {
    let lang = style.lang;
    let mut out = format!("{}\n", paint(lang.pick("Is it so now?", "Так ли это сейчас?"), Tint::Bold));
    for finding in now.audits.iter().flat_map(|a| &a.findings) {
        let (mark, tint) = match finding.status {
            Status::Fail => ("✗", Tint::Red),
            Status::Pass => ("✓", Tint::Green),
            _ => ("?", Tint::Yellow),
        };
        let said = format!("{} {}: {}", finding.about.code, finding.subject.as_str(), finding.says(lang));
        let said = if finding.status == Status::Pass {
            let title = finding.about.words(lang).title;
            format!("{} {}: {} — {title}", finding.about.code, finding.subject.as_str(), lang.pick("not found", "не обнаружено"))
        } else {
            said
        };
        out.push_str(&format!("{}\n", hang(&format!("{} ", paint(mark, tint)), &clean(&said), style.columns()).join("\n")));
    }
    out.push_str(&format!("{}\n", hang("", &paint(&now.sentence(lang), Tint::Bold), style.columns()).join("\n")));
    out
}
