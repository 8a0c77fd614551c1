//! Delay of writing (录入时效): how many days after its own day each record was written, in classes, by station and worker; the records behind a
//! number; and the table as xlsx. Days are those of China; who looks sees what she may read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value as Cell, Workbook};
use domain::books::{BUCKETS, bucket};
use domain::parameters;
use domain::rate::Rate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Test};
use ts_rs::TS;

use crate::boards::reports::types::ReportRows;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::records::closed_books::{dated_kinds, day_of};
use crate::records::view;

/// Asks how late work was written down.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct DelaysRequest {
    /// First day of the work.
    pub from: String,
    /// Last day.
    pub to: String,
    /// At the county: only this station.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
}

/// How late it was.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Delays {
    /// The classes, shortest first.
    pub buckets: Vec<String>,
    /// More days than these are late (a parameter of the county).
    pub late_after: u32,
    /// By station and worker; a station's sum stands before its workers.
    pub rows: Vec<DelayRow>,
}

/// A station or a worker of it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DelayRow {
    /// Station code.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// Staff id; none: the station's sum.
    pub worker: Option<String>,
    /// Her name.
    pub worker_name: String,
    /// Records.
    pub total: u64,
    /// Of these in each class.
    pub buckets: Vec<u64>,
    /// Late ones.
    pub late: u64,
    /// Their share.
    pub late_rate: String,
    /// Written into a closed period (补录).
    pub closed: u64,
    /// The most days.
    pub longest: i64,
}

/// Asks for the records behind a number.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct DelayedRequest {
    /// The table.
    pub asked: DelaysRequest,
    /// Station of the row.
    pub station: String,
    /// Worker of the row; none: all of the station.
    #[serde(default)]
    #[ts(optional)]
    pub worker: Option<String>,
    /// Place of the class; none: those written into a closed period.
    #[serde(default)]
    #[ts(optional)]
    pub bucket: Option<u32>,
}

/// Takes the table out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DelaysOut {
    /// Which.
    pub asked: DelaysRequest,
    /// Where the file goes.
    pub place: Destination,
}

/// Days, and whether the books were closed, of the records of a station and a worker.
type Sums = BTreeMap<(String, Option<String>), Vec<(i64, bool)>>;

/// One record, as far as this is about.
struct Written {
    kind: &'static str,
    id: String,
    station: String,
    worker: String,
    days: i64,
    closed: bool,
}

/// The table.
pub(crate) fn list(pc: &Pc, request: DelaysRequest) -> Result<Delays, CommandError> {
    table(&Context::of(pc)?, &request)
}

fn table(context: &Context, request: &DelaysRequest) -> Result<Delays, CommandError> {
    let late_after = context.number_parameter(parameters::LATE_ENTRY_DAYS)?.unwrap_or(u32::MAX);
    let mut sums = Sums::new();
    for one in written(context, request)? {
        sums.entry((one.station.clone(), None)).or_default().push((one.days, one.closed));
        sums.entry((one.station, Some(one.worker))).or_default().push((one.days, one.closed));
    }
    let row = |((station, worker), all): <Sums as IntoIterator>::Item| {
        let mut buckets = vec![0; BUCKETS.len()];
        all.iter().for_each(|(days, _)| buckets[bucket(*days)] += 1);
        let late = all.iter().filter(|(days, _)| *days > i64::from(late_after)).count();
        DelayRow {
            station_name: context.station_name(&station),
            station,
            worker_name: match worker.as_deref() {
                None => "全站".to_owned(),
                Some("") => "没有写谁做的".to_owned(),
                Some(worker) => context.staff_name(worker),
            },
            worker,
            total: all.len() as u64,
            buckets,
            late: late as u64,
            late_rate: Rate { part: late, whole: all.len() }.to_string(),
            closed: all.iter().filter(|(_, closed)| *closed).count() as u64,
            longest: all.iter().map(|(days, _)| *days).max().unwrap_or(0).max(0),
        }
    };
    Ok(Delays {
        buckets: BUCKETS.iter().map(|bucket| bucket.label.to_owned()).collect(),
        late_after,
        rows: sums.into_iter().map(row).collect(),
    })
}

