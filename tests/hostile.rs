//! Bad input through the whole program; filled below.
