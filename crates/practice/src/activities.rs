//! Made-up group work and activities: a children's group under way, one for the elderly that is finished and waits for its
//! evaluation, activities held, late and to come, consultations, errands, publicity. Plain values: nothing is saved here.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use domain::numbering;
use serde_json::{Value, json};

use crate::people::{Entry, MadePerson, fields, new_entry};
use crate::seed::Seed;
use app::joined_id;

/// A record that gets a number on saving, with what belongs to it.
pub(crate) struct MadeNumbered {
    pub(crate) record: Entry,
    pub(crate) series: &'static str,
    pub(crate) year: i32,
    pub(crate) parts: Vec<Entry>,
}

/// All of it for one station.
pub(crate) struct MadeActivities {
    pub(crate) numbered: Vec<MadeNumbered>,
    pub(crate) reception: Vec<Entry>,
}

/// What is made for whom.
struct Making<'a> {
    seed: &'a mut Seed,
    people: &'a [MadePerson],
    names: &'a BTreeMap<String, String>,
    worker: &'a str,
    place: String,
    today: NaiveDate,
}

/// Three months of it up to `today`. `names` are those of the people, by id.
pub(crate) fn activities(
    seed: &mut Seed,
    people: &[MadePerson],
    names: &BTreeMap<String, String>,
    (worker, village): (&str, &str),
    today: NaiveDate,
) -> MadeActivities {
    let mut making = Making { seed, people, names, worker, place: format!("{village}活动室"), today };
    let numbered = vec![making.children(), making.elderly()].into_iter().chain(making.events()).collect();
    MadeActivities { numbered, reception: making.reception() }
}

