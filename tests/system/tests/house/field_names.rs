//! Field names in code: no string literal of boards, facts, registers, ledgers, means surveys, cases, visits and people names a field of a
//! record, and what a brief reads stands once, beside its reader. It reads sources as text and must not build or run anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders (without the ending) that are looked at, below `crates`.
const SOURCES: &[&str] = &[
    "app/src/boards",
    "app/src/records",
    "app/src/people",
    "app/src/features/cases",
    "app/src/features/ledgers",
    "app/src/features/means",
    "app/src/features/registers",
    "app/src/features/visits",
    "domain/src/brief",
    "domain/src/brief_figures",
    "domain/src/report_outline",
    "domain/src/report_text",
    "domain/src/means",
    "domain/src/means_income",
    "domain/src/means_records",
    "domain/src/means_standards",
    "domain/src/means_steps",
    "domain/src/means_survey",
    "domain/src/month_figures",
    "domain/src/on_file",
];

/// What comes before a literal that names a table of codes, not a field.
const TABLES: &[&str] = &["label(", "code_table("];

/// Words that are also the name of some field but mean something else here: file, words, what they are.
const MEANT_OTHERWISE: &[(&str, &[&str], &str)] = &[
    ("app/src/boards/reports/about.rs", &["period", "subject"], "members of a request"),
    ("app/src/boards/reports/freezing.rs", &["text", "period"], "members of a section and a request"),
    ("app/src/boards/reports/handing_in.rs", &["submitted_date", "receivers"], "members of a request"),
    ("app/src/boards/reports/old_brief.rs", &["figures"], "a section of a brief"),
    ("app/src/boards/reports/parts.rs", &["category"], "a group of figures"),
    ("app/src/boards/reports/types.rs", &["month"], "another name of a request's period"),
    ("app/src/boards/reports/words.rs", &["township", "issuer", "period"], "words of a sentence"),
    ("app/src/boards/books.rs", &["period", "reason"], "members of a request"),
    ("app/src/boards/county.rs", &["month"], "member of a request"),
    (
        "app/src/boards/county_forms.rs",
        &["unit", "period", "name", "month", "year", "each", "file", "mapping"],
        "words of a form, spans of time, members of a request",
    ),
    (
        "app/src/boards/county_forms/filling.rs",
        &["period", "mapping", "name"],
        "members of a request, a word of a form",
    ),
    ("app/src/boards/late_reports.rs", &["text", "subject"], "members of a request"),
    ("app/src/boards/late_reports/line.rs", &["supervisor"], "a role"),
    (
        "app/src/boards/packs/content.rs",
        &["recipient", "month"],
        "member of a request, another name of a report's period",
    ),
    ("app/src/boards/packs/keys.rs", &["name"], "member of a request"),
    ("app/src/boards/packs/making.rs", &["year"], "member of a request"),
    ("app/src/boards/sums.rs", &["period"], "member of a request"),
    ("app/src/boards/year/steps.rs", &["subject"], "a word of a sentence"),
    ("app/src/features/cases/closing.rs", &["supervisor", "worker"], "roles"),
    ("app/src/features/ledgers/left_behind_statistics.rs", &["name"], "member of a request"),
    ("app/src/features/means/begin.rs", &["applicant"], "code of a situation"),
    (
        "app/src/features/registers/adults.rs",
        &["support_mode", "carer", "disability_type", "disability_grade", "cert_no", "self_care", "level"],
        "columns of a register",
    ),
    (
        "app/src/features/registers/children.rs",
        &["guardianship", "carer", "schooling", "contact"],
        "columns of a register",
    ),
    ("app/src/features/visits/defaults.rs", &["case"], "code of a purpose"),
    ("app/src/features/visits/month.rs", &["month"], "member of a request"),
    ("app/src/records/drafts.rs", &["title", "content"], "members of a draft"),
    ("domain/src/brief.rs", &["item", "category"], "groups of figures"),
    ("domain/src/brief_figures.rs", &["item"], "a group of figures"),
    ("domain/src/brief_figures/resources.rs", &["case"], "code of a publication"),
    ("domain/src/brief_figures/visits.rs", &["category"], "a group of figures"),
    (
        "domain/src/report_outline/tests.rs",
        &["work", "overview", "problems", "outline", "sections", "title"],
        "keys of sections, members of a change",
    ),
    ("domain/src/report_outline.rs", &["report", "period", "township", "issuer"], "a default, and words of a sentence"),
    (
        "domain/src/means_income.rs",
        &["transfer", "month", "heads", "employment_cost", "deducted"],
        "kinds of income and steps of a sum",
    ),
    ("domain/src/means_records.rs", &["applicant", "month", "year"], "codes"),
    ("domain/src/means_standards.rs", &["month", "year"], "codes of a unit"),
    ("domain/src/means_survey.rs", &["village", "month"], "codes"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Names of all fields of all kinds.
fn field_names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(root().join("schema/records")).unwrap() {
        let kind: toml::Table = fs::read_to_string(entry.unwrap().path()).unwrap().parse().unwrap();
        let fields = kind["fields"].as_array().unwrap();
        names.extend(fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()));
    }
    names
}

