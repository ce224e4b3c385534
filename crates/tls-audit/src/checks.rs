//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod dane001_missing;
mod dane003_insecure;
mod dane004_unusable;
mod dane006_partial;
mod dns013_caa_forbids_issuer;
mod tls001_no_starttls;
mod tls002_handshake_failed;
mod tls003_expired;
mod tls004_expiring;
mod tls005_not_yet_valid;
mod tls006_name_mismatch;
mod tls007_self_signed;
mod tls008_untrusted_issuer;
mod tls009_incomplete_chain;
mod tls019_default_certificate;
mod tls025_chain_ok;
mod tls026_starttls_refused;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &dane001_missing::CHECK,
    &dane003_insecure::CHECK,
    &dane004_unusable::CHECK,
    &dane006_partial::CHECK,
    &dns013_caa_forbids_issuer::CHECK,
    &tls001_no_starttls::CHECK,
    &tls002_handshake_failed::CHECK,
    &tls003_expired::CHECK,
    &tls004_expiring::CHECK,
    &tls005_not_yet_valid::CHECK,
    &tls006_name_mismatch::CHECK,
    &tls007_self_signed::CHECK,
    &tls008_untrusted_issuer::CHECK,
    &tls009_incomplete_chain::CHECK,
    &tls019_default_certificate::CHECK,
    &tls025_chain_ok::CHECK,
    &tls026_starttls_refused::CHECK,
];
