//! Special registers: who is in them on a day, what wants attention, the monthly visit rate, reviews that come due, and
//! categories that a birthday ends by itself.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, days_pass, desk, person, visit};
use crate::pcs::Pc;

pub fn in_category(pc: &Pc, recipient: &str, category: &str, fields: Value) -> String {
    let mut all = json!({ "recipient": recipient, "category": category, "start_date": "2025-01-01" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let saved = pc.call("records.save", json!({ "kind": "recipient_category", "fields": all }));
    saved["record"]["id"].as_str().unwrap().to_owned()
}

fn register(pc: &Pc, name: &str) -> Value {
    pc.call("registers.get", json!({ "register": name }))
}

fn row<'a>(register: &'a Value, name: &str) -> &'a Value {
    let rows = register["rows"].as_array().unwrap();
    rows.iter().find(|row| row["person"]["name"] == name).unwrap_or_else(|| panic!("{name}: {rows:#?}"))
}

fn prompts(row: &Value) -> String {
    row["prompts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prompt| prompt["text"].as_str().unwrap())
        .collect::<Vec<_>>()
        .join("；")
}

fn figure(register: &Value, label: &str) -> String {
    let figures = register["figures"].as_array().unwrap();
    let found =
        figures.iter().find(|figure| figure["label"] == label).unwrap_or_else(|| panic!("{label}: {figures:?}"));
    found["value"].as_str().unwrap().to_owned()
}

#[test]
fn r20_the_visit_rate_counts_who_was_met_and_lists_who_was_not() {
    let pc = desk();
    let elder = |name: &str| {
        let fields = json!({ "name": name, "birth_date": "1950-01-01", "file_created": "2025-01-01" });
        let id = person(&pc, fields);
        in_category(&pc, &id, "elderly_living_alone", json!({}));
        id
    };
    let (met, refused, never) = (elder("甲"), elder("乙"), elder("丙"));
    let young = person(&pc, json!({ "name": "丁", "birth_date": "1990-01-01" }));
    in_category(&pc, &young, "elderly_living_alone", json!({}));
    visit(&pc, &met, json!({ "date": "2026-11-10" }));
    visit(&pc, &refused, json!({ "date": "2026-11-11", "result": "refused" }));
    visit(&pc, &refused, json!({ "date": "2026-11-12", "result": "family_answered" }));
    let shown = register(&pc, "elderly_hardship");
    assert_eq!((figure(&shown, "月探访率"), figure(&shown, "还没有见到")), ("33.3%（1/3）".into(), "2 人".into()));
    assert_eq!(row(&shown, "甲")["cells"]["met"], "2026-11-10");
    assert!(prompts(row(&shown, "乙")).contains("还没有见到本人"));
    assert!(prompts(row(&shown, "丙")).contains("还没有探访"));
    assert_eq!(shown["total"], 3, "who is not sixty is not among them");
    // Last month nobody was met; who left before its end is not registered.
    pc.call("records.save", json!({ "kind": "recipient", "id": never, "fields": { "left_date": "2026-10-20" } }));
    let october = pc.call("registers.get", json!({ "register": "elderly_hardship", "month": "2026-10" }));
    assert_eq!(figure(&october, "月探访率"), "0%（0/2）");
}

#[test]
fn r18_the_sixteenth_birthday_moves_a_child_out_by_itself_and_says_so() {
    let pc = desk();
    // Today is 2026-11-23; sixteen tomorrow.
    let id = person(&pc, json!({ "name": "周明明", "sex": "1", "birth_date": "2010-11-24" }));
    let category = in_category(&pc, &id, "left_behind_child", json!({}));
    let before = register(&pc, "left_behind_child");
    assert_eq!(figure(&before, "在册留守儿童"), "1 人");
    let listed = |pc: &Pc| pc.call("recipients.list", json!({ "categories": ["left_behind_child"] }))["total"].clone();
    assert_eq!(listed(&pc), 1);
    assert_eq!(pc.refused("registers.settle_age", json!({ "id": category })).code, ErrorCode::Invalid);

    days_pass(&pc, 1);
    let after = register(&pc, "left_behind_child");
    assert_eq!(figure(&after, "在册留守儿童"), "0 人");
    assert_eq!(listed(&pc), 0, "every list agrees, and nobody wrote anything");
    let overview = pc.call("recipients.overview", json!({ "id": id }));
    assert_eq!(overview["brief"]["categories"], json!([]));
    let lapsed = row(&after, "周明明");
    assert!(prompts(lapsed).contains("2026-11-24 满 16 周岁，“农村留守儿童”已自动转为“曾留守”，请复核"), "{lapsed}");
    let due = pc.call("home.get", json!({}))["due"].clone();
    assert_eq!(due[0]["items"][0]["what"], "aged_out");

    let ended = pc.call("registers.settle_age", json!({ "id": category }));
    assert_eq!(
        (&ended["fields"]["end_date"], &ended["fields"]["remark"]),
        (&json!("2026-11-24"), &json!("满 16 周岁，曾留守"))
    );
    assert_eq!(register(&pc, "left_behind_child")["total"], 0);
    assert_eq!(pc.call("home.get", json!({}))["due"], json!([]));
}

#[test]
fn left_behind_children_are_followed_up_and_their_parents_keep_in_touch() {
    let pc = desk();
    let id = person(&pc, json!({ "name": "周明明", "sex": "1", "birth_date": "2018-05-01", "schooling": "primary" }));
    in_category(&pc, &id, "left_behind_child", json!({}));
    let bare = register(&pc, "left_behind_child");
    let words = prompts(row(&bare, "周明明"));
    assert!(
        words.contains("还没有登记父母和监护情况") && words.contains("本月还没有随访") && words.contains("家长"),
        "{words}"
    );
    let guardianship = json!({ "recipient": id, "date": "2026-11-20", "guardianship_type": "fair", "father_statuses": ["01"], "father_away": "yes",
        "mother_statuses": ["01"], "mother_away": "no", "carer_name": "周桂芝", "carer_relation": "祖母" });
    let unchecked = pc.refused("records.save", json!({ "kind": "child_guardianship", "fields": guardianship }));
    assert_eq!(unchecked.fields[0].field, "carer_checks");
    let mut checked = guardianship.clone();
    checked["carer_checks"] = json!(["none"]);
    pc.call("records.save", json!({ "kind": "child_guardianship", "fields": checked }));
    let contact = json!({ "recipient": id, "date": "2026-11-21", "last_contact": "2026-11-01", "weekly": "no" });
    pc.call("records.save", json!({ "kind": "parent_contact_check", "fields": contact }));
    visit(
        &pc,
        &id,
        json!({ "date": "2026-11-18", "observation_text": "与奶奶同住", "action_taken": "电话联系父亲", "visit_type": "follow_visit" }),
    );
    let shown = register(&pc, "left_behind_child");
    let child = row(&shown, "周明明");
    let cells = &child["cells"];
    assert_eq!(
        (&cells["visit_date"], &cells["visit_found"], &cells["visit_done"]),
        (&json!("2026-11-18"), &json!("与奶奶同住"), &json!("电话联系父亲"))
    );
    assert_eq!((&cells["carer"], &cells["contact"]), (&json!("周桂芝 祖母"), &json!("没做到（2026-11-21）")));
    let words = prompts(child);
    assert!(words.contains("不属于留守儿童") && words.contains("未成年人保护法第23条"), "{words}");
}

#[test]
fn r16_children_in_difficulty_are_told_what_their_parents_situation_comes_to() {
    let pc = desk();
    let child = |name: &str, father: Value, mother: Value, more: Value| {
        let id = person(&pc, json!({ "name": name, "sex": "1", "birth_date": "2016-05-01" }));
        in_category(&pc, &id, "child_in_difficulty", json!({}));
        let mut fields =
            json!({ "recipient": id, "date": "2026-11-20", "father_statuses": father, "mother_statuses": mother });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        pc.call("records.save", json!({ "kind": "child_guardianship", "fields": fields }));
    };
    child("甲", json!(["06"]), json!(["09"]), json!({ "father_term_months": 8, "mother_lost_since": "2026-04-01" }));
    child("乙", json!(["02"]), json!(["02"]), json!({}));
    child("丙", json!(["12"]), json!(["05"]), json!({}));
    child("丁", json!(["06"]), json!(["05"]), json!({}));
    let shown = register(&pc, "child_in_difficulty");
    let judged = |name: &str| row(&shown, name)["cells"]["judged"].as_str().unwrap().to_owned();
    assert_eq!((judged("甲"), judged("乙"), judged("丁")), ("符合".into(), "按孤儿办理".into(), "需核实".into()));
    assert!(judged("丙").contains("进一步核实"));
    assert!(prompts(row(&shown, "甲")).contains("可协助向乡镇申请"));
    assert!(prompts(row(&shown, "丁")).contains("父亲的刑期"));
}

#[test]
fn r17_the_extremely_poor_show_their_six_items_and_grade() {
    let pc = desk();
    let poor = |name: &str, unable: &[&str], skip: Option<&str>| {
        let id = person(&pc, json!({ "name": name, "birth_date": "1950-01-01", "self_care": "1" }));
        in_category(&pc, &id, "tekun", json!({ "support_mode": "dispersed" }));
        let mut fields = json!({ "recipient": id, "date": "2026-10-20" });
        for item in ["eating", "dressing", "transfer", "toilet", "walking", "bathing"]
            .into_iter()
            .filter(|item| Some(*item) != skip)
        {
            fields[item] = json!(if unable.contains(&item) { "unable" } else { "able" });
        }
        pc.call("records.save", json!({ "kind": "self_care_assessment", "fields": fields }));
    };
    poor("甲", &["toilet", "bathing"], None);
    poor("乙", &[], Some("bathing"));
    let shown = register(&pc, "tekun");
    assert_eq!(row(&shown, "甲")["cells"]["grade"], "部分丧失（半护理）（2 项不达）");
    assert!(prompts(row(&shown, "甲")).contains("与评估不一致") && prompts(row(&shown, "甲")).contains("照料护理人"));
    assert_eq!(row(&shown, "乙")["cells"]["grade"], "不出结论");
    assert_eq!((figure(&shown, "半护理"), figure(&shown, "未评估")), ("1 人".into(), "1 人".into()));
}

#[test]
fn r03_a_certificate_is_read_and_compared_with_the_persons_own_number() {
    let pc = desk();
    let disabled = |name: &str, cert: &str| {
        let id = person(&pc, json!({ "name": name, "sex": "1", "id_number": MAN_1990 }));
        in_category(&pc, &id, "disabled", json!({ "cert_no": cert, "disability_type": "4", "disability_grade": "2" }));
    };
    disabled("甲", "43012119900101003142");
    disabled("乙", "43300119520315402942");
    disabled("丙", "43012119900101003183");
    let shown = register(&pc, "disabled");
    assert_eq!(row(&shown, "甲")["cells"]["checked"], "相符");
    assert!(row(&shown, "甲")["cells"]["cert_no"].as_str().unwrap().contains("****"));
    assert!(prompts(row(&shown, "乙")).contains("与本人身份证号不同"));
    assert!(prompts(row(&shown, "丙")).contains("类别"));
    assert_eq!(figure(&shown, "重残"), "3 人");
}

#[test]
fn r22_reviews_of_minimum_living_are_reminded_of_fifteen_days_before() {
    let pc = desk();
    let on_dibao = |name: &str, class: &str, last: &str| {
        let id = person(&pc, json!({ "name": name }));
        in_category(&pc, &id, "dibao", json!({ "review_class": class, "review_date": last }));
    };
    on_dibao("甲", "unsteady", "2026-05-23");
    on_dibao("乙", "unsteady", "2026-06-08");
    on_dibao("丙", "unsteady", "2026-06-09");
    on_dibao("丁", "steady", "2026-05-23");
    on_dibao("戊", "unsteady", "2026-05-20");
    let shown = register(&pc, "dibao");
    let due = |name: &str| row(&shown, name)["cells"]["due"].as_str().unwrap().to_owned();
    assert_eq!((due("甲"), due("丁")), ("2026-11-23".into(), "2027-05-23".into()));
    assert_eq!((figure(&shown, "核查逾期"), figure(&shown, "即将到期")), ("1 人".into(), "2 人".into()));
    assert!(prompts(row(&shown, "戊")).contains("已逾期 3 天"));
    let home = pc.call("home.get", json!({}));
    let mut names: Vec<&str> =
        home["due"].as_array().unwrap().iter().map(|due| due["person"]["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["乙", "戊", "甲"], "from fifteen days before: 乙 is due on 2026-12-08, 丙 a day later");
}

#[test]
fn an_unknown_register_is_refused_and_an_empty_one_says_nothing_wrong() {
    let pc = desk();
    assert_eq!(pc.refused("registers.get", json!({ "register": "nobody" })).code, ErrorCode::NotFound);
    let shown = register(&pc, "elderly_hardship");
    assert_eq!((shown["total"].as_u64(), figure(&shown, "月探访率")), (Some(0), "—".into()));
    assert_eq!(shown["registers"].as_array().unwrap().len(), 6);
}
