//! Scenario texts that the examples of checks stand on: a domain without a fault, and what several
//! checks lay over it. Public-looking addresses throughout, as a real zone has them.

/// `example.com`, right in everything that this crate checks: two name servers, two mail hosts of
/// its own, a signed zone, SPF, a key at selector `s1`, DMARC, MTA-STS and TLS-RPT records, a logo, client settings.
/// No sending address is named.
pub const HEALTHY: &str = "
example.com DNSSEC secure
example.com SOA ns1.example.net hostmaster.example.com 2026112301 7200 3600 1209600 3600
example.com NS ns1.example.net
example.com NS ns2.example.org
ns1.example.net A 44.128.53.1
ns2.example.org A 44.129.53.1
ns2.example.org AAAA 2d00:44:53::1
example.com A 44.128.1.80
example.com MX 10 mx1.example.com
example.com MX 20 mx2.example.com
mx1.example.com A 44.128.1.1
mx1.example.com AAAA 2d00:44:1::1
mx2.example.com A 44.129.1.2
mx2.example.com AAAA 2d00:44:2::2
44.128.1.1 PTR mx1.example.com
2d00:44:1::1 PTR mx1.example.com
44.129.1.2 PTR mx2.example.com
2d00:44:2::2 PTR mx2.example.com
mx1.example.com TXT v=spf1 a -all
mx2.example.com TXT v=spf1 a -all
example.com TXT v=spf1 ip4:44.128.1.1 ip4:44.129.1.2 ip6:2d00:44:1::1 ip6:2d00:44:2::2 -all
_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com
s1._domainkey.example.com TXT v=DKIM1; k=rsa; p=\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA+TDdSo9zIUYNP+5AVJlbtlj6yrthVlGbfkLJU+wc14Au3csV6XaPw/Bc\
LFd9gFXCapRv3DEMSlpFZQN3NOB2rhfirxsQlG80MpWJTrZ+Od8dib+Bw/l8o5UXdcF63oJAyGdhlYZNThFPPr4BSbcgNB3uy1Lt\
8lBqE+OrL7KpUrBuR3JjbTCd6c9t2ITv++sd+FLSTFEOxqb7gOGoZSNd3Jw535qJgYY+QBBV+eEw9ILkkwkltlL8Z2HzgMbAeD66\
I/cpxUE46Q/Fi+rKZMsw0BAF1Z6FJWSi7LG4rDHt/iPPF+dysMpDNTceoVU9jqw+7CW+OXp92yaUM0F1ojgC2wIDAQAB
_mta-sts.example.com TXT v=STSv1; id=20261101000000Z;
_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:tlsrpt@example.com
default._bimi.example.com TXT v=BIMI1; l=https://example.com/logo.svg
_submissions._tcp.example.com SRV 0 1 465 mx1.example.com
_imaps._tcp.example.com SRV 0 1 993 mx1.example.com
mta-sts.example.com A 44.128.1.81
https 44.128.1.81:443 mta-sts.example.com policy
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
| mode: enforce
| max_age: 604800
| mx: mx1.example.com
| mx: mx2.example.com
smtp 44.128.1.1:25 mx1.example.com good
smtp [2d00:44:1::1]:25 mx1.example.com good
smtp 44.129.1.2:25 mx2.example.com good
smtp [2d00:44:2::2]:25 mx2.example.com good
";

/// The user names one of the healthy addresses as his sender, with its HELO and the selector.
pub const SENDING: &str = "target example.com ip=44.128.1.1 helo=mx1.example.com selector=s1";

/// Nobody answers for the domain or anything below it.
pub const SILENT: &str = "example.com * TIMEOUT";

/// The domain does not exist.
pub const ABSENT: &str = "example.com * NXDOMAIN";

/// The domain takes no mail and says so; it may still send.
pub const NULL_MX: &str = "example.com MX 0 .";

/// No MX, and no address to fall back to.
pub const NO_MAIL_HOST: &str = "
example.com MX NODATA
example.com A NODATA
";

/// The domain neither sends nor receives, and says so.
pub const PARKED: &str = "
example.com MX 0 .
example.com TXT v=spf1 -all
_dmarc.example.com TXT v=DMARC1; p=reject
s1._domainkey.example.com TXT NODATA
";

/// Google Workspace takes the domain's mail, through the one host that it gives out today.
pub const AT_GOOGLE: &str = "
example.com MX 1 smtp.google.com
smtp.google.com A 44.131.7.1
smtp.google.com AAAA 2d00:44:7::1
smtp 44.131.7.1:25 smtp.google.com good
smtp [2d00:44:7::1]:25 smtp.google.com good
";

/// A single address takes the domain's mail: to try one host at a time.
pub const ONE_HOST: &str = "
example.com MX 10 mx1.example.com
mx1.example.com AAAA NODATA
";

/// The beginning of another policy in the same place; lines of the file belong behind it.
pub const POLICY_FILE: &str = "
https 44.128.1.81:443 mta-sts.example.com policy
GET /.well-known/mta-sts.txt 200 text/plain
| version: STSv1
";

/// The policy's host is silent.
pub const POLICY_SILENT: &str = "
https 44.128.1.81:443 mta-sts.example.com policy
DROP
";

/// With `--rdap`: the registry's server, of which a page belongs behind it.
pub const RDAP: &str = "
target example.com rdap=com|https://rdap.example.net/
rdap.example.net A 44.128.1.82
https 44.128.1.82:443 rdap.example.net good
GET /domain/example.com 200 application/rdap+json
";