/// Path below `crates` and text of every source looked at.
fn sources() -> Vec<(String, String)> {
    let (mut found, crates) = (Vec::new(), root().join("crates"));
    for source in SOURCES {
        let stem = crates.join(source);
        let mut waiting = vec![stem.with_extension("rs"), stem];
        let before = found.len();
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.is_file() {
                let name = path.strip_prefix(&crates).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
        assert!(found.len() > before, "crates/{source} is there no more: correct SOURCES");
    }
    found
}

/// A string literal of a source.
struct Literal {
    /// Counted from 1.
    line: usize,
    text: String,
    /// It names a table of codes.
    of_table: bool,
}

/// The same text, line for line, without its test modules: from `#[cfg(test)]` to the line that closes what it is about.
fn without_tests(source: &str) -> String {
    let mut inside = false;
    let lines = source.lines().map(|line| {
        inside |= line == "#[cfg(test)]";
        let dropped = inside;
        inside &= line != "}" && (line.starts_with(' ') || !line.ends_with(';'));
        if dropped { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// String literals outside of comments and test modules.
fn literals(source: &str) -> Vec<Literal> {
    let source = without_tests(source);
    let (mut found, mut code, mut line) = (Vec::new(), String::new(), 1);
    let mut rest = source.as_str();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(character) = ["'\"'", "'\\\"'", "'\\''"].iter().find(|one| rest.starts_with(**one)) {
            character.len()
        } else if let Some((begin, end)) = raw(&code, rest) {
            let length = rest[begin..].find(&end).map_or(rest.len(), |at| begin + at + end.len());
            found.push(Literal { line, text: rest[begin..length - end.len()].to_owned(), of_table: false });
            length
        } else if first == '"' {
            let end = end_of(rest);
            let of_table = TABLES.iter().any(|before| code.trim_end().ends_with(*before));
            found.push(Literal { line, text: rest[1..end].to_owned(), of_table });
            end + 1
        } else {
            code.push(first);
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

/// Where the words of a raw string that begins here begin, and what ends them.
fn raw(code: &str, rest: &str) -> Option<(usize, String)> {
    let hashes = rest.strip_prefix('r')?.len() - rest.strip_prefix('r')?.trim_start_matches('#').len();
    let part_of_a_word = code.ends_with(|before: char| before.is_alphanumeric() || before == '_');
    let is_raw = !part_of_a_word && rest[1 + hashes..].starts_with('"');
    is_raw.then(|| (hashes + 2, format!("\"{}", "#".repeat(hashes))))
}

/// The quotation mark that closes the literal.
fn end_of(literal: &str) -> usize {
    let mut escaped = true;
    for (at, character) in literal.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    literal.len() - 1
}

/// Literals of a source that name a field: line and name.
fn named(source: &str, fields: &BTreeSet<String>) -> Vec<(usize, String)> {
    let found = literals(source).into_iter().filter(|one| !one.of_table && fields.contains(&one.text));
    found.map(|one| (one.line, one.text)).collect()
}

#[test]
fn no_string_literal_names_a_field() {
    let fields = field_names();
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (file, source) in sources() {
        let allowed = MEANT_OTHERWISE.iter().find(|(of, ..)| *of == file).map_or(&[][..], |(_, words, _)| *words);
        for (line, name) in named(&source, &fields) {
            if allowed.contains(&name.as_str()) {
                used.insert((file.clone(), name));
            } else {
                wrong.push(format!("crates/{file}:{line}: \"{name}\""));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "use the constants of domain::fields, so that a misspelt name does not compile:\n{}",
        wrong.join("\n")
    );
    for (file, words, _) in MEANT_OTHERWISE {
        for word in *words {
            let is_used = used.contains(&((*file).to_owned(), (*word).to_owned()));
            assert!(is_used, "crates/{file} has no \"{word}\" any more: take it out of MEANT_OTHERWISE");
        }
    }
}

#[test]
fn a_literal_that_names_a_field_is_found_where_it_stands() {
    let source = r##"
//! A "date" in a comment, and https://example.invalid/"date".
fn read(row: &Row) {
    let quote = '"';
    let said = "say \"date\" // \\"; // "date"
    let table = label("date", label(
        "date", code));
    let day = text(row, "date"); /* "date" */
    let raw = r#"date"#;
}

#[cfg(test)]
mod tests {
    const FIELD: &str = "date";
}
fn after() -> &'static str {
    "date"
}
"##;
    let found = named(source, &BTreeSet::from(["date".to_owned()]));
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [8, 9, 17]);
}

#[test]
fn the_columns_a_brief_reads_come_from_the_lists_of_its_readers() {
    let facts = sources().into_iter().filter(|(file, _)| file.starts_with("app/src/records/facts"));
    let mut asked = 0;
    for (file, source) in facts {
        let source = without_tests(&source);
        for (at, _) in source.match_indices(".only(") {
            let columns = &source[at + ".only(".len()..];
            let line = source[..at].matches('\n').count() + 1;
            let derived =
                ["&looked_at(", "&(self.looked_at)(", "&PERSON)"].iter().any(|list| columns.starts_with(*list));
            assert!(derived, "crates/{file}:{line} lists columns apart from their reader");
            asked += 1;
        }
    }
    assert!(asked > 0, "facts read some of the columns only");
}
