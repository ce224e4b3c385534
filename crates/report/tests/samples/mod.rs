//! Reports made by hand, with words of their own: the pages are tested, not the checks.

use facts::{Answer, DnsAnswer, Facts, Gap, Moment, Name, Question, Reason, RecordType, Recorded, Target};
use findings::{About, Assembly, Evidence, Judged, Met, ProviderVerdict, PublishRecord, Report, Severity, Status, Subject, Verdict, Words};
use std::net::{IpAddr, Ipv4Addr};

const NO_WORDS: Words = Words { title: "", says: "", why: "", fix: "" };
const BASE: About = About {
    code: "",
    name: "",
    severity: Severity::Warning,
    other_severities: &[],
    reaches: &[Status::Fail, Status::Unknown, Status::Pass],
    cites: &[],
    follows: &[],
    en: NO_WORDS,
    ru: NO_WORDS,
};

pub const LOOKUPS: About = About {
    code: "SPF004",
    name: "spf-lookup-limit",
    severity: Severity::Error,
    other_severities: &[Severity::Notice],
    cites: &["RFC 7208 4.6.4"],
    follows: &["DNS001", "SPF002"],
    en: Words {
        title: "SPF look-up limit",
        says: "The SPF policy needs {lookups} DNS look-ups; {limit} are allowed.",
        why: "A receiver stops at the limit and treats the whole policy as broken.",
        fix: "Drop services that no longer send, or replace an include by its addresses; the longest branch is {branch}.",
    },
    ru: Words {
        title: "Предел запросов SPF",
        says: "Запросов DNS для политики SPF: {lookups}; допустимо: {limit}.",
        why: "Получатель останавливается на пределе и считает всю политику испорченной.",
        fix: "Уберите службы, которые больше не шлют почту, или замените include адресами; самая длинная ветвь: {branch}.",
    },
    ..BASE
};

const SYNTAX: About = About {
    code: "SPF003",
    name: "spf-syntax",
    severity: Severity::Error,
    en: Words {
        title: "SPF syntax",
        says: "The term {term} at column {column} of the SPF record of {subject} cannot be read.",
        why: "A receiver answers permerror and ignores the policy.",
        fix: "Write {right} instead of {term}.",
    },
    ru: Words {
        title: "Синтаксис SPF",
        says: "Терм {term} в позиции {column} записи SPF домена {subject} не читается.",
        why: "Получатель отвечает permerror и не применяет политику.",
        fix: "Вместо {term} напишите {right}.",
    },
    ..BASE
};

const LISTED: About = About {
    code: "BL001",
    name: "ip-listed",
    severity: Severity::Critical,
    en: Words {
        title: "Address on a blocklist",
        says: "{subject} is listed on {list}: {meaning}.",
        why: "Many receivers refuse mail from it.",
        fix: "Find what sent the mail, stop it, then ask for removal at {link}.",
    },
    ru: Words {
        title: "Адрес в чёрном списке",
        says: "{subject} находится в списке {list}: {meaning}.",
        why: "Многие получатели отклоняют почту с него.",
        fix: "Найдите и устраните источник рассылки, затем запросите исключение: {link}.",
    },
    ..BASE
};

const CNAME: About = About {
    code: "MX006",
    name: "mx-is-cname",
    severity: Severity::Error,
    en: Words {
        title: "Exchange is an alias",
        says: "The exchange {subject} is an alias of {target}.",
        why: "Some senders refuse it.",
        fix: "Name {target} in the MX record.",
    },
    ru: Words {
        title: "Почтовый узел — псевдоним",
        says: "Узел {subject} — псевдоним имени {target}.",
        why: "Часть отправителей такой узел не примет.",
        fix: "Укажите в записи MX имя {target}.",
    },
    ..BASE
};

const DMARC: About = About {
    code: "DMARC001",
    name: "dmarc-missing",
    severity: Severity::Error,
    en: Words {
        title: "DMARC policy",
        says: "No DMARC record is published for {subject}.",
        why: "Anyone may write in the domain's name, and large providers ask for a policy.",
        fix: "Publish the record below; raise the policy when the reports show that your own mail passes.",
    },
    ru: Words {
        title: "Политика DMARC",
        says: "Для {subject} не опубликована запись DMARC.",
        why: "Писать от имени домена может кто угодно, а крупные провайдеры требуют политику.",
        fix: "Опубликуйте запись ниже; ужесточите политику, когда по отчётам своя почта проходит проверку.",
    },
    ..BASE
};

