//! `account`: the settings of one mailbox, as a mail program would use them. The password comes from a prompt, a file or the
//! environment, and goes nowhere but to a server that proved its name.

use super::check::{record, writable};
use crate::args::{AccountArgs, Common};
use crate::failure::Failure;
use crate::output::{Output, lang};
use crate::run::{self, Shown};
use crate::secret::{Danger, first_line, warn_of_others};
use crate::setup::Setup;
use facts::{AccountTarget, Inquiry, Name, Recorded, Target};
use findings::{Lang, Severity};
use readings::{client_services, client_settings, settings_file};
use std::io::IsTerminal as _;
use std::path::Path;

/// What stands for the password in questions and recordings.
const LABEL: &str = "account";
/// The variable that the password may stand in.
const VARIABLE: &str = "MAILAUDIT_PASSWORD";

/// Runs the command. Gives the exit code: 1 when an error is found, 3 where no server is known to ask.
pub fn account(common: &Common, args: &AccountArgs) -> Result<u8, Failure> {
    let mut setup = Setup::new(common)?;
    args.record.as_deref().map_or(Ok(()), writable)?;
    let host = args.address.rsplit_once('@').map_or("", |(_, host)| host);
    let domain = Name::from_person(host).map_err(|e| Failure::Usage(e.to_string()))?;
    let password = if args.no_login { None } else { password(args.password_file.as_deref(), &args.address, lang(common))? };
    if let Some(password) = &password {
        setup.options.accounts.add(LABEL, args.user.as_deref().unwrap_or(&args.address), password);
    } else if !common.quiet && !args.no_login {
        anstream::eprintln!("mailaudit: {}", no_password(lang(common)));
    }
    let account = AccountTarget {
        address: args.address.clone(),
        imap: args.imap.clone(),
        pop3: args.pop3.clone(),
        smtp: args.smtp.clone(),
        label: password.map(|_| LABEL.to_owned()),
        from: args.from.clone(),
    };
    let target = Target { domain, account: Some(account), only: vec!["cfg".into(), "tls".into()], ..setup.template.clone() };
    let mut output = Output::new(common, args.all, 1);
    let (mut found, mut nobody, mut kept) = (false, false, Vec::new());
    let shown = Shown { quiet: common.quiet, verbose: common.verbose };
    run::block_on(run::ask(&setup.options, vec![target], mailaudit::planners(), shown, |recorded| {
        if let Some(why) = knows_no_server(&recorded, lang(common)) {
            nobody = true;
            anstream::eprintln!("mailaudit: {why}");
        }
        if args.record.is_some() {
            kept.push(recorded.clone());
        }
        let report = mailaudit::report(recorded);
        found = report.worst() >= Some(Severity::Error);
        output.report(&report)
    }))?;
    if let Some(path) = &args.record {
        record(path, &kept)?;
    }
    Ok(if found { 1 } else { u8::from(nobody) * 3 })
}

/// The first line of the file, or what the environment says, or what a person types unseen; an empty one is none.
fn password(file: Option<&Path>, address: &str, lang: Lang) -> Result<Option<String>, Failure> {
    let text = match file {
        Some(path) => {
            warn_of_others(path, Danger::Read, lang);
            first_line(path)?
        }
        None => match std::env::var(VARIABLE) {
            Ok(text) => text,
            Err(std::env::VarError::NotUnicode(_)) => return Err(Failure::Usage(format!("{VARIABLE} holds no UTF-8 text"))),
            Err(std::env::VarError::NotPresent) if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() => {
                rpassword::prompt_password(format!("{address}: "))?
            }
            Err(std::env::VarError::NotPresent) => String::new(),
        },
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Why no server could be asked; `None` where one was.
fn knows_no_server(recorded: &Recorded, lang: Lang) -> Option<String> {
    let (target, inquiry) = (&recorded.target, Inquiry::new(&recorded.facts));
    if !client_services::read(target, &inquiry).is_empty() {
        return None;
    }
    let unseen = !client_settings::read(target, &inquiry).gaps().is_empty() || !settings_file::read(target, &inquiry).gaps.is_empty();
    let domain = &target.domain;
    Some(match (unseen, lang) {
        (false, Lang::En) => format!("{domain} publishes no servers for mail programs; name them with --imap and --smtp"),
        (false, Lang::Ru) => format!("{domain} не публикует серверов для почтовых программ; назовите их через --imap и --smtp"),
        (true, Lang::En) => {
            format!(
                "whether {domain} publishes servers for mail programs is not known, not all answers came; name them with --imap and --smtp"
            )
        }
        (true, Lang::Ru) => {
            format!(
                "публикует ли {domain} серверы для почтовых программ, неизвестно: пришли не все ответы; назовите их через --imap и --smtp"
            )
        }
    })
}

fn no_password(lang: Lang) -> String {
    match lang {
        Lang::En => format!("no password given (prompt, --password-file or {VARIABLE}): nobody logs in"),
        Lang::Ru => format!("пароль не задан (запрос, --password-file или {VARIABLE}): вход не проверяется"),
    }
}
