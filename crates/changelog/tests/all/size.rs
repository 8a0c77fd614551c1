//! A station with a poor line sends many visits: what one costs on the wire, and how long sealing takes.

use crate::county::*;
use changelog::*;
use serde_json::{Value, json};
use std::time::Instant;

const PLACES: [&str; 6] = ["堂屋", "村委会", "卫生室", "电话", "院子里", "田间"];
const CLAUSES: [&str; 24] = [
    "老人精神较好",
    "血压偏高，已提醒按时服药",
    "独居，儿子在外地务工",
    "家中存粮充足",
    "电线老化，建议村里更换",
    "米面油由邻居代买",
    "表示近期睡眠不好",
    "膝盖疼痛，行走需拐杖",
    "已联系村医上门",
    "孙女放学后由其照看",
    "低保金已到账",
    "希望增加探访次数",
    "屋内整洁",
    "取暖设备正常",
    "与邻里相处融洽",
    "情绪低落，做了倾听与安抚",
    "讲解了防诈骗知识",
    "核对了残疾证有效期",
    "协助预约体检",
    "冰箱里有过期食品，已清理",
    "手机欠费，帮忙缴费",
    "屋顶漏雨，已报村委会",
    "提醒注意用火用电",
    "约定下周再来",
];

/// A visit as a social worker would type it: about 500 bytes, with its own date, person, times and wording.
fn visit(random: &mut fastrand::Rng, people: &[String]) -> Value {
    let hour = random.u8(8..17);
    let text = |random: &mut fastrand::Rng, n: usize| random.choose_multiple(CLAUSES, n).join("；");
    json!({
        "recipient": random.choice(people).unwrap(),
        "date": format!("2026-{:02}-{:02}", random.u8(1..12), random.u8(1..29)),
        "start_time": format!("{hour:02}:{:02}", random.u8(0..12) * 5),
        "end_time": format!("{:02}:{:02}", hour + 1, random.u8(0..12) * 5),
        "place": random.choice(PLACES).unwrap(),
        "contact_mode": "home",
        "visit_type": "care_visit",
        "result": if random.u8(0..10) == 0 { "not_home" } else { "met" },
        "purpose": "例行探访",
        "area": "elderly",
        "observations": ["mood_ok", "house_ok"],
        "observation_text": format!("{}；血压{}/{}", text(random, 3), random.u8(110..180), random.u8(60..110)),
        "action_taken": text(random, 2),
        "risk_level": random.choice(["green", "blue", "yellow"]).unwrap(),
        "next_date": format!("2026-12-{:02}", random.u8(1..29)),
    })
}

#[test]
fn a_visit_costs_at_most_ninety_bytes_on_the_wire_and_sealing_ten_thousand_is_quick() {
    let county = County::new();
    let mut random = fastrand::Rng::with_seed(20);
    let uuid = |random: &mut fastrand::Rng| {
        let [a, b] = [random.u64(..), random.u64(..)];
        format!("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, a as u16, (a >> 16) & 0xfff, b as u16, b >> 16)
    };
    let people: Vec<String> = (0..700).map(|_| uuid(&mut random)).collect();
    let mut log = Log::open(&county.pc, Audience::Station(STATION.into()));
    let mut payload_bytes = 0;
    for n in 0..10_000u64 {
        let Value::Object(payload) = visit(&mut random, &people) else { unreachable!() };
        payload_bytes += serde_json::to_string(&payload).unwrap().len();
        let (hlc, doubtful) = log.clock.tick(NOW + n * 1_000_000 + random.u64(0..900_000), 0, NOW);
        let header = Header {
            v: 1,
            log: log.id,
            seq: n + 2,
            rest: 0,
            hlc,
            doubtful,
            author: people[n as usize % 2].clone(),
            kind: "visit".into(),
            record: uuid(&mut random),
            op: Op::Set,
            overwrites: Default::default(),
        };
        let salt = log.seed.salt(&log.id, header.seq);
        let change = Change::write(header, &payload, salt, &log.head()).unwrap();
        log.changes.push(change);
    }
    let segment = log.whole(&county.pc);
    let start = Instant::now();
    let bytes = county.seal(std::slice::from_ref(&segment));
    let sealing = start.elapsed();
    let start = Instant::now();
    assert!(county.open_one(&bytes).is_ok());
    let opening = start.elapsed();
    let (each, plain) = (bytes.len() as f64 / 10_001.0, payload_bytes / 10_000);
    println!("{plain} bytes of payload each, {each:.1} on the wire; sealed in {sealing:?}, opened in {opening:?}");
    assert!((450..600).contains(&plain), "{plain} bytes each");
    assert!(sealing.as_secs() < 5, "far from the 0.3 s of an idle machine: {sealing:?}");
    assert!(each <= 90.0, "{each} bytes each");
}
