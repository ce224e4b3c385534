//! Failures of servers and of the way to them, each told as itself.

use super::*;

#[tokio::test]
async fn the_six_outcomes_are_kept_apart() {
    let at = serve(Tcp::Refused, |heard| match heard.name().as_str() {
        "records.example" => heard.reply(0).a("records.example", 1).now(),
        "nodata.example" => heard.reply(0).soa("example").now(),
        "bare.example" => heard.reply(0).now(),
        "nx.example" => heard.reply(3).soa("example").now(),
        "servfail.example" => heard.reply(2).now(),
        "notimp.example" => heard.reply(4).now(),
        "formerr.example" => heard.reply(1).now(),
        "refused.example" => heard.reply(5).now(),
        "referral.example" => heard.reply(0).ns("example").now(),
        "garbled.example" => {
            let mut reply = heard.reply(0);
            reply.0[7] = 9;
            reply.0.extend([0xff; 30]);
            reply.now()
        }
        _ => Vec::new(),
    })
    .await;
    let expected = [
        ("records", a(1)),
        ("nodata", Outcome::NoData),
        ("bare", Outcome::NoData),
        ("nx", Outcome::NoSuchName),
        ("servfail", Outcome::ServerFailure),
        ("notimp", Outcome::ServerFailure),
        ("formerr", Outcome::ServerFailure),
        ("refused", Outcome::Refused),
        ("referral", Outcome::ServerFailure),
        ("garbled", Outcome::ServerFailure),
        ("silent", Outcome::Timeout),
    ];
    let stub = stub(&[at]);
    for (label, outcome) in expected {
        assert_eq!(ask(&stub, &format!("{label}.example"), RecordType::A).await.outcome, outcome, "{label}");
    }
}

#[tokio::test]
async fn a_silent_server_costs_the_limit_and_no_more() {
    let at = serve(Tcp::Refused, |_| Vec::new()).await;
    let answer = ask_a(&[at], "a.example").await;
    assert_eq!(answer.outcome, Outcome::Timeout);
    let limit = LIMIT.as_millis() as u32;
    assert!((limit..limit + 4_000).contains(&answer.took_ms), "{}", answer.took_ms);
}

#[tokio::test]
async fn extended_errors_are_kept() {
    let at = serve(Tcp::Refused, |heard| heard.reply(2).extended(7, "signature expired").now()).await;
    let answer = ask_a(&[at], "a.example").await;
    assert_eq!(answer.outcome, Outcome::ServerFailure);
    assert_eq!((answer.extended[0].code, answer.extended[0].text.as_str()), (7, "signature expired"));
}

#[tokio::test]
async fn what_answers_another_question_is_ignored() {
    let at = serve(Tcp::Refused, |heard| {
        let good = heard.reply(0).a("a.example", 1).0;
        let lie = heard.reply(0).a("a.example", 66).0;
        let mut wrong_id = lie.clone();
        wrong_id[0] ^= 0x55;
        let mut wrong_name = lie.clone();
        wrong_name[13] = b'z';
        let mut wrong_type = lie.clone();
        let at = 12 + server::name("a.example").len() + 1;
        wrong_type[at] = 16;
        let mut a_query = lie;
        a_query[2] &= 0x7f;
        [wrong_id, wrong_name, wrong_type, a_query, vec![0xff; 40], vec![], good]
            .into_iter()
            .enumerate()
            .map(|(i, b)| (i as u64 * 3, b))
            .collect()
    })
    .await;
    assert_eq!(ask_a(&[at], "a.example").await.outcome, a(1));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_does_not_hide_the_others() {
    let at = serve(Tcp::Refused, |heard| {
        let name = heard.name();
        let reply = heard.reply(0).answer(&name, 1, b"abc");
        if name == "mixed.example" { reply.a(&name, 4).now() } else { reply.now() }
    })
    .await;
    assert_eq!(ask_a(&[at], "mixed.example").await.outcome, a(4));
    assert_eq!(ask_a(&[at], "alone.example").await.outcome, Outcome::ServerFailure);
}

#[tokio::test]
async fn a_server_that_knows_no_edns_is_asked_without() {
    let at = serve(Tcp::Refused, |heard| {
        if heard.has_edns() {
            vec![(0, heard.bytes[..2].iter().copied().chain([0x80, 0x81, 0, 0, 0, 0, 0, 0, 0, 0]).collect())]
        } else {
            heard.reply(0).a("a.example", 5).now()
        }
    })
    .await;
    let answer = ask_a(&[at], "a.example").await;
    assert_eq!(answer.outcome, a(5));
    assert!(answer.took_ms < 300, "{}", answer.took_ms);
}

#[tokio::test]
async fn servers_that_change_the_case_are_understood() {
    for fold in [u8::to_ascii_lowercase as fn(&u8) -> u8, u8::to_ascii_uppercase] {
        let at = serve(Tcp::Refused, move |heard| {
            let mut reply = heard.reply(0).a("abcdefghij.example", 6).0;
            for byte in &mut reply[12..12 + 19] {
                *byte = fold(byte);
            }
            vec![(0, reply)]
        })
        .await;
        let stub = stub(&[at]);
        for _ in 0..3 {
            let answer = ask(&stub, "abcdefghij.example", RecordType::A).await;
            assert_eq!(answer.outcome, a(6));
            assert!(answer.took_ms < 300, "{}", answer.took_ms);
        }
    }
}

#[tokio::test]
async fn a_second_upstream_is_asked_when_the_first_is_silent_or_unreachable() {
    let silent = serve(Tcp::Refused, |_| Vec::new()).await;
    let closed = SocketAddr::from(([127, 0, 0, 1], 1));
    let cut_off = serve(Tcp::Refused, |heard| heard.reply(2).extended(22, "").now()).await;
    let good = serve(Tcp::Refused, |heard| heard.reply(0).a("a.example", 8).now()).await;
    for first in [silent, closed, cut_off] {
        let answer = ask_a(&[first, good], "a.example").await;
        assert_eq!((answer.outcome, answer.server), (a(8), good.to_string()), "{first}");
    }
    assert_eq!(ask_a(&[cut_off, silent], "a.example").await.outcome, Outcome::ServerFailure);
    assert_eq!(ask_a(&[closed], "a.example").await.outcome, Outcome::Timeout);
}

#[tokio::test]
async fn a_failure_of_the_name_is_no_failure_of_the_upstream() {
    let failing = serve(Tcp::Refused, |heard| heard.reply(2).now()).await;
    let good = serve(Tcp::Refused, |heard| heard.reply(0).a("a.example", 8).now()).await;
    let answer = ask_a(&[failing, good], "a.example").await;
    assert_eq!((answer.outcome, answer.server), (Outcome::ServerFailure, failing.to_string()));
}

#[tokio::test]
async fn a_silent_first_upstream_is_asked_last_after_three_questions() {
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let silent = serve(Tcp::Refused, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Vec::new()
    })
    .await;
    let good = serve(Tcp::Refused, |heard| heard.reply(0).a("a.example", 8).now()).await;
    let stub = stub(&[silent, good]);
    for _ in 0..3 {
        assert_eq!(ask(&stub, "a.example", RecordType::A).await.outcome, a(8));
    }
    let before = heard.load(Ordering::SeqCst);
    assert!(before > 0);
    assert_eq!(ask(&stub, "a.example", RecordType::A).await.outcome, a(8));
    assert_eq!(heard.load(Ordering::SeqCst), before, "left out while the other answers");
}
