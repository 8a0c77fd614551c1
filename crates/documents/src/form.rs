//! The layout of a printed form, the same for every kind of record: title, bordered table by sections, boxes to tick, tables
//! of child records, fixed texts, spaces to sign. What is printed comes from the dictionary and from `schema/papers`; the
//! values come readable and masked already. It fetches nothing and decides nothing about who may see what.

pub(crate) mod pairs;

use std::collections::BTreeMap;

use domain::dictionary::{FieldType, dictionary};
use domain::official_text::Values;
use domain::paper::{List, Paper, Place, Space, SpaceKind};
use domain::path::{Computed, End};
use domain::picture::Picture;

use crate::document::{
    Align, Block, Cell, Document, Photo, SignatureKind, SignatureSpace, SmallPhoto, Table, TableColumn,
};
use crate::fitting::fitted;
use crate::form::pairs::{BESIDE, Pairs, WRITING, said_date};
use crate::official::official;
use crate::page::{Geometry, PageSetup, PageStyle};

/// What stands in a form. Empty members leave room to write.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// Printed empty, with room to write and all boxes unticked.
    pub blank: bool,
    /// Name of the station, above the title.
    pub station: String,
    /// Number of the paper.
    pub number: String,
    /// At the right above the table, such as 暂存.
    pub remark: String,
    /// Values of `Paper::about`, in its order.
    pub about: Vec<String>,
    /// Values of the form's own fields.
    pub answers: BTreeMap<String, Answer>,
    /// Rows of `Paper::lists`, in its order; a row has a text for each column.
    pub lists: Vec<Vec<Vec<String>>>,
    /// The family picture.
    pub picture: Option<Picture>,
    /// Rows to write on, instead of what the paper says.
    pub rows: Option<usize>,
    /// Photos with their captions, on a page of their own behind the form.
    pub photos: Vec<(Photo, String)>,
    /// Values of the text of an official paper.
    pub values: Values,
    /// What is printed as large as the page is wide.
    pub large: String,
}

/// The value of a field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Readable text; dates as `2025-03-05`.
    pub text: String,
    /// The codes behind the text, where boxes may be ticked; none when the value is masked.
    pub codes: Vec<String>,
    /// The text is a mask.
    pub masked: bool,
}

/// How much lower rows are on a form that belongs on one sheet.
const LOWER: f64 = 0.65;
/// How much lower they are where nothing is left to write by hand.
const LOWEST: f64 = 0.6;

/// Lays out a form.
pub fn form(paper: &Paper, filling: &Filling) -> Document {
    if let Some(text) = &paper.official {
        return official(paper, text, filling);
    }
    let mut blocks = vec![Block::title(match filling.station.as_str() {
        "" => paper.title.clone(),
        station if paper.compact => format!("{station}{}", paper.title),
        station => format!("{station}\n{}", paper.title),
    })];
    if paper.number.is_some() || !filling.remark.is_empty() {
        let number = if filling.number.is_empty() { "　".repeat(12) } else { filling.number.clone() };
        let left = if paper.number.is_some() { format!("编号：{number}") } else { String::new() };
        blocks.push(Block::Line { left, right: filling.remark.clone() });
    }
    if paper.large.is_some() {
        let large = if filling.blank { &filling.station } else { &filling.large };
        blocks.push(Block::Large { text: large.clone() });
    }
    texts(&mut blocks, paper, Place::Before);
    let rows = own_rows(paper, filling);
    if !rows.is_empty() {
        blocks.push(Block::Table(Table { columns: form_columns(), rows, ..Table::default() }));
    }
    if paper.genogram {
        blocks.push(match &filling.picture {
            Some(picture) => Block::Picture { picture: picture.clone(), title: "家系图".to_owned() },
            None => empty_picture(),
        });
    }
    for (place, list) in paper.lists.iter().enumerate() {
        let rows = filling.lists.get(place).map(Vec::as_slice).unwrap_or_default();
        // What the program works out is nothing to be filled by hand.
        if !list.computed || !rows.is_empty() {
            blocks.push(Block::Table(list_table(list, rows, filling)));
        }
    }
    texts(&mut blocks, paper, Place::After);
    signatures(&mut blocks, &paper.signatures);
    slip(&mut blocks, paper, filling);
    let photos = annex(&mut blocks, paper, filling);
    let Paper { landscape, compact, half, .. } = *paper;
    let page = PageSetup { style: PageStyle::Form, landscape, compact, half };
    let geometry = Geometry::of(page);
    let lower = match (compact || half, filling.blank) {
        (false, _) => 1.0,
        (true, true) => LOWER,
        (true, false) => LOWEST,
    };
    let blocks = blocks.into_iter().map(|block| match block {
        Block::Table(mut table) => {
            table.rows.iter_mut().flatten().for_each(|cell| cell.high *= lower);
            Block::Table(fitted(table, &geometry))
        }
        other => other,
    });
    Document { page, blocks: blocks.collect(), photos, ..Document::default() }
}

