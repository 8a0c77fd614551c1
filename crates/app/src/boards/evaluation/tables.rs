//! Tables and the chart of a self-evaluation for paper, each a plain function of what the page shows: for its own files, and for the report of
//! 30 November.

use documents::{Align, Cell, Chart, ChartKind, Series, Table, TableColumn};

use crate::boards::evaluation::types::{DimensionView, ItemView, SelfEvaluationView};

/// 分项得分表
pub(crate) fn scores(view: &SelfEvaluationView) -> Table {
    let row = |item: &ItemView| {
        let numbers: Vec<&str> = item.evidence.iter().map(|one| one.no.as_str()).collect();
        let score = item.score.clone().unwrap_or_else(|| "—".to_owned());
        [item.no.clone(), item.dimension.clone(), item.content.clone(), item.points.clone(), score, numbers.join("、")]
    };
    let mut made = table(
        "分项得分表",
        &[
            ("编号", 1.1, Align::Center),
            ("一级指标", 1.5, Align::Center),
            ("评分内容", 4.4, Align::Left),
            ("分值", 0.9, Align::Right),
            ("得分", 0.9, Align::Right),
            ("佐证编号", 2.2, Align::Left),
        ],
        view.items.iter().map(row),
    );
    let total = ["合计", "", "", &view.points, &view.score, ""];
    made.rows.push(total.into_iter().map(Cell::from).collect());
    made
}

/// A line for each dimension.
pub(crate) fn dimensions(view: &SelfEvaluationView) -> Table {
    let row = |one: &DimensionView| {
        let rate = domain::rate::Rate { part: one.thousandths as usize, whole: 1000 };
        [one.name.clone(), one.points.clone(), one.score.clone(), rate.to_string()]
    };
    table(
        "一级指标得分表",
        &[
            ("一级指标", 2.0, Align::Left),
            ("分值", 1.0, Align::Right),
            ("得分", 1.0, Align::Right),
            ("得分率", 1.0, Align::Right),
        ],
        view.dimensions.iter().map(row),
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

/// 缺项清单
pub(crate) fn gaps(view: &SelfEvaluationView) -> Table {
    table(
        "缺项清单",
        &[("编号", 1.1, Align::Center), ("评分内容", 4.0, Align::Left), ("缺什么", 5.9, Align::Left)],
        view.gaps.iter().map(|one| [&one.no, &one.content, &one.what].map(String::clone)),
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

fn table<const N: usize>(
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
