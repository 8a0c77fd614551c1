//! Connections of SQLite, for store and hub alike: the library is made ready once for the whole process, and every connection keeps
//! its query plans. It knows no key and no table.
#![expect(clippy::disallowed_methods, reason = "the one place that opens connections: see clippy.toml")]

use std::path::Path;
use std::sync::Once;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Result};

#[cfg(debug_assertions)]
pub mod watching;

/// SQLite says that it is ready before it runs SQLCipher's own preparation (`SQLITE_EXTRA_INIT`): a second thread that opens its first
/// database in that moment finds a SQLCipher that cannot take a key. So the first connection of a process is opened alone.
static READY: Once = Once::new();

fn ready() {
    // An error would come again at the connection itself, where somebody hears it.
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// Opens a database file.
pub fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    ready();
    stable(Connection::open_with_flags(path, flags)?)
}

/// A database that lives as long as its connection; for tests.
pub fn open_in_memory() -> Result<Connection> {
    ready();
    stable(Connection::open_in_memory()?)
}

/// One plan per statement, whatever is bound to it: a kept statement is not prepared anew when a value changes.
fn stable(connection: Connection) -> Result<Connection> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    #[cfg(debug_assertions)]
    let connection = watching::watched(connection)?;
    Ok(connection)
}
