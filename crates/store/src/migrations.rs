//! Steps that make and change the tables which are no cache: log, local state, search, sealed files. Record tables are not here: they
//! come from the dictionary (record_tables.rs).

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

/// The version that the first step gives. Earlier numbers were those of files which no longer exist.
const FIRST: i64 = 31;

/// Oldest first, each run once, in a transaction with its version. A version is a step's place in this list, counted from `FIRST`, and
/// never a number somebody chose: a new step can only be the last one, and so runs on every database that is older. The first step
/// makes what is missing, so that it also brings up a database of before.
const STEPS: &[&str] = &[
    concat!(
        include_str!("../../../schema/device/log.sql"),
        include_str!("../../../schema/device/local.sql"),
        include_str!("../../../schema/device/projection.sql"),
        include_str!("../../../schema/device/attachments.sql"),
    ),
    include_str!("../../../schema/device/readings.sql"),
];

/// The newest version this program knows.
pub(crate) fn newest() -> i64 {
    FIRST + STEPS.len() as i64 - 1
}

/// Brings the database up to this program's version. Returns whether anything was run on a database that had data.
pub(crate) fn run(connection: &mut Connection) -> Result<bool> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > newest() {
        return Err(StoreError::Newer { found, known: newest() });
    }
    let mut ran = false;
    for (version, sql) in (FIRST..).zip(STEPS).filter(|(version, _)| *version > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
        ran = true;
    }
    Ok(ran && found > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_twice_is_running_once() {
        let mut connection = sqlite::open_in_memory().expect("memory");
        assert!(!run(&mut connection).expect("first"));
        assert!(!run(&mut connection).expect("second"));
    }
}
