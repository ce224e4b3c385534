//! The codes of each list, from the lists' own pages and from the filters that are shipped with them.

use super::{Bilingual, Codes, Listing, Meaning};

const fn says(codes: Codes, listing: Listing, en: &'static str, ru: &'static str) -> Meaning {
    Meaning { codes, listing, words: Bilingual { en, ru } }
}

const fn loopback(third: u8, last: u8) -> Codes {
    Codes::One([127, 0, third, last])
}

const fn from_to(low: u8, high: u8) -> Codes {
    Codes::Range([127, 0, 0, low], [127, 0, 0, high])
}

/// SBL, CSS, XBL and DROP are the operator's own findings; PBL is what network owners say of their ranges.
pub const ZEN: &[Meaning] = &[
    says(loopback(0, 2), Listing::Grave, "SBL: a source of spam, entered by hand", "SBL: источник спама, запись внесена вручную"),
    says(
        loopback(0, 3),
        Listing::Grave,
        "CSS: spam seen from this address or network, entered by machine",
        "CSS: с этого адреса или сети зафиксирован спам, запись внесена автоматически",
    ),
    says(
        from_to(4, 7),
        Listing::Grave,
        "XBL: the host is infected, hijacked or an open proxy",
        "XBL: компьютер заражён, взломан или работает открытым прокси",
    ),
    says(
        loopback(0, 9),
        Listing::Grave,
        "DROP: the network is hijacked or leased to criminals",
        "DROP: сеть захвачена или сдана злоумышленникам",
    ),
    says(
        loopback(0, 10),
        Listing::Policy,
        "PBL: by its owner's statement the range does not send mail directly",
        "PBL: по заявлению владельца диапазон не отправляет почту напрямую",
    ),
    says(
        loopback(0, 11),
        Listing::Policy,
        "PBL: Spamhaus holds the range for one of end users",
        "PBL: Spamhaus считает диапазон пользовательским",
    ),
    says(loopback(0, 30), Listing::Grave, "BCL: controls a botnet", "BCL: управляет ботнетом"),
];

/// .102 to .106 are names whose owner is abused himself.
pub const DBL: &[Meaning] = &[
    says(loopback(1, 2), Listing::Major, "a domain of low reputation, seen in spam", "домен с плохой репутацией, встречается в спаме"),
    says(loopback(1, 4), Listing::Major, "a phishing domain", "фишинговый домен"),
    says(loopback(1, 5), Listing::Major, "a domain that spreads malware", "домен распространяет вредоносные программы"),
    says(loopback(1, 6), Listing::Major, "a domain that controls a botnet", "домен управляет ботнетом"),
    says(loopback(1, 102), Listing::Grey, "a legitimate site that spammers abuse", "законный сайт, которым злоупотребляют спамеры"),
    says(
        loopback(1, 103),
        Listing::Grey,
        "an open redirector that spammers abuse",
        "открытое перенаправление, которым злоупотребляют спамеры",
    ),
    says(loopback(1, 104), Listing::Grey, "a legitimate site abused for phishing", "законный сайт, используемый для фишинга"),
    says(
        loopback(1, 105),
        Listing::Grey,
        "a legitimate site abused to spread malware",
        "законный сайт, используемый для распространения вредоносных программ",
    ),
    says(
        loopback(1, 106),
        Listing::Grey,
        "a legitimate site abused to control a botnet",
        "законный сайт, используемый для управления ботнетом",
    ),
];

pub const ZRD: &[Meaning] = &[says(
    Codes::Range([127, 0, 2, 2], [127, 0, 2, 24]),
    Listing::Neutral,
    "first seen within the last 24 hours",
    "впервые замечен за последние 24 часа",
)];

pub const SURBL: &[Meaning] = &[
    says(Codes::Bit(128), Listing::Major, "a cracked site", "взломанный сайт"),
    says(Codes::Bit(64), Listing::Major, "seen in spam and abuse", "встречается в спаме и злоупотреблениях"),
    says(Codes::Bit(16), Listing::Major, "spreads malware", "распространяет вредоносные программы"),
    says(Codes::Bit(8), Listing::Major, "a phishing site", "фишинговый сайт"),
    says(Codes::Bit(32), Listing::Grey, "counts clicks for unsolicited mail", "считает переходы по ссылкам из нежелательных писем"),
    says(Codes::Bit(4), Listing::Grey, "gives out disposable addresses", "выдаёт одноразовые адреса"),
];

pub const URIBL: &[Meaning] = &[
    says(Codes::Bit(2), Listing::Major, "black: the domain of a spammer", "black: домен спамера"),
    says(
        Codes::Bit(4),
        Listing::Grey,
        "grey: seen in bulk mail that may be unsolicited",
        "grey: встречается в рассылках, возможно нежелательных",
    ),
    says(
        Codes::Bit(8),
        Listing::Grey,
        "red: watched by machine, new or in doubt",
        "red: под автоматическим наблюдением, новый или сомнительный",
    ),
];

