//! 站级服务计划: from the findings of a needs survey to things with a day and a person, and from these to the records that settle them. Evidence
//! is linked, not collected: a visit or an activity stays where it is.

use changelog::{Op, Payload};
use chrono::Datelike;
use domain::dictionary::{Kind, dictionary};
use domain::fields::{needs_survey, plan_item_record, station_plan, station_plan_item, survey_finding};
use domain::period::{Month, Period};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, RecordRef};
use crate::records::check::{self, Form, Ready};
use crate::records::labels::{self, Titles};

/// Most records that are offered for a thing.
const OFFERED: u64 = 200;

/// A plan as its page shows it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanView {
    /// Record id.
    pub id: String,
    /// Station code.
    pub station: String,
    /// Name.
    pub title: String,
    /// Year.
    pub year: i64,
    /// 目标
    pub goals: String,
    /// The survey it rests on.
    pub survey: Option<PlanSurvey>,
    /// What is to be said of it: it rests on no survey.
    pub warnings: Vec<String>,
    /// Whether the person at this PC may change it.
    pub editable: bool,
    /// Its things, by their days; those without one first.
    pub items: Vec<PlanItemView>,
}

/// The survey that a plan rests on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanSurvey {
    /// Record id.
    pub id: String,
    /// Name.
    pub title: String,
    /// How many were asked.
    pub sample: i64,
    /// Findings in their order.
    pub findings: Vec<String>,
}

/// A thing of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanItemView {
    /// Record id.
    pub id: String,
    /// What.
    pub content: String,
    /// The need that it answers.
    pub need: String,
    /// By when; empty where it is not said yet.
    pub due_date: String,
    /// Who.
    pub worker: String,
    /// 暂存: not to be counted on yet.
    pub provisional: bool,
    /// 已取消
    pub cancelled: bool,
    /// The kind of record that settles it; none where it is ticked off.
    pub record_kind: Option<String>,
    /// Its label.
    pub record_label: String,
    /// The records that are linked.
    pub records: Vec<PlanRecord>,
    /// Settled on that day; empty while it is not.
    pub done_date: String,
    /// Days late, while it is not settled.
    pub overdue: i64,
}

/// A record that is linked to a thing of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanRecord {
    /// Id of the link.
    pub id: String,
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: String,
}

/// A record that could settle a thing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanRecordChoice {
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: String,
    /// It is linked already.
    pub linked: bool,
}

/// Links a record to a thing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LinkPlanRecord {
    /// The thing.
    pub item: String,
    /// The record.
    pub record: RecordRef,
}

/// Asks what the plan has for a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PlanMonthRequest {
    /// `2026-12`.
    pub month: String,
    /// Station, for the county.
    #[serde(default)]
    pub station: Option<String>,
}

/// A thing that a plan has for a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct PlannedThing {
    /// The thing.
    pub item: String,
    /// Its plan.
    pub plan: String,
    /// What.
    pub content: String,
    /// By when.
    pub due_date: String,
    /// Who.
    pub worker: String,
}

/// A plan.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<PlanView, CommandError> {
    let context = Context::of(pc)?;
    view(&context, &context.row(station_plan::KIND, &request.id)?)
}

fn view(context: &Context, plan: &Row) -> Result<PlanView, CommandError> {
    let of = |field: &str| text(&plan.fields, field).to_owned();
    let survey = some_text(&plan.fields, station_plan::NEEDS_SURVEY);
    let survey = survey.map(|id| context.store.row(needs_survey::KIND, &id)).transpose()?.flatten();
    let items = context.list(&items_of(&plan.id).by(station_plan_item::DUE_DATE, false))?;
    let links = links_of(context, &items)?;
    let mut shown = Vec::new();
    for item in &items {
        let own: Vec<&Row> =
            links.iter().filter(|link| text(&link.fields, plan_item_record::STATION_PLAN_ITEM) == item.id).collect();
        shown.push(item_view(context, item, &own)?);
    }
    let kind = kind_named(station_plan::KIND)?;
    Ok(PlanView {
        id: plan.id.clone(),
        station: plan.station.clone(),
        title: of(station_plan::TITLE),
        year: plan.fields.get(station_plan::YEAR).and_then(Value::as_i64).unwrap_or_default(),
        goals: of(station_plan::GOALS),
        warnings: warnings(plan, survey.as_ref()),
        survey: survey.map(|row| survey_view(context, &row)).transpose()?,
        editable: context.may_write(kind, &plan.station),
        items: shown,
    })
}

