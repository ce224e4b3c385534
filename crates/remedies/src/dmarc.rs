//! The DMARC record by stages: none with reports, then quarantine, then reject. A stage is climbed one at a time, and only
//! where it is seen that the domain's own mail passes; a record that is broken today is mended at the strength that it has.

use crate::accept::Accepted;
use crate::plan::{Advice, Withheld};
use crate::words::{plain, sentence};
use facts::{Inquiry, Name, RecordType, Recorded, Target};
use findings::{Evidence, Report, Severity, Value};
use readings::dmarc::{Applied, Discovery, Dmarc, Found};
use readings::spf::{Sender, SpfResult, Status, check_host};
use records::dmarc::{Meant, Policy};
use std::collections::BTreeSet;

/// Findings that speak against a stricter policy beside all errors about SPF and DKIM.
const AGAINST: [&str; 5] = ["DMARC008", "DMARC009", "DMARC017", "DMARC020", "DMARC021"];

/// What was made of the record.
struct Made {
    /// The domain whose record it is.
    from: Name,
    record: String,
    notes: Vec<Value>,
    /// Why the policy is not raised.
    held: Option<Value>,
    /// What to publish at the next stage.
    next: Option<String>,
    /// The record with relaxed alignment, where it asks for a strict one.
    relaxed: Option<String>,
}

/// Offers the record.
pub fn offer(accepted: &mut Accepted<'_, '_>) {
    // A logo wants the same record (BIMI003).
    let concerns = |code: &str, area: &str| area == "dmarc" || code == "BIMI003";
    let asked = accepted.bench.before.fails().any(|f| concerns(f.about.code, &f.about.area()));
    let dmarc = readings::dmarc::read(&accepted.bench.recorded.target, &accepted.bench.inquiry());
    let Some(made) = make(accepted, &dmarc) else { return };
    let Ok(at) = made.from.below("_dmarc") else { return };
    if asked {
        accepted.offer_made(&at, RecordType::Txt, &[made.record], made.notes, &concerns);
    }
    let stays: BTreeSet<&'static str> =
        accepted.now.fails().map(|f| f.about.code).filter(|c| matches!(*c, "DMARC004" | "DMARC011" | "DMARC012" | "BIMI003")).collect();
    if let Some(why) = made.held.filter(|_| !stays.is_empty()) {
        accepted.withhold(Withheld { name: at.clone(), rtype: RecordType::Txt, why, codes: stays });
    }
    if let Some(record) = made.relaxed.filter(|_| accepted.now.fails().any(|f| f.about.code == "DMARC020")) {
        accepted.advice.push(relax(&at, record));
    }
    if let Some(next) = made.next {
        let evidence = Evidence::new().with("at", &at).with("record", next);
        accepted.advice.push(Advice {
            text: sentence(
                "DMARC, the stage after that, once some weeks of reports show that all your mail passes: {at} TXT {record}",
                "DMARC, следующий этап, когда отчёты за несколько недель покажут, что вся ваша почта проходит проверку: {at} TXT {record}",
                evidence,
            ),
            codes: BTreeSet::new(),
        });
    }
}

