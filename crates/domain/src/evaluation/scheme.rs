//! Schemes: what is looked at and for how many points. A scheme whose points do not add up says how, and is not put in use.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::evaluation::points::Points;
use crate::fields::{evaluation_item, evaluation_scheme};
use crate::schema_files;
use crate::values::{Fields, codes, number, text};

/// A scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub title: String,
    /// All its points; none where nobody said.
    pub points: Option<Points>,
    /// Dimensions in order.
    pub dimensions: Vec<Dimension>,
    /// Grades, the best first.
    pub grades: Vec<Grade>,
    /// 依据
    pub source: String,
    /// Items in order.
    pub items: Vec<Item>,
}

/// A dimension (一级指标).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Its points, where they are settled.
    pub points: Option<Points>,
}

/// A grade and the points from which it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// 五星级
    pub label: String,
    /// From so many points on.
    pub from: Points,
}

/// How points follow from a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountRule {
    /// By the share of what there should be.
    Proportion,
    /// All or nothing.
    All,
    /// So many for each.
    Each,
}

/// An item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Record id; empty in a file.
    pub id: String,
    /// Dimension.
    pub dimension: String,
    /// 编号
    pub no: String,
    /// 评分内容
    pub content: String,
    /// Its points; none while the county has not filled them in.
    pub points: Option<Points>,
    /// 评分办法
    pub method: String,
    /// Kinds of records that are evidence.
    pub evidence: Vec<String>,
    /// What is to be shown, in words.
    pub evidence_words: String,
    /// What is counted; empty for nothing.
    pub figure: String,
    /// How points follow from it.
    pub rule: Option<CountRule>,
    /// The count that gives all points, where the figure does not bring it.
    pub full: Option<u64>,
    /// Points of each.
    pub each: Option<Points>,
}

impl CountRule {
    fn from_code(code: &str) -> Option<CountRule> {
        match code {
            "proportion" => Some(CountRule::Proportion),
            "all" => Some(CountRule::All),
            "each" => Some(CountRule::Each),
            _ => None,
        }
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            CountRule::Proportion => "proportion",
            CountRule::All => "all",
            CountRule::Each => "each",
        }
    }
}

impl Item {
    /// From the fields of an `evaluation_item`.
    pub fn read(id: &str, fields: &Fields) -> Item {
        let of = |field: &str| text(fields, field).to_owned();
        Item {
            id: id.to_owned(),
            dimension: of(evaluation_item::DIMENSION),
            no: of(evaluation_item::ITEM_NO),
            content: of(evaluation_item::CONTENT),
            points: Points::parse(text(fields, evaluation_item::POINTS)),
            method: of(evaluation_item::METHOD),
            evidence: codes(fields, evaluation_item::EVIDENCE_KINDS),
            evidence_words: of(evaluation_item::EVIDENCE_WORDS),
            figure: of(evaluation_item::FIGURE),
            rule: CountRule::from_code(text(fields, evaluation_item::COUNT_RULE)),
            full: number(fields, evaluation_item::FULL_COUNT).and_then(|count| u64::try_from(count).ok()),
            each: Points::parse(text(fields, evaluation_item::EACH_POINTS)),
        }
    }
}

impl Scheme {
    /// From the fields of an `evaluation_scheme` and its items. What is not valid in it was refused when it was saved.
    pub fn read(fields: &Fields, mut items: Vec<Item>) -> Scheme {
        let dimensions = dimension_lines(text(fields, evaluation_scheme::DIMENSIONS)).unwrap_or_default();
        let place = |item: &Item| dimensions.iter().position(|one| one.name == item.dimension).unwrap_or(usize::MAX);
        items.sort_by_key(|item| (place(item), number_key(&item.no)));
        Scheme {
            title: text(fields, evaluation_scheme::TITLE).to_owned(),
            points: Points::parse(text(fields, evaluation_scheme::POINTS)),
            grades: grade_lines(text(fields, evaluation_scheme::GRADES)).unwrap_or_default(),
            source: text(fields, evaluation_scheme::SOURCE).to_owned(),
            dimensions,
            items,
        }
    }

