//! Terminations (解除): an agreement ends on the day of the earliest that stands. What a change, its deletion or its return does to the agreement
//! goes into the same save.

use changelog::{Op, Payload};
use domain::fields::{agreement, agreement_change};
use domain::values::text;
use serde_json::Value;
use store::{Query, Row, Test, Write};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::check::{self, Ready};

/// What follows from a final change as it is saved.
pub(crate) fn change_follows(context: &Context, change: &Ready) -> Result<Vec<Write>, CommandError> {
    let before = context.store.row(agreement_change::KIND, &change.id)?.map(|row| row.fields).unwrap_or_default();
    ended(
        context,
        &change.id,
        (day_of(&before), day_of(&change.whole)),
        text(&change.whole, agreement_change::AGREEMENT),
    )
}

/// What follows when a change is deleted (`gone`) or brought back.
pub(crate) fn deletion_follows(context: &Context, row: &Row, gone: bool) -> Result<Vec<Write>, CommandError> {
    if row.kind != agreement_change::KIND || row.provisional {
        return Ok(Vec::new());
    }
    let own = day_of(&row.fields);
    let days = if gone { (own, "") } else { ("", own) };
    ended(context, &row.id, days, text(&row.fields, agreement_change::AGREEMENT))
}

/// The day on which a change ends its agreement; empty where it is none that does.
fn day_of(fields: &Payload) -> &str {
    let ends = text(fields, agreement_change::CHANGE_TYPE) == "termination";
    if ends { text(fields, agreement_change::DATE) } else { "" }
}

/// The agreement's new last day, where a change that said one day says another now. A day that no change had said stays.
fn ended(
    context: &Context,
    change: &str,
    (before, now): (&str, &str),
    agreement: &str,
) -> Result<Vec<Write>, CommandError> {
    let row = context.store.row(agreement::KIND, agreement)?.filter(|row| row.deleted_reason.is_none());
    let Some(row) = row else { return Ok(Vec::new()) };
    let others = Query::of(agreement_change::KIND).finals();
    let others = context.list(&others.and(agreement_change::AGREEMENT, Test::Eq, agreement))?;
    let others = others.iter().filter(|other| other.id != change).map(|other| day_of(&other.fields));
    let ends = others.chain([now]).filter(|day| !day.is_empty()).min();
    let stands = text(&row.fields, agreement::TERMINATED_DATE);
    let value = match ends {
        Some(day) if day != stands => Value::from(day),
        None if !before.is_empty() && stands == before => Value::Null,
        _ => return Ok(Vec::new()),
    };
    let fields = Payload::from_iter([(agreement::TERMINATED_DATE.to_owned(), value)]);
    let seen = check::seen_of(&row, Default::default(), &fields);
    Ok(vec![Write { kind: row.kind, record: row.id, op: Op::Set, fields, seen }])
}
