//! Holds the house to its own plan: which crate may use which, who may use the heavy libraries,
//! that no modules of a crate form a large circle, that the storeys of `app` stand upon one another, that every file says what it
//! is, and that none grows past what a person can hold in mind.
//! It reads manifests and sources as text and must not build or run anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

mod modules;

use modules::{Graph, Module};

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
        ("disk", &[]),
        ("sqlite", &[]),
        ("store", &["changelog", "disk", "domain", "sqlite"]),
        ("sync", &["store", "changelog", "disk", "domain"]),
        ("documents", &["domain"]),
        ("photos", &[]),
        ("hub", &["changelog", "disk", "sqlite"]),
        ("update", &["changelog", "disk"]),
        ("app", &["sync", "documents", "photos", "store", "update", "changelog", "disk", "domain"]),
        // The made-up county stands above `app` and fills the stores of its own PCs.
        ("practice", &["app", "photos", "store", "changelog", "disk", "domain"]),
        // `bridge` links the hub only to start it: that of the practice county, and one on the officer's own PC.
        ("bridge", &["app", "disk", "practice", "hub"]),
        ("src-tauri", &["app", "practice", "bridge", "update"]),
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
        ("hayro-syntax", &["photos"]),
        ("html5ever", &["documents"]),
        ("quick-xml", &["documents"]),
        ("num-rational", &["domain"]),
        ("zune-jpeg", &["photos"]),
        ("image", &["photos"]),
        ("kamadak-exif", &["photos"]),
        ("ts-rs", &["app", "domain", "practice", "store"]),
        ("zxcvbn", &["domain"]),
        ("if-addrs", &["bridge"]),
    ];
    for (crate_name, uses) in dependencies() {
        for (library, homes) in owners {
            let takes = uses.iter().any(|name| name == library || name.starts_with(&format!("{library}-plugin")));
            assert!(!takes || homes.contains(&crate_name.as_str()), "{crate_name} must not use {library}");
        }
    }
}

/// The import graph of every crate, by folder name.
fn graphs() -> BTreeMap<String, Graph> {
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let folders = crates.chain([root().join("src-tauri"), root().join("tests/system")]);
    folders.map(|folder| (name_of(&folder), Graph::read(&folder.join("src")))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The most modules that may import one another in a circle.
const LONGEST_CIRCLE: usize = 3;

#[test]
fn no_circle_of_modules_is_longer_than_three() {
    let (mut modules, mut longest, mut wrong) = (0, 0, Vec::new());
    for (name, graph) in graphs() {
        let circles = graph.circles();
        let length = circles.first().map_or(0, Vec::len);
        modules += graph.imports.len();
        longest = longest.max(length);
        println!("{name}: {} modules, longest circle {length}", graph.imports.len());
        for circle in circles.into_iter().filter(|circle| circle.len() > LONGEST_CIRCLE) {
            let names: Vec<String> = circle.into_iter().map(|module| module.join("::")).collect();
            wrong.push(format!("{name}: {} modules import one another: {}", names.len(), names.join(", ")));
        }
    }
    let long: Vec<PathBuf> = sources().into_iter().filter(|path| lines(path) > 400).collect();
    println!("{modules} modules, longest circle {longest}, {} files over 400 lines", long.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn lines(path: &Path) -> usize {
    fs::read_to_string(path).unwrap().lines().count()
}

/// The storeys of `app` from below; what belongs to none of them stands on top.
const STOREYS: [&str; 5] = ["kernel", "people", "records", "features", "boards"];

fn storey(module: &Module) -> usize {
    let first = module.first().map(String::as_str);
    STOREYS.iter().position(|storey| first == Some(storey)).unwrap_or(STOREYS.len())
}

/// The noun of a feature: its file and its folder are one.
fn noun(module: &Module) -> Option<&String> {
    (STOREYS.get(storey(module)) == Some(&"features")).then(|| module.get(1)).flatten()
}

#[test]
fn storeys_of_app_import_only_what_is_below_and_no_feature_another() {
    let graph = Graph::read(&root().join("crates/app/src"));
    for storey in STOREYS {
        assert!(graph.imports.keys().any(|module| module.first().is_some_and(|first| first == storey)), "no {storey}");
    }
    let mut wrong = Vec::new();
    for (module, imports) in &graph.imports {
        for import in imports.iter().filter(|import| !import.is_empty()) {
            let up = storey(import) > storey(module);
            let across = noun(module).is_some() && noun(import).is_some() && noun(module) != noun(import);
            if up || across {
                wrong.push(format!("{} must not import {}", module.join("::"), import.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_kernel_names_no_record_kind() {
    let kinds: BTreeSet<String> = fs::read_dir(root().join("schema/records"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(kinds.contains("visit"));
    for (module, strings) in Graph::read(&root().join("crates/app/src")).strings {
        if module.first().is_some_and(|first| first == "kernel") {
            let named: Vec<&String> = strings.iter().filter(|text| kinds.contains(*text)).collect();
            assert!(named.is_empty(), "{} names {named:?}", module.join("::"));
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
                if !["target", "node_modules", "gen", "vectors", "dist"].contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if [".rs", ".ts", ".vue"].iter().any(|end| name.ends_with(end))
                && !["bindings.ts", "kinds.ts"].contains(&name.as_str())
            {
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
        let lines = lines(&path);
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
