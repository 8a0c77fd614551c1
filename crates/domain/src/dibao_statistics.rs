//! The statistics of minimum living (低保统计表) by village with a total: households, people, who they are, why
//! they are poor, who came and went in the month. What the station does not keep (labour, money) stays an empty column.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::age;
use crate::by_village::by_village;
use crate::period::Period;

/// One person who holds the category at some time.
#[derive(Debug, Clone, Default)]
pub struct Holder {
    /// Village or community.
    pub village: String,
    /// Household id; a person without one counts as a household.
    pub household: String,
    /// The person, for those without a household.
    pub person: String,
    /// A woman.
    pub female: bool,
    /// Full years at the end of the month.
    pub age: Option<u32>,
    /// Holds the category of disability too.
    pub disabled: bool,
    /// Causes of poverty, codes of `poverty_cause`.
    pub causes: Vec<String>,
    /// First day.
    pub since: Option<NaiveDate>,
    /// The day it ended: from that day on it does not count.
    pub until: Option<NaiveDate>,
}

/// Titles of the columns, in the order of the handbook.
pub const COLUMNS: [&str; 24] = [
    "地区",
    "户数",
    "人数",
    "女性",
    "老年人",
    "未成年人",
    "残疾人",
    "部分丧失劳动能力",
    "完全丧失劳动能力",
    "致贫：疾病",
    "致贫：残疾",
    "致贫：因学",
    "致贫：灾害",
    "致贫：缺劳力",
    "致贫：其他",
    "当月新增户",
    "当月新增人",
    "当月退出户",
    "当月退出人",
    "当月低保金",
    "当月物价补贴",
    "当月高龄及其他补贴",
    "累计资金",
    "人均补助额",
];

/// Codes of `poverty_cause` under each column; what is in none is 其他.
const CAUSES: [&[&str]; 5] = [&["01"], &["02"], &["03"], &["04"], &["05"]];

/// One line: the place and its figures by column; nothing where the station keeps no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Village, or 合计.
    pub place: String,
    /// A figure for each column after the first.
    pub figures: Vec<Option<u64>>,
}

/// The lines of a month by village, and the total.
pub fn lines(holders: &[Holder], month: Period) -> Vec<Line> {
    let lines = by_village(holders, |holder| &holder.village);
    let last = lines.len() - 1;
    let lines = lines.into_iter().map(|(place, own)| Line { place, figures: figures(&own, month) }).enumerate();
    let said = |line: &Line| line.figures.iter().flatten().any(|figure| *figure > 0);
    lines.filter(|(at, line)| *at == last || said(line)).map(|(_, line)| line).collect()
}

fn figures(holders: &[&Holder], month: Period) -> Vec<Option<u64>> {
    // Whoever holds it by two records (two files that were merged) is one.
    let mut seen = BTreeSet::new();
    let in_force: Vec<&Holder> = holders
        .iter()
        .filter(|one| one.since.is_none_or(|day| day <= month.to) && one.until.is_none_or(|day| month.to < day))
        .filter(|one| seen.insert(&one.person))
        .copied()
        .collect();
    let come: Vec<&Holder> =
        in_force.iter().filter(|one| one.since.is_some_and(|day| month.contains(day))).copied().collect();
    let gone: Vec<&Holder> =
        holders.iter().filter(|one| one.until.is_some_and(|day| month.contains(day))).copied().collect();
    let count = |is: &dyn Fn(&Holder) -> bool| Some(in_force.iter().filter(|one| is(one)).count() as u64);
    let has = |one: &Holder, codes: &[&str]| one.causes.iter().any(|cause| codes.contains(&cause.as_str()));
    let mut figures = vec![
        Some(households(&in_force)),
        Some(in_force.len() as u64),
        count(&|one| one.female),
        count(&|one| one.age.is_some_and(|age| age >= age::ELDERLY)),
        count(&|one| one.age.is_some_and(|age| age < age::OF_AGE)),
        count(&|one| one.disabled),
        None,
        None,
    ];
    figures.extend(CAUSES.map(|codes| count(&|one| has(one, codes))));
    let known = CAUSES.concat();
    figures.push(count(&|one| one.causes.iter().any(|cause| !known.contains(&cause.as_str()))));
    figures.extend([&come, &gone].iter().flat_map(|some| [Some(households(some)), Some(some.len() as u64)]));
    figures.resize(COLUMNS.len() - 1, None);
    figures
}

fn households(holders: &[&Holder]) -> u64 {
    let key = |one: &&Holder| if one.household.is_empty() { one.person.clone() } else { one.household.clone() };
    holders.iter().map(key).collect::<BTreeSet<_>>().len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::dictionary;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn holder(village: &str, household: &str, person: &str) -> Holder {
        Holder { village: village.into(), household: household.into(), person: person.into(), ..Holder::default() }
    }

    fn figure(line: &Line, column: &str) -> Option<u64> {
        let at = COLUMNS.iter().position(|name| *name == column).expect(column);
        line.figures[at - 1]
    }

    #[test]
    fn households_and_people_are_two_numbers_and_the_total_is_their_sum() {
        let november = Period { from: day("2026-11-01"), to: day("2026-11-30") };
        let holders = [
            Holder { female: true, age: Some(72), causes: vec!["01".into()], ..holder("新河村", "h1", "a") },
            Holder { age: Some(8), since: Some(day("2026-11-05")), ..holder("新河村", "h1", "b") },
            Holder { disabled: true, age: Some(40), ..holder("南街社区", "", "c") },
            Holder { until: Some(day("2026-11-10")), ..holder("南街社区", "h2", "d") },
            Holder { since: Some(day("2026-12-01")), ..holder("南街社区", "h3", "e") },
        ];
        let lines = lines(&holders, november);
        let total = lines.last().expect("a total");
        assert_eq!((figure(total, "户数"), figure(total, "人数")), (Some(2), Some(3)));
        assert_eq!((figure(total, "老年人"), figure(total, "未成年人")), (Some(1), Some(1)));
        assert_eq!((figure(total, "当月新增户"), figure(total, "当月新增人")), (Some(1), Some(1)));
        assert_eq!((figure(total, "当月退出户"), figure(total, "当月退出人")), (Some(1), Some(1)));
        assert_eq!((figure(total, "致贫：疾病"), figure(total, "残疾人")), (Some(1), Some(1)));
        assert_eq!(figure(total, "当月低保金"), None);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.figures.len() == COLUMNS.len() - 1));
    }

    #[test]
    fn every_cause_named_here_is_in_the_table() {
        let table = dictionary().code_table("poverty_cause").expect("poverty_cause");
        for code in CAUSES.concat() {
            assert!(table.entry(code).is_some(), "{code}");
        }
    }
}
