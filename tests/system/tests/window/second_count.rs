//! A second count of a month's figures, over the raw records of a station's PC, written without the program's own rules: what the
//! brief says must agree with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use app::{App, AppConfig};
use serde_json::{Value, json};
use system::people::{PASS, text};

/// Final records of a kind.
fn all(app: &App, kind: &str) -> Vec<Value> {
    let mut records = Vec::new();
    loop {
        let asked = json!({"kind": kind, "limit": 500, "offset": records.len(), "provisional": false});
        let page = app.call("records.list", asked).unwrap();
        let rows = page["rows"].as_array().unwrap().clone();
        let full = rows.len() == 500;
        records.extend(rows);
        if !full {
            return records;
        }
    }
}

fn field(record: &Value, name: &str) -> String {
    record["fields"][name].as_str().unwrap_or_default().to_owned()
}

/// Counts the month (`2026-11`) again and compares with what the brief's page showed, by the figure's code; the people by category with
/// what the chart of the brief draws.
pub fn agrees_with(shown: &BTreeMap<String, String>, data: &Path, month: &str) {
    let app = App::new(AppConfig::new(data));
    let staff = text(&app.call("start.state", json!({})).unwrap()["staff"][0]["id"]);
    app.call("session.unlock", json!({"staff": staff, "passphrase": PASS})).unwrap();
    let within = |record: &&Value, name: &str| field(record, name).starts_with(month);

    let recipients = all(&app, "recipient");
    let on_file: BTreeSet<String> = recipients.iter().map(|one| text(&one["id"])).collect();
    let visits = all(&app, "visit");
    let visits: Vec<_> = visits.iter().filter(|one| within(one, "date") && field(one, "result") == "met").collect();
    let sessions = all(&app, "group_session");
    let held: BTreeSet<_> = sessions
        .iter()
        .filter(|one| within(one, "date") && field(one, "state") == "held")
        .map(|one| text(&one["id"]))
        .collect();
    let marks = all(&app, "session_attendance");
    let came: Vec<_> =
        marks.iter().filter(|one| field(one, "status") == "present" && held.contains(&field(one, "session"))).collect();
    let members: BTreeSet<_> = came.iter().map(|one| field(one, "member")).collect();
    let members_on_file = all(&app, "group_member")
        .iter()
        .filter(|one| members.contains(&text(&one["id"])) && !field(one, "recipient").is_empty())
        .map(|one| field(one, "recipient"))
        .collect::<BTreeSet<_>>();
    let visited: BTreeSet<_> = visits.iter().map(|one| field(one, "recipient")).collect();
    let cases = all(&app, "case");

    let counts = [
        ("visit.effective", visits.len()),
        ("visit.door_knocks", visits.iter().filter(|one| field(one, "contact_mode") == "home").count()),
        ("recipient.new", recipients.iter().filter(|one| within(one, "file_created")).count()),
        ("recipient.registered", recipients.len()),
        ("group.sessions", held.len()),
        ("group.person_times", came.len()),
        ("group.persons", members.len()),
        ("group.new", all(&app, "group").len()),
        ("case.new", cases.iter().filter(|one| within(one, "open_date")).count()),
        ("service.persons", visited.union(&members_on_file).count()),
        ("service.person_times", visits.len() + came.len()),
    ];
    for (figure, counted) in counts {
        let said = shown.get(figure).unwrap_or_else(|| panic!("the brief does not say {figure}: {shown:?}"));
        assert_eq!(*said, counted.to_string(), "{figure}");
    }

    let mut by_category = BTreeMap::<String, BTreeSet<String>>::new();
    for held in all(&app, "recipient_category") {
        let label = text(&held["labels"]["category"]);
        if on_file.contains(&field(&held, "recipient")) && field(&held, "end_date").is_empty() {
            by_category.entry(label).or_default().insert(field(&held, "recipient"));
        }
    }
    let brief = app.call("reports.preview", json!({"month": month})).unwrap();
    let parts = brief["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let bars: Vec<&Value> = parts.filter(|part| part["kind"] == "bar").collect();
    let (labels, values) = (&bars[0]["categories"], &bars[0]["series"][0]["values"]);
    let drawn = labels.as_array().unwrap().iter().map(text).zip(values.as_array().unwrap().iter().cloned());
    let counted = by_category.into_iter().map(|(label, people)| (label, json!(people.len())));
    assert_eq!(drawn.collect::<BTreeMap<_, _>>(), counted.collect::<BTreeMap<_, _>>());
}
