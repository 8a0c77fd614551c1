#[path = "app/pcs.rs"]
#[allow(dead_code)]
mod pcs;
use std::collections::BTreeMap;
use std::time::Instant;
use changelog::{Audience, Op};
use serde_json::{Value, json};
use store::{Save, Write};

#[test]
fn measure() {
    let county = pcs::Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let pc = pcs::Pc::joined(&file, &code, "林小禾", "supervisor");
    let store = pc.app.open_store().unwrap();
    let me = pc.me();
    let save = |writes: Vec<Write>| {
        store.save(Save { audience: Audience::Station("43018111001".into()), author: me.clone(), now_ms: pc.app.now_ms(), writes, number: None }).unwrap();
    };
    let write = |kind: &str, id: String, fields: Value| Write { kind: kind.into(), record: id, op: Op::Set, fields: fields.as_object().unwrap().clone(), seen: BTreeMap::new() };
    let (people, visits) = (50_000u32, 100_000u32);
    let start = Instant::now();
    let names = ["张桂兰", "王建国", "李秀英", "周小明", "刘德华", "单田芳", "陈美丽"];
    let mut batch = Vec::new();
    for i in 0..people {
        let birth = format!("{}-{:02}-{:02}", 1930 + i % 90, 1 + i % 12, 1 + i % 28);
        batch.push(write("recipient", format!("p{i}"), json!({"name": names[i as usize % 7], "sex": "1", "birth_date": birth, "village": format!("第{}村", i % 20), "assigned_worker": me, "file_created": "2025-01-01"})));
        if i % 3 == 0 {
            batch.push(write("recipient_category", format!("c{i}"), json!({"recipient": format!("p{i}"), "category": if i % 2 == 0 { "dibao" } else { "elderly_living_alone" }, "start_date": "2025-01-01"})));
        }
        if batch.len() >= 2000 { save(std::mem::take(&mut batch)); }
    }
    save(std::mem::take(&mut batch));
    println!("people {:?}", start.elapsed());
    for i in 0..visits {
        let day = 1 + i % 28;
        let month = 1 + (i / 28) % 11;
        batch.push(write("visit", format!("v{i}"), json!({"recipient": format!("p{}", i % 7000), "date": format!("2026-{month:02}-{day:02}"), "next_date": format!("2026-{:02}-{day:02}", month + 1), "contact_mode": "home", "visit_type": "home_visit", "result": if i % 10 == 0 { "not_home" } else { "met" }, "visitor_staff": me, "area": "A4", "service_item": "A401", "observation_text": "精神尚可，饮食正常，家中卫生一般，用电安全已提醒。"})));
        if batch.len() >= 2000 { save(std::mem::take(&mut batch)); }
    }
    save(std::mem::take(&mut batch));
    println!("visits {:?}", start.elapsed());
    for round in 0..2 {
        for (name, request) in [
            ("home.get", json!({})),
            ("recipients.list", json!({})),
            ("recipients.list", json!({"order": "village", "offset": 20000})),
            ("recipients.list", json!({"order": "name"})),
            ("recipients.list", json!({"text": "zgl"})),
            ("recipients.list", json!({"categories": ["dibao"]})),
            ("recipients.list", json!({"due": true})),
            ("visits.month", json!({})),
            ("visits.defaults", json!({"recipient": "p5"})),
            ("recipients.overview", json!({"id": "p5"})),
            ("recipients.timeline", json!({"id": "p5"})),
            ("search.find", json!({"text": "周小"})),
            ("cases.board", json!({})),
            ("recipients.duplicates", json!({"name": "张桂兰", "birth_date": "1940-01-01", "village": "第1村"})),
        ] {
            let start = Instant::now();
            pc.call(name, request.clone());
            println!("{round} {name} {request} {:?}", start.elapsed());
        }
    }
}
