//! Everything by stick: out, in, and the county's answer, in any order and any number of times.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use changelog::{Audience, EnrolmentSecret};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use store::{Delivery, Store};
use sync::stick::{StickReport, export, export_everything};
use sync::{FileKind, FileReport, Phase, accept_reply, county_reply, import_files, import_one, join_requests};

use crate::county::{County, HILL, LAKE, NOW, name_of, register, run, state_of, write};
use crate::joining::{confirm, newcomer};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn to_stick(store: &Store, stick: &Path) -> StickReport {
    export(store, stick, day(30), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn from_stick(store: &Store, paths: &[PathBuf]) -> Vec<FileReport> {
    import_files(store, paths, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A county with a hub and a PC of it, which has put somebody's record on a stick.
fn one_record_on_a_stick() -> (County, Arc<Store>, String, PathBuf) {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let record = register(&hill, HILL, "张三");
    let stick = county.folder.path().join("stick");
    to_stick(&hill, &stick);
    (county, hill, record, stick)
}

#[test]
fn out_on_a_stick_into_the_county_and_back_as_taken_in() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    let record = register(&hill, HILL, "张三");
    let note = write(&county.office, Audience::Station(HILL.into()), "annotation", "text", "请补充家访时间");
    let everyone = write(&county.office, Audience::All, "county_parameter", "name", "brief_due_day");
    let stick = county.folder.path().join("stick");

    let mut phases = Vec::new();
    let report = export(&hill, &stick, day(30), &mut |progress| {
        phases.push(progress.phase);
        ControlFlow::Continue(())
    });
    let report = report.unwrap();
    assert!(report.message.contains("可以拔出") && report.files.len() == 1 && !report.join_request);
    assert_eq!((phases.first(), phases.last()), (Some(&Phase::Writing), Some(&Phase::Verifying)));
    assert!(report.folder.ends_with(format!("禾站/练习县-{HILL}")));
    assert_eq!(run(&hill).offline, Some(sync::OfflineReason::NoHub));

    let imported = from_stick(&county.office, std::slice::from_ref(&stick));
    assert!(imported.len() == 1 && imported[0].ok, "{imported:?}");
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("张三"));

    let reply = county_reply(&county.office, HILL, NOW).unwrap();
    let taken = import_one(&hill, "回执.hzr", &reply);
    assert!(taken.ok && taken.reply.as_ref().unwrap().checkpoint, "{taken:?}");
    assert_eq!(state_of(&hill, &record), Delivery::TakenIn);
    assert!(hill.row("annotation", &note).unwrap().is_some());
    assert!(hill.row("county_parameter", &everyone).unwrap().is_some());
    assert!(to_stick(&hill, &stick).files.is_empty(), "nothing is left to bring");
    assert!(accept_reply(&hill, &reply).unwrap().problems.is_empty(), "twice is once");
}

#[test]
fn many_files_in_any_order_ten_times_are_the_same_as_once() {
    let seed = u64::from_le_bytes({
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    });
    println!("seed {seed}");
    let mut random = seed | 1;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let mut county = County::without_hub();
    let (hill, lake) = (county.pc("hill", HILL, "A"), county.pc("lake", LAKE, "A"));
    let stick = county.folder.path().join("stick");
    let mut records = Vec::new();
    for turn in 0..4 {
        records.push(register(&hill, HILL, &format!("人{turn}")));
        records.push(register(&lake, LAKE, &format!("客{turn}")));
        to_stick(&hill, &stick);
        to_stick(&lake, &stick);
    }
    let mut files: Vec<PathBuf> = [HILL, LAKE]
        .iter()
        .flat_map(|code| fs::read_dir(stick.join("禾站").join(format!("练习县-{code}"))).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 8);
    let mut hash = None;
    for turn in 0..10 {
        for place in (1..files.len()).rev() {
            files.swap(place, next(place + 1));
        }
        // One by one, so that the order is really ours.
        for file in &files {
            let report = from_stick(&county.office, std::slice::from_ref(file));
            assert!(report[0].ok, "{report:?}");
        }
        let now = county.office.state_hash().unwrap();
        assert_eq!(*hash.get_or_insert(now.clone()), now, "turn {turn}");
    }
    assert!(records.iter().all(|record| name_of(&county.office, record).is_some()));
    assert!(county.office.missing().unwrap().is_empty());
}

#[test]
fn both_routes_at_once_are_one() {
    let (county, hill, record, stick) = one_record_on_a_stick();
    run(&hill);
    from_stick(&county.office, std::slice::from_ref(&stick));
    let hash = county.office.state_hash().unwrap();
    county.office_run();
    from_stick(&county.office, &[stick]);
    assert_eq!(county.office.state_hash().unwrap(), hash);
    run(&hill);
    assert_eq!(state_of(&hill, &record), Delivery::TakenIn);
}

#[test]
fn a_pc_that_is_not_confirmed_yet_brings_its_request_and_its_work_on_one_stick() {
    let mut county = County::without_hub();
    let secret = EnrolmentSecret::random();
    let new = newcomer(&county, "new", &secret);
    let record = register(&new, HILL, "李四");
    let stick = county.folder.path().join("stick");
    let report = to_stick(&new, &stick);
    assert!(report.join_request && report.files.len() == 2);

    let first = from_stick(&county.office, std::slice::from_ref(&stick));
    assert_eq!(first[0].kind, FileKind::Sealed);
    assert!(first[0].ok && first[0].message.contains("加入申请"));
    assert!(!first[1].ok && first[1].message.contains("还没有确认"), "{}", first[1].message);
    assert_eq!(join_requests(&county.office).unwrap().len(), 1);
    assert!(from_stick(&county.office, std::slice::from_ref(&stick))[0].message.contains("已经收到过"));

    confirm(&mut county, &secret);
    let again = from_stick(&county.office, std::slice::from_ref(&stick));
    assert!(again.iter().all(|report| report.ok), "{again:?}");
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("李四"));
    let reply = county_reply(&county.office, HILL, NOW).unwrap();
    let taken = accept_reply(&new, &reply).unwrap();
    assert!(taken.confirmed && taken.checkpoint && taken.problems.is_empty(), "{taken:?}");
    assert_eq!(state_of(&new, &record), Delivery::TakenIn);
    assert!(to_stick(&new, &stick).files.is_empty());
}

#[test]
fn a_second_pc_replays_everything_from_a_stick() {
    let mut county = County::without_hub();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    let record = register(&hill, HILL, "张三");
    second.accept_roster(&county.office.signed_roster().unwrap()).unwrap();
    hill.accept_roster(&county.office.signed_roster().unwrap()).unwrap();
    let stick = county.folder.path().join("stick");
    export_everything(&hill, &stick, day(30), &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(from_stick(&second, &[stick]).iter().all(|report| report.ok));
    assert_eq!(name_of(&second, &record).as_deref(), Some("张三"));
    assert_eq!(second.state_hash().unwrap(), hill.state_hash().unwrap());
}

#[test]
fn every_file_is_judged_apart() {
    let mut county = County::without_hub();
    let mut elsewhere = County::without_hub();
    let (hill, foreign) = (county.pc("hill", HILL, "A"), elsewhere.pc("hill", HILL, "A"));
    let record = register(&hill, HILL, "张三");
    register(&foreign, HILL, "别县");
    let stick = county.folder.path().join("stick");
    let good = to_stick(&hill, &stick);
    let strange = to_stick(&foreign, &elsewhere.folder.path().join("stick"));
    let folder = county.folder.path().join("mixed");
    fs::create_dir_all(&folder).unwrap();
    let bytes = fs::read(good.folder.join(&good.files[0].0)).unwrap();
    fs::write(folder.join("好的，改了名.txt"), &bytes).unwrap();
    fs::write(folder.join("没拷完.hzb"), &bytes[..bytes.len() - 20]).unwrap();
    fs::write(folder.join("别的.docx"), b"PK\x03\x04").unwrap();
    fs::copy(strange.folder.join(&strange.files[0].0), folder.join("外县.hzb")).unwrap();
    fs::write(folder.join("回执.hzr"), county_reply(&county.office, HILL, NOW).unwrap()).unwrap();

    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.push(folder.join("不存在.hzb"));
    let reports = from_stick(&county.office, &paths);
    let of = |name: &str| reports.iter().find(|report| report.name == name).unwrap();
    assert!(of("好的，改了名.txt").ok);
    for name in ["没拷完.hzb", "别的.docx", "外县.hzb", "回执.hzr", "不存在.hzb"] {
        assert!(!of(name).ok && !of(name).message.is_empty(), "{name}");
    }
    assert_eq!(of("别的.docx").kind, FileKind::Unknown);
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("张三"));
    assert_eq!(from_stick(&county.office, &[folder]).len(), 4, "in a folder only what is ours is looked at");
    // A station is told when it holds the wrong paper.
    let lake = county_reply(&county.office, LAKE, NOW).unwrap();
    assert!(import_one(&hill, "x", &lake).message.contains(LAKE));
}

#[test]
fn a_stick_that_cannot_be_written_says_so() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    register(&hill, HILL, "张三");
    let file = county.folder.path().join("not-a-folder");
    fs::write(&file, b"x").unwrap();
    let error = export(&hill, &file, day(30), &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(error.to_string().contains("U盘"), "{error}");
}

#[test]
fn files_are_named_by_station_day_and_number_and_keep_their_names() {
    let mut county = County::without_hub();
    let (hill, second) = (county.pc("hill", HILL, "A"), county.pc("second", HILL, "B"));
    let (stick, other) = (county.folder.path().join("stick"), county.folder.path().join("other"));
    let names = |store: &Store, stick: &Path, on: u32| -> Vec<String> {
        let report = export(store, stick, day(on), &mut |_| ControlFlow::Continue(())).unwrap();
        report.files.into_iter().map(|(name, _)| name).collect()
    };
    register(&hill, HILL, "张三");
    assert_eq!(names(&hill, &stick, 29), [format!("{HILL}站-2026-11-29-1.hzb")]);
    // The same again is the same file; what is new is the next of its day, on whatever stick.
    register(&hill, HILL, "李四");
    assert_eq!(names(&hill, &stick, 29), [1, 2].map(|number| format!("{HILL}站-2026-11-29-{number}.hzb")));
    register(&hill, HILL, "王五");
    let all = ["29-1", "29-2", "30-1"].map(|end| format!("{HILL}站-2026-11-{end}.hzb"));
    assert_eq!(names(&hill, &other, 30), all);
    // The station's second PC, on the same stick and on the same day.
    register(&second, HILL, "赵六");
    assert_eq!(names(&second, &stick, 29), [format!("{HILL}站-2026-11-29-B-1.hzb")]);
    // What lies there under a name and is something else stays.
    register(&hill, HILL, "孙七");
    let folder = other.join("禾站").join(format!("练习县-{HILL}"));
    fs::write(folder.join(format!("{HILL}站-2026-11-30-2.hzb")), b"something else").unwrap();
    assert_eq!(names(&hill, &other, 30).last(), Some(&format!("{HILL}站-2026-11-30-3.hzb")));
    assert_eq!(fs::read(folder.join(format!("{HILL}站-2026-11-30-2.hzb"))).unwrap(), b"something else");
    let taken = from_stick(&county.office, &[stick, other]);
    assert!(taken.iter().all(|report| report.ok), "{taken:?}");
    assert!(county.office.missing().unwrap().is_empty());
}

#[test]
fn what_waits_keeps_its_names_when_everything_is_copied_in_between() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    let stick = |name: &str| county.folder.path().join(name);
    let names = |report: StickReport| -> Vec<String> { report.files.into_iter().map(|(name, _)| name).collect() };
    let of = |ends: &[&str]| -> Vec<String> { ends.iter().map(|end| format!("{HILL}站-2026-11-{end}.hzb")).collect() };
    register(&hill, HILL, "张三");
    let waits =
        |at: &str, on: u32| names(export(&hill, &stick(at), day(on), &mut |_| ControlFlow::Continue(())).unwrap());
    assert_eq!(waits("first", 29), of(&["29-1"]));
    let copy = export_everything(&hill, &stick("second"), day(29), &mut |_| ControlFlow::Continue(())).unwrap();
    let copies = names(copy);
    assert_eq!(copies[0], of(&["29-2"])[0], "numbered on");
    register(&hill, HILL, "李四");
    assert_eq!(waits("third", 30), of(&["29-1", "30-1"]));
}

