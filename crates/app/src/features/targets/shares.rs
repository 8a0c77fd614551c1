//! Shares of a target's numbers: what each worker and each village has done of it, counted by the same figures, and where each will end at its
//! pace. A share has no target of its own; whoever was served by two workers counts with both.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use domain::amounts::printed;
use domain::brief_figures::figures;
use domain::dictionary::dictionary;
use domain::fields::{case, progress_note, recipient, visit};
use domain::kpi::{self, Progress};
use domain::period::Period;
use domain::rate::Rate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row};
use ts_rs::TS;

use crate::features::targets::progress::projected;
use crate::features::targets::{agreed, wanted};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::facts::parted;

/// Asks for the shares of a sub-target.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SharesRequest {
    /// The sub-target.
    pub sub: String,
    /// Year of the page; this year when absent.
    #[serde(default)]
    #[ts(optional)]
    pub year: Option<i32>,
    /// Station (for the county).
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
}

/// The shares.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Shares {
    /// What is counted.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// By worker, the most first.
    pub workers: Vec<ShareRow>,
    /// By village.
    pub villages: Vec<ShareRow>,
}

/// The share of a worker or a village.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ShareRow {
    /// Name.
    pub name: String,
    /// Done.
    pub done: String,
    /// Of what all of them did.
    pub share: String,
    /// At the end, by the pace until now; empty once it is over.
    pub at_end: String,
}

/// What the workers and the villages have done of a sub-target.
pub(crate) fn list(pc: &Pc, request: SharesRequest) -> Result<Shares, CommandError> {
    let context = Context::of(pc)?;
    let station = context.station.clone().or(request.station).unwrap_or_default();
    let year = domain::period::year(request.year.unwrap_or(context.today.year()));
    let year = year.ok_or_else(|| CommandError::invalid_field("year", "年度请写四位，如 2026。"))?;
    let mut wanted = agreed::of_station(&context, &station, year, context.today)?;
    wanted.extend(wanted::set_in(&context, &station, year)?);
    let found = wanted.iter().find_map(|one| {
        let sub = one.subs.iter().find(|sub| sub.id == request.sub)?;
        Some((one.span, one.until(context.today), sub.figure.clone()))
    });
    let (span, until, figure) = found.ok_or_else(|| CommandError::not_found("这个指标"))?;
    let choice = kpi::choice(&figure).ok_or_else(|| CommandError::not_found("这个取数口径"))?;
    let counted = Counted { figure: &figure, unit: &choice.unit, span, until };
    let villages = Villages::read(&context, &station)?;
    let worker = |row: &Row| {
        let kind = dictionary().kind(&row.kind);
        let field = kind.and_then(|kind| kind.worker.as_deref()).unwrap_or_default();
        context.staff_name(Some(text(&row.fields, field)).filter(|id| !id.is_empty()).unwrap_or(&row.created_by))
    };
    Ok(Shares {
        label: choice.label.clone(),
        unit: choice.unit.clone(),
        workers: counted.shares(&context, &station, worker)?,
        villages: counted.shares(&context, &station, |row| villages.of(row))?,
    })
}

struct Counted<'a> {
    figure: &'a str,
    unit: &'a str,
    span: Period,
    until: chrono::NaiveDate,
}

impl Counted<'_> {
    fn shares(
        &self,
        context: &Context,
        station: &str,
        owner: impl Fn(&Row) -> String,
    ) -> Result<Vec<ShareRow>, CommandError> {
        let done = Period { from: self.span.from, to: self.until };
        let parts = parted(context, station, done, owner)?;
        let mut counted: Vec<(String, u64)> = parts
            .into_iter()
            .map(|(name, facts)| (name, figures(&facts, done).value(self.figure).unwrap_or(0)))
            .filter(|(_, value)| *value > 0)
            .collect();
        counted.sort_by_key(|(name, value)| (std::cmp::Reverse(*value), name.clone()));
        let whole: u64 = counted.iter().map(|(_, value)| *value).sum();
        let row = |(name, value): (String, u64)| {
            let end = projected(Progress { target: 0, done: value }, self.span, self.until, self.unit);
            ShareRow {
                name: if name.is_empty() { "没有写明的".to_owned() } else { name },
                done: printed(value, self.unit),
                share: Rate { part: value as usize, whole: whole as usize }.to_string(),
                at_end: end.map(|end| end.at_end).unwrap_or_default(),
            }
        };
        Ok(counted.into_iter().map(row).collect())
    }
}

/// Villages of the people of a station, and whose its cases are.
struct Villages {
    of_person: HashMap<String, String>,
    of_case: BTreeMap<String, String>,
}

impl Villages {
    fn read(context: &Context, station: &str) -> Result<Villages, CommandError> {
        let pairs = |kind: &str, field: &str| {
            let all = Query { deleted: true, ..context.of_station(kind, Some(station)) };
            let rows = context.store.columns(&all, &["id", field])?;
            let of =
                |row: &[Value], place: usize| row.get(place).and_then(Value::as_str).unwrap_or_default().to_owned();
            Ok::<_, CommandError>(rows.iter().map(|row| (of(row, 0), of(row, 1))).collect::<Vec<_>>())
        };
        Ok(Villages {
            of_person: pairs(recipient::KIND, recipient::VILLAGE)?.into_iter().collect(),
            of_case: pairs(case::KIND, case::RECIPIENT)?.into_iter().collect(),
        })
    }

    /// The village a record names, or that of the person it is about.
    fn of(&self, row: &Row) -> String {
        let own = text(&row.fields, recipient::VILLAGE);
        if !own.is_empty() {
            return own.to_owned();
        }
        let named = text(&row.fields, visit::RECIPIENT);
        let person = match row.kind.as_str() {
            progress_note::KIND => self.of_case.get(text(&row.fields, progress_note::CASE)).map_or("", String::as_str),
            _ => named,
        };
        self.of_person.get(person).cloned().unwrap_or_default()
    }
}
