//! Measures the store against floors, in one run: saving a visit (floor: one raw SQLCipher transaction with the same bytes), sealing and
//! importing 10,000 visits, search at 50,000 recipients. Made-up people only. `cargo run --release -p store --example bench_save`
#![allow(clippy::print_stdout, reason = "figures are read on the terminal, and what is missing ends the run")]

use std::time::{Duration, Instant};

use changelog::{Audience, DeviceKeys, Identity, Op, Roster, RosterDevice, RosterStation, SignedRoster, Signer};
use serde_json::{Map, Value, json};
use store::{DatabaseKey, NewDevice, Route, Save, Store, Write};

const STATION: &str = "43018111001";
const NOW: u64 = 1_795_363_200_000;
const RECIPIENTS: u64 = 50_000;
const VISITS: u64 = 10_000;
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单欧阳";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲飞宇浩凯鹏华建文辉力国庆春梅冬生秋菊雪珍莲凤金香云波斌健翔旭宁欣怡子涵梓轩雨泽诗琪嘉懿晨曦博雅思远";
const VILLAGES: &str =
    "新河 石门 南街 北冲 大塘 枫林 白沙 双江 金鸡 桃花 莲塘 杉木 黄泥 青山 龙潭 花桥 高坪 长冲 樟树 竹山";

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn letter(&mut self, of: &str) -> char {
        let letters: Vec<char> = of.chars().collect();
        // Squared, so that the first surnames are common ones.
        let place = self.below(1000) * self.below(1000) * letters.len() / 1_000_000;
        letters[place.min(letters.len() - 1)]
    }

    fn name(&mut self) -> String {
        let (surname, first) = (self.letter(SURNAMES), self.letter(GIVEN));
        if self.below(5) == 0 { format!("{surname}{first}") } else { format!("{surname}{first}{}", self.letter(GIVEN)) }
    }
}

fn main() {
    let dir = tempfile::tempdir().expect("a folder");
    let (root, county, station_key) = (Signer::generate(), Identity::generate(), Identity::generate());
    let (pc, office) = (DeviceKeys::generate(), DeviceKeys::generate());
    let listed = |keys: &DeviceKeys, station: Option<&str>| RosterDevice {
        id: keys.id(),
        station: station.map(str::to_string),
        letter: "A".into(),
        name: "PC".into(),
        verifying_key: keys.public().verifying_key,
        recipient: keys.public().recipient,
        revoked: None,
    };
    let roster = Roster {
        county_id: "bench".into(),
        county_name: "测试县".into(),
        division: "430181".into(),
        number: 1,
        time_ms: NOW,
        root_key: root.public(),
        county_recipient: county.recipient().into(),
        recovery_recipient: county.recipient().into(),
        hub: None,
        stations: vec![RosterStation {
            code: STATION.into(),
            name: "站".into(),
            recipient: station_key.recipient().into(),
        }],
        events: Vec::new(),
        devices: vec![listed(&pc, Some(STATION)), listed(&office, None)],
    };
    let open = |name: &str, keys: &DeviceKeys, station: Option<&str>| {
        let device = NewDevice {
            county_id: "bench".into(),
            station: station.map(str::to_string),
            letter: "A".into(),
            keys: keys.clone(),
            roster: SignedRoster::sign(&roster, &root).expect("a roster"),
            root_key: root.public(),
        };
        Store::create(&dir.path().join(name), &DatabaseKey::random(), device).expect("a database")
    };
    let store = open("station", &pc, Some(STATION));
    let office = open("county", &office, None);
    office.set_station_identity(None, &county.to_secret()).expect("the identity");

    let mut random = Random(20_261_123);
    fill(&store, &mut random);
    sent(&store, "recipients");
    save_a_visit(&store, dir.path(), &mut random);
    sent(&store, "the bench's own visits");
    for first in (0..VISITS).step_by(500) {
        let writes = (first..first + 500).map(|n| visit(1_000_000 + n, &mut random)).collect();
        store.save(save(writes, n_ms(first))).expect("a save");
    }
    let bytes = sent(&store, "visits");
    for bundle in std::fs::read_dir(store.dir().join("outbox")).expect("the outbox").flatten() {
        let content = std::fs::read(bundle.path()).expect("a bundle");
        let start = Instant::now();
        let imported = office.import(&content, Route::Stick).expect("an import");
        let waits = if imported.waiting.is_empty() { "" } else { " (waiting)" };
        println!(
            "import    {:>6} changes  {:>7.0} changes/s{waits}",
            imported.applied,
            imported.applied as f64 / start.elapsed().as_secs_f64()
        );
    }
    println!("wire      {:.1} bytes a visit", bytes as f64 / VISITS as f64);
    search(&store, &mut random);
}

