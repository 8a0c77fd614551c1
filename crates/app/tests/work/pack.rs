//! 评估包: drawn by a seed, without names, opened on a PC that never saw the county, every figure counted anew, one altered row found and named,
//! comments back as tasks.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair};
use crate::fixture::{MAN_1990, WOMAN_1952, days_pass, lead, paper, person, visit, with};
use crate::pcs::{Pc, file};

const EVALUATOR: &str = "评估方的长密码一串字";

/// A name that no pack may hold; it is put wherever a name can be.
pub const CANARY: &str = "皮卡鸟鸟";
const CANARY_VILLAGE: &str = "鸟啼村";
pub const CANARY_PHONE: &str = "13899998888";

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

/// An evaluator's key on a PC of her own: the sealed key as a file, and the public one.
pub fn evaluator() -> (Pc, Value, String) {
    let pc = Pc::fresh();
    let asked = json!({ "name": "清源评估中心", "passphrase": EVALUATOR, "place": { "download": true } });
    let made = pc.call("packs.make_key", asked);
    let public = String::from_utf8(pc.fetch(&made["public"])).unwrap();
    assert_eq!(public.trim(), made["recipient"].as_str().unwrap(), "the file says the same as the page");
    let key = file(&pc.fetch(&made["key"]));
    (pc, key, public.trim().to_owned())
}

/// Two months of work of a station in which every name is the canary's, at the county.
pub fn worked() -> (Pc, Pc) {
    let (county, station) = pair();
    let canary = person(
        &station,
        json!({ "name": CANARY, "village": CANARY_VILLAGE, "id_number": WOMAN_1952, "phone": CANARY_PHONE, "emergency_contact": CANARY,
            "residence": format!("{CANARY_VILLAGE}3组"), "file_created": "2026-09-01" }),
    );
    let other =
        person(&station, json!({ "name": "李秀英", "id_number": MAN_1990, "sex": null, "file_created": "2026-10-01" }));
    let child = json!({ "name": "周明明", "sex": "1", "birth_date": "2010-10-20", "file_created": "2026-09-01" });
    let child = person(&station, child);
    let left_behind = json!({ "recipient": child, "category": "left_behind_child", "start_date": "2026-09-01" });
    station.app.call("records.save", json!({ "kind": "recipient_category", "fields": left_behind })).ok();
    for (who, day) in [(&canary, "2026-09-10"), (&canary, "2026-10-10"), (&other, "2026-10-12"), (&other, "2026-11-02")]
    {
        let words = format!("{CANARY}家住{CANARY_VILLAGE}，电话{CANARY_PHONE}，身份证{WOMAN_1952}，房屋漏雨。");
        visit(&station, who, json!({ "date": day, "observation_text": words, "needs_text": words, "remark": words }));
    }
    lead(&station, &canary, json!({ "informant": CANARY, "reason": format!("{CANARY}独居") }));
    let activity = json!({ "name": format!("看望{CANARY}"), "activity_type": "condolence", "state": "held", "plan_date": "2026-10-20",
        "date": "2026-10-20", "people_count": 30, "area": "A4", "service_item": "A401", "background": format!("{CANARY_VILLAGE}的老人") });
    paper(&station, "community_activity", activity);
    paper(
        &station,
        "consultation",
        json!({ "date": "2026-10-21", "visitor_name": CANARY, "content": format!("{CANARY}来问低保"),
        "answer": format!("答复{CANARY}"), "village": CANARY_VILLAGE, "remark": CANARY, "people_count": 1, "area": "A1", "service_item": "A101",
        "contact_mode": "station", "result": "answered" }),
    );
    (county, station)
}

fn sections(pc: &Pc, month: &str) -> Value {
    let mut sections = pc.call("reports.preview", json!({ "month": month }))["sections"].clone();
    for section in sections.as_array_mut().unwrap() {
        section["text"] = format!("{}\n本月看望了{CANARY}。", section["text"].as_str().unwrap()).into();
    }
    sections
}

pub fn freeze(pc: &Pc, month: &str) {
    let asked = json!({ "month": month, "issue_no": 9, "copies": 1, "sent_to": "县民政局", "sections": sections(pc, month),
        "override_reason": "对象口头同意" });
    pc.call("reports.freeze", asked);
}

pub fn make(county: &Pc, recipient: &str, over: Value) -> Value {
    let usual = json!({ "year": 2026, "recipient": recipient, "seed": "2026-1", "stations": 1, "records": 2, "place": { "download": true } });
    county.call("packs.make", with(usual, over))
}

