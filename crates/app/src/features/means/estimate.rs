//! Estimates of means surveys, for screens and papers: the rules are `domain::means`; this brings them the survey's rows and
//! the county's standards, and gives the working back as plain lines. Saved surveys and unsaved forms take the same way.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::amounts::yuan;
use domain::fields::{means_survey, survey_asset, survey_expense, survey_income, survey_member, survey_supporter};
use domain::means::{self, Estimate, Outcome};
use domain::means_records::{Rows, Survey};
use domain::validate;
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::label;
use crate::records::county_standards::Counties;

/// The kinds that make the rows of a survey, members first.
pub(crate) const ROW_KINDS: [&str; 5] =
    [survey_member::KIND, survey_income::KIND, survey_expense::KIND, survey_asset::KIND, survey_supporter::KIND];

/// A survey as far as it is typed; nothing is saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansEstimateRequest {
    /// Fields of the header.
    pub fields: Payload,
    /// All its rows.
    pub rows: Vec<MeansRow>,
}

/// A row of a survey.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansRow {
    /// `survey_member`, `survey_income`, `survey_expense`, `survey_asset` or `survey_supporter`.
    pub kind: String,
    /// Its id; of a new one whatever the form calls it.
    pub id: String,
    /// Its fields.
    pub fields: Payload,
}

/// What a survey comes to: an estimate, never a decision.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansEstimate {
    /// `dibao`, `dibao_margin`, `rigid_expense_difficulty`, `not_met`, `tekun`, `pending`; none without a figure.
    pub outcome: Option<String>,
    /// The same in words: 低保（估）.
    pub outcome_label: String,
    /// How many count.
    pub heads: Option<u32>,
    /// Income per head and month in 元, `733.33`.
    pub per_capita: Option<String>,
    /// Gap of the household a month in 元, when it comes to dibao.
    pub gap: Option<String>,
    /// Every line of the working.
    pub steps: Vec<MeansStep>,
    /// What is missing, in sentences.
    pub missing: Vec<String>,
    /// What should be known beside the figures.
    pub notes: Vec<String>,
    /// The standards it rests on: 2026 年，文号，自 2026-01-01.
    pub standards: Option<String>,
    /// 估算，不是认定.
    pub disclaimer: String,
}

/// A line of the working.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MeansStep {
    /// Names the line; a row of the form by its id.
    pub key: String,
    /// `members`, `income`, `deductions`, `per_capita`, `property`, `dibao`, `margin`, `rigid`.
    pub group: String,
    /// The group in words.
    pub group_label: String,
    /// What is worked out.
    pub label: String,
    /// How.
    pub formula: String,
    /// What came out.
    pub value: String,
}

/// What the form comes to as far as it is typed.
pub(crate) fn estimate(pc: &Pc, request: MeansEstimateRequest) -> Result<MeansEstimate, CommandError> {
    let context = Context::of(pc)?;
    let mut header = request.fields;
    validate::clean(kind_named(means_survey::KIND)?, &mut header, context.today);
    let mut rows = Rows::default();
    for mut row in request.rows {
        let kind = kind_named(&row.kind)?;
        validate::clean(kind, &mut row.fields, context.today);
        if let Some(list) = list_of(&mut rows, &row.kind) {
            list.push((row.id, row.fields));
        }
    }
    let counties = Counties::load(&context)?;
    Ok(worked_out(&counties, &Survey::read(&header, &rows)))
}

/// What a saved survey comes to, with every line: for the page, and for the paper printed from it.
pub(crate) fn of_survey(context: &Context, survey: &Row) -> Result<MeansEstimate, CommandError> {
    let mut found = of_surveys(context, std::slice::from_ref(survey))?;
    found.remove(&survey.id).ok_or_else(|| CommandError::not_found("家计调查"))
}

/// The same for many, in a fixed number of questions.
pub(crate) fn of_surveys(context: &Context, surveys: &[Row]) -> Result<BTreeMap<String, MeansEstimate>, CommandError> {
    let ids: Vec<String> = surveys.iter().map(|row| row.id.clone()).collect();
    let mut rows: BTreeMap<String, Rows> = BTreeMap::new();
    for kind in ROW_KINDS {
        for row in rows_of(context, kind, &ids)? {
            let of = rows.entry(text(&row.fields, survey_member::SURVEY).to_owned()).or_default();
            if let Some(list) = list_of(of, kind) {
                list.push((row.id, row.fields));
            }
        }
    }
    let counties = Counties::load(context)?;
    let estimates = surveys.iter().map(|survey| {
        let rows = rows.remove(&survey.id).unwrap_or_default();
        (survey.id.clone(), worked_out(&counties, &Survey::read(&survey.fields, &rows)))
    });
    Ok(estimates.collect())
}

/// Rows of some surveys, as they were entered.
pub(crate) fn rows_of(context: &Context, kind: &str, surveys: &[String]) -> Result<Vec<Row>, CommandError> {
    context.list_in(&Query::of(kind).by("created_ms", false), survey_member::SURVEY, surveys)
}

fn list_of<'a>(rows: &'a mut Rows, kind: &str) -> Option<&'a mut Vec<(String, Payload)>> {
    Some(match kind {
        survey_member::KIND => &mut rows.members,
        survey_income::KIND => &mut rows.incomes,
        survey_expense::KIND => &mut rows.expenses,
        survey_asset::KIND => &mut rows.assets,
        survey_supporter::KIND => &mut rows.supporters,
        _ => return None,
    })
}

fn worked_out(counties: &Counties, survey: &Survey) -> MeansEstimate {
    let county = counties.county(survey.on);
    let standards = county.standards.as_ref();
    let words = standards
        .map(|standards| format!("{} 年标准，{}，{} 起施行", standards.year, standards.document(), standards.from));
    shown(means::estimate(survey, &county), words)
}

fn shown(estimate: Estimate, standards: Option<String>) -> MeansEstimate {
    let steps = estimate.steps.into_iter().map(|step| MeansStep {
        group: step.group.to_owned(),
        group_label: group_label(step.group).to_owned(),
        key: step.key,
        label: step.label,
        formula: step.formula,
        value: step.value,
    });
    MeansEstimate {
        outcome: estimate.outcome.code().map(str::to_owned),
        outcome_label: outcome_label(estimate.outcome),
        heads: estimate.heads.and_then(|heads| u32::try_from(heads).ok()),
        per_capita: estimate.per_capita.map(yuan),
        gap: estimate.gap.map(yuan),
        steps: steps.collect(),
        missing: estimate.missing,
        notes: estimate.notes,
        standards,
        disclaimer: means::DISCLAIMER.to_owned(),
    }
}

fn outcome_label(outcome: Outcome) -> String {
    match (outcome, outcome.code()) {
        (Outcome::Tekun, _) => "已是特困".to_owned(),
        (Outcome::Pending, _) => "待核".to_owned(),
        (_, Some(code)) => format!("{}（估）", label("means_type", code)),
        (_, None) => "还算不出来".to_owned(),
    }
}

fn group_label(group: &str) -> &'static str {
    match group {
        "members" => "计入人口",
        "income" => "收入",
        "deductions" => "扣减",
        "per_capita" => "人均",
        "property" => "财产",
        "dibao" => "低保",
        "margin" => "低保边缘",
        _ => "刚性支出困难",
    }
}
