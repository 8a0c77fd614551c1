//! The committed TypeScript is what the command list says, and the list names every command once.

use std::collections::BTreeSet;

#[test]
fn committed_bindings_are_fresh() {
    let committed =
        std::fs::read_to_string(app::bindings::file()).expect("bindings.ts is missing: run `make bindings`");
    let fresh = app::bindings::text(&practice::described());
    for (line, (now, then)) in fresh.lines().zip(committed.lines()).enumerate() {
        assert_eq!(then, now, "bindings.ts is stale in line {}: run `make bindings`", line + 1);
    }
    assert_eq!(fresh.len(), committed.len(), "bindings.ts is stale at its end: run `make bindings`");
}

#[test]
fn every_command_is_named_once() {
    let mut seen = BTreeSet::new();
    for command in practice::described() {
        assert!(seen.insert(command.name), "{} is listed twice", command.name);
        assert!(!command.doc.trim().is_empty());
    }
}
