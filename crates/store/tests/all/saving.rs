//! Saving: what is written, what is not, numbers, conflicts, history, authority.

use changelog::{Audience, Op};
use serde_json::json;
use store::{Delivery, Numbering, Query, StoreError, Test};

use crate::county::*;

#[test]
fn a_saved_record_reads_back_with_its_types() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let fields = json!({"name": "龙𠮷娥", "poverty_cause": ["illness", "age"], "birth_date": "1952-03-15", "remark": "😀".repeat(10_000)});
    edit(&store, "recipient", &id(1), fields.clone(), NOW);
    edit(&store, "household", &id(2), json!({"population": 4, "head_name": "龙𠮷娥"}), NOW);
    let saved = row(&store, "recipient", &id(1));
    assert_eq!(serde_json::Value::from(saved.fields), fields);
    assert_eq!((saved.station.as_str(), saved.created_ms, saved.created_by.as_str()), (STATION, NOW, "staff-1"));
    assert_eq!(saved.state, Delivery::Saved);
    assert_eq!(row(&store, "household", &id(2)).fields["population"], json!(4));
}

#[test]
fn what_did_not_change_is_not_written() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    assert!(edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW + 1).refs.is_empty());
    edit(&store, "recipient", &id(1), person("张三", "南街社区"), NOW + 2);
    let history = store.history("recipient", &id(1)).expect("history");
    assert_eq!(history.len(), 2);
    assert_eq!(serde_json::Value::from(history[1].fields.clone()), json!({"village": "南街社区"}));
    assert_eq!(serde_json::Value::from(history[1].before.clone()), json!({"village": "新河村"}));
}

#[test]
fn a_form_sent_back_whole_does_not_contradict_what_others_changed_meanwhile() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let seen = row(&store, "recipient", &id(1)).refs;
    edit(&store, "recipient", &id(1), json!({"village": "南街社区"}), NOW + 1);
    let mut whole = person("张三", "新河村");
    whole["phone"] = json!("13800000000");
    edit_seeing(&store, "recipient", &id(1), whole, NOW + 2, seen);
    let now = row(&store, "recipient", &id(1));
    assert_eq!((now.fields["village"].as_str(), now.conflicted.len()), (Some("南街社区"), 0));
}

#[test]
fn changing_a_field_that_others_changed_meanwhile_is_a_conflict_and_is_resolved_by_seeing_both() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let seen = row(&store, "recipient", &id(1)).refs;
    edit(&store, "recipient", &id(1), json!({"village": "南街社区"}), NOW + 1);
    edit_seeing(&store, "recipient", &id(1), json!({"village": "北街社区"}), NOW + 2, seen);

    let conflicts = store.conflicts().expect("conflicts");
    let values: Vec<_> =
        conflicts[0].values.iter().map(|value| (value.value.as_str().unwrap_or(""), value.winner)).collect();
    assert_eq!(values, [("北街社区", true), ("南街社区", false)]);
    assert_eq!(row(&store, "recipient", &id(1)).conflicted, ["village"]);

    edit(&store, "recipient", &id(1), json!({"village": "北街社区"}), NOW + 3);
    assert!(store.conflicts().expect("conflicts").is_empty());
    assert_eq!(row(&store, "recipient", &id(1)).refs["village"].len(), 1);
}

#[test]
fn fields_of_a_newer_program_are_kept_in_extra() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), json!({"name": "张三", "blood_type": "O", "village": 7}), NOW);
    let saved = row(&store, "recipient", &id(1));
    assert_eq!(serde_json::Value::from(saved.extra), json!({"blood_type": "O", "village": 7}));
    assert!(!saved.fields.contains_key("village"));
}

#[test]
fn deleting_is_a_field_and_can_be_undone() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    edit(&store, "recipient", &id(1), json!({"deleted_reason": "重复建档"}), NOW + 1);
    let all = Query::of("recipient");
    assert_eq!(store.count(&all).expect("a count"), 0);
    assert!(store.search("张三", &[], 10).expect("hits").is_empty());
    assert_eq!(store.count(&Query { deleted: true, ..all.clone() }).expect("a count"), 1);
    edit(&store, "recipient", &id(1), json!({"deleted_reason": null}), NOW + 2);
    assert_eq!(store.count(&all).expect("a count"), 1);
    assert_eq!(store.search("张三", &[], 10).expect("hits").len(), 1);
}

