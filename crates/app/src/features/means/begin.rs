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
use crate::people::on_file::{self, Member};
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
    /// What is to be said of the household's head: that the one entered has died.
    pub head_note: Option<String>,
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
    let household = some_text(&person.fields, "household").unwrap_or_default();
    let entered = on_file::members(&context, std::slice::from_ref(&household))?.remove(&household).unwrap_or_default();
    let rows = match &request.copy_from {
        Some(id) => {
            let from = context.row("means_survey", id)?;
            fields.extend(from.fields.iter().filter(|(name, _)| KEPT.contains(&name.as_str())).map(owned));
            copied(&context, id, &entered)?
        }
        None => members(&context, &person, &entered)?,
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
    Ok(MeansBegin {
        fields,
        labels,
        rows,
        earlier: earlier.iter().map(shown).collect(),
        head_note: on_file::head_note(&entered),
    })
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
fn copied(context: &Context, survey: &str, entered: &[Member]) -> Result<Vec<MeansBeginRow>, CommandError> {
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for name in ROW_KINDS {
        let kind = kind_named(name)?;
        for row in rows_of(context, name, &[survey.to_owned()])? {
            let is_of = |id: &String| *id == row.id || id == text(&row.fields, "member");
            if is_gone(&row.fields, entered) || left_out.iter().any(is_of) {
                left_out.push(row.id);
                continue;
            }
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

/// Whether a member of the earlier survey has died or left the household since.
fn is_gone(fields: &Payload, entered: &[Member]) -> bool {
    let same = |member: &&Member| {
        member.row.id == text(fields, "household_member")
            || member.recipient.as_ref().is_some_and(|file| file.id == text(fields, "recipient"))
    };
    entered.iter().find(same).is_some_and(|member| member.gone.is_some())
}

fn called(id: &str) -> String {
    format!("new-{id}")
}

/// Who lives in the household, as members of the survey.
fn members(context: &Context, person: &Row, entered: &[Member]) -> Result<Vec<MeansBeginRow>, CommandError> {
    let merges = context.merges()?;
    let applicant = merges.standing(&person.id);
    let applies = |member: &Member| member.recipient.as_ref().is_some_and(|file| file.id == applicant);
    let living: Vec<&Member> = entered.iter().filter(|member| member.gone.is_none()).collect();
    let heads = living.iter().any(|member| applies(member) && member.is_head());
    let made = living.iter().map(|one| member(context, &one.row, applies(one), heads));
    let mut made: Vec<MeansBeginRow> = made.collect();
    if !living.iter().any(|member| applies(member)) {
        made.insert(0, alone(person));
    }
    Ok(made)
}

fn member(context: &Context, row: &Row, applies: bool, applicant_heads: bool) -> MeansBeginRow {
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
