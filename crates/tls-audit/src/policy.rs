//! In words: why a policy cannot be had, and why a verifying sender refuses a certificate.

use crate::chain::{Judgment, Path};
use facts::Name;
use findings::Phrase;
use readings::policy::Failure;
use records::sts_policy::Mode;

/// Why the policy of `host` cannot be had, and what was seen.
pub(crate) fn failure(why: &Failure, host: &Name) -> (Phrase, String) {
    let told = |en, ru, seen: String| (Phrase { en, ru }, seen);
    match why {
        Failure::NoHost => told("its host has no address", "у хоста нет адреса", host.to_string()),
        Failure::Refused => told("nobody accepts the connection", "соединение не принимается", format!("{host}:443")),
        Failure::Handshake(name) if name.is_empty() => {
            told("the connection is cut during the TLS handshake", "соединение обрывается во время рукопожатия TLS", format!("{host}:443"))
        }
        Failure::Handshake(name) => told("the TLS handshake fails", "рукопожатие TLS не удаётся", name.clone()),
        Failure::NoResponse => told("what answers there is no web server", "отвечает не веб-сервер", format!("{host}:443")),
        Failure::Status(status) => told("the web server answers with another status than 200", "статус ответа не 200", status.to_string()),
        Failure::Redirect(status, to) => told(
            "the web server redirects, which senders do not follow",
            "перенаправление, а отправители за ним не идут",
            format!("{status}, {to}"),
        ),
        Failure::Cut => told("the file breaks off or is too long", "файл обрывается или слишком велик", host.to_string()),
    }
}

/// Why a client that verifies refuses the chain, and what was seen.
pub(crate) fn fault(judgment: &Judgment) -> (Phrase, String) {
    let told = |en, ru, seen: String| (Phrase { en, ru }, seen);
    let leaf = judgment.leaf();
    let names = leaf.map_or_else(String::new, |leaf| leaf.names.iter().take(5).cloned().collect::<Vec<_>>().join(", "));
    if let Some(old) = judgment.certificates.iter().find(|c| c.expired(judgment.at)) {
        return told("a certificate has expired", "сертификат просрочен", old.not_after.to_string());
    }
    if let Some(young) = judgment.certificates.iter().find(|c| c.not_before > judgment.at) {
        return told("a certificate is not valid yet", "сертификат ещё не действует", young.not_before.to_string());
    }
    match &judgment.path {
        Path::SelfSigned => told("the certificate is self-signed", "сертификат самоподписанный", names),
        Path::Incomplete { issuer, .. } => {
            told("an intermediate certificate is missing", "не хватает промежуточного сертификата", issuer.clone())
        }
        Path::Untrusted { issuer, .. } => {
            told("no trusted authority issued it", "выдан не доверенным удостоверяющим центром", issuer.clone())
        }
        _ if judgment.name_fits == Some(false) => told("it does not name the host", "выдан не на имя хоста", names),
        _ if leaf.is_none() => told("no certificate can be read", "сертификат не читается", String::from("-")),
        Path::WeakLink => told("a key in the chain is too short", "ключ в цепочке слишком короток", names),
        _ if judgment.certificates.iter().any(|c| c.key.is_weak()) => told("its key is too short", "его ключ слишком короток", names),
        _ => told("it is not valid for a server", "непригоден для сервера", names),
    }
}

/// As the policy spells it.
pub(crate) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Enforce => "enforce",
        Mode::Testing => "testing",
        Mode::None => "none",
    }
}
