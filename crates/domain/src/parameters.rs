//! Parameters that a county may set: name, words, type, range and default of each, from `schema/parameters.toml`, and whether a value
//! fits. Their names are constants, so that a misspelt one does not compile. Which value is in force is not said here.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::schema_files;

include!(concat!(env!("OUT_DIR"), "/parameters.rs"));

/// One parameter.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Name as the program knows it.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What to type.
    pub hint: String,
    /// Used where the county has set nothing; empty: nothing is decided.
    #[serde(default)]
    pub default: String,
    /// Where the parameter and its default come from.
    pub source: String,
    /// What a value looks like.
    #[serde(rename = "type")]
    pub of: ParameterType,
}

/// What the values of a parameter look like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ParameterType {
    /// A whole number.
    Integer {
        /// The least.
        from: u32,
        /// The greatest.
        to: u32,
    },
    /// One of a few, in the order in which they are offered.
    Choice(Vec<ParameterOption>),
    /// Words, or none.
    Text {
        /// Greatest length in characters.
        max: usize,
    },
}

/// A value that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterOption {
    /// As it is kept.
    pub value: String,
    /// As it is read.
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parameters: Vec<Parameter>,
}

/// Every parameter, in the order of the page.
pub fn parameters() -> &'static [Parameter] {
    static PARAMETERS: OnceLock<Vec<Parameter>> = OnceLock::new();
    PARAMETERS.get_or_init(|| schema_files::read::<File>(include_str!("../../../schema/parameters.toml")).parameters)
}

/// A parameter by name.
pub fn parameter(name: &str) -> Option<&'static Parameter> {
    parameters().iter().find(|parameter| parameter.name == name)
}

impl Parameter {
    /// What is wrong with a value, in Chinese; none: it fits.
    pub fn wrong(&self, value: &str) -> Option<String> {
        match &self.of {
            ParameterType::Integer { from, to } => {
                let fits = value.parse::<u32>().is_ok_and(|number| (from..=to).contains(&&number));
                (!fits).then(|| format!("请填 {from} 到 {to} 之间的整数。"))
            }
            ParameterType::Choice(options) => {
                let labels = || options.iter().map(|option| format!("“{}”", option.label)).collect::<Vec<_>>();
                let fits = options.iter().any(|option| option.value == value);
                (!fits).then(|| format!("请选{}。", labels().join("或")))
            }
            ParameterType::Text { max } => (value.chars().count() > *max).then(|| format!("请控制在 {max} 字以内。")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_default_fits_or_says_that_nothing_is_decided() {
        let names: BTreeSet<_> = parameters().iter().map(|parameter| &parameter.name).collect();
        assert_eq!(names.len(), parameters().len());
        for parameter in parameters() {
            assert!(
                parameter.default.is_empty() || parameter.wrong(&parameter.default).is_none(),
                "{}",
                parameter.name
            );
            assert!(!parameter.source.is_empty() && !parameter.hint.is_empty(), "{}", parameter.name);
        }
    }

    #[test]
    fn values_outside_range_and_choice_are_refused_in_words() {
        let said = |name: &str, value: &str| parameter(name).expect(name).wrong(value);
        assert_eq!(said(BRIEF_DUE_DAY, "28"), None);
        assert_eq!(said(BRIEF_DUE_DAY, "29").as_deref(), Some("请填 1 到 28 之间的整数。"));
        assert!(said(BRIEF_DUE_DAY, "五").is_some() && said(BRIEF_DUE_DAY, "").is_some());
        assert_eq!(said(GROUP_MONTH, "last"), None);
        assert!(said(GROUP_MONTH, "").is_some_and(|words| words.contains("首节所在月")));
        assert_eq!(said(EXCLUDED_BASIC_PENSION, "计入"), None);
        assert!(said(EXCLUDED_BASIC_PENSION, "不知道").is_some());
        assert_eq!(said(STATION_NAME_PREFIX, ""), None);
    }
}