fn form_columns() -> Vec<TableColumn> {
    [(1.3, Align::Center), (2.2, Align::Left), (1.3, Align::Center), (2.2, Align::Left)]
        .map(|(width, align)| TableColumn { width, align })
        .into()
}

fn texts(blocks: &mut Vec<Block>, paper: &Paper, place: Place) {
    for text in paper.texts.iter().filter(|text| text.place == place) {
        if !text.heading.is_empty() {
            blocks.push(Block::heading(1, text.heading.clone()));
        }
        blocks.push(Block::paragraph(text.text.trim()));
    }
}

fn signatures(blocks: &mut Vec<Block>, spaces: &[Space]) {
    if spaces.is_empty() {
        return;
    }
    let space = |space: &Space| SignatureSpace {
        label: space.label.clone(),
        kind: match space.space {
            SpaceKind::Signature => SignatureKind::Signature,
            SpaceKind::Fingerprint => SignatureKind::Fingerprint,
            SpaceKind::Seal => SignatureKind::Seal,
        },
    };
    blocks.push(Block::Signatures { spaces: spaces.iter().map(space).collect() });
}

fn slip(blocks: &mut Vec<Block>, paper: &Paper, filling: &Filling) {
    let (Some(slip), Some(kind)) = (&paper.slip, paper.kind()) else {
        return;
    };
    blocks.push(Block::PageBreak);
    blocks.push(Block::title(slip.title.clone()));
    if paper.number.is_some() {
        blocks.push(Block::Line { left: format!("编号：{}", filling.number), right: String::new() });
    }
    if !slip.text.is_empty() {
        blocks.push(Block::note(slip.text.clone()));
    }
    let mut pairs = Pairs::default();
    if let Some(about) = paper.about.first() {
        pairs.push(&about.label, filling.about.first().cloned().unwrap_or_default(), false, WRITING);
    }
    for field in slip.fields.iter().filter_map(|name| kind.field(name)) {
        pairs.field(field, filling);
    }
    blocks.push(Block::Table(Table { columns: form_columns(), rows: pairs.done(), ..Table::default() }));
    signatures(blocks, &slip.signatures);
}

/// The photos behind a form, with whose they are: their page may come away from the form. Without photos there is no such page.
fn annex(blocks: &mut Vec<Block>, paper: &Paper, filling: &Filling) -> Vec<Photo> {
    if filling.photos.is_empty() {
        return Vec::new();
    }
    let whose = paper.about.iter().zip(&filling.about).map(|(about, value)| format!("{}：{value}", about.label));
    blocks.push(Block::PageBreak);
    blocks.push(Block::heading(1, "附：照片"));
    blocks.push(Block::Line { left: paper.title.clone(), right: whose.take(1).collect() });
    let captions = filling.photos.iter().enumerate();
    let photos = captions.map(|(photo, (_, caption))| SmallPhoto { photo, caption: caption.clone() });
    blocks.push(Block::SmallPhotos { photos: photos.collect() });
    filling.photos.iter().map(|(photo, _)| photo.clone()).collect()
}

