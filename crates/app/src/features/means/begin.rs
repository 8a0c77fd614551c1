//! Beginnings of a new survey: the applicant's household as its members, or last time's survey to be changed where things
//! have changed. Nothing is saved; ID numbers stay where they are until the survey is.

use std::collections::BTreeMap;

use changelog::Payload;
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::means::estimate::{ROW_KINDS, rows_of};
use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::people;
use crate::people::household::is_head;
use crate::records::labels::{self, Titles};
use crate::records::view::is_empty;

/// For whom, and from which survey.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct MeansBeginRequest {
    /// The applicant.
    pub recipient: String,
    /// An earlier survey to begin from.
    #[serde(default)]
    pub copy_from: Option<String>,
}

/// What the form begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MeansBegin {
    /// Fields of the header.
    pub fields: Payload,
    /// Readable text of references.
    pub labels: BTreeMap<String, String>,
    /// Rows, with names that only the form knows.
    pub rows: Vec<MeansBeginRow>,
    /// Earlier surveys of this person or household, newest first.
    pub earlier: Vec<EarlierSurvey>,
}

/// A row to begin with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MeansBeginRow {
    /// Kind of the row.
    pub kind: String,
    /// What the form may call it.
    pub id: String,
    /// Its fields.
    pub fields: Payload,
    /// Where its ID number comes from.
    pub copy_of: Option<RecordRef>,
}

/// A survey that can be begun from.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EarlierSurvey {
    /// Its id.
    pub id: String,
    /// Number and date.
    pub title: String,
}

/// Header fields of an earlier survey that hold on; findings, verdicts and signatures are made anew.
const KEPT: &[&str] =
    &["matter", "method", "household", "head_name", "hukou_type", "registered_address", "residence", "single"];

/// What a new survey begins with.
pub fn begin(pc: &Pc, request: MeansBeginRequest) -> Result<MeansBegin, CommandError> {
    let context = Context::of(pc)?;
    let person = context.row("recipient", &request.recipient)?;
    let earlier = earlier(&context, &person)?;
    let mut fields = Payload::new();
    let rows = match &request.copy_from {
        Some(id) => {
            let from = context.row("means_survey", id)?;
            fields.extend(from.fields.iter().filter(|(name, _)| KEPT.contains(&name.as_str())).map(owned));
            copied(&context, id)?
        }
        None => members(&context, &person)?,
    };
    fields.insert("recipient".into(), person.id.clone().into());
    fields.insert("date".into(), context.today_text().into());
    fields.insert("investigator".into(), context.person.id.clone().into());
    let held = people::brief(&context, &person.id)?.categories;
    for (name, category) in [("in_tekun", "tekun"), ("in_dibao", "dibao"), ("in_margin", "dibao_margin")] {
        let yes = held.iter().any(|held| held.code == category);
        fields.insert(name.into(), if yes { "yes" } else { "no" }.into());
    }
    from_household(&context, &person, &mut fields)?;
    for name in ["registered_address", "residence"] {
        if let Some(value) = person.fields.get(name) {
            fields.entry(name).or_insert_with(|| value.clone());
        }
    }
    let titles = Titles::for_fields(&context, kind_named("means_survey")?, &[&fields])?;
    let labels = labels::labels(&context, kind_named("means_survey")?, &fields, &[], &titles);
    Ok(MeansBegin { fields, labels, rows, earlier: earlier.iter().map(shown).collect() })
}

fn owned((name, value): (&String, &serde_json::Value)) -> (String, serde_json::Value) {
    (name.clone(), value.clone())
}

