//! Renderers of an audit report: table, JSON; English and Russian.
#![forbid(unsafe_code)]
