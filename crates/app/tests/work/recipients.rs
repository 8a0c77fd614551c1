//! People: registering, duplicates, consent, the table, the page of one person.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, WOMAN_1952, desk, paper, person, registered, visit};

#[test]
fn registering_saves_person_category_household_and_consent_at_once() {
    let pc = desk();
    let answer = pc.call("recipients.register", json!({
        "recipient": { "name": "李秀英", "village": "新河村", "group_no": "3组", "id_number": WOMAN_1952 },
        "categories": [{ "category": "elderly_living_alone" }, { "category": "dibao", "start_date": "2024-1-1", "level": "A类" }],
        "household": { "choice": "new", "fields": {} },
        "consent": { "date": "2026-11-23", "signer": "self", "scope": ["registration"], "paper_on_file": "yes" },
    }));
    let person = &answer["recipient"];
    assert_eq!(person["fields"]["file_no"], "43018111001-DA-2026-A0001");
    assert_eq!(person["labels"]["assigned_worker"], "林小禾");
    let page = pc.call("recipients.overview", json!({ "id": person["id"] }));
    assert_eq!((&page["brief"]["age"], &page["brief"]["sex"]), (&json!(74), &json!("女")));
    assert_eq!(page["brief"]["categories"].as_array().unwrap().len(), 2);
    assert_eq!(page["consents"].as_array().unwrap().len(), 1);
    assert_eq!((&page["household"]["head_name"], &page["household"]["relation"]), (&json!("李秀英"), &json!("户主")));
    let house = pc.call("households.get", json!({ "id": answer["household"] }));
    assert_eq!((&house["members"][0]["name"], &house["members"][0]["age"]), (&json!("李秀英"), &json!(74)));
    assert_eq!(house["members"][0]["recipient"]["id"], person["id"]);
    assert_eq!(
        registered(&pc, json!({ "name": "第二人" }))["recipient"]["fields"]["file_no"],
        "43018111001-DA-2026-A0002"
    );
}

#[test]
fn a_form_with_an_error_anywhere_registers_nothing() {
    let pc = desk();
    let refused = pc.refused(
        "recipients.register",
        json!({
            "recipient": { "name": "李秀英", "sex": "2", "village": "新河村" },
            "categories": [{ "category": "unheard_of" }],
            "household": { "choice": "new", "fields": { "village": "" } },
        }),
    );
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "categories.0.category"));
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 0);
    assert_eq!(pc.call("records.list", json!({ "kind": "household" }))["total"], 0);
}

#[test]
fn two_people_with_the_same_id_are_warned_about_not_merged() {
    let pc = desk();
    let first = person(&pc, json!({ "name": "张三", "id_number": MAN_1990, "sex": "1" }));
    let typed = json!({ "name": "张山", "id_number": "430121 19900101 0031" });
    let warned = pc.call("recipients.duplicates", typed.clone());
    assert_eq!(
        (&warned["duplicates"][0]["id"], &warned["duplicates"][0]["name_differs"]),
        (&json!(first), &json!(true))
    );
    let second = registered(&pc, json!({ "name": "张山", "id_number": MAN_1990, "sex": "1" }));
    assert_eq!(second["duplicates"].as_array().unwrap().len(), 1);
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 2);
}

#[test]
fn without_a_number_name_birth_and_village_suggest_and_a_name_alone_does_not() {
    let pc = desk();
    person(&pc, json!({ "name": "王桂花", "birth_date": "1950-02-01" }));
    let same = json!({ "name": "王桂花", "birth_date": "1950.2.1", "village": "新河村" });
    let answer = pc.call("recipients.duplicates", same);
    assert_eq!(
        (&answer["duplicates"][0]["certain"], answer["duplicates"].as_array().unwrap().len()),
        (&json!(false), 1)
    );
    for other in
        [json!({ "name": "王桂花" }), json!({ "name": "王桂华", "birth_date": "1950-02-01", "village": "新河村" })]
    {
        assert_eq!(pc.call("recipients.duplicates", other)["duplicates"], json!([]));
    }
}

#[test]
fn an_old_number_of_fifteen_digits_is_the_same_person() {
    let pc = desk();
    person(&pc, json!({ "name": "张三", "id_number": "430121900101003", "sex": "1" }));
    let answer = pc.call("recipients.duplicates", json!({ "name": "张三", "id_number": MAN_1990 }));
    assert_eq!(answer["duplicates"][0]["certain"], true);
}

