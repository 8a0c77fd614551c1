//! Things to be done in the time after a report's: records that are due then, are somebody's work and are not done (`Responsible`).

use chrono::NaiveDate;
use domain::dictionary::{Kind, Responsible};
use domain::period::Period;
use serde_json::Value;
use store::{Row, Test};

use super::shapes::{table as plain, words};
use crate::boards::reports::about::About;
use crate::boards::reports::types::SectionPart;
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::closed_books::day_of;
use crate::records::labels::{self, Titles};

/// 事项, 时间, 责任人.
pub(super) fn table(
    context: &Context,
    about: &About,
    caption: &str,
    kinds: &[String],
) -> Result<Option<SectionPart>, CommandError> {
    let Some(next) = about.next() else { return Ok(None) };
    let mut lines = Vec::new();
    for kind in kinds {
        let kind = kind_named(kind)?;
        let Some((own, due)) = kind.responsible.as_ref().and_then(|own| Some((own, own.due.as_ref()?))) else {
            continue;
        };
        let all = context.of_station(&kind.name, about.station.as_deref()).finals();
        let within = all.and(due, Test::AtLeast, next.from.to_string()).and(due, Test::AtMost, next.to.to_string());
        for row in context.list(&within)?.iter().filter(|row| is_open(kind, own, row, next)) {
            let (day, who) = (text(&row.fields, due).to_owned(), context.staff_name(text(&row.fields, &own.field)));
            lines.push((day.clone(), vec![what(context, kind, row), day, who]));
        }
    }
    lines.sort();
    let rows = lines.into_iter().map(|(_, cells)| cells).collect();
    Ok(plain(caption, vec![words("事项", 4.0), words("时间", 1.4), words("责任人", 1.4)], rows, ""))
}

/// It was still to be done when the time began that it is planned for.
fn is_open(kind: &Kind, own: &Responsible, row: &Row, next: Period) -> bool {
    done_on(kind, own, row).is_none_or(|day| day >= next.from)
}

/// The day on which it was done, as its own fields say; else the day its state was last written. None while it is not.
fn done_on(kind: &Kind, own: &Responsible, row: &Row) -> Option<NaiveDate> {
    let said = |field: &String| date(&row.fields, field);
    if let Some(day) = own.until.as_ref().and_then(said) {
        return Some(day);
    }
    let goes_on = own.during.iter().all(|(field, codes)| codes.iter().any(|code| code == text(&row.fields, field)));
    let held = kind.date.as_ref().filter(|field| own.due.as_ref() != Some(field)).and_then(said);
    (!goes_on).then(|| held.unwrap_or_else(|| day_of(row.updated_ms)))
}

/// What is to be done: the first word of the record's title.
fn what(context: &Context, kind: &Kind, row: &Row) -> String {
    let field = kind.title.first().and_then(|name| kind.field(name));
    let value = |name: &str| row.fields.get(name).unwrap_or(&Value::Null);
    field.map_or_else(String::new, |field| labels::readable(context, field, value(&field.name), &Titles::default()))
}
