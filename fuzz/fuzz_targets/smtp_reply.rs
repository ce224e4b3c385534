//! SMTP replies: bounded, and made of what was sent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::LazyCell;
use tokio::runtime::{Builder, Runtime};

thread_local! {
    static RUNTIME: LazyCell<Runtime> =
        LazyCell::new(|| Builder::new_current_thread().enable_time().build().unwrap_or_else(|e| panic!("a runtime: {e}")));
}

fuzz_target!(|bytes: &[u8]| RUNTIME.with(|runtime| runtime.block_on(probe::fuzzing::smtp_replies(bytes))));
