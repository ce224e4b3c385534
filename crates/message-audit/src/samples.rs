//! Scenario texts that the examples of this crate lie over.

/// Nobody publishes anything that the message could hang on, and every list is silent about its links.
pub const QUIET: &str = "
target example.com
example.com A 44.128.1.80
";

/// A domain whose mail passes, and a short letter of it, signed.
pub const HEALTHY: &str = "
target example.com ip=44.128.9.4 mail_from=news@example.com helo=mx.example.com profile=send
example.com MX 10 mx.example.com
example.com TXT v=spf1 ip4:44.128.9.4 -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:d@example.com
mx.example.com A 44.128.9.4
s1._domainkey.example.com TXT KEY-RSA
e1._domainkey.example.com TXT KEY-ED25519
";

/// A letter of one person to another.
pub const LETTER: &str = "
message
> From: Ann <ann@example.com>
> To: Bob <bob@example.net>
> Subject: Notes of Monday
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <1@example.com>
> MIME-Version: 1.0
> Content-Type: text/plain; charset=utf-8
>
> Good morning Bob, here are the notes of Monday.
";

/// The same as HTML with its text beside it.
pub const TWO_PARTS: &str = "
message
> From: Ann <ann@example.com>
> To: Bob <bob@example.net>
> Subject: Notes of Monday
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <1@example.com>
> MIME-Version: 1.0
> Content-Type: multipart/alternative; boundary=b
>
> --b
> Content-Type: text/plain; charset=utf-8
>
> Good morning Bob, here are the notes of Monday. https://example.com/notes
> --b
> Content-Type: text/html; charset=utf-8
>
> <p>Good morning Bob, here are <a href=\"https://example.com/notes\">the notes</a> of Monday.</p>
> --b--
";

/// A letter to many, with all that such letters need.
pub const NEWS: &str = "
message
> From: Shop <news@example.com>
> To: Bob <bob@example.net>
> Subject: What is new in November
> Date: Mon, 23 Nov 2026 11:00:00 +0000
> Message-ID: <2@example.com>
> List-Unsubscribe: <https://example.com/u/1>, <mailto:u@example.com>
> List-Unsubscribe-Post: List-Unsubscribe=One-Click
> Feedback-ID: nov:shop:example
> Precedence: bulk
> MIME-Version: 1.0
> Content-Type: text/plain; charset=utf-8
>
> Much is new. To unsubscribe, go to https://example.com/u/1
";

/// Signs all that must be.
pub const SIGNED: &str = "sign example.com s1 rsa from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post";

/// Every list of names that is on by default, in health and without entries.
pub const LISTS: &str = "
dbltest.com.dbl.spamhaus.org A 127.0.1.2
test.surbl.org.multi.surbl.org A 127.0.0.254
test.uribl.com.multi.uribl.com A 127.0.0.14
";

/// An HTML part of so many octets: tests put spaces in place of the mark.
pub const HTML_OF_104449: &str = "message\n> From: a@example.com\n> Content-Type: text/html\n>\n> <p>{FILL 104449}</p>";
pub const HTML_OF_104448: &str = "message\n> From: a@example.com\n> Content-Type: text/html\n>\n> <p>{FILL 104448}</p>";

/// A message of so many octets.
pub const GROWN_TO_20000001: &str = "message\n> From: a@example.com\n>\n> {GROW 20000001}";
pub const GROWN_TO_20000000: &str = "message\n> From: a@example.com\n>\n> {GROW 20000000}";
