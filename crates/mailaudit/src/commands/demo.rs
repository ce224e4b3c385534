//! `demo`: the three domains of the built-in lab, audited over real sockets on loopback.

use crate::args::{Common, DemoArgs};
use crate::failure::Failure;
use crate::output::{Output, print};
use crate::run::{self, Shown};
use crate::setup::pem_certificates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::{Recorded, Target};
use lab::Lab;
use probe::{ConnectMap, ConnectRule, Limits, Options};
use std::time::Duration;

/// Runs the command. Exit code 0: what the demo finds is no fault of anyone's.
pub fn demo(common: &Common, args: &DemoArgs) -> Result<u8, Failure> {
    run::block_on(async {
        let demo = lab::demo();
        let lab = Lab::start(&demo.layers(), probe::now()).await?;
        if args.serve { serve(&lab, &demo).await } else { audit(common, args, &lab, &demo).await }
    })?;
    Ok(0)
}

async fn audit(common: &Common, args: &DemoArgs, lab: &Lab, demo: &lab::Demo) -> Result<(), Failure> {
    let roots: Vec<String> = pem_certificates(lab.ca_pem().as_bytes()).iter().map(|der| BASE64.encode(der)).collect();
    let targets: Vec<Target> =
        demo.targets().into_iter().map(|t| Target { extra_roots: roots.clone(), probe_name: "mailaudit.invalid".into(), ..t }).collect();
    let connect: ConnectMap = lab.connect_to().iter().map(|r| r.parse::<ConnectRule>()).collect::<Result<_, _>>()?;
    let limits =
        Limits { budget: Duration::from_secs(common.budget), ..Limits::default() }.with_timeout(Duration::from_secs(common.timeout));
    let options = Options { upstreams: vec![lab.resolver().to_string().parse()?], connect, limits, ..Options::default() };
    let mut output = Output::new(common, args.all, targets.len());
    let mut kept: Vec<Recorded> = Vec::new();
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::ask(&options, targets, mailaudit::planners(), shown, |recorded| {
        if args.record.is_some() {
            kept.push(recorded.clone());
        }
        output.report(&mailaudit::report(recorded))
    })
    .await?;
    args.record.as_deref().map_or(Ok(()), |path| super::check::record(path, &kept))
}

async fn serve(lab: &Lab, demo: &lab::Demo) -> Result<(), Failure> {
    let path = std::env::temp_dir().join(format!("mailaudit-demo-{}.pem", std::process::id()));
    std::fs::write(&path, lab.ca_pem()).map_err(|source| Failure::Write { path: path.clone(), source })?;
    let rules: Vec<String> = lab.connect_to().iter().map(|r| format!("--connect-to {r}")).collect();
    for target in demo.targets() {
        let ips: String = target.ips.iter().map(|a| format!(" --ip {a}")).collect();
        let selectors: String = target.selectors.iter().map(|s| format!(" --selector {s}")).collect();
        print(&format!(
            "mailaudit check {}{ips}{selectors} --resolver {} --ca-file {} {}\n",
            target.domain,
            lab.resolver(),
            path.display(),
            rules.join(" ")
        ))?;
    }
    print("# Ctrl-C ends the lab")?;
    let ended = tokio::signal::ctrl_c().await;
    let _ = std::fs::remove_file(&path);
    ended.map_err(Failure::from)
}
