//! Whole-program tests live beside this file; the library itself is empty.
#![forbid(unsafe_code)]