const IPV6: About = About {
    code: "MX012",
    name: "mx-no-ipv6",
    severity: Severity::Notice,
    en: Words {
        title: "IPv6 for exchanges",
        says: "No exchange has an IPv6 address.",
        why: "Senders with IPv6 only cannot deliver.",
        fix: "Add an AAAA record to one exchange.",
    },
    ru: Words {
        title: "IPv6 у почтовых узлов",
        says: "Ни у одного почтового узла нет адреса IPv6.",
        why: "Отправители только с IPv6 не доставят почту.",
        fix: "Добавьте запись AAAA одному из узлов.",
    },
    ..BASE
};

const GREETING: About = About {
    code: "SMTP005",
    name: "smtp-greeting",
    severity: Severity::Error,
    en: Words { title: "Greeting", says: "{subject} refuses with {reply}.", why: "Mail is not taken.", fix: "Mend it." },
    ru: Words {
        title: "Приветствие", says: "{subject} отказывает: {reply}.", why: "Почта не принимается.", fix: "Исправьте."
    },
    ..BASE
};

const STARTTLS: About = About {
    code: "TLS001",
    name: "tls-no-starttls",
    severity: Severity::Error,
    en: Words { title: "STARTTLS", says: "{subject} offers no STARTTLS.", why: "Mail travels in clear.", fix: "Switch STARTTLS on." },
    ru: Words {
        title: "STARTTLS",
        says: "{subject} не предлагает STARTTLS.",
        why: "Почта идёт открытым текстом.",
        fix: "Включите STARTTLS.",
    },
    ..BASE
};

const PROVIDER: About = About {
    code: "MX014",
    name: "mx-provider",
    severity: Severity::Info,
    reaches: &[Status::Info],
    en: Words { title: "Mail provider", says: "Mail is taken by {provider}.", why: "-", fix: "Nothing." },
    ru: Words {
        title: "Почтовый провайдер", says: "Почту принимает {provider}.", why: "-", fix: "Ничего."
    },
    ..BASE
};

pub const ALL: [About; 9] = [BASE_LISTED, LOOKUPS, SYNTAX, CNAME, DMARC, IPV6, GREETING, STARTTLS, PROVIDER];
const BASE_LISTED: About = LISTED;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn on(subject: &str) -> Subject {
    match subject.parse::<IpAddr>() {
        Ok(address) => Subject::from(address),
        Err(_) => Subject::from(&name(subject)),
    }
}

fn judged(about: About, subject: &str, verdict: Verdict) -> Judged {
    Judged { about, subject: on(subject), verdict }
}

fn passed(about: About, subject: &str) -> Judged {
    judged(about, subject, Verdict::Pass(Evidence::new()))
}

fn gap(owner: &str, reason: Reason) -> Gap {
    Gap::new(&Question::Dns { name: name(owner), rtype: RecordType::Txt }, reason)
}

fn report(judged: Vec<Judged>) -> Report {
    let mut target = Target::new(name("example.com"));
    target.ips = vec![IpAddr::V4(Ipv4Addr::new(44, 128, 1, 1))];
    target.selectors = vec!["s1".into()];
    let mut facts = Facts::default();
    facts.observed_at = Moment::from_unix(facts::fixture::NOW);
    facts.add(Question::Dns { name: name("example.com"), rtype: RecordType::Mx }, 0, Answer::Dns(DnsAnswer::default()));
    Report::assemble(Assembly { recorded: Recorded { target, facts }, judged, parked: false })
}

fn alias(subject: &str) -> Judged {
    judged(CNAME, subject, Verdict::fail(Evidence::new().with("target", "mx.hosting.example")))
}

pub fn sick() -> Report {
    let lookups = Evidence::new().with("lookups", 13u8).with("limit", 10u8).with("branch", "include:_spf.newsletter.example (7)");
    let key =
        PublishRecord::txt("s1._domainkey.example.com", format!("v=DKIM1; k=rsa; p={}", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12)));
    let syntax = Evidence::new()
        .with(
            "record",
            "v=spf1 include:_spf.example.net ipv4:44.128.1.1 a:mail.example.com a:other.example.com mx include:bulk.example.org -all",
        )
        .with("column", 33u8)
        .with("term", "ipv4:44.128.1.1")
        .with("right", "ip4:44.128.1.1");
    let listed = Evidence::new()
        .with("list", "zen.spamhaus.org")
        .with("meaning", "XBL, an infected machine")
        .with("link", "https://check.spamhaus.org/");
    let policy = PublishRecord::txt("_dmarc.example.com", "v=DMARC1; p=none; rua=mailto:dmarc@example.com");
    report(vec![
        judged(LOOKUPS, "example.com", Verdict::fail(lookups).with_records(vec![key])),
        judged(SYNTAX, "example.com", Verdict::fail(syntax)),
        judged(LISTED, "44.128.1.1", Verdict::fail(listed)),
        alias("mx1.example.com"),
        alias("mx2.example.com"),
        judged(DMARC, "example.com", Verdict::fail(Evidence::new()).with_records(vec![policy])),
        judged(IPV6, "example.com", Verdict::fail(Evidence::new())),
        judged(GREETING, "44.128.1.1", Verdict::unknown(gap("mx1.example.com", Reason::Timeout))),
        judged(STARTTLS, "44.128.1.1", Verdict::unknown(gap("mx2.example.com", Reason::Timeout))),
        judged(STARTTLS, "44.128.1.2", Verdict::unknown(gap("mx2.example.com", Reason::SwitchedOff))),
        judged(PROVIDER, "example.com", Verdict::Info(Evidence::new().with("provider", "Example Hosting"))),
        passed(SYNTAX, "other.example.com"),
        passed(CNAME, "mx3.example.com"),
    ])
}

