//! A lost PC: shut out, the station's key changed, found again. By hub and by stick; the others read old and new.

use changelog::{Audience, Confirmation, Identity};
use store::{Route, Store, StoreError};
use sync::{accept_reply, add_confirmation, county_reply};

use crate::county::{County, HILL, name_of, register, run, went};

/// What the officer does: another key of the station, sealed to each of its PCs that is not shut out.
pub fn rekey(county: &mut County) {
    let new = Identity::generate();
    let recipient = new.recipient().to_owned();
    let old = county.stations.insert(HILL, new).unwrap();
    county.change_roster(|roster| {
        roster.stations.iter_mut().find(|station| station.code == HILL).unwrap().recipient = recipient;
    });
    let roster = county.office.signed_roster().unwrap();
    let devices = county.roster.devices.clone();
    for device in devices.iter().filter(|one| one.station.as_deref() == Some(HILL) && one.revoked.is_none()) {
        let public = device.public();
        let confirmation = Confirmation::new(roster.clone(), &county.stations[HILL], &public).unwrap();
        let confirmation = confirmation.with_former(&[old.to_secret()], &public).unwrap();
        add_confirmation(&county.office, &confirmation).unwrap();
    }
}

fn revoke(county: &mut County, lost: &Store, revoked: bool) {
    let id = lost.device().id;
    let cuts = county.office.heads().unwrap().into_iter();
    let cuts = cuts.map(|(log, _, seq, head)| changelog::Cut { log, seq, head }).collect();
    county.change_roster(|roster| {
        let device = roster.devices.iter_mut().find(|device| device.id == id).unwrap();
        device.revoked = revoked.then_some(cuts);
    });
}

fn handed(from: &Store) -> Vec<Vec<u8>> {
    from.export_all(&Audience::Station(HILL.into())).unwrap()
}

fn not_for_it(lost: &Store, bundles: &[Vec<u8>]) {
    for bundle in bundles {
        let answer = lost.import(bundle, Route::Stick);
        assert!(matches!(answer, Err(StoreError::Changelog(changelog::Error::NotForUs))), "{answer:?}");
    }
}

#[test]
fn after_the_key_is_changed_a_lost_pc_reads_nothing_new_and_the_others_read_old_and_new() {
    let mut county = County::open();
    let (one, two, lost) = (county.pc("one", HILL, "A"), county.pc("two", HILL, "B"), county.pc("lost", HILL, "C"));
    county.office_run();
    let old = register(&one, HILL, "旧的");
    let of_lost = register(&lost, HILL, "丢的电脑写的");
    for pc in [&one, &lost, &two] {
        went(run(pc));
    }
    county.office_run();
    assert_eq!(name_of(&lost, &old).as_deref(), Some("旧的"));

    revoke(&mut county, &lost, true);
    rekey(&mut county);
    county.office_run();
    let took = went(run(&one));
    assert!(took.roster_taken && took.new_key, "{took:?}");
    let new = register(&one, HILL, "新的");
    went(run(&one));
    // The second was away: it meets roster, key and new mail in one run.
    let took = went(run(&two));
    assert!(took.new_key, "{took:?}");
    for record in [&old, &of_lost, &new] {
        assert!(name_of(&two, record).is_some());
    }
    went(run(&one));
    county.office_run();
    assert_eq!(name_of(&county.office, &new).as_deref(), Some("新的"));

    // The lost one: the hub lets it in no more, and what it is handed it cannot open.
    assert!(run(&lost).revoked);
    not_for_it(&lost, &handed(&one));
    not_for_it(&lost, &handed(&county.office));
    assert_eq!(name_of(&lost, &new), None);
}

