//! Plans of the questions that pages ask: none of them looks through a table that grows with the years. Each page is opened on a real store with
//! somebody in every list, and every question it asked is explained by SQLite itself.

use std::collections::BTreeSet;

use domain::dictionary::dictionary;
use serde_json::{Value, json};

use crate::fixture::{desk, lead, paper, person, visit};
use crate::means;
use crate::pcs::Pc;
use crate::same_month::busy_month;
use crate::two_pcs::hand_over;

/// Kinds of which a station has a few dozen, however long it works, or a few a year: who is asked for all of them reads them all.
const FEW: [&str; 68] = [
    "staff",
    "village",
    "county_officer",
    "reminder",
    "period_reopening",
    "provider",
    "agreement",
    "agreement_station",
    "agreement_change",
    "agreement_target",
    "agreement_target_adjust",
    "appropriation",
    "yearly_evaluation",
    "filing",
    "procurement",
    "budget_line",
    "implementation_plan",
    "recruitment_plan",
    "recruitment_step",
    "rule_document",
    "rule_document_reading",
    "rule_book",
    "sign_plate",
    "staff_file",
    "report_submission",
    "needs_survey",
    "station_plan",
    "station_plan_item",
    "plan_item_record",
    "survey_finding",
    "rectification",
    "evaluation_scheme",
    "evaluation_item",
    "self_evaluation",
    "self_evaluation_score",
    "county_parameter",
    "county_year_param",
    "holiday_calendar",
    "service_item",
    "import_batch",
    "kpi_target",
    "kpi_sub_target",
    "kpi_manual_adjust",
    "monthly_brief",
    "report",
    "report_outline",
    "premises_room",
    "equipment",
    "community_org",
    "community_org_member",
    "community_org_activity",
    "inspection",
    "supervision_record",
    "supervision_action",
    "training",
    "training_attendee",
    "publication",
    "publicity",
    "news_item",
    "administrative_work",
    "expense",
    "group",
    "group_evaluation",
    "gift_distribution",
    "volunteer",
    "volunteer_training",
    "volunteer_commendation",
    "resource_linkage",
];

/// Tables of which every row may be read.
fn few() -> BTreeSet<&'static str> {
    let kinds = FEW.iter().map(|kind| dictionary().kind(kind).unwrap_or_else(|| panic!("{kind}")).table.as_str());
    kinds.chain(["conflicts"]).collect()
}

/// Tables that grow: of every other kind, and the log.
fn growing() -> BTreeSet<String> {
    let few = few();
    let kinds = dictionary().kinds.iter().map(|kind| kind.table.clone()).filter(|table| !few.contains(table.as_str()));
    kinds.chain(["changes", "search_docs"].map(str::to_owned)).collect()
}

