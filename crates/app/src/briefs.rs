//! The monthly brief (月度工作简报): months and their versions, a draft computed from the records, freezing it as a
//! version with the log heads it was computed from, and comparing versions. Figures and generated text are
//! `domain::brief`; files are made in `briefs/files.rs`.

mod cases;
pub(crate) mod facts;
pub mod files;
mod resource_facts;

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use chrono::NaiveDate;
use domain::brief::{self, Facts, Figures};
use domain::brief_text::{self, Setting};
use domain::dictionary::dictionary;
use domain::period::Month;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::app::App;
use crate::briefs::facts::{gather, own};
use crate::commands::Nothing;
use crate::duty::{Duty, text};
use crate::error::{CommandError, ErrorCode};
use crate::parameters;
use crate::targets;
use crate::views::{self, RecordView, Travelled};

/// The months that can have a brief, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefMonths {
    /// One row per month.
    pub months: Vec<BriefMonth>,
}

/// One month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefMonth {
    /// `2026-11`.
    pub month: String,
    /// 2026年11月.
    pub label: String,
    /// When its brief is due.
    pub due: String,
    /// Days past that date without a frozen version; 0 when not overdue.
    pub overdue_days: u32,
    /// Effective visits.
    pub visits: u64,
    /// Persons served.
    pub persons: u64,
    /// Frozen versions, newest first.
    pub versions: Vec<BriefVersion>,
}

/// A frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefVersion {
    /// Record id.
    pub id: String,
    /// Station code.
    pub station: String,
    /// Month.
    pub month: String,
    /// 1, 2 …
    pub version: u32,
    /// 第 n 期 of the year.
    pub issue_no: u32,
    /// Title.
    pub title: String,
    /// 印发日期.
    pub date: String,
    /// Who issued it.
    pub issued_by: String,
    /// How far it has travelled.
    pub state: Travelled,
}

/// Asks for the draft of a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefRequest {
    /// `2026-11`.
    pub month: String,
}

/// A brief as it would be, or was, issued; frozen versions keep this very content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BriefView {
    /// `2026-11`.
    pub month: String,
    /// 2026年11月.
    pub label: String,
    /// Title of the masthead.
    pub title: String,
    /// 编发单位.
    pub issuer: String,
    /// 第 n 期 of the year.
    pub issue_no: u32,
    /// 1, 2 …
    pub version: u32,
    /// 印发日期.
    pub date: String,
    /// 报送单位.
    pub sent_to: String,
    /// 印发份数.
    pub copies: u32,
    /// Text sections in order.
    pub sections: Vec<BriefSection>,
    /// Figures in order.
    pub figures: Vec<BriefFigure>,
    /// Services by area.
    pub areas: Vec<Slice>,
    /// Living files by category at the month's end.
    pub categories: Vec<Slice>,
    /// Twelve months up to this one.
    pub trend: Vec<TrendPoint>,
    /// 暂存 records of the month, which are not counted.
    pub provisional: u64,
    /// What could not be computed and why.
    pub notes: Vec<String>,
}

/// A text section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BriefSection {
    /// Stable name of the section.
    pub key: String,
    /// Heading.
    pub heading: String,
    /// Text; a generated draft that she edits. Paragraphs are separated by line breaks.
    pub text: String,
}

/// A figure with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BriefFigure {
    /// Stable code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// 人, 人次 …
    pub unit: String,
    /// This month, as printed; — where it cannot be computed.
    pub value: String,
    /// The month before.
    pub previous: String,
    /// Since January.
    pub year_to_date: String,
    /// 年度目标, where one is set on this figure; else empty.
    #[serde(default)]
    pub target: String,
    /// 完成率 of that target (R24); else empty.
    #[serde(default)]
    pub completion: String,
    /// Records behind this month's value.
    pub rows: u64,
}

/// A named share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Slice {
    /// Name.
    pub label: String,
    /// Value.
    pub value: u64,
}

