//! SPF009: neither 'all' nor a redirect ends the record.

use crate::samples::HEALTHY;
use crate::view::View;
use facts::Name;
use findings::{Check, Evidence, Example, PublishRecord, Severity, Status, Subject, Verdict, Words};
use records::spf::SpfRecord;

pub const CHECK: Check<View> = Check {
    code: "SPF009",
    name: "spf-no-all",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 7208 4.7"],
    follows: &["DNS001", "SPF003"],
    en: Words {
        title: "End of SPF",
        says: "The SPF record of {at} has neither 'all' nor 'redirect': for unlisted senders the result is neutral.",
        why: "A receiver treats unlisted senders as if there were no SPF, so that forgeries are not told from real mail.",
        fix: "Add ~all at the end of the record, or -all once every sender is listed.",
    },
    ru: Words {
        title: "Окончание SPF",
        says: "В записи SPF {at} нет ни all, ни redirect: для не указанных отправителей результат — neutral.",
        why: "Получатель обращается с ними так, словно SPF нет, и не отличает подделку от настоящей почты.",
        fix: "Добавьте в конец записи ~all, а когда указаны все отправители — -all.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 mx"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1"]),
        Example::fail(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 mx"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT v=spf1 mx -all"]),
        Example::pass(&[HEALTHY, "example.com TXT v=spf1 include:_spf.example.com ~all\n_spf.example.com TXT v=spf1 mx"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com\n_spf.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "example.com TXT v=spf1 redirect=_spf.example.com"]),
        Example::unknown(&[HEALTHY, "example.com TXT TIMEOUT"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    view.own_policy(|spf| {
        let last = spf.last();
        match (&last.parsed, &last.gap) {
            (Some(record), _) if record.first_all().is_none() && record.redirect().is_none() => {
                let evidence = Evidence::new().with("domain", &spf.domain).with("at", last.domain.as_str());
                Verdict::fail(evidence).with_records(ended(&spf.domain, &last.domain, record))
            }
            (Some(_), _) => Verdict::Pass(Evidence::new()),
            (None, Some(gap)) => Verdict::unknown(gap.clone()),
            // The redirect leads nowhere: SPF014 or SPF013 speaks.
            (None, None) => Verdict::NotApplicable,
        }
    })
}

/// The record with its end, where it is the owner's own to change.
fn ended(own: &Name, at: &str, record: &SpfRecord) -> Vec<PublishRecord> {
    let mine = Name::parse(at).is_ok_and(|n| n.is_within(own));
    let record = mine.then(|| PublishRecord::txt(at, format!("{} ~all", record.text.trim_end())));
    record.into_iter().collect()
}
