//! Facts of volunteers, resources, gifts, news, trainings, organisations and office work that `domain::brief` counts.
//! It counts nothing itself.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::brief::Dated;
use domain::fields::{
    administrative_work, community_org, gift_distribution, gift_receipt, news_item, publication, resource_linkage,
    training, volunteer, volunteer_service,
};
use domain::gift::Line;
use domain::identity::{self, IdNumber};
use domain::resource_facts::{
    HoursFact, NewsFact, OrganisationFact, ResourceFact, ResourceFacts, ServiceHours, VolunteerFact,
};
use serde_json::Value;
use store::Row;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::records::facts::reading::Reading;

/// The kinds that these facts are made of.
pub(super) const KINDS: [&str; 10] = [
    volunteer::KIND,
    volunteer_service::KIND,
    resource_linkage::KIND,
    gift_distribution::KIND,
    gift_receipt::KIND,
    news_item::KIND,
    training::KIND,
    community_org::KIND,
    publication::KIND,
    administrative_work::KIND,
];

/// Facts for figures whose period lies within the span.
pub(crate) fn gather(reading: &Reading) -> Result<ResourceFacts, CommandError> {
    let all = |kind: &str| reading.list(&reading.all(kind));
    let dated = |kind: &str| reading.dated(kind, resource_linkage::DATE);
    let number = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0);
    let hours = |row: &Row| {
        let minutes = number(row, training::MINUTES);
        Some(HoursFact { id: row.id.clone(), date: date(&row.fields, training::DATE)?, minutes })
    };
    Ok(ResourceFacts {
        volunteers: all(volunteer::KIND)?.iter().map(|row| volunteer(reading.context, row)).collect(),
        services: dated(volunteer_service::KIND)?
            .iter()
            .filter_map(|row| {
                let volunteer = text(&row.fields, volunteer_service::VOLUNTEER).to_owned();
                let (date, minutes) =
                    (date(&row.fields, volunteer_service::DATE)?, number(row, volunteer_service::MINUTES));
                Some(ServiceHours { id: row.id.clone(), volunteer, date, minutes })
            })
            .collect(),
        resources: dated(resource_linkage::KIND)?
            .iter()
            .filter_map(|row| {
                let date = date(&row.fields, resource_linkage::DATE)?;
                Some(ResourceFact { id: row.id.clone(), date, amount: number(row, resource_linkage::AMOUNT) })
            })
            .collect(),
        gifts: gift_lines(reading, &dated(gift_distribution::KIND)?)?,
        news: dated(news_item::KIND)?
            .iter()
            .filter_map(|row| {
                let level = text(&row.fields, news_item::LEVEL).to_owned();
                Some(NewsFact { id: row.id.clone(), date: date(&row.fields, news_item::DATE)?, level })
            })
            .collect(),
        trainings: dated(training::KIND)?.iter().filter_map(hours).collect(),
        organisations: all(community_org::KIND)?
            .iter()
            .map(|row| OrganisationFact {
                id: row.id.clone(),
                start: date(&row.fields, community_org::START_DATE),
                end: date(&row.fields, community_org::END_DATE),
            })
            .collect(),
        publications: dated(publication::KIND)?
            .iter()
            .filter_map(|row| {
                let kind = text(&row.fields, publication::PUBLICATION_TYPE).to_owned();
                Some((kind, Dated { id: row.id.clone(), date: date(&row.fields, publication::DATE)? }))
            })
            .collect(),
        office: dated(administrative_work::KIND)?.iter().filter_map(hours).collect(),
    })
}

/// The same valid ID number is the same person; whoever has none is one by himself.
fn volunteer(context: &Context, row: &Row) -> VolunteerFact {
    let number = identity::clean(text(&row.fields, volunteer::ID_NUMBER));
    let valid = matches!(identity::check(&number, context.today), IdNumber::Valid(_));
    VolunteerFact {
        id: row.id.clone(),
        person: if valid { number } else { row.id.clone() },
        registered: date(&row.fields, volunteer::REGISTERED_DATE),
        left: date(&row.fields, volunteer::LEFT_DATE),
    }
}

/// Final lines of these distributions, each with the day of its distribution.
fn gift_lines(reading: &Reading, distributions: &[Row]) -> Result<Vec<(NaiveDate, Line)>, CommandError> {
    let days: HashMap<&str, NaiveDate> = distributions
        .iter()
        .filter_map(|row| Some((row.id.as_str(), date(&row.fields, gift_distribution::DATE)?)))
        .collect();
    let ids: Vec<String> = distributions.iter().map(|row| row.id.clone()).collect();
    let lines = reading.all(gift_receipt::KIND).by("created_ms", false);
    let rows = reading.list_in(&lines, gift_receipt::GIFT_DISTRIBUTION, &ids)?;
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
        distribution: of(gift_receipt::GIFT_DISTRIBUTION),
        recipient: of(gift_receipt::RECIPIENT),
        household: of(gift_receipt::HOUSEHOLD),
        signed: text(&row.fields, gift_receipt::SIGNED) == "yes",
        quantity: row.fields.get(gift_receipt::QUANTITY).and_then(Value::as_u64).unwrap_or(1),
    }
}
