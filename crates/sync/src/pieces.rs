//! Bytes to the hub and from it in pieces, resumed by offset, as large as the line bears. It knows neither bundles nor photos.

use std::time::Instant;

use crate::chunk_size::ChunkSize;
use crate::context::Run;
use crate::error::{OfflineReason, SyncError};

/// How often in a row a piece may fail before the line counts as cut.
const TRIES: u32 = 3;

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
    mut send: impl FnMut(&mut Run<'a>, u64, &[u8]) -> Result<Piece<T>, SyncError>,
) -> Result<T, SyncError> {
    let length = bytes.len() as u64;
    let (mut chunk, mut offset, mut failures) = (ChunkSize::new(), 0u64, 0);
    loop {
        let end = (offset + chunk.size()).min(length);
        let began = Instant::now();
        match send(run, offset, &bytes[offset as usize..end as usize]) {
            Ok(Piece::Whole(answer)) => return Ok(answer),
            Ok(Piece::Stands(at)) => {
                chunk.went(began.elapsed());
                failures = 0;
                offset = at;
            }
            // Where an earlier run stopped, or where a piece ended whose answer was lost.
            Err(SyncError::Offset(at)) if failures < TRIES => {
                failures += 1;
                offset = at;
            }
            Err(SyncError::Offline(OfflineReason::NoAnswer)) if failures + 1 < TRIES => {
                failures += 1;
                chunk.failed();
            }
            // Pieces of an earlier run were spoilt: the hub has dropped them.
            Err(SyncError::Refused { code, .. }) if code == "sha256" && failures < TRIES => {
                failures = TRIES;
                offset = 0;
            }
            Err(SyncError::Offset(_)) => return Err(SyncError::Offline(OfflineReason::Busy)),
            Err(error) => return Err(error),
        }
        if offset > length {
            return Err(SyncError::Offline(OfflineReason::Busy));
        }
    }
}

/// Fetches bytes in pieces until all of them are here. `fetch` brings those at an offset, at most so many.
pub(crate) fn fetched<'a>(
    run: &mut Run<'a>,
    length: u64,
    most: u64,
    mut fetch: impl FnMut(&mut Run<'a>, u64, u64) -> Result<Vec<u8>, SyncError>,
) -> Result<Vec<u8>, SyncError> {
    if length > most {
        return Err(SyncError::Offline(OfflineReason::Busy));
    }
    let mut bytes: Vec<u8> = Vec::new();
    let (mut chunk, mut failures) = (ChunkSize::new(), 0);
    while (bytes.len() as u64) < length {
        let offset = bytes.len() as u64;
        let began = Instant::now();
        match fetch(run, offset, chunk.size().min(length - offset)) {
            Ok(piece) if piece.is_empty() => return Err(SyncError::Offline(OfflineReason::Busy)),
            Ok(piece) => {
                chunk.went(began.elapsed());
                failures = 0;
                bytes.extend(piece);
            }
            Err(SyncError::Offline(OfflineReason::NoAnswer)) if failures + 1 < TRIES => {
                failures += 1;
                chunk.failed();
            }
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}
