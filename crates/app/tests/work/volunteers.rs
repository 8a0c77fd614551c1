//! Volunteers, their hours and the ten working days, the certificate and the lists; resources, gifts with sign-off, and holidays that
//! the county sends down.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{MAN_1990, desk, paper, person, with};
use crate::pcs::Pc;

/// A volunteer.
pub fn volunteer(pc: &Pc, fields: Value) -> Value {
    let usual = json!({ "name": "夏荷香", "sex": "2", "village": "新河村", "registered_date": "2026-01-10" });
    paper(pc, "volunteer", with(usual, fields))
}

fn activity(fields: Value) -> Value {
    let usual = json!({
        "activity": "清扫村道", "date": "2026-11-20", "minutes": 150, "place": "新河村", "content": "清理垃圾", "organizer": "本站", "leader": "林小禾",
    });
    with(usual, fields)
}

/// One activity of some volunteers.
pub fn serve(pc: &Pc, volunteers: &[&Value], fields: Value) -> Value {
    let volunteers: Vec<Value> = volunteers.iter().map(|one| json!({ "volunteer": one["id"] })).collect();
    pc.call("volunteers.serve", json!({ "fields": activity(fields), "volunteers": volunteers }))
}

#[test]
fn one_activity_is_recorded_for_several_volunteers_and_their_hours_add_up() {
    let pc = desk();
    let (one, other) = (volunteer(&pc, json!({})), volunteer(&pc, json!({ "name": "石守山", "sex": "1" })));
    let answer = pc.call(
        "volunteers.serve",
        json!({
            "fields": activity(json!({ "quality": "good" })),
            "volunteers": [{ "volunteer": one["id"] }, { "volunteer": other["id"], "minutes": 50 }],
        }),
    );
    assert_eq!(answer["ids"].as_array().unwrap().len(), 2);
    serve(&pc, &[&one], json!({ "date": "2025-12-30", "minutes": 60 }));
    let list = pc.call("volunteers.list", json!({ "year": 2026 }));
    assert_eq!((&list["total"], &list["hours"], &list["served"]), (&json!(2), &json!("3.33"), &json!(2)));
    assert_eq!(
        (&list["rows"][0]["name"], &list["rows"][0]["hours"]),
        (&json!("夏荷香"), &json!("2.5")),
        "most hours first"
    );
    let view = pc.call("volunteers.get", json!({ "id": one["id"] }));
    let years: Vec<_> = view["years"].as_array().unwrap().iter().map(|year| (&year["year"], &year["hours"])).collect();
    assert_eq!(years, [(&json!(2026), &json!("2.5")), (&json!(2025), &json!("1"))]);
    assert_eq!(view["hours"], "3.5");
    assert_eq!(pc.call("volunteers.list", json!({ "text": "sss" }))["rows"][0]["name"], "石守山", "found by initials");
}

#[test]
fn nobody_is_recorded_twice_and_one_wrong_time_holds_all_back() {
    let pc = desk();
    let one = volunteer(&pc, json!({}));
    let twice = pc.refused(
        "volunteers.serve",
        json!({ "fields": activity(json!({})), "volunteers": [{ "volunteer": one["id"] }, { "volunteer": one["id"] }] }),
    );
    assert_eq!(
        (twice.fields[0].field.as_str(), twice.fields[0].message.as_str()),
        ("volunteers.1", "同一个人选了两次，请删除一个。")
    );
    let other = volunteer(&pc, json!({ "name": "石守山", "sex": "1" }));
    let wrong = pc.refused(
        "volunteers.serve",
        json!({ "fields": activity(json!({})), "volunteers": [{ "volunteer": one["id"] }, { "volunteer": other["id"], "minutes": 1500 }] }),
    );
    assert_eq!(wrong.fields[0].field, "volunteers.1");
    assert!(wrong.fields[0].message.starts_with("石守山："), "{:?}", wrong.fields);
    assert_eq!(
        pc.refused("volunteers.serve", json!({ "fields": activity(json!({})), "volunteers": [] })).fields[0].field,
        "volunteers"
    );
    assert_eq!(pc.call("volunteers.services", json!({}))["total"], 0, "all of it or nothing");
}

