//! What check_host() says of one sender (RFC 7208 2.6, 4).

use facts::{Gap, Reason};
use records::spf::{DomainSpec, Qualifier};
use serde::Serialize;
use std::net::IpAddr;

/// The seven results (RFC 7208 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "named as in RFC 7208")]
pub enum SpfResult {
    None,
    Neutral,
    Pass,
    Fail,
    Softfail,
    Temperror,
    Permerror,
}

impl SpfResult {
    /// The word of RFC 7208 and of the JSON output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SpfResult::None => "none",
            SpfResult::Neutral => "neutral",
            SpfResult::Pass => "pass",
            SpfResult::Fail => "fail",
            SpfResult::Softfail => "softfail",
            SpfResult::Temperror => "temperror",
            SpfResult::Permerror => "permerror",
        }
    }
}

impl From<Qualifier> for SpfResult {
    fn from(qualifier: Qualifier) -> Self {
        match qualifier {
            Qualifier::Pass => SpfResult::Pass,
            Qualifier::Fail => SpfResult::Fail,
            Qualifier::Softfail => SpfResult::Softfail,
            Qualifier::Neutral => SpfResult::Neutral,
        }
    }
}

/// Why a result is permerror or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The domain is no name that could hold a policy (RFC 7208 4.3).
    BadDomain,
    /// A term that does not parse.
    Syntax,
    /// Two or more records.
    SeveralRecords,
    /// More than 10 terms that query the DNS.
    LookupLimit,
    /// More than 2 void look-ups.
    VoidLimit,
    /// More than 10 exchanges of an `mx`.
    MxLimit,
    /// The target of an `include` has no policy.
    IncludeVoid,
    /// The target of a `redirect` has no policy.
    RedirectVoid,
    /// An `include` or `redirect` that comes back to a domain on its own path.
    Loop,
}

/// The result for one sender, and how it came about.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// The result; `temperror` too where a look-up was never sent (see `gaps`).
    pub result: SpfResult,
    /// The explanation of a fail that the domain publishes; cleaned by who prints it.
    pub explanation: Option<String>,
    /// Terms that query the DNS, met until the result stood.
    pub lookups: u32,
    /// Void look-ups met until then.
    pub voids: u32,
    /// The client.
    pub ip: IpAddr,
    /// The sender that was judged.
    pub mail_from: String,
    /// The HELO name.
    pub helo: String,
    /// The term that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<Matched>,
    /// Why it is permerror or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What could not be looked up, so that the result is temperror.
    #[serde(skip)]
    pub gaps: Vec<Gap>,
}

/// The term that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// Whose record.
    pub domain: String,
    /// The term.
    pub term: String,
    /// Its column in the record, from 1.
    pub column: usize,
}

/// What one check_host() says, before it is an [`Evaluation`].
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub result: SpfResult,
    pub matched: Option<Matched>,
    pub cause: Option<Cause>,
    pub gaps: Vec<Gap>,
    /// The `exp` of the record that decided, with its domain.
    pub exp: Option<(facts::Name, DomainSpec)>,
}

impl Verdict {
    pub fn new(result: SpfResult) -> Self {
        Self { result, matched: None, cause: None, gaps: Vec::new(), exp: None }
    }

    /// Whether it hangs on an answer that is still out.
    pub fn waits(&self) -> bool {
        self.gaps.iter().any(|g| g.reason == Reason::NotAsked)
    }

    pub fn permerror(cause: Cause) -> Self {
        Self { cause: Some(cause), ..Self::new(SpfResult::Permerror) }
    }

    pub fn temperror(gap: Gap) -> Self {
        Self { gaps: vec![gap], ..Self::new(SpfResult::Temperror) }
    }
}