/// One month of the trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrendPoint {
    /// `2026-11`.
    pub month: String,
    /// Effective visits.
    pub visits: u64,
    /// Person-times.
    pub person_times: u64,
}

/// Asks for the records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefRowsRequest {
    /// `2026-11`.
    pub month: String,
    /// Code of the figure.
    pub figure: String,
}

/// The records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefRows {
    /// Label of the figure.
    pub label: String,
    /// The records (the first 500).
    pub rows: Vec<RecordView>,
    /// How many there are.
    pub total: u64,
}

/// Freezes a month's brief as a new version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FreezeBrief {
    /// `2026-11`.
    pub month: String,
    /// The text as edited.
    pub sections: Vec<BriefSection>,
    /// 期号, when another than the proposed one.
    #[serde(default)]
    #[ts(optional)]
    pub issue_no: Option<u32>,
    /// 报送单位.
    #[serde(default)]
    pub sent_to: String,
    /// 印发份数.
    #[serde(default)]
    #[ts(optional)]
    pub copies: Option<u32>,
}

/// A case that could be told, already de-identified; she reads it over before it is issued.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TypicalCase {
    /// Case id.
    pub case: String,
    /// A name for the list of choices (not for print).
    pub title: String,
    /// The text to insert.
    pub text: String,
}

/// Cases of a month that could be told.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TypicalCases {
    /// Those with the most sessions first.
    pub cases: Vec<TypicalCase>,
}

/// Names a frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefId {
    /// Record id.
    pub id: String,
}

/// What a re-issue changed against the version before it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefComparison {
    /// The older version; none for a first version.
    pub older: Option<BriefVersion>,
    /// The newer version.
    pub newer: BriefVersion,
    /// Figures and sections that differ.
    pub differences: Vec<BriefDifference>,
    /// Changes in the log between the two.
    pub changes: u64,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BriefDifference {
    /// Figure or section.
    pub label: String,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// How many months back the list goes.
const MONTHS_LISTED: i32 = 18;
const KIND: &str = "monthly_brief";

/// Lists the months from the first work on, newest first.
pub fn list(app: &App, _: Nothing) -> Result<BriefMonths, CommandError> {
    let duty = Duty::of(app)?;
    let this = Month::of(duty.today);
    let first = this.plus(1 - MONTHS_LISTED);
    let station = duty.station.as_deref();
    let facts = gather(&duty, station, facts::span(first.first(), this.last()))?;
    let begun = first_day(&facts);
    let mut versions = versions(&duty)?;
    let due_day = due_day(app, &duty)?;
    let mut months = Vec::new();
    for back in 0..MONTHS_LISTED {
        let month = this.plus(-back);
        let versions = versions.remove(&month.to_string()).unwrap_or_default();
        if begun.is_none_or(|day| day > month.last()) && versions.is_empty() {
            continue;
        }
        let figures = domain::brief_figures::figures(&facts, month.period());
        let due = month.brief_due(due_day);
        let late = versions.is_empty() && !duty.is_county() && duty.today > due;
        months.push(BriefMonth {
            month: month.to_string(),
            label: month.label(),
            due: due.to_string(),
            overdue_days: if late { (duty.today - due).num_days() as u32 } else { 0 },
            visits: figures.value("visit.effective").unwrap_or(0),
            persons: figures.value("service.persons").unwrap_or(0),
            versions,
        });
    }
    Ok(BriefMonths { months })
}

/// The first day on which anything was done.
fn first_day(facts: &Facts) -> Option<NaiveDate> {
    let days = facts.visits.iter().map(|visit| visit.date);
    let cases = facts.cases.iter().filter_map(|case| case.lead_date);
    let groups = facts.groups.iter().filter_map(|group| group.first());
    let activities = facts.activities.iter().map(|activity| activity.date);
    days.chain(cases).chain(groups).chain(activities).min()
}

/// The day of the following month on which briefs are due, as the county has set it.
pub(crate) fn due_day(app: &App, duty: &Duty) -> Result<u32, CommandError> {
    let set = parameters::value(app, &duty.store, parameters::BRIEF_DUE_DAY)?;
    Ok(set.parse().unwrap_or(domain::period::BRIEF_DUE_DAY))
}

/// Frozen versions by month, newest first.
fn versions(duty: &Duty) -> Result<BTreeMap<String, Vec<BriefVersion>>, CommandError> {
    let mut by_month: BTreeMap<String, Vec<BriefVersion>> = BTreeMap::new();
    for row in duty.list(&own(KIND, duty.station.as_deref()).by("station", false).by("version", true))? {
        by_month.entry(text(&row.fields, "month").to_owned()).or_default().push(version(duty, &row));
    }
    Ok(by_month)
}

fn version(duty: &Duty, row: &Row) -> BriefVersion {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let number = |field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0) as u32;
    BriefVersion {
        id: row.id.clone(),
        station: row.station.clone(),
        month: of("month"),
        version: number("version"),
        issue_no: number("issue_no"),
        title: of("title"),
        date: of("frozen_date"),
        issued_by: duty.staff_name(text(&row.fields, "issued_by")),
        state: row.state.into(),
    }
}

