//! Finding a sheet's header: under titles and lines of who reports, of one to three rows. A guess; a person may correct it.

use std::collections::BTreeSet;

use crate::ledger_columns::{candidates, matched};
use crate::ledger_headings::{Header, headings};
use crate::ledger_import::{Ledger, ledgers};
use crate::ledger_sheet::Sheet;

/// How many rows at the top are searched for the header.
const SEARCHED: usize = 40;

/// How sure the header of a place is: how many of its columns are known to any ledger.
fn known_columns(sheet: &Sheet, header: Header) -> usize {
    let headings = headings(sheet, header);
    let mut seen: Vec<&str> = Vec::new();
    for heading in &headings {
        let known = || ledgers().iter().any(|ledger| !candidates(ledger, heading).is_empty());
        if !heading.text.is_empty() && !seen.contains(&heading.text.as_str()) && known() {
            seen.push(&heading.text);
        }
    }
    seen.len()
}

/// How many columns a header explains to the ledger that it explains most to: two columns of one meaning are one.
fn explained_columns(sheet: &Sheet, header: Header) -> usize {
    let headings = headings(sheet, header);
    let explained = |ledger: &Ledger| {
        let targets = matched(ledger, &headings);
        let named = headings.iter().zip(&targets).filter(|(_, target)| target.is_some());
        named.map(|(heading, _)| heading.text.as_str()).collect::<BTreeSet<_>>().len()
    };
    ledgers().iter().map(explained).max().unwrap_or(0)
}

/// The header, where one can be found: at least two known columns.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for row in 0..sheet.rows.len().min(SEARCHED) {
        let header = Header { row, rows: 1 };
        let known = known_columns(sheet, header);
        if known >= 2 && best.is_none_or(|(most, _)| known > most) {
            best = Some((known, header));
        }
    }
    let (_, mut header) = best?;
    let mut known = explained_columns(sheet, header);
    // Upwards: a row of groups over the names; downwards: names under groups.
    if let Some(joined) = header.row.checked_sub(1).and_then(|row| is_upper(sheet, row)) {
        let deeper = Header { row: header.row - 1, rows: 2 };
        let found = explained_columns(sheet, deeper);
        // Without a cell that goes through both rows it must explain more than the lower row alone.
        if found > known || joined && found == known {
            (known, header) = (found, deeper);
        }
    }
    while header.rows < 3 && is_lower(sheet, header) {
        let deeper = Header { rows: header.rows + 1, ..header };
        let found = explained_columns(sheet, deeper);
        if found < known {
            break;
        }
        (known, header) = (found, deeper);
    }
    Some(header)
}

/// Whether a row above the header may belong to it: it says different things over different columns. And whether a cell goes
/// through both.
fn is_upper(sheet: &Sheet, row: usize) -> Option<bool> {
    let below: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row + 1, column).text()).collect();
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let mut different: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    let standing = texts.iter().zip(&below).filter(|(above, below)| !above.is_empty() && above == below).count();
    different.dedup();
    (different.len() >= 2 && texts.iter().all(|text| is_heading_text(text))).then_some(standing >= 1)
}

/// Whether the row below a header still belongs to it: it repeats merged cells or names parts of a group, and nothing in it
/// looks like data.
fn is_lower(sheet: &Sheet, header: Header) -> bool {
    let (last, next) = (header.row + header.rows - 1, header.row + header.rows);
    let (mut repeated, mut under_group, mut bare_below) = (0, 0, 0);
    let groups: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(last, column).text()).collect();
    for column in 0..sheet.width() {
        let text = sheet.cell(next, column).text();
        if text.is_empty() {
            continue;
        }
        // A merged cell over both rows is the header's, digits or not: 身份证号码（18位）.
        if groups[column] == text {
            repeated += 1;
            continue;
        }
        if !is_heading_text(&text) {
            return false;
        }
        let same_as_neighbour = column > 0 && groups[column] == groups[column - 1]
            || groups.get(column + 1).is_some_and(|right| *right == groups[column]);
        match groups[column].as_str() {
            "" => bare_below += 1,
            _ if same_as_neighbour => under_group += 1,
            // A name right under another name that is no group: this is data.
            _ if column + 1 < groups.len() && groups[column + 1].is_empty() => under_group += 1,
            _ => return false,
        }
    }
    under_group + bare_below > 0 && (repeated > 0 || under_group > 0)
}

/// Short text without digits.
fn is_heading_text(text: &str) -> bool {
    text.chars().count() <= 20 && !text.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger_import::ledger;

    #[test]
    fn titles_above_and_a_header_of_two_rows_are_found() {
        let sheet = Sheet::of_texts(&[
            &[
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
            ],
            &["填报单位：大瑶镇社工站", "", "", "", ""],
            &["序号", "姓名", "身份证号（18位）", "监护人", "监护人"],
            &["序号", "姓名", "身份证号（18位）", "姓名", "电话"],
            &["1", "禾守根", "439901195003060014", "禾德水", "19900000001"],
        ]);
        let header = find(&sheet).expect("a header");
        assert_eq!(header, Header { row: 2, rows: 2 });
        let headings = headings(&sheet, header);
        assert_eq!(headings[3].text, "监护人·姓名");
        let found = matched(ledger("roster").expect("roster"), &headings);
        assert_eq!(found[3].as_deref(), Some("recipient.guardian_name"));
        assert_eq!(found[4].as_deref(), Some("recipient.guardian_phone"));
    }

    #[test]
    fn data_below_a_header_is_not_taken_for_it() {
        let sheet = Sheet::of_texts(&[
            &["姓名", "性别", "民族", "备注"],
            &["禾守根", "男", "汉", ""],
            &["柳桂香", "女", "苗", ""],
        ]);
        assert_eq!(find(&sheet), Some(Header { row: 0, rows: 1 }));
        assert_eq!(find(&Sheet::of_texts(&[&["甲", "乙"], &["1", "2"]])), None);
    }

    #[test]
    fn two_rows_win_over_one_when_they_explain_more_columns() {
        let sheet = Sheet::of_texts(&[
            &["基本情况", "基本情况", "基本情况", "监护人/联系人", "监护人/联系人"],
            &["名字", "性别", "村", "姓名", "联系电话"],
            &["禾小苗", "女", "新河村", "禾德水", "12000000001"],
        ]);
        let header = find(&sheet).expect("a header");
        assert_eq!(header, Header { row: 0, rows: 2 });
        let found = matched(ledger("roster").expect("roster"), &headings(&sheet, header));
        let found: Vec<&str> = found.iter().map(|target| target.as_deref().unwrap_or("?")).collect();
        assert_eq!(
            found,
            [
                "recipient.name",
                "recipient.sex",
                "recipient.village",
                "recipient.emergency_contact",
                "recipient.emergency_phone"
            ]
        );
        let above = Sheet::of_texts(&[
            &["填报单位：大瑶镇", "", "制表：林小禾"],
            &["姓名", "性别", "村"],
            &["禾苗", "女", "新河村"],
        ]);
        assert_eq!(find(&above), Some(Header { row: 1, rows: 1 }), "a line above is no group");
    }
}
