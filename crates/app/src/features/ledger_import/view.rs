//! The view of an import, shown step by step: sheets, header, columns, values, questions, what becomes of each row. It makes
//! the answer from the plan and decides nothing.

use domain::ledger_import::{self, RowOf};
use domain::ledger_sheet::{Book, Cell, Sheet};

use crate::features::ledger_import::layout::{self, Layout, TableFile};
use crate::features::ledger_import::plan::{Fate, Plan};
use crate::features::ledger_import::types::{ColumnView, LedgerView, RowFate, RowNote, SheetView};
use crate::kernel::words::CodeLabel;

/// How many rows of a list an answer carries; the counts say how many there are.
const LISTED: usize = 3_000;
/// How many rows at the top of the sheet are shown for choosing the header.
const TOP: usize = 15;

/// What a plan comes to, as it is shown.
pub(crate) fn view(file: &TableFile, plan: &Plan) -> LedgerView {
    let layout = &plan.layout;
    let sheet = &file.book.sheets[layout.place];
    let note = |row: &u32, fate: &Fate| RowNote {
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
    LedgerView {
        sheets: sheets(&file.book),
        sheet: layout.place as u32,
        header_row: layout.header.map_or(0, |header| header.row as u32 + 1),
        header_rows: layout.header.map_or(1, |header| header.rows as u32),
        top: sheet.rows.iter().take(TOP).map(|row| row.iter().map(|cell| cell.text()).collect()).collect(),
        notes: notes(file, layout),
        ledger: layout.ledger.name.clone(),
        ledgers: ledger_import::ledgers()
            .iter()
            .map(|ledger| CodeLabel { code: ledger.name.clone(), label: ledger.label.clone() })
            .collect(),
        columns: columns(sheet, layout),
        targets: labelled(layout.ledger.targets()),
        wanted: wanted(layout),
        values: plan.values.iter().take(LISTED).cloned().collect(),
        questions: plan.questions.iter().take(LISTED).cloned().collect(),
        warnings: plan.warnings.iter().take(LISTED).map(warning).collect(),
        counts: plan.counts(),
        new_records: plan.units.iter().filter(|unit| unit.created > 0 && unit.updated == 0).count() as u32,
        changed_records: plan.units.iter().filter(|unit| unit.updated > 0).count() as u32,
        provisional: plan.units.iter().filter(|unit| unit.provisional).count() as u32,
        notes_on_rows,
    }
}

fn labelled(pairs: Vec<(String, String)>) -> Vec<CodeLabel> {
    pairs.into_iter().map(|(code, label)| CodeLabel { code, label }).collect()
}

fn sheets(book: &Book) -> Vec<SheetView> {
    let rows = |sheet: &Sheet| sheet.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count() as u32;
    book.sheets
        .iter()
        .map(|sheet| SheetView {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            rows: rows(sheet),
            known: layout::known_columns(sheet) as u32,
        })
        .collect()
}

fn notes(file: &TableFile, layout: &Layout) -> Vec<String> {
    let (sheet, mut notes) = (&file.book.sheets[layout.place], file.book.notes.clone());
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
    let uncomputed = uncomputed(sheet, layout);
    if !uncomputed.is_empty() {
        let columns = few(uncomputed);
        notes.push(format!(
            "“{columns}”里有公式没有算过，文件里没有结果。请用 Excel 或 WPS 打开原表，保存一次后再导入。"
        ));
    }
    if file.book.epoch_1904 {
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

/// The columns that hold formulas nobody has computed, as they are called.
fn uncomputed(sheet: &Sheet, layout: &Layout) -> Vec<String> {
    let columns = (0..sheet.width())
        .filter(|column| (0..sheet.rows.len()).any(|row| *sheet.cell(row, *column) == Cell::Uncomputed));
    let named = columns.map(|column| match layout.heading(column) {
        "" => format!("{} 列", letter(column)),
        heading => heading.to_owned(),
    });
    named.collect()
}

fn letter(column: usize) -> String {
    let own = char::from(b'A' + (column % 26) as u8);
    if column < 26 { own.to_string() } else { format!("{}{own}", letter(column / 26 - 1)) }
}

fn columns(sheet: &Sheet, layout: &Layout) -> Vec<ColumnView> {
    let begins = layout.begins().unwrap_or(0);
    let samples = |column: usize| {
        let cells = (begins..sheet.rows.len()).map(|row| sheet.cell(row, column));
        cells.filter(|cell| !cell.is_empty()).take(3).map(|cell| cell.text()).collect::<Vec<_>>()
    };
    let all = layout.headings.iter().enumerate().map(|(column, heading)| ColumnView {
        index: column as u32,
        letter: letter(column),
        heading: heading.text.clone(),
        samples: samples(column),
        to: layout.targets.get(column).cloned().flatten(),
        hidden: sheet.hidden_columns.contains(&column),
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
    let missing = asked
        .iter()
        .filter(|target| !(layout.has(target) || **target == "category.category" && layout.ledger.category.is_some()));
    missing.map(|target| CodeLabel { code: (*target).into(), label: ledger_import::label_of(target) }).collect()
}
