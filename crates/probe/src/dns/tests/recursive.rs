//! The walk from the root among scripted servers that refer, refuse, lie and keep silent.

use super::server::{Heard, Reply};
use super::*;
use crate::Anchors;
use crate::dns::recursive::{Recursive, RootHints};
use crate::dns::source::{Servers, Source as _};
use crate::dns::upstream::Wanted;

const NXDOMAIN: u8 = 3;
const REFUSED: u8 = 5;
const A: u16 = 1;
const AAAA: u16 = 28;

const ROOT: [u8; 4] = [44, 0, 0, 1];
const COM: [u8; 4] = [44, 0, 0, 2];
const NET: [u8; 4] = [44, 0, 0, 3];
const ONE: [u8; 4] = [44, 0, 0, 10];
const TWO: [u8; 4] = [44, 0, 0, 11];
const THREE: [u8; 4] = [44, 0, 0, 12];

/// What a server says; `None` for nothing.
type Script = Box<dyn Fn(&Heard) -> Option<Reply> + Send + Sync>;

fn script(f: impl Fn(&Heard) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Box::new(f)
}

/// The server, the name and the type of a query.
type Asked = ([u8; 4], String, u16);

/// A root and servers below it, each at a public address that is carried to loopback.
struct Tree {
    rules: Vec<String>,
    heard: Arc<Mutex<Vec<Asked>>>,
    limits: Limits,
}

impl Tree {
    /// A root that delegates `com` and `net`.
    async fn new() -> Self {
        let mut tree = Self { rules: Vec::new(), heard: Arc::default(), limits: options(&[]).limits };
        // Long enough that a busy machine makes nobody ask twice.
        tree.limits.first_retransmission = Duration::from_millis(400);
        tree.limits.dns = Duration::from_secs(3);
        tree.server(ROOT, |heard| {
            let (zone, server, at) = if heard.name().ends_with("net") { ("net", "ns.net", NET) } else { ("com", "ns.com", COM) };
            Some(heard.reply(0).delegate(zone, server).glue(server, at))
        })
        .await;
        tree
    }

    async fn server(&mut self, address: [u8; 4], f: impl Fn(&Heard) -> Option<Reply> + Send + Sync + 'static) {
        let (heard, f) = (self.heard.clone(), script(f));
        let at = serve(Tcp::Refused, move |query| {
            heard.lock().expect("no panic").push((address, query.name(), query.rtype()));
            f(query).map(Reply::now).unwrap_or_default()
        })
        .await;
        self.rules.push(format!("{}:53:127.0.0.1:{}", Ipv4Addr::from(address), at.port()));
    }

    /// `com`, with `example.com` at these servers: names, and addresses where there is glue.
    async fn delegating(servers: &'static [(&'static str, Option<[u8; 4]>)]) -> Self {
        let mut tree = Self::new().await;
        tree.server(COM, move |heard| Some(refer(heard, "example.com", servers))).await;
        tree
    }

    fn options(&self) -> Options {
        let hints: RootHints = format!(". NS ns.root.\nns.root. A {}", Ipv4Addr::from(ROOT)).parse().expect("hints");
        Options {
            upstreams: vec![UpstreamSpec::Recursive],
            root_hints: Some(hints),
            anchors: Anchors::none(),
            connect: self.rules.join(",").parse().expect("rules"),
            limits: self.limits,
            ..Options::default()
        }
    }

    fn resolver(&self) -> Resolver {
        Resolver::new(&self.options()).expect("a resolver")
    }

    async fn ask_a(&self, text: &str) -> DnsAnswer {
        ask(&self.resolver(), text, RecordType::A).await
    }

    /// The names that a server was asked about, of one type or another.
    fn asked(&self, address: [u8; 4]) -> Vec<String> {
        let heard = self.heard.lock().expect("no panic");
        heard.iter().filter(|(at, _, _)| *at == address).map(|(_, name, _)| name.clone()).collect()
    }
}

