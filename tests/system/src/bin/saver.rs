//! A program that does nothing but save visits, to be killed in the middle of it (`tests/stories/kill_nine.rs`).
//! It prints the id of each visit after the store has said that it is saved, and seals bundles now and then.
//! Usage: saver DIRECTORY KEY-IN-HEX SEED

use std::io::Write;
use std::path::Path;

use store::{DatabaseKey, Store};
use system::bare;
use system::made_up::MadeUp;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, dir, key, seed] = arguments.as_slice() else { panic!("usage: saver DIRECTORY KEY-IN-HEX SEED") };
    let bytes: Vec<u8> =
        (0..32).map(|place| u8::from_str_radix(&key[2 * place..2 * place + 2], 16).expect("hex")).collect();
    let key = DatabaseKey::from_bytes(bytes.try_into().expect("32 bytes"));
    let store = Store::open(Path::new(dir), &key).expect("the store opens");
    let mut made_up = MadeUp::new(seed.parse().expect("a number"));
    let (person, staff) = (made_up.id(), made_up.id());
    let mut out = std::io::stdout().lock();
    for number in 1u64.. {
        let (id, fields) = (made_up.id(), made_up.visit(&person, &staff));
        bare::save(&store, &staff, made_up.next_ms(), "visit", vec![(id.clone(), fields)]).expect("the visit is saved");
        writeln!(out, "{id}").and_then(|()| out.flush()).expect("someone reads what was saved");
        if number % 8 == 0 {
            store.close_segments().expect("what is unsent is sealed");
        }
    }
}