/// The records behind a number of it.
pub(crate) fn rows(pc: &Pc, request: DelayedRequest) -> Result<ReportRows, CommandError> {
    let context = Context::of(pc)?;
    let wanted = |one: &Written| {
        one.station == request.station
            && request.worker.as_ref().is_none_or(|worker| *worker == one.worker)
            && request.bucket.map_or(one.closed, |place| bucket(one.days) == place as usize)
    };
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in written(&context, &request.asked)?.into_iter().filter(wanted) {
        found.entry(one.kind).or_default().push(one.id);
    }
    let total = found.values().map(|ids| ids.len() as u64).sum();
    let mut shown = Vec::new();
    for (kind, ids) in found {
        let rows = context.list_in(&Query { limit: Some(500), ..Query::of(kind) }, "id", &ids)?;
        shown.extend(view::views(&context, kind, &rows)?);
    }
    shown.truncate(500);
    let class = request.bucket.and_then(|place| BUCKETS.get(place as usize));
    Ok(ReportRows { label: class.map_or("补录", |class| class.label).to_owned(), rows: shown, total })
}

/// Final records dated within the days, with how late they were written.
fn written(context: &Context, request: &DelaysRequest) -> Result<Vec<Written>, CommandError> {
    let day = |field: &str, text: &str| {
        let wrong = || CommandError::invalid_field(field, "请填写日期，如 2026-11-01。");
        domain::dates::parse(text, context.today).map_err(|_| wrong())
    };
    let (from, to) = (day("from", &request.from)?, day("to", &request.to)?);
    if to < from {
        return Err(CommandError::invalid_field("to", "截止日期早于开始日期。"));
    }
    let (books, mut found) = (context.books()?, Vec::new());
    for (kind, dated) in dated_kinds() {
        let asked = context.of_station(&kind.name, request.station.as_deref()).finals();
        let within = asked.and(dated, Test::AtLeast, from.to_string()).and(dated, Test::AtMost, to.to_string());
        let worker = kind.worker.as_deref().unwrap_or("created_by");
        let columns = ["id", "station", dated, worker, "created_ms", "created_by"];
        for row in context.store.columns(&within, &columns)? {
            let of = |place: usize| row.get(place).and_then(Value::as_str).unwrap_or_default().to_owned();
            let Some(day) = domain::dates::stored(&of(2)) else { continue };
            let written_ms = row.get(4).and_then(Value::as_u64).unwrap_or(0);
            let worker = if of(3).is_empty() { of(5) } else { of(3) };
            let closed = books.late(&of(1), day, written_ms).is_some();
            let days = days_between(day, written_ms);
            found.push(Written { kind: &kind.name, id: of(0), station: of(1), worker, days, closed });
        }
    }
    Ok(found)
}

fn days_between(day: NaiveDate, written_ms: u64) -> i64 {
    (day_of(written_ms) - day).num_days()
}

/// The table as xlsx.
pub(crate) fn file(pc: &Pc, request: DelaysOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let table = table(&context, &request.asked)?;
    let number = |title: String| Column::new(title, ColumnKind::Integer, 10.0);
    let mut columns = vec![
        Column::new("站点", ColumnKind::Text, 28.0),
        Column::new("社工", ColumnKind::Text, 14.0),
        number("记录数".into()),
    ];
    columns.extend(table.buckets.iter().cloned().map(number));
    columns.push(number(format!("超过 {} 天", table.late_after)));
    columns.push(Column::new("占比", ColumnKind::Text, 10.0));
    columns.extend([number("补录".into()), number("最长（天）".into())]);
    let count = |value: u64| Cell::Integer(i64::try_from(value).unwrap_or(i64::MAX));
    let cells = |row: DelayRow| {
        let mut cells: Vec<Cell> = vec![row.station_name.into(), row.worker_name.into(), count(row.total)];
        cells.extend(row.buckets.into_iter().map(count));
        cells.extend([count(row.late), row.late_rate.into(), count(row.closed), Cell::Integer(row.longest)]);
        cells
    };
    let title = format!("录入时效（{} 至 {}）", request.asked.from, request.asked.to);
    let sheet = Sheet {
        name: "录入时效".into(),
        title: title.clone(),
        columns,
        rows: table.rows.into_iter().map(cells).collect(),
        note: "按业务日期统计正式记录，天数 = 录入那天 − 业务日期；补录 = 所属月份已定稿关账以后才录入。".into(),
        ..Sheet::default()
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] }).map_err(not_made)?;
    request.place.write(pc, &format!("{title}.xlsx"), bytes)
}
