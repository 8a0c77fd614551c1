//! The draft of a month: what its brief would be if it were frozen now, and the records behind each figure.
//! Figures and text are `domain::brief`; it writes nothing.

use std::collections::BTreeMap;

use domain::brief::{self, Figures};
use domain::brief_text::{self, Setting};
use domain::dictionary::dictionary;
use domain::fields::monthly_brief;
use domain::period::Month;
use domain::rate::Rate;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::boards::briefs::types::{
    BriefFigure, BriefRequest, BriefRows, BriefRowsRequest, BriefSection, BriefView, Slice, TrendPoint,
};
use crate::boards::briefs::{KIND, issued, month_of};
use crate::features::targets;
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::facts::{self, gather};
use crate::records::{in_post, returns, view};

/// What the month's brief would be if it were frozen now.
pub(crate) fn preview(pc: &Pc, request: BriefRequest) -> Result<BriefView, CommandError> {
    let context = Context::of(pc)?;
    let mut view = compute(&context, month_of(&request.month)?)?;
    let versions =
        context.of_station(KIND, Some(&context.own_station())).and(monthly_brief::MONTH, Test::Eq, view.month.clone());
    let newest = context.list(&versions.by(monthly_brief::VERSION, false))?.pop();
    if let Some(row) = newest
        && let Some(returned) = returns::of_record(&context, &row)?.into_iter().next()
    {
        view.returned = Some(returned);
        if request.fresh != Some(true) {
            // Her own words and photos of the returned version are gone on with; the figures are those of today.
            let issued = issued(&context, &row.id)?;
            (view.sections, view.photos) = (issued.sections, issued.photos);
            (view.sent_to, view.copies) = (issued.sent_to, issued.copies);
        }
    }
    Ok(view)
}

/// The month's brief from the records as they are.
pub(crate) fn compute(context: &Context, month: Month) -> Result<BriefView, CommandError> {
    let code = context.own_station();
    let station = context.station_name(&code);
    let facts = gather(context, Some(&code), looked_at(month))?;
    let brief = brief::brief(&facts, month);
    let earlier = context.list(&context.of_station(KIND, Some(&code)).by(monthly_brief::ISSUE_NO, true))?;
    let number = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0) as u32;
    let of_month = earlier.iter().filter(|row| text(&row.fields, monthly_brief::MONTH) == month.to_string());
    let (issue, version) = of_month
        .map(|row| (number(row, monthly_brief::ISSUE_NO), number(row, monthly_brief::VERSION)))
        .max()
        .unwrap_or((0, 0));
    let last = earlier.iter().max_by_key(|row| row.created_ms);
    Ok(BriefView {
        month: month.to_string(),
        label: month.label(),
        title: brief_text::title(&station),
        issuer: station.clone(),
        issue_no: if issue > 0 { issue } else { domain::monthly_brief::issue_no(month) },
        version: version + 1,
        date: context.today_text(),
        sent_to: last.map(|row| text(&row.fields, monthly_brief::SENT_TO).to_owned()).unwrap_or_default(),
        copies: last.map_or(1, |row| number(row, monthly_brief::COPIES).max(1)),
        sections: sections(context, &station, month, &brief.month)?,
        figures: figure_rows(&brief, &targets::by_figure(context, &code, month, &brief.year_to_date)?),
        areas: slices(brief.month.group("area.times")),
        categories: slices(brief.month.group("category")),
        trend: brief.trend.iter().map(trend_point).collect(),
        provisional: provisional_left(context, month)?,
        notes: notes(&brief.month),
        returned: None,
        leave_out_zeros: last.is_some_and(|row| text(&row.fields, monthly_brief::LEAVE_OUT_ZEROS) == "yes"),
        photos: Vec::new(),
    })
}

/// From the earliest day that a month's brief looks at (trend, year to date) to its last.
fn looked_at(month: Month) -> domain::period::Period {
    let earliest = month.plus(-11).first().min(month.year_to_date().from);
    facts::span(earliest, month.last())
}

fn sections(
    context: &Context,
    station: &str,
    month: Month,
    figures: &Figures,
) -> Result<Vec<BriefSection>, CommandError> {
    let in_post = in_post::of_station(context, &context.own_station(), month.last().min(context.today))?;
    let setting = Setting { station, month, staff: in_post.map(|found| (found.present, found.certified)) };
    let draft = brief_text::draft(setting, figures);
    Ok(draft
        .into_iter()
        .map(|section| BriefSection { key: section.code, heading: section.heading, text: section.text })
        .collect())
}

