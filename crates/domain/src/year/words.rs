//! Words of an agreement year, by name, and the fields that a new record begins with. A field whose word is not known is left to the person.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use super::Begin;
use crate::agreement::{term, year_in_cycle};
use crate::dates::add_months;
use crate::values::{Fields, is_empty};

/// Values by name: `agreement.buyer`, `next.start_date`, `year`, `subject`, `step.needs_survey`.
#[derive(Debug, Clone, Default)]
pub struct Words(Map<String, Value>);

impl Words {
    /// The words that an agreement says.
    pub fn of(id: &str, agreement: &Fields) -> Words {
        let mut words = Words::default();
        words.say("agreement.id", id.into());
        for (name, value) in agreement {
            words.say(&format!("agreement.{name}"), value.clone());
        }
        if let Some(term) = term(agreement) {
            words.say("year", term.from.year().into());
            let after = term.to.succ_opt();
            let until = after.and_then(|day| add_months(day, 12)).and_then(|day| day.pred_opt());
            let day = |day: NaiveDate| Value::from(day.to_string());
            words.say("next.start_date", after.map_or(Value::Null, day));
            words.say("next.end_date", until.map_or(Value::Null, day));
            words.say("next.year", after.map_or(Value::Null, |day| day.year().into()));
        }
        words.say("next.year_in_cycle", year_in_cycle(agreement).map_or(Value::Null, |year| (year + 1).into()));
        words
    }

    /// Adds a word, or says it anew.
    pub fn say(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The fields that a new record begins with.
    pub fn fields(&self, begin: &Begin) -> Map<String, Value> {
        let filled = |(name, value): (&String, &Value)| Some((name.clone(), self.filled(value)?));
        begin.fields.iter().filter_map(filled).collect()
    }

    fn filled(&self, value: &Value) -> Option<Value> {
        let Value::String(written) = value else { return Some(value.clone()) };
        if let Some(name) = written.strip_prefix('@') {
            return self.0.get(name).filter(|value| !is_empty(value)).cloned();
        }
        let mut rest = written.as_str();
        let mut text = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            text += before;
            text += &match self.0.get(name)? {
                Value::String(word) => word.clone(),
                other => other.to_string(),
            };
            rest = after;
        }
        Some(Value::String(text + rest))
    }
}
