//! Gates that no linter has: headers begin with the noun, and the system clock is read in two files. It reads sources as text and
//! must not build or run anything.

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

/// The workspace's version, and the two other places that name it.
#[test]
fn one_version_is_said_everywhere_and_has_a_golden_database_and_bundle() {
    let version = env!("CARGO_PKG_VERSION");
    for file in ["src-tauri/tauri.conf.json", "ui/package.json"] {
        let said: serde_json::Value = serde_json::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap();
        assert_eq!(said["version"], version, "{file}");
    }
    for file in ["hezhan.db", "sent.hzb", "county.json"] {
        let golden = root().join("crates/store/tests/golden").join(version).join(file);
        assert!(golden.exists(), "later programs are held to what this version wrote: make golden");
    }
}

#[test]
fn the_pinned_release_key_is_a_key() {
    let pinned = fs::read_to_string(root().join("packaging/release-key.pub")).unwrap();
    assert_eq!(hex::decode(pinned.trim()).map(|key| key.len()), Ok(32), "{pinned}");
}

/// The words of the line of the Makefile that begins with a command of cargo.
fn call_of(makefile: &str, command: &str) -> Vec<String> {
    let line = makefile.lines().find(|line| line.starts_with('\t') && line.contains(&format!("cargo {command} ")));
    let line = line.unwrap_or_else(|| panic!("no line of the Makefile says cargo {command}"));
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn make_bench_measures_with_the_libraries_that_make_release_built() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let (release, bench) = (call_of(&makefile, "build --release"), call_of(&makefile, "bench"));
    for call in [&release, &bench] {
        // Other packages in the call would be other features, and hundreds of libraries compiled once more.
        assert!(call.contains(&"$(RELEASED)".to_owned()), "{call:?}");
        assert!(!call.iter().any(|word| ["-p", "--package", "--workspace"].contains(&word.as_str())), "{call:?}");
    }
    let surroundings = |call: &[String]| call.iter().take_while(|word| word.contains('=')).cloned().collect::<Vec<_>>();
    assert_eq!(surroundings(&release), surroundings(&bench), "libraries of one build are found and linted alike");
    assert!(release.contains(&"--example".to_owned()), "the needs of tests count in both: {release:?}");
    let named = makefile.lines().find_map(|line| line.strip_prefix("RELEASED := ")).unwrap();
    let benches = fs::read_to_string(root().join("tests/system/Cargo.toml")).unwrap();
    assert!(named.contains("-p system") && benches.contains("name = \"figures\""), "{named}");
    let profiles = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(!profiles.contains("[profile.bench"), "a profile of its own would be a build of its own");
}
