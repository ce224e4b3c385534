//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod bimi004_logo;
mod bimi005_certificate;
mod dane001_missing;
mod dane002_mismatch;
mod dane003_insecure;
mod dane004_unusable;
mod dane005_no_starttls;
mod dane006_partial;
mod dane007_no_rollover;
mod dns013_caa_forbids_issuer;
mod sts003_policy_unreachable;
mod sts009_certificate;
mod tls001_no_starttls;
mod tls002_handshake_failed;
mod tls003_expired;
mod tls004_expiring;
mod tls005_not_yet_valid;
mod tls006_name_mismatch;
mod tls007_self_signed;
mod tls008_untrusted_issuer;
mod tls009_incomplete_chain;
mod tls010_chain_order;
mod tls011_weak_key;
mod tls012_weak_signature;
mod tls013_old_protocol;
mod tls014_no_modern_protocol;
mod tls015_no_tls13;
mod tls016_weak_cipher;
mod tls017_no_forward_secrecy;
mod tls018_lifetime_too_long;
mod tls019_default_certificate;
mod tls020_hosts_differ;
mod tls021_revoked;
mod tls022_client_certificate_required;
mod tls023_eku_missing;
mod tls024_post_quantum;
mod tls025_chain_ok;
mod tls026_starttls_refused;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &bimi004_logo::CHECK,
    &bimi005_certificate::CHECK,
    &dane001_missing::CHECK,
    &dane002_mismatch::CHECK,
    &dane003_insecure::CHECK,
    &dane004_unusable::CHECK,
    &dane005_no_starttls::CHECK,
    &dane006_partial::CHECK,
    &dane007_no_rollover::CHECK,
    &dns013_caa_forbids_issuer::CHECK,
    &sts003_policy_unreachable::CHECK,
    &sts009_certificate::CHECK,
    &tls001_no_starttls::CHECK,
    &tls002_handshake_failed::CHECK,
    &tls003_expired::CHECK,
    &tls004_expiring::CHECK,
    &tls005_not_yet_valid::CHECK,
    &tls006_name_mismatch::CHECK,
    &tls007_self_signed::CHECK,
    &tls008_untrusted_issuer::CHECK,
    &tls009_incomplete_chain::CHECK,
    &tls010_chain_order::CHECK,
    &tls011_weak_key::CHECK,
    &tls012_weak_signature::CHECK,
    &tls013_old_protocol::CHECK,
    &tls014_no_modern_protocol::CHECK,
    &tls015_no_tls13::CHECK,
    &tls016_weak_cipher::CHECK,
    &tls017_no_forward_secrecy::CHECK,
    &tls018_lifetime_too_long::CHECK,
    &tls019_default_certificate::CHECK,
    &tls020_hosts_differ::CHECK,
    &tls021_revoked::CHECK,
    &tls022_client_certificate_required::CHECK,
    &tls023_eku_missing::CHECK,
    &tls024_post_quantum::CHECK,
    &tls025_chain_ok::CHECK,
    &tls026_starttls_refused::CHECK,
];
