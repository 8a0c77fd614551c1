//! Cloned and restored databases: both branches survive, on every replica, and the copies part ways.

use serde_json::json;
use store::{Numbering, Route, Store};

use crate::county::*;
use crate::opening::copy_dir;

fn open_case(store: &Store, record: u64) -> String {
    let mut save = save_of(station(), NOW + record, vec![write("case", &id(record), json!({"stage": "lead"}))]);
    save.number =
        Some(Numbering { write: 0, field: "case_no".into(), station: STATION.into(), series: "GA".into(), year: 2026 });
    store.save(save).expect("a save").number.expect("a number")
}

/// A disk image written back elsewhere: same folder, same place.json. Only one of the two can stand at the path at a time.
struct Image<'c> {
    county: &'c County,
    aside: std::path::PathBuf,
}

impl Image<'_> {
    fn of(county: &County) -> Image<'_> {
        let aside = county.path("image");
        copy_dir(&county.path("a"), &aside);
        Image { county, aside }
    }

    fn swap(&self) -> Store {
        let (here, third) = (self.county.path("a"), self.county.path("third"));
        std::fs::rename(&here, &third).expect("moved");
        std::fs::rename(&self.aside, &here).expect("moved");
        std::fs::rename(&third, &self.aside).expect("moved");
        self.county.open("a")
    }
}

#[test]
fn a_clone_that_nobody_could_notice_forks_the_log_and_both_branches_survive_everywhere() {
    let county = County::with(&["a", "county", "county2"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    let image = Image::of(&county);

    let left = county.open("a");
    edit(&left, "recipient", &id(1), json!({"phone": "1"}), NOW + 1);
    assert_eq!(open_case(&left, 10), "43018111001-GA-2026-A0001");
    let from_left = bundles(&left);
    drop(left);
    let right = image.swap();
    assert_eq!(right.device().life, 1, "from inside it looks the same");
    edit(&right, "recipient", &id(1), json!({"phone": "2"}), NOW + 2);
    assert_eq!(open_case(&right, 11), "43018111001-GA-2026-A0001");
    let from_right = bundles(&right);

    let (office, office2) = (county.create("county"), county.create("county2"));
    from_left.iter().chain(&from_right).for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    from_right.iter().chain(&from_left).for_each(|bytes| drop(office2.import(bytes, Route::Stick).expect("an import")));
    assert_eq!(office.state_hash_of(&station()).expect("a hash"), office2.state_hash_of(&station()).expect("a hash"));
    assert_eq!(office.heads().expect("heads"), office2.heads().expect("heads"));
    assert_eq!(office.heads().expect("heads").len(), 2, "one log, two branches");
    assert_eq!(row(&office, "recipient", &id(1)).conflicted, ["phone"]);
    assert_eq!(
        office.duplicate_numbers().expect("numbers"),
        [("43018111001-GA-2026-A0001".to_string(), vec![id(10), id(11)])]
    );

    // The right copy meets the left one and parts from it; so does the left one, later. Their letters differ from then on.
    from_left.iter().for_each(|bytes| drop(right.import(bytes, Route::Stick).expect("an import")));
    let right_letter = right.device().letter;
    let number_right = open_case(&right, 12);
    let more_right = bundles(&right);
    drop(right);
    let left = image.swap();
    from_right.iter().chain(&more_right).for_each(|bytes| drop(left.import(bytes, Route::Hub).expect("an import")));
    let left_letter = left.device().letter;
    let number_left = open_case(&left, 13);
    assert!(left_letter != right_letter && left_letter != "A" && right_letter != "A", "{left_letter} {right_letter}");
    assert_ne!(number_left, number_right);
    let more_left = bundles(&left);
    for bytes in more_right.iter().chain(&more_left) {
        office.import(bytes, Route::Stick).expect("an import");
        office2.import(bytes, Route::Stick).expect("an import");
    }
    assert_eq!(left.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));
    assert_eq!(office2.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));
    office.rebuild().expect("a rebuild");
    assert_eq!(office2.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));

    // What one passes on of a forked log another can follow.
    let exported = office.export_all(&station()).expect("an export");
    let fresh = County::create_in(&county, "county", &county.path("fresh"));
    exported
        .iter()
        .for_each(|bytes| assert!(fresh.import(bytes, Route::Stick).expect("an import").quarantined.is_empty()));
    assert_eq!(fresh.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));
    assert_eq!(fresh.heads().expect("heads"), office.heads().expect("heads"));
}

#[test]
fn a_copy_that_lags_behind_learns_it_from_the_first_import_and_forks_nothing() {
    let county = County::with(&["a", "county"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    let image = Image::of(&county);
    let left = county.open("a");
    edit(&left, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    let from_left = bundles(&left);
    drop(left);
    let right = image.swap();
    from_left.iter().for_each(|bytes| drop(right.import(bytes, Route::Hub).expect("an import")));
    assert_eq!(right.device().letter, "A2");
    edit(&right, "recipient", &id(3), person("王五", "新河村"), NOW + 2);
    let heads = right.heads().expect("heads");
    assert_eq!(heads.len(), 2, "two logs, no fork");
    assert_eq!(bundles(&right).len(), 1, "what the other copy signed is not signed again");
}

#[test]
fn a_restore_makes_a_new_life_and_what_was_lost_comes_back_from_the_county() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let backup = county.path("stick");
    a.backup(&backup, NOW).expect("a backup");
    edit(&a, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    bundles(&a).iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    let lost = a.heads().expect("heads");
    drop(a);

    let restored = store::restore(&backup, &county.path("a"), &county.key("a"), NOW + 2).expect("a restore");
    assert_eq!((restored.device().letter.as_str(), restored.device().reason.as_str()), ("A2", "restored"));
    assert!(restored.row("recipient", &id(2)).expect("a read").is_none());
    edit(&restored, "recipient", &id(1), json!({"village": "南街社区"}), NOW + 3);
    bundles(&restored).iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    office
        .export_all(&station())
        .expect("an export")
        .iter()
        .for_each(|bytes| drop(restored.import(bytes, Route::Stick).expect("an import")));
    assert_eq!(row(&restored, "recipient", &id(2)).fields["name"], json!("李四"));
    assert_eq!(restored.device().letter, "A2", "its own past is no other copy");
    assert_eq!(restored.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));
    assert!(lost.iter().all(|head| restored.heads().expect("heads").contains(head)), "both branches are there");
    let replaced = std::fs::read_dir(county.path("a")).expect("a folder").flatten();
    assert!(
        replaced.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("replaced-")),
        "nothing was deleted"
    );
}
