//! Names: one spelling each, read again to the same; what policies see of them lies inside them.
#![no_main]

use facts::Name;
use libfuzzer_sys::fuzz_target;
use records::domain;

fuzz_target!(|text: &str| {
    for name in [Name::parse(text), Name::from_person(text)].into_iter().flatten() {
        assert_eq!(Name::parse(name.as_str()).as_ref(), Ok(&name));
        let labels = name.wire_labels();
        assert_eq!(Name::from_labels(labels.iter().map(Vec::as_slice)).as_ref(), Ok(&name));
        assert!(labels.iter().map(|l| l.len() + 1).sum::<usize>() < 255, "{name}");
        assert!(name.parent().is_none_or(|parent| name.is_within(&parent) && parent.depth() + 1 == name.depth()));
        if let Some(registered) = domain::organisational(name.as_str()) {
            assert!(name.as_str().ends_with(registered) && !domain::is_public_suffix(registered), "{registered}");
        }
        let _ = (domain::is_host_name(name.as_str()), domain::is_listed_suffix(name.as_str()));
    }
    if let Some((a, b)) = text.split_once(' ') {
        assert_eq!(domain::one_edit_apart(a, b), domain::one_edit_apart(b, a), "nearness has no direction");
    }
});
