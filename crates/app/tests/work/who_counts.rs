//! 谁算数: a merged file, the dead, those who left and children who have grown out of their category, in every list, ledger, register, gift
//! list, survey, population, reminder and warning: one answer. Who counts is there to show that the others could have.

use serde_json::{Value, json};

use crate::fixture::{MAN_1990, WOMAN_1952, child, desk, paper, person, registered, visit, with};
use crate::ledgers::ledger;
use crate::pcs::Pc;

const VILLAGE: &str = "桥头村";

/// Everybody of the village, in all the ways to count and not to count.
struct Village {
    pc: Pc,
    /// 留下: stands for 并入, whose category and visits are hers.
    kept: String,
    merged: String,
    dead: String,
}

fn category(pc: &Pc, recipient: &str, code: &str) -> Value {
    paper(pc, "recipient_category", json!({ "recipient": recipient, "category": code, "start_date": "2020-01-01" }))
}

/// Someone of the village with a category and a visit that set a next date already past.
fn someone(pc: &Pc, name: &str, code: &str, fields: Value) -> String {
    let id = person(pc, with(json!({ "name": name, "village": VILLAGE, "file_created": "2020-01-01" }), fields));
    category(pc, &id, code);
    visit(pc, &id, json!({ "date": "2026-10-05", "next_date": "2026-11-05" }));
    id
}

fn change(pc: &Pc, id: &str, fields: Value) {
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": fields }));
}

