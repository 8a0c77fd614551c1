//! Forms of a superior office (上级表格): what goes into which place of one, as the county pointed it out, and whether all of it is still known.
//! It knows neither workbooks nor records: who fills a form brings words and numbers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kpi;
use crate::ledger::ledger;

/// What goes where in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Mapping {
    /// Single cells of a workbook.
    pub cells: Vec<MappedCell>,
    /// Parts of a sheet that a list fills.
    pub lists: Vec<MappedList>,
    /// Placeholders of a Word document.
    pub words: Vec<MappedWord>,
}

/// A cell and what goes there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappedCell {
    /// Sheet.
    pub sheet: String,
    /// `B7`.
    pub cell: String,
    /// What goes there.
    pub source: Source,
}

/// A placeholder and what goes there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappedWord {
    /// What stands between the brackets.
    pub name: String,
    /// What goes there.
    pub source: Source,
}

/// Rows of a sheet that a ledger fills, or the stations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappedList {
    /// Sheet.
    pub sheet: String,
    /// The first row, from 1.
    pub first_row: u32,
    /// How many rows the form has for them.
    pub reserved: u32,
    /// Name of the ledger; `stations`: a row for each station of the county.
    pub ledger: String,
    /// Columns in use.
    pub columns: Vec<MappedColumn>,
}

/// A column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappedColumn {
    /// Its letter: `C`.
    pub column: String,
    /// Title of the ledger's column; for stations `name`, `number`, or the code of a figure.
    pub of: String,
}

/// What a cell or a placeholder says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Source {
    /// A figure, over a span.
    Figure {
        /// Its code.
        code: String,
        /// Over which days.
        over: Over,
    },
    /// A word of the filling itself.
    Word {
        /// Which.
        word: FormWord,
    },
    /// Always the same.
    Text {
        /// What.
        text: String,
    },
}

/// The days that a figure is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// 本期
    Period,
    /// 上期
    Previous,
    /// 本年累计
    YearToDate,
}

/// Words of a filling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormWord {
    /// Who fills it: the station, or the county.
    Unit,
    /// The county.
    County,
    /// `2026年11月`.
    Period,
    /// First day.
    From,
    /// Last day.
    To,
    /// Today.
    Today,
    /// Who fills it in.
    Person,
}

/// Stands for the stations instead of a ledger.
pub const STATIONS: &str = "stations";
/// Columns of the stations that are no figure.
pub const STATION_WORDS: [(&str, &str); 2] = [("number", "序号"), ("name", "站点")];

impl Mapping {
    /// What of it this program does not know (any more): each with its place.
    pub fn unknown(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        let mut figure = |place: String, source: &Source| {
            if let Source::Figure { code, .. } = source
                && kpi_or_rate(code).is_none()
            {
                unknown.push(format!("{place}：指标“{code}”已不存在，请重新选择"));
            }
        };
        self.cells.iter().for_each(|one| figure(format!("{} {}", one.sheet, one.cell), &one.source));
        self.words.iter().for_each(|one| figure(format!("{{{{{}}}}}", one.name), &one.source));
        for list in &self.lists {
            let place = format!("{} 第 {} 行起的名册", list.sheet, list.first_row);
            if list.ledger == STATIONS {
                let known = |of: &str| STATION_WORDS.iter().any(|(word, _)| *word == of) || kpi_or_rate(of).is_some();
                unknown.extend(
                    list.columns
                        .iter()
                        .filter(|one| !known(&one.of))
                        .map(|one| format!("{place} {} 列：指标“{}”已不存在，请重新选择", one.column, one.of)),
                );
                continue;
            }
            match ledger(&list.ledger) {
                None => unknown.push(format!("{place}：台账“{}”已不存在，请重新选择", list.ledger)),
                Some(known) => {
                    let gone = list.columns.iter().filter(|one| !known.columns.iter().any(|own| own.label == one.of));
                    unknown.extend(
                        gone.map(|one| {
                            format!("{place} {} 列：台账里已没有“{}”这一列，请重新选择", one.column, one.of)
                        }),
                    );
                }
            }
        }
        unknown
    }

    /// Nothing is pointed out yet.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.lists.is_empty() && self.words.is_empty()
    }
}

/// A figure that every period has: its label and unit.
pub fn kpi_or_rate(code: &str) -> Option<(&'static str, &'static str)> {
    figures().iter().find(|(known, ..)| known == code).map(|(_, label, unit)| (label.as_str(), unit.as_str()))
}

