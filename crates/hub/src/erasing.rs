//! Erasing in the mailbox: it remembers the changes, keeps out what a station would bring back, and lets
//! bundles go once others hold everything else that was in them. It trusts its callers, as the rest of the mailbox does.

use std::fs;

use changelog::erasure::{Erasure, may_carry};
use changelog::{Ref, SegmentRange};
use rusqlite::{Connection, params};

use crate::erasures::Progress;
use crate::error::HubError;
use crate::mailbox::{ITEM, Item, Mailbox, item};
use crate::rot::covered;

impl Mailbox {
    /// Notes an erasure and carries it out as soon as every file that it names is here.
    pub(crate) fn erase(&self, erasure: &Erasure, body: &[u8]) -> Result<Progress, HubError> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        let number = note(&transaction, erasure, body)?;
        let (mut missing, mut new) = (Vec::new(), Vec::new());
        for sha256 in &erasure.bundles {
            let found = transaction.prepare(&format!("{ITEM} WHERE sha256 = ?1"))?.query_map([sha256], item)?.next();
            match found.transpose()? {
                Some(bundle) => new.push(bundle),
                None => missing.push(sha256.clone()),
            }
        }
        if !missing.is_empty() {
            transaction.commit()?;
            return Ok(Progress { missing, dropped: 0, left: 0 });
        }
        let carrying = carrying(&transaction, erasure, number)?;
        let (go, stay): (Vec<Item>, Vec<Item>) = carrying.into_iter().partition(|old| covered(old, &new));
        for old in &go {
            transaction.execute("INSERT OR IGNORE INTO dropped VALUES (?1)", [old.number as i64])?;
            transaction.execute("DELETE FROM lost WHERE number = ?1", [old.number as i64])?;
        }
        transaction.execute("UPDATE erasures SET done = 1 WHERE number = ?1", [number])?;
        transaction.commit()?;
        drop(database);
        for old in &go {
            self.remove_file(old)?;
        }
        self.forget_uploads()?;
        let dropped = go.iter().filter(|old| !old.dropped).count();
        Ok(Progress { missing, dropped: dropped as u64, left: stay.len() as u64 })
    }

    /// Every change for which old bundles have given way.
    pub(crate) fn erased(&self) -> Result<Vec<Ref>, HubError> {
        let database = self.database();
        let mut query = database.prepare(
            "SELECT DISTINCT log || ':' || seq || ':' || head FROM erased WHERE erasure IN (SELECT number FROM erasures WHERE done = 1)",
        )?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.iter().filter_map(|text| text.parse().ok()).collect())
    }

    /// Whether segments at these ranges would bring back what was erased.
    pub(crate) fn is_erased(&self, ranges: &[SegmentRange]) -> Result<bool, HubError> {
        let database = self.database();
        let mut query = database.prepare_cached("SELECT 1 FROM erased WHERE log = ?1 AND seq BETWEEN ?2 AND ?3")?;
        for range in ranges {
            if query.exists(params![range.log.to_string(), range.from as i64, range.to as i64])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// After a crash between the row and the file.
    pub(crate) fn remove_dropped(&self) -> Result<(), HubError> {
        let all: Vec<Item> = {
            let database = self.database();
            let mut query = database.prepare(&format!("{ITEM} WHERE number IN (SELECT number FROM dropped)"))?;
            query.query_map([], item)?.collect::<Result<_, _>>()?
        };
        all.iter().filter(|old| self.bundle_path(&old.sha256).exists()).try_for_each(|old| self.remove_file(old))
    }

    fn remove_file(&self, old: &Item) -> Result<(), HubError> {
        let path = self.bundle_path(&old.sha256);
        disk::remove(&path)?;
        Ok(path.parent().map_or(Ok(()), disk::sync_folder)?)
    }

    /// Half-received uploads may carry it too; whoever was at it begins anew.
    fn forget_uploads(&self) -> Result<(), HubError> {
        for entry in fs::read_dir(self.directory.join("uploads"))? {
            disk::remove(&entry?.path())?;
        }
        Ok(())
    }
}

/// Keeps the erasure's word; the same once more is the same one. Gives its number.
fn note(database: &Connection, erasure: &Erasure, body: &[u8]) -> Result<i64, HubError> {
    database.execute("INSERT OR IGNORE INTO erasures (body) VALUES (?1)", [body])?;
    let number = database.query_row("SELECT number FROM erasures WHERE body = ?1", [body], |row| row.get(0))?;
    for change in &erasure.changes {
        let (log, head) = (change.log.to_string(), hex::encode(change.head));
        let sql = "INSERT OR IGNORE INTO erased VALUES (?1, ?2, ?3, ?4)";
        database.execute(sql, params![log, change.seq as i64, head, number])?;
    }
    for sha256 in &erasure.bundles {
        database.execute("INSERT OR IGNORE INTO resealed VALUES (?1, ?2)", params![sha256, number])?;
    }
    Ok(number)
}

/// Bundles that carry one of its changes, but for those that this erasure or a later one put in their place.
fn carrying(database: &Connection, erasure: &Erasure, number: i64) -> Result<Vec<Item>, HubError> {
    let sql = format!("{ITEM} WHERE sha256 NOT IN (SELECT sha256 FROM resealed WHERE erasure >= ?1) ORDER BY number");
    let mut query = database.prepare(&sql)?;
    let mut found = Vec::new();
    for bundle in query.query_map([number], item)? {
        let bundle = bundle?;
        if bundle.segments.iter().any(|range| erasure.changes.iter().any(|change| may_carry(range, change))) {
            found.push(bundle);
        }
    }
    Ok(found)
}
