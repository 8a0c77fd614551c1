//! Facts of records, the plain ones that `domain::brief` counts: final, living records of a station or of all of them.
//! Persons are told apart by R25. It counts nothing itself.

pub(crate) mod activities;
pub(crate) mod resources;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use domain::brief::{CaseEvent, CaseFact, CategoryFact, Dated, Facts, NoteFact, RecipientFact, VisitFact};
use domain::period::Period;
use domain::persons::{self, Union};
use domain::service::CountyItem;
use domain::visit::Held;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, own, text};
use crate::kernel::error::CommandError;
use crate::records::service::{county_items, service};

/// Facts for any figure whose period lies within `span`; of one station, or of every station.
pub(crate) fn gather(context: &Context, station: Option<&str>, span: Period) -> Result<Facts, CommandError> {
    let all = |kind: &str| Query { provisional: Some(false), ..own(kind, station).only(looked_at(kind)) };
    let dated = |kind: &str, field: &str| {
        let until = Query::of(kind).and(field, Test::AtMost, span.to.to_string());
        let wheres = until.and(field, Test::AtLeast, span.from.to_string()).wheres;
        let mut query = all(kind);
        query.wheres.extend(wheres);
        context.list(&query)
    };
    let items = county_items(context)?;
    let people = context.list(&all("recipient"))?;
    let mut recipients = recipients(context, &people, &all("recipient_category"))?;
    let union = union_among(context, &people)?;
    for recipient in &mut recipients {
        recipient.person = union.keys.get(&recipient.id).cloned().unwrap_or_default();
    }
    let (groups, activities) =
        (activities::groups(context, station, &items)?, activities::held(context, station, span, &items)?);
    Ok(Facts {
        recipients,
        resources: resources::gather(context, station, span)?,
        visits: dated("visit", "date")?.iter().filter_map(|row| visit(row, &items)).collect(),
        cases: context.list(&all("case"))?.iter().map(|row| case(row, &items)).collect(),
        notes: dated("progress_note", "date")?.iter().filter_map(note).collect(),
        closures: context.list(&all("closure"))?.iter().filter_map(|row| event(row, "date")).collect(),
        follow_ups: dated("follow_up", "date")?.iter().filter_map(|row| event(row, "date")).collect(),
        reports: dated("mandatory_report", "found_date")?.iter().filter_map(|row| day(row, "found_date")).collect(),
        referrals: dated("referral", "referral_date")?.iter().filter_map(|row| day(row, "referral_date")).collect(),
        groups,
        group_rules: activities::rules(context)?,
        activities,
        publicity: dated("publicity", "date")?.iter().filter_map(|row| activities::publicity(row, &items)).collect(),
        consultations: dated("consultation", "date")?
            .iter()
            .filter_map(|row| activities::consultation(row, &items))
            .collect(),
        errands: dated("errand", "date")?.iter().filter_map(|row| activities::errand(row, &items)).collect(),
    })
}

/// The fields that facts are made of; of a kind that is not named here all of them are read.
fn looked_at(kind: &str) -> &'static [&'static str] {
    match kind {
        "recipient" => PERSON,
        "recipient_category" => {
            &["recipient", "category", "disability_type", "disability_grade", "start_date", "end_date"]
        }
        "visit" => &[
            "recipient",
            "household",
            "date",
            "contact_mode",
            "result",
            "area",
            "service_item",
            "service_method",
            "approval_no",
        ],
        "closure" | "follow_up" => &["case", "date"],
        _ => &[],
    }
}

const PERSON: &[&str] = &["name", "id_number", "birth_date", "village", "death_date", "left_date", "file_created"];

/// Who is the same person among the living files of a question (R25).
pub(crate) fn union_of(context: &Context, query: &Query) -> Result<Union, CommandError> {
    union_among(context, &context.list(&query.clone().only(PERSON))?)
}