/// Figures that a form may show, those of a month too (月探访率). Code, label, unit.
pub fn figures() -> &'static [(String, String, String)] {
    use std::sync::OnceLock;
    static FIGURES: OnceLock<Vec<(String, String, String)>> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let month = crate::period::Month::of(chrono::NaiveDate::default());
        let nothing = crate::period::Period { from: month.first(), to: month.last() };
        let all = crate::brief_figures::figures(&crate::brief::Facts::default(), nothing);
        let known = all.figures.into_iter().map(|figure| (figure.code.clone(), figure.full_label(), figure.unit));
        let mut known: Vec<_> = known.collect();
        for choice in kpi::choices() {
            if !known.iter().any(|(code, ..)| *code == choice.code) {
                known.push((choice.code.clone(), choice.label.clone(), choice.unit.clone()));
            }
        }
        known
    })
}

/// A figure that a period has not is 0 where things are counted; a rate of months only is nothing in a quarter.
pub fn is_counted(code: &str) -> bool {
    kpi::choices().iter().any(|choice| choice.code == code)
}

/// What a placeholder most likely means, by how people write it: 本月走访, 站名, 累计服务人数.
pub fn guess(name: &str) -> Option<Source> {
    let words = [
        (&["站名", "站点名称", "填报单位", "单位名称", "单位"][..], FormWord::Unit),
        (&["县名", "县（市、区）", "县市区"][..], FormWord::County),
        (&["期间", "月份", "报告期", "所属期", "年月"][..], FormWord::Period),
        (&["填报日期", "日期", "填表日期"][..], FormWord::Today),
        (&["填报人", "填表人", "经办人"][..], FormWord::Person),
        (&["开始日期", "起始日期"][..], FormWord::From),
        (&["截止日期", "结束日期"][..], FormWord::To),
    ];
    let said = name.trim();
    if let Some((_, word)) = words.iter().find(|(names, _)| names.contains(&said)) {
        return Some(Source::Word { word: *word });
    }
    let spans = [
        (&["本年累计", "全年累计", "累计", "本年"][..], Over::YearToDate),
        (&["上月", "上季度", "上期"][..], Over::Previous),
        (&["本月", "本季度", "本季", "本期", "当月"][..], Over::Period),
    ];
    let (rest, over) = spans
        .iter()
        .find_map(|(names, over)| names.iter().find_map(|name| said.strip_prefix(name)).map(|rest| (rest, *over)))
        .unwrap_or((said, Over::Period));
    let usual = [("走访", "visit.effective"), ("走访人次", "visit.effective"), ("上门", "visit.door_knocks")];
    let known = usual.iter().find(|(name, _)| *name == rest).map(|(_, code)| (*code).to_owned());
    let by_label = || figures().iter().find(|(_, label, _)| label == rest).map(|(code, ..)| code.clone());
    Some(Source::Figure { code: known.or_else(by_label)?, over })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(code: &str, over: Over) -> Option<Source> {
        Some(Source::Figure { code: code.into(), over })
    }

    #[test]
    fn a_placeholder_is_guessed_as_people_write_it() {
        assert_eq!(guess("本月走访"), figure("visit.effective", Over::Period));
        assert_eq!(guess("累计服务人数"), figure("service.persons", Over::YearToDate));
        assert_eq!(guess("上月服务人次"), figure("service.person_times", Over::Previous));
        assert_eq!(guess("月探访率"), figure("visit.monthly_rate", Over::Period));
        assert_eq!(guess(" 站名 "), Some(Source::Word { word: FormWord::Unit }));
        assert_eq!(guess("随便什么"), None);
    }

    #[test]
    fn what_is_not_known_any_more_is_named_with_its_place() {
        let cell = |code: &str| MappedCell {
            sheet: "表1".into(),
            cell: "B7".into(),
            source: Source::Figure { code: code.into(), over: Over::Period },
        };
        let list = |ledger: &str, of: &str| MappedList {
            sheet: "表1".into(),
            first_row: 9,
            reserved: 3,
            ledger: ledger.into(),
            columns: vec![MappedColumn { column: "C".into(), of: of.into() }],
        };
        let known = Mapping {
            cells: vec![cell("visit.effective")],
            lists: vec![list(STATIONS, "name"), list(STATIONS, "service.persons"), list("visits", "日期")],
            words: Vec::new(),
        };
        assert_eq!(known.unknown(), Vec::<String>::new());
        let gone = Mapping {
            cells: vec![cell("visit.gone")],
            lists: vec![list("nothing", "日期"), list("visits", "没有的列"), list(STATIONS, "x.y")],
            words: vec![MappedWord {
                name: "本月走访".into(),
                source: Source::Figure { code: "a.b".into(), over: Over::Period },
            }],
        };
        let said = gone.unknown();
        assert_eq!(said.len(), 5);
        assert!(said[0].starts_with("表1 B7：指标“visit.gone”已不存在"), "{}", said[0]);
        assert!(said.iter().any(|one| one.contains("台账里已没有“没有的列”")));
    }
}
