//! The set for a domain that neither sends nor receives: null MX, SPF and DMARC that refuse all, and no DKIM key.

use crate::accept::Accepted;
use crate::plan::{Change, Withheld};
use crate::sets;
use crate::words::{plain, sentence};
use facts::{Name, RecordType};
use findings::{Evidence, Value};
use readings::mail::Route;
use readings::posture::{self, Posture};
use readings::spf::Status;
use records::dmarc::{Meant, Policy};
use std::collections::BTreeSet;

/// Offers the set where the domain says that it is not used, or the user does. Whether it was such a domain.
pub fn offer(accepted: &mut Accepted<'_, '_>, stated: bool) -> bool {
    let target = &accepted.bench.recorded.target;
    let inquiry = accepted.bench.inquiry();
    let domain = accepted.bench.domain().clone();
    let mail = readings::mail::read(target, &inquiry);
    let spf = readings::spf::read(target, &inquiry);
    let says_so = spf.sends_nothing() == Some(true) && matches!(mail.route, Route::Null | Route::None);
    let parked = posture::read(target, &inquiry) == Posture::Parked;
    if !stated && !parked && !says_so {
        return false;
    }
    if let Some(why) = used(&mail.route, spf.policy.status, spf.sends_nothing()) {
        accepted.withhold(Withheld { name: domain, rtype: RecordType::Mx, why, codes: BTreeSet::new() });
        return true;
    }
    // An address of its own may still take mail: that is seen to be so, or said by nobody.
    let mx = (!matches!(mail.route, Route::Implicit) || stated).then(|| (domain.clone(), RecordType::Mx, "0 .".to_owned()));
    let named = |labels: &str, record: &str| domain.below(labels).ok().map(|name| (name, RecordType::Txt, record.to_owned()));
    let dmarc = readings::dmarc::read(target, &inquiry);
    let own = dmarc.record().ok().filter(|(from, _)| **from == domain).map(|(_, r)| Meant::read(domain.as_str(), &r.text));
    let reject = Meant { policy: Some(Policy::Reject), sp: None, np: None, test: false, ..own.unwrap_or_default() }.record();
    let rejects = readings::dmarc::rejects(target, &inquiry) == Some(true);
    let refused = (spf.sends_nothing() != Some(true)).then(|| (domain.clone(), RecordType::Txt, "v=spf1 -all".to_owned()));
    let wanted = [mx, refused, named("_dmarc", &reject).filter(|_| !rejects), named("*._domainkey", "v=DKIM1; p=")];
    let mut changes: Vec<Change> = Vec::new();
    for (name, rtype, value) in wanted.into_iter().flatten() {
        match sets::change(accepted.bench, &name, rtype, &[value], vec![note(&domain, rtype, &name)], None) {
            Ok(change) => changes.push(change),
            Err(withheld) => accepted.withhold(withheld),
        }
    }
    accepted.offer_set(changes);
    true
}

/// What shows that the domain is used for mail.
fn used(route: &Route, status: Status, sends_nothing: Option<bool>) -> Option<Value> {
    let takes = match route {
        Route::Mx | Route::NullMixed => true,
        Route::Unknown(_) => return Some(plain("whether the domain takes mail is not known", "неизвестно, принимает ли домен почту")),
        Route::None | Route::Null | Route::Implicit | Route::NoSuchDomain => false,
    };
    let sends = match (sends_nothing, status) {
        (Some(true), _) | (_, Status::NoRecord | Status::NoSuchName) => false,
        (None, _) => return Some(plain("whether SPF lets anybody send is not known", "неизвестно, разрешает ли SPF кому-либо отправку")),
        (Some(false), _) => true,
    };
    (takes || sends).then(|| {
        plain(
            "the domain has mail exchanges, or its SPF lets servers send: their mail would stop today. Take those records away by hand first, then ask again",
            "у домена есть почтовые серверы (MX) или его SPF разрешает отправку: их почта перестала бы ходить сегодня же. Сначала уберите эти записи вручную, затем повторите",
        )
    })
}

fn note(domain: &Name, rtype: RecordType, name: &Name) -> Value {
    let evidence = Evidence::new().with("domain", domain);
    match (rtype, name.labels().next()) {
        (RecordType::Mx, _) => {
            sentence("null MX (RFC 7505): {domain} takes no mail", "null MX (RFC 7505): {domain} не принимает почту", evidence)
        }
        (_, Some("_dmarc")) => sentence(
            "receivers refuse whatever claims to be from {domain}",
            "получатели отклонят всё, что якобы отправлено от {domain}",
            evidence,
        ),
        (_, Some("*")) => sentence(
            "no DKIM signature of {domain} is valid, whatever its selector",
            "ни одна подпись DKIM от {domain} не действует, каким бы ни был селектор",
            evidence,
        ),
        _ => sentence("nobody sends for {domain}", "от имени {domain} никто не отправляет почту", evidence),
    }
}
