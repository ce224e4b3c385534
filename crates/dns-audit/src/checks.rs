//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod bimi001_missing;
mod bimi002_record;
mod bimi003_not_eligible;
mod cfg001_srv_missing;
mod cfg008_mailbox_limit;
mod dkim001_none_found;
mod dkim002_selector_missing;
mod dkim003_revoked;
mod dkim004_syntax;
mod dkim005_key_too_short;
mod dkim006_key_1024;
mod dkim007_test_mode;
mod dkim008_multiple_records;
mod dkim009_sha1_only;
mod dkim010_unknown_key_type;
mod dkim011_service_type;
mod dkim012_cname_dangling;
mod dkim013_wildcard;
mod dkim014_ed25519_only;
mod dkim015_obsolete_tag;
mod dkim016_shared_key;
mod dkim017_weak_key;
mod dkim018_key_ok;
mod dmarc001_missing;
mod dmarc002_multiple;
mod dmarc003_syntax;
mod dmarc004_policy_none;
mod dmarc005_policy_missing;
mod dmarc006_no_reports;
mod dmarc007_report_uri;
mod dmarc008_report_unauthorised;
mod dmarc009_report_undeliverable;
mod dmarc010_obsolete_tag;
mod dmarc011_weak_subdomain;
mod dmarc012_test_mode;
mod dmarc013_inherited;
mod dmarc014_near_miss;
mod dmarc015_duplicate_tag;
mod dmarc016_unknown_tag;
mod dmarc017_unreachable_pass;
mod dmarc018_orgdomain_differs;
mod dmarc019_psd_misused;
mod dmarc020_strict_alignment;
mod dmarc021_spf_only;
mod dns001_domain_not_found;
mod dns002_nameserver_lame;
mod dns003_nameservers_disagree;
mod dns004_single_nameserver;
mod dns005_one_network;
mod dns006_dnssec_bogus;
mod dns007_dnssec_insecure;
mod dns008_dnssec_signature_expiring;
mod dns009_wildcard_answers;
mod dns010_txt_beside_cname;
mod dns011_udp_size;
mod dns012_low_ttl;
mod dns014_resolver_rewrites;
mod dns015_expiring;
mod dns016_young;
mod dns017_nameserver_no_tcp;
mod dns018_delegation_differs;
mod mx001_no_mail_host;
mod mx002_implicit_mx;
mod mx003_null_mx;
mod mx004_null_mx_mixed;
mod mx005_is_address;
mod mx006_is_cname;
mod mx007_unresolvable;
mod mx008_private_address;
mod mx009_bad_hostname;
mod mx010_single_mx;
mod mx011_false_redundancy;
mod mx012_no_ipv6;
mod mx013_mixed_providers;
mod mx014_typo;
mod mx015_duplicate;
mod mx016_legacy_provider_set;
mod mx017_not_on_allow_list;
mod mx018_domain_unregistered;
mod ptr001_missing;
mod ptr002_not_confirmed;
mod ptr003_generic;
mod ptr004_multiple;
mod ptr005_helo_mismatch;
mod ptr006_bad_name;
mod ptr007_ipv6_missing;
mod ptr008_helo_invalid;
mod rpt001_tlsrpt_missing;
mod rpt002_tlsrpt_record;
mod spf001_missing;
mod spf002_multiple;
mod spf003_syntax;
mod spf004_lookup_limit;
mod spf005_lookup_near_limit;
mod spf006_void_limit;
mod spf007_pass_all;
mod spf008_neutral_all;
mod spf009_no_all;
mod spf010_softfail_all;
mod spf011_ptr;
mod spf012_include_void;
mod spf013_loop;
mod spf014_redirect_void;
mod spf015_redirect_ignored;
mod spf016_after_all;
mod spf017_mx_limit;
mod spf018_broad_range;
mod spf019_type_99;
mod spf020_string_length;
mod spf021_address_syntax;
mod spf022_duplicate_term;
mod spf023_macro;
mod spf024_sender_not_authorised;
mod spf025_sender_weak;
mod spf026_void_term;
mod spf027_near_miss;
mod spf028_helo_missing;
mod spf029_private_range;
mod spf030_modifier_duplicate;
mod spf031_include_tempfail;
mod spf032_at_service_name;
mod spf033_provider_mismatch;
mod spf034_target_unregistered;
mod sts001_missing;
mod sts002_record;
mod sts004_policy_syntax;
mod sts005_mx_not_covered;
mod sts006_mode_testing;
mod sts007_mode_none;
mod sts008_max_age;
mod sts010_unused_mx;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &bimi001_missing::CHECK,
    &bimi002_record::CHECK,
    &bimi003_not_eligible::CHECK,
    &cfg001_srv_missing::CHECK,
    &cfg008_mailbox_limit::CHECK,
    &dkim001_none_found::CHECK,
    &dkim002_selector_missing::CHECK,
    &dkim003_revoked::CHECK,
    &dkim004_syntax::CHECK,
    &dkim005_key_too_short::CHECK,
    &dkim006_key_1024::CHECK,
    &dkim007_test_mode::CHECK,
    &dkim008_multiple_records::CHECK,
    &dkim009_sha1_only::CHECK,
    &dkim010_unknown_key_type::CHECK,
    &dkim011_service_type::CHECK,
    &dkim012_cname_dangling::CHECK,
    &dkim013_wildcard::CHECK,
    &dkim014_ed25519_only::CHECK,
    &dkim015_obsolete_tag::CHECK,
    &dkim016_shared_key::CHECK,
    &dkim017_weak_key::CHECK,
    &dkim018_key_ok::CHECK,
    &dmarc001_missing::CHECK,
    &dmarc002_multiple::CHECK,
    &dmarc003_syntax::CHECK,
    &dmarc004_policy_none::CHECK,
    &dmarc005_policy_missing::CHECK,
    &dmarc006_no_reports::CHECK,
    &dmarc007_report_uri::CHECK,
    &dmarc008_report_unauthorised::CHECK,
    &dmarc009_report_undeliverable::CHECK,
    &dmarc010_obsolete_tag::CHECK,
    &dmarc011_weak_subdomain::CHECK,
    &dmarc012_test_mode::CHECK,
    &dmarc013_inherited::CHECK,
    &dmarc014_near_miss::CHECK,
    &dmarc015_duplicate_tag::CHECK,
    &dmarc016_unknown_tag::CHECK,
    &dmarc017_unreachable_pass::CHECK,
    &dmarc018_orgdomain_differs::CHECK,
    &dmarc019_psd_misused::CHECK,
    &dmarc020_strict_alignment::CHECK,
    &dmarc021_spf_only::CHECK,
    &dns001_domain_not_found::CHECK,
    &dns002_nameserver_lame::CHECK,
    &dns003_nameservers_disagree::CHECK,
    &dns004_single_nameserver::CHECK,
    &dns005_one_network::CHECK,
    &dns006_dnssec_bogus::CHECK,
    &dns007_dnssec_insecure::CHECK,
    &dns008_dnssec_signature_expiring::CHECK,
    &dns009_wildcard_answers::CHECK,
    &dns010_txt_beside_cname::CHECK,
    &dns011_udp_size::CHECK,
    &dns012_low_ttl::CHECK,
    &dns014_resolver_rewrites::CHECK,
    &dns015_expiring::CHECK,
    &dns016_young::CHECK,
    &dns017_nameserver_no_tcp::CHECK,
    &dns018_delegation_differs::CHECK,
    &mx001_no_mail_host::CHECK,
    &mx002_implicit_mx::CHECK,
    &mx003_null_mx::CHECK,
    &mx004_null_mx_mixed::CHECK,
    &mx005_is_address::CHECK,
    &mx006_is_cname::CHECK,
    &mx007_unresolvable::CHECK,
    &mx008_private_address::CHECK,
    &mx009_bad_hostname::CHECK,
    &mx010_single_mx::CHECK,
    &mx011_false_redundancy::CHECK,
    &mx012_no_ipv6::CHECK,
    &mx013_mixed_providers::CHECK,
    &mx014_typo::CHECK,
    &mx015_duplicate::CHECK,
    &mx016_legacy_provider_set::CHECK,
    &mx017_not_on_allow_list::CHECK,
    &mx018_domain_unregistered::CHECK,
    &ptr001_missing::CHECK,
    &ptr002_not_confirmed::CHECK,
    &ptr003_generic::CHECK,
    &ptr004_multiple::CHECK,
    &ptr005_helo_mismatch::CHECK,
    &ptr006_bad_name::CHECK,
    &ptr007_ipv6_missing::CHECK,
    &ptr008_helo_invalid::CHECK,
    &rpt001_tlsrpt_missing::CHECK,
    &rpt002_tlsrpt_record::CHECK,
    &spf001_missing::CHECK,
    &spf002_multiple::CHECK,
    &spf003_syntax::CHECK,
    &spf004_lookup_limit::CHECK,
    &spf005_lookup_near_limit::CHECK,
    &spf006_void_limit::CHECK,
    &spf007_pass_all::CHECK,
    &spf008_neutral_all::CHECK,
    &spf009_no_all::CHECK,
    &spf010_softfail_all::CHECK,
    &spf011_ptr::CHECK,
    &spf012_include_void::CHECK,
    &spf013_loop::CHECK,
    &spf014_redirect_void::CHECK,
    &spf015_redirect_ignored::CHECK,
    &spf016_after_all::CHECK,
    &spf017_mx_limit::CHECK,
    &spf018_broad_range::CHECK,
    &spf019_type_99::CHECK,
    &spf020_string_length::CHECK,
    &spf021_address_syntax::CHECK,
    &spf022_duplicate_term::CHECK,
    &spf023_macro::CHECK,
    &spf024_sender_not_authorised::CHECK,
    &spf025_sender_weak::CHECK,
    &spf026_void_term::CHECK,
    &spf027_near_miss::CHECK,
    &spf028_helo_missing::CHECK,
    &spf029_private_range::CHECK,
    &spf030_modifier_duplicate::CHECK,
    &spf031_include_tempfail::CHECK,
    &spf032_at_service_name::CHECK,
    &spf033_provider_mismatch::CHECK,
    &spf034_target_unregistered::CHECK,
    &sts001_missing::CHECK,
    &sts002_record::CHECK,
    &sts004_policy_syntax::CHECK,
    &sts005_mx_not_covered::CHECK,
    &sts006_mode_testing::CHECK,
    &sts007_mode_none::CHECK,
    &sts008_max_age::CHECK,
    &sts010_unused_mx::CHECK,
];
