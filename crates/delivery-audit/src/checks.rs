//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod dlv001_landed_in_spam;
mod dlv002_not_arrived;
mod dlv003_received_auth_failed;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[&dlv001_landed_in_spam::CHECK, &dlv002_not_arrived::CHECK, &dlv003_received_auth_failed::CHECK];
