//! What the checks of this crate look at: readings of final facts.

use facts::{Facts, Inquiry, Target};
use readings::dkim::Dkim;
use readings::dmarc::Dmarc;
use readings::mail::Mail;
use readings::posture::Posture;
use readings::ptr::Ptr;
use readings::spf::Spf;
use readings::zone::Zone;

/// The DNS side of a domain.
#[derive(Clone, Debug)]
pub struct View {
    /// What is audited.
    pub target: Target,
    /// Whether the domain is used for mail at all.
    pub posture: Posture,
    /// The zone itself: existence, name servers, wildcards, sizes.
    pub zone: Zone,
    /// Where mail goes.
    pub mail: Mail,
    /// The SPF tree and its evaluations.
    pub spf: Spf,
    /// Keys.
    pub dkim: Dkim,
    /// The policy.
    pub dmarc: Dmarc,
    /// Reverse names.
    pub ptr: Ptr,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let inquiry = Inquiry::new(facts);
        Self {
            target: target.clone(),
            posture: readings::posture::read(target, &inquiry),
            zone: readings::zone::read(target, &inquiry),
            mail: readings::mail::read(target, &inquiry),
            spf: readings::spf::read(target, &inquiry),
            dkim: readings::dkim::read(target, &inquiry),
            dmarc: readings::dmarc::read(target, &inquiry),
            ptr: readings::ptr::read(target, &inquiry),
        }
    }
}
