//! A report as a workbook: a sheet for its figures, each of its tables and each of its charts.

use documents::{Column, ColumnKind, Sheet, Value, Workbook};

use super::paper::{columns, printed};
use crate::boards::reports::types::{ChartKind, ReportChart, ReportFigure, ReportTable, ReportView, SectionPart};

/// Characters that a sheet's name may have.
const LONGEST_NAME: usize = 28;

pub(super) fn workbook(view: &ReportView) -> Workbook {
    let mut sheets: Vec<Sheet> = Vec::new();
    for part in view.sections.iter().flat_map(|section| &section.parts) {
        let (caption, sheet) = match part {
            SectionPart::Figures { caption, codes } => (caption, figures(view, codes)),
            SectionPart::Table(table) => (&table.caption, of_table(table)),
            SectionPart::Chart(chart) => (&chart.caption, of_chart(chart)),
            SectionPart::Photos {} => continue,
        };
        let name = free_name(caption, &sheets);
        sheets.push(Sheet { name, ..sheet });
    }
    if sheets.is_empty() {
        let texts = view.sections.iter().map(|one| vec![one.heading.clone().into(), one.text.clone().into()]);
        sheets.push(Sheet {
            name: "正文".into(),
            title: view.title.clone(),
            columns: vec![text("节", 24.0), text("内容", 90.0)],
            rows: texts.collect(),
            ..Sheet::default()
        });
    }
    Workbook { sheets }
}

/// The caption as a sheet's name, with a number where another has it.
fn free_name(caption: &str, others: &[Sheet]) -> String {
    let plain: String = caption.chars().filter(|c| !r"[]:*?/\".contains(*c)).take(LONGEST_NAME).collect();
    let taken = |name: &str| others.iter().any(|sheet| sheet.name == name);
    let numbered = (2..).map(|number| format!("{plain}{number}"));
    std::iter::once(plain.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(plain)
}

fn text(title: &str, width: f64) -> Column {
    Column::new(title, ColumnKind::Text, width)
}

fn number(title: &str) -> Column {
    Column::new(title, ColumnKind::Number, 12.0)
}

/// A number as one, anything else as it is printed.
fn value(text: &str) -> Value {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) => whole.into(),
        (_, Ok(number)) if plain => Value::Decimal(number),
        _ => text.to_owned().into(),
    }
}

fn figures(view: &ReportView, codes: &[String]) -> Sheet {
    let periods = columns(view);
    let mut heads = vec![text("指标", 36.0)];
    heads.extend(periods.iter().map(|(title, _)| number(title)));
    heads.extend([text("单位", 8.0), number("年度目标"), text("完成率", 10.0)]);
    let row = |one: &ReportFigure| {
        let mut cells: Vec<Value> = vec![one.label.clone().into()];
        cells.extend(periods.iter().map(|(_, of)| value(of(one))));
        cells.extend([one.unit.clone().into(), value(&one.target), one.completion.clone().into()]);
        cells
    };
    Sheet {
        title: format!("{}（{}）", view.title, view.label),
        columns: heads,
        rows: printed(view, codes).map(row).collect(),
        note: view.notes.join("；"),
        ..Sheet::default()
    }
}

fn of_table(table: &ReportTable) -> Sheet {
    let column = |one: &crate::boards::reports::types::ReportColumn| match one.number {
        true => number(&one.title),
        false => text(&one.title, 10.0 * one.width),
    };
    let cells = |row: &crate::boards::reports::types::ReportTableRow| {
        let of = row.cells.iter().zip(&table.columns);
        of.map(|(cell, column)| if column.number { value(&cell.text) } else { cell.text.clone().into() }).collect()
    };
    Sheet {
        title: table.caption.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(cells).collect(),
        note: table.note.clone(),
        ..Sheet::default()
    }
}

fn of_chart(chart: &ReportChart) -> Sheet {
    let mut heads = vec![text("项目", 30.0)];
    let radar = chart.kind == ChartKind::Radar;
    let column = |name: &String| if radar { Column::new(name, ColumnKind::Percent, 12.0) } else { number(name) };
    heads.extend(chart.series.iter().map(|series| column(&series.name)));
    let said = |value: u64| if radar { Value::Share(value as f64 / 1000.0) } else { (value as i64).into() };
    let row = |(at, category): (usize, &String)| {
        let mut cells: Vec<Value> = vec![category.clone().into()];
        cells.extend(chart.series.iter().map(|series| said(series.values.get(at).copied().unwrap_or(0))));
        cells
    };
    Sheet { columns: heads, rows: chart.categories.iter().enumerate().map(row).collect(), ..Sheet::default() }
}
