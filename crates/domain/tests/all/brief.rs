//! The counting rules of the brief (docs/rules.md), on facts small enough to count by hand.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::brief::{
    CaseEvent, CaseFact, Dated, Facts, NoteFact, RecipientFact, ServiceFact, VisitFact, brief, compare,
};
use domain::brief::{ConsultationFact, CountedFact, PublicityFact};
use domain::brief_figures::figures;
use domain::community_activity::ActivityFact;
use domain::dates::stored;
use domain::group::{GroupFact, GroupRules, MemberFact, SessionFact};
use domain::on_file::{File, Holding};
use domain::period::Month;
use domain::visit::Held;

fn day(text: &str) -> NaiveDate {
    stored(text).expect(text)
}

fn month(text: &str) -> Month {
    Month::parse(text).expect(text)
}

fn service(area: &str, item: &str) -> ServiceFact {
    ServiceFact { area: area.into(), item: item.into(), counted: true }
}

fn visit(id: &str, recipient: &str, date: &str, mode: &str, result: &str) -> Arc<VisitFact> {
    Arc::new(VisitFact {
        id: id.into(),
        recipient: recipient.into(),
        household: "".into(),
        date: day(date),
        contact_mode: mode.into(),
        result: result.into(),
        service: service("A4", "A401"),
    })
}

fn recipient(id: &str) -> RecipientFact {
    let file = File { created: Some(day("2025-01-01")), ..File::default() };
    RecipientFact { id: id.into(), file, ..RecipientFact::default() }
}

fn holding(id: &str, birth: &str, category: &str) -> RecipientFact {
    let held = Held { category: category.into(), ..Held::default() };
    let holding = Holding { held, start: Some(day("2025-01-01")), end: None };
    let usual = recipient(id);
    RecipientFact { file: File { birth: Some(day(birth)), ..usual.file }, holdings: vec![holding], ..usual }
}

fn case(id: &str, recipient: &str, open: &str) -> CaseFact {
    CaseFact {
        id: id.into(),
        recipient: recipient.into(),
        open_date: stored(open),
        service: service("A1", ""),
        ..CaseFact::default()
    }
}

fn note(id: &str, case: &str, date: &str, present: u32) -> NoteFact {
    NoteFact { id: id.into(), case: case.into(), date: day(date), present, minutes: 50 }
}

fn event(id: &str, case: &str, date: &str) -> CaseEvent {
    CaseEvent { id: id.into(), case: case.into(), date: day(date) }
}

fn value(facts: &Facts, of: &str, code: &str) -> Option<u64> {
    figures(facts, month(of).period()).value(code)
}

#[test]
fn r20_the_example_of_the_handbook() {
    let mut facts = Facts::default();
    for n in 0..50 {
        let id = format!("p{n}");
        facts.recipients.push(holding(&id, "1950-01-01", "elderly_living_alone"));
        let result = if n < 45 { "met" } else { "refused" };
        if n < 48 {
            facts.visits.push(visit(&format!("v{n}"), &id, "2026-11-10", "home", result));
        }
    }
    let figures = figures(&facts, month("2026-11").period());
    let rate = figures.get("visit.monthly_rate").expect("rate");
    assert_eq!((rate.text().as_str(), rate.ids.len()), ("90%", 5), "the five not met stand behind the rate");
    assert_eq!(figures.value("visit.effective"), Some(45));
    assert_eq!(figures.value("visit.door_knocks"), Some(48));
    assert_eq!(figures.value("service.person_times"), Some(45));
    assert_eq!(figures.value("area.A4.times"), Some(45), "what was not effective enters no area");
}