pub fn open(pc: &Pc, pack: &[u8], key: &Value) -> Value {
    pc.call("packs.open", json!({ "file": file(pack), "key": key, "passphrase": EVALUATOR }))
}

/// What an evaluator can read of a pack by any means.
pub fn plain(pack: &[u8], pc: &Pc, key: &Value) -> String {
    let identity = identity(pc, key);
    let body = &pack[pack.iter().position(|byte| *byte == b'\n').unwrap() + 1..];
    String::from_utf8(changelog::seal::open(&[identity], body, 1 << 28).unwrap()).unwrap()
}

fn identity(_: &Pc, key: &Value) -> String {
    let sealed = crate::pcs::bytes_of(key);
    String::from_utf8(changelog::seal::open_with_passphrase(EVALUATOR, &sealed, 4096).unwrap()).unwrap()
}

/// The pack with something changed in its plain text, sealed again to the same key.
pub fn altered(pack: &[u8], pc: &Pc, key: &Value, change: impl Fn(&str) -> String) -> Vec<u8> {
    let head = &pack[..=pack.iter().position(|byte| *byte == b'\n').unwrap()];
    let text = change(&plain(pack, pc, key));
    let recipient = changelog::Identity::from_secret(&identity(pc, key)).unwrap().recipient().to_owned();
    [head, &changelog::seal::to_recipients(&[recipient], text.as_bytes()).unwrap()].concat()
}

pub fn unequal(view: &Value) -> Vec<String> {
    let checks = view["checks"].as_array().unwrap().iter().filter(|check| check["equal"] == false);
    checks
        .map(|check| format!("{} {} {} {}", check["source"], check["period"], check["said"], check["counted"]))
        .collect()
}

#[test]
fn a_pack_opens_on_a_pc_that_never_saw_the_county_and_every_figure_is_counted_equal() {
    let (county, station) = worked();
    freeze(&station, "2026-10");
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let made = make(&county, &recipient, json!({}));
    assert!(made["rows"].as_u64().unwrap() > 8 && made["drawn"].as_u64().unwrap() > 2, "{made}");
    let pack = county.fetch(&made["file"]);
    let view = open(&pc, &pack, &key);
    assert_eq!((&view["signed"], &view["altered"], &view["until"]), (&json!(true), &json!([]), &json!("2026-10-31")));
    assert_eq!(unequal(&view), Vec::<String>::new());
    assert_eq!(view["fingerprint"], made["fingerprint"], "what the county reads out on the telephone");
    let said = |period: &str, code: &str, source: &str| {
        let checks = view["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| {
            check["period"] == period && check["code"] == code && check["source"].as_str().unwrap().starts_with(source)
        });
        check.map(|check| check["counted"].as_str().unwrap().to_owned())
    };
    assert_eq!(said("2026-10", "visit.effective", "县级取数").as_deref(), Some("2"));
    assert_eq!(said("2026", "visit.effective", "县级取数").as_deref(), Some("3"), "November is not over");
    assert_eq!(said("2026-10", "activity.person_times", "县级取数").as_deref(), Some("30"));
    assert_eq!(said("2026-10", "service.persons", "浏阳市").as_deref(), Some("2"), "the frozen brief's own figure");
    assert!(view["checks"].as_array().unwrap().len() > 100);

    let behind = json!({ "station": CODE, "period": "2026-10", "code": "visit.effective" });
    let behind = pc.call("packs.rows", behind);
    assert_eq!((&behind["label"], &behind["total"]), (&json!("有效走访"), &json!(2)));
    let drawn = pc.call("packs.rows", json!({ "kind": "visit" }));
    assert_eq!(drawn["total"], 2, "two of three visits were drawn");
    pc.call("packs.close", json!({}));
    assert_eq!(json!(pc.refused("packs.rows", json!({ "kind": "visit" })).code), json!("not_found"));
    assert!(!pc.path().join("evaluation-pack").exists(), "nothing of it stays");
    assert_eq!(pc.call("start.state", json!({}))["stage"], "fresh", "and the PC is as before");
}

