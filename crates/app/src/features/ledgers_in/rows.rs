//! From the cells of a ledger to what each row says: sheet, header and columns as guessed or chosen, values read by
//! `domain::ledger_cells`, choices about single values applied. It decides nothing about people and writes nothing.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::NaiveDate;
use domain::dictionary::{Field, FieldType, dictionary};
use domain::identity::{self, IdNumber};
use domain::ledger_cells::{self, Read};
use domain::ledger_header::{self, Header, Heading};
use domain::ledger_in::{self, CATEGORY_NOTE, DISABILITY, LEFT_OUT, Ledger, NOTE, RowOf};
use domain::ledger_sheet::{Book, Cell, Sheet};
use serde_json::Value;

use crate::features::ledgers_in::types::{LedgerChoices, ValueView};
use crate::kernel::context::text;

/// A sheet with its header found and its columns matched.
pub(crate) struct Layout<'a> {
    pub(crate) book: &'a Book,
    pub(crate) sheet: &'a Sheet,
    pub(crate) place: usize,
    pub(crate) header: Option<Header>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) ledger: &'static Ledger,
    /// Per column; None: nobody knows the header.
    pub(crate) targets: Vec<Option<String>>,
}

/// What one row says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadRow {
    /// As Excel counts it, from 1.
    pub(crate) number: u32,
    /// Fields by part: recipient, category, household, member, head, visit.
    pub(crate) parts: BTreeMap<&'static str, Payload>,
    /// Codes of all categories named.
    pub(crate) categories: Vec<String>,
    /// Why the row is given back.
    pub(crate) faults: Vec<String>,
    /// What does not hinder.
    pub(crate) warnings: Vec<String>,
    /// Names written where somebody of the station belongs, by target.
    pub(crate) staff: BTreeMap<String, String>,
}

/// The rows of a sheet: data, or why there is none.
pub(crate) struct SheetRows {
    pub(crate) data: Vec<ReadRow>,
    pub(crate) skipped: Vec<(u32, &'static str)>,
    pub(crate) values: Vec<ValueView>,
}

const PARTS: [&str; 6] = ["recipient", "category", "household", "member", "head", "visit"];

impl ReadRow {
    pub(crate) fn part(&self, part: &str) -> &Payload {
        static EMPTY: std::sync::OnceLock<Payload> = std::sync::OnceLock::new();
        self.parts.get(part).unwrap_or_else(|| EMPTY.get_or_init(Payload::new))
    }

    pub(crate) fn part_mut(&mut self, part: &'static str) -> &mut Payload {
        self.parts.entry(part).or_default()
    }

    pub(crate) fn name(&self) -> &str {
        text(self.part("recipient"), "name")
    }
}

/// Sheet, header, ledger and columns as chosen, or else as guessed.
pub(crate) fn layout<'a>(book: &'a Book, file_name: &str, choices: &LedgerChoices) -> Layout<'a> {
    let place = choices.sheet.map_or_else(|| likeliest_sheet(book), |sheet| sheet as usize);
    let place = place.min(book.sheets.len().saturating_sub(1));
    let sheet = &book.sheets[place];
    let chosen = choices
        .header_row
        .filter(|row| *row > 0)
        .map(|row| Header { row: row as usize - 1, rows: choices.header_rows.unwrap_or(1).clamp(1, 3) as usize });
    let header = chosen.or_else(|| ledger_header::find(sheet));
    let headings = header.map(|header| ledger_header::headings(sheet, header)).unwrap_or_default();
    let above = header.map_or(0, |header| header.row);
    let titles: String = (0..above).flat_map(|row| &sheet.rows[row]).map(Cell::text).collect::<Vec<_>>().join(" ");
    let words = format!("{file_name} {} {titles}", sheet.name);
    let ledger = choices
        .ledger
        .as_deref()
        .and_then(ledger_in::ledger)
        .unwrap_or_else(|| ledger_header::likeliest(&words, &headings));
    let mut targets = ledger_header::matched(ledger, &headings);
    for (column, target) in &choices.columns {
        if let Some(place) = targets.get_mut(*column as usize) {
            *place = Some(target.clone());
        }
    }
    Layout { book, sheet, place, header, headings, ledger, targets }
}