fn refer(heard: &Heard, zone: &str, servers: &[(&str, Option<[u8; 4]>)]) -> Reply {
    let reply = servers.iter().fold(heard.reply(0), |reply, (server, _)| reply.delegate(zone, server));
    servers.iter().filter_map(|(server, at)| Some((server, (*at)?))).fold(reply, |reply, (server, at)| reply.glue(server, at))
}

/// Answers every A question for a name with this last octet, and has nothing else.
fn holds(last: u8) -> impl Fn(&Heard) -> Option<Reply> + Send + Sync + 'static {
    move |heard| {
        let reply = heard.reply(0).own();
        Some(if heard.rtype() == A { reply.a(&heard.name(), last) } else { reply.soa("example.com") })
    }
}

fn extended(answer: &DnsAnswer) -> (Outcome, Vec<u16>, String) {
    let texts: Vec<&str> = answer.extended.iter().map(|e| e.text.as_str()).collect();
    (answer.outcome.clone(), answer.extended.iter().map(|e| e.code).collect(), texts.join(" / "))
}

#[tokio::test]
async fn every_zone_sees_no_more_of_the_name_than_it_needs() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.server(ONE, |heard| match heard.name().as_str() {
        "b.example.com" | "eu.example.com" => Some(heard.reply(0).own().soa("example.com")),
        name => Some(heard.reply(0).own().a(name, 7)),
    })
    .await;
    let answer = tree.ask_a("mx.eu.example.com").await;
    assert_eq!((answer.outcome, answer.authoritative), (a(7), true));
    assert_eq!(answer.server, "ns1.example.com [44.0.0.10]");
    assert_eq!(tree.asked(ROOT), ["com"]);
    assert_eq!(tree.asked(COM), ["example.com"]);
    assert_eq!(tree.asked(ONE), ["eu.example.com", "mx.eu.example.com"]);
}

#[tokio::test]
async fn concurrent_questions_share_the_way_down() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.server(ONE, holds(1)).await;
    let resolver = tree.resolver();
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..20 {
        let resolver = resolver.clone();
        let text = if n == 0 { "example.com".to_owned() } else { format!("n{n}.example.com") };
        flights.spawn(async move { ask(&resolver, &text, RecordType::A).await });
    }
    assert!(flights.join_all().await.iter().all(|answer| answer.outcome == a(1)));
    assert_eq!((tree.asked(ROOT).len(), tree.asked(COM).len(), tree.asked(ONE).len()), (1, 1, 20));
}

#[tokio::test]
async fn a_name_server_elsewhere_is_looked_up_there_whatever_the_parent_says_of_it() {
    // `com` has no say in `host.net`: its word for the address is a liar's.
    let mut tree = Tree::delegating(&[("ns.host.net", Some(THREE))]).await;
    tree.server(NET, |heard| Some(refer(heard, "host.net", &[("ns.host.net", Some(TWO))]))).await;
    tree.server(TWO, |heard| match (heard.name().as_str(), heard.rtype()) {
        ("ns.host.net", A) => Some(heard.reply(0).own().answer("ns.host.net", A, &ONE)),
        _ => Some(heard.reply(0).own().soa("host.net")),
    })
    .await;
    tree.server(ONE, holds(1)).await;
    tree.server(THREE, holds(66)).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, a(1));
    assert_eq!(tree.asked(THREE), [""; 0]);
}

