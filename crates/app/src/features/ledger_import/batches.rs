//! Imports that were made, and undoing one as a whole later: its records that nobody has touched since are deleted, its changes
//! to older records are taken back where they still stand. What others have worked on stays and is named. Ordinary changes, so
//! that undoing can itself be undone record by record.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use changelog::{Op, Payload, Ref};
use domain::dictionary::{FieldType, dictionary};
use domain::fields::import_batch;
use serde_json::Value;
use store::{HistoryEntry, Query, Row, Test, Write};

use crate::features::ledger_import::types::{BatchRef, KeptRecord, UndoAnswer};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::records::{check, labels};

/// Records in one save of an undoing.
const IN_ONE_SAVE: usize = 400;

/// What an undoing would do.
pub(crate) fn preview(pc: &Pc, request: BatchRef) -> Result<UndoAnswer, CommandError> {
    let context = Context::of(pc)?;
    Ok(undoing(&context, &batch(&context, &request.id)?)?.answer())
}

/// Undoes an import.
pub(crate) fn undo(pc: &Pc, request: BatchRef) -> Result<UndoAnswer, CommandError> {
    let context = Context::of(pc)?;
    let row = batch(&context, &request.id)?;
    let kind = kind_named(import_batch::KIND)?;
    context.must_write(kind, &row.station)?;
    let task = pc.events.begin(request.task.as_deref(), "撤销导入")?;
    let _ = task.progress(0, 0, "核对");
    let undoing = undoing(&context, &row)?;
    let total = undoing.writes.len() as u64;
    let audience = context.audience(kind, &row.station);
    let mut done = 0;
    for part in undoing.writes.chunks(IN_ONE_SAVE) {
        if task.progress(done, total, "保存").is_break() {
            return Err(CommandError::new(
                ErrorCode::Cancelled,
                format!("已停下：{total} 条里撤销了 {done} 条。再点一次“撤销”会接着做。"),
            ));
        }
        context.save(audience.clone(), part.to_vec())?;
        done += part.len() as u64;
    }
    let answer = undoing.answer();
    let fields = Payload::from_iter([
        (import_batch::UNDONE_DATE.to_owned(), Value::from(context.today_text())),
        (import_batch::KEPT.to_owned(), Value::from(answer.kept.len())),
    ]);
    let seen = check::seen_of(&row, Default::default(), &fields);
    context.save(audience, vec![Write { kind: row.kind, record: row.id, op: Op::Set, fields, seen }])?;
    Ok(answer)
}

fn batch(context: &Context, id: &str) -> Result<Row, CommandError> {
    context.row(import_batch::KIND, id)
}

#[derive(Default)]
struct Undoing {
    writes: Vec<Write>,
    deleted: u32,
    restored: u32,
    kept: Vec<KeptRecord>,
}

impl Undoing {
    fn answer(&self) -> UndoAnswer {
        UndoAnswer { deleted: self.deleted, restored: self.restored, kept: self.kept.clone() }
    }
}

/// One record that the import wrote.
struct Touched {
    row: Row,
    history: Vec<HistoryEntry>,
    /// The import made it.
    made: bool,
    /// Others have changed it since.
    changed: bool,
}

fn undoing(context: &Context, batch: &Row) -> Result<Undoing, CommandError> {
    let saves = context.store.saves_headed_by(import_batch::KIND, &batch.id, import_batch::PART)?;
    let ours: HashSet<Ref> = saves.iter().flatten().map(|change| change.reference).collect();
    let mut order: Vec<(String, String)> = Vec::new();
    let mut known = BTreeSet::new();
    for change in saves.into_iter().flatten() {
        let record = (change.kind, change.record);
        if known.insert(record.clone()) {
            order.push(record);
        }
    }
    let mut touched = Vec::new();
    // The last written first: what refers goes before what is referred to.
    for (kind, id) in order.iter().rev() {
        let Some(row) = context.store.row(kind, id)?.filter(|row| row.deleted_reason.is_none()) else { continue };
        let mut history = context.store.history(kind, id)?;
        history.retain(|entry| entry.op == Op::Set && entry.barred.is_none());
        let made = history.first().is_some_and(|first| ours.contains(&first.reference));
        let changed = history.iter().any(|entry| !ours.contains(&entry.reference));
        touched.push(Touched { row, history, made, changed });
    }
    let mut going: BTreeSet<String> =
        touched.iter().filter(|one| one.made && !one.changed).map(|one| one.row.id.clone()).collect();
    let needed = still_needed(context, &mut going)?;
    let mut undoing = Undoing::default();
    for one in &touched {
        if going.contains(&one.row.id) {
            undoing.deleted += 1;
            undoing.writes.push(deleting(&one.row, text(&batch.fields, import_batch::FILE_NAME)));
        } else if one.made {
            let why = match needed.get(&one.row.id) {
                Some(label) if !one.changed => format!("导入后已有{label}用到它"),
                _ => "导入后有人改过".to_owned(),
            };
            undoing.kept.push(kept(context, &one.row, why)?);
        } else {
            restoring(context, one, &ours, &mut undoing)?;
        }
    }
    Ok(undoing)
}

