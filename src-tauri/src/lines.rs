//! Lines between the program and its window, one JSON value each: the window asks, the program answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the window says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromWindow {
    /// It can be seen.
    Shown,
    /// A call of the interface.
    Call { id: u64, name: String, request: Value },
}

/// What the program says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromProgram {
    /// The person started the program once more: the window comes to the front.
    Front,
    /// The program ends to be opened again, and the window with it.
    End,
    /// The answer to a call, or its refusal as the interface takes it.
    Answer { id: u64, answer: Result<Value, Value> },
}
