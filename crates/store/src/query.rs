//! Questions to the record tables: filters, order, counts. Every field name is looked up in the dictionary before it becomes SQL.

use domain::dictionary::{Field, FieldType, Kind, dictionary};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value;

use crate::columns::{self, quoted, table, to_json, to_parameter};
use crate::delivery::Deliveries;
use crate::error::{Result, StoreError};
use crate::rows::{self, Row};
use crate::visited::derived;

/// true: falling order.
pub type Desc = bool;

/// A question about the records of one kind.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Record kind.
    pub kind: String,
    /// All of these must hold.
    pub wheres: Vec<Where>,
    /// Order; ties by id, so that pages do not overlap.
    pub order: Vec<(String, Desc)>,
    /// At most so many rows; None: all.
    pub limit: Option<u64>,
    /// Rows to leave out at the beginning.
    pub offset: u64,
    /// Deleted records too.
    pub deleted: bool,
    /// Only provisional, only final, or (None) both.
    pub provisional: Option<bool>,
    /// Of those that answer, per value of the first field only the one with the greatest second field; ties by when written.
    pub newest_per: Option<(String, String)>,
    /// Read only these fields of each record (empty: all), for lists of thousands. Such a row has neither `extra` nor `refs`: it is
    /// for showing and counting, not for saving.
    pub only: Vec<&'static str>,
    /// Only for counting: neither how far a row has travelled nor what is in conflict is worked out, `extra` and `refs` are not read.
    pub bare: bool,
}

impl Query {
    /// All records of a kind that are not deleted.
    pub fn of(kind: &str) -> Query {
        Query { kind: kind.to_string(), ..Query::default() }
    }

    /// Only those that are final.
    pub fn finals(self) -> Query {
        Query { provisional: Some(false), ..self }
    }

    /// And this.
    pub fn and(mut self, field: &str, test: Test, value: impl Into<Value>) -> Query {
        self.wheres.push(Where { field: field.to_string(), test, value: value.into() });
        self
    }

    /// Of those that answer, per value of `group` only the one with the greatest `by`: everyone's newest visit.
    pub fn newest_per(mut self, group: &str, by: &str) -> Query {
        self.newest_per = Some((group.to_string(), by.to_string()));
        self
    }

    /// Only these fields of each record.
    pub fn only(mut self, fields: &[&'static str]) -> Query {
        self.only = fields.to_vec();
        self
    }

    /// For counting only: nothing of where it has travelled, and of some fields only nothing of when it was written and by whom.
    pub fn bare(mut self) -> Query {
        self.bare = true;
        self
    }

    /// In the order of this field.
    pub fn by(mut self, field: &str, desc: Desc) -> Query {
        self.order.push((field.to_string(), desc));
        self
    }
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Where {
    /// A dictionary field, or id, station, provisional, deleted_reason, created_ms, created_by, updated_ms, updated_by; of a recipient
    /// those of `visited` too.
    pub field: String,
    /// The comparison.
    pub test: Test,
    /// What with; an array for `In`, ignored for `IsNull` and `NotNull`.
    pub value: Value,
}

/// How a field is compared. A field without a value satisfies only `IsNull`, `Ne` and those that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Equal.
    Eq,
    /// Another value, or none.
    Ne,
    /// One of an array.
    In,
    /// None of an array, or without a value.
    NotIn,
    /// Not less.
    AtLeast,
    /// Not more.
    AtMost,
    /// Less.
    Less,
    /// Greater, or without a value: not yet.
    NoneOrMore,
    /// Not more, or without a value: already.
    NoneOrAtMost,
    /// A text that contains the text; codes that contain the code.
    Contains,
    /// Without a value.
    IsNull,
    /// With a value.
    NotNull,
}

/// A kind by name, or an error that names it.
pub(crate) fn kind_named(name: &str) -> Result<&'static Kind> {
    dictionary().kind(name).ok_or_else(|| StoreError::Request(format!("没有“{name}”这种记录")))
}

fn column_type(kind: &Kind, name: &str) -> Result<FieldType> {
    match name {
        "id" | "station" | "deleted_reason" | "created_by" | "updated_by" => Ok(FieldType::Text),
        "provisional" | "created_ms" | "updated_ms" => Ok(FieldType::Integer),
        _ if derived(kind).contains(&name) => Ok(FieldType::Text),
        _ => kind
            .field(name)
            .map(|field| field.kind)
            .ok_or_else(|| StoreError::Request(format!("“{}”没有名为“{name}”的项目", kind.label))),
    }
}

