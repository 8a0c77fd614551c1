//! People, who is who: the few things that stand beside everything else, for many of them at once: name, age, categories in force,
//! risk, last visit and next date. A fixed number of queries, never one per person.

pub(crate) mod category_register;
pub(crate) mod duplicates;
pub(crate) mod household;
pub(crate) mod listed_staff;
pub(crate) mod on_file;
pub(crate) mod recent;
pub(crate) mod same_person;

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use chrono::NaiveDate;
use domain::dictionary::dictionary;
use domain::fields::{recipient, recipient_category, visit as visit_fields};
use domain::on_file::{File, age_of};
use domain::visit;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::{CodeLabel, label};

/// Full years today, or at the death.
pub(crate) fn age(context: &Context, fields: &Payload) -> Option<u32> {
    age_of(fields, context.today)
}

/// The birth date as typed, or else as the ID number says.
pub(crate) fn birth(context: &Context, fields: &Payload) -> Option<NaiveDate> {
    domain::on_file::birth(fields, context.today)
}

/// Known to be under 18 today, or when she died.
pub(crate) fn is_minor(context: &Context, fields: &Payload) -> bool {
    File::read(fields, false, context.today).is_minor(context.today)
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
    let rows = context.list_in(&Query::of(recipient::KIND), "id", ids)?;
    briefs_of(context, &rows)
}

/// These people, briefly.
pub(crate) fn briefs_of(context: &Context, rows: &[Row]) -> Result<BTreeMap<String, PersonBrief>, CommandError> {
    let held = on_file::held(context, rows, context.today)?;
    let brief = |row: &Row| {
        let mut codes: Vec<&str> = Vec::new();
        for category in held.get(&row.id).into_iter().flatten() {
            let code = text(&category.fields, recipient_category::CATEGORY);
            if !code.is_empty() && !codes.contains(&code) {
                codes.push(code);
            }
        }
        (row.id.clone(), brief_of(context, row, &codes))
    };
    Ok(rows.iter().map(brief).collect())
}

fn brief_of(context: &Context, row: &Row, categories: &[&str]) -> PersonBrief {
    PersonBrief {
        id: row.id.clone(),
        name: text(&row.fields, recipient::NAME).to_owned(),
        sex: match text(&row.fields, recipient::SEX) {
            "1" => "男".to_owned(),
            "2" => "女".to_owned(),
            _ => String::new(),
        },
        age: age(context, &row.fields),
        minor: is_minor(context, &row.fields),
        village: text(&row.fields, recipient::VILLAGE).to_owned(),
        station: context.station_name(&row.station),
        categories: categories
            .iter()
            .map(|code| CodeLabel { code: (*code).to_owned(), label: label("category", code) })
            .collect(),
        risk: some_text(&row.fields, recipient::RISK_LEVEL),
    }
}

/// Files that stand which a search box finds.
pub(crate) fn found(context: &Context, words: &str) -> Result<BTreeSet<String>, CommandError> {
    let merges = context.merges()?;
    let hits = context.store.search(words.trim(), &[recipient::KIND], 5_000)?;
    Ok(hits.into_iter().map(|hit| merges.standing(&hit.id).to_owned()).collect())
}

/// One person, briefly.
pub(crate) fn brief(context: &Context, id: &str) -> Result<PersonBrief, CommandError> {
    briefs(context, &[id.to_owned()])?.remove(id).ok_or_else(|| CommandError::not_found("服务对象"))
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
    visited_of(context, Query::of(visit_fields::KIND).and(visit_fields::RECIPIENT, Test::In, all))
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
    let mut found = newest_visits(context, Query::of(visit_fields::KIND))?;
    found.retain(|_, visits| visits.next.as_ref().is_some_and(|next| *next <= today));
    let merges = context.merges()?;
    let all: Vec<String> = found.keys().flat_map(|id| merges.same_person(id)).collect();
    add_last(context, Query::of(visit_fields::KIND).and(visit_fields::RECIPIENT, Test::In, all), &mut found)?;
    Ok(found)
}

fn newest_visits(context: &Context, visits: Query) -> Result<BTreeMap<String, Visited>, CommandError> {
    let merges = context.merges()?;
    let mut found: BTreeMap<String, Visited> = BTreeMap::new();
    let mut newest_on: BTreeMap<String, String> = BTreeMap::new();
    for row in context.store.columns(
        &visits.newest_per(visit_fields::RECIPIENT, visit_fields::DATE),
        &[visit_fields::RECIPIENT, "id", visit_fields::NEXT_DATE, visit_fields::DATE],
    )? {
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
    let finals = Query { provisional: Some(false), ..visits.newest_per(visit_fields::RECIPIENT, visit_fields::DATE) };
    for row in context.store.columns(
        &finals.and(visit_fields::RESULT, Test::In, effective_results()),
        &[visit_fields::RECIPIENT, visit_fields::DATE],
    )? {
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
pub(crate) struct PersonBrief {
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
