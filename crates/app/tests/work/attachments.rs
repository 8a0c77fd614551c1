//! Photos and scans on records: what the camera noted is offered and left behind, the same photo is kept once, nothing plain lies on
//! the disk, and what cannot be taken says what to do.

use std::path::Path;

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use photos::{drawn, drawn_by_phone};
use serde_json::{Value, json};

use crate::fixture::{child, desk, person, station, visit};
use crate::pcs::Pc;

fn phone(number: u64) -> Vec<u8> {
    drawn_by_phone(number, (320, 240), 1, "2026:11:03 09:41:27", [28, 7, 30], [113, 36, 0])
}

fn chosen(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "base64": STANDARD.encode(bytes) })
}

fn visit_of(pc: &Pc) -> String {
    visit_to(pc, "李秀英")
}

fn visit_to(pc: &Pc, name: &str) -> String {
    visit(pc, &person(pc, json!({ "name": name })), json!({}))["record"]["id"].as_str().unwrap().to_owned()
}

fn read(pc: &Pc, visit: &str, files: Vec<Value>) -> Vec<Value> {
    let answer = pc.call("attachments.read", json!({ "kind": "visit", "id": visit, "files": files }));
    answer["items"].as_array().unwrap().clone()
}

fn save(pc: &Pc, visit: &str, items: Vec<Value>) -> Value {
    pc.call("attachments.save", json!({ "kind": "visit", "id": visit, "items": items }))
}

/// Reads one photo and saves it as it was offered.
fn add(pc: &Pc, visit: &str, bytes: &[u8]) -> Value {
    let read = read(pc, visit, vec![chosen("IMG_1.jpg", bytes)]);
    let item = json!({ "token": read[0]["token"], "purpose": "photo", "taken_date": read[0]["taken_date"] });
    save(pc, visit, vec![item])["items"][0].clone()
}

fn list(pc: &Pc, kind: &str, id: &str) -> Vec<Value> {
    pc.call("attachments.list", json!({ "kind": kind, "id": id }))["items"].as_array().unwrap().clone()
}

fn id_of(attachment: &Value) -> String {
    attachment["record"]["id"].as_str().unwrap().to_owned()
}

fn whole(pc: &Pc, attachment: &Value) -> Vec<u8> {
    let file = pc.call("attachments.open", json!({ "id": id_of(attachment) }));
    STANDARD.decode(file["base64"].as_str().unwrap()).unwrap()
}

const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
    2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n\
    3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

#[test]
fn photos_chosen_before_a_visit_is_saved_are_kept_with_it() {
    let pc = desk();
    let files = vec![chosen("IMG_1.jpg", &phone(1)), chosen("IMG_2.jpg", &phone(2))];
    let read = pc.call("attachments.read", json!({ "kind": "visit", "files": files }))["items"].clone();
    assert_eq!((&read[0]["here_already"], &read[0]["twins"]), (&json!(false), &json!([])));
    let visit = visit_of(&pc);
    assert!(list(&pc, "visit", &visit).is_empty(), "nothing is kept before she saves");
    let items = (0..2).map(|at| json!({ "token": read[at]["token"], "purpose": "photo" })).collect();
    assert_eq!(save(&pc, &visit, items)["items"].as_array().unwrap().len(), 2);
    assert_eq!(list(&pc, "visit", &visit).len(), 2);
}

