//! Yearly targets (指标) of a station and how far they are (R24): read here, written in `targets/writing.rs`. What is done is the
//! brief's own figure of the year plus what was added by hand; completion is `domain::kpi`'s.

pub(crate) mod writing;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::amounts::{kept_per, printed};
use domain::brief::{Facts, Figures};
use domain::brief_figures::figures;
use domain::fields::{kpi_manual_adjust, kpi_sub_target, kpi_target};
use domain::kpi::{self, Progress};
use domain::period::{Month, Period};
use domain::rate::Rate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::role::Role;
use crate::records::facts::gather;

/// Asks for the targets of a year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct TargetsRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
    /// Station (for the county).
    pub station: Option<String>,
}

/// Targets of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Targets {
    /// Year.
    pub year: i32,
    /// Station code; empty at the county before one is chosen.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// The targets: the county's first, then the station's own.
    pub targets: Vec<TargetRow>,
    /// Whether the person at this PC may set targets.
    pub may_set: bool,
    /// Figures a target can count.
    pub figures: Vec<FigureChoice>,
}

/// A figure that a target can count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct FigureChoice {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// 人次, 元, 小时…
    pub unit: String,
    /// How many of what is kept make one of the unit: 100 for 元, 60 for hours, else 1.
    #[ts(type = "number")]
    pub per: u64,
}

/// A target and how far it is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TargetRow {
    /// Record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Set by the county: the station sees it and cannot change it.
    pub by_county: bool,
    /// 依据
    pub document_no: String,
    /// Whether the person at this PC may change it.
    pub editable: bool,
    /// What it counts.
    pub subs: Vec<SubTargetRow>,
    /// Completion: `93.3%`, `100%`, `—`.
    pub rate: String,
    /// The same in thousandths, for a bar; none for `—`.
    pub thousandths: Option<u32>,
    /// All of it is done.
    pub reached: bool,
    /// The completion itself, to compare with others.
    #[serde(skip)]
    #[ts(skip)]
    pub far: Rate,
}

/// A sub-target and how far it is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SubTargetRow {
    /// Record id.
    pub id: String,
    /// Code of the figure.
    pub figure: String,
    /// Its label; the code when this program version does not know it.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Wanted in the year, as kept (分, minutes, or the number itself).
    #[ts(type = "number")]
    pub target: u64,
    /// Wanted, as shown.
    pub target_text: String,
    /// Done, with what was added by hand; `—` where the figure is not known here.
    pub done_text: String,
    /// This month; empty for another year.
    pub month_text: String,
    /// Of the year's figure, added by hand.
    pub adjusted_text: String,
    /// What was added by hand.
    pub adjusts: Vec<AdjustRow>,
    /// Completion.
    pub rate: String,
}

/// Something added by hand.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AdjustRow {
    /// Record id.
    pub id: String,
    /// For which day.
    pub date: String,
    /// How many, as shown.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// Who added it.
    pub who: String,
}

/// Asks how far the stations are.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct TargetBoardRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
}

/// How far the stations are with their targets.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TargetBoard {
    /// Year.
    pub year: i32,
    /// Stations that have targets.
    pub stations: Vec<StationTargets>,
}

/// How far one station is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationTargets {
    /// Station code.
    pub code: String,
    /// Targets set.
    pub total: u64,
    /// Of these reached.
    pub reached: u64,
    /// The least finished one: its name.
    pub lowest: String,
    /// And its completion.
    pub lowest_rate: String,
}

/// Targets of a year with how far they are.
pub(crate) fn list(pc: &Pc, request: TargetsRequest) -> Result<Targets, CommandError> {
    let context = Context::of(pc)?;
    let year = request.year.unwrap_or(context.today.year());
    let station = context.station.clone().or(request.station).unwrap_or_default();
    let targets = if station.is_empty() { Vec::new() } else { of_station(&context, &station, year)? };
    Ok(Targets {
        year,
        station_name: if station.is_empty() { String::new() } else { context.station_name(&station) },
        station,
        targets,
        may_set: context.person.role != Role::Worker,
        figures: choices(),
    })
}

/// Figures a target can count, from a brief of nothing: those that every brief has.
pub(crate) fn choices() -> Vec<FigureChoice> {
    let day = NaiveDate::default();
    let nothing = figures(&Facts::default(), Period { from: day, to: day });
    let choice = |figure: &domain::brief::Figure| {
        let before = match figure.group.as_deref() {
            Some("area.times") => "服务人次 · ",
            Some("area.persons") => "服务人数 · ",
            _ => "",
        };
        FigureChoice {
            code: figure.code.clone(),
            label: format!("{before}{}", figure.label),
            unit: figure.unit.clone(),
            per: kept_per(&figure.unit),
        }
    };
    kpi::countable(&nothing).map(choice).collect()
}

