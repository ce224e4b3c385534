//! The TXT records of one name, sorted into DMARC records and near misses.

use facts::answer::{Data, Outcome, Text};
use facts::{Answer, Gap, Inquiry, Name, Question, RecordType};
use records::dmarc::{DmarcRecord, NearMiss, is_dmarc, near_miss};
use std::sync::Arc;

/// At most so many TXT records of a name are looked at.
const MOST_RECORDS: usize = 200;

/// What stands at a `_dmarc` name, after all that is no DMARC record was discarded (RFC 9989 4.10).
#[derive(Clone, Debug)]
pub enum Found {
    /// One record.
    Record(Arc<DmarcRecord>),
    /// Two or more: all are discarded. Their texts.
    Several(Vec<String>),
    /// None.
    None,
    /// Not known.
    Unknown(Gap),
}

/// The TXT records of a name.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub records: Vec<Arc<DmarcRecord>>,
    pub near: Vec<(String, NearMiss)>,
}

/// What stands at `_dmarc` under `domain`.
pub(super) fn found(domain: &Name, inquiry: &Inquiry<'_>) -> Found {
    let Ok(at) = domain.below("_dmarc") else { return Found::None };
    match texts(&at, inquiry) {
        Err(gap) => Found::Unknown(gap),
        Ok(texts) => match texts.records.as_slice() {
            [] => Found::None,
            [one] => Found::Record(Arc::clone(one)),
            several => Found::Several(several.iter().map(|r| r.text.clone()).collect()),
        },
    }
}

/// The TXT records at `name`; none where the DNS says that there are none.
pub(super) fn texts(name: &Name, inquiry: &Inquiry<'_>) -> Result<Arc<Texts>, Gap> {
    let question = Question::Dns { name: name.clone(), rtype: RecordType::Txt };
    if let Some(gap) = inquiry.dns_question(&question).gap() {
        return Err(gap.clone());
    }
    Ok(inquiry.facts().parse_once(&question, "dmarc", sort).unwrap_or_default())
}

fn sort(answer: &Answer) -> Texts {
    let mut texts = Texts::default();
    let Answer::Dns(answer) = answer else { return texts };
    let Outcome::Records(records) = &answer.outcome else { return texts };
    for record in records.iter().take(MOST_RECORDS) {
        let Data::Txt(strings) = &record.data else { continue };
        let octets = Text::join(strings);
        if is_dmarc(&octets) {
            texts.records.push(Arc::new(DmarcRecord::parse(&octets)));
        } else if let Some(near) = near_miss(&octets) {
            texts.near.push((records::tags::shown(&octets), near));
        }
    }
    texts
}
