//! Reports that are late (报送情况): every report that the stations were to hand in over a year, when it was due, how late it is, why it has most likely not
//! come, whom to call, and how punctual each station was. Deadlines and their standing are those of 期限; the words are `domain::late_reports`.

mod line;

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use chrono::Datelike;
use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::fields::reminder;
use domain::late_reports::{Punctuality, likely_reason};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Write;
use ts_rs::TS;

use crate::boards::deadlines::{self, DeadlineRow, DeadlineState, DeadlinesRequest};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Asks for the reports of a year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct LateReportsRequest {
    /// Year in which they are due; this year when absent.
    pub year: Option<i32>,
    /// Only this station.
    pub station: Option<String>,
    /// Only what has not come.
    #[ts(as = "Option<_>", optional)]
    pub owing: bool,
}

/// The reports that the stations were to hand in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LateReports {
    /// The year.
    pub year: i32,
    /// How punctual each station was, the least punctual first.
    pub stations: Vec<StationReports>,
    /// The reports: what has not come first, the longest overdue on top.
    pub rows: Vec<LateReport>,
}

/// How punctual a station was.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationReports {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whom to call: name and number.
    pub telephone: String,
    /// When its newest work came, in milliseconds.
    pub heard_ms: Option<u64>,
    /// Was due by today.
    pub due: u32,
    /// Came in time.
    pub on_time: u32,
    /// Came late.
    pub late: u32,
    /// Has not come.
    pub owing: u32,
    /// 按时率
    pub rate: String,
}

/// A report that was to be handed in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LateReport {
    /// Its deadline.
    pub deadline: DeadlineRow,
    /// Why it has most likely not come; empty where it has, or is not due yet.
    pub reason: String,
    /// Whom to call.
    pub telephone: String,
}

/// Reminds a station of something it owes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct Remind {
    /// Station code.
    pub station: String,
    /// Rule of the deadline.
    pub rule: String,
    /// The record that makes it due, or the period.
    pub subject: String,
    /// What is said besides.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
}

/// Takes the reports out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LateReportsOut {
    /// Which.
    pub asked: LateReportsRequest,
    /// Where the file goes.
    pub place: Destination,
}

/// The reports of a year.
pub(crate) fn list(pc: &Pc, request: LateReportsRequest) -> Result<LateReports, CommandError> {
    of_year(&Context::of(pc)?, &request)
}

fn of_year(context: &Context, request: &LateReportsRequest) -> Result<LateReports, CommandError> {
    let year = request.year.unwrap_or(context.today.year());
    let rows = deadlines_of(context, year, request.station.clone())?;
    let lines = line::all(context)?;
    let telephones = line::telephones(context)?;
    let telephone = |code: &str| telephones.get(code).cloned().unwrap_or_default();
    let mut counted: BTreeMap<String, Punctuality> = BTreeMap::new();
    for row in &rows {
        let of = counted.entry(row.station.clone()).or_default();
        match row.state {
            DeadlineState::Settled if row.days == 0 => of.on_time += 1,
            DeadlineState::Settled => of.late += 1,
            DeadlineState::Overdue => of.owing += 1,
            DeadlineState::Near | DeadlineState::Later | DeadlineState::Unknown => {}
        }
    }
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut stations: Vec<(Punctuality, StationReports)> = counted
        .into_iter()
        .map(|(code, one)| {
            let station = StationReports {
                name: context.station_name(&code),
                telephone: telephone(&code),
                heard_ms: lines.get(&code).and_then(|line| line.heard_ms),
                due: count(one.due()),
                on_time: count(one.on_time),
                late: count(one.late),
                owing: count(one.owing),
                rate: one.rate().to_string(),
                code,
            };
            (one, station)
        })
        .collect();
    stations.sort_by_key(|(one, station)| {
        (std::cmp::Reverse(one.owing), std::cmp::Reverse(one.late), station.code.clone())
    });
    let report = |deadline: DeadlineRow| {
        let due = deadline.due.as_deref().and_then(domain::dates::stored);
        let reason = match (deadline.state, due) {
            (DeadlineState::Overdue, Some(due)) if context.is_county() => {
                let line = lines.get(&deadline.station).map(|line| line.line).unwrap_or_default();
                likely_reason(line, due, context.today)
            }
            (DeadlineState::Overdue, _) => "还没有定稿或登记报送".to_owned(),
            _ => String::new(),
        };
        LateReport { telephone: telephone(&deadline.station), reason, deadline }
    };
    let kept = |row: &DeadlineRow| !request.owing || row.state != DeadlineState::Settled;
    let mut rows: Vec<LateReport> = rows.into_iter().filter(kept).map(report).collect();
    rows.sort_by_key(|row| (place(row.deadline.state), row.deadline.due.clone(), row.deadline.station.clone()));
    Ok(LateReports { year, stations: stations.into_iter().map(|(_, station)| station).collect(), rows })
}

