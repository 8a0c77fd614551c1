//! Two PCs of a station and the county, three weeks without each other: what was changed apart merges field by
//! field, a field that both changed shows both values and one of them settles it, and in the end all three hold
//! the same changes and show the same rows. Over the hub, and with nothing but sticks. Restored and copied
//! databases keep both branches of their past.

use std::path::Path;

use serde_json::{Value, json};
use system::people::{Pc, Stick, Story, as_file, text, wu_guixiang};

/// What the two of them did apart to the same person.
fn both_edit_apart(story: &Story, person: &str) {
    let (first, second) = (&story.first, &story.second);
    first.days_pass(1);
    first.changes("recipient", person, "phone", "19900000011");
    first.changes("recipient", person, "group_no", "5组");
    first.visits(person, "换了手机号码，搬到五组儿子家。");
    second.days_pass(21);
    second.changes("recipient", person, "phone", "19900000022");
    second.changes("recipient", person, "village", "杨柳村");
    second.visits(person, "身体尚好，电话换成女儿的。");
    first.days_pass(21);
    story.county.days_pass(22);
}

/// Both values stand on every screen, and what only one of them changed has merged.
fn shows_the_conflict(pc: &Pc, person: &str) -> Vec<Value> {
    let record = pc.sees("recipient", person);
    assert_eq!(
        (&record["fields"]["group_no"], &record["fields"]["village"]),
        (&json!("5组"), &json!("杨柳村")),
        "different fields merge"
    );
    assert_eq!(record["conflicted"], json!(["phone"]), "{}", record["conflicts"]);
    let mut values: Vec<Value> = pc
        .store()
        .conflicts()
        .unwrap()
        .into_iter()
        .flat_map(|conflict| conflict.values)
        .map(|value| value.value)
        .collect();
    values.sort_by_key(text);
    values
}

/// One of them settles it in favour of the value that is not shown.
fn settles_it(pc: &Pc, person: &str) {
    let conflict = pc.sees("recipient", person)["conflicts"][0].clone();
    let other = conflict["values"].as_array().unwrap().iter().find(|value| value["winner"] == false).unwrap();
    pc.call(
        "records.resolve",
        json!({"kind": "recipient", "id": person, "field": "phone", "choose": other["reference"]}),
    );
}

fn settled(pc: &Pc, person: &str) -> String {
    let row = pc.store().row("recipient", person).unwrap().unwrap();
    assert!(row.conflicted.is_empty(), "still in conflict");
    text(&row.fields["phone"])
}

#[test]
fn three_weeks_apart_two_pcs_and_the_county_come_to_the_same_over_the_hub() {
    let (story, mut hub) = Story::by_hub();
    let Story { county, first, second, .. } = &story;
    let person = first.registers(wu_guixiang());
    first.syncs();
    second.syncs();
    assert_eq!(second.sees("recipient", &person)["fields"]["name"], "吴桂香");

    hub.stop();
    both_edit_apart(&story, &person);
    hub.start();
    first.syncs();
    second.syncs();
    first.syncs();
    county.syncs();
    let both = [json!("19900000011"), json!("19900000022")];
    for pc in [first, second, county] {
        assert_eq!(shows_the_conflict(pc, &person), both);
    }
    story.everyone_agrees();

    settles_it(first, &person);
    first.syncs();
    second.syncs();
    county.syncs();
    for pc in [first, second, county] {
        assert_eq!(settled(pc, &person), "19900000011");
    }
    first.syncs();
    second.syncs();
    story.everyone_agrees();
    for pc in [first, second] {
        assert_eq!(pc.sees("recipient", &person)["state"], "taken_in");
        let counts = pc.store().counts().unwrap();
        assert_eq!((counts.saved, counts.delivered), (0, 0), "everything is 县里已入库");
    }
}

#[test]
fn three_weeks_apart_they_come_to_the_same_by_stick_with_no_hub_at_all() {
    let story = Story::by_stick();
    let Story { county, first, second, .. } = &story;
    let person = first.registers(wu_guixiang());
    let stick = Stick::empty();
    first.exports_to(&stick);
    second.imports_from(&stick);
    assert_eq!(second.sees("recipient", &person)["fields"]["name"], "吴桂香");

    both_edit_apart(&story, &person);
    carry_round(&story);
    let both = [json!("19900000011"), json!("19900000022")];
    for pc in [first, second, county] {
        assert_eq!(shows_the_conflict(pc, &person), both);
    }
    story.everyone_agrees();

    settles_it(second, &person);
    let brief = first.freezes_the_brief("2026-11");
    carry_round(&story);
    for pc in [first, second, county] {
        settled(pc, &person);
        assert_eq!(pc.call("reports.get", json!({"id": brief}))["period"], "2026-11", "the frozen brief came along");
    }
    story.everyone_agrees();
    for pc in [first, second] {
        assert_eq!(pc.sees("recipient", &person)["state"], "taken_in");
    }
}

/// One stick goes from PC to PC to the county and back with what the county gives.
fn carry_round(story: &Story) {
    let Story { county, first, second, station, .. } = story;
    let stick = Stick::empty();
    first.exports_to(&stick);
    takes_everything(second, &stick.files());
    second.exports_to(&stick);
    takes_everything(first, &stick.files());
    takes_everything(county, &stick.files());
    let replies = county.replies(station, &stick);
    takes_everything(first, &replies);
    takes_everything(second, &replies);
}

