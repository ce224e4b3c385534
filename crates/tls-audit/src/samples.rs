//! Scenario texts that the examples of checks stand on. The last word of an `smtp` line names the
//! chain shown, one of `fixtures/certs`.

/// One mail host, one address, a signed zone with a TLSA record; nothing wrong.
pub const HEALTHY: &str = "
example.com DNSSEC secure
_25._tcp.mx.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
smtp 44.128.1.1:25 mx.example.com good
";

/// An MTA-STS policy in the mode `enforce`, soundly served.
pub const POLICY: &str = "
_mta-sts.example.com TXT v=STSv1; id=1;
mta-sts.example.com A 44.128.1.3
https 44.128.1.3:443 mta-sts.example.com policy
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
| mode: enforce
| max_age: 604800
| mx: mx.example.com
";

/// The same in the mode `testing`.
pub const POLICY_TESTING: &str = "
https 44.128.1.3:443 mta-sts.example.com policy
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
| mode: testing
| max_age: 604800
| mx: mx.example.com
";

/// A second address of the same host, just as healthy.
pub const SECOND_HEALTHY: &str = "
mx.example.com A 44.128.1.1
mx.example.com A 44.129.1.1
smtp 44.129.1.1:25 mx.example.com good
";

/// A second address of the same host, where nobody answers.
pub const SECOND_SILENT: &str = "
mx.example.com A 44.128.1.1
mx.example.com A 44.129.1.1
smtp 44.129.1.1:25 mx.example.com good
DROP
";

/// The same machine as people's mail programs see it; a `smtp` line for port 465 belongs behind it.
pub const CLIENTS: &str = "
target mx.example.com port=465
mx.example.com A 44.128.1.1
smtp 44.128.1.1:465 mx.example.com good
";

/// The server is too busy to talk.
pub const BUSY: &str = "
smtp 44.128.1.1:25 mx.example.com good
S: 421 4.3.2 too busy
";

/// STARTTLS is not offered.
pub const PLAIN: &str = "
smtp 44.128.1.1:25 mx.example.com good
C: EHLO
S: 250-mx.example.com
S: 250 PIPELINING
";

/// The domain takes no mail and says so.
pub const NULL_MX: &str = "example.com MX 0 .";

/// A second mail host, with a TLSA record as well.
pub const SECOND_HOST: &str = "
example.com MX 10 mx.example.com
example.com MX 20 mx2.example.com
mx2.example.com A 44.129.1.2
smtp 44.129.1.2:25 mx2.example.com good
_25._tcp.mx2.example.com TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
";

/// A hosted provider takes the mail; its zone is signed and has no TLSA record.
pub const AT_PROVIDER: &str = "
example.com MX 1 smtp.google.com
smtp.google.com A 44.131.7.1
smtp 44.131.7.1:25 smtp.google.com good
google.com DNSSEC secure
";

/// A BIMI record, and the host of its logo; the page belongs behind it.
pub const LOGO: &str = "
default._bimi.example.com TXT v=BIMI1; l=https://mta-sts.example.com/logo.svg
mta-sts.example.com A 44.128.1.3
https 44.128.1.3:443 mta-sts.example.com policy
GET /logo.svg 200 image/svg+xml
";

/// A sound logo.
pub const SVG: &str =
    r#"| <svg version="1.2" baseProfile="tiny-ps" xmlns="http://www.w3.org/2000/svg"><title>Example</title><path d="M0 0h9v9z"/></svg>"#;
