//! What this crate wants to know: each planner is a reading, run for its open questions.

use facts::Planner;

/// All planners.
pub const PLANNERS: &[Planner] = &[
    Planner { name: "tls", serves: &["tls", "dane"], plan: tls },
    Planner { name: "dane", serves: &["dane"], plan: |t, i| drop(readings::dane::read(t, i)) },
    Planner { name: "policy", serves: &["sts", "tls"], plan: |t, i| policy(t, i) },
    Planner { name: "logo", serves: &["bimi"], plan: |t, i| logo(t, i) },
    Planner { name: "caa", serves: &["dns"], plan: |t, i| drop(readings::caa::read(t, i)) },
];

fn logo(target: &facts::Target, inquiry: &facts::Inquiry<'_>) {
    if target.is_domain() {
        drop(readings::bimi::logo(target, inquiry));
        drop(readings::bimi::mark_file(target, inquiry));
    }
}

/// One port of one host has nothing to do with the domain's policy.
fn policy(target: &facts::Target, inquiry: &facts::Inquiry<'_>) {
    if target.is_domain() {
        drop(readings::policy::read(target, inquiry));
    }
}

fn tls(target: &facts::Target, inquiry: &facts::Inquiry<'_>) {
    let hosts = crate::view::hosts(target, inquiry);
    let sessions: Vec<_> = hosts.iter().flat_map(|host| &host.sessions).collect();
    drop(readings::offers::all(target, &sessions, inquiry));
}
