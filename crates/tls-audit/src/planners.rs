//! What this crate wants to know: each planner is a reading, run for its open questions.

use facts::Planner;

/// All planners.
pub const PLANNERS: &[Planner] = &[
    Planner { name: "tls", serves: &["tls", "dane"], plan: |t, i| drop(readings::sessions::read(t, i)) },
    Planner { name: "dane", serves: &["dane"], plan: |t, i| drop(readings::dane::read(t, i)) },
    Planner { name: "caa", serves: &["dns"], plan: |t, i| drop(readings::caa::read(t, i)) },
];
