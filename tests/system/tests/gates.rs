//! Gates that no linter has: headers begin with the noun, and the system clock is read in two files. It reads sources as text and
//! must not build or run anything.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that begin a relative clause where a noun should stand.
const CLAUSES: [&str; 10] = ["What", "Whatever", "Which", "Whether", "Where", "Who", "Whose", "How", "Why", "When"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace root exists")
}

/// Our own source files below these folders, without what is generated.
fn sources(folders: &[&str]) -> Vec<PathBuf> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "gen", "vectors", "dist"].contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if [".rs", ".ts", ".js", ".vue"].iter().any(|end| name.ends_with(end)) {
                files.push(path);
            }
        }
    }
    files
}

/// The first word of a file's header.
fn first_word(text: &str) -> &str {
    let header = text.trim_start().trim_start_matches(['/', '!', '*', '<', '-']).trim_start();
    header.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default()
}

#[test]
fn headers_begin_with_the_noun_and_not_with_a_relative_clause() {
    let offenders: Vec<String> = sources(&["crates", "src-tauri", "tests", "ui/src", "ui/lint"])
        .iter()
        .filter(|path| CLAUSES.contains(&first_word(&fs::read_to_string(path).unwrap())))
        .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    assert!(offenders.is_empty(), "say first what it is: {offenders:#?}");
}

#[test]
fn the_system_clock_is_read_in_two_files() {
    let clock = concat!("SystemTime", "::now()");
    let mut exempt: Vec<String> = sources(&["crates", "src-tauri", "tests"])
        .iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains(clock))
        .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    exempt.sort();
    assert_eq!(exempt.len(), 2, "{exempt:?}");
    assert!(exempt[0].starts_with("crates/app/src/") && exempt[1] == "crates/hub/src/state.rs", "{exempt:?}");
}
