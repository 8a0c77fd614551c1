//! Self-evaluations of all stations by one scheme, side by side and taken together, for the county's report of 30 November. What each of them is
//! says `view.rs`; here they are only put into tables.

use documents::{Align, Cell, Table, TableColumn};
use domain::evaluation::{Points, mean};
use domain::rate::Rate;

use crate::boards::evaluation::tables::{self, NONE, table};
use crate::boards::evaluation::types::{Deduction, DimensionView, SelfEvaluationView};
use crate::boards::evaluation::view::OfScheme;

/// What could be given, a line for each station, and their means; a column for each dimension.
pub(crate) fn dimensions(of: &OfScheme) -> Table {
    let (means, points) = (mean_dimensions(of), of.views.first().map_or("", |view| &view.points));
    let named = means.iter().map(|one| one.name.clone());
    let titles = ["站点".to_owned()].into_iter().chain(named).chain(["总分", "等次"].map(str::to_owned));
    let line = |name: &str, scores: Vec<String>, whole: &str, grade: &str| {
        let ends = [whole, grade].map(str::to_owned);
        [name.to_owned()].into_iter().chain(scores).chain(ends).map(Cell::from).collect()
    };
    let scores = |of: &[DimensionView]| of.iter().map(|one| one.score.clone()).collect();
    let mut rows = vec![line("满分", means.iter().map(|one| one.points.clone()).collect(), points, "")];
    rows.extend(
        of.views.iter().map(|view| line(&view.station_name, scores(&view.dimensions), &view.score, &view.grade)),
    );
    let whole = mean_of(of.views.iter().map(|view| Some(view.score.as_str())));
    rows.push(line("平均", scores(&means), &whole, ""));
    let header: Vec<Cell> = titles.map(Cell::from).collect();
    let column = |at: usize| match at {
        0 => TableColumn { width: 2.6, align: Align::Left },
        _ if at + 1 == header.len() => TableColumn { width: 1.2, align: Align::Center },
        _ => TableColumn { width: 1.0, align: Align::Right },
    };
    Table { caption: String::new(), columns: (0..header.len()).map(column).collect(), header: vec![header], rows }
}

/// Dimensions with the mean of their scores.
pub(crate) fn mean_dimensions(of: &OfScheme) -> Vec<DimensionView> {
    let Some(first) = of.views.first() else { return Vec::new() };
    let one = |(at, dimension): (usize, &DimensionView)| {
        let scores: Vec<Points> =
            of.views.iter().filter_map(|view| Points::parse(&view.dimensions.get(at)?.score)).collect();
        let part = scores.iter().map(|score| score.hundredths() as usize).sum();
        let points = Points::parse(&dimension.points).map_or(0, |points| points.hundredths() as usize);
        DimensionView {
            score: mean(&scores).map_or_else(|| NONE.to_owned(), |mean| mean.to_string()),
            thousandths: Rate { part, whole: points * scores.len() }.thousandths().unwrap_or(0) as u32,
            ..dimension.clone()
        }
    };
    first.dimensions.iter().enumerate().map(one).collect()
}

/// A line for each item: the means of what was proposed and given, how many stations lost points, how much evidence there is. What nobody scored
/// is 0, as it is in the sums of the dimensions.
pub(crate) fn items(of: &OfScheme) -> Table {
    let items = of.views.first().map(|view| view.items.as_slice()).unwrap_or_default();
    let rows = items.iter().enumerate().map(|(at, item)| {
        let every = || of.views.iter().filter_map(move |view| view.items.get(at));
        let lost = of.views.iter().filter(|view| view.deductions.iter().any(|one| one.no == item.no)).count();
        let proposed = mean_of(every().map(|one| one.proposed.as_deref()));
        let given = mean_of(every().map(|one| one.score.as_deref().or(Some("0"))));
        let evidence: usize = every().map(|one| one.evidence.len()).sum();
        let [no, dimension, content, points] =
            [&item.no, &item.dimension, &item.content, &item.points].map(String::clone);
        [no, dimension, content, points, proposed, given, lost.to_string(), evidence.to_string()]
    });
    table(
        "分项得分表",
        &[
            ("编号", 1.0, Align::Center),
            ("一级指标", 1.6, Align::Center),
            ("评分内容", 3.6, Align::Left),
            ("分值", 0.8, Align::Right),
            ("平均建议", 0.9, Align::Right),
            ("平均得分", 0.9, Align::Right),
            ("扣分站数", 0.9, Align::Right),
            ("佐证", 0.8, Align::Right),
        ],
        rows,
    )
}

