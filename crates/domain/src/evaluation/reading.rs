//! Reading a score sheet out of somebody's workbook: headings of one row or two (merged cells come filled), a dimension for every item,
//! points that are numbers, and a sum that is the total. What is wrong is told by the row as Excel counts it; then nothing is taken.

use crate::evaluation::points::Points;
use crate::evaluation::scheme::{Dimension, Item, Scheme};
use crate::ledger_sheet::{Book, Cell, Sheet};

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// As Excel counts it, from 1; 0 for the whole sheet.
    pub row: usize,
    /// Why.
    pub why: String,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Dimension,
    Sub,
    Content,
    No,
    Points,
    Method,
    Evidence,
}

/// Words of headings; the longer ones first where one holds another. What stands for nothing (得分, 备注) is left alone.
const WORDS: &[(&str, Role)] = &[
    ("一级指标", Role::Dimension),
    ("评审维度", Role::Dimension),
    ("维度", Role::Dimension),
    ("二级指标", Role::Sub),
    ("三级指标", Role::Content),
    ("评分内容", Role::Content),
    ("评审内容", Role::Content),
    ("评估内容", Role::Content),
    ("考核内容", Role::Content),
    ("评估指标", Role::Content),
    ("评分标准", Role::Method),
    ("评分办法", Role::Method),
    ("评分细则", Role::Method),
    ("计分方法", Role::Method),
    ("评审标准", Role::Method),
    ("佐证", Role::Evidence),
    ("提供材料", Role::Evidence),
    ("证明材料", Role::Evidence),
    ("分值", Role::Points),
    ("满分", Role::Points),
    ("编号", Role::No),
    ("序号", Role::No),
];
const TOTALS: [&str; 4] = ["合计", "总计", "总分", "共计"];
/// How far down a heading may stand.
const LOOKED_AT: usize = 15;

