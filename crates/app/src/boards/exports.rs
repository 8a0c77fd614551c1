//! Files of lists (导出): what a page shows, by the very request the page asked with, in the columns of its ledger or, where a kind has none,
//! of its fields. Who is listed and in which order decides the list; here is only how it is written down. That it was taken out is recorded.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value};
use domain::consent::Use;
use domain::fields::{case, community_activity, group, recipient, visit, volunteer, volunteer_service};
use domain::ledger::{self, Ledger};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Query, Row};
use ts_rs::TS;

use crate::boards::readings::{self, ReadingsRequest};
use crate::features::ledgers::writing::Writing;
use crate::features::ledgers::{self, Consented, LedgerOut};
use crate::features::visits::month::{self, MonthRequest};
use crate::features::volunteers::services::{self, ServicesRequest};
use crate::features::volunteers::{self, VolunteersRequest};
use crate::features::{activities, cases, gifts, groups, means, recipients, registers, service_items};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::files::Destination;
use crate::kernel::pc::Pc;
use crate::records::consents;
use crate::records::listing::{self, Span};
use crate::records::path_values::{LEFT_OUT, Privacy, Reading};
use crate::records::{self, Filter, FilterTest, ListRequest};

/// A list as its page shows it: filters, words, order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "list", rename_all = "snake_case")]
pub(crate) enum Listed {
    /// 服务对象
    Recipients(recipients::RecipientsRequest),
    /// 走访
    Visits(MonthRequest),
    /// 未走访
    NotVisited(MonthRequest),
    /// 个案
    Cases(cases::CaseBoardRequest),
    /// 小组
    Groups(groups::GroupsRequest),
    /// 社区活动
    Activities(activities::community::ActivitiesRequest),
    /// Any plain register.
    Records(ListRequest),
    /// 志愿者
    Volunteers(VolunteersRequest),
    /// 志愿服务记录
    Services(ServicesRequest),
    /// 慰问与物资
    Gifts(gifts::GiftsRequest),
    /// 家计调查
    Means(means::list::MeansListRequest),
    /// 专项台账
    Register(registers::SpecialRegisterRequest),
    /// 清单外服务
    OutsideServices(service_items::OutsideRequest),
    /// 查阅记录
    Readings(ReadingsRequest),
}

/// Takes a list out as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ExportRequest {
    /// The list, by the request of its page. Its page and size do not matter.
    pub shown: Listed,
    /// For whom; by default the station's own at a station, masked at the county.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// Why people who have not consented, or have withdrawn it, stand in a list for outside; a supervisor's, and kept.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Where to.
    pub to_place: Destination,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// What a file is made of: records in the columns of a ledger, or lines that are worked out and kept nowhere.
