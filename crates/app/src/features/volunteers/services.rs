//! Services of volunteers: service records with the ten working days, one activity recorded for several volunteers at once, and the
//! activities that want completing. Rules: `domain::volunteer`.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use chrono::NaiveDate;
use domain::dictionary::Unit;
use domain::fields::{volunteer, volunteer_service};
use domain::volunteer::{Standing, standing};
use domain::working_days::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::volunteers::minutes;
use crate::kernel::context::{Context, date, kind_named, some_text, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::words::label;
use crate::records::check::{self, Form, Ready, warning};
use crate::records::listing::{self, SortBy, Span};
use crate::records::view::{Delivery, is_empty};
use crate::records::{calendar, drafts};

/// Asks for service records.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ServicesRequest {
    /// Only of this volunteer.
    pub volunteer: Option<String>,
    /// Words of the activity, its place or content.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Only of this year.
    pub year: Option<i32>,
    /// Only those not completed yet.
    #[ts(as = "Option<_>", optional)]
    pub open: bool,
    /// Column of the list; without it the newest first.
    pub sort: Option<SortBy>,
    /// Skip so many.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
    /// At most so many (default 100).
    pub limit: Option<u32>,
}

/// A page of service records.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ServicesAnswer {
    /// Newest first.
    pub rows: Vec<ServiceRow>,
    /// How many match.
    pub total: u64,
}

/// A service record and how it stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ServiceRow {
    /// Record id.
    pub id: String,
    /// Volunteer.
    pub volunteer: String,
    /// Name of the volunteer.
    pub name: String,
    /// Name of the station.
    pub station: String,
    /// 活动名称
    pub activity: String,
    /// Day.
    pub date: String,
    /// Hours.
    pub hours: String,
    /// 地点
    pub place: String,
    /// 组织单位
    pub organizer: String,
    /// 评价, readable; empty when not evaluated.
    pub quality: String,
    /// How it stands against the ten working days.
    pub standing: ServiceStanding,
    /// The same in words; empty when there is nothing to say.
    pub remark: String,
    /// 暂存
    pub provisional: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// How a service record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ServiceStanding {
    /// Complete in time.
    InTime,
    /// Complete, too late.
    Late,
    /// Not complete yet.
    Open,
    /// Not complete, and the day has passed.
    Overdue,
    /// The year's holidays are not known.
    Unknown,
}

/// One activity of several volunteers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ServeRequest {
    /// What they have in common: activity, date, place…; `minutes` and `quality` for those who have none of their own.
    pub fields: Payload,
    /// Who took part.
    pub volunteers: Vec<Served>,
    /// Save as 暂存.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// The draft that this makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// One who took part.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct Served {
    /// Volunteer id.
    pub volunteer: String,
    /// Minutes really given, where they differ.
    #[serde(default)]
    #[ts(type = "number | null", optional)]
    pub minutes: Option<i64>,
    /// Evaluation, where it differs.
    #[serde(default)]
    #[ts(optional)]
    pub quality: Option<String>,
}

/// What was recorded.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ServeAnswer {
    /// The new records, in the order of the volunteers.
    pub ids: Vec<String>,
    /// Warnings that did not hinder.
    pub findings: Vec<FieldFinding>,
}

/// Service records of one activity that want completing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenActivity {
    /// 活动名称
    pub activity: String,
    /// Its day.
    pub date: String,
    /// How many records.
    pub records: u64,
    /// To be complete by; none when the holidays are not known.
    pub due: Option<String>,
    /// Past that day.
    pub overdue: bool,
    /// In words.
    pub remark: String,
}

/// A page of service records.
pub(crate) fn services(pc: &Pc, request: ServicesRequest) -> Result<ServicesAnswer, CommandError> {
    let (rows, total) = rows(&Context::of(pc)?, &request, Span::page(request.offset, request.limit))?;
    Ok(ServicesAnswer { rows, total })
}

