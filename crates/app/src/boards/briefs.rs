//! The monthly brief (月度工作简报): months and their versions, and freezing a month's draft as a version with the log heads it
//! was computed from. Figures and generated text are `domain::brief`.

pub(crate) mod cases;
pub(crate) mod comparing;
pub(crate) mod draft;
pub(crate) mod files;
pub(crate) mod issued;
pub(crate) mod pages;
pub(crate) mod photos;
pub(crate) mod reporting;
pub(crate) mod types;

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use domain::fields::monthly_brief;
use domain::period::Month;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Row, Write};

use crate::boards::books;
use crate::boards::briefs::draft::compute;
use crate::boards::briefs::issued::issued;
use crate::boards::briefs::types::{BriefId, BriefMonth, BriefMonths, BriefVersion, BriefView, FreezeBrief};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::facts::{self, gather};
use crate::records::returns;

/// How many months back the list goes.
const MONTHS_LISTED: i32 = 18;
const KIND: &str = monthly_brief::KIND;

/// Lists the months from the first work on, newest first.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<BriefMonths, CommandError> {
    let context = Context::of(pc)?;
    let this = Month::of(context.today);
    let first = this.plus(1 - MONTHS_LISTED);
    let station = context.station.as_deref();
    let facts = gather(&context, station, facts::span(first.first(), this.last()))?;
    let mut versions = versions(&context)?;
    let due_day = due_day(&context)?;
    let reporting = reporting::Reporting::of(&context)?;
    let mut months = Vec::new();
    for back in 0..MONTHS_LISTED {
        let month = this.plus(-back);
        let versions = versions.remove(&month.to_string()).unwrap_or_default();
        if !reporting.had_any_begun(month) && versions.is_empty() {
            continue;
        }
        let figures = domain::brief_figures::figures(&facts, month.period());
        let due = month.brief_due(due_day);
        let late = station.is_some_and(|own| reporting.owes(own, month)) && context.today > due;
        months.push(BriefMonth {
            month: month.to_string(),
            label: month.label(),
            due: due.to_string(),
            overdue_days: if late { (context.today - due).num_days() as u32 } else { 0 },
            visits: figures.value("visit.effective").unwrap_or(0),
            persons: figures.value("service.persons").unwrap_or(0),
            not_reported: if context.is_county() { reporting.owing(month) } else { Vec::new() },
            versions,
        });
    }
    Ok(BriefMonths { months })
}

/// The day of the following month on which briefs are due, as the county has set it.
pub(crate) fn due_day(context: &Context) -> Result<u32, CommandError> {
    let set = context.number_parameter(domain::parameters::BRIEF_DUE_DAY)?;
    Ok(set.unwrap_or(domain::period::BRIEF_DUE_DAY))
}

/// Frozen versions by month, newest first.
fn versions(context: &Context) -> Result<BTreeMap<String, Vec<BriefVersion>>, CommandError> {
    let mut by_month: BTreeMap<String, Vec<BriefVersion>> = BTreeMap::new();
    let mut returned = returns::of_kind(context, KIND)?;
    for row in context.list(&context.of_station(KIND, None).by("station", false).by(monthly_brief::VERSION, true))? {
        let month = text(&row.fields, monthly_brief::MONTH).to_owned();
        let version = BriefVersion { returned: returned.remove(&row.id), ..version(context, &row) };
        by_month.entry(month).or_default().push(version);
    }
    Ok(by_month)
}

fn version(context: &Context, row: &Row) -> BriefVersion {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let number = |field: &str| row.fields.get(field).and_then(Value::as_u64).unwrap_or(0) as u32;
    BriefVersion {
        id: row.id.clone(),
        station: row.station.clone(),
        month: of(monthly_brief::MONTH),
        version: number(monthly_brief::VERSION),
        issue_no: number(monthly_brief::ISSUE_NO),
        title: of(monthly_brief::TITLE),
        date: of(monthly_brief::FROZEN_DATE),
        issued_by: context.staff_name(text(&row.fields, monthly_brief::ISSUED_BY)),
        state: row.state,
        returned: None,
    }
}

