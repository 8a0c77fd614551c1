//! Finding people: characters, pinyin, initials, numbers, villages, free text, any length of word.

use serde_json::json;
use store::{Route, Store};

use crate::county::*;

fn names(store: &Store, typed: &str) -> Vec<String> {
    store.search(typed, &["recipient"], 10).expect("hits").into_iter().map(|hit| hit.title).collect()
}

#[test]
fn people_are_found_by_whatever_is_typed() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let people = [
        ("张三", "新河村"),
        ("张三丰", "南街社区"),
        ("小张三", "新河村"),
        ("单雄信", "石门村"),
        ("王小明", "新河村"),
        ("龙𠮷娥", "䶮溪村"),
    ];
    for (n, (name, village)) in people.iter().enumerate() {
        let mut fields = person(name, village);
        fields["id_number"] = json!(format!("43011119900101{:03}X", n));
        fields["phone"] = json!(format!("1380731{:04}", 4000 + n));
        fields["remark"] = json!(format!("第{n}号档案,家住河边,需要助听器"));
        edit(&store, "recipient", &id(n as u64), fields, NOW);
    }
    assert_eq!(names(&store, "张三"), ["张三", "张三丰", "小张三"], "the whole name first, then what begins so");
    assert_eq!(names(&store, "丰"), ["张三丰"]);
    assert_eq!(names(&store, "shanxiongxin"), ["单雄信"]);
    assert_eq!(names(&store, "sxx"), ["单雄信"]);
    assert_eq!(names(&store, "xiaom"), ["王小明"], "the given name, unfinished");
    assert_eq!(names(&store, "004x"), ["王小明"], "the last four of the ID");
    assert_eq!(names(&store, "４００４"), ["王小明"], "of the telephone, in full-width digits");
    assert_eq!(names(&store, "43011119900101002X"), ["小张三"]);
    assert_eq!(names(&store, "新河村 wang"), ["王小明"]);
    assert_eq!(names(&store, "𠮷"), ["龙𠮷娥"]);
    assert_eq!(names(&store, "䶮溪"), ["龙𠮷娥"]);
    assert_eq!(names(&store, "助听器").len(), 6);
    for nothing in ["", "  ", "赵", "\"", "张三\" OR \"", "*", "AND", "NEAR(", "-"] {
        assert!(names(&store, nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn the_index_follows_every_change() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    edit(&store, "recipient", &id(1), json!({"name": "章三"}), NOW + 1);
    assert!(names(&store, "张").is_empty());
    assert_eq!(names(&store, "章"), ["章三"]);
    store.rebuild().expect("a rebuild");
    assert_eq!(names(&store, "章三"), ["章三"]);
    assert!(store.search("章三", &["visit"], 10).expect("hits").is_empty());
}

/// A save keeps new words aside until there are many: nobody may notice when they move.
#[test]
fn what_is_new_is_found_before_and_after_the_index_takes_it_over() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for n in 0..200u64 {
        let fields = json!({"name": format!("覃满{n}"), "village": "枫林村", "remark": format!("第{n}户，屋后有竹林")});
        edit(&store, "recipient", &id(n), fields, NOW + n);
        assert_eq!(names(&store, &format!("覃满{n}"))[0], format!("覃满{n}"), "at once");
        assert_eq!(names(&store, "qinm")[0], format!("覃满{n}"), "the newest first, wherever it is kept");
        assert_eq!(names(&store, &format!("竹林 第{n}户")), [format!("覃满{n}")]);
    }
    assert_eq!(names(&store, "覃满7")[0], "覃满7");
    assert_eq!(store.search("枫林", &["recipient"], 1000).expect("hits").len(), 200);
    // Renamed while still new, and long after.
    for n in [199u64, 3] {
        edit(&store, "recipient", &id(n), json!({"name": format!("游改{n}")}), NOW + 500 + n);
        assert!(
            names(&store, &format!("覃满{n}")).iter().all(|name| *name != format!("覃满{n}")),
            "the old name is gone"
        );
        assert_eq!(names(&store, &format!("游改{n}")), [format!("游改{n}")]);
    }
    store.rebuild().expect("a rebuild");
    assert_eq!(store.search("枫林", &["recipient"], 1000).expect("hits").len(), 200);
    assert_eq!(names(&store, "youg"), ["游改199", "游改3"]);
}

#[test]
fn what_came_by_the_hundred_is_found_and_follows_changes_like_what_was_saved_here() {
    let county = County::with(&["a", "b"]);
    let (one, other) = (county.create("a"), county.create("b"));
    let people = 0..700u64;
    let write_one = |n: u64| write("recipient", &id(n), person(&format!("张{n}号"), "新河村"));
    one.save(save_of(station(), NOW, people.clone().map(write_one).collect())).expect("a save");
    for bundle in bundles(&one) {
        other.import(&bundle, Route::Stick).expect("an import");
    }
    assert_eq!(one.state_hash().expect("a hash"), other.state_hash().expect("a hash"));
    for n in people.step_by(99) {
        assert_eq!(names(&other, &format!("张{n}号"))[0], format!("张{n}号"), "the whole name first");
    }
    assert_eq!(names(&other, "新河村"), names(&one, "新河村"), "in the same order");
    edit(&one, "recipient", &id(5), json!({"name": "章五"}), NOW + 1);
    edit(&one, "recipient", &id(6), json!({"deleted_reason": "录重了"}), NOW + 2);
    for bundle in bundles(&one) {
        other.import(&bundle, Route::Stick).expect("an import");
    }
    assert_eq!(names(&other, "章五"), ["章五"]);
    assert!(
        !names(&other, "张5号").contains(&"张5号".to_owned()) && !names(&other, "张6号").contains(&"张6号".to_owned())
    );
    let before = names(&other, "zhang");
    other.rebuild().expect("a rebuild");
    assert_eq!(names(&other, "zhang"), before);
}

#[test]
fn a_masked_number_is_found_whole_or_by_its_last_four_and_by_no_other_piece() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let mut fields = person("李秀英", "新河村");
    fields["id_number"] = json!("43012119900101003X");
    fields["phone"] = json!("138 1234 5678");
    edit(&store, "recipient", &id(1), fields, NOW);
    let whole =
        ["43012119900101003X", "43012119900101003x", "４３０１２１１９９００１０１００３ｘ", "003X", "13812345678"];
    let pieces =
        ["43012119900101003", "4301211990", "430121", "4301", "1381234", "138", "003", "n4301211990", "ｎ4301211990"];
    // As it was just saved, and from the full-text index.
    for rebuilt in [false, true] {
        if rebuilt {
            store.rebuild().expect("a rebuild");
        }
        for typed in whole.into_iter().chain(["138 1234 5678", "5678", "李秀英 003x"]) {
            assert_eq!(names(&store, typed), ["李秀英"], "{typed} {rebuilt}");
        }
        for typed in pieces.into_iter().chain(["李秀英 4301211990"]) {
            assert!(names(&store, typed).is_empty(), "{typed} {rebuilt}");
        }
    }
}
