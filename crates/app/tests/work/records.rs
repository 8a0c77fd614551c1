//! Records of any kind: saving, masking, history, deleting, lists.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, child, desk, paper, person, station, visit};

#[test]
fn a_saved_form_comes_back_with_labels_refs_and_state() {
    let pc = desk();
    let saved = pc.call(
        "records.save",
        json!({ "kind": "household", "fields": { "head_name": "李 四", "village": "新河村", "hukou_type": null } }),
    );
    let record = &saved["record"];
    assert_eq!(record["fields"]["head_name"], "李四", "blanks within a Chinese name go");
    assert_eq!(
        (&record["state"], &record["editable"], &record["provisional"]),
        (&json!("saved"), &json!(true), &json!(false))
    );
    assert_eq!(record["created_by"], "林小禾");
    assert!(record["refs"]["village"][0][0].as_str().unwrap().len() == 32);
    let again = pc.call("records.get", json!({ "kind": "household", "id": record["id"] }));
    assert_eq!(again["refs"], record["refs"]);
}

#[test]
fn an_id_number_is_masked_until_asked_for_and_the_asking_is_recorded() {
    let pc = desk();
    let id = person(&pc, json!({ "id_number": MAN_1990, "sex": "1", "phone": "13812345678" }));
    let shown = pc.call("records.get", json!({ "kind": "recipient", "id": id }));
    assert_eq!(shown["fields"]["id_number"], "430121********0031");
    assert_eq!(shown["masked"], json!(["id_number"]), "a telephone is daily work within the station");
    let full = pc.call("records.reveal", json!({ "kind": "recipient", "id": id, "fields": ["id_number"] }));
    assert_eq!(full["fields"]["id_number"], MAN_1990);
    let steps = pc.call("records.history", json!({ "kind": "recipient", "id": id }))["steps"].clone();
    assert_eq!((&steps[0]["act"], &steps[0]["author"]), (&json!("read"), &json!("林小禾")));
    assert!(steps[0]["note"].as_str().unwrap().contains("证件号码"));
    let filed = steps.as_array().unwrap().iter().find(|step| step["act"] == "created").unwrap();
    let number = filed["changes"].as_array().unwrap().iter().find(|change| change["field"] == "id_number").unwrap();
    assert_eq!((&number["to"], &number["masked"]), (&json!("430121********0031"), &json!(true)));
}

#[test]
fn a_masked_field_that_is_not_sent_back_remains() {
    let pc = desk();
    let id = person(&pc, json!({ "id_number": MAN_1990, "sex": "1" }));
    let view = pc.call("records.get", json!({ "kind": "recipient", "id": id }));
    pc.call(
        "records.save",
        json!({ "kind": "recipient", "id": id, "fields": { "village": "南街社区" }, "seen": view["refs"] }),
    );
    let full = pc.call("records.reveal", json!({ "kind": "recipient", "id": id }));
    assert_eq!(full["fields"]["id_number"], MAN_1990);
}

#[test]
fn opening_the_file_of_a_minor_is_recorded_and_of_an_adult_is_not() {
    let pc = desk();
    let (young, grown) = (child(&pc), person(&pc, json!({ "birth_date": "1990-01-01" })));
    for (id, reads) in [(&young, 1), (&grown, 0)] {
        pc.call("records.get", json!({ "kind": "recipient", "id": id }));
        let steps = pc.call("records.history", json!({ "kind": "recipient", "id": id }))["steps"].clone();
        assert_eq!(steps.as_array().unwrap().iter().filter(|step| step["act"] == "read").count(), reads);
    }
}

#[test]
fn history_says_who_changed_what_from_what_to_what() {
    let pc = desk();
    let id = person(&pc, json!({ "health": "1" }));
    let view = pc.call("records.get", json!({ "kind": "recipient", "id": id }));
    let fields = json!({ "health": "6", "village": view["fields"]["village"], "name": view["fields"]["name"] });
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": fields, "seen": view["refs"] }));
    let steps = pc.call("records.history", json!({ "kind": "recipient", "id": id }))["steps"].clone();
    assert_eq!(steps[0]["act"], "changed");
    let changes = steps[0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "what was left alone is not written: {changes:?}");
    assert_eq!(
        (&changes[0]["label"], &changes[0]["from"], &changes[0]["to"]),
        (&json!("健康状况"), &json!("健康或良好"), &json!("残疾"))
    );
    assert_eq!(steps[1]["act"], "created");
}

#[test]
fn deleting_asks_why_and_can_be_undone() {
    let pc = desk();
    let id = person(&pc, json!({}));
    let record = json!({ "kind": "recipient", "id": id });
    let refused = pc.refused("records.delete", json!({ "kind": "recipient", "id": id, "reason": "  " }));
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "deleted_reason"));
    let gone = pc.call("records.delete", json!({ "kind": "recipient", "id": id, "reason": "重复建档" }));
    assert_eq!(gone["deleted_reason"], "重复建档");
    let list = json!({ "kind": "recipient", "deleted": true });
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 0);
    assert_eq!(pc.call("records.list", list.clone())["total"], 1);
    assert_eq!(pc.call("search.find", json!({ "text": "李秀英" }))["found"], json!([]));
    let back = pc.call("records.undelete", record.clone());
    assert_eq!(back["deleted_reason"], json!(null));
    assert_eq!(pc.call("records.list", list)["total"], 0);
    let acts: Vec<_> = pc.call("records.history", record)["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["act"].clone())
        .collect();
    assert_eq!(acts, [json!("restored"), json!("deleted"), json!("created")]);
}

