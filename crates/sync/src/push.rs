//! Sending bundles: closes what is unsent, sends each bundle in pieces resumed by offset, and accepts the hub's receipts.
//! A bundle that the hub refuses for good is named and does not hold up the next.

use changelog::SignedReceipt;
use sha2::{Digest, Sha256};

use crate::context::Run;
use crate::error::SyncError;
use crate::pieces::{Piece, in_pieces};
use crate::progress::Phase;

/// Closes segments and sends what has no receipt.
pub(crate) fn push(run: &mut Run<'_>) -> Result<(), SyncError> {
    run.store.close_segments()?;
    let waiting: Vec<_> = run.store.outbox()?.into_iter().filter(|item| !item.receipt).collect();
    let total = waiting.iter().map(|item| item.len).sum();
    let mut done = 0;
    for item in waiting {
        let bytes = std::fs::read(&item.path).map_err(SyncError::file("待发的数据文件读不出来，请检查本机磁盘"))?;
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
    run.memory.own.insert(receipt.unchecked()?.number);
    Ok(receipt)
}
