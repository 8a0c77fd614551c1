//! The words of a monthly brief: draft sections that the supervisor edits. Sentences are made only from figures that exist.

use serde::{Deserialize, Serialize};

use crate::brief::Figures;
use crate::dictionary::dictionary;
use crate::period::Month;

/// One section of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefSection {
    /// Stable code.
    pub code: String,
    /// Heading with its number.
    pub heading: String,
    /// Paragraphs, one a line; empty where she has to write.
    pub text: String,
}

/// What the draft needs besides figures.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Name of the station.
    pub station: &'a str,
    /// Month.
    pub month: Month,
    /// Staff on duty, and of these with a certificate; left out where unknown.
    pub staff: Option<(usize, usize)>,
}

/// Title of the masthead.
pub fn title(station: &str) -> String {
    format!("{station}工作简报")
}

/// The draft of every section.
pub fn draft(setting: Setting<'_>, figures: &Figures) -> Vec<BriefSection> {
    let section =
        |code: &str, heading: &str, text: String| BriefSection { code: code.into(), heading: heading.into(), text };
    vec![
        section("basic", "一、基本情况", basic(setting, figures)),
        section("figures", "二、本月数据一览", String::new()),
        section("areas", "三、四领域服务情况", areas(figures)),
        section("typical", "四、典型个案", String::new()),
        section("highlights", "五、特色亮点", String::new()),
        section("problems", "六、存在问题与建议", problems(figures)),
        section("plan", "七、下月计划", plan(figures)),
    ]
}

fn basic(setting: Setting<'_>, figures: &Figures) -> String {
    let mut first = vec![format!("{}，{}", setting.month.label(), setting.station)];
    if let Some((on_duty, certified)) = setting.staff {
        first.push(format!("在岗社工 {on_duty} 人，其中持证 {certified} 人"));
    }
    if let Some(registered) = figures.value("recipient.registered") {
        first.push(format!("月末在册服务对象 {registered} 人"));
    }
    let first = format!("{}。", first.join("，"));
    let new = figures.value("recipient.new").filter(|new| *new > 0);
    let new = new.map(|new| format!("本月新建档 {new} 人。")).unwrap_or_default();
    format!("{first}{new}\n{}", automatic(figures))
}

/// The automatic sentence, as far as its figures exist.
pub fn automatic(figures: &Figures) -> String {
    let value = |code: &str| figures.value(code);
    let mut clauses = Vec::new();
    if let (Some(visits), Some(persons)) = (value("visit.effective"), value("service.persons")) {
        let knocks = value("visit.door_knocks").map(|knocks| format!("（上门 {knocks} 次）")).unwrap_or_default();
        clauses.push(format!("本月共开展走访 {visits} 人次{knocks}，服务 {persons} 人"));
    }
    if let (Some(new), Some(closed), Some(sessions)) = (value("case.new"), value("case.closed"), value("case.sessions"))
    {
        clauses.push(format!("新增个案 {new} 个，结案 {closed} 个，跟进 {sessions} 节"));
    }
    let some = |code: &str| value(code).filter(|value| *value > 0);
    if let Some(under_way) = some("group.under_way") {
        let of = |code: &str| value(code).unwrap_or(0);
        let (new, sessions, times) = (of("group.new"), of("group.sessions"), of("group.person_times"));
        clauses.push(format!("在组小组 {under_way} 个（新开 {new} 个），共 {sessions} 节，{times} 人次"));
    }
    if let Some((count, times)) = some("activity.count").zip(value("activity.person_times")) {
        clauses.push(format!("社区活动 {count} 场，{times} 人次"));
    }
    if let Some(count) = some("publicity.count") {
        clauses.push(format!("政策宣传 {count} 场"));
    }
    if let Some(times) = some("consultation.person_times") {
        clauses.push(format!("来访咨询 {times} 人次"));
    }
    for counted in dictionary().kinds.iter().filter_map(|kind| kind.counted.as_ref()) {
        if let Some(count) = some(&counted.figure) {
            clauses.push(format!("{} {count} {}", counted.label, counted.unit));
        }
    }
    let shown = |code: &str| figures.get(code).map(crate::brief::Figure::text).unwrap_or_default();
    if let Some(times) = some("resource.times") {
        clauses.push(format!("链接资源 {times} 次，折合 {} 元", shown("resource.amount")));
    }
    if let Some(persons) = some("volunteer.persons") {
        clauses.push(format!("志愿者 {persons} 人参加服务 {} 小时", shown("volunteer.hours")));
    }
    if let Some(times) = some("gift.household_times") {
        clauses.push(format!("慰问和发放物资 {times} 户次"));
    }
    if let Some(count) = some("news.count") {
        clauses.push(format!("刊发信息 {count} 篇"));
    }
    if let Some(count) = value("referral.count").filter(|count| *count > 0) {
        clauses.push(format!("转介 {count} 次"));
    }
    if let Some(rate) = figures.get("visit.monthly_rate").filter(|rate| rate.value.is_some()) {
        clauses.push(format!("特殊困难老年人月探访率 {}", rate.text()));
    }
    if clauses.is_empty() { String::new() } else { format!("{}。", clauses.join("；")) }
}

