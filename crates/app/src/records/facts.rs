//! Facts of records, the plain ones that `domain::brief` counts: final, living records of a station or of all of them.
//! Persons are told apart by R25. It counts nothing itself.

pub(crate) mod activities;
pub(crate) mod resources;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime};
use domain::brief::{CaseEvent, CaseFact, Dated, Facts, NoteFact, RecipientFact, VisitFact};
use domain::case::{STAGES, Stage};
use domain::on_file::Holding;
use domain::period::Period;
use domain::persons::{self, Union};
use domain::service::CountyItem;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::people::on_file;
use crate::records::service::{items_in_use, service};

/// Facts for any figure whose period lies within `span`; of one station, or of every station.
pub(crate) fn gather(context: &Context, station: Option<&str>, span: Period) -> Result<Facts, CommandError> {
    let all =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, station).only(looked_at(kind)) };
    let dated = |kind: &str, field: &str| {
        let until = Query::of(kind).and(field, Test::AtMost, span.to.to_string());
        let wheres = until.and(field, Test::AtLeast, span.from.to_string()).wheres;
        let mut query = all(kind);
        query.wheres.extend(wheres);
        context.list(&query)
    };
    let items = items_in_use(context)?;
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

/// Facts for the month figures of a page that is opened all day (`domain::month_figures`): what is dated within `span`, and of people and
/// cases only those it is about. Of the register it knows who is new; no category and no resource is in it.
pub(crate) fn of_months(context: &Context, span: Period) -> Result<Facts, CommandError> {
    let finals =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, None).only(looked_at(kind)) };
    let since = |kind: &str, field: &str| finals(kind).and(field, Test::AtLeast, span.from.to_string());
    let dated =
        |kind: &str, field: &str| context.list(&since(kind, field).and(field, Test::AtMost, span.to.to_string()));
    let items = items_in_use(context)?;
    let visits: Vec<VisitFact> = dated("visit", "date")?.iter().filter_map(|row| visit(row, &items)).collect();
    let notes: Vec<NoteFact> = dated("progress_note", "date")?.iter().filter_map(note).collect();
    let (groups, activities) =
        (activities::groups(context, None, &items)?, activities::held(context, None, span, &items)?);
    let (cases, closures) = cases_of(context, &notes, span, &items)?;
    let mut people: BTreeSet<String> = visits.iter().map(|visit| visit.recipient.clone()).collect();
    people.extend(cases.iter().map(|case| case.recipient.clone()));
    people.extend(groups.iter().flat_map(|group| &group.members).map(|member| member.recipient.clone()));
    people.extend(activities.iter().flat_map(|activity| activity.recipients.iter().cloned()));
    // Merged files tell who is one person, also where neither of the two was served.
    people.extend(context.merges()?.pairs().flat_map(|(from, into)| [from.to_owned(), into.to_owned()]));
    let people: Vec<String> = people.into_iter().collect();
    let mut rows = context.list_in(&finals("recipient"), "id", &people)?;
    rows.extend(dated("recipient", "file_created")?.into_iter().filter(|row| people.binary_search(&row.id).is_err()));
    Ok(Facts {
        recipients: people_of(context, &rows)?,
        visits,
        cases,
        notes,
        closures,
        groups,
        group_rules: activities::rules(context)?,
        activities,
        consultations: dated("consultation", "date")?
            .iter()
            .filter_map(|row| activities::consultation(row, &items))
            .collect(),
        ..Facts::default()
    })
}

/// Facts of these visits alone, and who was visited.
pub(crate) fn of_visits(context: &Context, rows: &[&Row]) -> Result<Facts, CommandError> {
    let items = items_in_use(context)?;
    let visits: Vec<VisitFact> = rows.iter().filter_map(|row| visit(row, &items)).collect();
    let mut people: BTreeSet<String> = visits.iter().map(|visit| visit.recipient.clone()).collect();
    people.extend(context.merges()?.pairs().flat_map(|(from, into)| [from.to_owned(), into.to_owned()]));
    let finals = Query { provisional: Some(false), ..Query::of("recipient").only(PERSON) };
    let recipients = people_of(context, &context.list_in(&finals, "id", &people.into_iter().collect::<Vec<_>>())?)?;
    Ok(Facts { recipients, visits, ..Facts::default() })
}

