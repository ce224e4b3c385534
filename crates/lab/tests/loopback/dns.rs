//! Questions over real UDP and TCP: what is on the wire is what the scenario says.

use crate::start;
use facts::answer::{Answer, Data, Outcome, Record};
use facts::fixture::World;
use facts::{DnsAnswer, Name, Question, RecordType};
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr;
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use lab::Lab;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// For replies that must come.
const PATIENCE: Duration = Duration::from_secs(10);
/// For replies that must not come.
const SHORT: Duration = Duration::from_millis(200);

const SCENARIO: &str = r#"
example.com 600 MX 10 mx.example.com
example.com MX 20 mx2.example.com
example.com TXT "v=spf1 " "ip4:44.128.1.1 -all"
example.com TXT "caf\233 \000\255"
example.com NS ns1.example.com
example.com NS ns2.example.com
example.com SOA ns1.example.com hostmaster.example.com 7 7200 3600 1209600 600
example.com CAA 0 issue "ca.example; policy=x"
example.com SPF v=spf1 -all
ns1.example.com A 44.128.1.53
ns2.example.com A 44.128.2.53
ns2.example.com AAAA 2a0e:1::53
mx.example.com A 44.128.1.1
mx.example.com AAAA 2a0e:1::1
_25._tcp.mx.example.com TLSA 3 1 1 00ff10
_submissions._tcp.example.com SRV 0 1 465 mx.example.com
44.128.1.1 PTR mx.example.com
alias.example.com CNAME hop.example.com
hop.example.com CNAME mx.example.com
dangling.example.com CNAME nothing.example.com
loop.example.com CNAME pool.example.com
pool.example.com CNAME loop.example.com
*.wild.example.com TXT wildcard
slow.example.com A TIMEOUT
broken.example.com A SERVFAIL
closed.example.com A REFUSED
dead.example.com * SERVFAIL
@44.128.2.53 example.com MX REFUSED
@44.128.2.53 example.com TXT other words
@2a0e:1::53 example.com MX TIMEOUT
"#;

