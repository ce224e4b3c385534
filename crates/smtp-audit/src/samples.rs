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
