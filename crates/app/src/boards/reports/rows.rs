//! The records behind a figure of a report: of its period, the one before, or the year up to its last day.

use domain::brief_figures::figures;
use domain::dictionary::dictionary;
use store::Query;

use crate::boards::reports::about::About;
use crate::boards::reports::types::{ReportRows, ReportRowsRequest};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::facts::gather;
use crate::records::view;

/// The most that are shown.
const MOST: u32 = 500;

/// The records behind a figure.
pub(crate) fn rows(pc: &Pc, request: ReportRowsRequest) -> Result<ReportRows, CommandError> {
    let context = Context::of(pc)?;
    let station = context.station.clone().or(request.station.clone());
    let about = About::of(&context, &request.key(), station)?;
    let asked = about.spans.and_then(|spans| match (request.year_to_date, request.previous) {
        (Some(true), _) => spans.year_to_date,
        (_, Some(true)) => spans.previous,
        _ => Some(spans.this),
    });
    let period = asked.ok_or_else(|| CommandError::not_found("这段时间的数据"))?;
    let facts = gather(&context, about.station.as_deref(), period)?;
    let figures = figures(&facts, period);
    let figure = figures.get(&request.figure).ok_or_else(|| CommandError::not_found("这个指标"))?;
    let mut shown = Vec::new();
    for kind in figure.kind.split(',').filter(|kind| dictionary().kind(kind).is_some()) {
        let found = context.list_in(&Query { limit: Some(MOST as _), ..Query::of(kind) }, "id", &figure.ids)?;
        shown.extend(view::views(&context, kind, &found)?);
    }
    shown.truncate(MOST as usize);
    Ok(ReportRows { label: figure.label.clone(), rows: shown, total: figure.ids.len() as u64 })
}