/// Questions about a whole table that may stay, by how they begin, and why. They are answered out of an index alone: of a table that grows
/// no row is read for them.
const COUNTED: [(&str, &str); 6] = [
    (r#"SELECT count(*) FROM "recipients""#, "a list says how many there are in all"),
    (r#"SELECT count(*) FROM "means_surveys""#, "a list says how many there are in all"),
    (r#"SELECT "village", count(*) FROM "recipients""#, "a filter says how many live in each village"),
    (r#"SELECT "assigned_worker", count(*) FROM "recipients""#, "a filter says how many each worker has"),
    (r#"SELECT "id", "death_date", "left_date", "newest_visit""#, "no column tells when the next visit is due"),
    (r#"SELECT "id", "#, "no column tells the order of workers' names and of risks: the ids of all are put in it"),
];

/// Questions about a whole table whose rows are read, by how they end, and why.
const READ: [(&str, &str); 5] = [
    (r#"FROM "cases" WHERE deleted_reason IS NULL"#, "who asks for the archived cases too asks for all"),
    (
        r#"FROM "means_surveys" WHERE deleted_reason IS NULL ORDER BY "date" DESC, "created_ms" DESC, id"#,
        "what a survey comes to stands in no column: who asks for one outcome has all worked out",
    ),
    (
        r#"FROM "recipients" WHERE deleted_reason IS NULL AND provisional = 0"#,
        "any file of the county may be the same person",
    ),
    (
        r#"FROM "recipients" WHERE deleted_reason IS NULL AND provisional = 0 AND ("death_date" IS NULL OR "death_date" > ?) AND ("left_date" IS NULL OR "left_date" > ?)"#,
        "everybody on file on the first day is counted as registered",
    ),
    (
        r#"FROM "recipient_categories" WHERE deleted_reason IS NULL AND provisional = 0 AND ("end_date" IS NULL OR "end_date" > ?)"#,
        "and by every category held then",
    ),
];

/// The tables that a plan reads from end to end, and whether out of an index alone. A page in the order of an index ends with its last row,
/// however long the table. Not deleted are nearly all: to look for those is to read all.
fn scanned<'p>(sql: &str, plan: &'p [String]) -> Vec<(&'p str, bool)> {
    let pages = sql.contains(" LIMIT ") && !plan.iter().any(|line| line == "USE TEMP B-TREE FOR ORDER BY");
    let scan = |line: &'p String| {
        let all = line.strip_prefix("SEARCH ").filter(|line| line.contains("(deleted_reason=?"));
        line.strip_prefix("SCAN ").or(all)
    };
    let ends = |line: &&str| line.contains("VIRTUAL TABLE") || pages && line.contains("USING INDEX");
    let named = |line: &'p str| (line.split(' ').next().unwrap_or(line), line.contains("USING COVERING INDEX"));
    plan.iter().filter_map(scan).filter(|line| !ends(line)).map(named).collect()
}

fn asks(pc: &Pc, pages: &[(&str, Value)]) {
    let (growing, mut bad) = (growing(), BTreeSet::new());
    for (command, request) in pages {
        let store = pc.app.open_store().unwrap();
        let plans = store.plans_for_tests(|| drop(pc.call(command, request.clone()))).unwrap();
        assert!(!plans.is_empty(), "{command} asks something");
        for (sql, plan) in plans {
            // A short name stands for its table (`FROM search_docs d`).
            let of =
                |name: &str| growing.iter().any(|table| table == name || sql.contains(&format!("{table} {name} ")));
            let counted = COUNTED.iter().any(|(begin, _)| sql.starts_with(begin));
            let read = READ.iter().any(|(end, _)| sql.ends_with(end));
            if scanned(&sql, &plan).into_iter().any(|(name, covering)| of(name) && !(read || counted && covering)) {
                bad.insert(format!("{command}: {sql}\n      {}", plan.join("\n      ")));
            }
        }
    }
    assert!(bad.is_empty(), "\n{}", bad.into_iter().collect::<Vec<_>>().join("\n"));
}

/// A station with somebody in every list.
fn peopled() -> (Pc, String) {
    let pc = desk();
    let id = person(&pc, json!({ "file_created": "2026-01-10", "risk_level": "yellow" }));
    let other = person(&pc, json!({ "name": "并入" }));
    person(&pc, json!({ "name": "从没走访", "file_created": "2026-01-10" }));
    paper(&pc, "recipient_category", json!({ "recipient": id, "category": "dibao", "start_date": "2025-01-01" }));
    visit(&pc, &id, json!({ "date": "2026-11-01", "next_date": "2026-11-20" }));
    visit(&pc, &other, json!({ "date": "2026-11-02" }));
    lead(&pc, &id, json!({}));
    pc.call("merges.merge", json!({ "stays": id, "goes": other }));
    (pc, id)
}

#[test]
fn no_page_of_every_day_looks_through_a_table_that_grows() {
    let (pc, id) = peopled();
    let me = pc.me();
    let mut pages = vec![
        ("home.get", json!({})),
        ("home.get", json!({ "worker": me })),
        ("recipients.overview", json!({ "id": id })),
        ("recipients.timeline", json!({ "id": id })),
        ("recipients.duplicates", json!({ "name": "李秀英", "village": "新河村", "birth_date": "1950-03-08" })),
        ("visits.defaults", json!({ "recipient": id })),
        ("visits.month", json!({ "month": "2026-11" })),
        ("visits.month", json!({ "month": "2026-11", "worker": me })),
        ("search.find", json!({ "text": "李秀英" })),
        ("search.find", json!({ "text": "lxy", "kinds": ["recipient"] })),
        ("drafts.list", json!({})),
    ];
    for request in [
        json!({}),
        json!({ "text": "李" }),
        json!({ "worker": me }),
        json!({ "due": true }),
        json!({ "categories": ["dibao"] }),
        json!({ "village": "新河村" }),
        json!({ "village": "新河村", "worker": me }),
        json!({ "village": "新河村", "sex": "2", "risk": ["yellow"] }),
        json!({ "village": "新河村", "order": "last_visit" }),
        json!({ "village": "新河村", "order": "name", "with_left": true }),
        json!({ "order": "name" }),
        json!({ "order": "village" }),
        json!({ "order": "age" }),
        json!({ "order": "next_visit" }),
        json!({ "order": "last_visit" }),
        json!({ "order": "risk" }),
        json!({ "order": "worker" }),
    ] {
        pages.push(("recipients.list", request));
    }
    asks(&pc, &pages);
}

/// The plan of the question for the rows of a list.
fn plan_of_rows(pc: &Pc, request: Value) -> (String, Vec<String>) {
    let store = pc.app.open_store().unwrap();
    let plans = store.plans_for_tests(|| drop(pc.call("recipients.list", request))).unwrap();
    plans.into_iter().find(|(sql, _)| sql.contains(r#"FROM "recipients""#) && sql.contains(" LIMIT ")).unwrap()
}

#[test]
fn a_village_is_looked_up_whatever_else_is_asked() {
    let (pc, _) = peopled();
    let me = pc.me();
    for request in [
        json!({ "village": "新河村" }),
        json!({ "village": "新河村", "order": "name" }),
        json!({ "village": "新河村", "order": "age" }),
        json!({ "village": "新河村", "sex": "2" }),
        json!({ "village": "新河村", "risk": ["yellow"] }),
        json!({ "village": "新河村", "with_left": true }),
    ] {
        let (sql, plan) = plan_of_rows(&pc, request);
        assert!(plan[0].contains("recipients_by_village (village=?)"), "{sql}\n{plan:?}");
    }
    let (sql, plan) = plan_of_rows(&pc, json!({ "village": "新河村", "worker": me }));
    assert!(plan[0].starts_with("SEARCH recipients "), "by village or by worker: {sql}\n{plan:?}");
}

/// A county counts hundreds of thousands of visits in a report: out of the index, of which a tenth of the pages is read.
#[test]
fn what_is_counted_of_visits_is_read_out_of_an_index_alone() {
    let (pc, _) = peopled();
    let store = pc.app.open_store().unwrap();
    let asked = json!({ "outline": "monthly_brief", "period": "2026-11" });
    let plans = store.plans_for_tests(|| drop(pc.call("reports.preview", asked))).unwrap();
    let counted: Vec<_> = plans.iter().filter(|(sql, _)| sql.contains(r#""contact_mode","result""#)).collect();
    assert!(!counted.is_empty(), "the visits of a brief");
    for (sql, plan) in counted {
        assert!(plan[0].contains("USING COVERING INDEX visits_by_date"), "{sql}\n{plan:?}");
    }
}

/// A station that has worked in every way.
fn worked(pc: &Pc) -> String {
    busy_month(pc);
    let child = crate::fixture::child(pc);
    paper(
        pc,
        "recipient_category",
        json!({ "recipient": child, "category": "left_behind_child", "start_date": "2020-01-01" }),
    );
    let id = person(pc, json!({ "name": "申请人", "file_created": "2026-01-10" }));
    paper(pc, "recipient_category", json!({ "recipient": id, "category": "dibao", "start_date": "2025-01-01" }));
    means::saved(pc, &id);
    id
}

#[test]
fn lists_registers_and_figures_read_what_was_asked_for() {
    let (_county, pc, _) = Pc::county_and_two();
    let id = worked(&pc);
    let me = pc.me();
    let mut pages = vec![
        ("cases.board", json!({})),
        ("cases.board", json!({ "worker": me })),
        ("cases.list", json!({ "text": "李" })),
        ("cases.list", json!({ "with_closed": true })),
        ("groups.list", json!({})),
        ("groups.list", json!({ "text": "王五" })),
        ("activities.list", json!({})),
        ("activities.list", json!({ "text": "王五" })),
        ("means.list", json!({})),
        ("means.list", json!({ "recipient": id })),
        ("means.list", json!({ "text": "申请人" })),
        ("means.list", json!({ "outcome": "dibao" })),
        ("deadlines.list", json!({})),
        ("reports.list", json!({})),
        ("reports.preview", json!({ "month": "2026-11" })),
        ("reports.rows", json!({ "month": "2026-11", "figure": "visit.effective" })),
        ("targets.list", json!({})),
        ("home.months", json!({})),
    ];
    for register in ["left_behind_child", "child_in_difficulty", "elderly_hardship", "tekun", "disabled", "dibao"] {
        pages.push(("registers.get", json!({ "register": register })));
    }
    asks(&pc, &pages);
}

#[test]
fn the_county_reads_the_period_and_the_register() {
    let (county, pc, _) = Pc::county_and_two();
    worked(&pc);
    hand_over(&pc, &county);
    let quarter = json!({ "from": "2026-10-01", "to": "2026-11-30", "place": { "download": true } });
    asks(
        &county,
        &[
            ("county.board", json!({ "month": "2026-11" })),
            ("county.summary", quarter),
            ("reports.list", json!({})),
            ("deadlines.list", json!({})),
            ("cases.board", json!({})),
            ("means.list", json!({ "station": "43018111001" })),
            ("registers.get", json!({ "register": "dibao", "station": "43018111001" })),
            ("recipients.list", json!({ "village": "新河村" })),
            ("home.get", json!({})),
        ],
    );
}

#[test]
fn nor_does_any_page_of_a_worker_from_whom_some_files_are_kept() {
    let (pc, id) = peopled();
    let word = "第二个人的口令青青";
    let worker = pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": word }))["id"].clone();
    let file = json!({ "staff": worker, "name": "周文", "birth_date": "1996-04-01", "education": "31", "certificate": "none",
        "major_related": "related", "hired_date": "2026-03-10" });
    let file = paper(&pc, "staff_file", file)["id"].clone();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": worker, "passphrase": word }));
    let pages = [
        ("home.get", json!({})),
        ("recipients.overview", json!({ "id": id })),
        ("recipients.timeline", json!({ "id": id })),
        ("attachments.list", json!({ "kind": "recipient", "id": id })),
        ("attachments.list", json!({ "kind": "staff_file", "id": file })),
        ("records.get", json!({ "kind": "recipient", "id": id })),
        ("records.list", json!({ "kind": "pay_confirmation" })),
        ("records.list", json!({ "kind": "kinship_declaration" })),
        ("search.find", json!({ "text": "李秀英" })),
    ];
    asks(&pc, &pages);
}

#[test]
fn merged_files_are_found_by_the_index_on_them_alone() {
    let (pc, id) = peopled();
    let store = pc.app.open_store().unwrap();
    let plans = store.plans_for_tests(|| drop(pc.call("recipients.overview", json!({ "id": id })))).unwrap();
    let merged: Vec<_> = plans.iter().filter(|(sql, _)| sql.contains("\"merged_into\" >=")).collect();
    assert!(!merged.is_empty());
    assert!(
        merged.iter().all(|(_, plan)| plan.iter().any(|line| line.contains("recipients_merged_into"))),
        "{merged:?}"
    );
}