/// What a plan rests on, where that is nothing or comes after it.
fn warnings(plan: &Row, survey: Option<&Row>) -> Vec<String> {
    let Some(survey) = survey.filter(|row| row.deleted_reason.is_none()) else {
        return vec!["这个计划没有依据需求调研：实施方案 七（四）要求先调研、再定计划。".to_owned()];
    };
    let made = date(&plan.fields, station_plan::MADE_DATE);
    let done = date(&survey.fields, needs_survey::FINISHED_DATE);
    match (made, done) {
        (_, None) => vec!["依据的需求调研还没有完成。".to_owned()],
        (Some(made), Some(done)) if done > made => vec!["依据的需求调研是在计划制定之后才完成的。".to_owned()],
        _ => Vec::new(),
    }
}

fn survey_view(context: &Context, row: &Row) -> Result<PlanSurvey, CommandError> {
    let findings = findings(context, &row.id)?;
    Ok(PlanSurvey {
        id: row.id.clone(),
        title: text(&row.fields, needs_survey::TITLE).to_owned(),
        sample: row.fields.get(needs_survey::SAMPLE).and_then(Value::as_i64).unwrap_or_default(),
        findings: findings.iter().map(|row| text(&row.fields, survey_finding::NEED).to_owned()).collect(),
    })
}

fn item_view(context: &Context, item: &Row, links: &[&Row]) -> Result<PlanItemView, CommandError> {
    let of = |field: &str| text(&item.fields, field).to_owned();
    let kind = settled_by(item);
    let mut records = Vec::new();
    for link in links {
        let record = RecordRef {
            kind: text(&link.fields, plan_item_record::TARGET_KIND).to_owned(),
            id: text(&link.fields, plan_item_record::TARGET).to_owned(),
        };
        let title = title(context, &record)?;
        let date = text(&link.fields, plan_item_record::DATE).to_owned();
        records.push(PlanRecord { id: link.id.clone(), record, title, date });
    }
    let first = records.iter().map(|record| record.date.clone()).min();
    let done_date = some_text(&item.fields, station_plan_item::DONE_DATE).or(first).unwrap_or_default();
    let cancelled = of(station_plan_item::ITEM_STATE) == "cancelled";
    let due = date(&item.fields, station_plan_item::DUE_DATE);
    let late = due.map_or(0, |due| (context.today - due).num_days().max(0));
    let finding = of(station_plan_item::FINDING);
    Ok(PlanItemView {
        id: item.id.clone(),
        content: of(station_plan_item::CONTENT),
        need: match finding.is_empty() {
            true => String::new(),
            false => title(context, &RecordRef { kind: survey_finding::KIND.to_owned(), id: finding })?,
        },
        due_date: of(station_plan_item::DUE_DATE),
        worker: context.staff_name(text(&item.fields, station_plan_item::WORKER)),
        provisional: item.provisional,
        cancelled,
        record_label: kind.map(|kind| kind.label.clone()).unwrap_or_default(),
        record_kind: kind.map(|kind| kind.name.clone()),
        overdue: if done_date.is_empty() && !cancelled && !item.provisional { late } else { 0 },
        records,
        done_date,
    })
}

fn title(context: &Context, record: &RecordRef) -> Result<String, CommandError> {
    let kind = kind_named(&record.kind)?;
    let Some(row) = context.store.row(&record.kind, &record.id)? else {
        return Ok("（这台电脑上没有这条记录）".to_owned());
    };
    let titles = Titles::for_rows(context, kind, std::slice::from_ref(&row))?;
    Ok(labels::title(context, kind, &row.fields, &titles))
}

/// The kind of record that settles a thing; none where it is ticked off.
fn settled_by(item: &Row) -> Option<&'static Kind> {
    dictionary().kind(text(&item.fields, station_plan_item::RECORD_KIND))
}

fn items_of(plan: &str) -> Query {
    Query::of(station_plan_item::KIND).and(station_plan_item::STATION_PLAN, Test::Eq, plan)
}

fn links_of(context: &Context, items: &[Row]) -> Result<Vec<Row>, CommandError> {
    let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    let links = Query::of(plan_item_record::KIND).by(plan_item_record::DATE, false);
    context.list_in(&links, plan_item_record::STATION_PLAN_ITEM, &ids)
}

