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
    let read = readings::sessions::read(target, inquiry);
    let services = readings::client_services::read(target, inquiry);
    let hosts = read.hosts.iter().chain(services.iter().map(|service| &service.host));
    for session in hosts.flat_map(|host| &host.sessions) {
        drop(readings::offers::read(session, inquiry));
    }
}
