//! Fetching bundles: asks for mail after the last number, fetches each in pieces, and takes it in. The last number moves
//! only after the import. One bad bundle is named and does not hold up the next.

use sha2::{Digest, Sha256};
use store::{Route, StoreError};

use crate::client::Listed;
use crate::context::Run;
use crate::error::SyncError;
use crate::pieces::fetched;
use crate::plan::HubMemory;
use crate::progress::Phase;
use crate::refill::everything;

const PAGE: u32 = 100;

/// What a pull found out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pulled {
    /// All mail is here.
    All,
    /// The hub has another bundle under a number that we know: it was rolled back.
    RolledBack,
}

/// Most bundles that are asked for again; beyond that the hub is what is broken.
const MOST_AGAIN: usize = 1000;

/// Fetches and takes in everything after the last number.
pub(crate) fn pull(run: &mut Run<'_>) -> Result<Pulled, SyncError> {
    again(run)?;
    mend(run)?;
    loop {
        // The last one known is asked for once more: it witnesses that this is still the same mailbox.
        let after = run.memory.after;
        let mut page = run.client.bundles(after.saturating_sub(1), PAGE)?;
        if after > 0 && !page.first().is_some_and(|first| is_witness(&run.memory, first)) {
            return Ok(Pulled::RolledBack);
        }
        if let Some(first) = page.first().filter(|first| first.number == after) {
            run.memory.chain.clone_from(&first.chain);
        }
        page.retain(|listed| listed.number > after);
        if page.is_empty() {
            return Ok(Pulled::All);
        }
        let total = page.iter().map(|listed| listed.length).sum();
        let mut done = 0;
        for listed in page {
            let brought = run.memory.brought.remove(&listed.number);
            if brought.as_ref().is_some_and(|sha256| *sha256 != listed.sha256) {
                // The number of our receipt is another's now.
                return Ok(Pulled::RolledBack);
            }
            if brought.is_none() && !listed.dropped && !take(run, &listed, done, total)? {
                run.memory.again.insert(listed.number);
                while run.memory.again.len() > MOST_AGAIN {
                    run.memory.again.pop_first();
                }
            }
            done += listed.length;
            run.memory.after = listed.number;
            run.memory.witness = listed.sha256;
            run.memory.chain = listed.chain;
            run.remember()?;
        }
    }
}

/// Whether the hub has behind the last number known, and behind all before it, what it had.
fn is_witness(memory: &HubMemory, first: &Listed) -> bool {
    let same_chain = memory.chain.is_empty() || first.chain.is_empty() || memory.chain == first.chain;
    first.number == memory.after && first.sha256 == memory.witness && same_chain
}

/// Asks once more for what could not be had whole. What others have brought under another number is found there.
fn again(run: &mut Run<'_>) -> Result<(), SyncError> {
    for number in run.memory.again.clone() {
        let listed = run.client.bundles(number - 1, 1)?.into_iter().find(|listed| listed.number == number);
        let settled = match listed {
            Some(listed) => listed.dropped || take(run, &listed, 0, listed.length)?,
            None => true,
        };
        if settled {
            run.memory.again.remove(&number);
            run.remember()?;
        }
    }
    Ok(())
}

/// What a check has found damaged here is fetched once more.
fn mend(run: &mut Run<'_>) -> Result<(), SyncError> {
    if run.store.damaged_segments()? == 0 {
        return Ok(());
    }
    for listed in everything(run)?.into_iter().filter(|listed| !listed.dropped) {
        if run.store.is_damaged(&listed.segments)? {
            take(run, &listed, 0, listed.length)?;
        }
    }
    Ok(())
}

/// Fetches one bundle and takes it in. False when it could not be had whole.
pub(crate) fn take(run: &mut Run<'_>, listed: &Listed, done: u64, total: u64) -> Result<bool, SyncError> {
    if run.store.known_at_hub(&listed.segments)? {
        return Ok(true);
    }
    let most = changelog::Limits::default().bundle as u64;
    let bytes = match fetched(run, listed.length, most, |run, offset, length| {
        run.tell(Phase::Receiving, done + offset, total)?;
        run.client.bundle_bytes(listed.number, offset, length)
    }) {
        // Erased since it was listed, or lost at the hub: what takes its place is further on, or will be.
        Err(SyncError::Missing) => return Ok(false),
        answer => answer?,
    };
    if hex::encode(Sha256::digest(&bytes)) != listed.sha256 {
        run.problem("从信箱收到的一个数据文件与登记的指纹不符，下次会再取；如反复出现，请告诉县里的管理员。".into());
        return Ok(false);
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
            if imported.newer {
                run.problem("收到由更新版本的禾站写成的内容，已留存在本机。请升级本机程序，升级后会自动入库。".into());
            }
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
    Ok(true)
}
