//! The dictionary and what it judges: a kind as written in TOML; and a record of others, its kind on the first line and its fields as JSON
//! behind it, cleaned and checked by it.

use domain::dictionary::{Kind, dictionary};
use domain::validate;
use serde_json::{Map, Value};

pub fn enter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(today) = chrono::NaiveDate::from_ymd_opt(2026, 11, 30) else { return };
    let (name, fields) = text.split_once('\n').unwrap_or((text, "{}"));
    let mut fields: Map<String, Value> = serde_json::from_str(fields).unwrap_or_default();
    let written: Option<Kind> = toml::from_str(text).ok();
    for kind in written.as_ref().into_iter().chain(dictionary().kind(name)) {
        validate::clean(kind, &mut fields, today);
        let _ = (validate::check(kind, &fields, true, today), validate::check(kind, &fields, false, today));
    }
}
