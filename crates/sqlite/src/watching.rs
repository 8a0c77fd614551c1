//! Questions that a piece of work asks the databases of this process, for tests that look at their plans. It sees statements as they were
//! written, never what is bound to them, and is in no release build.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, Result};

thread_local! {
    static SEEN: RefCell<Option<BTreeSet<String>>> = const { RefCell::new(None) };
}

/// Every question that this work asks on its own thread, each once.
pub fn queries(work: impl FnOnce()) -> BTreeSet<String> {
    SEEN.set(Some(BTreeSet::new()));
    work();
    let seen = SEEN.take().unwrap_or_default();
    seen.into_iter().filter(|sql| sql.starts_with("SELECT") || sql.starts_with("WITH")).collect()
}

pub(crate) fn watched(mut connection: Connection) -> Result<Connection> {
    connection.trace_v2(
        TraceEventCodes::SQLITE_TRACE_STMT,
        Some(|event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, _) = event {
                SEEN.with_borrow_mut(|seen| {
                    if let Some(seen) = seen {
                        seen.insert(statement.sql().into_owned());
                    }
                });
            }
        }),
    )?;
    Ok(connection)
}
