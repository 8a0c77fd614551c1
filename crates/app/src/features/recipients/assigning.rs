//! Giving many people a responsible worker in one act (批量分配责任社工): one save each, so that each history shows it, and one answer that
//! says who was given, who was left and why. Taking it back is the same act the other way round. The supervisor does it; everything else
//! about a person is changed on her page.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::fields::{recipient, staff};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::check;

/// Gives people a responsible worker.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct AssignRequest {
    /// Who is given to whom.
    pub people: Vec<Assignment>,
    /// Id of the long work.
    #[serde(default)]
    pub task: Option<String>,
}

/// One person given to a worker.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct Assignment {
    /// Recipient id.
    pub recipient: String,
    /// Staff id; empty: to nobody.
    pub worker: String,
    /// Only if this worker still has her (empty: nobody): taking back what somebody has changed since is not taking back.
    #[serde(default)]
    #[ts(optional)]
    pub still: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct AssignAnswer {
    /// Those given, each with what takes it back.
    pub assigned: Vec<Assignment>,
    /// How many had that worker already.
    pub same: u64,
    /// Those left as they were, with the reason.
    pub left: Vec<LeftOut>,
    /// It was stopped before the end.
    pub cancelled: bool,
}

/// Somebody left as she was.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LeftOut {
    /// Recipient id.
    pub recipient: String,
    /// Her name.
    pub name: String,
    /// Why.
    pub why: String,
}

/// Gives people a responsible worker, one save each.
pub(crate) fn assign(pc: &Pc, request: AssignRequest) -> Result<AssignAnswer, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(recipient::KIND)?;
    context.must_write(kind, &context.own_station())?;
    known_workers(&context, &request.people)?;
    let task = pc.events.begin(request.task.as_deref(), "分配责任社工")?;
    let mut answer = AssignAnswer::default();
    let total = request.people.len() as u64;
    for (done, one) in request.people.into_iter().enumerate() {
        if task.progress(done as u64, total, "保存").is_break() {
            answer.cancelled = true;
            break;
        }
        give(&context, one, &mut answer)?;
    }
    Ok(answer)
}

/// Only people of this station who still work here are given anybody.
fn known_workers(context: &Context, people: &[Assignment]) -> Result<(), CommandError> {
    let mut wanted: Vec<&str> = people.iter().map(|one| one.worker.as_str()).filter(|id| !id.is_empty()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    // Whoever left may get back in an act that is taken back.
    let taking_back = !people.is_empty() && people.iter().all(|one| one.still.is_some());
    let staff = context.list(&context.of_station(staff::KIND, Some(&context.own_station())))?;
    let works = |row: &Row| taking_back || text(&row.fields, staff::ACTIVE) != "no";
    if wanted.iter().all(|id| staff.iter().any(|row| row.id == *id && works(row))) {
        return Ok(());
    }
    Err(CommandError::invalid_field("worker", "请选择本站在岗的社工。"))
}

fn give(context: &Context, one: Assignment, answer: &mut AssignAnswer) -> Result<(), CommandError> {
    let Some(row) = context.store.row(recipient::KIND, &one.recipient)? else {
        answer
            .left
            .push(LeftOut { recipient: one.recipient, name: String::new(), why: "没有这份档案".to_owned() });
        return Ok(());
    };
    let has = text(&row.fields, recipient::ASSIGNED_WORKER).to_owned();
    if let Some(why) = refused(context, &row, &one, &has)? {
        let name = text(&row.fields, recipient::NAME).to_owned();
        answer.left.push(LeftOut { recipient: one.recipient, name, why: why.to_owned() });
        return Ok(());
    }
    if has == one.worker {
        answer.same += 1;
        return Ok(());
    }
    let kind = kind_named(recipient::KIND)?;
    let value = Some(one.worker.clone()).filter(|worker| !worker.is_empty()).map_or(Value::Null, Value::from);
    let fields = Payload::from_iter([(recipient::ASSIGNED_WORKER.to_owned(), value)]);
    let seen = check::seen_of(&row, BTreeMap::new(), &fields);
    let write = Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen };
    context.save(context.audience(kind, &row.station), vec![write])?;
    answer.assigned.push(Assignment { recipient: row.id, worker: has, still: Some(one.worker) });
    Ok(())
}

/// Why somebody is left as she is.
fn refused(context: &Context, row: &Row, one: &Assignment, has: &str) -> Result<Option<&'static str>, CommandError> {
    Ok(match () {
        () if row.deleted_reason.is_some() => Some("档案已删除"),
        () if !context.may_write(kind_named(&row.kind)?, &row.station) => Some("档案属于别的站点"),
        () if context.merges()?.is_merged(&row.id) => Some("已合并进另一份档案"),
        () if one.still.as_ref().is_some_and(|still| still != has) => Some("之后又有人改过"),
        () => None,
    })
}
