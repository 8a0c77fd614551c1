//! People, who is who: the few things that stand beside everything else, for many of them at once: name, age, categories in force,
//! risk. A fixed number of queries, never one per person.

pub(crate) mod category_register;
pub(crate) mod duplicates;
pub(crate) mod household;
pub(crate) mod listed_staff;
pub(crate) mod on_file;
pub(crate) mod recent;
pub(crate) mod responsible;
pub(crate) mod same_person;
pub(crate) mod villages;

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::NaiveDate;
use domain::dictionary::dictionary;
use domain::fields::{recipient, recipient_category};
use domain::on_file::{File, age_of};
use domain::visit;
use serde::{Deserialize, Serialize};
use store::{Query, Row};
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
        sex: sex(&row.fields).to_owned(),
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

/// The fields that `told_apart` reads.
pub(crate) fn telling_apart() -> Vec<&'static str> {
    [&[recipient::SEX, recipient::VILLAGE, recipient::GROUP_NO][..], &File::FIELDS].concat()
}

/// What tells a person from others of that name, in a list to choose from: sex, age, village and group, the end of the ID number.
pub(crate) fn told_apart(context: &Context, fields: &Payload) -> String {
    let number = domain::identity::clean(text(fields, recipient::ID_NUMBER));
    let end: String = number.chars().skip(number.chars().count().saturating_sub(4)).collect();
    let end = if number.chars().count() >= 15 { format!("尾号 {end}") } else { String::new() };
    let place = [text(fields, recipient::VILLAGE), text(fields, recipient::GROUP_NO)].concat();
    let age = age(context, fields).map(|age| format!("{age} 岁")).unwrap_or_default();
    let parts = [sex(fields).to_owned(), age, place, end];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn sex(fields: &Payload) -> &'static str {
    match text(fields, recipient::SEX) {
        "1" => "男",
        "2" => "女",
        _ => "",
    }
}

/// One person, briefly.
pub(crate) fn brief(context: &Context, id: &str) -> Result<PersonBrief, CommandError> {
    briefs(context, &[id.to_owned()])?.remove(id).ok_or_else(|| CommandError::not_found("服务对象"))
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
