//! DMARC018: tree walk and public suffix list disagree on the organisational domain.

use crate::samples::HEALTHY;
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DMARC018",
    name: "dmarc-orgdomain-differs",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 9989 4.10.2"],
    follows: &["DNS001"],
    en: Words {
        title: "One organisational domain",
        says: "The organisational domain of {domain} is {walk} by the DNS tree walk and {list} by the public suffix list.",
        why: "Receivers of today walk the tree, older ones use the list: they differ on which policy applies, on what counts as aligned and on which report addresses need consent.",
        fix: "Let the DMARC record at _dmarc.{list} say psd=n: that settles it for all who walk the tree. For the others, publish a record of its own at each name that sends.",
    },
    ru: Words {
        title: "Единый организационный домен",
        says: "Организационный домен для {domain}: {walk} по обходу дерева DNS и {list} по списку публичных суффиксов.",
        why: "Современные получатели обходят дерево, старые берут список: у них разойдётся и действующая политика, и то, какие домены считаются совпавшими, и то, каким адресам для отчётов нужно согласие.",
        fix: "Укажите в записи DMARC _dmarc.{list} тег psd=n: это решает вопрос для всех, кто обходит дерево. Для остальных опубликуйте собственную запись у каждого имени, с которого уходит почта.",
    },
    judge,
    examples: &[
        Example::fail(&[
            HEALTHY,
            "target news.example.com\nnews.example.com A 44.128.1.90\n_dmarc.news.example.com TXT v=DMARC1; p=reject",
            "_dmarc.example.com TXT NODATA",
        ]),
        Example::fail(&[
            HEALTHY,
            "target a.news.example.com\na.news.example.com A 44.128.1.90\n_dmarc.news.example.com TXT v=DMARC1; p=reject; psd=n",
        ]),
        Example::pass(&[HEALTHY]),
        Example::pass(&[HEALTHY, "target news.example.com\nnews.example.com A 44.128.1.90"]),
        Example::unknown(&[HEALTHY, "_dmarc.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    vec![(view.domain(), verdict(view))]
}

fn verdict(view: &View) -> Verdict {
    let dmarc = &view.dmarc;
    let Some(list) = &dmarc.listed_organisational else { return Verdict::NotApplicable };
    let walk = match &dmarc.walk.organisational {
        Ok(walk) => walk,
        Err(gap) => return Verdict::unknown(gap.clone()),
    };
    // Without any record the walk has nothing to say.
    if dmarc.walk.records().next().is_none() {
        return Verdict::NotApplicable;
    }
    let evidence = Evidence::new().with("domain", &dmarc.domain).with("walk", walk).with("list", list);
    if walk == list { Verdict::Pass(evidence) } else { Verdict::fail(evidence) }
}
