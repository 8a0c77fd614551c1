//! A lost PC, as the county's officer walks through it: shut out, another key, what others had of it, a PC in its place, and found again. By
//! files alone, as a county without a hub does it.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::pcs::{PASS, Pc, ROOT, STATION, back, file, there};

fn person(pc: &Pc, name: &str) -> Value {
    let fields = json!({ "name": name, "sex": "2", "village": "新河村", "birth_date": "1950-01-01" });
    pc.call("recipients.register", json!({ "recipient": fields }))["recipient"]["id"].clone()
}

fn knows(pc: &Pc, id: &Value) -> bool {
    pc.app.call("records.get", json!({ "kind": "recipient", "id": id })).is_ok()
}

fn steps(county: &Pc, device: &str) -> Vec<(String, String)> {
    let lost = county.call("devices.lost", json!({ "id": device }));
    let steps = lost["steps"].as_array().unwrap().iter();
    steps.map(|one| (one["what"].as_str().unwrap().to_owned(), one["state"].as_str().unwrap().to_owned())).collect()
}

fn state(county: &Pc, device: &str, what: &str) -> String {
    steps(county, device).into_iter().find(|(known, _)| known == what).unwrap().1
}

#[test]
fn the_officer_is_led_through_a_lost_pc_step_by_step() {
    let (county, one, lost) = Pc::county_and_two();
    let device = lost.app.open_store().unwrap().device().id;
    let (old, never_sent) = (person(&one, "旧的"), person(&lost, "没交的"));
    there(&one, &county);
    let names: Vec<String> = steps(&county, &device).into_iter().map(|(what, _)| what).collect();
    assert_eq!(names, ["revoke", "rekey", "other_pcs", "unsent", "replacement"]);
    assert_eq!(state(&county, &device, "revoke"), "open");

    let asked = json!({ "device": device, "root_passphrase": ROOT });
    let wrong = county.refused("devices.revoke", json!({ "device": device, "root_passphrase": "不是这一句话" }));
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
    county.minutes_pass(1);
    county.call("devices.revoke", asked.clone());
    assert_eq!((state(&county, &device, "revoke"), state(&county, &device, "rekey")), ("done".into(), "open".into()));
    let rekeyed = county.call("devices.rekey", json!({ "station": STATION, "root_passphrase": ROOT }));
    assert_eq!((&rekeyed["devices"], &rekeyed["by_hub"]), (&json!(1), &json!(false)));
    assert_eq!(state(&county, &device, "rekey"), "done");
    assert_eq!(state(&county, &device, "other_pcs"), "waiting");

    // The one beside it takes the key by stick and goes on; what it writes now the lost one cannot open.
    back(&county, &[&one]);
    let new = person(&one, "新的");
    there(&one, &county);
    assert!(knows(&county, &new) && knows(&one, &old));
    let taken = there(&one, &lost);
    assert!(!knows(&lost, &new), "{taken}");

    // What the lost one had not sent had been handed to the other PC by stick: it comes now, and counts when the officer says so.
    let out = lost.call("stick.export", json!({ "to": { "download": true } }));
    let files: Vec<Value> = out["files"].as_array().unwrap().iter().map(|one| file(&lost.fetch(one))).collect();
    county.call("stick.import", json!({ "files": files }));
    assert!(!knows(&county, &never_sent));
    let told = county.call("devices.lost", json!({ "id": device }));
    assert!(told["beyond"].as_u64().unwrap() > 0 && state(&county, &device, "unsent") == "open", "{told}");
    county.call("devices.count_in", asked.clone());
    assert!(knows(&county, &never_sent));
    assert_eq!(county.call("devices.lost", json!({ "id": device }))["beyond"], 0);

    // A PC in its place: it reads what was sealed before the key was changed, and after.
    let (join_file, code) = county.join_file(STATION);
    assert_eq!(state(&county, &device, "replacement"), "waiting");
    let instead = Pc::joined(&join_file, &code, "周文", "worker");
    county.ask(&instead);
    assert_eq!(state(&county, &device, "replacement"), "open", "it asks to be confirmed");
    county.confirm(&instead);
    assert_eq!(state(&county, &device, "replacement"), "done");
    there(&one, &instead);
    back(&county, &[&instead]);
    for record in [&old, &new, &never_sent] {
        assert!(knows(&instead, record));
    }
}

