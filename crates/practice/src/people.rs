//! The made-up people of the practice county. Names are drawn from characters, ID numbers carry a county code
//! (439901) that was never given to any county, so that no real person can be meant. Plain values: nothing is saved here.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::household::HEAD;
use serde_json::{Value, json};

use crate::seed::Seed;

/// A division code that no county has.
pub(crate) const DIVISION: &str = "439901";

/// A record to be saved.
pub(crate) struct Entry {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) fields: Payload,
}

/// What the generator must know of a station.
pub(crate) struct MadeStation<'a> {
    pub(crate) township: &'a str,
    pub(crate) villages: &'a [&'a str],
    pub(crate) workers: &'a [String],
    pub(crate) households: usize,
}

/// A made-up person, as far as their work needs to know them.
pub(crate) struct MadePerson {
    pub(crate) id: String,
    pub(crate) household: String,
    pub(crate) worker: String,
    pub(crate) birth: NaiveDate,
    pub(crate) category: &'static str,
    pub(crate) risk: &'static str,
}

/// Names of the registered people, by id.
pub(crate) fn names(registered: &[Entry]) -> BTreeMap<String, String> {
    let people = registered.iter().filter(|entry| entry.kind == "recipient");
    people.filter_map(|entry| Some((entry.id.clone(), entry.fields.get("name")?.as_str()?.to_owned()))).collect()
}

impl MadePerson {
    pub(crate) fn is_minor(&self, today: NaiveDate) -> bool {
        self.birth + Months::new(18 * 12) > today
    }
}

const SURNAMES: &[&str] = &[
    "禾", "青", "柳", "江", "石", "林", "易", "文", "夏", "向", "田", "龙", "谷", "覃", "欧阳", "游", "雷", "段", "蒋",
    "邹", "廖", "尹", "贺", "匡",
];
const MEN: &[&str] = &[
    "守", "田", "根", "满", "德", "水", "桂", "生", "国", "春", "和", "来", "有", "福", "长", "云", "山", "冬", "旺",
    "松",
];
const WOMEN: &[&str] = &[
    "秀", "兰", "桂", "英", "菊", "香", "莲", "翠", "珍", "月", "腊", "梅", "细", "妹", "春", "云", "冬", "玉", "满",
    "芝",
];
const YOUNG: &[&str] = &[
    "子", "涵", "雨", "晨", "欣", "妍", "梓", "轩", "思", "远", "可", "心", "若", "宁", "嘉", "禾", "小", "满", "乐",
    "安",
];

pub(crate) fn fields(value: Value) -> Payload {
    match value {
        Value::Object(map) => map.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Payload::new(),
    }
}

/// A record with an id of its own.
pub(crate) fn new_entry(seed: &mut Seed, kind: &'static str, value: Value) -> Entry {
    entry(kind, &seed.id(), value)
}

fn entry(kind: &'static str, id: &str, value: Value) -> Entry {
    Entry { kind, id: id.to_owned(), fields: fields(value) }
}

