//! Checks, verdicts, findings, score and report of an e-mail audit.
#![forbid(unsafe_code)]
