//! Scenario texts that the examples of checks stand on.

/// One mail host, one address, nothing wrong. Further lines of an example may script its talk.
pub const HEALTHY: &str = "
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
smtp 44.128.1.1:25 mx.example.com good
";

/// A second address of the same host, on a port that swallows connections.
pub const SECOND_SWALLOWED: &str = "
mx.example.com A 44.128.1.1
mx.example.com A 44.129.1.1
smtp 44.129.1.1:25 mx.example.com good
DROP
";

/// A second address of the same host, just as healthy.
pub const SECOND_HEALTHY: &str = "
mx.example.com A 44.128.1.1
mx.example.com A 44.129.1.1
smtp 44.129.1.1:25 mx.example.com good
";

/// The domain takes no mail and says so.
pub const NULL_MX: &str = "example.com MX 0 .";

/// A control host that answers.
pub const CONTROL: &str = "
target example.com control=44.207.7.7
smtp 44.207.7.7:25 mx.control.example good
";

/// A control host that swallows connections.
pub const CONTROL_DEAD: &str = "
target example.com control=44.207.7.7
smtp 44.207.7.7:25 mx.control.example good
DROP
";

/// A control host whose greeting a firewall has masked.
pub const CONTROL_MASKED: &str = "
target example.com control=44.207.7.7
smtp 44.207.7.7:25 mx.control.example good
S: 220 **********************
";

/// The only host refuses connections.
pub const CLOSED: &str = "smtp 44.128.1.1:25 mx.example.com good\nREFUSE";

/// With `--active`.
pub const ACTIVE: &str = "target example.com active=yes nonce=x7q2";

/// An SRV record sends mail programs to a host that answers.
pub const SERVICE: &str = "
_submissions._tcp.example.com SRV 0 1 465 mail.example.com
mail.example.com A 44.128.1.5
smtp 44.128.1.5:465 mail.example.com good
";

/// SRV records send mail programs to healthy servers for sending and reading.
pub const CLIENTS: &str = "
_submissions._tcp.example.com SRV 0 1 465 mail.example.com
_imap._tcp.example.com SRV 0 1 143 mail.example.com
mail.example.com A 44.128.1.2
smtp 44.128.1.2:465 mail.example.com good
imap 44.128.1.2:143 mail.example.com good
";

/// A settings file sends mail programs to a host that answers.
pub const AUTOCONFIG: &str = "
autoconfig.example.com A 44.128.1.7
https 44.128.1.7:443 autoconfig.example.com good
GET /mail/config-v1.1.xml 200 text/xml
| <clientConfig><emailProvider><outgoingServer type=\"smtp\"><hostname>mail.example.com</hostname>
| <port>465</port><socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>
mail.example.com A 44.128.1.5
smtp 44.128.1.5:465 mail.example.com good
";

/// An account with both of its servers.
pub const ACCOUNT: &str = "
target example.com account=anna@example.com imap=mail.example.com smtp=mail.example.com login=a1 from=boss@example.com
mail.example.com A 44.128.1.5
smtp 44.128.1.5:465 mail.example.com good
imap 44.128.1.5:993 mail.example.com good
";
