//! The statistics of minimum living as xlsx: gathers who holds the category and hands them to `domain::dibao_statistics`.
//! It counts nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::dibao_statistics::{COLUMNS, Holder, lines};
use domain::period::{Month, Period};
use store::{Query, Row, Test};

use crate::app::App;
use crate::duty::{Duty, codes, date, text};
use crate::error::{CommandError, FieldFinding};
use crate::ledgers::{self, LedgerOut, LedgerRequest};
use crate::papers::not_made;
use crate::people;

/// Writes the statistics of the month in which the period ends.
pub(crate) fn write(app: &App, duty: &Duty, request: &LedgerRequest) -> Result<LedgerOut, CommandError> {
    let last = match request.to.trim() {
        "" => duty.today,
        typed => domain::dates::parse(typed, duty.today)
            .map_err(|_| CommandError::invalid(vec![FieldFinding::error("to", "请填写日期，如 2026-11-30。")]))?,
    };
    let month = Month::of(last);
    let lines = lines(&holders(duty, request, month.period())?, month.period());
    let columns = COLUMNS.iter().enumerate().map(|(at, title)| match at {
        0 => Column::new(*title, ColumnKind::Text, 16.0),
        _ => Column::new(*title, ColumnKind::Integer, 10.0),
    });
    let rows: Vec<Vec<Value>> = lines
        .iter()
        .map(|line| {
            let figures = line.figures.iter().map(|figure| figure.map(|figure| figure as i64).into());
            std::iter::once(line.place.clone().into()).chain(figures).collect()
        })
        .collect();
    let place = ledgers::place_of(duty, request);
    let sheet = Sheet {
        name: "低保统计表".into(),
        title: format!("{place}低保统计表（{}）", month.label()),
        columns: columns.collect(),
        note:
            "注：只统计本站建档的低保对象；劳动能力和资金各列由经办部门掌握，留空手填；同一人有几种致贫原因的分别计入。"
                .into(),
        rows,
        ..Sheet::default()
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] }).map_err(not_made)?;
    ledgers::record(duty, &format!("低保统计表（{}，{} 行）", month.label(), lines.len()))?;
    let name = format!("{place}低保统计表 {}.xlsx", month.first().format("%Y-%m"));
    Ok(LedgerOut { file: request.to_place.write(app, &name, bytes)?, rows: lines.len() as u32 })
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