fn village() -> Village {
    let pc = desk();
    let kept = person(&pc, json!({ "name": "留下", "village": VILLAGE, "file_created": "2020-01-01" }));
    let merged = someone(&pc, "并入", "dibao", json!({ "id_number": WOMAN_1952 }));
    pc.call("merges.merge", json!({ "stays": kept, "goes": merged }));
    someone(&pc, "在册", "dibao", json!({}));
    let dead = someone(&pc, "去世", "dibao", json!({ "birth_date": "1920-03-01" }));
    change(&pc, &dead, json!({ "death_date": "2026-11-10" }));
    let left = someone(&pc, "迁出", "dibao", json!({}));
    change(&pc, &left, json!({ "left_date": "2026-11-10" }));
    for (name, code, birth) in [
        ("留守童", "left_behind_child", "2015-05-01"),
        ("满十六", "left_behind_child", "2010-11-20"),
        ("困境童", "child_in_difficulty", "2015-05-01"),
        ("满十八", "child_in_difficulty", "2008-11-20"),
    ] {
        someone(&pc, name, code, json!({ "birth_date": birth }));
    }
    Village { pc, kept, merged, dead }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn names(rows: &Value, at: &str) -> Vec<String> {
    let name = |row: &Value| row.pointer(at).unwrap_or_else(|| panic!("{at} in {row}")).as_str().unwrap().to_owned();
    sorted(rows.as_array().unwrap().iter().map(name).collect())
}

fn expected(names: &[&str]) -> Vec<String> {
    sorted(names.iter().map(|name| (*name).to_owned()).collect())
}

const ON_FILE: [&str; 6] = ["留下", "在册", "留守童", "满十六", "困境童", "满十八"];
const BY_CATEGORY: [(&str, &[&str]); 3] =
    [("dibao", &["留下", "在册"]), ("left_behind_child", &["留守童"]), ("child_in_difficulty", &["困境童"])];

#[test]
fn lists_show_who_stands_on_file_and_in_a_category_today() {
    let Village { pc, .. } = village();
    let list = |request: Value| pc.call("recipients.list", request);
    assert_eq!(names(&list(json!({}))["rows"], "/name"), expected(&ON_FILE));
    for (code, who) in BY_CATEGORY {
        assert_eq!(names(&list(json!({ "categories": [code] }))["rows"], "/name"), expected(who), "{code}");
    }
    let all = list(json!({}));
    assert_eq!(all["villages"], json!([{ "value": VILLAGE, "label": VILLAGE, "count": 6 }]), "as many as are listed");
    let with_left = list(json!({ "with_left": true }));
    assert_eq!(with_left["total"], 8, "the dead and those who left when asked for, a merged file never");
}

#[test]
fn ledgers_and_registers_list_the_same_people() {
    let Village { pc, .. } = village();
    let exported = |name: &str| {
        let (_, rows) = ledger(&pc, name, json!({}));
        let is_name = |cell: &String| cell == "姓名" || cell == "成员";
        let heading = rows.iter().find(|row| row.iter().any(is_name)).unwrap();
        let at = heading.iter().position(is_name).unwrap();
        let below = rows.iter().skip_while(|row| *row != heading).skip(1);
        sorted(below.filter(|row| row.len() > at && row[0].parse::<u32>().is_ok()).map(|row| row[at].clone()).collect())
    };
    assert_eq!(exported("recipients"), expected(&ON_FILE));
    for (code, ledger) in [
        ("dibao", "dibao_persons"),
        ("left_behind_child", "left_behind_children"),
        ("child_in_difficulty", "children_in_difficulty"),
    ] {
        let who = BY_CATEGORY.iter().find(|(known, _)| *known == code).unwrap().1;
        assert_eq!(exported(ledger), expected(who), "{ledger}");
        let register = pc.call("registers.get", json!({ "register": code }));
        let here = register["registers"].as_array().unwrap().iter().find(|one| one["value"] == code).unwrap();
        assert_eq!(here["count"], json!(who.len()), "{code}: {register}");
    }
    let (_, lines) = ledger(&pc, "dibao_statistics", json!({ "to": "2026-11-30" }));
    let total = lines.iter().find(|row| row[0] == "合计").unwrap();
    assert_eq!((total[1].as_str(), total[2].as_str()), ("2", "2"), "households and people on minimum living");
}

#[test]
fn the_brief_and_the_register_count_the_same_people() {
    let Village { pc, .. } = village();
    let brief = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let value = |code: &str| {
        let found = brief["figures"].as_array().unwrap().iter().find(|figure| figure["code"] == code);
        found.map(|figure| figure["value"].as_str().unwrap().to_owned())
    };
    assert_eq!(value("recipient.registered").as_deref(), Some("6"));
    for (code, who) in BY_CATEGORY {
        let behind = json!({ "month": "2026-11", "figure": format!("category.{code}") });
        assert_eq!(names(&pc.call("reports.rows", behind)["rows"], "/fields/name"), expected(who), "{code}");
    }
    let parts = brief["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let drawn = parts.filter(|part| part["kind"] == "bar").map(|part| part["categories"].as_array().unwrap().len());
    assert_eq!(drawn.collect::<Vec<_>>(), [3]);
}

#[test]
fn a_gift_list_is_filled_with_who_stands_there_now() {
    let Village { pc, .. } = village();
    let filled = |request: Value| {
        let gift = paper(
            &pc,
            "gift_distribution",
            json!({ "name": "慰问", "date": "2026-11-20", "occasion": "hardship", "goods": "大米", "area": "A1" }),
        );
        pc.call("gifts.fill", with(json!({ "id": gift["id"] }), request));
        names(&pc.call("gifts.get", json!({ "id": gift["id"] }))["lines"], "/name")
    };
    assert_eq!(filled(json!({ "village": VILLAGE })), expected(&ON_FILE));
    for (code, who) in BY_CATEGORY {
        assert_eq!(filled(json!({ "category": code })), expected(who), "{code}");
    }
}

#[test]
fn who_is_due_and_not_visited_is_on_file_and_stands_once() {
    let Village { pc, kept, .. } = village();
    let due = pc.call("home.get", json!({}))["due"].clone();
    assert_eq!(names(&due, "/person/name"), expected(&ON_FILE));
    let month = pc.call("visits.month", json!({ "month": "2026-11" }));
    assert_eq!(names(&month["not_visited"], "/person/name"), expected(&ON_FILE));
    assert_eq!(month["not_visited_total"], 6);
    // A visit to the one who stands settles what was due under the merged file, everywhere.
    visit(&pc, &kept, json!({ "date": "2026-11-22", "next_date": "2026-12-22" }));
    let others: Vec<&str> = ON_FILE.iter().copied().filter(|name| *name != "留下").collect();
    // 低保核查 of the category that came with the merged file is still to be made.
    let due = pc.call("home.get", json!({}))["due"].clone();
    let items = due.as_array().unwrap().iter().find(|one| one["person"]["name"] == "留下").unwrap()["items"].clone();
    assert!(items.as_array().unwrap().iter().all(|item| item["what"] != "visit"), "{items}");
    let month = pc.call("visits.month", json!({ "month": "2026-11" }));
    assert_eq!(names(&month["not_visited"], "/person/name"), expected(&others));
}

#[test]
fn a_visit_to_the_file_that_went_counts_for_the_one_that_stands() {
    let Village { pc, merged, .. } = village();
    visit(&pc, &merged, json!({ "date": "2026-11-22", "next_date": "2026-12-22" }));
    let month = pc.call("visits.month", json!({ "month": "2026-11" }));
    assert!(!names(&month["not_visited"], "/person/name").contains(&"留下".to_owned()));
}

#[test]
fn a_merged_file_is_no_duplicate_of_the_one_it_went_into() {
    let Village { pc, kept, merged, .. } = village();
    let like = |except: Option<&String>| {
        let asked = json!({ "except": except, "name": "并入", "id_number": WOMAN_1952, "birth_date": "1952-03-15", "village": VILLAGE });
        pc.call("recipients.duplicates", asked)["duplicates"].clone()
    };
    assert_eq!(like(Some(&kept)), json!([]), "not of herself");
    assert_eq!(like(Some(&merged)), json!([]));
    let to_others = like(None);
    assert_eq!(to_others.as_array().unwrap().len(), 1, "one person is warned of once: {to_others}");
    assert_eq!(to_others[0]["id"], json!(kept), "and it is the file that stands");
    let again = registered(&pc, json!({ "name": "并入", "id_number": WOMAN_1952, "village": VILLAGE }));
    assert_eq!(again["duplicates"].as_array().unwrap().len(), 1);
}

/// A household of four on minimum living: the head, who died; a daughter who moved out; a son; a grandchild who is not on file.
fn household(pc: &Pc) -> (Value, String, String) {
    let register = |name: &str, household: Value, more: Value| {
        let usual = json!({ "name": name, "sex": "2", "village": VILLAGE, "file_created": "2020-01-01" });
        let recipient = with(usual, more);
        let dibao = json!([{ "category": "dibao", "start_date": "2020-01-01" }]);
        pc.call("recipients.register", json!({ "recipient": recipient, "household": household, "categories": dibao }))
    };
    let head = register("老户主", json!({ "choice": "new", "fields": {} }), json!({ "birth_date": "1920-03-01" }));
    let house = head["household"].clone();
    let of_house = |relation: &str| json!({ "choice": "existing", "id": house, "relation": relation });
    let daughter = register("女儿", of_house("30"), json!({}));
    let son = register("儿子", of_house("20"), json!({ "sex": "1", "id_number": MAN_1990 }));
    let child = json!({ "household": house, "name": "孙子", "relation_to_head": "41", "birth_date": "2018-05-01" });
    paper(pc, "household_member", child);
    let id = |answer: &Value| answer["recipient"]["id"].as_str().unwrap().to_owned();
    change(pc, &id(&head), json!({ "death_date": "1999-08-01" }));
    change(pc, &id(&daughter), json!({ "left_date": "2026-11-01" }));
    (house, id(&son), id(&head))
}

#[test]
fn the_dead_and_those_who_left_are_in_no_survey_and_no_population() {
    let pc = desk();
    let (house, son, _) = household(&pc);
    let begun = pc.call("means.begin", json!({ "recipient": son }));
    assert_eq!(names(&begun["rows"], "/fields/name"), expected(&["儿子", "孙子"]));
    let overview = pc.call("recipients.overview", json!({ "id": son }));
    assert_eq!(overview["household"]["members"], 2);
    let (_, rows) = ledger(&pc, "dibao_persons", json!({}));
    let heading = rows.iter().find(|row| row.iter().any(|cell| cell == "保障人口")).unwrap();
    let at = heading.iter().position(|cell| cell == "保障人口").unwrap();
    let of_son = rows.iter().find(|row| row.iter().any(|cell| cell == "儿子")).unwrap();
    assert_eq!(of_son[at], "1");
    // 离户 of somebody who is not on file stands in the household's own entry.
    let view = pc.call("households.get", json!({ "id": house }));
    let child = view["members"].as_array().unwrap().iter().find(|one| one["name"] == "孙子").unwrap();
    let left =
        json!({ "kind": "household_member", "id": child["record"]["id"], "fields": { "left_date": "2026-11-02" } });
    pc.call("records.save", left);
    let begun = pc.call("means.begin", json!({ "recipient": son }));
    assert_eq!(names(&begun["rows"], "/fields/name"), expected(&["儿子"]));
}

#[test]
fn a_dead_head_is_said_wherever_the_head_is_shown() {
    let pc = desk();
    let (house, son, head) = household(&pc);
    let view = pc.call("households.get", json!({ "id": house }));
    assert_eq!(view["head_note"], "户主已故，请变更户主");
    let gone = |name: &str| {
        let members = view["members"].as_array().unwrap();
        members.iter().find(|one| one["name"] == name).unwrap()["gone"].clone()
    };
    assert_eq!(gone("老户主"), "已故（1999-08-01）");
    assert_eq!(gone("女儿"), "已离户（2026-11-01）");
    assert_eq!(gone("儿子"), json!(null));
    let overview = pc.call("recipients.overview", json!({ "id": son }));
    assert_eq!(overview["household"]["head_note"], "户主已故，请变更户主");
    let begun = pc.call("means.begin", json!({ "recipient": son }));
    assert_eq!(begun["head_note"], "户主已故，请变更户主");
    let of_head = view["members"].as_array().unwrap().iter().find(|one| one["name"] == "老户主").unwrap();
    assert_eq!(of_head["age"], 79, "a dead person's age stands still");
    // Another head is entered: nothing is left to say.
    let member = |name: &str| {
        let members = view["members"].as_array().unwrap();
        members.iter().find(|one| one["name"] == name).unwrap()["record"]["id"].clone()
    };
    let save = |name: &str, relation: &str| {
        let fields = json!({ "relation_to_head": relation });
        pc.call("records.save", json!({ "kind": "household_member", "id": member(name), "fields": fields }))
    };
    save("老户主", "51");
    save("儿子", "02");
    assert_eq!(pc.call("households.get", json!({ "id": house }))["head_note"], json!(null));
    let _ = head;
}

#[test]
fn reviews_and_birthdays_of_the_dead_are_not_reminded_of() {
    let Village { pc, dead, .. } = village();
    let young = child(&pc);
    category(&pc, &young, "left_behind_child");
    change(&pc, &young, json!({ "birth_date": "2010-11-20", "death_date": "2026-11-21" }));
    let home = pc.call("home.get", json!({}));
    let due = names(&home["due"], "/person/name");
    assert!(!due.contains(&"周明明".to_owned()) && !due.contains(&"去世".to_owned()), "{due:?}");
    let register = pc.call("registers.get", json!({ "register": "left_behind_child" }));
    let shown = names(&register["rows"], "/person/name");
    assert_eq!(
        shown,
        expected(&["留守童", "满十六"]),
        "the living who has grown out of it wants a look, the dead does not"
    );
    let _ = dead;
}
