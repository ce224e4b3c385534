//! Why something is not known, in words: one closed list for the whole program.

use crate::words::Lang;
use facts::Reason;

/// Under this name an unknown verdict keeps the cause, as words of its own.
pub const BECAUSE: &str = "because";

/// Under this name an unknown verdict about lists keeps those that answered and hold no entry.
pub const HEARD: &str = "heard";

/// The sentence about them, which follows the reason.
#[must_use]
pub fn heard_words(lang: Lang) -> &'static str {
    lang.pick("Other lists answered and hold no entry: {heard}.", "Другие списки ответили, записи в них нет: {heard}.")
}

/// The sentence for a reason, with the hole `{asked}`.
#[must_use]
pub fn reason_words(reason: Reason, lang: Lang) -> &'static str {
    let (en, ru) = match reason {
        Reason::NotAsked => ("Not asked: {asked}.", "Не спрашивали: {asked}."),
        Reason::BudgetSpent => (
            "The time or question budget ran out before this was answered: {asked}.",
            "Бюджет времени или запросов исчерпан раньше, чем пришёл ответ: {asked}.",
        ),
        Reason::Interrupted => ("Interrupted before this was answered: {asked}.", "Прервано до получения ответа: {asked}."),
        Reason::SwitchedOff => ("Switched off by an option: {asked}.", "Отключено параметром: {asked}."),
        Reason::BackedOff => (
            "The server asked to be left alone (421), so it was not asked again: {asked}.",
            "Сервер попросил подождать (421), повторно не спрашивали: {asked}.",
        ),
        Reason::HeloAlone => (
            "The server takes HELO alone, which names no extensions and so no STARTTLS: {asked}.",
            "Сервер принимает только HELO, а он не сообщает о расширениях, в том числе о STARTTLS: {asked}.",
        ),
        Reason::CalledEnough => (
            "An audit calls an address and port at most six times, and other names that lead there came first: {asked}.",
            "К одному адресу и порту проверка обращается не более шести раз, и очередь заняли другие имена этого адреса: {asked}.",
        ),
        Reason::AddressNotAllowed => {
            ("Not an address that an audit connects to: {asked}.", "К такому адресу проверка не подключается: {asked}.")
        }
        Reason::LocalFailure => ("This machine could not send the question: {asked}.", "Эта машина не смогла отправить запрос: {asked}."),
        Reason::Timeout => ("No answer in time: {asked}.", "Нет ответа за отведённое время: {asked}."),
        Reason::ServerFailure => {
            ("The DNS server reported a failure (SERVFAIL): {asked}.", "Сервер DNS сообщил о сбое (SERVFAIL): {asked}.")
        }
        Reason::Refused => ("The DNS server refused the query (REFUSED): {asked}.", "Сервер DNS отказал в запросе (REFUSED): {asked}."),
        Reason::ConnectRefused => ("No connection could be made: {asked}.", "Соединение не установлено: {asked}."),
        Reason::Closed => {
            ("The connection was cut before the answer was complete: {asked}.", "Соединение оборвано до полного ответа: {asked}.")
        }
        Reason::TemporaryRefusal => {
            ("The server answered with a temporary refusal (4xx): {asked}.", "Сервер ответил временным отказом (4xx): {asked}.")
        }
        Reason::OwnAddressBlamed => (
            "The reply blames the address that the audit runs from: {asked}.",
            "Ответ относится к адресу, с которого идёт проверка: {asked}.",
        ),
        Reason::ListRefused => ("The list refuses queries from this resolver: {asked}.", "Список отказывает этому резолверу: {asked}."),
        Reason::ListBroken => {
            ("The list fails its own test points: {asked}.", "Список не проходит собственные контрольные запросы: {asked}.")
        }
        Reason::ResolverRewrites => (
            "The resolver answers for names that cannot exist, so absence cannot be judged: {asked}.",
            "Резолвер отвечает на несуществующие имена, отсутствие записи установить нельзя: {asked}.",
        ),
        Reason::SelectorsGuessed => (
            "Selectors were only guessed; name one with --selector: {asked}.",
            "Селекторы только угадывались; укажите свой через --selector: {asked}.",
        ),
        Reason::NoSendingAddress => {
            ("No sending address was given; name it with --ip: {asked}.", "Адрес отправителя не задан; укажите его через --ip: {asked}.")
        }
        Reason::Ambiguous => {
            ("What came back can be read in more than one way: {asked}.", "Полученный ответ можно понять по-разному: {asked}.")
        }
        Reason::DnssecBogus => (
            "The answer does not pass DNSSEC validation, so a validating receiver sees none: {asked}.",
            "Ответ не проходит проверку DNSSEC, проверяющий получатель его не увидит: {asked}.",
        ),
        Reason::DnssecUndetermined => {
            ("Whether DNSSEC protects this could not be told: {asked}.", "Защищено ли это DNSSEC, установить не удалось: {asked}.")
        }
        Reason::PortBlockedHere => (
            "The control probe fails as well, so this port is closed where the audit runs: {asked}.",
            "Контрольная проверка тоже не проходит: порт закрыт там, где выполняется проверка: {asked}.",
        ),
        Reason::NoIpv6Here => {
            ("IPv6 does not work where the audit runs: {asked}.", "Там, где выполняется проверка, IPv6 не работает: {asked}.")
        }
        Reason::InterceptedHere => (
            "Something between here and the Internet alters mail connections (antivirus, firewall, VPN): {asked}.",
            "Почтовые соединения по пути отсюда в Интернет изменяются (антивирус, межсетевой экран, VPN): {asked}.",
        ),
        Reason::SlowServer => (
            "The server is so slow that no more connections were made to it: {asked}.",
            "Сервер отвечает так медленно, что новых подключений к нему не делали: {asked}.",
        ),
        Reason::NeedsActive => ("Asked only with --active: {asked}.", "Спрашивается только с --active: {asked}."),
        Reason::NeedsRdap => ("Asked only with --rdap: {asked}.", "Спрашивается только с --rdap: {asked}."),
        Reason::CertificateUntrusted => (
            "The server's certificate does not hold, so no password was sent to it: {asked}.",
            "Сертификат сервера недействителен, пароль ему не отправлялся: {asked}.",
        ),
        Reason::HostUnconfirmed => (
            "The host lies outside of the account's domain; the password is sent to it only when you name it with --imap, --pop3 or --smtp: {asked}.",
            "Хост вне домена ящика; пароль отправляется ему, только если назвать его через --imap, --pop3 или --smtp: {asked}.",
        ),
        Reason::UnseenFromOutside => ("Cannot be told from the facts at hand: {asked}.", "По имеющимся данным установить нельзя: {asked}."),
        Reason::LoginRefused => (
            "The server does not let the account in; look at user and password in the configuration: {asked}.",
            "Сервер не пускает в ящик; проверьте имя и пароль в настройках: {asked}.",
        ),
        Reason::NoPasswordLogin => (
            "The server offers no log-in by password (OAuth 2 alone, or access by IMAP or SMTP is switched off): {asked}.",
            "Сервер не принимает вход по паролю (только OAuth 2 или доступ по IMAP либо SMTP выключен): {asked}.",
        ),
        Reason::NoTls => (
            "The server offers no TLS there, so no password was sent to it: {asked}.",
            "Сервер не предлагает здесь TLS, пароль ему не отправлялся: {asked}.",
        ),
        Reason::NotArrived => (
            "Not found within the wait; it may still be on its way (--wait SECONDS): {asked}.",
            "Не найдено за время ожидания; письмо может быть ещё в пути (--wait СЕКУНДЫ): {asked}.",
        ),
        Reason::Returned => (
            "The message did not get there, it was refused or came back: {asked}.",
            "Письмо не доставлено: отклонено или возвращено: {asked}.",
        ),
        Reason::NoResults => (
            "The receiver wrote no such result of its checks into the message: {asked}.",
            "Получатель не записал в письмо такого результата проверки: {asked}.",
        ),
        Reason::OutsideZoneFile => (
            "Not in the zone file, which is the only source here (--resolver adds the network): {asked}.",
            "Нет в файле зоны, а других источников не задано (--resolver подключит сеть): {asked}.",
        ),
    };
    lang.pick(en, ru)
}
