//! Resealing after an erasure: the hub still keeps bundles with the payload. Here the segments in them are sealed once more, as they are now,
//! under their authors' signatures, so that the hub can let the old ones go.

use std::collections::{BTreeMap, HashMap};

use changelog::{Audience, Ref, SegmentRange, SignedErasure};
use rusqlite::params;

use crate::error::Result;
use crate::stored_segments::{self, Stored};
use crate::{Store, erase, outbox};

impl Store {
    /// Every change that the county has ordered erased, as far as this device knows.
    pub fn erasures(&self) -> Result<Vec<Ref>> {
        erase::orders(&*self.reader()?)
    }

    /// Seals the segments that held these changes, and those of these ranges, once more. Segments that are not here, or are for
    /// others than this device writes for, are left out.
    pub fn reseal(&self, changes: &[Ref], ranges: &[SegmentRange]) -> Result<Vec<Vec<u8>>> {
        let (device, roster, reader) = (self.current_device(), self.roster(), self.reader()?);
        let mut wanted: BTreeMap<i64, Stored> = BTreeMap::new();
        let mut take = |found: Vec<Stored>| wanted.extend(found.into_iter().map(|stored| (stored.id, stored)));
        for change in changes {
            let holds = "l.log = ?1 AND ?2 BETWEEN s.from_seq AND s.to_seq";
            take(stored_segments::segments(&reader, holds, params![change.log.0, change.seq as i64])?);
        }
        for range in ranges {
            let stands = "l.log = ?1 AND s.from_seq = ?2 AND s.to_seq = ?3 AND s.head_after = ?4";
            let at = params![range.log.0, range.from as i64, range.to as i64, range.head_after.0];
            take(stored_segments::segments(&reader, stands, at)?);
        }
        let mut by_audience: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
        for stored in wanted.into_values() {
            let sql = "SELECT audience FROM logs WHERE id = ?1";
            let audience = reader.prepare_cached(sql)?.query_row([stored.log], |row| row.get(0))?;
            by_audience.entry(audience).or_default().push(stored);
        }
        let (mut bundles, nothing_new) = (Vec::new(), HashMap::new());
        for (audience, stored) in by_audience {
            let audience: Audience = audience.parse()?;
            if !device.may_write_for(&audience) {
                continue;
            }
            for (_, recipients) in outbox::targets(&roster, &audience)? {
                let mut rest = stored.as_slice();
                while !rest.is_empty() {
                    let run = stored_segments::load_run(&reader, rest, &nothing_new)?;
                    rest = &rest[run.len()..];
                    bundles.push(stored_segments::seal(&device, &recipients, run)?);
                }
            }
        }
        Ok(bundles)
    }

    /// The county's signed word to the hub that these changes are erased and that these files take the place of those with them.
    pub fn sign_erasure(&self, changes: Vec<Ref>, bundles: Vec<String>, now_ms: u64) -> Result<SignedErasure> {
        let device = self.current_device();
        let (county, id) = (device.info.county_id.clone(), device.info.id.clone());
        let erasure = changelog::Erasure { county, device: id, time_ms: now_ms, changes, bundles };
        Ok(SignedErasure::sign(&erasure, &device.keys.signing)?)
    }
}