#[test]
fn numbers_run_without_gaps_and_a_failed_save_gives_none() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let numbered = |record: u64, fields: serde_json::Value| {
        let mut save = save_of(station(), NOW, vec![write("case", &id(record), fields)]);
        save.number = Some(Numbering {
            write: 0,
            field: "case_no".into(),
            station: STATION.into(),
            series: "GA".into(),
            year: 2026,
        });
        save
    };
    assert_eq!(store.next_number(STATION, "GA", 2026).expect("a number"), 1);
    let first = store.save(numbered(1, json!({"stage": "lead"}))).expect("a save");
    assert_eq!(first.number.as_deref(), Some("43018111001-GA-2026-A0001"));
    assert!(store.save(numbered(2, json!({"sessions": 9_007_199_254_740_993u64}))).is_err(), "too large an integer");
    let second = store.save(numbered(3, json!({"stage": "lead"}))).expect("a save");
    assert_eq!(second.number.as_deref(), Some("43018111001-GA-2026-A0002"));
    assert_eq!(row(&store, "case", &id(3)).fields["case_no"], json!("43018111001-GA-2026-A0002"));
}

#[test]
fn a_save_is_all_or_nothing() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(9), person("李四", "新河村"), NOW);
    let before = (store.state_hash().expect("a hash"), store.heads().expect("heads"));
    let writes = vec![
        write("recipient", &id(1), person("张三", "新河村")),
        write("annotation", &id(2), json!({"text": "退回"})),
    ];
    assert!(matches!(store.save(save_of(station(), NOW, writes)), Err(StoreError::NotAllowed(_))));
    assert_eq!((store.state_hash().expect("a hash"), store.heads().expect("heads")), before);
}

#[test]
fn each_side_writes_only_what_is_its_own() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    let refused = |store: &store::Store, audience: Audience, kind: &str, fields: serde_json::Value| {
        matches!(store.save(save_of(audience, NOW, vec![write(kind, &id(1), fields)])), Err(StoreError::NotAllowed(_)))
    };
    assert!(refused(&a, Audience::Station(OTHER_STATION.into()), "visit", json!({"date": "2026-11-01"})));
    assert!(refused(&a, Audience::All, "county_parameter", json!({"name": "x"})));
    assert!(refused(&a, station(), "county_parameter", json!({"name": "x"})));
    assert!(refused(&office, station(), "visit", json!({"date": "2026-11-01"})));
    assert!(office.save(save_of(station(), NOW, vec![write("annotation", &id(1), json!({"text": "好"}))])).is_ok());
    assert!(a.erase(station(), "staff-1", NOW, &[("visit".into(), id(1))], &Default::default()).is_err());
}

#[test]
fn looking_is_written_to_the_log_and_changes_no_row() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let before = store.state_hash().expect("a hash");
    let mut look = write("recipient", &id(1), json!({"what": "reveal", "field": "id_number"}));
    look.op = Op::Access;
    store.save(save_of(station(), NOW + 1, vec![look])).expect("a save");
    assert_eq!(store.state_hash().expect("a hash"), before);
    let history = store.history("recipient", &id(1)).expect("history");
    assert_eq!((history.len(), history[1].op.clone()), (2, Op::Access));
}

#[test]
fn a_wrong_clock_is_marked_and_refuses_nothing() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    edit(&store, "recipient", &id(2), person("李四", "新河村"), 0);
    edit(&store, "recipient", &id(3), person("王五", "新河村"), NOW + 900 * 24 * 60 * MINUTE);
    let doubtful = |record| store.history("recipient", &id(record)).expect("history")[0].doubtful;
    assert_eq!([doubtful(1), doubtful(2), doubtful(3)], [false, true, true]);
    assert_eq!(store.list(&Query::of("recipient").and("name", Test::Contains, "五")).expect("rows").len(), 1);
}

#[test]
fn drafts_and_settings_are_kept_and_never_enter_the_log() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let draft = store::Draft {
        author: "staff-1".into(),
        key: "new-visit".into(),
        kind: "visit".into(),
        record: None,
        body: json!({"observation_text": "还没写完"}),
        saved_ms: NOW,
    };
    store.draft_put(&draft).expect("a draft");
    store.setting_put("font", &json!(14)).expect("a setting");
    drop(store);
    let store = county.open("a");
    assert_eq!(store.draft_list("staff-1").expect("drafts"), [draft]);
    assert!(store.draft_list("staff-2").expect("drafts").is_empty());
    assert_eq!(store.setting_get("font").expect("a setting"), Some(json!(14)));
    assert!(store.draft_discard("staff-1", "new-visit").expect("discarded"));
    assert!(store.heads().expect("heads").is_empty());
}
