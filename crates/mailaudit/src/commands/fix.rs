//! `fix`: what to publish for a domain, judged before it is proposed; nothing is published by this program.

use super::check;
use crate::args::{Common, FixArgs, Format};
use crate::dkim_key::DkimKey;
use crate::failure::Failure;
use crate::output::{lang, print, style};
use crate::run::{self, Job, Shown};
use crate::setup::Setup;
use facts::{Answer, Question, Recorded, WhyNot};
use probe::{Ask as _, Network};
use remedies::{Means, NewKey, Plan, Wishes};
use report::Layout;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Runs the command. Exit code 0 where nothing at error or worse is left, else 1; 3 where nothing could be judged.
pub fn fix(common: &Common, args: &FixArgs) -> Result<u8, Failure> {
    let key = args.dkim_key.as_deref().map(|path| new_key(path, args)).transpose()?;
    let wishes = Wishes {
        parked: args.parked,
        key: key.as_ref().and_then(|key| Some(NewKey { selector: args.sender.selector.last()?.clone(), record: key.record.clone() })),
    };
    let plan = match &args.replay {
        Some(path) => replay(path, args, &wishes)?,
        None => ask(common, args, &wishes)?,
    };
    // The record is of no use without the key, and the key is not written for a record that is held back.
    if let (Some(key), Some(path)) = (key, &args.dkim_key)
        && plan.takes_key(&wishes)
    {
        key.write(path)?;
    }
    print(&page(&plan, common))?;
    Ok(match (plan.after.score.total, plan.after.worst()) {
        (None, _) => 3,
        (_, Some(worst)) if worst >= findings::Severity::Error => 1,
        _ => 0,
    })
}

fn new_key(path: &Path, args: &FixArgs) -> Result<DkimKey, Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Usage(format!("{} is there already: a private key is never written over; name another file", path.display())));
    }
    DkimKey::make(args.dkim_type)
}

fn page(plan: &Plan, common: &Common) -> String {
    let style = style(common);
    match common.format {
        None | Some(Format::Zone | Format::Csv) => report::fix_zone(plan, &style),
        Some(Format::Nsupdate) => report::fix_nsupdate(plan, &style),
        Some(Format::Table) => report::fix_table(plan, &style),
        Some(Format::Json) => report::fix_json(plan, lang(common), Layout::Pretty),
    }
}

fn ask(common: &Common, args: &FixArgs, wishes: &Wishes) -> Result<Plan, Failure> {
    let setup = Setup::new(common)?;
    args.record.as_deref().map_or(Ok(()), check::writable)?;
    let target = setup.target(&args.domain.clone().unwrap_or_default(), &args.sender, &args.only);
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    let budget = Duration::from_secs(common.budget);
    let mut made = None;
    run::block_on(async {
        let network = Arc::new(Network::new(&setup.options)?);
        let asker = network.clone();
        run::make(Some(network), setup.options.limits, vec![Job::from(target)], mailaudit::planners(), shown, |landed| {
            let (deadline, mut asked) = (Instant::now() + budget, BTreeMap::new());
            let plan = propose(&landed.recorded, wishes, &mut |question| answer(&asker, question, deadline, &mut asked));
            made = Some((landed.recorded, asked, plan));
            Ok(())
        })
        .await
    })?;
    let Some((mut recorded, asked, plan)) = made else { return Err(Failure::Usage("no domain to propose for".into())) };
    if let Some(path) = &args.record {
        // What the trials asked stands in the recording too, so that a replay comes to the same proposals.
        asked.into_iter().for_each(|(question, answer)| recorded.facts.add(question, recorded.facts.elapsed_ms, answer));
        check::record(path, &[recorded])?;
    }
    Ok(plan)
}

/// What a trial wants to know and the audit did not ask: asked now, each question once, within the budget of a domain.
fn answer(network: &Network, question: &Question, deadline: Instant, asked: &mut BTreeMap<Question, Answer>) -> Answer {
    if let Some(answer) = asked.get(question) {
        return answer.clone();
    }
    let left = deadline.saturating_duration_since(Instant::now());
    let asking = async { tokio::time::timeout(left, network.ask(question)).await.unwrap_or(Answer::NotAsked(WhyNot::BudgetSpent)) };
    let answer = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(asking));
    asked.insert(question.clone(), answer.clone());
    answer
}

fn replay(path: &Path, args: &FixArgs, wishes: &Wishes) -> Result<Plan, Failure> {
    let mut audits = check::recorded(path)?.into_audits();
    audits.retain(|a| args.domain.as_ref().is_none_or(|d| a.target.domain == *d));
    if audits.len() > 1 {
        let domains: Vec<String> = audits.iter().map(|a| a.target.domain.to_string()).collect();
        return Err(Failure::Usage(format!("{} holds several audits; name one of them: {}", path.display(), domains.join(", "))));
    }
    let Some(mut recorded) = audits.pop() else {
        let wanted = args.domain.as_ref().map_or_else(|| "a domain".to_owned(), ToString::to_string);
        return Err(Failure::Usage(format!("{} holds no audit of {wanted}", path.display())));
    };
    if !args.only.is_empty() {
        recorded.target.only = args.only.clone();
    }
    Ok(propose(&recorded, wishes, &mut |_| Answer::NotAsked(WhyNot::NotRecorded)))
}

fn propose(recorded: &Recorded, wishes: &Wishes, new: &mut dyn FnMut(&Question) -> Answer) -> Plan {
    remedies::propose(Means { recorded, planners: &mailaudit::planners(), judge: &mailaudit::report, new }, wishes)
}
