//! Restoring, from the moment at which everything it needs is here: what it replaces moves aside, what comes takes its place. However often
//! that is cut off, whoever opens the folder next finishes it.

use std::path::Path;

use crate::connection::DATABASE;
use crate::durable_file::{make_folder, replace, sync_folder};
use crate::error::Result;
use crate::{outbox, rollback_guard, slots};

/// The database that is to stand here.
pub(crate) const COMING: &str = "hezhan.db.restoring";
/// Its slots.
pub(crate) const SLOTS_COMING: &str = "slots.json.restoring";
/// Says that a restore has everything it needs, and where it moves what it replaces.
pub(crate) const RESTORING: &str = "restoring";

/// Finishes a restore that was cut off.
pub(crate) fn resume(dir: &Path) -> Result<()> {
    let Ok(aside) = std::fs::read_to_string(dir.join(RESTORING)) else { return Ok(()) };
    let aside = dir
        .join(aside.split(['/', '\\']).next_back().filter(|name| name.starts_with("replaced-")).unwrap_or("replaced"));
    if dir.join(COMING).exists() {
        set_aside(
            dir,
            &aside,
            &[DATABASE, "hezhan.db-wal", "hezhan.db-shm", rollback_guard::FILE, rollback_guard::COPY, outbox::FOLDER],
        )?;
        replace(&dir.join(COMING), &dir.join(DATABASE))?;
    }
    if dir.join(SLOTS_COMING).exists() {
        set_aside(dir, &aside, &[slots::FILE, slots::COPY])?;
        replace(&dir.join(SLOTS_COMING), &dir.join(slots::FILE))?;
    }
    sync_folder(dir);
    std::fs::remove_file(dir.join(RESTORING))?;
    Ok(())
}

/// Moves what a restore replaces into a folder of its own.
fn set_aside(dir: &Path, aside: &Path, names: &[&str]) -> Result<()> {
    for name in names {
        if dir.join(name).exists() {
            make_folder(aside)?;
            replace(&dir.join(name), &aside.join(name))?;
        }
    }
    sync_folder(dir);
    Ok(())
}
