//! The dictionary holds together with itself and with the tables of records in `schema/device`.

use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{FieldType, dictionary};

/// Files about the log, what is only this PC's own, and how tables are searched; all others make tables of records.
const NO_RECORDS: [&str; 5] =
    ["001-log.sql", "002-local.sql", "003-projection.sql", "020-attachments.sql", "030-indices.sql"];

/// The text of every file that makes tables of records.
fn sql() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/device");
    let files = std::fs::read_dir(folder).expect("schema/device").map(|file| file.expect("file").path());
    let mut records: Vec<_> = files.filter(|path| !NO_RECORDS.iter().any(|other| path.ends_with(other))).collect();
    records.sort();
    records.iter().map(|path| std::fs::read_to_string(path).expect("readable")).collect()
}

/// Column and SQL type of a line such as `name TEXT,`.
fn column(line: &str) -> (String, String) {
    let mut words = line.trim_end_matches([',', ';']).split(' ');
    (words.next().expect("column").trim_matches('"').to_owned(), words.next().expect("type").to_owned())
}

/// Table -> columns with SQL types, in order of name, read from the text.
fn tables() -> BTreeMap<String, BTreeSet<(String, String)>> {
    let (sql, mut tables) = (sql(), BTreeMap::<String, BTreeSet<_>>::new());
    for part in sql.split("CREATE TABLE ").skip(1) {
        let (name, rest) = part.split_once(" (").expect("table name");
        let body = rest.split_once("\n);").expect("end of table").0;
        let columns = body.lines().map(str::trim).filter(|line| !line.is_empty()).map(column);
        tables.insert(name.trim_matches('"').to_owned(), columns.collect());
    }
    for line in sql.lines().filter_map(|line| line.strip_prefix("ALTER TABLE ")) {
        let (table, added) = line.split_once(" ADD COLUMN ").expect("a column is added, never renamed or retyped");
        assert!(tables.get_mut(table).expect("a table of before").insert(column(added)), "{line}: twice");
    }
    tables
}

#[test]
fn every_kind_has_its_table_and_every_table_its_kind() {
    let tables = tables();
    let named: BTreeSet<_> = dictionary().kinds.iter().map(|kind| kind.table.clone()).collect();
    assert_eq!(named, tables.keys().cloned().collect());
    for kind in &dictionary().kinds {
        let mut expected = BTreeSet::from([("id".to_owned(), "TEXT".to_owned()), ("station".into(), "TEXT".into())]);
        for field in &kind.fields {
            let number = matches!(field.kind, FieldType::Integer | FieldType::Money);
            expected.insert((field.name.clone(), if number { "INTEGER" } else { "TEXT" }.into()));
        }
        for (name, sql) in [
            ("provisional", "INTEGER"),
            ("deleted_reason", "TEXT"),
            ("created_ms", "INTEGER"),
            ("created_by", "TEXT"),
            ("updated_ms", "INTEGER"),
            ("updated_by", "TEXT"),
            ("extra", "TEXT"),
            ("refs", "TEXT"),
        ] {
            expected.insert((name.into(), sql.into()));
        }
        assert_eq!(tables[&kind.table], expected, "{}", kind.name);
    }
}

#[test]
fn every_index_names_a_table_and_a_column_that_exist() {
    let tables = tables();
    for line in sql().lines().filter(|line| line.starts_with("CREATE INDEX")) {
        let (_, on) = line.split_once(" ON ").expect("ON");
        let (on, _) = on.split_once(')').expect("the columns end before a WHERE");
        let (table, columns) = on.split_once(" (").expect("columns");
        for column in columns.split(", ") {
            assert!(tables[table].iter().any(|(name, _)| name == column.trim_matches('"')), "{line}");
        }
    }
}

