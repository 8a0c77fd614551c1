//! Made-up volunteers, services, resources, gifts, news, trainings, organisations and targets of a practice station. Plain values:
//! nothing is saved here.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use crate::people::{DIVISION, Entry, MadePerson, new_entry};
use crate::seed::Seed;

const NAMES: &[(&str, &str)] = &[
    ("禾向阳", "1"),
    ("田小满", "2"),
    ("谷春来", "1"),
    ("柳青云", "2"),
    ("江月明", "2"),
    ("石守山", "1"),
    ("夏荷香", "2"),
    ("欧阳长松", "1"),
];
const ACTIVITIES: &[(&str, &str, &str)] = &[
    ("敬老理发", "为行动不便的老人上门理发、打扫房间", "A4"),
    ("周末课业陪伴", "陪留守儿童写作业、读书", "A2"),
    ("清扫村道", "清理村道垃圾和杂草", "A3"),
    ("防溺水宣传", "在水塘边巡查、张贴提示", "A2"),
    ("送药上门", "为慢性病老人取药送药", "A1"),
];

/// What the generator must know of the station.
pub(crate) struct MadePlace<'a> {
    pub(crate) station: &'a str,
    pub(crate) villages: &'a [&'a str],
    pub(crate) workers: &'a [String],
    pub(crate) people: &'a [MadePerson],
}

/// All of it; the targets are the station's own.
pub(crate) fn volunteers(seed: &mut Seed, place: &MadePlace, today: NaiveDate) -> Vec<Entry> {
    let mut made = Vec::new();
    let ids = people(seed, place, today, &mut made);
    services(seed, place, &ids, today, &mut made);
    resources(seed, place, today, &mut made);
    publicity(seed, place, today, &mut made);
    targets(seed, today, &mut made);
    made
}

fn ago(today: NaiveDate, days: u64) -> String {
    (today - Days::new(days)).to_string()
}

/// A valid ID number of the division that no county has.
fn id_number(birth: NaiveDate, sex: &str, seq: u64) -> String {
    let order = seq * 2 % 1000 + u64::from(sex == "1");
    let body = format!("{DIVISION}{}{order:03}", birth.format("%Y%m%d"));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}

fn people(seed: &mut Seed, place: &MadePlace, today: NaiveDate, made: &mut Vec<Entry>) -> Vec<String> {
    let mut ids = Vec::new();
    for (number, (name, sex)) in NAMES.iter().enumerate() {
        let birth = NaiveDate::from_ymd_opt(1960 + seed.between(0, 44) as i32, 1 + number as u32, 12).unwrap_or(today);
        let value = json!({
            "name": name, "sex": sex, "birth_date": birth.to_string(), "id_number": id_number(birth, sex, 200 + number as u64),
            "village": seed.pick(place.villages), "phone": format!("1880000{:04}", 1100 + number),
            "service_types": [seed.pick(&["elderly", "children", "hardship", "environment"])], "skills": seed.pick(&["理发", "驾驶", "辅导功课", "急救", "摄影"]),
            "registered_date": ago(today, 60 + seed.below(300)), "public_consent": if number % 3 == 2 { "no" } else { "yes" },
        });
        let volunteer = new_entry(seed, "volunteer", value);
        ids.push(volunteer.id.clone());
        made.push(volunteer);
    }
    let training = json!({"volunteer": ids[0], "name": "志愿者基础培训", "date": ago(today, 50), "minutes": 180, "organizer": place.station, "content": "志愿服务记录办法、急救常识"});
    made.push(new_entry(seed, "volunteer_training", training));
    let honour =
        json!({"volunteer": ids[0], "name": "优秀志愿者", "date": ago(today, 20), "granted_by": "练习县志愿者协会"});
    made.push(new_entry(seed, "volunteer_commendation", honour));
    ids
}

fn services(seed: &mut Seed, place: &MadePlace, ids: &[String], today: NaiveDate, made: &mut Vec<Entry>) {
    for round in 0..12u64 {
        let days = 2 + round * 7;
        let (activity, content, area) = ACTIVITIES[round as usize % ACTIVITIES.len()];
        // The two newest still want their evaluation, one older one was recorded too late.
        let recorded = match round {
            0 | 1 => None,
            5 => Some(ago(today, days - 24)),
            _ => Some(ago(today, days - 1)),
        };
        for volunteer in ids.iter().skip(round as usize % 4).step_by(3) {
            let value = json!({
                "volunteer": volunteer, "activity": activity, "date": ago(today, days), "start_time": "09:00", "end_time": "12:00",
                "minutes": seed.between(3, 6) * 30, "place": seed.pick(place.villages), "content": content, "organizer": place.station, "leader": "周文", "area": area,
                "quality": recorded.as_ref().map(|_| seed.pick(&["excellent", "good", "good"])), "evaluated_date": recorded, "recorded_date": recorded,
            });
            made.push(new_entry(seed, "volunteer_service", value));
        }
    }
}

