//! No file of the directory holds a readable trace of a person, whatever was done with the record.

use serde_json::json;
use store::slots::{Cost, Slots};
use store::{Draft, Route};

use crate::county::*;

const NAME: &str = "䶮㑇娘";
const ID_NUMBER: &str = "430181195203150027";

#[test]
fn no_file_holds_a_readable_trace_of_a_name_or_id_number() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    Slots::with_cost(a.dir(), Cost::CHEAP)
        .expect("slots")
        .put("s1", "社工", "worker", "口令", &county.key("a"))
        .expect("a slot");
    let mut fields = person(NAME, "新河村");
    fields["id_number"] = json!(ID_NUMBER);
    edit(&a, "recipient", &id(1), fields.clone(), NOW);
    edit(
        &a,
        "visit",
        &id(2),
        json!({"date": "2026-11-01", "observation_text": format!("{NAME} {ID_NUMBER}").repeat(2000)}),
        NOW,
    );
    let draft = Draft {
        author: "s1".into(),
        key: "k".into(),
        kind: "recipient".into(),
        record: None,
        body: fields,
        saved_ms: NOW,
    };
    a.draft_put(&draft).expect("a draft");
    assert_eq!(a.search(NAME, &[], 5).expect("hits").len(), 2);
    a.daily_backup(NOW).expect("a backup");
    a.backup(&county.path("stick"), NOW).expect("a backup");
    for bytes in bundles(&a) {
        office.import(&bytes, Route::Stick).expect("an import");
    }
    // Out of order, so that one waits.
    edit(&a, "recipient", &id(3), person(NAME, "新河村"), NOW);
    bundles(&a);
    edit(&a, "recipient", &id(4), person(NAME, "新河村"), NOW);
    office.import(&bundles(&a).pop().expect("a bundle"), Route::Stick).expect("an import");
    assert_eq!(office.missing().expect("gaps").len(), 1);

    let files = files(county.dir.path());
    assert!(files.len() > 10, "{files:?}");
    assert!(files.iter().any(|file| file.ends_with("hezhan.db-wal")), "looked at while it is open");
    for file in files {
        let bytes = std::fs::read(&file).expect("a file");
        for trace in [NAME.as_bytes(), ID_NUMBER.as_bytes(), &ID_NUMBER.as_bytes()[6..14], "观察".as_bytes()] {
            assert!(!bytes.windows(trace.len()).any(|window| window == trace), "a trace in {}", file.display());
        }
        assert!(!bytes.starts_with(b"SQLite format 3"), "{} is a plain database", file.display());
    }
}

fn files(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
