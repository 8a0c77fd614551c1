//! The quarterly report of a county of 40 stations: its figures, and its files against the writers alone with the same words and tables.

use std::time::{Duration, Instant};

use documents::{
    Align, Block, Chart, Column, ColumnKind, Document, Series, Sheet, Table, TableColumn, Workbook, docx, pdf, xlsx,
};
use serde_json::{Value, json};
use system::people::{Pc, Stick, text};

use crate::{at, line, ms};

const ASKED: usize = 5;
/// Most bars that a report draws.
const BARS: usize = 12;

pub fn quarter(county: &Pc, stick: &Stick) {
    let asked = json!({"outline": "quarterly_report", "period": "2026-Q3"});
    let view = county.call("reports.preview", asked.clone());
    let mut times = [(); ASKED].map(|()| timed(|| drop(county.call("reports.preview", asked.clone()))));
    times.sort_unstable();
    line("figures of a quarterly report, 40 stations", &ms(at(&times, 0.5)), &format!("p50 of {ASKED}; aim 1,000 ms"));

    let words = json!({"sections": view["sections"], "sent_to": "市民政局、省民政厅"});
    let mut freeze = asked;
    freeze.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
    let id = county.call("reports.freeze", freeze)["id"].clone();
    let view = county.call("reports.get", json!({"id": id}));
    let (paper, book) = (paper(&view), workbook(&view));
    // Fonts are scanned once in the life of a program.
    pdf(&paper).unwrap();
    let out = json!({"id": id, "formats": ["docx", "pdf", "xlsx"], "to": stick.as_destination()});
    let (mut written, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ASKED {
        written.push(timed(|| drop(county.call("reports.export", out.clone()))));
        // Turn by turn, so that whatever else the machine does burdens both alike.
        floors.push(timed(|| {
            docx(&paper).unwrap();
            pdf(&paper).unwrap();
            xlsx(&book).unwrap();
        }));
    }
    written.sort_unstable();
    floors.sort_unstable();
    let (written, floor) = (at(&written, 0.5), at(&floors, 0.5));
    let ratio = written.as_secs_f64() / floor.as_secs_f64();
    line("its docx, pdf and xlsx", &ms(written), &format!("{ratio:.2} × the writers alone {}; aim 1.3 ×", ms(floor)));
}

fn timed(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}

/// What a part of a report shows as a table: its caption, its columns with whether they are numbers, its rows.
struct Plain {
    caption: String,
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<String>>,
}

fn all(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn parts(view: &Value) -> impl Iterator<Item = &Value> {
    all(&view["sections"]).iter().flat_map(|section| all(&section["parts"]))
}

fn plain(view: &Value, part: &Value) -> Option<Plain> {
    let caption = text(&part["caption"]);
    match part["type"].as_str()? {
        "figures" => {
            let printed = |one: &&Value| all(&part["codes"]).contains(&one["code"]) && one["zero"] != true;
            let cells =
                |one: &Value| ["label", "value", "previous", "year_to_date", "unit"].map(|name| text(&one[name]));
            let periods = all(&view["columns"]).iter().map(|title| (text(title), true));
            let columns =
                std::iter::once(("指标".to_owned(), false)).chain(periods).chain([("单位".to_owned(), false)]);
            let rows = all(&view["figures"]).iter().filter(printed).map(|one| cells(one).into());
            Some(Plain { caption, columns: columns.collect(), rows: rows.collect() })
        }
        "table" => {
            let columns = all(&part["columns"]).iter().map(|one| (text(&one["title"]), one["number"] == true));
            let cells = |row: &Value| all(&row["cells"]).iter().map(|cell| text(&cell["text"])).collect();
            Some(Plain { caption, columns: columns.collect(), rows: all(&part["rows"]).iter().map(cells).collect() })
        }
        _ => None,
    }
}

fn chart(part: &Value) -> Chart {
    let take = if part["kind"] == "line" { usize::MAX } else { BARS };
    let series = |one: &Value| Series {
        name: text(&one["name"]),
        values: all(&one["values"]).iter().take(take).map(Value::as_f64).collect(),
    };
    Chart {
        kind: serde_json::from_value(part["kind"].clone()).unwrap(),
        title: text(&part["caption"]),
        categories: all(&part["categories"]).iter().take(take).map(text).collect(),
        series: all(&part["series"]).iter().map(series).collect(),
        unit: text(&part["unit"]),
    }
}

fn paper(view: &Value) -> Document {
    let mut blocks = vec![Block::title(text(&view["title"]))];
    for section in all(&view["sections"]) {
        if section["annex"] == true {
            blocks.push(Block::PageBreak);
        }
        blocks.push(Block::heading(1, text(&section["heading"])));
        blocks.extend(text(&section["text"]).lines().map(Block::paragraph));
        for part in all(&section["parts"]) {
            if part["type"] == "chart" {
                blocks.push(Block::Figure(chart(part)));
            }
            let Some(plain) = plain(view, part) else { continue };
            let column = |(_, number): &(String, bool)| TableColumn {
                width: 1.0,
                align: if *number { Align::Right } else { Align::Left },
            };
            blocks.push(Block::Table(Table {
                caption: plain.caption,
                columns: plain.columns.iter().map(column).collect(),
                header: vec![plain.columns.into_iter().map(|(title, _)| title.into()).collect()],
                rows: plain.rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect(),
            }));
            blocks.extend(part["note"].as_str().map(Block::note));
        }
    }
    Document { blocks, ..Document::default() }
}

fn workbook(view: &Value) -> Workbook {
    let sheet = |(number, part): (usize, &Value)| {
        let plain = plain(view, part)?;
        let column = |(title, number): (String, bool)| {
            Column::new(title, if number { ColumnKind::Integer } else { ColumnKind::Text }, 12.0)
        };
        let value = |text: String| text.parse::<i64>().map_or_else(|_| text.into(), Into::into);
        Some(Sheet {
            name: format!("{number}"),
            title: plain.caption,
            columns: plain.columns.into_iter().map(column).collect(),
            rows: plain.rows.into_iter().map(|row| row.into_iter().map(value).collect()).collect(),
            ..Sheet::default()
        })
    };
    Workbook { sheets: parts(view).enumerate().filter_map(sheet).collect() }
}
