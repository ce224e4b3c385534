//! SPF023: macros make the policy depend on the sender.

use crate::samples::{HEALTHY, SENDING};
use crate::spf::{no_fault, open_branches, placed};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};
use readings::spf::{SAMPLE_CLIENT, Sender};

pub const CHECK: Check<View> = Check {
    code: "SPF023",
    name: "spf-macro",
    severity: Severity::Info,
    other_severities: &[],
    reaches: &[Status::Info, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 7"],
    follows: &["DNS001"],
    en: Words {
        title: "Macros in SPF",
        says: "The SPF policy of {domain} depends on the sender through macros: {terms}. Shown for {sender} at {ip}.",
        why: "Each receiver looks up other names for each sender, so that look-ups and void look-ups can differ from what is shown.",
        fix: "Nothing, if a provider told you so; else give the addresses themselves.",
    },
    ru: Words {
        title: "Макросы в SPF",
        says: "Политика SPF {domain} через макросы зависит от отправителя: {terms}. Показано для {sender} с адреса {ip}.",
        why: "Для каждого отправителя получатель запрашивает другие имена, поэтому число запросов может отличаться от показанного.",
        fix: "Если так велел провайдер — ничего; иначе укажите сами адреса.",
    },
    judge,
    examples: &[
        Example::info(&[HEALTHY, "example.com TXT v=spf1 exists:%{i}._spf.example.com -all"]),
        Example::info(&[
            HEALTHY,
            SENDING,
            "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT v=spf1 include:%{ir}.%{v}.example.com -all",
        ]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 a:%{d} -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 mx -all exp=%{i}.example.com"]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com -all\n_spf.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let with_macros = spf.policy.reached().filter(|(_, t)| t.sender_macros);
        let terms: Vec<String> = with_macros.map(|(p, t)| placed(spf, &p.domain, &t.text)).collect();
        if terms.is_empty() {
            return no_fault(open_branches(spf), Evidence::new());
        }
        let ip = view.target.ips.first().copied().unwrap_or(SAMPLE_CLIENT);
        let sender = Sender::of(&view.target, ip);
        Verdict::Info(Evidence::new().with("domain", &spf.domain).with("terms", terms).with("sender", sender.mail_from).with("ip", ip))
    })
}