pub const BARRACUDA: &[Meaning] =
    &[says(loopback(0, 2), Listing::Major, "spam sent to Barracuda's traps and customers", "спам на ловушки и клиентов Barracuda")];

pub const SPAMCOP: &[Meaning] = &[says(
    loopback(0, 2),
    Listing::Minor,
    "recipients and traps report spam from this address",
    "на спам с этого адреса жалуются получатели и ловушки",
)];

pub const TRAPS: &[Meaning] = &[says(Codes::Rest, Listing::Minor, "mail sent to spam traps", "письма на адреса-ловушки")];

pub const UCEPROTECT_1: &[Meaning] =
    &[says(Codes::Rest, Listing::Minor, "level 1: this address sent mail to traps", "уровень 1: с этого адреса пришли письма на ловушки")];

pub const UCEPROTECT_2: &[Meaning] = &[says(
    Codes::Rest,
    Listing::Network,
    "level 2: too many bad neighbours in the allocation",
    "уровень 2: слишком много плохих соседей в блоке адресов",
)];

pub const UCEPROTECT_3: &[Meaning] = &[says(
    Codes::Rest,
    Listing::Network,
    "level 3: too many bad addresses in the autonomous system",
    "уровень 3: слишком много плохих адресов в автономной системе",
)];

pub const BACKSCATTER: &[Meaning] = &[says(
    Codes::Rest,
    Listing::Minor,
    "sends bounces or call-outs to third parties",
    "шлёт отбойники или проверочные запросы посторонним",
)];

pub const MAILSPIKE: &[Meaning] = &[
    says(loopback(0, 2), Listing::Minor, "spam in the last hours", "спам за последние часы"),
    says(loopback(0, 10), Listing::Minor, "the worst reputation", "наихудшая репутация"),
    says(loopback(0, 11), Listing::Minor, "a very bad reputation", "очень плохая репутация"),
    says(loopback(0, 12), Listing::Minor, "a bad reputation", "плохая репутация"),
    says(from_to(13, 20), Listing::Neutral, "no listing, a reputation", "не запись, а репутация"),
    says(Codes::Rest, Listing::Minor, "listed for spam", "внесён за спам"),
];

pub const MAILSPIKE_REPUTATION: &[Meaning] = &[
    says(from_to(10, 12), Listing::Neutral, "a bad reputation", "плохая репутация"),
    says(from_to(13, 16), Listing::Neutral, "a neutral reputation", "нейтральная репутация"),
    says(from_to(17, 20), Listing::Welcome, "a good reputation", "хорошая репутация"),
];

pub const MAILSPIKE_WELCOME: &[Meaning] = &[says(from_to(17, 20), Listing::Welcome, "a good reputation", "хорошая репутация")];

pub const DRONEBL: &[Meaning] = &[
    says(from_to(1, 2), Listing::Neutral, "a test entry", "тестовая запись"),
    says(loopback(0, 3), Listing::Minor, "a drone of an IRC botnet", "участник ботнета IRC"),
    says(loopback(0, 5), Listing::Minor, "a bot that rents out its connection", "бот, сдающий своё подключение"),
    says(loopback(0, 6), Listing::Minor, "an unknown worm or spam bot", "неизвестный червь или спам-бот"),
    says(loopback(0, 7), Listing::Minor, "takes part in denial-of-service attacks", "участвует в DDoS-атаках"),
    says(from_to(8, 11), Listing::Minor, "an open proxy", "открытый прокси"),
    says(loopback(0, 12), Listing::Minor, "an open DNS resolver", "открытый резолвер DNS"),
    says(loopback(0, 13), Listing::Minor, "guesses passwords", "подбирает пароли"),
    says(loopback(0, 14), Listing::Minor, "an open Wingate proxy", "открытый прокси Wingate"),
    says(loopback(0, 15), Listing::Minor, "a compromised router", "взломанный маршрутизатор"),
    says(loopback(0, 16), Listing::Minor, "a worm that breaks into hosts", "червь, взламывающий компьютеры"),
    says(loopback(0, 17), Listing::Minor, "an automatic or botnet address", "адрес ботнета, внесён автоматически"),
    says(loopback(0, 19), Listing::Minor, "a VPN exit that is abused", "выход VPN, которым злоупотребляют"),
    says(Codes::Rest, Listing::Minor, "listed for abuse", "внесён за злоупотребления"),
];

pub const ATTACKS: &[Meaning] =
    &[says(Codes::Rest, Listing::Minor, "attacked a service in the last days", "в последние дни атаковал один из сервисов")];

pub const EATING_MONKEY: &[Meaning] =
    &[says(Codes::Rest, Listing::Minor, "spam, or mail sent to traps", "спам или письма на адреса-ловушки")];

