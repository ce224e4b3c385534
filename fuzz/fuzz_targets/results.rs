//! Authentication-Results: comments and quotes in any depth, few results, each with words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smtp_replies::authentication_results;

fuzz_target!(|octets: &[u8]| {
    let all = authentication_results(octets);
    assert!(all.len() <= 64);
    for result in all {
        assert!(!result.words().meaning.en.is_empty() && result.told.properties.len() <= 16);
        assert!(result.domain().is_none_or(|domain| domain.len() < 254));
        let _ = (result.address(), result.text());
    }
});
