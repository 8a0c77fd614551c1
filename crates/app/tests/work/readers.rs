//! Personnel papers are for supervisor and county: a worker of the same station is refused them wherever records are answered, but for her
//! own. What is worked out of them stays the same figure for everybody, and names nobody.

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::Audience;
use photos::drawn_by_phone;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::paper;
use crate::ledgers::{ledger, rows};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

const STATION: &str = "43018111001";
const CLOSED: [&str; 3] = ["staff_file", "pay_confirmation", "kinship_declaration"];

/// Two files, 吴桐's and the worker's own, each with pay, kin and a scan; both on the supervisor's PC, the worker's and the county's.
struct Files {
    county: Pc,
    supervisor: Pc,
    worker: Pc,
    /// Ids by kind, in the order of `CLOSED`.
    others: [Value; 3],
    own: [Value; 3],
    /// Of a scan on the file of 吴桐, and of one on her own.
    scans: [Value; 2],
}

fn file(pc: &Pc, staff: Option<&str>, name: &str) -> Value {
    let fields = json!({ "staff": staff, "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "assistant",
        "certified_date": "2024-05-01", "registered_date": "2024-06-01", "phone": "13812345678", "hired_date": "2026-03-10", "arrival_date": "2026-03-20",
        "contract_from": "2026-03-10", "contract_until": "2026-12-20" });
    paper(pc, "staff_file", fields)["id"].clone()
}

fn with_papers(pc: &Pc, file: &Value, relative: &str) -> [Value; 3] {
    let pay = json!({ "staff_file": file, "month": "2026-10", "paid": "yes" });
    let kin = json!({ "staff_file": file, "relative_name": relative, "relation": "叔叔", "kin_of": "village_cadre", "declared_date": "2026-03-11" });
    let [pay, kin] = [("pay_confirmation", pay), ("kinship_declaration", kin)].map(|(kind, one)| paper(pc, kind, one));
    [file.clone(), pay["id"].clone(), kin["id"].clone()]
}

fn scan(pc: &Pc, file: &Value, number: u64) -> Value {
    let bytes = drawn_by_phone(number, (320, 240), 1, "2026:11:03 09:41:27", [28, 7, 30], [113, 36, 0]);
    let files = json!([{ "name": "合同.jpg", "base64": STANDARD.encode(bytes) }]);
    let read = pc.call("attachments.read", json!({ "kind": "staff_file", "id": file, "files": files }));
    let item = json!({ "token": read["items"][0]["token"], "purpose": "scan", "caption": "劳动合同原件" });
    let saved = pc.call("attachments.save", json!({ "kind": "staff_file", "id": file, "items": [item] }));
    saved["items"][0]["record"]["id"].clone()
}

fn files() -> Files {
    let (county, supervisor, worker) = Pc::county_and_two();
    hand_over(&worker, &supervisor);
    let own = file(&supervisor, Some(&worker.me()), "周文");
    let other = file(&supervisor, None, "吴桐");
    let scans = [scan(&supervisor, &other, 1), scan(&supervisor, &own, 2)];
    let others = with_papers(&supervisor, &other, "吴老五");
    let own = with_papers(&supervisor, &own, "周老六");
    hand_over(&supervisor, &worker);
    hand_over(&supervisor, &county);
    Files { county, supervisor, worker, others, own, scans }
}

