//! Dialogues with servers on loopback that drop, stall, babble and refuse at every step.

mod server;

use super::*;
use crate::{Ask, Network, Options, UpstreamSpec};
use facts::Question;
use facts::answer::{Reply, Text, Try};
use facts::{Name, Security};
use server::{Do, Server, serve};
use std::net::SocketAddr;
use std::time::Duration;

fn options() -> Options {
    let ms = Duration::from_millis;
    let limits = Limits {
        connect: ms(1500),
        greeting: ms(600),
        command: ms(600),
        handshake: ms(1500),
        dialogue: ms(6000),
        retry_pause: ms(10),
        ..Limits::default()
    };
    let upstreams = vec![UpstreamSpec::At(SocketAddr::from(([127, 0, 0, 1], 9)))];
    Options { upstreams, limits, allow_private: true, ..Options::default() }
}

fn question(at: SocketAddr, security: Security, script: Script) -> Question {
    let sni = Name::parse("mx.example.com").ok();
    Question::Smtp { addr: at.ip(), port: at.port(), security, sni, helo: "probe.example".into(), script }
}

async fn talk(server: &Server, script: Script, security: Security) -> Vec<Try> {
    let network = Network::new(&options()).expect("upstreams");
    match network.ask(&question(server.at, security, script)).await {
        Answer::Smtp(answer) => answer.tries,
        other => panic!("{other:?}"),
    }
}

async fn session(script: Vec<Do>) -> Vec<Try> {
    talk(&serve(script).await, Script::Session, Security::Starttls).await
}

fn phases(one: &Try) -> Vec<Phase> {
    one.steps.iter().map(|s| s.phase).collect()
}

fn last(one: &Try) -> (Phase, &StepEnd) {
    one.steps.last().map(|s| (s.phase, &s.end)).expect("a step")
}

const EHLO: &str = "250-mx.example.com\r\n250-SIZE 1\r\n250 STARTTLS\r\n";

/// Greeting and EHLO with STARTTLS, then `rest`.
fn healthy(rest: Vec<Do>) -> Vec<Do> {
    let mut all = vec![Do::Say("220 hello\r\n"), Do::Hear("EHLO probe.example"), Do::Say(EHLO)];
    all.extend(rest);
    all
}

#[tokio::test]
async fn a_healthy_session_is_recorded_word_for_word() {
    let rest = vec![
        Do::Hear("STARTTLS"),
        Do::Say("220 go\r\n250 injected\r\n"),
        Do::Tls,
        Do::Hear("EHLO probe.example"),
        Do::Say("250 under TLS\r\n"),
        Do::Hear("QUIT"),
        Do::Say("221 bye\r\n"),
    ];
    let server = serve(healthy(rest)).await;
    let tries = talk(&server, Script::Session, Security::Starttls).await;
    let [one] = &tries[..] else { panic!("{tries:?}") };
    use Phase::{Connect, Ehlo, EhloTls, Greeting, Handshake, Quit, Starttls};
    assert_eq!(phases(one), [Connect, Greeting, Ehlo, Starttls, Handshake, EhloTls, Quit]);
    assert_eq!(one.reply(Greeting), Some(&Reply { code: 220, lines: vec!["hello".into()] }));
    // What was pipelined in clear is not taken for the answer to the EHLO under TLS.
    assert_eq!(one.reply(EhloTls), Some(&Reply { code: 250, lines: vec!["under TLS".into()] }));
    let tls = one.tls.as_ref().expect("a handshake");
    assert_eq!((tls.version.as_str(), tls.group.as_str(), tls.key_proved), ("TLSv1.3", "x25519", true));
    assert!(tls.suite.starts_with("TLS_AES_"), "{}", tls.suite);
    assert_eq!(tls.chain, server.chain);
    assert_eq!(server.names(), ["mx.example.com"]);
}