/// How far every station is.
pub(crate) fn board(pc: &Pc, request: TargetBoardRequest) -> Result<TargetBoard, CommandError> {
    let context = Context::of(pc)?;
    let year = request.year.unwrap_or(context.today.year());
    let mut stations = Vec::new();
    for station in &context.store.roster().stations {
        let targets = of_station(&context, &station.code, year)?;
        let rated = targets.iter().filter(|target| target.far.whole > 0);
        let lowest = rated.reduce(|least, one| if one.far.is_less(least.far) { one } else { least });
        if !targets.is_empty() {
            stations.push(StationTargets {
                code: station.code.clone(),
                total: targets.len() as u64,
                reached: targets.iter().filter(|target| target.reached).count() as u64,
                lowest: lowest.map(|target| target.name.clone()).unwrap_or_default(),
                lowest_rate: lowest.map(|target| target.rate.clone()).unwrap_or_default(),
            });
        }
    }
    Ok(TargetBoard { year, stations })
}

/// The targets of a station, counted up to today.
pub(crate) fn of_station(context: &Context, station: &str, year: i32) -> Result<Vec<TargetRow>, CommandError> {
    let set = set_for(context, station, year)?;
    if set.is_empty() {
        return Ok(Vec::new());
    }
    let day = |month, of_month| NaiveDate::from_ymd_opt(year, month, of_month).unwrap_or(context.today);
    let until = context.today.clamp(day(1, 1), day(12, 31));
    let span = Period { from: day(1, 1), to: until };
    let facts = gather(context, Some(station), span)?;
    let month = (context.today.year() == year).then(|| figures(&facts, Month::of(context.today).period()));
    Ok(rows(context, set, &figures(&facts, span), month.as_ref(), until))
}

/// Target and completion by figure up to a month's end, for the brief: the county's where both have set one on a figure.
pub(crate) fn by_figure(
    context: &Context,
    station: &str,
    month: Month,
    year: &Figures,
) -> Result<BTreeMap<String, (String, String)>, CommandError> {
    let set = set_for(context, station, month.year())?;
    let mut found = BTreeMap::new();
    for sub in rows(context, set, year, None, month.last()).into_iter().flat_map(|target| target.subs) {
        found.entry(sub.figure).or_insert((sub.target_text, sub.rate));
    }
    Ok(found)
}

/// A target as it was set, with its sub-targets and what was added by hand.
pub(crate) struct SetTarget {
    pub(crate) row: Row,
    pub(crate) subs: Vec<(Row, Vec<Row>)>,
}

/// The targets of a year as they were set: the county's first, then by number and name.
pub(crate) fn set_for(context: &Context, station: &str, year: i32) -> Result<Vec<SetTarget>, CommandError> {
    let targets = context.list(
        &context
            .of_station(kpi_target::KIND, Some(station))
            .and(kpi_target::YEAR, Test::Eq, year)
            .by("created_ms", false),
    )?;
    let ids = |rows: &[Row]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    let subs = context.list_in(
        &Query::of(kpi_sub_target::KIND).by("created_ms", false),
        kpi_sub_target::KPI_TARGET,
        &ids(&targets),
    )?;
    let mut adjusts: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in context.list_in(
        &Query::of(kpi_manual_adjust::KIND).by(kpi_manual_adjust::DATE, false),
        kpi_manual_adjust::KPI_SUB_TARGET,
        &ids(&subs),
    )? {
        adjusts.entry(text(&row.fields, kpi_manual_adjust::KPI_SUB_TARGET).to_owned()).or_default().push(row);
    }
    let mut of_target: BTreeMap<String, Vec<(Row, Vec<Row>)>> = BTreeMap::new();
    for sub in subs {
        let own = adjusts.remove(&sub.id).unwrap_or_default();
        of_target.entry(text(&sub.fields, kpi_sub_target::KPI_TARGET).to_owned()).or_default().push((sub, own));
    }
    let mut set: Vec<SetTarget> =
        targets.into_iter().map(|row| SetTarget { subs: of_target.remove(&row.id).unwrap_or_default(), row }).collect();
    set.sort_by_key(|target| {
        (
            !is_by_county(&target.row),
            target.row.fields.get(kpi_target::SEQ_NO).and_then(Value::as_i64).unwrap_or(i64::MAX),
        )
    });
    Ok(set)
}

pub(crate) fn is_by_county(target: &Row) -> bool {
    text(&target.fields, kpi_target::SET_BY) == "county"
}

