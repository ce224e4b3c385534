//! What this crate wants to know: each planner is a reading, run for its open questions.

use facts::Planner;

/// All planners.
pub const PLANNERS: &[Planner] = &[
    Planner { name: "smtp", serves: &["smtp"], plan: |t, i| drop(readings::sessions::read(t, i)) },
    Planner { name: "recipients", serves: &["smtp"], plan: |t, i| drop(readings::recipients::read(t, i)) },
    Planner { name: "services", serves: &["cfg"], plan: |t, i| drop(readings::client_services::read(t, i)) },
    Planner { name: "login", serves: &["cfg"], plan: |t, i| drop(readings::login::read(t, i)) },
    Planner { name: "submission", serves: &["smtp", "cfg"], plan: |t, i| drop(readings::submission::read(t, i)) },
    Planner { name: "alternatives", serves: &["cfg"], plan: |t, i| drop(readings::submission::alternatives(t, i)) },
];
