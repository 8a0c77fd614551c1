//! Every outline against the dictionary, the deadlines and the figures; and what a county may change of one.

use super::*;
use crate::brief::Facts;
use crate::deadlines::Owes;
use crate::fields::staff_file;
use crate::values::Fields;
use serde_json::json;

/// Figures that a report has only where there is something to count.
const SOMETIMES: [&str; 3] = ["activity.type.", "category.", "item."];

fn counts(outline: &Outline, code: &str) -> bool {
    let stem = code.strip_suffix('*').filter(|stem| SOMETIMES.contains(stem));
    stem.is_some() || outline.countable().iter().any(|(known, _)| known == code)
}

#[test]
fn every_outline_names_what_there_is() {
    for outline in outlines() {
        let name = &outline.name;
        assert!(dictionary().kind(&outline.kind).is_some(), "{name}: kind {}", outline.kind);
        let mut keys = std::collections::BTreeSet::new();
        let mut sentences = vec![&outline.title, &outline.issuer, &outline.receivers];
        for section in &outline.sections {
            assert!(keys.insert(&section.key), "{name}: {} stands twice", section.key);
            assert!(!section.heading.trim().is_empty(), "{name}: {} has no heading", section.key);
            sentences.extend(&section.draft);
            for show in &section.shows {
                shown(outline, show);
            }
        }
        for sentence in sentences {
            for value in sentence.values() {
                assert!(outline.knows(value), "{name}: nothing fills {{{value}}}");
            }
        }
        assert!(outline.check(&outline.as_change()).is_empty(), "{name}: what it is, it may be");
        assert_eq!(outline.with(&outline.as_change()), *outline, "{name}");
    }
    assert_eq!(outlines().len(), 8);
}

fn shown(outline: &Outline, show: &Show) {
    let name = &outline.name;
    let (caption, codes) = match show {
        Show::Figures { caption, only } | Show::Stations { caption, only } => (caption, only.clone()),
        Show::StationBars { caption, figure } => (caption, vec![figure.clone()]),
        Show::Trend { caption }
        | Show::Areas { caption }
        | Show::Categories { caption }
        | Show::Targets { caption }
        | Show::Money { caption }
        | Show::Lacking { caption }
        | Show::Evaluation { caption, .. } => (caption, Vec::new()),
        Show::Records { caption, kind, columns, which } => {
            let kind = dictionary().kind(kind).unwrap_or_else(|| panic!("{name}: kind {kind}"));
            for column in columns {
                assert!(kind.field(column).is_some(), "{name}: {}.{column}", kind.name);
            }
            let subject = outline.period.subject();
            let linked =
                kind.fields.iter().any(|field| field.refers.as_deref() == subject.map(|kind| kind.name.as_str()));
            assert!(*which != Which::Subject || linked, "{name}: {} belongs to nothing", kind.name);
            assert!(*which != Which::Period || kind.date.is_some(), "{name}: {} has no day", kind.name);
            assert!(*which != Which::InPost || kind.name == staff_file::KIND, "{name}: {} is nobody", kind.name);
            (caption, Vec::new())
        }
        Show::Plan { caption, kinds } => {
            kinds.iter().for_each(|kind| assert!(dictionary().kind(kind).is_some(), "{name}: kind {kind}"));
            (caption, Vec::new())
        }
        Show::Photos => return,
    };
    assert!(!caption.trim().is_empty(), "{name}");
    codes.iter().for_each(|code| assert!(counts(outline, code), "{name}: no figure {code}"));
}

#[test]
fn every_report_that_is_due_has_an_outline_of_its_side_and_period() {
    for rule in deadlines::rules() {
        let Some(by) = &rule.settled_by else { continue };
        if by.kind != report_submission::KIND && by.kind != crate::fields::monthly_brief::KIND {
            continue;
        }
        let mut own = outlines().iter().filter(|outline| outline.deadline.as_deref() == Some(&rule.name));
        let outline = own.next().unwrap_or_else(|| panic!("no outline for {}", rule.name));
        assert!(own.next().is_none(), "{}: two of them", rule.name);
        assert_eq!(outline.period.each(), rule.each, "{}", rule.name);
        let owed = match outline.side {
            Side::Station => Owes::Station,
            Side::County => Owes::County,
            Side::Both => Owes::Both,
        };
        assert_eq!(owed, rule.owes, "{}", rule.name);
        assert_eq!(outline.report_type().is_some(), by.kind == report_submission::KIND, "{}", rule.name);
    }
}

