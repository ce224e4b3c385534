//! TLS014: neither TLS 1.2 nor TLS 1.3 is spoken.

use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, Talk, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::offers::{Offers, suites};

pub const CHECK: Check<View> = Check {
    code: "TLS014",
    name: "tls-no-modern-protocol",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 3.1.1"],
    follows: &[],
    en: Words {
        title: "TLS 1.2 or TLS 1.3 is spoken",
        says: "The server speaks neither TLS 1.2 nor TLS 1.3: the newest that it accepts is {version}.",
        why: "Gmail, Microsoft and most others have switched the older versions off: they deliver in the clear, or not at all.",
        fix: "Renew the server's software: TLS 1.2 came with OpenSSL 1.0.1 (2012) and Windows Server 2012. Where it is new enough, take TLSv1.2 and TLSv1.3 out of the list of protocols that are switched off.",
    },
    ru: Words {
        title: "Поддерживается TLS 1.2 или TLS 1.3",
        says: "Сервер не поддерживает ни TLS 1.2, ни TLS 1.3: самая новая версия, которую он принимает, {version}.",
        why: "Gmail, Microsoft и большинство других отключили старые версии: они доставляют открытым текстом или не доставляют вовсе.",
        fix: "Обновите программное обеспечение сервера: TLS 1.2 появился в OpenSSL 1.0.1 (2012) и Windows Server 2012. Если версия уже новая, уберите TLSv1.2 и TLSv1.3 из списка отключённых протоколов.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.0"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS SSLv3 TLSv1.1"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.2 static"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com"]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nWAIT 6000\nS: 220 mx.example.com\nOFFERS TLSv1.1"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS FAIL internal_error"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
        Example::unknown(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220 go\nTLS SILENCE"]),
    ],
};

/// TLS 1.2's number.
const TLS12: u16 = 0x0303;

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_offers(CHECK.severity, |_, talk, offers| each(talk, offers))
}

fn each(talk: &Talk, offers: &Offers) -> Each {
    let finished = talk.shown.as_ref().is_some_and(|shown| !shown.version.is_empty());
    match (&offers.tls12, &offers.old) {
        (None, Err(gap)) if !finished => Each::Unknown(gap.clone()),
        (None, _) => Each::Pass(Evidence::new()),
        (Some(Ok(Some(hello))), _) if hello.version >= TLS12 => Each::Pass(Evidence::new()),
        (Some(Ok(Some(hello))), _) | (Some(Ok(None)), Ok(Some(hello))) => {
            Each::Fail(None, Evidence::new().with("version", suites::version(hello.version)))
        }
        (Some(Err(gap)), _) | (Some(Ok(None)), Err(gap)) => Each::Unknown(gap.clone()),
        // Who refuses everything is told by TLS002.
        (Some(Ok(None)), Ok(None)) => Each::NotApplicable,
    }
}
