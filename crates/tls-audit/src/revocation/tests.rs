//! The words of responders and lists.
