//! A child's father or mother, as R16 and R18 read it: several situations at once (table `parent_status`),
//! since when away, for how long detained, since when out of reach.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::fields::child_guardianship;
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

/// The fields of a `child_guardianship` that tell of one parent.
#[derive(Debug)]
pub struct ParentFields {
    /// Name.
    pub name: &'static str,
    /// Situations, several at once.
    pub statuses: &'static str,
    /// Months of a sentence or measure.
    pub term_months: &'static str,
    /// Since when out of reach.
    pub lost_since: &'static str,
    /// Working away.
    pub away: &'static str,
    /// Since when.
    pub away_since: &'static str,
    /// Where.
    pub workplace: &'static str,
}

/// The father's.
pub const FATHER: ParentFields = ParentFields {
    name: child_guardianship::FATHER_NAME,
    statuses: child_guardianship::FATHER_STATUSES,
    term_months: child_guardianship::FATHER_TERM_MONTHS,
    lost_since: child_guardianship::FATHER_LOST_SINCE,
    away: child_guardianship::FATHER_AWAY,
    away_since: child_guardianship::FATHER_AWAY_SINCE,
    workplace: child_guardianship::FATHER_WORKPLACE,
};

/// The mother's.
pub const MOTHER: ParentFields = ParentFields {
    name: child_guardianship::MOTHER_NAME,
    statuses: child_guardianship::MOTHER_STATUSES,
    term_months: child_guardianship::MOTHER_TERM_MONTHS,
    lost_since: child_guardianship::MOTHER_LOST_SINCE,
    away: child_guardianship::MOTHER_AWAY,
    away_since: child_guardianship::MOTHER_AWAY_SINCE,
    workplace: child_guardianship::MOTHER_WORKPLACE,
};

impl Parent {
    /// Reads the fields of one parent of a `child_guardianship`.
    pub fn read(fields: &Map<String, Value>, names: &ParentFields) -> Parent {
        let months = fields.get(names.term_months).and_then(Value::as_u64);
        Parent {
            statuses: values::codes(fields, names.statuses),
            term_months: months.and_then(|months| u32::try_from(months).ok()),
            lost_since: dates::stored(values::text(fields, names.lost_since)),
            away: match values::text(fields, names.away) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            away_since: dates::stored(values::text(fields, names.away_since)),
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
        let father = Parent::read(fields, &FATHER);
        assert_eq!((father.term_months, father.away, father.has(&["12"])), (Some(8), None, true));
        let mother = Parent::read(fields, &MOTHER);
        assert_eq!((mother.lost_since, mother.away), (dates::stored("2025-03-01"), Some(true)));
    }
}
