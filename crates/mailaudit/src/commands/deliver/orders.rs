//! What is to be sent, from the configuration: the target, its accounts, and the messages that may leave. Passwords go into
//! the accounts and nowhere else.

use crate::args::{Common, DeliverArgs};
use crate::config::{Config, DeliverConfig, MailboxConfig, Secret};
use crate::failure::Failure;
use crate::output::lang;
use crate::secret::{self, Danger};
use delivery_audit::providers;
use facts::{Access, DeliveryMailbox, DeliveryTarget, Endpoint, Name, Target};
use findings::Lang;
use probe::{Accounts, Draft, Outbox};
use readings::known_hosts;
use records::client_config::Kind;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Mailboxes of one run; a marker has two digits for them.
const MOST_MAILBOXES: usize = 50;
/// Larger messages are refused by nearly all receivers.
const LARGEST_MESSAGE: u64 = 32 << 20;
/// What stands for the sender's password in questions and recordings.
const SENDER: &str = "sender";

/// What is to be sent.
pub struct Orders {
    /// What is audited.
    pub target: Target,
    /// Who logs in.
    pub accounts: Accounts,
    /// What may be sent.
    pub outbox: Outbox,
}

impl Orders {
    /// Reads the configuration and all that it names.
    pub fn read(common: &Common, args: &DeliverArgs, template: &Target) -> Result<Self, Failure> {
        let config = Config::read(common.config.as_deref())?.deliver.ok_or_else(|| usage(NO_CONFIGURATION.into()))?;
        let place = Place::of(common);
        let from = address("from", &config.from)?;
        let chosen = chosen(&config, args)?;
        let (mut accounts, mut mailboxes) = (Accounts::default(), Vec::new());
        let account = place.password(Secret::of(&config.password_file, &config.password_env), "from")?.map(|password| {
            accounts.add(SENDER, config.user.as_deref().unwrap_or(&from), &password);
            SENDER.to_owned()
        });
        let inbox = own_inbox(&config, account.as_deref(), args)?;
        for (index, mailbox) in chosen.into_iter().enumerate() {
            let label = format!("mailbox{index:02}");
            let secret = Secret::of(&mailbox.password_file, &mailbox.password_env);
            let password = place.password(secret, &mailbox.address)?;
            let password =
                password.ok_or_else(|| usage(format!("{}: neither password_file nor password_env is given", mailbox.address)))?;
            accounts.add(&label, mailbox.user.as_deref().unwrap_or(&mailbox.address), &password);
            mailboxes.push(to_mailbox(mailbox, label, args)?);
        }
        let token = probe::nonce();
        if token.is_empty() {
            return Err(Failure::Io(std::io::Error::other("the system gives no randomness for a marker")));
        }
        let mut outbox = Outbox::new(draft(args, lang(common))?);
        for mailbox in &mailboxes {
            outbox.allow(&from, &mailbox.address);
            if args.reply {
                outbox.allow(&mailbox.address, &from);
            }
        }
        let domain = Name::from_person(from.rsplit_once('@').map_or("", |(_, domain)| domain)).map_err(|e| usage(e.to_string()))?;
        let submission = config.submission;
        let delivery = DeliveryTarget { from, submission, account, inbox, mailboxes, token, wait_s: args.wait, reply: args.reply };
        let target = Target { domain, delivery: Some(delivery), only: vec!["dlv".into()], ..template.clone() };
        Ok(Self { target, accounts, outbox })
    }
}

const NO_CONFIGURATION: &str = "mailboxes and sender stand in the section [deliver] of the file that --config names, and there is none; docs/deliver.md has an example";

fn usage(text: String) -> Failure {
    Failure::Usage(text)
}

fn address(field: &str, text: &str) -> Result<String, Failure> {
    crate::args::address(text).map_err(|what| usage(format!("{field}: {what}")))
}

/// The mailboxes of the configuration that are wanted, each once.
fn chosen<'a>(config: &'a DeliverConfig, args: &DeliverArgs) -> Result<Vec<&'a MailboxConfig>, Failure> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    for wanted in &args.to {
        if !config.mailbox.iter().any(|m| same(&m.address, wanted)) {
            return Err(usage(format!("--to {wanted}: the configuration has no such mailbox, and nothing is sent to any other")));
        }
    }
    let all = &config.mailbox;
    for (index, mailbox) in all.iter().enumerate() {
        address("address", &mailbox.address)?;
        if all[..index].iter().any(|other| same(&other.address, &mailbox.address)) {
            return Err(usage(format!("{} stands in the configuration twice", mailbox.address)));
        }
    }
    let chosen: Vec<&MailboxConfig> =
        all.iter().filter(|m| args.to.is_empty() || args.to.iter().any(|wanted| same(&m.address, wanted))).collect();
    match chosen.len() {
        0 => Err(usage("the configuration has no [[deliver.mailbox]]; docs/deliver.md has an example".into())),
        count if count > MOST_MAILBOXES => Err(usage(format!("{count} mailboxes are too many for one run; at most {MOST_MAILBOXES}"))),
        _ => Ok(chosen),
    }
}

