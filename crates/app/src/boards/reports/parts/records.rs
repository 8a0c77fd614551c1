//! Records of a kind as a table: those of the report's period, of the record it rests on, or of who was in post at its end. Values are as on
//! papers that leave the station.

use domain::dictionary::{FieldType, Kind};
use domain::report_outline::Which;
use domain::staff_file::is_in_post;
use serde_json::Value;
use store::{Query, Row, Test};

use super::shapes::{numbers, table as plain, words};
use crate::boards::reports::about::About;
use crate::boards::reports::types::SectionPart;
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::records::path_values::Reading;

/// A line for each record.
pub(super) fn table(
    context: &Context,
    about: &About,
    caption: &str,
    kind: &str,
    columns: &[String],
    which: Which,
) -> Result<Option<SectionPart>, CommandError> {
    let kind = kind_named(kind)?;
    let fields: Vec<_> = columns.iter().filter_map(|name| kind.field(name)).collect();
    let several = about.station.is_none();
    let reading = Reading::new(context, None)?;
    let mut rows = Vec::new();
    for row in asked(context, about, kind, which)? {
        let mut cells = if several { vec![context.station_name(&row.station)] } else { Vec::new() };
        for field in &fields {
            cells.push(reading.field_text(field, row.fields.get(&field.name).unwrap_or(&Value::Null))?);
        }
        rows.push(cells);
    }
    let column = |field: &&domain::dictionary::Field| {
        let wide = matches!(field.kind, FieldType::LongText | FieldType::Text);
        let number = matches!(field.kind, FieldType::Integer | FieldType::Money);
        if number { numbers(&field.label, 1.0) } else { words(&field.label, if wide { 2.4 } else { 1.2 }) }
    };
    let station = several.then(|| words("站点", 2.4));
    Ok(plain(caption, station.into_iter().chain(fields.iter().map(column)).collect(), rows, ""))
}

fn asked(context: &Context, about: &About, kind: &Kind, which: Which) -> Result<Vec<Row>, CommandError> {
    let all = context.of_station(&kind.name, about.station.as_deref()).finals();
    let dated = |query: Query| match &kind.date {
        Some(date) => query.by(date, false),
        None => query,
    };
    let asked = match (which, &kind.date, about.spans, &about.subject) {
        (Which::Period, Some(date), Some(spans), _) => {
            let from = all.and(date, Test::AtLeast, spans.this.from.to_string());
            from.and(date, Test::AtMost, spans.this.to.to_string())
        }
        (Which::Subject, _, _, Some(subject)) => {
            let link = kind.fields.iter().find(|field| field.refers.as_deref() == Some(&subject.kind));
            let Some(link) = link else { return Ok(Vec::new()) };
            all.and(&link.name, Test::Eq, subject.id.clone())
        }
        (Which::InPost, ..) => all.by("station", false),
        _ => return Ok(Vec::new()),
    };
    let mut rows = context.list(&dated(asked))?;
    if which == Which::InPost {
        let day = about.then(context).today;
        rows.retain(|row| is_in_post(&row.fields, day));
    }
    Ok(rows)
}
