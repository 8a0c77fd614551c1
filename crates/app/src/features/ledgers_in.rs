//! Taking in ledgers (导入台账): opens a file, shows step by step what would become of it, and writes out the rows that are given
//! back. The file stays in memory; what is chosen comes with every question. Running it stands in `ledgers_in/run.rs`.

pub(crate) mod batches;
pub(crate) mod person_plan;
pub(crate) mod persons;
pub(crate) mod plan;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod types;
pub(crate) mod visit_plan;

use std::sync::{Arc, Mutex, PoisonError};

use documents::{Column, ColumnKind, Sheet, TableError, Value as CellValue, Workbook};
use domain::ledger_in::{self, RowOf};
use domain::ledger_sheet::Book;

use crate::features::ledgers_in::plan::Plan;
use crate::features::ledgers_in::rows::Layout;
use crate::features::ledgers_in::types::{
    BadRowsFile, ColumnView, LedgerChoices, LedgerView, OpenLedger, OpenedLedger, PlanLedger, RowFate, RowNote,
    SheetView, WriteBadRows,
};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::words::CodeLabel;

/// How many rows of a list an answer carries; the counts say how many there are.
const LISTED: usize = 3_000;
/// How many rows at the top of the sheet are shown for choosing the header.
const TOP: usize = 15;

/// The file that is open, if any.
#[derive(Default)]
pub struct LedgerDesk(Mutex<Option<Arc<OpenFile>>>);

/// A file in memory.
pub(crate) struct OpenFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) book: Book,
}

impl LedgerDesk {
    fn put(&self, file: Option<OpenFile>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = file.map(Arc::new);
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<OpenFile>, CommandError> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.filter(|file| file.id == id)
            .ok_or_else(|| CommandError::new(ErrorCode::NotFound, "这个文件已经关闭，请重新选择文件。之前的选择还在。"))
    }
}

