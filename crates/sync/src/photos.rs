//! Photos and scans on their own channel: after everything else of a run, one at a time, in pieces resumed by offset. New changes go
//! first: between two photos what was saved meanwhile is sent. A photo's trouble is noted and does not hold up the next.

use sha2::{Digest, Sha256};
use store::{BlobRef, Delivery, StoreError};

use crate::client::KnownBlob;
use crate::context::Run;
use crate::error::SyncError;
use crate::pieces::{Piece, fetched, in_pieces};
use crate::progress::Phase;
use crate::push::push;

/// Names in one question to the hub.
const ASKED: usize = 500;
/// Bytes after which a run ends although there are more photos: the next one, which begins at once, looks first what else is new.
const AT_MOST: u64 = 48 << 20;

/// Sends what the hub does not have and fetches what is not here.
pub(crate) fn photos(run: &mut Run<'_>) -> Result<(), SyncError> {
    tell_what_is_erased(run)?;
    let mut moved = 0;
    send(run, &mut moved)?;
    fetch(run, &mut moved)
}

/// County: what it has erased the hub erases too.
fn tell_what_is_erased(run: &mut Run<'_>) -> Result<(), SyncError> {
    if run.store.device().station.is_some() {
        return Ok(());
    }
    for file in run.store.blobs_to_forget()? {
        run.client.erase_blob(&file)?;
        run.store.blob_forgotten_at_hub(&file.blob)?;
    }
    Ok(())
}

fn send(run: &mut Run<'_>, moved: &mut u64) -> Result<(), SyncError> {
    let mut waiting = run.store.blobs_waiting(false)?;
    waiting.extend(std::mem::take(&mut run.lost_photos));
    waiting.sort_unstable();
    waiting.dedup();
    let total = waiting.len() as u64;
    let mut done = 0;
    for group in by_station(waiting) {
        let known = known(run, &group)?;
        for file in group {
            done += 1;
            match known.iter().find(|known| known.name == file.blob) {
                Some(known) if known.erased => run.store.forget_blob(&file)?,
                Some(_) => run.store.blobs_reached(std::slice::from_ref(&file.blob), Delivery::Delivered)?,
                None if *moved >= AT_MOST => run.outcome.photos_left = true,
                None => send_one(run, &file, done, total, moved)?,
            }
        }
    }
    Ok(())
}

fn send_one(run: &mut Run<'_>, file: &BlobRef, done: u64, total: u64, moved: &mut u64) -> Result<(), SyncError> {
    let sealed = match run.store.blob_for_sending(&file.blob) {
        Ok(Some(sealed)) => sealed,
        Ok(None) => return Ok(()),
        Err(StoreError::Changelog(_) | StoreError::BrokenFile { .. }) => {
            run.problem("本机有一张照片打不开，没有发送；其余照常。请在“数据体检”里检查。".into());
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    match upload(run, file, &sealed, done, total) {
        Ok(()) => {
            run.store.blobs_reached(std::slice::from_ref(&file.blob), Delivery::Delivered)?;
            run.outcome.photos_pushed += 1;
            *moved += sealed.len() as u64;
        }
        Err(SyncError::Refused { code, .. }) if code == "erased" => run.store.forget_blob(file)?,
        // The hub's roster does not list the station yet.
        Err(SyncError::Missing) => {}
        Err(SyncError::Refused { message, .. }) => run.problem(message),
        Err(error) => return Err(error),
    }
    changes_first(run)
}

/// What was saved while a photo was on its way does not wait for the next one.
fn changes_first(run: &mut Run<'_>) -> Result<(), SyncError> {
    if run.store.counts()?.saved > 0 { push(run) } else { Ok(()) }
}

fn upload(run: &mut Run<'_>, file: &BlobRef, sealed: &[u8], done: u64, total: u64) -> Result<(), SyncError> {
    let sha256 = hex::encode(Sha256::digest(sealed));
    in_pieces(run, sealed, |run, offset, piece| {
        run.tell(Phase::SendingPhotos, done, total)?;
        let stands = run.client.blob_piece(file, &sha256, offset, sealed.len() as u64, piece)?;
        Ok(if stands.done { Piece::Whole(()) } else { Piece::Stands(stands.offset) })
    })
}

fn fetch(run: &mut Run<'_>, moved: &mut u64) -> Result<(), SyncError> {
    let missing = run.store.blobs_missing()?;
    let total = missing.len() as u64;
    let mut done = 0;
    for group in by_station(missing) {
        let known = known(run, &group)?;
        for file in group {
            done += 1;
            match known.iter().find(|known| known.name == file.blob) {
                Some(known) if known.erased => run.store.forget_blob(&file)?,
                Some(_) if *moved >= AT_MOST => run.outcome.photos_left = true,
                Some(known) => fetch_one(run, &file, known, done, total, moved)?,
                // The PC that has it has not brought it yet.
                None => {}
            }
        }
    }
    Ok(())
}

fn fetch_one(
    run: &mut Run<'_>,
    file: &BlobRef,
    known: &KnownBlob,
    done: u64,
    total: u64,
    moved: &mut u64,
) -> Result<(), SyncError> {
    let sealed = match fetched(run, known.length, store::LARGEST_SEALED, |run, offset, length| {
        run.tell(Phase::ReceivingPhotos, done, total)?;
        run.client.blob_bytes(file, offset, length)
    }) {
        Ok(sealed) => sealed,
        // Erased in between.
        Err(SyncError::Missing) => return Ok(()),
        Err(error) => return Err(error),
    };
    *moved += sealed.len() as u64;
    if hex::encode(Sha256::digest(&sealed)) != known.sha256 {
        run.problem("从信箱收到的一张照片与登记的指纹不符，已跳过；请告诉县里的管理员。".into());
        return Ok(());
    }
    match run.store.blob_take(file, &sealed) {
        Ok(_) => {
            run.store.blobs_reached(std::slice::from_ref(&file.blob), Delivery::Delivered)?;
            run.outcome.photos_pulled += 1;
        }
        Err(StoreError::Changelog(error)) => run.problem(format!("信箱里有一张照片打不开，已略过。{error}")),
        Err(StoreError::Refused(message)) => run.problem(message),
        Err(error) => return Err(error.into()),
    }
    changes_first(run)
}

fn known(run: &mut Run<'_>, group: &[BlobRef]) -> Result<Vec<KnownBlob>, SyncError> {
    let Some(first) = group.first() else {
        return Ok(Vec::new());
    };
    let names: Vec<&str> = group.iter().map(|file| file.blob.as_str()).collect();
    match run.client.known_blobs(&first.station, &names) {
        // A station that is not in the hub's roster yet has nothing there; nothing of it can go there either.
        Err(SyncError::Missing) => Ok(Vec::new()),
        answer => answer,
    }
}

/// Questions to the hub: the names in their order, never two stations in one.
fn by_station(files: Vec<BlobRef>) -> Vec<Vec<BlobRef>> {
    let mut groups: Vec<Vec<BlobRef>> = Vec::new();
    for file in files {
        match groups.last_mut() {
            Some(group) if group.len() < ASKED && group[0].station == file.station => group.push(file),
            _ => groups.push(vec![file]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_names_one_station_and_not_too_many_photos() {
        let file = |station: &str, turn: usize| BlobRef { station: station.into(), blob: turn.to_string() };
        let mut files: Vec<BlobRef> = (0..501).map(|turn| file("a", turn)).collect();
        files.push(file("b", 1));
        let sizes: Vec<usize> = by_station(files).iter().map(Vec::len).collect();
        assert_eq!(sizes, [500, 1, 1]);
        assert!(by_station(vec![]).is_empty());
    }
}
