//! The working of a survey, line by line, as data: what is shown beside the form and printed beneath it.

use serde::Serialize;

/// One line of the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Names the line for programs: `annual`, `per_capita`, `dibao_gap`; a row of the form by its id.
    pub key: String,
    /// `members`, `income`, `deductions`, `per_capita`, `property`, `dibao`, `margin`, `rigid`.
    pub group: &'static str,
    /// What is worked out.
    pub label: String,
    /// How, in figures; empty where there is nothing to work out.
    pub formula: String,
    /// What came out, in 元, per cent or words.
    pub value: String,
}

/// Lines as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps(pub Vec<Step>);

impl Steps {
    /// Adds a line.
    pub fn add(
        &mut self,
        group: &'static str,
        key: &str,
        label: impl Into<String>,
        formula: impl Into<String>,
        value: impl Into<String>,
    ) {
        let (label, formula, value) = (label.into(), formula.into(), value.into());
        self.0.push(Step { key: key.to_owned(), group, label, formula, value });
    }

    /// Adds a comparison: `783.33 < 700.00 × 1.5` and whether it holds.
    pub fn compare(&mut self, group: &'static str, key: &str, label: &str, formula: String, holds: bool) {
        self.add(group, key, label, formula, if holds { "是" } else { "否" });
    }
}
