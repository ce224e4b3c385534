//! `deliver`: test messages to mailboxes of the user's own, and where they landed. It sends to addresses of the configuration
//! alone, asks before the first message, and sends each mailbox one.

mod orders;

use super::check::{record, recorded, writable};
use crate::args::{Common, DeliverArgs};
use crate::failure::Failure;
use crate::output::{Output, lang};
use crate::progress::Journey;
use crate::run;
use crate::setup::Setup;
use facts::{DeliveryTarget, Recorded};
use findings::Lang;
use orders::Orders;
use probe::{Network, Stop, Watch};
use report::{Delivery, Landing};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// For all but the wait: look-ups, log-ins, handing in.
const BESIDE_THE_WAIT: Duration = Duration::from_secs(180);

/// Runs the command. Gives the exit code: 1 for a finding or a message that came back, 3 where nothing arrived.
pub fn deliver(common: &Common, args: &DeliverArgs) -> Result<u8, Failure> {
    if let Some(path) = &args.replay {
        return replay(path, common, args);
    }
    let mut setup = Setup::new(common)?;
    args.record.as_deref().map_or(Ok(()), writable)?;
    let Orders { target, accounts, outbox } = Orders::read(common, args, &setup.template)?;
    let Some(delivery) = &target.delivery else { return Ok(3) };
    confirm(delivery, common, args)?;
    let waits = u32::from(delivery.reply) + 1;
    setup.options.limits.budget = Duration::from_secs(u64::from(delivery.wait_s)) * waits + BESIDE_THE_WAIT;
    setup.options.accounts = accounts;
    setup.options.outbox = Some(Arc::new(outbox));
    let journey = Journey::new(common.quiet, delivery, lang(common));
    let facts = run::block_on(async {
        let network = Network::new(&setup.options)?;
        let stop = Stop::new();
        let listener = tokio::spawn(run::interrupt(stop.clone()));
        let watch = Watch { stop, observer: Some(journey.observer(common.verbose)) };
        let facts = probe::audit(&target, delivery_audit::AUDIT.planners, &network, &setup.options.limits, &watch).await.facts;
        listener.abort();
        Ok(facts)
    })?;
    journey.finish();
    let recorded = Recorded { target, facts };
    if let Some(path) = &args.record {
        record(path, std::slice::from_ref(&recorded))?;
    }
    let mut output = Output::new(common, args.all, 1);
    tell(recorded, common, args, &mut output)
}

fn replay(path: &Path, common: &Common, args: &DeliverArgs) -> Result<u8, Failure> {
    let recording = recorded(path)?;
    let audits: Vec<Recorded> = recording.into_audits().into_iter().filter(|r| r.target.delivery.is_some()).collect();
    if audits.is_empty() {
        return Err(Failure::Usage(format!("{} holds no delivery; 'mailaudit check --replay' judges other recordings", path.display())));
    }
    let mut output = Output::new(common, args.all, audits.len());
    let codes: Result<Vec<u8>, Failure> = audits.into_iter().map(|recorded| tell(recorded, common, args, &mut output)).collect();
    let codes = codes?;
    Ok(if codes.contains(&1) { 1 } else { codes.into_iter().max().unwrap_or(3) })
}

fn tell(recorded: Recorded, common: &Common, args: &DeliverArgs, output: &mut Output) -> Result<u8, Failure> {
    let deliveries = mailaudit::deliveries::read(&recorded, lang(common));
    let report = mailaudit::report(recorded);
    output.delivered(&report, &deliveries)?;
    let limit = args.fail_on.severity();
    let found = limit.is_some_and(|limit| report.worst() >= Some(limit) || mailaudit::deliveries::any_lost(&deliveries));
    let arrived = |d: &Delivery| matches!(d.place, Landing::Inbox | Landing::Tab | Landing::Spam | Landing::Folder);
    Ok(if found { 1 } else { u8::from(!deliveries.iter().any(arrived)) * 3 })
}

/// Names whom a message goes to, and goes on only with the user's word.
fn confirm(delivery: &DeliveryTarget, common: &Common, args: &DeliverArgs) -> Result<(), Failure> {
    let lang = lang(common);
    let to: Vec<&str> = delivery.mailboxes.iter().map(|m| m.address.as_str()).collect();
    let (from, to) = (&delivery.from, to.join(", "));
    if args.yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::Usage(match lang {
            Lang::En => format!("nothing was sent: nobody is there to be asked; --yes sends one message from {from} to each of: {to}"),
            Lang::Ru => {
                format!("ничего не отправлено: спросить некого; с --yes будет отправлено по одному письму от {from} на адреса: {to}")
            }
        }));
    }
    let question = report::clean(&match lang {
        Lang::En => format!("Send one message from {from} to each of: {to}? [y/N]"),
        Lang::Ru => format!("Отправить по одному письму от {from} на адреса: {to}? [y/N]"),
    })
    .into_owned();
    anstream::eprint!("{question} ");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "д" | "да" => Ok(()),
        _ => Err(Failure::Usage(lang.pick("nothing was sent", "ничего не отправлено").into())),
    }
}
