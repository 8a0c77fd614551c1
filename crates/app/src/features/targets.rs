//! Yearly targets (指标) of a station and how far they are (R24). What an agreement asks for (`agreed.rs`) and what county or supervisor set
//! besides (`wanted.rs`, written in `writing.rs`) are measured alike (`progress.rs`): what is done is the brief's own figure plus what was
//! added by hand.

mod agreed;
mod progress;
pub(crate) mod shares;
mod wanted;
pub(crate) mod writing;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::brief::Figures;
use domain::brief_figures::figures;
use domain::fields::{agreement_target_adjust, kpi_manual_adjust, kpi_sub_target, kpi_target};
use domain::kpi::{self, FigureChoice};
use domain::period::{Month, Period};
use domain::rate::Rate;
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::features::targets::wanted::{Wanted, is_by_county, may_change};
use crate::kernel::context::{Context, text};
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
    /// The targets: the agreement's first, then the county's, then the station's own.
    pub targets: Vec<TargetRow>,
    /// Whether the person at this PC may set targets.
    pub may_set: bool,
    /// Figures a target can count.
    pub figures: Vec<FigureChoice>,
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
    /// The agreement that asks for it, and in which it is changed; none for one that was set by itself.
    pub agreement: Option<String>,
    /// What it is counted over where that is not the calendar year: `2026-10-01 至 2027-09-30`.
    pub term: String,
    /// Its term is over, or its agreement was ended: it is counted no further.
    pub ended: bool,
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
    /// Record id; of a number of an agreement its own.
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
    /// What it was counted over.
    #[serde(skip, default = "no_days")]
    #[ts(skip)]
    pub counted: Period,
    /// Completion.
    pub rate: String,
    /// Where it will end at the pace until now; none before it begins and once it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub projection: Option<ProjectionRow>,
}

fn no_days() -> Period {
    Period { from: NaiveDate::MIN, to: NaiveDate::MIN }
}

/// Where a sub-target will end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ProjectionRow {
    /// What will be done at the end, as shown.
    pub at_end: String,
    /// Completion then.
    pub rate: String,
    /// It will be reached.
    pub reached: bool,
    /// In words: months left, and what is needed each month.
    pub words: String,
}

/// Something added by hand.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AdjustRow {
    /// Record kind: of a number of an agreement another than of a target that was set.
    pub kind: String,
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
        figures: kpi::choices().to_vec(),
    })
}

/// How far every station is.
pub(crate) fn board(pc: &Pc, request: TargetBoardRequest) -> Result<TargetBoard, CommandError> {
    let context = Context::of(pc)?;
    let year = request.year.unwrap_or(context.today.year());
    let mut stations = Vec::new();
    for station in &context.store.roster().stations {
        let mut targets = of_station(&context, &station.code, year)?;
        targets.retain(|target| !target.ended);
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

/// The targets of a station, counted up to today. An agreement's stand in every year that its term touches.
pub(crate) fn of_station(context: &Context, station: &str, year: i32) -> Result<Vec<TargetRow>, CommandError> {
    counted(context, station, wanted_in(context, station, year)?)
}

/// Those that have begun: a report of days that are over does not ask for what was agreed after them.
pub(crate) fn begun(context: &Context, station: &str, year: i32) -> Result<Vec<TargetRow>, CommandError> {
    let mut wanted = wanted_in(context, station, year)?;
    wanted.retain(|one| one.span.from <= context.today);
    counted(context, station, wanted)
}

fn wanted_in(context: &Context, station: &str, year: i32) -> Result<Vec<Wanted>, CommandError> {
    let Some(whole) = domain::period::year(year) else { return Ok(Vec::new()) };
    let mut wanted = agreed::of_station(context, station, whole, context.today)?;
    wanted.extend(wanted::set_in(context, station, whole)?);
    Ok(wanted)
}

fn counted(context: &Context, station: &str, wanted: Vec<Wanted>) -> Result<Vec<TargetRow>, CommandError> {
    let Some(from) = wanted.iter().map(|one| one.span.from).min() else { return Ok(Vec::new()) };
    let month = Month::of(context.today);
    let to = wanted.iter().map(|one| one.until(context.today)).fold(from, NaiveDate::max);
    let facts = gather(context, Some(station), Period { from: from.min(month.first()), to })?;
    let this_month = figures(&facts, month.period());
    let mut counted: BTreeMap<(NaiveDate, NaiveDate), Figures> = BTreeMap::new();
    let mut rows = Vec::new();
    for one in wanted {
        let (from, until) = (one.span.from, one.until(context.today));
        let done = counted.entry((from, until)).or_insert_with(|| figures(&facts, Period { from, to: until }));
        let month = one.span.contains(context.today).then_some(&this_month);
        rows.push(progress::row(context, one, done, month, until));
    }
    Ok(rows)
}

/// Target and completion by figure up to a month's end, for the brief: the agreement's or the county's where several are set on a figure. What
/// an agreement asks for is counted over its own year, and says so.
pub(crate) fn by_figure(
    context: &Context,
    station: &str,
    month: Month,
    year: &Figures,
) -> Result<BTreeMap<String, (String, String)>, CommandError> {
    let last = month.last();
    let mut found = BTreeMap::new();
    for one in agreed::of_station(context, station, Period { from: last, to: last }, last)? {
        let span = Period { from: one.span.from, to: one.until(last) };
        let done = figures(&gather(context, Some(station), span)?, span);
        for sub in progress::row(context, one, &done, None, span.to).subs {
            found.entry(sub.figure).or_insert((format!("{}（协议年度）", sub.target_text), sub.rate));
        }
    }
    for one in
        domain::period::year(month.year()).map_or(Ok(Vec::new()), |whole| wanted::set_in(context, station, whole))?
    {
        for sub in progress::row(context, one, year, None, last).subs {
            found.entry(sub.figure).or_insert((sub.target_text, sub.rate));
        }
    }
    Ok(found)
}

/// Refuses a change of a target, of its sub-targets, or of what was added by hand, by whoever may not.
pub(crate) fn must_change(context: &Context, row: &Row) -> Result<(), CommandError> {
    let target = match row.kind.as_str() {
        kpi_target::KIND => row.clone(),
        kpi_sub_target::KIND => context.row(kpi_target::KIND, text(&row.fields, kpi_sub_target::KPI_TARGET))?,
        kpi_manual_adjust::KIND | agreement_target_adjust::KIND if context.person.role == Role::Worker => {
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
