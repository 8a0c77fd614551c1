//! Sending bundles: closes what is unsent, sends each bundle in pieces resumed by offset, and accepts the hub's receipts.
//! A bundle that the hub refuses for good is named and does not hold up the next.

use changelog::SignedReceipt;
use sha2::{Digest, Sha256};

use crate::context::Run;
use crate::error::SyncError;
use crate::pieces::{Piece, in_pieces};
use crate::progress::Phase;

/// How often a run seals again what has rotted in the outbox. A disk that spoils every file it is given is not mended by another try.
const TRIES: usize = 3;

/// Closes segments and sends what has no receipt.
pub(crate) fn push(run: &mut Run<'_>) -> Result<(), SyncError> {
    for _ in 0..TRIES {
        run.store.close_segments()?;
        if send(run)? {
            return Ok(());
        }
    }
    run.problem(
        "本机待发的数据文件反复损坏，磁盘可能有故障。记录仍在数据库里；请马上备份到U盘，并检查本机磁盘。".into(),
    );
    Ok(())
}

/// Sends what has no receipt. False when a file was not what had been sealed: it is let go, and is to be sealed again from the log.
fn send(run: &mut Run<'_>) -> Result<bool, SyncError> {
    let waiting: Vec<_> = run.store.outbox()?.into_iter().filter(|item| !item.receipt).collect();
    let total = waiting.iter().map(|item| item.len).sum();
    let (mut done, mut all_whole) = (0, true);
    for item in waiting {
        let Some(bytes) = run.store.sealed_bytes(&item)? else {
            all_whole = false;
            continue;
        };
        match upload(run, &bytes, done, total) {
            Ok(receipt) => run.store.accept_receipt(&receipt)?,
            Err(SyncError::Refused { message, .. }) => {
                run.problem(message);
                continue;
            }
            Err(error) => return Err(error),
        }
        run.outcome.pushed += 1;
        done += item.len;
    }
    Ok(all_whole)
}

/// Brings bundles sealed again to the hub, one after another. One that is refused is named and does not hold up the next.
pub(crate) fn bring(run: &mut Run<'_>, bundles: Vec<Vec<u8>>) -> Result<(), SyncError> {
    let total = bundles.iter().map(|bytes| bytes.len() as u64).sum();
    let mut done = 0;
    for bytes in bundles {
        match upload(run, &bytes, done, total) {
            Ok(receipt) => {
                run.store.accept_receipt(&receipt)?;
                run.outcome.pushed += 1;
            }
            // The county has erased something of it, and has sealed the rest again itself.
            Err(SyncError::Refused { code, .. }) if code == "erased" => {}
            Err(SyncError::Refused { message, .. }) => run.problem(message),
            Err(error) => return Err(error),
        }
        done += bytes.len() as u64;
    }
    Ok(())
}

/// Brings one bundle to the hub, from wherever an earlier try stopped.
pub(crate) fn upload(run: &mut Run<'_>, bytes: &[u8], done: u64, total: u64) -> Result<SignedReceipt, SyncError> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    let receipt = in_pieces(run, bytes, |run, offset, piece| {
        run.tell(Phase::Sending, done + offset, total)?;
        let state = run.client.upload_piece(&sha256, offset, bytes.len() as u64, piece)?;
        Ok(state.receipt.map_or(Piece::Stands(state.offset), Piece::Whole))
    })?;
    run.memory.brought.insert(receipt.unchecked()?.number, sha256);
    Ok(receipt)
}
