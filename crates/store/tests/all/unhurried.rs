//! Work that nobody waits for: the flush of what is being typed, the end of a saved draft, and carrying the write-ahead log over.

use serde_json::json;
use store::{Draft, Store};

use crate::county::*;
use crate::opening::copy_dir;

fn draft(key: &str, text: &str) -> Draft {
    Draft {
        author: "staff-1".into(),
        key: key.into(),
        kind: "visit".into(),
        record: None,
        body: json!({"content": text}),
        saved_ms: NOW,
    }
}

#[test]
fn what_is_typed_outlives_the_program_and_only_what_is_saved_is_flushed() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    assert_eq!(store.synchronous_for_tests().expect("a setting"), 2);
    store.draft_put(&draft("visit:new", "还没写完")).expect("kept");
    assert_eq!(store.synchronous_for_tests().expect("a setting"), 1, "typing waits for no disk");
    // The program ends here without closing anything: what the system has is all there is.
    copy_dir(&county.path("a"), &county.path("crashed"));
    edit(&store, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    assert_eq!(store.synchronous_for_tests().expect("a setting"), 2, "a save is on the disk before it is said");
    drop(store);
    let after = Store::open(&county.path("crashed"), &county.key("a")).expect("it opens");
    let kept = after.draft_get("staff-1", "visit:new").expect("drafts").expect("the draft");
    assert_eq!(kept.body, json!({"content": "还没写完"}));
    assert_eq!(row(&after, "recipient", &id(1)).fields["name"], "张三");
}

#[test]
fn a_saved_draft_goes_in_the_same_transaction_or_stays_with_what_was_not_saved() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for key in ["one", "two", "three"] {
        store.draft_put(&draft(key, "…")).expect("kept");
    }
    let keys = || -> Vec<String> {
        let mut keys: Vec<String> =
            store.draft_list("staff-1").expect("drafts").into_iter().map(|draft| draft.key).collect();
        keys.sort();
        keys
    };
    let good = save_of(station(), NOW, vec![write("recipient", &id(1), person("张三", "新河村"))]);
    store.save_settling(good.clone(), Some("one")).expect("saved");
    assert_eq!(keys(), ["three", "two"]);
    assert_eq!(store.synchronous_for_tests().expect("a setting"), 2);
    let bad = save_of(station(), NOW, vec![write("no_such_kind", &id(2), json!({"name": "x"}))]);
    store.save_settling(bad, Some("two")).expect_err("refused");
    assert_eq!(keys(), ["three", "two"], "nothing was saved, so nothing typed is lost");
    // The same form once more: nothing has changed, the draft is superfluous all the same.
    let mut same = good;
    same.writes[0].seen = row(&store, "recipient", &id(1)).refs;
    assert!(store.save_settling(same, Some("three")).expect("saved").refs.is_empty());
    assert_eq!(keys(), ["two"]);
}

#[test]
fn the_log_is_carried_over_when_nobody_writes_and_not_inside_a_save() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let file = county.path("a").join(store::DATABASE);
    let size = || std::fs::metadata(&file).expect("the database").len();
    let (before, made) = (size(), store.checkpoints_for_tests(None));
    let long = "长".repeat(3000);
    for number in 0..200 {
        let mut fields = person("张三", "新河村");
        fields["remark"] = json!(format!("{number}{long}"));
        edit(&store, "recipient", &id(number), fields, NOW + number);
    }
    let log = std::fs::metadata(county.path("a").join("hezhan.db-wal")).expect("the log").len();
    assert!(log > 1000 * 4096, "{log}");
    if store.checkpoints_for_tests(None) == made {
        assert_eq!(size(), before, "no save has carried anything over");
    }
    assert!(store.checkpoints_for_tests(Some(made + 1)) > made, "and then it is carried over by itself");
    assert!(size() > before);
    drop(store);
    assert_eq!(row(&county.open("a"), "recipient", &id(199)).fields["name"], "张三");
}
