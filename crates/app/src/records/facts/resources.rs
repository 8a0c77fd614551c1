//! Facts of volunteers, resources, gifts, news, trainings, organisations and office work that `domain::brief` counts.
//! It counts nothing itself.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::brief::Dated;
use domain::gift::Line;
use domain::identity::{self, IdNumber};
use domain::period::Period;
use domain::resource_facts::{
    HoursFact, NewsFact, OrganisationFact, ResourceFact, ResourceFacts, ServiceHours, VolunteerFact,
};
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;

/// Facts for figures whose period lies within `span`; of one station, or of every station.
pub(crate) fn gather(context: &Context, station: Option<&str>, span: Period) -> Result<ResourceFacts, CommandError> {
    let all = |kind: &str| context.list(&Query { provisional: Some(false), ..context.of_station(kind, station) });
    let dated = |kind: &str| {
        let query = Query { provisional: Some(false), ..context.of_station(kind, station) };
        let until = query.and("date", Test::AtMost, span.to.to_string());
        context.list(&until.and("date", Test::AtLeast, span.from.to_string()))
    };
    let number = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0);
    let hours = |row: &Row| {
        let minutes = number(row, "minutes");
        Some(HoursFact { id: row.id.clone(), date: date(&row.fields, "date")?, minutes })
    };
    Ok(ResourceFacts {
        volunteers: all("volunteer")?.iter().map(|row| volunteer(context, row)).collect(),
        services: dated("volunteer_service")?
            .iter()
            .filter_map(|row| {
                let volunteer = text(&row.fields, "volunteer").to_owned();
                let (date, minutes) = (date(&row.fields, "date")?, number(row, "minutes"));
                Some(ServiceHours { id: row.id.clone(), volunteer, date, minutes })
            })
            .collect(),
        resources: dated("resource_linkage")?
            .iter()
            .filter_map(|row| {
                let date = date(&row.fields, "date")?;
                Some(ResourceFact { id: row.id.clone(), date, amount: number(row, "amount") })
            })
            .collect(),
        gifts: gift_lines(context, &dated("gift_distribution")?)?,
        news: dated("news_item")?
            .iter()
            .filter_map(|row| {
                let level = text(&row.fields, "level").to_owned();
                Some(NewsFact { id: row.id.clone(), date: date(&row.fields, "date")?, level })
            })
            .collect(),
        trainings: dated("training")?.iter().filter_map(hours).collect(),
        organisations: all("community_org")?
            .iter()
            .map(|row| OrganisationFact {
                id: row.id.clone(),
                start: date(&row.fields, "start_date"),
                end: date(&row.fields, "end_date"),
            })
            .collect(),
        publications: dated("publication")?
            .iter()
            .filter_map(|row| {
                let kind = text(&row.fields, "publication_type").to_owned();
                Some((kind, Dated { id: row.id.clone(), date: date(&row.fields, "date")? }))
            })
            .collect(),
        office: dated("administrative_work")?.iter().filter_map(hours).collect(),
    })
}

/// The same valid ID number is the same person; whoever has none is one by himself.
fn volunteer(context: &Context, row: &Row) -> VolunteerFact {
    let number = identity::clean(text(&row.fields, "id_number"));
    let valid = matches!(identity::check(&number, context.today), IdNumber::Valid(_));
    VolunteerFact {
        id: row.id.clone(),
        person: if valid { number } else { row.id.clone() },
        registered: date(&row.fields, "registered_date"),
        left: date(&row.fields, "left_date"),
    }
}

/// Final lines of these distributions, each with the day of its distribution.
fn gift_lines(context: &Context, distributions: &[Row]) -> Result<Vec<(NaiveDate, Line)>, CommandError> {
    let days: HashMap<&str, NaiveDate> =
        distributions.iter().filter_map(|row| Some((row.id.as_str(), date(&row.fields, "date")?))).collect();
    let ids: Vec<String> = distributions.iter().map(|row| row.id.clone()).collect();
    let finals = Query { provisional: Some(false), ..Query::of("gift_receipt") }.by("created_ms", false);
    let rows = context.list_in(&finals, "gift_distribution", &ids)?;
    let line = |row: &Row| {
        let line = gift_line(row);
        Some((*days.get(line.distribution.as_str())?, line))
    };
    Ok(rows.iter().filter_map(line).collect())
}

/// A line as the rules see it; a line without a number is one piece.
pub(crate) fn gift_line(row: &Row) -> Line {
    let of = |field: &str| text(&row.fields, field).to_owned();
    Line {
        id: row.id.clone(),
        distribution: of("gift_distribution"),
        recipient: of("recipient"),
        household: of("household"),
        signed: text(&row.fields, "signed") == "yes",
        quantity: row.fields.get("quantity").and_then(Value::as_u64).unwrap_or(1),
    }
}