#[test]
fn the_guardian_is_typed_once_and_carried_to_consent_and_agreement() {
    let pc = desk();
    let boy = json!({ "name": "周明明", "sex": "1", "village": "新河村", "birth_date": "2018-05-01",
        "guardian_name": "周大", "guardian_relation": "父亲" });
    let consent =
        json!({ "date": "2026-11-23", "signer": "guardian", "scope": ["registration"], "paper_on_file": "no" });
    let answer = pc.call("recipients.register", json!({ "recipient": boy, "consent": consent }));
    let id = answer["recipient"]["id"].clone();
    let page = pc.call("recipients.overview", json!({ "id": id }));
    let kept = &page["consents"][0]["fields"];
    assert_eq!((&kept["signer_name"], &kept["signer_relation"]), (&json!("周大"), &json!("父亲")));
    for kind in ["consent", "recipient_agreement"] {
        let begun = pc.call("records.begin", json!({ "kind": kind, "recipient": id }));
        let fields = &begun["fields"];
        assert_eq!(
            (&fields["signer"], &fields["signer_name"], &fields["signer_relation"], &fields["paper_on_file"]),
            (&json!("guardian"), &json!("周大"), &json!("父亲"), &Value::Null),
            "{kind}: the paper in the file is not said beforehand"
        );
    }
    let grown = person(&pc, json!({ "birth_date": "1952-03-15" }));
    let begun = pc.call("records.begin", json!({ "kind": "recipient_agreement", "recipient": grown }));
    assert_eq!((&begun["fields"]["signer"], &begun["fields"]["signer_name"]), (&json!("self"), &Value::Null));
}

#[test]
fn a_child_never_becomes_head_of_a_household_in_silence() {
    let pc = desk();
    let boy = json!({ "name": "周明明", "sex": "1", "village": "新河村", "birth_date": "2018-05-01" });
    let house = |fields: Value, relation: Value| json!({ "choice": "new", "fields": fields, "relation": relation });
    let form = |house: Value| json!({ "recipient": boy, "household": house });
    let refused = pc.refused("recipients.register", form(house(json!({}), Value::Null)));
    let fields: Vec<&str> =
        refused.fields.iter().map(|one| one.field.as_str()).filter(|one| one.starts_with("household.")).collect();
    assert_eq!(fields, ["household.relation_to_head", "household.head_name"]);
    let named = pc.call("recipients.register", form(house(json!({ "head_name": "周大" }), json!("20"))));
    let page = pc.call("recipients.overview", json!({ "id": named["recipient"]["id"] }));
    assert_eq!((&page["household"]["head_name"], &page["household"]["relation"]), (&json!("周大"), &json!("子")));
    // Said is said: kept, and pointed out.
    let said = pc.call("recipients.register", form(house(json!({}), json!("02"))));
    assert!(said["findings"].to_string().contains("作户主"));
    // Nor does a 暂存 make one.
    let mut later = form(house(json!({}), Value::Null));
    later["provisional"] = json!(true);
    let later = pc.call("recipients.register", later);
    let kept = pc.call("records.get", json!({ "kind": "household", "id": later["household"] }));
    assert_eq!(kept["fields"]["head_name"], Value::Null);
}

#[test]
fn a_text_too_long_is_refused_whole_and_what_is_no_telephone_is_doubted() {
    let pc = desk();
    let typed =
        |phone: &str| json!({ "recipient": { "name": "李四", "sex": "1", "village": "新河村", "phone": phone } });
    let refused = pc.refused("recipients.register", typed("12000002301、12000002302"));
    assert_eq!(refused.fields[0].field, "phone");
    assert!(refused.fields[0].message.contains("最多 20 字，现有 23 字"), "{}", refused.fields[0].message);
    let doubted = pc.call("recipients.register", typed("三组"));
    assert!(doubted["findings"].to_string().contains("不像电话号码"), "said, and saved");
    let good = pc.call("recipients.register", typed("120 0000 2301"));
    assert!(!good["findings"].to_string().contains("phone"));
}

#[test]
fn under_fourteen_only_a_guardian_consents() {
    let pc = desk();
    let consent = |signer: &str| json!({ "date": "2026-11-23", "signer": signer, "signer_name": "周大", "signer_relation": "父亲", "scope": ["registration"], "paper_on_file": "yes" });
    let form = |signer: &str| json!({ "recipient": { "name": "周明明", "sex": "1", "village": "新河村", "birth_date": "2018-05-01" }, "consent": consent(signer) });
    let refused = pc.refused("recipients.register", form("self"));
    assert_eq!(refused.fields[0].field, "consent.signer");
    let answer = pc.call("recipients.register", form("guardian"));
    let mut by_family = consent("family");
    by_family["recipient"] = answer["recipient"]["id"].clone();
    let refused = pc.refused("records.save", json!({ "kind": "consent", "fields": by_family }));
    assert_eq!(refused.fields[0].field, "signer");
}

#[test]
fn a_missing_consent_is_a_reminder_and_no_hindrance() {
    let pc = desk();
    let answer = registered(&pc, json!({}));
    let reminded =
        answer["findings"].as_array().unwrap().iter().any(|one| one["field"] == "consent" && one["level"] == "warning");
    assert!(reminded);
}

