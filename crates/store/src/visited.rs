//! Visits as they stand in a person's row: the newest of them with its result and next date, and the day of the last effective one, so
//! that no list looks through years of visits. Derived from her visits of the same audience by whatever projects them, and by nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::dictionary::{Kind, dictionary};
use domain::fields::{recipient, visit};
use domain::visit::is_effective;
use rusqlite::{Connection, OptionalExtension};

use crate::columns::quoted;
use crate::error::Result;

/// Id of the newest visit, whatever came of it. These columns `Query` knows like fields; no row shows them and no save writes them.
pub const NEWEST: &str = "newest_visit";
/// Its day.
pub const NEWEST_DATE: &str = "newest_visit_date";
/// Its result.
pub const NEWEST_RESULT: &str = "newest_visit_result";
/// The next date that was set at it.
pub const NEXT: &str = "newest_visit_next";
/// Day of the last effective visit that is no 暂存.
pub const LAST: &str = "last_effective_visit";

const ALL: [&str; 5] = [NEWEST, NEWEST_DATE, NEWEST_RESULT, NEXT, LAST];

/// The columns that a kind's row has from records of other kinds, all of them text.
pub(crate) fn derived(kind: &Kind) -> &'static [&'static str] {
    if kind.name == recipient::KIND { &ALL } else { &[] }
}

/// People whose row has to follow, gathered while records are projected.
#[derive(Default)]
pub(crate) struct Followers(BTreeSet<String>);

impl Followers {
    /// Before a row is written or goes: whose visit it was until now. `new`: there is no such row yet.
    pub(crate) fn before(&mut self, connection: &Connection, kind: &Kind, record: &str, new: bool) -> Result<()> {
        if kind.name == visit::KIND && !new {
            let sql = format!("SELECT {} FROM {} WHERE id = ?1", quoted(visit::RECIPIENT), quoted(&kind.table));
            let whose: Option<Option<String>> =
                connection.prepare_cached(&sql)?.query_row([record], |row| row.get(0)).optional()?;
            self.0.extend(whose.flatten());
        }
        Ok(())
    }

    /// After a row was written: whose visit it is now. A person's own row may be new, or of another station than before.
    pub(crate) fn after(&mut self, kind: &Kind, record: &str, whose: Option<&str>) {
        match kind.name.as_str() {
            recipient::KIND => drop(self.0.insert(record.to_owned())),
            visit::KIND => self.0.extend(whose.map(str::to_owned)),
            _ => {}
        }
    }

    /// Brings the rows of all of them up to date, each once.
    pub(crate) fn follow(self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare_cached(&UPDATE)?;
        self.0.into_iter().try_for_each(|person| statement.execute([person]).map(drop).map_err(Into::into))
    }
}

/// The newest is the one of the latest day, then the one written last; both are answered out of `visits_by_recipient` from its end.
static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let table = |kind: &str| dictionary().kind(kind).map_or_else(String::new, |kind| quoted(&kind.table));
    let (people, visits) = (table(recipient::KIND), table(visit::KIND));
    let codes = dictionary().code_table("visit_result").into_iter().flat_map(|table| &table.entries);
    let effective = codes.filter(|entry| is_effective(&entry.code)).map(|entry| format!("'{}'", entry.code));
    let effective = effective.collect::<Vec<_>>().join(",");
    let [date, result, next, whose] = [visit::DATE, visit::RESULT, visit::NEXT_DATE, visit::RECIPIENT].map(quoted);
    let [newest, newest_date, newest_result, newest_next, last] = ALL.map(quoted);
    let of = format!(
        "FROM {visits} AS v WHERE v.{whose} = {people}.id AND v.station = {people}.station AND v.deleted_reason IS NULL"
    );
    let order = format!("ORDER BY v.{date} DESC, v.created_ms DESC, v.id DESC LIMIT 1");
    format!(
        "UPDATE {people} SET ({newest}, {newest_date}, {newest_result}, {newest_next}) =
           (SELECT v.id, v.{date}, v.{result}, v.{next} {of} {order}),
         {last} = (SELECT v.{date} {of} AND v.provisional = 0 AND v.{result} IN ({effective}) {order})
         WHERE id = ?1"
    )
});
