//! A finding: one remark on one field of a record, in Chinese, as an error or a warning. Rules make them; nothing is judged here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One remark on one field of a form; the interface knows it as `FieldFinding`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FieldFinding")]
pub struct Finding {
    /// Field of the kind; empty when it concerns the whole form.
    pub field: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// Error or warning.
    pub level: Level,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FindingLevel")]
pub enum Level {
    /// The record cannot be saved like this.
    Error,
    /// Worth a look.
    Warning,
}

impl Finding {
    /// An error at a field.
    pub fn error(field: &str, message: impl Into<String>) -> Finding {
        Finding { field: field.into(), message: message.into(), level: Level::Error }
    }

    /// A warning at a field.
    pub fn warning(field: &str, message: impl Into<String>) -> Finding {
        Finding { field: field.into(), message: message.into(), level: Level::Warning }
    }

    /// Whether it keeps the record from being saved.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}
