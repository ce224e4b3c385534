//! What the checks of this crate look at: readings of final facts.

use facts::{Facts, Gap, Inquiry, Target};
use findings::{Evidence, Subject, Verdict};
use readings::dkim::Dkim;
use readings::dmarc::Dmarc;
use readings::mail::{self, Mail, MailHost, Route};
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

/// Helpers that several checks judge through.
impl View {
    /// The audited domain as a subject.
    #[must_use]
    pub fn domain(&self) -> Subject {
        Subject::from(&self.target.domain)
    }

    /// Whether the domain says that it neither sends nor receives: only a short list of checks concerns it.
    #[must_use]
    pub fn parked(&self) -> bool {
        self.posture == Posture::Parked
    }

    /// One verdict about the whole set of exchanges: unknown when the MX is not known, not
    /// applicable without exchanges.
    pub fn exchange_set(&self, judge: impl FnOnce(&Mail) -> Verdict) -> Vec<(Subject, Verdict)> {
        let verdict = match &self.mail.route {
            Route::Unknown(gap) => Verdict::unknown(gap.clone()),
            Route::Mx | Route::NullMixed => judge(&self.mail),
            _ => Verdict::NotApplicable,
        };
        vec![(self.domain(), verdict)]
    }

    /// A verdict about each exchange; unknown as in [`View::exchange_set`], and for those beyond the limit.
    pub fn each_exchange(&self, judge: impl Fn(&MailHost) -> Verdict) -> Vec<(Subject, Verdict)> {
        let mut verdicts: Vec<(Subject, Verdict)> = match &self.mail.route {
            Route::Unknown(gap) => vec![(self.domain(), Verdict::unknown(gap.clone()))],
            Route::Mx | Route::NullMixed => self.mail.hosts.iter().map(|h| (Subject::from(&h.name), judge(h))).collect(),
            _ => Vec::new(),
        };
        verdicts.extend(mail::left_out_gap(&self.mail, &self.target.domain).map(|gap| (self.domain(), Verdict::unknown(gap))));
        sorted(verdicts)
    }
}

/// In the order of the subjects, as a check returns them.
#[must_use]
pub fn sorted(mut verdicts: Vec<(Subject, Verdict)>) -> Vec<(Subject, Verdict)> {
    verdicts.sort_by(|a, b| a.0.cmp(&b.0));
    verdicts
}

/// Unknown for all of `gaps`; at least one is expected.
#[must_use]
pub fn unknown(gaps: impl IntoIterator<Item = Gap>) -> Verdict {
    Verdict::Unknown { gaps: gaps.into_iter().collect(), evidence: Evidence::new() }
}