fn union_among(context: &Context, rows: &[Row]) -> Result<Union, CommandError> {
    let people: Vec<persons::Person> = rows.iter().map(person).collect();
    let merged = context.merges()?.pairs().map(|(from, into)| (from.to_owned(), into.to_owned())).collect();
    Ok(persons::union_merged(&people, &merged, context.today))
}

fn person(row: &Row) -> persons::Person {
    persons::Person {
        id: row.id.clone(),
        name: text(&row.fields, "name").to_owned(),
        id_number: text(&row.fields, "id_number").to_owned(),
        birth: date(&row.fields, "birth_date"),
        village: text(&row.fields, "village").to_owned(),
    }
}

fn recipients(context: &Context, people: &[Row], categories: &Query) -> Result<Vec<RecipientFact>, CommandError> {
    let mut held: HashMap<String, Vec<CategoryFact>> = HashMap::new();
    for row in context.list(categories)? {
        let of = |field: &str| text(&row.fields, field).to_owned();
        held.entry(of("recipient")).or_default().push(CategoryFact {
            held: Held {
                category: of("category"),
                disability_type: of("disability_type"),
                disability_grade: of("disability_grade"),
            },
            start: date(&row.fields, "start_date"),
            end: date(&row.fields, "end_date"),
        });
    }
    Ok(people.iter().map(|row| recipient(row, held.remove(&row.id).unwrap_or_default())).collect())
}

/// A category that ends by age (R18) ends on that day, whether or not its record was ended yet.
fn recipient(row: &Row, mut categories: Vec<CategoryFact>) -> RecipientFact {
    let birth = date(&row.fields, "birth_date");
    for category in &mut categories {
        let lapses = domain::category::lapses(&category.held.category, birth);
        category.end = [category.end, lapses].into_iter().flatten().min();
    }
    let ends = [date(&row.fields, "death_date"), date(&row.fields, "left_date")];
    RecipientFact {
        id: row.id.clone(),
        person: String::new(),
        birth,
        file_created: date(&row.fields, "file_created"),
        ended: ends.into_iter().flatten().min(),
        categories,
    }
}

fn visit(row: &Row, items: &[CountyItem]) -> Option<VisitFact> {
    let of = |field: &str| text(&row.fields, field).to_owned();
    Some(VisitFact {
        id: row.id.clone(),
        recipient: of("recipient"),
        household: of("household"),
        date: date(&row.fields, "date")?,
        contact_mode: of("contact_mode"),
        result: of("result"),
        service: service(row, items),
    })
}

fn case(row: &Row, items: &[CountyItem]) -> CaseFact {
    CaseFact {
        id: row.id.clone(),
        recipient: text(&row.fields, "recipient").to_owned(),
        lead_date: date(&row.fields, "lead_date"),
        open_date: date(&row.fields, "open_date"),
        reopened_date: date(&row.fields, "reopened_date"),
        service: service(row, items),
    }
}

fn note(row: &Row) -> Option<NoteFact> {
    let clock = |field: &str| NaiveTime::parse_from_str(text(&row.fields, field), "%H:%M").ok();
    let minutes = clock("start_time").zip(clock("end_time")).map_or(0, |(from, to)| (to - from).num_minutes().max(0));
    Some(NoteFact {
        id: row.id.clone(),
        case: text(&row.fields, "case").to_owned(),
        date: date(&row.fields, "date")?,
        present: row.fields.get("recipients_present").and_then(|value| value.as_u64()).unwrap_or(0) as u32,
        minutes: minutes as u32,
    })
}

fn event(row: &Row, field: &str) -> Option<CaseEvent> {
    Some(CaseEvent { id: row.id.clone(), case: text(&row.fields, "case").to_owned(), date: date(&row.fields, field)? })
}

fn day(row: &Row, field: &str) -> Option<Dated> {
    Some(Dated { id: row.id.clone(), date: date(&row.fields, field)? })
}

/// From the first day that any of these looks at to the last.
pub(crate) fn span(from: NaiveDate, to: NaiveDate) -> Period {
    Period { from, to }
}
