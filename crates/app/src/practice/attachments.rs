//! Photos of the practice county: drawn pictures on the newest visits, kept through the same door as real ones. They show nobody.

use serde_json::{Value, json};
use store::{BlobReach, Store};

use crate::attachments::KIND;
use crate::duty::text;
use crate::error::CommandError;
use crate::practice::people::Entry;
use crate::practice::seed::Seed;

/// Visits of a station that have a photo.
const WITH_PHOTO: usize = 8;
const SHOWN: [&str; 4] = ["房屋外观", "屋内情况", "庭院", "慰问物资"];

/// Keeps drawn photos for the newest of these visits; gives their records.
pub(crate) fn of_visits(store: &Store, visits: &[Entry], seed: &mut Seed) -> Result<Vec<Entry>, CommandError> {
    let mut newest: Vec<&Entry> = visits.iter().filter(|entry| entry.kind == "visit").collect();
    newest.sort_by_key(|entry| std::cmp::Reverse((text(&entry.fields, "date").to_owned(), entry.id.clone())));
    let mut entries = Vec::new();
    for visit in newest.into_iter().take(WITH_PHOTO) {
        let drawn = photos::drawn(seed.next(), 480, 360);
        let Ok(taken) = photos::take(&drawn, false) else { continue };
        let blob = store.blob_put(&taken.bytes)?;
        if let Some(thumbnail) = &taken.thumbnail {
            store.thumbnail_put(&blob, thumbnail)?;
        }
        let fields = json!({
            "target_kind": visit.kind, "target": visit.id, "purpose": "photo", "caption": seed.pick(&SHOWN),
            "taken_date": text(&visit.fields, "date"), "taken_time": format!("{:02}:{:02}", seed.between(8, 17), seed.between(0, 59)),
            "mime": taken.mime, "size": taken.bytes.len(), "width": taken.width, "height": taken.height,
            "sha256": taken.sha256, "source": taken.source, "blob": blob,
        });
        if let Value::Object(fields) = fields {
            entries.push(Entry { kind: KIND, id: seed.id(), fields });
        }
    }
    Ok(entries)
}

/// What the hub would do over days: the station's photos to the county.
pub(crate) fn hand_in(county: &Store, station: &Store) -> Result<(), CommandError> {
    for place in station.blobs_waiting(true)? {
        if let Some(sealed) = station.blob_for_sending(&place.blob)? {
            county.blob_take(&place, &sealed)?;
            station.blobs_reached(&[place.blob], BlobReach::County)?;
        }
    }
    Ok(())
}
