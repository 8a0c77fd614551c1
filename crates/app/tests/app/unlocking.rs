//! Passphrases, locking, several people at one PC, and who may do what.

use app::ErrorCode;
use serde_json::json;

use crate::pcs::{PASS, Pc};

#[test]
fn a_wrong_passphrase_is_refused_and_soon_has_to_wait() {
    let (_, pc) = Pc::county_and_station();
    let me = pc.me();
    pc.call("session.lock", json!({}));
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(pc.refused("session.unlock", json!({"staff": me, "passphrase": "不是这个口令呀"})).code);
    }
    assert_eq!(codes[0], ErrorCode::WrongPassphrase);
    assert_eq!(*codes.last().unwrap(), ErrorCode::TooManyAttempts);
    // Even the right one waits, also after the program was started again.
    let pc = pc.restarted();
    assert_eq!(pc.refused("session.unlock", json!({"staff": me, "passphrase": PASS})).code, ErrorCode::TooManyAttempts);
    pc.clock_put_forward(24 * 60);
    assert_eq!(
        pc.refused("session.unlock", json!({"staff": me, "passphrase": PASS})).code,
        ErrorCode::TooManyAttempts,
        "a clock put forward ends no wait"
    );
    pc.minutes_pass(60);
    assert_eq!(pc.call("session.unlock", json!({"staff": me, "passphrase": PASS}))["name"], "林小禾");
}

#[test]
fn while_locked_every_record_command_is_refused_and_the_place_is_still_known() {
    let (_, pc) = Pc::county_and_station();
    pc.call("session.lock", json!({}));
    for command in app::commands::COMMANDS.iter().filter(|command| command.needs != app::Access::Anyone) {
        assert_eq!(pc.refused(command.name, json!({})).code, ErrorCode::Locked, "{}", command.name);
    }
    let state = pc.call("start.state", json!({}));
    assert_eq!((&state["stage"], &state["place"]["station_code"]), (&json!("locked"), &json!("43018111001")));
    assert_eq!(pc.call("events.since", json!({}))["locked"], true);
}

#[test]
fn the_screen_locks_by_itself_and_polling_does_not_keep_it_awake() {
    let (_, pc) = Pc::county_and_station();
    pc.call("session.set_idle", json!({"minutes": 5}));
    pc.minutes_pass(4);
    pc.call("staff.list", json!({}));
    for _ in 0..6 {
        pc.minutes_pass(1);
        pc.call("events.since", json!({}));
    }
    assert_eq!(pc.refused("staff.list", json!({})).code, ErrorCode::Locked);
    // The choice is kept, and never is possible.
    let me = pc.me();
    pc.call("session.unlock", json!({"staff": me, "passphrase": PASS}));
    assert_eq!(pc.call("start.state", json!({}))["idle_minutes"], 5);
    pc.call("session.set_idle", json!({"minutes": 0}));
    pc.minutes_pass(600);
    pc.call("staff.list", json!({}));
}

#[test]
fn two_people_share_a_pc_each_with_a_passphrase() {
    let (_, pc) = Pc::county_and_station();
    let worker = pc.call("staff.add", json!({"name": "周文", "role": "worker", "passphrase": "老周自己的一句话"}));
    assert_eq!(worker["role"], "worker");
    let pc = pc.restarted();
    let staff = pc.call("start.state", json!({}))["staff"].clone();
    assert_eq!(staff.as_array().unwrap().len(), 2);
    assert_eq!(
        pc.refused("session.unlock", json!({"staff": worker["id"], "passphrase": PASS})).code,
        ErrorCode::WrongPassphrase
    );
    pc.call("session.unlock", json!({"staff": worker["id"], "passphrase": "老周自己的一句话"}));
    // A worker does not list people, and nobody at a station registers stations.
    let adding = pc.refused("staff.add", json!({"name": "何", "role": "worker"}));
    assert_eq!(adding.code, ErrorCode::NotAllowed);
    let registering = pc.refused("stations.register", json!({"township": "430181110", "root_passphrase": "x"}));
    assert_eq!(registering.code, ErrorCode::NotAllowed);
    // She changes her own passphrase with the old one.
    let wrong = pc.refused("staff.change_passphrase", json!({"old": "不对的口令不对", "new": "换了一句新的话语"}));
    assert_eq!((wrong.code, wrong.fields[0].field.as_str()), (ErrorCode::WrongPassphrase, "old"));
    pc.call("staff.change_passphrase", json!({"old": "老周自己的一句话", "new": "换了一句新的话语"}));
    pc.call("session.unlock", json!({"staff": worker["id"], "passphrase": "换了一句新的话语"}));
}

