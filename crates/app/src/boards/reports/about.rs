//! The subject of a report: its outline with the county's changes over it, its period, the record it rests on, and the station it is of.

use chrono::{Days, NaiveDate};
use domain::agreement::term;
use domain::dates::add_months;
use domain::deadlines::Each;
use domain::fields::{needs_survey, report_outline, station_plan};
use domain::parameters::MID_TERM_MONTHS;
use domain::period::{Period, Spans};
use domain::report_outline::{Change, Outline, Span, outline};
use serde_json::Value;
use store::{Query, Row};

use crate::boards::reports::types::ReportKey;
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// One report.
pub(super) struct About {
    /// Its outline, as the county wants it.
    pub(super) outline: Outline,
    /// What the period is called in records: `2026-11`, `2026-Q4`; the year, of a report that rests on a record.
    pub(super) period: String,
    /// The same in words.
    pub(super) label: String,
    /// The periods it counts; none where it counts nothing.
    pub(super) spans: Option<Spans>,
    /// The record it rests on.
    pub(super) subject: Option<Row>,
    /// Whose report it is; none: the county's.
    pub(super) station: Option<String>,
}

impl About {
    /// One that this side writes.
    pub(super) fn own(context: &Context, key: &ReportKey) -> Result<About, CommandError> {
        let about = About::of(context, key, context.station.clone())?;
        if about.outline.is_written_by(context.is_county()) {
            return Ok(about);
        }
        Err(CommandError::not_allowed(match context.is_county() {
            true => "这份报告由站点人员来做，县级只能查看。",
            false => "这份报告由县级来做。",
        }))
    }

    /// One of that station, or of the county.
    pub(super) fn of(context: &Context, key: &ReportKey, station: Option<String>) -> Result<About, CommandError> {
        let outline = outline_here(context, &key.outline)?;
        let subject = match outline.period.subject() {
            Some(kind) => Some(context.row(&kind.name, &key.subject)?),
            None => None,
        };
        let (period, label, spans) = match (outline.period.each(), &subject) {
            (Some(each), _) => of_calendar(each, &key.period)?,
            (None, Some(row)) => of_record(context, outline.period, row)?,
            (None, None) => return Err(CommandError::not_found("这份报告")),
        };
        Ok(About { outline, period, label, spans, subject, station })
    }

    /// The record it rests on; empty where it rests on none.
    pub(super) fn subject_id(&self) -> &str {
        self.subject.as_ref().map_or("", |row| row.id.as_str())
    }

    /// The context of the last day that it tells of: what stands in it is as of then, whenever it is written.
    pub(super) fn then<'c>(&self, context: &Context<'c>) -> Context<'c> {
        context.on(self.spans.map_or(context.today, |spans| spans.this.to.min(context.today)))
    }

    /// The time after its own, of the same length.
    pub(super) fn next(&self) -> Option<Period> {
        let each = self.outline.period.each()?;
        let after = self.spans?.this.to.succ_opt()?;
        each.of(after).map(|(_, period)| period)
    }

    /// Where the interface keeps what is being written of it. The brief's place is older than the others.
    pub(super) fn draft_key(&self) -> String {
        draft_key(&self.outline, &self.period, self.subject_id())
    }
}

pub(super) fn draft_key(outline: &Outline, period: &str, subject: &str) -> String {
    match (outline.period, subject) {
        (Span::Month, _) => format!("brief-{period}"),
        (_, "") => format!("report-{}-{period}", outline.name),
        (_, subject) => format!("report-{}-{subject}", outline.name),
    }
}

/// An outline by name, with the county's change over it.
pub(super) fn outline_here(context: &Context, name: &str) -> Result<Outline, CommandError> {
    let outline = outline(name).ok_or_else(|| CommandError::not_found("这种报告"))?;
    let change = change_of(context, name)?.and_then(|row| Change::read(&row.fields));
    Ok(change.map_or_else(|| outline.clone(), |change| outline.with(&change)))
}

/// The record of the county's change of an outline; the newest where two PCs of the county made one each.
pub(super) fn change_of(context: &Context, name: &str) -> Result<Option<Row>, CommandError> {
    let all = context.list(&Query::of(report_outline::KIND).by("updated_ms", true))?;
    Ok(all.into_iter().find(|row| text(&row.fields, report_outline::OUTLINE) == name))
}

fn of_calendar(each: Each, name: &str) -> Result<(String, String, Option<Spans>), CommandError> {
    let example = each.of(NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default()).map(|(name, _)| name);
    let wrong = || {
        let words = match each {
            Each::Month => "月份请写成",
            Each::Quarter | Each::HalfYear | Each::Year => "所属期请写成",
        };
        CommandError::invalid_field("period", format!("{words} {} 的样子。", example.unwrap_or_default()))
    };
    let spans = each.spans(name).ok_or_else(wrong)?;
    Ok((name.to_owned(), each.label(spans.this), Some(spans)))
}

fn of_record(context: &Context, span: Span, row: &Row) -> Result<(String, String, Option<Spans>), CommandError> {
    if let Span::NeedsSurvey | Span::StationPlan = span {
        let field = if span == Span::NeedsSurvey { needs_survey::YEAR } else { station_plan::YEAR };
        let year = row.fields.get(field).and_then(Value::as_u64).map(|year| year.to_string()).unwrap_or_default();
        let label = format!("{year}年度");
        return Ok((year, label, None));
    }
    let whole = term(&row.fields)
        .ok_or_else(|| CommandError::invalid_field("subject", "协议的起止日期还没有填好，请县级补填后再做报告。"))?;
    let months = context.number_parameter(MID_TERM_MONTHS)?.unwrap_or_default();
    let this = if span == Span::AgreementMiddle { middle(whole, months) } else { whole };
    let label = format!("{}至{}", said(this.from), said(this.to));
    Ok((whole.from.format("%Y").to_string(), label, Some(Spans::of(this))))
}

/// From the first day on, for so many months.
fn middle(whole: Period, months: u32) -> Period {
    let end = add_months(whole.from, i32::try_from(months).unwrap_or_default());
    let to = end.and_then(|day| day.checked_sub_days(Days::new(1))).filter(|to| *to > whole.from);
    Period { from: whole.from, to: to.unwrap_or(whole.to).min(whole.to) }
}

/// `2026年11月30日`, without zeros before single digits (GB/T 9704).
pub(super) fn said(day: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_half_of_an_agreement_ends_the_day_before_its_report_is_due() {
        let day = |text: &str| domain::dates::stored(text).expect("a day");
        let year = Period { from: day("2026-03-01"), to: day("2027-02-28") };
        assert_eq!(middle(year, 6).to, day("2026-08-31"));
        let short = Period { from: day("2026-03-01"), to: day("2026-05-31") };
        assert_eq!(middle(short, 6), short, "never beyond the agreement");
        assert_eq!(said(day("2026-03-05")), "2026年3月5日");
    }
}
