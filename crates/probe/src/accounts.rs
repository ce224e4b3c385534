//! Names and passwords of mail accounts. A label stands for each in questions, answers and recordings.

use crate::Error;
use crate::trust::Trust;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::Name;
use facts::answer::Try;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Accounts by label; clones share them.
#[derive(Clone, Default)]
pub struct Accounts {
    known: BTreeMap<String, Arc<Account>>,
    /// Which servers are told a password: none without it.
    trust: Option<Trust>,
}

/// Whom a server is asked to let in.
pub struct Account {
    user: String,
    password: String,
}

impl Accounts {
    /// Adds the account that `label` stands for.
    pub fn add(&mut self, label: &str, user: &str, password: &str) {
        self.known.insert(label.to_owned(), Arc::new(Account { user: user.to_owned(), password: password.to_owned() }));
    }

    pub(crate) fn of(&self, label: &str) -> Option<Arc<Account>> {
        self.known.get(label).cloned()
    }

    /// The account of `label`, where the server of `done` proved to be `name`: nobody else is told a password.
    pub(crate) fn for_server(&self, label: &str, done: &Try, name: Option<&Name>) -> Option<Arc<Account>> {
        self.of(label).filter(|_| self.trust.as_ref().is_some_and(|trust| trust.holds(done, name)))
    }

    /// With the roots by which servers are trusted.
    ///
    /// # Errors
    /// Where the TLS library takes no root at all.
    pub(crate) fn trusting(&self, extra_roots: &[Vec<u8>]) -> Result<Self, Error> {
        let trust = if self.known.is_empty() { None } else { Some(Trust::new(extra_roots)?) };
        Ok(Self { known: self.known.clone(), trust })
    }
}

impl Account {
    /// The name to log in with.
    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    /// The message of SASL PLAIN (RFC 4616 2), in base64.
    pub(crate) fn plain(&self) -> String {
        BASE64.encode(format!("\0{}\0{}", self.user, self.password))
    }
}

impl fmt::Debug for Accounts {
    /// The labels only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.known.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_name_nor_password_is_ever_shown() {
        let mut accounts = Accounts::default();
        accounts.add("account", "anna@example.com", "s3cret");
        assert_eq!(format!("{accounts:?}"), "{\"account\"}");
        assert!(accounts.of("account").is_some_and(|a| a.user() == "anna@example.com" && a.password() == "s3cret"));
        assert!(accounts.of("other").is_none());
    }
}
