//! Bounces as servers of many kinds word and wrap them, each composed for this test.

use base64::Engine as _;
use smtp_replies::{Bounce, BounceReader, Kind, Persistence, Stage};

fn read(message: &[u8]) -> Bounce {
    let mut reader = BounceReader::new();
    message.split(|b| *b == b'\n').for_each(|line| reader.line(line));
    reader.finish()
}

/// Recipient, kind, code, enhanced code of every failure.
fn told(message: &[u8]) -> Vec<(String, Kind, Option<u16>, String)> {
    let one = |f: smtp_replies::Failure| {
        let enhanced = f.explanation.reply.enhanced.map(|e| e.to_string()).unwrap_or_default();
        (f.recipient.unwrap_or_default(), f.explanation.kind, f.explanation.reply.code, enhanced)
    };
    read(message).failures.into_iter().map(one).collect()
}

fn row(recipient: &str, kind: Kind, code: Option<u16>, enhanced: &str) -> (String, Kind, Option<u16>, String) {
    (recipient.to_owned(), kind, code, enhanced.to_owned())
}

#[test]
fn exim_and_qmail_and_gmail_in_free_text() {
    let exim = b"From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nTo: me@example.com\nX-Failed-Recipients: a@example.org, b@example.org\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  a@example.org\n    host mx.example.org [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<a@example.org>:\n    550 5.1.1 <a@example.org>: Recipient address rejected: User unknown\n  b@example.org\n    host mx.example.org [192.0.2.1]\n    SMTP error from remote mail server after end of data:\n    552 5.3.4 Message size exceeds fixed limit\n\n------ This is a copy of the message, including all the headers. ------\n\nTo: other@example.net\n";
    let failures = read(exim).failures;
    assert_eq!(failures[0].explanation.stage, Some(Stage::Rcpt));
    assert!(failures[0].explanation.is_hard() && !failures[1].explanation.is_hard());
    assert_eq!(
        told(exim),
        [row("a@example.org", Kind::UserUnknown, Some(550), "5.1.1"), row("b@example.org", Kind::Size, Some(552), "5.3.4")]
    );
    let qmail = b"From: MAILER-DAEMON@mx.example.net\nTo: me@example.com\n\nHi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<a@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.7.1 Unable to relay for a@example.org\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nTo: x@example.com\n";
    assert_eq!(told(qmail), [row("a@example.org", Kind::RelayDenied, Some(550), "5.7.1")]);
    let gmail = b"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: me@example.com\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\nDelivery to the following recipient failed permanently:\n\n     a@example.org\n\nGoogle tried to deliver your message, but it was rejected by the recipient =\ndomain. The error that the other server returned was: 550 5.2.2 Mailbox f=\null (state 14).\n\n----- Original message -----\n";
    assert_eq!(told(gmail), [row("a@example.org", Kind::MailboxFull, Some(550), "5.2.2")]);
}

#[test]
fn sendmail_gives_each_recipient_its_own_refusal() {
    let message = b"From: MAILER-DAEMON@mx.example.net\nTo: me@example.com\n\n   ----- The following addresses had permanent fatal errors -----\n<a@example.org>\n<b@example.com>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n>>> RCPT To:<a@example.org>\n<<< 550 5.1.1 <a@example.org>... User unknown\n550 5.1.1 <a@example.org>... User unknown\n... while talking to mx.example.com.:\n>>> DATA\n<<< 554 5.7.1 Message identified as SPAM\n554 5.0.0 <b@example.com>... Service unavailable\n";
    assert_eq!(
        told(message),
        [row("a@example.org", Kind::UserUnknown, Some(550), "5.1.1"), row("b@example.com", Kind::SpamContent, Some(554), "5.7.1")]
    );
}

