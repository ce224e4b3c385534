//! Whether the domain asks for reports about TLS failures (RFC 8460 3), and whether it publishes anything that
//! such reports are about.

use crate::dane;
use crate::published::{Kind, Published};
use facts::{Inquiry, Name, Target};
use records::tls_rpt::{self, TlsRptRecord};

const RPT: Kind<TlsRptRecord> = Kind {
    name: "tls-rpt",
    is_one: tls_rpt::is_tls_rpt,
    near_miss: tls_rpt::near_miss,
    parse: TlsRptRecord::parse,
    labels: "_smtp._tls",
    mistaken: &["smtp._tls", "_tls"],
};

/// TLS reports of a domain.
#[derive(Clone, Debug)]
pub struct Rpt {
    /// The record.
    pub record: Published<TlsRptRecord>,
    /// A mail host with TLSA records, the first by name. None known says nothing of hosts that were silent.
    pub dane_host: Option<Name>,
}

/// Reads the TLS-RPT record of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Rpt {
    let record = RPT.read(&target.domain, inquiry);
    let hosts = dane::read(target, inquiry).hosts;
    Rpt { record, dane_host: hosts.into_iter().find(|h| h.publishes() == Some(true)).map(|h| h.name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn rpt(text: &str) -> Rpt {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "rpt", serves: &["rpt"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn the_record_and_what_it_reports_about() {
        let mail =
            "example.com MX 10 b.example.com\nexample.com MX 5 a.example.com\na.example.com A 44.128.1.1\nb.example.com A 44.128.1.2\n";
        let both = rpt(&format!(
            "{mail}_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:a@example.com\n_25._tcp.b.example.com TLSA 3 1 1 {}",
            "ab".repeat(32)
        ));
        assert!(both.record.record().is_some_and(TlsRptRecord::has_usable_address));
        assert_eq!(both.dane_host.as_ref().map(Name::as_str), Some("b.example.com"));
        let neither = rpt(mail);
        assert!(neither.record.record().is_none() && neither.dane_host.is_none());
        assert_eq!(rpt(&format!("{mail}_25._tcp.a.example.com TLSA TIMEOUT")).dane_host, None);
    }

    #[test]
    fn records_at_other_names_are_found() {
        let at =
            |name: &str| rpt(&format!("{name} TXT v=TLSRPTv1; rua=mailto:a@example.com")).record.strays.first().map(|s| s.at.to_string());
        for name in ["example.com", "_tls.example.com", "smtp._tls.example.com", "_smtp._tls.example.com.example.com"] {
            assert_eq!(at(name).as_deref(), Some(name));
        }
        assert_eq!(at("_smtp._tls.example.com"), None);
    }
}
