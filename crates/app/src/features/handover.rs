//! Handing work over (工作交接): what is still somebody's and who may take it. Handing over is `handover/act.rs`, taking it back
//! `handover/undo.rs`; what belongs to whom is told by `records/open_work.rs`.

pub(crate) mod act;
pub(crate) mod undo;

use domain::fields::{handover, handover_item, staff};
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::open_work::{self, OpenWork};

/// Asks what is still somebody's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenWorkRequest {
    /// Staff id.
    pub staff: String,
}

/// What is still somebody's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenWorkView {
    /// Her name.
    pub name: String,
    /// How much of each kind, readable.
    pub counts: Vec<String>,
    /// Each piece, by kind.
    pub items: Vec<OpenItem>,
    /// Who may take it: everybody else who works at the station.
    pub receivers: Vec<Receiver>,
}

/// A piece of open work.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenItem {
    /// Record kind.
    pub kind: String,
    /// Its label.
    pub kind_label: String,
    /// Record id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How it stands: its stage, by when it is due.
    pub state: String,
    /// 暂存, to be finished.
    pub unfinished: bool,
}

/// Somebody who may take work over.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Receiver {
    /// Staff id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What is still somebody's, and who may take it.
pub(crate) fn open(pc: &Pc, request: OpenWorkRequest) -> Result<OpenWorkView, CommandError> {
    let context = Context::of(pc)?;
    let whose = own_staff(&context)?.into_iter().find(|row| row.id == request.staff);
    let whose = whose.ok_or_else(|| CommandError::not_found("这位工作人员"))?;
    let work = open_work::of(&context, &whose.id)?;
    let titles = open_work::titles(&context, &work)?;
    let items = work.iter().zip(titles).map(|(one, title)| item(&context, one, title)).collect();
    let receiver = |row: Row| Receiver { name: context.staff_name(&row.id), id: row.id };
    let receivers = own_staff(&context)?.into_iter().filter(|row| works(row) && row.id != whose.id);
    Ok(OpenWorkView {
        name: text(&whose.fields, staff::NAME).to_owned(),
        counts: open_work::counted(&context, &work),
        items,
        receivers: receivers.map(receiver).collect(),
    })
}

fn item(context: &Context, one: &OpenWork, title: String) -> OpenItem {
    OpenItem {
        kind: one.kind.name.clone(),
        kind_label: one.kind.label.clone(),
        id: one.row.id.clone(),
        title,
        state: open_work::state(context, one),
        unfinished: one.unfinished,
    }
}

/// Everybody listed at this station.
fn own_staff(context: &Context) -> Result<Vec<Row>, CommandError> {
    context.list(&context.of_station(staff::KIND, Some(&context.own_station())).by(staff::NAME, false))
}

fn works(row: &Row) -> bool {
    text(&row.fields, staff::ACTIVE) != "no"
}

/// The things of a handover, in their order.
fn items_of(context: &Context, id: &str) -> Result<Vec<Row>, CommandError> {
    let items = Query::of(handover_item::KIND).and(handover_item::HANDOVER, store::Test::Eq, id);
    context.list(&items.by(handover_item::SEQ_NO, false))
}

/// A handover is written by its act and taken back by another; nothing else changes what was signed.
pub(crate) fn must_change(row: &Row) -> Result<(), CommandError> {
    if [handover::KIND, handover_item::KIND].contains(&row.kind.as_str()) {
        return Err(CommandError::not_allowed("交接记录由交接自动写下，不能直接改或删除；要改请用“撤销交接”。"));
    }
    Ok(())
}