/// How far they are, by the figures up to a day.
pub(crate) fn rows(
    context: &Context,
    set: Vec<SetTarget>,
    year: &Figures,
    month: Option<&Figures>,
    until: NaiveDate,
) -> Vec<TargetRow> {
    let choices = choices();
    let one = |target: SetTarget| {
        let mut progress = Vec::new();
        let subs = target.subs.iter().map(|(sub, adjusts)| {
            let (row, far) = sub_row(context, sub, adjusts, &choices, year, month, until);
            progress.push(far);
            row
        });
        let subs: Vec<SubTargetRow> = subs.collect();
        let rate = kpi::completion(&progress);
        TargetRow {
            name: text(&target.row.fields, kpi_target::NAME).to_owned(),
            by_county: is_by_county(&target.row),
            document_no: text(&target.row.fields, kpi_target::DOCUMENT_NO).to_owned(),
            editable: may_change(context, &target.row),
            subs,
            thousandths: rate.thousandths().map(|far| far as u32),
            far: rate,
            rate: rate.to_string(),
            reached: kpi::is_reached(rate),
            id: target.row.id,
        }
    };
    set.into_iter().map(one).collect()
}

fn sub_row(
    context: &Context,
    sub: &Row,
    adjusts: &[Row],
    choices: &[FigureChoice],
    year: &Figures,
    month: Option<&Figures>,
    until: NaiveDate,
) -> (SubTargetRow, Progress) {
    let code = text(&sub.fields, kpi_sub_target::FIGURE).to_owned();
    let choice = choices.iter().find(|choice| choice.code == code);
    let unit = choice.map(|choice| choice.unit.clone()).unwrap_or_default();
    let number = |fields: &changelog::Payload, name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or(0);
    let target = number(&sub.fields, kpi_sub_target::TARGET);
    let counted: Vec<&Row> = adjusts
        .iter()
        .filter(|row| date(&row.fields, kpi_manual_adjust::DATE).is_some_and(|day| day <= until))
        .collect();
    let adjusted: u64 = counted.iter().map(|row| number(&row.fields, kpi_manual_adjust::AMOUNT)).sum();
    // A breakdown that has nothing in it is 0; a figure that this program version does not count is not.
    let known = choice.is_some().then(|| year.value(&code).unwrap_or(0));
    let done = known.unwrap_or(0) + adjusted;
    let progress = Progress { target, done };
    let row = SubTargetRow {
        id: sub.id.clone(),
        label: choice.map_or_else(|| code.clone(), |choice| choice.label.clone()),
        target,
        target_text: printed(target, &unit),
        done_text: if known.is_some() { printed(done, &unit) } else { "—".to_owned() },
        month_text: month.map(|month| printed(month.value(&code).unwrap_or(0), &unit)).unwrap_or_default(),
        adjusted_text: if adjusted > 0 { printed(adjusted, &unit) } else { String::new() },
        adjusts: adjusts
            .iter()
            .map(|row| AdjustRow {
                id: row.id.clone(),
                date: text(&row.fields, kpi_manual_adjust::DATE).to_owned(),
                amount: printed(number(&row.fields, kpi_manual_adjust::AMOUNT), &unit),
                reason: text(&row.fields, kpi_manual_adjust::REASON).to_owned(),
                who: context.staff_name(&row.created_by),
            })
            .collect(),
        rate: progress.rate().to_string(),
        figure: code,
        unit,
    };
    (row, progress)
}

/// What the county set only the county changes; at a station only the supervisor sets targets.
pub(crate) fn may_change(context: &Context, target: &Row) -> bool {
    match context.person.role {
        Role::County => is_by_county(target),
        Role::Supervisor => !is_by_county(target) && context.station.as_deref() == Some(target.station.as_str()),
        Role::Worker => false,
    }
}

/// Refuses a change of a target, of its sub-targets, or of what was added by hand, by whoever may not.
pub(crate) fn must_change(context: &Context, row: &Row) -> Result<(), CommandError> {
    let target = match row.kind.as_str() {
        kpi_target::KIND => row.clone(),
        kpi_sub_target::KIND => context.row(kpi_target::KIND, text(&row.fields, kpi_sub_target::KPI_TARGET))?,
        kpi_manual_adjust::KIND if context.person.role == Role::Worker => {
            return Err(CommandError::not_allowed("指标和补录由站长或县级填写，请告诉站长。"));
        }
        _ => return Ok(()),
    };
    if may_change(context, &target) {
        return Ok(());
    }
    Err(CommandError::not_allowed(match (context.person.role, is_by_county(&target)) {
        (Role::Worker, _) => "指标由站长或县级设定，请告诉站长。",
        (Role::Supervisor, true) => "这个指标由县级下达，站点只能查看和补录；要改请联系县级。",
        _ => "这个指标由站点自己设定，县级只能查看；要下达请另设一个。",
    }))
}
