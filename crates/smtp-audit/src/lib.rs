//! What an SMTP dialogue shows.
#![forbid(unsafe_code)]
