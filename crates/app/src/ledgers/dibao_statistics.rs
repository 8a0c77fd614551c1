//! Who the statistics of minimum living (低保统计表) count; the counting is `domain::dibao_statistics`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::dibao_statistics::{Holder, lines};
use domain::period::{Month, Period};
use store::{Query, Row, Test};

use crate::duty::{Duty, codes, date, text};
use crate::error::CommandError;
use crate::ledgers::LedgerRequest;
use crate::ledgers::statistics::Lines;
use crate::people;

/// The lines of a month.
pub(crate) fn of_month(duty: &Duty, request: &LedgerRequest, month: Month) -> Result<Lines, CommandError> {
    let lines = lines(&holders(duty, request, month.period())?, month.period());
    Ok(lines.into_iter().map(|line| (line.place, line.figures)).collect())
}

fn holders(duty: &Duty, request: &LedgerRequest, month: Period) -> Result<Vec<Holder>, CommandError> {
    let own = |kind: &str| {
        let query = Query { provisional: Some(false), ..Query::of(kind) };
        match request.station.as_ref().filter(|_| duty.is_county()).or(duty.station.as_ref()) {
            Some(station) => query.and("station", Test::Eq, station.clone()),
            None => query,
        }
    };
    let held = duty.list(&own("recipient_category").and("category", Test::Eq, "dibao"))?;
    let disabled: BTreeSet<String> = duty
        .list(&own("recipient_category").and("category", Test::Eq, "disabled"))?
        .iter()
        .filter(|row| date(&row.fields, "end_date").is_none_or(|end| month.to < end))
        .map(|row| text(&row.fields, "recipient").to_owned())
        .collect();
    let people: BTreeMap<String, Row> =
        duty.list(&own("recipient"))?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let holder = |row: &Row| {
        let person = people.get(text(&row.fields, "recipient"))?;
        let fields = &person.fields;
        let gone = [date(fields, "death_date"), date(fields, "left_date"), date(&row.fields, "end_date")];
        Some(Holder {
            village: text(fields, "village").to_owned(),
            household: text(fields, "household").to_owned(),
            person: person.id.clone(),
            female: text(fields, "sex") == "2",
            age: age(duty, person, month.to),
            disabled: disabled.contains(&person.id),
            causes: codes(fields, "poverty_cause"),
            since: date(&row.fields, "start_date"),
            until: gone.into_iter().flatten().min(),
        })
    };
    Ok(held.iter().filter_map(holder).collect())
}

fn age(duty: &Duty, person: &Row, day: NaiveDate) -> Option<u32> {
    people::age_on(people::birth(duty, &person.fields)?, day)
}