fn request(name: &Name, number: u16, recursion: bool, size: Option<u16>) -> Message {
    let mut message = Message::new(rand_id(), MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = recursion;
    message.add_query(Query::query(rr::Name::from_labels(name.wire_labels()).unwrap(), rr::RecordType::from(number)));
    if let Some(size) = size {
        let mut edns = Edns::new();
        edns.set_max_payload(size);
        message.set_edns(edns);
    }
    message
}

fn rand_id() -> u16 {
    use std::hash::BuildHasher;
    std::collections::hash_map::RandomState::new().hash_one(0) as u16
}

async fn over_udp(at: SocketAddr, bytes: &[u8], wait: Duration) -> Option<Vec<u8>> {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.send_to(bytes, at).await.unwrap();
    let mut buffer = vec![0; 65_535];
    let length = timeout(wait, socket.recv(&mut buffer)).await.ok()?.unwrap();
    buffer.truncate(length);
    Some(buffer)
}

async fn over_tcp(at: SocketAddr, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_u16(bytes.len() as u16).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let length = timeout(PATIENCE, stream.read_u16()).await.ok()?.ok()?;
    let mut reply = vec![0; usize::from(length)];
    stream.read_exact(&mut reply).await.unwrap();
    Some(reply)
}

async fn ask(at: SocketAddr, message: &Message) -> Message {
    ask_within(at, message, PATIENCE).await.unwrap()
}

async fn ask_within(at: SocketAddr, message: &Message, wait: Duration) -> Option<Message> {
    let reply = Message::from_vec(&over_udp(at, &message.to_vec().unwrap(), wait).await?).unwrap();
    assert_eq!(reply.metadata.id, message.metadata.id);
    assert_eq!(reply.queries, message.queries);
    if !reply.metadata.truncation {
        return Some(reply);
    }
    assert!(reply.answers.is_empty());
    Some(Message::from_vec(&over_tcp(at, &message.to_vec().unwrap()).await?).unwrap())
}

/// What a reply says, as plain text that can be compared: outcome, aliases, records' bytes.
fn told(reply: Option<&Message>, rtype: RecordType) -> (String, Vec<String>, Vec<String>) {
    let Some(reply) = reply else { return ("timeout".into(), Vec::new(), Vec::new()) };
    let is_wanted = |r: &&rr::Record| u16::from(r.record_type()) == rtype.number();
    let records: Vec<String> = reply.answers.iter().filter(is_wanted).map(|r| format!("{} {}", r.ttl, hex(&r.data))).collect();
    let aliases = reply.answers.iter().filter(|r| rtype != RecordType::Cname && r.record_type() == rr::RecordType::CNAME);
    let outcome = match reply.metadata.response_code {
        ResponseCode::NoError if records.is_empty() => "no data".into(),
        ResponseCode::NoError => "records".into(),
        other => format!("{other:?}"),
    };
    (outcome, aliases.map(|r| r.name.to_string()).collect(), records)
}

fn hex(data: &rr::RData) -> String {
    let mut bytes = Vec::new();
    let mut encoder = BinEncoder::new(&mut bytes);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    data.emit(&mut encoder).unwrap();
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The same of the world's own answer, its record bytes written here by hand.
fn meant(answer: &DnsAnswer) -> (String, Vec<String>, Vec<String>) {
    let mut records = Vec::new();
    let outcome = match &answer.outcome {
        Outcome::Records(found) => {
            records = found.iter().map(|Record { ttl, data }| format!("{ttl} {}", by_hand(data))).collect();
            "records"
        }
        Outcome::NoData => "no data",
        Outcome::NoSuchName => "NXDomain",
        Outcome::ServerFailure => "ServFail",
        Outcome::Refused => "Refused",
        Outcome::Timeout => "timeout",
    };
    let aliases = if outcome == "timeout" { Vec::new() } else { answer.aliases.iter().map(|a| format!("{}.", a.name)).collect() };
    (outcome.into(), aliases, records)
}

fn by_hand(data: &Data) -> String {
    let name = |n: &Name| [n.wire_labels().iter().flat_map(|l| [&[l.len() as u8], &l[..]].concat()).collect(), vec![0]].concat();
    let counted = |b: &[u8]| [&[b.len() as u8], b].concat();
    let bytes = match data {
        Data::A(a) => a.octets().to_vec(),
        Data::Aaaa(a) => a.octets().to_vec(),
        Data::Mx { preference, exchange } => [&preference.to_be_bytes()[..], &name(exchange)].concat(),
        Data::Txt(t) | Data::Spf(t) => t.iter().flat_map(|t| counted(&t.0)).collect(),
        Data::Ns(n) | Data::Ptr(n) | Data::Cname(n) => name(n),
        Data::Soa { mname, rname, serial, minimum } => {
            let numbers = [*serial, 7_200, 3_600, 1_209_600, *minimum].map(u32::to_be_bytes).concat();
            [name(mname), name(rname), numbers].concat()
        }
        Data::Caa { critical, tag, value } => [vec![u8::from(*critical) << 7], counted(tag.as_bytes()), value.0.clone()].concat(),
        Data::Tlsa { usage, selector, matching, data } => [&[*usage, *selector, *matching], &data.0[..]].concat(),
        Data::Srv { priority, weight, port, target } => {
            [&[*priority, *weight, *port].map(u16::to_be_bytes).concat()[..], &name(target)].concat()
        }
    };
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn names(world: &World) -> Vec<Name> {
    let extra = ["com", "nothing.example.com", "any.wild.example.com", "below.dead.example.com", "nothing.anywhere"];
    let mut names: Vec<Name> = world.sets().map(|(name, _)| name.clone()).chain(extra.map(|n| Name::parse(n).unwrap())).collect();
    names.dedup();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_and_type_says_on_the_wire_what_the_world_says() {
    let (lab, world) = (start(SCENARIO).await, World::parse(SCENARIO).unwrap());
    let (mut compared, servers) = (0, ["44.128.1.53", "44.128.2.53", "2a0e:1::53"].map(|a| a.parse().unwrap()));
    for name in names(&world) {
        for rtype in RecordType::ALL {
            let question = Question::Dns { name: name.clone(), rtype };
            compare(&world, lab.resolver(), &question, true).await;
            for server in servers {
                let question = Question::DnsAt { server, name: name.clone(), rtype, transport: facts::Transport::Udp };
                compare(&world, lab.behind(SocketAddr::new(server, 53)).unwrap(), &question, false).await;
            }
            compared += 4;
        }
    }
    assert!(compared > 1_000, "{compared}");
}

async fn compare(world: &World, at: SocketAddr, question: &Question, recursion: bool) {
    let (Question::Dns { name, rtype } | Question::DnsAt { name, rtype, .. }) = question else { unreachable!() };
    let Answer::Dns(answer) = world.answer(question, &|_, _| Vec::new()) else { unreachable!() };
    let wait = if answer.outcome == Outcome::Timeout { SHORT } else { PATIENCE };
    let reply = ask_within(at, &request(name, rtype.number(), recursion, Some(1_232)), wait).await;
    assert_eq!(told(reply.as_ref(), *rtype), meant(&answer), "{question}");
    if let Some(reply) = reply {
        assert_eq!(reply.metadata.authoritative, answer.authoritative, "{question}");
        assert_eq!(reply.metadata.recursion_available, recursion, "{question}");
        let negative = matches!(answer.outcome, Outcome::NoData | Outcome::NoSuchName);
        assert_eq!(reply.authorities.iter().any(|r| r.record_type() == rr::RecordType::SOA), negative, "{question}");
    }
}

fn txt_of(octets: usize) -> String {
    format!("big.example TXT {}", "x".repeat(octets))
}

async fn big(lab: &Lab, size: Option<u16>) -> (bool, usize) {
    let bytes = request(&Name::parse("big.example").unwrap(), 16, true, size).to_vec().unwrap();
    let reply = over_udp(lab.resolver(), &bytes, PATIENCE).await.unwrap();
    (Message::from_vec(&reply).unwrap().metadata.truncation, reply.len())
}

#[tokio::test]
async fn the_client_s_size_is_honoured_to_the_octet() {
    let lab = start(&txt_of(700)).await;
    let (_, whole) = big(&lab, Some(4_096)).await;
    let whole = whole as u16;
    assert!(whole > 700);
    assert!(!big(&lab, Some(whole)).await.0);
    assert!(big(&lab, Some(whole - 1)).await.0);
    assert!(big(&lab, None).await.0, "512 octets without EDNS");
    assert!(!big(&start(&txt_of(400)).await, None).await.0);
}

#[tokio::test]
async fn sixty_kilobytes_come_over_tcp() {
    let lab = start(&txt_of(60_000)).await;
    let name = Name::parse("big.example").unwrap();
    let reply = ask(lab.resolver(), &request(&name, 16, true, Some(1_232))).await;
    assert_eq!(reply.answers.len(), 1);
    assert_eq!(lab.asked(&name, RecordType::Txt), lab::Times { udp: 1, tcp: 1 });
}

#[tokio::test]
async fn a_server_without_tcp_truncates_and_hangs_up() {
    let lab = start("big.example NS ns.big.example\nns.big.example A 44.128.1.53\n@44.128.1.53 big.example TXT NO_TCP").await;
    let at = lab.behind("44.128.1.53:53".parse().unwrap()).unwrap();
    let bytes = request(&Name::parse("big.example").unwrap(), 16, false, None).to_vec().unwrap();
    assert!(Message::from_vec(&over_udp(at, &bytes, PATIENCE).await.unwrap()).unwrap().metadata.truncation);
    assert!(over_tcp(at, &bytes).await.is_none());
}

/// A right reply has the id and the question that were sent, can be read, and holds the record.
#[tokio::test]
async fn a_garbled_reply_is_never_a_right_one() {
    let lab = start("example.com A 44.128.1.1\nother.example.com A 44.128.1.2").await;
    let is_right = async |name: &str| {
        let message = request(&Name::parse(name).unwrap(), 1, true, Some(1_232));
        let bytes = over_udp(lab.resolver(), &message.to_vec().unwrap(), PATIENCE).await.unwrap();
        Message::from_vec(&bytes)
            .is_ok_and(|reply| reply.metadata.id == message.metadata.id && reply.queries == message.queries && reply.answers.len() == 1)
    };
    assert!(is_right("example.com").await);
    for garble in lab::Garble::ALL {
        lab.garble(&Name::parse("example.com").unwrap(), garble);
        assert!(!is_right("example.com").await, "{garble:?}");
        assert!(is_right("other.example.com").await, "{garble:?}");
    }
}

#[tokio::test]
async fn no_datagram_makes_it_fall() {
    let lab = start("example.com A 44.128.1.1").await;
    let good = request(&Name::parse("example.com").unwrap(), 1, true, Some(1_232)).to_vec().unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    for length in 0..good.len() {
        socket.send_to(&good[..length], lab.resolver()).await.unwrap();
    }
    let mut noise: u32 = 12_345;
    for _ in 0..2_000 {
        let mut bytes = good.clone();
        for _ in 0..4 {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = noise as usize >> 8;
            let length = bytes.len();
            bytes[place % length] = (noise >> 24) as u8;
        }
        socket.send_to(&bytes, lab.resolver()).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut stream = TcpStream::connect(lab.resolver()).await.unwrap();
    stream.write_all(&[0, 3, 1, 2, 3, 255, 255, 0]).await.unwrap();
    drop(stream);
    assert!(over_udp(lab.resolver(), &good, PATIENCE).await.is_some());
    let cut = Message::from_vec(&over_udp(lab.resolver(), &good[..20], PATIENCE).await.unwrap()).unwrap();
    assert_eq!(cut.metadata.response_code, ResponseCode::FormErr);
}

#[tokio::test]
async fn what_is_no_question_is_refused_by_its_code() {
    let lab = start("example.com A 44.128.1.1\nslow.example.com * TIMEOUT").await;
    let plain = request(&Name::parse("example.com").unwrap(), 1, true, None);
    let code = |reply: Message| reply.metadata.response_code;
    let mut update = plain.clone();
    update.metadata.op_code = OpCode::Notify;
    assert_eq!(code(ask(lab.resolver(), &update).await), ResponseCode::NotImp);
    let mut chaos = plain.clone();
    chaos.queries[0].query_class = rr::DNSClass::CH;
    assert_eq!(code(ask(lab.resolver(), &chaos).await), ResponseCode::Refused);
    let mut empty = plain.clone();
    empty.queries.clear();
    assert_eq!(code(ask(lab.resolver(), &empty).await), ResponseCode::FormErr);
    // DNSKEY (48) is no type of scenario text: absent at a name that exists, silent where all is silent.
    assert_eq!(code(ask(lab.resolver(), &request(&Name::parse("example.com").unwrap(), 48, true, None)).await), ResponseCode::NoError);
    assert_eq!(code(ask(lab.resolver(), &request(&Name::parse("no.example.com").unwrap(), 48, true, None)).await), ResponseCode::NXDomain);
    assert!(ask_within(lab.resolver(), &request(&Name::parse("slow.example.com").unwrap(), 48, true, None), SHORT).await.is_none());
    let mut response = plain;
    response.metadata.message_type = MessageType::Response;
    assert!(over_udp(lab.resolver(), &response.to_vec().unwrap(), SHORT).await.is_none());
}

#[tokio::test]
async fn unknown_name_servers_are_the_resolver_speaking_with_authority() {
    let lab = start("example.com A 44.128.1.1").await;
    assert!(lab.connect_to().contains(&format!(":53:{}", lab.resolver())));
    let reply = ask(lab.resolver(), &request(&Name::parse("example.com").unwrap(), 1, false, None)).await;
    assert!(reply.metadata.authoritative);
}

/// Several hundred questions, with no more in flight than the smallest accept queue and receive buffer of a system hold:
/// what a full queue drops is the system's loss, and no fault of the lab.
#[tokio::test(flavor = "multi_thread")]
async fn many_questions_at_once_are_each_answered_and_counted() {
    let lab = start("*.example.com TXT yes").await;
    let at = lab.resolver();
    let in_flight = std::sync::Arc::new(tokio::sync::Semaphore::new(50));
    let mut tasks = tokio::task::JoinSet::new();
    for i in 0..500 {
        let in_flight = std::sync::Arc::clone(&in_flight);
        tasks.spawn(async move {
            let _turn = in_flight.acquire().await;
            let name = Name::parse(&format!("n{}.example.com", i % 400)).unwrap();
            let bytes = request(&name, 16, true, None).to_vec().unwrap();
            if i < 400 { over_tcp(at, &bytes).await.is_some() } else { over_udp(at, &bytes, PATIENCE).await.is_some() }
        });
    }
    assert!(tasks.join_all().await.into_iter().all(|answered| answered));
    let questions = lab.questions();
    assert_eq!(questions.len(), 400);
    assert_eq!(questions.values().map(|times| times.udp).sum::<usize>(), 100);
    assert!(questions.values().all(|times| times.tcp == 1 && times.udp <= 1));
}

#[tokio::test]
async fn a_dropped_lab_is_gone() {
    let lab = start("example.com A 44.128.1.1\nsmtp 44.128.1.1:25 mx.example.com good").await;
    let (resolver, mail) = (lab.resolver(), lab.behind("44.128.1.1:25".parse().unwrap()).unwrap());
    drop(lab);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(TcpStream::connect(resolver).await.is_err());
    assert!(TcpStream::connect(mail).await.is_err());
}

#[tokio::test]
async fn replies_are_held_each_by_itself() {
    const HELD: Duration = Duration::from_millis(400);
    let lab = start(SCENARIO).await;
    lab.delay(HELD);
    let begun = std::time::Instant::now();
    let name = Name::parse("example.com").unwrap();
    let questions: Vec<_> = (0..20)
        .map(|_| {
            let (at, message) = (lab.resolver(), request(&name, RecordType::Mx.number(), true, None));
            tokio::spawn(async move { ask(at, &message).await })
        })
        .collect();
    for question in questions {
        question.await.unwrap();
    }
    let took = begun.elapsed();
    // One behind the other they would take 20 times as long.
    assert!((HELD..HELD * 10).contains(&took), "{took:?}");
    let begun = std::time::Instant::now();
    let _ = over_tcp(lab.resolver(), &request(&name, RecordType::Mx.number(), true, None).to_vec().unwrap()).await.unwrap();
    assert!(begun.elapsed() >= HELD);
}