/// A resident ID number with a right check digit.
pub(crate) fn id_number(birth: NaiveDate, order: u64) -> String {
    let body = format!("{DIVISION}{}{:03}", birth.format("%Y%m%d"), order % 1000);
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

fn given_name(seed: &mut Seed, woman: bool, young: bool) -> String {
    let from = if young {
        YOUNG
    } else if woman {
        WOMEN
    } else {
        MEN
    };
    let first = seed.pick(from);
    if seed.chance(15) { first.to_owned() } else { format!("{first}{}", seed.pick(from)) }
}

fn birth(seed: &mut Seed, today: NaiveDate, youngest: i64, oldest: i64) -> NaiveDate {
    let age = seed.between(youngest, oldest);
    today - Months::new(age as u32 * 12) - Days::new(seed.below(364) + 1)
}

/// One person's category, with the ages it is found at and the risk it often brings.
const CATEGORIES: &[(&str, i64, i64, &[&str])] = &[
    ("dibao", 35, 78, &["green", "blue", "blue"]),
    ("tekun", 62, 90, &["blue", "yellow", "green"]),
    ("left_behind_child", 6, 15, &["green", "blue", "yellow"]),
    ("child_in_difficulty", 4, 16, &["yellow", "blue", "red"]),
    ("elderly_living_alone", 66, 92, &["blue", "green", "yellow"]),
    ("disabled", 25, 70, &["blue", "green", "yellow"]),
    ("dibao_margin", 30, 70, &["green", "blue"]),
];

/// The households of a station with their people, and every record that registers them.
pub(crate) fn people(seed: &mut Seed, station: &MadeStation, today: NaiveDate) -> (Vec<MadePerson>, Vec<Entry>) {
    let (mut made, mut entries) = (Vec::new(), Vec::new());
    for number in 1..=station.households {
        let (household, surname) = (seed.id(), seed.pick(SURNAMES).to_owned());
        let village = seed.pick(station.villages);
        let group = format!("{}组", seed.between(1, 12));
        let address = format!("{}{village}{group}{}号", station.township, seed.between(1, 60));
        let persons = if seed.chance(35) { 1 } else { seed.between(2, 3) as usize };
        let mut kin = Kin::default();
        for place in 0..persons {
            let (category, youngest, oldest, risks) = known(seed, place);
            let (woman, person) = (seed.chance(50), seed.id());
            let birth = birth(seed, today, youngest, oldest);
            let young = birth + Months::new(30 * 12) > today;
            let name = format!("{surname}{}", given_name(seed, woman, young));
            if place == 0 {
                entries.push(entry("household", &household, json!({
                    "household_no": format!("{number:04}"), "head_name": name, "village": village, "group_no": group,
                    "address": address, "hukou_type": "rural", "population": persons + 1, "counted_population": persons,
                    "housing": seed.pick(&["own", "own", "own", "resettlement", "dangerous"]),
                    "file_created": (today - Months::new(10)).to_string(),
                })));
            }
            let risk = seed.pick(risks);
            let worker = station.workers[seed.below(station.workers.len() as u64) as usize].clone();
            let order = seed.below(490) * 2 + u64::from(!woman);
            let id_number = id_number(birth, order);
            let created = today - Days::new(seed.below(200) + 95);
            let minor = birth + Months::new(18 * 12) > today;
            entries.push(entry("recipient", &person, json!({
                "name": name, "id_type": "resident_id", "id_number": id_number, "sex": if woman { "2" } else { "1" },
                "birth_date": birth.to_string(), "ethnicity": seed.pick(&["01", "01", "01", "15", "06"]), "hukou_type": "rural",
                "village": village, "group_no": group, "residence": address, "phone": format!("1990000{:04}", seed.below(10_000)),
                "household": household, "risk_level": risk, "file_created": created.to_string(),
                "created_worker": worker, "assigned_worker": worker,
                "health": seed.pick(&["1", "2", "3"]), "self_care": if category == "tekun" { "2" } else { "1" },
                "guardian_name": minor.then(|| format!("{surname}{}", given_name(seed, true, false))),
                "guardian_relation": minor.then_some("祖母"), "guardianship": minor.then_some("fair"),
                "schooling": minor.then_some(if birth.year() + 12 > today.year() { "primary" } else { "junior" }),
            })));
            entries.push(entry("household_member", &seed.id(), json!({
                "household": household, "recipient": person, "name": name, "id_number": id_number, "sex": if woman { "2" } else { "1" },
                "birth_date": birth.to_string(), "counted": "yes", "relation_to_head": kin.relation(birth, woman, minor),
            })));
            entries.push(entry("recipient_category", &seed.id(), json!({
                "recipient": person, "category": category, "start_date": created.to_string(), "source_doc": "乡镇民政办台账",
            })));
            let guardian_signs = birth + Months::new(14 * 12) > today;
            entries.push(entry("consent", &seed.id(), json!({
                "recipient": person, "date": created.to_string(), "signer": if guardian_signs { "guardian" } else { "self" },
                "signer_name": guardian_signs.then(|| format!("{surname}桂芝")), "signer_relation": guardian_signs.then_some("祖母"),
                "scope": ["registration", "sensitive", "share"], "paper_on_file": "yes",
            })));
            made.push(MadePerson { id: person, household: household.clone(), worker, birth, category, risk });
        }
    }
    (made, entries)
}

fn known(seed: &mut Seed, place: usize) -> (&'static str, i64, i64, &'static [&'static str]) {
    // The head of a household is grown up; the others may be anyone.
    loop {
        let chosen = CATEGORIES[seed.below(CATEGORIES.len() as u64) as usize];
        if place > 0 || chosen.1 >= 18 {
            return chosen;
        }
    }
}

/// How the people of a household are related, so that ages and family pictures agree.
#[derive(Default)]
struct Kin {
    head: Option<(NaiveDate, bool)>,
    married: bool,
}

impl Kin {
    /// What the next one is to the head, who comes first.
    fn relation(&mut self, birth: NaiveDate, woman: bool, minor: bool) -> &'static str {
        let Some((head, head_woman)) = self.head else {
            self.head = Some((birth, woman));
            return HEAD;
        };
        let by_sex = |of_woman: &'static str, of_man: &'static str| if woman { of_woman } else { of_man };
        match birth.year() - head.year() {
            45.. => by_sex("42", "41"),
            17..=44 => by_sex("30", "20"),
            ..=-17 => by_sex("52", "51"),
            _ if woman != head_woman && !minor && !self.married => {
                self.married = true;
                by_sex("12", "11")
            }
            younger => match younger < 0 {
                true => by_sex("75", "71"),
                false => by_sex("77", "73"),
            },
        }
    }
}
