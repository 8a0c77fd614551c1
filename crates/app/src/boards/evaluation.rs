//! 绩效自评: a station's own evaluation of a year by a scheme of the county. Scores are proposed from counts that the brief, the targets and
//! 合规检查 give (`counts.rs`); evidence is linked by number (`evidence.rs`); what lacks, what was lost and what is to be put right follow
//! (`view.rs`). The rules are `domain::evaluation`.

mod counts;
pub(crate) mod evidence;
pub(crate) mod files;
pub(crate) mod of_county;
pub(crate) mod tables;
pub(crate) mod types;
pub(crate) mod view;

use chrono::Datelike;
use domain::evaluation::{Points, grade};
use domain::fields::{self_evaluation, self_evaluation_score};
use serde_json::{Value, json};
use store::{Query, Row, Test};

use crate::boards::evaluation::types::{
    EvaluationRow, Evaluations, SchemeChoice, ScoreItem, SelfEvaluationView, StartEvaluation,
};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, Nothing};
use crate::records::check::{self, Form};
use crate::records::schemes;

/// Self-evaluations, the newest year first, and the schemes that one can be begun by.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Evaluations, CommandError> {
    let context = Context::of(pc)?;
    let rows = context.of_station(self_evaluation::KIND, None).finals();
    let mut evaluations = Vec::new();
    for row in context.list(&rows.by(self_evaluation::YEAR, true).by("station", false))? {
        let scheme = schemes::scheme(&context, text(&row.fields, self_evaluation::EVALUATION_SCHEME))?;
        let given = view::newest_by_item(scores(&context, &row.id)?);
        let given = scheme.items.iter().filter_map(|item| given.get(&item.id)).filter_map(score_of);
        let given: Vec<Points> = given.collect();
        let unscored = scheme.items.len() - given.len();
        let whole: Points = given.into_iter().sum();
        evaluations.push(EvaluationRow {
            station_name: context.station_name(&row.station),
            year: year_of(&row),
            points: scheme.points.map(|points| points.to_string()).unwrap_or_default(),
            score: whole.to_string(),
            grade: grade(&scheme.grades, whole).map(|grade| grade.label.clone()).unwrap_or_default(),
            scheme: scheme.title,
            unscored: unscored as u32,
            id: row.id,
            station: row.station,
        });
    }
    let mut choices = Vec::new();
    for row in schemes::all(&context)?.into_iter().filter(schemes::is_in_use) {
        let scheme = schemes::of_row(&context, &row)?;
        choices.push(SchemeChoice { id: row.id, title: scheme.title });
    }
    Ok(Evaluations { year: context.today.year(), evaluations, schemes: choices, may_write: !context.is_county() })
}

/// Begins the evaluation of a year; one that is there already is gone on with.
pub(crate) fn start(pc: &Pc, request: StartEvaluation) -> Result<IdRequest, CommandError> {
    let context = Context::of(pc)?;
    let scheme = context.row(domain::fields::evaluation_scheme::KIND, &request.scheme)?;
    if !schemes::is_in_use(&scheme) {
        return Err(CommandError::invalid_field("scheme", "这个评分方案没有启用，请选县里启用的方案。"));
    }
    let of_year = context.of_station(self_evaluation::KIND, Some(&context.own_station()));
    let of_year = of_year.and(self_evaluation::YEAR, Test::Eq, request.year).and(
        self_evaluation::EVALUATION_SCHEME,
        Test::Eq,
        request.scheme.clone(),
    );
    if let Some(row) = context.list(&of_year)?.into_iter().next() {
        return Ok(IdRequest { id: row.id });
    }
    let kind = kind_named(self_evaluation::KIND)?;
    let fields = [
        (self_evaluation::YEAR, json!(request.year)),
        (self_evaluation::EVALUATION_SCHEME, json!(request.scheme)),
        (self_evaluation::MADE_DATE, json!(context.today_text())),
        (self_evaluation::WORKER, json!(context.person.id)),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let ready = check::ready(&context, kind, Form { fields, ..Form::default() })?;
    context.save(context.audience(kind, &ready.station), ready.write.into_iter().collect())?;
    Ok(IdRequest { id: ready.id })
}

/// One of them, as it stands today.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<SelfEvaluationView, CommandError> {
    let context = Context::of(pc)?;
    view::of_row(&context, &context.row(self_evaluation::KIND, &request.id)?)
}

