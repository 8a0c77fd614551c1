//! From the log to the tables: folds a record's changes and writes its row, its conflicts and its search document. The only code
//! that writes record tables. Generic over the dictionary; an unknown kind stays in the log and is not projected.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;

use changelog::{Change, Head, LogId, Payload, Ref};
use domain::dictionary::{Kind, dictionary};
use domain::fields::visit;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::Value;

use crate::columns::{order_values, table, to_column};
use crate::error::{Result, broken_inside};
use crate::fold::{Folded, Known, LiveValue, fold, in_conflict};
use crate::home::Homes;
use crate::search::{Document, Winners};
use crate::visited::Followers;
use crate::{home, refs, search};

/// A kind's name and a record's id.
pub(crate) type RecordKey = (String, String);

/// Records being projected in one transaction, and whose rows have to follow when the last of them is written.
pub(crate) struct Projection<'c> {
    connection: &'c Connection,
    followers: Followers,
    homes: Homes,
    /// Fields in conflict among the records written so far.
    pub conflicts: u64,
    /// Changes that were found to be written into another's record.
    pub foreign: BTreeSet<String>,
}

/// Projects each record once.
pub(crate) fn project_all<'a>(connection: &Connection, records: impl IntoIterator<Item = &'a RecordKey>) -> Result<()> {
    let mut projection = Projection::begin(connection);
    records.into_iter().try_for_each(|record| projection.project(record))?;
    projection.finish()
}

impl<'c> Projection<'c> {
    pub(crate) fn begin(connection: &'c Connection) -> Projection<'c> {
        let (followers, homes, foreign) = Default::default();
        Projection { connection, followers, homes, conflicts: 0, foreign }
    }

    /// Folds the record's changes in the log and writes what they come to.
    pub(crate) fn project(&mut self, (kind, record): &RecordKey) -> Result<()> {
        let Some(kind) = dictionary().kind(kind) else { return Ok(()) };
        let (mut known, named) = every(self.connection, &kind.name, record)?;
        if (named || home::is_mixed(&known))
            && let Some(home) = self.homes.of(self.connection, &known)?
        {
            self.foreign.extend(home::mark(self.connection, &known, &home)?);
            known.retain(|change| change.audience == home);
        }
        self.write(kind, record, fold(&known).as_ref(), false)
    }

    /// Writes row, conflicts and search document, or removes them all. `new`: the log held no change of the record
    /// before, so that there is nothing to look for and nothing to take away.
    pub(crate) fn write(&mut self, kind: &Kind, record: &str, folded: Option<&Folded>, new: bool) -> Result<()> {
        let connection = self.connection;
        self.followers.before(connection, kind, record, new)?;
        if !new {
            connection
                .prepare_cached("DELETE FROM conflicts WHERE kind = ?1 AND record = ?2")?
                .execute([kind.name.as_str(), record])?;
        }
        let Some(folded) = folded else {
            connection.prepare_cached(&table(kind).delete)?.execute([record])?;
            return search::forget(connection, &kind.name, record);
        };
        self.write_row(kind, record, folded)?;
        let document = search::document(kind, &winners(folded));
        match (new, document) {
            (true, None) => Ok(()),
            (true, Some(document)) => search::add(connection, kind, record, &document, false),
            (false, document) => search::index(connection, kind, record, document.as_ref()),
        }
    }

    /// Writes records of which the log held nothing before. What needs no database (folding, words for the search) is done for some
    /// hundreds of them at once on every core.
    pub(crate) fn write_new(&mut self, records: BTreeMap<RecordKey, Vec<Known>>) -> Result<()> {
        let (mixed, records): (BTreeMap<RecordKey, Vec<Known>>, BTreeMap<RecordKey, Vec<Known>>) =
            records.into_iter().partition(|(_, known)| home::is_mixed(known));
        mixed.keys().try_for_each(|record| self.project(record))?;
        let of_kind =
            |((kind, record), known)| Some(NewRecord { kind: dictionary().kind(&kind as &str)?, record, known });
        let records: Vec<NewRecord> = records.into_iter().filter_map(of_kind).collect();
        let many = records.len() > AT_ONCE / 2;
        for batch in records.chunks(AT_ONCE) {
            for (new, prepared) in batch.iter().zip(prepared(batch)) {
                let Some((folded, document)) = prepared else { continue };
                self.write_row(new.kind, &new.record, &folded)?;
                if let Some(document) = document {
                    search::add(self.connection, new.kind, &new.record, &document, many)?;
                }
            }
        }
        Ok(())
    }

    /// Row and conflicts.
    fn write_row(&mut self, kind: &Kind, record: &str, folded: &Folded) -> Result<()> {
        let winner = |field: &str| folded.fields.get(field).and_then(|live| live[0].value.as_str());
        let mut row = row_values(kind, record, folded);
        row.extend(order_values(kind, winner));
        self.connection.prepare_cached(&table(kind).upsert)?.execute(params_from_iter(row))?;
        self.followers.after(kind, record, winner(visit::RECIPIENT));
        for (field, live) in folded.fields.iter().filter(|(_, live)| in_conflict(live)) {
            self.conflicts += 1;
            write_conflict(self.connection, kind, record, field, live)?;
        }
        Ok(())
    }

    /// When all are written: what stands in other rows because of them.
    pub(crate) fn finish(self) -> Result<()> {
        self.followers.follow(self.connection)
    }
}

/// A record of which nothing was here, with all its changes.
struct NewRecord {
    kind: &'static Kind,
    record: String,
    known: Vec<Known>,
}

/// How many new records are prepared at once: enough for every core, and few enough to be held in memory.
const AT_ONCE: usize = 512;

type Prepared = Option<(Folded, Option<Document>)>;

fn prepared(batch: &[NewRecord]) -> Vec<Prepared> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(cores).max(AT_ONCE / 8);
    let prepare = |new: &NewRecord| {
        let folded = fold(&new.known)?;
        let document = search::document(new.kind, &winners(&folded));
        Some((folded, document))
    };
    let all = |share: &[NewRecord]| share.iter().map(prepare).collect::<Vec<Prepared>>();
    if batch.len() <= share {
        return all(batch);
    }
    std::thread::scope(|scope| {
        let shares: Vec<_> = batch.chunks(share).map(|share| scope.spawn(move || all(share))).collect();
        let joined = shares.into_iter().map(|share| share.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().collect()
    })
}

/// The value of each field that is shown.
fn winners(folded: &Folded) -> Winners<'_> {
    folded.fields.iter().map(|(name, live)| (name.as_str(), &live[0].value)).collect()
}

