//! Three made-up months of work: visits, cases from lead to follow-up, one report of harm that was made and one that
//! is still to be made. Plain values: nothing is saved here.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::{Value, json};

use crate::people::{Entry, MadePerson, fields, new_entry};
use crate::seed::Seed;

const SEEN: &[&str] = &[
    "精神状态较好，家中整洁，米油充足。",
    "本人在家，血压偏高，按时服药。",
    "厨房电线老化，已提醒并联系村干部更换。",
    "与奶奶同住，作业基本完成，父母在外务工。",
    "近日咳嗽，已劝其到卫生院检查。",
    "独自在家，邻居每天探望一次。",
    "低保金已到账，对政策清楚。",
    "情绪低落，不愿多谈，需持续关注。",
];
const DONE: &[&str] = &[
    "讲解政策并留下联系卡。",
    "联系村医上门。",
    "陪同整理床铺，清理杂物。",
    "与监护人电话沟通。",
    "已登记需求，下次带资料。",
];
const TALKS: &[&str] = &[
    "建立关系，了解家庭情况。",
    "一起制定每周作息。",
    "练习表达情绪，布置小任务。",
    "联系亲属，商量照料安排。",
    "回顾变化，肯定进步。",
];

/// A case number is given on saving, so cases are kept apart from the rest.
pub(crate) struct MadeCase {
    pub(crate) case: Entry,
    pub(crate) year: i32,
    pub(crate) papers: Vec<Entry>,
}

/// All work of a station.
pub(crate) struct MadeWork {
    pub(crate) visits: Vec<Entry>,
    pub(crate) cases: Vec<MadeCase>,
    /// 暂存: not final.
    pub(crate) provisional: Vec<Entry>,
}

fn area(person: &MadePerson) -> (&'static str, &'static str, &'static str) {
    match person.category {
        "left_behind_child" | "child_in_difficulty" => ("A2", "A201", "M08"),
        "elderly_living_alone" => ("A4", "A401", "M15"),
        _ => ("A1", "A101", "M05"),
    }
}

/// The day itself, or the Friday before a weekend.
pub(crate) fn workday(mut date: NaiveDate) -> NaiveDate {
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date - Days::new(1);
    }
    date
}

/// Three months of work up to `today`.
pub(crate) fn work(seed: &mut Seed, people: &[MadePerson], today: NaiveDate) -> MadeWork {
    let mut made = MadeWork { visits: Vec::new(), cases: Vec::new(), provisional: Vec::new() };
    for person in people {
        visits(seed, person, today, &mut made.visits);
    }
    for (number, person) in people.iter().filter(|person| person.risk != "green").enumerate().take(14) {
        made.cases.push(case(seed, number, person, today));
    }
    reports(seed, people, today, &mut made);
    made
}

fn visits(seed: &mut Seed, person: &MadePerson, today: NaiveDate, into: &mut Vec<Entry>) {
    let every = match person.risk {
        "red" | "yellow" => 21,
        "blue" => 33,
        _ => 55,
    };
    let mut date = today - Days::new(92) + Days::new(seed.below(every));
    while date < today {
        let day = workday(date);
        let next = date + Days::new(every + seed.below(9));
        let (area, item, method) = area(person);
        let home = seed.chance(85);
        let result = seed.pick(&["met", "met", "met", "met", "met", "met", "family_answered", "not_home"]);
        let effective = result != "not_home";
        let start = seed.between(8, 16);
        let kind = if area == "A4" { "care_visit" } else { "home_visit" };
        let visit = json!({
            "recipient": person.id, "household": person.household, "date": day.to_string(),
            "start_time": format!("{start:02}:{:02}", seed.between(0, 5) * 10), "end_time": format!("{:02}:{:02}", start + 1, seed.between(0, 5) * 10),
            "contact_mode": if home { "home" } else { "phone" }, "visit_type": kind, "result": result,
            "visitor_staff": person.worker, "purpose": "routine", "area": area, "service_item": item, "service_method": method,
            "observations": if effective { json!([seed.pick(&["normal", "normal", "normal", "health", "mood", "fire_power_gas"])]) } else { Value::Null },
            "observation_text": effective.then(|| seed.pick(SEEN)), "action_taken": effective.then(|| seed.pick(DONE)),
            "needs": if effective && seed.chance(40) { json!([seed.pick(&["01", "02", "03", "05", "07", "11"])]) } else { Value::Null },
            "risk_level": person.risk, "next_date": next.to_string(),
        });
        into.push(new_entry(seed, "visit", visit));
        date = next;
    }
}