/// Reads a file and says what a first look comes to.
pub fn open(pc: &Pc, request: OpenLedger) -> Result<OpenedLedger, CommandError> {
    let context = Context::of(pc)?;
    let bytes = request.file.read(documents::MOST_BYTES as u64 + 1)?;
    let book = documents::read_table(&bytes).map_err(not_read)?;
    let fingerprint = fingerprint(&bytes);
    let file = OpenFile { id: uuid::Uuid::new_v4().to_string(), name: request.file.name.clone(), book };
    let view = view(&context, &file, &LedgerChoices::default())?;
    let opened = OpenedLedger { id: file.id.clone(), file_name: file.name.clone(), fingerprint, view };
    pc.state::<LedgerDesk>().put(Some(file));
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
pub fn plan(pc: &Pc, request: PlanLedger) -> Result<LedgerView, CommandError> {
    let context = Context::of(pc)?;
    view(&context, &*pc.state::<LedgerDesk>().get(&request.id)?, &request.choices)
}

/// Lets go of the file.
pub fn close(pc: &Pc, _: Nothing) -> Result<Nothing, CommandError> {
    pc.state::<LedgerDesk>().put(None);
    Ok(Nothing {})
}

fn view(context: &Context, file: &OpenFile, choices: &LedgerChoices) -> Result<LedgerView, CommandError> {
    let layout = rows::layout(&file.book, &file.name, choices);
    let plan = plan::plan(context, &file.book, &file.name, choices)?;
    let note = |row: &u32, fate: &plan::Fate| RowNote {
        row: *row,
        fate: fate.fate,
        name: fate.name.clone(),
        reasons: fate.reasons.clone(),
    };
    let mut notes_on_rows: Vec<RowNote> =
        plan.fates.iter().filter(|(_, fate)| fate.fate != RowFate::Stored).map(|(row, fate)| note(row, fate)).collect();
    notes_on_rows.sort_by_key(|note| (note.fate != RowFate::Reported, note.fate == RowFate::Skipped, note.row));
    notes_on_rows.truncate(LISTED);
    let warning = |(row, name, remark): &(u32, String, String)| RowNote {
        row: *row,
        fate: RowFate::Stored,
        name: name.clone(),
        reasons: vec![remark.clone()],
    };
    Ok(LedgerView {
        sheets: sheets(&file.book),
        sheet: layout.place as u32,
        header_row: layout.header.map_or(0, |header| header.row as u32 + 1),
        header_rows: layout.header.map_or(1, |header| header.rows as u32),
        top: layout.sheet.rows.iter().take(TOP).map(|row| row.iter().map(|cell| cell.text()).collect()).collect(),
        notes: notes(&layout),
        ledger: layout.ledger.name.clone(),
        ledgers: ledger_in::ledgers()
            .iter()
            .map(|ledger| CodeLabel { code: ledger.name.clone(), label: ledger.label.clone() })
            .collect(),
        columns: columns(&layout),
        targets: labelled(layout.ledger.targets()),
        wanted: wanted(&layout),
        values: plan.values.iter().take(LISTED).cloned().collect(),
        questions: plan.questions.iter().take(LISTED).cloned().collect(),
        warnings: plan.warnings.iter().take(LISTED).map(warning).collect(),
        counts: plan.counts(),
        new_records: plan.units.iter().filter(|unit| unit.created > 0 && unit.updated == 0).count() as u32,
        changed_records: plan.units.iter().filter(|unit| unit.updated > 0).count() as u32,
        provisional: plan.units.iter().filter(|unit| unit.provisional).count() as u32,
        notes_on_rows,
    })
}

fn labelled(pairs: Vec<(String, String)>) -> Vec<CodeLabel> {
    pairs.into_iter().map(|(code, label)| CodeLabel { code, label }).collect()
}

fn sheets(book: &Book) -> Vec<SheetView> {
    let rows = |sheet: &domain::ledger_sheet::Sheet| {
        sheet.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count() as u32
    };
    book.sheets
        .iter()
        .map(|sheet| SheetView {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            rows: rows(sheet),
            known: rows::known_columns(sheet) as u32,
        })
        .collect()
}

fn notes(layout: &Layout) -> Vec<String> {
    let (sheet, mut notes) = (layout.sheet, layout.book.notes.clone());
    let few = |numbers: Vec<String>| {
        let more = if numbers.len() > 10 { "等" } else { "" };
        format!("{}{more}", numbers.iter().take(10).cloned().collect::<Vec<_>>().join("、"))
    };
    if sheet.merged > 0 {
        notes.push(format!("有 {} 处合并单元格，已按左上角的内容填满。", sheet.merged));
    }
    if !sheet.hidden_rows.is_empty() {
        let rows = few(sheet.hidden_rows.iter().map(|row| (row + 1).to_string()).collect());
        notes.push(format!("有 {} 行是隐藏的（第 {rows} 行），照样读取，请核对要不要。", sheet.hidden_rows.len()));
    }
    if !sheet.hidden_columns.is_empty() {
        let columns = few(sheet.hidden_columns.iter().map(|column| letter(*column)).collect());
        notes.push(format!("有 {} 列是隐藏的（{columns} 列），照样读取。", sheet.hidden_columns.len()));
    }
    if layout.book.epoch_1904 {
        notes.push("这个工作簿按 1904 年起算日期（Mac 版 Excel），已换算。".into());
    }
    if sheet.hidden {
        notes.push("这个工作表在原文件里是隐藏的。".into());
    }
    if layout.header.is_none() {
        notes.push("没有找到表头。请在下面点选表头所在的行；如果选错了工作表，请换一个。".into());
    }
    notes
}

fn letter(column: usize) -> String {
    let own = char::from(b'A' + (column % 26) as u8);
    if column < 26 { own.to_string() } else { format!("{}{own}", letter(column / 26 - 1)) }
}

fn columns(layout: &Layout) -> Vec<ColumnView> {
    let begins = layout.header.map_or(0, |header| header.row + header.rows);
    let samples = |column: usize| {
        let cells = (begins..layout.sheet.rows.len()).map(|row| layout.sheet.cell(row, column));
        cells.filter(|cell| !cell.is_empty()).take(3).map(|cell| cell.text()).collect::<Vec<_>>()
    };
    let all = layout.headings.iter().enumerate().map(|(column, heading)| ColumnView {
        index: column as u32,
        letter: letter(column),
        heading: heading.text.clone(),
        samples: samples(column),
        to: layout.targets.get(column).cloned().flatten(),
        hidden: layout.sheet.hidden_columns.contains(&column),
    });
    all.filter(|column| !column.heading.is_empty() || !column.samples.is_empty()).collect()
}

/// What every record needs and no column gives.
fn wanted(layout: &Layout) -> Vec<CodeLabel> {
    let asked: &[&str] = match layout.ledger.row {
        RowOf::Person => &["recipient.village", "category.start_date", "category.category", "recipient.file_created"],
        RowOf::Visit => &[
            "visit.date",
            "visit.area",
            "visit.service_item",
            "visit.result",
            "visit.contact_mode",
            "visit.visit_type",
            "recipient.village",
        ],
    };
    let missing = asked.iter().filter(|target| {
        let has = layout.targets.iter().flatten().any(|known| known == *target);
        !(has || **target == "category.category" && layout.ledger.category.is_some())
    });
    missing.map(|target| CodeLabel { code: (*target).into(), label: ledger_in::label_of(target) }).collect()
}

/// Writes the rows given back, with the reasons in front, so that they can be mended and imported again.
pub fn bad_rows(pc: &Pc, request: WriteBadRows) -> Result<BadRowsFile, CommandError> {
    let context = Context::of(pc)?;
    let file = pc.state::<LedgerDesk>().get(&request.id)?;
    let layout = rows::layout(&file.book, &file.name, &request.choices);
    let plan = plan::plan(&context, &file.book, &file.name, &request.choices)?;
    let sheet = bad_sheet(&layout, &plan);
    if sheet.rows.is_empty() {
        return Err(CommandError::new(ErrorCode::NotFound, "没有退回的行，不用导出。"));
    }
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] })
        .map_err(|error| CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}")))?;
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    request.place.write(pc, &format!("{stem}（退回的行）.xlsx"), bytes)
}

fn bad_sheet(layout: &Layout, plan: &Plan) -> Sheet {
    let width = layout.sheet.width();
    let mut columns =
        vec![Column::new("退回原因", ColumnKind::Text, 40.0), Column::new("原表行号", ColumnKind::Integer, 9.0)];
    for column in 0..width {
        let heading = layout.headings.get(column).map(|heading| heading.text.clone()).unwrap_or_default();
        columns.push(Column::new(heading, ColumnKind::Text, 16.0));
    }
    let bad = plan.fates.iter().filter(|(_, fate)| fate.fate == RowFate::Reported);
    let rows = bad.map(|(row, fate)| {
        let cells = (0..width).map(|column| match layout.sheet.cell(*row as usize - 1, column).text() {
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
