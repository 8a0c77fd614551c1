//! The tables that count instead of listing (低保统计表, 农村留守儿童汇总表), by village with a total, as xlsx. They count nothing
//! themselves: each has its module here that gathers, and its rule in `domain`.

use documents::{Column, ColumnKind, Sheet, Value};
use domain::fields::recipient_category;
use domain::period::Month;
use domain::{dibao_statistics as dibao, left_behind_statistics as left_behind};

use crate::features::ledgers::writing::Writing;
use crate::features::ledgers::{self, LedgerOut, LedgerRequest, LedgerRow, dibao_statistics, left_behind_statistics};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, FieldFinding};

/// The place of each line and its figures; none where the station keeps no data.
type Lines = Vec<(String, Vec<Option<u64>>)>;

/// One such table.
pub(crate) struct Statistics {
    name: &'static str,
    title: &'static str,
    columns: fn() -> Vec<&'static str>,
    note: &'static str,
    lines: fn(&Context, Option<&str>, Month) -> Result<Lines, CommandError>,
}

const ALL: [Statistics; 2] = [
    Statistics {
        name: "dibao_statistics",
        title: "低保统计表",
        columns: || dibao::COLUMNS.to_vec(),
        note: "注：只统计本站建档的低保对象；劳动能力和资金各列由经办部门掌握，留空手填；同一人有几种致贫原因的分别计入。",
        lines: |context, station, month| {
            let lines = dibao_statistics::of_month(context, station, month)?.into_iter();
            Ok(lines.map(|line| (line.place, line.figures)).collect())
        },
    },
    Statistics {
        name: "left_behind_statistics",
        title: "农村留守儿童汇总表",
        columns: left_behind::columns,
        note: "注：统计本站建档在册的农村留守儿童；各监护类型、年龄段、就学情况之和均与总数勾稽相符。",
        lines: |context, station, month| {
            let lines = left_behind_statistics::of_month(context, station, month)?.into_iter();
            Ok(lines.map(|line| (line.place, line.figures.into_iter().map(Some).collect())).collect())
        },
    },
];

/// The table of this name.
pub(crate) fn named(name: &str) -> Option<&'static Statistics> {
    ALL.iter().find(|one| one.name == name)
}

/// The tables as ledgers to choose from, of one station or of several.
pub(crate) fn rows(several: bool) -> impl Iterator<Item = LedgerRow> {
    ALL.iter().map(move |one| LedgerRow {
        name: one.name.to_owned(),
        title: one.title.to_owned(),
        kind: recipient_category::KIND.to_owned(),
        dated: true,
        columns: several.then_some("站点").into_iter().chain((one.columns)()).map(str::to_owned).collect(),
    })
}

/// Writes the table of the month in which the period ends.
pub(crate) fn write(
    context: &Context,
    request: &LedgerRequest,
    table: &Statistics,
    writing: &Writing,
) -> Result<LedgerOut, CommandError> {
    let last = match request.to.trim() {
        "" => context.today,
        typed => domain::dates::parse(typed, context.today)
            .map_err(|_| CommandError::invalid(vec![FieldFinding::error("to", "请填写日期，如 2026-11-30。")]))?,
    };
    let (title, month) = (table.title, Month::of(last));
    let station = request.station.as_deref().filter(|_| context.is_county());
    let several = ledgers::of_several(context, station);
    let lines_of = |station: Option<&str>| (table.lines)(context, station, month);
    let row = |station: Option<&str>, (place, figures): (String, Vec<Option<u64>>)| -> Vec<Value> {
        let figures = figures.into_iter().map(|figure| figure.map(|figure| figure as i64).into());
        station.map(Value::from).into_iter().chain([place.into()]).chain(figures).collect()
    };
    let mut rows = Vec::new();
    for one in context.stations().iter().filter(|_| several) {
        rows.extend(lines_of(Some(&one.code))?.into_iter().map(|line| row(Some(&one.name), line)));
    }
    let whole = lines_of(station)?;
    // Of several stations each has its villages already; the last line is the sum of all.
    let rest = if several { whole.len().saturating_sub(1) } else { 0 };
    rows.extend(whole.into_iter().skip(rest).map(|line| row(several.then_some("全县"), line)));
    let count = rows.len();
    let headings = several.then_some("站点").into_iter().chain((table.columns)());
    let columns = headings.enumerate().map(|(at, heading)| match at {
        0 => Column::new(heading, ColumnKind::Text, if several { 24.0 } else { 16.0 }),
        1 if several => Column::new(heading, ColumnKind::Text, 16.0),
        _ => Column::new(heading, ColumnKind::Integer, 10.0),
    });
    let place = ledgers::place_of(context, request.station.as_deref());
    let sheet = Sheet {
        name: title.into(),
        title: format!("{place}{title}（{}）", month.label()),
        columns: columns.collect(),
        note: table.note.into(),
        rows,
        ..Sheet::default()
    };
    let said = format!("{title}（{}，{count} 行）", month.label());
    let name = format!("{place}{title} {}", month.first().format("%Y-%m"));
    let file = writing.finish(context, sheet, (&name, &said), &request.to_place)?;
    Ok(LedgerOut { file, rows: count as u32, left_out: 0 })
}
