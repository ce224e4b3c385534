//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod mx010_single_mx;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[&mx010_single_mx::CHECK];