fn areas(figures: &Figures) -> String {
    let heads = ["（一）", "（二）", "（三）", "（四）"];
    let mut lines = Vec::new();
    for (head, area) in heads.iter().zip(&dictionary().code_table("area").expect("compiled in").entries) {
        let value = |what: &str| figures.value(&format!("area.{}.{what}", area.code)).unwrap_or(0);
        lines.push(format!("{head}{}", area.label));
        if value("times") == 0 {
            lines.push("本月没有这一领域的服务记录。".to_owned());
            continue;
        }
        let items = dictionary().code_table("service_item").expect("compiled in").entries.iter();
        let items = items.filter(|item| item.group.as_deref() == Some(&area.code)).filter_map(|item| {
            let times = figures.value(&format!("item.{}", item.code)).filter(|times| *times > 0)?;
            Some(format!("{} {times} 人次", item.label))
        });
        let items: Vec<_> = items.collect();
        let tail = if items.is_empty() { String::new() } else { format!("，其中{}", items.join("、")) };
        lines.push(format!("本月服务 {} 人、{} 人次{tail}。", value("persons"), value("times")));
    }
    lines.join("\n")
}

fn problems(figures: &Figures) -> String {
    let rate = figures.get("visit.monthly_rate");
    let missed = rate.and_then(|rate| Some(rate.whole? - rate.value?)).filter(|missed| *missed > 0);
    missed.map(|missed| format!("本月尚有 {missed} 名在册特殊困难老年人未见到本人。")).unwrap_or_default()
}

fn plan(figures: &Figures) -> String {
    let open = figures.value("case.open_at_end").filter(|open| *open > 0);
    open.map(|open| format!("继续跟进在案个案 {open} 个。")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{Facts, ServiceFact, VisitFact};
    use crate::brief_figures::figures;

    fn month() -> Month {
        Month::parse("2026-11").expect("month")
    }

    fn some() -> Figures {
        let visit = |id: &str, area: &str, item: &str| VisitFact {
            id: id.into(),
            recipient: id.into(),
            date: month().first(),
            contact_mode: "home".into(),
            result: "met".into(),
            service: ServiceFact { area: area.into(), item: item.into(), counted: true },
            ..VisitFact::default()
        };
        let facts = Facts {
            visits: vec![visit("a", "A1", "A101"), visit("b", "A1", ""), visit("c", "A4", "A401")],
            ..Facts::default()
        };
        figures(&facts, month().period())
    }

    #[test]
    fn the_draft_says_what_the_figures_say() {
        let setting =
            Setting { station: "浏阳市大瑶镇社会工作服务站", month: month(), staff: Some((2, 1)) };
        let sections = draft(setting, &some());
        assert_eq!(sections.len(), 7);
        assert!(sections[0].text.starts_with(
            "2026年11月，浏阳市大瑶镇社会工作服务站，在岗社工 2 人，其中持证 1 人，月末在册服务对象 0 人。"
        ));
        assert!(
            sections[0]
                .text
                .contains("本月共开展走访 3 人次（上门 3 次），服务 3 人；新增个案 0 个，结案 0 个，跟进 0 节。")
        );
        assert!(sections[2].text.contains("（一）社会救助\n本月服务 2 人、2 人次，其中对象排查 1 人次。"));
        assert!(sections[2].text.contains("（二）农村留守儿童关爱保护\n本月没有"));
        assert!(sections[3].text.is_empty(), "typical cases are written by hand");
    }

    #[test]
    fn nothing_is_said_of_what_cannot_be_recorded() {
        let setting = Setting { station: "某站", month: month(), staff: None };
        let all: String = draft(setting, &some()).into_iter().map(|section| section.text).collect();
        for word in ["小组", "社区活动", "志愿", "资源链接 0", "月探访率", "在岗"] {
            assert!(!all.contains(word), "{word}: {all}");
        }
        let empty = Figures { period: month().period(), figures: vec![] };
        assert_eq!(automatic(&empty), "");
    }

    #[test]
    fn groups_and_activities_are_said_as_the_handbook_says_them() {
        let value = |code: &str, value: u64| crate::brief::Figure {
            code: code.into(),
            label: String::new(),
            unit: String::new(),
            group: None,
            value: Some(value),
            whole: None,
            kind: String::new(),
            ids: Vec::new(),
        };
        let numbers = [
            ("group.under_way", 2),
            ("group.new", 1),
            ("group.sessions", 5),
            ("group.person_times", 44),
            ("activity.count", 3),
            ("activity.person_times", 120),
            ("publicity.count", 0),
            ("consultation.person_times", 7),
            ("errand.count", 4),
        ];
        let figures = numbers.map(|(code, number)| value(code, number)).into();
        assert_eq!(
            automatic(&Figures { period: month().period(), figures }),
            "在组小组 2 个（新开 1 个），共 5 节，44 人次；社区活动 3 场，120 人次；来访咨询 7 人次；代办协办 4 件。"
        );
    }
}