#[tokio::test]
async fn a_lame_server_is_left_for_the_next() {
    let lame: [fn(&Heard) -> Reply; 5] = [
        |heard| heard.reply(REFUSED),
        |heard| heard.reply(0).delegate("", "ns.root").glue("ns.root", ROOT),
        |heard| heard.reply(0).delegate("example.com", "ns1.example.com").glue("ns1.example.com", ONE),
        |heard| heard.reply(0).delegate("example.org", "ns.example.org").glue("ns.example.org", THREE),
        |heard| heard.reply(0),
    ];
    for (i, reply) in lame.into_iter().enumerate() {
        let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE)), ("ns2.example.com", Some(TWO))]).await;
        tree.server(ONE, move |heard| Some(reply(heard))).await;
        tree.server(TWO, holds(2)).await;
        let resolver = tree.resolver();
        for n in 0..6 {
            assert_eq!(ask(&resolver, &format!("n{n}.example.com"), RecordType::A).await.outcome, a(2), "{i}");
        }
        assert!(tree.asked(ONE).len() <= 1, "{i}: {:?}", tree.asked(ONE));

        let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
        tree.server(ONE, move |heard| Some(reply(heard))).await;
        let (outcome, codes, text) = extended(&tree.ask_a("www.example.com").await);
        assert_eq!((outcome, codes), (Outcome::ServerFailure, vec![22]), "{i}");
        assert!(text.starts_with("example.com: ns1.example.com [44.0.0.10] "), "{text}");
        assert!(tree.asked(ONE).len() <= 2, "{i}: {:?}", tree.asked(ONE));
    }
}

#[tokio::test]
async fn a_silent_server_does_not_eat_the_time_of_the_next() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE)), ("ns2.example.com", Some(TWO))]).await;
    tree.limits.dns = Duration::from_secs(20);
    tree.server(ONE, |_| None).await;
    tree.server(TWO, holds(2)).await;
    let resolver = tree.resolver();
    for n in 0..4 {
        let answer = ask(&resolver, &format!("n{n}.example.com"), RecordType::A).await;
        assert_eq!(answer.outcome, a(2));
        assert!(answer.took_ms < 10_000, "{}", answer.took_ms);
    }
}

#[tokio::test]
async fn silence_of_all_is_a_timeout_and_ends() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE)), ("ns2.example.com", Some(TWO))]).await;
    tree.limits.dns = Duration::from_millis(600);
    tree.server(ONE, |_| None).await;
    tree.server(TWO, |_| None).await;
    for text in ["www.example.com", "mx.eu.example.com"] {
        let answer = tree.ask_a(text).await;
        assert_eq!(answer.outcome, Outcome::Timeout, "{text}");
        assert!(answer.took_ms < 8_000, "{}", answer.took_ms);
    }
    // So it is behind a look-up.
    let mut tree = Tree::delegating(&[("ns.host.net", None)]).await;
    tree.limits.dns = Duration::from_millis(600);
    tree.server(NET, |heard| Some(refer(heard, "host.net", &[("ns.host.net", Some(TWO))]))).await;
    tree.server(TWO, |heard| {
        let reply = heard.reply(0).own();
        Some(if heard.rtype() == A { reply.answer(&heard.name(), A, &ONE) } else { reply.soa("host.net") })
    })
    .await;
    tree.server(ONE, |_| None).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, Outcome::Timeout);
}

#[tokio::test]
async fn name_servers_that_need_each_other_are_no_way() {
    let mut tree = Tree::new().await;
    tree.server(COM, |heard| {
        Some(if heard.name().ends_with("one.com") {
            refer(heard, "one.com", &[("ns.two.com", None)])
        } else {
            refer(heard, "two.com", &[("ns.one.com", None)])
        })
    })
    .await;
    let resolver = tree.resolver();
    let (one, two) = tokio::join!(ask(&resolver, "www.one.com", RecordType::A), ask(&resolver, "www.two.com", RecordType::A));
    for answer in [one, two] {
        let (outcome, codes, text) = extended(&answer);
        assert_eq!((outcome, codes), (Outcome::ServerFailure, vec![22]), "{text}");
        assert!(answer.took_ms < 2_500, "a loop is seen, not waited out: {}", answer.took_ms);
    }
    assert!(tree.asked(COM).len() < 20, "{:?}", tree.asked(COM));
}

#[tokio::test]
async fn an_own_name_server_without_glue_leaves_the_other_to_answer() {
    let mut tree = Tree::delegating(&[("ns1.example.com", None), ("ns2.example.com", Some(TWO))]).await;
    tree.server(TWO, holds(2)).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, a(2));
    let tree = Tree::delegating(&[("ns1.example.com", None)]).await;
    assert_eq!(extended(&tree.ask_a("www.example.com").await).0, Outcome::ServerFailure);
}

