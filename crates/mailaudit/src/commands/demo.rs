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
use std::path::Path;
use std::time::Duration;

/// Runs the command. Exit code 0: what the demo finds is no fault of anyone's.
pub fn demo(common: &Common, args: &DemoArgs) -> Result<u8, Failure> {
    args.record.as_deref().map_or(Ok(()), super::check::writable)?;
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
    for target in demo.targets() {
        print(&command_line(&target, lab, &path))?;
    }
    print("# Ctrl-C ends the lab")?;
    let ended = tokio::signal::ctrl_c().await;
    let _ = std::fs::remove_file(&path);
    ended.map_err(Failure::from)
}

/// What a shell takes to audit `target` in the lab, by this very program: it need not be on the PATH.
fn command_line(target: &Target, lab: &Lab, ca_file: &Path) -> String {
    let program = std::env::current_exe().unwrap_or_else(|_| "mailaudit".into());
    let mut words = vec![program.display().to_string(), "check".into(), target.domain.to_string()];
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    target.ips.iter().for_each(|a| option("--ip", a.to_string()));
    target.selectors.iter().for_each(|s| option("--selector", s.clone()));
    target.helo.iter().for_each(|h| option("--helo", h.clone()));
    target.volume.iter().for_each(|v| option("--volume", v.to_string()));
    option("--resolver", lab.resolver().to_string());
    option("--ca-file", ca_file.display().to_string());
    lab.connect_to().into_iter().for_each(|r| option("--connect-to", r));
    words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" ")
}

/// One word for a POSIX shell; brackets would be a pattern to it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_back_the_word() {
        assert_eq!(quoted("::127.0.0.1:53"), "::127.0.0.1:53");
        assert_eq!(quoted("[::1]:25:127.0.0.1:2525"), "'[::1]:25:127.0.0.1:2525'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