enum Content {
    Records(Cow<'static, Ledger>, Vec<Row>),
    Lines(String, Vec<Shown>, Vec<Json>),
}

/// A column of such lines.
struct Shown {
    label: String,
    /// Where the value stands in the line.
    place: String,
    cells: ColumnKind,
    width: f64,
    /// Left out of what leaves the station.
    sensitive: bool,
}

/// Writes a list as xlsx.
pub(crate) fn write(pc: &Pc, request: ExportRequest) -> Result<LedgerOut, CommandError> {
    let context = Context::of(pc)?;
    let mut reading = Reading::new(&context, request.privacy)?;
    let (reason, station) = (request.override_reason.as_deref(), request.shown.station());
    let writing = Writing::begin(&context, request.task.as_deref())?;
    let (title, (sheet, consented)) = match content(&context, &request.shown)? {
        Content::Records(ledger, rows) => {
            reading.people.of = ledger.categories.clone();
            let listed = ledgers::listed(&context, &ledger, station);
            (ledger.title.clone(), ledgers::sheet_of(&reading, &listed, rows, reason, &writing)?)
        }
        Content::Lines(title, columns, lines) => {
            (title.clone(), sheet_of(&reading, title, &columns, lines, reason, &writing)?)
        }
    };
    let count = sheet.rows.len();
    let span = format!("{}，{count} 条", context.today);
    let place = ledgers::place_of(&context, station);
    let sheet = Sheet { title: format!("{place}{title}（{span}）"), ..sheet };
    let said = format!("{title}（按页面所列，{span}{}）", ledgers::how_written(&reading, &consented));
    let name = format!("{place}{title} 按筛选 {}", context.today);
    let file = writing.finish(&context, sheet, (&name, &said), &request.to_place)?;
    Ok(LedgerOut { file, rows: count as u32, left_out: consented.left_out })
}

impl Listed {
    fn station(&self) -> Option<&str> {
        match self {
            Listed::Recipients(request) => request.station.as_deref(),
            Listed::Visits(request) | Listed::NotVisited(request) => request.station.as_deref(),
            Listed::Cases(request) => request.station.as_deref(),
            Listed::Means(request) => request.station.as_deref(),
            Listed::Register(request) => request.station.as_deref(),
            Listed::OutsideServices(request) => request.station.as_deref(),
            Listed::Readings(request) => request.station.as_deref(),
            Listed::Records(request) => {
                let one = |filter: &&Filter| filter.field == "station" && matches!(filter.test, FilterTest::Eq);
                request.filters.iter().find(one).and_then(|filter| filter.value.as_str())
            }
            _ => None,
        }
    }
}

fn content(context: &Context, shown: &Listed) -> Result<Content, CommandError> {
    Ok(match shown {
        Listed::Recipients(request) => of_kind(recipient::KIND, recipients::rows(context, request, Span::WHOLE)?.0)?,
        Listed::Records(request) => of_kind(&request.kind, records::rows(context, request, Span::WHOLE)?.0)?,
        Listed::Visits(request) => {
            let rows = month::visits(context, request)?;
            of_ids(context, visit::KIND, rows.into_iter().map(|row| row.id))?
        }
        Listed::Cases(request) => {
            of_ids(context, case::KIND, cases::shown(context, request)?.into_iter().map(|row| row.id))?
        }
        Listed::Groups(request) => {
            of_ids(context, group::KIND, groups::shown(context, request)?.into_iter().map(|row| row.id))?
        }
        Listed::Activities(request) => {
            let shown = activities::community::shown(context, request)?;
            let ids = shown.coming.into_iter().chain(shown.past).map(|row| row.id);
            of_ids(context, community_activity::KIND, ids)?
        }
        Listed::Volunteers(request) => {
            of_ids(context, volunteer::KIND, volunteers::rows(context, request)?.into_iter().map(|row| row.id))?
        }
        Listed::Services(request) => {
            let (rows, _) = services::rows(context, request, Span::WHOLE)?;
            of_ids(context, volunteer_service::KIND, rows.into_iter().map(|row| row.id))?
        }
        Listed::Gifts(request) => {
            lines("慰问与物资发放", gift_columns(), gifts::rows(context, request, Span::WHOLE)?.0)
        }
        Listed::Means(request) => {
            lines("家计调查", means_columns(), means::list::rows(context, request, Span::WHOLE)?.0)
        }
        Listed::NotVisited(request) => {
            lines("未走访名单", not_visited_columns(), month::all_not_visited(context, request)?)
        }
        Listed::Register(request) => register(context, request)?,
        Listed::OutsideServices(request) => {
            lines("清单外服务", outside_columns(), service_items::rows(context, request)?)
        }
        Listed::Readings(request) => {
            lines("查阅记录", reading_columns(), readings::rows(context, request, Span::WHOLE)?.rows)
        }
    })
}

/// A special register in the columns of its ledger, or as the page has it where there is none.
fn register(context: &Context, request: &registers::SpecialRegisterRequest) -> Result<Content, CommandError> {
    let (columns, rows) = registers::shown(context, request)?;
    if let Some(ledger) = ledger::of_register(&request.register) {
        let ids: Vec<String> = rows.into_iter().map(|row| row.person.id).collect();
        let rows = listing::in_order(context, &Query::of(recipient::KIND), &ids)?;
        return Ok(Content::Records(Cow::Borrowed(ledger), rows));
    }
    let mut shown = person_columns("/person");
    shown.extend(columns.into_iter().map(|column| Shown {
        sensitive: true,
        ..Shown::new(&column.label, &format!("/cells/{}", column.key), ColumnKind::Text, 16.0)
    }));
    shown.push(Shown::new("责任社工", "/worker", ColumnKind::Text, 12.0));
    Ok(lines(registers::label_of(&request.register), shown, rows))
}

fn of_kind(kind: &str, rows: Vec<Row>) -> Result<Content, CommandError> {
    Ok(Content::Records(ledger::of_kind(kind_named(kind)?), rows))
}

/// The records that lines of a list stand for, in the list's order.
fn of_ids(context: &Context, kind: &str, ids: impl Iterator<Item = String>) -> Result<Content, CommandError> {
    of_kind(kind, listing::in_order(context, &Query::of(kind), &ids.collect::<Vec<_>>())?)
}

fn lines<T: Serialize>(title: &str, columns: Vec<Shown>, rows: Vec<T>) -> Content {
    let lines = rows.iter().map(|row| serde_json::to_value(row).unwrap_or_default()).collect();
    Content::Lines(title.to_owned(), columns, lines)
}

impl Shown {
    fn new(label: &str, place: &str, cells: ColumnKind, width: f64) -> Shown {
        Shown { label: label.to_owned(), place: place.to_owned(), cells, width, sensitive: false }
    }

