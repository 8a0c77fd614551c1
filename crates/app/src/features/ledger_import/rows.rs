//! From the cells of a ledger to what each row says: values read by `domain::ledger_cells`, choices about single values applied. It
//! decides nothing about people and writes nothing.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::NaiveDate;
use domain::dictionary::FieldType;
use domain::fields::{household, household_member, recipient, recipient_category};
use domain::household::{HEAD, is_head};
use domain::identity::{self, IdNumber};
use domain::ledger_cells::{self, Read};
use domain::ledger_import::{self, CATEGORY_NOTE, DISABILITY, LEFT_OUT, NOTE, RowOf};
use domain::ledger_rows;
use domain::ledger_sheet::{Cell, Sheet};
use serde_json::Value;

use crate::features::ledger_import::layout::{Layout, TableFile};
use crate::features::ledger_import::types::{LedgerChoices, ValueView};
use crate::features::ledger_import::values::{self, Values};
use crate::kernel::context::text;

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
        text(self.part("recipient"), recipient::NAME)
    }
}

/// Reads every row of the sheet.
pub(crate) fn rows(file: &TableFile, layout: &Layout, choices: &LedgerChoices, today: NaiveDate) -> SheetRows {
    let mut found = SheetRows { data: Vec::new(), skipped: Vec::new(), values: Vec::new() };
    let sheet = &file.book.sheets[layout.place];
    let epoch_1904 = file.book.epoch_1904;
    let mut reader = RowReader { sheet, epoch_1904, layout, choices, today, village: None, values: Values::default() };
    let begins = layout.begins().unwrap_or(sheet.rows.len());
    for place in 0..sheet.rows.len() {
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
        if let Some(village) = ledger_rows::village_heading(sheet, place) {
            reader.village = Some(village);
        }
        match ledger_rows::no_data(sheet, place, &layout.headings, &layout.targets) {
            Some(why) => found.skipped.push((number, why)),
            None => {
                let above = found.data.last().filter(|row| row.number + 1 == number);
                let row = reader.row(place, above);
                found.data.push(row);
            }
        }
    }
    found.values = reader.values.views(choices);
    found
}

/// The column whose years and months are dealt with by themselves.
const BIRTH: &str = "recipient.birth_date";

/// What is known while the rows of a sheet are read one after another.
struct RowReader<'a> {
    sheet: &'a Sheet,
    epoch_1904: bool,
    layout: &'a Layout,
    choices: &'a LedgerChoices,
    today: NaiveDate,
    /// The village that the last row of its own has named for the rows below it.
    village: Option<String>,
    values: Values,
}

impl RowReader<'_> {
    fn row(&mut self, place: usize, above: Option<&ReadRow>) -> ReadRow {
        let mut row = ReadRow { number: place as u32 + 1, ..ReadRow::default() };
        let (layout, choices, sheet) = (self.layout, self.choices, self.sheet);
        let mut bad_birth = None;
        for (column, target) in layout.targets.iter().enumerate() {
            let Some(target) = target.as_deref().filter(|target| *target != LEFT_OUT) else { continue };
            let cell = sheet.cell(place, column);
            let filled = choices.defaults.get(target).filter(|text| cell.is_empty() && !text.trim().is_empty());
            let default = filled.map(|text| Cell::Text(text.clone()));
            let cell = default.as_ref().unwrap_or(cell);
            if let Some(fault) = self.take_in(&mut row, target, layout.heading(column), cell) {
                if target == BIRTH { bad_birth = Some((fault, cell.text())) } else { row.faults.push(fault) }
            }
        }
        for (target, text) in choices.defaults.iter().filter(|(_, text)| !text.trim().is_empty()) {
            if !layout.has(target) {
                let fault = self.take_in(&mut row, target, "", &Cell::Text(text.clone()));
                row.faults.extend(fault);
            }
        }
        if let Some(village) = &self.village {
            row.part_mut("recipient").entry(recipient::VILLAGE).or_insert_with(|| village.clone().into());
        }
        household_goes_on(layout, &mut row, above);
        if let Some((fault, said)) = bad_birth {
            self.birth_in_words(&mut row, fault, &said);
        }
        row
    }

    /// The number says the birth date better than a column of years and months; without one they are kept in words.
    fn birth_in_words(&mut self, row: &mut ReadRow, fault: String, said: &str) {
        let number = text(row.part("recipient"), recipient::ID_NUMBER);
        match identity::check(number, self.today) {
            IdNumber::Valid(_) => row.warnings.push(format!("{fault}；已按身份证号取出生日期")),
            _ if ledger_cells::is_year_and_month(said) => {
                append(row.part_mut("recipient"), recipient::REMARK, &format!("出生年月：{said}"));
                row.warnings.push("“出生日期”只有年月，已记在备注里".into());
            }
            _ => return row.faults.push(fault),
        }
        self.values.settled(BIRTH, said);
    }

    /// A cell into its place; the answer says what is wrong with it.
    fn take_in(&mut self, row: &mut ReadRow, target: &str, heading: &str, cell: &Cell) -> Option<String> {
        match target {
            NOTE => return note(row, "recipient", heading, cell),
            CATEGORY_NOTE => return note(row, "category", heading, cell),
            DISABILITY => {
                disability(row, &cell.text());
                return None;
            }
            _ => {}
        }
        let (part, name) = target.split_once('.')?;
        let part = PARTS.into_iter().find(|known| *known == part)?;
        let mut field = ledger_import::field_of(target)?.clone();
        let many = target == "category.category";
        if many {
            field.kind = FieldType::Codes;
        }
        let changed = values::replaced(self.choices, target, &field, cell);
        let cell_read = changed.as_ref().unwrap_or(cell);
        let read = ledger_cells::read(self.layout.ledger, &field, cell_read, self.epoch_1904, self.today);
        self.values.note(row.number, target, &field, cell, &read, changed.is_some());
        match read {
            Read::Nothing => {}
            Read::Bad { why, .. } => return Some(format!("“{}”：{why}", ledger_import::label_of(target))),
            Read::Value(value) if many => {
                let codes = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                row.categories.extend(codes.map(str::to_owned));
            }
            Read::Value(value) if field.refers.as_deref() == Some("staff") => {
                row.staff.insert(target.to_owned(), value.as_str().unwrap_or("").to_owned());
            }
            // A number of days or people for a text field is its text.
            Read::Value(value) if name == recipient::REMARK => {
                append(row.part_mut(part), recipient::REMARK, value.as_str().unwrap_or(""));
            }
            Read::Value(value) => {
                row.part_mut(part).insert(name.to_owned(), value);
                if let Some(more) = name.ends_with("phone").then(|| ledger_cells::phone(&cell_read.text()).1).flatten()
                {
                    append(row.part_mut("recipient"), recipient::REMARK, &format!("{}：{more}", field.label));
                    row.warnings
                        .push(format!("“{}”里不止一个号码，或写了是谁的：填第一个号码，原文记在备注里", field.label));
                }
            }
        }
        None
    }
}