/// The sheet with the most known columns; of those the longest. Hidden ones only when nothing else is there.
fn likeliest_sheet(book: &Book) -> usize {
    let weight = |(place, sheet): &(usize, &Sheet)| {
        (known_columns(sheet) > 0, !sheet.hidden, known_columns(sheet), sheet.rows.len(), usize::MAX - place)
    };
    book.sheets.iter().enumerate().max_by_key(weight).map_or(0, |(place, _)| place)
}

/// How many columns of a sheet are known, with the ledger that fits it best.
pub(crate) fn known_columns(sheet: &Sheet) -> usize {
    let Some(header) = ledger_header::find(sheet) else { return 0 };
    let headings = ledger_header::headings(sheet, header);
    let ledger = ledger_header::likeliest(&sheet.name, &headings);
    ledger_header::matched(ledger, &headings).iter().flatten().count()
}

/// Reads every row of the sheet.
pub(crate) fn rows(layout: &Layout, choices: &LedgerChoices, today: NaiveDate) -> SheetRows {
    let mut found = SheetRows { data: Vec::new(), skipped: Vec::new(), values: Vec::new() };
    let mut seen = Values::default();
    let begins = layout.header.map_or(layout.sheet.rows.len(), |header| header.row + header.rows);
    for place in 0..layout.sheet.rows.len() {
        let number = place as u32 + 1;
        if place < begins {
            let why = match layout.header {
                Some(header) if place >= header.row => "表头",
                Some(_) => "表头以上的标题行",
                None => "没有找到表头",
            };
            found.skipped.push((number, why));
            continue;
        }
        match ledger_header::no_data(layout.sheet, place, &layout.headings, &layout.targets) {
            Some(why) => found.skipped.push((number, why)),
            None => {
                let before = found.data.last().filter(|row| row.number + 1 == number);
                let row = read_row(layout, choices, place, before, &mut seen, today);
                found.data.push(row);
            }
        }
    }
    found.values = seen.views(choices);
    found
}

/// The column whose years and months are dealt with by themselves.
const BIRTH: &str = "recipient.birth_date";

fn read_row(
    layout: &Layout,
    choices: &LedgerChoices,
    place: usize,
    before: Option<&ReadRow>,
    seen: &mut Values,
    today: NaiveDate,
) -> ReadRow {
    let mut row = ReadRow { number: place as u32 + 1, ..ReadRow::default() };
    let mut bad_birth = None;
    for (column, target) in layout.targets.iter().enumerate() {
        let Some(target) = target.as_deref().filter(|target| *target != LEFT_OUT) else { continue };
        let cell = layout.sheet.cell(place, column);
        let filled = choices.defaults.get(target).filter(|text| cell.is_empty() && !text.trim().is_empty());
        let default = filled.map(|text| Cell::Text(text.clone()));
        let heading = layout.headings.get(column).map_or("", |heading| heading.text.as_str());
        let cell = default.as_ref().unwrap_or(cell);
        if let Some(fault) = take_in(&mut row, layout, choices, target, heading, cell, seen, today) {
            if target == BIRTH { bad_birth = Some((fault, cell.text())) } else { row.faults.push(fault) }
        }
    }
    for (target, text) in choices.defaults.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let in_file = layout.targets.iter().flatten().any(|known| known == target);
        if !in_file {
            let cell = Cell::Text(text.clone());
            let fault = take_in(&mut row, layout, choices, target, "", &cell, seen, today);
            row.faults.extend(fault);
        }
    }
    household_goes_on(layout, &mut row, before);
    // The number says the birth date better than a column of years and months; without one they are kept in words.
    if let Some((fault, said)) = bad_birth {
        let number = text(row.part("recipient"), "id_number");
        match identity::check(number, today) {
            IdNumber::Valid(_) => row.warnings.push(format!("{fault}；已按身份证号取出生日期")),
            _ if ledger_cells::is_year_and_month(&said) => {
                append(row.part_mut("recipient"), "remark", &format!("出生年月：{said}"));
                row.warnings.push("“出生日期”只有年月，已记在备注里".into());
            }
            _ => {
                row.faults.push(fault);
                return row;
            }
        }
        seen.settled(BIRTH, &said);
    }
    row
}

