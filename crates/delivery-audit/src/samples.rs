//! Scenario texts that the examples of checks stand on.

/// A message from example.com to one mailbox, and to the sender's own for reports; servers that are well.
pub const SERVERS: &str = "
target example.com sends=news@example.com,smtp.example.com:465 bounces=imap.example.com:993 to=anna@example.net,imap.example.net:993 wait=60
smtp.example.com A 44.128.1.1
imap.example.com A 44.128.1.2
imap.example.net A 44.128.1.3
smtp 44.128.1.1:465 smtp.example.com good
C: DATA
S: 354 go
imap 44.128.1.2:993 imap.example.com good
imap 44.128.1.3:993 imap.example.net good
FOLDER Junk \\Junk
";

/// The mailbox belongs to Gmail.
pub const GMAIL: &str = "
target example.com sends=news@example.com,smtp.example.com:465 to=anna@example.net,imap.example.net:993,gmail wait=60
";

/// It arrives in the inbox, and the receiver found nothing wrong.
pub const IN_INBOX: &str = "
imap 44.128.1.3:993 imap.example.net good
FOLDER Junk \\Junk
LETTER 4000 INBOX
| Received: from smtp.example.com (smtp.example.com [44.128.1.1]) by mx.example.net (Postfix) with ESMTPS id 1
| Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.com; dkim=pass; dmarc=pass header.from=example.com
| X-Mailaudit-Delivery: {marker}
|
";

/// It arrives in the spam folder, and DMARC failed.
pub const IN_SPAM: &str = "
imap 44.128.1.3:993 imap.example.net good
FOLDER Junk \\Junk
LETTER 4000 Junk
| Received: from smtp.example.com (smtp.example.com [44.128.1.1]) by mx.example.net (Postfix) with ESMTPS id 1
| Authentication-Results: mx.example.net; spf=softfail smtp.mailfrom=example.com; dkim=none; dmarc=fail header.from=example.com
| X-Mailaudit-Delivery: {marker}
|
";

/// It arrives after the wait.
pub const TOO_LATE: &str = "
imap 44.128.1.3:993 imap.example.net good
LETTER 60001 INBOX
| X-Mailaudit-Delivery: {marker}
|
";

/// It comes back: nobody has that name there.
pub const BOUNCED: &str = "
imap 44.128.1.2:993 imap.example.com good
LETTER 2000 INBOX
| From: MAILER-DAEMON@smtp.example.com
| To: news@example.com
| Content-Type: multipart/report; report-type=delivery-status; boundary=b
|
| --b
| Content-Type: message/delivery-status
|
| Reporting-MTA: dns; smtp.example.com
|
| Final-Recipient: rfc822; anna@example.net
| Action: failed
| Status: 5.1.1
| Diagnostic-Code: smtp; 550 5.1.1 <anna@example.net>: Recipient address rejected: User unknown
|
| --b
| Content-Type: text/rfc822-headers
|
| Message-ID: <{marker}.mailaudit@example.com>
|
| --b--
";

/// The sender's own server refuses it.
pub const REFUSED: &str = "
smtp 44.128.1.1:465 smtp.example.com good
C: DATA
S: 354 go
C: .
S: 554 5.7.1 Message rejected due to content
";
