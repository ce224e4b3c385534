//! DNS side of an e-mail audit: MX, SPF, DKIM, DMARC, PTR.
#![forbid(unsafe_code)]
