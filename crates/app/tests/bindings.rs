//! The committed TypeScript is what the command list says, and the list names every command once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn read(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|_| panic!("{} is missing: run `make bindings`", folder.display()));
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn committed_bindings_are_fresh() {
    let fresh = tempfile::tempdir().unwrap();
    app::bindings::write(fresh.path()).unwrap();
    let (fresh, committed) = (read(fresh.path()), read(&app::bindings::folder()));
    for (name, text) in &fresh {
        assert_eq!(committed.get(name), Some(text), "{name} is stale: run `make bindings`");
    }
    for name in committed.keys() {
        assert!(fresh.contains_key(name), "{name} belongs to no command any more: run `make bindings`");
    }
}

#[test]
fn every_command_is_named_once() {
    let mut seen = BTreeSet::new();
    for command in app::commands::COMMANDS {
        assert!(seen.insert(command.name), "{} is listed twice", command.name);
        assert!(!command.doc.trim().is_empty());
    }
}
