//! Revoking and reinstating: which changes count is a function of the changes and the newest roster, whatever came first.

use changelog::{Cut, SignedRoster};
use store::{Route, Store};

use crate::county::*;

/// The county's next roster, with the cuts of PC "a" (None: reinstated).
fn next(county: &mut County, cuts: Option<Vec<Cut>>) -> SignedRoster {
    let device = county.device_id("a");
    county.roster.number += 1;
    let listed = county.roster.devices.iter_mut().find(|listed| listed.id == device).expect("the device");
    listed.revoked = cuts;
    county.signed_roster()
}

fn cut_here(store: &Store) -> Vec<Cut> {
    store.heads().expect("heads").into_iter().map(|(log, _, seq, head)| Cut { log, seq, head }).collect()
}

fn names(store: &Store) -> Vec<u64> {
    (0..4).filter(|n| store.row("recipient", &id(*n)).expect("a read").is_some()).collect()
}

#[test]
fn what_a_revoked_pc_wrote_counts_or_not_whatever_came_first() {
    let mut county = County::with(&["a", "county", "county2", "county3"]);
    let a = county.create("a");
    let mut parts = Vec::new();
    let mut cut = Vec::new();
    for n in 0..4u64 {
        edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
        parts.push(bundles(&a).pop().expect("the newest bundle"));
        if n == 1 {
            cut = cut_here(&a);
        }
    }
    let stores = ["county", "county2", "county3"].map(|name| county.create(name));
    let (revoking, reinstating) = (next(&mut county, Some(cut)), next(&mut county, None));
    let take = |store: &Store, part: usize| drop(store.import(&parts[part], Route::Stick).expect("an import"));
    let roster = |store: &Store| store.accept_roster(&revoking).expect("accepted");
    // All of it before; all of it after; and in pieces on both sides, so that the first alone does not lead to the cut yet.
    (0..4).for_each(|part| take(&stores[0], part));
    roster(&stores[0]);
    roster(&stores[1]);
    (0..4).for_each(|part| take(&stores[1], part));
    take(&stores[2], 0);
    roster(&stores[2]);
    assert!(names(&stores[2]).is_empty(), "what does not lead to the cut yet does not count yet");
    (1..4).rev().for_each(|part| take(&stores[2], part));
    for store in &stores {
        assert_eq!(names(store), [0, 1]);
        assert_eq!(store.state_hash().expect("a hash"), stores[0].state_hash().expect("a hash"));
        assert_eq!(store.heads().expect("heads"), stores[0].heads().expect("heads"), "all of it is kept and passed on");
        store.rebuild().expect("a rebuild");
        assert_eq!(names(store), [0, 1]);
    }
    assert!(stores[1].quarantined().expect("read").values().any(|reason| reason.contains("停用")), "and named");

    for store in &stores {
        store.accept_roster(&reinstating).expect("accepted");
        assert_eq!(names(store), [0, 1, 2, 3], "reinstating restores");
        assert_eq!(store.state_hash().expect("a hash"), a.state_hash().expect("a hash"));
        assert!(store.quarantined().expect("read").is_empty());
    }
}

#[test]
fn a_branch_that_a_stolen_key_signs_below_the_cut_does_not_count_on_any_replica() {
    let mut county = County::with(&["a", "county", "county2"]);
    let a = county.create("a");
    edit(&a, "recipient", &id(0), person("张三", "新河村"), NOW);
    bundles(&a);
    drop(a);
    let folder = county.path("stolen");
    crate::opening::copy_dir(&county.path("a"), &folder);
    // The thief keeps the place file fitting, so that the copy goes on in the same log.
    let place = std::fs::read_to_string(county.path("a").join("place.json")).expect("place.json");
    let a = county.open("a");
    edit(&a, "recipient", &id(1), person("李四", "新河村"), NOW + 1);
    let honest = bundles(&a);
    let cut = cut_here(&a);
    drop(a);
    let kept = county.path("honest");
    std::fs::rename(county.path("a"), &kept).expect("moved");
    std::fs::rename(&folder, county.path("a")).expect("moved");
    std::fs::write(county.path("a").join("place.json"), place).expect("place.json");
    let thief = county.open("a");
    assert_eq!(thief.device().life, 1);
    edit(&thief, "recipient", &id(2), person("假的", "新河村"), NOW + 2);
    let forged = bundles(&thief);
    let (office, other) = (county.create("county"), county.create("county2"));
    let revoking = next(&mut county, Some(cut));
    let take = |store: &Store, all: &[Vec<u8>]| {
        all.iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")))
    };
    take(&office, &forged);
    take(&office, &honest);
    office.accept_roster(&revoking).expect("accepted");
    other.accept_roster(&revoking).expect("accepted");
    take(&other, &honest);
    take(&other, &forged);
    for store in [&office, &other] {
        assert_eq!(names(store), [0, 1]);
    }
    assert_eq!(office.state_hash().expect("a hash"), other.state_hash().expect("a hash"));
}