#[test]
fn a_listed_person_is_enabled_on_this_pc_and_one_who_left_is_not_let_in() {
    let (_, pc) = Pc::county_and_station();
    let person = pc.call("staff.add", json!({"name": "何", "role": "worker"}));
    assert_eq!(pc.call("start.state", json!({}))["staff"].as_array().unwrap().len(), 1);
    pc.call("staff.enable", json!({"staff": person["id"], "passphrase": "何的口令是这个"}));
    pc.call("session.unlock", json!({"staff": person["id"], "passphrase": "何的口令是这个"}));
    let me = pc.call("start.state", json!({}))["staff"]
        .as_array()
        .unwrap()
        .iter()
        .find(|slot| slot["name"] == "林小禾")
        .unwrap()["id"]
        .clone();
    pc.call("session.unlock", json!({"staff": me, "passphrase": PASS}));
    pc.call("staff.set_active", json!({"staff": person["id"], "active": false}));
    let refused = pc.refused("session.unlock", json!({"staff": person["id"], "passphrase": "何的口令是这个"}));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let short = pc.refused("staff.enable", json!({"staff": person["id"], "passphrase": "短"}));
    assert_eq!(short.fields[0].field, "passphrase");
}

#[test]
fn nothing_readable_lies_in_the_data_directory() {
    let (_, pc) = Pc::county_and_station();
    pc.call("staff.add", json!({"name": "金丝雀之名", "role": "worker", "phone": "13900001111"}));
    let mut folders = vec![pc.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // A file written anew in the meantime stands under its own name by now.
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("金丝雀之名") && !text.contains("13900001111"), "{}", path.display());
        }
    }
}

#[test]
fn an_unknown_command_and_a_misshapen_request_are_refused_without_quoting_it() {
    let (_, pc) = Pc::county_and_station();
    assert_eq!(pc.refused("records.fly", json!({})).code, ErrorCode::BadRequest);
    let error = pc.refused("session.unlock", json!({"staff": {"name": "张三"}, "passphrase": "秘密"}));
    assert_eq!(error.code, ErrorCode::BadRequest);
    assert!(!error.detail.contains("张三") && !error.detail.contains("秘密"));
}

#[test]
fn a_revoked_pc_says_so_and_locks_until_the_county_takes_it_in_again() {
    let (county, pc) = Pc::county_and_station();
    let device = pc.app.open_store().unwrap().device().id;
    pc.app.open_store().unwrap().told_revoked(true).unwrap();
    assert!(pc.refused("home.get", json!({})).detail.contains("停用"));
    let staff = pc.call("start.state", json!({}))["staff"][0]["id"].clone();
    let unlock = json!({"staff": staff, "passphrase": PASS});
    let pc = pc.restarted();
    assert!(pc.refused("session.unlock", unlock.clone()).detail.contains("停用"));
    assert!(pc.app.open_store().is_some(), "it goes on asking the hub");
    pc.app.open_store().unwrap().told_revoked(false).unwrap();
    pc.call("session.unlock", unlock);
    drop((county, device));
}

/// Nothing of it may be left running: whoever ends a process takes the ciphers away under it.
#[test]
fn a_program_that_ends_lets_the_backup_of_the_day_be_finished() {
    let backups = |pc: &Pc| store::verified_backups(&pc.path().join("desk")).len();
    let pc = Pc::county("浏阳市", "430181").restarted();
    assert_eq!(
        backups(&pc),
        0,
        "the first pages of the day were still asked for: none was begun, and the end waited for none"
    );
    let pc = pc.restarted_without_waiting();
    let me = pc.me();
    pc.call("session.unlock", json!({"staff": me, "passphrase": PASS}));
    let pc = pc.restarted();
    assert_eq!(backups(&pc), 1);
}