#[test]
fn time_and_place_are_offered_and_only_what_she_confirms_is_kept() {
    let pc = desk();
    let visit = visit_of(&pc);
    let offered = read(&pc, &visit, vec![chosen("IMG_1.jpg", &phone(1))]);
    let one = &offered[0];
    assert_eq!(
        (&one["taken_date"], &one["taken_time"], &one["place"]),
        (&json!("2026-11-03"), &json!("09:41"), &json!("北纬 28.12500，东经 113.60000"))
    );
    assert_eq!((&one["error"], &one["here_already"]), (&json!(null), &json!(false)));
    assert!(list(&pc, "visit", &visit).is_empty(), "nothing is kept before she says so");
    let item = json!({ "token": one["token"], "purpose": "photo", "caption": "入户合影", "taken_date": one["taken_date"], "taken_time": "9:41" });
    let saved = save(&pc, &visit, vec![item])["items"][0].clone();
    let fields = &saved["record"]["fields"];
    assert_eq!(
        (&fields["taken_date"], &fields["taken_time"], &fields["place"]),
        (&json!("2026-11-03"), &json!("09:41"), &json!(null))
    );
    assert_eq!(
        (&saved["here"], &saved["file_state"], &saved["record"]["title"]),
        (&json!(true), &json!("saved"), &json!("照片 入户合影"))
    );
    let kept = whole(&pc, &saved);
    assert!(kept.starts_with(&[0xFF, 0xD8]));
    for word in ["Exif", "HONOR", "2026:11"] {
        assert!(!kept.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
    let listed = list(&pc, "visit", &visit);
    assert_eq!(listed.len(), 1);
    assert!(STANDARD.decode(listed[0]["thumbnail"].as_str().unwrap()).unwrap().starts_with(&[0xFF, 0xD8]));
    assert_eq!(
        pc.call("sync.status", json!({}))["photos"],
        json!({"waiting": 1, "delivered": 0, "taken_in": 0, "missing": 0})
    );
}

#[test]
fn the_same_photo_is_kept_once_and_said_where_it_is() {
    let pc = desk();
    let (visit, other) = (visit_of(&pc), visit_to(&pc, "王春生"));
    add(&pc, &visit, &phone(1));
    let again = read(&pc, &visit, vec![chosen("copy.jpg", &phone(1))]);
    assert_eq!((&again[0]["here_already"], &again[0]["token"]), (&json!(true), &json!(null)));
    assert!(again[0]["twins"][0].as_str().unwrap().starts_with("走访记录 2026-11-23"));
    let elsewhere = read(&pc, &other, vec![chosen("copy.jpg", &phone(1))]);
    let item = |again: bool| json!({ "token": elsewhere[0]["token"], "purpose": "photo", "again": again });
    let refused = save(&pc, &other, vec![item(false)]);
    assert!(refused["skipped"][0].as_str().unwrap().contains("这张照片已经在“走访记录 2026-11-23"));
    let elsewhere = read(&pc, &other, vec![chosen("copy.jpg", &phone(1))]);
    let item = json!({ "token": elsewhere[0]["token"], "purpose": "photo", "again": true });
    assert_eq!(save(&pc, &other, vec![item])["items"].as_array().unwrap().len(), 1);
    let files = files_under(&pc.app.desk_dir().join("blobs"));
    assert_eq!(files.len(), 1, "two records, one file");
    let two = read(&pc, &visit, vec![chosen("a.jpg", &phone(2)), chosen("b.jpg", &phone(2))]);
    let items = two.iter().map(|one| json!({ "token": one["token"], "purpose": "photo" })).collect();
    let saved = save(&pc, &visit, items);
    assert_eq!((saved["items"].as_array().unwrap().len(), saved["skipped"].as_array().unwrap().len()), (1, 1));
}

fn files_under(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

#[test]
fn a_whole_phone_folder_is_read_and_what_is_no_photo_in_it_is_passed_over() {
    let pc = desk();
    let visit = visit_of(&pc);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("DCIM/.thumbnails")).unwrap();
    for (name, bytes) in [
        ("DCIM/b.jpg", phone(2)),
        ("DCIM/a.JPG", phone(1)),
        ("DCIM/.thumbnails/t.jpg", phone(3)),
        ("notes.txt", b"text".to_vec()),
        ("scan.pdf", SCAN.to_vec()),
        ("IMG.HEIC", [&[0, 0, 0, 24][..], b"ftypheic", &[0; 12]].concat()),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let items = read(&pc, &visit, vec![json!({ "name": "DCIM", "path": folder.path() })]);
    let names: Vec<&str> = items.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a.JPG", "b.jpg", "IMG.HEIC", "scan.pdf"]);
    assert!(items[2]["error"].as_str().unwrap().contains("HEIC") && items[2]["token"].is_null());
    assert_eq!((&items[3]["mime"], &items[3]["pages"]), (&json!("application/pdf"), &json!(1)));
    let empty = tempfile::tempdir().unwrap();
    let request = json!({ "kind": "visit", "id": visit, "files": [{ "name": "x", "path": empty.path() }] });
    assert_eq!(pc.refused("attachments.read", request).code, ErrorCode::WrongFile);
}

#[test]
fn a_photo_is_described_turned_deleted_and_brought_back_like_any_record() {
    let pc = desk();
    let visit = visit_of(&pc);
    let saved = add(&pc, &visit, &drawn(4, 300, 200));
    let id = id_of(&saved);
    let change = |fields: Value| json!({ "kind": "attachment", "id": id, "fields": fields });
    pc.call("records.save", change(json!({ "caption": "屋顶漏水", "rotation": 90 })));
    assert_eq!(list(&pc, "visit", &visit)[0]["record"]["fields"]["rotation"], 90);
    let refused = pc.refused("records.save", change(json!({ "rotation": 45 })));
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "rotation"));
    for fields in [json!({ "sha256": "0" }), json!({ "target": "x" }), json!({ "blob": "x" })] {
        assert_eq!(pc.refused("records.save", change(fields)).code, ErrorCode::BadRequest, "the file stays what it is");
    }
    let new = json!({ "kind": "attachment", "fields": { "purpose": "photo" } });
    assert_eq!(pc.refused("records.save", new).code, ErrorCode::BadRequest);
    pc.call("records.delete", json!({ "kind": "attachment", "id": id, "reason": "放错了" }));
    assert!(list(&pc, "visit", &visit).is_empty());
    pc.call("records.undelete", json!({ "kind": "attachment", "id": id }));
    assert_eq!(whole(&pc, &list(&pc, "visit", &visit)[0]), whole(&pc, &saved));
}

#[test]
fn a_copy_outside_is_turned_as_it_is_seen_named_by_day_and_recorded() {
    let pc = desk();
    let visit = visit_of(&pc);
    let id = id_of(&add(&pc, &visit, &phone(5)));
    pc.call(
        "records.save",
        json!({ "kind": "attachment", "id": id, "fields": { "rotation": 90, "caption": "房屋/外墙" } }),
    );
    let folder = tempfile::tempdir().unwrap();
    let copied = pc.call("attachments.copy_out", json!({ "ids": [id], "to": { "folder": folder.path() } }));
    assert_eq!(copied["files"][0]["name"], "2026-11-03-走访记录-房屋_外墙.jpg");
    let bytes = std::fs::read(folder.path().join("2026-11-03-走访记录-房屋_外墙.jpg")).unwrap();
    let size = photos::take(&bytes, false).unwrap();
    assert_eq!((size.width, size.height), (240, 320));
    let history = pc.call("records.history", json!({ "kind": "attachment", "id": id }));
    assert!(history.to_string().contains("另存照片"), "{history}");
    let download = pc.call("attachments.copy_out", json!({ "ids": [id], "to": { "download": true } }));
    assert!(pc.fetch(&download["files"][0]).starts_with(&[0xFF, 0xD8]));
    let refused = pc.refused("attachments.copy_out", json!({ "ids": [id], "to": { "folder": "/no/such/folder" } }));
    assert_eq!(refused.code, ErrorCode::FileAccess);
}

#[test]
fn a_childs_photo_warns_before_it_is_made_public_and_looking_at_it_is_recorded() {
    let pc = desk();
    let child = child(&pc);
    let read =
        pc.call("attachments.read", json!({ "kind": "recipient", "id": child, "files": [chosen("a.jpg", &phone(6))] }));
    let item = json!({ "token": read["items"][0]["token"], "purpose": "photo" });
    let saved = pc.call("attachments.save", json!({ "kind": "recipient", "id": child, "items": [item] }));
    let id = id_of(&saved["items"][0]);
    assert_eq!(pc.call("attachments.list", json!({ "kind": "recipient", "id": child }))["minor"], true);
    pc.call("attachments.open", json!({ "id": id }));
    let history = pc.call("records.history", json!({ "kind": "attachment", "id": id }));
    assert!(history.to_string().contains("打开档案"), "{history}");
    let copied = pc.call("attachments.copy_out", json!({ "ids": [id], "to": { "download": true } }));
    assert!(copied["message"].as_str().unwrap().contains("打码"));
}

#[test]
fn a_persons_tab_shows_the_photos_of_everything_done_for_them() {
    let pc = desk();
    let someone = person(&pc, json!({}));
    let visit = visit(&pc, &someone, json!({}))["record"]["id"].as_str().unwrap().to_owned();
    add(&pc, &visit, &phone(7));
    let of = |all: bool| {
        pc.call("attachments.list", json!({ "kind": "recipient", "id": someone, "all": all }))["items"].clone()
    };
    assert_eq!(of(false), json!([]));
    assert_eq!(of(true)[0]["of_title"].as_str().unwrap(), "走访记录 2026-11-23 入户");
    assert_eq!((&of(true)[0]["of_kind"], &of(true)[0]["of_id"]), (&json!("visit"), &json!(visit)));
}

#[test]
fn bad_input_is_told_at_its_place_and_the_rest_goes_on() {
    let pc = desk();
    let visit = visit_of(&pc);
    let good = drawn(8, 64, 48);
    let items = read(
        &pc,
        &visit,
        vec![
            chosen("bad.jpg", b"no photo"),
            chosen("empty.jpg", b""),
            chosen("good.jpg", &good),
            json!({ "name": "gone.jpg", "path": "/no/such/file.jpg" }),
            json!({ "name": "half.jpg", "base64": "%%%" }),
        ],
    );
    let errors: Vec<bool> = items.iter().map(|one| one["error"].is_string()).collect();
    assert_eq!(errors, [true, true, false, true, true]);
    assert!(items.iter().filter_map(|one| one["error"].as_str()).all(|error| error.contains('请')), "{items:?}");
    let token = &items[2]["token"];
    let wrong = json!({ "kind": "visit", "id": visit, "items": [{ "token": token, "purpose": "photo", "taken_date": "去年" }] });
    let refused = pc.refused("attachments.save", wrong);
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "0.taken_date"));
    let no_purpose = json!({ "kind": "visit", "id": visit, "items": [{ "token": token, "purpose": "" }] });
    assert_eq!(pc.refused("attachments.save", no_purpose).fields[0].field, "0.purpose");
    let long = json!({ "kind": "visit", "id": visit, "items": [{ "token": token, "purpose": "photo", "caption": "长".repeat(10_000) }] });
    assert_eq!(pc.refused("attachments.save", long).fields[0].field, "0.caption");
    assert!(files_under(&pc.app.desk_dir().join("blobs")).is_empty(), "nothing is kept of what was refused");
    let unknown = json!({ "kind": "visit", "id": visit, "items": [{ "token": "0", "purpose": "photo" }] });
    assert_eq!(pc.refused("attachments.save", unknown).code, ErrorCode::NotFound);
    assert_eq!(
        save(&pc, &visit, vec![json!({ "token": token, "purpose": "photo", "caption": "𠮷😀" })])["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let nowhere = json!({ "kind": "visit", "id": "x", "files": [chosen("good.jpg", &good)] });
    assert_eq!(pc.refused("attachments.read", nowhere).code, ErrorCode::NotFound);
    let many: Vec<Value> = (0..201).map(|_| chosen("a.jpg", b"")).collect();
    assert!(
        pc.refused("attachments.read", json!({ "kind": "visit", "id": visit, "files": many })).detail.contains("200")
    );
}

#[test]
fn the_county_looks_and_adds_nothing() {
    let (pc, county) = station();
    let someone = person(&pc, json!({}));
    let refused = county.refused("attachments.read", json!({ "kind": "recipient", "id": someone, "files": [] }));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
}