/// Reports of stations that are due in a year, come or not.
fn deadlines_of(context: &Context, year: i32, station: Option<String>) -> Result<Vec<DeadlineRow>, CommandError> {
    let Some(days) = domain::period::year(year) else { return Ok(Vec::new()) };
    // The year before is due in this one's first days.
    let since = domain::period::Month::of(days.from).plus(-12).first();
    let asked = DeadlinesRequest { station, settled: true, ..DeadlinesRequest::default() };
    let mut rows = deadlines::all_since(context, &asked, Some(since))?;
    rows.retain(|row| {
        let due = row.due.as_deref().and_then(domain::dates::stored);
        row.report && !row.station.is_empty() && due.is_none_or(|due| days.contains(due))
    });
    Ok(rows)
}

fn place(state: DeadlineState) -> u8 {
    match state {
        DeadlineState::Overdue => 0,
        DeadlineState::Unknown => 1,
        DeadlineState::Near => 2,
        DeadlineState::Later => 3,
        DeadlineState::Settled => 4,
    }
}

/// Reminds the station: the words go down to it and stand at that deadline until it is settled.
pub(crate) fn remind(pc: &Pc, request: Remind) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    let said = request.text.as_deref().unwrap_or_default().trim().to_owned();
    if said.chars().count() > 500 {
        return Err(CommandError::invalid_field("text", "催报的话请控制在 500 字以内。"));
    }
    let asked = DeadlinesRequest {
        station: Some(request.station.clone()),
        rule: Some(request.rule.clone()),
        ..DeadlinesRequest::default()
    };
    let owed = deadlines::all_since(&context, &asked, None)?;
    let row = owed.into_iter().find(|row| deadlines::subject_of(row) == request.subject);
    let row = row.ok_or_else(|| {
        CommandError::invalid_field("subject", "这件事站点已经办了，或者不用办，不用再催。请刷新后查看。")
    })?;
    let due = row.due.map(|due| format!("（{due} 前）")).unwrap_or_default();
    let fields = [
        (reminder::RULE, json!(request.rule)),
        (reminder::SUBJECT, json!(request.subject)),
        (reminder::ABOUT, json!(format!("{} {}{due}", row.label, row.subject))),
        (reminder::TEXT, json!(said)),
        (reminder::DATE, json!(context.today_text())),
    ];
    let fields = fields.into_iter().filter(|(_, value)| value != "").map(|(name, value)| (name.to_owned(), value));
    let write = Write {
        kind: reminder::KIND.into(),
        record: uuid::Uuid::now_v7().to_string(),
        op: Op::Set,
        fields: Payload::from_iter(fields),
        seen: BTreeMap::new(),
    };
    context.save(Audience::Station(request.station), vec![write])?;
    Ok(Nothing {})
}

/// The same as xlsx: the reports, and how punctual each station was.
pub(crate) fn file(pc: &Pc, request: LateReportsOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let found = of_year(&context, &request.asked)?;
    let text = |title: &str, width| Column::new(title, ColumnKind::Text, width);
    let number = |title: &str| Column::new(title, ColumnKind::Integer, 10.0);
    let reports = Sheet {
        name: "报送明细".into(),
        title: format!("各站报送情况（{} 年）", found.year),
        columns: vec![
            text("站点", 28.0),
            text("报告", 22.0),
            text("所属", 26.0),
            text("应报日期", 12.0),
            text("状态", 14.0),
            text("可能的原因", 46.0),
            text("电话", 20.0),
            text("已催报", 20.0),
        ],
        rows: found.rows.into_iter().map(cells).collect(),
        filter: true,
        ..Sheet::default()
    };
    let count = |value: u32| Value::Integer(value.into());
    let punctual = |one: StationReports| {
        let mut cells: Vec<Value> = vec![one.name.into()];
        cells.extend([one.due, one.on_time, one.late, one.owing].map(count));
        cells.extend([Value::from(one.rate), one.telephone.into()]);
        cells
    };
    let stations = Sheet {
        name: "按时率".into(),
        title: format!("各站按时率（{} 年）", found.year),
        columns: vec![
            text("站点", 28.0),
            number("应报"),
            number("按时"),
            number("迟交"),
            number("未报"),
            text("按时率", 10.0),
            text("电话", 20.0),
        ],
        rows: found.stations.into_iter().map(punctual).collect(),
        note: "按时率 = 按时报的 ÷ 到今天应报的；还没有到期的不计入。".into(),
        ..Sheet::default()
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![reports, stations] }).map_err(not_made)?;
    request.place.write(pc, &format!("各站报送情况 {} 年.xlsx", found.year), bytes)
}

fn cells(row: LateReport) -> Vec<Value> {
    let reminded = row.deadline.reminded.map(|one| {
        let day = crate::records::closed_books::day_of(one.at_ms);
        format!("{day} {}", one.who)
    });
    let due = row.deadline.due.or(row.deadline.missing).unwrap_or_default();
    [
        row.deadline.station_name,
        row.deadline.label,
        row.deadline.subject,
        due,
        row.deadline.words,
        row.reason,
        row.telephone,
        reminded.unwrap_or_default(),
    ]
    .map(Value::from)
    .into()
}
