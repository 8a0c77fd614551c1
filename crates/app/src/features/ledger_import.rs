//! Taking in ledgers (导入台账): opens a file, shows step by step what would become of it, and writes out the rows that are given
//! back. The file stays in memory with the plan that was shown; what is chosen comes with every question. It saves nothing (`run`).

pub(crate) mod batches;
mod desk;
mod homes;
mod layout;
mod person_plan;
mod persons;
mod plan;
mod planning;
mod rows;
pub(crate) mod run;
pub(crate) mod types;
mod values;
mod view;
mod visit_plan;

use std::sync::Arc;

use documents::{Column, ColumnKind, Sheet, TableError, Value as CellValue, Workbook};

use crate::features::ledger_import::desk::{LedgerDesk, OpenFile};
use crate::features::ledger_import::layout::TableFile;
use crate::features::ledger_import::plan::Plan;
use crate::features::ledger_import::types::{
    BadRowsFile, LedgerChoices, LedgerView, OpenLedger, OpenedLedger, PlanLedger, RowFate, WriteBadRows,
};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Reads a file and says what a first look comes to.
pub(crate) fn open(pc: &Pc, request: OpenLedger) -> Result<OpenedLedger, CommandError> {
    let context = Context::of(pc)?;
    let bytes = request.file.read(documents::MOST_BYTES as u64 + 1)?;
    let book = documents::read_table(&bytes).map_err(not_read)?;
    let file = OpenFile::new(TableFile { name: request.file.name.clone(), book });
    let plan = file.plan(&context, &LedgerChoices::default())?;
    let opened = OpenedLedger {
        id: file.id.clone(),
        file_name: file.table.name.clone(),
        fingerprint: fingerprint(&bytes),
        view: view::view(&file.table, &plan),
    };
    pc.state::<LedgerDesk>().put(Some(Arc::new(file)));
    Ok(opened)
}

fn not_read(error: TableError) -> CommandError {
    let code = match error {
        TableError::Damaged => ErrorCode::DamagedFile,
        _ => ErrorCode::WrongFile,
    };
    CommandError::new(code, error.to_string())
}

/// Enough to know the same file again; it is kept on this PC only.
fn fingerprint(bytes: &[u8]) -> String {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{:x}-{:x}", sum, bytes.len())
}

/// What the import would do as chosen.
pub(crate) fn plan(pc: &Pc, request: PlanLedger) -> Result<LedgerView, CommandError> {
    let context = Context::of(pc)?;
    let file = pc.state::<LedgerDesk>().get(&request.id)?;
    let plan = file.plan(&context, &request.choices)?;
    Ok(view::view(&file.table, &plan))
}

/// Lets go of the file.
pub(crate) fn close(pc: &Pc, _: Nothing) -> Result<Nothing, CommandError> {
    pc.state::<LedgerDesk>().put(None);
    Ok(Nothing {})
}

/// Writes the rows given back, with the reasons in front, so that they can be mended and imported again.
pub(crate) fn bad_rows(pc: &Pc, request: WriteBadRows) -> Result<BadRowsFile, CommandError> {
    let context = Context::of(pc)?;
    let file = pc.state::<LedgerDesk>().get(&request.id)?;
    let plan = file.plan(&context, &request.choices)?;
    let sheet = bad_sheet(&file.table, &plan);
    if sheet.rows.is_empty() {
        return Err(CommandError::new(ErrorCode::NotFound, "没有退回的行，不用导出。"));
    }
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] })
        .map_err(|error| CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}")))?;
    let name = &file.table.name;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    request.place.write(pc, &format!("{stem}（退回的行）.xlsx"), bytes)
}

fn bad_sheet(file: &TableFile, plan: &Plan) -> Sheet {
    let sheet = &file.book.sheets[plan.layout.place];
    let width = sheet.width();
    let mut columns =
        vec![Column::new("退回原因", ColumnKind::Text, 40.0), Column::new("原表行号", ColumnKind::Integer, 9.0)];
    for column in 0..width {
        columns.push(Column::new(plan.layout.heading(column), ColumnKind::Text, 16.0));
    }
    let bad = plan.fates.iter().filter(|(_, fate)| fate.fate == RowFate::Reported);
    let rows = bad.map(|(row, fate)| {
        let cells = (0..width).map(|column| match sheet.cell(*row as usize - 1, column).text() {
            text if text.is_empty() => CellValue::Empty,
            text => CellValue::Text(text),
        });
        let front = [CellValue::Text(fate.reasons.join("；")), CellValue::Integer(i64::from(*row))];
        front.into_iter().chain(cells).collect()
    });
    Sheet {
        name: "退回的行".into(),
        title: String::new(),
        columns,
        rows: rows.collect(),
        note: String::new(),
        ..Sheet::default()
    }
}
