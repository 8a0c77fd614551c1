//! The numbered list of schema files. Each runs once, in a transaction with its version. The log's tables never change; a
//! file that touches projected tables is followed by a rebuild, because they are a cache.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../../schema/device/001-log.sql")),
    (2, include_str!("../../../schema/device/002-local.sql")),
    (3, include_str!("../../../schema/device/003-projection.sql")),
    (10, include_str!("../../../schema/device/010-records.sql")),
    (11, include_str!("../../../schema/device/011-activities.sql")),
    (12, include_str!("../../../schema/device/012-volunteers.sql")),
    (13, include_str!("../../../schema/device/013-means-survey.sql")),
    (14, include_str!("../../../schema/device/014-supervision.sql")),
    (15, include_str!("../../../schema/device/015-imports.sql")),
    (16, include_str!("../../../schema/device/016-attachment-records.sql")),
    (20, include_str!("../../../schema/device/020-attachments.sql")),
    (30, include_str!("../../../schema/device/030-indices.sql")),
    (31, include_str!("../../../schema/device/031-station-management.sql")),
];

/// The newest version this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.0)
}

/// Brings the database up to this program's version. Returns whether anything was run on a database that had data.
pub(crate) fn run(connection: &mut Connection) -> Result<bool> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > newest() {
        return Err(StoreError::Newer { found, known: newest() });
    }
    let mut ran = false;
    for (version, sql) in MIGRATIONS.iter().filter(|migration| migration.0 > found) {
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
    fn the_list_is_in_order_and_each_number_stands_once() {
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_schema_file_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/device");
        let files = std::fs::read_dir(folder).expect("schema/device").filter_map(|entry| entry.ok());
        assert_eq!(
            files.filter(|file| file.path().extension().is_some_and(|end| end == "sql")).count(),
            MIGRATIONS.len()
        );
    }

    #[test]
    fn running_twice_is_running_once() {
        let mut connection = sqlite::open_in_memory().expect("memory");
        assert!(!run(&mut connection).expect("first"));
        assert!(!run(&mut connection).expect("second"));
    }
}
