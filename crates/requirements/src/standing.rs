//! How a sender stands with each provider.

use crate::data;
use crate::kinds;
use crate::lack::Lack;
use crate::proof::{Evidence, Knows, Proved};
use crate::provider::{Provider, Requirement};
use facts::Target;
use findings::{Applies, Finding, Met, Phrase, ProviderReport, ProviderVerdict, RequirementReport};

/// From so many messages a day on a sender is one of bulk also where the provider names no number:
/// the number of Gmail and of Outlook.com.
const BULK: u64 = 5_000;

/// What requirements are judged over.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'f> {
    /// What was audited, with what its owner said.
    pub target: &'f Target,
    /// All that the checks said, passes among it.
    pub findings: &'f [Finding],
    /// Whether the domain says that it neither sends nor receives.
    pub parked: bool,
}

/// How the sender stands with each provider, in the order of the table.
#[must_use]
pub fn judge(basis: Basis<'_>) -> Vec<ProviderReport> {
    let evidence = Evidence::new(basis.target, basis.findings);
    data::all().iter().map(|provider| stand(provider, basis, &evidence)).collect()
}

fn stand(provider: &'static Provider, basis: Basis<'_>, evidence: &Evidence<'_>) -> ProviderReport {
    let requirements: Vec<RequirementReport> = provider.requirements.iter().filter_map(|r| told(provider, r, basis, evidence)).collect();
    let is = |met: Met| requirements.iter().any(|r| r.status == met && (r.is_visible || met != Met::Unknown));
    // Where nothing can be seen from outside, nothing is known to be met.
    let blind = !requirements.iter().any(|r| r.is_visible);
    let verdict = match (is(Met::Unmet), is(Met::Unknown) || blind) {
        (true, _) => ProviderVerdict::NotReady,
        (false, true) => ProviderVerdict::Undetermined,
        (false, false) => ProviderVerdict::Ready,
    };
    ProviderReport { id: provider.id, name: provider.name, verdict, requirements }
}

/// What became of one requirement; none where it does not concern the sender.
fn told(provider: &Provider, requirement: &'static Requirement, basis: Basis<'_>, evidence: &Evidence<'_>) -> Option<RequirementReport> {
    let (proved, concerns) = if basis.parked && [kinds::EITHER, kinds::SPF].contains(&requirement.kind) {
        (DECLINES, Concerns::Yes)
    } else {
        (requirement.proof.prove(evidence), concerns(requirement.applies, basis.target.volume))
    };
    if concerns == Concerns::No {
        return None;
    }
    // Broken, and perhaps not demanded of this sender.
    let is_open = proved.met == Met::Unmet && concerns == Concerns::Unknown;
    let status = if is_open { Met::Unknown } else { proved.met };
    let look = if is_open { VOLUME } else { proved.lacks.look(provider.place) };
    Some(RequirementReport {
        id: requirement.kind.id,
        title: requirement.kind.title,
        row: kinds::ALL.iter().position(|k| *k == requirement.kind).unwrap_or(kinds::ALL.len()),
        demands: requirement.demands,
        status,
        facts: proved.met,
        applies: requirement.applies,
        concerns: concerns == Concerns::Yes,
        is_visible: requirement.proof.is_visible(),
        is_providers: proved.lacks == Lack::Sight(Knows::Provider),
        code: proved.code,
        since: requirement.since,
        replies: requirement.replies,
        source: requirement.source.page,
        standing: requirement.source.standing,
        look: (status == Met::Unknown).then_some(look),
    })
}

/// A parked domain lets nobody send for it, whatever the volume.
const DECLINES: Proved = Proved { met: Met::Unmet, code: "SPF024", lacks: Lack::Answer };

const VOLUME: Phrase = Phrase {
    en: "broken, if it is demanded of this sender: tell the number of messages a day with --volume",
    ru: "нарушено, если относится к этому отправителю: укажите число писем в сутки: --volume",
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Concerns {
    Yes,
    No,
    Unknown,
}

/// Whether it is demanded of who sends `volume` messages a day. All of them may go to one provider.
fn concerns(applies: Applies, volume: Option<u64>) -> Concerns {
    match (applies, volume) {
        (Applies::All, _) => Concerns::Yes,
        (_, None) => Concerns::Unknown,
        (Applies::Bulk(Some(from)) | Applies::Promotional(Some(from)), Some(volume)) if volume < from => Concerns::No,
        (Applies::Bulk(None) | Applies::Promotional(None), Some(volume)) if volume < BULK => Concerns::Unknown,
        _ => Concerns::Yes,
    }
}