/// Gives an item its score.
pub(crate) fn score(pc: &Pc, request: ScoreItem) -> Result<SelfEvaluationView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(self_evaluation::KIND, &request.id)?;
    let before = view::of_row(&context, &row)?;
    let item = before.items.iter().find(|item| item.id == request.item);
    let item = item.ok_or_else(|| CommandError::not_found("这个评分项"))?;
    let given = Points::parse(&request.score).ok_or_else(|| {
        CommandError::invalid_field(self_evaluation_score::SCORE, "请填数字，最多两位小数，如 5 或 2.5")
    })?;
    if Points::parse(&item.points).is_none_or(|most| given > most) {
        let words = format!("{} 的分值是 {}，得分不能更多", item.no, item.points);
        return Err(CommandError::invalid_field(self_evaluation_score::SCORE, words));
    }
    put(&context, &row, &item.id, given, item.proposed.as_deref(), request.reason.trim())?;
    view::of_row(&context, &row)
}

/// Takes what is proposed for every item that has no score yet.
pub(crate) fn take_proposals(pc: &Pc, request: IdRequest) -> Result<SelfEvaluationView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(self_evaluation::KIND, &request.id)?;
    for item in view::of_row(&context, &row)?.items.iter().filter(|item| item.score.is_none()) {
        let Some(proposed) = item.proposed.as_deref().and_then(Points::parse) else { continue };
        let reason = if item.lacks.is_empty() { String::new() } else { format!("缺：{}", item.lacks.join("、")) };
        put(&context, &row, &item.id, proposed, item.proposed.as_deref(), &reason)?;
    }
    view::of_row(&context, &row)
}

fn put(
    context: &Context,
    evaluation: &Row,
    item: &str,
    score: Points,
    proposed: Option<&str>,
    reason: &str,
) -> Result<(), CommandError> {
    let kind = kind_named(self_evaluation_score::KIND)?;
    let known =
        scores(context, &evaluation.id)?.into_iter().find(|row| text(&row.fields, self_evaluation_score::ITEM) == item);
    let fields: [(&str, Value); 5] = [
        (self_evaluation_score::SELF_EVALUATION, json!(evaluation.id)),
        (self_evaluation_score::ITEM, json!(item)),
        (self_evaluation_score::SCORE, json!(score.to_string())),
        (self_evaluation_score::PROPOSED, json!(proposed)),
        (self_evaluation_score::REASON, json!(reason)),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let form = Form { id: known.map(|row| row.id), fields, ..Form::default() };
    let ready = check::ready(context, kind, form)?;
    context.save(context.audience(kind, &ready.station), ready.write.into_iter().collect())?;
    Ok(())
}

/// Scores of an evaluation, one for each item; the newest where two PCs gave one apart.
fn scores(context: &Context, evaluation: &str) -> Result<Vec<Row>, CommandError> {
    let of = Query::of(self_evaluation_score::KIND).and(self_evaluation_score::SELF_EVALUATION, Test::Eq, evaluation);
    context.list(&of.by("updated_ms", true))
}

/// The score that a record gives.
fn score_of(row: &Row) -> Option<Points> {
    Points::parse(text(&row.fields, self_evaluation_score::SCORE))
}

/// The year of an evaluation.
fn year_of(row: &Row) -> i32 {
    row.fields.get(self_evaluation::YEAR).and_then(Value::as_i64).unwrap_or_default() as i32
}
