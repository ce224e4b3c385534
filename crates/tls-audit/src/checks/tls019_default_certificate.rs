//! TLS019: a certificate that came with a product and was never replaced.

use crate::chain::{Judgment, Path};
use crate::defaults::recognise;
use crate::samples::{BUSY, HEALTHY, PLAIN};
use crate::view::{Each, Host, View, name_certificate};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "TLS019",
    name: "tls-default-certificate",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9325 7.1"],
    follows: &[],
    en: Words {
        title: "The certificate is not a product's default",
        says: "The certificate is the one that comes with a product and was never replaced: {product} ({certificate}).",
        why: "It proves nothing about the host, and of some products its private key is known to everyone who bought one.",
        fix: "Get a certificate for the host's own name from a public authority and name it in the mail server's configuration in place of the default.",
    },
    ru: Words {
        title: "Собственный сертификат вместо стандартного",
        says: "Сертификат поставляется вместе с продуктом и не был заменён: {product} ({certificate}).",
        why: "О сервере он ничего не доказывает, а закрытый ключ у некоторых продуктов известен каждому покупателю.",
        fix: "Получите сертификат публичного удостоверяющего центра на имя этого сервера и укажите его в конфигурации почтового сервера вместо стандартного.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com snakeoil"]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "smtp 44.128.1.1:25 mx.example.com selfsigned"]),
        Example::unknown(&[HEALTHY, BUSY]),
        Example::not_applicable(&[HEALTHY, PLAIN]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.fold_chains(CHECK.severity, each)
}

fn each(host: &Host, chain: &Judgment) -> Each {
    let Some(leaf) = chain.leaf() else { return host.unreadable() };
    match recognise(leaf).filter(|_| chain.path != Path::Trusted) {
        Some(product) => Each::Fail(None, name_certificate(leaf).with("product", product)),
        None => Each::Pass(Evidence::new()),
    }
}