/// A line of a remark; the answer says what is wrong with the cell.
fn note(row: &mut ReadRow, part: &'static str, heading: &str, cell: &Cell) -> Option<String> {
    if let Some(fault) = cell.fault() {
        return Some(format!("“{heading}”：{fault}"));
    }
    let said = cell.text();
    if ledger_cells::lost_digits(cell) {
        row.warnings.push(format!("“{heading}”的长数字在原表里已丢失精度，没有导入"));
    } else if !said.is_empty() && said != "/" {
        append(row.part_mut(part), recipient::REMARK, &format!("{heading}：{said}"));
    }
    None
}

/// Kind and grade of a disability from one cell.
fn disability(row: &mut ReadRow, said: &str) {
    if let Some((kind, grade)) = ledger_cells::disability(said) {
        let part = row.part_mut("category");
        kind.map(|kind| part.insert(recipient_category::DISABILITY_TYPE.into(), kind.into()));
        grade.map(|grade| part.insert(recipient_category::DISABILITY_GRADE.into(), grade.into()));
    } else if !matches!(said, "" | "无" | "/" | "-" | "否") {
        row.warnings.push("残疾类别和等级没有看懂，没有导入".into());
    }
}

fn append(fields: &mut Payload, name: &str, line: &str) {
    let before = text(fields, name);
    let joined = if before.is_empty() { line.to_owned() } else { format!("{before}；{line}") };
    fields.insert(name.to_owned(), joined.into());
}

/// A member below the head, where the head is written once: the same household goes on. A head's name becomes the person's only
/// where heads stand alone or the row says that it is the head's: no row is given a name from elsewhere.
fn household_goes_on(layout: &Layout, row: &mut ReadRow, above: Option<&ReadRow>) {
    if layout.ledger.row != RowOf::Person || !layout.has("household.head_name") {
        return;
    }
    let own_head = !text(row.part("household"), household::HEAD_NAME).is_empty();
    if let Some(above) = above.filter(|_| !own_head && !row.name().is_empty()) {
        for part in ["household", "head"] {
            let mut fields = above.part(part).clone();
            fields.extend(row.part(part).clone());
            row.parts.insert(part, fields);
        }
    }
    let head = text(row.part("household"), household::HEAD_NAME).to_owned();
    let is_head = is_head(text(row.part("member"), household_member::RELATION_TO_HEAD));
    if row.name().is_empty() && own_head && (layout.heads_alone || is_head) {
        let number = row.part("head").get(recipient::ID_NUMBER).cloned();
        let person = row.part_mut("recipient");
        person.insert(recipient::NAME.into(), head.clone().into());
        if let Some(number) = number {
            person.entry(recipient::ID_NUMBER).or_insert(number);
        }
    }
    if row.name() == head && !head.is_empty() && text(row.part("member"), household_member::RELATION_TO_HEAD).is_empty()
    {
        row.part_mut("member").insert(household_member::RELATION_TO_HEAD.into(), HEAD.into());
    }
}
