//! Rot: files of the mailbox that are no longer what came in. Each is read whole and compared with its hash, when it is asked for and in
//! passes of its own; one that is lost is said so, until whoever has the content has brought it again under a new number.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::erasing::covered;
use crate::error::HubError;
use crate::mailbox::{ITEM, Item, Mailbox, Reader, item, may_see};
use crate::state::Hub;

/// Between two passes over everything.
const PAUSE: Duration = Duration::from_secs(6 * 60 * 60);
/// How many times as long as reading a file took nothing is read: callers come first.
const REST: u32 = 4;

/// Station code and name of a photo or scan.
pub(crate) type BlobKey = (String, String);

/// Whether a file is there with exactly this content. A disk that does not give it back has lost it; any other trouble is trouble.
pub(crate) fn is_whole(path: &Path, length: u64, sha256: &str) -> Result<bool, HubError> {
    const CANNOT_READ: i32 = 5; // EIO
    let read = || -> std::io::Result<(u64, String)> {
        let (mut file, mut hash, mut piece) = (File::open(path)?, Sha256::new(), vec![0; 64 * 1024]);
        let mut read = 0;
        loop {
            match file.read(&mut piece)? {
                0 => return Ok((read, hex::encode(hash.finalize()))),
                count => {
                    read += count as u64;
                    hash.update(&piece[..count]);
                }
            }
        }
    };
    match read() {
        Ok((read, hash)) => Ok(read == length && hash == sha256),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.raw_os_error() == Some(CANNOT_READ) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl Mailbox {
    /// Whether a bundle's file is what came in; if not, that is noted.
    pub(crate) fn still_whole(&self, item: &Item) -> Result<bool, HubError> {
        if item.dropped || item.lost {
            return Ok(false);
        }
        let whole = is_whole(&self.bundle_path(&item.sha256), item.length, &item.sha256)?;
        if !whole {
            eprintln!("mailbox: bundle {} is damaged on this disk and is asked for again", item.number);
            self.database().execute("INSERT OR IGNORE INTO lost VALUES (?1)", [item.number as i64])?;
        }
        Ok(whole)
    }

    /// The same of a photo or scan: one that is lost is not here, and may be brought again.
    pub(crate) fn blob_still_whole(
        &self,
        station: &str,
        name: &str,
        length: u64,
        sha256: &str,
    ) -> Result<bool, HubError> {
        let path = self.blob_path(station, name);
        let whole = is_whole(&path, length, sha256)?;
        if !whole {
            eprintln!("mailbox: a photo is damaged on this disk and is asked for again");
            let mut database = self.database();
            let transaction = database.transaction()?;
            let sql = "DELETE FROM blobs WHERE station = ?1 AND name = ?2 AND sha256 = ?3 AND erased = 0";
            if transaction.execute(sql, params![station, name, sha256])? > 0 {
                transaction.execute("INSERT OR IGNORE INTO lost_blobs VALUES (?1, ?2)", params![station, name])?;
            }
            transaction.commit()?;
        }
        Ok(whole)
    }

    /// How much is lost and not yet brought again.
    pub(crate) fn count_lost(&self) -> Result<u64, HubError> {
        let sql = "SELECT (SELECT count(*) FROM lost) + (SELECT count(*) FROM lost_blobs)";
        Ok(self.database().query_row(sql, [], |row| row.get::<_, i64>(0))? as u64)
    }

    /// Lost bundles and (station, name) of lost photos that are this reader's.
    pub(crate) fn lost(&self, reader: &Reader) -> Result<(Vec<Item>, Vec<BlobKey>), HubError> {
        let database = self.database();
        let bundles = lost_bundles(&database)?.into_iter().filter(|item| may_see(reader, item)).collect();
        let mut query = database.prepare("SELECT station, name FROM lost_blobs ORDER BY station, name LIMIT 500")?;
        let blobs = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
        let own = |(station, _): &BlobKey| match reader {
            Reader::County => true,
            Reader::Station(code) => code == station,
        };
        Ok((bundles, blobs.into_iter().filter(own).collect()))
    }

    fn pass(&self, ended: &AtomicBool) -> Result<(), HubError> {
        let mut after = 0;
        while let Some(item) = self.next_bundle(after)? {
            after = item.number;
            if rest(ended, || self.still_whole(&item))? {
                return Ok(());
            }
        }
        let mut last = BlobKey::default();
        while let Some((blob, sha256, length)) = self.next_blob(&last)? {
            if rest(ended, || self.blob_still_whole(&blob.0, &blob.1, length, &sha256))? {
                return Ok(());
            }
            last = blob;
        }
        Ok(())
    }

    fn next_bundle(&self, after: u64) -> Result<Option<Item>, HubError> {
        let database = self.database();
        let mut query = database.prepare_cached(&format!("{ITEM} WHERE number > ?1 ORDER BY number LIMIT 1"))?;
        Ok(query.query_map([after as i64], item)?.next().transpose()?)
    }

    fn next_blob(&self, after: &BlobKey) -> Result<Option<(BlobKey, String, u64)>, HubError> {
        let database = self.database();
        let mut query = database.prepare_cached(
            "SELECT station, name, sha256, length FROM blobs WHERE (station, name) > (?1, ?2) AND erased = 0 ORDER BY station, name LIMIT 1",
        )?;
        let mut found = query.query_map([&after.0, &after.1], |row| {
            Ok(((row.get(0)?, row.get(1)?), row.get(2)?, row.get::<_, i64>(3)? as u64))
        })?;
        Ok(found.next().transpose()?)
    }
}

/// Looks at one file and pauses; whether the hub is ending.
fn rest(ended: &AtomicBool, look: impl FnOnce() -> Result<bool, HubError>) -> Result<bool, HubError> {
    let began = Instant::now();
    look()?;
    std::thread::park_timeout(began.elapsed() * REST);
    Ok(ended.load(Ordering::SeqCst))
}

fn lost_bundles(database: &Connection) -> Result<Vec<Item>, HubError> {
    let mut query =
        database.prepare(&format!("{ITEM} WHERE number IN (SELECT number FROM lost) ORDER BY number LIMIT 500"))?;
    Ok(query.query_map([], item)?.collect::<Result<_, _>>()?)
}

/// A bundle has come in: lost ones whose segments are all here again give way, as after an erasure. Their numbers stay.
pub(crate) fn heal(database: &Connection) -> Result<(), HubError> {
    for old in lost_bundles(database)? {
        let sql = format!(
            "{ITEM} WHERE number > ?1 AND number NOT IN (SELECT number FROM dropped) AND number NOT IN (SELECT number FROM lost)"
        );
        let newer = database.prepare(&sql)?.query_map([old.number as i64], item)?.collect::<Result<Vec<_>, _>>()?;
        if covered(&old, &newer) {
            give_way(database, old.number)?;
        }
    }
    Ok(())
}

/// A lost bundle whose place another takes. The very same file may come again: then it comes under a new number.
pub(crate) fn give_way(database: &Connection, number: u64) -> Result<(), HubError> {
    let number = number as i64;
    database.execute("UPDATE bundles SET sha256 = sha256 || '#' || number WHERE number = ?1", [number])?;
    database.execute("INSERT OR IGNORE INTO dropped VALUES (?1)", [number])?;
    database.execute("DELETE FROM lost WHERE number = ?1", [number])?;
    Ok(())
}

/// The passes over everything, as long as the hub runs.
pub(crate) struct Passes {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Passes {
    /// Begins with the first pass at once.
    pub(crate) fn begin(hub: Arc<Hub>) -> std::io::Result<Passes> {
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let thread = std::thread::Builder::new().name("rot".into()).spawn(move || {
            while !told.load(Ordering::SeqCst) {
                // A disk that does not answer now is asked again with the next pass.
                drop(hub.mailbox.pass(&told));
                let pause = Instant::now();
                while !told.load(Ordering::SeqCst) && pause.elapsed() < PAUSE {
                    std::thread::park_timeout(PAUSE);
                }
            }
        })?;
        Ok(Passes { ended, thread: Some(thread) })
    }
}

impl Drop for Passes {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}
