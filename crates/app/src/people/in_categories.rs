//! People who hold one of several categories today, told by the dates of the records and by age (R18).

use chrono::{Months, NaiveDate};
use domain::category;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use store::{Query, Test};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// Who is in one of the categories today; who has grown out of one (R18) is not.
pub(crate) fn in_categories(context: &Context, categories: &[String]) -> Result<BTreeSet<String>, CommandError> {
    let mut ids = BTreeSet::new();
    // Those that end by the same age together, and those that never do.
    let mut by_age: BTreeMap<Option<u32>, Vec<String>> = BTreeMap::new();
    for code in categories {
        by_age.entry(category::ends_at(code).map(|(age, _)| age)).or_default().push(code.clone());
    }
    for (age, codes) in by_age {
        let mut found = by_dates(context, &codes)?;
        if let Some(born_by) = age.and_then(|age| years_before(context.today, age)) {
            let all: Vec<String> = found.iter().cloned().collect();
            let grown =
                Query::of("recipient").and("id", Test::In, all).and("birth_date", Test::AtMost, born_by.to_string());
            for (id, _) in context.store.count_by(&grown, "id")? {
                found.remove(id.as_str().unwrap_or_default());
            }
        }
        ids.append(&mut found);
    }
    Ok(ids)
}

/// Who is in one of the categories by the dates of the record: begun, and not ended.
pub(crate) fn by_dates(context: &Context, categories: &[String]) -> Result<BTreeSet<String>, CommandError> {
    let begun = Query::of("recipient_category").and("category", Test::In, categories.to_vec()).and(
        "start_date",
        Test::AtMost,
        context.today_text(),
    );
    let tomorrow = context.today.succ_opt().unwrap_or(context.today).to_string();
    let mut ids = BTreeSet::new();
    for query in
        [begun.clone().and("end_date", Test::IsNull, Value::Null), begun.and("end_date", Test::AtLeast, tomorrow)]
    {
        let found = context.store.count_by(&query, "recipient")?;
        ids.extend(found.into_iter().filter_map(|(id, _)| id.as_str().map(str::to_owned)));
    }
    Ok(ids)
}

pub(crate) fn years_before(day: NaiveDate, years: u32) -> Option<NaiveDate> {
    day.checked_sub_months(Months::new(years.checked_mul(12)?))
}