#[test]
fn no_name_village_or_number_is_in_a_pack() {
    let (county, station) = worked();
    freeze(&station, "2026-10");
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({ "records": 50 }))["file"]);
    let text = plain(&pack, &pc, &key);
    for secret in [
        CANARY,
        "鸟啼",
        CANARY_PHONE,
        WOMAN_1952,
        MAN_1990,
        "李秀英",
        "周明明",
        "吴站长",
        "唐敏",
        "1952-03-15",
        "2010-10-20",
    ] {
        assert!(!text.contains(secret), "{secret} is in the pack: …{}…", around(&text, secret));
    }
    assert!(text.contains("皮某") && text.contains("某村"), "the story is there without them");
    let view = open(&pc, &pack, &key).to_string();
    assert!(!view.contains(CANARY) && view.contains("本月看望了皮某"), "nor in what is shown");
    let raw = String::from_utf8_lossy(&pack);
    assert!(!raw.contains("visit") && !raw.contains(CODE), "and sealed it says nothing");
}

pub fn around<'t>(text: &'t str, word: &str) -> &'t str {
    let at = text.find(word).unwrap();
    let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let to = text[at..].char_indices().nth(60).map_or(text.len(), |(more, _)| at + more);
    &text[from..to]
}

#[test]
fn one_altered_row_is_found_and_named_and_so_are_a_missing_and_an_added_one() {
    let (county, station) = worked();
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let changed = altered(&pack, &pc, &key, |text| {
        let lines = text.lines().map(|line| match line.contains(r#""kind":"visit""#) && line.contains("2026-10-12") {
            true => line.replace(r#""result":"met""#, r#""result":"refused""#),
            false => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    let view = open(&pc, &changed, &key);
    let found = view["altered"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    let told = |name: &str| found[0][name].as_str().unwrap().to_owned();
    assert_eq!(
        (told("label"), told("date"), told("what")),
        ("走访记录".into(), "2026-10-12".into(), "内容被改过".into())
    );
    let differing = unequal(&view);
    assert!(differing.iter().any(|one| one == r#""县级取数" "2026-10" "2" "1""#), "{differing:?}");
    assert!(view["unequal"].as_u64().unwrap() > 1 && view["signed"] == true);

    let gone = altered(&pack, &pc, &key, |text| {
        text.lines().filter(|line| !line.contains("2026-10-12")).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(open(&pc, &gone, &key)["altered"][0]["what"], "缺这一行");
    let added = altered(&pack, &pc, &key, |text| {
        let line = text.lines().find(|line| line.contains(r#""kind":"visit""#)).unwrap();
        let from = line.find(r#""id":""#).unwrap() + 6;
        let more = line.replace(&line[from..from + 36], "00000000-0000-7000-8000-000000000000");
        format!("{text}\n{more}")
    });
    assert_eq!(open(&pc, &added, &key)["altered"][0]["what"], "清单里没有这一行");
    let forged = altered(&pack, &pc, &key, |text| text.replacen("2026-10-31", "2026-11-30", 1));
    assert_eq!(open(&pc, &forged, &key)["signed"], false, "a changed manifest is not the county's");
}

#[test]
fn the_same_seed_draws_the_same_and_another_draws_another() {
    let (county, station) = pair();
    let who = person(&station, json!({}));
    for day in 1..=28 {
        visit(&station, &who, json!({ "date": format!("2026-10-{day:02}") }));
    }
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let drawn = |seed: &str| {
        let pack = county.fetch(&make(&county, &recipient, json!({ "seed": seed, "records": 5 }))["file"]);
        open(&pc, &pack, &key);
        let rows = pc.call("packs.rows", json!({ "kind": "visit" }))["rows"].clone();
        rows.as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let first = drawn("甲-1");
    assert_eq!((first.len(), &drawn("甲-1")), (5, &first));
    assert_ne!(drawn("甲-2"), first);
}

#[test]
fn one_person_of_two_files_is_one_in_the_pack_too_without_her_number() {
    let (county, station) = pair();
    let one = person(&station, json!({ "name": "何桂花", "id_number": WOMAN_1952, "file_created": "2026-09-01" }));
    let again = json!({ "name": "何桂华", "id_number": WOMAN_1952, "file_created": "2026-09-02" });
    let two = person(&station, again);
    for who in [&one, &two] {
        visit(&station, who, json!({ "date": "2026-10-05" }));
    }
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let view = open(&pc, &pack, &key);
    assert_eq!(unequal(&view), Vec::<String>::new());
    let persons = view["checks"].as_array().unwrap().iter().find(|one| one["code"] == "service.persons").unwrap();
    assert_eq!(persons["counted"], "1", "one woman was visited twice");
    assert!(!plain(&pack, &pc, &key).contains(WOMAN_1952));
}

#[test]
fn a_pack_for_another_key_a_damaged_one_and_another_file_are_told_apart() {
    let (county, station) = worked();
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let (_, other_key, _) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let refused = |bytes: &[u8], key: &Value, passphrase: &str| {
        let asked = json!({ "file": file(bytes), "key": key, "passphrase": passphrase });
        let refused = pc.refused("packs.open", asked);
        (json!(refused.code).as_str().unwrap().to_owned(), refused.detail)
    };
    let (code, detail) = refused(&pack, &other_key, EVALUATOR);
    assert!(code == "foreign_file" && detail.contains("另一把钥匙"), "{code} {detail}");
    let (code, detail) = refused(&pack[..pack.len() - 200], &key, EVALUATOR);
    assert!(code == "damaged_file" && detail.contains("已损坏"), "{code} {detail}");
    let (code, detail) = refused(b"PK\x03\x04", &key, EVALUATOR);
    assert!(code == "wrong_file" && detail.contains("不是评估包"), "{code} {detail}");
    assert_eq!(refused(&pack, &file(&pack), EVALUATOR).0, "wrong_file", "a pack is no key");
    assert_eq!(refused(&pack, &key, "不是这个密码呀呀").0, "wrong_passphrase");
    for (over, field) in [
        (json!({ "recipient": "age1不是" }), "recipient"),
        (json!({ "recipient": "AGE-SECRET-KEY-1" }), "recipient"),
        (json!({ "seed": " " }), "seed"),
        (json!({ "year": 2027 }), "year"),
        (json!({ "stations": 0 }), "stations"),
    ] {
        let usual = json!({ "year": 2026, "recipient": recipient, "seed": "1", "stations": 1, "records": 2, "place": { "download": true } });
        let refused = county.refused("packs.make", with(usual, over));
        assert_eq!(refused.fields[0].field, field, "{refused:?}");
    }
    let asked = json!({ "year": 2026, "recipient": recipient, "seed": "1", "stations": 1, "records": 2, "place": { "download": true } });
    assert_eq!(json!(station.refused("packs.make", asked).code), json!("not_allowed"), "only the county makes one");
}

#[test]
fn comments_come_back_as_tasks_of_the_station_once() {
    let (county, station) = worked();
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    open(&pc, &pack, &key);
    let record = pc.call("packs.rows", json!({ "kind": "visit" }))["rows"][0]["id"].clone();
    let comment = json!({ "station": CODE, "kind": "visit", "record": record, "content": "走访记录没有写下次安排", "due_date": "2026-12-20" });
    let nothing = json!({ "comments": [], "place": { "download": true } });
    assert_eq!(pc.refused("packs.comments", nothing).fields[0].field, "comments");
    let out = pc.call("packs.comments", json!({ "comments": [comment], "place": { "download": true } }));
    let said = pc.fetch(&out);
    assert!(!String::from_utf8_lossy(&said).contains("走访"), "sealed to the county");
    assert_eq!(
        json!(station.refused("packs.take_comments", json!({ "file": file(&said) })).code),
        json!("not_allowed")
    );
    let taken = county.call("packs.take_comments", json!({ "file": file(&said) }));
    assert_eq!((&taken["tasks"], &taken["known"]), (&json!(1), &json!(0)));
    let again = county.call("packs.take_comments", json!({ "file": file(&said) }));
    assert_eq!((&again["tasks"], &again["known"]), (&json!(0), &json!(1)), "taken in once");
    let store = county.app.open_store().unwrap();
    for bundle in store.export_all(&Audience::Station(CODE.into())).unwrap() {
        station.app.open_store().unwrap().import(&bundle, store::Route::Stick).unwrap();
    }
    let due = station.call("deadlines.list", json!({ "rule": "rectification" }))["rows"][0].clone();
    assert!(due["subject"].as_str().unwrap().contains("没有写下次安排") && due["due"] == "2026-12-20", "{due}");
    let other = Pc::county("韶山市", "430382");
    assert_eq!(json!(other.refused("packs.take_comments", json!({ "file": file(&said) })).code), json!("foreign_file"));
    assert_eq!(json!(county.refused("packs.take_comments", json!({ "file": file(b"x") })).code), json!("wrong_file"));
}

#[test]
fn figures_stay_equal_over_birthdays_and_the_end_of_the_year() {
    let (county, station) = worked();
    days_pass(&station, 60);
    days_pass(&county, 60);
    carry(&station, Audience::Station(CODE.into()), &county);
    let (pc, key, recipient) = evaluator();
    pc.minutes_pass(60 * 24 * 60);
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let view = open(&pc, &pack, &key);
    assert_eq!((&view["until"], unequal(&view)), (&json!("2026-12-31"), Vec::new()));
}