fn conditions(kind: &Kind, query: &Query) -> Result<(String, Vec<Sql>)> {
    let mut parts = Vec::new();
    let mut values = Vec::new();
    if !query.deleted {
        parts.push("deleted_reason IS NULL".to_owned());
    }
    if let Some(provisional) = query.provisional {
        parts.push(format!("provisional = {}", i64::from(provisional)));
    }
    for Where { field, test, value } in &query.wheres {
        let is_codes = column_type(kind, field)? == FieldType::Codes;
        let name = quoted(field);
        let with_value = match test {
            Test::Eq => format!("{name} = ?"),
            Test::Ne => format!("{name} IS NOT ?"),
            Test::In => format!("{name} IN (SELECT value FROM json_each(?))"),
            Test::NotIn => format!("({name} IS NULL OR {name} NOT IN (SELECT value FROM json_each(?)))"),
            Test::AtLeast => format!("{name} >= ?"),
            Test::AtMost => format!("{name} <= ?"),
            Test::Less => format!("{name} < ?"),
            Test::NoneOrMore => format!("({name} IS NULL OR {name} > ?)"),
            Test::NoneOrAtMost => format!("({name} IS NULL OR {name} <= ?)"),
            Test::Contains if is_codes => {
                format!("EXISTS (SELECT 1 FROM json_each({name}) WHERE value = ?)")
            }
            Test::Contains => format!("instr({name}, ?) > 0"),
            Test::IsNull | Test::NotNull => {
                parts.push(format!("{name} IS {}NULL", if *test == Test::NotNull { "NOT " } else { "" }));
                continue;
            }
        };
        parts.push(with_value);
        values.push(to_parameter(value));
    }
    let sql = if parts.is_empty() { String::new() } else { format!(" WHERE {}", parts.join(" AND ")) };
    Ok((sql, values))
}

/// The conditions, and of what answers them only the newest per group where that is asked.
fn answering(kind: &Kind, query: &Query) -> Result<(String, Vec<Sql>)> {
    let (sql, values) = conditions(kind, query)?;
    let sql = match &query.newest_per {
        Some(per) => format!(" WHERE id IN (SELECT id FROM ({}))", newest(kind, per, "id", &sql)?),
        None => sql,
    };
    Ok((sql, values))
}

/// Some columns of the newest row per group. Bare columns beside max() are SQLite's promise: they come from the row that holds it.
fn newest(kind: &Kind, (group, by): &(String, String), columns: &str, conditions: &str) -> Result<String> {
    column_type(kind, group)?;
    column_type(kind, by)?;
    let (group, by, table) = (quoted(group), quoted(by), quoted(&kind.table));
    Ok(format!("SELECT {columns}, max({by} || created_ms) FROM {table}{conditions} GROUP BY {group}"))
}

