//! The file format of `--record` and `--replay`: the one serialised, versioned input.

use crate::gather::Recorded;
use crate::{Answer, Facts, Moment, Question, Target};
use serde::{Deserialize, Serialize};

/// The format's name and version.
pub const RECORDING_SCHEMA: &str = "mailaudit.recording/1";

/// One or more audits as a file holds them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// Always [`RECORDING_SCHEMA`].
    pub schema: String,
    /// The program that wrote it, with its version; a note for people.
    pub program: String,
    /// The audits, in the order of the command line.
    pub audits: Vec<Audit>,
}

/// One audit of a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// What was audited, with the options that questions and judgments depend on.
    pub target: Target,
    /// When the audit began.
    pub observed_at: Moment,
    /// How long the asking took, in milliseconds.
    pub elapsed_ms: u64,
    /// Every answer.
    pub answers: Vec<Entry>,
}

/// One question with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Milliseconds after `observed_at`.
    pub at_ms: u64,
    /// What was asked.
    pub question: Question,
    /// What came back.
    pub answer: Answer,
}

/// Why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// No JSON, or a field of another shape.
    #[error("the recording is damaged: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version of the format.
    #[error("the recording has the format '{0}', this program reads '{RECORDING_SCHEMA}'")]
    Schema(String),
}

impl Recording {
    /// From audits.
    #[must_use]
    pub fn new(program: &str, audits: &[Recorded]) -> Self {
        let audit = |r: &Recorded| Audit {
            target: r.target.clone(),
            observed_at: r.facts.observed_at,
            elapsed_ms: r.facts.elapsed_ms,
            answers: r.facts.iter().map(|(q, t)| Entry { at_ms: t.at_ms, question: q.clone(), answer: t.answer.clone() }).collect(),
        };
        Self { schema: RECORDING_SCHEMA.into(), program: program.into(), audits: audits.iter().map(audit).collect() }
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// Damaged JSON, or another format version.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_str(text)?;
        if head.schema != RECORDING_SCHEMA {
            return Err(RecordingError::Schema(head.schema));
        }
        Ok(serde_json::from_str(text)?)
    }

    /// Writes it, one answer a line, so that two recordings can be compared by `diff`.
    ///
    /// # Errors
    /// None is known; serde's own is passed on.
    pub fn to_json(&self) -> Result<String, RecordingError> {
        let mut out = format!(
            "{{\"schema\":{},\"program\":{},\"audits\":[",
            serde_json::to_string(&self.schema)?,
            serde_json::to_string(&self.program)?
        );
        for (i, audit) in self.audits.iter().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            out.push_str(&format!(
                "{{\"target\":{},\"observed_at\":\"{}\",\"elapsed_ms\":{},\"answers\":[",
                serde_json::to_string(&audit.target)?,
                audit.observed_at,
                audit.elapsed_ms
            ));
            for (j, entry) in audit.answers.iter().enumerate() {
                out.push_str(if j == 0 { "\n" } else { ",\n" });
                out.push_str(&serde_json::to_string(entry)?);
            }
            out.push_str("]}");
        }
        out.push_str("]}\n");
        Ok(out)
    }

    /// The audits as targets and facts.
    #[must_use]
    pub fn into_audits(self) -> Vec<Recorded> {
        let facts = |a: Audit| {
            let mut facts = Facts::new(a.observed_at);
            facts.elapsed_ms = a.elapsed_ms;
            for entry in a.answers {
                facts.add(entry.question, entry.at_ms, entry.answer);
            }
            Recorded { target: a.target, facts }
        };
        self.audits.into_iter().map(facts).collect()
    }
}
