//! Figures of a station's people and papers: 在岗 and 持证 in the brief, supervision and training by person, the papers of a year with 建档率
//! and 归档率, and services outside the catalogue. Who may not read personnel files gets the same figures.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};

use crate::casework::{agreement, worked};
use crate::deadlines::{CODE, carry};
use crate::fixture::{desk, paper, person, visit, with};
use crate::ledgers::rows;
use crate::papers::printed;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn file(pc: &Pc, name: &str, over: Value) -> Value {
    let usual = json!({ "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "assistant", "certified_date": "2024-05-01",
        "registered_date": "2025-06-01", "registration_until": "2028-05-31", "hired_date": "2026-03-10", "arrival_date": "2026-03-20" });
    paper(pc, "staff_file", with(usual, over))
}

#[test]
fn the_brief_says_how_many_are_in_post_and_certified_to_a_worker_as_to_her_supervisor() {
    let (_county, supervisor, worker) = Pc::county_and_two();
    let basic = |pc: &Pc, month: &str| {
        let brief = pc.call("reports.preview", json!({ "month": month }));
        brief["sections"][0]["text"].as_str().unwrap().to_owned()
    };
    assert!(!basic(&supervisor, "2026-11").contains("在岗"), "no file, no figure");
    file(&supervisor, "周文", json!({}));
    file(
        &supervisor,
        "吴桐",
        json!({ "certificate": "none", "major_related": "related", "certified_date": null, "registered_date": null, "registration_until": null }),
    );
    file(&supervisor, "罗明明", json!({ "left_date": "2026-11-10", "leaving_reason": "other_job" }));
    hand_over(&supervisor, &worker);
    for pc in [&supervisor, &worker] {
        assert!(basic(pc, "2026-11").contains("在岗社工 2 人，其中持证 1 人"), "{}", basic(pc, "2026-11"));
        assert!(basic(pc, "2026-10").contains("在岗社工 3 人，其中持证 2 人"), "{}", basic(pc, "2026-10"));
    }
}

#[test]
fn supervision_and_training_are_counted_by_person_and_station_the_same_at_the_county() {
    let (county, supervisor, worker) = Pc::county_and_two();
    let zhou = file(&supervisor, "周文", json!({ "training_hours": 60 }));
    file(&supervisor, "吴桐", json!({ "certificate": "none", "major_related": "related", "certified_date": null }));
    let session = |over: Value| {
        let usual = json!({ "date": "2026-11-20", "mode": "individual", "functions": ["educational"], "supervisor": "省站督导",
            "supervisees": "周文", "topics": "会谈技巧", "advice": "多听少说", "start_time": "09:00", "end_time": "10:30" });
        paper(&supervisor, "supervision_record", with(usual, over));
    };
    session(json!({}));
    session(json!({ "mode": "group", "supervisees": "周文、吴桐", "start_time": null, "end_time": null }));
    session(json!({ "date": "2025-11-20" }));
    let course = json!({ "name": "个案工作实务", "date": "2026-10-10", "minutes": 360, "trained": "worker", "role": "attended" });
    let course = paper(&supervisor, "training", course);
    paper(&supervisor, "training_attendee", json!({ "training": course["id"], "name": "周文" }));
    let figures = |pc: &Pc| pc.call("supervision.figures", json!({ "year": 2026 }))["stations"][0].clone();
    let made = figures(&supervisor);
    let times =
        |of: &Value| ["sessions", "supervised", "untimed", "courses", "trained"].map(|name| of["times"][name].clone());
    assert_eq!(times(&made), [json!(2), json!("1.5"), json!(1), json!(1), json!("6")]);
    assert_eq!(
        (&made["supervised"], &made["trained"], &made["trained_each"]),
        (&json!("100%"), &json!("50%"), &json!("3"))
    );
    let names: Vec<&str> =
        made["members"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["吴桐", "周文"]);
    let one = &made["members"][1];
    assert_eq!(one["staff_file"], zhou["id"]);
    assert_eq!(
        (&one["recorded"], &one["declared"], &one["required"], &one["short"]),
        (&json!("6"), &json!("60"), &json!("72"), &json!(true))
    );
    hand_over(&supervisor, &county);
    assert_eq!(figures(&county), made);
    assert_eq!(worker.refused("supervision.figures", json!({})).code, ErrorCode::NotAllowed);
    let out = county.call("supervision.workbook", json!({ "asked": { "year": 2026 }, "place": { "download": true } }));
    let table = documents::read_table(&county.fetch(&out)).unwrap();
    let words = format!("{:?}", table.sheets);
    assert!(table.sheets.len() == 2 && words.contains("周文") && words.contains("督导覆盖率"), "{words}");
    let earlier = supervisor.call("supervision.figures", json!({ "year": 2025 }))["stations"][0].clone();
    assert_eq!((&earlier["times"]["sessions"], &earlier["supervised"]), (&json!(1), &json!("—")), "nobody was in post");
}

