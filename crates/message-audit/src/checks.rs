//! The checks of this crate, one file each. Generated from the files of `checks/` by
//! `cargo xtask codegen`: change those, not this.

mod msg001_from_missing;
mod msg002_required_header;
mod msg003_message_id;
mod msg004_dkim_fail;
mod msg005_dkim_not_aligned;
mod msg006_spf_not_aligned;
mod msg007_dmarc_fail;
mod msg008_dkim_weak_coverage;
mod msg009_list_unsubscribe_missing;
mod msg010_one_click_missing;
mod msg011_line_length;
mod msg012_eight_bit;
mod msg013_html_only;
mod msg014_image_only;
mod msg015_large_html;
mod msg016_shortener_link;
mod msg017_listed_link;
mod msg018_plain_http_link;
mod msg019_display_name_spoof;
mod msg020_placeholder;
mod msg021_subject_shape;
mod msg022_date_skew;
mod msg023_reply_to_foreign;
mod msg024_dangerous_attachment;
mod msg025_arc;
mod msg026_feedback_id;
mod msg027_unencrypted_hop;
mod msg028_from_freemail;
mod msg029_envelope_domain_invalid;
mod msg030_unsubscribe_link_missing;
mod msg031_message_too_large;
mod msg032_visible_recipients;

use crate::view::View;
use findings::Check;

/// All of them, in the order of their codes.
pub const CHECKS: &[&Check<View>] = &[
    &msg001_from_missing::CHECK,
    &msg002_required_header::CHECK,
    &msg003_message_id::CHECK,
    &msg004_dkim_fail::CHECK,
    &msg005_dkim_not_aligned::CHECK,
    &msg006_spf_not_aligned::CHECK,
    &msg007_dmarc_fail::CHECK,
    &msg008_dkim_weak_coverage::CHECK,
    &msg009_list_unsubscribe_missing::CHECK,
    &msg010_one_click_missing::CHECK,
    &msg011_line_length::CHECK,
    &msg012_eight_bit::CHECK,
    &msg013_html_only::CHECK,
    &msg014_image_only::CHECK,
    &msg015_large_html::CHECK,
    &msg016_shortener_link::CHECK,
    &msg017_listed_link::CHECK,
    &msg018_plain_http_link::CHECK,
    &msg019_display_name_spoof::CHECK,
    &msg020_placeholder::CHECK,
    &msg021_subject_shape::CHECK,
    &msg022_date_skew::CHECK,
    &msg023_reply_to_foreign::CHECK,
    &msg024_dangerous_attachment::CHECK,
    &msg025_arc::CHECK,
    &msg026_feedback_id::CHECK,
    &msg027_unencrypted_hop::CHECK,
    &msg028_from_freemail::CHECK,
    &msg029_envelope_domain_invalid::CHECK,
    &msg030_unsubscribe_link_missing::CHECK,
    &msg031_message_too_large::CHECK,
    &msg032_visible_recipients::CHECK,
];