/// The scheme of the first sheet that holds one.
pub fn read(book: &Book) -> Result<Scheme, Vec<RowFault>> {
    let found = book.sheets.iter().filter(|sheet| !sheet.hidden).find_map(|sheet| Some((sheet, headings(sheet)?)));
    let Some((sheet, (first, roles))) = found else {
        return Err(vec![RowFault {
            row: 0,
            why: "没有找到评分表的表头：要有“一级指标”“评分内容（三级指标）”和“分值”三列".into(),
        }]);
    };
    let title = title(sheet, first).unwrap_or_else(|| sheet.name.clone());
    let mut reading = Reading { scheme: Scheme { title, ..Scheme::default() }, ..Reading::default() };
    for (at, row) in sheet.rows.iter().enumerate().skip(first) {
        reading.row(at + 1, row, &roles);
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    scheme: Scheme,
    faults: Vec<RowFault>,
    total: Option<(usize, Points)>,
}

impl Reading {
    fn row(&mut self, number: usize, row: &[Cell], roles: &[(usize, Role)]) {
        let of = |role: Role| {
            let here = roles.iter().filter(|(_, known)| *known == role);
            here.filter_map(|(column, _)| row.get(*column)).map(said).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let (dimension, sub, content) = (bare(&of(Role::Dimension)), of(Role::Sub), of(Role::Content));
        if [&dimension, &sub, &content].iter().any(|text| TOTALS.iter().any(|total| text.starts_with(total)))
            || first(row).is_some_and(|text| TOTALS.contains(&text.as_str()))
        {
            self.total = Points::parse(&of(Role::Points)).map(|points| (number, points)).or(self.total);
            return;
        }
        let content = if content.is_empty() { sub.clone() } else { content };
        let points = of(Role::Points);
        if content.is_empty() && points.is_empty() {
            return;
        }
        let mut fault = |why: String| self.faults.push(RowFault { row: number, why });
        if content.is_empty() {
            return fault("有分值，没有评分内容".into());
        }
        if dimension.is_empty() {
            return fault(format!("“{content}”没有写一级指标"));
        }
        let Some(given) = Points::parse(&points) else {
            let why =
                if points.is_empty() { "没有填分值".into() } else { format!("分值“{points}”不是数字") };
            return fault(format!("“{content}”{why}"));
        };
        if !self.scheme.dimensions.iter().any(|one| one.name == dimension) {
            self.scheme.dimensions.push(Dimension { name: dimension.clone(), points: None });
        }
        let place = self.scheme.dimensions.iter().position(|one| one.name == dimension).unwrap_or(0) + 1;
        let before = self.scheme.items.iter().filter(|item| item.dimension == dimension).count();
        let typed = of(Role::No);
        let taken = typed.is_empty() || self.scheme.items.iter().any(|item| item.no == typed);
        let no = if taken { format!("{place}.{}", before + 1) } else { typed };
        let content = match sub.is_empty() || sub == content {
            true => content,
            false => format!("{sub}：{content}"),
        };
        self.scheme.items.push(Item {
            dimension,
            no,
            content,
            points: Some(given),
            method: of(Role::Method),
            evidence_words: of(Role::Evidence),
            ..Item::default()
        });
    }

    fn finish(mut self) -> Result<Scheme, Vec<RowFault>> {
        let sum: Points = self.scheme.items.iter().filter_map(|item| item.points).sum();
        match self.total {
            Some((row, total)) if total != sum && self.faults.is_empty() => {
                self.faults.push(RowFault {
                    row, why: format!("各项分值合计 {sum}，与表里写的总分 {total} 不符")
                });
            }
            _ => {}
        }
        if self.scheme.items.is_empty() && self.faults.is_empty() {
            self.faults.push(RowFault { row: 0, why: "表头下面没有评分项".into() });
        }
        self.scheme.points = Some(self.total.map_or(sum, |(_, total)| total));
        if self.faults.is_empty() { Ok(self.scheme) } else { Err(self.faults) }
    }
}

/// The first row below the headings, and what its columns hold: of one row, or of two that belong together.
fn headings(sheet: &Sheet) -> Option<(usize, Vec<(usize, Role)>)> {
    (0..sheet.rows.len().min(LOOKED_AT)).find_map(|at| {
        let one = roles(&[&sheet.rows[at]]);
        let two = sheet.rows.get(at + 1).map(|below| roles(&[&sheet.rows[at], below])).unwrap_or_default();
        let whole = |roles: &[(usize, Role)]| {
            let has = |role: Role| roles.iter().any(|(_, known)| *known == role);
            has(Role::Dimension) && has(Role::Points) && (has(Role::Content) || has(Role::Sub))
        };
        // A merged cell comes filled: the second row of such a heading says the same words again, or finer ones.
        let again = sheet.rows.get(at + 1).is_some_and(|below| !roles(&[below]).is_empty() && !is_item(below, &one));
        match (whole(&one), again) {
            (true, false) => Some((at + 1, one)),
            (_, true) if whole(&two) => Some((at + 2, two)),
            _ => None,
        }
    })
}

/// A row with points is no heading.
fn is_item(row: &[Cell], roles: &[(usize, Role)]) -> bool {
    let points = roles.iter().filter(|(_, role)| *role == Role::Points);
    points.filter_map(|(column, _)| row.get(*column)).any(|cell| Points::parse(&said(cell)).is_some())
}

fn roles(rows: &[&Vec<Cell>]) -> Vec<(usize, Role)> {
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    // The lower row says more finely what a column holds.
    let of = |column: usize| {
        rows.iter().rev().filter_map(|row| row.get(column)).find_map(|cell| {
            let text: String = said(cell).chars().filter(|c| !c.is_whitespace()).collect();
            WORDS.iter().find(|(word, _)| text.contains(word) && text.chars().count() < 16).map(|(_, role)| *role)
        })
    };
    (0..columns).filter_map(|column| Some((column, of(column)?))).collect()
}

/// The words above the headings.
fn title(sheet: &Sheet, below: usize) -> Option<String> {
    let above = sheet.rows.iter().take(below.saturating_sub(1));
    above.flat_map(|row| first(row)).find(|text| roles(&[&vec![Cell::Text(text.clone())]]).is_empty())
}

fn first(row: &[Cell]) -> Option<String> {
    row.iter().map(said).find(|text| !text.is_empty())
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Cell::Number(number) => {
            let text = format!("{number:.4}");
            text.trim_end_matches('0').to_owned()
        }
        _ => String::new(),
    }
}

/// A dimension without the points that sheets write behind it: 规范化（30分） → 规范化.
fn bare(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    let cut = text.rfind(['（', '(']).filter(|at| text[*at..].contains('分'));
    cut.map_or(text.as_str(), |at| &text[..at]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Book {
        let cell = |text: &&str| match text.parse::<f64>() {
            Ok(number) => Cell::Number(number),
            Err(_) if text.is_empty() => Cell::Empty,
            Err(_) => Cell::Text((*text).to_owned()),
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Book { sheets: vec![Sheet { name: "评分表".into(), rows, ..Sheet::default() }], ..Book::default() }
    }

    #[test]
    fn a_sheet_with_two_heading_rows_and_merged_dimensions_is_read() {
        let book = sheet(&[
            &["XX县社工站评分表", "XX县社工站评分表", "XX县社工站评分表", "XX县社工站评分表"],
            &["指标", "指标", "评分", "评分"],
            &["一级指标", "评分内容", "分值", "评分标准"],
            &["规范化（6分）", "办公用房", "2.5", "查看现场"],
            &["规范化（6分）", "制度上墙", "3.5", ""],
            &["创新加分", "特色品牌", "4", "评审组评"],
            &["合计", "", "10", ""],
        ]);
        let scheme = read(&book).expect("a scheme");
        let items: Vec<String> = scheme
            .items
            .iter()
            .map(|item| format!("{} {} {} {}", item.no, item.dimension, item.content, item.points.expect("points")))
            .collect();
        assert_eq!(items, ["1.1 规范化 办公用房 2.5", "1.2 规范化 制度上墙 3.5", "2.1 创新加分 特色品牌 4"]);
        assert_eq!((scheme.title.as_str(), scheme.points), ("XX县社工站评分表", Points::parse("10")));
        assert_eq!((scheme.items[0].method.as_str(), scheme.faults()), ("查看现场", vec![]));
    }

    #[test]
    fn what_is_wrong_is_told_by_the_row_of_excel_and_nothing_is_taken() {
        let book = sheet(&[
            &["序号", "一级指标", "三级指标", "分值"],
            &["1", "规范化", "办公用房", "5"],
            &["2", "", "制度", "3"],
            &["3", "规范化", "标牌", "三分"],
            &["4", "规范化", "档案", ""],
            &["5", "规范化", "", "2"],
        ]);
        let faults = read(&book).expect_err("faults");
        let told: Vec<String> = faults.iter().map(|one| format!("{} {}", one.row, one.why)).collect();
        assert_eq!(
            told,
            ["3 “制度”没有写一级指标", "4 “标牌”分值“三分”不是数字", "5 “档案”没有填分值", "6 有分值，没有评分内容"]
        );
    }

    #[test]
    fn points_that_do_not_add_up_to_the_total_are_told_at_the_total() {
        let book = sheet(&[
            &["一级指标", "评分内容", "分值"],
            &["规范化", "办公用房", "5"],
            &["规范化", "制度", "3"],
            &["总分", "", "10"],
        ]);
        let faults = read(&book).expect_err("faults");
        assert_eq!(faults, [RowFault { row: 4, why: "各项分值合计 8，与表里写的总分 10 不符".into() }]);
    }

    #[test]
    fn a_table_without_such_headings_is_none() {
        let faults = read(&sheet(&[&["姓名", "性别"], &["甲", "女"]])).expect_err("faults");
        assert!(faults[0].row == 0 && faults[0].why.contains("没有找到评分表的表头"));
        let faults = read(&sheet(&[&["一级指标", "评分内容", "分值"]])).expect_err("faults");
        assert_eq!(faults[0].why, "表头下面没有评分项");
    }
}
