//! The year's self-evaluation in a report: a station's own, or at the county those of every station. The tables are those of 评估
//! (`boards/evaluation`), so that page, report and files give one answer.

use documents::{Align, Table};
use domain::evaluation::Points;
use domain::report_outline::EvaluationPart;

use crate::boards::evaluation::types::{DimensionView, SelfEvaluationView};
use crate::boards::evaluation::view::OfScheme;
use crate::boards::evaluation::{files, of_county, tables};
use crate::boards::reports::about::About;
use crate::boards::reports::gathered::Gathered;
use crate::boards::reports::types::{
    ChartKind, ChartSeries, ReportChart, ReportColumn, ReportTable, ReportTableRow, SectionPart,
};
use crate::kernel::context::Context;

/// What of it a section shows, once for each scheme that was evaluated by.
pub(super) fn parts(
    context: &Context,
    about: &About,
    gathered: &Gathered,
    caption: &str,
    part: EvaluationPart,
) -> Vec<SectionPart> {
    let several = gathered.evaluations.len() > 1;
    let captioned = |of: &OfScheme| match several {
        true => format!("{caption}（{}）", of.title()),
        false => caption.to_owned(),
    };
    let shown = |of: &OfScheme| match &about.station {
        Some(_) => of.views.iter().filter_map(|view| of_station(&captioned(of), view, part)).collect::<Vec<_>>(),
        None => of_county(&context.store.roster().county_name, &captioned(of), of, part).into_iter().collect(),
    };
    gathered.evaluations.iter().flat_map(shown).collect()
}

fn of_station(caption: &str, view: &SelfEvaluationView, part: EvaluationPart) -> Option<SectionPart> {
    let made = match part {
        EvaluationPart::Radar => return Some(radar(caption, &view.dimensions)),
        EvaluationPart::Dimensions => tables::dimensions(view),
        EvaluationPart::Items => tables::scores(view),
        EvaluationPart::Gaps => tables::gaps(view),
        EvaluationPart::Deductions => tables::deductions(view),
        EvaluationPart::Rectifications => tables::tasks(view),
        EvaluationPart::Evidence => tables::evidence(view),
    };
    shown(caption, made, "")
}

fn of_county(county: &str, caption: &str, of: &OfScheme, part: EvaluationPart) -> Option<SectionPart> {
    let made = match part {
        EvaluationPart::Radar => return Some(radar(caption, &of_county::mean_dimensions(of))),
        EvaluationPart::Dimensions => of_county::dimensions(of),
        EvaluationPart::Items => of_county::items(of),
        EvaluationPart::Gaps => of_county::gaps(of, county),
        EvaluationPart::Deductions => of_county::deductions(of, county),
        EvaluationPart::Rectifications => of_county::tasks(of),
        // Evidence stays where it lies: each station's report lists its own.
        EvaluationPart::Evidence => return None,
    };
    let mut unscored = of.views.iter().flat_map(|view| &view.items).filter(|item| item.score.is_none());
    let averaged = matches!(part, EvaluationPart::Dimensions | EvaluationPart::Items);
    let note = if averaged && unscored.next().is_some() { "没有打分的项按 0 分计入。" } else { "" };
    shown(caption, made, note)
}

/// A table of paper as one of a report; none where it has no rows.
fn shown(caption: &str, made: Table, note: &str) -> Option<SectionPart> {
    let titles = made.header.into_iter().flatten().zip(made.columns);
    let columns = titles.map(|(title, column)| ReportColumn {
        title: title.text,
        width: column.width,
        number: column.align == Align::Right,
    });
    let row = |cells: Vec<documents::Cell>| ReportTableRow {
        cells: cells.into_iter().map(|cell| cell.text.into()).collect(),
    };
    let table = ReportTable {
        caption: caption.to_owned(),
        columns: columns.collect(),
        rows: made.rows.into_iter().map(row).collect(),
        note: note.to_owned(),
    };
    (!table.rows.is_empty()).then_some(SectionPart::Table(table))
}

fn radar(caption: &str, dimensions: &[DimensionView]) -> SectionPart {
    SectionPart::Chart(ReportChart {
        kind: ChartKind::Radar,
        caption: caption.to_owned(),
        categories: dimensions.iter().map(|one| one.name.clone()).collect(),
        series: vec![ChartSeries {
            name: "得分率".to_owned(),
            values: dimensions.iter().map(|one| one.thousandths.into()).collect(),
        }],
        unit: "%".to_owned(),
        shares: dimensions.iter().map(|one| tables::share(one.thousandths)).collect(),
    })
}

/// Words that sentences say of it, by name; what there is nothing to say of is left out.
pub(in crate::boards::reports) fn words(about: &About, gathered: &Gathered) -> Vec<(&'static str, String)> {
    let said = |of: &OfScheme| match &about.station {
        Some(_) => of.views.iter().map(files::said).collect::<Vec<_>>().join(""),
        None => of_county::said(of),
    };
    let all: Vec<String> = gathered.evaluations.iter().map(said).collect();
    let views = || gathered.evaluations.iter().flat_map(|of| &of.views);
    let lost = views().flat_map(|view| &view.deductions);
    let tasks: Vec<bool> = views().flat_map(|view| &view.tasks).map(|task| !task.done_date.is_empty()).collect();
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let points: Points = lost.clone().filter_map(|one| Points::parse(&one.lost)).sum();
    let words = [
        ("@evaluation", all.join("")),
        ("evaluation.lost_items", count(lost.count())),
        ("evaluation.lost", points.to_string()),
        ("evaluation.tasks", count(tasks.len())),
        ("evaluation.tasks_done", count(tasks.iter().filter(|done| **done).count())),
    ];
    words.into_iter().filter(|(_, said)| !said.is_empty()).collect()
}

/// What is still to be done of it before the report can say anything.
pub(in crate::boards::reports) fn undone(context: &Context, about: &About, gathered: &Gathered) -> Vec<String> {
    let views: Vec<&SelfEvaluationView> = gathered.evaluations.iter().flat_map(|of| &of.views).collect();
    let unscored = |view: &SelfEvaluationView| view.items.iter().filter(|item| item.score.is_none()).count();
    if about.station.is_some() {
        let left: usize = views.iter().map(|view| unscored(view)).sum();
        return match (views.is_empty(), left) {
            (true, _) => vec![format!("{}还没有自评，报告里没有得分。请到“评估”开始自评、打分。", about.label)],
            (false, 0) => Vec::new(),
            (false, left) => vec![format!("自评还有 {left} 项没有打分。请到“评估”打完分再定稿。")],
        };
    }
    let named = |lacks: &dyn Fn(&str) -> bool| {
        let stations = context.stations().into_iter().filter(|one| lacks(&one.code)).map(|one| one.name);
        stations.collect::<Vec<_>>().join("、")
    };
    let none = named(&|code| views.iter().all(|view| view.station != code));
    let part = named(&|code| views.iter().any(|view| view.station == code && unscored(view) > 0));
    let said = [(none, "还没有自评的站点"), (part, "自评没有打完分的站点")];
    said.into_iter().filter(|(names, _)| !names.is_empty()).map(|(names, what)| format!("{what}：{names}。")).collect()
}
