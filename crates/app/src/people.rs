//! People, who is who: the few things that stand beside everything else, for many of them at once: name, age, categories in force,
//! risk, last visit and next date. A fixed number of queries, never one per person.

pub(crate) mod category_register;
pub(crate) mod duplicates;
pub(crate) mod household;
pub(crate) mod in_categories;
pub(crate) mod listed_staff;
pub(crate) mod same_person;

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::NaiveDate;
use domain::category;
use domain::dictionary::dictionary;
use domain::identity::{self, IdNumber, Reading};
use domain::visit;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::{CodeLabel, label};

/// Full years on a day, when the birth date makes sense.
pub(crate) fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    domain::age::on(birth, day)
}

/// Full years today, from the birth date or else the ID number.
pub(crate) fn age(context: &Context, fields: &Payload) -> Option<u32> {
    age_on(birth(context, fields)?, context.today)
}

/// The birth date as typed, or else as the ID number says.
pub(crate) fn birth(context: &Context, fields: &Payload) -> Option<NaiveDate> {
    date(fields, "birth_date").or_else(|| birth_by_id(context, text(fields, "id_number")))
}

/// What an ID number says, also an old one of fifteen digits.
pub(crate) fn read_id(context: &Context, id_number: &str) -> Option<Reading> {
    match identity::check(&identity::clean(id_number), context.today) {
        IdNumber::Valid(reading) | IdNumber::Old15(reading) => Some(reading),
        IdNumber::Invalid { .. } => None,
    }
}

/// The birth date that an ID number says.
pub(crate) fn birth_by_id(context: &Context, id_number: &str) -> Option<NaiveDate> {
    read_id(context, id_number).map(|reading| reading.birth)
}

/// Younger than 18 today. Nobody's age is guessed: without a birth date the answer is no.
pub(crate) fn is_minor(context: &Context, fields: &Payload) -> bool {
    age(context, fields).is_some_and(|age| age < 18)
}

/// People by id, briefly; a merged file as the one that stands for it.
pub(crate) fn briefs(context: &Context, ids: &[String]) -> Result<BTreeMap<String, PersonBrief>, CommandError> {
    let merges = context.merges()?;
    let standing: Vec<String> = ids.iter().map(|id| merges.standing(id).to_owned()).collect();
    let found = briefs_as_they_are(context, &standing)?;
    let asked = ids.iter().zip(&standing);
    Ok(asked.filter_map(|(id, standing)| Some((id.clone(), found.get(standing)?.clone()))).collect())
}

/// The same of the files themselves, merged ones too.
pub(crate) fn briefs_as_they_are(
    context: &Context,
    ids: &[String],
) -> Result<BTreeMap<String, PersonBrief>, CommandError> {
    let rows = context.list_in(&Query::of("recipient"), "id", ids)?;
    briefs_of(context, &rows)
}

/// These people, briefly.
pub(crate) fn briefs_of(context: &Context, rows: &[Row]) -> Result<BTreeMap<String, PersonBrief>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut categories = categories_in_force(context, &ids)?;
    Ok(rows
        .iter()
        .map(|row| {
            let mut codes = categories.remove(&row.id).unwrap_or_default();
            let birth = birth(context, &row.fields);
            codes.retain(|code| !category::has_lapsed(code, birth, context.today));
            (row.id.clone(), brief_of(context, row, &codes))
        })
        .collect())
}

fn brief_of(context: &Context, row: &Row, categories: &[String]) -> PersonBrief {
    let age = age(context, &row.fields);
    PersonBrief {
        id: row.id.clone(),
        name: text(&row.fields, "name").to_owned(),
        sex: match text(&row.fields, "sex") {
            "1" => "男".to_owned(),
            "2" => "女".to_owned(),
            _ => String::new(),
        },
        age,
        minor: age.is_some_and(|age| age < 18),
        village: text(&row.fields, "village").to_owned(),
        station: context.station_name(&row.station),
        categories: categories
            .iter()
            .map(|code| CodeLabel { code: code.clone(), label: label("category", code) })
            .collect(),
        risk: some_text(&row.fields, "risk_level"),
    }
}

/// One person, briefly.
pub(crate) fn brief(context: &Context, id: &str) -> Result<PersonBrief, CommandError> {
    briefs(context, &[id.to_owned()])?.remove(id).ok_or_else(|| CommandError::not_found("服务对象"))
}

