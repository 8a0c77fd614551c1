//! Volunteers (志愿者): the list with a year's hours, one volunteer in full, and what a new one must not repeat.

pub(crate) mod certificate;
pub(crate) mod export;
pub(crate) mod services;

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::Datelike;
use domain::dictionary::Unit;
use domain::fields::{volunteer, volunteer_commendation, volunteer_service, volunteer_training};
use domain::names;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::volunteers::services::{ServiceRow, service_rows};
use crate::kernel::context::{Context, codes, date, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words::label;
use crate::people;
use crate::records::check::{self, Form, Ready, warning};
use crate::records::listing::{self, SortBy, Span};
use crate::records::view::{self, Delivery, RecordView};

/// Asks for volunteers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct VolunteersRequest {
    /// Name, pinyin, initials, last four digits, area.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Year of the hours; this year when absent.
    pub year: Option<i32>,
    /// Those who left, too.
    #[ts(as = "Option<_>", optional)]
    pub with_left: bool,
    /// Column of the list; without it most hours first.
    pub sort: Option<SortBy>,
    /// Skip so many.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
    /// At most so many (default 100).
    pub limit: Option<u32>,
}

/// A page of volunteers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VolunteersAnswer {
    /// Most hours first.
    pub rows: Vec<VolunteerRow>,
    /// How many match.
    pub total: u64,
    /// The year of the hours.
    pub year: i32,
    /// Hours of all that match.
    pub hours: String,
    /// Of these how many gave time that year.
    pub served: u64,
}

/// One volunteer in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VolunteerRow {
    /// Record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name of the station.
    pub station: String,
    /// 男, 女 or empty.
    pub sex: String,
    /// Full years.
    pub age: Option<u32>,
    /// 居住区域
    pub village: String,
    /// 服务类别, readable.
    pub service_types: String,
    /// 注册日期
    pub registered_date: String,
    /// Hours of the year.
    pub hours: String,
    /// Services of the year.
    pub times: u64,
    /// Newest service ever.
    pub last_service: Option<String>,
    /// Has left.
    pub left: bool,
    /// 暂存
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// One volunteer in full.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VolunteerView {
    /// The volunteer.
    pub record: RecordView,
    /// Services, newest first.
    pub services: Vec<ServiceRow>,
    /// Trainings, newest first.
    pub trainings: Vec<RecordView>,
    /// Commendations, newest first.
    pub commendations: Vec<RecordView>,
    /// Hours by year, newest first.
    pub years: Vec<HoursOfYear>,
    /// Hours in all.
    pub hours: String,
}

/// Hours of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct HoursOfYear {
    /// Year.
    pub year: i32,
    /// Hours.
    pub hours: String,
    /// Services.
    pub times: u64,
}

/// Volunteers with their hours of a year.
pub(crate) fn list(pc: &Pc, request: VolunteersRequest) -> Result<VolunteersAnswer, CommandError> {
    let context = Context::of(pc)?;
    let all = shown(&context, &request)?;
    let sorted = listing::sorted(all.iter().map(|(_, row)| row.clone()).collect(), request.sort.as_ref());
    Ok(VolunteersAnswer {
        total: all.len() as u64,
        year: request.year.unwrap_or(context.today.year()),
        hours: Unit::Hours.shown(all.iter().map(|(minutes, _)| minutes).sum()),
        served: all.iter().filter(|(minutes, _)| *minutes > 0).count() as u64,
        rows: Span::page(request.offset, request.limit).of(sorted),
    })
}

/// The volunteers that page and file show, in their order.
pub(crate) fn rows(context: &Context, request: &VolunteersRequest) -> Result<Vec<VolunteerRow>, CommandError> {
    let all = shown(context, request)?.into_iter().map(|(_, row)| row).collect();
    Ok(listing::sorted(all, request.sort.as_ref()))
}

/// Those that match with their minutes of the year, most first.
fn shown(context: &Context, request: &VolunteersRequest) -> Result<Vec<(i64, VolunteerRow)>, CommandError> {
    let year = request.year.unwrap_or(context.today.year());
    let mut query = Query::of(volunteer::KIND);
    if !request.with_left {
        query = query.and(volunteer::LEFT_DATE, Test::IsNull, Value::Null);
    }
    let rows = context.list(&listing::searched(context, query, &request.text)?)?;
    let mut hours = hours_by_volunteer(context, year)?;
    let mut all: Vec<(i64, VolunteerRow)> = rows
        .iter()
        .map(|row| {
            let served = hours.remove(&row.id).unwrap_or_default();
            (served.minutes, volunteer_row(context, row, &served))
        })
        .collect();
    all.sort_by_cached_key(|(minutes, row)| (std::cmp::Reverse(*minutes), names::sort_key(&row.name), row.id.clone()));
    Ok(all)
}

