//! Rows of a ledger that hold no data: repeated headers, totals, signatures, and the village that a row of its own names.

use crate::identity::half_width;
use crate::ledger_headings::{Heading, bare};
use crate::ledger_import::{LEFT_OUT, field_of};
use crate::ledger_sheet::Sheet;
use crate::village;

/// 3 and 三.
fn is_count(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千两零".contains(c)
}

/// 共5户14人, 共计12人, 合计三户: a total said in words.
fn is_count_of_people(text: &str) -> bool {
    let text = bare(text);
    let said = ["共计", "合计", "总计", "小计", "共"].iter().find_map(|word| text.strip_prefix(word));
    said.is_some_and(|rest| {
        rest.starts_with(is_count) && rest.chars().all(|c| is_count(c) || "户人名口个位元,，".contains(c))
    })
}

/// The village that a row of its own names for the rows below it: 新河村, 新河村（5户14人）.
pub fn village_heading(sheet: &Sheet, row: usize) -> Option<String> {
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let first = texts.iter().find(|text| !text.is_empty())?;
    let alone = texts.iter().all(|text| text.is_empty() || text == first);
    let name = bare(first);
    let is_village = village::parts(&name).is_some_and(|(stem, _)| !stem.is_empty());
    (alone && is_village && name.chars().count() <= 12 && !name.chars().any(|c| c.is_ascii_digit())).then_some(name)
}

/// Why a row below the header holds no data; none when it may.
pub fn no_data(sheet: &Sheet, row: usize, headings: &[Heading], targets: &[Option<String>]) -> Option<&'static str> {
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let filled: Vec<usize> = (0..texts.len()).filter(|column| !texts[*column].is_empty()).collect();
    if filled.is_empty() {
        return Some("空行");
    }
    if village_heading(sheet, row).is_some() {
        return Some("标题行");
    }
    let same = filled.iter().filter(|column| {
        let heading = headings.get(**column);
        let text: String = texts[**column].split_whitespace().collect();
        heading.is_some_and(|heading| heading.text == text || heading.parts.contains(&text))
    });
    if filled.len() >= 2 && same.count() * 10 >= filled.len() * 6 {
        return Some("重复的表头");
    }
    let first = bare(&texts[filled[0]]);
    let is_name = |column: usize| {
        let target = targets.get(column).cloned().flatten();
        matches!(target.as_deref(), Some("recipient.name" | "household.head_name"))
    };
    let totals = ["合计", "小计", "总计", "共计", "累计", "本页小计", "总人数"];
    let names = filled.iter().filter(|column| is_name(**column)).count();
    let with_number = |word: &&str| first.strip_prefix(*word).is_some_and(|rest| rest.starts_with(is_count));
    if totals.iter().any(|word| first == *word || with_number(word))
        || filled.iter().any(|column| is_count_of_people(&texts[*column]) && (is_name(*column) || names == 0))
        || filled.iter().any(|column| is_name(*column) && totals.contains(&bare(&texts[*column]).as_str()))
    {
        return Some("合计行");
    }
    let ends =
        ["填表人", "制表", "填报", "审核", "单位负责人", "负责人", "经办人", "打印日期", "填表日期", "说明", "注"];
    if filled.len() <= 6
        && ends.iter().any(|word| {
            first.starts_with(word) && (half_width(&texts[filled[0]]).contains(':') || first.chars().count() > 12)
        })
    {
        return Some("表尾签注");
    }
    let told = |column: &usize| {
        let target = targets.get(*column).cloned().flatten();
        target.is_some_and(|target| {
            target != LEFT_OUT
                && (field_of(&target).is_some() || !target.contains('.') || target == crate::ledger_import::DISABILITY)
        })
    };
    if !filled.iter().any(told) {
        return Some("没有要导入的内容");
    }
    let all_same = filled.iter().all(|column| texts[*column] == texts[filled[0]]);
    if all_same && (filled.len() >= 2 || names == 0) {
        return Some("标题行");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger_columns::matched;
    use crate::ledger_headings::{Header, headings};
    use crate::ledger_import::ledger;

    #[test]
    fn a_row_that_names_a_village_speaks_for_the_rows_below() {
        let sheet = Sheet::of_texts(&[
            &["新河村", "新河村"],
            &["", "荷叶塘社区（5户14人）"],
            &["新河村", "禾守根"],
            &["村", ""],
            &["荷叶塘村民委员会", ""],
            &["", "南街居民委员会"],
            &["居委会", ""],
        ]);
        let said: Vec<Option<String>> = (0..7).map(|row| village_heading(&sheet, row)).collect();
        let said: Vec<Option<&str>> = said.iter().map(Option::as_deref).collect();
        assert_eq!(
            said,
            [Some("新河村"), Some("荷叶塘社区"), None, None, Some("荷叶塘村民委员会"), Some("南街居民委员会"), None]
        );
    }

    #[test]
    fn a_total_said_in_words_is_no_person() {
        let rows: &[&[&str]] = &[
            &["序号", "姓名", "性别", "备注"],
            &["", "共5户14人", "", ""],
            &["", "", "", "共2人"],
            &["合计三户", "", "", ""],
            &["", "合计 12 户", "", ""],
            &["1", "共工", "男", ""],
        ];
        let sheet = Sheet::of_texts(rows);
        let headings = headings(&sheet, Header { row: 0, rows: 1 });
        let targets = matched(ledger("roster").expect("roster"), &headings);
        let said: Vec<_> = (1..rows.len()).map(|row| no_data(&sheet, row, &headings, &targets)).collect();
        assert_eq!(said, [Some("合计行"), Some("合计行"), Some("合计行"), Some("合计行"), None]);
    }

    #[test]
    fn totals_headings_and_signatures_are_no_data() {
        let rows: &[&[&str]] = &[
            &["序号", "姓名", "性别", "备注"],
            &["1", "禾守根", "男", ""],
            &["", "", "", ""],
            &["序号", "姓名", "性别", "备注"],
            &["合计", "12 人", "", ""],
            &["", "合 计", "12", ""],
            &["填表人：林小禾", "", "审核人：周文", ""],
            &["新河村", "新河村", "新河村", "新河村"],
            &["", "江福云", "", ""],
            &["7", "", "", ""],
        ];
        let sheet = Sheet::of_texts(rows);
        let headings = headings(&sheet, Header { row: 0, rows: 1 });
        let targets = matched(ledger("roster").expect("roster"), &headings);
        let said: Vec<_> = (1..rows.len()).map(|row| no_data(&sheet, row, &headings, &targets)).collect();
        assert_eq!(
            said,
            [
                None,
                Some("空行"),
                Some("重复的表头"),
                Some("合计行"),
                Some("合计行"),
                Some("表尾签注"),
                Some("标题行"),
                None,
                Some("没有要导入的内容")
            ]
        );
    }
}