/// A line of the catalogue: a class, or a kind.
fn line(archive: &Value, name: &str) -> Value {
    let classes = archive["classes"].as_array().unwrap();
    let kinds = classes.iter().flat_map(|class| class["kinds"].as_array().unwrap());
    let class = classes.iter().find(|class| class["code"] == name);
    class.or_else(|| kinds.clone().find(|kind| kind["kind"] == name)).unwrap_or_else(|| panic!("{name}: {archive}"))["papers"].clone()
}

#[test]
fn the_catalogue_counts_what_is_written_printed_signed_and_filed() {
    let pc = desk();
    let who = person(&pc, json!({}));
    let signed = visit(&pc, &who, json!({ "paper_signed": "yes" }))["record"]["id"].clone();
    visit(&pc, &who, json!({ "date": "2026-11-20" }));
    visit(&pc, &who, json!({ "date": "2025-12-31" }));
    pc.call("visits.save", json!({ "fields": { "recipient": who, "date": "2026-11-21" }, "provisional": true }));
    let archive = |year: i32| pc.call("archive.get", json!({ "year": year }));
    let counts = |papers: &Value| {
        ["written", "begun", "missing", "printed", "signed", "filed"].map(|name| papers[name].as_i64())
    };
    assert_eq!(counts(&line(&archive(2026), "visit")), [Some(2), Some(1), Some(0), Some(0), Some(1), Some(0)]);
    assert_eq!(line(&archive(2026), "visit")["written_rate"], "66.7%");
    pc.call("papers.preview", json!({ "papers": [{ "paper": "visit", "record": signed }], "first": 1, "count": 1 }));
    assert_eq!(line(&archive(2026), "visit")["printed"], 0, "looking at it before printing is no print");
    printed(&pc, json!([{ "paper": "visit", "record": signed }]), json!({}));
    assert_eq!(line(&archive(2026), "visit")["printed"], 1);
    assert_eq!(line(&archive(2025), "visit")["written"], 1, "by the year of the visit");

    let volume = json!({ "year": 2026, "archive_class": "visit", "name": "2026年走访", "papers": 5, "filed_date": "2026-11-22" });
    paper(&pc, "archive_volume", volume);
    let shown = archive(2026);
    let class = shown["classes"].as_array().unwrap().iter().find(|class| class["code"] == "visit").unwrap();
    assert_eq!(
        (&class["in_volumes"], &class["papers"]["filed"], &class["papers"]["filed_rate"]),
        (&json!(5), &json!(2), &json!("100%"))
    );
    let out = pc.call("archive.workbook", json!({ "asked": { "year": 2026 }, "place": { "download": true } }));
    let words = format!("{:?}", rows(&pc.fetch(&out)));
    assert!(words.contains("走访探访") && words.contains("66.7%"), "{words}");
    assert_eq!(pc.refused("archive.get", json!({ "year": 300000 })).fields[0].field, "year");
}