    fn cell(&self, reading: &Reading, line: &Json) -> Value {
        let value = line.pointer(&self.place).unwrap_or(&Json::Null);
        let text = match value {
            Json::Number(number) if self.cells == ColumnKind::Integer => return number.as_i64().into(),
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(true) => "暂存".to_owned(),
            Json::Array(all) => {
                let labels = all.iter().filter_map(|one| one.pointer("/label").and_then(Json::as_str));
                labels.collect::<Vec<_>>().join("、")
            }
            _ => String::new(),
        };
        match self.cells {
            _ if text.is_empty() => Value::Empty,
            _ if self.sensitive && reading.is_outside() => LEFT_OUT.into(),
            ColumnKind::Money => match domain::amounts::parse(&text) {
                Some(yuan) => Value::Integer((yuan * 100).to_integer() as i64),
                None => text.into(),
            },
            ColumnKind::Date => text.parse::<NaiveDate>().map_or_else(|_| text.into(), Value::Date),
            _ => text.into(),
        }
    }
}

fn sheet_of(
    reading: &Reading,
    title: String,
    columns: &[Shown],
    mut lines: Vec<Json>,
    reason: Option<&str>,
    writing: &Writing,
) -> Result<(Sheet, Consented), CommandError> {
    let consented = consented(reading, &mut lines, reason)?;
    writing.shows(lines.iter().flat_map(people_of));
    let sheet = Sheet {
        name: title,
        columns: columns.iter().map(|one| Column::new(one.label.clone(), one.cells, one.width)).collect(),
        rows: lines.iter().map(|line| columns.iter().map(|one| one.cell(reading, line)).collect()).collect(),
        note: consented.noted(""),
        filter: true,
        ..Sheet::default()
    };
    Ok((sheet, consented))
}

/// Lines that may go out: what leaves the station tells of nobody who has refused.
fn consented(reading: &Reading, lines: &mut Vec<Json>, reason: Option<&str>) -> Result<Consented, CommandError> {
    if !reading.is_outside() {
        return Ok(Consented::default());
    }
    let context = reading.context;
    let people: BTreeSet<String> = lines.iter().filter_map(person_of).collect();
    let refused = consents::refusals(context, &people, Use::Outside, context.today)?;
    Consented::outside(context, lines, |line| person_of(line).is_some_and(|id| refused.contains_key(&id)), reason)
}

/// The person a line is about, and those it names.
fn people_of(line: &Json) -> Vec<String> {
    let named = line.pointer("/people").and_then(Json::as_array).into_iter().flatten();
    let ids = named.filter_map(|one| one.pointer("/id").and_then(Json::as_str)).map(str::to_owned);
    person_of(line).into_iter().chain(ids).collect()
}

fn person_of(line: &Json) -> Option<String> {
    line.pointer("/person/id").and_then(Json::as_str).map(str::to_owned)
}

/// A person as a line of a list has her; `at` is where in the line.
fn person_columns(at: &str) -> Vec<Shown> {
    let column = |label: &str, place: &str, cells, width| Shown::new(label, &format!("{at}{place}"), cells, width);
    vec![
        column("姓名", "/name", ColumnKind::Text, 12.0),
        column("性别", "/sex", ColumnKind::Text, 6.0),
        column("年龄", "/age", ColumnKind::Integer, 6.0),
        column("村（居）", "/village", ColumnKind::Text, 14.0),
        column("站点", "/station", ColumnKind::Text, 16.0),
        column("类别", "/categories", ColumnKind::Text, 24.0),
    ]
}

fn not_visited_columns() -> Vec<Shown> {
    let mut columns = person_columns("/person");
    columns.extend([
        Shown::new("上次走访", "/last_visit", ColumnKind::Date, 12.0),
        Shown::new("应走访", "/due", ColumnKind::Date, 12.0),
        Shown::new("本月上门未遇（次）", "/attempts", ColumnKind::Integer, 10.0),
    ]);
    columns
}

fn gift_columns() -> Vec<Shown> {
    vec![
        Shown::new("站点", "/station", ColumnKind::Text, 16.0),
        Shown::new("发放日期", "/date", ColumnKind::Date, 12.0),
        Shown::new("名称", "/name", ColumnKind::Text, 24.0),
        Shown::new("类别", "/occasion", ColumnKind::Text, 14.0),
        Shown::new("慰问金或物资", "/goods", ColumnKind::Text, 24.0),
        Shown::new("名单（户、人）", "/lines", ColumnKind::Integer, 8.0),
        Shown::new("已签收", "/signed", ColumnKind::Integer, 8.0),
        Shown::new("户次", "/household_times", ColumnKind::Integer, 8.0),
        Shown::new("状态", "/provisional", ColumnKind::Text, 8.0),
    ]
}

fn means_columns() -> Vec<Shown> {
    let kept =
        |label: &str, place: &str, cells, width| Shown { sensitive: true, ..Shown::new(label, place, cells, width) };
    vec![
        Shown::new("申请人", "/person/name", ColumnKind::Text, 12.0),
        Shown::new("村（居）", "/person/village", ColumnKind::Text, 14.0),
        Shown::new("站点", "/station", ColumnKind::Text, 16.0),
        Shown::new("编号", "/survey_no", ColumnKind::Text, 26.0),
        Shown::new("调查日期", "/date", ColumnKind::Date, 12.0),
        Shown::new("申请事项", "/matter", ColumnKind::Text, 14.0),
        Shown::new("调查员", "/investigators", ColumnKind::Text, 16.0),
        Shown::new("计入人数", "/heads", ColumnKind::Integer, 8.0),
        kept("人均月收入（元）", "/per_capita", ColumnKind::Money, 14.0),
        kept("估算", "/outcome_label", ColumnKind::Text, 18.0),
        kept("还缺", "/missing", ColumnKind::Text, 30.0),
        Shown::new("到期", "/until/date", ColumnKind::Date, 12.0),
        Shown::new("状态", "/provisional", ColumnKind::Text, 8.0),
    ]
}

fn outside_columns() -> Vec<Shown> {
    vec![
        Shown::new("站点", "/station", ColumnKind::Text, 28.0),
        Shown::new("日期", "/date", ColumnKind::Date, 12.0),
        Shown::new("服务记录", "/kind_label", ColumnKind::Text, 14.0),
        Shown::new("社工", "/worker", ColumnKind::Text, 12.0),
        Shown::new("服务领域", "/area", ColumnKind::Text, 18.0),
        Shown::new("服务事项", "/item", ColumnKind::Text, 24.0),
        Shown::new("批准文号", "/approval_no", ColumnKind::Text, 24.0),
        Shown::new("原因", "/why", ColumnKind::Text, 34.0),
        Shown::new("指标", "/counts", ColumnKind::Text, 12.0),
    ]
}

fn reading_columns() -> Vec<Shown> {
    let kept = |label: &str, place: &str, width| Shown {
        sensitive: true,
        ..Shown::new(label, place, ColumnKind::Text, width)
    };
    vec![
        Shown::new("时间", "/at", ColumnKind::Text, 18.0),
        Shown::new("查阅人", "/reader", ColumnKind::Text, 12.0),
        Shown::new("单位", "/place", ColumnKind::Text, 24.0),
        Shown::new("电脑", "/device", ColumnKind::Text, 16.0),
        Shown::new("查阅内容", "/what", ColumnKind::Text, 36.0),
        kept("服务对象", "/names", 40.0),
        Shown::new("其中未成年人", "/minors", ColumnKind::Integer, 10.0),
        Shown::new("记录所属站点", "/station", ColumnKind::Text, 24.0),
    ]
}
