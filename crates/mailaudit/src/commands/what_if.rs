//! `--with` and `--zone`: zone files that lie over what is published, or stand in its place.

use super::check::{self, PROGRAM};
use crate::args::{CheckArgs, Common};
use crate::failure::Failure;
use crate::output::lang;
use crate::run::{Job, Landed};
use facts::{Overlay, Recorded, Recording, Target, ZoneFile};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// At most so many records are told that nothing came to.
const MOST_TOLD: usize = 5;

/// The texts of the files, read once for all domains.
pub struct WhatIf {
    with: Vec<Text>,
    zone: Option<Text>,
}

struct Text {
    path: PathBuf,
    text: Vec<u8>,
}

impl WhatIf {
    /// Reads the files that the command line names.
    pub fn read(args: &CheckArgs) -> Result<Self, Failure> {
        let with = args.with.iter().map(|path| Text::read(path)).collect::<Result<_, _>>()?;
        Ok(Self { with, zone: args.zone.as_deref().map(Text::read).transpose()? })
    }

    /// Whether nothing but the zone file may answer: no resolver is named on the command line.
    pub fn is_alone(&self, common: &Common) -> bool {
        self.zone.is_some() && common.resolver.is_empty()
    }

    /// What is to be done for one domain; relative names in the files are below it.
    pub fn job(&self, mut target: Target, common: &Common) -> Result<Job, Failure> {
        let overlay = self.overlay(&target)?.map(Arc::new);
        let zone = self.zone.as_ref().map(|file| file.read_as(|text| ZoneFile::parse(text, &target.domain)).map(Arc::new)).transpose()?;
        target.no_smtp |= self.is_alone(common);
        Ok(Job { target, overlay, zone })
    }

    /// The records of all `--with` files, the later over the earlier; none without such a file.
    pub fn overlay(&self, target: &Target) -> Result<Option<Overlay>, Failure> {
        let mut all: Option<Overlay> = None;
        for file in &self.with {
            all.get_or_insert_default().lay(file.read_as(|text| Overlay::parse(text, &target.domain))?);
        }
        Ok(all)
    }

    /// Writes a recording of both sides of each audit.
    pub fn record(&self, path: &Path, audits: &[Landed]) -> Result<(), Failure> {
        let plain: Vec<Recorded> = audits.iter().map(|a| a.recorded.clone()).collect();
        let texts = || self.with.iter().map(|file| String::from_utf8_lossy(&file.text).into_owned()).collect();
        let mut recording = Recording::new(PROGRAM, &plain);
        for (audit, landed) in recording.audits.iter_mut().zip(audits) {
            audit.what_if = landed.under.as_ref().map(|under| facts::WhatIf::new(texts(), &under.facts));
        }
        check::write(path, &recording)
    }
}

impl Text {
    fn read(path: &Path) -> Result<Self, Failure> {
        let mut text = Vec::new();
        // One octet more than is read, so that a longer file is told, not cut.
        let most = u64::try_from(facts::overlay::MOST_OCTETS).unwrap_or(u64::MAX).saturating_add(1);
        let read = std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut text));
        read.map_err(|source| Failure::Read { path: path.into(), source })?;
        Ok(Self { path: path.into(), text })
    }

    fn read_as<T>(&self, parse: impl FnOnce(&[u8]) -> Result<T, facts::ZoneError>) -> Result<T, Failure> {
        parse(&self.text).map_err(|source| Failure::Zone { path: self.path.clone(), source })
    }
}

/// Tells on stderr which records of the domain nothing came to: a name may be mistyped.
pub fn tell_unused(overlay: &Overlay, under: &Recorded, common: &Common) {
    let domain = &under.target.domain;
    let unused: Vec<_> = overlay.unused(&under.facts).into_iter().filter(|(owner, _)| owner.is_within(domain)).collect();
    for (owner, rtype) in unused.iter().take(MOST_TOLD) {
        let why = lang(common).pick(
            "nothing that was asked leads to it (a name without a final dot lies below $ORIGIN, or below the domain)",
            "ни один запрос к ней не привёл (имя без точки на конце продолжается именем из $ORIGIN или доменом)",
        );
        anstream::eprintln!("mailaudit: {}", report::clean(&format!("{owner} {rtype}: {why}")));
    }
    if unused.len() > MOST_TOLD {
        anstream::eprintln!("mailaudit: … (+{})", unused.len() - MOST_TOLD);
    }
}
