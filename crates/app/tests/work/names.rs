//! Names of people as they are met: one name with any middle dot or blank, long ones found by pinyin, surnames of two characters masked
//! whole and sorted by their own reading, and none of them left in a brief.

use serde_json::{Value, json};

use crate::fixture::{desk, lead, person, registered};
use crate::ledgers::ledger;
use crate::pcs::Pc;

fn found(pc: &Pc, text: &str) -> Vec<String> {
    let answer = pc.call("search.find", json!({ "text": text, "kinds": ["recipient"] }));
    answer["found"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_name_with_any_dot_blank_or_none_is_found_and_is_a_duplicate() {
    let pc = desk();
    let birth = json!({ "birth_date": "1950-02-01", "village": "新河村" });
    let id = person(&pc, crate::fixture::with(birth.clone(), json!({ "name": "阿依夏·买买提" })));
    for typed in
        ["阿依夏·买买提", "阿依夏•买买提", "阿依夏买买提", "阿依夏 买买提", "夏买买", "ayxmmt", "ayixiamaimaiti"]
    {
        assert_eq!(found(&pc, typed), ["阿依夏·买买提"], "{typed}");
    }
    for name in ["阿依夏买买提", "阿依夏．买买提", "阿 依 夏 买买提"] {
        let asked = crate::fixture::with(birth.clone(), json!({ "name": name }));
        assert_eq!(pc.call("recipients.duplicates", asked)["duplicates"][0]["id"], id, "{name}");
    }
    let wide = person(&pc, json!({ "name": "Ｊｏｈｎ　Ｓｍｉｔｈ", "village": "新河村" }));
    let record = pc.call("records.get", json!({ "kind": "recipient", "id": wide }));
    assert_eq!(record["fields"]["name"], "Ｊｏｈｎ Ｓｍｉｔｈ", "words of letters stay apart");
    assert_eq!(found(&pc, "john smith"), ["Ｊｏｈｎ Ｓｍｉｔｈ"]);
}

#[test]
fn a_name_of_nine_characters_and_more_is_found_by_pinyin_and_initials() {
    let pc = desk();
    person(&pc, json!({ "name": "阿卜杜热合曼·阿卜杜拉", "village": "新河村" }));
    for typed in ["abdrhmabdl", "abudurehe", "rhm", "reheman", "阿卜杜拉", "曼阿卜"] {
        assert_eq!(found(&pc, typed), ["阿卜杜热合曼·阿卜杜拉"], "{typed}");
    }
}

#[test]
fn people_are_sorted_by_the_reading_of_their_surname() {
    let pc = desk();
    for name in ["万方", "万俟雪", "单小妹", "曾静", "尉迟恭", "魏明", "仇英", "查良", "朴正"] {
        person(&pc, json!({ "name": name }));
    }
    let answer = pc.call("recipients.list", json!({ "order": "name" }));
    let names: Vec<&str> = answer["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["万俟雪", "朴正", "仇英", "单小妹", "万方", "魏明", "尉迟恭", "曾静", "查良"]);
}

#[test]
fn a_surname_of_two_characters_is_masked_whole_in_what_leaves_the_station() {
    let pc = desk();
    for (name, shown) in [("欧阳秀英", "欧阳某"), ("司马亮", "司马某"), ("诸葛·明", "诸葛某")] {
        let who = person(&pc, json!({ "name": name }));
        lead(&pc, &who, json!({}));
        let outside: String = ledger(&pc, "cases", json!({ "privacy": "outside" })).1.concat().concat();
        assert!(outside.contains(shown) && !outside.contains(name), "{outside}");
    }
}

#[test]
fn who_is_found_is_told_apart_by_age_group_and_the_end_of_the_number() {
    let pc = desk();
    let elder =
        json!({ "name": "王桂花", "village": "荷叶塘村", "group_no": "3组", "id_number": crate::fixture::WOMAN_1952 });
    person(&pc, elder);
    registered(
        &pc,
        json!({ "name": "王桂花", "sex": "2", "birth_date": "1965-05-05", "village": "新河村", "group_no": "1组" }),
    );
    let answer = pc.call("search.find", json!({ "text": "wgh", "kinds": ["recipient"] }));
    let mut details: Vec<&str> =
        answer["found"].as_array().unwrap().iter().map(|one| one["detail"].as_str().unwrap()).collect();
    details.sort();
    assert_eq!(details, ["女 · 61 岁 · 新河村1组", "女 · 74 岁 · 荷叶塘村3组 · 尾号 4029"]);
}

#[test]
fn a_typical_case_is_told_without_anybody_on_file() {
    let pc = desk();
    let who = person(&pc, json!({ "name": "欧阳秀英", "village": "荷叶塘村" }));
    lead(&pc, &who, json!({ "informant": "禾守根" }));
    // No case of theirs, and on file all the same.
    person(&pc, json!({ "name": "阿依夏·买买提", "village": "新河" }));
    person(
        &pc,
        json!({ "name": "周明明", "sex": "1", "birth_date": "2018-05-01", "guardian_name": "周大山", "emergency_contact": "邻居" }),
    );
    let told = "欧阳秀英住荷叶塘，邻居阿依夏买买提（138 1234 5678，+86-139-1234-5678）家在新河村，\
        由禾守根和周大山照看周 明明，电话（0731）8888 6666、０７３１－８８８８６６６６，证号430121 19900101 0031，\
        卡号6217 0012 3456 7890 123。2026-11-03 起每月补助 1200 元。";
    let sections = json!([{ "key": "typical", "heading": "四、典型个案", "text": told }]);
    let frozen = pc.call("reports.freeze", json!({ "month": "2026-11", "sections": sections }));
    let brief = pc.call("reports.get", json!({ "id": frozen["id"] }));
    let shown = brief["sections"].as_array().unwrap().iter().find(|one| one["key"] == "typical").unwrap();
    let expected: Value = json!(
        "欧阳某住某村，邻居阿某（（电话略），（电话略））家在某村，由禾某和周某照看周某，电话（电话略）、（电话略），证号（证件号略），\
        卡号（卡号略）。2026-11-03 起每月补助 1200 元。"
    );
    assert_eq!(shown["text"], expected);
}
