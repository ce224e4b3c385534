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
    /// The same audit under an overlay (`--with`), where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIf>,
}

/// An audit under an overlay: its answers as they were judged, those of the overlay among them, so that
/// it replays to the identical report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhatIf {
    /// The zone-file texts that were laid over, in order; a note for people.
    pub overlay: Vec<String>,
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
            answers: entries(&r.facts),
            what_if: None,
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
            lines(&audit.answers, &mut out)?;
            out.push(']');
            if let Some(WhatIf { overlay, elapsed_ms, answers }) = &audit.what_if {
                let overlay = serde_json::to_string(overlay)?;
                out.push_str(&format!(",\n\"what_if\":{{\"overlay\":{overlay},\"elapsed_ms\":{elapsed_ms},\"answers\":["));
                lines(answers, &mut out)?;
                out.push_str("]}");
            }
            out.push('}');
        }
        out.push_str("]}\n");
        Ok(out)
    }

    /// The audits as targets and facts, without what was judged under overlays.
    #[must_use]
    pub fn into_audits(self) -> Vec<Recorded> {
        self.into_pairs().into_iter().map(|(recorded, _)| recorded).collect()
    }

    /// Each audit, and the same one under its overlay where there was one.
    #[must_use]
    pub fn into_pairs(self) -> Vec<(Recorded, Option<Recorded>)> {
        let pair = |a: Audit| {
            let under = a.what_if.map(|w| Recorded { target: a.target.clone(), facts: facts(a.observed_at, w.elapsed_ms, w.answers) });
            (Recorded { target: a.target, facts: facts(a.observed_at, a.elapsed_ms, a.answers) }, under)
        };
        self.audits.into_iter().map(pair).collect()
    }
}

impl WhatIf {
    /// What was seen under the overlay of these texts.
    #[must_use]
    pub fn new(overlay: Vec<String>, facts: &Facts) -> Self {
        Self { overlay, elapsed_ms: facts.elapsed_ms, answers: entries(facts) }
    }
}

fn entries(facts: &Facts) -> Vec<Entry> {
    facts.iter().map(|(q, t)| Entry { at_ms: t.at_ms, question: q.clone(), answer: t.answer.clone() }).collect()
}

fn facts(observed_at: Moment, elapsed_ms: u64, answers: Vec<Entry>) -> Facts {
    let mut facts = Facts::new(observed_at);
    facts.elapsed_ms = elapsed_ms;
    for entry in answers {
        facts.add(entry.question, entry.at_ms, entry.answer);
    }
    facts
}

fn lines(entries: &[Entry], out: &mut String) -> Result<(), RecordingError> {
    for (i, entry) in entries.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&serde_json::to_string(entry)?);
    }
    Ok(())
}