fn month_of(text: &str) -> Result<Month, CommandError> {
    Month::parse(text).ok_or_else(|| CommandError::invalid_field("month", "月份请写成 2026-11 的样子。"))
}

/// What the month's brief would be if it were frozen now.
pub fn preview(app: &App, request: BriefRequest) -> Result<BriefView, CommandError> {
    let duty = Duty::of(app)?;
    compute(&duty, month_of(&request.month)?)
}

fn compute(duty: &Duty, month: Month) -> Result<BriefView, CommandError> {
    let code = duty.own_station();
    let station = duty.station_name(&code);
    let facts = gather(duty, Some(&code), looked_at(month))?;
    let brief = brief::brief(&facts, month);
    let earlier = duty.list(&own(KIND, Some(&code)).by("issue_no", true))?;
    let number = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0) as u32;
    let of_month = earlier.iter().filter(|row| text(&row.fields, "month") == month.to_string());
    let (issue, version) =
        of_month.map(|row| (number(row, "issue_no"), number(row, "version"))).max().unwrap_or((0, 0));
    let year = format!("{:04}-", month.year());
    let of_year = earlier.iter().filter(|row| text(&row.fields, "month").starts_with(&year));
    let next_issue = of_year.map(|row| number(row, "issue_no")).max().unwrap_or(0) + 1;
    let last = earlier.iter().max_by_key(|row| row.created_ms);
    Ok(BriefView {
        month: month.to_string(),
        label: month.label(),
        title: brief_text::title(&station),
        issuer: station.clone(),
        issue_no: if issue > 0 { issue } else { next_issue },
        version: version + 1,
        date: duty.today_text(),
        sent_to: last.map(|row| text(&row.fields, "sent_to").to_owned()).unwrap_or_default(),
        copies: last.map_or(1, |row| number(row, "copies").max(1)),
        sections: sections(duty, &station, month, &brief.month)?,
        figures: figure_rows(&brief, &targets::by_figure(duty, &code, month, &brief.year_to_date)?),
        areas: slices(brief.month.group("area.times")),
        categories: slices(brief.month.group("category")),
        trend: brief.trend.iter().map(trend_point).collect(),
        provisional: provisional_left(duty, month)?,
        notes: notes(&brief.month),
    })
}

/// From the earliest day that a month's brief looks at (trend, year to date) to its last.
fn looked_at(month: Month) -> domain::period::Period {
    let earliest = month.plus(-11).first().min(month.year_to_date().from);
    facts::span(earliest, month.last())
}

fn sections(duty: &Duty, station: &str, month: Month, figures: &Figures) -> Result<Vec<BriefSection>, CommandError> {
    let staff = duty.list(&own("staff", duty.station.as_deref()))?;
    let on_duty = staff.iter().filter(|row| text(&row.fields, "active") != "no");
    let certified = on_duty.clone().filter(|row| !matches!(text(&row.fields, "certificate"), "" | "none"));
    let known = staff.iter().any(|row| !text(&row.fields, "certificate").is_empty());
    let setting = Setting { station, month, staff: known.then(|| (on_duty.count(), certified.count())) };
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
        })
        .collect()
}

