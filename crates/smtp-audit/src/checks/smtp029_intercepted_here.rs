//! SMTP029: something on our side alters mail connections. Only ever unknown.

use crate::samples::{CONTROL, CONTROL_DEAD, CONTROL_MASKED, HEALTHY};
use crate::view::View;
use facts::{Gap, Reason};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use findings::{Phrase, Value};
use readings::control::Sign;

pub const CHECK: Check<View> = Check {
    code: "SMTP029",
    name: "smtp-intercepted-here",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::NotApplicable],
    cites: &["RFC 5321 4.5.4.1"],
    follows: &[],
    en: Words {
        title: "Nothing alters mail connections on the way",
        says: "What the control host {control} says is altered on the way: {sign}. SMTP and TLS results are void.",
        why: "An antivirus program, a firewall or a VPN on this side answers in the place of mail servers or strips STARTTLS.",
        fix: "Switch off mail scanning in the antivirus program and SMTP inspection in the firewall, leave the VPN, or run the audit elsewhere.",
    },
    ru: Words {
        title: "Почтовые соединения по пути не изменяются",
        says: "Ответы контрольного сервера {control} по пути изменены: {sign}. Результаты SMTP и TLS недействительны.",
        why: "Антивирус, межсетевой экран или VPN на этой стороне отвечает вместо почтовых серверов или вырезает STARTTLS.",
        fix: "Отключите проверку почты в антивирусе и инспекцию SMTP в межсетевом экране, выйдите из VPN или запустите проверку в другом месте.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, CONTROL_MASKED]),
        Example::unknown(&[
            HEALTHY,
            "target example.com control=44.207.7.7\nsmtp 44.207.7.7:25 mx.control.example good\nC: EHLO\nS: 250 mx.control.example",
        ]),
        Example::not_applicable(&[HEALTHY, CONTROL]),
        Example::not_applicable(&[HEALTHY, CONTROL_DEAD]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let void = view.hosts.iter().flat_map(|h| &h.talks).filter_map(|t| t.session.talk.as_ref().err());
    let gaps: Vec<Gap> = void.filter(|gap| gap.reason == Reason::InterceptedHere).cloned().collect();
    if gaps.is_empty() {
        return Vec::new();
    }
    vec![(Subject::from(&view.target.domain), Verdict::Unknown { gaps, evidence: evidence(view) })]
}

fn evidence(view: &View) -> Evidence {
    let Some((host, sign)) = view.control.altered() else { return Evidence::new() };
    let sign = match sign {
        Sign::MaskedBanner(text) | Sign::ForeignBanner(text) => Value::Text(text.clone()),
        Sign::NoStarttls => Value::Phrase(Phrase { en: "STARTTLS is missing", ru: "нет STARTTLS" }),
        Sign::UnknownIssuer => Value::Phrase(Phrase {
            en: "its certificate is not from a public authority",
            ru: "его сертификат выдан не общеизвестным центром",
        }),
        Sign::ForeignIssuer(product) => Value::Text((*product).to_owned()),
    };
    Evidence::new().with("control", host.to_string()).with("sign", sign)
}
