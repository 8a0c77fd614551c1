//! Self-evaluations of all stations by one scheme, side by side and taken together, for the county's report of 30 November. What each of them is
//! says `view.rs`; here they are only put into tables.

use documents::{Align, Cell, Table, TableColumn};
use domain::evaluation::{Points, mean};
use domain::rate::Rate;

use crate::boards::evaluation::tables::{NONE, table};
use crate::boards::evaluation::types::{DimensionView, SelfEvaluationView};
use crate::boards::evaluation::view::OfScheme;

/// A line for each station, a column for each dimension, and their means.
pub(crate) fn dimensions(of: &OfScheme) -> Table {
    let named: Vec<String> =
        of.views.first().map_or(Vec::new(), |view| view.dimensions.iter().map(with_points).collect());
    let titles = ["站点".to_owned()].into_iter().chain(named).chain(["总分", "等次"].map(str::to_owned));
    let line = |view: &SelfEvaluationView| {
        let scores = view.dimensions.iter().map(|one| one.score.clone());
        let ends = [view.score.clone(), view.grade.clone()];
        [view.station_name.clone()].into_iter().chain(scores).chain(ends).map(Cell::from).collect()
    };
    let mut rows: Vec<Vec<Cell>> = of.views.iter().map(line).collect();
    let means = mean_dimensions(of).into_iter().map(|one| one.score);
    let whole = mean_of(of.views.iter().map(|view| Some(view.score.as_str())));
    rows.push(["平均".to_owned()].into_iter().chain(means).chain([whole, String::new()]).map(Cell::from).collect());
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

/// The table of each station below one another, with the station before each line.
pub(crate) fn by_station(of: &OfScheme, of_one: fn(&SelfEvaluationView) -> Table) -> Table {
    let mut all = Table::default();
    for view in &of.views {
        let own = of_one(view);
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

fn with_points(one: &DimensionView) -> String {
    format!("{}（{}）", one.name, one.points)
}

/// The mean of those that there are.
fn mean_of<'s>(scores: impl Iterator<Item = Option<&'s str>>) -> String {
    let scores: Vec<Points> = scores.flatten().filter_map(Points::parse).collect();
    mean(&scores).map_or_else(|| NONE.to_owned(), |mean| mean.to_string())
}
