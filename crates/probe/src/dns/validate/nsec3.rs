//! Proofs from hashed names (RFC 5155 8). Hashes no more than the effort allows.

use super::denial::{Cut, Denied, Lack, denies, ends_here};
use super::dname::Dname;
use super::rdata::{Nsec3, nsec3_hash};
use super::signature::Effort;
use super::wire::{DS, NS};

/// The links of one zone that share salt and iterations.
#[derive(Default)]
pub(super) struct Hashed {
    links: Vec<Nsec3>,
    apex: Dname,
}

/// The deepest ancestor that is there, and the link that covers the name below it (RFC 5155 7.2.1).
struct Closest {
    encloser: Dname,
    opt_out: bool,
}

impl Hashed {
    /// Links with other parameters than the first are left out (RFC 5155 8.2).
    pub(super) fn new(mut links: Vec<Nsec3>, apex: Dname) -> Self {
        if let Some((iterations, salt)) = links.first().map(|l| (l.iterations, l.salt.clone())) {
            links.retain(|l| l.iterations == iterations && l.salt == salt);
        }
        Self { links, apex }
    }

    /// RFC 5155 8.4 to 8.7.
    pub(super) fn absence(&self, name: &Dname, rtype: u16, no_name: bool, effort: &mut Effort) -> Result<Denied, Lack> {
        if let Some(link) = self.matching(name, effort)? {
            return if denies(&link.types, rtype) { Ok(Denied::Type) } else { Err(Lack::Missing) };
        }
        let closest = self.closest(name, effort)?;
        let wildcard = closest.encloser.wildcard();
        if let Some(link) = self.matching(&wildcard, effort)? {
            return match denies(&link.types, rtype) {
                true if closest.opt_out => Err(Lack::OptOut),
                true => Ok(Denied::Type),
                false => Err(Lack::Missing),
            };
        }
        if closest.opt_out {
            return Err(Lack::OptOut);
        }
        match self.covering(&wildcard, effort)? {
            Some(_) if no_name => Ok(Denied::Name),
            _ => Err(Lack::Missing),
        }
    }

    /// RFC 5155 8.8.
    pub(super) fn nothing_nearer(&self, next_closer: &Dname, effort: &mut Effort) -> Result<(), Lack> {
        match self.covering(next_closer, effort)? {
            Some(link) if link.opt_out => Err(Lack::OptOut),
            Some(_) => Ok(()),
            None => Err(Lack::Missing),
        }
    }

    /// RFC 5155 8.9.
    pub(super) fn cut(&self, name: &Dname, effort: &mut Effort) -> Result<Cut, Lack> {
        if let Some(link) = self.matching(name, effort)? {
            return match denies(&link.types, DS) {
                true if link.types.has(NS) => Ok(Cut::Unsigned),
                true => Ok(Cut::None),
                false => Err(Lack::Missing),
            };
        }
        if self.closest(name, effort)?.opt_out { Err(Lack::OptOut) } else { Ok(Cut::None) }
    }

    fn closest(&self, name: &Dname, effort: &mut Effort) -> Result<Closest, Lack> {
        for depth in (self.apex.depth()..name.depth()).rev() {
            let encloser = name.suffix(depth);
            let Some(link) = self.matching(&encloser, effort)? else { continue };
            // What lies below a cut or a DNAME is none of this zone's (RFC 6840 4.1).
            if ends_here(&link.types) {
                return Err(Lack::Missing);
            }
            let covering = self.covering(&name.suffix(depth + 1), effort)?.ok_or(Lack::Missing)?;
            return Ok(Closest { encloser, opt_out: covering.opt_out });
        }
        Err(Lack::Missing)
    }

    fn matching(&self, name: &Dname, effort: &mut Effort) -> Result<Option<&Nsec3>, Lack> {
        let hash = self.hash(name, effort)?;
        Ok(self.links.iter().find(|link| link.hash == hash))
    }

    fn covering(&self, name: &Dname, effort: &mut Effort) -> Result<Option<&Nsec3>, Lack> {
        let hash = self.hash(name, effort)?;
        Ok(self.links.iter().find(|link| match link.hash < link.next {
            true => link.hash < hash && hash < link.next,
            // The last link, or the only one.
            false => hash > link.hash || hash < link.next,
        }))
    }

    fn hash(&self, name: &Dname, effort: &mut Effort) -> Result<Vec<u8>, Lack> {
        let first = self.links.first().ok_or(Lack::Missing)?;
        effort.hash().ok_or(Lack::Spent)?;
        nsec3_hash(name, &first.salt, first.iterations).ok_or(Lack::Missing)
    }
}
