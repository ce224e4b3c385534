//! Messages: whatever the octets, the audit asks within bounds, comes to the same end twice, and can be printed.
#![no_main]

use facts::answer::Der;
use facts::fixture::{NOW, World};
use facts::{Answer, Facts, MessageTarget, Moment, Name, Question, RecordType, Recorded, Target};
use findings::{Assembly, Lang, Report};
use libfuzzer_sys::fuzz_target;
use report::{Colour, Layout, Passes, Style};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

/// The keys of the seeds, a policy, and lists in health; all else does not exist.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (rsa, ed25519) = (include_str!("../../fixtures/messages/rsa.txt"), include_str!("../../fixtures/messages/ed25519.txt"));
    let text = format!(
        "example.com TXT v=spf1 ip4:44.128.9.4 -all\nexample.com MX 10 mx.example.com\n_dmarc.example.com TXT v=DMARC1; p=reject\n\
         s1._domainkey.example.com TXT {}\ne1._domainkey.example.com TXT {}\nslow._domainkey.example.com TXT TIMEOUT\n\
         dbltest.com.dbl.spamhaus.org A 127.0.1.2\nexample.org.dbl.spamhaus.org A 127.0.1.2\n",
        rsa.trim(),
        ed25519.trim()
    );
    World::parse(&text).unwrap_or_else(|e| panic!("{e}"))
});

fuzz_target!(|octets: &[u8]| {
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    let message = MessageTarget { digest: format!("{:x}{}", hasher.finish(), octets.len()), raw: Der(octets.to_vec()) };
    let target = Target { message: Some(message), ..Target::new(Name::parse("example.com").unwrap_or_default()) };
    let answer = |question: &Question| WORLD.answer(question, &|_, _| Vec::new());
    let mut facts = Facts::new(Moment::from_unix(NOW));
    facts::gather(&target, message_audit::AUDIT.planners, &mut facts, |question| match question {
        Question::Signatures { .. } => Answer::Signatures(signatures::verify(octets, &|name: &Name| {
            Some(answer(&Question::Dns { name: name.clone(), rtype: RecordType::Txt }))
        })),
        _ => answer(question),
    });
    assert!(facts.asked() < 1_000, "{} questions", facts.asked());
    let judged = (message_audit::AUDIT.judge)(&target, &facts);
    assert!(judged.len() < 500, "{} verdicts", judged.len());
    assert_eq!(judged, (message_audit::AUDIT.judge)(&target, &facts));
    let summary = message_audit::summary(&target, &facts);
    assert!(summary.is_some());
    let report = Report { message: summary, ..Report::assemble(Assembly { recorded: Recorded { target, facts }, judged, parked: false }) };
    for lang in [Lang::En, Lang::Ru] {
        let page = report::report_json(&report, lang, Passes::Shown, Layout::Line);
        assert!(!page.trim_end().contains('\n'), "one object a line");
        let page = report::report_table(&report, &Style { lang, width: 80, colour: Colour::Off }, Passes::Shown);
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "no control character reaches a terminal");
    }
});