fn make(accepted: &Accepted<'_, '_>, dmarc: &Dmarc) -> Option<Made> {
    let standing = Standing::of(dmarc)?;
    let from = standing.from;
    let mut meant = joined(from, &standing.texts);
    let had_reports = standing.is_applied && !meant.rua.is_empty();
    let mut notes: Vec<Value> = ask_for_reports(&mut meant, from).into_iter().collect();
    let proof = if *from == dmarc.domain { proved(accepted, had_reports) } else { Err(not_own(from)) };
    let (stage, test) = standing.next_stage(&meant, proof.is_ok());
    let raised = stage > standing.forced;
    notes.extend(told(standing.forced, stage));
    (meant.policy, meant.test) = (Some(stage), test);
    // Who sends from names below was not seen: what is in force for them stays in force. Beside a test it is written a step stricter.
    let reads_below = *from != dmarc.domain || dmarc.is_organisational();
    if reads_below && !test {
        let below = meant.sp.unwrap_or(stage).min(standing.forced_below);
        meant.sp = (below != stage).then_some(below);
    }
    let weak = meant.sp.filter(|sp| *sp < stage);
    notes.extend(weak.filter(|_| raised).map(kept_below));
    // Nobody sends from names that do not exist (RFC 9989 4.7), so that they can have the full policy.
    meant.np = if weak.is_some() { meant.np.max(Some(stage)) } else { meant.np.filter(|np| *np >= stage) };
    let next = (stage == Policy::Quarantine && !test && proof.is_ok())
        .then(|| Meant { policy: Some(Policy::Reject), sp: weak, np: weak.map(|_| Policy::Reject), ..meant.clone() }.record());
    let held = proof.err().or_else(|| weak.map(|_| below(from)));
    Some(Made { from: from.clone(), record: meant.record(), notes, held, next, relaxed: relaxed(&meant) })
}

/// What stands in the DNS, and what it makes receivers do.
struct Standing<'d> {
    /// The domain whose record it is.
    from: &'d Name,
    texts: Vec<String>,
    is_applied: bool,
    /// In force today for the domain.
    forced: Policy,
    /// In force today for names below it that exist.
    forced_below: Policy,
}

impl<'d> Standing<'d> {
    fn of(dmarc: &'d Dmarc) -> Option<Self> {
        let (from, texts, applied) = match &dmarc.policy {
            Discovery::Applied(a) => (&a.from, vec![a.record.text.clone()], Some(a)),
            Discovery::Void { from, record } => (from, vec![record.text.clone()], None),
            Discovery::Missing => (&dmarc.domain, unread(dmarc), None),
            Discovery::Unknown(_) => return None,
        };
        let (forced, forced_below) = applied.map_or((Policy::None, Policy::None), in_force);
        Some(Self { from, texts, is_applied: applied.is_some(), forced, forced_below })
    }

    /// The policy to publish, and whether as a test.
    fn next_stage(&self, meant: &Meant, is_proved: bool) -> (Policy, bool) {
        let (forced, wanted) = (self.forced, meant.policy.unwrap_or_default());
        let (stage, test) = match wanted {
            // What is in force stays in force.
            Policy::Quarantine | Policy::Reject if wanted == forced => (wanted, false),
            Policy::None if is_proved => (Policy::Quarantine, false),
            _ if is_proved => (wanted.min(stronger(forced)), false),
            _ if meant.test && wanted > Policy::None && wanted.weaker() == forced && self.is_applied => (wanted, true),
            _ => (forced, false),
        };
        // Old receivers took pct=0 for a test, as t=y says today (RFC 9989 appendix A.6).
        let old_test = meant.pct == Some(0) && !is_proved && stage > Policy::None && self.texts.len() == 1;
        (stage, test || old_test)
    }
}

/// Makes the record ask for reports where it does not.
fn ask_for_reports(meant: &mut Meant, from: &Name) -> Option<Value> {
    if !meant.rua.is_empty() {
        return None;
    }
    meant.rua.push(format!("mailto:dmarc@{from}"));
    Some(sentence(
        "create the mailbox {address} first, or name another one: without reports nobody sees which mail fails",
        "сначала заведите ящик {address} или укажите другой: без отчётов не видно, какая почта не проходит",
        Evidence::new().with("address", format!("dmarc@{from}")),
    ))
}

