//! STS004: a line of the policy does not parse, or the file has another media type than text/plain.

use crate::samples::{HEALTHY, POLICY_FILE, POLICY_SILENT};
use crate::sts_policy::{exchanges, of_file, placed, words};
use crate::view::View;
use findings::{Check, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use records::sts_policy::{Issue, StsPolicy};

pub const CHECK: Check<View> = Check {
    code: "STS004",
    name: "sts-policy-syntax",
    severity: Severity::Error,
    other_severities: &[Severity::Warning],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8461 3.2"],
    follows: &[],
    en: Words {
        title: "The MTA-STS policy parses",
        says: "The policy at {url} is not as it should be: {fault}. Where: {places}.",
        why: "Senders take no policy from a file that they cannot read, and then nothing protects the way of your mail. Some are strict about the media type as well.",
        fix: "Let the file hold one field a line, each name in lower case with a colon directly behind it: version: STSv1, mode: enforce, max_age: 604800, and an mx: line for each of {hosts}. Serve it as text/plain, and give the TXT record a new id.",
    },
    ru: Words {
        title: "Политика MTA-STS читается",
        says: "Политика по адресу {url} составлена неверно: {fault}. Где: {places}.",
        why: "Из файла, который не читается, отправители политику не берут, и путь ваших писем ничем не защищён. Некоторые строги и к типу содержимого.",
        fix: "По одному полю в строке, имя строчными буквами и сразу двоеточие: version: STSv1, mode: enforce, max_age: 604800 и по строке mx: на каждый из {hosts}. Отдавайте файл как text/plain и смените id в TXT-записи.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: 604800"]),
        Example::fail(&[HEALTHY, POLICY_FILE, "| mode: enforce\n| max_age: week\n| mx: mx1.example.com\n| mx: mx2.example.com"]),
        Example::fail_as(
            Severity::Warning,
            &[
                HEALTHY,
                "https 44.128.1.81:443 mta-sts.example.com policy\nGET /.well-known/mta-sts.txt 200 text/html\n| version: STSv1\n| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com",
            ],
        ),
        Example::fail_as(
            Severity::Warning,
            &[
                HEALTHY,
                "https 44.128.1.81:443 mta-sts.example.com policy\nGET /.well-known/mta-sts.txt 200 -\n| version: STSv1\n| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com",
            ],
        ),
        Example::pass(&[HEALTHY]),
        Example::pass(&[
            HEALTHY,
            "https 44.128.1.81:443 mta-sts.example.com policy\nGET /.well-known/mta-sts.txt 200 Text/Plain; charset=utf-8\n| version: STSv1\n| mode: enforce\n| max_age: 604800\n| mx: mx1.example.com\n| mx: mx2.example.com",
        ]),
        Example::unknown(&[HEALTHY, POLICY_SILENT]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY]),
        Example::not_applicable(&[HEALTHY, "_mta-sts.example.com TXT NODATA"]),
        Example::not_applicable(&[HEALTHY, "https 44.128.1.81:443 mta-sts.example.com policy"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    of_file(view, |policy, content_type| vec![(view.domain(), judge_file(view, policy, content_type))])
}

fn judge_file(view: &View, policy: &StsPolicy, content_type: Option<&str>) -> Verdict {
    let hosts: Vec<String> = exchanges(view).map(|host| host.name.to_string()).collect();
    let seen = placed(view).with("hosts", hosts);
    if let Some(first) = policy.issues.first() {
        let places: Vec<String> = policy.issues.iter().map(place).collect();
        return Verdict::fail(seen.with("fault", words(first.kind)).with("places", places));
    }
    let media_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("text/plain") {
        return Verdict::Pass(seen);
    }
    let fault = Phrase { en: "the media type is not text/plain", ru: "тип содержимого не text/plain" };
    let place = vec![format!("Content-Type: {}", content_type.unwrap_or("-"))];
    Verdict::fail_as(Severity::Warning, seen.with("fault", fault).with("places", place))
}

/// The line's number and text, or the field's name.
fn place(issue: &Issue) -> String {
    issue.line.map_or_else(|| issue.text.clone(), |line| format!("{line}: {}", issue.text))
}