#[test]
fn a_stick_written_by_an_older_program_is_read_and_not_written_twice() {
    let mut county = County::without_hub();
    let hill = county.pc("hill", HILL, "A");
    let record = register(&hill, HILL, "张三");
    let stick = county.folder.path().join("stick");
    let report = to_stick(&hill, &stick);
    let written = report.folder.join(&report.files[0].0);
    let hash = hex::encode(Sha256::digest(fs::read(&written).unwrap()));
    let old = format!("数据-{}.hzb", &hash[..16]);
    fs::rename(written, report.folder.join(&old)).unwrap();
    let again = to_stick(&hill, &stick);
    assert_eq!(again.files.iter().map(|(name, _)| name).collect::<Vec<_>>(), [&old]);
    assert_eq!(fs::read_dir(&report.folder).unwrap().count(), 1);
    assert!(from_stick(&county.office, &[stick]).iter().all(|report| report.ok));
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("张三"));
}

#[test]
fn what_came_by_stick_is_brought_to_the_hub_for_those_who_ask_only_there() {
    let (mut county, hill, record, stick) = one_record_on_a_stick();
    from_stick(&county.office, std::slice::from_ref(&stick));
    // Its author is lost before it was ever online.
    drop(hill);
    assert_eq!(county.office_run().pushed, 1);
    let second = county.pc("second", HILL, "B");
    county.office_run();
    crate::county::went(run(&second));
    assert_eq!(name_of(&second, &record).as_deref(), Some("张三"));
    from_stick(&county.office, std::slice::from_ref(&stick));
    assert_eq!(county.office_run().pushed, 0, "what is there is not brought twice");
}

#[test]
fn what_the_county_gave_by_its_reply_and_forgot_comes_back_to_it_over_the_hub() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let backup = county.folder.path().join("backup");
    county.office.backup(&backup, NOW).unwrap();
    let note = write(&county.office, Audience::Station(HILL.into()), "annotation", "text", "请补充家访时间");
    assert!(import_one(&hill, "回执.hzr", &county_reply(&county.office, HILL, NOW).unwrap()).ok);
    // The office's PC is lost before it was online again, and is set up from its backup.
    let office =
        store::restore(&backup, &county.folder.path().join("new"), &crate::county::key_of("office"), NOW).unwrap();
    assert!(office.row("annotation", &note).unwrap().is_none());
    crate::county::went(run(&hill));
    crate::county::went(run(&office));
    assert!(office.row("annotation", &note).unwrap().is_some());
}