fn month_of(text: &str) -> Result<Month, CommandError> {
    Month::parse(text).ok_or_else(|| CommandError::invalid_field("month", "月份请写成 2026-11 的样子。"))
}

/// Freezes the month's brief as it is computed now, with the text as edited.
pub(crate) fn freeze(pc: &Pc, request: FreezeBrief) -> Result<BriefVersion, CommandError> {
    let context = Context::of(pc)?;
    let month = month_of(&request.month)?;
    if month.first() > context.today {
        return Err(CommandError::invalid_field("month", "这个月还没有开始，不能定稿。"));
    }
    let opened = books::opened_for(&context, &request.month, request.reopen_reason.as_deref())?;
    let without_consent = cases::without_consent(&context, &request.sections, request.override_reason.as_deref())?;
    let view = edited(&context, month, request)?;
    for (person, what) in without_consent {
        context.record_reading(&person, &what, &[])?;
    }
    let record = uuid::Uuid::now_v7().to_string();
    let write = Write {
        kind: KIND.into(),
        record: record.clone(),
        op: Op::Set,
        fields: frozen(&context, &view)?,
        seen: BTreeMap::new(),
    };
    context.save(Audience::Station(context.own_station()), opened.into_iter().chain([write]).collect())?;
    pc.events.changed(&[KIND]);
    Ok(version(&context, &context.row(KIND, &record)?))
}

/// The month's brief as it is computed now, with what she wrote and chose.
fn edited(context: &Context, month: Month, request: FreezeBrief) -> Result<BriefView, CommandError> {
    let view = compute(context, month)?;
    Ok(BriefView {
        issue_no: request.issue_no.filter(|number| *number > 0).unwrap_or(view.issue_no),
        copies: request.copies.unwrap_or(view.copies),
        sent_to: request.sent_to.trim().to_owned(),
        sections: cases::de_identified(context, request.sections)?,
        leave_out_zeros: request.leave_out_zeros.unwrap_or(view.leave_out_zeros),
        photos: photos::chosen(context, month, request.photos)?,
        ..view
    })
}

/// The record of a frozen version. `heads` are the log places that the figures were computed from.
fn frozen(context: &Context, view: &BriefView) -> Result<Payload, CommandError> {
    let heads: Vec<Value> =
        context.store.heads()?.into_iter().map(|(log, _, seq, head)| json!([log, seq, head])).collect();
    let fields = [
        (monthly_brief::MONTH, json!(view.month)),
        (monthly_brief::ISSUE_NO, json!(view.issue_no)),
        (monthly_brief::VERSION, json!(view.version)),
        (monthly_brief::TITLE, json!(view.title)),
        (monthly_brief::ISSUER, json!(view.issuer)),
        (monthly_brief::FROZEN_DATE, json!(view.date)),
        (monthly_brief::ISSUED_BY, json!(context.person.id)),
        (monthly_brief::SENT_TO, json!(view.sent_to)),
        (monthly_brief::COPIES, json!(view.copies)),
        (monthly_brief::LEAVE_OUT_ZEROS, json!(if view.leave_out_zeros { "yes" } else { "no" })),
        (monthly_brief::SECTIONS, json!(json_text(&view.sections)?)),
        (monthly_brief::FIGURES, json!(json_text(view)?)),
        (monthly_brief::HEADS, json!(json_text(&heads)?)),
    ];
    Ok(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A frozen version, as it was issued.
pub(crate) fn get(pc: &Pc, request: BriefId) -> Result<BriefView, CommandError> {
    let context = Context::of(pc)?;
    let returned = returns::of_kind(&context, KIND)?.remove(&request.id);
    Ok(BriefView { returned, ..issued(&context, &request.id)? })
}

fn json_text(value: &impl Serialize) -> Result<String, CommandError> {
    serde_json::to_string(value).map_err(|_| CommandError::internal("简报不能写成 JSON"))
}
