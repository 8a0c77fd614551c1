//! A handover taken back: each piece goes back to who gave it, but for what somebody has changed since. What was signed is deleted with its
//! reason, and stays in the history.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::dictionary::dictionary;
use domain::fields::{handover, handover_item};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::features::handover::{items_of, own_staff, works};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::records::check;

const UNDONE: &str = "撤销交接";

/// What became of taking it back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct UndoneHandover {
    /// How many pieces went back.
    pub back: u64,
    /// How many stayed, because somebody has changed them since.
    pub stayed: u64,
}

/// Takes a handover back.
pub(crate) fn undo(pc: &Pc, request: IdRequest) -> Result<UndoneHandover, CommandError> {
    let context = Context::of(pc)?;
    let act = context.row(handover::KIND, &request.id)?;
    context.must_write(kind_named(handover::KIND)?, &act.station)?;
    if act.deleted_reason.is_some() {
        return Err(CommandError::not_allowed("这次交接已经撤销过了。"));
    }
    let (from, to) = (text(&act.fields, handover::HANDED_BY), text(&act.fields, handover::TAKEN_BY));
    if !own_staff(&context)?.iter().any(|row| row.id == from && works(row)) {
        return Err(CommandError::not_allowed(
            "移交人已标为离岗，撤销后这些工作就没人负责了。请先恢复移交人在岗，或把工作移交给别人。",
        ));
    }
    let (mut writes, mut stayed) = (Vec::new(), 0);
    let items = items_of(&context, &act.id)?;
    for item in &items {
        match back(&context, item, from, to)? {
            Some(changes) => writes.extend(changes.into_iter().chain([deleted(item)])),
            None => stayed += 1,
        }
    }
    let back = items.len() as u64 - stayed;
    if stayed == 0 {
        writes.push(deleted(&act));
    }
    if !writes.is_empty() {
        context.save(context.audience(kind_named(handover::KIND)?, &act.station), writes)?;
    }
    Ok(UndoneHandover { back, stayed })
}

/// What gives a piece back: nothing to be written where only who finishes it had changed. None: somebody has changed it since.
fn back(context: &Context, item: &Row, from: &str, to: &str) -> Result<Option<Vec<Write>>, CommandError> {
    let kind = dictionary().kind(text(&item.fields, handover_item::TARGET_KIND));
    let responsible = kind.and_then(|kind| kind.responsible.as_ref());
    let unfinished = text(&item.fields, handover_item::UNFINISHED) == "yes";
    let (Some(kind), Some(responsible), false) = (kind, responsible, unfinished) else { return Ok(Some(Vec::new())) };
    let row = context.store.row(&kind.name, text(&item.fields, handover_item::TARGET))?;
    let row = row.filter(|row| row.deleted_reason.is_none() && text(&row.fields, &responsible.field) == to);
    let Some(row) = row else { return Ok(None) };
    let fields = Payload::from_iter([(responsible.field.clone(), Value::from(from))]);
    let seen = check::seen_of(&row, BTreeMap::new(), &fields);
    Ok(Some(vec![Write { kind: row.kind, record: row.id, op: Op::Set, fields, seen }]))
}

fn deleted(row: &Row) -> Write {
    let fields = Payload::from_iter([("deleted_reason".to_owned(), UNDONE.into())]);
    let seen = check::seen_of(row, BTreeMap::new(), &fields);
    Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen }
}