#[test]
fn a_list_filters_orders_and_pages() {
    let pc = desk();
    for (head, village) in [("甲", "新河村"), ("乙", "新河村"), ("丙", "南街社区")] {
        paper(&pc, "household", json!({ "head_name": head, "village": village }));
    }
    let of_village = json!([{ "field": "village", "test": "eq", "value": "新河村" }]);
    let page = pc.call("records.list", json!({ "kind": "household", "filters": of_village, "order": [{ "field": "created_ms" }], "limit": 1, "offset": 1 }));
    assert_eq!((&page["total"], &page["rows"][0]["fields"]["head_name"]), (&json!(2), &json!("乙")));
    let wrong = pc.refused(
        "records.list",
        json!({ "kind": "household", "filters": [{ "field": "1=1; --", "test": "eq", "value": 1 }] }),
    );
    assert_eq!(wrong.code, ErrorCode::Internal);
}

#[test]
fn each_side_writes_only_its_own_records() {
    let (pc, county) = station();
    let household = json!({ "kind": "household", "fields": { "head_name": "甲", "village": "新河村" } });
    assert_eq!(county.refused("records.save", household).code, ErrorCode::NotAllowed);
    let item = json!({ "kind": "service_item", "fields": { "area": "A1", "code": "X1", "name": "健身", "approval_no": "湘民函1号", "active": "yes" } });
    assert_eq!(pc.refused("records.save", item.clone()).code, ErrorCode::NotAllowed);
    assert_eq!(county.call("records.save", item)["record"]["fields"]["code"], "X1");
}

#[test]
fn drafts_are_kept_for_the_one_who_types() {
    let pc = desk();
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let draft =
        json!({ "key": "visit:new", "kind": "visit", "title": "走访 李秀英", "content": { "remark": "打到一半" } });
    pc.call("drafts.put", draft);
    assert_eq!(pc.call("drafts.list", json!({}))["drafts"][0]["title"], "走访 李秀英");
    assert_eq!(pc.call("drafts.get", json!({ "key": "visit:new" }))["draft"]["content"]["remark"], "打到一半");
    let staff = pc.call("staff.list", json!({}));
    let other = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": other["id"], "passphrase": "第二个人的口令青青" }));
    assert_eq!(pc.call("drafts.get", json!({ "key": "visit:new" }))["draft"], json!(null));
    assert_eq!(pc.call("drafts.list", json!({}))["drafts"], json!([]));
}

#[test]
fn saving_a_form_makes_its_draft_superfluous() {
    let pc = desk();
    pc.call("drafts.put", json!({ "key": "household:new", "kind": "household", "title": "新家庭", "content": {} }));
    let fields = json!({ "head_name": "甲", "village": "新河村" });
    pc.call("records.save", json!({ "kind": "household", "fields": fields, "draft": "household:new" }));
    assert_eq!(pc.call("drafts.list", json!({}))["drafts"], json!([]));
}

#[test]
fn a_masked_number_cannot_be_read_out_of_a_list_piece_by_piece_and_a_whole_one_leaves_a_trace() {
    let pc = desk();
    let number = MAN_1990;
    let id = person(&pc, json!({ "sex": "1", "id_number": number }));
    let ask = |test: &str, value: Value| json!({ "kind": "recipient", "filters": [{ "field": "id_number", "test": test, "value": value }] });
    for (test, value) in [
        ("contains", json!("4301")),
        ("at_least", json!("4")),
        ("at_most", json!("5")),
        ("less", json!("5")),
        ("ne", json!("4")),
    ] {
        assert_eq!(pc.refused("records.list", ask(test, value)).code, ErrorCode::BadRequest, "{test}");
    }
    let sorted = json!({ "kind": "recipient", "order": [{ "field": "id_number" }] });
    assert_eq!(pc.refused("records.list", sorted).code, ErrorCode::BadRequest);
    let read = |pc: &crate::pcs::Pc| {
        let history = pc.app.open_store().unwrap().history("recipient", &id).unwrap();
        history.iter().filter(|entry| entry.op == changelog::Op::Access).count()
    };
    let before = read(&pc);
    assert_eq!(pc.call("records.list", ask("eq", json!(number)))["total"], 1);
    assert_eq!(read(&pc), before + 1);
    assert_eq!(pc.call("records.list", ask("not_null", Value::Null))["total"], 1, "whether there is one says nothing");
    assert_eq!(read(&pc), before + 1);
}

#[test]
fn who_reads_a_childs_timeline_or_a_visit_to_it_is_recorded() {
    let pc = desk();
    let child = child(&pc);
    let read = |kind: &str, id: &str| {
        let history = pc.app.open_store().unwrap().history(kind, id).unwrap();
        history.iter().filter(|entry| entry.op == changelog::Op::Access).count()
    };
    let before = read("recipient", &child);
    pc.call("recipients.timeline", json!({ "id": child }));
    assert_eq!(read("recipient", &child), before + 1);
    let seen = visit(&pc, &child, json!({}));
    let id = seen["id"].as_str().unwrap_or_else(|| seen["record"]["id"].as_str().unwrap()).to_owned();
    let before = read("visit", &id);
    pc.call("records.get", json!({ "kind": "visit", "id": id }));
    assert_eq!(read("visit", &id), before + 1);
}