fn resources(seed: &mut Seed, place: &MadePlace, today: NaiveDate, made: &mut Vec<Entry>) {
    let worker = &place.workers[0];
    for (days, donor, donor_type, resource_type, name, quantity, unit, amount, area) in [
        (8, "练习县爱心企业", "company", "goods", "大米", 60, "袋", 360_000, "A1"),
        (35, "练习县人民医院", "hospital", "service", "乡村义诊", 1, "场", 200_000, "A4"),
        (70, "热心村民", "person", "money", "助学金", 3, "份", 150_000, "A2"),
    ] {
        let value = json!({
            "date": ago(today, days), "donor": donor, "donor_type": donor_type, "resource_type": resource_type, "name": name, "quantity": quantity, "unit": unit,
            "amount": amount, "amount_basis": "捐赠方声明", "area": area, "beneficiary_persons": quantity, "signed": "yes", "vouchers": ["photo", "sign_off"], "worker": worker,
        });
        made.push(new_entry(seed, "resource_linkage", value));
    }
    let gift = json!({
        "name": "困难家庭冬季慰问", "date": ago(today, 6), "occasion": "hardship", "goods": "大米 10 公斤 1 袋", "unit": "袋", "each_amount": 6_000,
        "place": "各村（居）", "sponsor": "练习县爱心企业捐赠", "area": "A1", "worker": worker, "witness": "村干部",
    });
    let gift = new_entry(seed, "gift_distribution", gift);
    for (number, person) in place.people.iter().filter(|person| person.category == "dibao").take(12).enumerate() {
        let signed = number < 9;
        let line = json!({
            "gift_distribution": gift.id, "recipient": person.id, "household": person.household, "quantity": 1,
            "signed": if signed { "yes" } else { "no" }, "signed_date": signed.then(|| ago(today, 6)),
        });
        made.push(new_entry(seed, "gift_receipt", line));
    }
    made.push(gift);
}

fn publicity(seed: &mut Seed, place: &MadePlace, today: NaiveDate, made: &mut Vec<Entry>) {
    let worker = &place.workers[0];
    for (days, title, medium, level) in [
        (5, "冬日送暖到村头", "站点公众号", "station"),
        (30, "重阳敬老活动侧记", "练习县融媒体中心", "county"),
        (64, "暑期课堂结业了", "站点公众号", "station"),
    ] {
        let value =
            json!({"title": title, "date": ago(today, days), "medium": medium, "level": level, "author": worker});
        made.push(new_entry(seed, "news_item", value));
    }
    for (days, name, minutes, trained, role, attendance) in [
        (12, "个案工作方法培训", 240, "worker", "attended", 2),
        (45, "志愿者应急救护培训", 120, "volunteer", "held", 8),
    ] {
        let value = json!({
            "name": name, "date": ago(today, days), "minutes": minutes, "trained": trained, "role": role, "attendance": attendance,
            "organizer": if role == "held" { place.station } else { "练习县民政局" }, "place": "会议室",
        });
        let training = new_entry(seed, "training", value);
        if trained == "worker" {
            for worker in place.workers {
                let value = json!({"training": training.id, "staff": worker});
                made.push(new_entry(seed, "training_attendee", value));
            }
        }
        made.push(training);
    }
    let org = json!({
        "name": "老有所乐互助队", "org_type": "elderly", "village": place.villages[0], "founded_date": ago(today, 200), "stage": "filed",
        "filing_no": "练备〔2026〕3号", "filing_date": ago(today, 120), "filing_office": "乡镇人民政府", "leader": "石守山", "member_count": 15, "backbone": "石守山、谷春来",
        "start_date": ago(today, 200), "worker": worker, "support": "每月陪同开会一次，协助备案、链接场地。",
    });
    let org = new_entry(seed, "community_org", org);
    for (days, name, participants) in [(15, "互助送餐", 12), (48, "广场健身", 26)] {
        let value =
            json!({"community_org": org.id, "date": ago(today, days), "name": name, "participants": participants});
        made.push(new_entry(seed, "community_org_activity", value));
    }
    let member = json!({"community_org": org.id, "name": "谷春来", "role": "副队长"});
    made.push(new_entry(seed, "community_org_member", member));
    made.push(org);
    let report = json!({"title": "独居老人需求调研报告", "publication_type": "research", "date": ago(today, 80), "author": worker});
    made.push(new_entry(seed, "publication", report));
    for (days, content, minutes) in [(3, "协助填报人居环境报表", 120), (17, "参加防火值班", 240)] {
        let value = json!({"date": ago(today, days), "content": content, "asked_by": "乡镇党政办", "minutes": minutes, "worker": worker});
        made.push(new_entry(seed, "administrative_work", value));
    }
    office(seed, worker, today, made);
}

