//! Composite papers laid out: cover, contents with page numbers, every paper in the order that `schema/composite_papers` says; or the
//! contents alone, as the index that goes into the box; of a record, or of a whole station. It knows no kind of record.

use documents::{Align, Block, Cell, Document, PageSetup, PageStyle, Table, TableColumn};
use domain::composite_paper::{CompositePaper, CoverLine, Index, Part};
use domain::dictionary::dictionary;
use domain::paper::{self, Paper};
use store::Row;

use crate::boards::papers::form::{self, On};
use crate::boards::papers::photos::PhotosLeftOut;
use crate::boards::papers::{Printout, of_station, short_name};
use crate::kernel::context::text;
use crate::kernel::error::{CommandError, ErrorCode};
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
    row: Row,
    photos: bool,
) -> Result<Printout, CommandError> {
    let entries = entries(reading, composite, &row)?;
    let number = composite.number.as_ref().map_or(Ok(String::new()), |path| reading.text(&row, path, 0))?;
    let index = composite.index.as_ref().filter(|_| composite.is_index(name));
    let (document, left_out) = match index {
        Some(index) => {
            let blocks = index_alone(reading, composite, index, &row, &number, &entries)?;
            (Document { blocks, ..empty(composite) }, PhotosLeftOut::default())
        }
        None => whole(reading, composite, &row, &entries, On { photos, ..On::default() })?,
    };
    let (file, printed) = match index {
        Some(_) => ("卷内目录", "卷内目录"),
        None => (composite.file.as_str(), composite.printed.as_str()),
    };
    Ok(Printout { name: format!("{file} {number}"), document, record: Some((row, printed.to_owned())), left_out })
}

/// The whole of a station.
pub(super) fn printout_of_station(
    reading: &Reading,
    composite: &CompositePaper,
    station: &str,
) -> Result<Printout, CommandError> {
    let row = Row { station: station.to_owned(), ..form::blank_row(reading.context, "", "", "") };
    let entries = entries(reading, composite, &row)?;
    if entries.is_empty() {
        let detail =
            format!("{}还没有登记在用的内容，登记后再打印{}。", reading.context.station_name(station), composite.file);
        return Err(CommandError::new(ErrorCode::NotFound, detail));
    }
    let (document, left_out) = whole(reading, composite, &row, &entries, On::default())?;
    let name = format!("{} {}", composite.file, short_name(reading.context, station));
    Ok(Printout { name, document, record: None, left_out })
}

fn empty(composite: &CompositePaper) -> Document {
    let style = if composite.official { PageStyle::Official } else { PageStyle::Form };
    Document { page: PageSetup { style, ..PageSetup::default() }, ..Document::default() }
}

fn index_alone(
    reading: &Reading,
    composite: &CompositePaper,
    index: &Index,
    row: &Row,
    number: &str,
    entries: &[Entry],
) -> Result<Vec<Block>, CommandError> {
    let field = composite.kind().and_then(|kind| composite.number.as_ref()?.field(kind));
    let label = field.map_or("编号", |field| field.label.as_str());
    let beside = &index.beside;
    Ok(vec![
        Block::title(format!("{}\n卷内目录", reading.context.station_name(&row.station))),
        Block::Line {
            left: format!("{label}：{number}"),
            right: format!("{}：{}", beside.label, said(reading, beside, row)?),
        },
        file_contents(entries, false),
        Block::note(index.note.clone()),
    ])
}

/// Contents, and every paper on a page of its own.
fn whole(
    reading: &Reading,
    composite: &CompositePaper,
    row: &Row,
    entries: &[Entry],
    on: On,
) -> Result<(Document, PhotosLeftOut), CommandError> {
    let (mut document, mut left_out) = (empty(composite), PhotosLeftOut::default());
    document.blocks = cover(reading, composite, row)?;
    document.blocks.push(Block::PageBreak);
    document.blocks.extend(match &composite.index {
        Some(_) => [Block::title("卷内目录"), file_contents(entries, true)],
        None => [Block::title("目　录"), contents(composite, entries)],
    });
    for (place, entry) in entries.iter().enumerate() {
        document.blocks.extend([Block::PageBreak, Block::Anchor { name: anchor(place) }]);
        let made = form::form(reading, entry.paper, Some(&entry.row), on)?;
        document.append(made.document);
        left_out.add(made.left_out);
    }
    Ok((document, left_out))
}

