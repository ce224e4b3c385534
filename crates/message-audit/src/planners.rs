//! What this crate wants to know: the reading of the message, run for its open questions.

use crate::view::View;
use facts::Planner;

/// All planners.
pub const PLANNERS: &[Planner] = &[Planner { name: "message", serves: &["msg"], plan: |t, i| drop(View::read(t, i)) }];
