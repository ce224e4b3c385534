//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod cfg002_target_dead;
mod cfg003_host_typo;
mod cfg004_port_security;
mod cfg005_failed;
mod cfg006_not_owned;
mod cfg007_port;
mod smtp001_unreachable;
mod smtp002_some_unreachable;
mod smtp003_port25_blocked_here;
mod smtp004_slow_banner;
mod smtp005_temporary_refusal;
mod smtp006_refused;
mod smtp007_bad_banner;
mod smtp008_software_disclosed;
mod smtp009_ehlo_refused;
mod smtp010_postmaster_refused;
mod smtp011_abuse_refused;
mod smtp012_null_sender_refused;
mod smtp013_open_relay;
mod smtp014_greylisting;
mod smtp015_vrfy;
mod smtp016_auth_in_clear;
mod smtp017_catch_all;
mod smtp019_size_limit;
mod smtp020_no_pipelining;
mod smtp021_timing;
mod smtp022_tls_required;
mod smtp023_submission_missing;
mod smtp024_neutral_mail_refused;
mod smtp025_command_injection;
mod smtp026_no_greeting;
mod smtp027_not_serving_domain;
mod smtp028_no_ipv6_here;
mod smtp029_intercepted_here;
mod smtp030_audit_address_refused;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &cfg002_target_dead::CHECK,
    &cfg003_host_typo::CHECK,
    &cfg004_port_security::CHECK,
    &cfg005_failed::CHECK,
    &cfg006_not_owned::CHECK,
    &cfg007_port::CHECK,
    &smtp001_unreachable::CHECK,
    &smtp002_some_unreachable::CHECK,
    &smtp003_port25_blocked_here::CHECK,
    &smtp004_slow_banner::CHECK,
    &smtp005_temporary_refusal::CHECK,
    &smtp006_refused::CHECK,
    &smtp007_bad_banner::CHECK,
    &smtp008_software_disclosed::CHECK,
    &smtp009_ehlo_refused::CHECK,
    &smtp010_postmaster_refused::CHECK,
    &smtp011_abuse_refused::CHECK,
    &smtp012_null_sender_refused::CHECK,
    &smtp013_open_relay::CHECK,
    &smtp014_greylisting::CHECK,
    &smtp015_vrfy::CHECK,
    &smtp016_auth_in_clear::CHECK,
    &smtp017_catch_all::CHECK,
    &smtp019_size_limit::CHECK,
    &smtp020_no_pipelining::CHECK,
    &smtp021_timing::CHECK,
    &smtp022_tls_required::CHECK,
    &smtp023_submission_missing::CHECK,
    &smtp024_neutral_mail_refused::CHECK,
    &smtp025_command_injection::CHECK,
    &smtp026_no_greeting::CHECK,
    &smtp027_not_serving_domain::CHECK,
    &smtp028_no_ipv6_here::CHECK,
    &smtp029_intercepted_here::CHECK,
    &smtp030_audit_address_refused::CHECK,
];
