//! The lines that a table of the station has: one for each village or community, and the total. It counts nothing.

use std::collections::BTreeMap;

/// Per line its place and who belongs to it: the villages in order, 合计 last.
pub(crate) fn by_village<T>(all: &[T], village: fn(&T) -> &str) -> Vec<(String, Vec<&T>)> {
    let mut villages: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for one in all {
        villages.entry(village(one)).or_default().push(one);
    }
    let named = |place: &str| if place.is_empty() { "（未填村居）".to_owned() } else { place.to_owned() };
    let lines = villages.into_iter().map(|(place, own)| (named(place), own));
    lines.chain([("合计".to_owned(), all.iter().collect())]).collect()
}
