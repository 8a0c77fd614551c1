//! A forgotten passphrase, and a database that is put back from a backup.

use app::ErrorCode;
use serde_json::json;

use crate::pcs::{self, PASS, Pc, ROOT};

#[test]
fn a_forgotten_passphrase_is_recovered_through_the_county() {
    let (county, pc) = Pc::county_and_station();
    let me = pc.me();
    let pc = pc.restarted();
    let request = pc.call("recovery.request", json!({"staff": me, "destination": {"download": true}}));
    let request = pc.fetch(&request);
    let wrong = county.refused(
        "recovery.answer",
        json!({"file": pcs::file(&request), "root_passphrase": PASS, "destination": {"download": true}}),
    );
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    let answered = county.call(
        "recovery.answer",
        json!({"file": pcs::file(&request), "root_passphrase": ROOT, "destination": {"download": true}}),
    );
    assert_eq!((&answered["station"], &answered["letter"]), (&json!("43018111001"), &json!("A")));
    let answer = county.fetch(&answered["file"]);
    let person = pc
        .call("recovery.complete", json!({"staff": me, "file": pcs::file(&answer), "passphrase": "这回记住的新口令"}));
    assert_eq!(person["name"], "林小禾");
    pc.call("staff.list", json!({}));
    pc.call("session.lock", json!({}));
    assert_eq!(pc.refused("session.unlock", json!({"staff": me, "passphrase": PASS})).code, ErrorCode::WrongPassphrase);
    pc.call("session.unlock", json!({"staff": me, "passphrase": "这回记住的新口令"}));
}

#[test]
fn an_answer_opens_only_the_pc_that_asked_and_only_once() {
    let (county, pc) = Pc::county_and_station();
    let me = pc.me();
    let request = pc.call("recovery.request", json!({"staff": me, "destination": {"download": true}}));
    let request = pc.fetch(&request);
    let answered = county.call(
        "recovery.answer",
        json!({"file": pcs::file(&request), "root_passphrase": ROOT, "destination": {"download": true}}),
    );
    let answer = pcs::file(&county.fetch(&answered["file"]));
    let (_, other) = Pc::county_and_station();
    let theirs = other.me();
    let asked = other.call("recovery.request", json!({"staff": theirs, "destination": {"download": true}}));
    other.fetch(&asked);
    other.refused("recovery.complete", json!({"staff": theirs, "file": answer, "passphrase": "偷来的口令偷来的"}));
    pc.call("recovery.complete", json!({"staff": me, "file": answer, "passphrase": "这回记住的新口令"}));
    pc.refused("recovery.complete", json!({"staff": me, "file": answer, "passphrase": "第二次用这份文件"}));
    let foreign = Pc::county("宁乡市", "430182");
    foreign.refused(
        "recovery.answer",
        json!({"file": pcs::file(&request), "root_passphrase": ROOT, "destination": {"download": true}}),
    );
}

#[test]
fn a_backup_on_a_stick_is_read_again_and_brings_the_data_back() {
    let (_, pc) = Pc::county_and_station();
    let me = pc.me();
    let stick = tempfile::tempdir().unwrap();
    let made = pc.call("backup.make", json!({"destination": {"folder": stick.path()}}));
    assert_eq!(made["verified"], true);
    pc.call("staff.add", json!({"name": "备份之后的人", "role": "worker"}));
    assert_eq!(pc.call("staff.list", json!({})).as_array().unwrap().len(), 2);
    let path = made["file"]["path"].as_str().unwrap();
    let file = json!({"name": "备份", "path": path});
    let wrong = pc.refused("backup.restore", json!({"file": file, "staff": me, "passphrase": "不是这个口令呀"}));
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    pc.call("backup.restore", json!({"file": file, "staff": me, "passphrase": PASS}));
    assert_eq!(pc.call("staff.list", json!({})).as_array().unwrap().len(), 1);
    // A new life of the database: its numbers go on under A2.
    assert_eq!(pc.call("start.state", json!({}))["place"]["letter"], "A2");
    let health = pc.call("health.check", json!({}));
    assert_eq!(health["sound"], true, "{health}");
}

#[test]
fn a_file_that_is_no_backup_is_refused_and_nothing_is_lost() {
    let (_, pc) = Pc::county_and_station();
    let me = pc.me();
    let error =
        pc.refused("backup.restore", json!({"file": pcs::file(b"nothing of ours"), "staff": me, "passphrase": PASS}));
    assert!(matches!(error.code, ErrorCode::WrongFile | ErrorCode::DamagedFile), "{error:?}");
    assert_eq!(pc.call("staff.list", json!({})).as_array().unwrap().len(), 1);
}

#[test]
fn a_county_pc_is_replaced_from_its_backup_and_its_root_key_file() {
    let (county, pc) = Pc::county_and_station();
    let made = county.call("backup.make", json!({"destination": {"download": true}}));
    let backup = pcs::file(&county.fetch(&made["file"]));
    let key = county.call("setup.copy_root_key", json!({"destination": {"download": true}}));
    let key = pcs::file(&county.fetch(&key));

    let new = Pc::fresh();
    let people = new.call("backup.people", json!({"file": backup}));
    assert_eq!(people[0]["name"], "唐敏");
    let restored = json!({"file": backup, "staff": people[0]["id"], "passphrase": PASS});
    new.call("backup.restore", restored);
    assert_eq!(new.call("setup.root_key", json!({}))["here"], false);
    let wrong = new.refused("setup.bring_root_key", json!({"file": key, "root_passphrase": PASS}));
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    new.call("setup.bring_root_key", json!({"file": key, "root_passphrase": ROOT}));

    // It goes on where the old one stood: another PC of the same station joins.
    let (file, code) = new.join_file("43018111001");
    let second = Pc::joined(&file, &code, "何", "worker");
    new.confirm(&second);
    assert_eq!(second.call("start.state", json!({}))["place"]["letter"], "B");
    assert_eq!(pc.call("start.state", json!({}))["place"]["letter"], "A");
}
