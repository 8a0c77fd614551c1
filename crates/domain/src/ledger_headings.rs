//! Headings of a sheet's columns: where its header stands, what each column is called, and the spellings of that which are looked up.

use crate::identity::half_width;
use crate::ledger_sheet::Sheet;

/// Where a sheet's header stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its first row, from 0.
    pub row: usize,
    /// How many rows it takes.
    pub rows: usize,
}

/// A column as its header names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The header as people read it; the rows of a deep header joined by ·.
    pub text: String,
    /// Its rows, without repetition.
    pub(crate) parts: Vec<String>,
}

/// A header cell without what varies: blanks, brackets with their content, colons, stars.
pub(crate) fn bare(text: &str) -> String {
    let (mut depth, mut kept) = (0usize, String::new());
    for c in half_width(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() || matches!(c, ':' | '*' | '.' | '。' | '、' | '-' | '_') => {}
            c => kept.extend(c.to_uppercase()),
        }
    }
    kept
}

/// The headings of all columns.
pub fn headings(sheet: &Sheet, header: Header) -> Vec<Heading> {
    let heading = |column: usize| {
        let mut parts: Vec<String> = Vec::new();
        for row in header.row..header.row + header.rows {
            let text: String = sheet.cell(row, column).text().split_whitespace().collect();
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        Heading { text: parts.join("·"), parts }
    };
    (0..sheet.width()).map(heading).collect()
}

/// Spellings of a heading to be looked up, the most exact first.
pub(crate) fn spellings(heading: &Heading) -> Vec<String> {
    let parts: Vec<String> = heading.parts.iter().map(|part| bare(part)).filter(|part| !part.is_empty()).collect();
    let Some((own, groups)) = parts.split_last() else {
        return Vec::new();
    };
    let group: String = groups.concat();
    let stem = ["基本信息", "信息", "基本情况", "情况", "资料"].iter().find_map(|end| group.strip_suffix(end));
    let mut all = Vec::new();
    if groups.is_empty() {
        all.push(own.clone());
    } else {
        all.extend([format!("{group}{own}"), format!("{}{own}", stem.unwrap_or(&group))]);
        // 父亲·姓名 is not the person's name; 个人信息·姓名 is, and so is 服务对象·姓名.
        let of_person = ["个人", "本人", "人员", "对象", "儿童", "老人", "成员", "基本", "家庭成员", "服务对象", ""];
        if stem.is_some_and(|stem| of_person.contains(&stem)) || of_person.contains(&group.as_str()) {
            all.push(own.clone());
        }
    }
    all.dedup();
    all
}