    /// What does not add up, in words; nothing in a scheme that can be put in use.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let no_points: Vec<&str> =
            self.items.iter().filter(|item| item.points.is_none()).map(|item| item.no.as_str()).collect();
        if !no_points.is_empty() {
            faults.push(format!("还有 {} 项没有填分值：{}", no_points.len(), no_points.join("、")));
        }
        let stray = self.items.iter().filter(|item| !self.dimensions.iter().any(|one| one.name == item.dimension));
        faults.extend(stray.map(|item| format!("{} 的一级指标“{}”不在方案里", item.no, item.dimension)));
        let mut numbers: Vec<&str> = self.items.iter().map(|item| item.no.as_str()).collect();
        numbers.sort_unstable();
        let twice: Vec<&str> = numbers.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        faults.extend(twice.iter().map(|no| format!("编号 {no} 用了两次")));
        for dimension in &self.dimensions {
            let here: Vec<&Item> = self.items.iter().filter(|item| item.dimension == dimension.name).collect();
            if here.is_empty() {
                faults.push(format!("“{}”下面没有评分项", dimension.name));
            }
            let sum: Points = here.iter().filter_map(|item| item.points).sum();
            if let Some(points) = dimension.points.filter(|points| *points != sum && no_points.is_empty()) {
                faults.push(format!("“{}”各项合计 {sum}，与它的分值 {points} 不符", dimension.name));
            }
        }
        let sum: Points = self.items.iter().filter_map(|item| item.points).sum();
        match self.points {
            None => faults.push("没有写总分".to_owned()),
            Some(points) if points != sum && no_points.is_empty() => {
                faults.push(format!("各项分值合计 {sum}，与总分 {points} 不符"));
            }
            Some(_) => {}
        }
        faults
    }
}

/// `1.10` after `1.9`.
fn number_key(no: &str) -> Vec<(u64, String)> {
    let parts = no.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut key: Vec<(u64, String)> = parts.map(|part| (part.parse().unwrap_or(u64::MAX), String::new())).collect();
    key.push((0, no.to_owned()));
    key
}

/// Lines such as `创新加分 20`: dimensions with their points, as far as they are settled.
pub fn dimension_lines(text: &str) -> Result<Vec<Dimension>, String> {
    let mut found: Vec<Dimension> = Vec::new();
    for line in lines(text) {
        let (name, points) = match line.rsplit_once(char::is_whitespace) {
            Some((name, points)) => {
                let read = Points::parse(points);
                (name.trim(), Some(read.ok_or_else(|| format!("“{line}”后面的分值不是数字"))?))
            }
            None => (line, None),
        };
        if found.iter().any(|one| one.name == name) {
            return Err(format!("“{name}”写了两次"));
        }
        found.push(Dimension { name: name.to_owned(), points });
    }
    Ok(found)
}

