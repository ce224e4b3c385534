//! What this crate wants to know: each planner is a reading, run for its open questions.

use facts::Planner;

/// All planners. Every area of this crate may hang on the posture, so each serves what reads it.
pub const PLANNERS: &[Planner] = &[
    Planner {
        name: "mx",
        serves: &["dns", "mx", "spf", "dkim", "dmarc", "ptr", "bl", "smtp", "tls", "sts", "rpt", "bimi", "cfg", "req"],
        plan: |t, i| {
            // An address may be audited without a domain.
            if !t.domain.is_root() {
                drop(readings::mail::read(t, i));
            }
        },
    },
    Planner {
        name: "posture",
        serves: &["dns", "mx", "spf", "dkim", "dmarc", "ptr", "bl", "sts", "rpt", "bimi", "cfg", "req"],
        plan: |t, i| {
            if !t.domain.is_root() {
                let _ = readings::posture::read(t, i);
            }
        },
    },
    Planner { name: "zone", serves: &["dns", "req"], plan: |t, i| drop(readings::zone::read(t, i)) },
    Planner { name: "security", serves: &["dns"], plan: |t, i| drop(readings::security::read(t, i)) },
    Planner { name: "spf", serves: &["spf", "req"], plan: |t, i| drop(readings::spf::read(t, i)) },
    Planner { name: "services", serves: &["spf"], plan: |t, i| drop(readings::services::read(t, i)) },
    Planner { name: "dkim", serves: &["dkim", "dmarc", "spf", "req"], plan: |t, i| drop(readings::dkim::read(t, i)) },
    // SPF010 says whether DMARC enforces, and BIMI hangs on it.
    Planner { name: "dmarc", serves: &["dmarc", "spf", "bimi", "req"], plan: |t, i| drop(readings::dmarc::read(t, i)) },
    Planner { name: "ptr", serves: &["ptr", "req"], plan: |t, i| drop(readings::ptr::read(t, i)) },
    // RPT001 weighs more where MTA-STS is published.
    Planner { name: "sts", serves: &["sts", "rpt"], plan: |t, i| drop(readings::sts::read(t, i)) },
    Planner { name: "registration", serves: &["dns"], plan: |t, i| drop(readings::registration::read(t, i)) },
    Planner { name: "policy", serves: &["sts"], plan: |t, i| drop(readings::policy::read(t, i)) },
    Planner { name: "rpt", serves: &["rpt"], plan: |t, i| drop(readings::rpt::read(t, i)) },
    Planner { name: "bimi", serves: &["bimi"], plan: |t, i| drop(readings::bimi::read(t, i)) },
    Planner { name: "client-settings", serves: &["cfg"], plan: |t, i| drop(readings::client_settings::read(t, i)) },
];