#[test]
fn r20_family_answers_are_effective_but_do_not_enter_the_rate() {
    let facts = Facts {
        recipients: vec![
            holding("a", "1950-01-01", "elderly_empty_nest"),
            holding("b", "1950-01-01", "elderly_bereaved"),
            holding("young", "1990-01-01", "elderly_living_alone"),
        ],
        visits: vec![
            visit("v1", "a", "2026-11-01", "home", "family_answered"),
            visit("v2", "b", "2026-11-30", "phone", "met"),
            visit("v3", "b", "2026-12-01", "home", "met"),
        ],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!(figures.get("visit.monthly_rate").expect("rate").text(), "50%");
    assert_eq!(figures.value("visit.effective"), Some(2));
    assert_eq!(figures.value("visit.door_knocks"), Some(1), "a telephone call knocks at no door");
    assert_eq!((figures.value("visit.mode.home"), figures.value("visit.mode.phone")), (Some(1), Some(1)));
}

#[test]
fn r20_nobody_registered_gives_a_dash_and_a_quarter_gives_no_rate() {
    let facts = Facts { visits: vec![visit("v", "a", "2026-11-01", "home", "met")], ..Facts::default() };
    let november = figures(&facts, month("2026-11").period());
    let rate = november.get("visit.monthly_rate").expect("rate");
    assert_eq!((rate.value, rate.text().as_str()), (None, "—"));
    let quarter = domain::period::quarter(2026, 4).expect("quarter");
    assert!(figures(&facts, quarter).get("visit.monthly_rate").is_none());
}

#[test]
fn registration_is_looked_at_on_the_last_day() {
    let mut dead = holding("dead", "1950-01-01", "elderly_living_alone");
    dead.file.death = Some(day("2026-11-30"));
    let mut moved_on = holding("ended", "1950-01-01", "elderly_living_alone");
    moved_on.holdings[0].end = Some(day("2026-11-30"));
    let mut later = holding("later", "1950-01-01", "elderly_living_alone");
    later.file.created = Some(day("2026-12-01"));
    let mut new = holding("new", "1966-11-30", "elderly_living_alone");
    new.file.created = Some(day("2026-11-30"));
    let facts = Facts { recipients: vec![dead, moved_on, later, new], ..Facts::default() };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!(figures.get("visit.special_registered").expect("figure").ids, ["new"], "sixty on the last day");
    assert_eq!(figures.get("recipient.registered").expect("figure").ids, ["ended", "new"]);
    assert_eq!(figures.get("recipient.new").expect("figure").ids, ["new"]);
    assert_eq!(figures.value("category.elderly_living_alone"), Some(1));
    assert!(figures.get("category.dibao").is_none(), "a category nobody holds has no line");
}

#[test]
fn persons_and_person_times_are_two_numbers() {
    let facts = Facts {
        recipients: vec![recipient("a"), recipient("b")],
        visits: vec![
            visit("v1", "a", "2026-11-01", "home", "met"),
            visit("v2", "a", "2026-11-02", "phone", "met"),
            visit("v3", "b", "2026-11-02", "home", "not_home"),
        ],
        cases: vec![case("c", "a", "2026-10-01"), case("d", "b", "2026-10-01")],
        notes: vec![note("n1", "c", "2026-11-03", 2), note("n2", "d", "2026-11-04", 0)],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!(figures.get("service.persons").expect("figure").ids, ["a"], "b was never met and not in the session");
    assert_eq!(figures.value("service.person_times"), Some(4), "two visits, two present in one session");
    assert_eq!(figures.get("service.person_times").expect("figure").ids, ["v1", "v2", "n1", "n2"]);
}

#[test]
fn r25_one_person_at_two_stations_is_counted_once_and_her_times_add_up() {
    let mut here = recipient("a");
    let mut there = recipient("b");
    here.person = "no:X".into();
    there.person = "no:X".into();
    let visits = vec![visit("v1", "a", "2026-11-01", "home", "met"), visit("v2", "b", "2026-11-02", "home", "met")];
    let facts = Facts { recipients: vec![here, there, recipient("c")], visits, ..Facts::default() };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!((figures.value("service.persons"), figures.value("service.person_times")), (Some(1), Some(2)));
    assert_eq!(figures.value("recipient.registered"), Some(2));
}

#[test]
fn households_are_counted_once_a_day() {
    let at = |id: &str, recipient: &str, household: &str, date: &str, mode: &str, result: &str| {
        let household = household.into();
        Arc::new(VisitFact { household, ..VisitFact::clone(&visit(id, recipient, date, mode, result)) })
    };
    let facts = Facts {
        visits: vec![
            at("1", "a", "h", "2026-11-01", "home", "met"),
            at("2", "b", "h", "2026-11-01", "home", "met"),
            at("3", "a", "h", "2026-11-02", "home", "met"),
            at("4", "c", "", "2026-11-02", "home", "met"),
            at("5", "d", "", "2026-11-02", "home", "family_answered"),
            at("6", "e", "g", "2026-11-02", "home", "not_home"),
            at("7", "f", "f", "2026-11-02", "phone", "met"),
        ],
        ..Facts::default()
    };
    assert_eq!(value(&facts, "2026-11", "visit.households"), Some(4));
    assert_eq!(value(&facts, "2026-11", "visit.door_knocks"), Some(6));
}

#[test]
fn the_five_numbers_of_cases_and_those_open_at_the_end() {
    let mut reopened = case("reopened", "e", "2026-01-01");
    reopened.reopened_date = Some(day("2026-11-20"));
    let mut lead = case("lead", "f", "");
    lead.lead_date = Some(day("2026-11-02"));
    let facts = Facts {
        cases: vec![
            case("old", "a", "2026-09-01"),
            case("new", "b", "2026-11-05"),
            case("idle", "c", "2026-10-01"),
            case("closed", "d", "2026-08-01"),
            reopened,
            lead,
            case("december", "g", "2026-12-01"),
        ],
        notes: vec![
            note("n1", "old", "2026-11-01", 1),
            note("n2", "old", "2026-11-08", 1),
            note("n3", "new", "2026-11-09", 2),
            note("n4", "closed", "2026-11-10", 1),
            note("n5", "idle", "2026-10-31", 1),
        ],
        closures: vec![event("k1", "closed", "2026-11-30"), event("k2", "reopened", "2026-06-01")],
        follow_ups: vec![event("f1", "closed", "2026-11-30")],
        ..Facts::default()
    };
    let november = |code| value(&facts, "2026-11", code);
    assert_eq!(november("case.followed"), Some(3));
    assert_eq!(november("case.sessions"), Some(4), "follow-ups after closing are no sessions");
    assert_eq!(november("case.new"), Some(1));
    assert_eq!(november("case.new_sessions"), Some(1));
    assert_eq!(november("case.closed"), Some(1));
    assert_eq!(november("case.leads"), Some(1));
    assert_eq!(november("follow_up.count"), Some(1));
    assert_eq!((november("case.person_times"), november("case.minutes")), (Some(5), Some(200)));
    let open = figures(&facts, month("2026-11").period());
    assert_eq!(open.get("case.open_at_end").expect("figure").ids, ["old", "new", "idle", "reopened"]);
    let october = figures(&facts, month("2026-10").period());
    assert_eq!(october.get("case.open_at_end").expect("figure").ids, ["old", "idle", "closed"]);
}

#[test]
fn r11_what_does_not_count_enters_no_figure_but_its_own() {
    let mut outside = VisitFact::clone(&visit("v1", "a", "2026-11-01", "home", "met"));
    outside.service.counted = false;
    let mut other = case("c", "b", "2026-11-01");
    other.service.counted = false;
    let facts = Facts {
        visits: vec![outside.into()],
        cases: vec![other],
        notes: vec![note("n", "c", "2026-11-02", 1)],
        closures: vec![event("k", "c", "2026-11-30")],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    for code in
        ["service.persons", "service.person_times", "visit.effective", "visit.door_knocks", "case.new", "case.closed"]
    {
        assert_eq!(figures.value(code), Some(0), "{code}");
    }
    assert_eq!(figures.get("visit.uncounted").expect("figure").ids, ["v1"]);
    assert!(value(&Facts::default(), "2026-11", "visit.uncounted").is_none());
}

#[test]
fn areas_and_items_take_visits_and_sessions_together() {
    let facts = Facts {
        visits: vec![visit("v1", "a", "2026-11-01", "home", "met"), visit("v2", "b", "2026-11-01", "home", "met")],
        cases: vec![CaseFact { service: service("A4", "A401"), ..case("c", "a", "2026-11-01") }],
        notes: vec![note("n", "c", "2026-11-02", 1)],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!((figures.value("area.A4.times"), figures.value("area.A4.persons")), (Some(3), Some(2)));
    assert_eq!((figures.value("area.A1.times"), figures.value("area.A1.persons")), (Some(0), Some(0)));
    let item = figures.get("item.A401").expect("item");
    assert_eq!((item.label.as_str(), item.value), ("养老服务", Some(3)));
    let sum: u64 = figures.group("area.times").filter_map(|figure| figure.value).sum();
    assert_eq!(Some(sum), figures.value("service.person_times"), "the areas add up to the whole");
}

fn group(id: &str, planned: u32, members: &[(&str, &str)], sessions: &[(&str, &str, &[&str])]) -> GroupFact {
    let member = |(id, recipient): &(&str, &str)| MemberFact {
        id: (*id).into(),
        recipient: (*recipient).into(),
        ..MemberFact::default()
    };
    let session = |(id, date, present): &(&str, &str, &[&str])| SessionFact {
        id: (*id).into(),
        date: day(date),
        held: true,
        present: present.iter().map(|id| (*id).to_owned()).collect(),
    };
    GroupFact {
        id: id.into(),
        service: service("A2", "A213"),
        planned_sessions: planned,
        members: members.iter().map(member).collect(),
        sessions: sessions.iter().map(session).collect(),
        ..GroupFact::default()
    }
}

fn activity(id: &str, kind: &str, date: &str, people: u32, recipients: &[&str]) -> ActivityFact {
    ActivityFact {
        id: id.into(),
        date: day(date),
        activity_type: kind.into(),
        people,
        booklets: 0,
        recipients: recipients.iter().map(|id| (*id).to_owned()).collect(),
        service: service("A3", "A301"),
    }
}

#[test]
fn r19_the_example_of_the_handbook() {
    let eight = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];
    let members: Vec<(&str, &str)> = eight.iter().map(|id| (*id, "")).collect();
    let came = [8, 7, 8, 6, 7, 8];
    let dates = ["2026-11-01", "2026-11-06", "2026-11-11", "2026-11-16", "2026-11-21", "2026-11-26"];
    let sessions: Vec<(&str, &str, &[&str])> =
        dates.iter().zip(came).map(|(date, count)| (*date, *date, &eight[..count])).collect();
    let facts = Facts { groups: vec![group("g", 6, &members, &sessions)], ..Facts::default() };
    let november = |code| value(&facts, "2026-11", code);
    assert_eq!((november("group.person_times"), november("group.persons")), (Some(44), Some(8)));
    assert_eq!((november("group.sessions"), november("group.new")), (Some(6), Some(1)));
    assert_eq!((november("group.under_way"), november("group.completed")), (Some(1), Some(1)));
    assert_eq!(november("service.person_times"), Some(44));
    assert_eq!(november("service.persons"), Some(0), "nobody of them is on file");
}

#[test]
fn r19_a_group_across_months_is_new_once_and_its_person_times_fall_where_its_sessions_do() {
    let all = ["a", "b", "c"];
    let members = [("a", ""), ("b", ""), ("c", "")];
    let sessions: [(&str, &str, &[&str]); 4] = [
        ("s1", "2026-03-28", &all),
        ("s2", "2026-04-11", &all[..2]),
        ("s3", "2026-04-25", &all),
        ("s4", "2026-05-09", &all[..1]),
    ];
    let facts = Facts { groups: vec![group("g", 4, &members, &sessions)], ..Facts::default() };
    let of = |code: &str| ["2026-03", "2026-04", "2026-05", "2026-06"].map(|month| value(&facts, month, code).unwrap());
    assert_eq!(of("group.new"), [1, 0, 0, 0]);
    assert_eq!(of("group.under_way"), [1, 1, 1, 0]);
    assert_eq!(of("group.person_times"), [3, 5, 1, 0]);
    assert_eq!(of("group.persons"), [3, 3, 1, 0]);
    assert_eq!(of("group.completed"), [0, 0, 1, 0]);
    assert!(value(&facts, "2026-03", "group.count").is_none());
    let by_end = Facts { group_rules: GroupRules { by_last_session: true, ..GroupRules::default() }, ..facts.clone() };
    let ended = ["2026-03", "2026-04", "2026-05"].map(|month| value(&by_end, month, "group.count").unwrap());
    assert_eq!(ended, [0, 0, 1], "the county counts by the last session");
    let strict = Facts { group_rules: GroupRules { min_members: 4, ..GroupRules::default() }, ..facts };
    assert_eq!(value(&strict, "2026-05", "group.completed"), Some(0));
}

#[test]
fn r19_persons_on_file_are_united_and_the_others_are_each_one() {
    let mut here = recipient("a");
    let mut again = recipient("b");
    here.person = "no:X".into();
    again.person = "no:X".into();
    let one = group("g", 8, &[("m1", "a"), ("m2", ""), ("m3", "c")], &[("s1", "2026-11-02", &["m1", "m2"])]);
    let two = group("h", 8, &[("n1", "b"), ("n2", "")], &[("s2", "2026-11-03", &["n1", "n2"])]);
    let facts = Facts {
        recipients: vec![here, again, recipient("c")],
        groups: vec![one, two],
        visits: vec![visit("v", "a", "2026-11-04", "home", "met")],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!(figures.get("group.persons").expect("figure").ids, ["m1", "m2", "n2"], "c never came");
    assert_eq!(figures.value("group.person_times"), Some(4));
    assert_eq!(figures.get("service.persons").expect("figure").ids, ["a"], "visited and in two groups: one person");
    assert_eq!(figures.value("service.person_times"), Some(5));
    assert_eq!((figures.value("area.A2.times"), figures.value("area.A2.persons")), (Some(4), Some(1)));
    assert_eq!(figures.value("item.A213"), Some(4));
}

#[test]
fn activities_with_a_head_count_only_are_person_times_and_no_persons() {
    let facts = Facts {
        recipients: vec![recipient("a"), recipient("b")],
        activities: vec![
            activity("big", "festival", "2026-11-08", 120, &[]),
            activity("named", "clinic", "2026-11-15", 30, &["a", "b"]),
            activity("again", "clinic", "2026-11-22", 1, &["a", "b"]),
            activity("october", "clinic", "2026-10-31", 9, &["a"]),
        ],
        ..Facts::default()
    };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!((figures.value("activity.count"), figures.value("activity.person_times")), (Some(3), Some(152)));
    assert_eq!((figures.value("activity.persons"), figures.value("service.persons")), (Some(2), Some(2)));
    assert_eq!((figures.value("activity.type.clinic"), figures.value("activity.type.festival")), (Some(2), Some(1)));
    assert!(figures.get("activity.type.lecture").is_none());
    let sum: u64 = figures.group("area.times").filter_map(|figure| figure.value).sum();
    assert_eq!((sum, figures.value("service.person_times")), (152, Some(152)));
}

#[test]
fn an_activity_of_publicity_is_a_session_of_publicity_without_double_person_times() {
    let mut shown = activity("fair", "publicity", "2026-11-08", 80, &[]);
    shown.booklets = 60;
    let mut lecture = activity("talk", "lecture", "2026-11-09", 20, &[]);
    lecture.booklets = 5;
    let own = PublicityFact {
        id: "p".into(),
        date: day("2026-11-10"),
        people: 35,
        booklets: 40,
        service: service("A1", "A103"),
    };
    let facts = Facts { activities: vec![shown, lecture], publicity: vec![own], ..Facts::default() };
    let figures = figures(&facts, month("2026-11").period());
    assert_eq!(figures.get("publicity.count").expect("figure").ids, ["p", "fair"]);
    assert_eq!(figures.value("publicity.person_times"), Some(35), "the 80 stand with the activities");
    assert_eq!(figures.value("activity.person_times"), Some(100));
    assert_eq!(figures.value("publicity.booklets"), Some(100), "what a lecture hands out is no publicity");
    assert_eq!(figures.value("service.person_times"), Some(100));
}

#[test]
fn consultations_and_errands_are_counted_by_themselves() {
    let consultation = |id: &str, date: &str, people| ConsultationFact {
        id: id.into(),
        date: day(date),
        people,
        service: service("A1", "A115"),
    };
    let errand = |id: &str, counted| CountedFact {
        kind: "errand".into(),
        id: id.into(),
        date: day("2026-11-03"),
        service: ServiceFact { counted, ..service("A1", "A115") },
    };
    let facts = Facts {
        consultations: vec![
            consultation("c1", "2026-11-01", 1),
            consultation("c2", "2026-11-30", 3),
            consultation("c3", "2026-12-01", 5),
        ],
        counted: vec![errand("e1", true), errand("e2", false)],
        ..Facts::default()
    };
    let november = |code| value(&facts, "2026-11", code);
    assert_eq!((november("consultation.person_times"), november("errand.count")), (Some(4), Some(1)));
    assert_eq!(november("service.person_times"), Some(0));
}

#[test]
fn r11_activities_and_groups_that_do_not_count_enter_only_their_own_line() {
    let mut own = activity("a", "recreation", "2026-11-01", 20, &["r"]);
    own.service.counted = false;
    let mut outside = group("g", 4, &[("m", "r")], &[("s", "2026-11-02", &["m"])]);
    outside.service.counted = false;
    let facts =
        Facts { recipients: vec![recipient("r")], activities: vec![own], groups: vec![outside], ..Facts::default() };
    let figures = figures(&facts, month("2026-11").period());
    for code in [
        "activity.count",
        "activity.person_times",
        "group.under_way",
        "group.sessions",
        "group.persons",
        "service.persons",
    ] {
        assert_eq!(figures.value(code), Some(0), "{code}");
    }
    assert_eq!(figures.get("activity.uncounted").expect("figure").ids, ["a"]);
    assert_eq!(figures.get("group.uncounted").expect("figure").ids, ["g"]);
}

fn of_november(facts: &Facts) -> domain::brief::Brief {
    brief(facts, &domain::deadlines::Each::Month.spans("2026-11").expect("a month"), day("2026-11-30"))
}

#[test]
fn month_previous_year_and_trend_stand_beside_each_other() {
    let on = |id: &str, date: &str| visit(id, "a", date, "home", "met");
    let facts = Facts {
        visits: vec![
            on("1", "2025-12-31"),
            on("2", "2026-01-01"),
            on("3", "2026-10-31"),
            on("4", "2026-11-01"),
            on("5", "2026-11-30"),
        ],
        referrals: vec![Dated { id: "r".into(), date: day("2026-11-30") }],
        reports: vec![Dated { id: "m".into(), date: day("2026-10-01") }],
        ..Facts::default()
    };
    let brief = of_november(&facts);
    let of = |figures: &Option<domain::brief::Figures>| figures.as_ref().and_then(|of| of.value("visit.effective"));
    assert_eq!(
        (brief.this.value("visit.effective"), of(&brief.previous), of(&brief.year_to_date)),
        (Some(2), Some(1), Some(4))
    );
    assert_eq!(brief.year_to_date.as_ref().and_then(|of| of.value("service.persons")), Some(1));
    let trend: Vec<_> = brief.trend.iter().map(|point| (point.month.as_str(), point.visits)).collect();
    assert_eq!((trend[0], trend[1], trend[11]), (("2025-12", 1), ("2026-01", 1), ("2026-11", 2)));
    assert_eq!((brief.this.value("referral.count"), brief.this.value("mandatory_report.count")), (Some(1), Some(0)));
}

#[test]
fn codes_are_unique_and_every_line_stands_on_kinds_that_can_be_recorded() {
    let facts = Facts { visits: vec![visit("v", "a", "2026-11-01", "home", "met")], ..Facts::default() };
    let figures = figures(&facts, month("2026-11").period());
    let codes: std::collections::HashSet<_> = figures.figures.iter().map(|figure| &figure.code).collect();
    assert_eq!(codes.len(), figures.figures.len());
    for figure in &figures.figures {
        for kind in figure.kind.split(',') {
            assert!(domain::dictionary::dictionary().kind(kind).is_some(), "{}", figure.code);
        }
    }
}

#[test]
fn re_issuing_shows_what_changed() {
    let first = Facts { visits: vec![visit("v1", "a", "2026-11-01", "home", "met")], ..Facts::default() };
    let mut second = first.clone();
    Arc::make_mut(&mut second.visits[0]).result = "refused".into();
    second.visits.push(visit("v2", "b", "2026-11-02", "home", "met"));
    let period = month("2026-11").period();
    let changed = compare(&figures(&first, period), &figures(&second, period));
    let effective = changed.iter().find(|change| change.code == "visit.effective").expect("same number, other records");
    assert_eq!((effective.before.as_str(), effective.after.as_str()), ("1", "1"));
    assert_eq!(
        (effective.came.as_slice(), effective.went.as_slice()),
        (&["v2".to_owned()][..], &["v1".to_owned()][..])
    );
    assert_eq!(compare(&figures(&first, period), &figures(&first, period)), []);
}

#[test]
fn figures_survive_being_frozen_as_json() {
    let facts = Facts { visits: vec![visit("v1", "a", "2026-11-01", "home", "met")], ..Facts::default() };
    let brief = of_november(&facts);
    let json = serde_json::to_string(&brief).expect("json");
    assert_eq!(serde_json::from_str::<domain::brief::Brief>(&json).expect("read back"), brief);
}
