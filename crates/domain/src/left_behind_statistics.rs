//! The summary of left-behind children (农村留守儿童汇总表) by village with a total. Its tables must foot across
//! (表间勾稽): all children = the sum of each breakdown; what does not foot is named, and no summary goes out.

use crate::by_village::by_village;

/// One child on the register.
#[derive(Debug, Clone, Default)]
pub struct Child {
    /// Village or community.
    pub village: String,
    /// Code of `sex`.
    pub sex: String,
    /// Full years on the day of the summary.
    pub age: Option<u32>,
    /// Code of `guardianship_type`, by the newest check.
    pub guardianship: String,
    /// Code of `schooling`.
    pub schooling: String,
}

/// A breakdown: its name, and per column the heading and what belongs into it.
pub struct Breakdown {
    /// What it breaks down by.
    pub name: &'static str,
    /// Heading and the codes, or for ages `from-to`.
    pub columns: &'static [(&'static str, &'static str)],
    of: fn(&Child, &str) -> bool,
}

/// The breakdowns of the Ministry's form of 2016, in its order.
pub const BREAKDOWNS: [Breakdown; 4] = [
    Breakdown { name: "性别", columns: &[("男", "1"), ("女", "2")], of: |child, code| child.sex == code },
    Breakdown {
        name: "监护类型",
        columns: &[
            ("无人监护", "none"),
            ("父或母无监护能力", "parent_unable"),
            ("受委托人能力不足", "carer_weak"),
            ("监护一般", "fair"),
            ("监护较好", "good"),
        ],
        of: |child, code| child.guardianship == code,
    },
    Breakdown {
        name: "年龄段",
        columns: &[("0–5周岁", "0-5"), ("6–13周岁", "6-13"), ("14–16周岁", "14-16")],
        of: |child, span| {
            let (from, to) = span.split_once('-').unwrap_or_default();
            let within = |age: u32| from.parse().is_ok_and(|from| age >= from) && to.parse().is_ok_and(|to| age <= to);
            child.age.is_some_and(within)
        },
    },
    Breakdown {
        name: "就学情况",
        columns: &[
            ("未入园", "not_in_kindergarten"),
            ("幼儿园", "kindergarten"),
            ("小学", "primary"),
            ("初中", "junior"),
            ("高中", "senior"),
            ("中职", "vocational"),
            ("辍学", "dropped_out"),
            ("不在学", "not_in_school"),
        ],
        of: |child, code| child.schooling == code,
    },
];

/// Headings: the place, all children, then the breakdowns.
pub fn columns() -> Vec<&'static str> {
    let parts = BREAKDOWNS.iter().flat_map(|one| one.columns).map(|(heading, _)| *heading);
    ["地区", "总数"].into_iter().chain(parts).collect()
}

/// One line: the place, all children, and a figure for each column of the breakdowns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Village, or 合计.
    pub place: String,
    /// The figures after the place.
    pub figures: Vec<u64>,
}

/// What keeps a child out of a breakdown: its names, empty when it foots.
pub fn lacks(child: &Child) -> Vec<&'static str> {
    let outside = |one: &&Breakdown| !one.columns.iter().any(|(_, code)| (one.of)(child, code));
    BREAKDOWNS.iter().filter(outside).map(|one| one.name).collect()
}

/// The lines by village and the total.
///
/// # Errors
/// The breakdowns that do not foot, each with how many children it lacks.
pub fn lines(children: &[Child]) -> Result<Vec<Line>, Vec<(&'static str, u64)>> {
    let lines = by_village(children, |child| &child.village);
    let lines: Vec<Line> = lines.into_iter().map(|(place, own)| Line { place, figures: figures(&own) }).collect();
    let total = lines.last().map(|line| line.figures.clone()).unwrap_or_default();
    let wrong = unfooted(&total);
    if wrong.is_empty() { Ok(lines) } else { Err(wrong) }
}

