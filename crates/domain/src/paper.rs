//! Printed forms: what a form on paper needs beyond the dictionary (its title, whose papers it shows first, its tables of
//! child records, explanatory text, who signs), read from `schema/papers` that are compiled in. It lays out nothing.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::dictionary::{self, FieldType, Kind, dictionary};
use crate::official_text::OfficialText;
use crate::path::Path;
use crate::schema_files;
use crate::values::{Fields, date};

/// One printed form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Identifier; a form of a record kind bears the kind's name.
    pub name: String,
    /// Where it stands among those offered; without it after all others, by name.
    #[serde(default = "last")]
    pub order: u32,
    /// The record kind it prints; none for a list that is filled by hand.
    #[serde(default)]
    pub kind: Option<String>,
    /// It is about a whole station and no record: its lists show what the station has.
    #[serde(default)]
    pub of_station: bool,
    /// Title below the station's name.
    pub title: String,
    /// It is an official paper (公文) with this text instead of a form.
    #[serde(default)]
    pub official: Option<OfficialText>,
    /// A value printed as large as the page is wide, for whoever makes a sign of it; on a blank form the station's name.
    #[serde(default)]
    pub large: Option<Path>,
    /// A4 on its side.
    #[serde(default)]
    pub landscape: bool,
    /// Belongs on one sheet: narrow margins and rows.
    #[serde(default)]
    pub compact: bool,
    /// A5, two to a sheet.
    #[serde(default)]
    pub half: bool,
    /// Number at the right above the table.
    #[serde(default)]
    pub number: Option<Path>,
    /// What stands before the form's own fields: the person, the case.
    #[serde(default)]
    pub about: Vec<About>,
    /// Lines to fill by hand before the table, on papers without a kind.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// Sections of the kind that it prints, when not all: a plan and a record of one activity are two papers.
    #[serde(default)]
    pub sections: Vec<String>,
    /// Prints none of the kind's own fields: a list with a head.
    #[serde(default)]
    pub list_only: bool,
    /// Fields of the kind that the paper leaves out (references to what stands in `about` are left out by themselves).
    #[serde(default)]
    pub hide: Vec<String>,
    /// Text printed as it is: rights, exceptions, promises.
    #[serde(default)]
    pub texts: Vec<FixedText>,
    /// Tables of records that belong to this one.
    #[serde(default)]
    pub lists: Vec<List>,
    /// The family picture stands on it.
    #[serde(default)]
    pub genogram: bool,
    /// A slip on a page of its own, to be sent back.
    #[serde(default)]
    pub slip: Option<Slip>,
    /// Photos of the record that stand behind it at most; 0 for a paper that takes none.
    #[serde(default)]
    pub photos: usize,
    /// Who signs, presses a finger, seals.
    #[serde(default)]
    pub signatures: Vec<Space>,
}

/// A value of another record, shown before the form's own fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What is printed before it.
    pub label: String,
    /// Where it comes from.
    pub path: Path,
}

/// Text printed as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedText {
    /// Above or below the form.
    pub place: Place,
    /// Its heading.
    #[serde(default)]
    pub heading: String,
    /// The text; a line feed begins a new paragraph.
    pub text: String,
}

/// Above or below the form's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Above.
    Before,
    /// Below.
    After,
}

/// A table of child records, with its header repeated on every page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Heading; empty for none.
    #[serde(default)]
    pub title: String,
    /// Record kind of the rows; none for a table that is always filled by hand.
    #[serde(default)]
    pub kind: Option<String>,
    /// The field of that kind that refers to this record; none on a paper of a whole station, which shows all of the station's.
    #[serde(default)]
    pub by: String,
    /// Only what is in force today.
    #[serde(default)]
    pub in_force: Option<InForce>,
    /// What that field is equal to: a reference of this record; this record itself when absent.
    #[serde(default)]
    pub equals: Option<String>,
    /// The field that orders the rows.
    #[serde(default)]
    pub order: String,
    /// The columns.
    pub columns: Vec<ListColumn>,
    /// Rows to write on in a blank form, and the least number of rows in a filled one.
    #[serde(default)]
    pub blank_rows: usize,
    /// Its rows are worked out by the program: the sum of a means survey, line by line.
    #[serde(default)]
    pub computed: bool,
}

