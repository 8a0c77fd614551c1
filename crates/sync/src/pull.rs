//! Fetching bundles: asks for mail after the last number, fetches each in pieces, and takes it in. The last number moves
//! only after the import. One bad bundle is named and does not hold up the next.

use sha2::{Digest, Sha256};
use store::{Route, StoreError};

use crate::client::Listed;
use crate::context::Run;
use crate::error::SyncError;
use crate::pieces::fetched;
use crate::progress::Phase;

const PAGE: u32 = 100;

/// What a pull found out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pulled {
    /// All mail is here.
    All,
    /// The hub has another bundle under a number that we know: it was rolled back.
    RolledBack,
}

/// Fetches and takes in everything after the last number.
pub(crate) fn pull(run: &mut Run<'_>) -> Result<Pulled, SyncError> {
    loop {
        // The last one known is asked for once more: it witnesses that this is still the same mailbox.
        let after = run.memory.after;
        let mut page = run.client.bundles(after.saturating_sub(1), PAGE)?;
        if after > 0 && page.first().is_none_or(|first| first.number != after || first.sha256 != run.memory.witness) {
            return Ok(Pulled::RolledBack);
        }
        page.retain(|listed| listed.number > after);
        if page.is_empty() {
            return Ok(Pulled::All);
        }
        let total = page.iter().map(|listed| listed.length).sum();
        let mut done = 0;
        for listed in page {
            let own = run.memory.own.remove(&listed.number);
            if !own && !listed.dropped {
                take(run, &listed, done, total)?;
            }
            done += listed.length;
            run.memory.after = listed.number;
            run.memory.witness = listed.sha256;
            run.remember()?;
        }
    }
}

fn take(run: &mut Run<'_>, listed: &Listed, done: u64, total: u64) -> Result<(), SyncError> {
    let most = changelog::Limits::default().bundle as u64;
    let bytes = match fetched(run, listed.length, most, |run, offset, length| {
        run.tell(Phase::Receiving, done + offset, total)?;
        run.client.bundle_bytes(listed.number, offset, length)
    }) {
        // The county has had something erased in it since it was listed; the bundle that took its place is further on.
        Err(SyncError::Missing) => return Ok(()),
        answer => answer?,
    };
    if hex::encode(Sha256::digest(&bytes)) != listed.sha256 {
        run.problem("从信箱收到的一个数据文件与登记的指纹不符，已跳过；请告诉县里的管理员。".into());
        return Ok(());
    }
    run.tell(Phase::Importing, done + listed.length, total)?;
    match run.store.import(&bytes, Route::Hub) {
        Ok(imported) => {
            run.outcome.pulled += 1;
            let known = &mut run.outcome.stations;
            imported.stations.iter().for_each(|code| {
                if !known.contains(code) {
                    known.push(code.clone())
                }
            });
            run.outcome.conflicts += imported.conflicts;
            run.outcome.quarantined += imported.quarantined.len() as u64;
        }
        // A roster that is newer than ours knows the sender; the next run fetches it first.
        Err(StoreError::Changelog(error @ changelog::Error::UnknownDevice)) => {
            return Err(error.into());
        }
        // The bundle itself is bad; anything else (disk, database) stops the run and is tried again.
        Err(StoreError::Changelog(error)) => run.problem(error.to_string()),
        Err(StoreError::Refused(message)) => run.problem(message),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
