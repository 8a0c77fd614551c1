//! Marks of rows in a file: 暂存, and when a record was written that is 补录 or came late (`closed_books`). They stand in columns of their own,
//! behind those of the ledger, where any row has something to say there; list, paper and file say the same.

use documents::{Column, ColumnKind, Value};
use store::Row;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::closed_books::{WrittenLate, written_late};

/// Title of the column that says when a record was written.
const WRITTEN: &str = "录入情况";

/// Puts the marks of these rows behind their cells.
pub(super) fn put(
    context: &Context,
    rows: &[Row],
    columns: &mut Vec<Column>,
    written: &mut [Vec<Value>],
) -> Result<(), CommandError> {
    let mut column = |title: &str, width: f64, marks: Vec<String>| {
        if marks.iter().all(String::is_empty) {
            return;
        }
        columns.push(Column::new(title, ColumnKind::Text, width));
        written.iter_mut().zip(marks).for_each(|(cells, mark)| cells.push(mark.into()));
    };
    let provisional = rows.iter().map(|row| if row.provisional { "暂存".to_owned() } else { String::new() });
    column("状态", 8.0, provisional.collect());
    let late = |row: &Row| Ok(written_late(context, row)?.map(|late: WrittenLate| late.on_paper()).unwrap_or_default());
    column(WRITTEN, 36.0, rows.iter().map(late).collect::<Result<_, CommandError>>()?);
    Ok(())
}
