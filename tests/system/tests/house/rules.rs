//! The numbered rules: every number that a source, a schema or a page names stands in `docs/rules.md`, every test and module named there
//! exists, and nothing points to a paper outside of this repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Our own texts: code, schema and documents, without what is made or fetched.
fn texts() -> BTreeMap<String, String> {
    let mut waiting: Vec<PathBuf> =
        ["crates", "src-tauri", "tests", "ui/src", "schema", "docs"].map(|folder| root().join(folder)).into();
    let mut found = BTreeMap::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "gen", "vectors", "dist", "icons"].contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if ["rs", "ts", "vue", "toml", "sql", "md"].iter().any(|end| name.ends_with(&format!(".{end}"))) {
                found.insert(
                    path.strip_prefix(root()).unwrap().display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                );
            }
        }
    }
    found
}

fn rules() -> String {
    fs::read_to_string(root().join("docs/rules.md")).unwrap()
}

/// `R04`, `R27`: a number that stands by itself.
fn numbers(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_one = |at: &usize| {
        let before = at.checked_sub(1).is_some_and(word);
        bytes[*at] == b'R' && !before && digit(at + 1) && digit(at + 2) && !word(at + 3)
    };
    (0..bytes.len()).filter(is_one).map(|at| text[at..at + 3].to_owned()).collect()
}

#[test]
fn every_rule_that_is_named_stands_in_the_list_of_rules() {
    let rules = rules();
    let mut named = 0;
    for (path, text) in texts() {
        for number in numbers(&text) {
            named += 1;
            assert!(rules.contains(&format!("### {number} ")), "{path} names {number}, which docs/rules.md does not");
        }
    }
    assert!(named > 100, "the numbers are found at all: {named}");
}

#[test]
fn what_the_list_of_rules_names_exists() {
    let texts = texts();
    let in_quotes = rules();
    let quoted: Vec<&str> = in_quotes.split('`').skip(1).step_by(2).collect();
    for name in
        quoted.iter().filter(|name| name.len() > 4 && !name.contains(|c: char| !c.is_ascii() || " ()=\"'".contains(c)))
    {
        let is_file = root().join(name).exists();
        let is_module = root().join(format!("crates/domain/src/{name}.rs")).exists();
        let is_function = texts.values().any(|text| text.contains(&format!("fn {name}(")));
        let is_prefix = name.ends_with('_') || name.chars().all(|c| c.is_ascii_digit() || c == 'X' || c == '…');
        assert!(is_file || is_module || is_function || is_prefix, "docs/rules.md names `{name}`, which does not exist");
    }
}

/// Product code: without tests, which begin where a file says so.
fn product(texts: BTreeMap<String, String>, folder: &str) -> Vec<(String, String)> {
    let own = texts.into_iter().filter(|(path, _)| path.starts_with(folder) && !path.contains(".test."));
    own.map(|(path, text)| (path, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned())).collect()
}

#[test]
fn one_place_narrows_by_a_station_and_one_by_death_and_departure() {
    // The staff of a place are not its work: a county lists its own people only. Volunteers leave by a date of their own.
    let allowed = [
        ("kernel/context.rs", "\"station\", Test"),
        ("features/staff.rs", "\"station\", Test"),
        ("people/on_file.rs", "DEATH_DATE, Test"),
        ("people/on_file.rs", "LEFT_DATE"),
        ("features/volunteers.rs", "LEFT_DATE, Test"),
    ];
    let watched =
        ["\"station\", Test", "\"death_date\", Test", "\"left_date\", Test", "DEATH_DATE, Test", "LEFT_DATE, Test"];
    for (path, text) in product(texts(), "crates/app/src") {
        for what in watched.iter().filter(|what| text.contains(**what)) {
            let known = allowed.iter().any(|(file, begin)| path.ends_with(file) && what.starts_with(begin));
            assert!(known, "{path} asks for {what}: begin from `of_station` and `people::on_file`");
        }
    }
}

#[test]
fn no_age_is_typed_again() {
    let compared =
        ["< 14", "< 16", "< 18", "< 60", "< 80", ">= 14", ">= 16", ">= 18", ">= 60", ">= 80", "=== 17", "=== 60"];
    for folder in ["crates/app/src", "crates/domain/src", "ui/src"] {
        for (path, text) in product(texts(), folder) {
            let typed = text.lines().find(|line| line.contains("age") && compared.iter().any(|one| line.contains(one)));
            assert!(typed.is_none(), "{path} compares an age with a number of its own: {typed:?}; ask `domain::age`");
        }
    }
}

#[test]
fn no_source_points_to_a_paper_outside_of_the_repository() {
    let outside =
        ["14-deci", "12-ru", "file 0", "05 5.", "05 4.", "04 4.", "Files 0", "07-rep", "04-vis"].map(|begin| {
            // Put together here, so that this file does not name them either.
            begin.to_owned()
                + match begin {
                    "14-deci" => "sions",
                    "12-ru" => "les",
                    "07-rep" => "orts",
                    "04-vis" => "its",
                    _ => "",
                }
        });
    for (path, text) in texts().into_iter().filter(|(path, _)| !path.ends_with("house/rules.rs")) {
        let found: Vec<&String> = outside.iter().filter(|paper| text.contains(paper.as_str())).collect();
        assert!(found.is_empty(), "{path} points to {found:?}; what is meant stands in docs/rules.md");
        let bytes = text.as_bytes();
        let source = text.match_indices('S').find(|(at, _)| {
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let before = at.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_alphanumeric());
            !before && digit(at + 1) && digit(at + 2) && text[at + 3..].starts_with(" 第")
        });
        assert!(
            source.is_none(),
            "{path} names a source by a number: {:?}",
            source.map(|(at, _)| &text[at..]).map(|text| text.chars().take(20).collect::<String>())
        );
    }
}
