//! Renderers of an audit report: a table for people, JSON for programs; English and Russian.
//!
//! Values in, text out: nothing here prints, asks or judges, and what came from outside is
//! cleaned before it can reach a terminal.
#![forbid(unsafe_code)]

mod caret;
mod catalogue;
mod clean;
mod compared;
mod demands;
mod fix;
mod json;
mod labels;
mod message;
mod paint;
mod providers;
mod reply;
mod style;
mod summary;
mod table;
mod tree;
mod wrap;

pub use catalogue::{checks_json, checks_table, explain};
pub use clean::clean;
pub use compared::comparison_table;
pub use demands::{requirements_json, requirements_table};
pub use fix::{FIX_SCHEMA, fix_json, fix_nsupdate, fix_table, fix_zone};
pub use json::{Layout, REPORT_SCHEMA, compared_json, report_json, report_schema};
pub use reply::{Explained, REPLIES_SCHEMA, replies_json, replies_page};
pub use style::{Colour, Passes, Style};
pub use summary::{SUMMARY_SCHEMA, summary_json, summary_page};
pub use table::report_table;
pub use tree::{Tree, tree};
