//! Founding a county, joining a station by file alone, confirming it; and everything that is handed in wrong.

use crate::pcs::{self, PASS, Pc, code_of, county_request};
use app::ErrorCode;
use serde_json::json;

#[test]
fn a_station_joins_and_is_confirmed_by_files_alone() {
    let county = Pc::county("浏阳市", "430181");
    let station = county.register("430181110");
    assert_eq!(station["code"], "43018111001");
    assert_eq!(station["name"], "浏阳市大瑶镇社会工作服务站");

    let (file, code) = county.join_file("43018111001");
    let content = Pc::fresh().call("setup.read_join_file", json!({"file": file, "code": code.to_lowercase()}));
    assert_eq!(
        (&content["station_code"], &content["letter"], &content["hub"]),
        (&json!("43018111001"), &json!("A"), &json!(null))
    );

    let pc = Pc::joined(&file, &code, "林小禾", "supervisor");
    let state = pc.call("start.state", json!({}));
    assert_eq!((&state["stage"], &state["place"]["confirmed"]), (&json!("open"), &json!(false)));
    assert_eq!(state["place"]["station_name"], "浏阳市大瑶镇社会工作服务站");
    // It works at once: a second person is saved before anyone confirmed anything.
    pc.call("staff.add", json!({"name": "周文", "role": "worker", "passphrase": "第二个人的口令"}));

    county.confirm(&pc);
    assert_eq!(pc.call("start.state", json!({}))["place"]["confirmed"], true);
    assert_eq!(county.call("devices.requests", json!({})), json!([]));
    let devices = county.call("devices.list", json!({}));
    assert_eq!(devices.as_array().unwrap().len(), 2);
    assert_eq!(pc.call("devices.list", json!({})).as_array().unwrap().len(), 1, "a station sees its own PCs");
}

#[test]
fn two_pcs_of_a_station_get_different_letters() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let letters: Vec<_> = (0..2)
        .map(|_| {
            let (file, code) = county.join_file("43018111001");
            Pc::fresh().call("setup.read_join_file", json!({"file": file, "code": code}))["letter"].clone()
        })
        .collect();
    assert_eq!(letters, [json!("A"), json!("B")]);
}

#[test]
fn a_second_station_of_a_township_has_another_code_and_name() {
    let county = Pc::county("浏阳市", "430181");
    let first = county.register("430181110");
    let second = county.call(
        "stations.register",
        json!({"township": "430181110", "locality": "新河村", "root_passphrase": pcs::ROOT}),
    );
    assert_eq!(second["code"], "43018111002");
    assert_ne!(first["name"], second["name"]);
    assert!(second["name"].as_str().unwrap().contains("新河村"));
    let wrong = county.refused("stations.register", json!({"township": "430102001", "root_passphrase": pcs::ROOT}));
    assert_eq!((wrong.code, wrong.fields[0].field.as_str()), (ErrorCode::Invalid, "township"));
}

#[test]
fn a_wrong_code_is_said_at_its_field_and_nothing_is_set_up() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let pc = Pc::fresh();
    let other = if code.starts_with('7') { "8" } else { "7" };
    for wrong in [format!("{other}{}", &code[1..]), "ABCD".to_string(), String::new()] {
        let error = pc.refused(
            "setup.join",
            json!({"file": file, "code": wrong, "name": "林", "role": "worker", "passphrase": pcs::PASS}),
        );
        assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::WrongCode, "code"), "{wrong}");
    }
    assert_eq!(pc.call("start.state", json!({}))["stage"], "fresh");
    pc.call("setup.join", json!({"file": file, "code": code, "name": "林", "role": "worker", "passphrase": pcs::PASS}));
}

#[test]
fn a_damaged_join_file_is_refused_with_words() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let bytes = pcs::bytes_of(&file);
    let cut = &bytes[..bytes.len() - 40];
    let mut flipped = bytes.clone();
    let last = flipped.len() - 20;
    flipped[last] ^= 1;
    for damaged in [cut, &flipped, b"", b"hello"] {
        let error = Pc::fresh().refused("setup.read_join_file", json!({"file": pcs::file(damaged), "code": code}));
        assert!(matches!(error.code, ErrorCode::DamagedFile | ErrorCode::WrongFile), "{error:?}");
        assert!(error.detail.chars().any(|c| c > '\u{4e00}'));
    }
}

