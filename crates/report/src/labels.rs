//! The report's own words, in both languages: a missing one does not compile. Words of checks
//! stand with the checks, reasons of 'not known' in `findings`.

use crate::table::blind::Cause;
use facts::Profile;
use findings::{Lang, Readiness, Severity, Status};

/// Every label, in one language.
pub(crate) struct Labels {
    pub verdict: &'static str,
    pub score: &'static str,
    pub grade: &'static str,
    pub of_hundred: &'static str,
    pub of_what_is_known: &'static str,
    pub no_score: &'static str,
    pub coverage: &'static str,
    pub coverage_means: &'static str,
    pub found: &'static str,
    pub nothing_found: &'static str,
    pub first: &'static str,
    pub first_few: &'static str,
    pub publish: &'static str,
    pub records: &'static str,
    pub areas: &'static str,
    pub area: &'static str,
    pub judged: &'static str,
    pub open: &'static str,
    pub severity: &'static str,
    pub code: &'static str,
    pub finding: &'static str,
    pub to_do: &'static str,
    pub unknown: &'static str,
    pub information: &'static str,
    pub replies: &'static str,
    pub passed: &'static str,
    pub more: &'static str,
    pub basis: &'static str,
    pub observed: &'static str,
    pub questions: &'static str,
    pub milliseconds: &'static str,
    pub profile: &'static str,
    pub addresses: &'static str,
    pub selectors: &'static str,
    pub volume: &'static str,
    pub no_volume: &'static str,
    pub no_smtp: &'static str,
    pub only: &'static str,
    pub ready_in_part: &'static str,
    pub see: &'static str,
    pub points: &'static str,
    pub check: &'static str,
    pub says: &'static str,
    pub why: &'static str,
    pub also: &'static str,
    pub verdicts: &'static str,
    pub sources: &'static str,
    pub follows: &'static str,
    pub lookups: &'static str,
    pub providers: &'static str,
    pub ready_for: &'static str,
    pub legend: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub perhaps_no: &'static str,
    pub met: &'static str,
    pub not_met: &'static str,
    pub not_known: &'static str,
    pub look_for: &'static str,
    pub since: &'static str,
    pub ask_there: &'static str,
    pub refused_with: &'static str,
    pub proved_by: &'static str,
    pub proved_by_none: &'static str,
}

const EN: Labels = Labels {
    verdict: "Verdict",
    score: "Score",
    grade: "grade",
    of_hundred: "of 100",
    of_what_is_known: "only of what could be judged",
    no_score: "none: nothing could be judged",
    coverage: "Coverage",
    coverage_means: "of what applies could be judged",
    found: "Found",
    nothing_found: "no fault",
    first: "Do this first",
    first_few: "The three things to do first",
    publish: "Publish",
    records: "Records to publish",
    areas: "Areas",
    area: "Area",
    judged: "Judged",
    open: "Found",
    severity: "Severity",
    code: "Code",
    finding: "What was found",
    to_do: "What to do",
    unknown: "Not known",
    information: "For information",
    replies: "What the servers' replies tell a sender",
    passed: "Passed",
    more: "more",
    basis: "Basis of this report",
    observed: "begun",
    questions: "questions",
    milliseconds: "ms",
    profile: "profile",
    addresses: "sending addresses",
    selectors: "DKIM selectors",
    volume: "messages a day",
    no_volume: "messages a day not told (--volume)",
    no_smtp: "without SMTP connections",
    only: "these areas alone",
    ready_in_part: "In the areas that were judged, nothing was found that keeps mail from arriving.",
    see: "Why, in full: mailaudit explain CODE",
    points: "points",
    check: "Check",
    says: "What it tells",
    why: "Why it matters",
    also: "also",
    verdicts: "Verdicts",
    sources: "Sources",
    follows: "Left out when found",
    lookups: "DNS look-ups",
    providers: "Requirements of mailbox providers",
    ready_for: "Ready",
    legend: "yes: met; NO: not met; no?: not met, if it concerns you (--volume); ?: not known; ·: not demanded of you",
    yes: "yes",
    no: "NO",
    perhaps_no: "no?",
    met: "Met",
    not_met: "Not met",
    not_known: "Not known",
    look_for: "Not known, and where to look",
    since: "since",
    ask_there: "What it tells senders",
    refused_with: "refused with",
    proved_by: "proved by",
    proved_by_none: "no check can tell",
};

