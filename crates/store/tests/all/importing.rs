//! Importing: order, repetition, waiting, quarantine, erasure, rosters.

use changelog::{Audience, Cut, SignedRoster};
use serde_json::json;
use store::{Route, Store, StoreError};

use crate::county::*;

/// Every replica that matters holds the same.
fn same(left: &Store, right: &Store) {
    assert_eq!(left.state_hash_of(&station()).expect("a hash"), right.state_hash_of(&station()).expect("a hash"));
    let heads = |store: &Store| {
        store.heads().expect("heads").into_iter().filter(|head| head.1 == station()).collect::<Vec<_>>()
    };
    assert_eq!(heads(left), heads(right));
}

#[test]
fn importing_ten_times_in_any_order_by_both_routes_is_importing_once() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    let mut all = Vec::new();
    for n in 0..4u64 {
        edit(&a, "recipient", &id(1), json!({"name": format!("张{n}"), "village": "新河村"}), NOW + n);
        edit(&a, "visit", &id(10 + n), json!({"date": "2026-11-01", "recipient": id(1)}), NOW + n);
        all = bundles(&a);
    }
    assert_eq!(all.len(), 4);
    let mut random = Random::new(7);
    for round in 0..10 {
        random.shuffle(&mut all);
        for bytes in &all {
            office.import(bytes, if round % 2 == 0 { Route::Stick } else { Route::Hub }).expect("an import");
        }
    }
    same(&a, &office);
    assert!(office.missing().expect("gaps").is_empty());
    let again = office.import(&all[0], Route::Stick).expect("an import");
    assert_eq!((again.applied, again.already > 0), (0, true));
    office.rebuild().expect("a rebuild");
    same(&a, &office);
}

#[test]
fn what_came_too_early_waits_by_name_and_is_applied_by_itself() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for n in 0..3u64 {
        edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
        parts.push(bundles(&a).pop().expect("the newest bundle"));
    }
    let late = office.import(&parts[2], Route::Stick).expect("an import");
    assert_eq!((late.applied, late.waiting.len()), (0, 1));
    let gap = &office.missing().expect("gaps")[0];
    assert_eq!((gap.from, gap.to), (1, 3));
    office.import(&parts[1], Route::Stick).expect("an import");
    let first = office.import(&parts[0], Route::Stick).expect("an import");
    assert_eq!((first.applied, first.waiting.len()), (4, 0), "the open change and all three");
    assert_eq!(first.stations, [STATION]);
    assert!(office.missing().expect("gaps").is_empty());
    same(&a, &office);
}

#[test]
fn both_pcs_see_the_same_conflict_and_one_of_them_resolves_it() {
    let county = County::with(&["a", "b", "county"]);
    let (a, b, office) = (county.create("a"), county.create("b"), county.create("county"));
    let hand = |from: &Store, to: &[&Store]| {
        for bytes in bundles(from) {
            to.iter().for_each(|store| drop(store.import(&bytes, Route::Stick).expect("an import")));
        }
    };
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    hand(&a, &[&b, &office]);
    edit(&a, "recipient", &id(1), json!({"phone": "1"}), NOW + 1);
    edit(&b, "recipient", &id(1), json!({"phone": "2", "group_no": "3组"}), NOW + 2);
    hand(&a, &[&b, &office]);
    hand(&b, &[&a, &office]);
    for store in [&a, &b, &office] {
        let now = row(store, "recipient", &id(1));
        assert_eq!((now.conflicted.clone(), now.fields["phone"].as_str()), (vec!["phone".to_string()], Some("2")));
        assert_eq!((now.fields["group_no"].as_str(), store.conflicts().expect("conflicts").len()), (Some("3组"), 1));
    }
    edit(&a, "recipient", &id(1), json!({"phone": "1"}), NOW + 3);
    hand(&a, &[&b, &office]);
    for store in [&a, &b, &office] {
        assert!(store.conflicts().expect("conflicts").is_empty());
        assert_eq!(row(store, "recipient", &id(1)).fields["phone"], json!("1"));
    }
    same(&a, &b);
    same(&a, &office);
}

