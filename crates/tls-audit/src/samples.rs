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

/// A record that names a logo and a mark certificate; the file of the latter follows.
pub const MARKED: &str = "
default._bimi.example.com TXT v=BIMI1; l=https://mta-sts.example.com/logo.svg; a=https://mta-sts.example.com/mark.pem
mta-sts.example.com A 44.128.1.3
https 44.128.1.3:443 mta-sts.example.com policy
GET /mark.pem 200 application/x-pem-file
";

/// A mark certificate for example.com, until 2027-08-01.
pub const MARK: &str = "
| -----BEGIN CERTIFICATE-----
| MIIBkzCCATmgAwIBAgIFTWFyawEwCgYIKoZIzj0EAwIwKTEQMA4GA1UECgwHRXhh
| bXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBtYXJrMB4XDTI2MDYwMTAwMDAwMFoXDTI3
| MDgwMTAwMDAwMFowKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBs
| ZSBtYXJrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnoTGoYDN5W2TAEsIqGNE
| i/L9zXtN08bP9q782nsLpTuLsJlg0aa9cWMv3gUua8awJQ1BiEHsDCmPZhXrtFRN
| nqNOMEwwFgYDVR0RBA8wDYILZXhhbXBsZS5jb20wEwYDVR0lBAwwCgYIKwYBBQUH
| Ax8wHQYDVR0OBBYEFKiEQvQqScLCh+mDp6V8Jg70b3ARMAoGCCqGSM49BAMCA0gA
| MEUCIDedzrobwCGTy5N7wTuTK1yoUewS2E3ViEEyUFCesny9AiEAtWVJD3gpbjBs
| jmsrDl6Xyt3NKkcnvTQABzfTFfsDu8c=
| -----END CERTIFICATE-----
";

/// One that ended on 2026-02-01.
pub const MARK_EXPIRED: &str = "
| -----BEGIN CERTIFICATE-----
| MIIBkzCCATmgAwIBAgIFTWFyawEwCgYIKoZIzj0EAwIwKTEQMA4GA1UECgwHRXhh
| bXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBtYXJrMB4XDTI1MDEwMTAwMDAwMFoXDTI2
| MDIwMTAwMDAwMFowKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBs
| ZSBtYXJrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELW3Bs14Ktj07MevMt28R
| xaL2imn2zwwUoJw5EBAPzTApfqK4626fbpXuogqenwp8XjOOHokD8DCQg/ZBS4ay
| aqNOMEwwFgYDVR0RBA8wDYILZXhhbXBsZS5jb20wEwYDVR0lBAwwCgYIKwYBBQUH
| Ax8wHQYDVR0OBBYEFA2Arf0+026VWqd0bqUahJRfmLhhMAoGCCqGSM49BAMCA0gA
| MEUCIQDWxF3xbsqNWdF9grU7JG92e6N9QrGYmY8YsiWPsgcdBwIge6FDuzxgoOvm
| DUrE2obe68Lm5M3vDL4hnewIvBW9cfE=
| -----END CERTIFICATE-----
";

/// One for example.net.
pub const MARK_OTHER: &str = "
| -----BEGIN CERTIFICATE-----
| MIIBkzCCATmgAwIBAgIFTWFyawEwCgYIKoZIzj0EAwIwKTEQMA4GA1UECgwHRXhh
| bXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBtYXJrMB4XDTI2MDYwMTAwMDAwMFoXDTI3
| MDgwMTAwMDAwMFowKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBs
| ZSBtYXJrMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEIl8sgnPzXn/p0BPnXma8
| 7srXG9gwAY335TBMHsNmd2TZIJAVUBhR6qmyMgaaRp0YAMrH4x6oHhhuWgyk0tuA
| EKNOMEwwFgYDVR0RBA8wDYILZXhhbXBsZS5uZXQwEwYDVR0lBAwwCgYIKwYBBQUH
| Ax8wHQYDVR0OBBYEFKBh4Sh0AyIJDMsjI5uAKtihSxhRMAoGCCqGSM49BAMCA0gA
| MEUCIQD7H6pmyab5VoxJTo7ivIqc72mzYjwAx27FzGWvzRU+2wIgDcoVvdowPSQw
| c+TzCBm3G5fLT8dJPBVZVTG9IVxMIdc=
| -----END CERTIFICATE-----
";
