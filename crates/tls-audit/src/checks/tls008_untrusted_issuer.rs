//! TLS008: the path reaches no trusted root, and nothing shows that a certificate is merely missing.

use crate::chain::{Judgment, Path};
use crate::samples::{BUSY, CLIENTS, HEALTHY, PLAIN, POLICY, POLICY_TESTING};
use crate::view::{Each, Host, View};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS008",
    name: "tls-untrusted-issuer",
    severity: Severity::Warning,
    other_severities: &[Severity::Error],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5280 6.1", "RFC 7435 3"],
    follows: &[],
    en: Words {
        title: "The chain leads to a trusted root",
        says: "The chain leads to no trusted root; it ends at {issuer}: {reason}.",
        why: "Senders that verify refuse to deliver, and mail programs warn their users: to them the certificate proves nothing.",
        fix: "Get a certificate from a public authority and send its full chain. For a company's own authority, audit with --ca-file ROOT.pem; strangers' servers will not trust it all the same.",
    },
    ru: Words {
        title: "Цепочка ведёт к доверенному корню",
        says: "Цепочка не приводит к доверенному корню и заканчивается на {issuer}: {reason}.",
        why: "Проверяющие отправители не доставляют, почтовые программы предупреждают пользователей: для них такой сертификат ничего не доказывает.",
        fix: "Получите сертификат публичного удостоверяющего центра и отдавайте полную цепочку. Для собственного центра компании запустите проверку с --ca-file ROOT.pem; чужие серверы ему всё равно не поверят.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com garbage"]),
        Example::fail_as(Severity::Error, &[CLIENTS, "smtp 44.128.1.1:465 mx.example.com untrusted"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::fail_as(Severity::Error, &[HEALTHY, POLICY, POLICY_TESTING, "smtp 44.128.1.1:25 mx.example.com untrusted"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com incomplete"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com expired_intermediate"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com disordered"]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com clientauth_only"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    match &chain.path {
        // A signature that no library verifies any more breaks every path: TLS012 tells it.
        Path::Untrusted { .. } if chain.weak_hash.is_some() => Each::NotApplicable,
        // Likewise one by a key that is too short, of which TLS011 tells.
        Path::WeakLink => Each::NotApplicable,
        Path::Untrusted { issuer, reason } => {
            Each::Fail(host.severity(Severity::Error), Evidence::new().with("issuer", issuer.as_str()).with("reason", *reason))
        }
        Path::Empty | Path::NeverValid => host.unreadable(),
        _ => Each::Pass(Evidence::new()),
    }
}
