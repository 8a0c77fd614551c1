//! New versions from a stick, and which program each PC of the county runs: offered, refused with the reason, installed after a backup,
//! opened again only when asked for.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::{ErrorCode, Updates};
use changelog::Signer;
use serde_json::{Value, json};
use update::{Programs, System};

use crate::pcs::{PASS, Pc, STATION, file, there};

/// The version that runs on the PCs of these tests.
const OWN: &str = "2026.11";

/// Whoever releases, and what a program was asked to do.
struct House {
    key: Signer,
    pages: Arc<AtomicUsize>,
    opened: Arc<AtomicUsize>,
}

impl House {
    fn new() -> House {
        House { key: Signer::generate(), pages: Arc::default(), opened: Arc::default() }
    }

    /// The same PC, opened by a program that can be updated.
    fn opens(&self, pc: Pc) -> Pc {
        let programs = Programs::of(pc.path(), Some(self.key.public()), OWN.parse().unwrap());
        let (pages, opened) = (self.pages.clone(), self.opened.clone());
        let count = |of: Arc<AtomicUsize>| {
            Box::new(move || {
                of.fetch_add(1, Ordering::Relaxed);
            })
        };
        pc.restarted_with(Updates { programs, page_has_come: count(pages), open_again: count(opened) })
    }

    fn update(&self, version: &str) -> Vec<u8> {
        signed_by(&self.key, version)
    }
}

fn signed_by(key: &Signer, version: &str) -> Vec<u8> {
    let made = tempfile::tempdir().unwrap();
    let program = made.path().join("hezhan");
    std::fs::write(&program, format!("the program, version {version}")).unwrap();
    update::make(key, version, &System::here(), "简报可以打印成册。", &[program]).unwrap()
}

fn at(path: &Path) -> Value {
    json!({"name": path.file_name().unwrap().to_str().unwrap(), "path": path.to_str().unwrap()})
}

fn backups(pc: &Pc) -> usize {
    pc.call("backup.list", json!({})).as_array().unwrap().len()
}

#[test]
fn a_stick_offers_the_new_version_beside_its_bundles_and_nothing_happens_by_itself() {
    let (house, (county, pc)) = (House::new(), Pc::county_and_station());
    let pc = house.opens(pc);
    pc.call("session.unlock", json!({"staff": pc.me(), "passphrase": PASS}));
    assert_eq!(pc.call("updates.state", json!({}))["version"], OWN);
    let stick = tempfile::tempdir().unwrap();
    let folder = stick.path().join("禾站");
    std::fs::create_dir(&folder).unwrap();
    let reply = county.call("county.reply", json!({"stations": [STATION], "to": {"folder": folder.to_str().unwrap()}}));
    assert_eq!(reply["files"].as_array().unwrap().len(), 1);
    let put = folder.join("hezhan-2026.12.hzu");
    std::fs::write(&put, house.update("2026.12")).unwrap();

    let read = pc.call("stick.import", json!({"files": [at(&folder)]}));
    assert_eq!(read["files"].as_array().unwrap().len(), 1, "the reply is taken in as ever: {read}");
    assert_eq!((&read["updates"][0]["path"], &read["updates"][1]), (&at(&put)["path"], &Value::Null));
    let offers = pc.call("updates.look", json!({"files": read["updates"]}));
    assert_eq!(offers[0]["version"], "2026.12");
    assert_eq!((&offers[0]["notes"], &offers[0]["refused"]), (&json!("简报可以打印成册。"), &Value::Null));
    assert_eq!(pc.call("updates.state", json!({}))["installed"], Value::Null);

    let before = backups(&pc);
    let installed = pc.call("updates.install", json!({"file": read["updates"][0]}));
    assert!(installed["message"].as_str().unwrap().contains("已备份"), "{installed}");
    assert_eq!(backups(&pc), before + 1);
    assert_eq!(pc.call("updates.state", json!({}))["installed"], "2026.12");
    assert_eq!(house.opened.load(Ordering::Relaxed), 0);
    pc.call("updates.restart", json!({}));
    assert_eq!(house.opened.load(Ordering::Relaxed), 1);
    // Whoever installs it once more on the same day gets one more backup, and the same program.
    pc.call("updates.install", json!({"file": read["updates"][0]}));
    assert_eq!(backups(&pc), before + 2);
}

