//! Corpus of the fuzzer (`tests/fuzz/corpus`), replayed through the same doors: no panic, in good time, and no more memory than the door may
//! hold. A process of its own, because memory is counted by the process.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and its doors are the fuzzer's too"
)]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../../fuzz/doors/list.rs"]
mod doors;

/// What one input may take in a build that is not optimised, on a machine that does other things besides.
const PATIENCE: Duration = Duration::from_secs(20);
/// Other files that others wrote, and the doors that each is taken through.
const MORE: [(&str, &[&str]); 3] = [
    ("samples", &["xlsx", "xls", "csv", "image", "pdf"]),
    ("vectors/valid", &["envelope"]),
    ("vectors/invalid", &["envelope"]),
];

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// KiB that this process held at most, by the system's own count.
fn held(most: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(most)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn goes_through(door: &doors::Door, file: &Path) {
    let bytes = fs::read(file).unwrap();
    // The count begins anew.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let (before, began) = (held("VmRSS:"), Instant::now());
    let ended = catch_unwind(|| (door.enter)(&bytes)).is_ok();
    let (took, grown) = (began.elapsed(), held("VmHWM:").saturating_sub(before) << 10);
    let name = file.display();
    assert!(ended, "{name}: a panic");
    assert!(took < PATIENCE, "{name}: {took:?}");
    assert!(grown <= door.memory, "{name}: {} MiB held, {} allowed", grown >> 20, door.memory >> 20);
}

#[test]
fn everything_that_the_fuzzer_keeps_goes_through_its_door() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for door in &doors::DOORS {
        let kept = files(tests.join("fuzz/corpus").join(door.name));
        assert!(!kept.is_empty(), "{}: nothing to begin with", door.name);
        let more = MORE.iter().filter(|(_, doors)| doors.contains(&door.name));
        let more = more.flat_map(|(folder, _)| files(tests.join(folder)));
        kept.into_iter().chain(more).for_each(|file| goes_through(door, &file));
    }
}
