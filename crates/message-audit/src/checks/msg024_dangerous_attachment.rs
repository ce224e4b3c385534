//! MSG024: an attachment that large providers refuse.

use crate::samples::{LETTER, QUIET};
use crate::view::View;
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "MSG024",
    name: "dangerous-attachment",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Pass, Status::NotApplicable],
    cites: &[],
    follows: &[],
    en: Words {
        title: "Attachments",
        says: "Attached: {name}.",
        why: "Gmail (552 5.7.0), Outlook.com and others refuse the whole message for such a file, also inside an archive.",
        fix: "Put the file on a page and link to it, or send it in a form that runs nothing (PDF).",
    },
    ru: Words {
        title: "Вложения",
        says: "Вложено: {name}.",
        why: "Gmail (552 5.7.0), Outlook.com и другие отказывают всему письму из-за такого файла, в том числе внутри архива.",
        fix: "Разместите файл на странице и дайте ссылку или отправьте его в виде, который ничего не запускает (PDF).",
    },
    judge,
    examples: &[
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=setup.EXE
>
> x
> --b--",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=invoice.pdf.js
>
> x
> --b--",
        ]),
        Example::fail(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=disk.iso
>
> x
> --b--",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=invoice.pdf
>
> x
> --b--",
        ]),
        Example::pass(&[
            QUIET,
            "message
> From: a@example.com
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> MIME-Version: 1.0
> Content-Type: multipart/mixed; boundary=b
>
> --b
>
> text
> --b
> Content-Type: application/octet-stream
> Content-Disposition: attachment; filename=exe
>
> x
> --b--",
        ]),
        Example::not_applicable(&[QUIET, LETTER]),
    ],
};

/// Gmail's list of blocked types, and what Outlook.com adds to it.
const REFUSED: &[&str] = &[
    "ade",
    "adp",
    "apk",
    "appx",
    "appxbundle",
    "bat",
    "cab",
    "chm",
    "cmd",
    "com",
    "cpl",
    "diagcab",
    "diagcfg",
    "diagpkg",
    "dll",
    "dmg",
    "ex",
    "ex_",
    "exe",
    "hta",
    "img",
    "ins",
    "iso",
    "isp",
    "jar",
    "jnlp",
    "js",
    "jse",
    "lib",
    "lnk",
    "mde",
    "mjs",
    "msc",
    "msi",
    "msix",
    "msixbundle",
    "msp",
    "mst",
    "nsh",
    "pif",
    "ps1",
    "ps1xml",
    "ps2",
    "psc1",
    "reg",
    "scr",
    "sct",
    "shb",
    "sys",
    "vb",
    "vbe",
    "vbs",
    "vhd",
    "vhdx",
    "vxd",
    "wsc",
    "wsf",
    "wsh",
    "xll",
];

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let attachments = &view.letter.content.attachments;
    if attachments.is_empty() {
        return view.one(Verdict::NotApplicable);
    }
    let refused = |name: &str| {
        let ending = name.trim().rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        ending.is_some_and(|e| REFUSED.contains(&e.as_str()))
    };
    let found = attachments.iter().find_map(|a| match a.inside.iter().find(|n| refused(n)) {
        _ if refused(&a.name) || a.executable => Some(a.name.clone()),
        Some(inner) => Some(format!("{}: {inner}", a.name)),
        None => None,
    });
    match found {
        Some(name) => view.one(Verdict::fail(Evidence::new().with("name", name.chars().take(120).collect::<String>()))),
        None => view.one(Verdict::Pass(Evidence::new())),
    }
}
