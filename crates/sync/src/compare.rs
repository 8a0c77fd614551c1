//! Fingerprints compared after every run and every reply: what the county lacks of ours is sent once more, what it has and we have not is asked
//! for. What stays different is named to the person; nothing is sent or asked for without end.

use changelog::LogId;
use store::{Difference, Lacks, Store};

use crate::context::Run;
use crate::error::SyncError;
use crate::joining;
use crate::pull::take;
use crate::push;
use crate::refill::everything;

/// The local setting with what was asked for and not had: log, last change, when.
const ASKED: &str = "compare.asked";
/// How soon the same is asked for again.
const AGAIN_MS: u64 = 3_600_000;

type Asked = Vec<(LogId, u64, u64)>;

/// Sends what the county has been found to lack, asks for what is lacking here.
pub(crate) fn compare(run: &mut Run<'_>) -> Result<(), SyncError> {
    bring(run)?;
    ask(run)
}

fn bring(run: &mut Run<'_>) -> Result<(), SyncError> {
    let Some(ranges) = run.store.to_bring_again()? else { return Ok(()) };
    push::push(run)?;
    let bundles = run.store.reseal(&[], &ranges)?;
    push::bring(run, bundles)?;
    Ok(run.store.brought_again()?)
}

fn ask(run: &mut Run<'_>) -> Result<(), SyncError> {
    let lacking = lacking(run.store)?;
    let asked: Asked = joining::get(run.store, ASKED)?;
    if lacking.is_empty() {
        return if asked.is_empty() { Ok(()) } else { joining::put(run.store, ASKED, &Asked::new()) };
    }
    let mail = run.store.checkpoint()?.map(|signed| signed.unchecked()).transpose()?.and_then(|known| known.hub);
    if mail.is_some_and(|(epoch, number)| epoch == run.memory.epoch && number > run.memory.after) {
        // The county has taken mail that has come since we looked: the next run brings it.
        return Ok(());
    }
    let known = |one: &Difference| {
        let same = |known: &&(LogId, u64, u64)| (known.0, known.1) == (one.log, one.to);
        asked.iter().find(same).is_some_and(|known| known.2.abs_diff(run.now_ms) < AGAIN_MS)
    };
    if lacking.iter().all(known) {
        return Ok(());
    }
    for listed in everything(run)?.into_iter().filter(|listed| !listed.dropped) {
        let wanted = listed.segments.iter().any(|range| {
            lacking.iter().any(|one| one.log == range.log && one.from <= range.to && range.from <= one.to)
        });
        if wanted {
            take(run, &listed, 0, listed.length)?;
        }
    }
    note_asked(run.store, run.now_ms)
}

fn lacking(store: &Store) -> Result<Vec<Difference>, SyncError> {
    Ok(store.differences()?.into_iter().filter(|one| one.lacks == Lacks::Here).collect())
}

/// Whoever could give it has been asked: what is still lacking is named from now on.
pub(crate) fn note_asked(store: &Store, now_ms: u64) -> Result<(), SyncError> {
    let left: Asked = lacking(store)?.into_iter().map(|one| (one.log, one.to, now_ms)).collect();
    joining::put(store, ASKED, &left)
}

/// What differs between this PC and the county and has not been mended by asking for it.
pub fn differences(store: &Store) -> Result<Vec<Difference>, SyncError> {
    let asked: Asked = joining::get(store, ASKED)?;
    let named = |one: &Difference| {
        one.lacks != Lacks::Here || asked.iter().any(|(log, to, _)| (*log, *to) == (one.log, one.to))
    };
    Ok(store.differences()?.into_iter().filter(named).collect())
}
