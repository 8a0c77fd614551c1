//! Requests and answers that many commands share: nothing at all, an id, a record by kind and id.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request or an answer that says nothing.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Names a record whose kind is known.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct IdRequest {
    /// Record id.
    pub id: String,
}

/// Names one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct RecordRef {
    /// Record kind, for example `visit`.
    pub kind: String,
    /// The record's id.
    pub id: String,
}