fn own_inbox(config: &DeliverConfig, account: Option<&str>, args: &DeliverArgs) -> Result<Option<Access>, Failure> {
    let server = config.imap.clone().or_else(|| known(Kind::Imap, &config.from, ""));
    let inbox = server.zip(account).map(|(server, account)| Access { server, account: account.to_owned() });
    if args.reply && inbox.is_none() {
        return Err(usage("--reply looks for the answers in the sender's mailbox: [deliver] needs 'imap' and a password".into()));
    }
    Ok(inbox)
}

fn to_mailbox(config: &MailboxConfig, label: String, args: &DeliverArgs) -> Result<DeliveryMailbox, Failure> {
    let known_provider = providers::of_address(&config.address).map(|p| p.key.to_owned());
    let provider = config.provider.as_ref().map(|p| p.trim().to_ascii_lowercase()).or(known_provider).unwrap_or_default();
    let imap = config.imap.clone().or_else(|| known(Kind::Imap, &config.address, &provider));
    let server = imap.ok_or_else(|| usage(format!("{}: 'imap' is not given, and its provider is not known", config.address)))?;
    let submission = config.submission.clone().or_else(|| known(Kind::Smtp, &config.address, &provider)).filter(|_| args.reply);
    if args.reply && submission.is_none() {
        return Err(usage(format!("{}: --reply needs its 'submission', and its provider is not known", config.address)));
    }
    let authserv_id = config.authserv_id.as_ref().map(|id| id.to_ascii_lowercase());
    Ok(DeliveryMailbox { address: config.address.clone(), provider, imap: Access { server, account: label }, submission, authserv_id })
}

/// The server of a provider, by the address or by the provider's word.
fn known(kind: Kind, address: &str, provider: &str) -> Option<Endpoint> {
    let domain = address.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_ascii_lowercase());
    let own = providers::of_key(provider).and_then(|p| p.domains.first()).copied();
    let host = known_hosts::of_domain(kind, &domain).or_else(|| known_hosts::of_domain(kind, own?))?;
    let port = if kind == Kind::Imap { 993 } else { 465 };
    // Microsoft's server for sending has no port for TLS from the first byte.
    let port = if host == "smtp.office365.com" || host == "smtp-mail.outlook.com" || host == "smtp.mail.me.com" { 587 } else { port };
    Some(Endpoint { host: Name::parse(host).ok()?, port: Some(port), security: None })
}

/// Where relative names of files begin: beside the configuration, so that cron finds them as well.
struct Place {
    directory: PathBuf,
    lang: Lang,
    /// Files that others can read, and of which that was said.
    warned: RefCell<BTreeSet<PathBuf>>,
}

impl Place {
    fn of(common: &Common) -> Self {
        let file = common.config.as_deref();
        if let Some(file) = file {
            secret::warn_of_others(file, Danger::Write, lang(common));
        }
        let directory = file.and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        Self { directory, lang: lang(common), warned: RefCell::default() }
    }

    fn password(&self, secret: Option<Secret<'_>>, whose: &str) -> Result<Option<String>, Failure> {
        match secret {
            None => Ok(None),
            Some(Secret::File(path)) => {
                let path = self.directory.join(path);
                if self.warned.borrow_mut().insert(path.clone()) {
                    secret::warn_of_others(&path, Danger::Read, self.lang);
                }
                secret::first_line(&path).map(Some)
            }
            Some(Secret::Variable(name)) => match std::env::var(name) {
                Ok(text) if !text.is_empty() => Ok(Some(text)),
                _ => Err(usage(format!("{whose}: the variable {name} of password_env holds no text"))),
            },
        }
    }
}

fn draft(args: &DeliverArgs, lang: Lang) -> Result<Draft, Failure> {
    let Some(path) = &args.message else {
        return Ok(Draft::minimal(
            lang.pick("Delivery test", "Проверка доставки"),
            lang.pick(
                "This message was sent by mailaudit on behalf of the owner of this mailbox, to see whether and where it arrives.\nNo answer is needed; it may be deleted.",
                "Это письмо отправил mailaudit по поручению владельца этого ящика, чтобы увидеть, доходит ли оно и куда попадает.\nОтвечать не нужно, письмо можно удалить.",
            ),
        ));
    };
    let size = std::fs::metadata(path).map_err(|source| Failure::Read { path: path.clone(), source })?.len();
    if size > LARGEST_MESSAGE {
        return Err(usage(format!("--message {}: it has more than {LARGEST_MESSAGE} octets", path.display())));
    }
    let eml = std::fs::read(path).map_err(|source| Failure::Read { path: path.clone(), source })?;
    let draft = Draft::given(&eml).map_err(|what| usage(format!("--message {}: {what}", path.display())))?;
    if draft.is_signed() {
        anstream::eprintln!(
            "mailaudit: {}",
            lang.pick(
                "the message is signed already: its own To, Date and Message-ID stay, and a mailbox that knows it may show it once only",
                "письмо уже подписано: его To, Date и Message-ID остаются прежними, и ящик, где оно уже есть, может показать его лишь один раз",
            )
        );
    }
    Ok(draft)
}