#[test]
fn what_is_not_ours_is_older_or_damaged_is_refused_and_says_why() {
    let (house, (_county, pc)) = (House::new(), Pc::county_and_station());
    let pc = house.opens(pc);
    pc.call("session.unlock", json!({"staff": pc.me(), "passphrase": PASS}));
    let good = house.update("2026.12");
    let foreign = signed_by(&Signer::generate(), "2026.12");
    let cases: [(&str, Vec<u8>, &str, ErrorCode); 5] = [
        ("foreign", foreign, "签名不对", ErrorCode::WrongFile),
        ("older", house.update("2026.10"), "不比更新文件里的 2026.10 旧", ErrorCode::WrongFile),
        ("the same", house.update(OWN), "不用安装", ErrorCode::WrongFile),
        ("cut off", good[..good.len() - 1].to_vec(), "不完整", ErrorCode::DamagedFile),
        ("no update", b"<html>".to_vec(), "不是禾站的更新文件", ErrorCode::WrongFile),
    ];
    let before = backups(&pc);
    for (what, bytes, why, code) in cases {
        let offer = pc.call("updates.look", json!({"files": [file(&bytes)]}))[0].clone();
        assert!(offer["refused"].as_str().unwrap().contains(why), "{what}: {offer}");
        let refused = pc.refused("updates.install", json!({"file": file(&bytes)}));
        assert!(refused.code == code && refused.detail.contains(why), "{what}: {refused:?}");
    }
    // Whole to look at, and bent inside: found while it is written.
    let mut bent = good.clone();
    let last = bent.len() - 6;
    bent[last] ^= 1;
    assert_eq!(pc.refused("updates.install", json!({"file": file(&bent)})).code, ErrorCode::DamagedFile);
    assert_eq!(pc.call("updates.state", json!({}))["installed"], Value::Null);
    assert_eq!(backups(&pc), before + 1, "only what was offered is worth a backup");
    // A browser gives what it has by name and content.
    let read = pc.call("stick.import", json!({"files": [file(&good)]}));
    assert_eq!(
        (&read["files"], &read["updates"]),
        (&json!([]), &json!([{"name": "文件", "path": null, "base64": null}]))
    );
    pc.call("updates.install", json!({"file": file(&good)}));
}

#[test]
fn a_new_version_that_did_not_start_is_spoken_of_on_the_first_page_until_another_is_installed() {
    let (house, (_county, pc)) = (House::new(), Pc::county_and_station());
    let pc = house.opens(pc);
    // Nobody has unlocked: a PC whose data wants a newer program can be helped all the same.
    let installed = pc.call("updates.install", json!({"file": file(&house.update("2026.12"))}));
    assert!(installed["message"].as_str().unwrap().contains("没有另做备份"), "{installed}");
    assert_eq!(pc.call("start.state", json!({}))["warning"], Value::Null);
    // As the program that started it in vain leaves it.
    std::fs::write(pc.path().join("programs/2026.12/failed"), "它一打开就出错退出了").unwrap();
    let pc = house.opens(pc);
    let said = pc.call("start.state", json!({}))["warning"].as_str().unwrap().to_owned();
    assert!(said.contains("2026.12 没有启动成功（它一打开就出错退出了），已改回 2026.11"), "{said}");
    let state = pc.call("updates.state", json!({}));
    assert_eq!((&state["failed"], &state["installed"]), (&json!(said), &Value::Null));
    pc.call("updates.install", json!({"file": file(&house.update("2026.12.1"))}));
    let state = pc.call("updates.state", json!({}));
    assert_eq!((&state["failed"], &state["installed"]), (&Value::Null, &json!("2026.12.1")));
    assert!(!pc.path().join("programs/2026.12").exists());
}

#[test]
fn the_program_is_told_that_its_page_has_come_and_one_that_cannot_be_updated_says_so() {
    let house = House::new();
    let pc = house.opens(Pc::fresh());
    assert_eq!(house.pages.load(Ordering::Relaxed), 0);
    pc.call("start.state", json!({}));
    assert_eq!(house.pages.load(Ordering::Relaxed), 1);
    let pc = Pc::fresh();
    assert_eq!(pc.call("updates.state", json!({}))["can_install"], false);
    let refused = pc.refused("updates.install", json!({"file": file(&house.update("2026.12"))}));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let offer = pc.call("updates.look", json!({"files": [file(&house.update("2026.12"))]}));
    assert!(offer[0]["refused"].as_str().unwrap().contains("安装包"));
}

#[test]
fn the_county_sees_the_program_of_every_pc_as_its_bundles_tell() {
    let (county, one, two) = Pc::county_and_two();
    let versions = |county: &Pc| -> Vec<Value> {
        let devices = county.call("devices.list", json!({}));
        devices.as_array().unwrap().iter().map(|device| device["version"].clone()).collect()
    };
    let this = json!(env!("CARGO_PKG_VERSION"));
    assert_eq!(versions(&county), [this.clone(), Value::Null, Value::Null], "only its own");
    there(&one, &county);
    assert_eq!(versions(&county), [this.clone(), this.clone(), Value::Null]);
    let board = county.call("county.board", json!({"month": "2026-11"}));
    let programs = board["stations"][0]["programs"].as_array().unwrap();
    assert_eq!((&programs[0]["letter"], &programs[0]["version"]), (&json!("A"), &this));
    assert!(programs[0]["system"].as_str().unwrap().contains("电脑"));
    assert_eq!((&programs[1]["letter"], &programs[1]["version"]), (&json!("B"), &Value::Null));
    there(&two, &county);
    assert_eq!(versions(&county), [this.clone(), this.clone(), this]);
}
