//! The stub against servers on loopback that lose, garble, refuse, fold and lie.

mod encrypted;
mod failing;
mod recursive;
mod server;

use super::{Anchors, Resolve, Resolver, UpstreamSpec};
use crate::{Ask, ConnectMap, Keys, Limits, Network, Options};
use facts::answer::{Data, Text};
use facts::{Answer, DnsAnswer, Name, Outcome, Question, Record, RecordType, WhyNot};
use server::{Tcp, serve};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Well above what a busy machine may stall for.
const LIMIT: Duration = Duration::from_millis(1500);

fn options(upstreams: &[SocketAddr]) -> Options {
    let limits = Limits { dns: LIMIT, first_retransmission: Duration::from_millis(40), ..Limits::default() };
    Options {
        upstreams: upstreams.iter().map(|at| UpstreamSpec::At(*at)).collect(),
        limits,
        anchors: Anchors::none(),
        ..Options::default()
    }
}

fn stub(upstreams: &[SocketAddr]) -> Resolver {
    Resolver::new(&options(upstreams)).expect("upstreams")
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|e| panic!("{e}"))
}

async fn ask(stub: &Resolver, text: &str, rtype: RecordType) -> DnsAnswer {
    stub.resolve(&name(text), rtype).await.unwrap_or_else(|e| panic!("{text}: {e:?}"))
}

async fn ask_a(upstreams: &[SocketAddr], text: &str) -> DnsAnswer {
    ask(&stub(upstreams), text, RecordType::A).await
}

fn a(last: u8) -> Outcome {
    Outcome::Records(vec![Record { ttl: 60, data: Data::A(Ipv4Addr::new(192, 0, 2, last)) }])
}

#[tokio::test]
async fn many_questions_share_sockets_and_answers_come_in_any_order() {
    let at = serve(Tcp::Refused, |heard| {
        let name = heard.name();
        let n: u8 = name[1..name.len() - 8].parse().unwrap_or_default();
        vec![(u64::from(60 - n), heard.reply(0).a(&name, n).0)]
    })
    .await;
    let stub = stub(&[at]);
    let began = Instant::now();
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..60 {
        let stub = stub.clone();
        flights.spawn(async move { (n, ask(&stub, &format!("n{n}.example"), RecordType::A).await) });
    }
    for (n, answer) in flights.join_all().await {
        assert_eq!(answer.outcome, a(n), "{n}");
    }
    // One after the other they would take 1.8 s.
    assert!(began.elapsed() < Duration::from_millis(1400), "{:?}", began.elapsed());
}

#[tokio::test]
async fn no_more_than_a_window_is_outstanding() {
    let open = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let at = {
        let (open, most) = (open.clone(), most.clone());
        serve(Tcp::Refused, move |heard| {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let open = open.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(15)).await;
                open.fetch_sub(1, Ordering::SeqCst);
            });
            vec![(20, heard.reply(0).a(&heard.name(), 1).0)]
        })
        .await
    };
    let mut options = options(&[at]);
    options.limits.window = 3;
    let stub = Resolver::new(&options).expect("upstreams");
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..12 {
        let stub = stub.clone();
        flights.spawn(async move { ask(&stub, &format!("n{n}.example"), RecordType::A).await });
    }
    assert!(flights.join_all().await.iter().all(|answer| answer.outcome == a(1)));
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_lost_packet_is_sent_again_long_before_two_seconds() {
    let at = serve(Tcp::Refused, |heard| if heard.nth < 2 { Vec::new() } else { heard.reply(0).a("a.example", 7).now() }).await;
    let answer = ask_a(&[at], "a.example").await;
    assert_eq!(answer.outcome, a(7));
    assert!((100..400).contains(&answer.took_ms), "{}", answer.took_ms);
    assert_eq!(answer.server, at.to_string());
}

#[tokio::test]
async fn an_answer_too_large_for_udp_comes_over_tcp() {
    let text: Vec<u8> = std::iter::repeat_n([&[250][..], &[b'x'; 250]].concat(), 240).flatten().collect();
    let expected = Outcome::Records(vec![Record { ttl: 60, data: Data::Txt(vec![Text(vec![b'x'; 250]); 240]) }]);
    let at = serve(Tcp::Served, move |heard| {
        let reply = heard.reply(0);
        if heard.tcp { reply.answer("big.example", 16, &text).now() } else { reply.truncated().now() }
    })
    .await;
    let answer = ask(&stub(&[at]), "big.example", RecordType::Txt).await;
    assert!(answer.truncated && !answer.tcp_failed);
    assert_eq!(answer.outcome, expected);
}

#[tokio::test]
async fn truncation_without_tcp_is_told_as_such() {
    let at = serve(Tcp::Refused, |heard| heard.reply(0).truncated().now()).await;
    let answer = ask_a(&[at], "a.example").await;
    assert!(answer.truncated && answer.tcp_failed);
    assert_eq!(answer.outcome, Outcome::Timeout);
}

