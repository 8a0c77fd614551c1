//! A child's father or mother, as R16 and R18 read it: several situations at once (table `parent_status`),
//! since when away, for how long detained, since when out of reach.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::{dates, values};

/// One parent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parent {
    /// Codes of `parent_status`; none: not found out.
    pub statuses: Vec<String>,
    /// Length of the sentence or measure in months, where one is served.
    pub term_months: Option<u32>,
    /// Since when nobody reaches this parent, and no care is given.
    pub lost_since: Option<NaiveDate>,
    /// Working away from home.
    pub away: Option<bool>,
    /// Since when.
    pub away_since: Option<NaiveDate>,
}

impl Parent {
    /// Reads the fields that begin with `father_` or `mother_` of a `child_guardianship`.
    pub fn read(fields: &Map<String, Value>, prefix: &str) -> Parent {
        let name = |field: &str| format!("{prefix}_{field}");
        let months = fields.get(&name("term_months")).and_then(Value::as_u64);
        Parent {
            statuses: values::codes(fields, &name("statuses")),
            term_months: months.and_then(|months| u32::try_from(months).ok()),
            lost_since: dates::stored(values::text(fields, &name("lost_since"))),
            away: match values::text(fields, &name("away")) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            away_since: dates::stored(values::text(fields, &name("away_since"))),
        }
    }

    /// Whether any of these situations is among hers or his.
    pub fn has(&self, codes: &[&str]) -> bool {
        self.statuses.iter().any(|status| codes.contains(&status.as_str()))
    }

    /// Dead.
    pub fn is_dead(&self) -> bool {
        self.has(&["02"])
    }

    /// Declared missing by a court.
    pub fn is_declared_missing(&self) -> bool {
        self.has(&["03"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_for_each_parent() {
        let fields = serde_json::json!({"father_statuses": ["06", "12"], "father_term_months": 8, "mother_statuses": ["09"],
            "mother_lost_since": "2025-03-01", "mother_away": "yes", "mother_away_since": "2025-01-01"});
        let fields = fields.as_object().expect("map");
        let father = Parent::read(fields, "father");
        assert_eq!((father.term_months, father.away, father.has(&["12"])), (Some(8), None, true));
        let mother = Parent::read(fields, "mother");
        assert_eq!((mother.lost_since, mother.away), (dates::stored("2025-03-01"), Some(true)));
        assert_eq!(Parent::read(fields, "uncle"), Parent::default());
        let kind = crate::dictionary::dictionary().kind("child_guardianship").expect("kind");
        for parent in ["father", "mother"] {
            for field in ["statuses", "term_months", "lost_since", "away", "away_since"] {
                assert!(kind.field(&format!("{parent}_{field}")).is_some(), "{parent}_{field}");
            }
        }
    }
}