pub fn healthy() -> Report {
    report(vec![
        passed(LOOKUPS, "example.com"),
        passed(DMARC, "example.com"),
        passed(CNAME, "mx1.example.com"),
        passed(CNAME, "mx2.example.com"),
        passed(GREETING, "44.128.1.1"),
    ])
}

pub fn silent() -> Report {
    let unknown = |about| judged(about, "example.com", Verdict::unknown(gap("example.com", Reason::Timeout)));
    report(vec![unknown(LOOKUPS), unknown(DMARC), unknown(CNAME), unknown(IPV6)])
}

/// 30 exchanges with one fault.
pub fn many() -> Report {
    report((10..40).map(|n| alias(&format!("mx{n}.a-very-long-label-of-a-mail-host.another-long-label.example.com"))).collect())
}

pub const HOSTILE: &str =
    "v=spf1 \u{1b}[2J\u{1b}]0;owned\u{7} \u{202e}lla-\u{2066} a\u{200b}b \u{9b}31m ipv4:x\r\n\u{61c}\u{feff}\u{e0041}";

pub fn hostile() -> Report {
    let syntax =
        Evidence::new().with("record", HOSTILE).with("column", 8u8).with("term", "\u{1b}[2J\u{1b}]0;owned\u{7}").with("right", HOSTILE);
    let listed = Evidence::new().with("list", HOSTILE).with("meaning", HOSTILE.repeat(3)).with("link", "https://x.example/\u{1b}[31m");
    let record = PublishRecord::txt("example.com", HOSTILE);
    let gap = Gap { reason: Reason::Refused, asked: HOSTILE.into() };
    report(vec![
        judged(SYNTAX, "example.com", Verdict::fail(syntax).with_records(vec![record])),
        judged(LISTED, "44.128.1.1", Verdict::fail_as(Severity::Notice, listed)),
        judged(GREETING, "44.128.1.1", Verdict::unknown(gap)),
        judged(PROVIDER, "example.com", Verdict::Info(Evidence::new().with("provider", HOSTILE))),
    ])
}

/// One value of 60 kB, one list of thousands.
pub fn long() -> Report {
    let listed =
        Evidence::new().with("list", "x".repeat(60_000)).with("meaning", vec!["item".to_owned(); 5_000]).with("link", "y z ".repeat(9_000));
    let gaps = (0..900).map(|n| gap(&format!("n{n}.example.com"), Reason::Timeout)).collect();
    report(vec![
        judged(LISTED, "44.128.1.1", Verdict::fail(listed)),
        judged(GREETING, "44.128.1.1", Verdict::Unknown { gaps, evidence: Evidence::new() }),
    ])
}

/// A sender whom two providers refuse, at whom one is ready, and of whom little is known to the others.
pub fn providers() -> Report {
    let mut report = healthy();
    report.target.volume = Some(10_000);
    report.providers = requirements::judge(requirements::Basis { target: &report.target, findings: &report.findings, parked: false });
    for (provider, requirement) in report.providers.iter_mut().flat_map(|p| p.requirements.iter_mut().map(|r| (p.id, r))) {
        let met = match (provider, requirement.id) {
            ("gmail" | "yahoo", "ptr") => Met::Unmet,
            ("yandex", "dkim") => Met::Unknown,
            (_, "complaints" | "consent" | "list-hygiene" | "unsubscribe-time" | "policy") => continue,
            _ => Met::Met,
        };
        requirement.status = met;
        requirement.facts = if provider == "yandex" && met == Met::Unknown { Met::Unmet } else { met };
        requirement.code = if met == Met::Unmet { "PTR001" } else { requirement.code };
    }
    let verdicts = ["gmail", "yahoo", "outlook"].map(|id| if id == "outlook" { ProviderVerdict::Ready } else { ProviderVerdict::NotReady });
    report.providers.iter_mut().zip(verdicts).for_each(|(provider, verdict)| provider.verdict = verdict);
    report
}
