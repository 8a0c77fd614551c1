//! Records as they stood at places of the logs: every change beyond those places is left out. Nothing is stored for it. Each record that was
//! touched since is folded anew without what came later, and a question is answered from these and from the present rows of all others.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use changelog::{Header, LogId, Payload};
use domain::dictionary::{FieldType, Kind, dictionary};
use domain::names;
use rusqlite::Connection;
use serde_json::Value;

use crate::Store;
use crate::columns::to_column;
use crate::delivery::Delivery;
use crate::error::{Result, StoreError, broken_inside};
use crate::fold::{Folded, fold};
use crate::project::known;
use crate::query::{Query, Test, Where, kind_named};
use crate::rows::Row;

/// The newest change of each log that is counted; of a log that is not named none is.
pub type Places = BTreeMap<LogId, u64>;

/// Records that were touched since, each as it stood.
#[derive(Debug, Clone, Default)]
pub struct AsOf {
    touched: HashMap<String, BTreeMap<String, Touched>>,
}

/// A record that was touched since.
#[derive(Debug, Clone)]
pub struct Touched {
    /// As it stood; none where it was not here yet.
    pub before: Option<Row>,
    /// The first change since, by its author's clock.
    pub first_ms: u64,
    /// The last one.
    pub last_ms: u64,
    /// Who made the last one: staff id.
    pub author: String,
}

impl AsOf {
    /// The records of a kind that were touched.
    pub fn touched(&self, kind: &str) -> impl Iterator<Item = (&String, &Touched)> {
        self.touched.get(kind).into_iter().flatten()
    }

    /// One of them.
    pub fn of(&self, kind: &str, id: &str) -> Option<&Touched> {
        self.touched.get(kind)?.get(id)
    }

    /// Nothing was touched.
    pub fn is_empty(&self) -> bool {
        self.touched.is_empty()
    }

    /// The same, of this kind alone and without those whose record does not answer to it.
    pub fn only(&self, kind: &str, keep: impl Fn(&str, &Touched) -> Option<Row>) -> AsOf {
        let kept = self.touched(kind).filter_map(|(id, one)| {
            let before = keep(id, one)?;
            Some((id.clone(), Touched { before: Some(before), ..one.clone() }))
        });
        let kept: BTreeMap<String, Touched> = kept.collect();
        let touched = if kept.is_empty() { HashMap::new() } else { HashMap::from([(kind.to_owned(), kept)]) };
        AsOf { touched }
    }
}

impl Store {
    /// What was touched beyond these places, in the logs of one station and those of all stations; without a station, in every log.
    pub fn touched_since(&self, places: &Places, station: Option<&str>) -> Result<AsOf> {
        touched_beyond(&*self.reader()?, places, station)
    }

    /// Of the records that were touched, those that answered then, in no order: whoever has the facts of today needs no others.
    pub fn stood(&self, query: &Query, as_of: &AsOf) -> Result<Vec<Row>> {
        let kind = kind_named(&query.kind)?;
        let before = as_of.touched(&query.kind).filter_map(|(_, one)| one.before.as_ref());
        let answering = before.map(|row| Ok(answers(kind, row, query)?.then(|| row.clone())));
        answering.filter_map(Result::transpose).collect()
    }

    /// The records that answer as they stood. Columns that other kinds give to a row (`visited`) cannot be asked about.
    pub fn list_as_of(&self, query: &Query, as_of: &AsOf) -> Result<Vec<Row>> {
        let Some(touched) = as_of.touched.get(&query.kind) else { return self.list(query) };
        let kind = kind_named(&query.kind)?;
        let all = Query { limit: None, offset: 0, newest_per: None, ..query.clone() };
        let mut rows = self.list(&all)?;
        rows.retain(|row| !touched.contains_key(&row.id));
        rows.extend(self.stood(query, as_of)?);
        if let Some((group, by)) = &query.newest_per {
            rows = newest_per(rows, group, by);
        }
        if !query.order.is_empty() || query.limit.is_some() {
            rows.sort_by(|one, other| in_order(kind, one, other, &query.order));
        }
        let most = query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(rows.into_iter().skip(usize::try_from(query.offset).unwrap_or(usize::MAX)).take(most).collect())
    }
}

