//! A photo taken at a visit, from the phone to the second PC and the county: over the hub and by stick, the record always before it.
//! A backup says honestly what it does not hold.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use photos::drawn_by_phone;
use serde_json::{Value, json};
use system::people::{Pc, Stick, Story, files_of, text, wu_guixiang};

/// A photo as a phone hands it over.
fn from_phone(number: u64) -> Vec<u8> {
    drawn_by_phone(number, (640, 480), 6, "2026:11:02 09:41:27", [28, 7, 30], [113, 36, 0])
}

/// Puts a photo on a record; gives the attachment's id.
fn puts_a_photo(pc: &Pc, kind: &str, id: &str, photo: &[u8]) -> String {
    let file = json!({"name": "IMG_20261102.jpg", "base64": STANDARD.encode(photo)});
    let read = pc.call("attachments.read", json!({"kind": kind, "id": id, "files": [file]}));
    let one = &read["items"][0];
    let item =
        json!({"token": one["token"], "purpose": "photo", "caption": "厨房漏水", "taken_date": one["taken_date"]});
    let saved = pc.call("attachments.save", json!({"kind": kind, "id": id, "items": [item]}));
    text(&saved["items"][0]["record"]["id"])
}

/// The one photo of a visit as somebody's list shows it.
fn listed(pc: &Pc, visit: &str) -> Value {
    let list = pc.call("attachments.list", json!({"kind": "visit", "id": visit}));
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    list["items"][0].clone()
}

fn opened(pc: &Pc, id: &str) -> Option<Vec<u8>> {
    let file = pc.call("attachments.open", json!({"id": id}));
    file["base64"].as_str().map(|text| STANDARD.decode(text).unwrap())
}

#[test]
fn over_the_hub_the_record_comes_first_and_the_photo_after_it() {
    let (story, mut hub) = Story::by_hub();
    let Story { county, first, second, .. } = &story;
    let person = first.registers(wu_guixiang());
    let visit = first.visits(&person, "厨房漏水，已拍照。");
    hub.stop();
    let photo = puts_a_photo(first, "visit", &visit, &from_phone(1));
    let status = first.tries_to_sync();
    assert_eq!(status["photos"]["waiting"], 1);
    assert!(text(&status["sentence"]).contains("照片 1 张待送"), "{}", status["sentence"]);
    hub.start();
    first.syncs();
    assert_eq!(listed(first, &visit)["file_state"], "delivered");
    second.syncs();
    county.syncs();
    let held = json!({"waiting": 0, "delivered": 0, "taken_in": 1, "missing": 0});
    assert_eq!(
        county.call("sync.status", json!({}))["photos"],
        held,
        "it is at the county, and the county's own page says so"
    );
    let original = opened(first, &photo).unwrap();
    for pc in [second, county] {
        let shown = listed(pc, &visit);
        assert_eq!((&shown["here"], &shown["record"]["fields"]["caption"]), (&json!(true), &json!("厨房漏水")));
        assert_eq!(opened(pc, &photo).as_ref(), Some(&original));
        let small = pc.call("attachments.thumbnails", json!({"ids": [photo]}));
        assert!(small["thumbnails"][&photo].is_string());
    }
    // The same photo put on another record by the second PC travels once.
    let read = json!({"kind": "recipient", "id": person, "files": [{"name": "a.jpg", "base64": STANDARD.encode(from_phone(1))}]});
    let twins = second.call("attachments.read", read)["items"][0]["twins"].clone();
    assert!(text(&twins[0]).starts_with("走访记录"), "{twins}");
    story.everyone_agrees();
}

#[test]
fn by_stick_photos_go_along_when_asked_and_until_then_their_place_is_kept() {
    let story = Story::by_stick();
    let Story { county, first, second, station } = &story;
    let person = first.registers(wu_guixiang());
    let visit = first.visits(&person, "厨房漏水，已拍照。");
    let photo = puts_a_photo(first, "visit", &visit, &from_phone(2));
    let stick = Stick::empty();
    first.exports_to(&stick);
    county.imports_from(&stick);
    assert_eq!(listed(county, &visit)["here"], false);
    assert_eq!(opened(county, &photo), None, "a placeholder, never an error");
    assert_eq!(county.call("sync.status", json!({}))["photos"]["missing"], 1);

    let exported = first.call("stick.export", json!({"to": stick.as_destination(), "photos": true}));
    assert!(text(&exported["message"]).contains("1 张照片"), "{}", exported["message"]);
    for pc in [county, second] {
        let outcomes = pc.imports_from(&stick);
        let photos = outcomes.iter().find(|one| one["name"] == "照片").expect("one line for all photos");
        assert_eq!(photos["outcome"], "taken_in", "{outcomes:?}");
        assert_eq!(opened(pc, &photo), opened(first, &photo));
        let again = pc.imports_from(&stick);
        assert_eq!(again.iter().find(|one| one["name"] == "照片").unwrap()["outcome"], "already");
    }
    first.imports(&county.replies(station, &stick));
    assert_eq!(listed(first, &visit)["file_state"], "taken_in");
    let empty = Stick::empty();
    let nothing = first.call("stick.export", json!({"to": empty.as_destination(), "photos": true}));
    assert_eq!(nothing["files"], json!([]), "{}", nothing["message"]);
}

#[test]
fn before_the_county_has_confirmed_the_pc_photos_are_kept_seen_and_later_sent() {
    let (county, stick) = (Pc::founds_a_county(), Stick::empty());
    let station = county.registers_a_station(system::people::TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    let person = pc.registers(wu_guixiang());
    let photo = puts_a_photo(&pc, "recipient", &person, &from_phone(3));
    let original = opened(&pc, &photo).expect("she sees her own photo");
    county.confirms_by_stick(&pc, &stick);
    assert_eq!(opened(&pc, &photo).as_ref(), Some(&original));
    let stick = Stick::empty();
    pc.call("stick.export", json!({"to": stick.as_destination(), "photos": true}));
    county.imports_from(&stick);
    assert_eq!(opened(&county, &photo).as_ref(), Some(&original));
}

#[test]
fn a_spoilt_photo_file_on_a_stick_is_refused_by_itself() {
    let story = Story::by_stick();
    let Story { county, first, .. } = &story;
    let person = first.registers(wu_guixiang());
    let good = puts_a_photo(first, "recipient", &person, &from_phone(4));
    let bad = puts_a_photo(first, "recipient", &person, &from_phone(5));
    let stick = Stick::empty();
    first.call("stick.export", json!({"to": stick.as_destination(), "photos": true}));
    let of = |id: &str| text(&first.sees("attachment", id)["fields"]["blob"])[..16].to_owned();
    let file = files_of(stick.path()).into_iter().find(|path| path.display().to_string().contains(&of(&bad))).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 7]).unwrap();
    let outcomes = county.imports_from(&stick);
    assert_eq!(outcomes.iter().filter(|one| one["outcome"] == "refused").count(), 1, "{outcomes:?}");
    assert!(opened(county, &good).is_some() && opened(county, &bad).is_none());
}
