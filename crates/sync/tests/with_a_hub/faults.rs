//! Faults of the line and the hub: cut uploads, portals, strangers, a hub that was destroyed or rolled back.

use std::fs;

use store::Delivery;
use sync::OfflineReason;

use crate::county::{County, HILL, LAKE, copy, name_of, register, run, state_of, went};
use crate::line::somebody;

/// Text that does not compress: hex of a counter's hashes would; random bytes do not.
fn noise(length: usize) -> String {
    let mut bytes = vec![0; length / 2];
    getrandom::fill(&mut bytes).unwrap();
    hex::encode(bytes)
}

#[test]
fn an_upload_that_was_cut_goes_on_where_it_stood() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    went(run(&hill));
    let records: Vec<String> = (0..60).map(|_| register(&hill, HILL, &noise(20_000))).collect();
    let size = hill.close_segments().unwrap().iter().map(|item| item.len as i64).sum::<i64>();
    assert!(size > 400_000, "{size}");

    county.line.cut_after(size / 2);
    let cut = run(&hill);
    assert_eq!((cut.offline, cut.pushed), (Some(OfflineReason::NoAnswer), 0));
    assert_eq!(state_of(&hill, &records[0]), Delivery::Saved, "half a bundle is nothing");
    county.line.mend();
    county.line.sent();
    assert_eq!(went(run(&hill)).pushed, 1);
    let sent = county.line.sent();
    assert!(sent < size * 9 / 10, "only the rest went up: {sent} of {size}");
    assert_eq!(state_of(&hill, &records[0]), Delivery::Delivered);
}

#[test]
fn a_download_over_a_line_that_breaks_comes_through_in_the_end() {
    let mut county = County::open();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    let record = register(&hill, HILL, "张三");
    went(run(&hill));
    for budget in [0, 300, 900, 1_800, 2_400, 3_000] {
        county.line.cut_after(budget);
        run(&second);
    }
    county.line.mend();
    went(run(&second));
    assert_eq!(name_of(&second, &record).as_deref(), Some("张三"));
}

#[test]
fn without_a_hub_or_with_a_silent_line_it_is_offline() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    let record = register(&hill, HILL, "张三");
    county.stop_hub();
    assert_eq!(run(&hill).offline, Some(OfflineReason::NoAnswer));
    assert_eq!(state_of(&hill, &record), Delivery::Saved);
    assert!(run(&hill).problems.is_empty(), "offline is a state, not an error");
}

#[test]
fn a_portal_is_offline_whatever_it_says() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    county.stop_hub();
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>";
    let moved = "HTTP/1.1 302 Found\r\nlocation: https://portal/\r\ncontent-length: 0\r\n\r\n";
    let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    let broken = "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>";
    for words in [page, moved, json, broken] {
        county.line.to(Some(somebody(None, words)));
        assert_eq!(run(&hill).offline, Some(OfflineReason::Portal), "{words}");
    }
    // The same behind the right certificate: a proxy in front of the hub.
    let of_hub = || {
        let read = |name| fs::read(county.hub_folder().join(name)).unwrap();
        Some((read("certificate.der"), read("certificate.key")))
    };
    for words in [page, moved, json, broken] {
        county.line.to(Some(somebody(of_hub(), words)));
        assert_eq!(run(&hill).offline, Some(OfflineReason::Portal), "{words}");
    }
    let half = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    county.line.to(Some(somebody(of_hub(), half)));
    assert_eq!(run(&hill).offline, Some(OfflineReason::NoAnswer), "never a verdict");
    let busy = "HTTP/1.1 503 Busy\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    county.line.to(Some(somebody(of_hub(), busy)));
    assert_eq!(run(&hill).offline, Some(OfflineReason::Busy));
    county.start_hub();
    went(run(&hill));
}

#[test]
fn a_hub_with_another_certificate_is_named_as_such_and_gets_nothing() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    went(run(&hill));
    let record = register(&hill, HILL, "张三");
    // Somebody puts up a hub for the same county elsewhere; its roster is no newer than ours.
    let stranger = County::open();
    county.line.to(Some(stranger.hub.as_ref().unwrap().addr));
    assert_eq!(run(&hill).offline, Some(OfflineReason::OtherCertificate));
    assert_eq!(state_of(&hill, &record), Delivery::Saved);
}

#[test]
fn a_hub_that_was_destroyed_is_filled_again_by_everyone() {
    let mut county = County::open();
    let (hill, second, lake) =
        (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"), county.pc("lake", LAKE, "A"));
    county.office_run();
    let (own, of_second, of_lake) =
        (register(&hill, HILL, "张三"), register(&second, HILL, "李四"), register(&lake, LAKE, "王五"));
    for store in [&hill, &second, &lake, &county.office, &hill, &second, &lake] {
        went(run(store));
    }
    assert_eq!(state_of(&hill, &own), Delivery::TakenIn);

    // Destroyed; the second PC is gone too. The county sets up a new hub and tells its office.
    county.stop_hub();
    drop(second);
    county.new_hub();
    county.office_run();
    let healed = went(run(&hill));
    assert!(healed.roster_taken && healed.refilled, "it finds the new hub by the root key's word alone");
    assert!(went(run(&lake)).refilled);

    // A new PC of the station gets everything from the new hub, what the lost PC wrote included.
    let third = county.pc("third", HILL, "C");
    county.office_run();
    went(run(&third));
    assert_eq!(name_of(&third, &own).as_deref(), Some("张三"));
    assert_eq!(name_of(&third, &of_second).as_deref(), Some("李四"));
    assert_eq!(name_of(&third, &of_lake), None);
    assert_eq!(third.state_hash().unwrap(), hill.state_hash().unwrap());
    assert!(!went(run(&hill)).refilled, "once is enough");
}

#[test]
fn a_hub_that_was_rolled_back_is_noticed_even_when_it_has_grown_again() {
    let mut county = County::open();
    let (hill, lake) = (county.pc("hill", HILL, "A"), county.pc("lake", LAKE, "A"));
    county.office_run();
    register(&hill, HILL, "张三");
    went(run(&hill));
    county.stop_hub();
    let old = county.folder.path().join("old");
    copy(&county.hub_folder(), &old);
    county.start_hub();
    let lost = register(&hill, HILL, "李四");
    went(run(&hill));
    county.office_run();

    county.stop_hub();
    fs::remove_dir_all(county.hub_folder()).unwrap();
    copy(&old, &county.hub_folder());
    county.start_hub();
    // The lake's mail takes the very number that the lost bundle had.
    register(&lake, LAKE, "王五");
    went(run(&lake));
    register(&lake, LAKE, "赵六");
    went(run(&lake));
    assert!(went(run(&hill)).refilled);
    let third = county.pc("third", HILL, "C");
    county.office_run();
    went(run(&third));
    assert_eq!(name_of(&third, &lost).as_deref(), Some("李四"));
}

#[test]
fn a_revoked_pc_is_told_so() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    went(run(&hill));
    county.change_roster(|roster| roster.devices.last_mut().unwrap().revoked = Some(vec![]));
    county.office_run();
    let told = run(&hill);
    assert!(told.problems.iter().any(|problem| problem.contains("停用")), "{:?}", told.problems);
    assert!(told.revoked && hill.is_revoked().unwrap(), "and the PC knows it, for whoever wants to unlock it");
    county.change_roster(|roster| roster.devices.last_mut().unwrap().revoked = None);
    county.office_run();
    went(run(&hill));
    assert!(!hill.is_revoked().unwrap(), "reinstated");
}
