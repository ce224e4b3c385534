//! Recordings: what can be read is judged, printed, and written again to the same recording.
#![no_main]

use facts::Recording;
use findings::Lang;
use libfuzzer_sys::fuzz_target;
use report::{Layout, Passes};

fuzz_target!(|text: &str| {
    let Ok(recording) = Recording::from_json(text) else { return };
    let Ok(written) = recording.to_json() else { return };
    let again = Recording::from_json(&written).unwrap_or_else(|e| panic!("what was written is read: {e}"));
    assert_eq!(again.to_json().ok().as_deref(), Some(written.as_str()));
    for recorded in recording.into_audits() {
        let report = mailaudit::report(recorded);
        assert!(report.score.total.is_none_or(|total| total <= 100));
        for lang in [Lang::En, Lang::Ru] {
            let page = report::report_json(&report, lang, Passes::Shown, Layout::Line);
            assert!(!page.trim_end().contains('\n'), "one object a line");
        }
    }
});
