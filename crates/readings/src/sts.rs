//! Whether the domain announces an MTA-STS policy (RFC 8461 3.1). The policy itself is a file and not read here.

use crate::published::{Kind, Published};
use facts::{Inquiry, Target};
use records::mta_sts::{self, MtaStsRecord};

const STS: Kind<MtaStsRecord> = Kind {
    name: "mta-sts",
    is_one: mta_sts::is_mta_sts,
    near_miss: mta_sts::near_miss,
    parse: MtaStsRecord::parse,
    labels: "_mta-sts",
    // The host that serves the policy is called so.
    mistaken: &["mta-sts"],
};

/// Reads the MTA-STS record of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Published<MtaStsRecord> {
    STS.read(&target.domain, inquiry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::{Found, StrayFault};
    use facts::Planner;
    use facts::fixture::World;
    use records::near_miss::NearMiss;

    const AT: &str = "_mta-sts.example.com TXT";

    fn sts(text: &str) -> Published<MtaStsRecord> {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "sts", serves: &["sts"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn records_of_other_kinds_are_discarded_before_counting() {
        let one = sts(&format!("{AT} v=STSv1; id=1\n{AT} v=spf1 -all\n{AT} a note"));
        assert_eq!(one.record().and_then(|r| r.id.as_deref()), Some("1"));
        assert!(matches!(sts(&format!("{AT} v=STSv1; id=1\n{AT} v=STSv1; id=2")).found, Found::Several(texts) if texts.len() == 2));
        assert!(matches!(sts("example.com A 44.128.1.1").found, Found::None));
        assert!(matches!(sts(&format!("{AT} SERVFAIL")).found, Found::Unknown(_)));
    }

    #[test]
    fn strings_are_joined_and_aliases_followed() {
        let joined = sts(&format!("{AT} \"v=STSv1; id=2026\" \"0101;\""));
        assert_eq!(joined.record().and_then(|r| r.id.as_deref()), Some("20260101"));
        let alias = sts("_mta-sts.example.com CNAME _mta-sts.example.net\n_mta-sts.example.net TXT v=STSv1; id=1");
        assert!(alias.record().is_some());
    }

    #[test]
    fn what_was_meant_as_one_is_found() {
        let fault = |text: &str| sts(text).strays.first().map(|s| (s.at.to_string(), s.fault));
        let at = |name: &str, fault| Some((name.to_owned(), fault));
        assert_eq!(fault(&format!("{AT} v=stsv1; id=1")), at("_mta-sts.example.com", StrayFault::Spelling(NearMiss::WrongCase)));
        assert_eq!(fault("example.com TXT v=STSv1; id=1"), at("example.com", StrayFault::WrongName));
        assert_eq!(fault("mta-sts.example.com TXT v=STSv1; id=1"), at("mta-sts.example.com", StrayFault::WrongName));
        let doubled = "_mta-sts.example.com.example.com";
        assert_eq!(fault(&format!("{doubled} TXT v=STSv1; id=1")), at(doubled, StrayFault::DoubledName));
        // With a record in its place nobody looks elsewhere.
        assert_eq!(fault(&format!("{AT} v=STSv1; id=1\nexample.com TXT v=STSv1; id=1")), None);
        assert_eq!(sts("example.com TXT TIMEOUT").stray_gaps.len(), 1);
    }
}
