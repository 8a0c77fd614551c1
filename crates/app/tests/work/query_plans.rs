//! Plans of the questions that pages ask: none of them looks through a table that grows with the years. Each page is opened on a real store with
//! somebody in every list, and every question it asked is explained by SQLite itself.

use std::collections::BTreeSet;

use domain::dictionary::dictionary;
use serde_json::{Value, json};

use crate::fixture::{desk, lead, paper, person, visit};
use crate::pcs::Pc;

/// Kinds of which a station has a few dozen, however long it works, or a few a year: who is asked for all of them reads them all.
const FEW: [&str; 57] = [
    "staff",
    "village",
    "county_officer",
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
    "county_parameter",
    "county_year_param",
    "holiday_calendar",
    "service_item",
    "import_batch",
    "kpi_target",
    "kpi_sub_target",
    "kpi_manual_adjust",
    "monthly_brief",
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

/// The tables that a plan reads from end to end. A page in the order of an index ends with its last row, however long the table.
fn scanned<'p>(sql: &str, plan: &'p [String]) -> Vec<&'p str> {
    let pages = sql.contains(" LIMIT ") && !plan.iter().any(|line| line == "USE TEMP B-TREE FOR ORDER BY");
    let scans = plan.iter().filter_map(|line| line.strip_prefix("SCAN "));
    let ends = |line: &&str| line.contains("VIRTUAL TABLE") || pages && line.contains("USING INDEX");
    scans.filter(|line| !ends(line)).map(|line| line.split(' ').next().unwrap_or(line)).collect()
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
            if scanned(&sql, &plan).into_iter().any(of) {
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
        json!({ "order": "name" }),
        json!({ "order": "next_visit" }),
        json!({ "order": "last_visit" }),
        json!({ "order": "risk" }),
        json!({ "order": "worker" }),
    ] {
        pages.push(("recipients.list", request));
    }
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
