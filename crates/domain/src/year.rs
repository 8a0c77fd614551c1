//! The spine of an agreement year (本年度): its steps are data (`schema/year.toml`). How a step stands follows from its lines, and what a new
//! record of it begins with from the words of the year. Days are the deadlines'; which records there are is not known here.

mod words;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::agreement::Verdict;
use crate::deadlines::Owes;
use crate::schema_files;

pub use words::Words;

/// A step of the year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What is to be done.
    pub label: String,
    /// The clause it comes from.
    pub clause: String,
    /// Who owes it.
    pub owes: Owes,
    /// The rule of deadlines that says its days.
    #[serde(default)]
    pub deadline: Option<OfDeadline>,
    /// The records by which it is done.
    #[serde(default)]
    pub record: Option<OfRecord>,
    /// Or what the agreement itself says.
    #[serde(default)]
    pub shows: Option<Shows>,
    /// What a new record of it begins with.
    #[serde(default)]
    pub begin: Option<Begin>,
    /// The same where the year does not go on as usual.
    #[serde(default)]
    pub otherwise: Option<Begin>,
}

/// Lines of a deadline rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfDeadline {
    /// Its name.
    pub rule: String,
    /// Of its periods those that are due within the agreement's term; else those that touch it.
    #[serde(default)]
    pub due_within: bool,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfRecord {
    /// Kind.
    pub kind: String,
    /// The field that names the agreement.
    #[serde(default)]
    pub link: Option<String>,
    /// Or the field whose day lies between signing and the last day.
    #[serde(default)]
    pub within: Option<String>,
    /// It is under way until this day is filled.
    #[serde(default)]
    pub done: Option<String>,
}

/// What an agreement says of its own year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// That it was signed.
    Agreement,
    /// Whether its year has passed.
    Verdict,
    /// What comes after it.
    Next,
}

/// A new record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// Its kind.
    pub kind: String,
    /// What it begins with.
    #[serde(default)]
    pub fields: Map<String, Value>,
}

/// How a step stands, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "YearState")]
pub enum State {
    /// The year has not passed.
    Failed,
    /// Late and not done.
    Overdue,
    /// No day can be given.
    Unknown,
    /// To be spoken of.
    Near,
    /// Begun.
    Doing,
    /// Nothing of it is there.
    Open,
    /// Still time.
    Later,
    /// It follows from what is not known yet.
    Waiting,
    /// The other side does it, and this one does not see it.
    Elsewhere,
    /// Done.
    Done,
}

/// How a step stands by its lines; none when it has no lines.
pub fn standing(lines: &[State]) -> Option<State> {
    lines.iter().copied().min()
}

/// What comes after an agreement's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Not known before the evaluation.
    Waiting,
    /// The year after is signed.
    Renewal,
    /// The service is procured anew.
    Procurement,
}

/// R07: what comes after a year of a cycle of so many.
pub fn next(year: i64, cycle_years: i64, verdict: &Verdict) -> Next {
    match verdict {
        Verdict::Failed => Next::Procurement,
        _ if year >= cycle_years => Next::Procurement,
        Verdict::Passed => Next::Renewal,
        Verdict::None | Verdict::Unmapped => Next::Waiting,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    steps: Vec<Step>,
}

/// The steps, in their order.
pub fn steps() -> &'static [Step] {
    static STEPS: OnceLock<Vec<Step>> = OnceLock::new();
    STEPS.get_or_init(|| schema_files::read::<File>(include_str!("../../../schema/year.toml")).steps)
}

#[cfg(test)]
mod tests;
