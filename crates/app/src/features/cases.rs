//! The board of cases: one column per stage, cards with what tells them apart. One file is `cases/file.rs`, moving
//! it `cases/moves.rs`.

pub(crate) mod closing;
pub(crate) mod file;
pub(crate) mod moves;
pub(crate) mod papers;
pub(crate) mod reviews;

use std::collections::BTreeMap;

use domain::case::{self, STAGES, Stage};
use domain::fields::{case as case_fields, progress_note, recipient};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::{label, shortened};
use crate::records::listing::{self, SortBy};
use crate::records::view::Delivery;

/// Which cases.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct CaseBoardRequest {
    /// Only those of this worker (staff id).
    pub worker: Option<String>,
    /// Only this station (for the county).
    pub station: Option<String>,
    /// Closed, rejected and archived ones too.
    #[ts(as = "Option<_>", optional)]
    pub with_closed: bool,
    /// The person's name, pinyin or initials, the number, words of the reason.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Column of the list; without it the longest in their stage first.
    pub sort: Option<SortBy>,
}

/// Cases by stage.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseBoard {
    /// One column per stage, in order.
    pub columns: Vec<CaseBoardColumn>,
}

/// One stage.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseBoardColumn {
    /// Stage code.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Its cases, longest in the stage first.
    pub cases: Vec<CaseCard>,
}

/// A case on the board.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseCard {
    /// Case id.
    pub id: String,
    /// Case number; empty for a lead.
    pub case_no: String,
    /// Recipient id.
    pub recipient: String,
    /// Name of the person.
    pub name: String,
    /// Stage code.
    pub stage: String,
    /// Its label.
    pub stage_label: String,
    /// Why, in a line.
    pub reason: String,
    /// Risk level.
    pub risk: Option<String>,
    /// Name of the responsible worker.
    pub worker: String,
    /// Since when in this stage.
    pub stage_date: String,
    /// Days in this stage.
    pub days_in_stage: i64,
    /// How many progress notes.
    pub sessions: u64,
    /// Crisis case.
    pub crisis: bool,
    /// 重号: the number was given twice before a clone was found.
    pub number_twice: bool,
    /// 暂存.
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// Cases by stage.
pub(crate) fn board(pc: &Pc, request: CaseBoardRequest) -> Result<CaseBoard, CommandError> {
    let context = Context::of(pc)?;
    let cards = shown(&context, &request)?;
    let mut columns: Vec<CaseBoardColumn> = STAGES
        .iter()
        .filter(|(stage, _)| request.with_closed || is_working(*stage))
        .map(|(_, code)| CaseBoardColumn { stage: (*code).to_owned(), label: label("stage", code), cases: Vec::new() })
        .collect();
    for card in cards {
        if let Some(column) = columns.iter_mut().find(|column| column.stage == card.stage) {
            column.cases.push(card);
        }
    }
    columns.retain(|column| column.stage != "reopened" || !column.cases.is_empty());
    Ok(CaseBoard { columns })
}

/// The same cases in one row, by the column asked for.
pub(crate) fn list(pc: &Pc, request: CaseBoardRequest) -> Result<Vec<CaseCard>, CommandError> {
    shown(&Context::of(pc)?, &request)
}

/// The cases that board, list and file show, the longest in their stage first or by a column.
pub(crate) fn shown(context: &Context, request: &CaseBoardRequest) -> Result<Vec<CaseCard>, CommandError> {
    let mut query = context.of_station(case_fields::KIND, request.station.as_deref());
    if let Some(worker) = request.worker.as_deref().filter(|worker| !worker.is_empty()) {
        query = query.and(case_fields::ASSIGNED_WORKER, Test::Eq, worker);
    }
    if !request.with_closed {
        query = query.and(case_fields::STAGE, Test::In, working_stages());
    }
    let query = listing::searched(context, query, &request.text)?;
    let mut cards = cards(context, &context.list(&query)?)?;
    cards.sort_by_key(|card| std::cmp::Reverse(card.days_in_stage));
    Ok(listing::sorted(cards, request.sort.as_ref()))
}