#[test]
fn a_record_is_complete_with_its_evaluation_and_a_late_one_is_marked() {
    let pc = desk();
    let one = volunteer(&pc, json!({}));
    let ids = serve(&pc, &[&one], json!({ "date": "2026-11-06" }))["ids"].clone();
    let row = |pc: &Pc| pc.call("volunteers.services", json!({}))["rows"][0].clone();
    assert_eq!(
        (&row(&pc)["standing"], &row(&pc)["remark"]),
        (&json!("overdue"), &json!("应在 2026-11-20 前完成记录和评价，已逾期"))
    );
    let home = pc.call("home.get", json!({}));
    let due = &home["volunteer_records"][0];
    assert_eq!(
        (&due["activity"], &due["records"], &due["due"], &due["overdue"]),
        (&json!("清扫村道"), &json!(1), &json!("2026-11-20"), &json!(true))
    );

    let saved =
        pc.call("records.save", json!({ "kind": "volunteer_service", "id": ids[0], "fields": { "quality": "good" } }));
    assert_eq!(saved["record"]["fields"]["recorded_date"], "2026-11-23");
    assert!(saved["findings"][0]["message"].as_str().unwrap().starts_with("记录迟了 1 个工作日"), "{saved}");
    assert_eq!(row(&pc)["standing"], "late");
    assert_eq!(pc.call("home.get", json!({}))["volunteer_records"], json!([]));
    assert_eq!(pc.call("volunteers.services", json!({ "open": true }))["total"], 0);
}

#[test]
fn services_recorded_in_time_are_not_marked_and_provisional_ones_do_not_count() {
    let pc = desk();
    let one = volunteer(&pc, json!({}));
    serve(&pc, &[&one], json!({ "quality": "excellent" }));
    assert_eq!(pc.call("volunteers.services", json!({}))["rows"][0]["standing"], "in_time");
    pc.call(
        "volunteers.serve",
        json!({ "fields": { "activity": "送药上门", "date": "2026-11-19" }, "volunteers": [{ "volunteer": one["id"] }], "provisional": true }),
    );
    let list = pc.call("volunteers.list", json!({}));
    assert_eq!((&list["rows"][0]["hours"], &list["rows"][0]["times"]), (&json!("2.5"), &json!(1)));
    let open = pc.call("home.get", json!({}))["volunteer_records"].clone();
    assert_eq!(
        (&open[0]["activity"], &open[0]["overdue"]),
        (&json!("送药上门"), &json!(false)),
        "kept as 暂存, still to be completed"
    );
}

#[test]
fn the_certificate_says_what_was_recorded_and_nothing_else() {
    let pc = desk();
    let one = volunteer(&pc, json!({ "id_number": MAN_1990, "sex": "1", "name": "石守山" }));
    let id = one["id"].clone();
    let empty = pc.call("volunteers.certificate", json!({ "volunteer": id }));
    assert_eq!((&empty["text"], &empty["services"]), (&json!(""), &json!([])));
    let to = json!({ "download": true });
    let refused = pc
        .refused("volunteers.print_certificate", json!({ "certificate": { "volunteer": id }, "word": true, "to": to }));
    assert!(refused.detail.contains("不能出具证明"), "{refused:?}");

    serve(&pc, &[&one], json!({ "quality": "good" }));
    serve(&pc, &[&one], json!({ "date": "2026-03-05", "minutes": 60, "quality": "good" }));
    let all = pc.call("volunteers.certificate", json!({ "volunteer": id }));
    assert_eq!((&all["hours"], &all["services"][0]["date"]), (&json!("3.5"), &json!("2026-03-05")));
    assert!(
        all["text"]
            .as_str()
            .unwrap()
            .contains("于2026年3月5日至2026年11月20日参加志愿服务 2 次，服务时间共计 3.5 小时"),
        "{all}"
    );
    assert_eq!(all["id_number"], "430121********0031");
    let part = pc.call("volunteers.certificate", json!({ "volunteer": id, "from": "2026.11.1" }));
    assert_eq!(part["hours"], "2.5");

    let printed =
        pc.call("volunteers.print_certificate", json!({ "certificate": { "volunteer": id }, "word": true, "to": to }));
    assert!(pc.fetch(&printed["file"]).starts_with(b"PK"), "a docx");
    let steps = pc.call("records.history", json!({ "kind": "volunteer", "id": id }))["steps"].clone();
    assert!(
        steps
            .as_array()
            .unwrap()
            .iter()
            .any(|step| step["act"] == "read" && step["note"].as_str().unwrap().contains("证明")),
        "{steps}"
    );
}