/// People told apart by R25, without their categories.
fn people_of(context: &Context, rows: &[Row]) -> Result<Vec<RecipientFact>, CommandError> {
    let union = union_among(context, rows)?;
    let recipient = |row: &Row| {
        let person = union.keys.get(&row.id).cloned().unwrap_or_default();
        Ok(RecipientFact { id: row.id.clone(), person, file: on_file::file(context, row)?, holdings: Vec::new() })
    };
    rows.iter().map(recipient).collect()
}

/// Cases that a month of the span can count, with all their closure reports: worked on or opened within it, closed within it or later,
/// or in hand now.
fn cases_of(
    context: &Context,
    notes: &[NoteFact],
    span: Period,
    items: &[CountyItem],
) -> Result<(Vec<CaseFact>, Vec<CaseEvent>), CommandError> {
    let finals =
        |kind: &str| Query { provisional: Some(false), ..context.of_station(kind, None).only(looked_at(kind)) };
    let closure = |row: &Row| event(row, "date");
    let from = span.from.to_string();
    let closed_since = context.list(&finals("closure").and("date", Test::AtLeast, from.clone()))?;
    let named = notes.iter().map(|note| note.case.clone());
    let named: BTreeSet<String> = named.chain(closed_since.iter().filter_map(closure).map(|one| one.case)).collect();
    let open: Vec<&str> = STAGES.iter().filter(|(stage, _)| stage.is_open()).map(|(_, code)| *code).collect();
    let mut rows = context.list_in(&finals("case"), "id", &named.into_iter().collect::<Vec<_>>())?;
    rows.extend(context.list(&finals("case").and("stage", Test::In, open))?);
    rows.extend(context.list(&finals("case").and("open_date", Test::AtLeast, from))?);
    let rows: BTreeMap<String, Row> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    let ids: Vec<String> = rows.keys().cloned().collect();
    let closures = context.list_in(&finals("closure"), "case", &ids)?;
    Ok((rows.values().map(|row| case(row, items)).collect(), closures.iter().filter_map(closure).collect()))
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

/// What a merged file holds, the one that stands for it holds.
fn recipients(context: &Context, people: &[Row], categories: &Query) -> Result<Vec<RecipientFact>, CommandError> {
    let merges = context.merges()?;
    let mut held: HashMap<String, Vec<Holding>> = HashMap::new();
    for row in context.list(categories)? {
        let whose = merges.standing(text(&row.fields, "recipient")).to_owned();
        held.entry(whose).or_default().push(Holding::read(&row.fields));
    }
    let fact = |row: &Row| {
        let holdings = held.remove(&row.id).unwrap_or_default();
        Ok(RecipientFact { id: row.id.clone(), person: String::new(), file: on_file::file(context, row)?, holdings })
    };
    people.iter().map(fact).collect()
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
        reopened_date: date(&row.fields, "reopened_date").or_else(|| reopened_by(row)),
        ended: date(&row.fields, "stage_date").filter(|_| is_past_work(text(&row.fields, "stage"))),
        service: service(row, items),
    }
}

/// Of a case reopened before the day was kept: the day of the stage in which it is in hand again.
fn reopened_by(row: &Row) -> Option<NaiveDate> {
    let again = row.fields.get("reopened_no").and_then(serde_json::Value::as_u64).unwrap_or(0) > 0;
    let open = Stage::parse(text(&row.fields, "stage")).is_some_and(Stage::is_open);
    date(&row.fields, "stage_date").filter(|_| again && open)
}

/// Closed, followed up or archived.
fn is_past_work(stage: &str) -> bool {
    matches!(Stage::parse(stage), Some(Stage::Closed | Stage::FollowingUp | Stage::Archived))
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
