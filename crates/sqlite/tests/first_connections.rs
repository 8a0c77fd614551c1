//! First connections of a process, many at once: each takes its key, however the threads meet.

use std::path::Path;
use std::process::Command;
use std::sync::Barrier;

use rusqlite::{Connection, OpenFlags, config::DbConfig};

/// Processes one after another; each has one chance to go wrong.
const PROCESSES: usize = 60;
const THREADS: usize = 16;
/// Set for the processes that this test starts: the folder for their databases.
const FOLDER: &str = "HEZHAN_FIRST_CONNECTIONS";
/// Set by hand to see the fault: connections are then opened without this crate.
const RAW: &str = "HEZHAN_RAW_CONNECTIONS";

#[expect(clippy::disallowed_methods, reason = "shows the fault that this crate keeps away")]
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if std::env::var_os(RAW).is_some() { Connection::open_with_flags(path, flags) } else { sqlite::open(path, flags) }
}

fn keyed_database(path: &Path) -> rusqlite::Result<()> {
    let connection = open(path)?;
    connection.pragma_update(None, "key", "x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'")?;
    connection.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
}

/// Does nothing by itself; the test below starts it in processes of its own.
#[test]
fn one_process_of_many_threads() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let start = Barrier::new(THREADS);
    let outcomes: Vec<rusqlite::Result<()>> = std::thread::scope(|scope| {
        let open = |thread: usize| {
            start.wait();
            keyed_database(&Path::new(&folder).join(format!("{thread}.db")))
        };
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || open(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for outcome in outcomes {
        outcome.unwrap();
    }
}

#[test]
fn sixteen_threads_open_their_first_database_at_once_and_each_takes_its_key() {
    let mut failed = Vec::new();
    for process in 0..PROCESSES {
        let folder = tempfile::tempdir().unwrap();
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "one_process_of_many_threads", "--nocapture"])
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        if !ended.status.success() {
            failed.push(format!("{process}: {}", String::from_utf8_lossy(&ended.stderr)));
        }
    }
    assert!(failed.is_empty(), "{} of {PROCESSES} processes: {}", failed.len(), failed[0]);
}

#[test]
fn every_connection_keeps_its_query_plans() {
    let folder = tempfile::tempdir().unwrap();
    let keeps = |connection: &Connection| connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG).unwrap();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    assert!(keeps(&sqlite::open(&folder.path().join("a.db"), flags).unwrap()));
    assert!(keeps(&sqlite::open_in_memory().unwrap()));
}