#[test]
fn a_list_for_the_public_names_only_who_agreed() {
    let pc = desk();
    let agreed = volunteer(&pc, json!({ "public_consent": "yes", "id_number": MAN_1990 }));
    let not = volunteer(&pc, json!({ "name": "石守山", "sex": "1" }));
    serve(&pc, &[&agreed, &not], json!({ "quality": "good" }));
    let export = |purpose: &str| {
        let out = pc.call("volunteers.export", json!({ "purpose": purpose, "year": 2026, "to": { "download": true } }));
        text_of_xlsx(&pc.fetch(&out))
    };
    let public = export("public");
    assert!(public.contains("夏荷香") && !public.contains("石守山") && !public.contains(MAN_1990), "{public}");
    let national = export("national_system");
    for words in ["夏荷香", "石守山", MAN_1990, "清扫村道", "2.5", "志愿者基本信息", "服务情况"] {
        assert!(national.contains(words), "{words}");
    }
}

/// Everything a workbook says: its shared strings and sheet names.
fn text_of_xlsx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut all = String::new();
    for name in ["xl/sharedStrings.xml", "xl/workbook.xml"] {
        let mut part = archive.by_name(name).expect(name);
        std::io::Read::read_to_string(&mut part, &mut all).expect("text");
    }
    all
}

