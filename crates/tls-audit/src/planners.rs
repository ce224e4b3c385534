//! What this crate wants to know: each planner is a reading, run for its open questions.

use facts::Planner;

/// All planners.
pub const PLANNERS: &[Planner] = &[
    Planner { name: "tls", serves: &["tls", "dane"], plan: |t, i| drop(readings::sessions::read(t, i)) },
    Planner { name: "dane", serves: &["dane"], plan: |t, i| drop(readings::dane::read(t, i)) },
    Planner { name: "policy", serves: &["sts", "tls"], plan: |t, i| policy(t, i) },
    Planner { name: "caa", serves: &["dns"], plan: |t, i| drop(readings::caa::read(t, i)) },
];

/// One port of one host has nothing to do with the domain's policy.
fn policy(target: &facts::Target, inquiry: &facts::Inquiry<'_>) {
    if target.port.is_none() {
        drop(readings::policy::read(target, inquiry));
    }
}