#[test]
fn papers_of_another_county_are_refused() {
    let (ours, theirs) = (Pc::county("浏阳市", "430181"), Pc::county("宁乡市", "430182"));
    ours.register("430181110");
    theirs.register("430182103");
    let station = code_of(&theirs.call("stations.list", json!({})));
    let (file, code) = theirs.join_file(&station);
    let pc = Pc::joined(&file, &code, "何", "worker");
    let request = pc.call("setup.join_request", json!({"destination": {"download": true}}));
    let request = pc.fetch(&request);
    assert_eq!(ours.refused("devices.requests", json!({"file": pcs::file(&request)})).code, ErrorCode::ForeignFile);
    // A confirmation that is for another PC.
    theirs.confirm(&pc);
    let (file, code) = theirs.join_file(&station);
    let other = Pc::joined(&file, &code, "彭", "worker");
    let confirmation = theirs.confirmation(&other);
    assert_eq!(
        pc.refused("setup.confirmation", json!({"file": pcs::file(&confirmation)})).code,
        ErrorCode::ForeignFile
    );
}

#[test]
fn a_join_file_admits_one_pc() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let first = Pc::joined(&file, &code, "林", "worker");
    let second = Pc::joined(&file, &code, "周", "worker");
    county.confirm(&first);
    let device = county.ask(&second);
    let rows = county.call("devices.requests", json!({}));
    assert_eq!(rows[0]["known"], false);
    let error = county.refused("devices.confirm", json!({"devices": [device], "root_passphrase": pcs::ROOT}));
    assert_eq!(error.code, ErrorCode::NotAllowed);
}

#[test]
fn the_root_passphrase_is_asked_for_and_is_not_the_officers() {
    let county = Pc::county("浏阳市", "430181");
    let error = county.refused("stations.register", json!({"township": "430181110", "root_passphrase": pcs::PASS}));
    assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::WrongPassphrase, "root_passphrase"));
    assert_eq!(county.call("stations.list", json!({})), json!([]));
    let same = Pc::fresh().refused("setup.county", json!({"name": "浏阳市", "division": "430181", "officer": "唐", "passphrase": "同一个口令同一个", "root_passphrase": "同一个口令同一个"}));
    assert_eq!(same.fields[0].field, "root_passphrase");
}

#[test]
fn a_pc_is_set_up_once() {
    let county = Pc::county("浏阳市", "430181");
    let error = county.refused("setup.county", pcs::county_request("浏阳市", "430181"));
    assert_eq!(error.code, ErrorCode::AlreadySetUp);
}

#[test]
fn a_revoked_pc_stands_in_the_list_as_shut_out() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let pc = Pc::joined(&file, &code, "林", "worker");
    let device = county.confirm(&pc);
    county.call("devices.revoke", json!({"device": device, "root_passphrase": pcs::ROOT}));
    let devices = county.call("devices.list", json!({}));
    let row = devices.as_array().unwrap().iter().find(|row| row["id"] == device.as_str()).unwrap();
    assert_eq!(row["revoked"], true);
}

