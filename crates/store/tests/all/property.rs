//! state = f(set of changes): whatever the order and the batches, every replica that holds the same changes shows the same state, and
//! the tables are what a rebuild from the log makes them.

use changelog::{Audience, Op};
use serde_json::{Value, json};
use store::{Route, Store, Write};

use crate::county::*;
use crate::opening::copy_dir;

const FIELDS: [&str; 5] = ["name", "village", "phone", "deleted_reason", "unknown_field"];
const RECORDS: u64 = 6;
/// Ids of visits begin here.
const VISITS: u64 = 100;

#[test]
fn any_order_and_any_batches_give_the_same_state() {
    for seed in [1, 2, 3, 20261123] {
        println!("seed {seed}");
        one_run(seed);
    }
}

fn one_run(seed: u64) {
    let mut random = Random::new(seed);
    let county = County::with(&["a", "b", "c", "county", "county2", "county3"]);
    let all = history(&county, &mut random);
    assert!(all.len() > 20, "seed {seed}: {} bundles", all.len());

    let mut states = Vec::new();
    for replica in ["county2", "county3"] {
        let store = county.create(replica);
        let mut order = all.clone();
        random.shuffle(&mut order);
        for bytes in &order {
            store.import(bytes, Route::Stick).expect("an import");
            if random.one_in(6) {
                // Some come twice.
                let again = order[random.below(order.len() as u64) as usize].clone();
                store.import(&again, Route::Hub).expect("an import");
            }
        }
        assert!(store.missing().expect("gaps").is_empty(), "seed {seed}");
        let projected = state(&store);
        store.rebuild().expect("a rebuild");
        assert_eq!(state(&store), projected, "seed {seed}: rebuild(log) == tables");
        assert!(store.check().expect("a report").findings.is_empty(), "seed {seed}");
        states.push(projected);
    }
    assert_eq!(states[0], states[1], "seed {seed}");
    assert!(!states[0].2.is_empty(), "seed {seed}: there were conflicts");
}

fn state(store: &Store) -> (String, Vec<String>, Vec<store::Conflict>) {
    let hash = store.state_hash_of(&Audience::Station(STATION.into())).expect("a hash");
    let heads = store.heads().expect("heads").iter().map(|head| format!("{head:?}")).collect();
    (hash, heads, store.conflicts().expect("conflicts"))
}

/// Three PCs and a county write at random, hear of each other at random, one of them is cloned unnoticed, the county erases.
fn history(county: &County, random: &mut Random) -> Vec<Vec<u8>> {
    let office = county.create("county");
    let mut pcs = vec![county.create("a"), county.create("b"), county.create("c")];
    let mut all: Vec<Vec<u8>> = Vec::new();
    for step in 0..60u64 {
        let who = random.below(3) as usize;
        let now_ms = NOW + step * random.below(3);
        scribble(&pcs[who], random, now_ms);
        if random.one_in(3) {
            collect(&pcs[who], &mut all);
        }
        if random.one_in(4) && !all.is_empty() {
            let bytes = all[random.below(all.len() as u64) as usize].clone();
            pcs[random.below(3) as usize].import(&bytes, Route::Stick).expect("an import");
            office.import(&bytes, Route::Stick).expect("an import");
        }
        if random.one_in(12) {
            let gone = match random.below(2) {
                0 => ("recipient".to_owned(), id(random.below(RECORDS))),
                _ => ("visit".to_owned(), id(VISITS + random.below(RECORDS))),
            };
            office.erase(station(), "officer", NOW + step, &[gone], &Default::default()).expect("an erasure");
            collect(&office, &mut all);
        }
        if step == 30 {
            cloned(county, &mut pcs, random, &mut all);
        }
    }
    pcs.iter().chain([&office]).for_each(|store| collect(store, &mut all));
    all
}

/// PC "a" is copied as a disk image; the copy writes for a while, then the original goes on.
fn cloned(county: &County, pcs: &mut Vec<Store>, random: &mut Random, all: &mut Vec<Vec<u8>>) {
    drop(pcs.remove(0));
    let (here, aside) = (county.path("a"), county.path("a-original"));
    copy_dir(&here, &aside);
    let copy = county.open("a");
    for step in 0..5 {
        scribble(&copy, random, NOW + step);
    }
    collect(&copy, all);
    drop(copy);
    std::fs::remove_dir_all(&here).expect("the copy is gone");
    std::fs::rename(&aside, &here).expect("the original is back");
    pcs.insert(0, county.open("a"));
}

fn collect(store: &Store, all: &mut Vec<Vec<u8>>) {
    for bytes in bundles(store) {
        if !all.contains(&bytes) {
            all.push(bytes);
        }
    }
}

/// A save of one to three records, a few fields each, seen or half seen or not seen at all.
fn scribble(store: &Store, random: &mut Random, now_ms: u64) {
    let mut writes = Vec::new();
    for _ in 0..=random.below(2) {
        let record = id(random.below(RECORDS));
        let mut fields = serde_json::Map::new();
        for _ in 0..=random.below(3) {
            let field = FIELDS[random.below(FIELDS.len() as u64) as usize];
            let value = if random.one_in(5) { Value::Null } else { json!(format!("值{}", random.below(4))) };
            fields.insert(field.into(), value);
        }
        fields.insert("remark".into(), json!(random.next().to_string()));
        let mut seen = store.row("recipient", &record).expect("a read").map(|row| row.refs).unwrap_or_default();
        if random.one_in(4) {
            seen.retain(|_, _| random.one_in(2));
        }
        writes.push(Write { kind: "recipient".into(), record, op: Op::Set, fields, seen });
    }
    writes.extend(random.one_in(2).then(|| visited(store, random)));
    let now_ms = if random.one_in(15) { 5 } else { now_ms };
    store.save(save_of(station(), now_ms, writes)).expect("a save");
}

/// A visit to somebody, entered, moved, deleted or left unfinished at random: what stands of it in her row is part of the state.
fn visited(store: &Store, random: &mut Random) -> Write {
    let record = id(VISITS + random.below(RECORDS));
    let result = ["met", "not_home", "moved"][random.below(3) as usize];
    let fields = json!({
        "recipient": id(random.below(RECORDS)), "date": format!("2026-11-{:02}", 1 + random.below(9)), "result": result,
        "next_date": if random.one_in(2) { json!(null) } else { json!(format!("2026-12-{:02}", 1 + random.below(9))) },
        "provisional": random.one_in(4), "deleted_reason": if random.one_in(4) { json!("记错了") } else { json!(null) },
        "remark": random.next().to_string(),
    });
    let seen = store.row("visit", &record).expect("a read").map(|row| row.refs).unwrap_or_default();
    Write { kind: "visit".into(), record, op: Op::Set, fields: fields.as_object().expect("fields").clone(), seen }
}