fn told(forced: Policy, stage: Policy) -> Option<Value> {
    if stage > forced {
        return Some(sentence(
            "the policy goes up one stage, from {was} to {is}: SPF and DKIM of the domain were seen to be sound, and reports came in before; look into them first",
            "политика становится строже на один этап, с {was} на {is}: SPF и DKIM домена в порядке, отчёты уже приходили; сначала загляните в них",
            Evidence::new().with("was", forced.as_str()).with("is", stage.as_str()),
        ));
    }
    (stage == Policy::None).then(|| {
        plain(
            "stage 1 of 3: receivers report and do nothing else; quarantine and reject follow once the reports show that all your mail passes",
            "этап 1 из 3: получатели только присылают отчёты; quarantine и reject — когда отчёты покажут, что вся ваша почта проходит",
        )
    })
}

fn kept_below(sp: Policy) -> Value {
    sentence(
        "names below the domain keep the policy that they have (sp={sp}): which of them send was not seen",
        "для поддоменов политика остаётся прежней (sp={sp}): неизвестно, какие из них отправляют почту",
        Evidence::new().with("sp", sp.as_str()),
    )
}

/// The record with relaxed alignment, where it asks for a strict one.
fn relaxed(meant: &Meant) -> Option<String> {
    let is_loose = |(name, value): &(&str, String)| !matches!(*name, "adkim" | "aspf") || value != "s";
    let others: Vec<_> = meant.others.iter().filter(|tag| is_loose(tag)).cloned().collect();
    (others.len() < meant.others.len()).then(|| Meant { others, ..meant.clone() }.record())
}

/// What a record asks for today: of its own domain, and of the names below that exist.
fn in_force(applied: &Applied) -> (Policy, Policy) {
    let record = &applied.record;
    if !record.is_sound() {
        return (Policy::None, Policy::None);
    }
    let own = record.p.valid().unwrap_or_default();
    let today = |policy: Policy| if record.test { policy.weaker() } else { policy };
    (today(own), today(record.sp.valid().unwrap_or(own)))
}

/// Records that receivers do not read as the policy: several, or misspelt ones.
fn unread(dmarc: &Dmarc) -> Vec<String> {
    match dmarc.own() {
        Found::Several(texts) => texts.clone(),
        _ => dmarc.near_misses.iter().map(|stray| stray.text.clone()).collect(),
    }
}

/// One record of all: the mildest policy, all addresses.
fn joined(from: &Name, texts: &[String]) -> Meant {
    let mut all = texts.iter().map(|text| Meant::read(from.as_str(), text));
    let Some(mut meant) = all.next() else { return Meant::default() };
    for other in all {
        meant.policy = meant.policy.min(other.policy);
        meant.sp = meant.sp.min(other.sp);
        for (mine, theirs) in [(&mut meant.rua, other.rua), (&mut meant.ruf, other.ruf)] {
            let new: Vec<String> = theirs.into_iter().filter(|uri| !mine.contains(uri)).collect();
            mine.extend(new);
        }
    }
    meant
}

fn stronger(policy: Policy) -> Policy {
    if policy == Policy::None { Policy::Quarantine } else { Policy::Reject }
}

/// Whether it was seen that mail of the domain passes DMARC: by DKIM and by SPF, for all senders that show.
fn proved(accepted: &Accepted<'_, '_>, had_reports: bool) -> Result<(), Value> {
    if !had_reports {
        return Err(plain(
            "the policy stays as weak as it is: no reports were asked for so far, so that nobody knows which mail would fail",
            "политика остаётся прежней: отчёты до сих пор не запрашивались, и никто не знает, какая почта не пройдёт",
        ));
    }
    let recorded = accepted.facts();
    // What is mended in the same breath counts as well: caches hold the old records, and reports tell of the old ones.
    let against: BTreeSet<&'static str> = [&accepted.bench.before, &accepted.now].into_iter().flat_map(against).collect();
    if !against.is_empty() {
        let against: Vec<String> = against.into_iter().map(str::to_owned).collect();
        return Err(sentence(
            "the policy stays as weak as it is until these findings are cleared and newer reports show that all your mail passes, since some of it may fail now: {codes}",
            "политика остаётся прежней, пока не устранены эти нарушения и новые отчёты не покажут, что вся почта проходит: иначе может пострадать ваша собственная: {codes}",
            Evidence::new().with("codes", against),
        ));
    }
    senders(&recorded)
}

