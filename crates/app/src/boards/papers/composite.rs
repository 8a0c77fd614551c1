//! Composite papers laid out: cover, contents with page numbers, every paper in the order that `schema/composite_papers` says; or the
//! contents alone, as the index that goes into the box. It knows no kind of record.

use documents::{Align, Block, Cell, Document, PageSetup, PageStyle, Table, TableColumn};
use domain::composite_paper::{CompositePaper, CoverLine, Part};
use domain::paper::{self, Paper};
use store::Row;

use crate::boards::papers::Printout;
use crate::boards::papers::form::{self, On};
use crate::boards::papers::photos::PhotosLeftOut;
use crate::kernel::context::text;
use crate::kernel::error::CommandError;
use crate::records::path_values::Reading;

/// One paper of the file.
struct Entry {
    paper: &'static Paper,
    title: String,
    date: String,
    row: Row,
}

/// The whole file of a record, or its index alone.
pub(super) fn printout(
    reading: &Reading,
    composite: &CompositePaper,
    name: &str,
    record: &str,
    with_photos: bool,
) -> Result<Printout, CommandError> {
    let row = reading.context.row(&composite.kind, record)?;
    let entries = entries(reading, composite, &row)?;
    let number = reading.text(&row, &composite.number, 0)?;
    let page = PageSetup { style: PageStyle::Form, ..PageSetup::default() };
    let index = (name == composite.index.name).then_some(&composite.index);
    let mut document = Document { page, ..Document::default() };
    let mut left_out = PhotosLeftOut::default();
    match index {
        Some(_) => document.blocks = index_alone(reading, composite, &row, &number, &entries)?,
        None => {
            document.blocks = cover(reading, composite, &row)?;
            let on = On { photos: with_photos, ..On::default() };
            left_out = add_papers(reading, &mut document, &entries, on)?;
        }
    }
    let (file, printed) = match index {
        Some(_) => ("卷内目录", "卷内目录"),
        None => (composite.file.as_str(), composite.printed.as_str()),
    };
    Ok(Printout { name: format!("{file} {number}"), document, record: Some((row, printed.to_owned())), left_out })
}

fn index_alone(
    reading: &Reading,
    composite: &CompositePaper,
    row: &Row,
    number: &str,
    entries: &[Entry],
) -> Result<Vec<Block>, CommandError> {
    let label =
        composite.kind().and_then(|kind| composite.number.field(kind)).map_or("编号", |field| field.label.as_str());
    let beside = &composite.index.beside;
    Ok(vec![
        Block::title(format!("{}\n卷内目录", reading.context.station_name(&row.station))),
        Block::Line {
            left: format!("{label}：{number}"),
            right: format!("{}：{}", beside.label, said(reading, beside, row)?),
        },
        contents(entries, false),
        Block::note(composite.index.note.clone()),
    ])
}

/// Contents, and every paper on a page of its own.
fn add_papers(
    reading: &Reading,
    document: &mut Document,
    entries: &[Entry],
    on: On,
) -> Result<PhotosLeftOut, CommandError> {
    let mut left_out = PhotosLeftOut::default();
    document.blocks.extend([Block::PageBreak, Block::title("卷内目录"), contents(entries, true)]);
    for (place, entry) in entries.iter().enumerate() {
        document.blocks.extend([Block::PageBreak, Block::Anchor { name: anchor(place) }]);
        let made = form::form(reading, entry.paper, Some(&entry.row), on)?;
        document.append(made.document);
        left_out.add(made.left_out);
    }
    Ok(left_out)
}

fn anchor(place: usize) -> String {
    format!("paper-{place}")
}

fn entries(reading: &Reading, composite: &CompositePaper, record: &Row) -> Result<Vec<Entry>, CommandError> {
    let mut entries = Vec::new();
    for part in &composite.parts {
        let paper = paper::paper(&part.kind).ok_or_else(|| CommandError::internal("没有这种表"))?;
        let rows = match &part.by {
            Some(by) => reading.children(&part.kind, by, &record.id, &part.dated)?,
            None => vec![record.clone()],
        };
        entries.extend(rows.into_iter().map(|row| entry(paper, part, row)));
    }
    Ok(entries)
}

fn entry(paper: &'static Paper, part: &Part, row: Row) -> Entry {
    let number = part.numbered.as_ref().and_then(|field| row.fields.get(field)).and_then(serde_json::Value::as_i64);
    Entry {
        paper,
        title: number.map_or(paper.title.clone(), |number| format!("{}（第 {number} 节）", paper.title)),
        date: text(&row.fields, &part.dated).to_owned(),
        row,
    }
}

fn said(reading: &Reading, line: &CoverLine, row: &Row) -> Result<String, CommandError> {
    line.path.as_ref().map_or(Ok(String::new()), |path| reading.text(row, path, 0))
}

fn cover(reading: &Reading, composite: &CompositePaper, row: &Row) -> Result<Vec<Block>, CommandError> {
    let station = reading.context.station_name(&row.station);
    let columns = [(1.0, Align::Center), (2.4, Align::Left)].map(|(width, align)| TableColumn { width, align });
    let lines = composite
        .cover
        .iter()
        .map(|line| Ok(vec![Cell::label(line.label.clone()).high(14.0), Cell::from(said(reading, line, row)?)]));
    let rows = lines.collect::<Result<_, CommandError>>()?;
    Ok(vec![
        Block::paragraph("\n\n\n"),
        Block::title(format!("{station}\n{}", composite.title)),
        Block::paragraph("\n\n"),
        Block::Table(Table { columns: columns.into(), rows, ..Table::default() }),
        Block::paragraph("\n"),
        Block::note(composite.note.clone()),
    ])
}

/// 序号、文书名称、日期、页码、份数、备注; page numbers of this very paper, or room to write those of the box.
fn contents(entries: &[Entry], numbered: bool) -> Block {
    let columns = [
        (0.6, Align::Center),
        (3.2, Align::Left),
        (1.5, Align::Center),
        (0.8, Align::Center),
        (0.7, Align::Center),
        (1.4, Align::Center),
    ];
    let header = ["序号", "文书名称", "日期", "页码", "份数", "备注"].map(Cell::from).to_vec();
    let row = |(place, entry): (usize, &Entry)| {
        vec![
            Cell::from((place + 1).to_string()).high(9.0),
            entry.title.clone().into(),
            entry.date.clone().into(),
            if numbered { Cell::page_of(anchor(place)) } else { "".into() },
            "1".into(),
            if entry.row.provisional { "暂存" } else { "" }.into(),
        ]
    };
    Block::Table(Table {
        columns: columns.map(|(width, align)| TableColumn { width, align }).into(),
        header: vec![header],
        rows: entries.iter().enumerate().map(row).collect(),
        ..Table::default()
    })
}