#[tokio::test]
async fn a_delegation_to_many_names_sends_few_queries_to_their_zone() {
    const MANY: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v"];
    let mut tree = Tree::new().await;
    tree.server(COM, |heard| {
        Some(MANY.iter().fold(heard.reply(0), |reply, label| reply.delegate("example.com", &format!("x{label}.victim.net"))))
    })
    .await;
    tree.server(NET, |heard| Some(refer(heard, "victim.net", &[("ns.victim.net", Some(TWO))]))).await;
    tree.server(TWO, |heard| Some(heard.reply(NXDOMAIN).own().soa("victim.net"))).await;
    let resolver = tree.resolver();
    assert_eq!(ask(&resolver, "n.example.com", RecordType::A).await.outcome, Outcome::ServerFailure);
    let first = tree.asked(TWO).len();
    assert!((1..=8).contains(&first), "{first}");
    for n in 0..10 {
        ask(&resolver, &format!("n{n}.example.com"), RecordType::A).await;
    }
    let all = tree.asked(TWO).len();
    assert!((first + 1..=24).contains(&all), "{all}");
}

#[tokio::test]
async fn an_alias_into_another_zone_is_asked_for_there() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    for (text, rcode) in [("www.example.com", 0), ("gone.example.com", NXDOMAIN)] {
        let mut tree = Tree { rules: tree.rules.clone(), heard: tree.heard.clone(), limits: tree.limits };
        // The target's address beside it, or its denial, is not this server's to tell.
        tree.server(ONE, move |heard| {
            let reply = heard.reply(rcode).own().cname(&heard.name(), "x.other.net");
            Some(if rcode == 0 { reply.a("x.other.net", 66) } else { reply.soa("other.net") })
        })
        .await;
        tree.server(NET, |heard| Some(refer(heard, "other.net", &[("ns.other.net", Some(TWO))]))).await;
        tree.server(TWO, holds(4)).await;
        let answer = tree.ask_a(text).await;
        assert_eq!((answer.outcome, answer.aliases.len()), (a(4), 1), "{text}");
        assert_eq!(answer.server, "ns.other.net [44.0.0.11]");
    }
    tree.server(ONE, |heard| Some(heard.reply(0).own().cname(&heard.name(), "y.example.com").a("y.example.com", 5))).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, a(5));
    assert_eq!(tree.asked(ONE).last().map(String::as_str), Some("www.example.com"), "an alias within the zone comes with its target");
}

#[tokio::test]
async fn what_a_server_slips_in_for_others_is_never_used() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.server(ONE, |heard| {
        Some(heard.reply(0).own().a(&heard.name(), 1).a("www.host.net", 66).delegate("net", "ns1.example.com").glue("ns1.example.com", ONE))
    })
    .await;
    tree.server(NET, |heard| Some(refer(heard, "host.net", &[("ns.host.net", Some(TWO))]))).await;
    tree.server(TWO, holds(2)).await;
    let resolver = tree.resolver();
    assert_eq!(ask(&resolver, "www.example.com", RecordType::A).await.outcome, a(1));
    assert_eq!(ask(&resolver, "www.host.net", RecordType::A).await.outcome, a(2));
}

#[tokio::test]
async fn a_shortened_question_that_fails_gives_way_to_the_whole() {
    for rcode in [NXDOMAIN, REFUSED, 2, 1, 4] {
        let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
        tree.server(ONE, move |heard| match heard.name().as_str() {
            "eu.example.com" => Some(heard.reply(rcode).own().soa("example.com")),
            name => Some(heard.reply(0).own().a(name, 3)),
        })
        .await;
        assert_eq!(tree.ask_a("mx.eu.example.com").await.outcome, a(3), "{rcode}");
    }
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.limits.dns = Duration::from_millis(800);
    tree.server(ONE, |heard| (heard.name() != "eu.example.com").then(|| heard.reply(0).own().a(&heard.name(), 3))).await;
    assert_eq!(tree.ask_a("mx.eu.example.com").await.outcome, a(3), "silence");
}