#[tokio::test]
async fn without_starttls_it_ends_with_quit_and_never_shakes_hands() {
    let plain = vec![Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Say("250 x\r\n"), Do::Hear("QUIT"), Do::Say("221 x\r\n")];
    let tries = session(plain).await;
    assert_eq!(phases(&tries[0]), [Phase::Connect, Phase::Greeting, Phase::Ehlo, Phase::Quit]);
    assert!(tries.len() == 1 && tries[0].tls.is_none());
}

#[tokio::test]
async fn helo_follows_a_refused_ehlo() {
    let old = vec![
        Do::Say("220 x\r\n"),
        Do::Hear("EHLO"),
        Do::Say("502 what?\r\n"),
        Do::Hear("HELO probe.example"),
        Do::Say("250 x\r\n"),
        Do::Hear("QUIT"),
        Do::Say("221 x\r\n"),
    ];
    assert_eq!(phases(&session(old).await[0]), [Phase::Connect, Phase::Greeting, Phase::Ehlo, Phase::Helo, Phase::Quit]);
}

#[tokio::test]
async fn greetings_that_never_come_never_end_or_are_none() {
    let ends = [
        (vec![Do::Silence], StepEnd::Timeout),
        (vec![Do::Say("220-half"), Do::Silence], StepEnd::Timeout),
        (vec![Do::Endless("220-more\r\n")], StepEnd::Endless),
        (vec![Do::Endless("220 one line without end ")], StepEnd::Endless),
        (vec![Do::Close], StepEnd::Closed),
        (vec![Do::Say("SSH-2.0-OpenSSH\r\n"), Do::Silence], StepEnd::Garbage("SSH-2.0-OpenSSH".into())),
        (vec![Do::Say("220-a\r\n221 b\r\n"), Do::Silence], StepEnd::Garbage("221 b".into())),
        (vec![Do::Say("\u{1}\u{2}"), Do::Silence], StepEnd::Garbage(Text(vec![1, 2]))),
    ];
    for (script, end) in ends {
        let tries = session(script.clone()).await;
        assert_eq!((tries.len(), last(&tries[0])), (1, (Phase::Greeting, &end)), "{script:?}");
    }
}

#[tokio::test]
async fn a_connection_dropped_at_any_step_ends_there() {
    let go = || vec![Do::Hear("STARTTLS"), Do::Say("220 go\r\n")];
    let tls = || [go(), vec![Do::Tls, Do::Hear("EHLO")]].concat();
    let cases = [
        (vec![Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Close], Phase::Ehlo, 1),
        (vec![Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Say("250-x\r\n"), Do::Close], Phase::Ehlo, 1),
        (healthy(vec![Do::Hear("STARTTLS"), Do::Close]), Phase::Starttls, 2),
        (healthy([go(), vec![Do::Close]].concat()), Phase::Handshake, 2),
        (healthy([tls(), vec![Do::Close]].concat()), Phase::EhloTls, 1),
        (healthy([tls(), vec![Do::Say("250 x\r\n"), Do::Hear("QUIT"), Do::Close]].concat()), Phase::Quit, 1),
    ];
    for (script, phase, tries) in cases {
        let seen = session(script.clone()).await;
        assert_eq!((seen.len(), last(&seen[0])), (tries, (phase, &StepEnd::Closed)), "{script:?}");
    }
}

#[tokio::test]
async fn silence_at_any_step_is_a_timeout_and_no_retry() {
    let go = vec![Do::Hear("STARTTLS"), Do::Say("220 go\r\n")];
    let cases = [
        (vec![Do::Say("220 x\r\n"), Do::Silence], Phase::Ehlo),
        (healthy(vec![Do::Silence]), Phase::Starttls),
        (healthy([go.clone(), vec![Do::Silence]].concat()), Phase::Handshake),
        (healthy([go, vec![Do::Tls, Do::Silence]].concat()), Phase::EhloTls),
    ];
    for (script, phase) in cases {
        let seen = session(script.clone()).await;
        assert_eq!((seen.len(), last(&seen[0])), (1, (phase, &StepEnd::Timeout)), "{script:?}");
    }
}

