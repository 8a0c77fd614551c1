//! Beginnings of a new survey: the applicant's household as its members, or last time's survey to be changed where things
//! have changed. Nothing is saved; ID numbers stay where they are until the survey is.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::fields::{household, household_member, means_survey, recipient, survey_income, survey_member};
use domain::household::HEAD;
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
pub(crate) struct MeansBeginRequest {
    /// The applicant.
    pub recipient: String,
    /// An earlier survey to begin from.
    #[serde(default)]
    pub copy_from: Option<String>,
}

/// What the form begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansBegin {
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
pub(crate) struct MeansBeginRow {
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
pub(crate) struct EarlierSurvey {
    /// Its id.
    pub id: String,
    /// Number and date.
    pub title: String,
}

/// Header fields of an earlier survey that hold on; findings, verdicts and signatures are made anew.
const KEPT: &[&str] = &[
    means_survey::MATTER,
    means_survey::METHOD,
    means_survey::HOUSEHOLD,
    means_survey::HEAD_NAME,
    means_survey::HUKOU_TYPE,
    means_survey::REGISTERED_ADDRESS,
    means_survey::RESIDENCE,
    means_survey::SINGLE,
];

/// What a new survey begins with.
pub(crate) fn begin(pc: &Pc, request: MeansBeginRequest) -> Result<MeansBegin, CommandError> {
    let context = Context::of(pc)?;
    let person = context.row(recipient::KIND, &request.recipient)?;
    let earlier = earlier(&context, &person)?;
    let mut fields = Payload::new();
    let household = some_text(&person.fields, recipient::HOUSEHOLD).unwrap_or_default();
    let entered = on_file::members(&context, std::slice::from_ref(&household))?.remove(&household).unwrap_or_default();
    let rows = match &request.copy_from {
        Some(id) => {
            let from = context.row(means_survey::KIND, id)?;
            fields.extend(from.fields.iter().filter(|(name, _)| KEPT.contains(&name.as_str())).map(owned));
            copied(&context, id, &entered)?
        }
        None => members(&context, &person, &entered)?,
    };
    fields.insert(means_survey::RECIPIENT.into(), person.id.clone().into());
    fields.insert(means_survey::DATE.into(), context.today_text().into());
    fields.insert(means_survey::INVESTIGATOR.into(), context.person.id.clone().into());
    let held = people::brief(&context, &person.id)?.categories;
    for (name, category) in [
        (means_survey::IN_TEKUN, "tekun"),
        (means_survey::IN_DIBAO, "dibao"),
        (means_survey::IN_MARGIN, "dibao_margin"),
    ] {
        let yes = held.iter().any(|held| held.code == category);
        fields.insert(name.into(), if yes { "yes" } else { "no" }.into());
    }
    from_household(&context, &person, &mut fields)?;
    for name in [means_survey::REGISTERED_ADDRESS, means_survey::RESIDENCE] {
        if let Some(value) = person.fields.get(name) {
            fields.entry(name).or_insert_with(|| value.clone());
        }
    }
    let titles = Titles::for_fields(&context, kind_named(means_survey::KIND)?, &[&fields])?;
    let labels = labels::labels(&context, kind_named(means_survey::KIND)?, &fields, &[], &titles);
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
    let Some(id) = some_text(&person.fields, recipient::HOUSEHOLD) else {
        return Ok(());
    };
    if let Some(household) = context.store.row(household::KIND, &id)? {
        for name in [means_survey::HEAD_NAME, means_survey::HUKOU_TYPE] {
            if let Some(value) = household.fields.get(name) {
                fields.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
    fields.insert(means_survey::HOUSEHOLD.into(), id.into());
    Ok(())
}

fn earlier(context: &Context, person: &Row) -> Result<Vec<Row>, CommandError> {
    let mut found =
        context.list(&Query::of(means_survey::KIND).and(means_survey::RECIPIENT, Test::Eq, person.id.clone()))?;
    if let Some(household) = some_text(&person.fields, recipient::HOUSEHOLD) {
        let of_house =
            context.list(&Query::of(means_survey::KIND).and(means_survey::HOUSEHOLD, Test::Eq, household))?;
        found.extend(of_house.into_iter().filter(|row| text(&row.fields, means_survey::RECIPIENT) != person.id));
    }
    found.sort_by(|one, other| text(&other.fields, means_survey::DATE).cmp(text(&one.fields, means_survey::DATE)));
    Ok(found)
}

fn shown(row: &Row) -> EarlierSurvey {
    let title = [text(&row.fields, means_survey::DATE), text(&row.fields, means_survey::SURVEY_NO)].join(" ");
    EarlierSurvey { id: row.id.clone(), title: title.trim().to_owned() }
}

/// The rows of an earlier survey, under new names; incomes keep pointing at their members.
fn copied(context: &Context, survey: &str, entered: &[Member]) -> Result<Vec<MeansBeginRow>, CommandError> {
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for name in ROW_KINDS {
        let kind = kind_named(name)?;
        for row in rows_of(context, name, &[survey.to_owned()])? {
            let is_of = |id: &String| *id == row.id || id == text(&row.fields, survey_income::MEMBER);
            if is_gone(&row.fields, entered) || left_out.iter().any(is_of) {
                left_out.push(row.id);
                continue;
            }
            let mut fields = row.fields.clone();
            fields.retain(|field, _| field != survey_member::SURVEY && kind.field(field).is_some());
            fields.remove(survey_member::ID_NUMBER);
            if let Some(member) = some_text(&fields, survey_income::MEMBER) {
                fields.insert(survey_income::MEMBER.into(), called(&member).into());
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
        member.row.id == text(fields, survey_member::HOUSEHOLD_MEMBER)
            || member.recipient.as_ref().is_some_and(|file| file.id == text(fields, survey_member::RECIPIENT))
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
        (survey_member::NAME, household_member::NAME),
        (survey_member::RELATION, household_member::RELATION_TO_HEAD),
        (survey_member::RECIPIENT, household_member::RECIPIENT),
        (survey_member::SEX, household_member::SEX),
        (survey_member::BIRTH_DATE, household_member::BIRTH_DATE),
        (survey_member::MARITAL, household_member::MARITAL),
        (survey_member::WORKPLACE, household_member::WORKPLACE),
    ];
    for (to, from) in pairs {
        if let Some(value) = row.fields.get(from).filter(|value| !is_empty(value)) {
            fields.insert(to.into(), value.clone());
        }
    }
    fields.insert(survey_member::HOUSEHOLD_MEMBER.into(), row.id.clone().into());
    fields.insert(survey_member::APPLICANT.into(), if applies { "yes" } else { "no" }.into());
    let minor = people::is_minor(context, &row.fields);
    if let Some(situation) =
        situation(applies, applicant_heads, text(&row.fields, household_member::RELATION_TO_HEAD), minor)
    {
        fields.insert(survey_member::SITUATION.into(), situation.into());
    }
    let copy_of = RecordRef { kind: row.kind.clone(), id: row.id.clone() };
    MeansBeginRow { kind: survey_member::KIND.into(), id: called(&row.id), fields, copy_of: Some(copy_of) }
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
    for name in [
        survey_member::NAME,
        survey_member::SEX,
        survey_member::BIRTH_DATE,
        survey_member::MARITAL,
        survey_member::EDUCATION,
        survey_member::HUKOU_TYPE,
    ] {
        if let Some(value) = person.fields.get(name).filter(|value| !is_empty(value)) {
            fields.insert(name.into(), value.clone());
        }
    }
    fields.insert(survey_member::RECIPIENT.into(), person.id.clone().into());
    fields.insert(survey_member::RELATION.into(), HEAD.into());
    fields.insert(survey_member::APPLICANT.into(), "yes".into());
    fields.insert(survey_member::SITUATION.into(), "applicant".into());
    let copy_of = RecordRef { kind: recipient::KIND.into(), id: person.id.clone() };
    MeansBeginRow { kind: survey_member::KIND.into(), id: called(&person.id), fields, copy_of: Some(copy_of) }
}