/// The stages a made-up case may have reached, each with what it has behind it.
const STAGES: &[&str] = &[
    "lead",
    "intake",
    "open",
    "assessing",
    "planning",
    "intervening",
    "intervening",
    "evaluating",
    "following_up",
    "intervening",
];

fn case(seed: &mut Seed, number: usize, person: &MadePerson, today: NaiveDate) -> MadeCase {
    let stage = STAGES[number % STAGES.len()];
    let reached = ["lead", "intake", "open", "assessing", "planning", "intervening", "evaluating", "following_up"];
    let depth = reached.iter().position(|name| *name == stage).unwrap_or(0);
    let begun = today - Days::new(20 + depth as u64 * 9 + seed.below(8));
    let day = |step: u64| workday((begun + Days::new(step)).min(today)).to_string();
    let (area, item, method) = area(person);
    let (case_id, plan_id, worker) = (seed.id(), seed.id(), person.worker.as_str());
    let problem = seed.pick(&["05", "06", "07", "08", "01"]);
    let reason = seed.pick(&[
        "独居无人照料，近期精神状态差",
        "监护人外出务工，孩子厌学",
        "突发疾病，家庭支出骤增",
        "与家人冲突，情绪低落",
        "残疾后不愿出门，缺少社交",
    ]);
    let opened = depth >= 2;
    let value = json!({
        "recipient": person.id, "lead_date": day(0), "source": seed.pick(&["outreach", "village", "self"]), "informant": "村干部",
        "reason": reason, "urgency": if person.risk == "red" { "urgent" } else { "normal" },
        "open_date": opened.then(|| day(4)), "assigned_worker": worker, "problems": [problem], "needs": ["07"], "risk_level": person.risk,
        "area": area, "service_item": item, "service_method": method, "stage": stage, "stage_date": day(depth as u64 * 8),
    });
    let case = Entry { kind: "case", id: case_id.clone(), fields: fields(value) };
    let mut papers = Vec::new();
    let mut paper = |seed: &mut Seed, kind, value: Value| {
        let mut made = new_entry(seed, kind, value);
        made.fields.insert("case".into(), json!(case_id));
        papers.push(made);
    };
    if depth >= 1 {
        paper(
            seed,
            "intake",
            json!({
                "date": day(2), "place": "服务对象家中", "contact_mode": "home", "worker": worker, "source": "outreach",
                "request_text": "希望有人帮忙想想办法。", "problems": [problem], "first_judgement": "符合个案服务条件，需进一步预估。",
                "risk_screen": ["none"], "in_scope": "yes", "decision": "accept",
            }),
        );
    }
    if opened {
        paper(
            seed,
            "recipient_agreement",
            json!({
                "content": "每两周一次面谈，协助链接资源。", "goal": "改善生活照料与情绪状况。", "start_date": day(4), "sessions": 8,
                "rights": "双方自愿，可随时终止；社工按时到访。", "secrecy_text": "对谈话内容保密；危及生命、法律要求、未成年人受侵害除外。",
                "informed_consent": "yes", "signer": "self", "signed_by_recipient": "yes", "signed_by_worker": "yes", "signed_date": day(4), "paper_on_file": "yes",
            }),
        );
    }
    if depth >= 4 {
        paper(
            seed,
            "assessment",
            json!({
                "date": day(10), "worker": worker, "genogram_text": "与祖母同住，父母在外务工。", "ecomap_text": "邻里往来较多，与亲属联系少。",
                "physical": "一般。", "psychological": "情绪偏低。", "family_state": "照料人年老。", "social": "很少出门。", "economic": "靠低保和零工。",
                "problems": [problem], "problems_text": "照料不足；情绪支持缺乏。", "needs": ["03", "07"], "needs_text": "一是照料，二是陪伴。",
                "resources": "邻居热心，村医可上门。", "risk_level": person.risk, "conclusion": "建议以个案管理方式介入。",
            }),
        );
    }
    if depth >= 5 {
        let mut plan = new_entry(
            seed,
            "service_plan",
            json!({
                "case": case_id, "date": day(16), "overall_goal": "三个月内建立稳定的照料和陪伴。", "model": "09", "strategy": "链接资源，定期面谈。",
                "steps": "1. 每两周面谈;2. 联系村医;3. 组织邻里探望。", "evaluation_method": "目标达成度和满意度。", "planned_sessions": 8,
                "recipient_confirmed": "yes", "confirmed_date": day(17), "supervisor_approval": "yes",
            }),
        );
        plan.id = plan_id.clone();
        papers.push(plan);
        let done = depth >= 6;
        for (seq, goal) in ["每周至少外出两次", "每月与家人通话四次"].into_iter().enumerate() {
            let value = json!({
                "case": case_id, "service_plan": plan_id, "seq_no": seq + 1, "goal": goal, "indicator": "次数", "baseline": "0",
                "target": if seq == 0 { "每周 2 次" } else { "每月 4 次" }, "due_date": (begun + Days::new(100)).to_string(),
                "attainment": done.then_some(if seq == 0 { "met" } else { "partly" }),
            });
            papers.push(new_entry(seed, "plan_goal", value));
        }
        for session in 0..(depth as u64 - 3) {
            let value = json!({
                "case": case_id, "session_no": session + 1, "date": day(20 + session * 6), "start_time": "09:30", "end_time": "10:20",
                "place": "服务对象家中", "contact_mode": "home", "worker": worker, "recipients_present": 1,
                "goal": TALKS[session as usize % TALKS.len()], "summary": "按计划进行面谈，对象配合，完成本节任务。", "observation": "比上次愿意说话。",
            });
            papers.push(new_entry(seed, "progress_note", value));
        }
    }
    if depth >= 6 {
        papers.push(new_entry(seed, "outcome_evaluation", json!({
            "case": case_id, "date": day(50), "attainment_text": "两个目标一个达成、一个部分达成。", "satisfaction": "4", "worker_opinion": "过程顺利。",
        })));
    }
    if depth >= 7 {
        papers.push(new_entry(seed, "closure", json!({
            "case": case_id, "date": day(54), "reason": "11", "sessions": 4, "minutes": 200, "summary": "目标基本达成。", "change": "愿意出门，情绪好转。",
            "recipient_signed": "yes", "worker_signed": "yes", "supervisor_signed": "yes",
        })));
        papers.push(new_entry(seed, "follow_up", json!({
            "case": case_id, "date": day(64), "mode": "phone", "worker": worker, "situation": "stable", "action": "保持联系。",
            "next_date": (today + Days::new(5)).to_string(),
        })));
    }
    MadeCase { year: begun.year(), case, papers }
}

