//! Outlines as the county changes them: shown with what a sentence may say, saved as one record for all stations, taken back by deleting it.

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use domain::fields::report_outline;
use domain::report_outline::{Change, Outline, Side, outline, outlines};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Row, Write};
use ts_rs::TS;

use crate::boards::reports::about::change_of;
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::words::CodeLabel;
use crate::records::check::{new_id, refuse_errors, seen_of};

/// Why a change is there no more.
const TAKEN_BACK: &str = "恢复为程序自带的提纲";

/// Every outline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Outlines {
    /// In order.
    pub outlines: Vec<OutlineView>,
}

/// An outline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OutlineView {
    /// Its name.
    pub name: String,
    /// What the report is called.
    pub label: String,
    /// Who writes it: 站点, 县级, 县级和站点.
    pub side: String,
    /// As it is now: title and sections in order, with those that are left out.
    pub content: Change,
    /// As the program brings it.
    pub original: Change,
    /// The county has changed it.
    pub changed: bool,
    /// When and by whom: 2026-11-30 张科长; empty where it is as the program brings it.
    pub changed_by: String,
    /// What its sentences may say, with its label.
    pub values: Vec<CodeLabel>,
}

/// Changes an outline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ChangeOutline {
    /// Its name.
    pub name: String,
    /// What it becomes.
    pub content: Change,
}

/// Names an outline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OutlineName {
    /// Its name.
    pub name: String,
}

/// Every outline.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Outlines, CommandError> {
    let context = Context::of(pc)?;
    let outlines = outlines().iter().map(|outline| view(&context, outline)).collect::<Result<_, _>>()?;
    Ok(Outlines { outlines })
}

fn view(context: &Context, outline: &Outline) -> Result<OutlineView, CommandError> {
    let row = change_of(context, &outline.name)?;
    let change = row.as_ref().and_then(|row| Change::read(&row.fields));
    let original = outline.as_change();
    let content = match &change {
        // Sections of a newer program stand where they belong, and those left out behind the others.
        Some(change) => {
            let mut now = outline.with(change).as_change();
            now.sections.extend(change.sections.iter().filter(|one| one.left_out).cloned());
            now
        }
        None => original.clone(),
    };
    Ok(OutlineView {
        name: outline.name.clone(),
        label: outline.label.clone(),
        side: side(outline.side).to_owned(),
        content,
        original,
        changed: change.is_some(),
        changed_by: row.map(|row| written(context, &row)).unwrap_or_default(),
        values: values_of(outline),
    })
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Station => "站点",
        Side::County => "县级",
        Side::Both => "县级和站点",
    }
}

/// Words first, then figures.
fn values_of(outline: &Outline) -> Vec<CodeLabel> {
    let all = outline.words().into_iter().chain(outline.countable());
    all.map(|(code, label)| CodeLabel { code, label }).collect()
}

fn written(context: &Context, row: &Row) -> String {
    let day = crate::kernel::pc::local_time(row.updated_ms).date_naive();
    format!("{day} {}", context.staff_name(&row.updated_by))
}

/// Changes an outline for all stations.
pub(crate) fn change(pc: &Pc, request: ChangeOutline) -> Result<OutlineView, CommandError> {
    let context = Context::of(pc)?;
    let known = outline(&request.name).ok_or_else(|| CommandError::not_found("这种报告"))?;
    refuse_errors(&known.check(&request.content))?;
    let sections =
        serde_json::to_string(&request.content.sections).map_err(|_| CommandError::internal("提纲不能写成 JSON"))?;
    let fields = Payload::from_iter([
        (report_outline::OUTLINE.to_owned(), json!(request.name)),
        (report_outline::TITLE.to_owned(), json!(request.content.title.trim())),
        (report_outline::SECTIONS.to_owned(), json!(sections)),
    ]);
    save(&context, &request.name, fields)?;
    view(&context, known)
}

/// Takes the county's change of an outline back.
pub(crate) fn reset(pc: &Pc, request: OutlineName) -> Result<OutlineView, CommandError> {
    let context = Context::of(pc)?;
    let known = outline(&request.name).ok_or_else(|| CommandError::not_found("这种报告"))?;
    if change_of(&context, &request.name)?.is_some() {
        save(&context, &request.name, Payload::from_iter([("deleted_reason".to_owned(), json!(TAKEN_BACK))]))?;
    }
    view(&context, known)
}

fn save(context: &Context, name: &str, fields: Payload) -> Result<(), CommandError> {
    let kind = kind_named(report_outline::KIND)?;
    context.must_write(kind, "")?;
    let known = change_of(context, name)?;
    let seen = known.as_ref().map_or_else(BTreeMap::new, |row| seen_of(row, Default::default(), &fields));
    let record = known.map_or_else(new_id, |row| row.id);
    context.save(Audience::All, vec![Write { kind: kind.name.clone(), record, op: Op::Set, fields, seen }])?;
    Ok(())
}