#[tokio::test]
async fn a_private_address_is_not_asked_unless_allowed() {
    let tree = Tree::delegating(&[("ns1.example.com", Some([10, 0, 0, 53])), ("ns2.example.com", Some([127, 0, 0, 1]))]).await;
    let (outcome, codes, text) = extended(&tree.ask_a("www.example.com").await);
    assert_eq!((outcome, codes), (Outcome::ServerFailure, vec![22]));
    assert!(text.contains("ns1.example.com [10.0.0.53] is no public address"), "{text}");
    let mut carried = Tree::delegating(&[("ns1.example.com", Some([10, 0, 0, 53]))]).await;
    carried.server([10, 0, 0, 53], holds(8)).await;
    assert_eq!(carried.ask_a("www.example.com").await.outcome, a(8));
}

#[tokio::test]
async fn an_answer_without_authority_counts_only_when_there_is_no_better() {
    let weak = |heard: &Heard| Some(heard.reply(0).a(&heard.name(), 66));
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE)), ("ns2.example.com", Some(TWO))]).await;
    tree.server(ONE, weak).await;
    tree.server(TWO, holds(2)).await;
    for n in 0..6 {
        assert_eq!(tree.ask_a(&format!("n{n}.example.com")).await.outcome, a(2));
    }
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.server(ONE, weak).await;
    let answer = tree.ask_a("www.example.com").await;
    assert_eq!((answer.outcome, answer.authoritative), (a(66), false));
}

#[tokio::test]
async fn a_zone_is_asked_for_its_own_apex() {
    const NS: u16 = 2;
    let mut tree = Tree::new().await;
    tree.server(COM, |heard| Some(heard.reply(0).own().answer("com", NS, &server::name("ns.com")))).await;
    for _ in 0..2 {
        let answer = ask(&tree.resolver(), "com", RecordType::Ns).await;
        assert_eq!(answer.outcome, Outcome::Records(vec![Record { ttl: 60, data: Data::Ns(name("ns.com")) }]));
        assert_eq!(answer.server, "ns.com [44.0.0.2]");
    }
}

#[tokio::test]
async fn many_questions_share_one_look_up_of_a_name_server() {
    let mut tree = Tree::delegating(&[("ns.host.net", None), ("alias.host.net", None)]).await;
    tree.server(NET, |heard| Some(refer(heard, "host.net", &[("ns.host.net", Some(TWO))]))).await;
    tree.server(TWO, |heard| match (heard.name().as_str(), heard.rtype()) {
        ("alias.host.net", _) => Some(heard.reply(0).own().cname("alias.host.net", "ns.host.net")),
        ("ns.host.net", A) => Some(heard.reply(0).own().answer("ns.host.net", A, &ONE)),
        _ => Some(heard.reply(0).own().soa("host.net")),
    })
    .await;
    tree.server(ONE, holds(1)).await;
    let resolver = tree.resolver();
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..40 {
        let resolver = resolver.clone();
        flights.spawn(async move { ask(&resolver, &format!("n{n}.example.com"), RecordType::A).await });
    }
    assert!(flights.join_all().await.iter().all(|answer| answer.outcome == a(1)));
    assert!(tree.asked(TWO).len() <= 4, "{:?}", tree.asked(TWO));
}

#[tokio::test]
async fn a_name_server_that_is_an_alias_is_found_behind_it() {
    let mut tree = Tree::delegating(&[("alias.host.net", None)]).await;
    tree.server(NET, |heard| Some(refer(heard, "host.net", &[("ns.host.net", Some(TWO))]))).await;
    tree.server(TWO, |heard| match (heard.name().as_str(), heard.rtype()) {
        ("alias.host.net", _) => Some(heard.reply(0).own().cname("alias.host.net", "ns.host.net")),
        ("ns.host.net", A) => Some(heard.reply(0).own().answer("ns.host.net", A, &ONE)),
        _ => Some(heard.reply(0).own().soa("host.net")),
    })
    .await;
    tree.server(ONE, holds(1)).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, a(1));
}

