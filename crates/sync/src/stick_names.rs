//! Names of bundles on a stick, for people: station, day, and a number that counts this PC's files of that day. What a file is and whose,
//! its content alone says; so older names, and names that somebody changed, are read as well.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use domain::station::short_name;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Store;

use crate::error::SyncError;
use crate::joining::{get, put};

/// Setting: the count of the day, and the names given to bundles that still wait.
const KEPT: &str = "stick.names";
/// The letter of a station's first PC, which is not said.
const FIRST: &str = "A";
/// The longest name of a place in a file's name.
const LONGEST_PLACE: usize = 40;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    day: String,
    last: u32,
    names: BTreeMap<String, String>,
}

/// Names for bundles that wait, in their order: all that do. One that was named before keeps its name, on whatever stick it goes.
pub(crate) fn names(
    store: &Store,
    folder: &Path,
    today: NaiveDate,
    bundles: &[Vec<u8>],
) -> Result<Vec<String>, SyncError> {
    let mut kept = kept_on(store, today)?;
    let (start, before) = (start(store, today), std::mem::take(&mut kept.names));
    let mut names = Vec::new();
    for bytes in bundles {
        let hash = hex::encode(Sha256::digest(bytes))[..16].to_owned();
        let old = Some(format!("数据-{hash}.hzb")).filter(|old| folder.join(old).exists());
        let given = old.or(before.get(&hash).cloned()).filter(|name| is_free(folder, name, bytes));
        let name = given.unwrap_or_else(|| kept.next(folder, &start, bytes));
        kept.names.insert(hash, name.clone());
        names.push(name);
    }
    put(store, KEPT, &kept)?;
    Ok(names)
}

/// Names for copies of what does not wait, in their order: sealed anew each time, they are the next of their day, and what waits keeps
/// its names.
pub(crate) fn names_of_copies(
    store: &Store,
    folder: &Path,
    today: NaiveDate,
    copies: &[Vec<u8>],
) -> Result<Vec<String>, SyncError> {
    let mut kept = kept_on(store, today)?;
    let start = start(store, today);
    let names = copies.iter().map(|bytes| kept.next(folder, &start, bytes)).collect();
    put(store, KEPT, &kept)?;
    Ok(names)
}

fn kept_on(store: &Store, today: NaiveDate) -> Result<Kept, SyncError> {
    let kept: Kept = get(store, KEPT)?;
    let today = today.to_string();
    Ok(if kept.day == today { kept } else { Kept { day: today, last: 0, ..kept } })
}

fn start(store: &Store, today: NaiveDate) -> String {
    let device = store.device();
    let pc = if device.letter == FIRST { String::new() } else { format!("{}-", device.letter) };
    format!("{}-{today}-{pc}", place(store))
}

impl Kept {
    /// The next name of the day that nothing else has in this folder.
    fn next(&mut self, folder: &Path, start: &str, bytes: &[u8]) -> String {
        loop {
            self.last += 1;
            let name = format!("{start}{}.hzb", self.last);
            if is_free(folder, &name, bytes) {
                return name;
            }
        }
    }
}

/// Nothing lies there, or the same.
fn is_free(folder: &Path, name: &str, bytes: &[u8]) -> bool {
    let path = folder.join(name);
    match fs::metadata(&path) {
        Err(_) => true,
        Ok(there) => there.len() == bytes.len() as u64 && fs::read(&path).is_ok_and(|there| there == bytes),
    }
}

/// What people say for the station or the county, as file systems of sticks (FAT, NTFS) take it.
pub(crate) fn place(store: &Store) -> String {
    let roster = store.roster();
    let station = store.device().station;
    let name = match station.as_deref() {
        None => roster.county_name.clone(),
        Some(code) => {
            roster.station(code).map_or(code, |station| short_name(&station.name, &roster.county_name)).into()
        }
    };
    legal(&name)
}

pub(crate) fn legal(name: &str) -> String {
    let name: String = name.trim().chars().take(LONGEST_PLACE).collect();
    name.chars().map(|c| if c.is_control() || "\\/:*?\"<>|.".contains(c) { '_' } else { c }).collect()
}

/// The order of names as people count: `…-2.hzb` before `…-10.hzb`.
pub(crate) fn by_number(one: &Path, other: &Path) -> Ordering {
    let key = |path: &Path| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (start, number) = stem.split_at(stem.len() - digits);
        (path.parent().map(Path::to_path_buf), start.to_owned(), number.parse::<u64>().unwrap_or(0))
    };
    key(one).cmp(&key(other)).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_on_sticks_and_in_the_order_of_counting() {
        assert_eq!(legal("大瑶镇"), "大瑶镇");
        assert_eq!(legal(" 县*/\"站\"\n1. "), "县___站__1_");
        let mut names =
            ["大瑶镇-2026-11-30-10.hzb", "大瑶镇-2026-12-01-1.hzb", "大瑶镇-2026-11-30-2.hzb", "数据-ab.hzb"];
        names.sort_by(|one, other| by_number(Path::new(one), Path::new(other)));
        assert_eq!(
            names,
            ["大瑶镇-2026-11-30-2.hzb", "大瑶镇-2026-11-30-10.hzb", "大瑶镇-2026-12-01-1.hzb", "数据-ab.hzb"]
        );
    }
}
