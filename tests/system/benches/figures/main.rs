//! Figures of `make bench`, measured in one run: saving a visit against one raw SQLCipher transaction with the same
//! bytes, pushing 10,000 visits to the receipt, search among 50,000 recipients, the county's board, table and quarterly report over 40
//! stations, its import, a case file as paper, a ledger of 10,000 rows, and starting the window. Prints a table with ratios and asserts nothing,
//! for machines differ. `HEZHAN_SEED` repeats a run with the same people; a word on the command line runs only what contains it
//! (`make bench` with ` -- saving` behind its line); `HEZHAN_SHARE=100` makes county and import a hundredth; `HEZHAN_SLOW=1`: a slow PC.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "figures are read on the terminal, and what is missing ends the run"
)]

mod county;
mod importing;
mod ledgers;
mod papers;
mod quarter;
mod slow;
mod starting;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use changelog::HubPlace;
use rusqlite::{Connection, TransactionBehavior, params};
use store::{DatabaseKey, Store};
use system::bare::{self, BareCounty};
use system::made_up::MadeUp;

const VISITS: usize = 10_000;
const RECIPIENTS: usize = 50_000;
const QUESTIONS: usize = 200;

/// One part of the bench.
type Part = (&'static str, fn(&mut MadeUp));

fn main() {
    let seed = std::env::var("HEZHAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_101);
    println!("seed {seed}; {} CPUs", std::thread::available_parallelism().map_or(0, usize::from));
    if cfg!(debug_assertions) {
        println!("not a release build: these figures mean little");
    }
    let mut made_up = MadeUp::new(seed);
    line("what", "reached", "floor or aim");
    // Cargo passes `--bench`; any other word is a choice.
    let choice: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if std::env::var_os("HEZHAN_SLOW").is_some() {
        return slow::slow(&mut made_up);
    }
    let parts: [Part; 7] = [
        ("saving-and-pushing", saving_and_pushing),
        ("searching", searching),
        ("county", county::county),
        ("importing", importing::importing),
        ("papers", papers::papers),
        ("ledgers", ledgers::ledgers),
        ("starting", starting::starting),
    ];
    for (name, measure) in parts {
        if choice.is_empty() || choice.iter().any(|word| name.contains(word)) {
            measure(&mut made_up);
        }
    }
}

fn line(what: &str, reached: &str, aim: &str) {
    println!("{what:<44} {reached:>16}   {aim}");
}

/// How many of so many: all, or the share that is asked for.
fn sized(whole: usize) -> usize {
    let share = std::env::var("HEZHAN_SHARE").ok().and_then(|share| share.parse().ok()).unwrap_or(1);
    (whole / share).max(1)
}

/// A sorted list's value at a share of it.
fn at(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

fn ms(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

fn saving_and_pushing(made_up: &mut MadeUp) {
    let (dir, key) = (tempfile::tempdir().unwrap(), DatabaseKey::random());
    let hub_dir = dir.path().join("hub");
    let county = BareCounty::new();
    let init = hub::Init {
        data_dir: hub_dir.clone(),
        county: county.roster.county_id.clone(),
        root_key: county.root.public().to_string(),
        address: "127.0.0.1:8443".into(),
    };
    hub::init(&init).unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let hub = hub::serve(hub::Config { data_dir: hub_dir, listen, rates: hub::limits::Rates::default(), log: false })
        .unwrap();
    let county =
        county.with_hub(HubPlace { url: hub.url.clone(), pin: hub.pin.clone(), key: hub.key.parse().unwrap() });
    let store = county.station_store(&dir.path().join("desk"), &key);

    let people: Vec<String> = (0..VISITS / 10).map(|_| made_up.id()).collect();
    let staff = [made_up.id(), made_up.id()];
    let mut json = 0;
    let (mut times, mut floors) = (Vec::with_capacity(VISITS), Vec::with_capacity(VISITS));
    let mut floor = Floor::new(&dir.path().join("floor.db"), &key);
    let mut header = None;
    for number in 0..VISITS {
        let author = &staff[number % 2];
        let (id, now_ms) = (made_up.id(), made_up.next_ms());
        let fields = made_up.visit(&people[(number * 7919) % people.len()], author);
        let payload = serde_json::to_string(&fields).unwrap();
        json += payload.len();
        let begun = Instant::now();
        bare::save(&store, author, now_ms, "visit", vec![(id, fields)]).unwrap();
        times.push(begun.elapsed());
        // Turn by turn, so that whatever else the machine does burdens both alike.
        let header = header.get_or_insert_with(|| newest_header(&dir.path().join("desk").join(store::DATABASE), &key));
        floors.push(floor.save(header, &payload));
    }
    floors.sort_unstable();
    times.sort_unstable();
    let ratio = |share| at(&times, share).as_secs_f64() / at(&floors, share).as_secs_f64();
    line("a visit, JSON", &format!("{} B", json / VISITS), "about 500 B");
    line(
        "saving a visit, p50",
        &ms(at(&times, 0.5)),
        &format!("{:.2} × floor {}; aim 1.5 ×", ratio(0.5), ms(at(&floors, 0.5))),
    );
    line(
        "saving a visit, p95",
        &ms(at(&times, 0.95)),
        &format!("{:.2} × floor {}", ratio(0.95), ms(at(&floors, 0.95))),
    );
    pushing(&store, made_up.next_ms());
}

/// One raw SQLCipher transaction with the same bytes, as durable as the store's, and nothing else.
struct Floor(Connection);

impl Floor {
    fn new(path: &Path, key: &DatabaseKey) -> Floor {
        let raw = connect(path, key);
        raw.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
        raw.pragma_update(None, "synchronous", "FULL").unwrap();
        raw.execute_batch("CREATE TABLE changes (id INTEGER PRIMARY KEY, header TEXT, payload TEXT)").unwrap();
        Floor(raw)
    }

    fn save(&mut self, header: &str, payload: &str) -> Duration {
        let begun = Instant::now();
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        let sql = "INSERT INTO changes (header, payload) VALUES (?1, ?2)";
        transaction.prepare_cached(sql).unwrap().execute(params![header, payload]).unwrap();
        transaction.commit().unwrap();
        begun.elapsed()
    }
}

fn connect(path: &Path, key: &DatabaseKey) -> Connection {
    let literal: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let connection = sqlite::open(path, Default::default()).unwrap();
    connection.pragma_update(None, "key", format!("x'{literal}'")).unwrap();
    connection
}

/// The header that the store wrote with a visit; all of them are as long, give or take a digit.
fn newest_header(database: &Path, key: &DatabaseKey) -> String {
    let sql = "SELECT header FROM changes WHERE op = 'set' ORDER BY id DESC LIMIT 1";
    connect(database, key).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn pushing(store: &Store, now_ms: u64) {
    let before = store.counts().unwrap();
    let mut phases: Vec<(String, Instant)> = Vec::new();
    let begun = Instant::now();
    let outcome = sync::run_once(store, now_ms, &Arc::new(AtomicBool::new(false)), &mut |progress| {
        let phase = progress.phase.label().to_string();
        if phases.last().is_none_or(|(last, _)| *last != phase) {
            phases.push((phase, Instant::now()));
        }
        ControlFlow::Continue(())
    });
    let took = begun.elapsed();
    let after = store.counts().unwrap();
    assert_eq!((outcome.offline, outcome.problems), (None, Vec::new()), "the push went through");
    assert_eq!((after.saved, after.delivered), (0, before.saved), "everything is receipted");
    let bytes: u64 = store.outbox().unwrap().iter().map(|item| item.len).sum();
    line(
        "pushing 10,000 visits to the receipt",
        &format!("{:.0} /s", VISITS as f64 / took.as_secs_f64()),
        &format!("in {}; aim 20,000 /s", ms(took)),
    );
    line("a visit on the wire, envelope and all", &format!("{:.1} B", bytes as f64 / VISITS as f64), "aim 90 B");
    let mut since = begun;
    for (place, (phase, start)) in phases.iter().enumerate() {
        let end = phases.get(place + 1).map_or(begun + took, |(_, next)| *next);
        line(&format!("  {phase}"), &ms(end - *start), &format!("after {}", ms(*start - since)));
        since = *start;
    }
}

fn searching(made_up: &mut MadeUp) {
    let (dir, key) = (tempfile::tempdir().unwrap(), DatabaseKey::random());
    let store = BareCounty::new().station_store(dir.path(), &key);
    let staff = made_up.id();
    let mut people = Vec::with_capacity(RECIPIENTS);
    let begun = Instant::now();
    while people.len() < RECIPIENTS {
        let records: Vec<_> = (0..500).map(|_| (made_up.id(), made_up.recipient())).collect();
        people.extend(records.iter().map(|(_, fields)| fields.clone()));
        bare::save(&store, &staff, made_up.next_ms(), "recipient", records).unwrap();
    }
    line("registering 50,000 recipients", &format!("{:.1} s", begun.elapsed().as_secs_f64()), "in saves of 500");
    let text = |place: usize, field: &str| people[(place * 7919) % people.len()][field].as_str().unwrap().to_owned();
    let first = |mut all: Vec<String>| all.swap_remove(0);
    let questions: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("whole name", &|place| text(place, "name")),
        ("two characters of a name", &|place| text(place, "name").chars().take(2).collect()),
        ("pinyin", &|place| first(domain::names::pinyin_full(&text(place, "name")))),
        ("initials", &|place| first(domain::names::pinyin_initials(&text(place, "name")))),
        ("last four of the ID number", &|place| text(place, "id_number")[14..].to_owned()),
        ("village and surname", &|place| {
            format!("{} {}", text(place, "village"), text(place, "name").chars().next().unwrap())
        }),
        ("village, which thousands share", &|place| text(place, "village")),
    ];
    let mut all = Vec::new();
    for (what, question) in questions {
        let mut times: Vec<Duration> = (0..QUESTIONS).map(|place| asked(&store, &question(place))).collect();
        times.sort_unstable();
        line(&format!("  search by {what}"), &ms(at(&times, 0.95)), &format!("p95; p50 {}", ms(at(&times, 0.5))));
        all.extend(times);
    }
    all.sort_unstable();
    line("search at 50,000 recipients, p95", &ms(at(&all, 0.95)), &format!("p50 {}; aim 10 ms", ms(at(&all, 0.5))));
}

fn asked(store: &Store, text: &str) -> Duration {
    let begun = Instant::now();
    let hits = store.search(text, &[], 20).unwrap();
    let took = begun.elapsed();
    assert!(!hits.is_empty(), "nobody is found by {text}");
    took
}