fn anchor(place: usize) -> String {
    format!("paper-{place}")
}

fn entries(reading: &Reading, composite: &CompositePaper, record: &Row) -> Result<Vec<Entry>, CommandError> {
    let mut entries = Vec::new();
    for part in &composite.parts {
        let paper = paper::paper(&part.kind).ok_or_else(|| CommandError::internal("没有这种表"))?;
        let mut rows = match (&part.by, &composite.kind) {
            (Some(by), _) => reading.children(&part.kind, by, &record.id, &part.dated)?,
            (None, Some(_)) => vec![record.clone()],
            (None, None) => of_station::finals(reading.context, &part.kind, &part.dated, &record.station)?,
        };
        rows.retain(|row| part.in_force.as_ref().is_none_or(|span| span.holds(&row.fields, reading.context.today)));
        if let Some(field) = &part.sorted {
            let table = paper.kind().and_then(|kind| kind.field(field)?.codes.as_deref());
            let table = table.and_then(|table| dictionary().code_table(table));
            let place = |row: &Row| table?.entries.iter().position(|entry| entry.code == text(&row.fields, field));
            rows.sort_by_key(place);
        }
        entries.extend(rows.into_iter().map(|row| entry(paper, part, row)));
    }
    Ok(entries)
}

fn entry(paper: &'static Paper, part: &Part, row: Row) -> Entry {
    let number = part.numbered.as_ref().and_then(|field| row.fields.get(field)).and_then(serde_json::Value::as_i64);
    let named = part.titled.as_ref().map(|field| text(&row.fields, field)).filter(|named| !named.is_empty());
    let title = named.unwrap_or(&paper.title).to_owned();
    Entry {
        paper,
        title: number.map_or(title, |number| format!("{}（第 {number} 节）", paper.title)),
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
    let mut blocks = vec![Block::paragraph("\n\n\n"), Block::title(format!("{station}\n{}", composite.title))];
    if !composite.cover.is_empty() {
        blocks.push(Block::paragraph("\n\n"));
        blocks.push(Block::Table(Table { columns: columns.into(), rows, ..Table::default() }));
    }
    if !composite.note.is_empty() {
        blocks.extend([Block::paragraph("\n"), Block::note(composite.note.clone())]);
    }
    Ok(blocks)
}

/// 序号、名称、日期、页码 of this very paper.
fn contents(composite: &CompositePaper, entries: &[Entry]) -> Block {
    let dated = composite.parts.first().and_then(|part| dictionary().kind(&part.kind)?.field(&part.dated));
    let dated = dated.map_or("日期", |field| field.label.as_str());
    let columns = [(0.7, Align::Center), (4.2, Align::Left), (1.6, Align::Center), (0.8, Align::Center)];
    let row = |(place, entry): (usize, &Entry)| {
        vec![
            Cell::from((place + 1).to_string()).high(10.0),
            entry.title.clone().into(),
            entry.date.clone().into(),
            Cell::page_of(anchor(place)),
        ]
    };
    Block::Table(Table {
        columns: columns.map(|(width, align)| TableColumn { width, align }).into(),
        header: vec![["序号", "名称", dated, "页码"].map(Cell::from).to_vec()],
        rows: entries.iter().enumerate().map(row).collect(),
        ..Table::default()
    })
}

/// 序号、文书名称、日期、页码、份数、备注; page numbers of this very paper, or room to write those of the box.
fn file_contents(entries: &[Entry], numbered: bool) -> Block {
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