impl Store {
    /// A few fields of the records that answered then.
    pub fn columns_as_of(&self, query: &Query, fields: &[&str], as_of: &AsOf) -> Result<Vec<Vec<Value>>> {
        if as_of.touched.contains_key(&query.kind) {
            let (kind, rows) = (kind_named(&query.kind)?, self.list_as_of(query, as_of)?);
            return rows.iter().map(|row| fields.iter().map(|field| value(kind, row, field)).collect()).collect();
        }
        self.columns(query, fields)
    }
}

fn touched_beyond(connection: &Connection, places: &Places, station: Option<&str>) -> Result<AsOf> {
    let audiences = station.map(|code| [format!("station:{code}"), "all".to_owned()]);
    let mut found: HashMap<(String, String), Touched> = HashMap::new();
    let mut logs = connection.prepare_cached("SELECT id, log, audience FROM logs")?;
    let logs = logs.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    let logs: Vec<(i64, [u8; 16], String)> = logs.collect::<rusqlite::Result<_>>()?;
    let asked = |audience: &String| audiences.as_ref().is_none_or(|asked| asked.contains(audience));
    let mut statement = connection
        .prepare_cached("SELECT header FROM changes WHERE log = ?1 AND seq > ?2 AND op = 'set' AND barred IS NULL")?;
    for (id, log, _) in logs.iter().filter(|(_, _, audience)| asked(audience)) {
        let after = places.get(&LogId(*log)).map_or(0, |seq| i64::try_from(*seq).unwrap_or(i64::MAX));
        let mut rows = statement.query([*id, after])?;
        while let Some(row) = rows.next()? {
            let header = Header::read(row.get_ref(0)?.as_str().map_err(|_| broken_inside("changes"))?)?;
            let key = (header.kind.clone(), header.record.clone());
            let new = Touched { before: None, first_ms: header.hlc.ms, last_ms: 0, author: String::new() };
            let one = found.entry(key).or_insert(new);
            one.first_ms = one.first_ms.min(header.hlc.ms);
            if header.hlc.ms >= one.last_ms {
                (one.last_ms, one.author) = (header.hlc.ms, header.author);
            }
        }
    }
    let counted: HashMap<LogId, u64> = logs
        .iter()
        .map(|(_, log, audience)| {
            let whole = if asked(audience) { 0 } else { u64::MAX };
            (LogId(*log), places.get(&LogId(*log)).copied().filter(|_| asked(audience)).unwrap_or(whole))
        })
        .collect();
    let mut touched: HashMap<String, BTreeMap<String, Touched>> = HashMap::new();
    for ((name, record), mut one) in found {
        let Some(kind) = dictionary().kind(&name) else { continue };
        let mut changes = known(connection, &name, &record)?;
        changes.retain(|change| counted.get(&change.reference.log).is_some_and(|to| change.reference.seq <= *to));
        one.before = fold(&changes).map(|folded| row(kind, &record, &folded));
        touched.entry(name).or_default().insert(record, one);
    }
    Ok(AsOf { touched })
}

/// The row that the tables would hold: values that are not of their field's type stand apart in both.
fn row(kind: &Kind, record: &str, folded: &Folded) -> Row {
    let shown = |name: &str| folded.fields.get(name).map(|live| &live[0].value);
    let mut fields = Payload::new();
    for field in &kind.fields {
        let Some(value) = shown(&field.name).filter(|value| !value.is_null()) else { continue };
        if to_column(field.kind, value).is_some() {
            fields.insert(field.name.clone(), value.clone());
        }
    }
    Row {
        kind: kind.name.clone(),
        id: record.to_owned(),
        station: folded.audience.strip_prefix("station:").unwrap_or("").to_owned(),
        fields,
        extra: Payload::new(),
        refs: BTreeMap::new(),
        provisional: shown("provisional").and_then(Value::as_bool).unwrap_or(false),
        deleted_reason: shown("deleted_reason").and_then(Value::as_str).map(str::to_owned),
        created_ms: folded.created.hlc.ms,
        created_by: folded.created.author.clone(),
        updated_ms: folded.updated.hlc.ms,
        updated_by: folded.updated.author.clone(),
        conflicted: Vec::new(),
        state: Delivery::Saved,
    }
}