/// An inspection with something to put right, what the office has, money in and out.
fn office(seed: &mut Seed, worker: &str, today: NaiveDate, made: &mut Vec<Entry>) {
    let found = json!({
        "date": ago(today, 20), "inspector": "练习县民政局", "inspection_type": "routine", "content": "走访记录、个案档案抽查",
        "problems": "两份个案缺阶段评估", "due_date": ago(today, 2), "worker": worker,
    });
    made.push(new_entry(seed, "inspection", found));
    for (name, equipment_type, quantity, source) in [
        ("办公室", "office_room", 1, "township"),
        ("办公桌椅", "desk", 4, "township"),
        ("台式电脑", "computer", 2, "township"),
        ("激光打印机", "printer", 1, "purchase"),
        ("铁皮档案柜", "filing_cabinet", 2, "township"),
        ("文具", "stationery", 1, "purchase"),
    ] {
        let value = json!({
            "name": name, "equipment_type": equipment_type, "quantity": quantity, "source": source, "acquired_date": ago(today, 300),
            "keeper": worker, "equipment_state": "in_use",
        });
        made.push(new_entry(seed, "equipment", value));
    }
    for (days, flow, content, expense_type, cents) in [
        (70, "in", "第一笔项目经费", None, 5_000_000),
        (40, "out", "志愿者意外险", Some("service"), 48_000),
        (12, "out", "打印纸、硒鼓", Some("office"), 36_500),
    ] {
        let value = json!({
            "date": ago(today, days), "flow": flow, "content": content, "expense_type": expense_type, "fund_source": "social_assistance",
            "amount": cents, "worker": worker,
        });
        made.push(new_entry(seed, "expense", value));
    }
}

/// The station's own; what the county sets the county would have to save itself.
fn targets(seed: &mut Seed, today: NaiveDate, made: &mut Vec<Entry>) {
    for (number, (name, figures)) in [
        ("入户走访", vec![("visit.effective", 700)]),
        ("个案服务", vec![("case.new", 8), ("case.sessions", 40)]),
        ("建档", vec![("recipient.new", 120)]),
    ]
    .into_iter()
    .enumerate()
    {
        let value = json!({"year": today.year(), "name": name, "set_by": "station", "document_no": "年度服务协议", "seq_no": number + 1});
        let target = new_entry(seed, "kpi_target", value);
        for (figure, wanted) in figures {
            let value = json!({"kpi_target": target.id, "figure": figure, "target": wanted});
            made.push(new_entry(seed, "kpi_sub_target", value));
        }
        made.push(target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{MadeStation, people};
    use domain::dictionary::dictionary;
    use domain::validate::{Level, check};
    use serde_json::Value;

    #[test]
    fn every_made_up_record_passes_the_same_check_as_a_typed_one() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let workers = ["w1".to_owned(), "w2".to_owned()];
        let villages: &[&str] = &["新河村", "荷叶塘村"];
        let station = MadeStation { township: "稻香镇", villages, workers: &workers, households: 60 };
        for seed in [1, 2, 20_260_901] {
            let mut seed = Seed::new(seed);
            let (persons, _) = people(&mut seed, &station, today);
            let place =
                MadePlace { station: "稻香镇社会工作服务站", villages, workers: &workers, people: &persons };
            let made = volunteers(&mut seed, &place, today);
            for kind in ["volunteer", "volunteer_service", "gift_receipt", "kpi_sub_target", "news_item"] {
                assert!(made.iter().any(|entry| entry.kind == kind), "{kind}");
            }
            for entry in &made {
                let found = check(dictionary().kind(entry.kind).unwrap(), &entry.fields, false, today);
                let wrong: Vec<_> = found.into_iter().filter(|finding| finding.level == Level::Error).collect();
                assert!(wrong.is_empty(), "{}: {wrong:?}", entry.kind);
                let number = entry.fields.get("id_number").and_then(Value::as_str);
                let good =
                    |number| matches!(domain::identity::check(number, today), domain::identity::IdNumber::Valid(_));
                assert!(number.is_none_or(good), "{number:?}");
            }
        }
    }
}
