//! Codes of cells: by code, by label or by what people write for them, several in one cell.

use super::outcome::{Read, bad};
use crate::dictionary::{CodeTable, Field, dictionary};
use crate::identity::half_width;
use crate::ledger_headings::bare;
use crate::ledger_import::Ledger;

/// Separators between several values in one cell.
const BETWEEN: [char; 9] = ['、', '，', ',', '；', ';', '/', '／', '|', '\n'];

/// The code that a text means: a word people use, a label, or the code itself.
pub fn code(ledger: &Ledger, field: &Field, text: &str) -> Option<String> {
    let name = field.codes.as_deref()?;
    let table = dictionary().code_table(name)?;
    let written: String = half_width(text).split_whitespace().collect();
    let plain = bare(text);
    if let Some(code) = ledger.word(name, &written).or_else(|| ledger.word(name, &plain)) {
        return Some(code.to_owned());
    }
    let by = |found: &dyn Fn(&str, &str) -> bool| {
        table.entries.iter().find(|entry| found(&entry.code, &entry.label)).map(|entry| entry.code.clone())
    };
    by(&|_, label| label == written)
        .or_else(|| by(&|_, label| bare(label) == plain))
        .or_else(|| by(&|code, _| code == written))
        .or_else(|| by(&|_, label| parts_of(label).any(|part| part == plain)))
        .or_else(|| alone(table, &plain))
        .or_else(|| (table.open && written.chars().count() <= 60).then_some(written))
}

/// What stands in brackets of a label says the same: 部分丧失（半护理）.
fn parts_of(label: &str) -> impl Iterator<Item = String> + '_ {
    label.split(['（', '）', '(', ')', '/']).map(bare).filter(|part| !part.is_empty())
}

/// 汉 is 汉族 and 肢体 is 肢体残疾, where only one label begins so and the rest is a mere ending.
fn alone(table: &CodeTable, plain: &str) -> Option<String> {
    let ending = |label: &str| {
        let rest = bare(label);
        rest.strip_prefix(plain)
            .is_some_and(|rest| ["族", "残疾", "级", "人员", "对象", "儿童", "老人"].contains(&rest))
    };
    let mut found = table.entries.iter().filter(|entry| !plain.is_empty() && ending(&entry.label));
    let first = found.next()?;
    found.next().is_none().then(|| first.code.clone())
}

pub(super) fn codes(ledger: &Ledger, field: &Field, text: &str) -> Read {
    // A label may itself hold a stroke: whole first, in pieces then.
    if let Some(code) = code(ledger, field, text) {
        return Read::Value(vec![code].into());
    }
    let mut found: Vec<String> = Vec::new();
    for part in text.split(['、', '，', ',', '；', ';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let whole = code(ledger, field, part);
        let parts = if whole.is_some() { vec![part.to_owned()] } else { pieces(part) };
        for piece in parts {
            match code(ledger, field, &piece) {
                Some(code) if found.contains(&code) => {}
                Some(code) => found.push(code),
                None => return bad(format!("“{piece}”不在“{}”的选项里", field.label), &piece),
            }
        }
    }
    if found.is_empty() { Read::Nothing } else { Read::Value(found.into()) }
}

/// The several values of one cell.
pub fn pieces(text: &str) -> Vec<String> {
    let all = text.split(BETWEEN).flat_map(str::split_whitespace);
    all.map(str::to_owned).filter(|piece| !piece.is_empty()).collect()
}

/// Type and grade of a disability in one cell: 肢体二级, 视力/一级, 多重 3级. What is not said is none.
pub fn disability(text: &str) -> Option<(Option<String>, Option<String>)> {
    let text = half_width(text);
    let kinds = dictionary().code_table("disability_type")?;
    let kind = kinds.entries.iter().find(|entry| {
        let stem = bare(&entry.label);
        text.contains(stem.strip_suffix("残疾").unwrap_or(&stem))
    });
    let grades = [
        ("一级", "1"),
        ("二级", "2"),
        ("三级", "3"),
        ("四级", "4"),
        ("1级", "1"),
        ("2级", "2"),
        ("3级", "3"),
        ("4级", "4"),
    ];
    let roman = [("Ⅰ", "1"), ("Ⅱ", "2"), ("Ⅲ", "3"), ("Ⅳ", "4")];
    let grade = grades.iter().chain(&roman).find(|(word, _)| text.contains(word)).map(|(_, code)| (*code).to_owned());
    let kind = kind.map(|entry| entry.code.clone());
    (kind.is_some() || grade.is_some()).then_some((kind, grade))
}