/// A few fields of the rows that answer, without reading the rest of them: for sums over very many. Order and limit do not matter.
pub(crate) fn columns(connection: &Connection, query: &Query, fields: &[&str]) -> Result<Vec<Vec<Value>>> {
    let kind = kind_named(&query.kind)?;
    let types: Vec<FieldType> = fields.iter().map(|field| column_type(kind, field)).collect::<Result<_>>()?;
    let names = fields.iter().map(|field| quoted(field)).collect::<Vec<_>>().join(", ");
    let (conditions, values) = conditions(kind, query)?;
    let sql = match &query.newest_per {
        Some(per) => newest(kind, per, &names, &conditions)?,
        None => format!("SELECT {names} FROM {}{conditions}", quoted(&kind.table)),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| {
        types.iter().enumerate().map(|(place, field_type)| Ok(to_json(*field_type, row.get_ref(place)?))).collect()
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// What stands in some text fields of a record; nothing: an empty text.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'r, const N: usize> {
    /// Its id.
    pub id: &'r str,
    /// Its station; empty for records of the county and of all.
    pub station: &'r str,
    /// In the order in which they were asked for.
    pub fields: [&'r str; N],
}

/// Shows a few text fields of one record after the other, without making anything of it: for facts of hundreds of thousands. Order and limit
/// do not matter.
pub(crate) fn texts<const N: usize>(
    connection: &Connection,
    query: &Query,
    fields: [&str; N],
    mut see: impl FnMut(Texts<'_, N>),
) -> Result<()> {
    let kind = kind_named(&query.kind)?;
    fields.iter().try_for_each(|field| column_type(kind, field).map(drop))?;
    let names = ["id", "station"].iter().chain(&fields).map(|field| quoted(field)).collect::<Vec<_>>().join(",");
    let (conditions, values) = answering(kind, query)?;
    let sql = format!("SELECT {names} FROM {}{conditions}", quoted(&kind.table));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    while let Some(row) = found.next()? {
        let text = |place: usize| row.get_ref(place).ok().and_then(|value| value.as_str().ok()).unwrap_or_default();
        see(Texts { id: text(0), station: text(1), fields: std::array::from_fn(|place| text(place + 2)) });
    }
    Ok(())
}

/// Every value that a field has among the records that answer, each once. It goes from one to the next in the index that begins with the
/// field, so that thousands of equal ones cost no more than one; a field that no index begins with is not for asking so.
pub(crate) fn values(connection: &Connection, query: &Query, field: &str) -> Result<Vec<Value>> {
    let kind = kind_named(&query.kind)?;
    let (field_type, name, table) = (column_type(kind, field)?, quoted(field), quoted(&kind.table));
    let (first, values) = conditions(kind, query)?;
    let (next, _) = conditions(kind, &query.clone().and(field, Test::NotNull, Value::Null))?;
    let sql = format!(
        "WITH RECURSIVE found (value) AS (SELECT min({name}) FROM {table}{first} UNION ALL
           SELECT (SELECT min({name}) FROM {table}{next} AND {name} > value) FROM found WHERE value IS NOT NULL)
         SELECT value FROM found WHERE value IS NOT NULL"
    );
    let twice = values.iter().chain(&values);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(twice), |row| Ok(to_json(field_type, row.get_ref(0)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The rows that answer.
pub(crate) fn list(connection: &Connection, query: &Query) -> Result<Vec<Row>> {
    let kind = kind_named(&query.kind)?;
    let (mut sql, values) = answering(kind, query)?;
    let mut order = Vec::new();
    for (field, desc) in &query.order {
        column_type(kind, field)?;
        order.push(format!("{}{}", columns::order_column(kind, field), if *desc { " DESC" } else { "" }));
    }
    if !order.is_empty() || query.limit.is_some() {
        order.push("id".to_string());
        sql += &format!(" ORDER BY {}", order.join(", "));
    }
    if query.limit.is_some() || query.offset > 0 {
        let limit = query.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        sql += &format!(" LIMIT {limit} OFFSET {}", query.offset.min(i64::MAX as u64));
    }
    let whole = query.only.is_empty();
    let asked = |field: &&Field| whole || query.only.contains(&field.name.as_str());
    let fields: Vec<&Field> = kind.fields.iter().filter(asked).collect();
    let read: rows::Read = match (query.bare, whole) {
        (true, _) => rows::read_bare,
        (false, true) => rows::read,
        (false, false) => rows::read_part,
    };
    let deliveries = Deliveries::load(connection)?;
    let select = if query.bare { columns::select_bare(kind, &fields, !whole) } else { columns::select(kind, &fields) };
    let mut statement = connection.prepare_cached(&format!("{select}{sql}"))?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(read(kind, &fields, row, &deliveries)?);
    }
    Ok(all)
}

/// One record, deleted or not.
pub(crate) fn row(connection: &Connection, kind: &str, id: &str) -> Result<Option<Row>> {
    let kind = kind_named(kind)?;
    let deliveries = Deliveries::load(connection)?;
    let mut statement = connection.prepare_cached(&format!("{} WHERE id = ?1", table(kind).select))?;
    let fields: Vec<&Field> = kind.fields.iter().collect();
    let row = statement.query_row([id], |row| Ok(rows::read(kind, &fields, row, &deliveries))).optional()?;
    row.transpose()
}

/// How many answer; order, limit and offset do not matter.
pub(crate) fn count(connection: &Connection, query: &Query) -> Result<u64> {
    let kind = kind_named(&query.kind)?;
    let (sql, values) = answering(kind, query)?;
    let sql = format!("SELECT count(*) FROM {}{sql}", quoted(&kind.table));
    Ok(connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))? as u64)
}

/// How many answer per value of a field.
pub(crate) fn count_by(connection: &Connection, query: &Query, field: &str) -> Result<Vec<(Value, u64)>> {
    let kind = kind_named(&query.kind)?;
    let field_type = column_type(kind, field)?;
    let (sql, values) = answering(kind, query)?;
    let name = quoted(field);
    let sql = format!("SELECT {name}, count(*) FROM {}{sql} GROUP BY {name} ORDER BY {name}", quoted(&kind.table));
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| {
        Ok((to_json(field_type, row.get_ref(0)?), row.get::<_, i64>(1)? as u64))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