/// The service records that page and file show, and how many match in all.
pub(crate) fn rows(
    context: &Context,
    request: &ServicesRequest,
    span: Span,
) -> Result<(Vec<ServiceRow>, u64), CommandError> {
    let mut query =
        Query::of(volunteer_service::KIND).by(volunteer_service::DATE, true).by(volunteer_service::ACTIVITY, false);
    if let Some(volunteer) = &request.volunteer {
        query = query.and(volunteer_service::VOLUNTEER, Test::Eq, volunteer.clone());
    }
    if let Some(year) = request.year {
        query = query.and(volunteer_service::DATE, Test::AtLeast, format!("{year:04}-01-01"));
        query = query.and(volunteer_service::DATE, Test::AtMost, format!("{year:04}-12-31"));
    }
    if request.open {
        query = query.and(volunteer_service::RECORDED_DATE, Test::IsNull, Value::Null);
    }
    if !request.text.trim().is_empty() {
        let mut ids = listing::found(context, volunteer_service::KIND, &request.text)?;
        let people = Vec::from_iter(listing::found(context, volunteer::KIND, &request.text)?);
        ids.extend(listing::values(context, volunteer_service::KIND, "id", volunteer_service::VOLUNTEER, &people)?);
        query = query.and("id", Test::In, Vec::from_iter(ids));
    }
    listing::rows(context, query, request.sort.as_ref(), span, |rows| service_rows(context, rows))
}

/// Service records with the names of the volunteers and how they stand.
pub(crate) fn service_rows(context: &Context, rows: &[Row]) -> Result<Vec<ServiceRow>, CommandError> {
    let calendar = calendar::calendar(context)?;
    let ids: BTreeSet<String> =
        rows.iter().map(|row| text(&row.fields, volunteer_service::VOLUNTEER).to_owned()).collect();
    let names: BTreeMap<String, String> = context
        .list_in(&Query { deleted: true, ..Query::of(volunteer::KIND) }, "id", &ids.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|row| (row.id, text(&row.fields, volunteer::NAME).to_owned()))
        .collect();
    Ok(rows.iter().map(|row| service_row(context, row, &names, &calendar)).collect())
}

fn service_row(context: &Context, row: &Row, names: &BTreeMap<String, String>, calendar: &Calendar) -> ServiceRow {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let volunteer = of(volunteer_service::VOLUNTEER);
    let standing = date(&row.fields, volunteer_service::DATE).map(|day| stands(context, &row.fields, day, calendar));
    ServiceRow {
        id: row.id.clone(),
        name: names.get(&volunteer).cloned().unwrap_or_default(),
        station: context.station_name(&row.station),
        volunteer,
        activity: of(volunteer_service::ACTIVITY),
        date: of(volunteer_service::DATE),
        hours: Unit::Hours.shown(minutes(&row.fields)),
        place: of(volunteer_service::PLACE),
        organizer: of(volunteer_service::ORGANIZER),
        quality: some_text(&row.fields, volunteer_service::QUALITY)
            .map(|code| label("service_quality", &code))
            .unwrap_or_default(),
        remark: standing.map(|standing| standing.remark()).unwrap_or_default(),
        standing: standing.map_or(ServiceStanding::Open, Into::into),
        provisional: row.provisional,
        state: row.state,
    }
}

fn stands(context: &Context, fields: &Payload, day: NaiveDate, calendar: &Calendar) -> Standing {
    standing(day, date(fields, volunteer_service::RECORDED_DATE), context.today, calendar)
}

impl From<Standing> for ServiceStanding {
    fn from(standing: Standing) -> ServiceStanding {
        match standing {
            Standing::InTime => ServiceStanding::InTime,
            Standing::Late(_) => ServiceStanding::Late,
            Standing::Open(_) => ServiceStanding::Open,
            Standing::Overdue(_) => ServiceStanding::Overdue,
            Standing::Unknown(_) => ServiceStanding::Unknown,
        }
    }
}

