//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod smtp005_temporary_refusal;
mod smtp006_refused;
mod smtp026_no_greeting;
mod smtp030_audit_address_refused;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] =
    &[&smtp005_temporary_refusal::CHECK, &smtp006_refused::CHECK, &smtp026_no_greeting::CHECK, &smtp030_audit_address_refused::CHECK];