fn against(report: &Report) -> BTreeSet<&'static str> {
    let speaks = |f: &&findings::Finding| {
        let sender = matches!(f.about.area().as_str(), "spf" | "dkim") && f.severity >= Severity::Error;
        sender || AGAINST.contains(&f.about.code)
    };
    report.fails().filter(speaks).map(|f| f.about.code).collect()
}

/// Whether SPF passes for the named senders, and every service that SPF includes is seen to sign for the domain.
fn senders(recorded: &Recorded) -> Result<(), Value> {
    let Recorded { target, facts } = recorded;
    let inquiry = Inquiry::new(facts);
    let spf = readings::spf::read(target, &inquiry);
    let dkim = readings::dkim::read(target, &inquiry);
    let usable = spf.policy.status == Status::Record && spf.sends_nothing() == Some(false);
    if !usable || dkim.has_usable_key() != Some(true) {
        return Err(plain(
            "the policy stays as weak as it is: it was not seen that mail of the domain passes both SPF and DKIM; name your selectors (--selector) and addresses (--ip)",
            "политика остаётся прежней: не видно, что почта домена проходит и SPF, и DKIM; укажите селекторы (--selector) и адреса (--ip)",
        ));
    }
    if let Some(ip) = target.ips.iter().find(|ip| result(target, &inquiry, **ip) != SpfResult::Pass) {
        return Err(sentence(
            "the policy stays as weak as it is: SPF does not pass for your sender {ip}",
            "политика остаётся прежней: ваш отправитель {ip} не проходит SPF",
            Evidence::new().with("ip", *ip),
        ));
    }
    let services = spf.targets().into_iter().filter_map(|name| readings::providers::of_spf_include(&name));
    let silent: BTreeSet<&str> = services.filter(|p| !p.selectors.is_empty() && !dkim.shows(p)).map(|p| p.name).collect();
    if silent.is_empty() {
        return Ok(());
    }
    Err(sentence(
        "the policy stays as weak as it is: no DKIM key of these services was seen, so that their mail may fail; set DKIM up there, or name the selectors (--selector): {services}",
        "политика остаётся прежней: у этих сервисов не видно ключа DKIM, их письма могут не пройти; настройте там DKIM или укажите селекторы (--selector): {services}",
        Evidence::new().with("services", silent.into_iter().map(str::to_owned).collect::<Vec<_>>()),
    ))
}

fn result(target: &Target, inquiry: &Inquiry<'_>, ip: std::net::IpAddr) -> SpfResult {
    check_host(inquiry, &Sender::of(target, ip)).0.result
}

/// Strict alignment may be meant, and nothing that was seen shows whom it stops: the record is given, and the choice left.
fn relax(at: &Name, record: String) -> Advice {
    let text = sentence(
        "strict alignment may be what you want, so it stays; if a service signs or sends with a name below the domain, publish instead: {at} TXT {record}",
        "строгое выравнивание могло быть выбрано намеренно и остаётся; если сервис подписывает или отправляет письма с поддомена, опубликуйте вместо этого: {at} TXT {record}",
        Evidence::new().with("at", at).with("record", record),
    );
    Advice { text, codes: ["DMARC020"].into() }
}

fn below(from: &Name) -> Value {
    sentence(
        "sp= stays: which names below {domain} send is not known; raise it once the reports about them are clean",
        "sp= остаётся: неизвестно, какие имена ниже {domain} отправляют почту; повышайте, когда в отчётах о них не останется сбоев",
        Evidence::new().with("domain", from),
    )
}

fn not_own(from: &Name) -> Value {
    sentence(
        "the record is that of {domain}, for which this audit saw no senders: run fix {domain}",
        "запись принадлежит {domain}, отправителей которого эта проверка не видела: запустите fix {domain}",
        Evidence::new().with("domain", from),
    )
}