fn slices<'a>(figures: impl Iterator<Item = &'a brief::Figure>) -> Vec<Slice> {
    figures.map(|figure| Slice { label: figure.label.clone(), value: figure.value.unwrap_or(0) }).collect()
}

fn trend_point(point: &brief::TrendPoint) -> TrendPoint {
    TrendPoint { month: point.month.clone(), visits: point.visits, person_times: point.person_times }
}

/// 暂存 records of the month's services: kept and synced, but in no figure.
fn provisional_left(duty: &Duty, month: Month) -> Result<u64, CommandError> {
    let mut left = 0;
    let kinds = [
        ("visit", "date"),
        ("progress_note", "date"),
        ("mandatory_report", "found_date"),
        ("group_session", "date"),
        ("community_activity", "date"),
        ("consultation", "date"),
        ("errand", "date"),
        ("volunteer_service", "date"),
        ("resource_linkage", "date"),
        ("gift_distribution", "date"),
        ("news_item", "date"),
        ("training", "date"),
        ("publicity", "date"),
    ];
    for (kind, field) in kinds {
        let of_month = own(kind, duty.station.as_deref()).and(field, Test::AtLeast, month.first().to_string()).and(
            field,
            Test::AtMost,
            month.last().to_string(),
        );
        left += duty.store.count(&Query { provisional: Some(true), ..of_month })?;
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
pub fn rows(app: &App, request: BriefRowsRequest) -> Result<BriefRows, CommandError> {
    let duty = Duty::of(app)?;
    let month = month_of(&request.month)?;
    let facts = gather(&duty, Some(&duty.own_station()), month.period())?;
    let figures = domain::brief_figures::figures(&facts, month.period());
    let figure = figures.get(&request.figure).ok_or_else(|| CommandError::not_found("这个指标"))?;
    let mut shown = Vec::new();
    for kind in figure.kind.split(',').filter(|kind| dictionary().kind(kind).is_some()) {
        let found = duty.list_in(&Query { limit: Some(500), ..Query::of(kind) }, "id", &figure.ids)?;
        shown.extend(views::views(&duty, kind, &found)?);
    }
    shown.truncate(500);
    Ok(BriefRows { label: figure.label.clone(), rows: shown, total: figure.ids.len() as u64 })
}

/// Cases with sessions in the month, as de-identified texts to insert.
pub fn typical(app: &App, request: BriefRequest) -> Result<TypicalCases, CommandError> {
    crate::briefs::cases::typical(&Duty::of(app)?, month_of(&request.month)?)
}

/// Freezes the month's brief as it is computed now, with the text as edited.
pub fn freeze(app: &App, request: FreezeBrief) -> Result<BriefVersion, CommandError> {
    let duty = Duty::of(app)?;
    let month = month_of(&request.month)?;
    if month.first() > duty.today {
        return Err(CommandError::invalid_field("month", "这个月还没有开始，不能定稿。"));
    }
    let mut view = compute(&duty, month)?;
    view.issue_no = request.issue_no.filter(|number| *number > 0).unwrap_or(view.issue_no);
    view.copies = request.copies.unwrap_or(view.copies);
    view.sent_to = request.sent_to.trim().to_owned();
    view.sections = crate::briefs::cases::de_identified(&duty, request.sections)?;
    let record = uuid::Uuid::now_v7().to_string();
    let write = Write {
        kind: KIND.into(),
        record: record.clone(),
        op: Op::Set,
        fields: frozen(&duty, &view)?,
        seen: BTreeMap::new(),
    };
    duty.save(Audience::Station(duty.own_station()), vec![write])?;
    app.events.changed(&[KIND]);
    Ok(version(&duty, &duty.row(KIND, &record)?))
}

/// The record of a frozen version. `heads` are the log places that the figures were computed from.
fn frozen(duty: &Duty, view: &BriefView) -> Result<Payload, CommandError> {
    let heads: Vec<Value> =
        duty.store.heads()?.into_iter().map(|(log, _, seq, head)| json!([log, seq, head])).collect();
    let fields = json!({
        "month": view.month, "issue_no": view.issue_no, "version": view.version, "title": view.title, "issuer": view.issuer,
        "frozen_date": view.date, "issued_by": duty.person.id, "sent_to": view.sent_to, "copies": view.copies,
        "sections": json_text(&view.sections)?, "figures": json_text(view)?, "heads": json_text(&heads)?,
    });
    Ok(fields.as_object().cloned().unwrap_or_default())
}

/// A frozen version, as it was issued.
pub fn get(app: &App, request: BriefId) -> Result<BriefView, CommandError> {
    issued(&Duty::of(app)?, &request.id)
}

pub(crate) fn issued(duty: &Duty, id: &str) -> Result<BriefView, CommandError> {
    content(&duty.row(KIND, id)?)
}

fn content(row: &Row) -> Result<BriefView, CommandError> {
    serde_json::from_str(text(&row.fields, "figures"))
        .map_err(|_| CommandError::new(ErrorCode::NotFound, "这份简报由更新版本的程序定稿，请更新程序后再打开。"))
}

/// What a version changed against the one before it.
pub fn compare(app: &App, request: BriefId) -> Result<BriefComparison, CommandError> {
    let duty = Duty::of(app)?;
    let newer = duty.row(KIND, &request.id)?;
    let month = text(&newer.fields, "month").to_owned();
    let before = own(KIND, Some(&newer.station)).and("month", Test::Eq, month).by("version", true);
    let number = |row: &Row| row.fields.get("version").and_then(Value::as_u64).unwrap_or(0);
    let older = duty.list(&before)?.into_iter().find(|row| number(row) < number(&newer));
    let (mut differences, mut changes) = (Vec::new(), 0);
    if let Some(older) = &older {
        differences = differing(&content(older)?, &content(&newer)?);
        changes = changes_between(older, &newer);
    }
    Ok(BriefComparison {
        older: older.map(|row| version(&duty, &row)),
        newer: version(&duty, &newer),
        differences,
        changes,
    })
}

fn differing(older: &BriefView, newer: &BriefView) -> Vec<BriefDifference> {
    let figures =
        |view: &BriefView| view.figures.iter().map(|one| (one.label.clone(), one.value.clone())).collect::<Vec<_>>();
    let sections =
        |view: &BriefView| view.sections.iter().map(|one| (one.heading.clone(), one.text.clone())).collect::<Vec<_>>();
    let mut found = Vec::new();
    for (old, new) in [(figures(older), figures(newer)), (sections(older), sections(newer))] {
        let value =
            |list: &[(String, String)], label: &str| list.iter().find(|one| one.0 == label).map(|one| one.1.clone());
        let gone = old.iter().filter(|one| value(&new, &one.0).is_none());
        for (label, _) in new.iter().chain(gone) {
            let (from, to) = (value(&old, label).unwrap_or_default(), value(&new, label).unwrap_or_default());
            if from != to {
                found.push(BriefDifference { label: label.clone(), from, to });
            }
        }
    }
    found
}

/// Changes in the log between two versions, from the places they were computed from.
fn changes_between(older: &Row, newer: &Row) -> u64 {
    let places = |row: &Row| -> BTreeMap<String, u64> {
        let heads: Vec<(String, u64, String)> = serde_json::from_str(text(&row.fields, "heads")).unwrap_or_default();
        heads.into_iter().map(|(log, seq, _)| (log, seq)).collect()
    };
    let before = places(older);
    places(newer).iter().map(|(log, seq)| seq.saturating_sub(before.get(log).copied().unwrap_or(0))).sum()
}

fn json_text(value: &impl Serialize) -> Result<String, CommandError> {
    serde_json::to_string(value).map_err(|_| CommandError::internal("简报不能写成 JSON"))
}
