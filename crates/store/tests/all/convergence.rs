//! Convergence and conflicts of real stores against an oracle that knows nothing of logs: three PCs and the county write and hear of each
//! other at random, with clocks that jump by decades. Two values are in conflict when neither author had seen the other, and only then.

use std::collections::{BTreeMap, BTreeSet};

use campaign::Rng;
use changelog::Op;
use serde_json::{Value, json};
use store::{Route, Store, Write};

use crate::county::*;

const FIELDS: [&str; 3] = ["phone", "village", "remark"];
const YEAR: i64 = 365 * 24 * 60 * MINUTE as i64;

/// A write of one field as the oracle remembers it.
struct Written {
    record: String,
    field: &'static str,
    value: String,
    /// What its author had seen (places in the history).
    past: BTreeSet<usize>,
}

struct Pc {
    store: Store,
    seen: BTreeSet<usize>,
    /// Written and not sent.
    own: BTreeSet<usize>,
    skew: i64,
    /// How many of each other's bundles have come in.
    taken: BTreeMap<usize, usize>,
}

/// Bundles of each PC, oldest first, with what is in them.
type Sent = Vec<Vec<(Vec<u8>, BTreeSet<usize>)>>;

#[test]
fn real_stores_converge_and_their_conflicts_are_those_of_an_oracle() {
    let county = County::with(&["a", "b", "c", "county"]);
    let pc = |name: &&str| Pc {
        store: county.create(name),
        seen: BTreeSet::new(),
        own: BTreeSet::new(),
        skew: 0,
        taken: BTreeMap::new(),
    };
    let mut pcs: Vec<Pc> = ["a", "b", "c", "county"].iter().map(pc).collect();
    let mut sent: Sent = vec![Vec::new(); pcs.len()];
    // The same stores all the way, with other people in each run: making them anew costs more than a run.
    campaign::run("convergence", 50, |random| {
        let records: Vec<String> = (0..2).map(|_| id(random.u64(..1_000_000_000_000))).collect();
        let mut history = Vec::new();
        for _ in 0..14 {
            one_step(&mut pcs, &mut sent, &records, &mut history, random);
        }
        for who in 0..pcs.len() {
            send(&mut pcs, &mut sent, who);
        }
        for who in 0..pcs.len() {
            let mut from: Vec<usize> = (0..pcs.len()).collect();
            random.shuffle(&mut from);
            from.into_iter().for_each(|from| while take(&mut pcs, &sent, who, from) {});
        }
        agree(&pcs, &records, &history);
        pcs.iter_mut().for_each(|pc| pc.seen.clear());
        sent.iter_mut().flatten().for_each(|(_, holds)| holds.clear());
    });
    for pc in &pcs {
        let before = pc.store.state_hash_of(&station()).expect("a hash");
        pc.store.rebuild().expect("a rebuild");
        assert_eq!(pc.store.state_hash_of(&station()).expect("a hash"), before, "the tables are what the log says");
    }
}

fn one_step(pcs: &mut [Pc], sent: &mut Sent, records: &[String], history: &mut Vec<Written>, random: &mut Rng) {
    // The county only listens: what it writes about people are notes.
    let who = random.usize(..pcs.len() - 1);
    match random.u8(..10) {
        0..5 => write_something(&mut pcs[who], records, history, random),
        5..7 => send(pcs, sent, who),
        7..9 => {
            let (to, from) = (random.usize(..pcs.len()), random.usize(..pcs.len()));
            take(pcs, sent, to, from);
        }
        _ => pcs[who].skew = random.i64(-30 * YEAR..50 * YEAR),
    }
}