#[tokio::test]
async fn a_queue_before_a_silent_server_ends_with_the_time() {
    let mut tree = Tree::delegating(&[("ns1.example.com", Some(ONE))]).await;
    tree.limits.dns = Duration::from_millis(600);
    tree.limits.server_window = 2;
    tree.server(ONE, |_| None).await;
    let resolver = tree.resolver();
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..30 {
        let resolver = resolver.clone();
        flights.spawn(async move { ask(&resolver, &format!("n{n}.example.com"), RecordType::A).await });
    }
    // One after the other they would take 9 s.
    assert!(flights.join_all().await.iter().all(|answer| answer.outcome == Outcome::Timeout && answer.took_ms < 6_000));
}

#[tokio::test]
async fn another_resolver_is_asked_where_the_walk_finds_nobody() {
    let tree = Tree::delegating(&[("ns1.example.com", Some([10, 0, 0, 53]))]).await;
    let forwarder = serve(Tcp::Refused, |heard| heard.reply(0).a("www.example.com", 9).now()).await;
    let mut options = tree.options();
    options.upstreams.push(UpstreamSpec::At(forwarder));
    let resolver = Resolver::new(&options).expect("a resolver");
    assert_eq!(resolver.labels(), ["recursive".to_owned(), forwarder.to_string()]);
    let answer = ask(&resolver, "www.example.com", RecordType::A).await;
    assert_eq!((answer.outcome, answer.server), (a(9), forwarder.to_string()));
}

#[tokio::test]
async fn the_parent_is_asked_for_the_delegation_signer() {
    const DS: u16 = 43;
    let mut tree = Tree::new().await;
    tree.server(COM, |heard| {
        Some(match heard.rtype() {
            DS => heard.reply(0).own().soa("com"),
            _ => refer(heard, "example.com", &[("ns1.example.com", Some(ONE))]),
        })
    })
    .await;
    tree.server(ONE, holds(1)).await;
    assert_eq!(tree.ask_a("www.example.com").await.outcome, a(1));
    let options = tree.options();
    let walk = Recursive::new(&options, Arc::new(Servers::new(options.limits)));
    for _ in 0..2 {
        let (server, exchange) = walk.exchange(name("example.com").wire_labels(), Wanted { rtype: DS, ..Wanted::default() }).await;
        assert!(exchange.message.is_some_and(|m| m.rcode == 0 && m.authoritative));
        assert_eq!(server, "ns.com [44.0.0.2]");
        walk.exchange(name("www.example.com").wire_labels(), Wanted { rtype: A, ..Wanted::default() }).await;
    }
}

#[tokio::test]
async fn only_addresses_are_asked_about_name_servers_and_no_more_than_the_allowance() {
    // Every name server's zone is served from two further ones, for ever.
    let mut tree = Tree::new().await;
    tree.server(COM, |heard| {
        let name = heard.name();
        let zone = name.rsplitn(3, '.').take(2).collect::<Vec<_>>();
        let zone = format!("{}.com", zone[1]);
        let label = zone.trim_end_matches(".com").to_owned();
        let reply = heard.reply(0).delegate(&zone, &format!("ns.{label}a.com")).delegate(&zone, &format!("ns.{label}b.com"));
        Some(reply)
    })
    .await;
    let answer = tree.ask_a("www.x.com").await;
    assert_eq!(answer.outcome, Outcome::ServerFailure);
    assert_eq!(answer.extended.len(), 1, "{:?}", answer.extended);
    let all = tree.heard.lock().expect("no panic").clone();
    assert!(all.len() <= 60, "{}", all.len());
    assert!(all.iter().all(|(_, _, rtype)| [A, AAAA].contains(rtype)));
}
