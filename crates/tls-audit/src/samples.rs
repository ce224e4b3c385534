//! Scenario texts that the examples of checks stand on. The last word of an `smtp` line names the
//! chain shown, one of `fixtures/certs`.

/// One mail host, one address, nothing wrong.
pub const HEALTHY: &str = "
example.com MX 10 mx.example.com
mx.example.com A 44.128.1.1
smtp 44.128.1.1:25 mx.example.com good
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
