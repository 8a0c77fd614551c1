//! Giving many people a responsible worker: one act of the supervisor, one save each, taken back as far as nobody has changed it since.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{desk, person, station};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

const OTHER: &str = "第二个人的口令青青";

/// Somebody else of the station; the id.
fn colleague(pc: &Pc, name: &str) -> String {
    let staff = pc.call("staff.add", json!({ "name": name, "role": "worker", "passphrase": OTHER }));
    staff["id"].as_str().unwrap().to_owned()
}

fn assign(pc: &Pc, people: &[&String], worker: &str) -> Value {
    let people: Vec<Value> = people.iter().map(|id| json!({ "recipient": id, "worker": worker })).collect();
    pc.call("recipients.assign", json!({ "people": people }))
}

fn workers(pc: &Pc) -> Vec<(String, String)> {
    let rows = pc.call("recipients.list", json!({ "order": "name" }))["rows"].clone();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(row, "name"), text(row, "worker"))).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(name, worker)| ((*name).to_owned(), (*worker).to_owned())).collect()
}

#[test]
fn many_people_are_given_a_worker_in_one_act_and_each_history_says_so() {
    let pc = desk();
    let zhou = colleague(&pc, "周文");
    let people = ["白一", "陈二", "丁三"].map(|name| person(&pc, json!({ "name": name })));
    let [one, two, three] = &people;
    let chosen = pc.call("recipients.ids", json!({ "order": "name" }));
    for request in [json!({ "order": "name" }), json!({ "order": "risk" }), json!({})] {
        let rows = pc.call("recipients.list", request.clone())["rows"].clone();
        let listed: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["id"]).collect();
        assert_eq!(pc.call("recipients.ids", request.clone()), json!(listed), "{request}: in the order of the table");
    }
    assert_eq!(chosen, json!([one, two, three]), "everybody that the filters show");
    let answer = assign(&pc, &[one, two], &zhou);
    assert_eq!((answer["assigned"].as_array().unwrap().len(), &answer["left"]), (2, &json!([])));
    assert_eq!(workers(&pc)[..2], pairs(&[("白一", "周文"), ("陈二", "周文")]));
    assert_eq!(assign(&pc, &[one], &zhou)["same"], 1, "who has her already costs no save");
    let history = pc.call("records.history", json!({ "kind": "recipient", "id": one })).to_string();
    assert!(history.contains("责任社工") && history.contains("周文"), "{history}");
    let by_worker = pc.call("recipients.list", json!({ "worker": zhou }));
    assert_eq!(by_worker["total"], 2);
}

#[test]
fn what_was_given_is_taken_back_but_for_what_somebody_changed_since() {
    let pc = desk();
    let (zhou, wu) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"));
    let [one, two] = ["白一", "陈二"].map(|name| person(&pc, json!({ "name": name })));
    let before = workers(&pc);
    let given = assign(&pc, &[&one, &two], &zhou);
    assign(&pc, &[&two], &wu);
    let back = pc.call("recipients.assign", json!({ "people": given["assigned"] }));
    assert_eq!((back["assigned"].as_array().unwrap().len(), &back["left"][0]["why"]), (1, &json!("之后又有人改过")));
    assert_eq!(workers(&pc), [before[0].clone(), ("陈二".into(), "吴桐".into())]);
}

#[test]
fn only_the_supervisor_gives_people_and_only_to_who_works_at_the_station() {
    let (county, one, two) = Pc::county_and_two();
    let who = person(&one, json!({}));
    hand_over(&one, &two);
    let to = |worker: &str| json!({ "people": [{ "recipient": who, "worker": worker }] });
    for pc in [&county, &two] {
        assert_eq!(pc.refused("recipients.assign", to("")).code, ErrorCode::NotAllowed, "deny by default");
    }
    assert_eq!(one.refused("recipients.assign", to("nobody")).fields[0].field, "worker");
    let officer = county.me();
    assert_eq!(one.refused("recipients.assign", to(&officer)).fields[0].field, "worker", "the county's officer");
    let gone = colleague(&one, "已离站");
    one.call("staff.set_active", json!({ "staff": gone, "active": false }));
    assert_eq!(one.refused("recipients.assign", to(&gone)).fields[0].field, "worker");
}

#[test]
fn a_deleted_or_merged_file_is_left_and_named() {
    let pc = desk();
    let zhou = colleague(&pc, "周文");
    let [stays, goes, deleted] = ["白一", "白乙", "陈二"].map(|name| person(&pc, json!({ "name": name })));
    pc.call("merges.merge", json!({ "stays": stays, "goes": goes, "take": [] }));
    pc.call("records.delete", json!({ "kind": "recipient", "id": deleted, "reason": "录重了" }));
    let answer = assign(&pc, &[&stays, &goes, &deleted], &zhou);
    let why: Vec<&str> = answer["left"].as_array().unwrap().iter().map(|left| left["why"].as_str().unwrap()).collect();
    assert_eq!(why, ["已合并进另一份档案", "档案已删除"]);
    assert_eq!(answer["assigned"].as_array().unwrap().len(), 1);
}

#[test]
fn whom_somebody_opened_last_is_told_to_nobody_else() {
    let (pc, _county) = station();
    colleague(&pc, "周文");
    let people = ["白一", "陈二", "丁三"].map(|name| person(&pc, json!({ "name": name })));
    for id in [&people[0], &people[1], &people[0]] {
        pc.call("recipients.overview", json!({ "id": id }));
    }
    let recent = |pc: &Pc| {
        let found = pc.call("search.recent", json!({}))["found"].clone();
        found.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(recent(&pc), ["白一", "陈二"]);
    pc.call("records.delete", json!({ "kind": "recipient", "id": people[1], "reason": "录重了" }));
    assert_eq!(recent(&pc), ["白一"], "a deleted file is not told of");
    let staff = pc.call("staff.list", json!({}));
    let other = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    pc.call("session.lock", json!({}));
    assert_eq!(pc.refused("search.recent", json!({})).code, ErrorCode::Locked);
    pc.call("session.unlock", json!({ "staff": other, "passphrase": OTHER }));
    assert_eq!(recent(&pc), Vec::<String>::new());
}
