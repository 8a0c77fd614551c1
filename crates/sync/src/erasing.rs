//! Erasures told to the hub by the county: which changes, and in which bundles the segments that held them were sealed
//! again. Asked each time what the hub knows already, so that a run cut short, or a hub set up anew, is told again.

use std::collections::HashSet;

use changelog::erasure::may_carry;
use changelog::{Ref, SegmentRange};
use sha2::{Digest, Sha256};

use crate::context::Run;
use crate::error::SyncError;
use crate::push::upload;
use crate::refill::everything;

/// Erasures told at once: the document must stay small.
const AT_ONCE: usize = 20_000;

/// Tells what the hub does not know yet.
pub(crate) fn publish(run: &mut Run<'_>) -> Result<(), SyncError> {
    let told: HashSet<Ref> = run.client.erasures()?.into_iter().collect();
    let mut new = run.store.erasures()?;
    new.retain(|change| !told.contains(change));
    new.truncate(AT_ONCE);
    if new.is_empty() {
        return Ok(());
    }
    let ranges = beside(run, &new)?;
    let bundles = run.store.reseal(&new, &ranges)?;
    let names = bundles.iter().map(|bytes| hex::encode(Sha256::digest(bytes))).collect();
    let signed = run.store.sign_erasure(new, names, run.now_ms)?.to_bytes()?;
    // First the word, so that nobody brings the old content while the new bundles are on their way.
    run.client.put_erasure(signed.clone())?;
    let total = bundles.iter().map(|bytes| bytes.len() as u64).sum();
    let mut done = 0;
    for bytes in &bundles {
        let receipt = upload(run, bytes, done, total)?;
        run.store.accept_receipt(&receipt)?;
        done += bytes.len() as u64;
    }
    let state = run.client.put_erasure(signed)?;
    if !state.missing.is_empty() || state.left > 0 {
        run.problem(
            "信箱里还有带着已删除内容的旧数据文件没有撤下。请让管理员检查信箱；各站和县里的数据已经删除。".into(),
        );
    }
    Ok(())
}

/// The ranges of all segments in bundles that carry one of these changes: whatever is in them must be in the new ones.
fn beside(run: &mut Run<'_>, changes: &[Ref]) -> Result<Vec<SegmentRange>, SyncError> {
    let carries =
        |ranges: &[SegmentRange]| ranges.iter().any(|range| changes.iter().any(|change| may_carry(range, change)));
    let all = everything(run)?.into_iter().filter(|listed| !listed.dropped && carries(&listed.segments));
    Ok(all.flat_map(|listed| listed.segments).collect())
}
