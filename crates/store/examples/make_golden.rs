//! A golden database: one record of every kind a station writes, with a value in every field, so that later programs can show that they
//! still open what this one made: `hezhan.db`, `place.json`, in `records.json` what it answered, in `sent.hzb` everything as it goes to the
//! county, and in `county.json` the made-up county that opens it. `cargo run -p store --example make_golden -- FOLDER`; the folder must not exist yet.

use std::path::Path;

use changelog::{
    Audience, DeviceKeys, Identity, Op, Payload, Roster, RosterDevice, RosterStation, SignedRoster, Signer,
};
use domain::dictionary::{Field, FieldType, Kind, Writer, dictionary};
use serde_json::{Value, json};
use store::{DatabaseKey, Draft, NewDevice, Save, Store, Write};

const STATION: &str = "43018111001";
const NOW: u64 = 1_795_363_200_000;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: make_golden FOLDER");
    let folder = Path::new(&folder);
    let (device, county) = device();
    let store = Store::create(folder, &DatabaseKey::from_bytes([7; 32]), device).expect("a new database");
    let kinds: Vec<&Kind> = dictionary().kinds.iter().filter(|kind| kind.writer != Writer::County).collect();
    let ids: Vec<(&Kind, String)> =
        (1..).zip(kinds).map(|(n, kind)| (kind, format!("00000000-0000-4000-8000-{n:012}"))).collect();
    let referred = |name: &str| ids.iter().find(|(kind, _)| kind.name == name).map_or("", |(_, id)| id.as_str());
    for (n, (kind, id)) in (1..).zip(&ids) {
        let mut fields: Payload =
            kind.fields.iter().map(|field| (field.name.clone(), value(field, &referred))).collect();
        fields.insert("field_of_a_county".into(), json!({"kept": true}));
        if kind.name == "publication" {
            fields.insert("deleted_reason".into(), json!("重复登记"));
        }
        if kind.name == "errand" {
            fields.insert("provisional".into(), json!(true));
        }
        let write =
            Write { kind: kind.name.clone(), record: id.clone(), op: Op::Set, fields, seen: Default::default() };
        let (audience, author) = (Audience::Station(STATION.into()), "staff-1".into());
        let save = Save { audience, author, now_ms: NOW + n, writes: vec![write], number: None };
        store.save(save).expect("a save");
    }
    let sent = store.close_segments().expect("signed segments");
    assert_eq!(sent.len(), 1);
    std::fs::rename(&sent[0].path, folder.join("sent.hzb")).expect("moved");
    std::fs::write(folder.join("county.json"), county.to_string()).expect("written");
    store.setting_put("golden", &json!("kept")).expect("a setting");
    let draft = Draft {
        author: "staff-1".into(),
        key: "visit/new".into(),
        kind: "visit".into(),
        record: None,
        saved_ms: NOW,
        body: json!({"content": "还没写完"}),
    };
    store.draft_put(&draft).expect("a draft");
    let rows: Vec<String> = ids.iter().map(|(kind, id)| answered(&store, &kind.name, id)).collect();
    std::fs::write(folder.join("records.json"), format!("[\n{}\n]\n", rows.join(",\n"))).expect("written");
}

/// What the program answers about a record, as one line.
fn answered(store: &Store, kind: &str, id: &str) -> String {
    let row = store.row(kind, id).expect("readable").expect("the record");
    let shown = json!({
        "kind": kind,
        "id": row.id,
        "station": row.station,
        "fields": row.fields,
        "extra": row.extra,
        "provisional": row.provisional,
        "deleted_reason": row.deleted_reason,
        "created_ms": row.created_ms,
        "updated_ms": row.updated_ms,
    });
    shown.to_string()
}

/// A made-up value of the field's type.
fn value<'a>(field: &Field, referred: &dyn Fn(&str) -> &'a str) -> Value {
    let code = || {
        let table = dictionary().code_table(field.codes.as_deref().expect("codes")).expect("a code table");
        json!(table.entries.first().map_or("", |entry| &entry.code))
    };
    match field.kind {
        FieldType::Text => json!(format!("{}之一", field.label)),
        FieldType::LongText => json!(format!("{}\n第二行", field.label)),
        FieldType::Integer => json!(7),
        FieldType::Money => json!(12_345),
        FieldType::Date => json!("2026-11-23"),
        FieldType::Time => json!("10:20"),
        FieldType::Code => code(),
        FieldType::Codes => json!([code()]),
        FieldType::Reference => json!(referred(field.refers.as_deref().expect("a kind"))),
        FieldType::Attachment => json!({"name": "a.jpg"}),
    }
}

fn device() -> (NewDevice, Value) {
    let office = DeviceKeys::generate();
    let (root, keys, county) = (Signer::generate(), DeviceKeys::generate(), Identity::generate());
    let public = keys.public();
    let station = RosterStation {
        code: STATION.into(),
        name: "测试站".into(),
        recipient: Identity::generate().recipient().into(),
    };
    let pc = RosterDevice {
        id: keys.id(),
        station: Some(STATION.into()),
        letter: "A".into(),
        name: "一号电脑".into(),
        verifying_key: public.verifying_key,
        recipient: public.recipient,
        revoked: None,
    };
    let roster = Roster {
        county_id: "golden-county".into(),
        county_name: "测试县".into(),
        division: "430181".into(),
        number: 1,
        time_ms: NOW - 1000,
        root_key: root.public(),
        county_recipient: county.recipient().into(),
        recovery_recipient: Identity::generate().recipient().into(),
        hub: None,
        stations: vec![station],
        events: Vec::new(),
        devices: vec![
            pc,
            RosterDevice {
                id: office.id(),
                station: None,
                letter: "X".into(),
                name: "县里的电脑".into(),
                verifying_key: office.public().verifying_key,
                recipient: office.public().recipient,
                revoked: None,
            },
        ],
    };
    let signed = SignedRoster::sign(&roster, &root).expect("a roster");
    let opens = json!({
        "roster": signed, "root_key": root.public(), "identity": county.to_secret(), "keys": office.to_secret(),
    });
    let device = NewDevice {
        county_id: roster.county_id,
        station: Some(STATION.into()),
        letter: "A".into(),
        keys,
        roster: signed,
        root_key: root.public(),
    };
    (device, opens)
}
