//! SPF026: an own a, mx or exists that resolves to nothing.

use crate::samples::HEALTHY;
use crate::spf::{no_fault, open_branches, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::Term;

pub const CHECK: Check<View> = Check {
    code: "SPF026",
    name: "spf-void-term",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001", "SPF034"],
    en: Words {
        title: "Names in SPF",
        says: "Terms of the SPF policy of {domain} that resolve to nothing: {terms}",
        why: "They authorise nobody, cost a look-up each, and more than 2 of them are a permerror; whoever gets hold of the name may send as you.",
        fix: "Remove {terms}, or create the name again.",
    },
    ru: Words {
        title: "Имена в SPF",
        says: "Элементы политики SPF {domain}, за которыми нет ни одного адреса: {terms}",
        why: "Они никого не разрешают, тратят по запросу, а больше двух — это permerror; тот, кому достанется имя, сможет слать от вашего имени.",
        fix: "Уберите {terms} или верните имя в DNS.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 a:gone.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx:mx1.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 exists:gone.example.com -all"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx -all\nexample.com MX 10 gone.example.com"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a mx exists:%{i}.gone.example.com -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:six.example.com -all\nsix.example.com AAAA 2d00:44::6"]),
        Example::pass(&[
            HEALTHY,
            "example.com TXT v=spf1 include:_spf.example.net -all\n_spf.example.net TXT v=spf1 a:gone.example.net -all",
        ]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 a:slow.example.com -all\nslow.example.com * TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let own = || spf.own_policies().into_iter().flat_map(|p| p.terms.iter().map(move |t| (p, t))).filter(|(_, t)| looked_up(t));
        let terms: Vec<String> = own().filter(|(_, t)| t.void == Some(true)).map(|(p, t)| placed(spf, &p.domain, &t.text)).collect();
        if !terms.is_empty() {
            return Verdict::fail(Evidence::new().with("domain", &spf.domain).with("terms", terms));
        }
        let open = own().filter(|(_, t)| t.void.is_none()).flat_map(|(_, t)| t.gaps.clone());
        no_fault(open.chain(open_branches(spf)).collect(), Evidence::new())
    })
}

fn looked_up(term: &Term) -> bool {
    term.reached && !term.sender_macros && matches!(term.kind, "a" | "mx" | "exists")
}