/// When a record is in force: the fields that begin and end it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// The day it begins.
    pub from: String,
    /// The first day on which it is over.
    pub until: String,
}

impl InForce {
    /// Whether a record is in force on a day.
    pub fn holds(&self, fields: &Fields, day: NaiveDate) -> bool {
        date(fields, &self.from).is_some_and(|from| from <= day)
            && date(fields, &self.until).is_none_or(|until| until > day)
    }
}

/// A column of a table on paper.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListColumn {
    /// Title.
    pub label: String,
    /// Where its values come from; none: filled by hand (签名).
    #[serde(default)]
    pub path: Option<Path>,
    /// Where they come from when there is nothing: of people who are on file, from their file.
    #[serde(default)]
    pub or: Vec<Path>,
    /// Share of the width; written in millimetres where they are counted, 165 in all.
    #[serde(default = "one")]
    pub width: f64,
}

impl ListColumn {
    /// Where its values come from, first to last.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.path.iter().chain(&self.or)
    }
}

/// A slip on a page of its own: lines to fill by whoever receives the paper.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Its title.
    pub title: String,
    /// A sentence to the one who fills it.
    #[serde(default)]
    pub text: String,
    /// Fields of the record that stand on it.
    pub fields: Vec<String>,
    /// Who signs it.
    #[serde(default)]
    pub signatures: Vec<Space>,
}

/// A space to sign, press or seal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Space {
    /// Whose.
    pub label: String,
    /// What for.
    pub space: SpaceKind,
}

/// What a space is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpaceKind {
    /// A name and a date.
    Signature,
    /// A name, a date and a finger of 25 × 25 mm.
    Fingerprint,
    /// A seal of 45 × 45 mm and a date.
    Seal,
}

fn one() -> f64 {
    1.0
}

/// Every printed form, in the order in which they are offered.
pub fn papers() -> &'static [Paper] {
    static PAPERS: OnceLock<Vec<Paper>> = OnceLock::new();
    PAPERS.get_or_init(|| {
        let mut papers: Vec<Paper> = schema_files::read_all(schema_files::PAPERS);
        papers.sort_by_key(|paper| paper.order);
        papers
    })
}

/// A printed form by name.
pub fn paper(name: &str) -> Option<&'static Paper> {
    papers().iter().find(|paper| paper.name == name)
}

fn last() -> u32 {
    u32::MAX
}