pub const FRESH: &[Meaning] = &[says(loopback(0, 2), Listing::Neutral, "registered in the last days", "зарегистрирован в последние дни")];

pub const BOTNET: &[Meaning] = &[says(Codes::Rest, Listing::Minor, "a member of a botnet", "участник ботнета")];

pub const RPBL: &[Meaning] = &[
    says(Codes::Bit(1), Listing::Minor, "acts like a bot", "ведёт себя как бот"),
    says(Codes::Bit(2), Listing::Minor, "sends without authentication", "шлёт почту без аутентификации"),
    says(Codes::Bit(4), Listing::Minor, "mail sent to pristine traps", "письма на ловушки, которых никогда не существовало"),
    says(Codes::Bit(8), Listing::Minor, "sends suspicious attachments", "шлёт подозрительные вложения"),
    says(Codes::Bit(16), Listing::Minor, "a low Sender Score", "низкий Sender Score"),
];

pub const SENDER_SCORE: &[Meaning] = &[says(
    Codes::Range([127, 0, 4, 0], [127, 0, 4, 100]),
    Listing::Neutral,
    "Sender Score: the last octet, of 100",
    "Sender Score: последний октет, из 100",
)];

pub const CERTIFIED: &[Meaning] = &[says(Codes::Rest, Listing::Welcome, "a certified sender", "сертифицированный отправитель")];

/// `T` of 127.0.C.T; trust 0 is listed all the same.
pub const DNSWL: &[Meaning] = &[
    says(Codes::Trust(0), Listing::Welcome, "known as a mail server, trust: none", "известный почтовый сервер, доверие: none"),
    says(Codes::Trust(1), Listing::Welcome, "known as a mail server, trust: low", "известный почтовый сервер, доверие: low"),
    says(Codes::Trust(2), Listing::Welcome, "known as a mail server, trust: medium", "известный почтовый сервер, доверие: medium"),
    says(Codes::Trust(3), Listing::Welcome, "known as a mail server, trust: high", "известный почтовый сервер, доверие: high"),
];

pub const ABUSIX: &[Meaning] = &[
    says(loopback(0, 2), Listing::Minor, "black: mail sent to traps", "black: письма на адреса-ловушки"),
    says(
        loopback(0, 3),
        Listing::Minor,
        "black: a very low reputation, or such neighbours",
        "black: очень низкая репутация адреса или соседей",
    ),
    says(loopback(0, 200), Listing::Minor, "black: entered by hand", "black: запись внесена вручную"),
    says(loopback(0, 4), Listing::Minor, "exploit: an infected host or a proxy", "exploit: заражённый компьютер или прокси"),
    says(loopback(0, 11), Listing::Policy, "dynamic: a generic reverse name", "dynamic: обратное имя типовое"),
    says(loopback(0, 12), Listing::Policy, "dynamic: no reverse name", "dynamic: нет обратного имени"),
];

/// .4 says that a reverse name is missing, which PTR001 tells from the DNS itself.
pub const SPFBL: &[Meaning] = &[
    says(loopback(0, 2), Listing::Minor, "a bad reputation", "плохая репутация"),
    says(loopback(0, 3), Listing::Minor, "a suspicious sender", "подозрительный отправитель"),
    says(loopback(0, 4), Listing::Neutral, "no valid reverse name", "нет корректного обратного имени"),
];

pub const SPAMRATS_SPAM: &[Meaning] = &[says(loopback(0, 38), Listing::Minor, "a source of spam", "источник спама")];
pub const SPAMRATS_AUTH: &[Meaning] =
    &[says(loopback(0, 43), Listing::Minor, "guesses passwords of mailboxes", "подбирает пароли почтовых ящиков")];
pub const SPAMRATS_NOPTR: &[Meaning] = &[says(loopback(0, 37), Listing::Policy, "no reverse name", "нет обратного имени")];
pub const SPAMRATS_DYNA: &[Meaning] = &[says(loopback(0, 36), Listing::Policy, "a dynamic reverse name", "динамическое обратное имя")];

pub const HOSTKARMA: &[Meaning] = &[
    says(loopback(0, 1), Listing::Welcome, "white: sends no spam", "white: не шлёт спам"),
    says(loopback(0, 2), Listing::Minor, "black: a source of spam", "black: источник спама"),
    says(loopback(0, 3), Listing::Neutral, "yellow: sends both kinds of mail", "yellow: шлёт и спам, и обычную почту"),
    says(loopback(0, 4), Listing::Minor, "brown: a source of spam of late", "brown: недавний источник спама"),
    says(loopback(0, 5), Listing::Neutral, "not to be put on blocklists", "не подлежит внесению в списки блокировки"),
];

pub const LISTED: &[Meaning] = &[says(Codes::Rest, Listing::Minor, "listed for spam", "внесён за спам")];