fn n_ms(n: u64) -> u64 {
    NOW + n * 1000
}

fn save(writes: Vec<Write>, now_ms: u64) -> Save {
    Save {
        audience: Audience::Station(STATION.into()),
        author: "4f9f6f0c-8a53-4f10-9a57-0d2d7f7f3c11".into(),
        now_ms,
        writes,
        number: None,
    }
}

fn record(n: u64) -> String {
    format!("{n:08x}-5b1f-4c1e-9d3a-{:012x}", n.wrapping_mul(0x9E37_79B9_7F4A) & 0xffff_ffff_ffff)
}

fn write(kind: &str, n: u64, fields: Value) -> Write {
    let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
    Write { kind: kind.into(), record: record(n), op: Op::Set, fields, seen: Default::default() }
}

fn visit(n: u64, random: &mut Random) -> Write {
    let texts = [
        "精神状态良好，血压平稳，按时服药",
        "反映屋顶漏雨，希望帮助联系维修",
        "子女外出务工，平时由邻居照应",
        "近期腿脚不便，需要助行器",
    ];
    write(
        "visit",
        n,
        json!({
            "recipient": record(random.below(RECIPIENTS as usize) as u64), "date": format!("2026-11-{:02}", 1 + random.below(28)),
            "start_time": format!("{:02}:{:02}", 8 + random.below(9), random.below(60)), "contact_mode": "home", "visit_type": "care_visit",
            "result": "met", "visitor_staff": "4f9f6f0c-8a53-4f10-9a57-0d2d7f7f3c11", "area": "social_assistance", "service_method": "visit",
            "observations": ["house_clean", "medication"], "observation_text": texts[random.below(texts.len())], "needs": ["medical"],
            "action_taken": "已电话联系村委会跟进处理", "next_date": format!("2026-12-{:02}", 1 + random.below(28)), "risk_level": "green",
        }),
    )
}

fn fill(store: &Store, random: &mut Random) {
    let villages: Vec<&str> = VILLAGES.split(' ').collect();
    let start = Instant::now();
    for first in (0..RECIPIENTS).step_by(500) {
        let writes = (first..first + 500).map(|n| {
            let fields = json!({"name": random.name(), "sex": "2", "village": format!("{}村", villages[random.below(villages.len())]),
                "id_number": format!("430181{:04}{:02}{:02}{:04}", 1930 + random.below(80), 1 + random.below(12), 1 + random.below(28), random.below(10_000)),
                "phone": format!("138{:08}", random.below(100_000_000)), "group_no": format!("{}组", 1 + random.below(20)), "file_created": "2026-01-05"});
            write("recipient", n, fields)
        });
        store.save(save(writes.collect(), NOW)).expect("a save");
    }
    println!("fill      {RECIPIENTS} recipients  {:.0}/s", RECIPIENTS as f64 / start.elapsed().as_secs_f64());
}

/// Signs and seals what is unsent; gives the bytes of the new bundles.
fn sent(store: &Store, what: &str) -> u64 {
    let before: std::collections::HashSet<String> =
        store.outbox().expect("the outbox").into_iter().map(|item| item.sha256).collect();
    let changes = store.counts().expect("counts").saved;
    let start = Instant::now();
    let items = store.close_segments().expect("bundles");
    let took = start.elapsed();
    let bytes = items.iter().filter(|item| !before.contains(&item.sha256)).map(|item| item.len).sum();
    let count = changes - SENT.swap(changes, std::sync::atomic::Ordering::Relaxed);
    println!("seal      {count:>6} {what}  {:>7.0} changes/s  {bytes} bytes", count as f64 / took.as_secs_f64());
    bytes
}