/// Stages that still ask for work: all but those not taken on, referred away and archived.
fn is_working(stage: Stage) -> bool {
    !matches!(stage, Stage::Rejected | Stage::Referred | Stage::Archived)
}

fn working_stages() -> Vec<&'static str> {
    STAGES.iter().filter(|(stage, _)| is_working(*stage)).map(|(_, code)| *code).collect()
}

/// Cards of these cases, in a fixed number of queries.
pub(crate) fn cards(context: &Context, rows: &[Row]) -> Result<Vec<CaseCard>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let people: Vec<String> = rows.iter().map(|row| text(&row.fields, case_fields::RECIPIENT).to_owned()).collect();
    let mut names: BTreeMap<String, String> = context
        .list_in(&Query { deleted: true, ..Query::of(recipient::KIND) }, "id", &people)?
        .into_iter()
        .map(|row| (row.id, text(&row.fields, recipient::NAME).to_owned()))
        .collect();
    // A case of a merged file is a case of the person who stands for it.
    let merges = context.merges()?;
    let standing: Vec<String> = people.iter().filter(|id| merges.is_merged(id)).cloned().collect();
    for (id, brief) in crate::people::briefs(context, &standing)? {
        names.insert(id, brief.name);
    }
    let final_notes = Query::of(progress_note::KIND).finals().and(progress_note::CASE, Test::In, ids);
    let sessions: BTreeMap<String, u64> = context
        .store
        .count_by(&final_notes, progress_note::CASE)?
        .into_iter()
        .filter_map(|(id, count)| Some((id.as_str()?.to_owned(), count)))
        .collect();
    let numbers: Vec<String> = rows.iter().filter_map(|row| some_text(&row.fields, case_fields::CASE_NO)).collect();
    let twice = numbers_given_twice(context, &numbers)?;
    Ok(rows.iter().map(|row| card(context, row, &names, &sessions, &twice)).collect())
}

fn card(
    context: &Context,
    row: &Row,
    names: &BTreeMap<String, String>,
    sessions: &BTreeMap<String, u64>,
    twice: &[String],
) -> CaseCard {
    let fields = &row.fields;
    let since = date(fields, case_fields::STAGE_DATE).or_else(|| date(fields, case_fields::LEAD_DATE));
    let (case_no, stage, recipient) =
        (text(fields, case_fields::CASE_NO), text(fields, case_fields::STAGE), text(fields, case_fields::RECIPIENT));
    CaseCard {
        id: row.id.clone(),
        case_no: case_no.to_owned(),
        name: names.get(recipient).cloned().unwrap_or_default(),
        recipient: recipient.to_owned(),
        stage: stage.to_owned(),
        stage_label: label("stage", stage),
        reason: shortened(text(fields, case_fields::REASON), 40),
        risk: some_text(fields, case_fields::RISK_LEVEL),
        worker: context.staff_name(text(fields, case_fields::ASSIGNED_WORKER)),
        stage_date: since.map(|since| since.to_string()).unwrap_or_default(),
        days_in_stage: since.map_or(0, |since| i64::from(case::days_in_stage(since, context.today))),
        sessions: sessions.get(&row.id).copied().unwrap_or(0),
        crisis: text(fields, case_fields::CRISIS) == "yes" || text(fields, case_fields::RISK_LEVEL) == "red",
        number_twice: twice.iter().any(|number| number == case_no),
        provisional: row.provisional,
        state: row.state,
    }
}

fn numbers_given_twice(context: &Context, numbers: &[String]) -> Result<Vec<String>, CommandError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let same = context.store.count_by(
        &Query::of(case_fields::KIND).and(case_fields::CASE_NO, Test::In, numbers.to_vec()),
        case_fields::CASE_NO,
    )?;
    Ok(same
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .filter_map(|(number, _)| number.as_str().map(str::to_owned))
        .collect())
}
