//! A hub that was set up anew or rolled back gets everything again that it should have: our own bundles by the store's own
//! means, and what others wrote, if nobody has brought it, from our log.

use std::collections::BTreeMap;

use changelog::{Audience, Head, LogId, SegmentRange};
use store::Store;

use crate::client::Listed;
use crate::context::Run;
use crate::error::SyncError;
use crate::joining;
use crate::plan::HubMemory;
use crate::progress::Phase;
use crate::push::{push, upload};

/// Fills the hub up again.
pub(crate) fn refill(run: &mut Run<'_>) -> Result<(), SyncError> {
    if !run.memory.filling {
        let epoch = run.memory.epoch.clone();
        run.memory = HubMemory { epoch, filling: true, ..HubMemory::default() };
        run.store.refill_hub()?;
        joining::bring_all_again(run.store)?;
        run.remember()?;
    }
    push(run)?;
    let kept = everything(run)?.into_iter().filter(|listed| !listed.dropped);
    let ranges: Vec<SegmentRange> = kept.flat_map(|listed| listed.segments).collect();
    for audience in uncovered(&run.store.heads()?, &ranges) {
        for bundle in run.store.export_all(&audience)? {
            run.tell(Phase::Sending, 0, bundle.len() as u64)?;
            match upload(run, &bundle, 0, bundle.len() as u64) {
                Ok(receipt) => {
                    run.store.accept_receipt(&receipt)?;
                    run.outcome.pushed += 1;
                }
                Err(SyncError::Refused { message, .. }) => run.problem(message),
                Err(error) => return Err(error),
            }
        }
    }
    run.outcome.refilled = true;
    run.memory.filling = false;
    run.remember()
}

/// All mail that the hub has for us.
pub(crate) fn everything(run: &mut Run<'_>) -> Result<Vec<Listed>, SyncError> {
    let (mut after, mut all) = (0, Vec::new());
    loop {
        let page = run.client.bundles(after, 500)?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        after = last.number;
        all.extend(page);
        run.tell(Phase::Connecting, 0, 0)?;
    }
}

/// Audiences of which we hold something that no listed segment covers.
fn uncovered(heads: &[(LogId, Audience, u64, Head)], listed: &[SegmentRange]) -> Vec<Audience> {
    let mut by_log: BTreeMap<LogId, Vec<&SegmentRange>> = BTreeMap::new();
    listed.iter().for_each(|range| by_log.entry(range.log).or_default().push(range));
    let mut missing: Vec<Audience> = Vec::new();
    for (log, audience, seq, head) in heads {
        let ranges = by_log.get(log).map(Vec::as_slice).unwrap_or_default();
        if !leads_back(ranges, *seq, *head) && !missing.contains(audience) {
            missing.push(audience.clone());
        }
    }
    missing
}

/// Whether segments lead from this range back to the beginning of the log without a gap.
fn leads_back(ranges: &[&SegmentRange], mut seq: u64, mut head: Head) -> bool {
    while seq > 0 {
        let Some(range) = ranges.iter().find(|range| range.to == seq && range.head_after == head && range.from <= seq)
        else {
            return false;
        };
        (seq, head) = (range.from.saturating_sub(1), range.head_before);
    }
    true
}

/// Whether the hub of this epoch is one that the store's newest receipt does not know.
pub(crate) fn other_life(store: &Store, epoch: &str, receipts: u64) -> Result<bool, SyncError> {
    Ok(store.newest_receipt()?.is_some_and(|(known, number)| known != epoch || number > receipts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_uncovered_when_a_segment_of_its_chain_is_not_listed() {
        let log = LogId([1; 16]);
        let head = |n: u8| Head([n; 32]);
        let range = |from, to, before, after| SegmentRange { log, from, to, head_before: before, head_after: after };
        let first = range(1, 3, Head::ZERO, head(3));
        let second = range(4, 6, head(3), head(6));
        let heads = vec![(log, Audience::All, 6, head(6))];
        assert!(uncovered(&heads, &[first.clone(), second.clone()]).is_empty());
        assert_eq!(uncovered(&heads, &[second]), vec![Audience::All], "the beginning is missing");
        assert_eq!(uncovered(&heads, std::slice::from_ref(&first)), vec![Audience::All], "the end is missing");
        let branch = range(4, 6, head(3), head(9));
        assert_eq!(uncovered(&heads, &[first, branch]), vec![Audience::All], "another branch is not this one");
        assert!(uncovered(&[], &[]).is_empty());
    }
}
