//! Scenario texts that the examples of checks stand on.

/// Every default list, healthy and empty.
pub const LISTS: &str = include_str!("samples/lists.zone");

/// `example.com` with one mail host and one name server of its own.
pub const HEALTHY: &str = "
example.com NS ns1.example.com
example.com NS ns.elsewhere.net
example.com MX 10 mx1.example.com
example.com A 44.128.1.80
mx1.example.com A 44.128.1.1
ns1.example.com A 44.128.53.1
example.com TXT v=spf1 mx -all
";

/// The user names a sender that is no mail host.
pub const SENDING: &str = "target example.com ip=44.128.9.4";

/// No list says anything.
pub const ALL_SILENT: &str = "
org * TIMEOUT
net * TIMEOUT
surriel.com * TIMEOUT
blocklist.de * TIMEOUT
virusfree.cz * TIMEOUT
uribl.com * TIMEOUT
";

/// Google takes the domain's mail: its addresses and names are Google's to look after.
pub const AT_GOOGLE: &str = "
example.com MX 1 smtp.google.com
smtp.google.com A 44.131.7.1
example.com TXT v=spf1 include:_spf.google.com -all
_spf.google.com TXT v=spf1 ip4:44.131.7.0/24 ~all
";
