//! Sum of the stations against the county (合计核对): any county figure as an equation, with the names behind each difference: who was counted by
//! several stations, which files were merged, which records were written or changed after the station had reported. The rule is `domain::sums`.

mod names;
pub(crate) mod parts;

use domain::books::named;
use domain::brief::{Figure, Figures};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::books::moved::MovedRecord;
use crate::boards::sums::parts::{Part, Parts};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

/// Asks how a county figure comes about.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SumRequest {
    /// `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
    pub period: String,
    /// Code of the figure.
    pub figure: String,
}

/// A county figure as an equation.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CountySum {
    /// Its label.
    pub label: String,
    /// The period: `2026年10月`.
    pub period: String,
    /// The equation in words; empty for a rate, which is no sum.
    pub words: String,
    /// The county's figure, as printed.
    pub county: String,
    /// What each station adds.
    pub stations: Vec<StationSum>,
    /// People whom more than one station counted.
    pub twice: Vec<CountedTwice>,
    /// Files that were merged after a station had reported.
    pub merged: Vec<MergedFile>,
    /// Records that were written or changed after a station had reported.
    pub corrected: Vec<CorrectedRecord>,
    /// What has to be known besides.
    pub note: String,
}

/// What a station adds to it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationSum {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// As it reported, printed.
    pub reported: String,
    /// It has reported the whole period; else what stands now.
    pub frozen: bool,
    /// As it stands now.
    pub now: String,
}

/// Somebody whom more than one station counted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CountedTwice {
    /// The first of her files: by it the choke point sees whom the answer names.
    pub id: String,
    /// Name.
    pub name: String,
    /// The stations.
    pub stations: Vec<String>,
    /// Why it is one person.
    pub why: String,
    /// Her files.
    pub files: Vec<String>,
}

/// A file that went into another.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MergedFile {
    /// The file that stands.
    pub id: String,
    /// Its station.
    pub station: String,
    /// Name of the file that went.
    pub name: String,
    /// Name of the file that stands.
    pub into: String,
}

/// A record that was written or changed since.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CorrectedRecord {
    /// Its station.
    pub station: String,
    /// The record.
    pub record: MovedRecord,
}

/// How a county figure comes about.
pub(crate) fn explain(pc: &Pc, request: SumRequest) -> Result<CountySum, CommandError> {
    let context = Context::of(pc)?;
    let wrong = || CommandError::invalid_field("period", "期间请写成 2026-11、2026-Q4 的样子。");
    let (period, label) = named(&request.period).ok_or_else(wrong)?;
    let parts = Parts::gather(&context, period)?;
    let sum = of_figure(&context, &parts, &request.figure)?.ok_or_else(|| CommandError::not_found("这个指标"))?;
    Ok(CountySum { period: label, ..sum })
}

/// One figure of a period, with its names; none where nobody has it.
pub(crate) fn of_figure(context: &Context, parts: &Parts, code: &str) -> Result<Option<CountySum>, CommandError> {
    let Some(county) = parts.county.get(code) else { return Ok(None) };
    let text = |figures: &Figures| figures.get(code).map_or("0".to_owned(), Figure::text);
    let station = |part: &Part| StationSum {
        code: part.station.clone(),
        name: context.station_name(&part.station),
        reported: text(part.reported()),
        frozen: part.since.is_some(),
        now: text(&part.now),
    };
    let mut sum = CountySum {
        label: county.full_label(),
        period: String::new(),
        words: String::new(),
        county: county.text(),
        stations: parts.stations.iter().map(station).collect(),
        twice: Vec::new(),
        merged: Vec::new(),
        corrected: Vec::new(),
        note: String::new(),
    };
    if county.whole.is_some() {
        sum.note = "这是比率，各站不能相加：全县的分子、分母按全县的人和记录重新计算。".to_owned();
    } else {
        sum.words = parts.equation(code).words(&county.unit);
        (sum.twice, sum.merged) = (names::twice(context, parts, code)?, names::merged(context, parts, code)?);
    }
    sum.corrected = names::corrected(context, parts, code)?;
    if sum.stations.iter().any(|station| !station.frozen) {
        let open: Vec<String> = sum.stations.iter().filter(|one| !one.frozen).map(|one| one.name.clone()).collect();
        sum.note += &format!("{}还没有报全这一期，按现在的记录计。", open.join("、"));
    }
    Ok(Some(sum))
}

/// The figures of a period that are no plain sum: code, and the equation in words.
pub(crate) fn differing(parts: &Parts) -> Vec<(String, String)> {
    let shown = |figure: &&Figure| figure.whole.is_none() && !figure.is_breakdown();
    let words = |figure: &Figure| {
        let equation = parts.equation(&figure.code);
        let words = || format!("{}：{}", figure.full_label(), equation.words(&figure.unit));
        (!equation.is_plain()).then(|| (figure.code.clone(), words()))
    };
    parts.county.figures.iter().filter(shown).filter_map(words).collect()
}