const RU: Labels = Labels {
    verdict: "Вердикт",
    score: "Оценка",
    grade: "класс",
    of_hundred: "из 100",
    of_what_is_known: "только по тому, что удалось проверить",
    no_score: "нет: ни одна проверка не дала ответа",
    coverage: "Полнота",
    coverage_means: "применимых проверок дали ответ",
    found: "Найдено",
    nothing_found: "нарушений нет",
    first: "Что сделать прежде всего",
    first_few: "Три первоочередные задачи",
    publish: "Опубликуйте",
    records: "Записи для публикации",
    areas: "Области",
    area: "Область",
    judged: "Проверено",
    open: "Найдено",
    severity: "Важность",
    code: "Код",
    finding: "Что найдено",
    to_do: "Что делать",
    unknown: "Неизвестно",
    information: "К сведению",
    replies: "Что ответы серверов значат для отправителя",
    passed: "Пройдено",
    more: "ещё",
    basis: "Основание отчёта",
    observed: "начало",
    questions: "запросов",
    milliseconds: "мс",
    profile: "профиль",
    addresses: "адреса отправки",
    selectors: "селекторы DKIM",
    volume: "писем в сутки",
    no_volume: "число писем в сутки не указано (--volume)",
    no_smtp: "без соединений SMTP",
    only: "только области",
    ready_in_part: "В проверенных областях помех доставке почты не найдено.",
    see: "Подробнее о причинах: mailaudit explain КОД --lang ru",
    points: "баллы",
    check: "Проверка",
    says: "Что сообщает",
    why: "Почему это важно",
    also: "также",
    verdicts: "Вердикты",
    sources: "Источники",
    follows: "Не сообщается, если найдено",
    lookups: "Запросов DNS",
    providers: "Требования почтовых служб",
    ready_for: "Готовность",
    legend: "да: выполнено; НЕТ: не выполнено; нет?: не выполнено, если относится к вам (--volume); ?: неизвестно; ·: от вас не требуется",
    yes: "да",
    no: "НЕТ",
    perhaps_no: "нет?",
    met: "Выполнено",
    not_met: "Не выполнено",
    not_known: "Неизвестно",
    look_for: "Неизвестно, и где посмотреть",
    since: "с",
    ask_there: "Сведения для отправителей",
    refused_with: "отказ:",
    proved_by: "подтверждают",
    proved_by_none: "проверкой не установить",
};

/// The labels of `lang`.
pub(crate) fn labels(lang: Lang) -> &'static Labels {
    lang.pick(&EN, &RU)
}

/// The overall word and a sentence for who reads no further. `has_error`: whether an error was found.
pub(crate) fn readiness(readiness: Readiness, has_error: bool, lang: Lang) -> (&'static str, &'static str) {
    match (readiness, has_error) {
        (Readiness::Ready, _) => {
            lang.pick(("READY", "Nothing was found that keeps mail from arriving."), ("ГОТОВ", "Помех доставке почты не найдено."))
        }
        (Readiness::Warnings, _) => lang.pick(
            ("WORKS, WITH WARNINGS", "Mail should arrive, but some receivers will trust it less than they could."),
            ("РАБОТАЕТ, НО С ПРЕДУПРЕЖДЕНИЯМИ", "Почта должна доходить, но часть получателей будет доверять ей меньше."),
        ),
        (Readiness::NotReady, true) => lang.pick(
            ("NOT READY", "Some mail will be refused, lost or taken for spam until the errors are corrected."),
            ("НЕ ГОТОВ", "Пока ошибки не исправлены, часть писем будет отклонена, потеряна или попадёт в спам."),
        ),
        (Readiness::NotReady, false) => lang.pick(
            ("NOT READY", "The domain declares that it sends no mail: receivers refuse what bears its name."),
            ("НЕ ГОТОВ", "Домен объявляет, что не отправляет почту: получатели отклонят письма от его имени."),
        ),
        (Readiness::Undetermined, _) => lang.pick(
            ("UNDETERMINED", "Too little could be found out for a verdict; what is missing stands under 'Not known'."),
            ("НЕ ОПРЕДЕЛЕНО", "Данных для вывода не хватило; чего именно — в разделе «Неизвестно»."),
        ),
        (Readiness::Parked, _) => lang.pick(
            ("PARKED", "The domain declares that it neither sends nor receives mail."),
            ("БЕЗ ПОЧТЫ", "Домен объявляет, что не отправляет и не принимает почту."),
        ),
    }
}

