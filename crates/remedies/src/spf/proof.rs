//! The proof that a proposed record takes the right to send from nobody, and gives it to nobody new: SPF is evaluated
//! before and after on the edges of every authorised range, and the ranges are compared exactly.

use crate::spf::draft;
use crate::spf::ranges::{Addresses, Network};
use crate::words::{plain, sentence};
use facts::{Inquiry, Recorded};
use findings::{Evidence, Value};
use readings::spf::{Evaluation, Range, Sender, Spf, SpfResult, check_host};
use records::spf::TermKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// At most so many addresses are evaluated; a record that needs more is not proved.
const MOST_POINTS: usize = 3_000;

/// Addresses of documentation (RFC 5737, RFC 3849), for what a record says of everybody.
const NOBODYS: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];

/// A record with the facts that it is judged over.
pub struct Side {
    pub recorded: Recorded,
    pub spf: Spf,
}

impl Side {
    pub fn of(recorded: Recorded) -> Self {
        let spf = readings::spf::read(&recorded.target, &Inquiry::new(&recorded.facts));
        Self { recorded, spf }
    }

    fn result(&self, ip: IpAddr) -> Evaluation {
        check_host(&Inquiry::new(&self.recorded.facts), &Sender::of(&self.recorded.target, ip)).0
    }

    /// The networks that the domain's own record writes out, whatever it says of them.
    fn own_terms(&self) -> impl Iterator<Item = Network> {
        let terms = self.spf.policy.parsed.iter().flat_map(|record| &record.terms);
        terms.filter_map(|term| match &term.kind {
            TermKind::Directive(_, mechanism) => draft::network(mechanism),
            _ => None,
        })
    }

    fn networks(&self) -> impl Iterator<Item = Network> {
        self.spf.ranges.iter().map(|r: &Range| (r.network, r.prefix))
    }
}

/// Holds `after` against all of `before`: the one record that is published, or each of several alone. `meant` is what the
/// owner wrote, misspellings mended, with the senders that he named.
///
/// # Errors
/// What is lost or won, in words.
pub fn hold(before: &[Side], meant: &Side, after: &Side) -> Result<(), Value> {
    let authorised = Addresses::of(before.iter().flat_map(Side::networks));
    let allowed = Addresses::of(before.iter().chain([meant]).flat_map(Side::networks));
    if !allowed.contains(&Addresses::of(after.networks())) {
        return Err(plain(
            "the record would let addresses send that nobody wrote into it",
            "запись разрешила бы отправку с адресов, которых в неё никто не вписывал",
        ));
    }
    let mut inside: Vec<IpAddr> = before.iter().flat_map(Side::networks).flat_map(|n| Addresses::of([n]).edges().0).collect();
    inside.sort_unstable();
    inside.dedup();
    let mut outside = authorised.edges().1;
    outside.extend(NOBODYS);
    let named = Addresses::of(after.own_terms()).edges().0;
    if inside.len() + outside.len() + named.len() > MOST_POINTS {
        return Err(sentence(
            "the record lets too many ranges send to be proved ({count} edges)",
            "в записи слишком много диапазонов, чтобы проверить её целиком (границ: {count})",
            Evidence::new().with("count", inside.len() + outside.len() + named.len()),
        ));
    }
    for ip in inside {
        let (was, is) = (best(before, ip), after.result(ip).result);
        // Beyond what receivers can evaluate, or what an earlier term refuses: as the owner's own words have it.
        let as_meant = || was != SpfResult::Pass && is == meant.result(ip).result;
        if is != SpfResult::Pass && !as_meant() {
            return Err(lost(ip, was, is));
        }
    }
    // What a term of the new record refuses may lie within what `all` let through.
    for ip in named {
        let (was, is) = (best(before, ip), after.result(ip).result);
        if was == SpfResult::Pass && is != SpfResult::Pass {
            return Err(lost(ip, was, is));
        }
    }
    for ip in outside.into_iter().filter(|ip| !allowed.contains(&Addresses::of([(*ip, if ip.is_ipv4() { 32 } else { 128 })]))) {
        let (was, is) = (best(before, ip), after.result(ip).result);
        let opened = is == SpfResult::Pass && was != SpfResult::Pass;
        let refused = is == SpfResult::Fail && matches!(was, SpfResult::Pass | SpfResult::Neutral | SpfResult::Softfail);
        if opened || refused || (was == SpfResult::Pass && is != SpfResult::Pass) {
            return Err(lost(ip, was, is));
        }
    }
    Ok(())
}

/// The best that any of the records says.
fn best(before: &[Side], ip: IpAddr) -> SpfResult {
    const ORDER: [SpfResult; 4] = [SpfResult::Pass, SpfResult::Neutral, SpfResult::Softfail, SpfResult::Fail];
    let results: Vec<SpfResult> = before.iter().map(|side| side.result(ip).result).collect();
    ORDER.into_iter().find(|r| results.contains(r)).or(results.first().copied()).unwrap_or(SpfResult::None)
}

fn lost(ip: IpAddr, was: SpfResult, is: SpfResult) -> Value {
    sentence(
        "SPF for {ip} would go from {was} to {is}: every address that may send today must still pass; change the record by hand",
        "результат SPF для {ip} изменился бы с {was} на {is}: все, кому отправка разрешена сегодня, должны проходить проверку и дальше; измените запись вручную",
        Evidence::new().with("ip", ip).with("was", was.as_str()).with("is", is.as_str()),
    )
}
