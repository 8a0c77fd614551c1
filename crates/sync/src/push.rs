//! Sending bundles: closes what is unsent, sends each bundle in pieces resumed by offset, and accepts the hub's receipts.
//! A bundle that the hub refuses for good is named and does not hold up the next.

use std::time::Instant;

use changelog::SignedReceipt;
use sha2::{Digest, Sha256};

use crate::pace::Pace;
use crate::progress::Phase;
use crate::run::Run;
use crate::trouble::{OfflineReason, Trouble};

/// How often in a row a piece may fail before the line counts as cut.
pub(crate) const TRIES: u32 = 3;

/// Closes segments and sends what has no receipt.
pub(crate) fn push(run: &mut Run<'_>) -> Result<(), Trouble> {
    run.store.close_segments()?;
    let waiting: Vec<_> = run.store.outbox()?.into_iter().filter(|item| !item.receipt).collect();
    let total = waiting.iter().map(|item| item.len).sum();
    let mut done = 0;
    for item in waiting {
        let bytes = std::fs::read(&item.path).map_err(Trouble::file("待发的同步包读不出来，请检查本机磁盘"))?;
        match upload(run, &bytes, done, total) {
            Ok(receipt) => run.store.accept_receipt(&receipt)?,
            Err(Trouble::Refused { message, .. }) => {
                run.problem(message);
                continue;
            }
            Err(trouble) => return Err(trouble),
        }
        run.outcome.pushed += 1;
        done += item.len;
    }
    Ok(())
}

/// Brings one bundle to the hub, from wherever an earlier try stopped.
pub(crate) fn upload(run: &mut Run<'_>, bytes: &[u8], done: u64, total: u64) -> Result<SignedReceipt, Trouble> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    let receipt = in_pieces(run, bytes, |run, offset, piece| {
        run.tell(Phase::Sending, done + offset, total)?;
        let state = run.client.upload_piece(&sha256, offset, bytes.len() as u64, piece)?;
        Ok(state.receipt.map_or(Piece::Stands(state.offset), Piece::Whole))
    })?;
    run.memory.own.insert(receipt.unchecked()?.number);
    Ok(receipt)
}

/// What the hub says to a piece.
pub(crate) enum Piece<T> {
    /// So many bytes are there.
    Stands(u64),
    /// All of it is there.
    Whole(T),
}

/// Sends bytes in pieces, from wherever an earlier try stopped, until the hub has them whole. `send` brings one piece.
pub(crate) fn in_pieces<'a, T>(
    run: &mut Run<'a>,
    bytes: &[u8],
    mut send: impl FnMut(&mut Run<'a>, u64, &[u8]) -> Result<Piece<T>, Trouble>,
) -> Result<T, Trouble> {
    let length = bytes.len() as u64;
    let (mut pace, mut offset, mut failures) = (Pace::new(), 0u64, 0);
    loop {
        let end = (offset + pace.size()).min(length);
        let began = Instant::now();
        match send(run, offset, &bytes[offset as usize..end as usize]) {
            Ok(Piece::Whole(answer)) => return Ok(answer),
            Ok(Piece::Stands(at)) => {
                pace.went(began.elapsed());
                failures = 0;
                offset = at;
            }
            // Where an earlier run stopped, or where a piece ended whose answer was lost.
            Err(Trouble::Offset(at)) if failures < TRIES => {
                failures += 1;
                offset = at;
            }
            Err(Trouble::Offline(OfflineReason::NoAnswer)) if failures + 1 < TRIES => {
                failures += 1;
                pace.failed();
            }
            // Pieces of an earlier run were spoilt: the hub has dropped them.
            Err(Trouble::Refused { code, .. }) if code == "sha256" && failures < TRIES => {
                failures = TRIES;
                offset = 0;
            }
            Err(Trouble::Offset(_)) => return Err(Trouble::Offline(OfflineReason::Busy)),
            Err(trouble) => return Err(trouble),
        }
        if offset > length {
            return Err(Trouble::Offline(OfflineReason::Busy));
        }
    }
}
