//! A self-evaluation as files: Word and PDF of one content, and its tables as Excel. It lays out what the page shows and computes nothing.

use documents::{Block, Column, ColumnKind, Document, Sheet, Table, Workbook};
use domain::fields::self_evaluation;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::evaluation::types::SelfEvaluationView;
use crate::boards::evaluation::{tables, view};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Makes a file of a self-evaluation.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportEvaluation {
    /// Its record.
    pub id: String,
    /// Which file.
    pub format: EvaluationFormat,
    /// Where to.
    pub place: Destination,
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EvaluationFormat {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// Excel.
    Xlsx,
}

/// The file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportedEvaluation {
    /// The file.
    pub file: FileOut,
    /// Characters that no font of this machine can draw.
    pub missing_glyphs: String,
}

/// Writes it as it stands today; that it was taken out is recorded.
pub(crate) fn export(pc: &Pc, request: ExportEvaluation) -> Result<ExportedEvaluation, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(self_evaluation::KIND, &request.id)?;
    let view = view::of_row(&context, &row)?;
    context.record_reading(&row, "export", &[])?;
    let mut missing = String::new();
    let (end, bytes) = match request.format {
        EvaluationFormat::Docx => ("docx", documents::docx(&document(&view)).map_err(not_made)?.bytes),
        EvaluationFormat::Pdf => {
            let pdf = documents::pdf(&document(&view)).map_err(not_made)?;
            missing = pdf.missing_glyphs.iter().collect();
            ("pdf", pdf.bytes)
        }
        EvaluationFormat::Xlsx => ("xlsx", documents::xlsx(&workbook(&view)).map_err(not_made)?),
    };
    let name = format!("{} {}年度绩效自评.{end}", view.station_name, view.year);
    Ok(ExportedEvaluation { file: request.place.write(pc, &name, bytes)?, missing_glyphs: missing })
}

fn document(view: &SelfEvaluationView) -> Document {
    let mut blocks = vec![
        Block::title(format!("{}\n{}年度绩效自评", view.station_name, view.year)),
        Block::heading(1, "一、自评结果"),
        Block::paragraph(said(view)),
    ];
    blocks.extend(view.summary.lines().map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph));
    blocks.extend([Block::Table(tables::dimensions(view)), Block::Figure(tables::radar(view))]);
    let parts: [(&str, Table, &str); 5] = [
        ("二、分项得分", tables::scores(view), "评分方案没有评分项。"),
        ("三、扣分说明", tables::deductions(view), "没有扣分。"),
        ("四、缺项", tables::gaps(view), "没有缺项。"),
        ("五、整改计划", tables::tasks(view), "没有整改事项。"),
        ("六、佐证材料目录", tables::evidence(view), "没有佐证材料。"),
    ];
    for (heading, table, nothing) in parts {
        blocks.push(Block::heading(1, heading));
        blocks.push(if table.rows.is_empty() { Block::paragraph(nothing) } else { Block::Table(table) });
    }
    Document { blocks, ..Document::default() }
}

/// What it comes to, in a sentence.
pub(crate) fn said(view: &SelfEvaluationView) -> String {
    let left = view.items.iter().filter(|item| item.score.is_none()).count();
    let grade = match (view.grade.is_empty(), left) {
        (true, 0) => "，没有达到等次".to_owned(),
        (true, _) => String::new(),
        (false, _) => format!("，等次为{}", view.grade),
    };
    let left = if left > 0 { format!("还有 {left} 项没有打分。") } else { String::new() };
    format!("按《{}》自评，总分 {}，自评得分 {}{grade}。{left}", view.scheme, view.points, view.score)
}

fn workbook(view: &SelfEvaluationView) -> Workbook {
    let all = [
        tables::dimensions(view),
        tables::scores(view),
        tables::deductions(view),
        tables::gaps(view),
        tables::tasks(view),
        tables::evidence(view),
    ];
    Workbook { sheets: all.into_iter().map(|table| sheet(view, table)).collect() }
}

/// A table as a sheet, its cells as they are printed.
fn sheet(view: &SelfEvaluationView, table: Table) -> Sheet {
    let titles = table.header.into_iter().flatten().map(|cell| cell.text);
    let columns =
        titles.zip(&table.columns).map(|(title, column)| Column::new(title, ColumnKind::Text, 7.0 * column.width));
    let cells = |row: Vec<documents::Cell>| row.into_iter().map(|cell| cell.text.into()).collect();
    Sheet {
        name: table.caption.clone(),
        title: format!("{}{}年度绩效自评　{}", view.station_name, view.year, table.caption),
        columns: columns.collect(),
        rows: table.rows.into_iter().map(cells).collect(),
        ..Sheet::default()
    }
}