static SENT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

fn save_a_visit(store: &Store, dir: &std::path::Path, random: &mut Random) {
    let floor = sqlite::open(&dir.join("floor.db"), Default::default()).expect("a database");
    floor.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32))).expect("a key");
    floor.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("WAL");
    floor.pragma_update(None, "synchronous", "FULL").expect("FULL");
    floor
        .execute_batch("CREATE TABLE floor (id INTEGER PRIMARY KEY, header TEXT, payload TEXT, salt BLOB, head BLOB)")
        .expect("a table");
    // Its WAL is brought to the size at which it is reused, as ours has been by now: a growing file costs more to sync.
    floor.execute("INSERT INTO floor (payload) VALUES (zeroblob(8000000))", []).expect("insert");
    let (mut raw, mut ours) = (Vec::new(), Vec::new());
    for n in 0..600u64 {
        let one = visit(5_000_000 + n, random);
        let payload = Value::from(one.fields.clone()).to_string();
        let header = format!("{:470}", one.record);
        let start = Instant::now();
        floor.execute("BEGIN IMMEDIATE", []).expect("begin");
        floor
            .prepare_cached("INSERT INTO floor (header, payload, salt, head) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut insert| insert.execute(rusqlite::params![header, payload, [1u8; 16], [2u8; 64]]))
            .expect("insert");
        floor.execute("COMMIT", []).expect("commit");
        raw.push(start.elapsed());
        let save = save(vec![one], n_ms(n));
        let start = Instant::now();
        store.save(save).expect("a save");
        ours.push(start.elapsed());
    }
    let (raw, ours) = (at(&mut raw, 50), (at(&mut ours, 50), at(&mut ours, 95)));
    println!(
        "save      p50 {:?}  p95 {:?}  floor p50 {raw:?}  ratio {:.2}",
        ours.0,
        ours.1,
        ours.0.as_secs_f64() / raw.as_secs_f64()
    );
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn search(store: &Store, random: &mut Random) {
    let villages: Vec<&str> = VILLAGES.split(' ').collect();
    let mut by_kind: Vec<(&str, Vec<Duration>)> = Vec::new();
    for kind in [
        "name",
        "surname",
        "two letters",
        "pinyin",
        "initials",
        "one letter",
        "last four",
        "village",
        "village + surname",
        "not there",
    ] {
        let mut times = Vec::new();
        for _ in 0..200 {
            let name = random.name();
            let typed = match kind {
                "name" => name,
                "surname" => name.chars().take(1).collect(),
                "two letters" => name.chars().skip(1).take(2).collect(),
                "pinyin" => domain::names::pinyin_full(&name).remove(0),
                "initials" => domain::names::pinyin_initials(&name).remove(0),
                "one letter" => domain::names::pinyin_initials(&name).remove(0)[..1].to_string(),
                "last four" => format!("{:04}", random.below(10_000)),
                "village" => villages[random.below(villages.len())].to_string(),
                "village + surname" => {
                    format!("{}村 {}", villages[random.below(villages.len())], name.chars().next().unwrap_or('王'))
                }
                _ => format!("{name}鑫"),
            };
            let start = Instant::now();
            store.search(&typed, &["recipient"], 20).expect("hits");
            times.push(start.elapsed());
        }
        by_kind.push((kind, times));
    }
    let mut all: Vec<Duration> = by_kind.iter().flat_map(|(_, times)| times.clone()).collect();
    for (kind, times) in &mut by_kind {
        println!("search    {kind:<18} p50 {:>9.1?}  p95 {:>9.1?}", at(times, 50), at(times, 95));
    }
    println!("search    all  p50 {:?}  p95 {:?}  at {RECIPIENTS} recipients", at(&mut all, 50), at(&mut all, 95));
}
