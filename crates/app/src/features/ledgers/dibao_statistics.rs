//! Holders of minimum living that its statistics (低保统计表) count; the counting is `domain::dibao_statistics`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::dibao_statistics::{Holder, Line, lines};
use domain::period::{Month, Period};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, codes, date, text};
use crate::kernel::error::CommandError;
use crate::people;

/// The lines of a month.
pub(crate) fn of_month(context: &Context, station: Option<&str>, month: Month) -> Result<Vec<Line>, CommandError> {
    Ok(lines(&holders(context, station, month.period())?, month.period()))
}

fn holders(context: &Context, station: Option<&str>, month: Period) -> Result<Vec<Holder>, CommandError> {
    let own = |kind: &str| {
        let query = Query { provisional: Some(false), ..Query::of(kind) };
        match station.or(context.station.as_deref()) {
            Some(station) => query.and("station", Test::Eq, station),
            None => query,
        }
    };
    let held = context.list(&own("recipient_category").and("category", Test::Eq, "dibao"))?;
    let disabled: BTreeSet<String> = context
        .list(&own("recipient_category").and("category", Test::Eq, "disabled"))?
        .iter()
        .filter(|row| date(&row.fields, "end_date").is_none_or(|end| month.to < end))
        .map(|row| text(&row.fields, "recipient").to_owned())
        .collect();
    let people: BTreeMap<String, Row> =
        context.list(&own("recipient"))?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let holder = |row: &Row| {
        let person = people.get(text(&row.fields, "recipient"))?;
        let fields = &person.fields;
        let gone = [date(fields, "death_date"), date(fields, "left_date"), date(&row.fields, "end_date")];
        Some(Holder {
            village: text(fields, "village").to_owned(),
            household: text(fields, "household").to_owned(),
            person: person.id.clone(),
            female: text(fields, "sex") == "2",
            age: age(context, person, month.to),
            disabled: disabled.contains(&person.id),
            causes: codes(fields, "poverty_cause"),
            since: date(&row.fields, "start_date"),
            until: gone.into_iter().flatten().min(),
        })
    };
    Ok(held.iter().filter_map(holder).collect())
}

fn age(context: &Context, person: &Row, day: NaiveDate) -> Option<u32> {
    people::age_on(people::birth(context, &person.fields)?, day)
}