#[test]
fn encoded_reports_and_foreign_charsets_are_read() {
    let fields = "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n";
    let encoded = base64::engine::general_purpose::STANDARD.encode(fields);
    let message = format!(
        "Content-Type: multipart/report; boundary=\"b b\"\n\n--b b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{encoded}\n--b b--\n"
    );
    assert_eq!(told(message.as_bytes()), [row("a@example.org", Kind::MailboxFull, Some(552), "5.2.2")]);
    // "a@example.org: нет такого пользователя" in the charsets of the time.
    let texts: [(&str, &[u8]); 2] = [
        ("koi8-r", b"\xce\xc5\xd4 \xd4\xc1\xcb\xcf\xc7\xcf \xd0\xcf\xcc\xd8\xda\xcf\xd7\xc1\xd4\xc5\xcc\xd1"),
        ("windows-1251", b"\xed\xe5\xf2 \xf2\xe0\xea\xee\xe3\xee \xef\xee\xeb\xfc\xe7\xee\xe2\xe0\xf2\xe5\xeb\xff"),
    ];
    for (charset, words) in texts {
        let mut message = format!(
            "From: postmaster@example.ru\nTo: me@example.com\nContent-Type: text/plain; charset=\"{charset}\"\n\n<a@example.org>: 550 "
        )
        .into_bytes();
        message.extend(words);
        assert_eq!(told(&message), [row("a@example.org", Kind::UserUnknown, Some(550), "")], "{charset}");
    }
}

#[test]
fn localised_reports_of_exchange() {
    let cases = [
        (
            "Сбой доставки следующим получателям или спискам рассылки:",
            "Введенный адрес электронной почты не найден.",
            "Диагностические сведения для администраторов:",
        ),
        (
            "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:",
            "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.",
            "Diagnoseinformationen für Administratoren:",
        ),
        (
            "Échec de la remise aux destinataires suivants :",
            "L'adresse de messagerie que vous avez entrée est introuvable.",
            "Informations de diagnostic pour les administrateurs :",
        ),
        ("次の受信者または配布リストへの配信に失敗しました:", "入力した電子メール アドレスが見つかりませんでした。", "管理者用の診断情報:"),
    ];
    for (head, words, diagnosis) in cases {
        let with = format!(
            "From: postmaster@example.org\nTo: me@example.com\nContent-Type: text/plain; charset=utf-8\n\n{head}\n\na@example.org<mailto:a@example.org>\n{words}\n\n{diagnosis}\n\nServer: mx.example.org\n\na@example.org\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
        );
        assert_eq!(told(with.as_bytes()), [row("a@example.org", Kind::UserUnknown, Some(550), "5.1.1")], "{head}");
        let only = format!(
            "From: postmaster@example.org\nTo: me@example.com\nContent-Type: text/plain; charset=utf-8\n\n{head}\n\na@example.org\n{words}\n"
        );
        assert_eq!(told(only.as_bytes()), [row("a@example.org", Kind::UserUnknown, None, "")], "{head}");
        assert!(read(only.as_bytes()).failures[0].explanation.is_hard(), "{head}");
    }
}

#[test]
fn a_report_inside_a_report_and_a_forgotten_blank_line() {
    let inner = b"To: me@example.com\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nReturned.\n--o\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@gw\nContent-Type: multipart/report;\n boundary=i\n\n--i\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; b@example.org\nAction: delayed\nStatus: 4.4.1 (host name lookup failure)\n--i--\n--o--\n";
    let failures = told(inner);
    assert_eq!(failures[0], row("a@example.org", Kind::UserUnknown, None, "5.1.1"));
    assert_eq!((failures[1].0.as_str(), failures[1].1), ("b@example.org", Kind::Network));
    assert_eq!(read(inner).failures[1].explanation.persistence, Persistence::Temporary);
}

#[test]
fn hostile_messages_are_bounded() {
    let mut deep = b"Content-Type: multipart/report; boundary=b0\n\n".to_vec();
    for n in 0..5000 {
        deep.extend(format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1).bytes());
    }
    deep.extend(b"550 5.1.1 <a@example.org>: User unknown\n");
    let _ = read(&deep);
    let endless = [b"Content-Transfer-Encoding: base64\n\n".as_slice(), &b"QUFB".repeat(300_000)].concat();
    let _ = read(&endless);
    let folded = ["Content-Type: multipart/report;\n", &" x=y;\n".repeat(50_000), "\n\nbody\n"].concat();
    let _ = read(folded.as_bytes());
    let many: String = (0..5000).map(|n| format!("<r{n}@example.org>: 550 User unknown\n")).collect();
    assert_eq!(read(format!("To: me@example.com\n\n{many}").as_bytes()).failures.len(), 200);
    let soft = ["Content-Transfer-Encoding: quoted-printable\n\n", &"a=\n".repeat(100_000)].concat();
    let _ = read(soft.as_bytes());
}
