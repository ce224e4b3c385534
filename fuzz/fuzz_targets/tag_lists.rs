//! Tag lists (RFC 6376) and field lists (RFC 8461, 8460): each item where it stands, faults in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailaudit_fuzz::{inside, ordered, shown};
use records::fields::{FieldList, MOST_FIELDS, extension_fault};
use records::tags::TagList;

fuzz_target!(|octets: &[u8]| {
    let tags = TagList::parse(octets);
    shown(&tags.text, octets);
    ordered(tags.tags.iter().map(|t| t.span), octets.len());
    ordered(tags.faults.iter().map(|f| f.span), octets.len());
    for tag in &tags.tags {
        inside(tag.value_span, octets.len());
        assert!(tag.span.start <= tag.value_span.start && tag.value_span.end <= tag.span.end, "{tag:?}");
        assert!(tags.first(&tag.name).is_some());
    }
    let fields = FieldList::parse(octets);
    shown(&fields.text, octets);
    assert!(fields.fields.len() <= MOST_FIELDS);
    ordered(fields.fields.iter().map(|f| f.span), octets.len());
    ordered(fields.faults.iter().map(|f| f.span), octets.len());
    for field in &fields.fields {
        inside(field.value_span, octets.len());
        assert!(fields.named(&field.name).count() >= 1);
        let _ = extension_fault(field);
    }
});
