//! A ledger or list on its way into an Excel file: told as it grows and stopped when asked. All of them are written here; of one that was
//! stopped no file is made and nothing recorded.

use std::cell::RefCell;
use std::collections::BTreeSet;

use documents::{Error, Sheet, Workbook};
use domain::fields::staff;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::events::Task;
use crate::kernel::files::{Destination, FileOut};
use crate::records::subjects;

/// A file while it is made.
pub(crate) struct Writing {
    task: Task,
    /// Ids of what the file shows.
    shown: RefCell<BTreeSet<String>>,
}

impl Writing {
    /// Begins under the id of whoever watches, if anybody does.
    pub(crate) fn begin(context: &Context, task: Option<&str>) -> Result<Writing, CommandError> {
        let writing = Writing { task: context.pc.events.begin(task, "导出 Excel")?, shown: RefCell::default() };
        writing.at(0, 0, "正在查找记录")?;
        Ok(writing)
    }

    /// So many rows of all are read.
    pub(crate) fn read(&self, rows: usize, all: usize) -> Result<(), CommandError> {
        self.at(rows, 2 * all, "正在读取记录")
    }

    /// The file shows these records.
    pub(crate) fn shows(&self, ids: impl Iterator<Item = String>) {
        self.shown.borrow_mut().extend(ids);
    }

    /// Writes down who under eighteen is in it.
    pub(crate) fn record_shown(&self, context: &Context, said: &str) -> Result<(), CommandError> {
        context.record_shown(said, subjects::minors(context, &self.shown.borrow())?)
    }

    /// Writes a sheet; what was taken out stands with the person who did, and who of it is under eighteen is named.
    pub(crate) fn finish(
        &self,
        context: &Context,
        sheet: Sheet,
        (name, said): (&str, &str),
        to: &Destination,
    ) -> Result<FileOut, CommandError> {
        let all = sheet.rows.len();
        let told = &mut |rows: usize| self.task.progress((all + rows) as u64, 2 * all as u64, "正在写入 Excel");
        let bytes = documents::xlsx_told(&Workbook { sheets: vec![sheet] }, told);
        let bytes = bytes.map_err(|error| match error {
            Error::Stopped => Task::cancelled(),
            error => not_made(error),
        })?;
        self.at(2 * all, 2 * all, "正在保存文件")?;
        let me = context.row(staff::KIND, &context.person.id)?;
        let said = format!("导出台账：{said}");
        context.record_reading(&me, &said, &[])?;
        self.record_shown(context, &said)?;
        to.write(context.pc, &format!("{name}.xlsx"), bytes)
    }

    fn at(&self, done: usize, total: usize, step: &str) -> Result<(), CommandError> {
        let stopped = self.task.progress(done as u64, total as u64, step).is_break();
        if stopped { Err(Task::cancelled()) } else { Ok(()) }
    }
}