fn write_something(pc: &mut Pc, records: &[String], history: &mut Vec<Written>, random: &mut Rng) {
    let record = random.choice(records).expect("a record");
    let fields: Vec<&'static str> = FIELDS.into_iter().filter(|_| random.bool()).collect();
    if fields.is_empty() {
        return;
    }
    let values: BTreeMap<&str, String> = fields.iter().map(|field| (*field, format!("值{}", random.u8(..3)))).collect();
    let seen = pc.store.row("recipient", record).expect("a read").map(|row| row.refs).unwrap_or_default();
    let payload = values.iter().map(|(field, value)| (field.to_string(), json!(value))).collect();
    let write = Write { kind: "recipient".into(), record: record.clone(), op: Op::Set, fields: payload, seen };
    pc.store.save(save_of(station(), NOW.saturating_add_signed(pc.skew), vec![write])).expect("a save");
    let past = pc.seen.clone();
    // Who leaves a field as it stands has not written it.
    let changed = |field: &&'static str| {
        let living = living(history, &past, record, field);
        living.len() != 1 || !living.contains(values.get(field).map_or("", String::as_str))
    };
    let changed: Vec<&'static str> = fields.into_iter().filter(changed).collect();
    for (field, value) in changed.into_iter().filter_map(|field| Some((field, values.get(field)?))) {
        pc.seen.insert(history.len());
        pc.own.insert(history.len());
        history.push(Written { record: record.clone(), field, value: value.clone(), past: past.clone() });
    }
}

/// The values of a field that nobody who had seen them has written anew, among these writes.
fn living<'h>(history: &'h [Written], among: &BTreeSet<usize>, record: &str, field: &str) -> BTreeSet<&'h str> {
    let writes = |place: &&usize| history[**place].record == record && history[**place].field == field;
    let writers: Vec<&usize> = among.iter().filter(writes).collect();
    let lives = |place: &&&usize| !writers.iter().any(|later| history[**later].past.contains(**place));
    writers.iter().filter(lives).map(|place| history[**place].value.as_str()).collect()
}

fn send(pcs: &mut [Pc], sent: &mut Sent, who: usize) {
    let pc = &mut pcs[who];
    if pc.own.is_empty() {
        return;
    }
    let already: Vec<Vec<u8>> = sent[who].iter().map(|(bytes, _)| bytes.clone()).collect();
    let new: Vec<Vec<u8>> = bundles(&pc.store).into_iter().filter(|bytes| !already.contains(bytes)).collect();
    let held = std::mem::take(&mut pc.own);
    let last = new.len().saturating_sub(1);
    // All of it is known with the last of them.
    sent[who].extend(
        new.into_iter()
            .enumerate()
            .map(|(place, bytes)| (bytes, if place == last { held.clone() } else { BTreeSet::new() })),
    );
}

/// Takes the next bundle of another PC, and one of the older ones again. False when there is none.
fn take(pcs: &mut [Pc], sent: &Sent, to: usize, from: usize) -> bool {
    let next = *pcs[to].taken.get(&from).unwrap_or(&0);
    let Some((bytes, holds)) = sent[from].get(next).filter(|_| from != to) else { return false };
    pcs[to].store.import(bytes, Route::Stick).expect("an import");
    pcs[to].store.import(&sent[from][next / 2].0, Route::Hub).expect("once more");
    pcs[to].taken.insert(from, next + 1);
    pcs[to].seen.extend(holds);
    true
}

fn agree(pcs: &[Pc], records: &[String], history: &[Written]) {
    let hash = |pc: &Pc| pc.store.state_hash_of(&station()).expect("a hash");
    assert!(pcs.iter().all(|pc| hash(pc) == hash(&pcs[0])), "all show the same");
    let found = pcs[0].store.conflicts().expect("conflicts");
    let everything: BTreeSet<usize> = (0..history.len()).collect();
    for record in records {
        let row = pcs[0].store.row("recipient", record).expect("a read");
        for field in FIELDS {
            let living = living(history, &everything, record, field);
            let conflict = found.iter().find(|conflict| conflict.record == *record && conflict.field == field);
            let shown: BTreeSet<&str> = match conflict {
                Some(conflict) => conflict.values.iter().filter_map(|value| value.value.as_str()).collect(),
                None => row.iter().filter_map(|row| row.fields.get(field).and_then(Value::as_str)).collect(),
            };
            assert_eq!(shown, living, "{record} {field}");
            assert_eq!(conflict.is_some(), living.len() > 1, "{record} {field}: found and expected conflicts differ");
        }
    }
}
