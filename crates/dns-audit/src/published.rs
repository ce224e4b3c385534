//! What the checks of MTA-STS, TLS-RPT and BIMI share: words for what is wrong with a record, and records as they would
//! be without it.

use crate::view::{View, unknown};
use facts::{Gap, Name};
use findings::{Evidence, Phrase, PublishRecord, Value, Verdict};
use readings::published::{Found, Published, Stray, StrayFault};
use records::fields::FaultKind;
use records::near_miss::NearMiss;
use records::spf::Span;
use records::tls_rpt::TlsRptRecord;

/// One fault of a record: what is wrong, the text at fault, and its place.
pub struct Broken {
    pub fault: Phrase,
    pub text: String,
    pub span: Span,
}

/// The verdict on the form of what is published: `broken` tells the first fault of a record.
///
/// A stray beside a right record does no harm; without any record the rule concerns nobody.
pub fn form<R>(published: &Published<R>, record_of: fn(&R) -> (&str, Option<Broken>), records: impl Fn() -> Vec<PublishRecord>) -> Verdict {
    let seen = Evidence::new().with("domain", &published.domain);
    match (&published.found, published.strays.first()) {
        (Found::Unknown(gap), _) => Verdict::unknown(gap.clone()),
        (Found::Several(texts), _) => {
            let several = Phrase {
                en: "several records stand there, so that none counts",
                ru: "записей несколько, и не действует ни одна",
            };
            let texts: Vec<String> = texts.iter().map(|t| short(t)).collect();
            fail(seen, &published.at, several, Value::List(texts)).with_records(records())
        }
        (Found::Record(record), _) => match record_of(record) {
            (_, None) => Verdict::Pass(seen.with("at", &published.at)),
            (text, Some(broken)) => {
                let seen = seen.with("record", text).with("column", broken.span.column()).with("term", broken.text.as_str());
                fail(seen, &published.at, broken.fault, Value::Text(broken.text)).with_records(records())
            }
        },
        (Found::None, Some(stray)) => fail(seen, &stray.at, stray_words(stray), Value::Text(short(&stray.text))).with_records(records()),
        (Found::None, None) if !published.stray_gaps.is_empty() => unknown(published.stray_gaps.clone()),
        (Found::None, None) => Verdict::NotApplicable,
    }
}

/// The verdict on whether anything is published: `absent` judges a domain that is known to have none.
pub fn presence<R>(published: &Published<R>, absent: impl FnOnce() -> Verdict) -> Verdict {
    match &published.found {
        Found::Unknown(gap) => Verdict::unknown(gap.clone()),
        Found::Record(_) | Found::Several(_) => Verdict::Pass(Evidence::new().with("at", &published.at)),
        Found::None => absent(),
    }
}

/// A verdict for domains that take mail: not applicable to others.
pub fn where_mail_is_taken(view: &View, judge: impl FnOnce(Option<&Gap>) -> Verdict) -> Verdict {
    match view.takes_mail() {
        Ok(false) => Verdict::NotApplicable,
        Ok(true) => judge(None),
        Err(gap) => judge(Some(&gap)),
    }
}

/// The MTA-STS record as it would be without what is wrong, or the first one: with the id of the old
/// text, where letters and digits can be made of it, else one made of the time of the audit.
pub fn sts_record(view: &View) -> Vec<PublishRecord> {
    let texts = texts(&view.sts.found, &view.sts.strays, |record| &record.text);
    let id = texts.iter().find_map(|text| id_in(text)).unwrap_or_else(|| dense(&view.observed_at.to_string()));
    vec![PublishRecord::txt(view.sts.at.as_str(), format!("v=STSv1; id={id};"))]
}

/// The TLS-RPT record as it would be without what is wrong, or the first one.
pub fn rpt_record(view: &View) -> Vec<PublishRecord> {
    let record = &view.rpt.record;
    let texts = texts(&record.found, &record.strays, |record| &record.text);
    let mut addresses: Vec<String> = Vec::new();
    for address in texts.iter().flat_map(|text| addresses_in(text)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        addresses.push(format!("mailto:tlsrpt@{}", view.target.domain));
    }
    vec![PublishRecord::txt(record.at.as_str(), format!("v=TLSRPTv1; rua={}", addresses.join(",")))]
}

