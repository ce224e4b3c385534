//! Responses of an IMAP server: bounded, and made of what was sent; then what is read out of folders, headers and reports.
#![no_main]

use delivery_audit::{folders, results, view};
use facts::DeliveryMailbox;
use libfuzzer_sys::fuzz_target;
use std::cell::LazyCell;
use tokio::runtime::{Builder, Runtime};

thread_local! {
    static RUNTIME: LazyCell<Runtime> =
        LazyCell::new(|| Builder::new_current_thread().enable_time().build().unwrap_or_else(|e| panic!("a runtime: {e}")));
}

fuzz_target!(|bytes: &[u8]| {
    let (listed, found) = RUNTIME.with(|runtime| runtime.block_on(probe::fuzzing::imap_responses(bytes)));
    for folder in &listed {
        let _ = (folders::place(folder), folders::name(&folder.name.0));
    }
    assert!(folders::in_order(&listed).len() <= folders::MOST_FOLDERS);
    for letter in found {
        let _ = results::explained(&letter.text.0);
        let _ = view::of_header(&letter.text.0, &DeliveryMailbox::default());
    }
});