#[test]
fn a_pc_that_is_found_again_is_taken_in_and_gets_what_was_made_meanwhile() {
    let (county, one, lost) = Pc::county_and_two();
    let device = lost.app.open_store().unwrap().device().id;
    let asked = json!({ "device": device, "root_passphrase": ROOT });
    assert_eq!(county.refused("devices.reinstate", asked.clone()).code, ErrorCode::NotFound, "it is in use");
    county.call("devices.revoke", asked.clone());
    county.call("devices.rekey", json!({ "station": STATION, "root_passphrase": ROOT }));
    back(&county, &[&one, &lost]);
    let meanwhile = person(&one, "那时写的");
    there(&one, &county);
    assert!(lost.refused("home.get", json!({})).detail.contains("停用"), "it knows, and locks");
    let row = |pc: &Pc| {
        let rows = pc.call("devices.list", json!({}));
        rows.as_array().unwrap().iter().find(|row| row["id"] == device.as_str()).unwrap().clone()
    };
    assert!(row(&county)["revoked"] == true && row(&county)["revoked_ms"].is_u64());
    assert_eq!(one.refused("devices.reinstate", asked.clone()).code, ErrorCode::NotAllowed);

    county.call("devices.reinstate", asked);
    assert_eq!(row(&county)["revoked"], false);
    // It cannot be unlocked to take the file in; the reply reaches it as the background sync or a stick does.
    let reply = county.call("county.reply", json!({ "stations": [STATION], "to": { "download": true } }));
    sync::accept_reply(&lost.app.open_store().unwrap(), &county.fetch(&reply["files"][0])).unwrap();
    lost.call("session.unlock", json!({ "staff": lost.me(), "passphrase": PASS }));
    assert!(knows(&lost, &meanwhile));
    let again = person(&lost, "又能写了");
    there(&lost, &county);
    assert!(knows(&county, &again));
}

#[test]
fn one_damaged_copy_of_the_countys_keys_is_survived_and_said() {
    let (county, _, _) = Pc::county_and_two();
    let point = |pc: &Pc| {
        let health = pc.call("health.check", json!({}));
        health["points"].as_array().unwrap().iter().find(|one| one["name"] == "县级密钥文件").unwrap().clone()
    };
    assert_eq!(point(&county)["sound"], true);
    for name in ["county-keys.age", "county-keys.copy.age"] {
        let path = county.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        for damage in ["a byte", "all of it"] {
            match damage {
                "a byte" => {
                    let mut bytes = whole.clone();
                    let at = bytes.len() - 20;
                    bytes[at] ^= 1;
                    std::fs::write(&path, bytes).unwrap();
                }
                _ => std::fs::remove_file(&path).unwrap(),
            }
            assert_eq!(point(&county)["sound"], false, "{name} {damage}");
            county.call("devices.rekey", json!({ "root_passphrase": ROOT }));
            assert_eq!(std::fs::read(&path).unwrap(), whole, "{name} {damage}");
            let said = point(&county);
            assert!(said["sound"] == true && said["detail"].as_str().unwrap().contains("已用另一份补好"), "{said}");
        }
    }
    // Neither opens with another passphrase.
    let wrong = county.refused("devices.rekey", json!({ "root_passphrase": "不是这一句话" }));
    assert_eq!(wrong.code, ErrorCode::WrongPassphrase);
}

#[test]
fn locking_lets_go_of_the_key() {
    let (_, pc, _) = Pc::county_and_two();
    pc.call("session.lock", json!({}));
    assert!(!pc.app.holds_key());
    pc.call("session.unlock", json!({ "staff": pc.me(), "passphrase": PASS }));
    assert!(pc.app.holds_key());
    pc.call("session.set_idle", json!({ "minutes": 5 }));
    pc.minutes_pass(6);
    assert_eq!(pc.refused("home.get", json!({})).code, ErrorCode::Locked);
    assert!(!pc.app.holds_key(), "and when it locks by itself");
}

#[test]
fn the_check_up_says_what_was_lost_since_when_and_who_has_it_and_it_comes_back() {
    let (county, one, _) = Pc::county_and_two();
    person(&one, "以前的");
    let desk = one.path().join("desk");
    let one = one.restarted();
    // Until whatever went on in the background has let go of the database.
    let closed = |desk: &std::path::Path| {
        let lock = std::fs::File::open(desk.join("in-use.lock")).unwrap();
        lock.lock().unwrap();
        lock
    };
    let lock = closed(&desk);
    let old = std::fs::read(desk.join("hezhan.db")).unwrap();
    drop(lock);
    one.call("session.unlock", json!({ "staff": one.me(), "passphrase": PASS }));
    one.minutes_pass(10);
    let sent = person(&one, "交了的");
    there(&one, &county);
    one.minutes_pass(10);
    let not_sent = person(&one, "没交的");
    // The disk gives an older database back.
    let one = one.restarted();
    let lock = closed(&desk);
    std::fs::write(desk.join("hezhan.db"), old).unwrap();
    drop(lock);
    one.call("session.unlock", json!({ "staff": one.me(), "passphrase": PASS }));
    assert!(!knows(&one, &sent) && !knows(&one, &not_sent));
    let said = |pc: &Pc| {
        let health = pc.call("health.check", json!({}));
        let points = health["points"].as_array().unwrap().clone();
        points
            .into_iter()
            .find(|one| one["name"] == "曾经保存的内容")
            .map(|one| one["detail"].as_str().unwrap().to_owned())
    };
    let before = said(&one).expect("it says that something is lost");
    assert!(before.contains("2026-11-23 10:00 以后保存的 2 条记录现在不在本机"), "{before}");
    assert!(before.contains("机位 B") && before.contains("U 盘"), "who may have it: {before}");
    back(&county, &[&one]);
    assert!(knows(&one, &sent), "what the county holds is back");
    let after = said(&one).expect("the rest is still lost");
    assert!(after.contains("没有县里和信箱的签收"), "{after}");
}