/// Lines such as `五星级 110`, the best first.
pub fn grade_lines(text: &str) -> Result<Vec<Grade>, String> {
    let mut found = Vec::new();
    for line in lines(text) {
        let read = line.rsplit_once(char::is_whitespace);
        let grade = read.and_then(|(label, from)| Some((label.trim().to_owned(), Points::parse(from)?)));
        let (label, from) = grade.ok_or_else(|| format!("“{line}”请写成“五星级 110”的样子"))?;
        found.push(Grade { label, from });
    }
    found.sort_by_key(|grade| std::cmp::Reverse(grade.from));
    Ok(found)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    source: String,
    points: String,
    grades: Vec<FileGrade>,
    dimensions: Vec<FileDimension>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGrade {
    label: String,
    from: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDimension {
    name: String,
    #[serde(default)]
    points: Option<String>,
    items: Vec<FileItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileItem {
    no: String,
    content: String,
    #[serde(default)]
    points: Option<String>,
    #[serde(default)]
    method: String,
    #[serde(default)]
    evidence: Vec<String>,
    #[serde(default)]
    figure: String,
    #[serde(default)]
    rule: Option<CountRule>,
    #[serde(default)]
    full: Option<u64>,
}

/// The schemes that the program brings (`schema/schemes`), by name.
pub fn built_in() -> &'static [(String, Scheme)] {
    static SCHEMES: OnceLock<Vec<(String, Scheme)>> = OnceLock::new();
    SCHEMES.get_or_init(|| {
        schema_files::read_all::<File>(schema_files::SCHEMES)
            .into_iter()
            .map(|file| (file.name.clone(), file.scheme()))
            .collect()
    })
}

impl File {
    fn scheme(self) -> Scheme {
        let read = |points: &str| Points::parse(points).unwrap_or_else(|| panic!("{}: {points}", self.name));
        let grade = |one: &FileGrade| Grade { label: one.label.clone(), from: read(&one.from) };
        let dimension =
            |one: &FileDimension| Dimension { name: one.name.clone(), points: one.points.as_deref().map(read) };
        let item = |dimension: &str, one: &FileItem| Item {
            id: String::new(),
            dimension: dimension.to_owned(),
            no: one.no.clone(),
            content: one.content.clone(),
            points: one.points.as_deref().map(read),
            method: one.method.clone(),
            evidence: one.evidence.clone(),
            figure: one.figure.clone(),
            rule: one.rule,
            full: one.full,
            ..Item::default()
        };
        let items = self.dimensions.iter().flat_map(|one| one.items.iter().map(|each| item(&one.name, each)));
        Scheme {
            title: self.title.clone(),
            points: Some(read(&self.points)),
            grades: self.grades.iter().map(grade).collect(),
            source: self.source.clone(),
            items: items.collect(),
            dimensions: self.dimensions.iter().map(dimension).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::dictionary;

    fn points(text: &str) -> Option<Points> {
        Points::parse(text)
    }

    fn item(dimension: &str, no: &str, given: &str) -> Item {
        Item { dimension: dimension.into(), no: no.into(), points: points(given), ..Item::default() }
    }

    #[test]
    fn the_star_rating_has_six_dimensions_and_150_points_and_what_is_not_known_is_left_open() {
        let (_, star) = built_in().iter().find(|(name, _)| name == "hunan_star").expect("hunan_star");
        let names: Vec<&str> = star.dimensions.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["规范化", "职业化", "信息化", "专业化", "社会化", "创新加分"]);
        assert_eq!((star.points, star.dimensions[5].points), (points("150"), points("20")));
        let grades: Vec<String> = star.grades.iter().map(|one| format!("{} {}", one.label, one.from)).collect();
        assert_eq!(grades, ["五星级 110", "四星级 100"]);
        assert!(star.items.iter().all(|item| item.points.is_none()), "nobody made points up");
        assert!(star.faults()[0].contains("没有填分值"), "and so it is not put in use: {:?}", star.faults());
        let table = dictionary().code_table("evidence_kind").expect("evidence_kind");
        for (item, code) in star.items.iter().flat_map(|item| item.evidence.iter().map(move |code| (item, code))) {
            assert!(table.entry(code).is_some(), "{}: {code}", item.no);
        }
    }

    #[test]
    fn every_kind_that_can_be_evidence_or_settle_a_plan_is_a_kind_and_is_called_as_one() {
        for name in ["evidence_kind", "plan_record_kind"] {
            for entry in &dictionary().code_table(name).expect(name).entries {
                if entry.code != "none" {
                    assert_eq!(dictionary().kind(&entry.code).map(|kind| &kind.label), Some(&entry.label), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_scheme_says_where_its_points_do_not_add_up() {
        let mut scheme = Scheme {
            points: points("10"),
            dimensions: dimension_lines("规范化\n创新加分 3").expect("lines"),
            items: vec![item("规范化", "1.1", "5"), item("规范化", "1.2", "2"), item("创新加分", "2.1", "3")],
            ..Scheme::default()
        };
        assert_eq!(scheme.faults(), Vec::<String>::new());
        scheme.items[1].points = points("1.5");
        assert_eq!(scheme.faults(), ["各项分值合计 9.5，与总分 10 不符"]);
        scheme.items[2].points = points("3.5");
        assert_eq!(scheme.faults(), ["“创新加分”各项合计 3.5，与它的分值 3 不符"]);
        scheme.items[0].points = None;
        assert_eq!(scheme.faults(), ["还有 1 项没有填分值：1.1"]);
        scheme.items[2] = item("创新", "1.1", "3");
        let said = scheme.faults().join("；");
        assert!(
            said.contains("“创新”不在方案里")
                && said.contains("编号 1.1 用了两次")
                && said.contains("“创新加分”下面没有评分项"),
            "{said}"
        );
    }

    #[test]
    fn numbers_stand_in_the_order_of_their_parts() {
        let mut fields = Fields::new();
        fields.insert(evaluation_scheme::DIMENSIONS.into(), "甲\n乙".into());
        let of = |dimension: &str, no: &str| item(dimension, no, "1");
        let scheme = Scheme::read(&fields, vec![of("乙", "2.1"), of("甲", "1.10"), of("甲", "1.9"), of("甲", "1.2")]);
        let order: Vec<&str> = scheme.items.iter().map(|item| item.no.as_str()).collect();
        assert_eq!(order, ["1.2", "1.9", "1.10", "2.1"]);
    }

    #[test]
    fn lines_that_say_no_number_are_told() {
        assert!(dimension_lines("创新加分 二十").unwrap_err().contains("不是数字"));
        assert!(dimension_lines("甲\n甲 3").unwrap_err().contains("写了两次"));
        assert!(grade_lines("五星级").unwrap_err().contains("五星级 110"));
        let best_first: Vec<String> =
            grade_lines("四星 100\n五星 110").expect("lines").into_iter().map(|one| one.label).collect();
        assert_eq!(best_first, ["五星", "四星"]);
    }
}
