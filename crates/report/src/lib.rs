//! Renderers of an audit report: a table for people, JSON for programs; English and Russian.
//!
//! Values in, text out: nothing here prints, asks or judges, and what came from outside is
//! cleaned before it can reach a terminal.
#![forbid(unsafe_code)]

mod caret;
mod catalogue;
mod clean;
mod compared;
mod delivery;
mod demands;
mod fix;
mod json;
mod labels;
mod message;
mod now;
mod paint;
mod providers;
mod quoted;
mod reply;
mod reply_json;
mod style;
mod summary;
mod summary_csv;
mod summary_json;
mod table;
mod tree;
mod wrap;

pub use catalogue::{checks_json, checks_table, explain};
pub use clean::clean;
pub use compared::comparison_table;
pub use delivery::{Delivery, Landing, LastHop, deliveries_table};
pub use demands::{requirements_json, requirements_table};
pub use fix::{FIX_SCHEMA, fix_json, fix_nsupdate, fix_schema, fix_table, fix_zone};
pub use json::{Layout, REPORT_SCHEMA, compared_json, delivered_json, report_json, report_schema};
pub use now::{Now, NowAudit, Standing, Untold};
pub use reply::{Explained, Told, replies_page};
pub use reply_json::{REPLY_SCHEMA, replies_json, reply_schema};
pub use style::{Colour, Passes, Style};
pub use summary::summary_page;
pub use summary_csv::summary_csv;
pub use table::report_table;
pub use tree::{Tree, tree};
