//! Restoring, from the moment at which everything it needs is here: what it replaces moves aside, what comes takes its place. However often
//! that is cut off, whoever opens the folder next finishes it.

use std::path::Path;

use crate::connection::DATABASE;
use crate::error::Result;
use crate::{outbox, rollback_guard, slots};

/// The database that is to stand here.
pub(crate) const COMING: &str = "hezhan.db.restoring";
/// Its slots.
pub(crate) const SLOTS_COMING: &str = "slots.json.restoring";
/// Names the folder with what has been replaced, until what it still gives has been brought in (salvage.rs).
pub(crate) const SALVAGING: &str = "salvaging";
/// Says that a restore has everything it needs, and where it moves what it replaces.
pub(crate) const RESTORING: &str = "restoring";

/// Finishes a restore that was cut off.
pub(crate) fn resume(dir: &Path) -> Result<()> {
    let aside = match std::fs::read(dir.join(RESTORING)) {
        Ok(name) => dir.join(aside_named(&name)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        // Whether one is under way is not known: what stands here may be neither the old nor the new.
        Err(error) => return Err(error.into()),
    };
    if dir.join(COMING).exists() {
        set_aside(
            dir,
            &aside,
            &[DATABASE, "hezhan.db-wal", "hezhan.db-shm", rollback_guard::FILE, rollback_guard::COPY, outbox::FOLDER],
        )?;
        disk::replace(&dir.join(COMING), &dir.join(DATABASE))?;
    }
    if dir.join(SLOTS_COMING).exists() {
        set_aside(dir, &aside, &[slots::FILE, slots::COPY])?;
        disk::replace(&dir.join(SLOTS_COMING), &dir.join(slots::FILE))?;
    }
    disk::sync_folder(dir)?;
    disk::replace(&dir.join(RESTORING), &dir.join(SALVAGING))?;
    Ok(())
}

/// The folder that such a file names, in the data directory wherever it says.
pub(crate) fn aside_named(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let name = name.split(['/', '\\']).next_back().filter(|name| name.starts_with("replaced-"));
    name.unwrap_or("replaced").to_owned()
}

/// Moves what a restore replaces into a folder of its own.
fn set_aside(dir: &Path, aside: &Path, names: &[&str]) -> Result<()> {
    for name in names {
        if dir.join(name).exists() {
            disk::make_folder(aside)?;
            disk::replace(&dir.join(name), &aside.join(name))?;
        }
    }
    disk::sync_folder(dir)?;
    Ok(())
}
