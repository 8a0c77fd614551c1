//! Bundles: sealing what is unsent, taking in what others sent, and the signed documents that say how far things have come. Knows no
//! network; who carries the bundles is not its business.

use changelog::{Audience, Head, Limits, LogId, SegmentRange, SignedCheckpoint, SignedReceipt, bundle};

use sha2::{Digest, Sha256};

use crate::Store;
use crate::connection::lock;
use crate::device;
use crate::error::{Result, StoreError};
use crate::import::Import;
use crate::imported::{Imported, Route};
use crate::waiting::{self, Missing};
use crate::{closing, damage, outbox, programs, signed_documents};

impl Store {
    /// Signs what is unsent and seals it for everyone it is for. Gives the outbox.
    pub fn close_segments(&self) -> Result<Vec<outbox::OutboxItem>> {
        let _one_at_a_time = lock(&self.sealing);
        let (device, roster) = (self.current_device(), self.roster());
        self.space.want(&self.dir, 0)?;
        self.transact(|transaction| outbox::sweep(transaction, &self.dir))?;
        let fresh = self.transact(|transaction| closing::sign_open(transaction, &device))?;
        let reader = self.reader()?;
        for mut job in outbox::jobs(&reader, &roster)? {
            while !job.segments.is_empty() {
                let (bytes, count) = outbox::seal(&reader, &device, &job, &fresh)?;
                self.space.want(&self.dir, bytes.len() as u64)?;
                let item = outbox::keep(&self.dir, &job, &bytes, count)?;
                let rest = job.segments.split_off(count);
                let done = std::mem::replace(&mut job.segments, rest);
                self.transact(|transaction| outbox::note(transaction, &job, &done, &item))?;
            }
        }
        outbox::list(&reader, &self.dir)
    }

    /// Sealed bundles on their way.
    pub fn outbox(&self) -> Result<Vec<outbox::OutboxItem>> {
        outbox::list(&*self.reader()?, &self.dir)
    }

    /// The bytes of a sealed bundle, compared with what was sealed. Nothing when the file is not that any more: it is let go, and the next
    /// `close_segments` seals its content again from the log.
    pub fn sealed_bytes(&self, item: &outbox::OutboxItem) -> Result<Option<Vec<u8>>> {
        let device = self.current_device();
        if let Ok(bytes) = std::fs::read(&item.path)
            && outbox::is_whole(&bytes, &item.sha256, &device)
        {
            return Ok(Some(bytes));
        }
        let _one_at_a_time = lock(&self.sealing);
        self.transact(|transaction| outbox::let_go(transaction, &item.sha256))?;
        disk::remove(&item.path).ok();
        Ok(None)
    }

