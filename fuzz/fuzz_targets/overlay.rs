//! Zone files of overlays: a fault names a place in the text; what one gives, another lays over it.
#![no_main]

use facts::{Name, Overlay, ZoneFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let origin = Name::parse("example.com").unwrap_or_default();
    let lines = text.split(|b| *b == b'\n').count();
    match Overlay::parse(text, &origin) {
        Err(fault) => assert!((1..=lines + 1).contains(&fault.line) && fault.column >= 1, "{fault}"),
        Ok(mut overlay) => {
            let count = |o: &Overlay| (o.sets().count(), o.deletions().count());
            let before = count(&overlay);
            for (_, _, records) in overlay.sets() {
                assert!(!records.is_empty());
            }
            overlay.lay(Overlay::parse(text, &origin).unwrap_or_else(|e| panic!("read a moment ago: {e}")));
            assert_eq!(count(&overlay), before, "laid over itself it is the same");
        }
    }
    if let Ok(zone) = ZoneFile::parse(text, &origin) {
        assert!(origin.is_within(zone.apex()) && zone.speaks_for(&origin));
    }
});