#[tokio::test]
async fn a_refused_starttls_is_tried_twice() {
    let refused = healthy(vec![Do::Hear("STARTTLS"), Do::Say("454 later\r\n"), Do::Hear("QUIT"), Do::Say("221 x\r\n")]);
    let server = serve(refused).await;
    let tries = talk(&server, Script::Session, Security::Starttls).await;
    assert_eq!((tries.len(), server.connections()), (2, 2));
    assert_eq!(tries[1].reply(Phase::Starttls).map(|r| r.code), Some(454));
    assert_eq!(last(&tries[0]).0, Phase::Quit);
}

#[tokio::test]
async fn an_alert_is_named_and_a_chain_seen_before_it_is_kept() {
    let go = [Do::Hear("STARTTLS"), Do::Say("220 go\r\n")].to_vec();
    let alert = session(healthy([go.clone(), vec![Do::Alert(40)]].concat())).await;
    assert_eq!((alert.len(), last(&alert[0])), (1, (Phase::Handshake, &StepEnd::TlsFailure("handshake_failure".into()))));
    assert!(alert[0].tls.is_none());
    let server = serve(healthy([go, vec![Do::TlsForClientsOnly]].concat())).await;
    let refused = talk(&server, Script::Session, Security::Starttls).await;
    assert!(matches!(last(&refused[0]), (Phase::Handshake, StepEnd::TlsFailure(_))), "{refused:?}");
    let tls = refused[0].tls.as_ref().expect("a certificate was seen");
    assert_eq!((tls.chain.clone(), tls.version.as_str()), (server.chain.clone(), ""));
}

#[tokio::test]
async fn implicit_tls_comes_first_and_a_handshake_alone_is_enough() {
    let server =
        serve(vec![Do::Tls, Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Say("250 x\r\n"), Do::Hear("QUIT"), Do::Say("221 x\r\n")]).await;
    let whole = talk(&server, Script::Session, Security::Implicit).await;
    assert_eq!(phases(&whole[0]), [Phase::Connect, Phase::Handshake, Phase::Greeting, Phase::Ehlo, Phase::Quit]);
    let alone = talk(&server, Script::Handshake, Security::Implicit).await;
    assert_eq!(phases(&alone[0]), [Phase::Connect, Phase::Handshake]);
    assert_eq!(alone[0].tls.as_ref().map(|t| t.chain.len()), Some(1));
}

#[tokio::test]
async fn a_busy_server_is_left_alone_for_the_run() {
    let server = serve(vec![Do::Say("421 4.3.2 too busy\r\n"), Do::Hear("QUIT"), Do::Close]).await;
    let network = Network::new(&options()).expect("upstreams");
    let Answer::Smtp(first) = network.ask(&question(server.at, Security::Starttls, Script::Session)).await else { panic!("asked") };
    assert_eq!((first.tries.len(), first.tries[0].reply(Phase::Greeting).map(|r| r.code)), (1, Some(421)));
    let second = network.ask(&question(server.at, Security::Starttls, Script::Handshake)).await;
    assert_eq!(second, Answer::NotAsked(WhyNot::BackedOff));
    let again = network.ask(&question(server.at, Security::Starttls, Script::Session)).await;
    assert_eq!((again, server.connections()), (Answer::Smtp(first), 1), "the first answer is remembered");
}

#[tokio::test]
async fn a_421_within_the_dialogue_asks_for_peace_as_well_and_one_to_quit_does_not() {
    let closing = healthy(vec![Do::Hear("STARTTLS"), Do::Say("421 4.3.2 closing\r\n"), Do::Hear("QUIT"), Do::Close]);
    let farewell = vec![Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Say("250 x\r\n"), Do::Hear("QUIT"), Do::Say("421 x\r\n")];
    for (script, left_alone) in [(closing, true), (farewell, false)] {
        let server = serve(script).await;
        let network = Network::new(&options()).expect("upstreams");
        let mut asked = question(server.at, Security::Starttls, Script::Session);
        assert!(matches!(network.ask(&asked).await, Answer::Smtp(a) if a.tries.len() == 1));
        if let Question::Smtp { sni, .. } = &mut asked {
            *sni = None;
        }
        assert_eq!(network.ask(&asked).await == Answer::NotAsked(WhyNot::BackedOff), left_alone);
    }
}