fn quarterly() -> (&'static Outline, Change) {
    let outline = outline("quarterly_report").expect("an outline");
    (outline, outline.as_change())
}

fn said(outline: &Outline, change: &Change) -> String {
    outline.check(change).into_iter().map(|one| one.message).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_county_adds_moves_renames_and_leaves_out() {
    let (outline, mut change) = quarterly();
    change.title = "{county}社工站{period}情况".into();
    let own = SectionChange {
        key: "own-1".into(),
        heading: "党建引领".into(),
        draft: "走访 {visit.effective} 人次。".into(),
        left_out: false,
    };
    change.sections.insert(0, own);
    change.sections.swap(1, 2);
    change.sections[5].left_out = true;
    assert_eq!(said(outline, &change), "");
    let changed = outline.with(&change);
    let keys: Vec<&str> = changed.sections.iter().map(|section| section.key.as_str()).collect();
    assert_eq!(keys[..3], ["own-1", "work", "overview"]);
    assert_eq!(changed.title.to_string(), change.title);
    assert!(changed.section("problems").is_none() && outline.section("problems").is_some());
    assert_eq!(changed.section("work").map(|one| one.shows.len()), Some(5), "what it shows stays");
    let none = Facts::default();
    let period = crate::period::quarter(2026, 4).expect("a quarter");
    let values = crate::report_text::values(&crate::brief_figures::figures(&none, period), "本季度");
    assert_eq!(changed.sections[0].draft[0].with(&values).as_deref(), Some("走访 0 人次。"));
}

#[test]
fn a_section_of_a_newer_program_keeps_its_place_in_a_changed_outline() {
    let (outline, mut change) = quarterly();
    change.sections.retain(|section| section.key != "money");
    let keys: Vec<String> = outline.with(&change).sections.into_iter().map(|section| section.key).collect();
    assert_eq!(keys[..4], ["overview", "work", "money", "results"]);
}

#[test]
fn what_a_change_cannot_mean_is_refused_and_named() {
    let (outline, change) = quarterly();
    let with = |edit: &dyn Fn(&mut Change)| {
        let mut change = change.clone();
        edit(&mut change);
        said(outline, &change)
    };
    assert!(
        with(&|one| one.sections[1].draft = "走访 {visit.many} 人次".into())
            .contains("第 2 节：没有 {visit.many} 这个取数")
    );
    assert!(with(&|one| one.sections[0].draft = "走访 {visit.effective 人次".into()).contains("少了一个“}”"));
    assert!(with(&|one| one.sections[2].heading = " ".into()).contains("第 3 节：还没有标题"));
    assert!(with(&|one| one.sections[1].key = "overview".into()).contains("第 2 节：和别的节重复了"));
    assert!(with(&|one| one.sections[1].key = "elsewhere".into()).contains("没有这一节"));
    assert!(with(&|one| one.sections.iter_mut().for_each(|one| one.left_out = true)).contains("至少要留一节"));
    assert!(with(&|one| one.title = "{nobody}".into()).contains("没有 {nobody}"));
    assert!(
        with(&|one| one.sections[1].draft = "月探访率 {visit.monthly_rate}".into()).contains("visit.monthly_rate"),
        "of months only"
    );
    let record = |fields: serde_json::Value| {
        let fields: Fields = fields.as_object().expect("map").clone();
        let day = crate::dates::stored("2026-11-30").expect("a day");
        check_record(&fields, false, day).into_iter().map(|one| one.field).collect::<Vec<_>>()
    };
    assert_eq!(record(json!({ "outline": "nothing", "sections": "[]" })), ["outline"]);
    assert_eq!(record(json!({ "outline": "quarterly_report", "sections": "not json" })), ["sections"]);
    let sections = serde_json::to_string(&change.sections).expect("json");
    assert!(record(json!({ "outline": "quarterly_report", "title": "", "sections": sections })).is_empty());
}