/// No file that one of them wrote is refused by another, or left waiting.
fn takes_everything(pc: &Pc, files: &[Value]) {
    for outcome in pc.imports(files) {
        assert!(["taken_in", "already"].contains(&outcome["outcome"].as_str().unwrap()), "{outcome}");
    }
}

#[test]
fn after_a_restored_backup_both_branches_survive_everywhere() {
    let (mut story, _hub) = Story::by_hub();
    let person = story.first.registers(wu_guixiang());
    story.first.syncs();
    let stick = Stick::empty();
    let backup = story.first.call("backup.make", json!({"destination": stick.as_destination()}));
    let after_the_backup = story.first.visits(&person, "备份之后记的走访，已经送到县里。");
    story.first.syncs();

    let me = story.first.me();
    story.first.call(
        "backup.restore",
        json!({"file": as_file(&backup["file"]), "staff": me, "passphrase": system::people::PASS}),
    );
    let after = story.first.visits(&person, "恢复以后记的走访。");
    goes_on_as(&["A2"], &mut story, &person, [&after_the_backup, &after]);
}

#[test]
fn a_pc_whose_disk_was_put_back_goes_on_as_a_new_life_and_both_branches_survive() {
    let (mut story, mut hub) = Story::by_hub();
    let person = story.first.registers(wu_guixiang());
    story.first.syncs();
    // The whole disk is copied, work goes on, the old disk is put back: from inside nothing looks odd.
    story.first.stop();
    let image = copy_of(story.first.dir());
    story.first.start();
    story.first.unlock();
    let on_the_lost_disk = story.first.visits(&person, "旧硬盘之后记的走访，已经送到县里。");
    story.first.syncs();
    story.first.stop();
    hub.stop();
    put_back(image.path(), story.first.dir());
    story.first.start();
    story.first.unlock();
    let after = story.first.visits(&person, "换回旧硬盘以后记的走访。");
    assert_eq!(story.first.store().device().letter, "A", "nobody can know yet");
    hub.start();
    // Found out by the branch that comes back from the hub. Were the other copy alive, it would find out too: of the two heads
    // that both then see, the smaller takes the next letter and the greater the one after, so that they never clash.
    goes_on_as(&["A2", "A3"], &mut story, &person, [&on_the_lost_disk, &after]);
    let heads = story.county.heads(&story.audience());
    let forked = heads.windows(2).any(|pair| pair[0].0 == pair[1].0);
    assert!(forked, "two changes stood at the same place of one log, and both are kept: {heads:?}");
}

#[test]
fn a_copied_pc_and_its_original_both_go_on_and_both_branches_survive() {
    let (mut story, _hub) = Story::by_hub();
    let person = story.first.registers(wu_guixiang());
    story.first.syncs();
    story.first.stop();
    let mut copy = Pc::copied_from(&story.first);
    story.first.start();
    story.first.unlock();
    let on_the_original = story.first.visits(&person, "原来那台电脑上的走访。");
    let on_the_copy = copy.visits(&person, "复制出来的电脑上的走访。");
    let (_, number) = copy.opens_a_case(&person);
    assert!(number.contains("A2"), "{number}");
    for pc in [&story.first, &copy, &story.second, &story.county, &story.first, &copy] {
        pc.syncs();
    }
    for pc in [&story.first, &copy, &story.second, &story.county] {
        for visit in [&on_the_original, &on_the_copy] {
            assert!(pc.store().row("visit", visit).unwrap().is_some(), "a branch is lost");
        }
    }
    assert_eq!(story.first.store().device().letter, "A", "the original goes on as itself");
    story.everyone_agrees();
    copy.agrees_with(&story.county, &story.audience());
    copy.restart();
    assert_eq!(copy.store().device().letter, "A2", "one new life, not one more at each start");
}

/// The first PC, which has written on from a past it was put back to, learns of the other branch, and everyone ends with both.
fn goes_on_as(letters: &[&str], story: &mut Story, person: &str, both: [&str; 2]) {
    story.first.syncs();
    story.first.syncs();
    let letter = story.first.store().device().letter;
    assert!(letters.contains(&letter.as_str()), "{letter}");
    let (_, number) = story.first.opens_a_case(person);
    assert!(number.contains(&letter), "{number}");
    for pc in [&story.first, &story.second, &story.county, &story.first, &story.second] {
        pc.syncs();
    }
    for pc in [&story.first, &story.second, &story.county] {
        for visit in both {
            assert!(pc.store().row("visit", visit).unwrap().is_some(), "a branch is lost");
        }
    }
    story.everyone_agrees();
    story.first.restart();
    story.first.syncs();
    assert_eq!(story.first.store().device().letter, letter, "one new life, not one more at each start or sync");
}

fn copy_of(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    put_back(dir, copy.path());
    copy
}

/// Makes a folder what another one is.
fn put_back(from: &Path, to: &Path) {
    std::fs::remove_dir_all(to).unwrap();
    system::people::copy_folder(from, to);
}