#[test]
fn what_was_overwritten_before_it_arrived_is_dead_on_arrival() {
    let county = County::with(&["a", "b", "county"]);
    let (a, b, office) = (county.create("a"), county.create("b"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let first = bundles(&a);
    first.iter().for_each(|bytes| drop(b.import(bytes, Route::Stick).expect("an import")));
    edit(&b, "recipient", &id(1), json!({"name": "章三"}), NOW + 1);
    bundles(&b).iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    assert_eq!(row(&office, "recipient", &id(1)).fields["name"], json!("章三"));
    first.iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    let now = row(&office, "recipient", &id(1));
    assert_eq!(
        (now.fields["name"].clone(), now.conflicted.len(), now.fields["village"].clone()),
        (json!("章三"), 0, json!("新河村"))
    );
    assert_eq!(now.created_ms, NOW);
    same(&b, &office);
}

#[test]
fn what_the_county_erased_stays_erased_against_old_backups_and_late_bundles() {
    let county = County::with(&["a", "county", "county2"]);
    let (a, office) = (county.create("a"), county.create("county"));
    edit(&a, "recipient", &id(1), person("不可留名", "新河村"), NOW);
    edit(&a, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    let old = bundles(&a);
    let backup = county.path("old-backup");
    a.backup(&backup, NOW).expect("a backup");
    old.iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));

    office
        .erase(station(), "officer", NOW + 2, &[("recipient".into(), id(1))], &Default::default())
        .expect("an erasure");
    assert!(office.row("recipient", &id(1)).expect("a read").is_none());
    assert!(office.search("不可留名", &[], 5).expect("hits").is_empty());
    let order = bundles(&office);
    order.iter().for_each(|bytes| drop(a.import(bytes, Route::Stick).expect("an import")));
    assert!(a.row("recipient", &id(1)).expect("a read").is_none());
    assert!(
        a.history("recipient", &id(1))
            .expect("history")
            .iter()
            .all(|entry| entry.op != changelog::Op::Set || entry.erased)
    );
    same(&a, &office);
    assert!(a.check().expect("a report").findings.is_empty(), "the chain still holds");

    // The old bundle again, and to a replica that had the order first.
    old.iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    assert!(office.row("recipient", &id(1)).expect("a read").is_none());
    let fresh = county.create("county2");
    order.iter().chain(&old).for_each(|bytes| drop(fresh.import(bytes, Route::Stick).expect("an import")));
    assert!(fresh.row("recipient", &id(1)).expect("a read").is_none());
    assert_eq!(fresh.state_hash_of(&station()).expect("a hash"), office.state_hash_of(&station()).expect("a hash"));

    // What goes out again goes without the payload, under the same signatures.
    for bytes in a.export_all(&station()).expect("an export").iter().chain(&bundles(&a)) {
        assert!(fresh.import(bytes, Route::Stick).expect("an import").quarantined.is_empty());
    }
    assert!(fresh.row("recipient", &id(1)).expect("a read").is_none());

    // The old backup, restored, loses it again with the first import.
    let restored = store::restore(&backup, &county.path("restored"), &county.key("a"), NOW).expect("a restore");
    assert!(restored.row("recipient", &id(1)).expect("a read").is_some());
    order.iter().for_each(|bytes| drop(restored.import(bytes, Route::Stick).expect("an import")));
    assert!(restored.row("recipient", &id(1)).expect("a read").is_none());
}

#[test]
fn a_second_pc_gets_everything_from_an_export() {
    let county = County::with(&["a", "b", "county"]);
    let (a, b, office) = (county.create("a"), county.create("b"), county.create("county"));
    office
        .save(save_of(
            Audience::All,
            NOW,
            vec![write("county_parameter", &id(50), json!({"name": "brief_due_day", "value": "5"}))],
        ))
        .expect("a save");
    bundles(&office).iter().for_each(|bytes| {
        // Sealed once to each station: one of the two is for us.
        a.import(bytes, Route::Stick).ok();
    });
    for n in 0..30 {
        edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
    }
    for audience in [station(), Audience::All] {
        for bytes in a.export_all(&audience).expect("an export") {
            b.import(&bytes, Route::Stick).expect("an import");
        }
    }
    same(&a, &b);
    assert_eq!(row(&b, "county_parameter", &id(50)).fields["value"], json!("5"));
    assert_eq!(a.state_hash().expect("a hash"), b.state_hash().expect("a hash"));
}

#[test]
fn a_bundle_for_others_damaged_foreign_or_cut_short_is_refused_and_changes_nothing() {
    let county = County::with(&["a", "other", "county"]);
    let (a, other, office) = (county.create("a"), county.create("other"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let bytes = bundles(&a).pop().expect("a bundle");
    let before = (office.state_hash().expect("a hash"), office.heads().expect("heads"));
    assert!(other.import(&bytes, Route::Stick).is_err(), "sealed to another station");
    for cut in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(office.import(&bytes[..cut], Route::Stick).is_err());
    }
    for place in (0..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x20;
        assert!(office.import(&damaged, Route::Stick).is_err(), "byte {place}");
    }
    let foreign = County::with(&["a"]);
    let stranger = foreign.create("a");
    edit(&stranger, "recipient", &id(1), person("张三", "新河村"), NOW);
    let error = office.import(&bundles(&stranger)[0], Route::Stick).expect_err("a stranger");
    assert!(!error.to_string().is_ascii());
    assert_eq!((office.state_hash().expect("a hash"), office.heads().expect("heads")), before);

    let unconfirmed =
        Store::create(&county.path("unconfirmed"), &county.key("a"), county.new_device("a")).expect("a database");
    assert!(matches!(unconfirmed.import(&bytes, Route::Stick), Err(StoreError::NoIdentity)));
}

#[test]
fn what_a_side_may_not_write_is_kept_quarantined_and_does_not_hold_up_the_rest() {
    // A station whose program was tampered with writes the county's kinds: here a PC that believes it is the county's.
    let mut county = County::with(&["a", "b", "county"]);
    let mut device = county.new_device("a");
    device.station = None;
    let liar = Store::create(&county.path("liar"), &county.key("a"), device).expect("a database");
    liar.save(save_of(station(), NOW, vec![write("annotation", &id(1), json!({"text": "同意"}))])).expect("a save");
    let mut fields = save_of(station(), NOW + 1, vec![write("staff", &id(2), json!({"name": "张社工"}))]);
    fields.author = "staff-9".into();
    liar.save(fields).expect("a save");
    liar.save(save_of(Audience::All, NOW, vec![write("county_parameter", &id(3), json!({"name": "x"}))]))
        .expect("a save");
    liar.close_segments().expect("bundles");
    let (b, office) = (county.create("b"), county.create("county"));
    for store in [&b, &office] {
        let mut quarantined = 0;
        for bytes in bundles(&liar) {
            if let Ok(imported) = store.import(&bytes, Route::Stick) {
                quarantined += imported.quarantined.len();
            }
        }
        assert!(quarantined >= 2, "the annotation and the log for all");
        assert!(store.row("annotation", &id(1)).expect("a read").is_none());
        assert!(store.row("county_parameter", &id(3)).expect("a read").is_none());
        assert_eq!(row(store, "staff", &id(2)).fields["name"], json!("张社工"), "what it may write is taken");
        store.rebuild().expect("a rebuild");
        assert!(store.row("annotation", &id(1)).expect("a read").is_none());
    }
    same(&b, &office);

    // Revoked: what is beyond the cut no longer counts, on every replica.
    let log = b.heads().expect("heads").into_iter().find(|head| head.1 == station()).expect("a log");
    let taken = row(&b, "staff", &id(2)).refs["name"][0];
    assert_eq!(taken.log, log.0);
    county.roster.number += 1;
    let device = county.device_id("a");
    let listed = county.roster.devices.iter_mut().find(|listed| listed.id == device).expect("the device");
    listed.revoked = Some(vec![Cut { log: log.0, seq: 1, head: log.3 }]);
    let newer = SignedRoster::sign(&county.roster, &county.root).expect("a roster");
    b.accept_roster(&newer).expect("accepted");
    assert!(b.row("staff", &id(2)).expect("a read").is_none());
    assert!(b.accept_roster(&county_before(&county)).is_err(), "an older roster is not taken");
}

fn county_before(county: &County) -> SignedRoster {
    let mut older = county.roster.clone();
    older.number -= 1;
    SignedRoster::sign(&older, &county.root).expect("a roster")
}

#[test]
fn a_segment_by_a_pc_that_the_roster_does_not_know_yet_waits_for_the_roster() {
    let mut county = County::with(&["a", "b", "county"]);
    let all = county.roster.devices.clone();
    let unknown = county.device_id("b");
    county.roster.devices.retain(|device| device.id != unknown);
    let (a, office) = (county.create("a"), county.create("county"));
    county.roster.devices = all;
    county.roster.number += 1;
    let b = county.create("b");
    edit(&b, "recipient", &id(1), person("张三", "新河村"), NOW);
    let newer = county.signed_roster();
    a.accept_roster(&newer).expect("accepted");
    bundles(&b).iter().for_each(|bytes| drop(a.import(bytes, Route::Stick).expect("an import")));
    let passed_on = a.export_all(&station()).expect("an export");
    let imported = office.import(&passed_on[0], Route::Stick).expect("an import");
    assert_eq!((imported.applied, imported.quarantined.len()), (0, 1));
    office.accept_roster(&newer).expect("accepted");
    same(&b, &office);
}
