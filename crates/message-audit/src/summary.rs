//! Results of authentication as a report shows them, beside the findings.

use crate::authentication::DmarcResult;
use crate::chain::ChainResult;
use crate::signatures::Outcome;
use crate::view::View;
use facts::{Facts, Target};
use findings::{MessageDmarc, MessageSignature, MessageSummary};
use readings::dmarc::Discovery;

/// At most so many signed fields of a signature are told.
const MOST_SIGNED: usize = 100;

/// What became of SPF, DKIM, DMARC and ARC; nothing where the target has no message.
#[must_use]
pub fn summary(target: &Target, facts: &Facts) -> Option<MessageSummary> {
    let view = View::new(target, facts)?;
    let (letter, auth) = (&view.letter, &view.authentication);
    let aligned = |place: usize| auth.authors.iter().any(|a| a.signatures.contains(&place));
    let signature = |(place, s): (usize, &crate::Signature)| MessageSignature {
        domain: s.field.domain.clone(),
        selector: s.field.selector.clone(),
        algorithm: s.field.algorithm_text.clone(),
        result: match &s.outcome {
            Outcome::Pass => "pass",
            Outcome::Fail(_) => "fail",
            Outcome::Unknown(_) => "unknown",
        },
        reason: match &s.outcome {
            Outcome::Fail(cause) => Some(cause.as_str()),
            _ => None,
        },
        aligned: aligned(place),
        testing: s.testing,
        signed: s.field.signed.iter().take(MOST_SIGNED).cloned().collect(),
        open: s.open(letter),
        length: s.field.length,
        unsigned: s.unsigned,
    };
    Some(MessageSummary {
        size: letter.size,
        from: letter.from.iter().map(|m| m.address.clone()).take(20).collect(),
        ip: auth.envelope.ip.map(|(ip, _)| ip),
        mail_from: auth.envelope.mail_from.as_ref().map(|(m, _)| m.clone()),
        helo: auth.envelope.helo.clone(),
        spf: auth.spf.as_ref().map(|e| e.result.as_str()),
        spf_domain: auth.spf_domain.clone(),
        spf_aligned: auth.authors.first().and_then(|a| a.envelope_aligned),
        dkim: view.signatures.iter().enumerate().map(signature).collect(),
        dmarc: auth.authors.iter().map(dmarc).collect(),
        arc: match view.chain.result {
            ChainResult::None => "none",
            ChainResult::Pass => "pass",
            ChainResult::Fail(_) => "fail",
            ChainResult::Unknown(_) => "unknown",
        },
        arc_sets: view.chain.sets,
        dkim2: letter.counts.get("dkim2-signature").copied().unwrap_or(0),
    })
}

fn dmarc(author: &crate::authentication::Author) -> MessageDmarc {
    let policy = match &author.policy {
        Discovery::Applied(applied) => Some((applied.from.to_string(), applied.policy.as_str())),
        _ => None,
    };
    MessageDmarc {
        domain: author.domain.to_string(),
        result: match author.dmarc {
            DmarcResult::None => "none",
            DmarcResult::Pass => "pass",
            DmarcResult::Fail => "fail",
            DmarcResult::Unknown(_) => "unknown",
        },
        policy: policy.as_ref().map(|(_, p)| *p),
        policy_domain: policy.map(|(from, _)| from),
    }
}
