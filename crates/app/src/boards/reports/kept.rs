//! Frozen versions as their records keep them: of the monthly brief and of every other report. Reads only.

use domain::fields::{monthly_brief, report};
use domain::report_outline::outline;
use serde_json::Value;
use store::{Row, Test};

use crate::boards::reports::about::About;
use crate::boards::reports::old_brief::OldBrief;
use crate::boards::reports::types::{ReportVersion, ReportView};
use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, ErrorCode};

/// The kinds that keep frozen versions.
pub(super) const KINDS: [&str; 2] = [monthly_brief::KIND, report::KIND];

/// A frozen version by its id.
pub(super) fn row(context: &Context, id: &str) -> Result<Row, CommandError> {
    for kind in KINDS {
        if let Some(row) = context.store.row(kind, id)? {
            return Ok(row);
        }
    }
    Err(CommandError::not_found("这份报告"))
}

/// What it says.
pub(crate) fn content(context: &Context, row: &Row) -> Result<ReportView, CommandError> {
    let kept = text(&row.fields, report::FIGURES);
    let known = serde_json::from_str(kept).or_else(|_| serde_json::from_str(kept).map(OldBrief::read));
    let view: ReportView = known
        .map_err(|_| CommandError::new(ErrorCode::NotFound, "这份报告由更新版本的程序定稿，请更新程序后再打开。"))?;
    let to_hand_in = outline(&view.outline).is_some_and(|outline| outline.report_type().is_some());
    Ok(ReportView { to_hand_in, own: row.station == context.own_station(), ..view })
}

/// What lists show of a version, without its content.
fn short(kind: &str) -> Vec<&'static str> {
    let mut fields = vec![
        report::ISSUE_NO,
        report::VERSION,
        report::TITLE,
        report::FROZEN_DATE,
        report::ISSUED_BY,
        report::SENT_TO,
        report::COPIES,
        report::LEAVE_OUT_ZEROS,
    ];
    match kind {
        monthly_brief::KIND => fields.push(monthly_brief::MONTH),
        _ => fields.extend([report::OUTLINE, report::PERIOD, report::SUBJECT]),
    }
    fields
}

pub(crate) fn number(row: &Row, field: &str) -> u32 {
    row.fields.get(field).and_then(Value::as_u64).unwrap_or(0) as u32
}

/// Its outline, period, and the record it rests on.
pub(super) fn key(row: &Row) -> (String, String, String) {
    let of = |field: &str| text(&row.fields, field).to_owned();
    match row.kind.as_str() {
        monthly_brief::KIND => (monthly_brief::KIND.to_owned(), of(monthly_brief::MONTH), String::new()),
        _ => (of(report::OUTLINE), of(report::PERIOD), of(report::SUBJECT)),
    }
}

/// Its line in a list.
pub(super) fn version(context: &Context, row: &Row) -> Result<ReportVersion, CommandError> {
    let of = |field: &str| text(&row.fields, field).to_owned();
    let (outline, period, subject) = key(row);
    Ok(ReportVersion {
        id: row.id.clone(),
        station: row.station.clone(),
        outline,
        period,
        subject,
        version: number(row, report::VERSION),
        issue_no: number(row, report::ISSUE_NO),
        title: of(report::TITLE),
        date: of(report::FROZEN_DATE),
        issued_by: context.staff_name(text(&row.fields, report::ISSUED_BY)),
        state: row.state,
        handed_in: None,
        returned: None,
    })
}

/// Frozen versions of a report, newest first.
pub(super) fn versions(context: &Context, about: &About) -> Result<Vec<Row>, CommandError> {
    let station = about.station.clone().unwrap_or_default();
    of_key(context, &about.outline.kind, &station, &about.outline.name, &about.period, about.subject_id())
}

/// The same of the report that a frozen version is one of.
pub(super) fn siblings(context: &Context, row: &Row) -> Result<Vec<Row>, CommandError> {
    let (outline, period, subject) = key(row);
    of_key(context, &row.kind, &row.station, &outline, &period, &subject)
}

fn of_key(
    context: &Context,
    kind: &str,
    station: &str,
    outline: &str,
    period: &str,
    subject: &str,
) -> Result<Vec<Row>, CommandError> {
    let all = context.of_station(kind, Some(station)).by(report::VERSION, true).only(&short(kind));
    let asked = match kind {
        monthly_brief::KIND => all.and(monthly_brief::MONTH, Test::Eq, period),
        _ if subject.is_empty() => all.and(report::OUTLINE, Test::Eq, outline).and(report::PERIOD, Test::Eq, period),
        _ => all.and(report::OUTLINE, Test::Eq, outline).and(report::SUBJECT, Test::Eq, subject),
    };
    let mut versions = context.list(&asked)?;
    // The county's own are of no station.
    versions.retain(|row| row.station == station);
    Ok(versions)
}

/// Every frozen version of an outline that this side wrote, or at the county everybody's.
pub(super) fn of_outline(context: &Context, kind: &str, outline: &str) -> Result<Vec<Row>, CommandError> {
    let all = context.of_station(kind, None).by("station", false).by(report::VERSION, true).only(&short(kind));
    context.list(&match kind {
        monthly_brief::KIND => all,
        _ => all.and(report::OUTLINE, Test::Eq, outline),
    })
}
