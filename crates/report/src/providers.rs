//! How a sender stands with mailbox providers, for programs.

use findings::{Applies, Lang, Met, ProviderReport, ProviderVerdict, RequirementReport, SourceStanding};
use schemars::JsonSchema;
use serde::Serialize;

/// What one mailbox provider demands, and whether it is met.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Provider {
    /// The provider (`gmail`).
    provider: &'static str,
    /// Its name as people know it.
    name: &'static str,
    /// Ready: all that can be seen from outside is met. Not ready: something is shown to be broken.
    #[schemars(extend("enum" = ProviderVerdict::ALL.map(ProviderVerdict::as_str)))]
    verdict: &'static str,
    /// Its requirements that concern this sender, or may.
    requirements: Vec<Requirement>,
}

/// One requirement of a provider.
#[derive(Serialize, JsonSchema)]
struct Requirement {
    /// Its name, the same for all providers that demand the like (`ptr`).
    id: &'static str,
    /// Whether it is met; unknown also where it is broken and perhaps not demanded of this sender.
    #[schemars(extend("enum" = Met::ALL.map(Met::as_str)))]
    status: &'static str,
    /// The check that tells; REQ002 where none can.
    #[schemars(regex(pattern = "^[A-Z]+[0-9]{3}$"))]
    code: &'static str,
    /// What it is about.
    title: &'static str,
    /// What the provider demands.
    demands: &'static str,
    /// Of whom: all senders, those of bulk, or mail that promotes or was subscribed to.
    #[schemars(extend("enum" = APPLIES))]
    applies: &'static str,
    /// Messages a day from which on it is demanded; null where no number is published, or none is needed.
    from_volume: Option<u64>,
    /// Whether this sender is known to be one of them.
    concerns: bool,
    /// What the checks say, whether it concerns this sender or not.
    #[schemars(extend("enum" = Met::ALL.map(Met::as_str)))]
    facts: &'static str,
    /// Since when, as a date or a month; null where the provider names none.
    since: Option<&'static str>,
    /// Enhanced codes, or words of the reply, with which mail is refused that breaks it.
    replies: &'static [&'static str],
    /// The page that tells it.
    source: &'static str,
    /// Whether that page was read, others tell of it, or nothing confirms it.
    #[schemars(extend("enum" = SourceStanding::ALL.map(SourceStanding::as_str)))]
    source_standing: &'static str,
    /// For an unknown: where to look, or what to give the audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    look: Option<&'static str>,
}

const APPLIES: [&str; 3] = [Applies::All.as_str(), Applies::Bulk(None).as_str(), Applies::Promotional(None).as_str()];

impl Provider {
    pub(crate) fn new(report: &ProviderReport, lang: Lang) -> Self {
        Self {
            provider: report.id,
            name: report.name.text(lang),
            verdict: report.verdict.as_str(),
            requirements: report.requirements.iter().map(|r| Requirement::new(r, lang)).collect(),
        }
    }
}

impl Requirement {
    fn new(report: &RequirementReport, lang: Lang) -> Self {
        Self {
            id: report.id,
            status: report.status.as_str(),
            code: report.code,
            title: report.title.text(lang),
            demands: report.demands.text(lang),
            applies: report.applies.as_str(),
            from_volume: report.applies.threshold(),
            concerns: report.concerns,
            facts: report.facts.as_str(),
            since: report.since,
            replies: report.replies,
            source: report.source,
            source_standing: report.standing.as_str(),
            look: report.look.map(|look| look.text(lang)),
        }
    }
}
