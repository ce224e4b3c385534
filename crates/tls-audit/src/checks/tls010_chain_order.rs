//! TLS010: certificates out of order, doubled, or foreign to the chain.

use crate::chain::Disorder;
use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, View};
use findings::Phrase;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS010",
    name: "tls-chain-order",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8446 4.4.2", "RFC 5246 7.4.2"],
    follows: &[],
    en: Words {
        title: "The chain is in order",
        says: "The certificates sent are not in order: {disorder}.",
        why: "Most clients put a chain in order themselves; old ones stop at the first certificate that does not follow, and each needless one makes the handshake longer.",
        fix: "Send the server's certificate first, then each issuer behind what it signed, each once (certbot: fullchain.pem as it is), and reload the mail server.",
    },
    ru: Words {
        title: "Цепочка в порядке",
        says: "Сертификаты передаются не по порядку: {disorder}.",
        why: "Большинство клиентов сами расставляют цепочку; старые останавливаются на первом сертификате не на своём месте, а лишние удлиняют рукопожатие.",
        fix: "Передавайте сначала сертификат сервера, затем каждого издателя после подписанного им, каждый один раз (certbot: fullchain.pem без изменений), и перезагрузите конфигурацию сервера (reload).",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com disordered"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com doubled"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com foreign"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com rootsent"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, |host, chain| match chain.disorder.first() {
        _ if chain.certificates.is_empty() => host.unreadable(),
        Some(disorder) => Each::Fail(None, Evidence::new().with("disorder", words(*disorder))),
        None => Each::Pass(Evidence::new()),
    })
}

fn words(disorder: Disorder) -> Phrase {
    match disorder {
        Disorder::OutOfOrder => Phrase {
            en: "an issuer stands before what it signed", ru: "издатель стоит раньше подписанного им"
        },
        Disorder::Doubled => Phrase { en: "one is sent twice", ru: "один передаётся дважды" },
        Disorder::Foreign => Phrase { en: "one does not belong to the chain", ru: "один не относится к цепочке" },
    }
}
