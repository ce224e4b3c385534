//! BIMI004: the logo cannot be fetched over HTTPS, or is not drawn in SVG Tiny PS.

use crate::policy::{failure, fault};
use crate::samples::{HEALTHY, LOGO, SVG};
use crate::view::View;
use findings::{Check, Evidence, Example, Phrase, Severity, Status, Subject, Verdict, Words};
use readings::bimi::Logo;
use records::svg::FaultKind;

pub const CHECK: Check<View> = Check {
    code: "BIMI004",
    name: "bimi-logo",
    severity: Severity::Error,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["draft-brand-indicators-for-message-identification 5", "draft-svg-tiny-ps-abrotman 2"],
    follows: &["BIMI002"],
    en: Words {
        title: "The BIMI logo can be shown",
        says: "The logo at {url} cannot be used: {reason} ({seen}).",
        why: "Receivers show no logo at all when the file does not come over a sound HTTPS connection or breaks the profile SVG Tiny Portable/Secure.",
        fix: "Serve the file at {url} with a valid certificate. Export it as SVG Tiny PS: version=\"1.2\", baseProfile=\"tiny-ps\", a <title>, no x or y on <svg>, no script, animation, picture or outside reference, at most 32 KiB.",
    },
    ru: Words {
        title: "Логотип BIMI можно показать",
        says: "Логотип по адресу {url} непригоден: {reason} ({seen}).",
        why: "Если файл не отдаётся по исправному HTTPS или нарушает профиль SVG Tiny Portable/Secure, получатели не показывают логотип вовсе.",
        fix: "Отдавайте файл по адресу {url} с действительным сертификатом. Сохраните его в SVG Tiny PS: version=\"1.2\", baseProfile=\"tiny-ps\", элемент <title>, без x и y у <svg>, без скриптов, анимации, растровых картинок и внешних ссылок, не больше 32 КиБ.",
    },
    judge,
    examples: &[
        Example::fail(&[HEALTHY, LOGO, "| <svg version=\"1.1\" xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"]),
        Example::fail(&[HEALTHY, LOGO, "https 44.128.1.3:443 mta-sts.example.com expired\nGET /logo.svg 200 image/svg+xml", SVG]),
        Example::fail(&[HEALTHY, LOGO, "https 44.128.1.3:443 mta-sts.example.com policy\n"]),
        Example::fail(&[HEALTHY, LOGO, "https 44.128.1.3:443 mta-sts.example.com policy\nREFUSE"]),
        Example::fail(&[HEALTHY, LOGO, "mta-sts.example.com A NODATA"]),
        Example::pass(&[HEALTHY, LOGO, SVG]),
        Example::unknown(&[HEALTHY, LOGO, "https 44.128.1.3:443 mta-sts.example.com policy\nDROP"]),
        Example::unknown(&["target example.com no_smtp=yes", HEALTHY, LOGO]),
        Example::unknown(&[HEALTHY, "default._bimi.example.com TXT TIMEOUT"]),
        Example::not_applicable(&[HEALTHY]),
        Example::not_applicable(&[HEALTHY, "default._bimi.example.com TXT v=BIMI1; l=;"]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some((logo, judgment)) = &view.logo else { return Vec::new() };
    let fail = |url: &str, (reason, seen): (Phrase, String)| {
        Verdict::fail(Evidence::new().with("url", url).with("reason", reason).with("seen", seen))
    };
    let verdict = match (logo, judgment) {
        (Logo::NotNamed, _) => Verdict::NotApplicable,
        (Logo::Unknown(gap), _) => Verdict::unknown(gap.clone()),
        (Logo::Failed { url, why }, _) => fail(url, failure(why, &view.name)),
        (Logo::Document { url, .. }, Some(judgment)) if !judgment.valid => fail(url, fault(judgment)),
        (Logo::Document { url, faults, .. }, _) => match faults.first() {
            Some(first) => fail(url, (words(first.kind), faults.iter().map(|f| f.at.as_str()).collect::<Vec<_>>().join(", "))),
            None => Verdict::Pass(Evidence::new().with("url", url.as_str())),
        },
    };
    vec![(view.domain.clone(), verdict)]
}

fn words(kind: FaultKind) -> Phrase {
    let (en, ru) = match kind {
        FaultKind::NotXml => ("it is no well-formed XML, at octet", "это не правильный XML, октет"),
        FaultKind::NotSvg => ("its outermost element is not svg in SVG's namespace", "внешний элемент не svg из пространства имён SVG"),
        FaultKind::Version => ("version is not 1.2", "version не 1.2"),
        FaultKind::Profile => ("baseProfile is not tiny-ps", "baseProfile не tiny-ps"),
        FaultKind::Position => ("svg has an x or y", "у svg есть x или y"),
        FaultKind::Title => ("there is no title", "нет элемента title"),
        FaultKind::Element => ("an element that the profile leaves out", "элемент, которого нет в профиле"),
        FaultKind::Script => ("a script in an attribute", "скрипт в атрибуте"),
        FaultKind::External => ("a reference to something outside of the file", "ссылка за пределы файла"),
        FaultKind::Doctype => ("a document type declaration", "объявление типа документа"),
        FaultKind::TooLong => ("it is longer than 32 KiB", "больше 32 КиБ"),
    };
    Phrase { en, ru }
}
