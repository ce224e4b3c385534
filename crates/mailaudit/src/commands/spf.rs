//! `spf`: the RFC 7208 result for one sender, and the tree that leads to it.

use crate::args::{Common, SpfArgs};
use crate::failure::Failure;
use crate::output::{lang, print, style};
use crate::run::{self, Shown};
use crate::setup::Setup;
use facts::{Inquiry, Name, Target};
use findings::Lang;
use readings::spf::{self, Answer, Policy, SpfResult, Status, Term};
use report::Tree;

/// Runs the command. Gives the exit code: 0 for pass, neutral and none, 1 for fail, softfail and
/// permerror, 3 for temperror.
pub fn spf(common: &Common, args: &SpfArgs) -> Result<u8, Failure> {
    if args.domain.is_none() && args.mail_from.is_none() && args.helo.is_none() {
        return Err(Failure::Usage("name a DOMAIN, --mail-from or --helo".into()));
    }
    let setup = Setup::new(common)?;
    let target = Target {
        domain: args.domain.clone().unwrap_or_else(Name::root),
        ips: vec![args.ip],
        mail_from: args.mail_from.clone(),
        helo: args.helo.clone(),
        ..setup.template.clone()
    };
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    let mut code = 0;
    run::block_on(run::ask(&setup.options, vec![target], vec![spf::COMMAND], shown, |recorded| {
        let answer = spf::answer(&recorded.target, &Inquiry::new(&recorded.facts));
        code = match answer.evaluation.result {
            SpfResult::Pass | SpfResult::Neutral | SpfResult::None => 0,
            SpfResult::Fail | SpfResult::Softfail | SpfResult::Permerror => 1,
            SpfResult::Temperror => 3,
        };
        match common.is_json() {
            true => print(&serde_json::to_string_pretty(&answer)?),
            false => print(&page(&answer, common)),
        }
    }))?;
    Ok(code)
}

fn page(answer: &Answer, common: &Common) -> String {
    let lang = lang(common);
    let result = &answer.evaluation;
    let (ip, from, helo) = (result.ip, report::clean(&result.mail_from), report::clean(&result.helo));
    let mut lines = vec![format!("{}: {}", lang.pick("Result", "Результат"), result.result.as_str())];
    lines.push(format!("{}: {ip}, MAIL FROM {from}, HELO {helo}", lang.pick("Sender", "Отправитель")));
    if let Some(matched) = &result.matched {
        let at = report::clean(&matched.domain);
        lines.push(format!("{}: {} ({at})", lang.pick("Decided by", "Решает"), report::clean(&matched.term)));
    }
    if let Some(cause) = result.cause {
        lines.push(format!("{}: {}", lang.pick("Cause", "Причина"), cause_words(cause, lang)));
    }
    for gap in &result.gaps {
        lines.push(format!("{}: {}", lang.pick("Not answered", "Нет ответа"), report::clean(&gap.asked)));
    }
    if let Some(text) = &result.explanation {
        lines.push(format!("{}: {}", lang.pick("The domain explains", "Пояснение домена"), report::clean(text)));
    }
    let (counted, voids) = (lang.pick("DNS look-ups", "Запросов DNS"), lang.pick("void", "пустых"));
    lines.push(format!("{counted}: {} (≤ 10), {voids}: {} (≤ 2)", result.lookups, result.voids));
    let drawn = answer.tree.as_ref().map(|policy| report::tree(&policy_node(policy, None, lang), &style(common)));
    format!("{}\n\n{}", lines.join("\n"), drawn.unwrap_or_default())
}

fn policy_node(policy: &Policy, term: Option<&Term>, lang: Lang) -> Tree {
    let label = term.map_or_else(|| policy.domain.clone(), |t| t.text.clone());
    let note = match policy.status {
        Status::Record => "",
        Status::NoRecord => lang.pick("no SPF record", "нет записи SPF"),
        Status::NoSuchName => lang.pick("no such name", "нет такого имени"),
        Status::Several => lang.pick("several SPF records", "несколько записей SPF"),
        Status::Unknown => lang.pick("not known: no usable answer", "неизвестно: нет пригодного ответа"),
        Status::Loop => lang.pick("loop", "цикл"),
        Status::ShownBefore => lang.pick("shown above, counted again", "показано выше, считается снова"),
        Status::LeftOut => lang.pick("too deep: left out", "слишком глубоко: опущено"),
        Status::BadName => lang.pick("not a DNS name", "не имя DNS"),
    };
    Tree {
        label,
        cost: Some(term.map_or(policy.lookups, |t| t.lookups) as usize),
        note: note.into(),
        children: policy.terms.iter().map(|t| term_node(t, lang)).collect(),
    }
}

fn term_node(term: &Term, lang: Lang) -> Tree {
    if let Some(policy) = &term.policy {
        return policy_node(policy, Some(term), lang);
    }
    let mut notes = Vec::new();
    if term.void == Some(true) {
        notes.push(lang.pick("void", "пусто").to_owned());
    }
    if !term.reached {
        notes.push(lang.pick("never reached", "не используется").to_owned());
    }
    notes.extend(term.gaps.iter().map(|g| format!("{}: {}", lang.pick("no answer", "нет ответа"), g.asked)));
    let children = term.addresses.iter().take(20).map(|r| Tree { label: format!("{} {}", r.host, r.address), ..Tree::default() }).collect();
    Tree { label: term.text.clone(), cost: (term.cost > 0).then_some(term.lookups as usize), note: notes.join(", "), children }
}

fn cause_words(cause: spf::Cause, lang: Lang) -> &'static str {
    let (en, ru) = match cause {
        spf::Cause::BadDomain => {
            ("the domain is no name that could hold a policy (RFC 7208 4.3)", "имя домена не может иметь политику (RFC 7208 4.3)")
        }
        spf::Cause::Syntax => ("a term does not parse (RFC 7208 4.6)", "элемент записи не разбирается (RFC 7208 4.6)"),
        spf::Cause::SeveralRecords => ("more than one SPF record (RFC 7208 4.5)", "больше одной записи SPF (RFC 7208 4.5)"),
        spf::Cause::LookupLimit => {
            ("more than 10 terms that query the DNS (RFC 7208 4.6.4)", "больше 10 элементов с запросами DNS (RFC 7208 4.6.4)")
        }
        spf::Cause::VoidLimit => ("more than 2 void look-ups (RFC 7208 4.6.4)", "больше 2 пустых ответов DNS (RFC 7208 4.6.4)"),
        spf::Cause::MxLimit => ("an mx with more than 10 exchanges (RFC 7208 4.6.4)", "mx с более чем 10 серверами (RFC 7208 4.6.4)"),
        spf::Cause::IncludeVoid => ("the target of an include has no policy (RFC 7208 5.2)", "у цели include нет политики (RFC 7208 5.2)"),
        spf::Cause::RedirectVoid => {
            ("the target of a redirect has no policy (RFC 7208 6.1)", "у цели redirect нет политики (RFC 7208 6.1)")
        }
        spf::Cause::Loop => ("an include or redirect leads back to its own path", "include или redirect возвращается на свой путь"),
    };
    lang.pick(en, ru)
}
