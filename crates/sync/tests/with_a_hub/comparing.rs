//! Fingerprints compared: something is taken away or altered on one side behind the program's back. It is found by the next run or reply, named,
//! and mended from whoever has it; no state says meanwhile what is not so.

use std::ops::ControlFlow;

use changelog::{Audience, Checkpoint, SignedCheckpoint};
use store::{Delivery, Lacks, Store};
use sync::{county_reply, differences, import_files, import_one};

use crate::county::{COUNTY, County, HILL, NOW, name_of, register, run, state_of, went, write};

/// Three people in three segments; by hub all of them are at the county.
fn three(hill: &Store) -> Vec<String> {
    ["张三", "李四", "王五"]
        .into_iter()
        .map(|name| {
            let record = register(hill, HILL, name);
            hill.close_segments().unwrap();
            record
        })
        .collect()
}

/// Takes a stretch of another's log away: changes and segments, as if they had never come.
fn forget(store: &Store, of: &str, from: u64, to: u64) {
    let log = format!("log = (SELECT id FROM logs WHERE device = '{of}')");
    let changes = store.damage_for_tests(&format!("DELETE FROM changes WHERE {log} AND seq BETWEEN {from} AND {to}"));
    assert!(changes.unwrap() > 0);
    let held =
        store.damage_for_tests(&format!("DELETE FROM segments WHERE {log} AND from_seq <= {to} AND to_seq >= {from}"));
    assert!(held.unwrap() > 0);
}

fn forget_all(store: &Store, of: &str) {
    forget(store, of, 1, u64::from(u32::MAX));
    store.damage_for_tests(&format!("DELETE FROM logs WHERE device = '{of}'")).unwrap();
}

fn tip(store: &Store) -> u64 {
    let own = Audience::Station(HILL.into());
    store.heads().unwrap().into_iter().filter(|head| head.1 == own).map(|head| head.2).max().unwrap()
}

fn same(one: &Store, other: &Store, audience: &str) -> bool {
    let of = |store: &Store| store.fingerprints().unwrap().into_iter().find(|one| one.audience == audience);
    of(one).is_some() && of(one) == of(other)
}

fn of_hill() -> String {
    Audience::Station(HILL.into()).to_string()
}

#[test]
fn a_segment_that_is_gone_at_the_county_is_missed_by_its_next_run_and_fetched_again() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    for _ in three(&hill) {
        went(run(&hill));
    }
    county.office_run();
    assert!(same(&county.office, &hill, &of_hill()));
    let last = tip(&hill);
    for (from, to) in [(2, last - 1), (1, 1), (last, last)] {
        forget(&county.office, &hill.device().id, from, to);
        county.office_run();
        let found = county.office.check_round().unwrap().found;
        assert!(found.iter().any(|(_, text)| text.contains("不在本机了")), "{from}-{to}: named: {found:?}");
        assert!(same(&county.office, &hill, &of_hill()), "{from}-{to}: fetched again");
        assert!(differences(&county.office).unwrap().is_empty());
        assert!(county.office.check().unwrap().findings.is_empty(), "{from}-{to}");
    }
}

#[test]
fn a_whole_log_that_is_gone_is_missed_by_what_had_been_signed_for_it() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    three(&hill);
    went(run(&hill));
    write(&county.office, Audience::Station(HILL.into()), "annotation", "text", "请补充家访时间");
    county.office_run();
    went(run(&hill));
    forget_all(&county.office, &hill.device().id);
    county.office_run();
    assert!(same(&county.office, &hill, &of_hill()), "the county asks the hub");
    forget_all(&hill, &county.office.device().id);
    went(run(&hill));
    assert!(same(&county.office, &hill, &of_hill()), "and so does the station");
}

#[test]
fn what_the_county_has_lost_and_the_hub_too_is_sent_once_more_by_whoever_has_it() {
    let mut county = County::open();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    let records = three(&hill);
    went(run(&hill));
    county.office_run();
    went(run(&second));
    went(run(&hill));
    assert_eq!(state_of(&hill, &records[2]), Delivery::TakenIn);
    let author = hill.device().id;
    drop(hill);
    // The author never comes again; the county and the hub's files are spoilt, and nobody was told.
    forget_all(&county.office, &author);
    county.stop_hub();
    crate::rot::files(&county.hub_folder().join("bundles"), ".hzb").iter().for_each(|file| crate::rot::flip(file, 900));
    county.start_hub();
    let told = run(&county.office);
    assert!(told.offline.is_none());
    assert!(!same(&county.office, &second, &of_hill()));
    run(&second);
    assert_eq!(state_of(&second, &records[2]), Delivery::Delivered, "brought to the hub again, and not at the county");
    let lacks = differences(&second).unwrap();
    assert!(lacks.iter().any(|one| one.lacks == Lacks::County && one.since_ms == Some(NOW)), "named: {lacks:?}");
    for _ in 0..3 {
        run(&second);
        run(&county.office);
    }
    run(&second);
    assert!(same(&county.office, &second, &of_hill()));
    assert!(differences(&second).unwrap().is_empty());
    assert_eq!(state_of(&second, &records[2]), Delivery::TakenIn);
}