fn figures(children: &[&Child]) -> Vec<u64> {
    let count = |is: &dyn Fn(&Child) -> bool| children.iter().filter(|child| is(child)).count() as u64;
    let parts = BREAKDOWNS.iter().flat_map(|one| one.columns.iter().map(|(_, code)| (one.of, *code)));
    std::iter::once(children.len() as u64).chain(parts.map(|(of, code)| count(&|child| of(child, code)))).collect()
}

/// Per breakdown, how far its columns are from the number of children.
fn unfooted(figures: &[u64]) -> Vec<(&'static str, u64)> {
    let (total, mut at, mut wrong) = (figures[0], 1, Vec::new());
    for one in &BREAKDOWNS {
        let sum: u64 = figures[at..at + one.columns.len()].iter().sum();
        at += one.columns.len();
        if sum != total {
            wrong.push((one.name, total.abs_diff(sum)));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::dictionary;

    fn child(village: &str, sex: &str, age: u32, guardianship: &str, schooling: &str) -> Child {
        Child {
            village: village.into(),
            sex: sex.into(),
            age: Some(age),
            guardianship: guardianship.into(),
            schooling: schooling.into(),
        }
    }

    fn figure(line: &Line, column: &str) -> u64 {
        line.figures[columns().iter().position(|name| *name == column).expect(column) - 1]
    }

    #[test]
    fn every_breakdown_comes_to_all_children_in_every_village_and_in_the_total() {
        let children = [
            child("新河村", "1", 5, "good", "kindergarten"),
            child("新河村", "2", 6, "carer_weak", "primary"),
            child("南街社区", "2", 13, "fair", "junior"),
            child("南街社区", "1", 14, "none", "dropped_out"),
        ];
        let lines = lines(&children).expect("it foots");
        assert_eq!(lines.len(), 3);
        let total = lines.last().expect("a total");
        assert_eq!((figure(total, "总数"), figure(total, "男"), figure(total, "女")), (4, 2, 2));
        assert_eq!((figure(total, "0–5周岁"), figure(total, "6–13周岁"), figure(total, "14–16周岁")), (1, 2, 1));
        assert_eq!((figure(total, "无人监护"), figure(total, "辍学"), figure(total, "小学")), (1, 1, 1));
        assert!(lines.iter().all(|line| unfooted(&line.figures).is_empty()));
    }

    #[test]
    fn what_does_not_foot_is_named_and_nothing_goes_out() {
        let lacking = Child { guardianship: String::new(), schooling: String::new(), ..child("", "1", 7, "", "") };
        let beyond = child("新河村", "2", 17, "good", "senior");
        let known = child("新河村", "2", 7, "good", "primary");
        let wrong = lines(&[lacking.clone(), beyond.clone(), known.clone()]).expect_err("it does not foot");
        assert_eq!(wrong, [("监护类型", 1), ("年龄段", 1), ("就学情况", 1)]);
        assert_eq!(lacks(&lacking), ["监护类型", "就学情况"]);
        assert_eq!(lacks(&beyond), ["年龄段"]);
        assert!(lacks(&known).is_empty());
    }

    #[test]
    fn a_station_without_such_children_has_a_total_of_nought() {
        let lines = lines(&[]).expect("it foots");
        assert_eq!(lines, [Line { place: "合计".into(), figures: vec![0; columns().len() - 1] }]);
    }

    #[test]
    fn the_breakdowns_hold_every_code_of_their_tables_and_no_other() {
        for (table, breakdown) in [("sex", 0), ("guardianship_type", 1), ("schooling", 3)] {
            let entries = &dictionary().code_table(table).expect(table).entries;
            let mut codes: Vec<&str> = entries.iter().map(|entry| entry.code.as_str()).collect();
            codes.retain(|code| table != "sex" || matches!(*code, "1" | "2"));
            let mut held: Vec<&str> = BREAKDOWNS[breakdown].columns.iter().map(|(_, code)| *code).collect();
            codes.sort_unstable();
            held.sort_unstable();
            assert_eq!(held, codes, "{table}");
        }
    }
}
