//! Whether the signatures of a message hold: sums alone. What a signature says and what its key is, is read elsewhere.

use serde::{Deserialize, Serialize};

/// The answer to a `Signatures` question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignaturesAnswer {
    /// One for each DKIM-Signature field, from the top of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dkim: Vec<Checked>,
    /// One for each ARC-Message-Signature field, from the top of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arc: Vec<Checked>,
    /// One for each ARC-Seal field, from the top of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<SealChecked>,
}

/// What was found of one signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Whether the body is the one that was signed; none where the field cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<bool>,
    /// The hash of the body as it is, in base64; empty where none could be made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body_hash: String,
    /// Octets of the canonical body that the signature leaves out (`l`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsigned: Option<u64>,
    /// Whether the headers are those that were signed, by one of the keys there; none without a key, or where the field
    /// cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<bool>,
}

/// What was found of one seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealChecked {
    /// Whether the sets are those that were sealed; none without a key, or where the field cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sets: Option<bool>,
}
