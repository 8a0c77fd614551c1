//! Photos on their way: after the changes, resumed in the middle, to the second PC and the county, over the hub and by stick.

use std::ops::ControlFlow;

use changelog::{Audience, Op};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{BlobCounts, BlobRef, Save, Store, Write};
use sync::stick::{export, export_photos};
use sync::{FileKind, Phase, accept_reply, county_reply, import_files, import_one, never, run_once};

use crate::county::{COUNTY, County, HILL, LAKE, NOW, run, went};

/// Saves a photo with its record.
pub fn add(store: &Store, photo: &[u8]) -> BlobRef {
    let station = store.device().station.unwrap();
    let blob = store.blob_put(photo).unwrap();
    let fields = json!({"target_kind": "visit", "target": "v", "purpose": "photo", "mime": "image/jpeg", "size": photo.len(),
        "sha256": hex::encode(Sha256::digest(photo)), "blob": blob});
    let write = Write {
        kind: "attachment".into(),
        record: uuid::Uuid::new_v4().to_string(),
        op: Op::Set,
        fields: fields.as_object().unwrap().clone(),
        seen: Default::default(),
    };
    let audience = Audience::Station(station.clone());
    store.save(Save { audience, author: "staff-1".into(), now_ms: NOW, writes: vec![write], number: None }).unwrap();
    BlobRef { station, blob }
}

pub fn shows(store: &Store, place: &BlobRef, photo: &[u8]) -> bool {
    store.blob_open(&place.blob, &hex::encode(Sha256::digest(photo))).unwrap().as_deref() == Some(photo)
}

/// Something of this size that does not compress.
fn photo(turn: u8, length: usize) -> Vec<u8> {
    (0..length).map(|at| ((at * 7919) >> 3) as u8 ^ turn).collect()
}

#[test]
fn a_photo_goes_to_the_second_pc_and_the_county_after_its_record() {
    let mut county = County::open();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    let other = county.pc("other", LAKE, "A");
    county.office_run();
    let bytes = photo(1, 90_000);
    let place = add(&first, &bytes);
    let mut phases = Vec::new();
    let outcome = went(run_once(&first, NOW, &never(), &mut |progress| {
        phases.push(progress.phase);
        ControlFlow::Continue(())
    }));
    assert_eq!((outcome.pushed, outcome.photos_pushed), (1, 1));
    let (last_record, first_photo) = (
        phases.iter().rposition(|phase| *phase == Phase::Sending).unwrap(),
        phases.iter().position(|phase| *phase == Phase::SendingPhotos).unwrap(),
    );
    assert!(last_record < first_photo, "records before photos");
    assert_eq!(first.blob_counts().unwrap(), BlobCounts { delivered: 1, ..BlobCounts::default() });
    assert_eq!(went(run(&second)).photos_pulled, 1);
    assert_eq!(county.office_run().photos_pulled, 1);
    for store in [&second, &county.office] {
        assert!(shows(store, &place, &bytes));
    }
    assert_eq!(went(run(&other)).photos_pulled, 0);
    let again = went(run(&first));
    assert_eq!((again.photos_pushed, again.photos_pulled, again.photos_left), (0, 0, false));
    // The same photo from the second PC is there already.
    add(&second, &bytes);
    assert_eq!(went(run(&second)).photos_pushed, 0);
}

