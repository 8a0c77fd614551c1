//! Rows as the rest of the program sees them: one record with its fields, the refs to hand back as `seen`, and how far it has
//! travelled. Read only.

use std::collections::BTreeMap;

use changelog::{Payload, Ref};
use domain::dictionary::{Field, Kind};
use rusqlite::types::ValueRef;
use serde::Serialize;

use crate::columns::{BASE, to_json};
use crate::delivery::{Deliveries, Delivery};
use crate::error::{Result, broken_inside};
use crate::refs;

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Station code; empty for records of the county and of all.
    pub station: String,
    /// Fields of the dictionary that have a value.
    pub fields: Payload,
    /// Fields this program version does not know, and values that are not of their field's type.
    pub extra: Payload,
    /// Per field the changes its live values came from: what a save hands back as `seen`.
    pub refs: BTreeMap<String, Vec<Ref>>,
    /// 暂存: in the log and synced, not counted.
    pub provisional: bool,
    /// Why it was deleted, if it was.
    pub deleted_reason: Option<String>,
    /// First change, by its author's clock.
    pub created_ms: u64,
    /// Its author.
    pub created_by: String,
    /// Latest change.
    pub updated_ms: u64,
    /// Its author.
    pub updated_by: String,
    /// Fields that two people changed apart, to different values.
    pub conflicted: Vec<String>,
    /// How far the newest of its own changes has travelled.
    pub state: Delivery,
}

/// How a row of a statement becomes a record.
pub(crate) type Read = fn(&Kind, &[&Field], &rusqlite::Row<'_>, &Deliveries) -> Result<Row>;

/// Reads one row of a statement whose columns are those of `columns::select(kind, fields)`, all of them.
pub(crate) fn read(kind: &Kind, fields: &[&Field], row: &rusqlite::Row<'_>, deliveries: &Deliveries) -> Result<Row> {
    let packed = refs::unpack(row.get_ref(9)?.as_str().map_err(|_| broken_inside("refs"))?)?;
    let extra = serde_json::from_str(row.get_ref(8)?.as_str().map_err(|_| broken_inside("extra"))?);
    Ok(Row {
        state: deliveries.of(&packed.changes),
        refs: packed.fields,
        conflicted: packed.conflicted,
        extra: extra.map_err(|_| broken_inside("extra"))?,
        ..base(kind, fields, row)?
    })
}

/// The same for some of the fields, without `extra` and `refs`.
pub(crate) fn read_part(
    kind: &Kind,
    fields: &[&Field],
    row: &rusqlite::Row<'_>,
    deliveries: &Deliveries,
) -> Result<Row> {
    let (changes, conflicted) = refs::sources(row.get_ref(9)?.as_str().map_err(|_| broken_inside("refs"))?)?;
    Ok(Row { state: deliveries.of(&changes), conflicted, ..base(kind, fields, row)? })
}

/// The same of `columns::select_bare`, for counting: it says nothing of where the record has travelled.
pub(crate) fn read_bare(kind: &Kind, fields: &[&Field], row: &rusqlite::Row<'_>, _: &Deliveries) -> Result<Row> {
    base(kind, fields, row)
}

fn base(kind: &Kind, fields: &[&Field], row: &rusqlite::Row<'_>) -> Result<Row> {
    let mut values = Payload::new();
    for (place, field) in fields.iter().enumerate() {
        let value = row.get_ref(BASE.len() + place)?;
        if value != ValueRef::Null {
            values.insert(field.name.clone(), to_json(field.kind, value));
        }
    }
    Ok(Row {
        kind: kind.name.clone(),
        id: row.get(0)?,
        station: row.get(1)?,
        fields: values,
        extra: Payload::new(),
        refs: BTreeMap::new(),
        provisional: row.get(2)?,
        deleted_reason: row.get(3)?,
        created_ms: row.get::<_, Option<i64>>(4)?.unwrap_or(0) as u64,
        created_by: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        updated_ms: row.get::<_, Option<i64>>(6)?.unwrap_or(0) as u64,
        updated_by: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        conflicted: Vec::new(),
        state: Delivery::Saved,
    })
}