impl Making<'_> {
    fn back(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    /// 成长小组 of left-behind children: four of six sessions held, the fifth to come.
    fn children(&mut self) -> MadeNumbered {
        let (people, today) = (self.people, self.today);
        let children: Vec<&MadePerson> = people.iter().filter(|person| person.is_minor(today)).take(6).collect();
        let group = json!({
            "name": "“小禾苗”自护成长小组", "group_type": "growth", "model": "developmental", "planned_sessions": 6, "planned_members": 8,
            "start_date": self.back(24).to_string(), "planned_end_date": (today + Days::new(11)).to_string(), "session_time": "每周一次，放学后",
            "place": self.place, "worker": self.worker, "area": "A2", "service_item": "A212", "service_method": "M07",
            "theory": "社会学习理论。", "background": "村里留守儿童多由祖辈照料，安全意识弱。", "overall_goal": "让组员学会识别风险、保护自己。",
            "goals": "组员能说出三种求助方式。\n组员自护知识测评提高。", "target_group": "7 至 15 岁留守儿童，入户动员与学校推荐。",
            "evaluation_method": "前后测、观察。", "test_name": "儿童自护知识问卷", "supervisor_approval": "yes", "approval_date": self.back(26).to_string(),
        });
        let topics = ["认识新朋友", "身体的红绿灯", "网络与陌生人", "交通与防溺水", "求助有办法", "回顾与道别"];
        self.group(group, &children, 2, &topics, 24, 7, 4)
    }

    /// 支持小组 of elderly people: four of four sessions held, the evaluation is missing.
    fn elderly(&mut self) -> MadeNumbered {
        let people = self.people;
        let elderly: Vec<&MadePerson> =
            people.iter().filter(|person| person.category == "elderly_living_alone").take(7).collect();
        let group = json!({
            "name": "“夕阳作伴”老年支持小组", "group_type": "support", "model": "interactive", "planned_sessions": 4, "planned_members": 8,
            "start_date": self.back(58).to_string(), "session_time": "隔周上午", "place": self.place, "worker": self.worker,
            "area": "A4", "service_item": "A412", "service_method": "M15", "background": "独居老人来往少，冬季更甚。",
            "overall_goal": "让独居老人有说话的伴、有互相照看的约定。", "goals": "每位组员至少与一位组员结对。\n孤独感量表得分下降。",
            "evaluation_method": "前后测、满意度。", "test_name": "孤独感量表", "supervisor_approval": "yes", "approval_date": self.back(60).to_string(),
        });
        self.group(group, &elderly, 1, &["老照片的故事", "身体好了啥都好", "结对互助", "一起过重阳"], 58, 14, 4)
    }

    /// A group with `on_file` and some members who are not, a session every `every` days from `first` days ago, `held` of them held.
    #[expect(clippy::too_many_arguments, reason = "one call per made-up group; a struct would only repeat the names")]
    fn group(
        &mut self,
        value: Value,
        on_file: &[&MadePerson],
        unregistered: usize,
        topics: &[&str],
        first: u64,
        every: u64,
        held: usize,
    ) -> MadeNumbered {
        let begun = self.back(first);
        let group = new_entry(self.seed, "group", value);
        let mut parts = Vec::new();
        let strangers = ["田小满", "江春云"];
        let known = on_file.iter().map(|person| json!({ "recipient": person.id, "name": self.names.get(&person.id) }));
        let strange = strangers.iter().take(unregistered).map(|name| json!({ "name": name, "village": "外村" }));
        for value in known.chain(strange).collect::<Vec<_>>() {
            let pre = self.seed.between(8, 14);
            let mut member = new_entry(self.seed, "group_member", value);
            let scores = json!({
                "group": group.id, "joined_date": begun.to_string(), "pre_score": pre,
                "post_score": (held == topics.len()).then(|| pre - self.seed.between(-1, 5)),
            });
            member.fields.extend(fields(scores));
            parts.push(member);
        }
        let members: Vec<String> = parts.iter().map(|member| member.id.clone()).collect();
        for (number, topic) in topics.iter().enumerate() {
            let day = begun + Days::new(every * number as u64);
            let done = number < held;
            let session = json!({
                "group": group.id, "session_no": number + 1, "state": if done { "held" } else { "planned" }, "date": day.to_string(),
                "start_time": "15:30", "end_time": "16:40", "place": self.place, "worker": self.worker, "topic": topic,
                "stage": domain::group::GroupFact::stage_of_session(number as u32 + 1, topics.len() as u32),
                "volunteers_count": done.then_some(2), "process": done.then_some("热身、主题活动、分享各一段，组员逐步放开。"),
                "reflection": done.then_some("分享环节时间要留足。"),
            });
            let session = new_entry(self.seed, "group_session", session);
            for member in members.iter().filter(|_| done) {
                let status = if self.seed.chance(85) { "present" } else { "leave" };
                let id = joined_id(&session.id, member).expect("made-up ids are ids");
                let mark = json!({ "session": session.id, "member": member, "status": status });
                parts.push(Entry { kind: "session_attendance", id, fields: fields(mark) });
            }
            parts.push(session);
        }
        MadeNumbered { record: group, series: numbering::GROUP, year: begun.year(), parts }
    }

    /// Activities held, one late without a record, one to come.
    fn events(&mut self) -> Vec<MadeNumbered> {
        let held = [
            ("重阳敬老饺子宴", "festival", "A4", "A401", 40, 46),
            ("社会救助政策进村", "publicity", "A1", "A103", 33, 80),
            ("义诊进社区", "clinic", "A4", "A401", 18, 52),
            ("村民议事：小广场怎么用", "deliberation", "A3", "A304", 9, 21),
        ];
        let mut made = Vec::new();
        for (name, kind, area, item, days, people) in held {
            let day = self.back(days);
            let value = json!({
                "name": name, "activity_type": kind, "state": "held", "plan_date": day.to_string(), "date": day.to_string(), "start_time": "09:00", "end_time": "11:00",
                "place": self.place, "worker": self.worker, "planned_people": 40, "area": area, "service_item": item, "people_count": people,
                "elderly_count": people / 2, "staff_count": 3, "volunteers_count": 6, "volunteer_hours": 12, "booklets": (kind == "publicity").then_some(75),
                "process": "签到、集中活动、入户送餐，秩序良好。", "outcome": "居民参与积极，现场登记需求 6 条。",
                "survey_sent": 30, "survey_returned": 28, "satisfaction_mean": "4.7",
            });
            let mut activity = self.event(value, day);
            for person in self.people.iter().skip(days as usize % 5).step_by(9).take(8) {
                let id = joined_id(&activity.record.id, &person.id).expect("made-up ids are ids");
                let sign_in = json!({ "activity": activity.record.id, "recipient": person.id });
                activity.parts.push(Entry { kind: "activity_participant", id, fields: fields(sign_in) });
            }
            made.push(activity);
        }
        for (name, day) in [("防诈骗讲座", self.back(3)), ("冬日暖心慰问", self.today + Days::new(9))] {
            let kind = if day < self.today { "lecture" } else { "condolence" };
            let value = json!({
                "name": name, "activity_type": kind, "state": "planned", "plan_date": day.to_string(), "plan_time": "14:30", "place": self.place,
                "worker": self.worker, "planned_people": 40, "area": "A3", "service_item": "A304", "goals": "让居民少受骗、有人问。", "partners": "村（居）委会",
            });
            let activity = self.event(value, day);
            made.push(activity);
        }
        made
    }

    fn event(&mut self, value: Value, day: NaiveDate) -> MadeNumbered {
        let record = new_entry(self.seed, "community_activity", value);
        MadeNumbered { record, series: numbering::ACTIVITY, year: day.year(), parts: Vec::new() }
    }

    fn reception(&mut self) -> Vec<Entry> {
        let mut made = Vec::new();
        let asked = [
            "高龄津贴怎么申请？",
            "低保复核要带什么材料？",
            "残疾人证到期怎么换？",
            "孩子转学想问助学政策。",
            "医保缴费缴错了怎么办？",
        ];
        for number in 0..9_u64 {
            let person = &self.people[(number as usize * 7) % self.people.len()];
            let value = json!({
                "date": self.back(3 + number * 8).to_string(), "recipient": person.id, "visitor_name": self.names.get(&person.id), "contact_mode": "station",
                "people_count": 1, "worker": self.worker, "area": "A1", "service_item": "A115", "needs": ["11"],
                "content": asked[number as usize % asked.len()], "answer": "说明条件和材料，留了联系卡。", "result": "answered",
            });
            made.push(new_entry(self.seed, "consultation", value));
        }
        for number in 0..5_u64 {
            let person = &self.people[(number as usize * 11 + 3) % self.people.len()];
            let day = self.back(5 + number * 13);
            let value = json!({
                "date": day.to_string(), "recipient": person.id, "client_name": self.names.get(&person.id), "worker": self.worker, "area": "A1", "service_item": "A115",
                "errand_type": self.seed.pick(&["aid", "medical", "payment", "disability"]), "content": "本人不便出门，代为到镇里办理。", "office": "镇便民服务中心",
                "result": "done", "done_date": (day + Days::new(1)).to_string(),
            });
            made.push(new_entry(self.seed, "errand", value));
        }
        for (days, topic) in [(12, "防溺水与用火安全"), (47, "临时救助政策")] {
            let value = json!({
                "date": self.back(days).to_string(), "topic": topic, "publicity_mode": "stall", "place": "赶集点", "worker": self.worker,
                "area": "A1", "service_item": "A103", "people_count": 60, "booklets": 55, "content": "摆台讲解，现场答疑。",
            });
            made.push(new_entry(self.seed, "publicity", value));
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{MadeStation, people};
    use domain::dictionary::dictionary;
    use domain::validate::{Level, check};

    #[test]
    fn every_made_up_record_passes_the_same_check_as_a_typed_one() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let workers = ["w1".to_owned(), "w2".to_owned()];
        let station =
            MadeStation { township: "稻香镇", villages: &["新河村"], workers: &workers, households: 60 };
        let mut seed = Seed::new(7);
        let (persons, registered) = people(&mut seed, &station, today);
        let names = crate::people::names(&registered);
        let made = activities(&mut seed, &persons, &names, ("w1", "新河村"), today);
        let numbered = made.numbered.iter().flat_map(|one| std::iter::once(&one.record).chain(&one.parts));
        let all: Vec<&Entry> = numbered.chain(&made.reception).collect();
        for entry in &all {
            let kind = dictionary().kind(entry.kind).unwrap();
            let findings = check(kind, &entry.fields, false, today);
            let wrong: Vec<_> = findings.into_iter().filter(|finding| finding.level == Level::Error).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", entry.kind);
        }
        let of = |kind: &str| all.iter().filter(|entry| entry.kind == kind).count();
        assert_eq!((of("group"), of("group_session"), of("community_activity")), (2, 10, 6));
        assert!(of("session_attendance") > 40 && of("activity_participant") > 10);
    }
}
