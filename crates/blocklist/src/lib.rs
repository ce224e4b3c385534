//! DNS blocklists: which to ask, what their answers mean.
#![forbid(unsafe_code)]