/// Categories in force today by their dates, by recipient. Those that end by age are the caller's to leave out, who knows
/// the birth dates (`domain::category`).
pub(crate) fn categories_in_force(
    context: &Context,
    ids: &[String],
) -> Result<BTreeMap<String, Vec<String>>, CommandError> {
    let merges = context.merges()?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let all: Vec<String> = ids.iter().flat_map(|id| merges.same_person(id)).collect();
    for row in context.list_in(&Query::of("recipient_category"), "recipient", &all)? {
        if category_in_force(context, &row.fields) {
            let held_by = text(&row.fields, "recipient");
            // A merged file asked for by itself answers for itself.
            let whose = if ids.iter().any(|id| id == held_by) { held_by } else { merges.standing(held_by) };
            let codes = found.entry(whose.to_owned()).or_default();
            let code = text(&row.fields, "category").to_owned();
            if !code.is_empty() && !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    Ok(found)
}

/// Begun, and not ended: the day it ends does not count any more.
pub(crate) fn category_in_force(context: &Context, fields: &Payload) -> bool {
    let begun = date(fields, "start_date").is_none_or(|start| start <= context.today);
    begun && date(fields, "end_date").is_none_or(|end| context.today < end)
}

/// When someone was visited last and is to be visited next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visited {
    /// Last effective visit.
    pub(crate) last: Option<String>,
    /// The date that the newest visit set.
    pub(crate) next: Option<String>,
    /// The newest visit.
    pub(crate) newest: Option<String>,
}

/// Last and next visits of people. What the newest visit says of the next date holds, also when nobody was
/// at home; an older date is settled by it.
pub(crate) fn visited(context: &Context, ids: &[String]) -> Result<BTreeMap<String, Visited>, CommandError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let merges = context.merges()?;
    let all: Vec<String> = ids.iter().flat_map(|id| merges.same_person(id)).collect();
    visited_of(context, Query::of("visit").and("recipient", Test::In, all))
}

/// The same for the people of these visits.
pub(crate) fn visited_of(context: &Context, visits: Query) -> Result<BTreeMap<String, Visited>, CommandError> {
    let mut found = newest_visits(context, visits.clone())?;
    add_last(context, visits, &mut found)?;
    Ok(found)
}

/// Those whose newest visit set a date that has come. Years of visits are read once for it, not twice.
pub(crate) fn due_for_visit(context: &Context) -> Result<BTreeMap<String, Visited>, CommandError> {
    let today = context.today_text();
    let mut found = newest_visits(context, Query::of("visit"))?;
    found.retain(|_, visits| visits.next.as_ref().is_some_and(|next| *next <= today));
    let merges = context.merges()?;
    let all: Vec<String> = found.keys().flat_map(|id| merges.same_person(id)).collect();
    add_last(context, Query::of("visit").and("recipient", Test::In, all), &mut found)?;
    Ok(found)
}

fn newest_visits(context: &Context, visits: Query) -> Result<BTreeMap<String, Visited>, CommandError> {
    let merges = context.merges()?;
    let mut found: BTreeMap<String, Visited> = BTreeMap::new();
    let mut newest_on: BTreeMap<String, String> = BTreeMap::new();
    for row in
        context.store.columns(&visits.newest_per("recipient", "date"), &["recipient", "id", "next_date", "date"])?
    {
        if let [Value::String(recipient), id, next, day] = row.as_slice() {
            // Of several files of one person the newest visit counts.
            let (whose, day) = (merges.standing(recipient), day.as_str().unwrap_or(""));
            if newest_on.get(whose).is_some_and(|known| known.as_str() >= day) {
                continue;
            }
            newest_on.insert(whose.to_owned(), day.to_owned());
            let person = found.entry(whose.to_owned()).or_default();
            person.newest = id.as_str().map(str::to_owned);
            person.next = next.as_str().map(str::to_owned);
        }
    }
    Ok(found)
}

/// Adds the day of the last effective visit.
fn add_last(context: &Context, visits: Query, found: &mut BTreeMap<String, Visited>) -> Result<(), CommandError> {
    let merges = context.merges()?;
    let finals = Query { provisional: Some(false), ..visits.newest_per("recipient", "date") };
    for row in context.store.columns(&finals.and("result", Test::In, effective_results()), &["recipient", "date"])? {
        if let [Value::String(recipient), day] = row.as_slice() {
            let person = found.entry(merges.standing(recipient).to_owned()).or_default();
            person.last = person.last.take().max(day.as_str().map(str::to_owned));
        }
    }
    Ok(())
}

/// Before today.
pub(crate) fn overdue(context: &Context, day: Option<&str>) -> bool {
    day.and_then(|day| day.parse::<NaiveDate>().ok()).is_some_and(|day| day < context.today)
}

/// The results that make a visit effective (R20).
pub(crate) fn effective_results() -> Vec<&'static str> {
    let table = dictionary().code_table("visit_result");
    let codes = table.into_iter().flat_map(|table| &table.entries).map(|entry| entry.code.as_str());
    codes.filter(|code| visit::is_effective(code)).collect()
}

/// The few things about a person that stand beside everything done for them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonBrief {
    /// Recipient id.
    pub id: String,
    /// Name.
    pub name: String,
    /// 男, 女 or empty.
    pub sex: String,
    /// Full years today, when the birth date is known.
    pub age: Option<u32>,
    /// Younger than 18.
    pub minor: bool,
    /// Village or community.
    pub village: String,
    /// Name of the station whose file it is.
    pub station: String,
    /// Categories in force today.
    pub categories: Vec<CodeLabel>,
    /// `red`, `yellow`, `blue`, `green` or none.
    pub risk: Option<String>,
}
