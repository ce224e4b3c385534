//! MX012: no exchange can be reached over IPv6.

use crate::samples::{AT_GOOGLE, HEALTHY, NULL_MX, ONE_HOST};
use crate::view::{View, unknown};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::mail::left_out_gap;

pub const CHECK: Check<View> = Check {
    code: "MX012",
    name: "mx-no-ipv6",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 5321 5.2"],
    follows: &["DNS001", "MX007"],
    en: Words {
        title: "Mail over IPv6",
        says: "No exchange has an AAAA record: {hosts}.",
        why: "Senders without IPv4 cannot deliver; all others do, so that nothing is lost today.",
        fix: "Give at least one exchange an IPv6 address with a PTR and publish it as AAAA, or ask the provider for one.",
    },
    ru: Words {
        title: "Почта по IPv6",
        says: "Ни у одного сервера из MX нет записи AAAA: {hosts}.",
        why: "Отправители без IPv4 не смогут доставить письмо; остальные доставляют, так что сегодня ничего не теряется.",
        fix: "Дайте хотя бы одному серверу адрес IPv6 с записью PTR и опубликуйте AAAA или узнайте у провайдера, есть ли у него такая возможность.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, ONE_HOST]),
        Example::fail(&[HEALTHY, "mx1.example.com AAAA NODATA\nmx2.example.com AAAA NODATA"]),
        Example::pass(&[HEALTHY, "mx1.example.com AAAA NODATA"]),
        Example::pass(&[HEALTHY, AT_GOOGLE]),
        Example::unknown(&[HEALTHY, ONE_HOST, "mx1.example.com AAAA TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, NULL_MX]),
        // Without any address MX007 speaks.
        Example::not_applicable(&[HEALTHY, ONE_HOST, "mx1.example.com A NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.exchange_set(|mail| {
        let mut addresses = mail.hosts.iter().flat_map(|h| &h.addresses).peekable();
        let none_at_all = addresses.peek().is_none();
        if addresses.any(|a| a.is_ipv6()) {
            return Verdict::Pass(Evidence::new());
        }
        let gaps: Vec<_> = mail.hosts.iter().flat_map(|h| h.gaps.clone()).chain(left_out_gap(mail, &view.target.domain)).collect();
        match (gaps.is_empty(), none_at_all) {
            (false, _) => unknown(gaps),
            (true, true) => Verdict::NotApplicable,
            (true, false) => {
                let hosts: Vec<String> = mail.hosts.iter().map(|h| h.name.to_string()).collect();
                Verdict::fail(Evidence::new().with("hosts", hosts))
            }
        }
    })
}
