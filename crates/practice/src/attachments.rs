//! Photos of the practice county: drawn pictures on the newest visits, sealed like real ones. They show nobody.

use app::CommandError;
use serde_json::{Value, json};
use store::Store;

use crate::people::Entry;
use crate::seed::Seed;

/// Visits of a station that have a photo.
const WITH_PHOTO: usize = 8;
const SHOWN: [&str; 4] = ["房屋外观", "屋内情况", "庭院", "慰问物资"];

/// Keeps drawn photos for the newest of these visits; gives their records.
pub(crate) fn of_visits(store: &Store, visits: &[Entry], seed: &mut Seed) -> Result<Vec<Entry>, CommandError> {
    let mut newest: Vec<&Entry> = visits.iter().filter(|entry| entry.kind == "visit").collect();
    newest.sort_by_key(|entry| std::cmp::Reverse((date_of(entry), entry.id.clone())));
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
            "taken_date": date_of(visit), "taken_time": format!("{:02}:{:02}", seed.between(8, 17), seed.between(0, 59)),
            "mime": taken.mime, "size": taken.bytes.len(), "width": taken.width, "height": taken.height,
            "sha256": taken.sha256, "source": taken.source, "blob": blob,
        });
        if let Value::Object(fields) = fields {
            entries.push(Entry { kind: "attachment", id: seed.id(), fields });
        }
    }
    Ok(entries)
}

fn date_of(visit: &Entry) -> String {
    visit.fields.get("date").and_then(Value::as_str).unwrap_or("").to_owned()
}
