//! The schema folder compiled in: the text of every file under `schema/` that `domain` reads, and a constant for each field of each
//! record kind (`domain::fields`) and each parameter (`domain::parameters`). No list of kinds, code tables, papers or ledgers is kept
//! by hand; nothing is checked here but what the lists need.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

/// Folder under `schema/` and the constant its files stand in.
const FOLDERS: [(&str, &str); 7] = [
    ("codes", "CODES"),
    ("calendar", "CALENDAR"),
    ("papers", "PAPERS"),
    ("composite_papers", "COMPOSITE_PAPERS"),
    ("ledgers", "LEDGERS"),
    ("reports", "REPORTS"),
    ("schemes", "SCHEMES"),
];

fn main() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let kinds = owners_first(stems(&schema.join("records")).into_iter().map(|name| kind(&schema, name)).collect());
    let mut files = list("RECORDS", "records", kinds.iter().map(|(name, _)| name.as_str()));
    for (folder, constant) in FOLDERS {
        files += &list(constant, folder, stems(&schema.join(folder)).iter().map(String::as_str));
    }
    fs::write(out.join("schema_files.rs"), files).expect("OUT_DIR is writable");
    fs::write(out.join("fields.rs"), kinds.iter().map(|(name, kind)| fields(name, kind)).collect::<String>())
        .expect("OUT_DIR is writable");
    fs::write(out.join("parameters.rs"), parameters(&schema.join("parameters.toml"))).expect("OUT_DIR is writable");
}

/// Names of the TOML files of a folder without their ending, sorted; a changed, new or removed file builds anew.
fn stems(folder: &Path) -> Vec<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let files = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut stems: Vec<String> = files
        .map(|file| file.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().and_then(|stem| stem.to_str()).expect("a plain file name").to_owned())
        .collect();
    stems.sort();
    stems
}

fn kind(schema: &Path, name: String) -> (String, Table) {
    let path = schema.join("records").join(&name).with_extension("toml");
    let text = fs::read_to_string(&path).expect("a readable file");
    let kind: Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(kind["name"].as_str(), Some(name.as_str()), "{}: a kind is named after its file", path.display());
    (name, kind)
}

/// Kinds with what they refer to before them, otherwise by name.
fn owners_first(mut waiting: BTreeMap<String, Table>) -> Vec<(String, Table)> {
    let mut sorted = Vec::new();
    while !waiting.is_empty() {
        let ready = |(name, kind): (&String, &Table)| {
            let waits = |field: &Value| {
                let refers = field.get("refers").and_then(Value::as_str);
                refers.is_some_and(|other| other != name && waiting.contains_key(other))
            };
            (!field_list(kind).iter().any(waits)).then(|| name.clone())
        };
        let next = waiting.iter().find_map(ready);
        let next = next.unwrap_or_else(|| panic!("kinds refer to each other in a circle: {:?}", waiting.keys()));
        sorted.extend(waiting.remove_entry(&next));
    }
    sorted
}

fn field_list(kind: &Table) -> &[Value] {
    kind["fields"].as_array().expect("a kind has fields")
}

fn list<'a>(constant: &str, folder: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("pub(crate) static {constant}: &[&str] = &[\n");
    for name in names {
        let path = format!("/../../schema/{folder}/{name}.toml");
        writeln!(text, "    include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"{path}\")),").expect("to a String");
    }
    text + "];\n"
}

fn fields(name: &str, kind: &Table) -> String {
    let label = |value: &Value| value.as_str().expect("a label").to_owned();
    let mut text = format!("/// {}.\npub mod {name} {{\n", label(&kind["label"]));
    writeln!(text, "    /// The kind itself.\n    pub const KIND: &str = \"{name}\";").expect("to a String");
    for field in field_list(kind) {
        let field_name = field["name"].as_str().expect("a field has a name");
        assert_ne!(field_name, "kind", "{name}: KIND is the kind itself");
        writeln!(text, "    /// {}.", label(&field["label"])).expect("to a String");
        writeln!(text, "    pub const {}: &str = \"{field_name}\";", field_name.to_uppercase()).expect("to a String");
    }
    text + "}\n"
}

fn parameters(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    let file: Table = fs::read_to_string(path).expect("a readable file").parse().expect("schema/parameters.toml");
    let mut text = String::new();
    for parameter in file["parameters"].as_array().expect("parameters") {
        let (name, label) =
            (parameter["name"].as_str().expect("a name"), parameter["label"].as_str().expect("a label"));
        writeln!(text, "/// {label}.\npub const {}: &str = \"{name}\";", name.to_uppercase()).expect("to a String");
    }
    text
}
