//! Records that were added, changed or deleted since a report was frozen, as a page tells them: what, whose, by whom, from what to what. Values
//! that are masked for whoever asks stay masked.

use std::collections::BTreeSet;

use domain::books::{Act, Frozen, Stood, act};
use domain::dictionary::Kind;
use domain::fields::recipient;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{AsOf, Query, Row, Touched};
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::records::closed_books::{dated_kinds, day_of};
use crate::records::labels::{self, Titles};

/// A record that was touched since.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MovedRecord {
    /// The record.
    pub record: RecordRef,
    /// What it is: 走访记录.
    pub kind: String,
    /// Whose or which, readable.
    pub title: String,
    /// The person it is about, where it is about one; of a person's file the file itself.
    pub person: Option<String>,
    /// Its own day.
    pub day: String,
    /// What was done: 补录, 修改, 删除…
    pub act: String,
    /// When, in milliseconds.
    pub at_ms: u64,
    /// Who did it last.
    pub who: String,
    /// From what to what, or why it was deleted.
    pub detail: String,
    /// The same act, for whoever counts them.
    #[serde(skip, default = "changed")]
    #[ts(skip)]
    pub done: Act,
}

fn changed() -> Act {
    Act::Changed
}

/// Records that were touched since: those dated into the period, those behind figures that differ, and files that were merged.
pub(super) fn of(
    context: &Context,
    since: &AsOf,
    frozen: &Frozen,
    behind: &BTreeSet<&str>,
) -> Result<Vec<MovedRecord>, CommandError> {
    let mut found = Vec::new();
    let kinds: Vec<(&str, Option<&str>)> = dated_kinds().map(|(kind, date)| (kind.name.as_str(), Some(date))).collect();
    let named: BTreeSet<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
    let others = domain::dictionary::dictionary().kinds.iter().map(|kind| kind.name.as_str());
    let others = others.filter(|kind| !named.contains(kind)).map(|kind| (kind, None));
    for (name, dated) in kinds.iter().copied().chain(others) {
        for (id, touched) in since.touched(name) {
            let before = touched.before.as_ref();
            let is_behind = behind.contains(id.as_str());
            if dated.is_none() && !is_behind && name != recipient::KIND {
                continue;
            }
            let now = context.store.row(name, id)?;
            let in_period = |row: &Row| {
                let day = dated.and_then(|field| date(&row.fields, field));
                day.is_some_and(|day| frozen.period.contains(day)) && stood(Some(row)) == Stood::Counted
            };
            let merged = merged_since(before, now.as_ref());
            if is_behind || merged || before.is_some_and(in_period) || now.as_ref().is_some_and(in_period) {
                found.extend(told(context, frozen, touched, before, now.as_ref(), merged)?);
            }
        }
    }
    found.sort_by(|one, other| (&one.day, one.at_ms, &one.record.id).cmp(&(&other.day, other.at_ms, &other.record.id)));
    Ok(found)
}

fn merged_since(before: Option<&Row>, now: Option<&Row>) -> bool {
    let into =
        |row: Option<&Row>| row.map(|row| text(&row.fields, recipient::MERGED_INTO).to_owned()).unwrap_or_default();
    now.is_some_and(|row| row.kind == recipient::KIND) && before.is_some() && into(before) != into(now)
}

fn stood(row: Option<&Row>) -> Stood {
    match row {
        None => Stood::Absent,
        Some(row) if row.deleted_reason.is_some() => Stood::Deleted,
        Some(row) if row.provisional => Stood::Provisional,
        Some(_) => Stood::Counted,
    }
}

fn told(
    context: &Context,
    frozen: &Frozen,
    touched: &Touched,
    before: Option<&Row>,
    now: Option<&Row>,
    merged: bool,
) -> Result<Option<MovedRecord>, CommandError> {
    let Some(row) = now.or(before) else { return Ok(None) };
    let kind = kind_named(&row.kind)?;
    let done = act(stood(before), stood(now), merged, row.created_ms, frozen.at_ms);
    let rows: Vec<Row> = [before, now].into_iter().flatten().cloned().collect();
    let titles = Titles::for_rows(context, kind, &rows)?;
    let person = match kind.name.as_str() {
        recipient::KIND => Some(row.id.clone()),
        _ => kind.person().map(|field| text(&row.fields, &field.name).to_owned()).filter(|id| !id.is_empty()),
    };
    let day = kind.date.as_deref().and_then(|field| date(&row.fields, field));
    Ok(Some(MovedRecord {
        record: RecordRef { kind: row.kind.clone(), id: row.id.clone() },
        kind: kind.label.clone(),
        title: named(context, kind, row, &titles, person.as_deref()),
        person,
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        act: done.label().to_owned(),
        at_ms: touched.last_ms,
        who: context.staff_name(&touched.author),
        detail: match done {
            Act::Added | Act::CameLate => format!("{} 录入", day_of(row.created_ms)),
            Act::Deleted => row.deleted_reason.clone().map(|why| format!("原因：{why}")).unwrap_or_default(),
            Act::Merged => merged_into(context, row)?,
            Act::Finished | Act::Restored => String::new(),
            Act::Changed => differences(context, kind, before, now, &titles),
        },
        done,
    }))
}

/// Its title, and whom it is about where that does not say so.
fn named(context: &Context, kind: &Kind, row: &Row, titles: &Titles, person: Option<&str>) -> String {
    let title = labels::title(context, kind, &row.fields, titles);
    let name = person.and_then(|id| titles.of(recipient::KIND, id)).filter(|name| !title.contains(name));
    name.map_or(title.clone(), |name| format!("{name} {title}"))
}

fn merged_into(context: &Context, row: &Row) -> Result<String, CommandError> {
    let into = text(&row.fields, recipient::MERGED_INTO).to_owned();
    let file = context.list_in(&Query { deleted: true, ..Query::of(recipient::KIND) }, "id", &[into])?.pop();
    let named =
        |row: Row| format!("{}（{}）", text(&row.fields, recipient::NAME), text(&row.fields, recipient::VILLAGE));
    Ok(file.map_or_else(|| "合并已解除".to_owned(), |file| format!("并入 {}", named(file))))
}

fn differences(context: &Context, kind: &Kind, before: Option<&Row>, now: Option<&Row>, titles: &Titles) -> String {
    let (Some(before), Some(now)) = (before, now) else { return String::new() };
    let mut said = Vec::new();
    for field in &kind.fields {
        let of = |row: &Row| row.fields.get(&field.name).cloned().unwrap_or(Value::Null);
        let (old, new) = (of(before), of(now));
        if old == new {
            continue;
        }
        let shown = |value: &Value| {
            let hidden = labels::masked(context, field, value);
            let words = labels::readable(context, field, hidden.as_ref().unwrap_or(value), titles);
            if words.is_empty() { "（空）".to_owned() } else { crate::kernel::words::shortened(&words, 30) }
        };
        said.push(format!("{}：{} → {}", field.label, shown(&old), shown(&new)));
    }
    said.join("；")
}