#[tokio::test]
async fn the_pause_holds_whoever_comes_next() {
    let refused = healthy(vec![Do::Hear("STARTTLS"), Do::Say("454 later\r\n"), Do::Hear("QUIT"), Do::Say("221 x\r\n")]);
    let server = serve(refused).await;
    let pause = Duration::from_millis(300);
    let limits = Limits { retry_pause: pause, ..options().limits };
    let network = Network::new(&Options { limits, ..options() }).expect("upstreams");
    let mut asked = question(server.at, Security::Starttls, Script::Session);
    // The first to ask gives up within the pause behind its first try.
    let _ = tokio::time::timeout(pause / 2, network.ask(&asked)).await;
    assert_eq!(server.connections(), 1);
    if let Question::Smtp { sni, .. } = &mut asked {
        *sni = None;
    }
    let begun = Instant::now();
    assert!(matches!(network.ask(&asked).await, Answer::Smtp(a) if a.tries.len() == 2));
    assert!(begun.elapsed() >= pause * 5 / 4, "{:?}", begun.elapsed());
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn starttls_is_taken_in_any_spelling_of_the_keyword_alone() {
    for (ehlo, taken) in [
        ("250-x\r\n250 starttls\r\n", true),
        ("250-x\r\n250 STARTTLS  \r\n", true),
        ("250-x\r\n250 STARTTLS REQUIRED\r\n", true),
        ("250-x\r\n250 XSTARTTLS\r\n", false),
        ("250 STARTTLS\r\n", false),
    ] {
        let script =
            vec![Do::Say("220 x\r\n"), Do::Hear("EHLO"), Do::Say(ehlo), Do::Hear(if taken { "STARTTLS" } else { "QUIT" }), Do::Silence];
        assert_eq!(session(script).await[0].end_of(Phase::Starttls).is_some(), taken, "{ehlo}");
    }
}

#[tokio::test]
async fn one_connection_at_a_time_per_address() {
    let server = serve(vec![Do::Wait(40), Do::Say("554 no\r\n"), Do::Hear("QUIT"), Do::Close]).await;
    let network = std::sync::Arc::new(Network::new(&options()).expect("upstreams"));
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..4 {
        let mut question = question(server.at, Security::Starttls, Script::Session);
        if let Question::Smtp { helo, .. } = &mut question {
            *helo = format!("probe{n}.example");
        }
        flights.spawn(network.ask(&question));
    }
    assert!(flights.join_all().await.iter().all(|a| matches!(a, Answer::Smtp(_))));
    assert_eq!((server.connections(), server.most_at_once()), (4, 1));
}

#[tokio::test]
async fn a_closed_port_refuses_and_what_is_not_allowed_is_not_tried() {
    let closed = SocketAddr::from(([127, 0, 0, 1], 1));
    let ask = |options: Options| async move {
        Network::new(&options).expect("upstreams").ask(&question(closed, Security::Starttls, Script::Session)).await
    };
    let Answer::Smtp(refused) = ask(options()).await else { panic!("asked") };
    assert_eq!(last(&refused.tries[0]), (Phase::Connect, &StepEnd::ConnectRefused));
    let strict = Options { allow_private: false, ..options() };
    assert_eq!(ask(strict.clone()).await, Answer::NotAsked(WhyNot::AddressNotAllowed));
    let by_name = Options { connect: "mx.example.com:1::2".parse().expect("a rule"), ..strict };
    assert!(matches!(ask(by_name).await, Answer::Smtp(_)));
    assert_eq!(ask(Options { no_smtp: true, ..options() }).await, Answer::NotAsked(WhyNot::SwitchedOff));
}
