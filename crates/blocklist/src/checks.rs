//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod bl001_ip_listed;
mod bl002_ip_listed_minor;
mod bl003_ip_policy_listed;
mod bl004_domain_listed;
mod bl005_list_refused;
mod bl006_list_broken;
mod bl007_ip_welcome_listed;
mod bl008_many_lists;
mod bl009_not_listed;
mod bl010_sending_address_unknown;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &bl001_ip_listed::CHECK,
    &bl002_ip_listed_minor::CHECK,
    &bl003_ip_policy_listed::CHECK,
    &bl004_domain_listed::CHECK,
    &bl005_list_refused::CHECK,
    &bl006_list_broken::CHECK,
    &bl007_ip_welcome_listed::CHECK,
    &bl008_many_lists::CHECK,
    &bl009_not_listed::CHECK,
    &bl010_sending_address_unknown::CHECK,
];