#[test]
fn a_second_volunteer_with_the_same_number_is_pointed_out() {
    let pc = desk();
    volunteer(&pc, json!({ "id_number": MAN_1990 }));
    let fields =
        json!({ "name": "石守山", "village": "新河村", "registered_date": "2026-01-10", "id_number": MAN_1990 });
    let again = pc.call("records.save", json!({ "kind": "volunteer", "fields": fields }));
    assert!(
        again["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["message"].as_str().unwrap().contains("同一个证件号码")),
        "{again}"
    );
    assert_eq!(again["record"]["fields"]["sex"], "1", "read from the number");
}

#[test]
fn a_sign_off_list_is_filled_by_category_and_counts_households_when_signed() {
    let pc = desk();
    let register = |name: &str, category: &str, household: Value| {
        let request = json!({
            "recipient": { "name": name, "sex": "1", "village": "新河村" }, "categories": [{ "category": category }], "household": household,
        });
        pc.call("recipients.register", request)
    };
    let first = register("甲一", "dibao", json!({ "choice": "new", "fields": {} }));
    let household = first["household"].as_str().unwrap().to_owned();
    register("甲二", "dibao", json!({ "choice": "existing", "id": household, "relation": "20" }));
    register("乙一", "dibao", json!({ "choice": "none" }));
    register("丙一", "tekun", json!({ "choice": "none" }));
    let gift = paper(
        &pc,
        "gift_distribution",
        json!({ "name": "冬季慰问", "date": "2026-11-20", "occasion": "hardship", "goods": "大米", "area": "A1", "each_amount": 6000 }),
    );
    let fill = |request: Value| pc.call("gifts.fill", with(json!({ "id": gift["id"] }), request));
    assert_eq!(fill(json!({ "category": "dibao", "by_household": true })), json!({ "added": 2, "known": 1 }));
    assert_eq!(
        fill(json!({ "category": "dibao" })),
        json!({ "added": 1, "known": 2 }),
        "the other of the household, by himself"
    );
    assert_eq!(pc.refused("gifts.fill", json!({ "id": gift["id"] })).fields[0].field, "category");

    let view = pc.call("gifts.get", json!({ "id": gift["id"] }));
    assert_eq!(
        (view["lines"].as_array().unwrap().len(), &view["household_times"]),
        (3, &json!(0)),
        "nothing is signed yet"
    );
    let signed = pc.call("gifts.sign", json!({ "id": gift["id"], "signed": true }));
    assert_eq!(
        (&signed["signed"], &signed["household_times"], &signed["amount"]),
        (&json!(3), &json!(2), &json!(18000))
    );
    let one = signed["lines"][0]["record"]["id"].clone();
    let less = pc.call("gifts.sign", json!({ "id": gift["id"], "lines": [one], "signed": false }));
    assert_eq!(less["signed"], 2);
    let row = pc.call("gifts.list", json!({ "year": 2026 }))["rows"][0].clone();
    assert_eq!((&row["lines"], &row["signed"]), (&json!(3), &json!(2)));
}

#[test]
fn the_months_brief_counts_resources_hours_and_gifts() {
    let pc = desk();
    let one = volunteer(&pc, json!({}));
    serve(&pc, &[&one], json!({ "quality": "good" }));
    let resource = json!({
        "date": "2026-11-10", "donor": "县医院", "donor_type": "hospital", "resource_type": "service", "name": "义诊", "amount": 200050, "area": "A4", "vouchers": ["photo"],
    });
    paper(&pc, "resource_linkage", resource);
    paper(
        &pc,
        "news_item",
        json!({ "title": "冬日送暖", "date": "2026-11-10", "medium": "县融媒", "level": "county" }),
    );
    paper(
        &pc,
        "training",
        json!({ "name": "急救", "date": "2026-11-10", "minutes": 90, "trained": "volunteer", "role": "held" }),
    );
    let brief = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let value = |code: &str| {
        let figures = brief["figures"].as_array().unwrap();
        figures.iter().find(|figure| figure["code"] == code).unwrap_or_else(|| panic!("{code}"))["value"].clone()
    };
    for (code, expected) in [
        ("resource.times", "1"),
        ("resource.amount", "2000.5"),
        ("volunteer.persons", "1"),
        ("volunteer.hours", "2.5"),
        ("news.county_up", "1"),
        ("training.hours", "1.5"),
    ] {
        assert_eq!(value(code), expected, "{code}");
    }
    assert!(brief["sections"].to_string().contains("链接资源 1 次，折合 2000.5 元"), "the automatic sentence");
    let rows = pc.call("reports.rows", json!({ "month": "2026-11", "figure": "resource.amount" }));
    assert_eq!(rows["rows"][0]["title"], "义诊 县医院");
}

#[test]
fn the_county_sends_the_holidays_of_next_year_down_and_they_count_at_the_station() {
    let (county, pc, _) = Pc::county_and_two();
    let one = volunteer(&pc, json!({}));
    // Of 21 December the ten working days reach into the next year.
    serve(&pc, &[&one], json!({ "date": "2026-12-21" }));
    let remark = |pc: &Pc| pc.call("volunteers.services", json!({}))["rows"][0]["remark"].as_str().unwrap().to_owned();
    assert_eq!(remark(&pc), "缺 2027 年节假日安排，算不出记录期限");

    let notice = "国务院办公厅关于2027年部分节假日安排的通知 国办发明电〔2026〕9号\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月6日至12日放假调休，共7天。2月20日上班。";
    let wrong = county.refused("calendars.read", json!({ "text": notice.replace("周五", "周四") }));
    assert!(wrong.fields[0].message.contains("2027-01-01 是周五"), "{wrong:?}");
    let read = county.call("calendars.read", json!({ "text": notice }));
    assert_eq!(
        (&read["year"], &read["off"][0]["days"], &read["work"]),
        (&json!(2027), &json!(3), &json!(["2027-02-20"]))
    );
    county.call("calendars.save", json!({ "text": notice }));
    assert!(pc.refused("calendars.save", json!({ "text": notice })).detail.contains("县级"));

    for bundle in county.app.open_store().unwrap().export_for_station(&Audience::All, "43018111001").unwrap() {
        pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
    assert_eq!(remark(&pc), "2027-01-05 前完成记录和评价");
    let years: Vec<_> =
        pc.call("calendars.list", json!({})).as_array().unwrap().iter().map(|year| year["year"].clone()).collect();
    assert_eq!(years, [2025, 2026, 2027]);
}

#[test]
fn people_on_lists_are_named_and_registers_are_searched() {
    let pc = desk();
    let id = person(&pc, json!({}));
    let resource = json!({
        "date": "2026-11-10", "donor": "爱心企业", "donor_type": "company", "resource_type": "goods", "name": "棉被", "amount": 90000, "area": "A1", "vouchers": ["invoice"],
    });
    let resource = paper(&pc, "resource_linkage", resource);
    let unnamed = pc.refused(
        "records.save",
        json!({ "kind": "resource_beneficiary", "fields": { "resource_linkage": resource["id"] } }),
    );
    assert_eq!(unnamed.fields[0].field, "recipient");
    let named = paper(&pc, "resource_beneficiary", json!({ "resource_linkage": resource["id"], "recipient": id }));
    assert_eq!(named["title"], "李秀英");
    let timeline = pc.call("recipients.timeline", json!({ "id": id }));
    let kinds: Vec<_> = timeline["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    assert!(kinds.contains(&json!("resource_linkage")), "{timeline}");
    let found = pc.call("search.find", json!({ "text": "棉被", "kinds": ["resource_linkage"] }));
    assert_eq!(found["found"][0]["id"], resource["id"]);
}
