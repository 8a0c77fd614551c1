//! Setting targets: the county for one station or many, a supervisor for their own. A target and its sub-targets are one save; what
//! cannot be counted is added with a reason. Who may change what says `wanted::may_change`.

use std::collections::BTreeSet;

use changelog::{Audience, Op, Payload};
use domain::fields::{agreement_target, agreement_target_adjust, kpi_manual_adjust, kpi_sub_target, kpi_target};
use domain::kpi;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Row, Write};
use ts_rs::TS;

use crate::features::targets::wanted::SetTarget;
use crate::features::targets::{self, agreed, wanted};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::role::Role;
use crate::records::check::{self, Form};

/// Sets a target.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveTarget {
    /// The target to change; none makes a new one, or changes the one of that name.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// Year.
    pub year: i32,
    /// Stations it is for (county); a station's own when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub stations: Vec<String>,
    /// Name.
    pub name: String,
    /// 依据
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub document_no: String,
    /// What it counts, each figure once.
    pub subs: Vec<SubTarget>,
}

/// What a target counts.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SubTarget {
    /// Code of the figure.
    pub figure: String,
    /// Wanted in the year, as kept (分, minutes, or the number itself); a text that is no number is refused.
    #[ts(type = "number | string | null")]
    pub target: Value,
}

/// Takes a target away.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RemoveTarget {
    /// The target.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Adds by hand what cannot be counted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct AdjustTarget {
    /// The sub-target, or the number of an agreement.
    pub sub_target: String,
    /// For which station, of a number of an agreement (for the county).
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// For which day; today when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub date: String,
    /// How many, as kept.
    #[ts(type = "number | string | null")]
    pub amount: Value,
    /// Why, with what it rests on.
    pub reason: String,
}

/// Sets a target with its sub-targets.
pub(crate) fn save(pc: &Pc, request: SaveTarget) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    check(&request)?;
    let existing = match &request.id {
        Some(id) => Some(context.row(kpi_target::KIND, id)?),
        None => None,
    };
    let stations = match (&existing, &context.station) {
        (Some(row), _) => vec![row.station.clone()],
        (None, Some(own)) => vec![own.clone()],
        (None, None) => request.stations.clone(),
    };
    let roster = context.store.roster();
    if stations.is_empty() || stations.iter().any(|code| roster.station(code).is_none()) {
        return Err(CommandError::invalid_field("stations", "请选择把指标下达给哪些站点。"));
    }
    for station in stations {
        let writes = writes_for(&context, &station, existing.as_ref(), &request)?;
        if !writes.is_empty() {
            context.save(Audience::Station(station), writes)?;
        }
    }
    Ok(Nothing {})
}

fn check(request: &SaveTarget) -> Result<(), CommandError> {
    let mut findings = Vec::new();
    let known = kpi::choices();
    let mut seen = BTreeSet::new();
    if request.subs.is_empty() {
        findings.push(FieldFinding::error("subs", "请至少选一个取数口径，并填全年目标。"));
    }
    for (place, sub) in request.subs.iter().enumerate() {
        let field = format!("subs.{place}");
        if !known.iter().any(|choice| choice.code == sub.figure) {
            findings.push(FieldFinding::error(&field, "请从列表里选择取数口径。"));
        } else if !seen.insert(&sub.figure) {
            findings.push(FieldFinding::error(&field, "同一个取数口径只能选一次。"));
        } else if sub.target.as_u64().is_none() {
            findings.push(FieldFinding::error(&field, "全年目标请填不小于 0 的数。"));
        }
    }
    check::refuse_errors(&findings)
}

