//! Rows of a printed form: label and value, two to a row where both are short; boxes to tick, room to write, dates as they are said.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use domain::dictionary::{CodeTable, Field, FieldType, dictionary};

use super::Filling;
use crate::document::{Align, Cell};
use crate::fonts;

/// Most entries of a code table that are printed as boxes.
const BOXES: usize = 12;
/// Most characters of boxes that stand beside another field.
const BOXES_BESIDE: usize = 14;
/// Most characters of a value that stands beside another field.
pub(super) const BESIDE: usize = 26;
/// Room to write a long answer, in millimetres.
pub(super) const LONG_BLANK: f64 = 18.0;
/// Height of a row to write on, in millimetres.
pub(super) const WRITING: f64 = 9.0;

/// Rows of label and value, two to a row where both are short.
#[derive(Default)]
pub(super) struct Pairs {
    rows: Vec<Vec<Cell>>,
    /// A short pair that waits for another beside it.
    waiting: Option<[Cell; 2]>,
}

impl Pairs {
    pub(super) fn field(&mut self, field: &Field, filling: &Filling) {
        let answer = filling.answers.get(&field.name).cloned().unwrap_or_default();
        let table = field.codes.as_deref().and_then(|name| dictionary().code_table(name));
        if let Some(table) = table.filter(|table| !answer.masked && as_boxes(table)) {
            let boxes = boxes(table, &answer.codes);
            let long = boxes.chars().count() > BOXES_BESIDE;
            return self.push(&field.label, boxes, long, WRITING);
        }
        let empty = answer.text.is_empty();
        match field.kind {
            FieldType::LongText => {
                // On a filled paper the others have had their say; the supervisor adds hers by hand.
                let by_hand = filling.blank || field.label.starts_with("督导");
                let high = if empty && by_hand { LONG_BLANK } else { WRITING };
                self.push(&field.label, answer.text, true, high);
            }
            FieldType::Date if empty => self.push(&field.label, "　　　　年　　月　　日".into(), false, WRITING),
            FieldType::Time if empty => self.push(&field.label, "　　时　　分".into(), false, WRITING),
            FieldType::Money if empty => self.push(&field.label, "　　　　　　元".into(), false, WRITING),
            FieldType::Date if !answer.masked => {
                self.push(&field.label, said_date(&answer.text), false, WRITING);
            }
            _ => {
                let wide = field.kind == FieldType::Codes || field.max.is_some_and(|max| max >= 200);
                let long = if empty { wide } else { answer.text.chars().count() > BESIDE };
                self.push(&field.label, answer.text, long, WRITING);
            }
        }
    }

    pub(super) fn push(&mut self, label: &str, text: String, long: bool, high: f64) {
        let label = Cell::label(label).high(high);
        if long {
            self.settle();
            return self.rows.push(vec![label, Cell::wide(text, 3).at(Align::Left)]);
        }
        let value = Cell::from(text).at(Align::Left);
        match self.waiting.take() {
            Some([first, beside]) => self.rows.push(vec![first, beside, label, value]),
            None => self.waiting = Some([label, value]),
        }
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.settle();
        self.rows.push(vec![Cell { span: 4, ..Cell::label(words) }]);
    }

    /// A pair that stays alone takes the whole row.
    fn settle(&mut self) {
        if let Some([label, value]) = self.waiting.take() {
            self.rows.push(vec![label, Cell { span: 3, ..value }]);
        }
    }

    pub(super) fn done(mut self) -> Vec<Vec<Cell>> {
        self.settle();
        self.rows
    }
}

fn as_boxes(table: &CodeTable) -> bool {
    table.entries.iter().filter(|code| code.until.is_none()).count() <= BOXES
}

/// □入户  ☑电话: every entry that may be chosen, and those chosen that may not any more.
pub(super) fn boxes(table: &CodeTable, chosen: &[String]) -> String {
    let ticked = if fonts::covered('☑') { '☑' } else { '■' };
    let known: BTreeSet<&str> = table.entries.iter().map(|code| code.code.as_str()).collect();
    let offered = table.entries.iter().filter(|code| code.until.is_none() || chosen.contains(&code.code));
    let offered = offered.map(|code| {
        let mark = if chosen.contains(&code.code) { ticked } else { '□' };
        format!("{mark}{}", code.label)
    });
    let unknown = chosen.iter().filter(|code| !known.contains(code.as_str())).map(|code| format!("{ticked}{code}"));
    offered.chain(unknown).collect::<Vec<_>>().join("  ")
}

/// `2025年3月5日`; what is not a date stays as it is.
pub(crate) fn said_date(text: &str) -> String {
    let day = text.parse::<NaiveDate>();
    day.map_or_else(|_| text.to_owned(), |day| format!("{}年{}月{}日", day.year(), day.month(), day.day()))
}
