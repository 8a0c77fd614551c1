//! Community activities as they are counted: sessions, person-times by head-count, persons only where they are named, and 宣传 as
//! policy publicity too (docs/rules.md); and the draft of a summary from the record.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::dictionary::dictionary;
use crate::fields::community_activity;
use crate::finding::Finding;
use crate::service::ServiceFact;
use crate::values::{Fields, date, number, text};
use crate::{group, service};

/// An activity that was held.
#[derive(Debug, Clone, Default)]
pub struct ActivityFact {
    /// Record id.
    pub id: String,
    /// 开展日期
    pub date: NaiveDate,
    /// Code of `activity_type`.
    pub activity_type: String,
    /// 现场人次 as typed.
    pub people: u32,
    /// 发放资料
    pub booklets: u32,
    /// Recipients who signed in, each once.
    pub recipients: BTreeSet<String>,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
}

impl ActivityFact {
    /// Person-times: the head-count; never fewer than those who signed in by name.
    pub fn person_times(&self) -> u64 {
        u64::from(self.people).max(self.recipients.len() as u64)
    }

    /// Also a session of policy publicity. Its person-times stay with the activities.
    pub fn is_publicity(&self) -> bool {
        self.activity_type == "publicity"
    }
}

/// The draft of a summary (活动总结) from what the record says: only what is there is said.
pub fn summary(fields: &Map<String, Value>, signed_in: usize) -> String {
    let of = |name: &str| text(fields, name);
    let number = |name: &str| fields.get(name).and_then(Value::as_u64).filter(|number| *number > 0);
    let mut first = Vec::new();
    if let Some(day) = crate::dates::stored(of(community_activity::DATE)) {
        use chrono::Datelike;
        first.push(format!("{}年{}月{}日", day.year(), day.month(), day.day()));
    }
    if !of(community_activity::PLACE).is_empty() {
        first.push(format!("在{}", of(community_activity::PLACE)));
    }
    let kind = match of(community_activity::ACTIVITY_TYPE) {
        "" | "other" => "社区活动",
        code => dictionary().label("activity_type", code),
    };
    let kind = if kind.ends_with("活动") { kind.to_owned() } else { format!("{kind}活动") };
    let partners = if of(community_activity::PARTNERS).is_empty() {
        String::new()
    } else {
        format!("联合{}", of(community_activity::PARTNERS))
    };
    let name = if of(community_activity::NAME).contains('“') {
        of(community_activity::NAME).to_owned()
    } else {
        format!("“{}”", of(community_activity::NAME))
    };
    let opening = format!("{}，本站{partners}开展{name}{kind}。", first.join(""));
    let mut sentences = vec![opening.trim_start_matches('，').to_owned()];
    if !of(community_activity::GOALS).is_empty() {
        sentences.push(sentence("活动旨在", of(community_activity::GOALS)));
    }
    if let Some(people) = number(community_activity::PEOPLE_COUNT) {
        let parts = [
            (community_activity::ELDERLY_COUNT, "老年人"),
            (community_activity::CHILDREN_COUNT, "儿童"),
            (community_activity::DISABLED_COUNT, "残疾人"),
            (community_activity::RELIEF_COUNT, "低保特困对象"),
        ];
        let parts: Vec<String> =
            parts.iter().filter_map(|(name, label)| Some(format!("{label} {} 人", number(name)?))).collect();
        let among = if parts.is_empty() { String::new() } else { format!("，其中{}", parts.join("、")) };
        let on_file =
            if signed_in > 0 { format!("，登记到人的服务对象 {signed_in} 人") } else { String::new() };
        sentences.push(format!("现场服务 {people} 人次{among}{on_file}。"));
    }
    if let Some(volunteers) = number(community_activity::VOLUNTEERS_COUNT) {
        let hours =
            number(community_activity::VOLUNTEER_HOURS).map(|hours| format!("，服务 {hours} 小时")).unwrap_or_default();
        sentences.push(format!("志愿者 {volunteers} 人参与{hours}。"));
    }
    if let Some(booklets) = number(community_activity::BOOKLETS) {
        sentences.push(format!("发放宣传资料 {booklets} 份。"));
    }
    let mut paragraphs = vec![sentences.concat()];
    paragraphs.extend(
        [(community_activity::PROCESS, ""), (community_activity::OUTCOME, "活动成效：")]
            .iter()
            .filter(|(name, _)| !of(name).is_empty())
            .map(|(name, head)| sentence(head, of(name))),
    );
    let returned = number(community_activity::SURVEY_RETURNED).map(|count| {
        let sent =
            number(community_activity::SURVEY_SENT).map(|sent| format!("发放问卷 {sent} 份，")).unwrap_or_default();
        let mean = crate::group::satisfaction(of(community_activity::SATISFACTION_MEAN));
        let mean =
            mean.map(|_| format!("，满意度均分 {} 分", of(community_activity::SATISFACTION_MEAN))).unwrap_or_default();
        format!("{sent}回收 {count} 份{mean}。")
    });
    paragraphs.extend(returned);
    if !of(community_activity::PROBLEMS).is_empty() {
        paragraphs.push(sentence("不足与改进：", of(community_activity::PROBLEMS)));
    }
    paragraphs.join("\n")
}