impl Paper {
    /// The kind it prints.
    pub fn kind(&self) -> Option<&'static Kind> {
        dictionary().kind(self.kind.as_deref()?)
    }

    /// Whether a field stands in the form's own table: not hidden, not on the slip, and not a reference that `about` already
    /// looks through.
    pub fn shows(&self, field: &dictionary::Field) -> bool {
        let looked_through = self.about.iter().any(|about| about.path.through.first() == Some(&field.name));
        let on_slip = self.slip.as_ref().is_some_and(|slip| slip.fields.contains(&field.name));
        let reference = field.kind == FieldType::Reference && (looked_through || self.is_parent(field));
        let here = !self.list_only
            && self.official.is_none()
            && (self.sections.is_empty() || self.sections.contains(&field.section));
        here && !self.hide.contains(&field.name) && !on_slip && !reference && field.kind != FieldType::Attachment
    }

    fn is_parent(&self, field: &dictionary::Field) -> bool {
        self.kind().is_some_and(|kind| kind.parent.as_deref() == Some(field.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_folder_is_compiled_in_once() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/papers");
        let files = std::fs::read_dir(folder).expect("folder").map(|file| file.expect("file").file_name());
        let stems: BTreeSet<String> =
            files.filter_map(|name| name.to_string_lossy().strip_suffix(".toml").map(str::to_owned)).collect();
        assert_eq!(stems, papers().iter().map(|paper| paper.name.clone()).collect());
        assert_eq!(stems.len(), papers().len());
    }

    #[test]
    fn everything_a_paper_names_is_in_the_dictionary() {
        for paper in papers() {
            let name = &paper.name;
            let kind = paper.kind();
            assert_eq!(kind.is_some(), paper.kind.is_some(), "{name}: unknown kind");
            let official = paper.official.iter().flat_map(OfficialText::paths);
            let about = paper.about.iter().map(|about| &about.path);
            for path in paper.number.iter().chain(&paper.large).chain(about).chain(official) {
                assert!(path.holds(kind.expect("a kind")), "{name}: {path}");
            }
            for field in paper.hide.iter().chain(paper.slip.iter().flat_map(|slip| &slip.fields)) {
                assert!(kind.expect("a kind").field(field).is_some(), "{name}: {field}");
            }
            for section in &paper.sections {
                let known = kind.expect("a kind").sections.iter().any(|own| own.name == *section);
                assert!(known, "{name}: {section}");
            }
            for list in &paper.lists {
                let Some(child) = &list.kind else {
                    assert!(list.columns.iter().all(|column| column.path.is_none()), "{name}: a list without a kind");
                    continue;
                };
                let child = dictionary().kind(child).unwrap_or_else(|| panic!("{name}: {child}"));
                assert_eq!(list.by.is_empty(), paper.of_station, "{name}: whose are the rows");
                if let Some(by) = child.field(&list.by) {
                    let owner = match &list.equals {
                        Some(own) => kind.and_then(|kind| kind.field(own)).and_then(|field| field.refers.clone()),
                        None => paper.kind.clone(),
                    };
                    assert_eq!(by.refers, owner, "{name}: {}", list.by);
                }
                let spans = list.in_force.iter().flat_map(|span| [&span.from, &span.until]);
                for field in spans.chain(Some(&list.by).filter(|by| !by.is_empty())) {
                    assert!(child.field(field).is_some(), "{name}: {field}");
                }
                assert!(list.order.is_empty() || child.field(&list.order).is_some(), "{name}: {}", list.order);
                for path in list.columns.iter().flat_map(ListColumn::paths) {
                    assert!(path.holds(child), "{name}: {path}");
                }
            }
        }
    }

    #[test]
    fn a_rule_book_is_in_force_from_its_day_until_the_day_on_which_it_ends() {
        let span = InForce { from: "in_force_date".into(), until: "ended_date".into() };
        let on = |day: &str| {
            let fields = serde_json::json!({ "in_force_date": "2026-03-01", "ended_date": "2026-09-01" });
            span.holds(fields.as_object().expect("map"), crate::dates::stored(day).expect("day"))
        };
        let held = ["2026-02-28", "2026-03-01", "2026-08-31", "2026-09-01"].map(on);
        assert_eq!(held, [false, true, true, false]);
    }

    #[test]
    fn every_kind_that_is_signed_on_paper_has_its_form() {
        for kind in [
            "visit",
            "intake",
            "consent",
            "recipient_agreement",
            "assessment",
            "service_plan",
            "progress_note",
            "interim_review",
            "referral",
            "outcome_evaluation",
            "closure",
            "follow_up",
            "mandatory_report",
            "recipient",
            "household",
            "group",
            "group_session",
            "group_evaluation",
            "community_activity",
            "supervision_record",
            "agreement",
            "filing",
            "implementation_plan",
            "premises_room",
            "rule_book",
            "sign_plate",
        ] {
            assert_eq!(paper(kind).and_then(|paper| paper.kind.as_deref()), Some(kind));
        }
    }

    #[test]
    fn a_paper_that_is_signed_says_where() {
        for name in ["recipient_agreement", "consent", "closure", "service_plan", "visit", "referral"] {
            let spaces = &paper(name).expect(name).signatures;
            assert!(spaces.iter().any(|space| space.label.contains("监护人")), "{name}");
            assert!(spaces.iter().any(|space| space.label.contains("社工")), "{name}");
        }
    }
}
