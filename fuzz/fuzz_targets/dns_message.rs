//! DNS messages: read in full or in part, never to more records than there are octets for.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| probe::fuzzing::dns_message(bytes));
