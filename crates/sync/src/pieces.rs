//! Bytes to the hub and from it in pieces, resumed by offset, as large as the line bears. The hub keeps what came in of a piece whose line
//! was cut; so whoever goes on asks first, by an empty piece, where it stands. It knows neither bundles nor photos.

use std::time::Duration;

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

/// Sends bytes in pieces, from wherever an earlier try stopped, until the hub has them whole. `send` brings one piece. Only what brings the
/// upload forward counts as going well.
pub(crate) fn in_pieces<'a, T>(
    run: &mut Run<'a>,
    bytes: &[u8],
    mut send: impl FnMut(&mut Run<'a>, u64, &[u8]) -> Result<Piece<T>, SyncError>,
) -> Result<T, SyncError> {
    let length = bytes.len() as u64;
    let (mut offset, mut failures) = (0u64, 0);
    // What goes in one piece is sent at once; of more, an earlier run may have brought a part.
    let mut ask = length > run.chunk.size();
    loop {
        let size = if std::mem::take(&mut ask) { 0 } else { run.chunk.size() };
        let end = (offset + size).min(length);
        let began = (run.stopwatch)();
        match send(run, offset, &bytes[offset as usize..end as usize]) {
            Ok(Piece::Whole(answer)) => return Ok(answer),
            Ok(Piece::Stands(at)) => {
                if size > 0 {
                    run.chunk.went(took(run, began));
                }
                failures = if at > offset { 0 } else { failures };
                offset = at;
            }
            // Where an earlier run stopped, or how far a piece came before the line was cut.
            Err(SyncError::Offset(at)) if failures < TRIES => {
                failures = if at > offset { 0 } else { failures + 1 };
                offset = at;
            }
            Err(SyncError::Offline(OfflineReason::NoAnswer)) if failures + 1 < TRIES => {
                failures += 1;
                ask = true;
                run.chunk.failed();
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
    let mut failures = 0;
    while (bytes.len() as u64) < length {
        let offset = bytes.len() as u64;
        let (began, size) = ((run.stopwatch)(), run.chunk.size());
        match fetch(run, offset, size.min(length - offset)) {
            Ok(piece) if piece.is_empty() => return Err(SyncError::Offline(OfflineReason::Busy)),
            Ok(piece) => {
                run.chunk.went(took(run, began));
                failures = 0;
                bytes.extend(piece);
            }
            Err(SyncError::Offline(OfflineReason::NoAnswer)) if failures + 1 < TRIES => {
                failures += 1;
                run.chunk.failed();
            }
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}

fn took(run: &Run<'_>, began: Duration) -> Duration {
    (run.stopwatch)().saturating_sub(began)
}
