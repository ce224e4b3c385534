//! SMTP001: no mail host accepts a connection, while the control probe gets out.

use crate::samples::{CLOSED, CONTROL, CONTROL_DEAD, CONTROL_MASKED, HEALTHY, NULL_MX, SECOND_SWALLOWED};
use crate::view::{View, unknown};
use facts::Gap;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::control::State;

pub const CHECK: Check<View> = Check {
    code: "SMTP001",
    name: "smtp-unreachable",
    severity: Severity::Critical,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 4.5.4.1"],
    follows: &["DNS001"],
    en: Words {
        title: "A mail host accepts connections",
        says: "No mail host accepts a connection on port 25: {tried}. The control host {control} does, so the port is open from here.",
        why: "Senders keep the mail for some days, try again and again, and then return it: nobody can write to the domain.",
        fix: "Start the mail server, let it listen on port 25 of these addresses, and open the port in its firewall and at the hoster.",
    },
    ru: Words {
        title: "Почтовый сервер принимает соединения",
        says: "Ни один почтовый сервер не принимает соединение на порту 25: {tried}. Контрольный сервер {control} принимает, значит порт отсюда открыт.",
        why: "Отправители несколько дней повторяют попытки и возвращают письма: написать в домен не может никто.",
        fix: "Запустите почтовый сервер, включите прослушивание порта 25 на этих адресах и откройте порт в межсетевом экране и у хостера.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, CONTROL, CLOSED]),
        Example::fail(&[HEALTHY, CONTROL, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::pass(&[HEALTHY, CONTROL]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nS: 554 no"]),
        Example::pass(&[HEALTHY, SECOND_SWALLOWED, CONTROL]),
        Example::unknown(&[HEALTHY, CLOSED]),
        Example::unknown(&[HEALTHY, CONTROL_DEAD, CLOSED]),
        Example::unknown(&[HEALTHY, CONTROL_MASKED]),
        Example::unknown(&[HEALTHY, CONTROL, CLOSED, "mx.example.com A 44.128.1.1\nmx.example.com AAAA TIMEOUT"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let sessions = || view.hosts.iter().flat_map(|h| &h.talks).map(|t| &t.session);
    let told = |verdict| vec![(Subject::from(&view.target.domain), verdict)];
    if sessions().any(|s| s.connected() == Some(true)) {
        return told(Verdict::Pass(Evidence::new()));
    }
    let mut gaps: Vec<Gap> = view.gap.iter().chain(view.hosts.iter().flat_map(|h| &h.gaps)).cloned().collect();
    gaps.extend(sessions().filter_map(|s| s.talk.as_ref().err().cloned()));
    let mut controls = Vec::new();
    for session in sessions().filter(|s| s.connected() == Some(false)) {
        match view.control.of(session.address).and_then(State::answered) {
            Some(control) => controls.push(control),
            None => gaps.push(session.gap(facts::Reason::Timeout)),
        }
    }
    if !gaps.is_empty() {
        return told(unknown(gaps));
    }
    let Some(control) = controls.into_iter().next() else { return Vec::new() };
    let tried: Vec<String> =
        view.hosts.iter().flat_map(|h| h.talks.iter().map(|t| format!("{} [{}]", h.subject.as_str(), t.address))).collect();
    told(Verdict::fail(Evidence::new().with("tried", tried).with("control", control)))
}
