//! Facts read as a whole: mail hosts, the SPF tree and evaluator, DMARC discovery, certificate chains.
#![forbid(unsafe_code)]