#[test]
fn the_table_shows_categories_in_force_and_last_and_next_visit() {
    let pc = desk();
    let id = person(&pc, json!({}));
    for (category, end) in [("dibao", json!(null)), ("elderly", json!("2026-11-23")), ("disabled", json!("2026-11-24"))]
    {
        paper(
            &pc,
            "recipient_category",
            json!({ "recipient": id, "category": category, "start_date": "2025-01-01", "end_date": end }),
        );
    }
    visit(&pc, &id, json!({ "date": "2026-10-01", "next_date": "2026-11-01" }));
    visit(&pc, &id, json!({ "date": "2026-11-02", "result": "not_home", "next_date": "2026-11-20" }));
    let row = pc.call("recipients.list", json!({}))["rows"][0].clone();
    let codes: Vec<_> = row["categories"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["dibao", "disabled"], "the day a category ends it does not count any more");
    assert_eq!(
        (&row["last_visit"], &row["next_visit"], &row["overdue"]),
        (&json!("2026-10-01"), &json!("2026-11-20"), &json!(true))
    );
}

#[test]
fn the_table_filters_by_category_village_age_text_and_what_is_due() {
    let pc = desk();
    let old = person(&pc, json!({ "name": "单田芳", "birth_date": "1940-01-01", "village": "南街社区" }));
    let young = person(&pc, json!({ "name": "仇小小", "birth_date": "2015-01-01" }));
    paper(&pc, "recipient_category", json!({ "recipient": old, "category": "tekun", "start_date": "2025-01-01" }));
    visit(&pc, &young, json!({ "date": "2026-10-01", "next_date": "2026-11-23" }));
    let names = |request: serde_json::Value| -> Vec<String> {
        let rows = pc.call("recipients.list", request)["rows"].clone();
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(json!({ "categories": ["tekun", "orphan"] })), ["单田芳"]);
    assert_eq!(names(json!({ "village": "南街社区" })), ["单田芳"]);
    assert_eq!(names(json!({ "age_from": 86, "age_to": 86 })), ["单田芳"]);
    assert_eq!(names(json!({ "age_to": 11 })), ["仇小小"]);
    assert_eq!(names(json!({ "due": true })), ["仇小小"]);
    assert_eq!(names(json!({ "text": "qxx" })), ["仇小小"], "the other reading of a surname counts");
    assert_eq!(names(json!({ "text": "stf", "categories": ["tekun"] })), ["单田芳"]);
    assert_eq!(names(json!({ "text": "stf", "due": true })), Vec::<String>::new());
}

#[test]
fn someone_is_found_by_characters_pinyin_initials_last_four_and_village() {
    let pc = desk();
    person(&pc, json!({ "name": "张桂兰", "id_number": WOMAN_1952, "village": "新河村" }));
    for text in ["张桂兰", "桂兰", "zhangguilan", "zgl", "4029", "新河村"] {
        let found = pc.call("search.find", json!({ "text": text }))["found"].clone();
        assert_eq!(found[0]["title"], "张桂兰", "{text}");
        assert!(!found[0]["detail"].as_str().unwrap().contains(WOMAN_1952));
    }
    assert_eq!(pc.call("search.find", json!({ "text": " " }))["found"], json!([]));
}

#[test]
fn the_timeline_holds_everything_done_for_a_person_newest_first() {
    let pc = desk();
    let id = person(&pc, json!({}));
    visit(&pc, &id, json!({ "date": "2026-11-01", "observation_text": "精神好" }));
    paper(&pc, "recipient_category", json!({ "recipient": id, "category": "dibao", "start_date": "2026-11-10" }));
    visit(&pc, &id, json!({ "date": "2026-11-20" }));
    let all = pc.call("recipients.timeline", json!({ "id": id }));
    let dates: Vec<_> = all["items"].as_array().unwrap().iter().map(|item| item["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2026-11-20", "2026-11-10", "2026-11-01"]);
    assert_eq!(
        (&all["items"][2]["title"], &all["items"][2]["who"]),
        (&json!("走访 · 入户 · 见到本人"), &json!("林小禾"))
    );
    assert_eq!(
        pc.call("recipients.timeline", json!({ "id": id, "limit": 1, "offset": 1 }))["items"][0]["date"],
        "2026-11-10"
    );
}

#[test]
fn the_table_of_one_station_has_only_its_people_and_villages() {
    let pc = desk();
    person(&pc, json!({ "name": "甲", "village": "南街社区" }));
    let of = |station: &str| pc.call("recipients.list", json!({ "station": station }));
    let here = of("43018111001");
    assert_eq!((&here["total"], &here["villages"][0]["value"]), (&json!(1), &json!("南街社区")));
    let elsewhere = of("43018111002");
    assert_eq!((&elsewhere["total"], &elsewhere["villages"]), (&json!(0), &json!([])));
}
