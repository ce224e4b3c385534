//! What users write: resolvers, rules and files of root hints and anchors; a resolver is printed as it is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use probe::{Anchors, ConnectRule, RootHints, UpstreamSpec};

fuzz_target!(|text: &str| {
    if let Ok(spec) = text.parse::<UpstreamSpec>() {
        assert_eq!(spec.to_string().parse::<UpstreamSpec>().ok(), Some(spec));
    }
    let _ = text.parse::<ConnectRule>();
    let _ = text.parse::<RootHints>();
    let _ = Anchors::parse(text);
});