#[test]
fn every_reference_code_table_section_and_title_exists() {
    for kind in &dictionary().kinds {
        for field in &kind.fields {
            let place = format!("{}.{}", kind.name, field.name);
            let coded = matches!(field.kind, FieldType::Code | FieldType::Codes);
            assert_eq!(field.codes.is_some(), coded, "{place}");
            assert_eq!(field.refers.is_some(), field.kind == FieldType::Reference, "{place}");
            if let Some(table) = &field.codes {
                assert!(dictionary().code_table(table).is_some(), "{place}: {table}");
            }
            if let Some(other) = &field.refers {
                assert!(dictionary().kind(other).is_some(), "{place}: {other}");
            }
            assert!(kind.sections.iter().any(|section| section.name == field.section), "{place}: {}", field.section);
            assert!(!field.label.is_empty() && field.since == 1, "{place}");
        }
        for section in &kind.sections {
            assert!(
                kind.fields.iter().any(|field| field.section == section.name),
                "{}: empty {}",
                kind.name,
                section.name
            );
        }
        assert!(!kind.title.is_empty() && kind.title.iter().all(|name| kind.field(name).is_some()), "{}", kind.name);
        if let Some(parent) = &kind.parent {
            let field = kind.field(parent).expect("parent field");
            assert!(field.required && field.refers.is_some(), "{}", kind.name);
        }
    }
}

#[test]
fn names_are_unique_and_plain() {
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let kinds: BTreeSet<_> = dictionary().kinds.iter().map(|kind| &kind.name).collect();
    assert_eq!(kinds.len(), dictionary().kinds.len());
    let reserved = ["id", "station", "provisional", "deleted_reason", "extra", "refs"];
    for kind in &dictionary().kinds {
        let names: BTreeSet<_> = kind.fields.iter().map(|field| &field.name).collect();
        assert_eq!(names.len(), kind.fields.len(), "{}", kind.name);
        assert!(names.iter().all(|name| plain(name) && !reserved.contains(&name.as_str())), "{}", kind.name);
    }
}

#[test]
fn every_code_table_is_used_and_its_codes_are_unique() {
    let used: BTreeSet<_> =
        dictionary().kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| field.codes.as_deref()).collect();
    for table in &dictionary().codes {
        assert!(used.contains(table.name.as_str()), "{} is used by no field", table.name);
        let codes: BTreeSet<_> = table.entries.iter().map(|entry| &entry.code).collect();
        let labels: BTreeSet<_> = table.entries.iter().map(|entry| &entry.label).collect();
        assert_eq!((codes.len(), labels.len()), (table.entries.len(), table.entries.len()), "{}", table.name);
    }
}

#[test]
fn every_file_of_the_schema_folder_is_compiled_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema");
    let stems = |part: &str| -> BTreeSet<String> {
        let files = std::fs::read_dir(format!("{folder}/{part}")).expect("folder");
        let names = files.map(|file| file.expect("file").file_name().into_string().expect("name"));
        names.filter_map(|name| name.strip_suffix(".toml").map(str::to_owned)).collect()
    };
    assert_eq!(stems("records"), dictionary().kinds.iter().map(|kind| kind.name.clone()).collect());
    assert_eq!(stems("codes"), dictionary().codes.iter().map(|table| table.name.clone()).collect());
}

#[test]
fn id_numbers_phones_and_addresses_are_personal_and_masked() {
    for kind in &dictionary().kinds {
        for field in &kind.fields {
            let name = &field.name;
            if name == "id_number" || name.ends_with("phone") || name.ends_with("address") || name == "residence" {
                assert!(field.mask.is_some(), "{}.{name}", kind.name);
            }
            if field.mask.is_some() {
                assert_eq!(field.sensitivity, domain::dictionary::Sensitivity::Personal, "{}.{name}", kind.name);
            }
        }
    }
}

#[test]
fn the_dictionary_goes_to_the_interface_in_snake_case() {
    let json = serde_json::to_value(dictionary()).expect("json");
    let visit = json["kinds"].as_array().expect("kinds").iter().find(|kind| kind["name"] == "visit").expect("visit");
    assert_eq!(visit["writer"], "station");
    let field =
        visit["fields"].as_array().expect("fields").iter().find(|f| f["name"] == "observation_text").expect("f");
    assert_eq!((&field["kind"], &field["sensitivity"]), (&"long_text".into(), &"sensitive".into()));
}