#[test]
fn by_stick_alone_the_reply_says_what_the_county_lacks_and_the_next_stick_brings_it() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    let records = three(&hill);
    let stick = county.folder.path().join("stick");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let carry = |there: &Store| {
        let report = sync::stick::export(&hill, &stick, day, &mut |_| ControlFlow::Continue(())).unwrap();
        let files: Vec<_> = report.files.iter().map(|(name, _)| report.folder.join(name)).collect();
        import_files(there, &files, &mut |_| ControlFlow::Continue(())).unwrap();
        let reply = county_reply(there, HILL, NOW).unwrap();
        assert!(import_one(&hill, "回执.hzr", &reply).ok);
        (files.len(), reply)
    };
    let (files, early) = carry(&county.office);
    assert!(files > 0);
    assert_eq!(state_of(&hill, &records[2]), Delivery::TakenIn);
    assert_eq!(carry(&county.office).0, 0, "nothing is left to bring");
    forget(&county.office, &hill.device().id, 3, tip(&hill));
    let reply = county_reply(&county.office, HILL, NOW).unwrap();
    assert!(import_one(&hill, "回执.hzr", &reply).ok);
    assert_eq!((state_of(&hill, &records[0]), state_of(&hill, &records[2])), (Delivery::TakenIn, Delivery::Saved));
    let lacks = differences(&hill).unwrap();
    assert!(matches!(lacks.as_slice(), [one] if one.lacks == Lacks::County && one.from == 3), "{lacks:?}");
    assert!(import_one(&hill, "旧回执.hzr", &early).ok);
    assert_eq!(state_of(&hill, &records[2]), Delivery::Saved, "what was said before does not bring it back");
    assert!(carry(&county.office).0 > 0, "the next stick has it");
    assert_eq!(state_of(&hill, &records[2]), Delivery::TakenIn);
    assert!(differences(&hill).unwrap().is_empty());
    assert!(county.office.check().unwrap().findings.is_empty());
}

#[test]
fn by_stick_alone_what_the_county_lost_of_a_pc_that_is_gone_is_carried_by_another_of_its_station() {
    let mut county = County::without_hub();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    let records = three(&hill);
    let stick = county.folder.path().join("stick");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let carry = |from: &Store, to: &Store| {
        let report = sync::stick::export(from, &stick, day, &mut |_| ControlFlow::Continue(())).unwrap();
        let files: Vec<_> = report.files.iter().map(|(name, _)| report.folder.join(name)).collect();
        import_files(to, &files, &mut |_| ControlFlow::Continue(())).unwrap();
        files.len()
    };
    let reply = |to: &Store| assert!(import_one(to, "回执.hzr", &county_reply(&county.office, HILL, NOW).unwrap()).ok);
    carry(&hill, &county.office);
    reply(&second);
    assert_eq!(name_of(&second, &records[2]).as_deref(), Some("王五"));
    assert_eq!(carry(&second, &county.office), 0, "nothing of hers, and the county has the rest");

    let author = hill.device().id;
    drop(hill);
    forget(&county.office, &author, 3, tip(&second));
    reply(&second);
    assert!(carry(&second, &county.office) > 0, "what the county has lost");
    assert!(same(&county.office, &second, &of_hill()));
    reply(&second);
    assert!(differences(&second).unwrap().is_empty());
    assert_eq!(carry(&second, &county.office), 0, "once it is there it is carried no more");
}

#[test]
fn a_row_that_was_altered_is_named_and_written_again_by_the_next_run() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let record = register(&hill, HILL, "张三");
    went(run(&hill));
    hill.damage_for_tests("UPDATE recipients SET name = '别人'").unwrap();
    went(run(&hill));
    assert_eq!(name_of(&hill, &record).as_deref(), Some("张三"));
    let found = hill.check_round().unwrap().found;
    assert!(found.iter().any(|(_, text)| text.contains("已按历史改回")), "{found:?}");
}

#[test]
fn a_county_that_says_no_fingerprints_is_understood_as_far_as_it_speaks() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let record = register(&hill, HILL, "张三");
    went(run(&hill));
    let places = hill.heads().unwrap().into_iter().map(|(log, _, seq, head)| (log, seq, head)).collect();
    let device = county.office.device().id;
    let mut said =
        Checkpoint { county: COUNTY.into(), number: 1, device, time_ms: NOW, places, fingerprints: vec![], hub: None };
    let sign = |said: &Checkpoint| SignedCheckpoint::sign(said, &county.office.keys().signing).unwrap();
    let signed = sign(&said);
    assert!(!signed.bytes.contains("fingerprints") && !signed.bytes.contains("hub"), "as an older one writes it");
    hill.accept_checkpoint(&signed).unwrap();
    assert_eq!(state_of(&hill, &record), Delivery::TakenIn);
    assert!(differences(&hill).unwrap().is_empty());
    (said.number, said.places) = (2, Vec::new());
    hill.accept_checkpoint(&sign(&said)).unwrap();
    assert_eq!(state_of(&hill, &record), Delivery::Delivered, "it says less, and is believed");
}