/// Records one activity for several volunteers in one save: all of them or none.
pub(crate) fn serve(pc: &Pc, request: ServeRequest) -> Result<ServeAnswer, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let (mut ids, mut findings, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    if request.volunteers.is_empty() {
        let form = Form { fields: request.fields.clone(), provisional: request.provisional, ..Form::default() };
        findings = service_with_findings(&context, form)?.findings;
        findings.retain(|finding| finding.field != volunteer_service::VOLUNTEER);
        findings.push(FieldFinding::error("volunteers", "请选择参加的志愿者。"));
    }
    let mut seen = BTreeSet::new();
    for (place, one) in request.volunteers.iter().enumerate() {
        let volunteer = context.row(volunteer::KIND, &one.volunteer)?;
        if !seen.insert(&one.volunteer) {
            findings.push(FieldFinding::error(&format!("volunteers.{place}"), "同一个人选了两次，请删除一个。"));
        }
        let mut fields = request.fields.clone();
        fields.insert(volunteer_service::VOLUNTEER.into(), one.volunteer.clone().into());
        if let Some(minutes) = one.minutes {
            fields.insert(volunteer_service::MINUTES.into(), minutes.into());
        }
        if let Some(quality) = &one.quality {
            fields.insert(volunteer_service::QUALITY.into(), quality.clone().into());
        }
        let form = Form { fields, provisional: request.provisional, ..Form::default() };
        let ready = service_with_findings(&context, form)?;
        findings.extend(ready.findings.into_iter().map(|finding| match finding.field.as_str() {
            volunteer_service::MINUTES if one.minutes.is_some() => FieldFinding {
                field: format!("volunteers.{place}"),
                message: format!("{}：{}", text(&volunteer.fields, volunteer::NAME), finding.message),
                ..finding
            },
            _ => finding,
        }));
        ids.push(ready.id);
        writes.extend(ready.write);
    }
    findings.sort_by(|a, b| (&a.field, &a.message).cmp(&(&b.field, &b.message)));
    findings.dedup();
    check::refuse_errors(&findings)?;
    context.save(context.audience(kind_named(volunteer_service::KIND)?, &context.own_station()), writes)?;
    drafts::settle(&context)?;
    Ok(ServeAnswer { ids, findings })
}

/// A service record saved by itself.
pub(crate) fn ready_service(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let ready = service_with_findings(context, form)?;
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// A service is recorded on the day on which it and its evaluation are there; a word when that was too late.
fn service_with_findings(context: &Context, mut form: Form) -> Result<Ready, CommandError> {
    let kind = kind_named(volunteer_service::KIND)?;
    let before = match &form.id {
        Some(id) => context.row(volunteer_service::KIND, id)?.fields,
        None => Payload::new(),
    };
    let whole = check::check(context, kind, &before, form.fields.clone(), true).whole;
    let there = |name: &str| whole.get(name).is_some_and(|value| !is_empty(value));
    if !form.provisional && there(volunteer_service::QUALITY) {
        for (name, known) in [
            (volunteer_service::EVALUATED_DATE, there(volunteer_service::EVALUATED_DATE)),
            (volunteer_service::RECORDED_DATE, there(volunteer_service::RECORDED_DATE)),
        ] {
            if !known {
                form.fields.insert(name.into(), context.today_text().into());
            }
        }
    }
    let mut ready = check::ready_with_findings(context, kind, form)?;
    if let (Some(day), Some(_)) =
        (date(&ready.whole, volunteer_service::DATE), date(&ready.whole, volunteer_service::RECORDED_DATE))
        && let late @ Standing::Late(_) = stands(context, &ready.whole, day, &calendar::calendar(context)?)
    {
        let message = format!("{}（应在活动结束后 10 个工作日内完成），会照此标明", late.remark());
        ready.findings.push(warning(volunteer_service::RECORDED_DATE, message));
    }
    Ok(ready)
}

/// Activities whose records are not complete, the oldest first, at most so many.
pub(crate) fn open_activities(context: &Context, most: usize) -> Result<Vec<OpenActivity>, CommandError> {
    let open = Query::of(volunteer_service::KIND).and(volunteer_service::RECORDED_DATE, Test::IsNull, Value::Null);
    let rows = context.list(
        &open.and(volunteer_service::DATE, Test::AtMost, context.today_text()).by(volunteer_service::DATE, false),
    )?;
    let calendar = calendar::calendar(context)?;
    let mut activities: Vec<OpenActivity> = Vec::new();
    for row in &rows {
        let (activity, day) =
            (text(&row.fields, volunteer_service::ACTIVITY), text(&row.fields, volunteer_service::DATE));
        if let Some(known) = activities.iter_mut().find(|one| one.date == day && one.activity == activity) {
            known.records += 1;
            continue;
        }
        let Some(standing) =
            date(&row.fields, volunteer_service::DATE).map(|day| stands(context, &row.fields, day, &calendar))
        else {
            continue;
        };
        activities.push(OpenActivity {
            activity: activity.to_owned(),
            date: day.to_owned(),
            records: 1,
            due: match standing {
                Standing::Open(due) | Standing::Overdue(due) => Some(due.to_string()),
                _ => None,
            },
            overdue: matches!(standing, Standing::Overdue(_)),
            remark: standing.remark(),
        });
    }
    activities.truncate(most);
    Ok(activities)
}
