//! MSG027: a hop over the Internet without TLS.

use crate::received::Hop;
use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG027",
    name: "unencrypted-hop",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &["RFC 3848", "RFC 3207"],
    follows: &[],
    en: Words {
 title: "TLS on the way",
 says: "Hops over the Internet without TLS: {count}. The last: from {from} to {by}.",
 why: "Anybody in between could read the message; Gmail shows a red open lock and demands TLS of all senders.",
 fix: "Switch on TLS for outgoing mail at {from} (Postfix: smtp_tls_security_level = may) and STARTTLS at {by}.",
 },
    ru: Words {
 title: "TLS в пути",
 says: "Переходов через Интернет без TLS: {count}. Последний: от {from} к {by}.",
 why: "Письмо мог прочесть любой на пути; Gmail показывает красный открытый замок и требует TLS от всех отправителей.",
 fix: "Включите TLS для исходящей почты на {from} (Postfix: smtp_tls_security_level = may) и STARTTLS на {by}.",
 },
    judge,
    examples: &[
        Example::fail(&[QUIET, "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTP id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x"]),
        Example::fail(&[QUIET, "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with SMTP id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x"]),
        Example::pass(&[QUIET, "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTPS id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x"]),
        Example::pass(&[QUIET, "message
> Received: from mx.example.com (mx.example.com [44.128.9.4]) by mx.example.net with ESMTP (TLSv1.3:AES:256) id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x"]),
        // Within a house anything goes.
        Example::not_applicable(&[QUIET, "message
> Received: from mx.example.com (mx.example.com [10.0.0.4]) by mx.example.net with ESMTP id 1; Mon, 23 Nov 2026 11:00:01 +0000
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
>
> x"]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let hops: Vec<&Hop> = view.letter.hops.iter().filter(|h| h.is_public() && h.tls.is_some()).collect();
    if hops.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let clear: Vec<&&Hop> = hops.iter().filter(|h| h.tls == Some(false)).collect();
    let Some(last) = clear.first() else { return view.one(Verdict::Pass(Evidence::new())) };
    let name = |host: &Option<String>| host.clone().or_else(|| last.ip.map(|ip| ip.to_string())).unwrap_or_else(|| "?".into());
    let told = Evidence::new().with("count", clear.len()).with("from", name(&last.helo));
    view.one(Verdict::fail(told.with("by", last.by.clone().unwrap_or_else(|| "?".into()))))
}