fn value(kind: &Kind, row: &Row, field: &str) -> Result<Value> {
    Ok(match field {
        "id" => row.id.clone().into(),
        "station" => row.station.clone().into(),
        "provisional" => i64::from(row.provisional).into(),
        "deleted_reason" => row.deleted_reason.clone().into(),
        "created_ms" => row.created_ms.into(),
        "created_by" => row.created_by.clone().into(),
        "updated_ms" => row.updated_ms.into(),
        "updated_by" => row.updated_by.clone().into(),
        _ if kind.field(field).is_some() => row.fields.get(field).cloned().unwrap_or(Value::Null),
        _ => return Err(StoreError::Request(format!("“{}”没有名为“{field}”的项目", kind.label))),
    })
}

fn answers(kind: &Kind, row: &Row, query: &Query) -> Result<bool> {
    if !query.deleted && row.deleted_reason.is_some() || query.provisional.is_some_and(|asked| asked != row.provisional)
    {
        return Ok(false);
    }
    for condition in &query.wheres {
        if !holds(kind, &value(kind, row, &condition.field)?, condition) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What SQL would say of a condition (`query::conditions`).
fn holds(kind: &Kind, said: &Value, Where { field, test, value }: &Where) -> bool {
    let among = || value.as_array().is_some_and(|all| all.contains(said));
    let compared = || compare(said, value);
    let none = said.is_null();
    let is_codes = kind.field(field).is_some_and(|field| field.kind == FieldType::Codes);
    match test {
        Test::Eq => !none && compared() == Some(Ordering::Equal),
        Test::Ne => compared() != Some(Ordering::Equal),
        Test::In => !none && among(),
        Test::NotIn => none || !among(),
        Test::AtLeast => compared().is_some_and(Ordering::is_ge),
        Test::AtMost => compared().is_some_and(Ordering::is_le),
        Test::Less => compared().is_some_and(Ordering::is_lt),
        Test::NoneOrMore => none || compared().is_some_and(Ordering::is_gt),
        Test::NoneOrAtMost => none || compared().is_some_and(Ordering::is_le),
        Test::Contains if is_codes => said.as_array().is_some_and(|codes| codes.contains(value)),
        Test::Contains => said.as_str().zip(value.as_str()).is_some_and(|(said, part)| said.contains(part)),
        Test::IsNull => none,
        Test::NotNull => !none,
    }
}

fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    let number = |value: &Value| match value {
        Value::Bool(yes) => Some(i64::from(*yes)),
        _ => value.as_i64(),
    };
    match (one, other) {
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        _ => Some(number(one)?.cmp(&number(other)?)),
    }
}

fn newest_per(rows: Vec<Row>, group: &str, by: &str) -> Vec<Row> {
    let text = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut newest: BTreeMap<String, Row> = BTreeMap::new();
    for row in rows {
        let key = text(&row, group);
        let later = |known: &Row| (text(&row, by), row.created_ms) > (text(known, by), known.created_ms);
        if newest.get(&key).is_none_or(later) {
            newest.insert(key, row);
        }
    }
    newest.into_values().collect()
}

fn in_order(kind: &Kind, one: &Row, other: &Row, order: &[(String, bool)]) -> Ordering {
    for (field, falling) in order {
        let by_pinyin = kind.field(field).is_some_and(|field| field.by_pinyin);
        let key = |row: &Row| match value(kind, row, field).unwrap_or(Value::Null) {
            Value::String(text) if by_pinyin => Value::String(names::sort_key(&text)),
            said => said,
        };
        let (one, other) = (key(one), key(other));
        // What says nothing stands first, as in SQL.
        let ordered = compare(&one, &other).unwrap_or_else(|| (!one.is_null()).cmp(&!other.is_null()));
        let ordered = if *falling { ordered.reverse() } else { ordered };
        if ordered.is_ne() {
            return ordered;
        }
    }
    one.id.cmp(&other.id)
}