/// The rows of the bordered table: whose paper it is, then the kind's fields by sections.
fn own_rows(paper: &Paper, filling: &Filling) -> Vec<Vec<Cell>> {
    let mut pairs = Pairs::default();
    for (place, about) in paper.about.iter().enumerate() {
        let text = filling.about.get(place).map(String::as_str).unwrap_or_default();
        let long = match (&about.path.end, filling.blank) {
            (End::Computed(Computed::Categories), true) => true,
            (_, true) => paper.kind().and_then(|kind| about.path.field(kind)).is_some_and(|f| f.max >= Some(200)),
            _ => text.chars().count() > BESIDE,
        };
        let date = paper.kind().and_then(|kind| about.path.field(kind)).is_some_and(|f| f.kind == FieldType::Date);
        let text = if date && !text.is_empty() { said_date(text) } else { text.to_owned() };
        pairs.push(&about.label, text, long, WRITING);
    }
    for label in &paper.blanks {
        pairs.push(label, String::new(), false, WRITING);
    }
    let Some(kind) = paper.kind() else {
        return pairs.done();
    };
    let shown = |section: &str| {
        kind.fields.iter().filter(|field| field.section == section && paper.shows(field)).collect::<Vec<_>>()
    };
    let sections: Vec<_> = kind.sections.iter().filter(|section| !shown(&section.name).is_empty()).collect();
    // On a blank form of one sheet their room is for writing.
    let headed = sections.len() > 1 && !(paper.compact && filling.blank);
    for section in &sections {
        if headed {
            pairs.heading(&section.label);
        }
        for field in shown(&section.name) {
            pairs.field(field, filling);
        }
    }
    pairs.done()
}

fn list_table(list: &List, rows: &[Vec<String>], filling: &Filling) -> Table {
    let kind = list.kind.as_deref().and_then(|kind| dictionary().kind(kind));
    let columns = list.columns.iter().map(|column| {
        let field = kind.and_then(|kind| column.path.as_ref()?.field(kind));
        let prose = field.is_some_and(|field| matches!(field.kind, FieldType::LongText) || field.max >= Some(200));
        TableColumn { width: column.width, align: if prose { Align::Left } else { Align::Center } }
    });
    let header = list.columns.iter().map(|column| Cell::from(column.label.clone())).collect();
    let mut written: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| row.iter().enumerate().map(|(at, text)| room(at, Cell::from(text.clone()))).collect())
        .collect();
    // A list with a column to sign always has room for those who are not on it yet.
    let by_hand = list.columns.iter().any(|column| column.path.is_none());
    let least = filling.rows.unwrap_or(if rows.is_empty() || by_hand { list.blank_rows } else { 0 });
    for number in written.len()..least {
        let numbered = list.columns.iter().enumerate().map(|(at, column)| {
            let text = if column.label == "序号" { (number + 1).to_string() } else { String::new() };
            room(at, Cell::from(text))
        });
        written.push(numbered.collect());
    }
    Table { caption: list.title.clone(), columns: columns.collect(), header: vec![header], rows: written }
}

fn room(column: usize, cell: Cell) -> Cell {
    if column == 0 { cell.high(WRITING) } else { cell }
}

fn empty_picture() -> Block {
    let columns = form_columns();
    let row = vec![Cell::label("家系图").high(80.0), Cell::wide("", 3)];
    Block::Table(Table { columns, rows: vec![row], ..Table::default() })
}

#[cfg(test)]
mod tests {
    use super::pairs::{LONG_BLANK, boxes};
    use super::*;
    use domain::paper::{paper, papers};