/// Final findings of a survey, by their rank.
fn findings(context: &Context, survey: &str) -> Result<Vec<Row>, CommandError> {
    let of = Query::of(survey_finding::KIND).and(survey_finding::NEEDS_SURVEY, Test::Eq, survey);
    context.list(&of.by(survey_finding::RANK, false).by("created_ms", false).finals())
}

/// Records of the year that could settle a thing, the newest first.
pub(crate) fn choices(pc: &Pc, request: IdRequest) -> Result<Vec<PlanRecordChoice>, CommandError> {
    let context = Context::of(pc)?;
    let item = context.row(station_plan_item::KIND, &request.id)?;
    let Some((kind, dated)) = settled_by(&item).and_then(|kind| Some((kind, kind.date.as_deref()?))) else {
        return Err(CommandError::invalid_field(
            station_plan_item::RECORD_KIND,
            "先选这件事由哪种记录了结，再关联记录。",
        ));
    };
    let linked = links_of(&context, std::slice::from_ref(&item))?;
    let year = date(&item.fields, station_plan_item::DUE_DATE).unwrap_or(context.today).year();
    let finals = context.of_station(&kind.name, Some(&item.station)).finals();
    let of_year = finals
        .and(dated, Test::AtLeast, format!("{year}-01-01"))
        .and(dated, Test::AtMost, context.today_text())
        .by(dated, true);
    let rows = context.list(&Query { limit: Some(OFFERED), ..of_year })?;
    let titles = Titles::for_rows(&context, kind, &rows)?;
    let is_linked = |row: &Row| linked.iter().any(|link| text(&link.fields, plan_item_record::TARGET) == row.id);
    let choice = |row: &Row| PlanRecordChoice {
        record: RecordRef { kind: kind.name.clone(), id: row.id.clone() },
        title: labels::title(&context, kind, &row.fields, &titles),
        date: text(&row.fields, dated).to_owned(),
        linked: is_linked(row),
    };
    Ok(rows.iter().map(choice).collect())
}

/// Links a record to a thing, which is done with it.
pub(crate) fn link(pc: &Pc, request: LinkPlanRecord) -> Result<PlanView, CommandError> {
    let context = Context::of(pc)?;
    let item = context.row(station_plan_item::KIND, &request.item)?;
    let plan = context.row(station_plan::KIND, text(&item.fields, station_plan_item::STATION_PLAN))?;
    let target = context.row(&request.record.kind, &request.record.id)?;
    let wanted = settled_by(&item).filter(|kind| kind.name == target.kind);
    let Some(kind) = wanted else {
        return Err(CommandError::invalid_field(station_plan_item::RECORD_KIND, "这件事不由这种记录了结。"));
    };
    if target.station != item.station || target.provisional || target.deleted_reason.is_some() {
        return Err(CommandError::not_allowed("只能关联本站的正式记录；暂存的请先补全。"));
    }
    let Some(day) = kind.date.as_deref().and_then(|field| date(&target.fields, field)) else {
        return Err(CommandError::not_allowed("这条记录还没有日期，不能了结计划里的事。"));
    };
    let known = links_of(&context, std::slice::from_ref(&item))?;
    if !known.iter().any(|link| text(&link.fields, plan_item_record::TARGET) == target.id) {
        let link = kind_named(plan_item_record::KIND)?;
        let fields = payload([
            (plan_item_record::STATION_PLAN_ITEM, json!(item.id)),
            (plan_item_record::TARGET_KIND, json!(target.kind)),
            (plan_item_record::TARGET, json!(target.id)),
            (plan_item_record::DATE, json!(day.to_string())),
        ]);
        let mut writes: Vec<Write> =
            check::ready(&context, link, Form { fields, ..Form::default() })?.write.into_iter().collect();
        // Whose open work it is asks for its state; what settles it stays the record.
        if matches!(text(&item.fields, station_plan_item::ITEM_STATE), "planned" | "doing") {
            let fields = payload([(station_plan_item::ITEM_STATE, json!("done"))]);
            let seen = check::seen_of(&item, Default::default(), &fields);
            writes.push(Write { kind: item.kind.clone(), record: item.id.clone(), op: Op::Set, fields, seen });
        }
        context.save(context.audience(link, &item.station), writes)?;
    }
    view(&context, &plan)
}

