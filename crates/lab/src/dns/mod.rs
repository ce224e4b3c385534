//! The DNS half of the lab: what the scenario says, on the wire.

pub(crate) mod data;
pub(crate) mod desk;
pub(crate) mod garble;
pub(crate) mod late;
pub(crate) mod serve;
