//! DKIM and ARC signatures of a message, verified with keys that were asked for already.
//!
//! Keys come in as answers; no resolver is ever made here, no clock is read and no socket opened: the cryptography is
//! mail-auth's, what is hashed is put together here. Whether a signature counts is judged elsewhere.
#![forbid(unsafe_code)]

mod canonical;
mod chain;
mod keys;
pub mod sign;
mod verify;

pub use keys::{MOST_KEY_NAMES, key_names};
pub use verify::{MOST_SIGNATURES, verify};