    /// Whether everything of these segments is here.
    pub fn holds(&self, ranges: &[SegmentRange]) -> Result<bool> {
        let reader = self.reader()?;
        for range in ranges {
            if !waiting::is_here(&reader, &range.log, range.to, &range.head_after)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether everything of a bundle that the hub has is here already; then it need not be fetched, and the hub having it is noted.
    pub fn known_at_hub(&self, ranges: &[SegmentRange]) -> Result<bool> {
        if ranges.is_empty() || !self.holds(ranges)? || self.is_damaged(ranges)? {
            return Ok(false);
        }
        self.transact(|transaction| {
            for range in ranges {
                let (log, to, head) = (&range.log, range.to, &range.head_after);
                signed_documents::reached(transaction, crate::delivery::DELIVERED, log, to, head)?;
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// The hub has lost these segments: what of them is our own is delivered no more, until it has been brought again.
    pub fn lost_at_hub(&self, ranges: &[SegmentRange]) -> Result<()> {
        self.transact(|transaction| ranges.iter().try_for_each(|range| signed_documents::unreached(transaction, range)))
    }

    /// Takes in a bundle, and what waited for it.
    pub fn import(&self, bytes: &[u8], route: Route) -> Result<Imported> {
        self.space.want(&self.dir, 12 * bytes.len() as u64)?;
        let mut imported = self.import_one(bytes, route)?;
        let released = self.import_ready()?;
        self.drop_gone_blobs()?;
        if released.applied > 0 {
            imported.applied += released.applied;
            imported.conflicts = imported.conflicts.max(released.conflicts);
            imported.quarantined.extend(released.quarantined);
            imported.stations.extend(released.stations);
            imported.stations.sort_unstable();
            imported.stations.dedup();
            imported.waiting = if imported.waiting.is_empty() { Vec::new() } else { self.missing()? };
        }
        Ok(imported)
    }

    fn import_one(&self, bytes: &[u8], route: Route) -> Result<Imported> {
        let (device, roster, limits) = (self.current_device(), self.roster(), Limits::default());
        let reader = self.reader()?;
        let envelope = match bundle::verify(bytes, &limits, &roster) {
            Err(changelog::Error::NewerProgramNeeded) => return self.keep_for_program(bytes, route),
            answer => answer?,
        };
        let known = self.holds(&envelope.segments)? && !damage::touches(&reader, &envelope.segments)?;
        let start =
            Imported { sha256: envelope.sha256.clone(), sender: envelope.sender.clone(), ..Imported::default() };
        if known {
            return self.note_known(&envelope, route, start);
        }
        let identities = device::opening_identities(&reader, &device)?;
        let opened = match (bundle::open_to_keep(bytes, &limits, &roster, &identities), self.key_missing()?) {
            (Err(changelog::Error::NotForUs), Some(key)) => {
                // Sealed to the new key of our place, which is still on its way.
                let (sha256, gaps) = (&envelope.sha256, [waiting::Gap::Key(key)]);
                self.transact(|transaction| waiting::keep(transaction, sha256, bytes, route.as_str(), &gaps))?;
                return Ok(Imported { key_missing: true, ..start });
            }
            (opened, _) => opened?.1,
        };
        let program = programs::told(&envelope, &opened);
        let (imported, copy) = self.transact(|transaction| {
            let mut import = Import::begin(transaction, &device, &roster)?;
            import.imported = start;
            let gaps = import.bundle(&envelope.sha256, opened, route)?;
            let (mut imported, copy) = import.finish()?;
            if let Some(program) = program {
                programs::note(transaction, &envelope.sender, program)?;
            }
            if gaps.is_empty() {
                waiting::drop_bundle(transaction, &envelope.sha256)?;
            } else {
                waiting::keep(transaction, &envelope.sha256, bytes, route.as_str(), &gaps)?;
                for gap in &gaps {
                    if let waiting::Gap::Change { log, seq, .. } = gap {
                        imported.waiting.push(waiting::gap_before(transaction, log, *seq)?);
                    }
                }
            }
            if let Some(lives) = copy {
                device::new_life(transaction, "cloned", lives)?;
            }
            Ok((imported, copy))
        })?;
        if copy.is_some() {
            self.life_changed()?;
        }
        Ok(imported)
    }

    /// A bundle of a format that this program does not read: kept whole until it does.
    fn keep_for_program(&self, bytes: &[u8], route: Route) -> Result<Imported> {
        let sender = bundle::newer(bytes, &Limits::default(), &self.roster())?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        let kept =
            self.transact(|transaction| waiting::keep_for_program(transaction, &sha256, bytes, route.as_str()))?;
        if !kept {
            return Err(changelog::Error::NewerProgramNeeded.into());
        }
        Ok(Imported { sha256, sender, newer: true, ..Imported::default() })
    }

    /// How many bundles wait for a newer program.
    pub fn waiting_for_program(&self) -> Result<u64> {
        waiting::for_program(&*self.reader()?)
    }

    /// Everything is here already; the hub having it may still be news.
    fn note_known(&self, envelope: &changelog::Envelope, route: Route, mut imported: Imported) -> Result<Imported> {
        imported.already = envelope.changes().unwrap_or(0);
        self.transact(|transaction| {
            if route == Route::Hub {
                for range in &envelope.segments {
                    signed_documents::reached(
                        transaction,
                        crate::delivery::DELIVERED,
                        &range.log,
                        range.to,
                        &range.head_after,
                    )?;
                }
            }
            waiting::drop_bundle(transaction, &envelope.sha256)
        })?;
        Ok(imported)
    }

    /// Applies waiting bundles whose gaps are filled, until none is.
    pub(crate) fn import_ready(&self) -> Result<Imported> {
        let mut sum = Imported::default();
        loop {
            let ready = waiting::ready(&*self.reader()?, self.roster().number)?;
            let mut progress = false;
            for (sha256, bytes, route) in ready {
                let route = if route == "hub" { Route::Hub } else { Route::Stick };
                let one = match self.import_one(&bytes, route) {
                    Ok(one) => one,
                    Err(StoreError::Changelog(reason)) => {
                        // It was good when it came; whatever it is now, it must not stop those that come after it.
                        self.transact(|transaction| waiting::refuse(transaction, &sha256, &reason.to_string()))?;
                        continue;
                    }
                    Err(other) => return Err(other),
                };
                if one.sha256 != sha256 {
                    // It was kept under the name of its file, before anybody could read what it calls itself.
                    self.transact(|transaction| waiting::drop_bundle(transaction, &sha256))?;
                }
                progress |= one.applied > 0 || one.waiting.is_empty();
                sum.applied += one.applied;
                sum.conflicts += one.conflicts;
                sum.quarantined.extend(one.quarantined);
                sum.stations.extend(one.stations);
            }
            if !progress {
                return Ok(sum);
            }
        }
    }

    /// Gaps that waiting bundles wait for.
    pub fn missing(&self) -> Result<Vec<Missing>> {
        waiting::missing(&*self.reader()?)
    }

    /// What is set aside: place → reason.
    pub fn quarantined(&self) -> Result<std::collections::BTreeMap<String, String>> {
        Ok(self.set_aside()?.into_iter().map(|one| (one.place, one.reason)).collect())
    }

    /// Everything of an audience, sealed once more for it; several bundles when one would be too large.
    pub fn export_all(&self, audience: &Audience) -> Result<Vec<Vec<u8>>> {
        let (device, roster) = (self.current_device(), self.roster());
        self.transact(|transaction| closing::sign_open(transaction, &device)).map(drop)?;
        crate::export::export_all(&*self.reader()?, &device, &roster, audience, None)
    }

    /// The county: everything of an audience (the station's own, or what is for all) for one station, to go back on a stick.
    pub fn export_for_station(&self, audience: &Audience, station: &str) -> Result<Vec<Vec<u8>>> {
        let (device, roster) = (self.current_device(), self.roster());
        self.transact(|transaction| closing::sign_open(transaction, &device)).map(drop)?;
        crate::export::export_all(&*self.reader()?, &device, &roster, audience, Some(station))
    }

    /// Takes a receipt of the hub.
    pub fn accept_receipt(&self, signed: &SignedReceipt) -> Result<()> {
        let roster = self.roster();
        let receipt = signed.verify(&roster)?;
        let copy = self.transact(|transaction| {
            let copy = signed_documents::put_receipt(transaction, &receipt, signed)?;
            signed_documents::drop_settled(transaction, &roster)?;
            Ok(copy)
        })?;
        self.settled(copy)
    }

    /// Takes a checkpoint of the county.
    pub fn accept_checkpoint(&self, signed: &SignedCheckpoint) -> Result<()> {
        let roster = self.roster();
        let checkpoint = signed.verify(&roster)?;
        let copy = self.transact(|transaction| {
            let copy = signed_documents::put_checkpoint(transaction, &checkpoint, signed)?;
            signed_documents::drop_settled(transaction, &roster)?;
            Ok(copy)
        })?;
        self.settled(copy)
    }

    /// After a signed document: files that are no longer wanted go; a place of ours that we do not have proves a copy.
    fn settled(&self, copy: bool) -> Result<()> {
        if copy {
            self.transact(|transaction| device::new_life(transaction, "cloned", 1))?;
            self.life_changed()?;
        }
        let _one_at_a_time = lock(&self.sealing);
        self.transact(|transaction| outbox::sweep(transaction, &self.dir))
    }

    /// The county signs how far it holds every log. Stamped with the county PC's time.
    pub fn make_checkpoint(&self, now_ms: u64) -> Result<SignedCheckpoint> {
        self.make_checkpoint_after(now_ms, None)
    }

    /// The same, saying how far the hub's mail had been taken: its epoch, and the number of the last bundle.
    pub fn make_checkpoint_after(&self, now_ms: u64, hub: Option<(String, u64)>) -> Result<SignedCheckpoint> {
        let device = self.current_device();
        self.transact(|transaction| signed_documents::make_checkpoint(transaction, &device, now_ms, hub))
    }

    /// The newest checkpoint known here.
    pub fn checkpoint(&self) -> Result<Option<SignedCheckpoint>> {
        signed_documents::newest_checkpoint(&*self.reader()?)
    }

    /// Epoch and number of the newest receipt.
    pub fn newest_receipt(&self) -> Result<Option<(String, u64)>> {
        signed_documents::newest_receipt(&*self.reader()?)
    }

    /// The hub has lost what it confirmed: everything of our own is sealed and sent again (call `close_segments` next).
    pub fn refill_hub(&self) -> Result<()> {
        self.transact(|transaction| signed_documents::refill(transaction))
    }

    /// How far every log is held here, every branch of a forked one.
    pub fn heads(&self) -> Result<Vec<(LogId, Audience, u64, Head)>> {
        signed_documents::heads(&*self.reader()?)
    }
}
