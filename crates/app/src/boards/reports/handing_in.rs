//! Handing a frozen report in (报送): one record `report_submission` that names it, by which its deadline is settled, with nothing typed twice.
//! A version frozen after the county sent one back takes its place and is handed in with it. A brief is handed in by freezing it.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::fields::{report, report_submission};
use domain::report_outline::outline;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::boards::reports::about::About;
use crate::boards::reports::kept;
use crate::boards::reports::types::ReportVersion;
use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::returns;

/// Hands a frozen version in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct HandInReport {
    /// Record id of the version.
    pub id: String,
    /// When; today when absent.
    #[serde(default)]
    #[ts(optional)]
    pub submitted_date: Option<String>,
    /// To whom; whom the version names when absent.
    #[serde(default)]
    #[ts(optional)]
    pub receivers: Option<String>,
}

/// Hands a frozen version in.
pub(crate) fn hand_in(pc: &Pc, request: HandInReport) -> Result<ReportVersion, CommandError> {
    let context = Context::of(pc)?;
    let row = kept::row(&context, &request.id)?;
    context.must_write(kind_named(&row.kind)?, &row.station)?;
    let (name, period, subject) = kept::key(&row);
    let report_type = outline(&name).and_then(|outline| outline.report_type());
    let report_type =
        report_type.ok_or_else(|| CommandError::invalid_field("id", "这份报告定稿就是报送，不用再登记。"))?;
    if kept::siblings(&context, &row)?.first().is_some_and(|newest| newest.id != row.id) {
        return Err(CommandError::invalid_field("id", "已经有更新的版本，请报送最新的一版。"));
    }
    let day = request.submitted_date.filter(|day| !day.trim().is_empty()).unwrap_or_else(|| context.today_text());
    let when = domain::dates::stored(&day).filter(|when| *when <= context.today);
    if when.is_none_or(|when| Some(when) < domain::dates::stored(text(&row.fields, report::FROZEN_DATE))) {
        return Err(CommandError::invalid_field("submitted_date", "报送日期应在定稿之后、今天以前。"));
    }
    let receivers = request.receivers.unwrap_or_else(|| text(&row.fields, report::SENT_TO).to_owned());
    if receivers.trim().is_empty() {
        return Err(CommandError::invalid_field("receivers", "请填写接收单位。"));
    }
    if day_of(&context, &row)?.is_some() {
        return Err(CommandError::invalid_field("id", "这一版已经报送过了。"));
    }
    let write = submission(&context, &row.id, report_type, &period, &subject, &day, receivers.trim());
    context.save(context.audience(kind_named(report_submission::KIND)?, &row.station), vec![write])?;
    Ok(ReportVersion { handed_in: Some(day), ..kept::version(&context, &row)? })
}

fn submission(
    context: &Context,
    record: &str,
    report_type: &str,
    period: &str,
    subject: &str,
    day: &str,
    receivers: &str,
) -> Write {
    let mut fields = Payload::new();
    for (name, value) in [
        (report_submission::REPORT_TYPE, report_type),
        (report_submission::PERIOD, period),
        (report_submission::AGREEMENT, subject),
        (report_submission::SUBMITTED_DATE, day),
        (report_submission::RECEIVERS, receivers),
        (report_submission::REPORT, record),
        (report_submission::WORKER, context.person.id.as_str()),
    ] {
        if !value.is_empty() {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    let record = uuid::Uuid::now_v7().to_string();
    Write { kind: report_submission::KIND.into(), record, op: Op::Set, fields, seen: BTreeMap::new() }
}

/// The submission that goes with a newly frozen version: where the one before was handed in and sent back, this one takes its place.
pub(super) fn again(context: &Context, about: &About, record: &str) -> Result<Option<Write>, CommandError> {
    let Some(report_type) = about.outline.report_type() else { return Ok(None) };
    let Some(before) = kept::versions(context, about)?.into_iter().next() else { return Ok(None) };
    if !returns::of_kind(context, &before.kind)?.contains_key(&before.id) {
        return Ok(None);
    }
    let Some(sent) = submissions(context, &[before.id])?.into_iter().next() else { return Ok(None) };
    let to = text(&sent.fields, report_submission::RECEIVERS);
    let (period, subject) = (about.period.as_str(), about.subject_id());
    Ok(Some(submission(context, record, report_type, period, subject, &context.today_text(), to)))
}

/// When a version was handed in; none while it was not.
pub(super) fn day_of(context: &Context, row: &Row) -> Result<Option<String>, CommandError> {
    let found = submissions(context, std::slice::from_ref(&row.id))?;
    Ok(found.first().and_then(|one| some_text(&one.fields, report_submission::SUBMITTED_DATE)))
}

/// Submissions of these versions, the first of each first.
fn submissions(context: &Context, versions: &[String]) -> Result<Vec<Row>, CommandError> {
    let all = Query::of(report_submission::KIND).finals();
    context.list_in(&all.by(report_submission::SUBMITTED_DATE, false), report_submission::REPORT, versions)
}

/// Days on which reports were handed in, by version.
pub(super) fn days(context: &Context) -> Result<BTreeMap<String, String>, CommandError> {
    let all = context.of_station(report_submission::KIND, None).finals();
    let named = all.and(report_submission::REPORT, Test::NotNull, serde_json::Value::Null);
    let day = |row: Row| {
        let of = |field: &str| text(&row.fields, field).to_owned();
        (of(report_submission::REPORT), of(report_submission::SUBMITTED_DATE))
    };
    Ok(context.list(&named.by(report_submission::SUBMITTED_DATE, true))?.into_iter().map(day).collect())
}
