//! The station's papers of a year (服务文书档案): by class and kind, how many are written, printed, signed and filed, with 建档率 and
//! 归档率 (`domain::archive`). Figures of every paper, whoever asks; no paper is shown here.

mod file;
mod reading;

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::archive::{Papers, classes};
use domain::fields::archive_volume;
use domain::period;
use serde::{Deserialize, Serialize};
use store::Test;
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

pub(crate) use file::{ArchiveOut, workbook};

/// Asks for the papers of a year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ArchiveRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
    /// Station, at the county; its first when absent.
    pub station: Option<String>,
}

/// The papers of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Archive {
    /// Year.
    pub year: i32,
    /// Code of the station.
    pub station: String,
    /// Its name.
    pub name: String,
    /// Classes, in the order of a shelf.
    pub classes: Vec<ArchiveClass>,
    /// All of them.
    pub total: PapersView,
}

/// Papers that are filed together.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ArchiveClass {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// How many papers the registered volumes hold; none without a volume.
    pub in_volumes: Option<u32>,
    /// Of all its kinds.
    pub papers: PapersView,
    /// Kind by kind, those that there is anything of.
    pub kinds: Vec<ArchiveKind>,
}

/// Papers of a kind.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ArchiveKind {
    /// The kind.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// How many.
    pub papers: PapersView,
}

/// How many papers there are, and how far.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PapersView {
    /// Written.
    pub written: u32,
    /// 暂存
    pub begun: u32,
    /// Missing by the stage of their case.
    pub missing: u32,
    /// Printed.
    pub printed: u32,
    /// Signed; none where the form does not say.
    pub signed: Option<u32>,
    /// On file in paper.
    pub filed: u32,
    /// 建档率
    pub written_rate: String,
    /// 归档率
    pub filed_rate: String,
}

/// The papers of a year.
pub(crate) fn get(pc: &Pc, request: ArchiveRequest) -> Result<Archive, CommandError> {
    of_year(&Context::of(pc)?, request)
}

fn of_year(context: &Context, request: ArchiveRequest) -> Result<Archive, CommandError> {
    let year = request.year.unwrap_or(context.today.year());
    let Some(span) = period::year(year) else {
        return Err(CommandError::invalid_field("year", "年度请写四位，如 2026。"));
    };
    let stations = context.stations();
    let asked = request.station.as_deref().filter(|code| !code.is_empty());
    let station = match asked {
        Some(code) => stations.into_iter().find(|station| station.code == code),
        None => stations.into_iter().next(),
    };
    let station = station.ok_or_else(|| CommandError::not_found("这个站点"))?;
    let reading = reading::Reading::of(context, &station.code, span)?;
    let volumes = volumes(context, &station.code, year)?;
    let (mut made, mut total) = (Vec::new(), Papers::default());
    for class in classes() {
        let (mut kinds, mut sum) = (Vec::new(), Papers::default());
        for name in &class.kinds {
            let kind = kind_named(name)?;
            let papers = reading.papers(kind)?;
            sum = sum.plus(&papers);
            if papers != (Papers { signed: papers.signed, ..Papers::default() }) {
                kinds.push(ArchiveKind { kind: name.clone(), label: kind.label.clone(), papers: view(&papers) });
            }
        }
        let in_volumes = volumes.get(&class.name).copied();
        let sum = sum.in_volumes(in_volumes);
        total = total.plus(&sum);
        made.push(ArchiveClass {
            code: class.name.clone(),
            label: class.label().to_owned(),
            in_volumes: in_volumes.map(|papers| u32::try_from(papers).unwrap_or(u32::MAX)),
            papers: view(&sum),
            kinds,
        });
    }
    Ok(Archive { year, station: station.code, name: station.name, classes: made, total: view(&total) })
}

/// How many papers the volumes of a year hold, by class.
fn volumes(context: &Context, station: &str, year: i32) -> Result<BTreeMap<String, u64>, CommandError> {
    let finals = context.of_station(archive_volume::KIND, Some(station)).finals();
    let mut papers: BTreeMap<String, u64> = BTreeMap::new();
    for row in context.list(&finals.and(archive_volume::YEAR, Test::Eq, year))? {
        let class = text(&row.fields, archive_volume::ARCHIVE_CLASS).to_owned();
        let more = row.fields.get(archive_volume::PAPERS).and_then(serde_json::Value::as_u64).unwrap_or(0);
        *papers.entry(class).or_default() += more;
    }
    Ok(papers)
}

fn view(papers: &Papers) -> PapersView {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    PapersView {
        written: number(papers.written),
        begun: number(papers.begun),
        missing: number(papers.missing),
        printed: number(papers.printed),
        signed: papers.signed.map(number),
        filed: number(papers.filed),
        written_rate: papers.written_rate().to_string(),
        filed_rate: papers.filed_rate().to_string(),
    }
}