#[test]
fn several_pcs_are_confirmed_at_once_with_the_root_passphrase_typed_once() {
    let county = Pc::county("浏阳市", "430181");
    for township in ["430181110", "430181112"] {
        county.register(township);
    }
    let stations = county.call("stations.list", json!({}));
    let joins = |at: usize, name: &str, role: &str| {
        let (file, code) = county.join_file(stations[at]["code"].as_str().unwrap());
        Pc::joined(&file, &code, name, role)
    };
    let pcs = [joins(0, "林小禾", "supervisor"), joins(0, "何小满", "worker"), joins(1, "周文", "supervisor")];
    let devices: Vec<String> = pcs.iter().map(|pc| county.ask(pc)).collect();
    let waiting = county.call("devices.requests", json!({}));
    let who: Vec<_> = waiting.as_array().unwrap().iter().map(|row| (&row["person"], &row["role"])).collect();
    let said = [("林小禾", "supervisor"), ("何小满", "worker"), ("周文", "supervisor")];
    assert_eq!(who, said.map(|(name, role)| (json!(name), json!(role))).each_ref().map(|(name, role)| (name, role)));

    // All or none: a wrong passphrase, or one that does not ask, and nobody is confirmed.
    let confirm = |devices: &[String], root: &str| json!({"devices": devices, "root_passphrase": root, "destination": {"download": true}});
    county.refused("devices.confirm", confirm(&devices, pcs::PASS));
    let strangers: Vec<String> = devices.iter().cloned().chain(["nobody".to_owned()]).collect();
    county.refused("devices.confirm", confirm(&strangers, pcs::ROOT));
    assert_eq!(county.call("devices.requests", json!({})).as_array().unwrap().len(), 3);
    assert_eq!(county.call("devices.list", json!({})).as_array().unwrap().len(), 1);

    let confirmed = county.call("devices.confirm", confirm(&devices, pcs::ROOT));
    let files = confirmed["files"].as_array().unwrap();
    assert_eq!(
        files.iter().map(|file| file["name"].as_str().unwrap()).collect::<Vec<_>>()[..2],
        ["确认-大瑶镇-A.hzc", "确认-大瑶镇-B.hzc"]
    );
    for (pc, file) in pcs.iter().zip(files) {
        pc.call("setup.confirmation", json!({"file": pcs::file(&county.fetch(file))}));
        assert_eq!(pc.call("start.state", json!({}))["place"]["confirmed"], true);
    }
    assert_eq!(county.call("devices.requests", json!({})), json!([]));
    assert_eq!(county.call("devices.list", json!({})).as_array().unwrap().len(), 4);
}

#[test]
fn confirmation_files_that_cannot_be_written_leave_no_pc_without_its_answer() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let joins = |name: &str, role: &str| {
        let (file, code) = county.join_file("43018111001");
        Pc::joined(&file, &code, name, role)
    };
    let pcs = [joins("林小禾", "supervisor"), joins("何小满", "worker")];
    let devices: Vec<String> = pcs.iter().map(|pc| county.ask(pc)).collect();
    let pulled_out = county.path().join("U盘");
    let refused = county.refused(
        "devices.confirm",
        json!({"devices": devices, "root_passphrase": pcs::ROOT, "destination": {"folder": pulled_out}}),
    );
    assert_eq!(refused.code, ErrorCode::FileAccess);
    assert_eq!(county.call("devices.list", json!({})).as_array().unwrap().len(), 3);
    assert_eq!(county.call("devices.requests", json!({})), json!([]));
    // What goes back to the station confirms them all.
    let reply =
        county.call("county.reply", json!({"stations": ["43018111001"], "to": {"download": true}}))["files"][0].clone();
    let reply = pcs::file(&county.fetch(&reply));
    for pc in &pcs {
        pc.call("stick.import", json!({"files": [reply]}));
        assert_eq!(pc.call("start.state", json!({}))["place"]["confirmed"], true);
    }
}

#[test]
fn a_passphrase_that_is_easily_guessed_is_refused_at_its_field_wherever_one_is_chosen() {
    let found = |officer: &str, root: &str| json!({"name": "浏阳市", "division": "430181", "officer": "唐敏", "passphrase": officer, "root_passphrase": root});
    for (officer, root, field) in [
        ("12345678", pcs::ROOT, "passphrase"),
        ("唐敏今天也要下乡走访", pcs::ROOT, "passphrase"),
        ("liuyangheguolejiudaowan", pcs::ROOT, "passphrase"),
        (pcs::PASS, "好好好好好好好好好", "root_passphrase"),
    ] {
        let error = Pc::fresh().refused("setup.county", found(officer, root));
        assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Invalid, field), "{officer} {root}");
    }
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let join = |passphrase: &str| json!({"file": file, "code": code, "name": "林小禾", "role": "supervisor", "passphrase": passphrase});
    for weak in ["大瑶镇的夜里静悄悄", "linxiaohe-xiaxiangzoufang", "13873112345"] {
        assert_eq!(Pc::fresh().refused("setup.join", join(weak)).fields[0].field, "passphrase", "{weak}");
    }
    let pc = Pc::fresh();
    pc.call("setup.join", join("houshannakewaizaoshu"));
    let added = json!({"name": "何小满", "role": "worker", "passphrase": "何小满的密码是何小满"});
    assert_eq!(pc.refused("staff.add", added).fields[0].field, "passphrase");
    let change = json!({"old": "houshannakewaizaoshu", "new": "linxiaohelinxiaohe"});
    assert_eq!(pc.refused("staff.change_passphrase", change).fields[0].field, "new");
    let judge = |passphrase: &str| {
        pc.call("passphrase.judge", json!({"passphrase": passphrase, "names": ["何小满"]}))["strength"].clone()
    };
    let judged =
        ["何小满爱吃酸枣糕和米豆腐", "林小禾爱吃酸枣糕和米豆腐", "爱吃酸枣糕和", "爱吃酸枣糕和米豆腐"].map(judge);
    assert_eq!(judged, ["weak", "weak", "enough", "good"].map(|strength| json!(strength)));
}

