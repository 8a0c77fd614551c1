//! Words of a report that are worked out from its figures, and its figures by name, for the sentences of an outline
//! (`report_outline`). They are made only from figures that exist.

use crate::brief::{Figure, Figures};
use crate::dictionary::dictionary;
use crate::report_outline::{Said, Values};

/// The figures of a report's period, and what is worked out from them. `time` is what the period is called in a sentence: 本月.
pub fn values(figures: &Figures, time: &str) -> Values {
    let figure = |figure: &Figure| {
        let known = figure.value.is_some();
        known.then(|| (figure.code.clone(), Said { text: figure.text(), nothing: figure.is_nothing() }))
    };
    let mut values: Values = figures.figures.iter().filter_map(figure).collect();
    let words = [("@counted", counted(figures)), ("@areas", areas(figures, time)), ("@not_met", not_met(figures))];
    values.extend(words.map(|(name, text)| (name.to_owned(), Said::word(text))));
    values
}

/// Of each kind that is counted one by one, how many there were: 代办协办 4 件.
fn counted(figures: &Figures) -> String {
    let kinds = dictionary().kinds.iter().filter_map(|kind| kind.counted.as_ref());
    let said = kinds.filter_map(|counted| {
        let count = figures.value(&counted.figure).filter(|count| *count > 0)?;
        Some(format!("{} {count} {}", counted.label, counted.unit))
    });
    said.collect::<Vec<_>>().join("；")
}

/// A heading and a paragraph for each of the four areas.
fn areas(figures: &Figures, time: &str) -> String {
    let heads = ["（一）", "（二）", "（三）", "（四）"];
    let mut lines = Vec::new();
    for (head, area) in heads.iter().zip(&dictionary().code_table("area").expect("compiled in").entries) {
        let value = |what: &str| figures.value(&format!("area.{}.{what}", area.code)).unwrap_or(0);
        lines.push(format!("{head}{}", area.label));
        if value("times") == 0 {
            lines.push(format!("{time}没有这一领域的服务记录。"));
            continue;
        }
        let items = dictionary().code_table("service_item").expect("compiled in").entries.iter();
        let items = items.filter(|item| item.group.as_deref() == Some(&area.code)).filter_map(|item| {
            let times = figures.value(&format!("item.{}", item.code)).filter(|times| *times > 0)?;
            Some(format!("{} {times} 人次", item.label))
        });
        let items: Vec<_> = items.collect();
        let tail = if items.is_empty() { String::new() } else { format!("，其中{}", items.join("、")) };
        lines.push(format!("{time}服务 {} 人、{} 人次{tail}。", value("persons"), value("times")));
    }
    lines.join("\n")
}

/// How many of the old people in special hardship were not met.
fn not_met(figures: &Figures) -> String {
    let rate = figures.get("visit.monthly_rate");
    let missed = rate.and_then(|rate| Some(rate.whole? - rate.value?)).filter(|missed| *missed > 0);
    missed.map(|missed| missed.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::brief::{Facts, ServiceFact, VisitFact};
    use crate::brief_figures::figures;
    use crate::period::Month;
    use crate::report_outline::outline;

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
            visits: [visit("a", "A1", "A101"), visit("b", "A1", ""), visit("c", "A4", "A401")].map(Arc::new).into(),
            ..Facts::default()
        };
        figures(&facts, month().period())
    }

    /// What the brief's sections say, from these figures and words.
    fn drafted(figures: &Figures, words: &[(&str, &str)]) -> Vec<String> {
        let mut values = values(figures, "本月");
        values.extend(words.iter().map(|(name, text)| ((*name).to_owned(), Said::word(*text))));
        let brief = outline("monthly_brief").expect("the brief");
        let text = |section: &crate::report_outline::Section| {
            section.draft.iter().filter_map(|line| line.with(&values)).collect::<Vec<_>>().join("\n")
        };
        brief.sections.iter().map(text).collect()
    }

    #[test]
    fn the_draft_says_what_the_figures_say() {
        let words = [
            ("period", "2026年11月"),
            ("station", "浏阳市大瑶镇社会工作服务站"),
            ("staff.in_post", "2"),
            ("staff.certified", "1"),
        ];
        let sections = drafted(&some(), &words);
        assert!(
            sections[0].starts_with(
                "2026年11月，浏阳市大瑶镇社会工作服务站，在岗社工 2 人，其中持证 1 人，月末在册服务对象 0 人。\n"
            ),
            "{}",
            sections[0]
        );
        assert!(
            sections[0]
                .contains("本月共开展走访 3 人次（上门 3 次），服务 3 人；新增个案 0 个，结案 0 个，跟进 0 节。"),
            "{}",
            sections[0]
        );
        assert!(sections[2].contains("（一）社会救助\n本月服务 2 人、2 人次，其中对象排查 1 人次。"));
        assert!(sections[2].contains("（二）农村留守儿童关爱保护\n本月没有"));
        assert!(sections[3].is_empty(), "typical cases are written by hand");
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known_or_was_not() {
        let all: String = drafted(&some(), &[("period", "2026年11月"), ("station", "某站")]).concat();
        for word in ["小组", "社区活动", "志愿", "资源", "月探访率", "在岗", "督导", "{"] {
            assert!(!all.contains(word), "{word}: {all}");
        }
        let empty = Figures { period: month().period(), figures: vec![] };
        let all = drafted(&empty, &[("period", "2026年11月"), ("station", "某站")]).concat();
        assert!(!all.contains("走访"), "{all}");
    }

    #[test]
    fn groups_and_activities_are_said_as_the_handbook_says_them() {
        let value = |code: &str, value: u64| Figure {
            code: code.into(),
            label: String::new(),
            unit: String::new(),
            group: None,
            value: Some(value),
            whole: None,
            kind: String::new(),
            ids: Vec::new(),
        };
        let mut figures = some();
        let numbers = [
            ("group.under_way", 2),
            ("group.new", 0),
            ("group.sessions", 5),
            ("group.person_times", 44),
            ("activity.count", 3),
            ("activity.person_times", 120),
            ("publicity.count", 0),
            ("consultation.person_times", 7),
            ("errand.count", 4),
        ];
        for (code, number) in numbers {
            figures.figures.retain(|figure| figure.code != code);
            figures.figures.push(value(code, number));
        }
        let said = drafted(&figures, &[("period", "2026年11月"), ("station", "某站")]).concat();
        let words =
            "；在组小组 2 个（新开 0 个），共 5 节，44 人次；社区活动 3 场，120 人次；来访咨询 7 人次；代办协办 4 件。";
        assert!(said.contains(words), "{said}");
    }
}