/// 扣分清单 by item: which stations lost how much of it. Why says each station's own report.
pub(crate) fn deductions(of: &OfScheme, county: &str) -> Table {
    let items = of.views.first().map(|view| view.items.as_slice()).unwrap_or_default();
    let rows = items.iter().filter_map(|item| {
        let of_item = |view: &SelfEvaluationView| view.deductions.iter().find(|one| one.no == item.no).cloned();
        let lost: Vec<(String, Deduction)> =
            of.views.iter().filter_map(|view| Some((short(view, county), of_item(view)?))).collect();
        let points: Points = lost.iter().filter_map(|(_, one)| Points::parse(&one.lost)).sum();
        let stations: Vec<String> = lost.iter().map(|(name, one)| format!("{name}（{}）", one.lost)).collect();
        let [no, content, most] = [&item.no, &item.content, &item.points].map(String::clone);
        let count = lost.len().to_string();
        (!lost.is_empty()).then(|| [no, content, most, count, points.to_string(), stations.join("、")])
    });
    table(
        "扣分清单",
        &[
            ("编号", 1.0, Align::Center),
            ("评分内容", 3.6, Align::Left),
            ("分值", 0.8, Align::Right),
            ("扣分站数", 0.9, Align::Right),
            ("共扣", 0.9, Align::Right),
            ("站点（扣分）", 4.0, Align::Left),
        ],
        rows,
    )
}

/// 缺项清单 by item: at which stations something of it lacks.
pub(crate) fn gaps(of: &OfScheme, county: &str) -> Table {
    let items = of.views.first().map(|view| view.items.as_slice()).unwrap_or_default();
    let rows = items.iter().filter_map(|item| {
        let lacks = |view: &&SelfEvaluationView| view.gaps.iter().any(|gap| gap.item == item.id);
        let stations: Vec<String> = of.views.iter().filter(lacks).map(|view| short(view, county)).collect();
        let count = stations.len().to_string();
        (!stations.is_empty()).then(|| [item.no.clone(), item.content.clone(), count, stations.join("、")])
    });
    table(
        "缺项清单",
        &[
            ("编号", 1.0, Align::Center),
            ("评分内容", 4.0, Align::Left),
            ("缺项站数", 1.0, Align::Right),
            ("站点", 5.0, Align::Left),
        ],
        rows,
    )
}

/// What is to be put right, of each station below one another.
pub(crate) fn tasks(of: &OfScheme) -> Table {
    let mut all = Table::default();
    for view in &of.views {
        let own = tables::tasks(view);
        if all.columns.is_empty() {
            all = Table { rows: Vec::new(), ..own.clone() };
            all.columns.insert(0, TableColumn { width: 2.4, align: Align::Left });
            all.header.iter_mut().for_each(|row| row.insert(0, Cell::from("站点")));
        }
        let named = |row: Vec<Cell>| [Cell::from(view.station_name.as_str())].into_iter().chain(row).collect();
        all.rows.extend(own.rows.into_iter().map(named));
    }
    all
}

/// A station's name where many stand in one cell: without the county before it and what all are behind it.
fn short(view: &SelfEvaluationView, county: &str) -> String {
    let name = view.station_name.strip_prefix(county).unwrap_or(&view.station_name);
    let short = ["社会工作服务站", "社工站"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    if short.is_empty() { view.station_name.clone() } else { short.to_owned() }
}

/// What it comes to, in a sentence.
pub(crate) fn said(of: &OfScheme) -> String {
    let scores: Vec<Points> = of.views.iter().filter_map(|view| Points::parse(&view.score)).collect();
    let shown = |points: Option<Points>| points.map_or_else(|| NONE.to_owned(), |points| points.to_string());
    let (most, least) = (scores.iter().max().copied(), scores.iter().min().copied());
    let between =
        if of.views.len() > 1 { format!("，最高 {}，最低 {}", shown(most), shown(least)) } else { String::new() };
    let points = of.views.first().map_or("", |view| &view.points);
    let mean = shown(mean(&scores));
    let grades = grades(of);
    format!("{} 个站点按《{}》自评，总分 {points}，平均得分 {mean}{between}{grades}。", of.views.len(), of.title())
}

/// How many stations reached each grade, in the order of the grades: `；优秀 2 个、合格 1 个`.
fn grades(of: &OfScheme) -> String {
    let Some(first) = of.views.first() else { return String::new() };
    // `五星级 110`: the last word is where it begins.
    let labels = first.grades.iter().filter_map(|grade| grade.rsplit_once(' ')).map(|(label, _)| label);
    let count = |label: &str| of.views.iter().filter(|view| view.grade == label).count();
    let reached: Vec<String> = labels
        .map(|label| (label, count(label)))
        .filter(|(_, count)| *count > 0)
        .map(|(label, count)| format!("{label} {count} 个"))
        .collect();
    if reached.is_empty() { String::new() } else { format!("；{}", reached.join("、")) }
}

/// The mean of those that there are.
fn mean_of<'s>(scores: impl Iterator<Item = Option<&'s str>>) -> String {
    let scores: Vec<Points> = scores.flatten().filter_map(Points::parse).collect();
    mean(&scores).map_or_else(|| NONE.to_owned(), |mean| mean.to_string())
}