#[test]
fn a_passphrase_of_chinese_and_one_of_pinyin_open_what_they_closed() {
    for passphrase in ["后山那棵歪枣树𠮷", "hou shan na ke wai zao shu", "后山 zaoshu 三棵！"] {
        let pc = Pc::fresh();
        let founding = json!({"name": "浏阳市", "division": "430181", "officer": "唐敏", "passphrase": passphrase, "root_passphrase": pcs::ROOT});
        pc.call("setup.county", founding);
        let me = pc.me();
        let pc = pc.restarted();
        pc.call("session.unlock", json!({"staff": me, "passphrase": passphrase}));
        pc.call("staff.list", json!({}));
    }
}

#[test]
fn a_pc_whose_identity_file_is_damaged_is_still_the_one_that_was_set_up() {
    let pc = Pc::county("浏阳市", "430181");
    let place = pc.call("start.state", json!({}))["place"].clone();
    std::fs::write(pc.path().join("pc.json"), "{").unwrap();
    let pc = pc.restarted();
    let state = pc.call("start.state", json!({}));
    assert_eq!((state["stage"].clone(), state["place"].clone()), (json!("locked"), place.clone()));
    // Damaged so that it still reads: the second copy says what it was.
    let written = std::fs::read_to_string(pc.path().join("pc.json")).unwrap();
    std::fs::write(pc.path().join("pc.json"), written.replace("430181", "430182")).unwrap();
    let pc = pc.restarted();
    assert_eq!(pc.call("start.state", json!({}))["place"], place);
    // Both copies: the doors of the first start stay shut, and unlocking writes them anew.
    for name in ["pc.json", "pc.copy.json"] {
        std::fs::write(pc.path().join(name), "").unwrap();
    }
    let pc = pc.restarted();
    let state = pc.call("start.state", json!({}));
    assert_eq!(state["stage"], "locked");
    pc.refused("setup.county", county_request("浏阳市", "430181"));
    pc.call("session.unlock", json!({"staff": state["staff"][0]["id"], "passphrase": PASS}));
    assert_eq!(pc.call("start.state", json!({}))["place"], place);
}

#[test]
fn a_founding_that_was_cut_off_is_begun_again_and_what_it_left_is_kept_aside() {
    let whole = Pc::county("浏阳市", "430181");
    // As a kill leaves it: before the database, with it, with a slot; the mark stands.
    for files in [&[][..], &["hezhan.db"], &["hezhan.db", "slots.json"]] {
        let pc = Pc::fresh();
        let desk = pc.path().join("desk");
        std::fs::create_dir_all(&desk).unwrap();
        std::fs::write(desk.join("unfinished"), "").unwrap();
        for name in files {
            std::fs::copy(whole.path().join("desk").join(name), desk.join(name)).unwrap();
        }
        assert_eq!(pc.call("start.state", json!({}))["stage"], "fresh");
        pc.call("setup.county", county_request("浏阳市", "430181"));
        let pc = pc.restarted();
        assert_eq!(pc.call("start.state", json!({}))["stage"], "locked");
        let aside = std::fs::read_dir(pc.path()).unwrap().flatten();
        assert_eq!(aside.filter(|entry| entry.file_name().to_string_lossy().starts_with("unfinished-")).count(), 1);
    }
}
