//! Made-up people, villages and visits, the same for the same seed. The ID numbers carry a right check digit and
//! the division 439901, which was never given to any county, so that no real person can be meant.

use fastrand::Rng;
use serde_json::{Map, Value, json};
use uuid::Builder;

/// The first of November 2026 in China; the generator's time goes on from here.
pub const NOVEMBER: u64 = 1_793_462_400_000;

const SURNAMES: &[&str] = &[
    "禾", "青", "柳", "江", "石", "林", "易", "文", "夏", "向", "田", "龙", "谷", "覃", "欧阳", "游", "雷", "段", "蒋",
    "邹",
];
const GIVEN: &[&str] = &[
    "守", "根", "满", "德", "水", "桂", "国", "春", "和", "福", "云", "山", "秀", "兰", "英", "菊", "香", "莲", "翠",
    "珍", "梅", "细", "玉", "芝",
];
const VILLAGES: &[&str] = &[
    "新河村",
    "南街社区",
    "杨柳村",
    "石桥村",
    "大塘村",
    "上洞村",
    "枫林村",
    "青山村",
    "白沙村",
    "合心村",
    "团结村",
    "双江口社区",
];
const SEEN: &[&str] = &[
    "老人精神尚可，能自己做饭",
    "腿脚不便，需扶墙行走",
    "屋内较整洁，灶台有新柴",
    "米缸见底，称月底才有人送",
    "药按时吃，血压本上周记了三次",
    "孩子放学后独自在家，作业已完成",
    "奶奶反映孩子近来不爱说话",
    "屋顶漏雨处已用塑料布遮盖",
    "低保金上月到账",
    "邻居每天来看一次",
    "电线老化，插座松动",
    "床铺潮湿，被子偏薄",
    "右手麻木，端碗不稳",
    "说夜里睡不好，惦记在外务工的儿子",
    "种了半亩红薯，已收回家",
    "轮椅刹车失灵",
    "新添了一台电热毯",
    "水井离屋较远，提水吃力",
];
const DONE: &[&str] = &[
    "讲解高龄津贴办理手续",
    "联系村医上门复查",
    "与村干部商定漏雨维修",
    "陪同整理药盒并贴上标签",
    "约定下周陪同到镇卫生院",
    "转告班主任关注",
    "帮助拨通其子电话",
    "登记冬季棉被需求",
    "提醒更换插座，已报村电工",
    "教孩子使用求助电话",
    "核对低保存折流水",
    "协助填写残疾人两项补贴申请",
];
const AREAS: &[(&str, &str)] = &[("A1", "A101"), ("A1", "A111"), ("A2", "A201"), ("A4", "A401")];

/// A seeded source of made-up records.
pub struct MadeUp {
    rng: Rng,
    ms: u64,
}

impl MadeUp {
    /// The same seed gives the same people and visits.
    pub fn new(seed: u64) -> MadeUp {
        MadeUp { rng: Rng::with_seed(seed), ms: NOVEMBER }
    }

    /// A time that goes on by some minutes each time.
    pub fn next_ms(&mut self) -> u64 {
        self.ms += self.rng.u64(60_000..600_000);
        self.ms
    }

    /// A record id such as the program gives: it sorts by time.
    pub fn id(&mut self) -> String {
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        Builder::from_unix_timestamp_millis(self.ms, &random).into_uuid().to_string()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.rng.usize(..from.len())]
    }

    /// Two to four characters.
    pub fn name(&mut self) -> String {
        let second = if self.rng.u8(..6) == 0 { "" } else { self.pick(GIVEN) };
        format!("{}{}{second}", self.pick(SURNAMES), self.pick(GIVEN))
    }

    /// A number that nobody has.
    pub fn id_number(&mut self) -> String {
        let (year, month, day) = (self.rng.u32(1936..2016), self.rng.u32(1..13), self.rng.u32(1..29));
        id_number(&format!("{year}{month:02}{day:02}"), self.rng.u32(1..1000))
    }

    /// The fields of a recipient.
    pub fn recipient(&mut self) -> Map<String, Value> {
        let number = self.id_number();
        let village = self.pick(VILLAGES);
        fields(json!({
            "name": self.name(), "id_type": "resident_id", "sex": if number.as_bytes()[16] % 2 == 1 { "1" } else { "2" },
            "birth_date": format!("{}-{}-{}", &number[6..10], &number[10..12], &number[12..14]), "id_number": number,
            "village": village, "group_no": format!("{}组", self.rng.u8(1..15)), "residence": format!("大瑶镇{village}{}号", self.rng.u16(1..200)),
            "phone": format!("199000{:05}", self.rng.u32(..100_000)), "hukou_type": "rural", "risk_level": "blue", "file_created": "2026-11-01"
        }))
    }

    /// The fields of a visit as the form sends them: about 500 bytes of JSON.
    pub fn visit(&mut self, recipient: &str, staff: &str) -> Map<String, Value> {
        let (area, item) = AREAS[self.rng.usize(..AREAS.len())];
        let (hour, minute) = (self.rng.u8(8..17), self.rng.u8(..60));
        let text = format!("{}。{}。", self.pick(SEEN), self.pick(SEEN));
        let done = format!("{}。", self.pick(DONE));
        fields(json!({
            "recipient": recipient, "date": format!("2026-11-{:02}", self.rng.u8(1..29)),
            "start_time": format!("{hour:02}:{minute:02}"), "end_time": format!("{:02}:{minute:02}", hour + 1),
            "contact_mode": self.pick(&["home", "home", "home", "phone"]), "visit_type": self.pick(&["home_visit", "care_visit", "follow_visit"]),
            "result": self.pick(&["met", "met", "met", "family_answered", "not_home"]), "visitor_staff": staff,
            "area": area, "service_item": item, "observation_text": text, "action_taken": done,
            "risk_level": self.pick(&["green", "blue", "yellow"]), "next_date": format!("2026-12-{:02}", self.rng.u8(1..32))
        }))
    }
}

/// An ID number with its check digit.
pub fn id_number(birth: &str, order: u32) -> String {
    let body = format!("439901{birth}{order:03}");
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

/// The members of a JSON object.
pub fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}
