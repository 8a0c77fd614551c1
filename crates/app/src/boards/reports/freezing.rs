//! Freezing a report: its draft as a version of its own, with the text as edited, its figures, and the log heads they were computed from; and
//! the version as it was issued.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::fields::{monthly_brief, report};
use serde::Serialize;
use serde_json::{Value, json};
use store::Write;

use crate::boards::books;
use crate::boards::reports::about::About;
use crate::boards::reports::draft::compute;
use crate::boards::reports::types::{FreezeReport, ReportId, ReportSection, ReportVersion, ReportView, WrittenSection};
use crate::boards::reports::{cases, handing_in, kept, photos};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::returns;

/// Freezes a report as it is computed now, with the text as edited.
pub(crate) fn freeze(pc: &Pc, request: FreezeReport) -> Result<ReportVersion, CommandError> {
    let context = Context::of(pc)?;
    let about = About::own(&context, &request.key())?;
    let kind = kind_named(&about.outline.kind)?;
    let station = about.station.clone().unwrap_or_default();
    context.must_write(kind, &station)?;
    if about.spans.is_some_and(|spans| spans.this.from > context.today) {
        return Err(CommandError::invalid_field("period", "这段时间还没有开始，不能定稿。"));
    }
    let opened = match &kind.closes {
        Some(_) => books::opened_for(&context, &about.period, request.reopen_reason.as_deref())?,
        None => None,
    };
    let without_consent =
        cases::without_consent(&context, &about.outline, &request.sections, request.override_reason.as_deref())?;
    let view = ReportView { undone: Vec::new(), ..edited(&context, &about, request)? };
    for (person, what) in without_consent {
        context.record_reading(&person, &what, &[])?;
    }
    let record = uuid::Uuid::now_v7().to_string();
    let mut writes = vec![Write {
        kind: kind.name.clone(),
        record: record.clone(),
        op: Op::Set,
        fields: frozen(&context, &about, &view)?,
        seen: BTreeMap::new(),
    }];
    writes.splice(0..0, opened);
    writes.extend(handing_in::again(&context, &about, &record)?);
    context.save(context.audience(kind, &station), writes)?;
    kept::version(&context, &context.row(&kind.name, &record)?)
}

/// The report as it is computed now, with what was written and chosen.
pub(super) fn edited(context: &Context, about: &About, request: FreezeReport) -> Result<ReportView, CommandError> {
    let view = compute(context, about)?;
    let photos = photos::chosen(context, about, request.photos)?;
    let sections = written(view.sections, request.sections);
    Ok(ReportView {
        issue_no: request.issue_no.filter(|number| *number > 0).unwrap_or(view.issue_no),
        copies: request.copies.unwrap_or(view.copies),
        sent_to: request.sent_to.trim().to_owned(),
        sections: cases::de_identified(context, &about.outline, sections)?,
        leave_out_zeros: request.leave_out_zeros.unwrap_or(view.leave_out_zeros),
        photos,
        ..view
    })
}

/// The sections with the text that was written for each; those that nothing was written for are empty.
fn written(sections: Vec<ReportSection>, edited: Vec<WrittenSection>) -> Vec<ReportSection> {
    let mut texts: BTreeMap<String, String> = edited.into_iter().map(|one| (one.key, one.text)).collect();
    sections
        .into_iter()
        .map(|section| ReportSection { text: texts.remove(&section.key).unwrap_or_default(), ..section })
        .collect()
}

/// The record of a frozen version. `heads` are the log places that it was computed from.
fn frozen(context: &Context, about: &About, view: &ReportView) -> Result<Payload, CommandError> {
    let heads: Vec<Value> =
        context.store.heads()?.into_iter().map(|(log, _, seq, head)| json!([log, seq, head])).collect();
    let texts: Vec<Value> =
        view.sections.iter().map(|one| json!({ "key": one.key, "heading": one.heading, "text": one.text })).collect();
    let mut fields = vec![
        (report::ISSUE_NO, json!(view.issue_no)),
        (report::VERSION, json!(view.version)),
        (report::TITLE, json!(view.title)),
        (report::ISSUER, json!(view.issuer)),
        (report::FROZEN_DATE, json!(view.date)),
        (report::ISSUED_BY, json!(context.person.id)),
        (report::SENT_TO, json!(view.sent_to)),
        (report::COPIES, json!(view.copies)),
        (report::LEAVE_OUT_ZEROS, json!(if view.leave_out_zeros { "yes" } else { "no" })),
        (report::SECTIONS, json!(json_text(&texts)?)),
        (report::FIGURES, json!(json_text(view)?)),
        (report::HEADS, json!(json_text(&heads)?)),
    ];
    if about.outline.kind == monthly_brief::KIND {
        fields.push((monthly_brief::MONTH, json!(view.period)));
    } else {
        fields.push((report::OUTLINE, json!(about.outline.name)));
        fields.push((report::PERIOD, json!(view.period)));
        fields.push((report::SUBJECT, json!(view.subject)));
    }
    fields.retain(|(_, value)| value.as_str() != Some(""));
    Ok(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A frozen version, as it was issued.
pub(crate) fn get(pc: &Pc, request: ReportId) -> Result<ReportView, CommandError> {
    let context = Context::of(pc)?;
    let row = kept::row(&context, &request.id)?;
    let returned = returns::of_kind(&context, &row.kind)?.remove(&row.id);
    Ok(ReportView {
        returned,
        handed_in: handing_in::day_of(&context, &row)?,
        own: row.station == context.own_station(),
        ..kept::content(&context, &row)?
    })
}

fn json_text(value: &impl Serialize) -> Result<String, CommandError> {
    serde_json::to_string(value).map_err(|_| CommandError::internal("报告不能写成 JSON"))
}
