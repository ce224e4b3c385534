//! What kind of remedy a finding of the DNS side has: records, or a reason why none can be proposed. Every check of these areas
//! is decided here; a test fails for one that is not.

use crate::words::sentence;
use findings::{Evidence, Value};

/// What helps against a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// Records are proposed, or held back with the reason.
    Records,
    /// The zone's servers, its keys or its registration must be changed.
    Zone,
    /// The zone must be signed.
    Signing,
    /// The mail host, its address or its certificate must be changed.
    Host,
    /// The right records are known to the owner alone.
    Owner,
    /// Whoever runs a service or an address acts.
    Operator,
    /// A new DKIM key is needed.
    Key,
    /// A file on a web server must be changed.
    File,
    /// Nothing is to be done, or waited for.
    None,
}

/// The areas in which every check is decided.
pub const AREAS: [&str; 11] = ["dns", "mx", "spf", "dkim", "dmarc", "sts", "rpt", "dane", "bimi", "ptr", "cfg"];

const DECIDED: [(Remedy, &[&str]); 9] = [
    (Remedy::Records, RECORDS),
    (Remedy::Zone, &["DNS001", "DNS002", "DNS003", "DNS004", "DNS005", "DNS006", "DNS008", "DNS015", "DNS017", "DNS018"]),
    (Remedy::Signing, &["DNS007", "DANE003"]),
    (Remedy::Host, &["MX010", "MX011", "MX012", "STS009", "DANE005", "PTR005", "PTR008", "CFG004"]),
    (
        Remedy::Owner,
        &[
            "DNS009", "DMARC020", "DNS010", "DNS011", "DNS012", "DNS013", "MX001", "MX002", "MX005", "MX007", "MX008", "MX009", "MX013",
            "MX017", "MX018", "SPF011", "SPF013", "SPF017", "SPF018", "SPF019", "SPF029", "SPF032", "DKIM008", "DKIM013", "DMARC009",
            "DANE004", "BIMI002", "CFG002", "CFG003",
        ],
    ),
    (Remedy::Operator, &["MX016", "DKIM012", "PTR003", "PTR004", "PTR006", "CFG005", "CFG006", "CFG008"]),
    (
        Remedy::Key,
        &["DKIM002", "DMARC017", "DMARC021", "DKIM003", "DKIM004", "DKIM005", "DKIM006", "DKIM010", "DKIM014", "DKIM016", "DKIM017"],
    ),
    (Remedy::File, &["STS003", "BIMI004", "BIMI005"]),
    (
        Remedy::None,
        &["DNS014", "DNS016", "MX003", "SPF010", "SPF023", "SPF031", "DKIM001", "DKIM018", "DMARC013", "DMARC018", "BIMI001", "CFG007"],
    ),
];

const RECORDS: &[&str] = &[
    "MX004", "MX006", "MX014", "MX015", "SPF001", "SPF002", "SPF005", "SPF020", "SPF034", "SPF003", "SPF004", "SPF006", "SPF007", "SPF008",
    "SPF009", "SPF012", "SPF014", "SPF015", "SPF016", "SPF021", "SPF022", "SPF024", "SPF025", "SPF026", "SPF027", "SPF028", "SPF030",
    "SPF033", "DKIM007", "DKIM009", "DKIM011", "DKIM015", "DMARC001", "DMARC002", "DMARC003", "DMARC004", "DMARC005", "DMARC006",
    "DMARC007", "DMARC008", "DMARC010", "DMARC011", "DMARC012", "DMARC014", "DMARC015", "DMARC016", "DMARC019", "STS001", "STS002",
    "STS004", "STS005", "STS006", "STS007", "STS008", "STS010", "RPT001", "RPT002", "DANE001", "DANE002", "DANE006", "DANE007", "BIMI003",
    "PTR001", "PTR002", "PTR007", "CFG001",
];

impl Remedy {
    /// The remedy for the findings of a check; `None` for a check of another area.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        DECIDED.iter().find(|(_, codes)| codes.contains(&code)).map(|(remedy, _)| *remedy)
    }

    /// Why no records are proposed for `codes`; `None` where nothing is to be done.
    #[must_use]
    pub fn instead(self, codes: &[&'static str]) -> Option<Value> {
        let (en, ru) = match self {
            Remedy::None => return None,
            Remedy::Records => (
                "no record that clears these follows from what was seen; 'mailaudit explain CODE' says what to look at: {codes}",
                "из увиденного не следует записи, которая это устранит; на что смотреть, скажет 'mailaudit explain КОД': {codes}",
            ),
            Remedy::Zone => (
                "no record helps: the zone's name servers, its DNSSEC keys or its registration must be changed, at the DNS provider or registrar: {codes}",
                "записью не исправить: менять нужно серверы имён, ключи DNSSEC или регистрацию домена — у провайдера DNS или регистратора: {codes}",
            ),
            Remedy::Signing => (
                "sign the zone first (switch DNSSEC on at the DNS provider, then put the DS record at the registrar), and that of the mail hosts, if it is another one: TLSA counts in signed zones alone (RFC 7672 2.2), so none is proposed until then; run fix again afterwards: {codes}",
                "сначала подпишите зону (включите DNSSEC у провайдера DNS, затем добавьте запись DS у регистратора), а также зону почтовых серверов, если она другая: записи TLSA действуют только в подписанных зонах (RFC 7672 2.2), до этого они не предлагаются; потом запустите fix снова: {codes}",
            ),
            Remedy::Host => (
                "no record helps: the mail host, its addresses, its HELO name or its certificate must be changed: {codes}",
                "записью не исправить: менять нужно почтовый сервер, его адреса, имя HELO или сертификат: {codes}",
            ),
            Remedy::Owner => (
                "which record is right only you know (a wrong guess could stop mail), so none is proposed; 'mailaudit explain CODE' says what to do: {codes}",
                "верную запись знаете только вы (ошибочная догадка остановила бы почту), поэтому она не предлагается; что делать, скажет 'mailaudit explain КОД': {codes}",
            ),
            Remedy::Operator => {
                ("whoever runs the service or the address must act: {codes}", "действовать должен владелец сервиса или адреса: {codes}")
            }
            Remedy::Key => (
                "a new DKIM key is needed, and the mail server must sign with it: fix DOMAIN --selector NEW --dkim-key FILE makes one; today's key stays until mail signed with it has arrived: {codes}",
                "нужен новый ключ DKIM, и почтовый сервер должен подписывать им: его создаст fix ДОМЕН --selector НОВЫЙ --dkim-key ФАЙЛ; прежний ключ остаётся, пока не дойдут подписанные им письма: {codes}",
            ),
            Remedy::File => (
                "no record helps: a file on a web server, or that server's certificate, must be changed: {codes}",
                "записью не исправить: менять нужно файл на веб-сервере или сертификат этого сервера: {codes}",
            ),
        };
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        Some(sentence(en, ru, Evidence::new().with("codes", codes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_decided_once() {
        let all: Vec<&str> = DECIDED.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(all.len(), once.len());
    }

    #[test]
    fn each_reason_is_said_in_both_languages() {
        for (remedy, codes) in DECIDED.iter().filter(|(r, _)| *r != Remedy::None) {
            let said = remedy.instead(&codes[..1]).unwrap_or_else(|| panic!("{remedy:?}"));
            let [en, ru] = [findings::Lang::En, findings::Lang::Ru].map(|lang| said.to_text(lang));
            assert!(en != ru && en.ends_with(codes[0]) && ru.ends_with(codes[0]), "{en} {ru}");
        }
    }
}
