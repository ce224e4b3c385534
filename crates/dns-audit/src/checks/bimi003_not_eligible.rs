//! BIMI003: a logo beside a DMARC policy that does not allow one.

use crate::samples::{HEALTHY, PARKED};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::bimi::{Obstacle, obstacle};
use readings::published::Found;

const SUB: &str = "target news.example.com\nnews.example.com A 44.128.1.90\n_dmarc.news.example.com TXT v=DMARC1; p=reject";

pub const CHECK: Check<View> = Check {
    code: "BIMI003",
    name: "bimi-not-eligible",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["draft-brand-indicators-for-message-identification 7.1"],
    follows: &["DNS001", "BIMI002"],
    en: Words {
        title: "BIMI and the DMARC policy",
        says: "The BIMI record at {at} has no effect: {obstacle} ({policy}).",
        why: "Receivers show a logo only for domains that let nobody else use their name, the organisational domain included.",
        fix: "At {policy} publish p=quarantine or p=reject, without t=y, sp=none, np=none or a pct below 100; until all your own senders pass DMARC, leave BIMI out.",
    },
    ru: Words {
        title: "BIMI и политика DMARC",
        says: "Запись BIMI {at} не действует: {obstacle} ({policy}).",
        why: "Логотип показывают только доменам, от имени которых не может писать никто другой; это относится и к организационному домену.",
        fix: "Опубликуйте в {policy} политику p=quarantine или p=reject без t=y, sp=none, np=none и pct меньше 100; пока DMARC проходят не все ваши отправители, публиковать BIMI рано.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT NODATA"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=quarantine; pct=99"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=quarantine; pct=100"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=quarantine; t=y"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; t=y"]),
        Example::fail(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; sp=none"]),
        Example::pass(&[HEALTHY, "_dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine"]),
        Example::fail(&[HEALTHY, SUB, "_dmarc.example.com TXT v=DMARC1; p=none"]),
        Example::pass(&[HEALTHY, SUB, "_dmarc.example.com TXT v=DMARC1; p=quarantine"]),
        Example::pass(&[HEALTHY]),
        Example::unknown(&[HEALTHY, "_dmarc.example.com TXT TIMEOUT"]),
        Example::unknown(&[HEALTHY, "default._bimi.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY, "default._bimi.example.com TXT NODATA\n_dmarc.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=; a=;\n_dmarc.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, PARKED]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let wants_logo = view.bimi.record().is_some_and(|r| !r.is_declination());
    let verdict = match &view.bimi.found {
        _ if view.parked() => Verdict::NotApplicable,
        Found::Unknown(gap) => Verdict::unknown(gap.clone()),
        Found::Record(_) if wants_logo => eligible(view),
        Found::Record(_) | Found::Several(_) | Found::None => Verdict::NotApplicable,
    };
    vec![(view.domain(), verdict)]
}

fn eligible(view: &View) -> Verdict {
    let seen = Evidence::new().with("at", &view.bimi.at);
    match obstacle(&view.dmarc) {
        Err(gap) => Verdict::unknown(gap),
        Ok(None) => Verdict::Pass(seen),
        Ok(Some((obstacle, from))) => Verdict::fail(seen.with("obstacle", words(obstacle)).with("policy", format!("_dmarc.{from}"))),
    }
}

fn words(obstacle: Obstacle) -> Phrase {
    let (en, ru) = match obstacle {
        Obstacle::NoPolicy => ("there is no DMARC policy", "нет политики DMARC"),
        Obstacle::PolicyNone => ("the DMARC policy is none", "политика DMARC ничего не требует (none)"),
        Obstacle::Test => ("t=y makes none of the DMARC policy quarantine", "t=y ослабляет политику DMARC quarantine до none"),
        Obstacle::SubdomainNone => {
            ("the DMARC policy for names below is none (sp or np)", "для поддоменов политика DMARC ничего не требует (sp или np)")
        }
        Obstacle::Percentage => {
            ("the DMARC policy holds for a part of the mail only (pct)", "политика DMARC действует лишь на часть писем (pct)")
        }
    };
    Phrase { en, ru }
}
