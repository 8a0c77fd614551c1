//! Household means surveys (家计调查): one with its rows and what it comes to, and saving header and rows in one save, so that
//! a survey is never half there. Two people may fill different rows of one survey apart.

pub(crate) mod begin;
pub(crate) mod estimate;
pub(crate) mod list;

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Op, Payload};
use domain::fields::{
    household_member, means_survey, recipient, survey_asset, survey_expense, survey_income, survey_member,
    survey_supporter,
};
use domain::numbering;
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::features::means::estimate::{MeansEstimate, ROW_KINDS};
use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, RecordRef};
use crate::people::on_file;
use crate::people::{self, PersonBrief};
use crate::records::check::{self, Form};
use crate::records::reviews_due::{self, MeansUntil};
use crate::records::view::{self, RecordView, Seen, is_empty};
use crate::records::{drafts, kinship};

/// A survey's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansSurvey {
    /// The header.
    pub record: RecordView,
    /// The applicant.
    pub person: Option<PersonBrief>,
    /// Members, as they were entered.
    pub members: Vec<RecordView>,
    /// Incomes.
    pub incomes: Vec<RecordView>,
    /// Expenses.
    pub expenses: Vec<RecordView>,
    /// Assets.
    pub assets: Vec<RecordView>,
    /// Supporters.
    pub supporters: Vec<RecordView>,
    /// What it comes to.
    pub estimate: MeansEstimate,
    /// Until when the county's recognition holds, or when it is to be reviewed.
    pub until: Option<MeansUntil>,
    /// What is to be said of the household's head: that the one entered has died.
    pub head_note: Option<String>,
}

/// A survey to be saved with the rows that changed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct MeansSaveRequest {
    /// The survey; none makes a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// Fields of the header to set.
    pub fields: Payload,
    /// The `refs` of the header's view.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
    /// New, changed and removed rows.
    pub rows: Vec<MeansRowSave>,
    /// Save as 暂存.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A row to be saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct MeansRowSave {
    /// Kind of the row.
    pub kind: String,
    /// Its id; of a new row whatever the form calls it, which other rows may refer to as their member.
    pub id: String,
    /// It is new.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub new: bool,
    /// It is taken out.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub removed: bool,
    /// Fields to set.
    pub fields: Payload,
    /// The `refs` of the row's view.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
    /// Where a masked ID number that was not typed is copied from.
    #[serde(default)]
    pub copy_of: Option<RecordRef>,
}

/// A saved survey.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansSaveAnswer {
    /// The survey as it now stands.
    pub survey: MeansSurvey,
    /// Warnings that did not hinder; those of rows at `rows.<id>.<field>`.
    pub findings: Vec<FieldFinding>,
}

/// One survey with its rows and what it comes to.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<MeansSurvey, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(means_survey::KIND, &request.id)?;
    context.record_opening(&row)?;
    survey(&context, &row)
}

fn survey(context: &Context, row: &Row) -> Result<MeansSurvey, CommandError> {
    let ids = [row.id.clone()];
    let rows = |kind: &str| view::views(context, kind, &estimate::rows_of(context, kind, &ids)?);
    let recipient = context.merges()?.standing(text(&row.fields, means_survey::RECIPIENT)).to_owned();
    Ok(MeansSurvey {
        record: view::view(context, row)?,
        person: people::briefs(context, std::slice::from_ref(&recipient))?.remove(&recipient),
        members: rows(survey_member::KIND)?,
        incomes: rows(survey_income::KIND)?,
        expenses: rows(survey_expense::KIND)?,
        assets: rows(survey_asset::KIND)?,
        supporters: rows(survey_supporter::KIND)?,
        estimate: estimate::of_survey(context, row)?,
        until: reviews_due::until(context, &row.fields)?,
        head_note: on_file::head_note_of(context, text(&row.fields, means_survey::HOUSEHOLD))?,
    })
}

/// Saves the header and the rows that changed in one save.
pub(crate) fn save(pc: &Pc, request: MeansSaveRequest) -> Result<MeansSaveAnswer, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let kind = kind_named(means_survey::KIND)?;
    let new = request.id.is_none();
    let id = request.id.clone().unwrap_or_else(check::new_id);
    let mut fields = request.fields;
    fields.retain(|name, _| name != means_survey::SURVEY_NO);
    if new {
        from_person(&context, &mut fields)?;
    }
    let form = Form { id: request.id, fields, seen: request.seen, provisional: request.provisional };
    let mut header = check::ready_as(&context, kind, form, Some(&id))?;
    header.findings.extend(kinship::of_ready(&context, kind, &header)?);
    let mut saving = Saving {
        context: &context,
        survey: id.clone(),
        provisional: request.provisional,
        findings: header.findings,
        writes: header.write.into_iter().collect(),
    };
    saving.rows(request.rows)?;
    let Saving { findings, writes, .. } = saving;
    check::refuse_errors(&findings)?;
    if !writes.is_empty() {
        let number = new.then_some((id.as_str(), means_survey::SURVEY_NO, numbering::SURVEY));
        context.save_numbered(context.audience(kind, &header.station), writes, number)?;
    }
    drafts::settle(&context)?;
    let row = context.row(means_survey::KIND, &id)?;
    Ok(MeansSaveAnswer { survey: survey(&context, &row)?, findings })
}