/// What the plans of a station have for a month and is not settled, by its days.
pub(crate) fn month(pc: &Pc, request: PlanMonthRequest) -> Result<Vec<PlannedThing>, CommandError> {
    let context = Context::of(pc)?;
    let month = Month::parse(&request.month)
        .ok_or_else(|| CommandError::invalid_field("month", "月份请写成 2026-11 的样子。"))?;
    due_within(&context, request.station.as_deref(), month.period())
}

/// The same within any days: for 下月计划 of a brief, and the next quarter's of a report.
pub(crate) fn due_within(
    context: &Context,
    station: Option<&str>,
    span: Period,
) -> Result<Vec<PlannedThing>, CommandError> {
    let finals = context.of_station(station_plan_item::KIND, station).finals();
    let within = finals
        .and(station_plan_item::DUE_DATE, Test::AtLeast, span.from.to_string())
        .and(station_plan_item::DUE_DATE, Test::AtMost, span.to.to_string())
        .and(station_plan_item::ITEM_STATE, Test::Ne, "cancelled")
        .by(station_plan_item::DUE_DATE, false);
    let items = context.list(&within)?;
    let links = links_of(context, &items)?;
    let settled = |item: &Row| {
        date(&item.fields, station_plan_item::DONE_DATE).is_some()
            || links.iter().any(|link| text(&link.fields, plan_item_record::STATION_PLAN_ITEM) == item.id)
    };
    let thing = |item: &Row| {
        let of = |field: &str| text(&item.fields, field).to_owned();
        PlannedThing {
            item: item.id.clone(),
            plan: of(station_plan_item::STATION_PLAN),
            content: of(station_plan_item::CONTENT),
            due_date: of(station_plan_item::DUE_DATE),
            worker: context.staff_name(text(&item.fields, station_plan_item::WORKER)),
        }
    };
    Ok(items.iter().filter(|item| !settled(item)).map(thing).collect())
}

/// What a new plan begins with: the newest survey that is finished, and its findings as goals.
pub(crate) fn begun(context: &Context, kind: &str) -> Result<Payload, CommandError> {
    if kind != station_plan::KIND || context.is_county() {
        return Ok(Payload::new());
    }
    let year = context.today.year();
    let mut fields =
        payload([(station_plan::YEAR, json!(year)), (station_plan::TITLE, json!(format!("{year} 年度服务计划")))]);
    let finished = Query { provisional: Some(false), limit: Some(1), ..Query::of(needs_survey::KIND) };
    let finished = finished.and(needs_survey::FINISHED_DATE, Test::NotNull, Value::Null);
    if let Some(survey) = context.list(&finished.by(needs_survey::FINISHED_DATE, true))?.first() {
        let needs = findings(context, &survey.id)?;
        let goals = needs
            .iter()
            .enumerate()
            .map(|(at, row)| format!("{}. 回应“{}”", at + 1, text(&row.fields, survey_finding::NEED)));
        fields.insert(station_plan::NEEDS_SURVEY.into(), json!(survey.id));
        fields.insert(station_plan::GOALS.into(), json!(goals.collect::<Vec<_>>().join("\n")));
    }
    Ok(fields)
}

/// Things of a plan that has none yet, from the findings of its survey: 暂存 until somebody says by when.
pub(crate) fn items_follow(context: &Context, plan: &Ready) -> Result<Vec<Write>, CommandError> {
    let Some(survey) = some_text(&plan.whole, station_plan::NEEDS_SURVEY) else { return Ok(Vec::new()) };
    let any = Query { deleted: true, ..items_of(&plan.id) };
    if context.store.count(&any)? > 0 {
        return Ok(Vec::new());
    }
    let kind = kind_named(station_plan_item::KIND)?;
    let mut writes = Vec::new();
    for finding in findings(context, &survey)? {
        let suggestion = some_text(&finding.fields, survey_finding::SUGGESTION);
        let content = suggestion.unwrap_or_else(|| text(&finding.fields, survey_finding::NEED).to_owned());
        let fields = payload([
            (station_plan_item::STATION_PLAN, json!(plan.id)),
            (station_plan_item::CONTENT, json!(content)),
            (station_plan_item::WORKER, json!(text(&plan.whole, station_plan::WORKER))),
            (station_plan_item::FINDING, json!(finding.id)),
            (station_plan_item::ITEM_STATE, json!("planned")),
        ]);
        writes.extend(check::ready(context, kind, Form { fields, provisional: true, ..Form::default() })?.write);
    }
    Ok(writes)
}

fn payload<const N: usize>(fields: [(&str, Value); N]) -> Payload {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