#[derive(Default)]
struct Hours {
    minutes: i64,
    times: u64,
    last: Option<String>,
}

/// Final services only; the newest one of any year.
fn hours_by_volunteer(context: &Context, year: i32) -> Result<BTreeMap<String, Hours>, CommandError> {
    let mut hours: BTreeMap<String, Hours> = BTreeMap::new();
    let of_year = format!("{year:04}-");
    let finals = Query::of(volunteer_service::KIND).finals();
    for row in context
        .store
        .columns(&finals, &[volunteer_service::VOLUNTEER, volunteer_service::DATE, volunteer_service::MINUTES])?
    {
        if let [Value::String(volunteer), Value::String(day), minutes] = row.as_slice() {
            let one = hours.entry(volunteer.clone()).or_default();
            if one.last.as_ref().is_none_or(|last| last < day) {
                one.last = Some(day.clone());
            }
            if day.starts_with(&of_year) {
                one.minutes += minutes.as_i64().unwrap_or(0);
                one.times += 1;
            }
        }
    }
    Ok(hours)
}

fn volunteer_row(context: &Context, row: &Row, hours: &Hours) -> VolunteerRow {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let types: Vec<String> =
        codes(&row.fields, volunteer::SERVICE_TYPES).iter().map(|code| label("volunteer_service_type", code)).collect();
    VolunteerRow {
        id: row.id.clone(),
        name: of(volunteer::NAME),
        station: context.station_name(&row.station),
        sex: some_text(&row.fields, volunteer::SEX).map(|code| label("sex", &code)).unwrap_or_default(),
        age: people::age(context, &row.fields),
        village: of(volunteer::VILLAGE),
        service_types: types.join("、"),
        registered_date: of(volunteer::REGISTERED_DATE),
        hours: Unit::Hours.shown(hours.minutes),
        times: hours.times,
        last_service: hours.last.clone(),
        left: !text(&row.fields, volunteer::LEFT_DATE).is_empty(),
        provisional: row.provisional,
        state: row.state,
    }
}

/// One volunteer with everything that belongs to them.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<VolunteerView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(volunteer::KIND, &request.id)?;
    let of = |kind: &str| {
        context.list(
            &Query::of(kind)
                .and(volunteer_service::VOLUNTEER, Test::Eq, row.id.clone())
                .by(volunteer_service::DATE, true),
        )
    };
    let services = of(volunteer_service::KIND)?;
    let mut years: BTreeMap<i32, (i64, u64)> = BTreeMap::new();
    for service in services.iter().filter(|service| !service.provisional) {
        if let Some(day) = date(&service.fields, volunteer_service::DATE) {
            let year = years.entry(day.year()).or_default();
            *year = (year.0 + minutes(&service.fields), year.1 + 1);
        }
    }
    Ok(VolunteerView {
        services: service_rows(&context, &services)?,
        trainings: view::views(&context, volunteer_training::KIND, &of(volunteer_training::KIND)?)?,
        commendations: view::views(&context, volunteer_commendation::KIND, &of(volunteer_commendation::KIND)?)?,
        hours: Unit::Hours.shown(years.values().map(|(minutes, _)| minutes).sum()),
        years: years
            .into_iter()
            .rev()
            .map(|(year, (minutes, times))| HoursOfYear { year, hours: Unit::Hours.shown(minutes), times })
            .collect(),
        record: view::view(&context, &row)?,
    })
}

pub(crate) fn minutes(fields: &Payload) -> i64 {
    fields.get(volunteer_service::MINUTES).and_then(Value::as_i64).unwrap_or(0)
}

/// A volunteer; one with the same ID number is pointed out.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready(context, kind_named(volunteer::KIND)?, form)?;
    let number = domain::identity::clean(text(&ready.whole, volunteer::ID_NUMBER));
    if !number.is_empty() {
        let same = Query::of(volunteer::KIND).and(volunteer::ID_NUMBER, Test::Eq, number).and(
            "id",
            Test::Ne,
            ready.id.clone(),
        );
        if context.store.count(&same)? > 0 {
            ready.findings.push(warning(volunteer::ID_NUMBER, "已有志愿者登记了同一个证件号码，请核对是不是同一个人"));
        }
    }
    Ok(ready)
}