/// What the form need not ask: household, head's hukou and addresses, as the applicant's file has them.
fn from_person(context: &Context, fields: &mut Payload) -> Result<(), CommandError> {
    let Some(recipient) = some_text(fields, means_survey::RECIPIENT) else {
        return Ok(());
    };
    let person = context.row(recipient::KIND, &recipient)?;
    for name in [means_survey::HOUSEHOLD, means_survey::REGISTERED_ADDRESS, means_survey::RESIDENCE] {
        if fields.get(name).is_none_or(is_empty)
            && let Some(value) = person.fields.get(name)
        {
            fields.insert(name.into(), value.clone());
        }
    }
    Ok(())
}

/// The rows of one save.
struct Saving<'a> {
    context: &'a Context<'a>,
    survey: String,
    provisional: bool,
    findings: Vec<FieldFinding>,
    writes: Vec<Write>,
}

impl Saving<'_> {
    fn rows(&mut self, rows: Vec<MeansRowSave>) -> Result<(), CommandError> {
        let named: BTreeMap<String, String> =
            rows.iter().filter(|row| row.new).map(|row| (row.id.clone(), check::new_id())).collect();
        let mut touched = BTreeSet::new();
        for row in rows {
            if !ROW_KINDS.contains(&row.kind.as_str()) {
                return Err(CommandError::not_found("家计调查的这一行"));
            }
            touched.insert(row.id.clone());
            match (row.removed, row.new) {
                (true, true) => {}
                (true, false) => self.remove(&row)?,
                (false, _) => self.row(row, &named)?,
            }
        }
        if !self.provisional {
            self.finish(&touched)?;
        }
        Ok(())
    }

    fn row(&mut self, row: MeansRowSave, named: &BTreeMap<String, String>) -> Result<(), CommandError> {
        let (called, kind) = (row.id.clone(), kind_named(&row.kind)?);
        let mut fields = row.fields;
        if let Some(member) = named.get(text(&fields, survey_income::MEMBER)) {
            fields.insert(survey_income::MEMBER.into(), member.clone().into());
        }
        fields.insert(survey_member::SURVEY.into(), self.survey.clone().into());
        if row.new && row.kind == survey_member::KIND && fields.get(survey_member::ID_NUMBER).is_none_or(is_empty) {
            self.copy_id_number(row.copy_of.as_ref(), &mut fields)?;
        }
        let (id, as_new) = match named.get(&row.id) {
            Some(id) => (None, Some(id.as_str())),
            None => (Some(self.own(&row.kind, &row.id)?.id), None),
        };
        let form = Form { id, fields, seen: row.seen, provisional: self.provisional };
        let ready = check::ready_as(self.context, kind, form, as_new)?;
        self.take(&called, ready);
        Ok(())
    }

    /// Rows that were left 暂存 earlier become final together with the survey.
    fn finish(&mut self, touched: &BTreeSet<String>) -> Result<(), CommandError> {
        for name in ROW_KINDS {
            let left = Query { provisional: Some(true), ..Query::of(name) }.and(
                survey_member::SURVEY,
                Test::Eq,
                self.survey.clone(),
            );
            for row in self.context.list(&left)?.into_iter().filter(|row| !touched.contains(&row.id)) {
                let form = Form { id: Some(row.id.clone()), ..Form::default() };
                let ready = check::ready_with_findings(self.context, kind_named(name)?, form)?;
                self.take(&row.id, ready);
            }
        }
        Ok(())
    }

    fn take(&mut self, called: &str, ready: check::Ready) {
        let at = |finding: FieldFinding| FieldFinding { field: format!("rows.{called}.{}", finding.field), ..finding };
        self.findings.extend(ready.findings.into_iter().map(at));
        self.writes.extend(ready.write);
    }

    fn remove(&mut self, row: &MeansRowSave) -> Result<(), CommandError> {
        let found = self.own(&row.kind, &row.id)?;
        let kind = kind_named(&row.kind)?;
        self.context.must_write(kind, &found.station)?;
        let fields = Payload::from_iter([("deleted_reason".to_owned(), "从家计调查中删除".into())]);
        let seen = check::seen_of(&found, Seen::new(), &fields);
        self.writes.push(Write { kind: row.kind.clone(), record: found.id, op: Op::Set, fields, seen });
        Ok(())
    }

    /// A row that belongs to this survey, and to no other.
    fn own(&self, kind: &str, id: &str) -> Result<Row, CommandError> {
        let row = self.context.row(kind, id)?;
        if text(&row.fields, survey_member::SURVEY) != self.survey {
            return Err(CommandError::not_found("家计调查的这一行"));
        }
        Ok(row)
    }

    fn copy_id_number(&self, from: Option<&RecordRef>, fields: &mut Payload) -> Result<(), CommandError> {
        let allowed = [household_member::KIND, recipient::KIND, survey_member::KIND];
        let Some(from) = from.filter(|from| allowed.contains(&from.kind.as_str())) else {
            return Ok(());
        };
        if let Some(number) = self
            .context
            .store
            .row(&from.kind, &from.id)?
            .and_then(|row| row.fields.get(survey_member::ID_NUMBER).cloned())
        {
            fields.insert(survey_member::ID_NUMBER.into(), number);
        }
        Ok(())
    }
}
