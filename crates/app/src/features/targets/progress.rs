//! Progress of a target: its sub-targets with what was counted, what was added by hand, and the completion that `domain::kpi` works out (R24).

use chrono::NaiveDate;
use domain::amounts::printed;
use domain::brief::Figures;
use domain::fields::kpi_manual_adjust;
use domain::kpi::{self, Progress, projection};
use domain::period::Period;
use store::Row;

use crate::features::targets::wanted::{Wanted, WantedSub, count};
use crate::features::targets::{AdjustRow, ProjectionRow, SubTargetRow, TargetRow};
use crate::kernel::context::{Context, date, text};

/// A target by the figures of its span up to a day.
pub(super) fn row(
    context: &Context,
    target: Wanted,
    done: &Figures,
    month: Option<&Figures>,
    until: NaiveDate,
) -> TargetRow {
    let (subs, progress): (Vec<SubTargetRow>, Vec<Progress>) =
        target.subs.into_iter().map(|one| sub(context, one, done, month, (target.span, until))).unzip();
    let rate = kpi::completion(&progress);
    let of_agreement = target.agreement.is_some();
    TargetRow {
        id: target.id,
        name: target.name,
        by_county: target.by_county,
        document_no: target.document_no,
        term: if of_agreement { format!("{} 至 {}", target.span.from, target.span.to) } else { String::new() },
        ended: of_agreement && target.span.to < context.today,
        agreement: target.agreement,
        editable: target.editable,
        subs,
        thousandths: rate.thousandths().map(|far| far as u32),
        far: rate,
        rate: rate.to_string(),
        reached: kpi::is_reached(rate),
    }
}

fn sub(
    context: &Context,
    sub: WantedSub,
    done: &Figures,
    month: Option<&Figures>,
    (span, until): (Period, NaiveDate),
) -> (SubTargetRow, Progress) {
    let choice = kpi::choice(&sub.figure);
    let unit = choice.map(|choice| choice.unit.clone()).unwrap_or_default();
    // Both kinds of what was added say date, amount and reason alike.
    let added = |row: &Row| count(&row.fields, kpi_manual_adjust::AMOUNT);
    let come = |row: &&Row| date(&row.fields, kpi_manual_adjust::DATE).is_some_and(|day| day <= until);
    let adjusted: u64 = sub.adjusts.iter().filter(come).map(added).sum();
    // A breakdown that has nothing in it is 0; a figure that this program version does not count is not.
    let known = choice.is_some().then(|| done.value(&sub.figure).unwrap_or(0));
    let progress = Progress { target: sub.target, done: known.unwrap_or(0) + adjusted };
    let adjust = |row: &Row| AdjustRow {
        kind: row.kind.clone(),
        id: row.id.clone(),
        date: text(&row.fields, kpi_manual_adjust::DATE).to_owned(),
        amount: printed(added(row), &unit),
        reason: text(&row.fields, kpi_manual_adjust::REASON).to_owned(),
        who: context.staff_name(&row.created_by),
    };
    let row = SubTargetRow {
        label: choice.map_or_else(|| sub.figure.clone(), |choice| choice.label.clone()),
        target: progress.target,
        target_text: printed(progress.target, &unit),
        done_text: if known.is_some() { printed(progress.done, &unit) } else { "—".to_owned() },
        month_text: month.map(|month| printed(month.value(&sub.figure).unwrap_or(0), &unit)).unwrap_or_default(),
        adjusted_text: if adjusted > 0 { printed(adjusted, &unit) } else { String::new() },
        adjusts: sub.adjusts.iter().map(adjust).collect(),
        counted: Period { from: span.from, to: until },
        rate: progress.rate().to_string(),
        projection: known.and_then(|_| projected(progress, span, until, &unit)),
        id: sub.id,
        figure: sub.figure,
        unit,
    };
    (row, progress)
}

/// Where it will end at the pace until a day.
pub(super) fn projected(progress: Progress, span: Period, day: NaiveDate, unit: &str) -> Option<ProjectionRow> {
    let found = projection(progress, span, day)?;
    let end = Progress { target: progress.target, done: found.at_end };
    let left = format!("还剩 {}.{} 个月", found.months_left_tenths / 10, found.months_left_tenths % 10);
    let words = match found.needed_per_month {
        0 => format!("{left}，已经达到目标"),
        needed => format!("{left}，每月还要 {} {unit}", printed(needed, unit)),
    };
    let reached = progress.target > 0 && found.at_end >= progress.target;
    Some(ProjectionRow { at_end: printed(found.at_end, unit), rate: end.rate().to_string(), reached, words })
}