/// Takes out of `going` what a record that stays refers to, and says by what; until nothing more is taken out.
fn still_needed(context: &Context, going: &mut BTreeSet<String>) -> Result<BTreeMap<String, String>, CommandError> {
    let mut references: Vec<(String, String, String)> = Vec::new();
    for kind in &dictionary().kinds {
        for field in kind.fields.iter().filter(|field| field.kind == FieldType::Reference) {
            if matches!(field.refers.as_deref(), Some("staff") | None) {
                continue;
            }
            let query = Query::of(&kind.name).and(&field.name, Test::NotNull, Value::Null);
            for row in context.store.columns(&query, &["id", &field.name])? {
                if let [Value::String(from), Value::String(to)] = row.as_slice()
                    && going.contains(to)
                    && from != to
                {
                    references.push((from.clone(), to.clone(), kind.label.clone()));
                }
            }
        }
    }
    let mut needed = BTreeMap::new();
    loop {
        let before = going.len();
        for (from, to, label) in &references {
            if going.contains(to) && !going.contains(from) {
                going.remove(to);
                needed.insert(to.clone(), label.clone());
            }
        }
        if going.len() == before {
            return Ok(needed);
        }
    }
}

fn deleting(row: &Row, file_name: &str) -> Write {
    let reason = format!("撤销导入：{file_name}");
    let fields = Payload::from_iter([("deleted_reason".to_owned(), Value::from(reason))]);
    let seen = check::seen_of(row, Default::default(), &fields);
    Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen }
}

/// Puts back what the import changed in an older record, field by field where its value still stands.
fn restoring(context: &Context, one: &Touched, ours: &HashSet<Ref>, undoing: &mut Undoing) -> Result<(), CommandError> {
    let mut fields = Payload::new();
    let mut others = false;
    for entry in one.history.iter().filter(|entry| ours.contains(&entry.reference)) {
        for name in entry.fields.keys() {
            let live = one.row.refs.get(name).map(Vec::as_slice).unwrap_or_default();
            if !live.is_empty() && live.iter().all(|reference| ours.contains(reference)) {
                fields.insert(name.clone(), entry.before.get(name).cloned().unwrap_or(Value::Null));
            } else {
                // Taken back already, when what stands there is what stood before.
                let stands = one.row.fields.get(name).cloned().unwrap_or(Value::Null);
                others |= stands != entry.before.get(name).cloned().unwrap_or(Value::Null);
            }
        }
    }
    if others {
        undoing.kept.push(kept(context, &one.row, "导入补充的内容后来又有人改过，改过的没有动".to_owned())?);
    }
    if !fields.is_empty() {
        let seen = check::seen_of(&one.row, Default::default(), &fields);
        undoing.restored += 1;
        undoing.writes.push(Write {
            kind: one.row.kind.clone(),
            record: one.row.id.clone(),
            op: Op::Set,
            fields,
            seen,
        });
    }
    Ok(())
}

fn kept(context: &Context, row: &Row, why: String) -> Result<KeptRecord, CommandError> {
    let kind = kind_named(&row.kind)?;
    let titles = labels::Titles::for_rows(context, kind, std::slice::from_ref(row))?;
    let title = format!("{} {}", kind.label, labels::title(context, kind, &row.fields, &titles));
    Ok(KeptRecord { kind: row.kind.clone(), id: row.id.clone(), title, why })
}