/// Why there is no verdict, and what to do about it, where one cause stands behind it all.
pub(crate) fn blindness(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::NoDns => lang.pick(
            "No DNS answer came, so nothing could be judged. Check --resolver and this machine's network, then run the audit again.",
            "Ответы DNS не пришли, поэтому проверить ничего не удалось. Проверьте --resolver и сеть этой машины и повторите проверку.",
        ),
        Cause::DnsRefuses => lang.pick(
            "The resolver refuses the queries of this machine, so nothing could be judged. Name one that serves it with --resolver.",
            "Резолвер отказывает этой машине, поэтому проверить ничего не удалось. Укажите через --resolver тот, который её обслуживает.",
        ),
        Cause::DnsFails => lang.pick(
            "The resolver answers with failures (SERVFAIL), so nothing could be judged: the name servers of the domain are down, its DNSSEC is broken, or the resolver is at fault. Ask another one with --resolver.",
            "Резолвер сообщает о сбое (SERVFAIL), поэтому проверить ничего не удалось: недоступны серверы имён домена, нарушен его DNSSEC или неисправен сам резолвер. Спросите другой через --resolver.",
        ),
        Cause::CutShort => lang.pick(
            "The audit ended before the answers came, so nothing could be judged. Run it again, with a larger --budget where time ran out.",
            "Проверка закончилась раньше, чем пришли ответы. Повторите её, а если не хватило времени, увеличьте --budget.",
        ),
        Cause::NoConnection => lang.pick(
            "No mail server could be connected to, so they are not judged. Many networks block port 25: run the audit from a mail server.",
            "Ни к одному почтовому серверу подключиться не удалось, они не проверены. Многие сети закрывают порт 25: запустите проверку с почтового сервера.",
        ),
        Cause::NoSmtp => lang.pick(
            "The mail servers were left out (--no-smtp); without them there is no verdict for this profile. The rest is judged below.",
            "Почтовые серверы не проверялись (--no-smtp), без них вывода для этого профиля нет. Остальное проверено, см. ниже.",
        ),
        Cause::ZoneAlone => lang.pick(
            "Only the zone file was read: mail servers and all that lies outside it are not judged, so there is no verdict for this profile. Add the network with --resolver.",
            "Прочитан только файл зоны: почтовые серверы и всё, что вне его, не проверялось, поэтому вывода для этого профиля нет. Сеть подключит --resolver.",
        ),
        Cause::NoAddress => lang.pick(
            "The sending address is not known, and readiness to send hangs on it. Name it with --ip.",
            "Адрес отправки неизвестен, а от него зависит готовность к отправке. Укажите его через --ip.",
        ),
    }
}

/// A severity, as a person reads it.
pub(crate) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Critical => lang.pick("critical", "критично"),
        Severity::Error => lang.pick("error", "ошибка"),
        Severity::Warning => lang.pick("warning", "предупреждение"),
        Severity::Notice => lang.pick("notice", "замечание"),
        Severity::Info => lang.pick("info", "справка"),
    }
}

/// A severity as the head of a count: `errors: 2`.
pub(crate) fn severities(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Critical => lang.pick("critical", "критичных"),
        Severity::Error => lang.pick("errors", "ошибок"),
        Severity::Warning => lang.pick("warnings", "предупреждений"),
        Severity::Notice => lang.pick("notices", "замечаний"),
        Severity::Info => lang.pick("for information", "справок"),
    }
}

/// A verdict's status, as a person reads it.
pub(crate) fn status(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Fail => lang.pick("fails", "нарушено"),
        Status::Unknown => lang.pick("not known", "неизвестно"),
        Status::Info => lang.pick("information", "справка"),
        Status::Pass => lang.pick("passes", "пройдено"),
        Status::NotApplicable => lang.pick("does not apply", "не применимо"),
    }
}

/// A profile, as a person reads it.
pub(crate) fn profile(profile: Profile, lang: Lang) -> &'static str {
    match profile {
        Profile::Send => lang.pick("send", "отправка"),
        Profile::Receive => lang.pick("receive", "приём"),
        Profile::Full => lang.pick("full", "полный"),
    }
}

/// An area's name; areas without one here are told by their letters.
pub(crate) fn area(area: &str, lang: Lang) -> String {
    let name = match area {
        "dns" => lang.pick("DNS: the zone itself", "DNS: сама зона"),
        "mx" => lang.pick("MX: who receives", "MX: кто принимает"),
        "spf" => lang.pick("SPF: who may send", "SPF: кто может отправлять"),
        "dkim" => lang.pick("DKIM: signing keys", "DKIM: ключи подписи"),
        "dmarc" => lang.pick("DMARC: sender policy", "DMARC: политика отправителя"),
        "sts" => lang.pick("MTA-STS: enforced TLS", "MTA-STS: обязательный TLS"),
        "rpt" => lang.pick("TLS-RPT: TLS reports", "TLS-RPT: отчёты о TLS"),
        "dane" => lang.pick("DANE: certificates in DNS", "DANE: сертификаты в DNS"),
        "bimi" => lang.pick("BIMI: the brand's logo", "BIMI: логотип отправителя"),
        "ptr" => lang.pick("PTR: reverse names", "PTR: обратные имена"),
        "bl" => lang.pick("BL: blocklists", "BL: чёрные списки"),
        "smtp" => lang.pick("SMTP: the mail servers", "SMTP: почтовые серверы"),
        "tls" => lang.pick("TLS: certificates", "TLS: сертификаты"),
        "req" => lang.pick("REQ: mailbox providers", "REQ: почтовые службы"),
        "cfg" => lang.pick("CFG: client settings", "CFG: настройка программ"),
        "msg" => lang.pick("MSG: the message", "MSG: письмо"),
        "dlv" => lang.pick("DLV: delivery", "DLV: доставка"),
        other => return other.to_ascii_uppercase(),
    };
    name.to_owned()
}