fn write_conflict(connection: &Connection, kind: &Kind, record: &str, field: &str, live: &[LiveValue]) -> Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT INTO conflicts VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)")?;
    for (place, value) in live.iter().enumerate() {
        insert.execute(params![
            kind.name,
            record,
            field,
            value.reference.log.to_string(),
            value.reference.seq as i64,
            hex::encode(value.reference.head),
            canonical(&value.value),
            value.hlc.ms as i64,
            value.hlc.n,
            value.doubtful,
            value.author,
            value.device,
            place == 0
        ])?;
    }
    Ok(())
}

/// Every `set` change of a record that has authority, of its home alone.
pub(crate) fn known(connection: &Connection, kind: &str, record: &str) -> Result<Vec<Known>> {
    let (mut known, _) = every(connection, kind, record)?;
    if home::is_mixed(&known)
        && let Some(home) = Homes::default().of(connection, &known)?
    {
        known.retain(|change| change.audience == home);
    }
    Ok(known)
}

/// The same of every audience, and whether one of them has been named as another's.
fn every(connection: &Connection, kind: &str, record: &str) -> Result<(Vec<Known>, bool)> {
    let mut statement = connection.prepare_cached(
        "SELECT l.log, c.seq, c.head, c.header, c.payload, l.audience, l.device, c.barred FROM changes c JOIN logs l ON l.id = c.log
         WHERE c.record = ?1 AND c.op = 'set' AND (c.barred IS NULL OR c.barred = ?2)",
    )?;
    let mut rows = statement.query([record, home::REASON])?;
    let (mut all, mut named) = (Vec::new(), false);
    while let Some(row) = rows.next()? {
        let header = changelog::Header::read(row.get_ref(3)?.as_str().map_err(|_| broken_inside("changes"))?)?;
        if header.kind != kind {
            continue;
        }
        let payload: Option<Payload> = match row.get_ref(4)?.as_str_or_null().map_err(|_| broken_inside("changes"))? {
            Some(text) => Some(serde_json::from_str(text).map_err(|_| broken_inside("changes"))?),
            None => None,
        };
        let reference =
            Ref { log: LogId(row.get(0)?), seq: row.get::<_, i64>(1)? as u64, head: Head(row.get(2)?).short() };
        named |= row.get_ref(7)? != rusqlite::types::ValueRef::Null;
        all.push(Known { reference, header, payload, audience: row.get(5)?, device: row.get(6)? });
    }
    Ok((all, named))
}

/// A change that was just written, as the fold wants it.
pub(crate) fn known_from(change: &Change, payload: &Payload, audience: &str, device: &str) -> Known {
    Known {
        reference: change.reference(),
        header: change.header.clone(),
        payload: Some(payload.clone()),
        audience: audience.to_string(),
        device: device.to_string(),
    }
}

/// The row: base columns in the order of `columns::BASE`, then the fields.
pub(crate) fn row_values(kind: &Kind, record: &str, folded: &Folded) -> Vec<Sql> {
    let mut extra = Payload::new();
    let mut columns: Vec<Sql> = vec![Sql::Null; kind.fields.len()];
    let (mut provisional, mut deleted_reason) = (Sql::Integer(0), Sql::Null);
    for (name, live) in &folded.fields {
        let value = &live[0].value;
        match (name.as_str(), value) {
            ("provisional", Value::Bool(yes)) => provisional = Sql::Integer(i64::from(*yes)),
            ("provisional", Value::Null) | ("deleted_reason", Value::Null) => {}
            ("deleted_reason", Value::String(reason)) => deleted_reason = Sql::Text(reason.clone()),
            _ => match kind.fields.iter().position(|field| field.name == *name) {
                Some(place) => match to_column(kind.fields[place].kind, value) {
                    Some(column) => columns[place] = column,
                    None => drop(extra.insert(name.clone(), value.clone())),
                },
                None => drop(extra.insert(name.clone(), value.clone())),
            },
        }
    }
    let station = folded.audience.strip_prefix("station:").unwrap_or("");
    let mut row = vec![
        Sql::Text(record.to_string()),
        Sql::Text(station.to_string()),
        provisional,
        deleted_reason,
        Sql::Integer(folded.created.hlc.ms as i64),
        Sql::Text(folded.created.author.clone()),
        Sql::Integer(folded.updated.hlc.ms as i64),
        Sql::Text(folded.updated.author.clone()),
        Sql::Text(canonical(&Value::Object(extra))),
        Sql::Text(refs::pack(folded)),
    ];
    row.append(&mut columns);
    row
}

/// JSON with the members of every object in order, whatever features other crates switch on in serde_json.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let sorted: std::collections::BTreeMap<&String, &Value> = members.iter().collect();
            let inner =
                sorted.into_iter().map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)));
            format!("{{{}}}", inner.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