/// What breaks the list of fields.
pub fn field_words(kind: FaultKind) -> Phrase {
    let (en, ru) = match kind {
        FaultKind::NoEquals => ("not of the form name=value", "не имеет вида имя=значение"),
        FaultKind::BadName => {
            ("no legal name before the equals sign, or a blank beside it", "недопустимое имя перед «=» или пробел рядом с ним")
        }
        FaultKind::NoValue => ("nothing behind the equals sign", "после «=» ничего нет"),
        FaultKind::BadCharacter => ("a character that the value must not hold", "недопустимый символ в значении"),
        FaultKind::Empty => ("nothing between two semicolons", "между двумя точками с запятой ничего нет"),
        FaultKind::TrailingBlank => ("a blank at the end without a semicolon", "пробел в конце без точки с запятой"),
    };
    Phrase { en, ru }
}

fn fail(seen: Evidence, at: &Name, fault: Phrase, text: Value) -> Verdict {
    Verdict::fail(seen.with("at", at).with("fault", fault).with("text", text))
}

fn stray_words(stray: &Stray) -> Phrase {
    let (en, ru) = match stray.fault {
        StrayFault::WrongName => ("nobody looks for it at this name", "по этому имени её никто не ищет"),
        StrayFault::DoubledName => ("the domain stands twice in its name", "домен в её имени стоит дважды"),
        StrayFault::Spelling(NearMiss::LeadingSpace) => ("a blank stands in front", "впереди пробел"),
        StrayFault::Spelling(NearMiss::LeadingQuote) => ("a quotation mark stands in front", "впереди кавычка"),
        StrayFault::Spelling(NearMiss::LeadingBytes) => ("invisible characters stand in front", "впереди невидимые символы"),
        StrayFault::Spelling(NearMiss::WrongCase) => {
            ("upper and lower case of the version are mixed up", "в версии перепутаны прописные и строчные буквы")
        }
        StrayFault::Spelling(NearMiss::InnerSpace) => ("a blank stands inside the version", "внутри версии пробел"),
        StrayFault::Spelling(NearMiss::NotFirst) => ("the version does not come first", "версия стоит не первой"),
        StrayFault::Spelling(NearMiss::NoSemicolon) => ("no semicolon follows the version", "после версии нет точки с запятой"),
        StrayFault::Spelling(NearMiss::OtherVersion) => ("there is no such version", "такой версии нет"),
        StrayFault::Spelling(NearMiss::Misspelt) => ("the version is misspelt", "версия написана с ошибкой"),
        StrayFault::Spelling(NearMiss::NoVersion) => ("the version is missing", "нет версии"),
    };
    Phrase { en, ru }
}

fn texts<R>(found: &Found<R>, strays: &[Stray], text: fn(&R) -> &String) -> Vec<String> {
    match found {
        Found::Record(record) => vec![text(record).clone()],
        Found::Several(texts) => texts.clone(),
        Found::None | Found::Unknown(_) => strays.iter().map(|s| s.text.clone()).collect(),
    }
}

/// What stands behind `name=` in a text, whatever else is wrong with it.
fn value_in<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.split(';').find_map(|item| {
        let (before, value) = item.split_once('=')?;
        let named = before.trim_matches(['"', '\'', ' ']).eq_ignore_ascii_case(name);
        named.then(|| value.trim_matches(['"', '\'', ' ']))
    })
}

fn id_in(text: &str) -> Option<String> {
    value_in(text, "id").map(dense).filter(|id| !id.is_empty())
}

/// The letters and digits of a text, as many as an id may have.
fn dense(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).take(records::mta_sts::LONGEST_ID).collect()
}

/// The addresses of a text that reports can go to, `mailto:` put before bare ones and sizes cut off.
fn addresses_in(text: &str) -> Vec<String> {
    let usable = |address: &str| {
        let record = TlsRptRecord::parse(format!("v=TLSRPTv1; rua={address}").as_bytes());
        record.issues.is_empty() && record.has_usable_address()
    };
    let mended = |part: &str| {
        let bare = part.split('!').next().unwrap_or_default().trim().to_owned();
        [bare.clone(), format!("mailto:{bare}")].into_iter().find(|a| usable(a))
    };
    value_in(text, "rua").into_iter().flat_map(|list| list.split(',')).filter_map(mended).collect()
}

fn short(text: &str) -> String {
    text.trim().chars().take(80).collect()
}
