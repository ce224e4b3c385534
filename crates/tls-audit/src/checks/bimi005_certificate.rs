//! BIMI005: no mark certificate (VMC or CMC) vouches for the logo, or one that cannot be had, is out of force, or names another domain.

use crate::mark::{self, MarkFault};
use crate::policy::{failure, fault};
use crate::samples::{HEALTHY, LOGO, MARK, MARK_EXPIRED, MARK_OTHER, MARKED, SVG};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::bimi::MarkFile;

pub const CHECK: Check<View> = Check {
    code: "BIMI005",
    name: "bimi-certificate",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["draft-brand-indicators-for-message-identification 4.2", "draft-fetch-validation-vmc-wchuang 4"],
    follows: &["BIMI002"],
    en: Words {
        title: "A mark certificate vouches for the BIMI logo",
        says: "No valid mark certificate vouches for the logo of {domain}: {reason} ({seen}).",
        why: "Gmail and Apple Mail show a logo only with a mark certificate: VMC for a registered trade mark, CMC for a logo long in use. Others show it without one.",
        fix: "Buy a VMC or CMC for {domain} from an authority that issues them, serve it in PEM form with its chain over HTTPS, and name its address in a= of the record at default._bimi.{domain}.",
    },
    ru: Words {
        title: "За логотип BIMI ручается сертификат марки",
        says: "За логотип {domain} не ручается действующий сертификат марки: {reason} ({seen}).",
        why: "Gmail и Apple Mail показывают логотип только с сертификатом марки: VMC для зарегистрированного товарного знака, CMC для давно используемого логотипа. Другие показывают и без него.",
        fix: "Получите VMC или CMC для {domain} у центра, который их выдаёт, отдавайте его в PEM вместе с цепочкой по HTTPS и укажите адрес в a= записи default._bimi.{domain}.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, LOGO, SVG]),
        Example::fail(&[HEALTHY, MARKED]),
        Example::fail(&[HEALTHY, MARKED, "https 44.128.1.3:443 mta-sts.example.com policy"]),
        Example::fail(&[HEALTHY, MARKED, "https 44.128.1.3:443 mta-sts.example.com expired\nGET /mark.pem 200 -", MARK]),
        Example::fail(&[HEALTHY, MARKED, MARK_EXPIRED]),
        Example::fail(&[HEALTHY, MARKED, MARK_OTHER]),
        Example::pass(&[HEALTHY, MARKED, MARK]),
        Example::unknown(&[HEALTHY, MARKED, "https 44.128.1.3:443 mta-sts.example.com policy\nDROP"]),
        Example::unknown(&[HEALTHY, "default._bimi.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=; a=;"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some((file, judgment)) = &view.mark else { return Vec::new() };
    let fail = |(reason, seen): (Phrase, String)| {
        Verdict::fail(Evidence::new().with("domain", &view.name).with("reason", reason).with("seen", seen))
    };
    let verdict = match (file, judgment) {
        (MarkFile::NoLogo, _) => Verdict::NotApplicable,
        (MarkFile::Unknown(gap), _) => Verdict::unknown(gap.clone()),
        (MarkFile::NotNamed, _) => fail((Phrase { en: "the record has no a=", ru: "в записи нет a=" }, "a=".into())),
        (MarkFile::Failed { url, why }, _) => {
            let (reason, seen) = failure(why, &view.name);
            fail((reason, format!("{url} {seen}").trim().to_owned()))
        }
        (MarkFile::File { .. }, Some(judgment)) if !judgment.valid => fail(fault(judgment)),
        (MarkFile::File { url, body, .. }, _) => match mark::fault(body, &view.name, view.at) {
            Some(fault) => fail(words(fault, url)),
            None => Verdict::Pass(Evidence::new().with("url", url.as_str())),
        },
    };
    vec![(view.domain.clone(), verdict)]
}

fn words(fault: MarkFault, url: &str) -> (Phrase, String) {
    match fault {
        MarkFault::NotPem => (
            Phrase { en: "the file holds no certificate in PEM form", ru: "в файле нет сертификата в форме PEM" },
            url.to_owned(),
        ),
        MarkFault::NotForMarks => (
            Phrase {
                en: "the certificate is not meant for marks", ru: "сертификат не предназначен для марок"
            },
            url.to_owned(),
        ),
        MarkFault::Expired(at) => (Phrase { en: "it expired", ru: "срок действия истёк" }, at.to_string()),
        MarkFault::NotYet(at) => (Phrase { en: "it is not valid yet", ru: "срок действия ещё не начался" }, at.to_string()),
        MarkFault::OtherDomain(names) => (Phrase { en: "it names other domains", ru: "он выдан на другие домены" }, names.join(", ")),
    }
}
