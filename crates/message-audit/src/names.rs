//! Names as people see them: which organisation stands behind one, and which words are names of hosts.

use facts::Name;
use records::domain;

/// The registrable domain by the public suffix list; the name itself where there is none.
#[must_use]
pub fn organisation(name: &Name) -> String {
    domain::organisational(name.as_str()).map_or_else(|| name.to_string(), str::to_owned)
}

/// A host by name under a top-level domain of the list: `bank.com`, not `Node.js`.
#[must_use]
pub fn listed_host(word: &str) -> Option<Name> {
    let name = Name::from_person(word).ok().filter(|n| n.depth() > 1)?;
    let top = name.labels().next_back()?;
    (domain::is_listed_suffix(top) && domain::is_host_name(name.as_str())).then_some(name)
}

/// The host of a word that is an address, whatever its top-level domain: `service@bank.example`.
#[must_use]
pub fn host_of_address(word: &str) -> Option<Name> {
    let (local, host) = word.rsplit_once('@')?;
    let name = Name::from_person(host).ok().filter(|n| n.depth() > 1)?;
    let is_numeric = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    let fits = !local.is_empty() && domain::is_host_name(name.as_str()) && !name.labels().next_back().is_some_and(is_numeric);
    fits.then_some(name)
}