fn sentence(head: &str, words: &str) -> String {
    let ended = words.ends_with(['。', '！', '？', '；']);
    format!("{head}{words}{}", if ended { "" } else { "。" })
}

/// What was held names its day and how many came; parts of the head-count are not more than the whole.
pub(crate) fn check(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = service::check(fields, provisional, today);
    if text(fields, community_activity::STATE) == "held" {
        if text(fields, community_activity::DATE).is_empty() && !provisional {
            findings.push(Finding::error(community_activity::DATE, "活动已开展，请填写“开展日期”"));
        }
        if number(fields, community_activity::PEOPLE_COUNT).is_none() && !provisional {
            findings.push(Finding::error(community_activity::PEOPLE_COUNT, "活动已开展，请填写“现场人次”"));
        }
        if date(fields, community_activity::DATE).is_some_and(|date| date > today) {
            findings.push(Finding::error(
                community_activity::DATE,
                "开展日期晚于今天，还没开展的活动请把“开展情况”选为“计划中”",
            ));
        }
    }
    for name in [
        community_activity::ELDERLY_COUNT,
        community_activity::CHILDREN_COUNT,
        community_activity::DISABLED_COUNT,
        community_activity::RELIEF_COUNT,
    ] {
        if number(fields, name)
            .zip(number(fields, community_activity::PEOPLE_COUNT))
            .is_some_and(|(part, whole)| part > whole)
        {
            findings.push(Finding::warning(name, "比现场人次还多，请核对"));
        }
    }
    findings.extend(group::satisfaction_asked(fields));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn person_times_are_the_head_count_and_at_least_those_who_signed_in() {
        let signed = |count: usize| (0..count).map(|n| format!("r{n}")).collect();
        let activity = |people, count| ActivityFact { people, recipients: signed(count), ..ActivityFact::default() };
        assert_eq!(activity(30, 4).person_times(), 30);
        assert_eq!(activity(0, 4).person_times(), 4);
        assert_eq!(activity(3, 4).person_times(), 4);
        assert_eq!(activity(0, 0).person_times(), 0);
    }

    #[test]
    fn only_publicity_is_publicity() {
        let of = |code: &str| ActivityFact { activity_type: code.into(), ..ActivityFact::default() }.is_publicity();
        assert!(of("publicity") && !of("lecture") && !of(""));
        assert!(dictionary().code_table("activity_type").expect("table").entry("publicity").is_some());
    }

    #[test]
    fn the_summary_says_what_the_record_says() {
        let record = json!({
            "name": "重阳节慰问", "activity_type": "condolence", "date": "2026-10-18", "place": "新河村文化广场", "partners": "镇卫生院",
            "goals": "让独居老人感受关怀", "people_count": 46, "elderly_count": 40, "volunteers_count": 8, "volunteer_hours": 24,
            "process": "集体包饺子，逐户送餐。", "survey_sent": 30, "survey_returned": 28, "satisfaction_mean": "4.8",
        });
        assert_eq!(
            summary(record.as_object().expect("object"), 12),
            "2026年10月18日在新河村文化广场，本站联合镇卫生院开展“重阳节慰问”慰问活动。活动旨在让独居老人感受关怀。\
             现场服务 46 人次，其中老年人 40 人，登记到人的服务对象 12 人。志愿者 8 人参与，服务 24 小时。\n\
             集体包饺子，逐户送餐。\n发放问卷 30 份，回收 28 份，满意度均分 4.8 分。"
        );
    }

    #[test]
    fn nothing_is_said_of_what_was_not_written() {
        let quoted = json!({ "name": "“暖冬”行动", "activity_type": "condolence" });
        assert_eq!(summary(quoted.as_object().expect("object"), 0), "本站开展“暖冬”行动慰问活动。");
        let bare = json!({ "name": "健康讲座", "activity_type": "other" });
        assert_eq!(summary(bare.as_object().expect("object"), 0), "本站开展“健康讲座”社区活动。");
    }
}
