//! Keys of blocklists: put into a name when it is sent, taken out of everything that comes back.

use crate::Keys;
use facts::answer::{Alias, Data, ExtendedError, Text};
use facts::{DnsAnswer, Name, Outcome};

const MARK: &[u8] = b"_key-";

/// The labels of a name as they are sent, and the way back.
#[derive(Clone, Debug, Default)]
pub(super) struct Unlocked {
    pub(super) labels: Vec<Vec<u8>>,
    /// Secret and the label that stands for it.
    locks: Vec<Lock>,
}

#[derive(Clone)]
struct Lock {
    secret: Vec<u8>,
    label: Vec<u8>,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.label))
    }
}

/// `name` with its secrets in place; `None` when a key is wanted that nobody gave, or the name
/// grows beyond 255 octets.
pub(super) fn unlock(name: &Name, keys: &Keys) -> Option<Unlocked> {
    let mut unlocked = Unlocked::default();
    for label in name.wire_labels() {
        match label.strip_prefix(MARK) {
            None => unlocked.labels.push(label),
            Some(key) => {
                let secret = keys.secret(std::str::from_utf8(key).ok()?)?.as_bytes().to_vec();
                unlocked.labels.push(secret.clone());
                unlocked.locks.push(Lock { secret, label });
            }
        }
    }
    let wire: usize = unlocked.labels.iter().map(|l| l.len() + 1).sum();
    (wire < 255).then_some(unlocked)
}

impl Unlocked {
    pub(super) fn holds_keys(&self) -> bool {
        !self.locks.is_empty()
    }

    /// Takes every secret out of a message's name.
    pub(super) fn lock_name(&self, name: Name) -> Name {
        if self.locks.is_empty() {
            return name;
        }
        let mut labels = name.wire_labels();
        for label in &mut labels {
            *label = self.lock_bytes(label);
        }
        // A label that grew too long is cut rather than kept with the secret in it.
        let short: Vec<&[u8]> = labels.iter().map(|l| &l[..l.len().min(63)]).collect();
        Name::from_labels(short).unwrap_or_default()
    }

    fn lock_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for lock in &self.locks {
            out = replaced(&out, &lock.secret, &lock.label);
        }
        out
    }

    fn lock_text(&self, text: &mut Text) {
        text.0 = self.lock_bytes(&text.0);
    }

    fn lock_string(&self, text: &mut String) {
        *text = String::from_utf8_lossy(&self.lock_bytes(text.as_bytes())).into_owned();
    }

    /// Takes every secret out of an answer.
    pub(super) fn lock_answer(&self, answer: &mut DnsAnswer) {
        if self.locks.is_empty() {
            return;
        }
        for Alias { name, target } in &mut answer.aliases {
            *name = self.lock_name(std::mem::take(name));
            *target = self.lock_name(std::mem::take(target));
        }
        for ExtendedError { text, .. } in &mut answer.extended {
            self.lock_string(text);
        }
        if let Outcome::Records(records) = &mut answer.outcome {
            records.iter_mut().for_each(|r| self.lock_data(&mut r.data));
        }
    }

    fn lock_data(&self, data: &mut Data) {
        let lock = |name: &mut Name| *name = self.lock_name(std::mem::take(name));
        match data {
            Data::A(_) | Data::Aaaa(_) => {}
            Data::Mx { exchange: name, .. } | Data::Srv { target: name, .. } => lock(name),
            Data::Ns(name) | Data::Ptr(name) | Data::Cname(name) => lock(name),
            Data::Soa { mname, rname, .. } => {
                lock(mname);
                lock(rname);
            }
            Data::Txt(texts) | Data::Spf(texts) => texts.iter_mut().for_each(|t| self.lock_text(t)),
            Data::Caa { tag, value, .. } => {
                self.lock_string(tag);
                self.lock_text(value);
            }
            Data::Tlsa { data, .. } => self.lock_text(data),
        }
    }
}

/// `bytes` with every occurrence of `old`, whatever its case, replaced.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        if !old.is_empty() && bytes[at..].get(..old.len()).is_some_and(|part| part.eq_ignore_ascii_case(old)) {
            out.extend_from_slice(new);
            at += old.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Record;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn the_secret_goes_out_and_never_comes_back() {
        let mut keys = Keys::default();
        assert!(keys.add("dqs", "SeCret7").is_ok());
        let unlocked = unlock(&name("2.0.0.127._key-dqs.zen.example"), &keys).unwrap_or_default();
        assert_eq!(unlocked.labels[4], b"secret7");
        let mut answer = DnsAnswer {
            aliases: vec![Alias { name: name("2.SECRET7.zen.example"), target: name("xsecret7y.example") }],
            extended: vec![ExtendedError { code: 15, text: "no secret7 here".into() }],
            outcome: Outcome::Records(vec![Record { ttl: 1, data: Data::Txt(vec!["see /?k=SECRET7&x".into()]) }]),
            ..DnsAnswer::default()
        };
        unlocked.lock_answer(&mut answer);
        let shown = format!("{answer:?}").to_lowercase();
        assert!(!shown.contains("secret7"), "{shown}");
        assert_eq!(answer.aliases[0].name, name("2._key-dqs.zen.example"));
        assert_eq!(answer.outcome, Outcome::Records(vec![Record { ttl: 1, data: Data::Txt(vec!["see /?k=_key-dqs&x".into()]) }]));
        assert!(!format!("{:?}", unlocked.locks).contains("secret7"));
    }

    #[test]
    fn a_key_that_nobody_gave_is_not_sent() {
        assert!(unlock(&name("1._key-other.zen.example"), &Keys::default()).is_none());
        assert!(unlock(&name("1.zen.example"), &Keys::default()).is_some());
    }
}
