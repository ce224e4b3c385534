//! A message's authentication, line by line, as receivers write it into Authentication-Results.

use crate::clean::clean;
use crate::style::Style;
use crate::wrap::{hang, shorten};
use findings::{MessageSignature, MessageSummary, Report};

/// Longer names are cut.
const LONGEST: usize = 120;
/// At most so many signatures are told; the JSON has all.
const MOST_SIGNATURES: usize = 10;

/// Nothing where no message was judged.
pub fn draw(report: &Report, style: &Style) -> String {
    let Some(message) = &report.message else { return String::new() };
    let lang = style.lang;
    let aligned = |is: bool| {
        if is {
            lang.pick(", aligned", ", совпадает с From")
        } else {
            lang.pick(", not aligned", ", не совпадает с From")
        }
    };
    // Results are terms of RFC 8601; that there is none is ours to say.
    let unknown = lang.pick("unknown", "неизвестно");
    let result = |term: &'static str| if term == "unknown" { unknown } else { term };
    let mut lines = vec![("From", text(&message.from.join(", ")))];
    lines.push(("SPF", spf(message, unknown, &aligned)));
    if message.dkim.is_empty() {
        lines.push(("DKIM", lang.pick("no signature", "подписи нет").to_owned()));
    }
    for s in message.dkim.iter().take(MOST_SIGNATURES) {
        let reason = s.reason.map(|r| format!(" ({r})")).unwrap_or_default();
        let place = format!("d={} s={} {}", s.domain, s.selector, s.algorithm);
        lines.push(("DKIM", format!("{}{reason} {}{}{}", result(s.result), text(&place), aligned(s.aligned), coverage(s, style))));
    }
    for d in &message.dmarc {
        let policy = d.policy.map(|p| format!(" p={p}")).unwrap_or_default();
        lines.push(("DMARC", format!("{} {}{policy}", result(d.result), text(&d.domain))));
    }
    if message.arc != "none" {
        lines.push(("ARC", format!("{} ({})", result(message.arc), message.arc_sets)));
    }
    if message.dkim2 > 0 {
        lines.push(("DKIM2", format!("{}: {}", lang.pick("experimental, not judged", "эксперимент, не оценивается"), message.dkim2)));
    }
    let drawn: Vec<String> = lines.iter().flat_map(|(what, told)| hang(&format!("  {what:8}"), told, style.columns())).collect();
    format!("\n{}\n", drawn.join("\n"))
}

/// What a signature leaves open.
fn coverage(signature: &MessageSignature, style: &Style) -> String {
    let lang = style.lang;
    let mut told = Vec::new();
    if !signature.open.is_empty() {
        told.push(format!("{} {}", lang.pick("leaves open", "не покрывает"), signature.open.join(", ")));
    }
    if let Some(length) = signature.length {
        told.push(format!("{}{length}", lang.pick("of the body only l=", "из тела письма только l=")));
    }
    if told.is_empty() { lang.pick(", covers all", ", покрывает всё").into() } else { format!("; {}", told.join("; ")) }
}

fn spf(message: &MessageSummary, unknown: &str, aligned: &dyn Fn(bool) -> &'static str) -> String {
    let result = message.spf.unwrap_or(unknown);
    let domain = message.spf_domain.as_deref().map(|d| format!(" {}", text(d))).unwrap_or_default();
    let ip = message.ip.map(|ip| format!(" ({ip})")).unwrap_or_default();
    format!("{result}{domain}{ip}{}", message.spf_aligned.map_or("", aligned))
}

fn text(from_outside: &str) -> String {
    shorten(&clean(from_outside), LONGEST)
}
