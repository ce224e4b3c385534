//! CFG007: port 25 is closed from here: which of 465, 587 and 2525 answers.

use crate::samples::{CONTROL, CONTROL_DEAD, HEALTHY};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Value, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "CFG007",
    name: "alternative-port",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::NotApplicable],
    cites: &["RFC 6409 3.1", "RFC 8314 3.3"],
    follows: &[],
    en: Words {
        title: "Ports beside 25",
        says: "Port 25 cannot be reached from this network; of 465, 587 and 2525 there answer at {host} [{address}]: {ports}.",
        why: "Most access networks and many hosters close port 25 against spam. Servers still deliver to each other on 25 alone; the other ports are for people and programs that log in.",
        fix: "To send from here, use a submission port with log-in (465 or 587, with some hosters 2525). To audit the mail servers, run mailaudit where port 25 is open, or ask the hoster to open it.",
    },
    ru: Words {
        title: "Порты кроме 25",
        says: "Порт 25 из этой сети недоступен; из 465, 587 и 2525 на {host} [{address}] отвечают: {ports}.",
        why: "Большинство провайдеров доступа и многие хостеры закрывают порт 25 от спама. Серверы доставляют друг другу только по 25; остальные порты для людей и программ, которые входят с паролем.",
        fix: "Чтобы отправлять отсюда, используйте порт отправки с входом (465 или 587, у некоторых хостеров 2525). Чтобы проверить почтовые серверы, запустите mailaudit там, где порт 25 открыт, или попросите хостера открыть его.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, CONTROL_DEAD, "smtp 44.128.1.1:25 mx.example.com good\nDROP\nsmtp 44.128.1.1:587 mx.example.com good"]),
        Example::info(&[HEALTHY, CONTROL_DEAD, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
        Example::not_applicable(&[HEALTHY, CONTROL]),
        Example::not_applicable(&[HEALTHY, CONTROL, "smtp 44.128.1.1:25 mx.example.com good\nDROP"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let told = |host: &readings::submission::Alternative| {
        let ports = match &host.open[..] {
            [] => Value::Phrase(Phrase { en: "none", ru: "ни один" }),
            open => Value::List(open.iter().map(u16::to_string).collect()),
        };
        Verdict::Info(Evidence::new().with("host", &host.name).with("address", host.address).with("ports", ports))
    };
    view.alternatives.iter().map(|host| (Subject::from(&host.name), told(host))).collect()
}