#[test]
fn a_new_key_comes_by_stick_and_what_came_before_it_waits() {
    let mut county = County::without_hub();
    let (one, two) = (county.pc("one", HILL, "A"), county.pc("two", HILL, "B"));
    let roster = |county: &County| county.office.signed_roster().unwrap();
    [&one, &two].iter().for_each(|pc| pc.accept_roster(&roster(&county)).unwrap());
    let old = register(&one, HILL, "旧的");
    for bundle in handed(&one) {
        two.import(&bundle, Route::Stick).unwrap();
    }
    rekey(&mut county);
    let reply = county_reply(&county.office, HILL, crate::county::NOW).unwrap();
    accept_reply(&one, &reply).unwrap();
    assert_eq!(one.key_missing().unwrap(), None);
    let new = register(&one, HILL, "新的");
    // The second has heard of the key by the roster alone: what is sealed to it is kept.
    two.accept_roster(&roster(&county)).unwrap();
    assert!(two.key_missing().unwrap().is_some());
    let taken: Vec<_> = handed(&one).iter().map(|bundle| two.import(bundle, Route::Stick).unwrap()).collect();
    assert!(taken.iter().any(|imported| imported.key_missing), "{taken:?}");
    assert_eq!(name_of(&two, &new), None);
    accept_reply(&two, &reply).unwrap();
    assert_eq!((name_of(&two, &new).as_deref(), name_of(&two, &old).as_deref()), (Some("新的"), Some("旧的")));
    // An older answer of the county that turns up later takes the new key from nobody.
    let older = Confirmation::new(roster(&county), &county.stations[HILL], &two.keys().public()).unwrap();
    rekey(&mut county);
    accept_reply(&two, &county_reply(&county.office, HILL, crate::county::NOW).unwrap()).unwrap();
    two.accept_older_confirmation(&older).unwrap();
    assert_eq!(two.key_missing().unwrap(), None);
}

#[test]
fn a_pc_that_is_found_again_gets_everything_that_was_made_meanwhile() {
    let mut county = County::open();
    let (one, lost) = (county.pc("one", HILL, "A"), county.pc("lost", HILL, "C"));
    county.office_run();
    went(run(&one));
    went(run(&lost));
    revoke(&mut county, &lost, true);
    rekey(&mut county);
    county.office_run();
    went(run(&one));
    let meanwhile = register(&one, HILL, "那时写的");
    let written_away = register(&lost, HILL, "停用时写的");
    went(run(&one));
    assert!(run(&lost).revoked && lost.is_revoked().unwrap());

    revoke(&mut county, &lost, false);
    let roster = county.office.signed_roster().unwrap();
    let public = lost.keys().public();
    add_confirmation(&county.office, &Confirmation::new(roster, &county.stations[HILL], &public).unwrap()).unwrap();
    county.office_run();
    let back = went(run(&lost));
    assert!(back.new_key && !lost.is_revoked().unwrap(), "{back:?}");
    assert_eq!(name_of(&lost, &meanwhile).as_deref(), Some("那时写的"));
    went(run(&one));
    assert_eq!(name_of(&one, &written_away).as_deref(), Some("停用时写的"), "what it wrote meanwhile counts");
    county.office_run();
    assert_eq!(name_of(&county.office, &written_away).as_deref(), Some("停用时写的"));
}

#[test]
fn a_pc_that_takes_the_place_of_a_lost_one_reads_what_was_sealed_to_the_former_key() {
    let mut county = County::open();
    let one = county.pc("one", HILL, "A");
    county.office_run();
    let old = register(&one, HILL, "旧的");
    went(run(&one));
    rekey(&mut county);
    county.office_run();
    went(run(&one));
    let new = register(&one, HILL, "新的");
    went(run(&one));
    // Confirmed with the present key alone, as by an older program: what was sealed before is not for it.
    let late = county.pc("late", HILL, "B");
    let former = one.former_identities(Some(HILL)).unwrap();
    assert_eq!(former.len(), 1);
    let public = late.keys().public();
    let roster = county.office.signed_roster().unwrap();
    let answer =
        Confirmation::new(roster, &county.stations[HILL], &public).unwrap().with_former(&former, &public).unwrap();
    late.accept_confirmation(&answer).unwrap();
    county.office_run();
    went(run(&late));
    assert_eq!((name_of(&late, &old).as_deref(), name_of(&late, &new).as_deref()), (Some("旧的"), Some("新的")));
}
