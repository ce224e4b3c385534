use super::*;
use crate::log::LogReader;

const LINE: &str = "Nov 23 12:00:00 mx postfix/smtp[1]: A1: to=<anna@Example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, \
    delays=0/0/0/0, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))";

fn deferred(queue: &str) -> String {
    LINE.replace("A1", queue)
        .replace("5.1.1, status=bounced", "4.7.1, status=deferred")
        .replace("550 5.1.1 User unknown", "451 4.7.1 Greylisted")
}

fn sent(queue: &str) -> String {
    format!("{} status=sent (250 2.0.0 ok)", LINE.replace("A1", queue).split_once(" status=").map_or("", |(head, _)| head))
}

fn read(lines: &[String]) -> Summary {
    let (mut summary, mut reader) = (Summary::default(), LogReader::new());
    reader.block(lines.join("\n").as_bytes(), &mut summary);
    reader.finish(Day::new(2026, 12, 1), &mut summary);
    summary.finish()
}

#[test]
fn outcomes_classes_domains_and_days() {
    let summary = read(&[LINE.to_owned(), LINE.replace("anna@", "bert@"), sent("A2")]);
    assert_eq!(summary.total(), Tally { delivered: 1, returned: 2, permanent: 2, ..Tally::default() });
    assert_eq!(summary.classes().iter().map(|(kind, t)| (*kind, t.returned)).collect::<Vec<_>>(), [(Kind::UserUnknown, 2)]);
    assert!(summary.example(Kind::UserUnknown).is_some_and(|e| e.explanation.reply.code == Some(550)));
    assert_eq!(summary.domains().iter().map(|(d, t)| (*d, t.returned, t.delivered)).collect::<Vec<_>>(), [("example.com", 2, 1)]);
    assert_eq!(summary.days().iter().map(|(d, t)| (d.to_string(), t.returned)).collect::<Vec<_>>(), [("2026-11-23".to_owned(), 2)]);
}

#[test]
fn a_message_put_off_counts_by_its_end() {
    let late = read(&[deferred("B1"), deferred("B1"), sent("B1"), sent("B2")]);
    assert_eq!((late.total().late, late.total().delivered, late.total().waiting, late.put_off()), (1, 1, 0, 2));
    assert_eq!(late.classes(), [(Kind::Greylist, Tally { late: 1, temporary: 1, ..Tally::default() })]);
    let returned = read(&[deferred("B1"), LINE.replace("A1", "B1")]);
    assert_eq!((returned.total().returned, returned.total().waiting), (1, 0));
    let open = read(&[deferred("B1"), deferred("B2")]);
    assert_eq!((open.total().waiting, open.total().temporary), (2, 2));
    let expired = "Nov 24 12:00:00 mx postfix/qmgr[1]: B1: from=<x@example.com>, status=expired, returned to sender".to_owned();
    let given_up = read(&[deferred("B1"), deferred("B1").replace("anna@", "bert@"), deferred("B2"), expired]);
    assert_eq!((given_up.total().returned, given_up.total().permanent, given_up.total().waiting), (2, 2, 1));
    assert_eq!(given_up.days().len(), 2);
}

#[test]
fn names_and_messages_without_end_take_no_memory_without_end() {
    let (mut summary, mut reader) = (Summary::default(), LogReader::new());
    for number in 0..DOMAIN_LIMIT + 50 {
        reader.line(LINE.replace("Example.com>", &format!("d{number}.example>")).as_bytes(), &mut summary);
    }
    assert_eq!((summary.domains().len(), summary.other_domains().returned), (DOMAIN_LIMIT, 50));
    for number in 0..WAITING_LIMIT + 70 {
        reader.line(deferred(&format!("Q{number}")).as_bytes(), &mut summary);
    }
    assert_eq!(summary.forgotten(), 70);
    // The first ones are forgotten, the last ones are known.
    reader.line(sent("Q0").as_bytes(), &mut summary);
    reader.line(sent(&format!("Q{}", WAITING_LIMIT + 69)).as_bytes(), &mut summary);
    let total = summary.finish().total();
    assert_eq!((total.late, total.delivered, total.waiting), (1, 1, WAITING_LIMIT as u64 + 69));
}

#[test]
fn many_short_waits_do_not_pile_up() {
    let mut waiting = Waiting::default();
    let class = Class { kind: Kind::Greylist, persistence: Persistence::Temporary, provider: None };
    for number in 0..3 * WAITING_LIMIT {
        let queue = number.to_string();
        assert_eq!(waiting.put(queue.as_bytes(), b"a@b", Put { class, domain: 0, day: None }), None);
        assert!(waiting.take(queue.as_bytes(), b"a@b").is_some());
    }
    assert!(waiting.order_len() <= 2 * WAITING_LIMIT);
}
