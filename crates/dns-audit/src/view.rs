//! What the checks of this crate look at: readings of final facts.

use facts::{Facts, Gap, Inquiry, Moment, Name, Question, Reason, RecordType, Target};
use findings::{Evidence, PublishRecord, Severity, Subject, Verdict};
use readings::client_settings::ClientSettings;
use readings::dkim::Dkim;
use readings::dmarc::Dmarc;
use readings::mail::{self, Mail, MailHost, Route};
use readings::policy::Policy;
use readings::posture::Posture;
use readings::ptr::{Ptr, Reverse};
use readings::published::Published;
use readings::registration::Registered;
use readings::rpt::Rpt;
use readings::security::Security;
use readings::services::ServiceName;
use readings::spf::Spf;
use readings::zone::Zone;
use records::bimi::BimiRecord;
use records::mta_sts::MtaStsRecord;

/// The DNS side of a domain.
#[derive(Clone, Debug)]
pub struct View {
    /// What is audited.
    pub target: Target,
    /// When it was looked at; what ends is judged against it.
    pub observed_at: Moment,
    /// Whether the domain is used for mail at all.
    pub posture: Posture,
    /// The zone itself: existence, name servers, wildcards, sizes.
    pub zone: Zone,
    /// What DNSSEC says of the answers that mail hangs on.
    pub security: Security,
    /// What the registry says, where the user asked for it.
    pub registration: Registered,
    /// Where mail goes.
    pub mail: Mail,
    /// Whether SPF says that nobody sends for the domain.
    pub sends_nothing: Result<bool, Gap>,
    /// The SPF tree and its evaluations.
    pub spf: Spf,
    /// Keys.
    pub dkim: Dkim,
    /// The policy.
    pub dmarc: Dmarc,
    /// Reverse names.
    pub ptr: Ptr,
    /// Names of other services, and SPF records that stand there.
    pub services: Vec<ServiceName>,
    /// MTA-STS.
    pub sts: Published<MtaStsRecord>,
    /// The policy that it announces.
    pub policy: Policy,
    /// Reports about TLS.
    pub rpt: Rpt,
    /// The logo.
    pub bimi: Published<BimiRecord>,
    /// What mail programs are told.
    pub client_settings: ClientSettings,
}

impl View {
    /// Reads `facts`.
    #[must_use]
    pub fn new(target: &Target, facts: &Facts) -> Self {
        let inquiry = Inquiry::new(facts);
        Self {
            target: target.clone(),
            observed_at: facts.observed_at,
            posture: readings::posture::read(target, &inquiry),
            zone: readings::zone::read(target, &inquiry),
            security: readings::security::read(target, &inquiry),
            registration: readings::registration::read(target, &inquiry),
            mail: readings::mail::read(target, &inquiry),
            sends_nothing: sends_nothing(target, &inquiry),
            spf: readings::spf::read(target, &inquiry),
            dkim: readings::dkim::read(target, &inquiry),
            dmarc: readings::dmarc::read(target, &inquiry),
            ptr: readings::ptr::read(target, &inquiry),
            services: readings::services::read(target, &inquiry),
            sts: readings::sts::read(target, &inquiry),
            policy: readings::policy::read(target, &inquiry),
            rpt: readings::rpt::read(target, &inquiry),
            bimi: readings::bimi::read(target, &inquiry),
            client_settings: readings::client_settings::read(target, &inquiry),
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

    /// Whether the domain takes mail at all.
    ///
    /// # Errors
    /// The gap that hides it.
    pub fn takes_mail(&self) -> Result<bool, Gap> {
        match &self.mail.route {
            Route::Unknown(gap) => Err(gap.clone()),
            Route::Null | Route::None | Route::NoSuchDomain => Ok(false),
            Route::Mx | Route::NullMixed | Route::Implicit => Ok(!self.mail.hosts.is_empty() && !self.parked()),
        }
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

    /// A verdict about each own mail address.
    pub fn each_address(&self, judge: impl Fn(&Reverse) -> Verdict) -> Vec<(Subject, Verdict)> {
        let mut verdicts: Vec<_> = self.ptr.addresses.iter().map(|r| (Subject::from(r.address), judge(r))).collect();
        if self.ptr.left_out > 0 {
            let question = Question::Dns { name: self.target.domain.clone(), rtype: RecordType::Ptr };
            verdicts.push((self.domain(), Verdict::unknown(Gap::new(&question, Reason::BudgetSpent))));
        }
        sorted(verdicts)
    }

    /// A PTR record for an own address, where a name is known that leads to it.
    #[must_use]
    pub fn ptr_record(&self, address: &Reverse) -> Vec<PublishRecord> {
        let zone = if address.address.is_ipv4() { "in-addr.arpa" } else { "ip6.arpa" };
        let record = |host: &Name| PublishRecord {
            name: format!("{}.{zone}.", facts::reverse_labels(address.address)),
            rtype: "PTR",
            value: format!("{host}."),
        };
        address.hosts.first().map(record).into_iter().collect()
    }

    /// The MX records as they would be with some exchanges put in place of others, less those that
    /// lead nowhere: nobody is told to publish a name without an address. Empty when none is left.
    #[must_use]
    pub fn mx_with(&self, replace: impl Fn(&Name) -> Option<Name>) -> Vec<PublishRecord> {
        let mut wanted: Vec<(u16, Name)> = Vec::new();
        for mx in self.mail.mx.iter().filter(|m| !m.exchange.is_root()) {
            let replaced = replace(&mx.exchange);
            let dead = |host: &MailHost| host.name == mx.exchange && host.known() && host.addresses.is_empty();
            if replaced.is_none() && self.mail.hosts.iter().any(dead) {
                continue;
            }
            let exchange = replaced.unwrap_or_else(|| mx.exchange.clone());
            if !wanted.iter().any(|(_, e)| *e == exchange) {
                wanted.push((mx.preference, exchange));
            }
        }
        wanted.into_iter().map(|(preference, exchange)| self.mx_record(preference, &exchange)).collect()
    }

    /// An MX record of the domain; the root as exchange gives the null MX.
    #[must_use]
    pub fn mx_record(&self, preference: u16, exchange: &Name) -> PublishRecord {
        let dot = if exchange.is_root() { "" } else { "." };
        PublishRecord { name: format!("{}.", self.target.domain), rtype: "MX", value: format!("{preference} {exchange}{dot}") }
    }
}

fn sends_nothing(target: &Target, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    readings::spf::sends_nothing(target, inquiry).ok_or_else(|| {
        let question = Question::Dns { name: target.domain.clone(), rtype: RecordType::Txt };
        inquiry.dns_question(&question).gap().cloned().unwrap_or_else(|| Gap::new(&question, Reason::Ambiguous))
    })
}

/// A fail at the check's default severity for an address that the user sends from; a notice for one
/// that is only known to take mail.
#[must_use]
pub fn fail_by_role(address: &Reverse, evidence: Evidence) -> Verdict {
    if address.sending { Verdict::fail(evidence) } else { Verdict::fail_as(Severity::Notice, evidence) }
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
