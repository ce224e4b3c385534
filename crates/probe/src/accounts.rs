//! Names and passwords of mail accounts. A label stands for each in questions, answers and recordings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Accounts by label; clones share them.
#[derive(Clone, Default)]
pub struct Accounts(BTreeMap<String, Arc<Account>>);

/// Whom a server is asked to let in.
pub struct Account {
    user: String,
    password: String,
}

impl Accounts {
    /// Adds the account that `label` stands for.
    pub fn add(&mut self, label: &str, user: &str, password: &str) {
        self.0.insert(label.to_owned(), Arc::new(Account { user: user.to_owned(), password: password.to_owned() }));
    }

    pub(crate) fn of(&self, label: &str) -> Option<Arc<Account>> {
        self.0.get(label).cloned()
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
        f.debug_set().entries(self.0.keys()).finish()
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