    fn cells(document: &Document) -> Vec<Vec<Cell>> {
        let tables = document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table.rows.clone()),
            _ => None,
        });
        tables.flatten().collect()
    }

    /// What a cell says, wherever it is broken.
    fn said(cell: &Cell) -> String {
        cell.text.replace('\n', "")
    }

    fn text_beside(document: &Document, label: &str) -> String {
        let beside = |row: &Vec<Cell>| row.len() > 1 && row.iter().any(|cell| cell.label && said(cell) == label);
        let row = cells(document).into_iter().find(beside);
        let row = row.unwrap_or_else(|| panic!("{label} is not on the paper"));
        let at = row.iter().position(|cell| said(cell) == label).unwrap_or_default();
        row[at + 1].text.clone()
    }

    #[test]
    fn every_field_of_a_kind_stands_on_its_blank_form_or_is_left_out_by_name() {
        for paper in papers() {
            let Some(kind) = paper.kind() else { continue };
            let document = form(paper, &Filling { blank: true, ..Filling::default() });
            for field in kind.fields.iter().filter(|field| paper.shows(field)) {
                text_beside(&document, &field.label);
            }
        }
    }

    #[test]
    fn boxes_are_unticked_on_a_blank_form_and_ticked_where_chosen() {
        let visit = paper("visit").expect("visit");
        let blank = form(visit, &Filling { blank: true, ..Filling::default() });
        assert!(!text_beside(&blank, "方式").contains(['☑', '■']));
        let answers = BTreeMap::from([
            ("contact_mode".to_owned(), Answer { codes: vec!["phone".into()], ..Answer::default() }),
            ("result".to_owned(), Answer { text: "（略）".into(), masked: true, ..Answer::default() }),
        ]);
        let filled = form(visit, &Filling { answers, ..Filling::default() });
        let modes = text_beside(&filled, "方式");
        assert!(modes.contains("□入户") && (modes.contains("☑电话") || modes.contains("■电话")), "{modes}");
        assert_eq!(text_beside(&filled, "结果"), "（略）");
    }

    #[test]
    fn a_blank_form_has_room_for_a_long_text_and_a_filled_one_only_for_opinions() {
        let plan = paper("service_plan").expect("service_plan");
        let high = |filling: Filling, label: &str| {
            let rows = cells(&form(plan, &filling));
            let row = rows.into_iter().find(|row| said(&row[0]) == label).expect("a row");
            row[0].high
        };
        let blank = || Filling { blank: true, ..Filling::default() };
        assert!(high(blank(), "介入策略") > 2.0 * 8.0 && high(blank(), "计划节数") >= 8.0);
        assert!(high(Filling::default(), "介入策略") < 10.0);
        assert_eq!(high(Filling::default(), "督导意见"), LONG_BLANK);
    }

    #[test]
    fn an_old_code_stays_readable_on_paper() {
        let table = dictionary().code_table("yes_no").expect("yes_no");
        assert!(boxes(table, &["gone".to_owned()]).ends_with("gone"));
    }

    #[test]
    fn a_list_without_rows_gives_rows_to_write_on_and_numbers_them() {
        let sheet = form(paper("sign_in").expect("sign_in"), &Filling { rows: Some(60), ..Filling::default() });
        let rows: Vec<_> = cells(&sheet).into_iter().filter(|row| row.len() == 8).collect();
        assert_eq!((rows.len(), rows[59][0].text.as_str()), (60, "60"));
    }

    #[test]
    fn dates_have_room_in_their_column_and_no_label_leaves_a_character_alone() {
        for paper in papers() {
            for (list, column) in
                paper.lists.iter().flat_map(|list| list.columns.iter().map(move |column| (list, column)))
            {
                let all: f64 = list.columns.iter().map(|column| column.width).sum();
                let wide = if paper.landscape { 257.0 } else { 165.0 } * column.width / all;
                let kind = list.kind.as_deref().and_then(|kind| dictionary().kind(kind));
                let field = kind.and_then(|kind| column.path.as_ref()?.field(kind));
                let date = field.is_some_and(|field| field.kind == FieldType::Date);
                assert!(!date || wide >= 22.5, "{}: {} is {wide:.1} mm wide", paper.name, column.label);
            }
            let labels = form(paper, &Filling { blank: true, ..Filling::default() }).blocks.into_iter();
            let tables = labels.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
            let cells = tables.flat_map(|table| {
                let labels = table.rows.into_iter().flatten().filter(|cell| cell.label);
                table.header.into_iter().flatten().chain(labels.collect::<Vec<_>>())
            });
            for cell in cells.filter(|cell| cell.text.contains('\n')) {
                let alone = cell.text.lines().any(|line| line.chars().count() < 2);
                assert!(!alone && cell.text.lines().count() <= 3, "{}: {:?}", paper.name, cell.text);
            }
        }
    }

    #[test]
    fn dates_are_said_without_zeros_in_front() {
        assert_eq!(said_date("2026-03-05"), "2026年3月5日");
        assert_eq!(said_date("不详"), "不详");
    }
}
