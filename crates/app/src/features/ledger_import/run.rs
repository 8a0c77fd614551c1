//! Running an import: the plan's units in batches, each one save that begins with a change of the batch record, so that the log
//! itself says which changes were the import's. Stopped or crashed, whole batches are in and the record says how far.

use changelog::{Op, Payload, Ref};
use domain::fields::{household, household_member, import_batch, recipient, recipient_category, visit};
use domain::numbering;
use serde_json::Value;
use store::{Numbering, Save, Saved, Write};

use chrono::Datelike;

use crate::features::ledger_import::desk::LedgerDesk;
use crate::features::ledger_import::plan::{Plan, Unit};
use crate::features::ledger_import::types::{LedgerResult, RowCounts, RunLedger};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::check;

/// Records that stand in one save: large enough to be quick, small enough to be cancelled between.
const IN_ONE_SAVE: usize = 400;

/// Runs the import as chosen.
pub(crate) fn run(pc: &Pc, request: RunLedger) -> Result<LedgerResult, CommandError> {
    let context = Context::of(pc)?;
    let file = pc.state::<LedgerDesk>().get(&request.id)?;
    context.must_write(kind_named(import_batch::KIND)?, &context.own_station())?;
    let task = pc.events.begin(request.task.as_deref(), "导入台账")?;
    let _ = task.progress(0, 0, "核对");
    let plan = file.plan_as_shown(&context, &request.choices)?;
    let (layout, counts) = (&plan.layout, plan.counts());
    let head = Payload::from_iter([
        (import_batch::FILE_NAME.to_owned(), Value::from(file.table.name.chars().take(200).collect::<String>())),
        (
            import_batch::SHEET.to_owned(),
            file.table.book.sheets[layout.place].name.chars().take(100).collect::<String>().into(),
        ),
        (import_batch::LEDGER.to_owned(), layout.ledger.label.clone().into()),
        (import_batch::DATE.to_owned(), context.today_text().into()),
        (import_batch::WORKER.to_owned(), context.person.id.clone().into()),
        (import_batch::ROW_COUNT.to_owned(), counts.rows.into()),
        (import_batch::MERGED.to_owned(), counts.merged.into()),
        (import_batch::REPORTED.to_owned(), counts.reported.into()),
        (import_batch::SKIPPED.to_owned(), counts.skipped.into()),
    ]);
    file.forget_plan();
    let done = store_units(&context, &plan, head, |done, total| task.progress(done, total, "保存").is_break())?;
    pc.events.changed(&[
        recipient::KIND,
        recipient_category::KIND,
        household::KIND,
        household_member::KIND,
        visit::KIND,
        import_batch::KIND,
    ]);
    let left = plan.units.iter().skip(done.units).map(|unit| unit.rows.len() as u32).sum::<u32>();
    let merged_left = plan.units.iter().skip(done.units).map(|unit| unit.rows.len() as u32 - 1).sum::<u32>();
    let counts =
        RowCounts { stored: counts.stored - (left - merged_left), merged: counts.merged - merged_left, ..counts };
    Ok(LedgerResult { batch: done.batch, counts, created: done.created, updated: done.updated, cancelled: left > 0 })
}

#[derive(Default)]
struct Done {
    batch: Option<String>,
    units: usize,
    created: u32,
    updated: u32,
}

/// Saves the units in batches until they are all in or the person wants it to stop.
fn store_units(
    context: &Context,
    plan: &Plan,
    head: Payload,
    mut stop: impl FnMut(u64, u64) -> bool,
) -> Result<Done, CommandError> {
    let total = plan.units.len() as u64;
    let mut done = Done::default();
    let mut batch = Batch { id: check::new_id(), head, part: 0, seen: None, stored: 0 };
    while done.units < plan.units.len() {
        if stop(done.units as u64, total) {
            break;
        }
        let units = next(&plan.units[done.units..]);
        let last = done.units + units.len() == plan.units.len();
        done.created += units.iter().map(|unit| unit.created).sum::<u32>();
        done.updated += units.iter().map(|unit| unit.updated).sum::<u32>();
        if units.iter().any(|unit| !unit.writes.is_empty()) {
            batch.save(context, units, &done, last)?;
            done.batch = Some(batch.id.clone());
        }
        batch.stored += units.len() as u32;
        done.units += units.len();
    }
    Ok(done)
}

/// The units of the next save.
fn next(units: &[Unit]) -> &[Unit] {
    let mut records = 0;
    let count = units.iter().take_while(|unit| {
        let fits = records < IN_ONE_SAVE;
        records += unit.writes.len().max(1);
        fits
    });
    &units[..count.count().max(1)]
}

/// The batch record while the import runs.
struct Batch {
    id: String,
    head: Payload,
    part: u32,
    seen: Option<Ref>,
    stored: u32,
}

impl Batch {
    fn save(&mut self, context: &Context, units: &[Unit], done: &Done, last: bool) -> Result<(), CommandError> {
        self.part += 1;
        let mut fields = std::mem::take(&mut self.head);
        for (name, value) in [
            (import_batch::PART, self.part),
            (import_batch::STORED, self.stored + units.len() as u32),
            (import_batch::CREATED, done.created),
            (import_batch::UPDATED, done.updated),
        ] {
            fields.insert(name.to_owned(), value.into());
        }
        fields.insert(import_batch::FINISHED.into(), if last { "yes" } else { "no" }.into());
        let seen = self.seen.into_iter();
        let seen = seen.flat_map(|seen| fields.keys().map(move |name| (name.clone(), vec![seen]))).collect();
        let record = self.id.clone();
        let mut writes = vec![Write { kind: import_batch::KIND.into(), record, op: Op::Set, fields, seen }];
        let mut numbers = Vec::new();
        for unit in units {
            for write in &unit.numbered {
                numbers.push(Numbering {
                    write: writes.len() + write,
                    field: recipient::FILE_NO.into(),
                    station: context.own_station(),
                    series: numbering::FILE.into(),
                    year: context.today.year(),
                });
            }
            writes.extend(unit.writes.iter().cloned());
        }
        let audience = context.audience(kind_named(import_batch::KIND)?, &context.own_station());
        let author = context.person.id.clone();
        let save = Save { audience, author, now_ms: context.now_ms, writes, number: None };
        let saved: Saved = context.store.save_numbering(save, &numbers)?;
        self.seen = saved.refs.first().copied();
        Ok(())
    }
}