/// What is written for one station: the target, the sub-targets that changed, and those that are no longer asked for.
fn writes_for(
    context: &Context,
    station: &str,
    existing: Option<&Row>,
    request: &SaveTarget,
) -> Result<Vec<Write>, CommandError> {
    let set = wanted::set_for(context, station, request.year)?;
    let by_county = context.is_county();
    let same = |target: &&SetTarget| match existing {
        Some(row) => target.row.id == row.id,
        None => {
            wanted::is_by_county(&target.row) == by_county
                && text(&target.row.fields, kpi_target::NAME) == request.name.trim()
        }
    };
    let known = set.iter().find(same);
    if let Some(row) = known.map(|known| &known.row).or(existing) {
        targets::must_change(context, row)?;
    }
    let id = known.map(|known| known.row.id.clone()).or_else(|| existing.map(|row| row.id.clone()));
    let setter = if by_county { "county" } else { "station" };
    let mut fields = Payload::from_iter([
        (kpi_target::YEAR.to_owned(), json!(request.year)),
        (kpi_target::NAME.to_owned(), json!(request.name)),
        (kpi_target::SET_BY.to_owned(), json!(setter)),
        (kpi_target::DOCUMENT_NO.to_owned(), json!(request.document_no)),
    ]);
    if id.is_none() {
        fields.insert(kpi_target::SEQ_NO.into(), json!(set.len() + 1));
    }
    let target = check::ready(context, kind_named(kpi_target::KIND)?, Form { id, fields, ..Form::default() })?;
    let mut writes: Vec<Write> = target.write.into_iter().collect();
    let none = Vec::new();
    let subs = known.map_or(&none, |known| &known.subs);
    for wanted in &request.subs {
        let id = subs
            .iter()
            .find(|(row, _)| text(&row.fields, kpi_sub_target::FIGURE) == wanted.figure)
            .map(|(row, _)| row.id.clone());
        let fields = Payload::from_iter([
            (kpi_sub_target::KPI_TARGET.to_owned(), json!(target.id)),
            (kpi_sub_target::FIGURE.to_owned(), json!(wanted.figure)),
            (kpi_sub_target::TARGET.to_owned(), wanted.target.clone()),
        ]);
        writes.extend(
            check::ready(context, kind_named(kpi_sub_target::KIND)?, Form { id, fields, ..Form::default() })?.write,
        );
    }
    let gone = subs.iter().map(|(row, _)| row);
    let gone =
        gone.filter(|row| !request.subs.iter().any(|sub| sub.figure == text(&row.fields, kpi_sub_target::FIGURE)));
    writes.extend(gone.map(|row| deletion(row, "修改指标时删除")));
    Ok(writes)
}

fn deletion(row: &Row, reason: &str) -> Write {
    let fields = Payload::from_iter([("deleted_reason".to_owned(), reason.into())]);
    let seen = check::seen_of(row, Default::default(), &fields);
    Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen }
}

/// Takes a target away with its sub-targets.
pub(crate) fn remove(pc: &Pc, request: RemoveTarget) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(kpi_target::KIND, &request.id)?;
    targets::must_change(&context, &row)?;
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(CommandError::invalid_field("reason", "请写明删除这个指标的原因。"));
    }
    context.save(Audience::Station(row.station.clone()), vec![deletion(&row, reason)])?;
    Ok(Nothing {})
}

/// Adds by hand what was done and cannot be counted. A supervisor may do so for the county's targets and an agreement's too.
pub(crate) fn adjust(pc: &Pc, request: AdjustTarget) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    let (station, kind, named) = match context.store.row(agreement_target::KIND, &request.sub_target)? {
        Some(target) => {
            let station = context.station.clone().or(request.station).unwrap_or_default();
            if !agreed::is_asked(&context, &target, &station)? {
                return Err(CommandError::invalid_field("station", "请选择给哪个站点补录；它要在这份协议里。"));
            }
            (station, agreement_target_adjust::KIND, agreement_target_adjust::AGREEMENT_TARGET)
        }
        None => {
            let station = context.row(kpi_sub_target::KIND, &request.sub_target)?.station;
            (station, kpi_manual_adjust::KIND, kpi_manual_adjust::KPI_SUB_TARGET)
        }
    };
    let kind = kind_named(kind)?;
    if context.person.role == Role::Supervisor {
        context.must_write(kind, &station)?;
    }
    let date = if request.date.trim().is_empty() { context.today_text() } else { request.date };
    let fields = Payload::from_iter([
        (named.to_owned(), json!(request.sub_target)),
        (kpi_manual_adjust::DATE.to_owned(), json!(date)),
        (kpi_manual_adjust::AMOUNT.to_owned(), request.amount),
        (kpi_manual_adjust::REASON.to_owned(), json!(request.reason)),
    ]);
    let ready = check::ready(&context, kind, Form { fields, ..Form::default() })?;
    context.save(Audience::Station(station), ready.write.into_iter().collect())?;
    Ok(Nothing {})
}
