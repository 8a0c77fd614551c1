//! Rot: files on their way and at the hub that are no longer what was written. Found when they are read, mended from whoever has the
//! content, and no state says meanwhile what is not so.

use std::fs;
use std::path::{Path, PathBuf};

use store::{Delivery, Store};
use sync::import_files;

use crate::county::{County, HILL, LAKE, copy, name_of, register, run, state_of, went};

/// Every file below a folder whose name ends so.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(files(&path, ending)),
            false if path.to_string_lossy().ends_with(ending) => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

pub fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 0x20;
    fs::write(path, bytes).unwrap();
}

fn outbox(store: &Store) -> Vec<PathBuf> {
    files(&store.dir().join("outbox"), ".hzb")
}

#[test]
fn a_flipped_byte_in_the_outbox_holds_nothing_up_by_hub() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    for (turn, at) in [3, 40, 700, usize::MAX].into_iter().enumerate() {
        let record = register(&hill, HILL, &format!("第{turn}位"));
        hill.close_segments().unwrap();
        outbox(&hill).iter().for_each(|file| flip(file, at));
        went(run(&hill));
        assert_eq!(state_of(&hill, &record), Delivery::Delivered, "byte {at}");
        county.office_run();
        assert!(name_of(&county.office, &record).is_some(), "byte {at}");
    }
}

#[test]
fn a_flipped_byte_in_the_outbox_holds_nothing_up_by_stick() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    let record = register(&hill, HILL, "张三");
    hill.close_segments().unwrap();
    flip(&outbox(&hill)[0], usize::MAX);
    let stick = county.folder.path().join("stick");
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let report = sync::stick::export(&hill, &stick, today, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    let taken = import_files(&county.office, &[report.folder], &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    assert!(taken.iter().all(|file| file.ok), "{taken:?}");
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("张三"));
}

#[test]
fn a_bundle_that_rotted_at_the_hub_is_brought_again_and_fetched_by_whoever_skipped_it() {
    let mut county = County::open();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    went(run(&second));
    let first = register(&hill, HILL, "张三");
    went(run(&hill));
    let later = register(&hill, HILL, "李四");
    went(run(&hill));
    county.stop_hub();
    let bundles = files(&county.hub_folder().join("bundles"), ".hzb");
    assert_eq!(bundles.len(), 2);
    bundles.iter().for_each(|file| flip(file, 900));
    county.start_hub();
    // Both ask for it, get nothing whole and go on; the second PC has passed the numbers by then.
    county.office_run();
    went(run(&second));
    assert_eq!(name_of(&county.office, &first), None);
    assert_eq!(went(run(&hill)).brought_again, 2, "who wrote it brings it");
    assert_eq!(state_of(&hill, &later), Delivery::Delivered);
    for store in [&county.office, &second] {
        went(run(store));
        assert_eq!(name_of(store, &first).as_deref(), Some("张三"));
        assert_eq!(name_of(store, &later).as_deref(), Some("李四"));
    }
    assert_eq!(went(run(&hill)).brought_again, 0, "once is enough");
    let third = county.pc("third", HILL, "C");
    county.office_run();
    went(run(&third));
    assert_eq!(third.state_hash().unwrap(), hill.state_hash().unwrap());
}

#[test]
fn what_rotted_at_the_hub_comes_from_the_county_when_its_author_is_gone() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let record = register(&hill, HILL, "张三");
    went(run(&hill));
    county.office_run();
    drop(hill);
    county.stop_hub();
    // Lost whole this time.
    files(&county.hub_folder().join("bundles"), ".hzb").iter().for_each(|file| fs::remove_file(file).unwrap());
    county.start_hub();
    let second = county.pc("second", HILL, "B");
    county.office_run();
    // By now the hub knows, and the office, which has it, is told so.
    went(run(&second));
    county.office_run();
    went(run(&second));
    assert_eq!(name_of(&second, &record).as_deref(), Some("张三"));
}

#[test]
fn while_the_hub_has_lost_it_no_state_says_that_it_has_it() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let (early, late) = (register(&hill, HILL, "张三"), register(&hill, HILL, "李四"));
    went(run(&hill));
    let heads = hill.heads().unwrap();
    let range = changelog::SegmentRange {
        log: heads[0].0,
        from: 2,
        to: heads[0].2,
        head_before: changelog::Head::ZERO,
        head_after: heads[0].3,
    };
    hill.lost_at_hub(&[range]).unwrap();
    assert_eq!((state_of(&hill, &early), state_of(&hill, &late)), (Delivery::Saved, Delivery::Saved));
    assert_eq!(hill.counts().unwrap().saved, 2);
}

#[test]
fn a_hub_that_was_rolled_back_is_noticed_even_when_the_same_file_lands_on_the_same_number() {
    let mut county = County::open();
    let (hill, lake, gone) = (county.pc("hill", HILL, "A"), county.pc("lake", LAKE, "A"), county.pc("gone", LAKE, "B"));
    county.office_run();
    county.stop_hub();
    let old = county.folder.path().join("old");
    copy(&county.hub_folder(), &old);
    county.start_hub();
    let of_gone = register(&gone, LAKE, "王五");
    went(run(&gone));
    let of_hill = register(&hill, HILL, "张三");
    went(run(&hill));
    county.office_run();

    county.stop_hub();
    fs::remove_dir_all(county.hub_folder()).unwrap();
    copy(&old, &county.hub_folder());
    county.start_hub();
    // Another bundle takes the first number; the hill's comes again and takes the second, as before.
    let unseen = register(&lake, LAKE, "赵六");
    went(run(&lake));
    went(run(&hill));
    assert_ne!(state_of(&hill, &of_hill), Delivery::Saved);
    let told = went(run(&county.office));
    assert!(told.refilled, "what is behind the number, and behind those before it, has another name");
    assert_eq!(name_of(&county.office, &unseen).as_deref(), Some("赵六"));
    // The lost PC's work is back too, out of the county's log.
    let third = county.pc("third", LAKE, "C");
    county.office_run();
    went(run(&third));
    assert_eq!(name_of(&third, &of_gone).as_deref(), Some("王五"));
}

#[test]
fn a_number_of_ones_own_receipt_that_is_anothers_now_shows_the_rollback() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    register(&hill, HILL, "张三");
    went(run(&hill));
    // As after a run that was cut between sending and fetching, with another file under that number since.
    let mut memory = hill.setting_get("sync.hub").unwrap().unwrap();
    memory["after"] = 0.into();
    memory["witness"] = "".into();
    memory["chain"] = "".into();
    memory["brought"] = serde_json::json!({"1": "00".repeat(32)});
    hill.setting_put("sync.hub", &memory).unwrap();
    assert!(went(run(&hill)).refilled);
    assert!(!went(run(&hill)).refilled);
}
