//! Means surveys through the list of commands: saving header and rows together, the estimate with and without the county's
//! standards, two PCs filling one survey apart, who may do what, and beginning from the household or from an earlier survey.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{MAN_1990, days_pass, person, with};
use crate::pcs::Pc;

const STATION: &str = "43018111001";

/// Standards made up for these tests.
fn standards(county: &Pc, fields: Value) -> Value {
    let usual = json!({ "year": 2026, "effective_from": "2026-01-01", "source_doc_no": "样例〔2026〕1号", "dibao_urban": 70_000,
        "dibao_rural": 660_000, "dibao_rural_unit": "year", "prev_disposable_rural": 2_000_000, "rigid_ratio": "0.6" });
    county.call("records.save", json!({ "kind": "county_year_param", "fields": with(usual, fields) }))["record"].clone()
}

/// What the county tells all its stations, to this one.
fn hand_out(county: &Pc, pc: &Pc) {
    let store = county.app.open_store().unwrap();
    store.close_segments().unwrap();
    for bundle in store.export_for_station(&Audience::All, STATION).unwrap() {
        pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

fn hand_over(from: &Pc, to: &Pc) {
    for bundle in from.app.open_store().unwrap().export_all(&Audience::Station(STATION.to_owned())).unwrap() {
        to.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

fn header(recipient: &str, fields: Value) -> Value {
    let usual = json!({ "recipient": recipient, "matter": "dibao", "apply_date": "2026-11-20", "date": "2026-11-23", "method": "home",
        "second_investigator": "张某（民政办）", "hukou_type": "rural", "near_relative": "none", "authorised": "yes",
        "investigators_signed": "yes", "family_signed": "yes", "property_dibao": "meets", "property_margin": "meets" });
    with(usual, fields)
}

fn row(kind: &str, id: &str, fields: Value) -> Value {
    json!({ "kind": kind, "id": id, "new": true, "fields": fields })
}

/// 900 a month for eleven months, two heads: 9900 / 12 / 2 = 412.50; 550 - 412.50 = 137.50; × 2 = 275.
fn rows() -> Value {
    json!([
        row("survey_member", "new-a", json!({ "name": "李秀英", "relation": "02", "situation": "applicant" })),
        row("survey_member", "new-b", json!({ "name": "李小明", "relation": "20", "situation": "minor_child" })),
        row(
            "survey_income",
            "new-c",
            json!({ "member": "new-a", "income_kind": "wage", "item": "casual", "basis": "month", "amount": 90_000, "months": 11 })
        ),
    ])
}

/// A saved survey of somebody.
pub fn saved(pc: &Pc, recipient: &str) -> Value {
    let me = pc.me();
    let fields = header(recipient, json!({ "investigator": me }));
    pc.call("means.save", json!({ "fields": fields, "rows": rows() }))["survey"].clone()
}

fn step<'a>(survey: &'a Value, key: &str) -> &'a str {
    let steps = survey["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["key"] == key).unwrap_or_else(|| panic!("{key}: {steps:#?}"));
    step["value"].as_str().unwrap()
}

#[test]
fn a_survey_is_saved_with_its_rows_numbered_and_estimated_line_by_line() {
    let (county, pc) = Pc::county_and_station();
    standards(&county, json!({}));
    hand_out(&county, &pc);
    let id = person(&pc, json!({ "village": "新河村" }));
    let survey = saved(&pc, &id);
    assert_eq!(survey["record"]["fields"]["survey_no"], "43018111001-JJ-2026-A0001");
    assert_eq!(survey["members"].as_array().unwrap().len(), 2);
    assert_eq!(
        survey["incomes"][0]["fields"]["member"], survey["members"][0]["id"],
        "the row points at the saved member"
    );
    let estimate = &survey["estimate"];
    assert_eq!(
        (step(estimate, "annual"), step(estimate, "per_capita"), step(estimate, "gap")),
        ("9900.00", "412.50", "275.00")
    );
    assert_eq!(
        (&estimate["outcome"], &estimate["gap"], &estimate["heads"]),
        (&json!("dibao"), &json!("275.00"), &json!(2))
    );
    assert!(estimate["disclaimer"].as_str().unwrap().contains("估算，不是认定"));
    assert!(estimate["standards"].as_str().unwrap().contains("样例〔2026〕1号"));
    let list = pc.call("means.list", json!({}));
    assert_eq!(
        (&list["total"], &list["rows"][0]["per_capita"], &list["lacking"]),
        (&json!(1), &json!("412.50"), &json!(null))
    );
    let outcome = list["rows"][0]["outcome"].clone();
    let of = |outcome: &Value, offset: u64| pc.call("means.list", json!({ "outcome": outcome, "offset": offset }));
    assert_eq!((&of(&outcome, 0)["total"], of(&outcome, 1)["rows"].as_array().unwrap().len()), (&json!(1), 0));
    assert_eq!((&of(&json!("nothing"), 0)["total"], &of(&json!("nothing"), 0)["rows"]), (&json!(0), &json!([])));
    let timeline = pc.call("recipients.timeline", json!({ "id": id }));
    assert!(timeline["items"].as_array().unwrap().iter().any(|item| item["kind"] == "means_survey"));
}

#[test]
fn without_standards_nothing_is_compared_and_it_is_said_what_is_missing() {
    let (county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({}));
    let estimate = saved(&pc, &id)["estimate"].clone();
    assert_eq!((&estimate["outcome"], &estimate["gap"]), (&json!("pending"), &json!(null)));
    assert_eq!(estimate["missing"], json!(["缺少 2026 年浏阳市标准"]));
    assert!(estimate["steps"].as_array().unwrap().iter().all(|step| step["group"] != "dibao"));
    assert!(pc.call("means.list", json!({}))["lacking"].as_str().unwrap().contains("家计标准"));
    // Standards that begin after the application do not hold for it.
    standards(&county, json!({ "effective_from": "2026-11-21" }));
    hand_out(&county, &pc);
    let list = pc.call("means.list", json!({}));
    assert_eq!((&list["rows"][0]["outcome"], &list["lacking"]), (&json!("pending"), &json!(null)));
}

#[test]
fn what_is_typed_is_estimated_before_it_is_saved() {
    let (county, pc) = Pc::county_and_station();
    standards(&county, json!({}));
    hand_out(&county, &pc);
    let id = person(&pc, json!({}));
    let typed = |months: &str| {
        json!({ "fields": header(&id, json!({ "date": "2026.11.23" })), "rows": [
            { "kind": "survey_member", "id": "a", "fields": { "name": "甲", "situation": "applicant" } },
            { "kind": "survey_income", "id": "i", "fields": { "member": "a", "income_kind": "wage", "item": "casual", "basis": "month", "amount": 90_000, "months": months } },
        ] })
    };
    let estimate = pc.call("means.estimate", typed("\u{ff11}\u{ff11}"));
    assert_eq!((step(&estimate, "i"), &estimate["per_capita"]), ("9900.00", &json!("825.00")));
    // 825 = 550 × 1.5: equal is not below.
    assert_eq!(step(&estimate, "below_margin"), "否");
    let unfinished = pc.call("means.estimate", typed(""));
    assert_eq!((&unfinished["per_capita"], &unfinished["outcome"]), (&json!(null), &json!(null)));
    assert!(unfinished["missing"][0].as_str().unwrap().contains("实发月数"));
    assert_eq!(pc.call("means.list", json!({}))["total"], 0, "nothing was saved");
}

#[test]
fn a_final_survey_wants_two_investigators_and_loses_nothing_until_then() {
    let (_county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({}));
    let alone = header(&id, json!({ "investigator": pc.me(), "second_investigator": "", "near_relative": "village" }));
    let refused = pc.refused("means.save", json!({ "fields": alone, "rows": rows() }));
    let mut fields: Vec<&str> = refused.fields.iter().map(|finding| finding.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert_eq!(fields, ["kinship_filed", "near_relative_text", "second_investigator"]);
    let kept = pc.call("means.save", json!({ "fields": alone, "rows": rows(), "provisional": true }))["survey"].clone();
    assert_eq!((&kept["record"]["provisional"], &kept["incomes"][0]["provisional"]), (&json!(true), &json!(true)));
    let provisional = pc.call("home.get", json!({}))["provisional"].clone();
    assert_eq!(provisional[0], json!({ "value": "means_survey", "label": "家计调查", "count": 1 }));
    // Finished later: the rows become final with it, though only the header is sent.
    let finish = json!({ "second_investigator": "张某", "near_relative": "none" });
    let finished = pc.call(
        "means.save",
        json!({ "id": kept["record"]["id"], "fields": finish, "seen": kept["record"]["refs"], "rows": [] }),
    );
    assert_eq!(finished["survey"]["record"]["provisional"], false);
    assert!(finished["survey"]["members"].as_array().unwrap().iter().all(|row| row["provisional"] == false));
}

#[test]
fn a_wrong_row_is_named_and_nothing_of_the_survey_is_saved() {
    let (_county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({}));
    let mut wrong = rows();
    wrong[2]["fields"]["months"] = json!(13);
    let request = json!({ "fields": header(&id, json!({ "investigator": pc.me() })), "rows": wrong });
    let refused = pc.refused("means.save", request);
    assert_eq!(refused.fields[0].field, "rows.new-c.months");
    assert_eq!(pc.call("means.list", json!({}))["total"], 0);
    let other = saved(&pc, &id);
    let foreign = json!({ "id": other["record"]["id"], "fields": {}, "rows": [{ "kind": "visit", "id": "x", "new": true, "fields": {} }] });
    assert_eq!(pc.refused("means.save", foreign).code, ErrorCode::NotFound);
    let second = saved(&pc, &id);
    let row = &other["incomes"][0]["id"];
    let taken = json!({ "id": second["record"]["id"], "fields": {}, "rows": [{ "kind": "survey_income", "id": row, "fields": { "amount": 1 } }] });
    assert_eq!(pc.refused("means.save", taken).code, ErrorCode::NotFound, "a row of another survey");
}

#[test]
fn two_pcs_fill_one_survey_apart_and_a_removed_row_is_out_of_the_sum() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let join = |name: &str| {
        let (file, code) = county.join_file(STATION);
        let pc = Pc::joined(&file, &code, name, "worker");
        county.confirm(&pc);
        pc
    };
    let (one, two) = (join("林小禾"), join("周文"));
    one.app.open_store().unwrap().accept_roster(&county.app.open_store().unwrap().signed_roster().unwrap()).unwrap();
    let survey = saved(&one, &person(&one, json!({})));
    hand_over(&one, &two);
    let id = survey["record"]["id"].clone();
    let seen = two.call("means.get", json!({ "id": id }));
    let income = &survey["incomes"][0];
    let change =
        json!({ "kind": "survey_income", "id": income["id"], "fields": { "months": 12 }, "seen": income["refs"] });
    one.call("means.save", json!({ "id": id, "fields": {}, "rows": [change] }));
    let member = seen["members"][1]["id"].clone();
    let added = row(
        "survey_income",
        "new-1",
        json!({ "member": member, "income_kind": "transfer", "item": "support_paid", "basis": "year", "amount": 120_000 }),
    );
    two.call(
        "means.save",
        json!({ "id": id, "fields": { "living_text": "两间砖房" }, "seen": seen["record"]["refs"], "rows": [added] }),
    );
    hand_over(&one, &two);
    hand_over(&two, &one);
    for pc in [&one, &two] {
        let merged = pc.call("means.get", json!({ "id": id }));
        // 900 × 12 + 1200 = 12000; / 24 = 500.
        assert_eq!(
            (&merged["estimate"]["per_capita"], &merged["record"]["conflicted"]),
            (&json!("500.00"), &json!([]))
        );
    }
    let removed = json!({ "kind": "survey_income", "id": income["id"], "removed": true, "fields": {} });
    let left = one.call("means.save", json!({ "id": id, "fields": {}, "rows": [removed] }))["survey"].clone();
    assert_eq!((left["incomes"].as_array().unwrap().len(), &left["estimate"]["per_capita"]), (1, &json!("50.00")));
}

#[test]
fn the_county_sees_and_does_not_write_and_a_station_sets_no_standards() {
    let (county, pc) = Pc::county_and_station();
    let survey = saved(&pc, &person(&pc, json!({ "id_number": MAN_1990, "name": "王建国", "sex": "1" })));
    hand_over(&pc, &county);
    let seen = county.call("means.get", json!({ "id": survey["record"]["id"] }));
    assert_eq!(seen["record"]["editable"], false);
    let refused =
        county.refused("means.save", json!({ "id": survey["record"]["id"], "fields": { "remark": "改" }, "rows": [] }));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let own = json!({ "kind": "county_year_param", "fields": { "year": 2026, "effective_from": "2026-01-01", "source_doc_no": "自拟" } });
    assert_eq!(pc.refused("records.save", own).code, ErrorCode::NotAllowed);
    let without = json!({ "kind": "county_year_param", "fields": { "year": 2026, "effective_from": "2026-01-01" } });
    assert_eq!(county.refused("records.save", without).fields[0].field, "source_doc_no");
    let detour = json!({ "kind": "means_survey", "fields": { "recipient": "x" } });
    assert_eq!(
        pc.refused("records.save", detour).code,
        ErrorCode::BadRequest,
        "a new survey gets its number by means.save"
    );
}

#[test]
fn a_county_decides_what_is_not_counted_for_payments_from_a_day_on() {
    let (county, pc) = Pc::county_and_station();
    standards(&county, json!({}));
    let allowance = |from: &str| {
        let id = person(&pc, json!({}));
        let rows = json!([
            { "kind": "survey_member", "id": "a", "fields": { "name": "甲", "situation": "applicant" } },
            { "kind": "survey_income", "id": "i", "fields": { "member": "a", "income_kind": "transfer", "item": "elderly_allowance", "basis": "month", "amount": 10_000, "months": 12, "paid_from": from } },
        ]);
        pc.call("means.estimate", json!({ "fields": header(&id, json!({})), "rows": rows }))
    };
    hand_out(&county, &pc);
    let undecided = allowance("2025-12-01");
    assert_eq!(undecided["per_capita"], "100.00");
    assert!(undecided["notes"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().contains("待县定")));
    let decide = |value: &str| json!({ "name": "excluded_elderly_allowance", "value": value, "effective_from": "2026-06-01", "document_no": "样例2号" });
    assert_eq!(county.refused("parameters.save", decide("看情况")).fields[0].field, "value");
    county.call("parameters.save", decide("不计入"));
    hand_out(&county, &pc);
    // Six payments from December to May count, six from June do not.
    assert_eq!(allowance("2025-12-01")["per_capita"], "50.00");
}

#[test]
fn a_survey_begins_with_the_household_and_later_with_the_last_one() {
    let (_county, pc) = Pc::county_and_station();
    let household = json!({ "choice": "new", "fields": { "hukou_type": "rural", "household_no": "0007" } });
    let registered = pc.call("recipients.register", json!({ "recipient": { "name": "王建国", "id_number": MAN_1990, "village": "新河村" }, "household": household }));
    let id = registered["recipient"]["id"].as_str().unwrap().to_owned();
    let house = registered["household"].clone();
    pc.call("records.save", json!({ "kind": "household_member", "fields": { "household": house, "name": "王小明", "relation_to_head": "20", "birth_date": "2018-05-01" } }));
    let begun = pc.call("means.begin", json!({ "recipient": id }));
    let names: Vec<&Value> = begun["rows"].as_array().unwrap().iter().map(|row| &row["fields"]["name"]).collect();
    assert_eq!(names, [&json!("王建国"), &json!("王小明")]);
    let situations: Vec<&Value> =
        begun["rows"].as_array().unwrap().iter().map(|row| &row["fields"]["situation"]).collect();
    assert_eq!(situations, [&json!("applicant"), &json!("minor_child")]);
    assert_eq!((&begun["fields"]["hukou_type"], &begun["fields"]["head_name"]), (&json!("rural"), &json!("王建国")));
    assert!(!begun.to_string().contains(MAN_1990), "no ID number is handed out to be copied");

    let rows: Vec<Value> =
        begun["rows"].as_array().unwrap().iter().map(|row| with(row.clone(), json!({ "new": true }))).collect();
    let mut rows = json!(rows);
    let applicant = rows[0]["id"].clone();
    let income = json!({ "member": applicant, "income_kind": "wage", "item": "wages", "basis": "month", "amount": 100_000, "months": 12 });
    rows.as_array_mut().unwrap().push(row("survey_income", "new-i", income));
    let fields = with(header(&id, json!({})), begun["fields"].clone());
    let survey = pc.call("means.save", json!({ "fields": fields, "rows": rows }))["survey"].clone();
    let member = &survey["members"][0];
    let full =
        pc.call("records.reveal", json!({ "kind": "survey_member", "id": member["id"], "fields": ["id_number"] }));
    assert_eq!((&full["fields"]["id_number"], &member["masked"]), (&json!(MAN_1990), &json!(["id_number"])));

    days_pass(&pc, 360);
    let begun = pc.call("means.begin", json!({ "recipient": id }));
    let earlier = begun["earlier"][0]["id"].clone();
    assert_eq!(earlier, survey["record"]["id"]);
    let again = pc.call("means.begin", json!({ "recipient": id, "copy_from": earlier }));
    assert_eq!(again["rows"].as_array().unwrap().len(), 3);
    let (member, income) = (&again["rows"][0], &again["rows"][2]);
    assert_eq!((&income["fields"]["member"], &income["fields"]["amount"]), (&member["id"], &json!(100_000)));
    assert_eq!(again["fields"]["authorised"], json!(null), "signed anew");
    assert_eq!(again["fields"]["matter"], "dibao");
}

#[test]
fn a_recognition_ends_and_a_review_comes_due_by_date() {
    let (_county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({}));
    let recognised = |kind: &str, date: &str| {
        let survey = saved(&pc, &id);
        let fields = json!({ "recognised_type": kind, "recognised_date": date });
        let request =
            json!({ "id": survey["record"]["id"], "fields": fields, "seen": survey["record"]["refs"], "rows": [] });
        pc.call("means.save", request)["survey"]["until"].clone()
    };
    let rigid = recognised("rigid_expense_difficulty", "2025-12-01");
    assert_eq!(
        (&rigid["label"], &rigid["date"], &rigid["soon"]),
        (&json!("有效期至"), &json!("2026-11-30"), &json!(true))
    );
    let dibao = recognised("dibao", "2026-01-15");
    assert_eq!(
        (&dibao["label"], &dibao["date"], &dibao["soon"]),
        (&json!("下次核查"), &json!("2027-01-15"), &json!(false))
    );
    let due = pc.call("home.get", json!({}))["due"].clone();
    assert_eq!(
        (&due[0]["items"][0]["what"], &due[0]["items"][0]["record"]["kind"]),
        (&json!("review"), &json!("means_survey"))
    );
}

#[test]
fn a_survey_prints_with_its_rows_and_every_line_of_the_sum() {
    let (_county, pc) = Pc::county_and_station();
    let survey = saved(&pc, &person(&pc, json!({})));
    let paper = json!({ "paper": "means_survey", "record": survey["record"]["id"] });
    let request =
        json!({ "papers": [paper, { "paper": "means_survey" }], "formats": ["docx"], "to": { "download": true } });
    let printed = pc.call("papers.print", request);
    let docx = pc.fetch(&printed["files"][0]);
    let text = documents_text(&docx);
    for words in
        ["李秀英", "零工收入", "人均月收入", "9900.00 ÷ 12 ÷ 2", "412.50", "缺少 2026 年浏阳市标准", "估算，不是认定"]
    {
        assert!(text.contains(words), "{words} is not on the paper");
    }
    let blank = documents_text(&pc.fetch(&printed["files"][1]));
    assert!(blank.contains("估算，不是认定") && blank.contains("应付赡养费"), "{blank}");
    assert!(!blank.contains("测算过程"), "a sum is the program's, not to be filled by hand: {blank}");
}

/// The text of a Word file, without its marks.
fn documents_text(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    let mut text = String::new();
    for part in xml.split('<').filter_map(|part| part.split_once('>')) {
        text.push_str(part.1);
    }
    text
}
