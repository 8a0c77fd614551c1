//! The committed TypeScript is what the command list says, and the list names every command once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn read(folder: &Path) -> BTreeMap<PathBuf, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        let entries =
            std::fs::read_dir(&next).unwrap_or_else(|_| panic!("{} is missing: run `make bindings`", next.display()));
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    found
}

#[test]
fn committed_bindings_are_fresh() {
    let fresh = tempfile::tempdir().unwrap();
    app::bindings::write(fresh.path(), &practice::described()).unwrap();
    let (fresh, committed) = (read(fresh.path()), read(&app::bindings::folder()));
    for (name, text) in &fresh {
        assert_eq!(committed.get(name), Some(text), "{} is stale: run `make bindings`", name.display());
    }
    for name in committed.keys() {
        assert!(fresh.contains_key(name), "{} belongs to no command any more: run `make bindings`", name.display());
    }
}

#[test]
fn every_command_is_named_once() {
    let mut seen = BTreeSet::new();
    for command in practice::described() {
        assert!(seen.insert(command.name), "{} is listed twice", command.name);
        assert!(!command.doc.trim().is_empty());
    }
}
