//! TLS015: the newest version is TLS 1.2.

use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS015",
    name: "tls-no-tls13",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 3.1.1"],
    follows: &["TLS014"],
    en: Words {
        title: "TLS 1.3 is spoken",
        says: "The server speaks no TLS 1.3; the newest that it accepts is TLS 1.2.",
        why: "TLS 1.2 is still accepted everywhere. TLS 1.3 hides the certificate from onlookers, saves a round trip, and is where post-quantum key exchange exists.",
        fix: "Renew the server's TLS library (OpenSSL 1.1.1 or newer, Windows Server 2022) and allow TLSv1.3.",
    },
    ru: Words {
        title: "Поддерживается TLS 1.3",
        says: "Сервер не поддерживает TLS 1.3; самая новая версия, которую он принимает, TLS 1.2.",
        why: "TLS 1.2 пока принимают везде. TLS 1.3 скрывает сертификат от посторонних, экономит обмен пакетами, и только в нём есть постквантовый обмен ключами.",
        fix: "Обновите библиотеку TLS на сервере (OpenSSL 1.1.1 или новее, Windows Server 2022) и разрешите TLSv1.3.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.2"]),
        Example::fail(&[CLIENTS, "smtp 44.128.1.1:465 mx.example.com good\nOFFERS TLSv1.2 TLSv1.1"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.2 static"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.3"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com good\nOFFERS TLSv1.1"]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold(CHECK.severity, |_, talk| match (&talk.shown, &talk.offers) {
        (Some(shown), _) if shown.version == "TLSv1.3" => Each::Pass(Evidence::new()),
        (Some(shown), _) if shown.version == "TLSv1.2" => Each::Fail(None, Evidence::new()),
        // Where the library's handshake failed although TLS 1.2 is there, 1.3 was offered and not taken.
        (_, Some(offers)) => match &offers.tls12 {
            Some(Ok(Some(hello))) if hello.version == 0x0303 => Each::Fail(None, Evidence::new()),
            Some(Err(gap)) => Each::Unknown(gap.clone()),
            Some(Ok(_)) | None => talk.negotiation.untold(),
        },
        (_, None) => talk.negotiation.untold(),
    })
}
