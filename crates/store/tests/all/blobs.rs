//! Sealed photos: one name per content, opened by station and county alone, missing without being an error, forgotten for good.

use changelog::Identity;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{BlobCounts, BlobRef, Delivery, Route, Store, StoreError};

use crate::county::*;

const PHOTO: &[u8] = b"\xFF\xD8 a plain photo of somebody's kitchen";

fn sha(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Seals a photo and saves a record that names it; gives the photo's place.
fn add(store: &Store, record: u64, photo: &[u8]) -> BlobRef {
    let blob = store.blob_put(photo).expect("sealed");
    let fields = json!({"target_kind": "visit", "target": id(900), "purpose": "photo", "mime": "image/jpeg", "size": photo.len(),
        "sha256": sha(photo), "blob": blob});
    edit(store, "attachment", &id(record), fields, NOW + record);
    BlobRef { station: STATION.into(), blob }
}

fn sealed(store: &Store, place: &BlobRef) -> Vec<u8> {
    store.blob_for_sending(&place.blob).expect("readable").expect("here")
}

fn opened(store: &Store, place: &BlobRef) -> Option<Vec<u8>> {
    store.blob_open(&place.blob, &sha(PHOTO)).expect("no error")
}

fn pass_on(from: &Store, to: &Store) {
    for bytes in bundles(from) {
        to.import(&bytes, Route::Stick).expect("an import");
    }
}

#[test]
fn both_pcs_of_a_station_name_the_same_photo_alike_and_nobody_else_does() {
    let county = County::with(&["a", "b", "other", "county"]);
    let (a, b, other, office) =
        (county.create("a"), county.create("b"), county.create("other"), county.create("county"));
    let name = a.blob_put(PHOTO).expect("sealed");
    assert_eq!(a.blob_put(PHOTO).expect("sealed"), name, "twice is once");
    assert_eq!(b.blob_put(PHOTO).expect("sealed"), name);
    assert_ne!(other.blob_put(PHOTO).expect("sealed"), name);
    assert_ne!(name, sha(PHOTO), "the hash itself would tell whoever has the photo");
    assert!(matches!(office.blob_put(PHOTO), Err(StoreError::NotAllowed(_))));
    assert_eq!(files(&a).len(), 1);
    assert!(files(&a)[0].ends_with(format!("{name}.age")));
}

/// Files under blobs/.
fn files(store: &Store) -> Vec<std::path::PathBuf> {
    let shelves = std::fs::read_dir(store.dir().join("blobs")).into_iter().flatten().flatten();
    shelves
        .flat_map(|shelf| std::fs::read_dir(shelf.path()).expect("a shelf").flatten())
        .map(|file| file.path())
        .collect()
}

#[test]
fn a_photo_reaches_second_pc_and_county_and_each_is_counted() {
    let county = County::with(&["a", "b", "county"]);
    let (a, b, office) = (county.create("a"), county.create("b"), county.create("county"));
    let place = add(&a, 1, PHOTO);
    assert_eq!(a.blob_counts().expect("counts"), BlobCounts { waiting: 1, ..BlobCounts::default() });
    assert_eq!(a.blobs_waiting(false).expect("waiting"), vec![place.clone()]);
    pass_on(&a, &b);
    let file = sealed(&a, &place);
    pass_on(&a, &office);
    for store in [&b, &office] {
        assert_eq!(store.blobs_missing().expect("missing"), vec![place.clone()]);
        assert_eq!(opened(store, &place), None, "missing is no error");
        assert!(store.blob_take(&place, &file).expect("taken"));
        assert!(!store.blob_take(&place, &file).expect("taken"), "twice is once");
        assert_eq!(opened(store, &place).as_deref(), Some(PHOTO));
        assert!(store.blobs_missing().expect("missing").is_empty());
    }
    a.blobs_reached(std::slice::from_ref(&place.blob), Delivery::Delivered).expect("noted");
    assert_eq!(a.blob_counts().expect("counts"), BlobCounts { delivered: 1, ..BlobCounts::default() });
    assert!(a.blobs_waiting(false).expect("waiting").is_empty());
    assert_eq!(a.blobs_waiting(true).expect("waiting").len(), 1, "the county has not said that it holds it");
    a.blobs_reached(std::slice::from_ref(&place.blob), Delivery::TakenIn).expect("noted");
    a.blobs_reached(std::slice::from_ref(&place.blob), Delivery::Delivered).expect("noted");
    assert_eq!(a.blob_counts().expect("counts"), BlobCounts { taken_in: 1, ..BlobCounts::default() }, "never back");
    assert!(a.blobs_waiting(true).expect("waiting").is_empty());
}

#[test]
fn before_the_stations_key_has_come_the_pc_opens_its_own_photos_and_sends_them_to_two_recipients_only() {
    let county = County::with(&["a", "county"]);
    let a = Store::create(&county.path("a"), &county.key("a"), county.new_device("a")).expect("a new database");
    let place = add(&a, 1, PHOTO);
    assert_eq!(opened(&a, &place).as_deref(), Some(PHOTO));
    let own = county.new_device("a").keys.identity.to_secret();
    let opens = |identity: &str, file: &[u8]| changelog::seal::open(&[identity.to_owned()], file, 1000).is_ok();
    let (station, identity) = county.identity_of("a");
    let file = sealed(&a, &place);
    assert!(!opens(&own, &file) && opens(&identity, &file) && opens(&county.identity.to_secret(), &file));
    assert!(!opens(&Identity::generate().to_secret(), &file));
    a.set_station_identity(station.as_deref(), &identity).expect("the identity");
    let file = sealed(&a, &place);
    assert!(!opens(&own, &file) && opens(&identity, &file));
    assert_eq!(opened(&a, &place).as_deref(), Some(PHOTO));
    let office = county.create("county");
    assert!(office.blob_take(&place, &file).expect("taken"), "a photo may come before its record");
}

#[test]
fn what_is_not_the_photo_of_the_record_is_refused() {
    let county = County::with(&["a", "b", "other", "county"]);
    let (a, b, other, office) =
        (county.create("a"), county.create("b"), county.create("other"), county.create("county"));
    let place = add(&a, 1, PHOTO);
    pass_on(&a, &b);
    let to = [&county.stations[0].1, &county.identity].map(|identity| identity.recipient().to_owned());
    let another = changelog::seal::to_recipients(&to, b"another photo").expect("sealed");
    assert!(matches!(b.blob_take(&place, &another), Err(StoreError::Refused(_))), "sealed well, but another photo");
    let file = sealed(&a, &place);
    assert!(matches!(other.blob_take(&place, &file), Err(StoreError::Refused(_))), "another station's");
    let wrong_station = BlobRef { station: "43018111009".into(), ..place.clone() };
    assert!(matches!(office.blob_take(&wrong_station, &file), Err(StoreError::Refused(_))));
    let path = BlobRef { blob: "../../hezhan.db".into(), ..place.clone() };
    assert!(matches!(b.blob_take(&path, &file), Err(StoreError::Refused(_))), "a name is no path");
    assert!(b.blob_take(&place, PHOTO).is_err(), "not sealed");
    assert!(b.blob_take(&place, &file[..file.len() - 1]).is_err(), "cut short");
    assert!(files(&b).is_empty(), "nothing of it stays");
    assert!(b.blob_take(&place, &file).expect("taken"));
}

#[test]
fn a_lost_or_spoilt_file_is_missing_and_comes_again_and_the_only_copy_is_never_thrown_away() {
    let county = County::with(&["a"]);
    let a = county.create("a");
    let place = add(&a, 1, PHOTO);
    let (file, path) = (sealed(&a, &place), files(&a)[0].clone());
    std::fs::write(&path, &file[..file.len() - 5]).expect("spoilt");
    assert!(matches!(a.blob_open(&place.blob, &sha(PHOTO)), Err(StoreError::BrokenFile { .. })));
    assert!(path.exists(), "perhaps somebody can mend it");
    a.blobs_reached(std::slice::from_ref(&place.blob), Delivery::Delivered).expect("noted");
    assert_eq!(opened(&a, &place), None);
    assert_eq!(a.blobs_missing().expect("missing"), vec![place.clone()]);
    assert!(a.blob_take(&place, &file).expect("taken"));
    std::fs::remove_file(&path).expect("lost");
    drop(a);
    let a = county.open("a");
    assert_eq!(a.blobs_missing().expect("missing"), vec![place.clone()], "opening looks");
    a.blob_wanted(&place, NOW).expect("noted");
    assert_eq!(a.blob_counts().expect("counts").missing, 1);
}

#[test]
fn a_restored_database_takes_up_the_files_that_lie_there_and_misses_the_others() {
    let county = County::with(&["a"]);
    let a = county.create("a");
    let early = add(&a, 1, PHOTO);
    a.backup(&county.path("backup"), NOW).expect("a backup");
    let late = add(&a, 2, b"a later photo");
    std::fs::remove_file(files(&a).iter().find(|file| file.ends_with(format!("{}.age", early.blob))).expect("there"))
        .expect("lost");
    let later_records = bundles(&a);
    drop(a);
    let a = store::restore(&county.path("backup"), &county.path("a"), &county.key("a"), NOW).expect("restored");
    assert_eq!(a.blobs_missing().expect("missing"), vec![early], "named as missing, to be fetched");
    for bytes in later_records {
        a.import(&bytes, Route::Hub).expect("its record comes back");
    }
    assert!(a.blob_state(&late.blob).expect("known").here);
    assert_eq!(a.blob_open(&late.blob, &sha(b"a later photo")).expect("opens").as_deref(), Some(&b"a later photo"[..]));
}

#[test]
fn an_erased_record_takes_its_photo_with_it_everywhere_unless_another_record_has_it_too() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    let (place, shared) = (add(&a, 1, PHOTO), add(&a, 2, b"shared"));
    add(&a, 3, b"shared");
    a.thumbnail_put(&place.blob, b"small").expect("kept");
    pass_on(&a, &office);
    for place in [&place, &shared] {
        office.blob_take(place, &sealed(&a, place)).expect("taken");
    }
    for record in [1, 2] {
        office
            .erase(station(), "officer", NOW + 50, &[("attachment".into(), id(record))], &fields(json!({})))
            .expect("erased");
    }
    let order = office.close_segments().expect("bundles");
    for item in order {
        a.import(&std::fs::read(&item.path).expect("a bundle"), Route::Hub).expect("an import");
    }
    for store in [&a, &office] {
        assert_eq!(files(store).len(), 1, "only the shared one is left");
        assert!(
            store.blob_state(&place.blob).expect("known").gone && !store.blob_state(&shared.blob).expect("known").gone
        );
        assert_eq!(store.thumbnail(&place.blob).expect("readable"), None);
        assert!(!store.blobs_missing().expect("missing").contains(&place), "it is not fetched again");
    }
    assert!(matches!(a.blob_put(PHOTO), Err(StoreError::NotAllowed(_))));
    assert_eq!(office.blobs_to_forget().expect("to tell the hub"), vec![place.clone()]);
    office.blob_forgotten_at_hub(&place.blob).expect("told");
    assert!(office.blobs_to_forget().expect("nothing").is_empty());
}

#[test]
fn a_deleted_record_sends_and_fetches_nothing_and_loses_nothing() {
    let county = County::with(&["a", "b"]);
    let (a, b) = (county.create("a"), county.create("b"));
    let place = add(&a, 1, PHOTO);
    edit(&a, "attachment", &id(1), json!({"deleted_reason": "放错了"}), NOW + 9);
    pass_on(&a, &b);
    assert!(a.blobs_waiting(false).expect("waiting").is_empty() && b.blobs_missing().expect("missing").is_empty());
    assert_eq!(a.blob_counts().expect("counts"), BlobCounts::default());
    edit(&a, "attachment", &id(1), json!({"deleted_reason": null}), NOW + 10);
    assert_eq!(a.blobs_waiting(false).expect("waiting"), vec![place]);
}

#[test]
fn no_room_is_said_before_a_byte_is_written() {
    let county = County::with(&["a"]);
    let full = store::FreeSpace::asking(|_| Ok(13 << 20));
    drop(county.create("a"));
    let a = Store::open_with(&county.path("a"), &county.key("a"), full).expect("opens");
    assert!(matches!(a.blob_put(&vec![1; 3 << 20]), Err(StoreError::DiskFull { .. })));
    assert!(files(&a).is_empty());
}
