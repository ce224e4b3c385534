//! A message's authentication, line by line, as receivers write it into Authentication-Results.

use crate::clean::clean;
use crate::style::Style;
use crate::wrap::shorten;
use findings::{MessageSummary, Report};

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
    let unknown = lang.pick("unknown", "неизвестно");
    let mut lines = vec![format!("From    {}", text(&message.from.join(", ")))];
    lines.push(format!("SPF     {}", spf(message, unknown, &aligned)));
    if message.dkim.is_empty() {
        lines.push(format!("DKIM    {}", lang.pick("no signature", "подписи нет")));
    }
    for s in message.dkim.iter().take(MOST_SIGNATURES) {
        let reason = s.reason.map(|r| format!(" ({r})")).unwrap_or_default();
        let place = format!("d={} s={} {}", s.domain, s.selector, s.algorithm);
        lines.push(format!("DKIM    {}{reason} {}{}", s.result, text(&place), aligned(s.aligned)));
    }
    for d in &message.dmarc {
        let policy = d.policy.map(|p| format!(" p={p}")).unwrap_or_default();
        lines.push(format!("DMARC   {} {}{policy}", d.result, text(&d.domain)));
    }
    if message.arc != "none" {
        lines.push(format!("ARC     {} ({})", message.arc, message.arc_sets));
    }
    if message.dkim2 > 0 {
        lines.push(format!("DKIM2   {}: {}", lang.pick("experimental, not judged", "эксперимент, не оценивается"), message.dkim2));
    }
    format!("\n{}\n", lines.iter().map(|l| format!("  {l}\n")).collect::<String>().trim_end_matches('\n'))
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
