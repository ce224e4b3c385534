//! MTA-STS: the policy file from the exchanges, and the record that announces it, which waits until the file is served.

use crate::accept::Accepted;
use crate::bench;
use crate::plan::{Advice, Change, File, Later, Withheld};
use crate::sets;
use crate::words::{plain, sentence};
use facts::{Inquiry, RecordType, Recorded};
use findings::{Evidence, Value};
use readings::mail::Route;
use records::mta_sts::LONGEST_ID;
use records::sts_policy::{Mode, StsPolicy};
use std::collections::BTreeSet;

/// Findings that another policy file would clear.
const OF_THE_FILE: [&str; 6] = ["STS001", "STS004", "STS005", "STS007", "STS008", "STS010"];
/// Seconds that senders keep a policy: a week while it is new, as RFC 8461 3.2 advises to begin with no less.
const MAX_AGE: u64 = 604_800;

/// Offers the record, and the file where another one is needed.
pub fn offer(accepted: &mut Accepted<'_, '_>) {
    let failing: BTreeSet<&'static str> = accepted.now.fails().filter(|f| f.about.area() == "sts").map(|f| f.about.code).collect();
    let Some(first) = failing.first() else { return };
    let recorded = accepted.facts();
    let (Recorded { target, facts }, code) = (&recorded, *first);
    let inquiry = Inquiry::new(facts);
    let mail = readings::mail::read(target, &inquiry);
    let hosts: Vec<String> = mail.hosts.iter().filter(|h| !h.is_literal()).map(|h| h.name.to_string()).collect();
    let Ok(at) = target.domain.below("_mta-sts") else { return };
    if hosts.is_empty() || mail.left_out > 0 || matches!(mail.route, Route::Unknown(_)) {
        let why = plain(
            "the policy must name every exchange, and not all of them are known",
            "политика должна называть все почтовые серверы, а известны не все",
        );
        return accepted.withhold(Withheld { name: at, rtype: RecordType::Txt, why, codes: failing });
    }
    let served = readings::policy::read(target, &inquiry);
    let stays = served.file().filter(|_| !OF_THE_FILE.iter().any(|code| failing.contains(code)));
    let id: String = facts.observed_at.to_string().chars().filter(char::is_ascii_alphanumeric).take(LONGEST_ID).collect();
    let record = format!("v=STSv1; id={id};");
    let note = plain("MTA-STS: a new id makes senders fetch the policy", "MTA-STS: по новому id отправители загружают политику");
    let change = match sets::change(accepted.bench, &at, RecordType::Txt, &[record], vec![note], accepted.taken(&at, RecordType::Txt)) {
        Ok(change) => Change { codes: failing.clone(), ..change },
        Err(withheld) => return accepted.withhold(Withheld { codes: failing, ..withheld }),
    };
    let url = format!("https://mta-sts.{}/.well-known/mta-sts.txt", target.domain);
    let sound = |file: &StsPolicy| file.issues.is_empty() && hosts.iter().all(|host| file.covers(host));
    let of_the_record = failing.contains("STS001") || failing.contains("STS002");
    if of_the_record && announced(accepted, &change).as_ref().is_some_and(sound) {
        // The file is served already, and nothing but the record is wrong.
        return accepted.offer_whole(change, "sts");
    }
    if stays.is_some() && !of_the_record {
        return go_on(accepted, code, &url);
    }
    let mode = served.mode().filter(|m| *m != Mode::None).unwrap_or(Mode::Testing);
    accepted.files.push(File { url: url.clone(), text: file(mode, &hosts) });
    accepted.later.push(Later { when: when(target.domain.as_str(), &url), change });
}

/// The policy that senders would fetch with the record published.
fn announced(accepted: &Accepted<'_, '_>, change: &Change) -> Option<StsPolicy> {
    let overlay = bench::overlay([change])?;
    let under = accepted.bench.under_all(&overlay);
    readings::policy::read(&under.target, &Inquiry::new(&under.facts)).file().cloned()
}

fn file(mode: Mode, hosts: &[String]) -> String {
    let mode = if mode == Mode::Enforce { "enforce" } else { "testing" };
    let lines = hosts.iter().map(|host| format!("mx: {host}\n")).collect::<String>();
    format!("version: STSv1\nmode: {mode}\n{lines}max_age: {MAX_AGE}\n")
}

fn when(domain: &str, url: &str) -> Value {
    sentence(
        "first give mta-sts.{domain} an address and a certificate, and serve the file below at {url} as text/plain; then publish the record (or its new id). Go on to mode: enforce, with a new id, once TLS reports show no failures",
        "сначала дайте имени mta-sts.{domain} адрес и сертификат и разместите файл, приведённый ниже, по адресу {url} (text/plain); затем опубликуйте запись (или её новый id). К mode: enforce с новым id переходите, когда в отчётах TLS не останется сбоев",
        Evidence::new().with("domain", domain).with("url", url),
    )
}

/// The file is sound and merely not enforced.
fn go_on(accepted: &mut Accepted<'_, '_>, code: &'static str, url: &str) {
    let text = sentence(
        "MTA-STS: once TLS reports show no failures, write mode: enforce into {url}, then publish a new id",
        "MTA-STS: когда в отчётах TLS не останется сбоев, укажите mode: enforce в {url}, затем опубликуйте новый id",
        Evidence::new().with("url", url),
    );
    if code == "STS006" {
        accepted.advice.push(Advice { text, codes: ["STS006"].into() });
    }
}