#[test]
fn a_case_lacks_the_papers_of_its_stage_and_its_papers_are_filed_with_a_mark() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    let of = |name: &str| line(&pc.call("archive.get", json!({})), name);
    assert_eq!(of("recipient_agreement")["missing"], 0, "{}", of("recipient_agreement"));
    let row = pc.call("records.list", json!({ "kind": "recipient_agreement" }))["rows"][0].clone();
    pc.call("records.delete", json!({ "kind": "recipient_agreement", "id": row["id"], "reason": "写错了" }));
    assert_eq!(
        (&of("recipient_agreement")["missing"], &of("recipient_agreement")["written_rate"]),
        (&json!(1), &json!("0%"))
    );
    agreement(&pc, id, json!({ "paper_on_file": "yes" }));
    let now = of("recipient_agreement");
    assert_eq!((&now["missing"], &now["filed"], &now["signed"]), (&json!(0), &json!(1), &json!(1)));
}

#[test]
fn personnel_papers_are_counted_for_whoever_asks_and_the_county_asks_by_station() {
    let (county, supervisor, worker) = Pc::county_and_two();
    file(&supervisor, "周文", json!({}));
    hand_over(&supervisor, &worker);
    hand_over(&supervisor, &county);
    let of = |pc: &Pc, station: Value| {
        line(&pc.call("archive.get", json!({ "year": 2026, "station": station })), "staff_file")
    };
    assert_eq!(of(&worker, Value::Null)["written"], 1);
    assert_eq!(of(&worker, Value::Null), of(&county, json!(CODE)));
    let unknown = county.refused("archive.get", json!({ "station": "43018111099" }));
    assert!(unknown.detail.contains("站点"), "{unknown:?}");
}

#[test]
fn services_outside_the_catalogue_or_the_days_of_their_approval_are_told_and_listed() {
    let (county, pc) = Pc::county_and_station();
    let item = json!({ "area": "A4", "code": "A4-X01", "name": "助浴", "approval_no": "湘民函〔2026〕1号", "active": "yes",
        "from_date": "2026-03-01", "until_date": "2026-10-31" });
    paper(&county, "service_item", item);
    carry(&county, Audience::All, &pc);
    let who = person(&pc, json!({}));
    let done = |day: &str, over: Value| visit(&pc, &who, with(json!({ "date": day }), over));
    let within = done("2026-10-31", json!({ "service_item": "A4-X01" }));
    assert_eq!((&within["counts"], within["findings"].to_string().contains("有效期")), (&json!(true), false));
    let late = done("2026-11-01", json!({ "service_item": "A4-X01" }));
    assert_eq!(late["counts"], json!(false));
    assert!(late["findings"].to_string().contains("不在批准的有效期内"), "{late}");
    done("2026-11-02", json!({ "service_item": "健身课" }));
    done("2026-11-03", json!({ "service_item": "A4-X01", "approval_no": "湘民函〔2026〕9号" }));
    done("2025-11-03", json!({ "service_item": "健身课" }));
    let outside =
        |pc: &Pc| pc.call("service_items.outside", json!({ "year": 2026 }))["rows"].as_array().unwrap().clone();
    let told: Vec<_> = outside(&pc)
        .iter()
        .map(|row| ["date", "item", "approval_no", "counts"].map(|name| row[name].as_str().unwrap().to_owned()))
        .collect();
    let wanted = [
        ["2026-11-03", "助浴", "湘民函〔2026〕9号", "凭文号计入"],
        ["2026-11-02", "健身课", "", "不计入"],
        ["2026-11-01", "助浴", "", "不计入"],
    ];
    assert_eq!(told, wanted.map(|line| line.map(str::to_owned)));
    assert!(!format!("{:?}", outside(&pc)).contains("李秀英"), "a line names nobody who was served");
    let month = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let uncounted = month["figures"].as_array().unwrap().iter().find(|one| one["code"] == "visit.uncounted").unwrap();
    assert_eq!(uncounted["value"], "2");
    carry(&pc, Audience::Station(CODE.into()), &county);
    let (here, there) = (outside(&pc), outside(&county));
    assert_eq!(there.len(), here.len());
    let out = json!({ "shown": { "list": "outside_services", "year": 2026 }, "to_place": { "download": true } });
    let out = county.call("lists.export", out);
    assert_eq!(out["rows"], 3);
    let words = format!("{:?}", rows(&county.fetch(&out["file"])));
    assert!(words.contains("助浴") && words.contains("凭文号计入"), "{words}");
}