fn ids(pc: &Pc, request: Value) -> Vec<Value> {
    let rows = pc.call("records.list", request)["rows"].clone();
    rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

fn denied(pc: &Pc, name: &str, request: Value) {
    let refused = pc.refused(name, request.clone());
    assert_eq!(refused.code, ErrorCode::NotAllowed, "{name} {request}: {refused:?}");
    assert!(refused.detail.contains("只有站长（督导）、县级和本人可以查看"), "{name}: {}", refused.detail);
}

#[test]
fn a_worker_is_refused_a_colleagues_papers_whichever_command_asks() {
    let Files { supervisor, worker, others, scans, .. } = files();
    for (kind, id) in CLOSED.iter().zip(&others) {
        let one = json!({ "kind": kind, "id": id });
        for name in ["records.get", "records.history", "records.reveal", "records.undelete"] {
            denied(&worker, name, one.clone());
        }
        denied(&worker, "records.save", json!({ "kind": kind, "id": id, "fields": { "remark": "改" } }));
        denied(&worker, "records.check", json!({ "kind": kind, "id": id, "fields": {} }));
        denied(&worker, "records.delete", json!({ "kind": kind, "id": id, "reason": "不要" }));
        denied(&worker, "records.resolve", json!({ "kind": kind, "id": id, "field": "name", "value": "某" }));
        denied(&worker, "attachments.list", one.clone());
        for name in ["records.get", "records.history", "attachments.list"] {
            supervisor.call(name, one.clone());
        }
    }
    let print = |id: &Value| json!({ "papers": [{ "paper": "staff_file", "record": id }], "formats": ["docx"], "to": { "download": true } });
    denied(&worker, "papers.print", print(&others[0]));
    denied(
        &worker,
        "papers.preview",
        json!({ "papers": [{ "paper": "staff_file", "record": others[0] }], "count": 1 }),
    );
    denied(&worker, "attachments.open", json!({ "id": scans[0] }));
    denied(&worker, "records.get", json!({ "kind": "attachment", "id": scans[0] }));
    denied(&worker, "attachments.copy_out", json!({ "ids": [scans[0]], "to": { "download": true } }));
    supervisor.call("papers.print", print(&others[0]));
    assert!(supervisor.call("attachments.open", json!({ "id": scans[0] }))["base64"].is_string());
}

#[test]
fn lists_searches_files_and_home_show_a_worker_her_own_and_nobody_elses() {
    let Files { supervisor, worker, own, others, scans, .. } = files();
    for (place, kind) in CLOSED.iter().enumerate() {
        assert_eq!(ids(&worker, json!({ "kind": kind })), [own[place].clone()], "{kind}");
        assert_eq!(ids(&supervisor, json!({ "kind": kind })).len(), 2, "{kind}");
        let asked = json!({ "kind": kind, "filters": [{ "field": "id", "test": "eq", "value": others[place] }] });
        assert_eq!(worker.call("records.list", asked)["total"], 0, "{kind}: nor counted");
        for text in ["吴", "吴桐", "老五", "5678"] {
            let found = worker.call("search.find", json!({ "text": text, "kinds": [], "limit": 200 })).to_string();
            assert!(!found.contains(others[place].as_str().unwrap()), "{text}: {found}");
            assert!(!ids(&worker, json!({ "kind": kind, "text": text })).contains(&others[place]), "{kind} {text}");
        }
    }
    let found =
        |pc: &Pc, text: &str| pc.call("search.find", json!({ "text": text, "kinds": ["staff_file"] }))["found"].clone();
    assert_eq!((found(&worker, "吴桐"), found(&worker, "周文")[0]["id"].clone()), (json!([]), own[0].clone()));
    assert_eq!(found(&supervisor, "吴桐")[0]["id"], others[0]);
    assert_eq!(ids(&supervisor, json!({ "kind": "attachment" })).len(), 2);
    assert_eq!(ids(&worker, json!({ "kind": "attachment" })), Vec::<Value>::new(), "no list tells of scans of files");
    let scans_of_own = worker.call("attachments.list", json!({ "kind": "staff_file", "id": own[0] }));
    assert_eq!(scans_of_own["items"][0]["record"]["id"], scans[1], "her own file shows them");
    assert!(worker.call("attachments.open", json!({ "id": scans[1] }))["base64"].is_null(), "not sent to this PC yet");

    let written = |pc: &Pc| ledger(pc, "staff_files", json!({})).1.concat().join(" ");
    assert!(!written(&worker).contains("吴桐") && written(&worker).contains("周文"));
    assert!(written(&supervisor).contains("吴桐"));
    let shown = json!({ "list": "records", "kind": "kinship_declaration" });
    let out = |pc: &Pc| {
        let out = pc.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
        rows(&pc.fetch(&out["file"])).concat().join(" ")
    };
    assert!(!out(&worker).contains("吴老五") && out(&worker).contains("周老六"));
    assert!(out(&supervisor).contains("吴老五"));
}

#[test]
fn what_two_pcs_or_the_county_say_of_a_closed_file_is_told_to_no_worker() {
    let Files { county, supervisor, worker, others, own, .. } = files();
    let note = |id: &Value| json!({ "target_kind": "staff_file", "target": id, "verdict": "returned", "text": "合同期限不对" });
    for id in [&others[0], &own[0]] {
        county.call("records.save", json!({ "kind": "annotation", "fields": note(id) }));
    }
    let half = json!({ "name": "陆九", "birth_date": "1999-01-01" });
    supervisor.call("records.save", json!({ "kind": "staff_file", "fields": half, "provisional": true }));
    for pc in [&worker, &supervisor] {
        hand_over(&county, pc);
    }
    hand_over(&supervisor, &worker);
    let home = |pc: &Pc| pc.call("home.get", json!({}));
    let returned = |pc: &Pc| home(pc)["returned"].as_array().unwrap().len();
    assert_eq!((returned(&supervisor), returned(&worker)), (2, 0), "on her own file it stands there");
    let on_own = worker.call("records.get", json!({ "kind": "staff_file", "id": own[0] }));
    assert_eq!(on_own["returned"][0]["text"], "合同期限不对");
    let counted = |pc: &Pc| home(pc)["provisional"].to_string().contains("staff_file");
    assert!(counted(&supervisor) && !counted(&worker));
    assert!(!home(&worker).to_string().contains("吴桐"));
}

#[test]
fn a_worker_writes_her_own_papers_and_makes_none_anothers() {
    let Files { worker, own, others, supervisor, .. } = files();
    let kin = |file: &Value| json!({ "staff_file": file, "relative_name": "周小七", "relation": "堂弟", "kin_of": "recipient", "declared_date": "2026-11-20" });
    let mine = paper(&worker, "kinship_declaration", kin(&own[0]));
    denied(&worker, "records.save", json!({ "kind": "kinship_declaration", "fields": kin(&others[0]) }));
    let moved = json!({ "kind": "kinship_declaration", "id": mine["id"], "fields": { "staff_file": others[0] } });
    denied(&worker, "records.save", moved);
    let account = json!({ "kind": "staff_file", "id": own[0], "fields": { "staff": supervisor.me() } });
    denied(&worker, "records.save", account);
    let anothers = json!({ "name": "陆九", "birth_date": "1999-01-01", "education": "31", "certificate": "none", "hired_date": "2026-03-10" });
    denied(&worker, "records.save", json!({ "kind": "staff_file", "fields": anothers }));
    assert_eq!(ids(&worker, json!({ "kind": "kinship_declaration" })).len(), 2, "what was refused was not written");
}

#[test]
fn figures_are_the_same_for_everybody_and_name_nobody_to_a_worker() {
    let Files { county, supervisor, worker, .. } = files();
    let provider = paper(&county, "provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }));
    let agreement = json!({ "agreement_no": "民购协〔2026〕1号", "buyer": "浏阳市民政局", "provider": provider["id"], "sign_date": "2026-03-02",
        "start_date": "2026-03-02", "end_date": "2027-03-01", "year_in_cycle": 1, "amount": 30_000_000 });
    let agreement = paper(&county, "agreement", agreement);
    paper(
        &county,
        "agreement_station",
        json!({ "agreement": agreement["id"], "station_code": STATION, "agreed_staff": 2 }),
    );
    for pc in [&supervisor, &worker] {
        for bundle in county.app.open_store().unwrap().export_for_station(&Audience::All, STATION).unwrap() {
            pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
        }
    }
    let texts = |pc: &Pc| {
        let board = pc.call("compliance.board", json!({}));
        let checks = board["stations"][0]["checks"].as_array().unwrap().clone();
        checks.iter().map(|check| check["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&worker), texts(&supervisor));
    let board = |pc: &Pc| pc.call("compliance.board", json!({})).to_string();
    assert!(board(&supervisor).contains("吴桐"), "no insurance: {}", board(&supervisor));
    assert!(!board(&worker).contains("吴桐") && board(&worker).contains("缺 2 人"), "{}", board(&worker));
    let due = |pc: &Pc, rule: &str| pc.call("deadlines.list", json!({ "rule": rule, "settled": true }))["rows"].clone();
    assert_eq!(due(&worker, "arrival")[0]["words"], due(&supervisor, "arrival")[0]["words"], "both arrived");
    assert_eq!(due(&supervisor, "contract_end").as_array().unwrap().len(), 2);
    let own = due(&worker, "contract_end");
    assert_eq!((own.as_array().unwrap().len(), &own[0]["subject"]), (1, &json!("周文")), "her own contract ends");
}
