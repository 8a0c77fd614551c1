//! Tables and the chart of a self-evaluation for paper, each a plain function of what the page shows: for its own files, and for the report of
//! 30 November.

use documents::{Align, Cell, Chart, ChartKind, Series, Table, TableColumn};
use domain::evaluation::Points;
use domain::rate::Rate;

use crate::boards::evaluation::types::{DimensionView, Gap, ItemView, SelfEvaluationView};

/// Said where nobody gave a score, or nothing proposes one.
pub(super) const NONE: &str = "—";

/// 分项得分表. 取数 has a column only where something is counted.
pub(crate) fn scores(view: &SelfEvaluationView) -> Table {
    let given = |score: &Option<String>| score.clone().unwrap_or_else(|| NONE.to_owned());
    let row = |item: &ItemView| {
        let [no, dimension, content] = [&item.no, &item.dimension, &item.content].map(String::clone);
        let (counted, points) = (item.counted.clone(), item.points.clone());
        let evidence = item.evidence.len().to_string();
        [no, dimension, content, counted, points, given(&item.proposed), given(&item.score), evidence]
    };
    let mut made = table(
        "分项得分表",
        &[
            ("编号", 1.0, Align::Center),
            ("一级指标", 1.5, Align::Center),
            ("评分内容", 4.0, Align::Left),
            ("取数", 1.5, Align::Left),
            ("分值", 0.8, Align::Right),
            ("建议", 0.8, Align::Right),
            ("得分", 0.8, Align::Right),
            ("佐证", 0.8, Align::Right),
        ],
        view.items.iter().map(row),
    );
    let evidence = view.items.iter().map(|item| item.evidence.len()).sum::<usize>().to_string();
    let total = ["合计", "", "", "", &view.points, "", &view.score, &evidence];
    made.rows.push(total.into_iter().map(Cell::from).collect());
    if view.items.iter().all(|item| item.counted.is_empty()) {
        made.columns.remove(COUNTED);
        made.header.iter_mut().chain(&mut made.rows).for_each(|row| drop(row.remove(COUNTED)));
    }
    made
}

/// The place of 取数.
const COUNTED: usize = 3;

/// A line for each dimension, and all of them.
pub(crate) fn dimensions(view: &SelfEvaluationView) -> Table {
    let row = |one: &DimensionView| [one.name.clone(), one.points.clone(), one.score.clone(), share(one.thousandths)];
    let whole = ["合计".to_owned(), view.points.clone(), view.score.clone(), rate_of(&view.score, &view.points)];
    table(
        "一级指标得分表",
        &[
            ("一级指标", 2.0, Align::Left),
            ("分值", 1.0, Align::Right),
            ("得分", 1.0, Align::Right),
            ("得分率", 1.0, Align::Right),
        ],
        view.dimensions.iter().map(row).chain([whole]),
    )
}

/// 扣分清单
pub(crate) fn deductions(view: &SelfEvaluationView) -> Table {
    table(
        "扣分清单",
        &[
            ("编号", 1.1, Align::Center),
            ("评分内容", 3.6, Align::Left),
            ("分值", 0.9, Align::Right),
            ("得分", 0.9, Align::Right),
            ("扣分", 0.9, Align::Right),
            ("扣分说明", 3.6, Align::Left),
        ],
        view.deductions.iter().map(|one| {
            let words = [&one.no, &one.content, &one.points, &one.score, &one.lost, &one.reason];
            words.map(String::clone)
        }),
    )
}

/// 缺项清单, a line for each item.
pub(crate) fn gaps(view: &SelfEvaluationView) -> Table {
    let of_item = |gaps: &[Gap]| {
        let what: Vec<&str> = gaps.iter().map(|one| one.what.as_str()).collect();
        [gaps[0].no.clone(), gaps[0].content.clone(), what.join("；")]
    };
    table(
        "缺项清单",
        &[("编号", 1.1, Align::Center), ("评分内容", 4.0, Align::Left), ("缺什么", 5.9, Align::Left)],
        view.gaps.chunk_by(|one, next| one.item == next.item).map(of_item),
    )
}

/// 整改计划
pub(crate) fn tasks(view: &SelfEvaluationView) -> Table {
    table(
        "整改计划",
        &[
            ("编号", 1.1, Align::Center),
            ("整改事项", 5.0, Align::Left),
            ("期限", 1.8, Align::Center),
            ("责任人", 1.4, Align::Center),
            ("完成日期", 1.8, Align::Center),
        ],
        view.tasks
            .iter()
            .map(|one| [&one.no, &one.content, &one.due_date, &one.worker, &one.done_date].map(String::clone)),
    )
}

/// 佐证目录
pub(crate) fn evidence(view: &SelfEvaluationView) -> Table {
    let all = view.items.iter().flat_map(|item| item.evidence.iter());
    table(
        "佐证材料目录",
        &[
            ("佐证编号", 1.6, Align::Center),
            ("材料种类", 2.0, Align::Center),
            ("材料名称", 5.6, Align::Left),
            ("日期", 1.8, Align::Center),
        ],
        all.map(|one| [&one.no, &one.label, &one.title, &one.date].map(String::clone)),
    )
}

/// Dimensions as a radar, each by the share of its points; fewer than three span none and are bars.
pub(crate) fn radar(view: &SelfEvaluationView) -> Chart {
    let share = |thousandths: u32| Some(f64::from(thousandths) / 10.0);
    Chart {
        kind: if view.dimensions.len() < 3 { ChartKind::Bar } else { ChartKind::Radar },
        title: "一级指标得分率".into(),
        categories: view.dimensions.iter().map(|one| one.name.clone()).collect(),
        series: vec![Series {
            name: "得分率".into(),
            values: view.dimensions.iter().map(|one| share(one.thousandths)).collect(),
        }],
        unit: "%".into(),
    }
}

/// A share in thousandths as it is read: `70.8%`.
pub(crate) fn share(thousandths: u32) -> String {
    Rate { part: thousandths as usize, whole: 1000 }.to_string()
}

/// The share that a score is of its points.
pub(super) fn rate_of(score: &str, points: &str) -> String {
    let hundredths = |said: &str| Points::parse(said).map_or(0, |points| points.hundredths() as usize);
    Rate { part: hundredths(score), whole: hundredths(points) }.to_string()
}

pub(super) fn table<const N: usize>(
    caption: &str,
    columns: &[(&str, f64, Align); N],
    rows: impl Iterator<Item = [String; N]>,
) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: columns.iter().map(|(_, width, align)| TableColumn { width: *width, align: *align }).collect(),
        header: vec![columns.iter().map(|(title, ..)| Cell::from(*title)).collect()],
        rows: rows.map(|row| row.into_iter().map(Cell::from).collect()).collect(),
    }
}