/// A cell into its place; the answer says what is wrong with it.
#[allow(clippy::too_many_arguments)]
fn take_in(
    row: &mut ReadRow,
    layout: &Layout,
    choices: &LedgerChoices,
    target: &str,
    heading: &str,
    cell: &Cell,
    seen: &mut Values,
    today: NaiveDate,
) -> Option<String> {
    if target == NOTE || target == CATEGORY_NOTE {
        let (part, said) = (if target == NOTE { "recipient" } else { "category" }, cell.text());
        if let Cell::Error(error) = cell {
            return Some(format!("“{heading}”是公式错误 {error}，请在原表改正"));
        }
        if !said.is_empty() && said != "/" {
            append(row.part_mut(part), "remark", &format!("{heading}：{said}"));
        }
        return None;
    }
    if target == DISABILITY {
        let said = cell.text();
        if let Some((kind, grade)) = ledger_cells::disability(&said) {
            let part = row.part_mut("category");
            kind.map(|kind| part.insert("disability_type".into(), kind.into()));
            grade.map(|grade| part.insert("disability_grade".into(), grade.into()));
        } else if !matches!(said.as_str(), "" | "无" | "/" | "-" | "否") {
            row.warnings.push("残疾类别和等级没有看懂，没有导入".into());
        }
        return None;
    }
    let (part, name) = target.split_once('.')?;
    let part = PARTS.into_iter().find(|known| *known == part)?;
    let mut field = ledger_in::field_of(target)?.clone();
    let many = target == "category.category";
    if many {
        field.kind = FieldType::Codes;
    }
    let changed = replaced(choices, target, &field, cell);
    let read =
        ledger_cells::read(layout.ledger, &field, changed.as_ref().unwrap_or(cell), layout.book.epoch_1904, today);
    seen.note(target, &field, row.number, cell, &read, changed.is_some());
    match read {
        Read::Nothing => None,
        Read::Bad { why, .. } => Some(format!("“{}”：{why}", ledger_in::label_of(target))),
        Read::Value(value) if many => {
            row.categories.extend(value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
            None
        }
        Read::Value(value) if field.refers.as_deref() == Some("staff") => {
            row.staff.insert(target.to_owned(), value.as_str().unwrap_or("").to_owned());
            None
        }
        // A number of days or people for a text field is its text.
        Read::Value(value) if name == "remark" => {
            append(row.part_mut(part), "remark", value.as_str().unwrap_or(""));
            None
        }
        Read::Value(value) => {
            row.part_mut(part).insert(name.to_owned(), value);
            None
        }
    }
}

fn append(fields: &mut Payload, name: &str, line: &str) {
    let before = text(fields, name);
    let joined = if before.is_empty() { line.to_owned() } else { format!("{before}；{line}") };
    fields.insert(name.to_owned(), joined.into());
}

/// The cell with what was chosen for its value, or for the pieces of it.
fn replaced(choices: &LedgerChoices, target: &str, field: &Field, cell: &Cell) -> Option<Cell> {
    let chosen = |raw: &str| choices.values.iter().find(|choice| choice.to == target && choice.raw == raw);
    let said = cell.text();
    if let Some(choice) = chosen(&said) {
        return Some(Cell::Text(choice.value.clone()));
    }
    if field.kind != FieldType::Codes {
        return None;
    }
    let pieces = ledger_cells::pieces(&said);
    if !pieces.iter().any(|piece| chosen(piece).is_some()) {
        return None;
    }
    let kept = pieces.iter().map(|piece| chosen(piece).map_or(piece.as_str(), |choice| &choice.value));
    Some(Cell::Text(kept.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("、")))
}

/// A member below the head, where the head is written once: the same household goes on.
fn household_goes_on(layout: &Layout, row: &mut ReadRow, before: Option<&ReadRow>) {
    let of_households = layout.targets.iter().flatten().any(|target| target == "household.head_name");
    if layout.ledger.row != RowOf::Person || !of_households {
        return;
    }
    let own_head = !text(row.part("household"), "head_name").is_empty();
    match before {
        Some(before) if !own_head && !row.name().is_empty() => {
            for part in ["household", "head"] {
                let mut fields = before.part(part).clone();
                fields.extend(row.part(part).clone());
                row.parts.insert(part, fields);
            }
        }
        _ => {}
    }
    let head = text(row.part("household"), "head_name").to_owned();
    if row.name().is_empty() && own_head {
        let number = row.part("head").get("id_number").cloned();
        let person = row.part_mut("recipient");
        person.insert("name".into(), head.clone().into());
        if let Some(number) = number {
            person.entry("id_number").or_insert(number);
        }
    }
    if row.name() == head && !head.is_empty() && text(row.part("member"), "relation_to_head").is_empty() {
        row.part_mut("member").insert("relation_to_head".into(), "02".into());
    }
}

/// Values met in columns whose content is checked, with what they became.
#[derive(Default)]
struct Values(BTreeMap<(String, String), ValueView>);

impl Values {
    fn note(&mut self, target: &str, field: &Field, row: u32, cell: &Cell, read: &Read, chosen: bool) {
        let coded = matches!(field.kind, FieldType::Code | FieldType::Codes);
        let (becomes, why, raw) = match read {
            Read::Value(value) if coded => (Some(readable(field, value)), String::new(), cell.text()),
            // Only codes are worth a look when they were understood.
            Read::Value(_) => return,
            Read::Nothing if chosen => (Some(String::new()), String::new(), cell.text()),
            Read::Nothing => return,
            Read::Bad { why, .. } if why.contains("丢失精度") || matches!(cell, Cell::Error(_)) => return,
            Read::Bad { why, raw } => (None, why.clone(), raw.clone()),
        };
        let view = self.0.entry((target.to_owned(), raw.clone())).or_insert_with(|| ValueView {
            to: target.to_owned(),
            label: ledger_in::label_of(target),
            raw,
            becomes,
            why,
            count: 0,
            row,
            table: field.codes.clone(),
            chosen: None,
        });
        view.count += 1;
    }

    /// A value that cannot be read and keeps no row back after all.
    fn settled(&mut self, target: &str, raw: &str) {
        let key = (target.to_owned(), raw.to_owned());
        if let Some(view) = self.0.get_mut(&key).filter(|view| view.becomes.is_none()) {
            view.count -= 1;
            if view.count == 0 {
                self.0.remove(&key);
            }
        }
    }

    /// Those that cannot be read first.
    fn views(self, choices: &LedgerChoices) -> Vec<ValueView> {
        let mut views: Vec<ValueView> = self.0.into_values().collect();
        for choice in &choices.values {
            match views.iter_mut().find(|view| view.to == choice.to && view.raw == choice.raw) {
                Some(view) => view.chosen = Some(choice.value.clone()),
                // A piece of a cell: shown so that the choice can be taken back.
                None => {
                    let Some(field) = ledger_in::field_of(&choice.to) else { continue };
                    let table = field.codes.clone();
                    let label = |code: &str| {
                        table.as_deref().map_or(code.to_owned(), |table| dictionary().label(table, code).to_owned())
                    };
                    views.push(ValueView {
                        to: choice.to.clone(),
                        label: ledger_in::label_of(&choice.to),
                        raw: choice.raw.clone(),
                        becomes: Some(label(&choice.value)),
                        why: String::new(),
                        count: 0,
                        row: 0,
                        table,
                        chosen: Some(choice.value.clone()),
                    });
                }
            }
        }
        views.sort_by(|one, other| {
            let key = |view: &ValueView| (view.becomes.is_some(), view.to.clone(), std::cmp::Reverse(view.count));
            key(one).cmp(&key(other))
        });
        views
    }
}

fn readable(field: &Field, value: &Value) -> String {
    let table = field.codes.as_deref().unwrap_or("");
    let codes: Vec<&str> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    codes.iter().map(|code| dictionary().label(table, code)).collect::<Vec<_>>().join("、")
}
