//! Service agreements across records: a year may be signed only after one that passed (R07), a station is under one agreement at a time, and
//! what follows from one does not lie before its signing. The rules are `domain::agreement`'s.

pub(crate) mod agreed_targets;
pub(crate) mod termination;

use domain::agreement::{YearBefore, may_sign, passing_grades, term, year_in_cycle};
use domain::dictionary::Kind;
use domain::fields::{agreement, agreement_change, agreement_station, yearly_evaluation};
use domain::finding::Finding;
use domain::parameters::{CYCLE_YEARS, PASSING_GRADES};
use domain::period::Period;
use domain::values::text;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::words::code_label;
use crate::records::agreements::before_signing;
use crate::records::check::{self, Form, Ready};

/// An agreement ready to be saved: R07 holds.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let provisional = form.provisional;
    let mut ready = check::ready_with_findings(context, kind_named(agreement::KIND)?, form)?;
    if let (Some(year), false) = (year_in_cycle(&ready.whole), provisional) {
        let before = year_before(context, text(&ready.whole, agreement::RENEWS))?;
        let cycle = context.number_parameter(CYCLE_YEARS)?.unwrap_or(3);
        let passing = context.parameter(PASSING_GRADES)?;
        if let Err(why) = may_sign(year, cycle.into(), before.as_ref(), &passing_grades(&passing)) {
            let at = if before.is_some() || year == 1 { agreement::YEAR_IN_CYCLE } else { agreement::RENEWS };
            ready.findings.push(Finding::error(at, why));
        }
    }
    for link in links(context, agreement_station::AGREEMENT, &ready.id)? {
        let station = text(&link.fields, agreement_station::STATION_CODE);
        if let Some(other) = overlapping(context, &ready.id, term(&ready.whole), station)? {
            let words = format!("{}{}", context.station_name(station), already_under(&other));
            ready.findings.push(Finding::error(agreement::START_DATE, words));
        }
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// A station of an agreement ready to be saved: no other agreement covers it on any day of the term.
pub(crate) fn ready_station(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(agreement_station::KIND)?, form)?;
    let (own, station) =
        (text(&ready.whole, agreement_station::AGREEMENT), text(&ready.whole, agreement_station::STATION_CODE));
    let here = links(context, agreement_station::STATION_CODE, station)?;
    let again = |row: &Row| row.id != ready.id && text(&row.fields, agreement_station::AGREEMENT) == own;
    let span = context.store.row(agreement::KIND, own)?.and_then(|row| term(&row.fields));
    let words = match here.iter().any(again) {
        true => Some("这个站点已在本协议里".to_owned()),
        false => overlapping(context, own, span, station)?.map(|other| format!("这个站点{}", already_under(&other))),
    };
    ready.findings.extend(words.map(|words| Finding::error(agreement_station::STATION_CODE, words)));
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// A change ready to be saved: it is not older than the agreement.
pub(crate) fn ready_change(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(agreement_change::KIND)?, form)?;
    let early = before_signing(context, &ready.whole, agreement_change::AGREEMENT, &[agreement_change::DATE])?;
    ready.findings.extend(early);
    let row = context.store.row(agreement::KIND, text(&ready.whole, agreement_change::AGREEMENT))?;
    let (day, ends) = (text(&ready.whole, agreement_change::DATE), text(&ready.whole, agreement_change::CHANGE_TYPE));
    if ends == "termination" && row.is_some_and(|row| day > text(&row.fields, agreement::END_DATE)) {
        let words = "解除日期晚于协议终止日期，请核对";
        ready.findings.push(Finding::error(agreement_change::DATE, words));
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// What follows from an agreement (its filing, its reports, its evaluation) ready to be saved: no day of it lies before the signing.
pub(crate) fn ready_following(context: &Context, kind: &Kind, form: Form, day: &str) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind, form)?;
    ready.findings.extend(before_signing(context, &ready.whole, agreement_change::AGREEMENT, &[day])?);
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// Another agreement that a station is under on a day of that term.
fn overlapping(context: &Context, own: &str, span: Option<Period>, station: &str) -> Result<Option<Row>, CommandError> {
    for link in links(context, agreement_station::STATION_CODE, station)? {
        let other = text(&link.fields, agreement_station::AGREEMENT);
        let row = context.store.row(agreement::KIND, other)?.filter(|row| other != own && row.deleted_reason.is_none());
        let overlaps = |row: &Row| span.zip(term(&row.fields)).is_some_and(|(one, two)| one.meets(&two));
        if let Some(row) = row.filter(overlaps) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

fn links(context: &Context, field: &'static str, value: &str) -> Result<Vec<Row>, CommandError> {
    context.list(&Query::of(agreement_station::KIND).and(field, Test::Eq, value))
}

fn already_under(other: &Row) -> String {
    format!(
        "同一时期已有协议“{}”（{} 至 {}），请先改期限或解除",
        text(&other.fields, agreement::AGREEMENT_NO),
        text(&other.fields, agreement::START_DATE),
        text(&other.fields, agreement::END_DATE)
    )
}

/// The agreement that is renewed, with the grade of its newest evaluation.
fn year_before(context: &Context, id: &str) -> Result<Option<YearBefore>, CommandError> {
    let Some(row) = context.store.row(agreement::KIND, id)?.filter(|row| row.deleted_reason.is_none()) else {
        return Ok(None);
    };
    let evaluations = Query { provisional: Some(false), limit: Some(1), ..Query::of(yearly_evaluation::KIND) };
    let newest = evaluations.and(yearly_evaluation::AGREEMENT, Test::Eq, id).by(yearly_evaluation::DATE, true);
    let grade =
        context.list(&newest)?.first().map(|row| text(&row.fields, yearly_evaluation::EVALUATION_GRADE).to_owned());
    Ok(Some(YearBefore {
        year: year_in_cycle(&row.fields).unwrap_or_default(),
        grade: grade.map(|code| code_label("evaluation_grade", &code)),
    }))
}