fn figure_rows(brief: &brief::Brief, targets: &BTreeMap<String, (String, String)>) -> Vec<BriefFigure> {
    let target = |code: &str| targets.get(code).cloned().unwrap_or_default();
    // A breakdown that another period does not have is nothing there; a figure that only months have cannot be said of it.
    let beside = |figures: &Figures, figure: &brief::Figure| match figures.get(&figure.code) {
        Some(other) => other.text(),
        None if figure.group.is_some() => "0".to_owned(),
        None => "—".to_owned(),
    };
    let main =
        brief.month.figures.iter().filter(|figure| !matches!(figure.group.as_deref(), Some("item" | "category")));
    let is_zero = |figure: &brief::Figure| {
        let others = [&brief.previous, &brief.year_to_date].into_iter().filter_map(|other| other.get(&figure.code));
        others.chain([figure]).all(brief::Figure::is_nothing)
    };
    let areas = |group: Option<&str>| match group {
        Some("area.times") => "服务人次 · ",
        Some("area.persons") => "服务人数 · ",
        _ => "",
    };
    main.filter(|figure| figure.group.as_deref() != Some("visit.mode") || figure.value != Some(0))
        .map(|figure| BriefFigure {
            code: figure.code.clone(),
            label: format!("{}{}", areas(figure.group.as_deref()), figure.label),
            unit: figure.unit.clone(),
            value: figure.text(),
            previous: beside(&brief.previous, figure),
            year_to_date: beside(&brief.year_to_date, figure),
            target: target(&figure.code).0,
            completion: target(&figure.code).1,
            rows: figure.ids.len() as u64,
            zero: is_zero(figure) && target(&figure.code).0.is_empty(),
        })
        .collect()
}

fn slices<'a>(figures: impl Iterator<Item = &'a brief::Figure>) -> Vec<Slice> {
    let values: Vec<(String, u64)> = figures.map(|figure| (figure.label.clone(), figure.value.unwrap_or(0))).collect();
    let whole = values.iter().map(|(_, value)| *value).sum::<u64>() as usize;
    let share = |value: u64| Rate { part: value as usize, whole }.to_string();
    values.into_iter().map(|(label, value)| Slice { share: share(value), label, value }).collect()
}

fn trend_point(point: &brief::TrendPoint) -> TrendPoint {
    TrendPoint { month: point.month.clone(), visits: point.visits, person_times: point.person_times }
}

/// 暂存 records of the month's services: kept and synced, but in no figure.
fn provisional_left(context: &Context, month: Month) -> Result<u64, CommandError> {
    let mut left = 0;
    for kind in dictionary().kinds.iter().filter(|kind| kind.counts_in_month) {
        let Some(date) = &kind.date else { continue };
        let of_month = context.of_station(&kind.name, None).and(date, Test::AtLeast, month.first().to_string()).and(
            date,
            Test::AtMost,
            month.last().to_string(),
        );
        left += context.store.count(&Query { provisional: Some(true), ..of_month })?;
    }
    Ok(left)
}

fn notes(figures: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    if figures.get("visit.monthly_rate").is_some_and(|rate| rate.value.is_none()) {
        notes.push("月末没有在册的特殊困难老年人，月探访率不出数。".to_owned());
    }
    notes
}

/// The records behind a figure of the draft.
pub(crate) fn rows(pc: &Pc, request: BriefRowsRequest) -> Result<BriefRows, CommandError> {
    let context = Context::of(pc)?;
    let month = month_of(&request.month)?;
    let period = if request.year_to_date == Some(true) { month.year_to_date() } else { month.period() };
    let station = context.station.clone().or(request.station);
    let facts = gather(&context, station.as_deref(), period)?;
    let figures = domain::brief_figures::figures(&facts, period);
    let figure = figures.get(&request.figure).ok_or_else(|| CommandError::not_found("这个指标"))?;
    let mut shown = Vec::new();
    for kind in figure.kind.split(',').filter(|kind| dictionary().kind(kind).is_some()) {
        let found = context.list_in(&Query { limit: Some(500), ..Query::of(kind) }, "id", &figure.ids)?;
        shown.extend(view::views(&context, kind, &found)?);
    }
    shown.truncate(500);
    Ok(BriefRows { label: figure.label.clone(), rows: shown, total: figure.ids.len() as u64 })
}