fn from_household(context: &Context, person: &Row, fields: &mut Payload) -> Result<(), CommandError> {
    let Some(id) = some_text(&person.fields, "household") else {
        return Ok(());
    };
    if let Some(household) = context.store.row("household", &id)? {
        for name in ["head_name", "hukou_type"] {
            if let Some(value) = household.fields.get(name) {
                fields.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
    fields.insert("household".into(), id.into());
    Ok(())
}

fn earlier(context: &Context, person: &Row) -> Result<Vec<Row>, CommandError> {
    let mut found = context.list(&Query::of("means_survey").and("recipient", Test::Eq, person.id.clone()))?;
    if let Some(household) = some_text(&person.fields, "household") {
        let of_house = context.list(&Query::of("means_survey").and("household", Test::Eq, household))?;
        found.extend(of_house.into_iter().filter(|row| text(&row.fields, "recipient") != person.id));
    }
    found.sort_by(|one, other| text(&other.fields, "date").cmp(text(&one.fields, "date")));
    Ok(found)
}

fn shown(row: &Row) -> EarlierSurvey {
    let title = [text(&row.fields, "date"), text(&row.fields, "survey_no")].join(" ");
    EarlierSurvey { id: row.id.clone(), title: title.trim().to_owned() }
}

/// The rows of an earlier survey, under new names; incomes keep pointing at their members.
fn copied(context: &Context, survey: &str) -> Result<Vec<MeansBeginRow>, CommandError> {
    let mut rows = Vec::new();
    for name in ROW_KINDS {
        let kind = kind_named(name)?;
        for row in rows_of(context, name, &[survey.to_owned()])? {
            let mut fields = row.fields.clone();
            fields.retain(|field, _| field != "survey" && kind.field(field).is_some());
            fields.remove("id_number");
            if let Some(member) = some_text(&fields, "member") {
                fields.insert("member".into(), called(&member).into());
            }
            let copy_of = RecordRef { kind: row.kind.clone(), id: row.id.clone() };
            rows.push(MeansBeginRow { kind: name.to_owned(), id: called(&row.id), fields, copy_of: Some(copy_of) });
        }
    }
    Ok(rows)
}

fn called(id: &str) -> String {
    format!("new-{id}")
}

/// The household's members as members of the survey.
fn members(context: &Context, person: &Row) -> Result<Vec<MeansBeginRow>, CommandError> {
    let mut rows = match some_text(&person.fields, "household") {
        Some(household) => context.list(&Query::of("household_member").and("household", Test::Eq, household))?,
        None => Vec::new(),
    };
    rows.sort_by_key(|row| (!is_head(text(&row.fields, "relation_to_head")), row.created_ms));
    let applicant_heads = rows
        .iter()
        .any(|row| text(&row.fields, "recipient") == person.id && is_head(text(&row.fields, "relation_to_head")));
    let mut made: Vec<MeansBeginRow> = rows.iter().map(|row| member(context, person, row, applicant_heads)).collect();
    if !rows.iter().any(|row| text(&row.fields, "recipient") == person.id) {
        made.insert(0, alone(person));
    }
    Ok(made)
}

fn member(context: &Context, person: &Row, row: &Row, applicant_heads: bool) -> MeansBeginRow {
    let mut fields = Payload::new();
    let pairs = [
        ("name", "name"),
        ("relation", "relation_to_head"),
        ("recipient", "recipient"),
        ("sex", "sex"),
        ("birth_date", "birth_date"),
        ("marital", "marital"),
        ("workplace", "workplace"),
    ];
    for (to, from) in pairs {
        if let Some(value) = row.fields.get(from).filter(|value| !is_empty(value)) {
            fields.insert(to.into(), value.clone());
        }
    }
    fields.insert("household_member".into(), row.id.clone().into());
    let applies = text(&row.fields, "recipient") == person.id;
    fields.insert("applicant".into(), if applies { "yes" } else { "no" }.into());
    let minor = people::is_minor(context, &row.fields);
    if let Some(situation) = situation(applies, applicant_heads, text(&row.fields, "relation_to_head"), minor) {
        fields.insert("situation".into(), situation.into());
    }
    let copy_of = RecordRef { kind: row.kind.clone(), id: row.id.clone() };
    MeansBeginRow { kind: "survey_member".into(), id: called(&row.id), fields, copy_of: Some(copy_of) }
}

/// What the relation says by itself; everything else is for the investigator to find out.
fn situation(applies: bool, applicant_heads: bool, relation: &str, minor: bool) -> Option<&'static str> {
    let child = relation.starts_with('2') || relation.starts_with('3');
    match (applies, applicant_heads) {
        (true, _) => Some("applicant"),
        (false, true) if matches!(relation, "10" | "11" | "12") => Some("spouse"),
        (false, true) if child && minor => Some("minor_child"),
        _ => None,
    }
}

/// An applicant who stands in no household.
fn alone(person: &Row) -> MeansBeginRow {
    let mut fields = Payload::new();
    for name in ["name", "sex", "birth_date", "marital", "education", "hukou_type"] {
        if let Some(value) = person.fields.get(name).filter(|value| !is_empty(value)) {
            fields.insert(name.into(), value.clone());
        }
    }
    fields.insert("recipient".into(), person.id.clone().into());
    fields.insert("relation".into(), "02".into());
    fields.insert("applicant".into(), "yes".into());
    fields.insert("situation".into(), "applicant".into());
    let copy_of = RecordRef { kind: "recipient".into(), id: person.id.clone() };
    MeansBeginRow { kind: "survey_member".into(), id: called(&person.id), fields, copy_of: Some(copy_of) }
}
