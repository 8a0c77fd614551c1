//! Holds the house to its own plan: which crate may use which, who may use the heavy libraries,
//! that every file says what it is, and that none grows past what a person can hold in mind.
//! It reads manifests and sources as text and must not build or run anything.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace root exists")
}

/// The normal (not test, not build) dependencies of every crate of the workspace, by folder name.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.push(root().join("src-tauri"));
    for folder in folders {
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let mut names = BTreeSet::new();
        let mut tables = vec![manifest.get("dependencies").cloned()];
        if let Some(targets) = manifest.get("target").and_then(|value| value.as_table()) {
            tables.extend(targets.values().map(|target| target.get("dependencies").cloned()));
        }
        for table in tables.into_iter().flatten() {
            names.extend(table.as_table().unwrap().keys().cloned());
        }
        found.insert(folder.file_name().unwrap().to_string_lossy().into_owned(), names);
    }
    found
}

#[test]
fn arrows_between_crates_run_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[][..]),
        ("changelog", &[]),
        ("sqlite", &[]),
        ("store", &["changelog", "domain", "sqlite"]),
        ("sync", &["store", "changelog", "domain"]),
        ("documents", &["domain"]),
        ("photos", &[]),
        ("hub", &["changelog", "sqlite"]),
        // `bridge` and `src-tauri` link the hub only to start the practice county.
        ("app", &["sync", "documents", "photos", "store", "changelog", "domain"]),
        ("bridge", &["app", "hub"]),
        ("src-tauri", &["app", "bridge", "hub"]),
    ]);
    for (crate_name, uses) in dependencies() {
        let may = allowed
            .get(crate_name.as_str())
            .unwrap_or_else(|| panic!("{crate_name} is new: add its arrows here and to ARCHITECTURE.md"));
        for used in uses.iter().filter(|name| allowed.contains_key(name.as_str())) {
            assert!(may.contains(&used.as_str()), "{crate_name} must not depend on {used}");
        }
    }
}

#[test]
fn heavy_libraries_stay_where_they_belong() {
    let owners: &[(&str, &[&str])] = &[
        ("tauri", &["src-tauri"]),
        ("reqwest", &["sync"]),
        ("axum", &["hub", "bridge"]),
        ("rusqlite", &["sqlite", "store", "hub"]),
        ("typst", &["documents"]),
        ("docx-rs", &["documents"]),
        ("rust_xlsxwriter", &["documents"]),
        ("calamine", &["documents"]),
        ("hayro", &["documents"]),
        ("image", &["photos"]),
        ("kamadak-exif", &["photos"]),
        ("ts-rs", &["app", "domain"]),
    ];
    for (crate_name, uses) in dependencies() {
        for (library, homes) in owners {
            let takes = uses.iter().any(|name| name == library || name.starts_with(&format!("{library}-plugin")));
            assert!(!takes || homes.contains(&crate_name.as_str()), "{crate_name} must not use {library}");
        }
    }
}

/// Our own source files: Rust, TypeScript and Vue, without what is generated.
fn sources() -> Vec<PathBuf> {
    let mut waiting =
        vec![root().join("crates"), root().join("src-tauri"), root().join("tests"), root().join("ui/src")];
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "gen", "bindings", "vectors", "dist"].contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if [".rs", ".ts", ".vue"].iter().any(|end| name.ends_with(end)) {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn every_file_says_what_it_is() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
        let says = ["//!", "//", "/*", "<!--", "#!"].iter().any(|mark| first.starts_with(mark));
        assert!(says, "{} does not begin by saying what it is", path.display());
    }
}

#[test]
fn no_file_grows_past_what_one_can_hold_in_mind() {
    for path in sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines < 1000, "{} has {lines} lines", path.display());
    }
}

#[test]
fn nothing_is_called_utils_helper_manager_or_service() {
    for path in sources() {
        let stem = path.file_stem().unwrap().to_string_lossy().to_lowercase();
        for word in ["utils", "util", "helper", "helpers", "manager", "mod"] {
            assert_ne!(stem, word, "{} needs a name that says what it does", path.display());
        }
    }
}