fn reports(seed: &mut Seed, people: &[MadePerson], today: NaiveDate, made: &mut MadeWork) {
    let minors: Vec<&MadePerson> = people.iter().filter(|person| person.is_minor(today)).collect();
    if let Some(person) = minors.first() {
        let day = workday(today - Days::new(40)).to_string();
        let report = json!({
            "recipient": person.id, "found_date": day, "found_time": "15:20", "situation": ["guardian_neglect"], "situation_text": "孩子独自在家两天，衣着单薄。",
            "police_date": day, "police_time": "16:05", "police_station": "练习派出所", "police_receiver": "值班民警", "reporter": person.worker,
            "civil_affairs_note": "当日电话报乡镇民政办。", "measures": "通知亲属接回照料。",
        });
        made.visits.push(new_entry(seed, "mandatory_report", report));
    }
    if let Some(person) = minors.get(1) {
        let report = json!({
            "recipient": person.id, "found_date": workday(today - Days::new(1)).to_string(), "found_time": "10:40",
            "situation": ["alone"], "situation_text": "独自居住，晚上无人照看，待核实。",
        });
        made.provisional.push(new_entry(seed, "mandatory_report", report));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{MadeStation, people};
    use domain::dictionary::dictionary;
    use domain::validate::{Level, check};

    fn made(seed: u64) -> (Vec<Entry>, MadeWork) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let workers = ["w1".to_owned(), "w2".to_owned()];
        let station =
            MadeStation {
                township: "稻香镇", villages: &["新河村", "荷叶塘村"], workers: &workers, households: 60
            };
        let mut seed = Seed::new(seed);
        let (persons, registered) = people(&mut seed, &station, today);
        let work = work(&mut seed, &persons, today);
        (registered, work)
    }

    #[test]
    fn every_made_up_record_passes_the_same_check_as_a_typed_one() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for seed in [1, 2, 20_260_901] {
            let (registered, work) = made(seed);
            let final_ones = registered
                .iter()
                .chain(&work.visits)
                .chain(work.cases.iter().flat_map(|case| &case.papers))
                .chain(work.cases.iter().map(|case| &case.case));
            let all = final_ones.map(|entry| (entry, false)).chain(work.provisional.iter().map(|entry| (entry, true)));
            for (entry, provisional) in all {
                let kind = dictionary().kind(entry.kind).unwrap();
                let wrong: Vec<_> = check(kind, &entry.fields, provisional, today)
                    .into_iter()
                    .filter(|finding| finding.level == Level::Error)
                    .collect();
                assert!(wrong.is_empty(), "seed {seed}, {}: {wrong:?}", entry.kind);
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        let ids = |seed| made(seed).0.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
    }
}