#[test]
fn a_cut_line_in_the_middle_of_a_photo_resumes_there() {
    let mut county = County::open();
    let first = county.pc("first", HILL, "A");
    county.office_run();
    let bytes = photo(2, 600_000);
    let place = add(&first, &bytes);
    let mut pieces = 0;
    let stopped = run_once(&first, NOW, &never(), &mut |progress| {
        pieces += u64::from(progress.phase == Phase::SendingPhotos);
        if pieces == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(stopped.cancelled && stopped.pushed == 1 && stopped.photos_pushed == 0);
    county.line.sent();
    county.start_hub();
    assert_eq!(went(run(&first)).photos_pushed, 1);
    assert!(county.line.sent() < 600_000, "what was there is not sent again");
    county.office_run();
    assert!(shows(&county.office, &place, &bytes));
}

#[test]
fn what_is_saved_between_two_photos_goes_before_the_second() {
    let mut county = County::open();
    let first = county.pc("first", HILL, "A");
    county.office_run();
    add(&first, &photo(3, 1_000));
    add(&first, &photo(4, 1_000));
    let store = first.clone();
    let mut saved = None;
    let mut order = Vec::new();
    went(run_once(&first, NOW, &never(), &mut |progress| {
        if progress.phase == Phase::SendingPhotos && saved.is_none() {
            saved = Some(crate::county::register(&store, HILL, "李四"));
        }
        order.push(progress.phase);
        ControlFlow::Continue(())
    }));
    let photos: Vec<usize> =
        order.iter().enumerate().filter(|(_, phase)| **phase == Phase::SendingPhotos).map(|(at, _)| at).collect();
    let changes = order.iter().rposition(|phase| *phase == Phase::Sending).unwrap();
    assert!(photos[0] < changes && changes < photos[1], "{order:?}");
}

#[test]
fn a_destroyed_hub_gets_its_photos_again_from_whoever_has_them() {
    let mut county = County::open();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    let bytes = photo(5, 2_000);
    let place = add(&first, &bytes);
    went(run(&first));
    county.office_run();
    county.stop_hub();
    county.new_hub();
    // The PC that took it never comes again; the county brings it.
    county.office_run();
    county.office_run();
    let roster = county.root.sign(&county.roster).unwrap();
    second.accept_roster(&roster).unwrap();
    assert_eq!(went(run(&second)).photos_pulled, 1);
    assert!(shows(&second, &place, &bytes));
}

#[test]
fn the_county_has_an_erased_photo_taken_off_the_hub() {
    let mut county = County::open();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    let place = add(&first, &photo(6, 2_000));
    went(run(&first));
    county.office_run();
    county.office.forget_blob(&place).unwrap();
    county.office_run();
    let on_hub = county.hub_folder().join("blobs").join(HILL).join(&place.blob[..2]);
    assert_eq!(std::fs::read_dir(on_hub).unwrap().count(), 0);
    assert_eq!(went(run(&second)).photos_pulled, 0);
    assert!(second.blobs_missing().unwrap().is_empty(), "nobody waits for what is erased");
}

#[test]
fn by_stick_photos_go_beside_the_bundles_and_the_reply_says_that_the_county_holds_them() {
    let mut county = County::without_hub();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    let other = county.pc("other", LAKE, "A");
    let bytes = photo(7, 3_000);
    let place = add(&first, &bytes);
    let stick = county.folder.path().join("stick");
    let mut quiet = |_| ControlFlow::Continue(());
    export(&first, &stick, chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(), &mut quiet).unwrap();
    let report = export_photos(&first, &stick, &mut quiet).unwrap();
    assert_eq!(report.files.len(), 1);
    assert!(report.message.contains("可以拔出"));
    let file = report.folder.join(&report.files[0].0);
    assert!(file.parent().unwrap().ends_with("照片"));

    for store in [&county.office, &second] {
        for round in 0..2 {
            let reports = import_files(store, std::slice::from_ref(&stick), &mut quiet).unwrap();
            let photos: Vec<_> = reports.iter().filter(|report| report.kind == FileKind::Photo).collect();
            assert_eq!((photos.len(), photos[0].new_photo), (1, Some(round == 0)), "{reports:?}");
        }
        assert!(shows(store, &place, &bytes));
    }
    let sealed = std::fs::read(&file).unwrap();
    assert!(!import_one(&other, "x.hzp", &sealed).ok, "another station's");
    assert!(!import_one(&second, "x.hzp", &sealed[..sealed.len() - 1]).ok, "cut short");
    let foreign = String::from_utf8_lossy(&sealed).replace(COUNTY, "another-county").into_bytes();
    assert!(!import_one(&second, "x.hzp", &foreign).ok);

    let reply = county_reply(&county.office, HILL, NOW).unwrap();
    assert_eq!(first.blobs_waiting(true).unwrap().len(), 1);
    accept_reply(&first, &reply).unwrap();
    assert_eq!(first.blob_counts().unwrap(), BlobCounts { taken_in: 1, ..BlobCounts::default() });
    assert!(export_photos(&first, &stick, &mut quiet).unwrap().files.is_empty());
}

/// Every sealed photo below a folder.
fn sealed_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    inside.flat_map(|path| if path.is_dir() { sealed_in(&path) } else { vec![path] }).collect()
}

fn flip_last(path: &std::path::Path) {
    let mut bytes = std::fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_photo_that_rotted_at_the_hub_is_brought_again() {
    let mut county = County::open();
    let first = county.pc("first", HILL, "A");
    county.office_run();
    let bytes = photo(9, 90_000);
    let place = add(&first, &bytes);
    went(run(&first));
    county.stop_hub();
    sealed_in(&county.hub_folder().join("blobs")).iter().for_each(|file| flip_last(file));
    county.start_hub();
    assert_eq!(county.office_run().photos_pulled, 0, "what is damaged is not handed out");
    assert_eq!(went(run(&first)).photos_pushed, 1);
    assert_eq!(county.office_run().photos_pulled, 1);
    assert!(shows(&county.office, &place, &bytes));
    assert_eq!(went(run(&first)).photos_pushed, 0);
}

#[test]
fn a_photo_that_rotted_on_the_pc_is_not_sent_and_does_not_hold_up_the_others() {
    let mut county = County::open();
    let first = county.pc("first", HILL, "A");
    county.office_run();
    add(&first, &photo(1, 50_000));
    let rotten = sealed_in(&first.dir().join("blobs"));
    rotten.iter().for_each(|file| flip_last(file));
    add(&first, &photo(2, 50_000));
    let outcome = run(&first);
    assert_eq!((outcome.photos_pushed, outcome.problems.len()), (1, 1), "{:?}", outcome.problems);
    assert_eq!(first.blob_counts().unwrap(), BlobCounts { waiting: 1, delivered: 1, ..BlobCounts::default() });
    let report =
        export_photos(&first, &county.folder.path().join("stick"), &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(report.files.len() == 1 && report.message.contains("1 张照片在本机已损坏"), "{}", report.message);
}

#[test]
fn a_reply_whose_list_of_photos_the_county_did_not_sign_moves_no_photo() {
    let mut county = County::without_hub();
    let first = county.pc("first", HILL, "A");
    let place = add(&first, &photo(3, 5_000));
    let reply = county_reply(&county.office, HILL, NOW).unwrap();
    let end = reply.iter().position(|byte| *byte == b'\n').unwrap();
    let bent = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut head: serde_json::Value = serde_json::from_slice(&reply[..end]).unwrap();
        change(&mut head);
        [serde_json::to_vec(&head).unwrap(), reply[end..].to_vec()].concat()
    };
    let list = json!([place.blob]);
    let unsigned = bent(&|head| {
        head["photos"] = list.clone();
        head["held_photos"] = serde_json::Value::Null;
    });
    let altered = bent(&|head| {
        let bytes =
            head["held_photos"]["bytes"].as_str().unwrap().replace("\"photos\":[]", &format!("\"photos\":{list}"));
        head["held_photos"]["bytes"] = bytes.into();
    });
    for reply in [unsigned, altered] {
        accept_reply(&first, &reply).unwrap();
        assert_eq!(first.blob_counts().unwrap(), BlobCounts { waiting: 1, ..BlobCounts::default() });
    }
}