#[tokio::test]
async fn aliases_are_gathered_and_asked_on_for() {
    let at = serve(Tcp::Refused, |heard| {
        let reply = heard.reply(0);
        match heard.name().as_str() {
            "whole.example" => reply.cname("whole.example", "b.example").cname("b.example", "c.example").a("c.example", 1).now(),
            "cut.example" => reply.cname("cut.example", "c.example").now(),
            "c.example" => reply.a("c.example", 2).now(),
            "none.example" => reply.cname("none.example", "x.example").soa("example").now(),
            "gone.example" => heard.reply(3).cname("gone.example", "x.example").soa("example").now(),
            "loop.example" => reply.cname("loop.example", "pool.example").now(),
            "pool.example" => reply.cname("pool.example", "loop.example").now(),
            long => {
                let n: usize = long[1..long.len() - 8].parse().unwrap_or_default();
                if n == 0 { reply.a(long, 3).now() } else { reply.cname(long, &format!("n{}.example", n - 1)).now() }
            }
        }
    })
    .await;
    let seen = |text: &'static str| async move {
        let answer = ask_a(&[at], text).await;
        (answer.outcome, answer.aliases.len())
    };
    assert_eq!(seen("whole.example").await, (a(1), 2));
    assert_eq!(seen("cut.example").await, (a(2), 1));
    assert_eq!(seen("none.example").await, (Outcome::NoData, 1));
    assert_eq!(seen("gone.example").await, (Outcome::NoSuchName, 1));
    assert_eq!(seen("loop.example").await.0, Outcome::ServerFailure);
    assert_eq!(seen("n8.example").await, (a(3), 8));
    assert_eq!(seen("n9.example").await.0, Outcome::ServerFailure);
}

#[tokio::test]
async fn an_alias_itself_can_be_asked_for() {
    let at = serve(Tcp::Refused, |heard| heard.reply(0).cname("a.example", "b.example").now()).await;
    let answer = ask(&stub(&[at]), "a.example", RecordType::Cname).await;
    assert_eq!(answer.outcome, Outcome::Records(vec![Record { ttl: 60, data: Data::Cname(name("b.example")) }]));
    assert!(answer.aliases.is_empty());
}

#[tokio::test]
async fn a_key_is_sent_and_never_kept() {
    let sent = Arc::new(Mutex::new(String::new()));
    let at = {
        let sent = sent.clone();
        serve(Tcp::Refused, move |heard| {
            let name = heard.name();
            *sent.lock().expect("no panic") = name.clone();
            heard.reply(0).cname(&name, "x.k3y.example").answer("x.k3y.example", 16, b"\x0bsee?k=K3Y&x").now()
        })
        .await
    };
    let mut options = options(&[at]);
    let mut keys = Keys::default();
    keys.add("dqs", "k3y").expect("a key");
    options.keys = keys;
    let network = Network::new(&options).expect("upstreams");
    let question = Question::Dns { name: name("2.0.0.127._key-dqs.example"), rtype: RecordType::Txt };
    let Answer::Dns(answer) = network.ask(&question).await else { panic!("asked") };
    assert_eq!(*sent.lock().expect("no panic"), "2.0.0.127.k3y.example");
    assert_eq!(answer.outcome, Outcome::Records(vec![Record { ttl: 60, data: Data::Txt(vec!["see?k=_key-dqs&x".into()]) }]));
    assert!(!format!("{answer:?}").to_lowercase().contains("k3y"));
    let other = Question::Dns { name: name("2.0.0.127._key-other.example"), rtype: RecordType::Txt };
    assert_eq!(network.ask(&other).await, Answer::NotAsked(WhyNot::LocalFailure));
}

#[tokio::test]
async fn an_authoritative_server_is_asked_without_recursion_and_only_where_allowed() {
    let at = serve(Tcp::Refused, |heard| {
        let mut reply = heard.reply(0).a("a.example", u8::from(heard.recursion_desired()));
        reply.0[2] |= 4;
        reply.now()
    })
    .await;
    let mut options = options(&[at]);
    let question = Question::DnsAt {
        server: Ipv4Addr::new(192, 0, 2, 53).into(),
        name: name("a.example"),
        rtype: RecordType::A,
        transport: facts::Transport::Udp,
    };
    let refused = Network::new(&options).expect("upstreams").ask(&question).await;
    assert_eq!(refused, Answer::NotAsked(WhyNot::AddressNotAllowed));
    options.connect = format!("192.0.2.53:53:127.0.0.1:{}", at.port()).parse::<ConnectMap>().expect("a rule");
    let Answer::Dns(answer) = Network::new(&options).expect("upstreams").ask(&question).await else { panic!("asked") };
    assert_eq!(answer.outcome, a(0));
    assert!(answer.authoritative);
    assert_eq!(answer.server, "192.0.2.53");
}
