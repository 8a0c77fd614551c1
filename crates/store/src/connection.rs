//! Opening SQLCipher connections: one writer, a few readers apart. The only place where pragmas are set.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags};

use crate::error::{Result, StoreError, bad_reads};
use crate::key::DatabaseKey;

/// The database's file name in its directory.
pub const DATABASE: &str = "hezhan.db";

const READERS_KEPT: usize = 3;

/// A keyed connection. A raw key costs no derivation, so opening is cheap.
pub(crate) fn connect(path: &Path, key: &DatabaseKey, create: bool) -> Result<Connection> {
    let create = if create { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    connect_with(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE | create)
}

/// One that changes nothing, not even by closing.
pub(crate) fn connect_to_read(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    connect_with(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect_with(path: &Path, key: &DatabaseKey, flags: OpenFlags) -> Result<Connection> {
    let connection = sqlite::open(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.pragma_update(None, "cipher_log_level", "NONE")?; // it would write to stderr; our errors say what is needed
    connection.pragma_update(None, "key", key.literal().as_str())?;
    // Before anything is read: no temporary file ever, neither for sorting nor for statement journals.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // cipher_memory_security stays off: it locks and wipes every page buffer, which costs a save half its time on the
    // machines this is for, and the key itself is wiped by SQLCipher in any case.
    connection.pragma_update(None, "cipher_memory_security", "OFF")?;
    connection.pragma_update(None, "foreign_keys", "OFF")?; // records arrive in any order
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(256);
    // The first read proves the key.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(connection)
}

/// The one connection that writes.
pub(crate) fn writer(path: &Path, key: &DatabaseKey, create: bool) -> Result<Connection> {
    let connection = connect(path, key, create)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Busy);
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?; // what the county erased leaves no page behind
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "wal_autocheckpoint", 1000)?;
    connection.pragma_update(None, "journal_size_limit", 8 << 20)?;
    Ok(connection)
}

/// Readers, opened when wanted and kept for the next question.
pub(crate) struct Readers {
    path: PathBuf,
    key: DatabaseKey,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf, key: DatabaseKey) -> Readers {
        Readers { path, key, idle: Mutex::new(Vec::new()) }
    }

    pub(crate) fn take(&self) -> Result<Reader<'_>> {
        let kept = lock(&self.idle).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => {
                let connection = connect(&self.path, &self.key, false)?;
                connection.pragma_update(None, "query_only", "ON")?;
                connection.pragma_update(None, "cache_size", -32_000)?;
                connection
            }
        };
        Ok(Reader { connection: Some(connection), home: self, bad_reads: bad_reads() })
    }
}

/// A borrowed reader; it goes back when dropped, unless something could not be read meanwhile.
pub(crate) struct Reader<'a> {
    connection: Option<Connection>,
    home: &'a Readers,
    /// When it was borrowed.
    bad_reads: u64,
}

impl Deref for Reader<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("a reader holds its connection until dropped")
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("a reader holds its connection until dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut idle = lock(&self.home.idle);
            if idle.len() < READERS_KEPT && self.bad_reads == bad_reads() {
                idle.push(connection);
            }
        }
    }
}

/// A mutex whose former holder panicked is still a mutex: SQLite has rolled back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
