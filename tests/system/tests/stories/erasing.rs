//! 依法删除 from the officer's click to the last PC: she is gone from the county, from both PCs of her station and from the hub,
//! by hub and by stick, and neither an old backup nor a stick found in a drawer brings her back. Others stay as they were.

use serde_json::json;
use system::made_up::id_number;
use system::people::{PASS, Pc, Stick, Story, as_file, files_of, wu_guixiang};

/// The officer erases 吴桂香, as a written request asked for.
fn erases(county: &Pc, person: &str) {
    let preview = county.call("erasing.preview", json!({"id": person}));
    assert_eq!((&preview["name"], &preview["hindrance"]), (&json!("吴桂香"), &json!(null)));
    county.call(
        "erasing.erase",
        json!({"recipient": person, "name": "吴桂香", "reason": "本人书面申请，撤回同意", "passphrase": PASS}),
    );
}

/// Nothing of her is on this PC; somebody else is.
fn knows_only(pc: &Pc, gone: &str, stays: &str) {
    assert!(pc.store().row("recipient", gone).unwrap().is_none(), "she is still on file");
    assert!(pc.store().search("吴桂香", &[], 5).unwrap().is_empty(), "she is still found");
    assert!(pc.store().conflicts().unwrap().is_empty(), "a conflict still shows what she was called");
    let visits = pc.store().list(&store::Query::of("visit")).unwrap();
    assert!(visits.iter().all(|visit| visit.fields["recipient"] == stays), "a visit to her is still there");
    // Asked of the store, for a page would record that it was read.
    assert_eq!(pc.store().row("recipient", stays).unwrap().expect("somebody else").fields["name"], "易春和");
    let report = pc.store().check().unwrap();
    assert!(report.findings.is_empty(), "{report:?}");
}

/// Somebody else of the same village.
fn someone_else(pc: &Pc) -> String {
    let number = id_number("19510607", 301);
    let person =
        pc.registers(json!({"name": "易春和", "id_type": "resident_id", "id_number": number, "village": "新河村"}));
    pc.visits(&person, "一切照旧。");
    person
}

#[test]
fn she_is_gone_everywhere_over_the_hub_and_an_old_backup_does_not_bring_her_back() {
    let (mut story, hub) = Story::by_hub();
    let (person, other) = (story.first.registers(wu_guixiang()), someone_else(&story.first));
    story.first.visits(&person, "她说不想再被登记。");
    story.first.syncs();
    story.second.syncs();
    // Both edit her apart, so that a conflict keeps both values too.
    story.first.changes("recipient", &person, "phone", "19900000011");
    story.second.changes("recipient", &person, "phone", "19900000022");
    for pc in [&story.first, &story.second, &story.county, &story.first] {
        pc.syncs();
    }
    let stick = Stick::empty();
    let backup = story.first.call("backup.make", json!({"destination": stick.as_destination()}));
    let before: Vec<Vec<u8>> = bundles_of(hub.dir());

    erases(&story.county, &person);
    for pc in [&story.county, &story.first, &story.second] {
        pc.syncs();
        knows_only(pc, &person, &other);
    }
    story.everyone_agrees();
    let after = bundles_of(hub.dir());
    let carried = before.iter().filter(|bundle| after.contains(bundle)).count();
    assert!(carried < before.len(), "the hub keeps every old bundle");
    assert_eq!(carried_to_a_new_pc(&story, &person), None, "what the hub hands out has her no more");

    let me = story.first.me();
    let restore = json!({"file": as_file(&backup["file"]), "staff": me, "passphrase": PASS});
    story.first.call("backup.restore", restore);
    story.first.unlock();
    story.first.tries_to_sync();
    let late = story.first.visits(&other, "恢复备份以后记的走访。");
    for pc in [&story.first, &story.county, &story.second, &story.first] {
        pc.syncs();
    }
    for pc in [&story.first, &story.county, &story.second] {
        knows_only(pc, &person, &other);
        assert!(pc.store().row("visit", &late).unwrap().is_some(), "work after the restore has arrived");
    }
    story.everyone_agrees();
    story.first.restart();
    knows_only(&story.first, &person, &other);
}

#[test]
fn she_is_gone_by_stick_and_a_stick_from_before_does_not_bring_her_back() {
    let story = Story::by_stick();
    let Story { county, first, second, station } = &story;
    let (person, other) = (first.registers(wu_guixiang()), someone_else(first));
    let (old, stick) = (Stick::empty(), Stick::empty());
    first.exports_to(&old);
    second.imports_from(&old);
    county.imports_from(&old);

    erases(county, &person);
    let replies = county.replies(station, &stick);
    for pc in [first, second] {
        pc.imports(&replies);
        knows_only(pc, &person, &other);
    }
    for pc in [first, second, county] {
        pc.imports_from(&old);
        knows_only(pc, &person, &other);
    }
    // What each of them wrote besides (that its people joined) goes round, so that all hold the same set.
    for (from, others) in [(first, [second, county]), (second, [first, county])] {
        let again = Stick::empty();
        from.exports_to(&again);
        others.iter().for_each(|pc| drop(pc.imports_from(&again)));
    }
    story.everyone_agrees();
}

/// Every bundle that the hub keeps.
fn bundles_of(hub: &std::path::Path) -> Vec<Vec<u8>> {
    files_of(&hub.join("hub/bundles")).iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A third PC joins and replays all that the hub has; gives her name if it got it.
fn carried_to_a_new_pc(story: &Story, person: &str) -> Option<String> {
    let stick = Stick::empty();
    let (file, code) = story.county.makes_a_join_file(&story.station, &stick);
    story.county.syncs();
    let third = Pc::joins(&file, &code, "谷满", "worker");
    third.tries_to_sync();
    story.county.confirms_by_hub();
    third.syncs();
    story.county.syncs();
    assert!(third.store().missing().unwrap().is_empty(), "the chain has no gap");
    third.agrees_with(&story.county, &story.audience());
    third.store().row("recipient", person).unwrap().map(|row| row.fields["name"].to_string())
}
