//! DNS014: the resolver answers for names that cannot exist, so that absence cannot be judged.

use crate::samples::{ABSENT, HEALTHY};
use crate::view::View;
use facts::{Gap, Question, Reason, RecordType};
use findings::{Check, Evidence, Example, Severity, Status, Subject, Verdict, Words};

pub const CHECK: Check<View> = Check {
    code: "DNS014",
    name: "resolver-rewrites",
    severity: Severity::Notice,
    other_severities: &[],
    reaches: &[Status::Unknown, Status::Pass, Status::NotApplicable],
    cites: &["RFC 8020 2"],
    follows: &[],
    en: Words {
        title: "A resolver that tells the truth",
        says: "The resolver gives {addresses} for {name}, which does not exist: what is absent cannot be told through it.",
        why: "Receivers use other resolvers and are not touched; but missing records may look present in this report.",
        fix: "Run the audit again through another resolver: give --resolver an address that does not belong to your access provider.",
    },
    ru: Words {
        title: "Честный резолвер",
        says: "Резолвер отвечает {addresses} на несуществующее имя {name}: через него нельзя установить, чего в DNS нет.",
        why: "Получатели пользуются другими резолверами, их это не касается; но в этом отчёте отсутствующие записи могут выглядеть существующими.",
        fix: "Повторите проверку через другой резолвер: укажите в --resolver адрес не вашего провайдера.",
    },
    judge,
    examples: &[
        Example::unknown(&[HEALTHY, "*.com A 44.131.66.6"]),
        Example::pass(&[HEALTHY]),
        // Silence shows nothing.
        Example::not_applicable(&[HEALTHY, "com * TIMEOUT"]),
        Example::not_applicable(&[ABSENT]),
    ],
};

fn judge(view: &View) -> Vec<(Subject, Verdict)> {
    let Some(rewrite) = &view.zone.rewrite else { return Vec::new() };
    if rewrite.addresses.is_empty() {
        return vec![(view.domain(), Verdict::Pass(Evidence::new()))];
    }
    let question = Question::Dns { name: rewrite.name.clone(), rtype: RecordType::A };
    let gaps = vec![Gap::new(&question, Reason::ResolverRewrites)];
    let evidence = Evidence::new().with("name", &rewrite.name).with("addresses", rewrite.addresses.clone());
    vec![(view.domain(), Verdict::Unknown { gaps, evidence })]
}
