//! The station's papers (服务文书档案): which kinds are filed together (`schema/archive.toml`), how far those of a year are written (建档率)
//! and filed (归档率). Which records there are is not known here.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::dictionary::{Kind, dictionary};
use crate::rate::Rate;
use crate::schema_files;
use crate::values::{Fields, text};

/// Papers that are filed together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its code in `archive_class`.
    pub name: String,
    /// The kinds whose papers stand in it, in order.
    pub kinds: Vec<String>,
}

/// Papers that a case must have by its stage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Owed {
    stages: Vec<String>,
    kinds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    classes: Vec<Class>,
    owed: Vec<Owed>,
}

/// Papers of a kind, or of a class, that a year has left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Papers {
    /// Finished records: so many papers there are.
    pub written: usize,
    /// Begun and not finished (暂存).
    pub begun: usize,
    /// Papers that a case should have by its stage and has not.
    pub missing: usize,
    /// Of those written, printed at least once.
    pub printed: usize,
    /// Of those written, signed; none where its form has no place that says so.
    pub signed: Option<usize>,
    /// Of those written, on file in paper as their records say: marked so, scanned, or of a case that is archived.
    pub filed: usize,
}

impl Papers {
    /// 建档率: written of all that should be.
    pub fn written_rate(&self) -> Rate {
        Rate { part: self.written, whole: self.written + self.begun + self.missing }
    }

    /// 归档率: on file of those written.
    pub fn filed_rate(&self) -> Rate {
        Rate { part: self.filed, whole: self.written }
    }

    /// Both together.
    pub fn plus(&self, other: &Papers) -> Papers {
        Papers {
            written: self.written + other.written,
            begun: self.begun + other.begun,
            missing: self.missing + other.missing,
            printed: self.printed + other.printed,
            signed: match (self.signed, other.signed) {
                (None, None) => None,
                (one, two) => Some(one.unwrap_or(0) + two.unwrap_or(0)),
            },
            filed: self.filed + other.filed,
        }
    }

    /// A class with its volumes: where some are registered, the papers in them are those on file, instead of what single records say.
    pub fn in_volumes(&self, papers: Option<u64>) -> Papers {
        let filed = papers.map(|papers| usize::try_from(papers).unwrap_or(usize::MAX).min(self.written));
        Papers { filed: filed.unwrap_or(self.filed), ..*self }
    }
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| schema_files::read(include_str!("../../../schema/archive.toml")))
}

/// The classes, in the order of a shelf.
pub fn classes() -> &'static [Class] {
    &file().classes
}

/// Kinds of the papers that a case must have by its stage.
pub fn owed_by(stage: &str) -> impl Iterator<Item = &'static str> {
    let owed = file().owed.iter().filter(move |owed| owed.stages.iter().any(|one| one == stage));
    owed.flat_map(|owed| owed.kinds.iter().map(String::as_str))
}

/// Kinds of papers that some case must have.
pub fn owed_kinds() -> impl Iterator<Item = &'static str> {
    file().owed.iter().flat_map(|owed| owed.kinds.iter().map(String::as_str))
}

/// Names of the fields that say who has signed.
pub fn signatures(kind: &Kind) -> Vec<&str> {
    kind.fields.iter().filter(|field| field.signature).map(|field| field.name.as_str()).collect()
}

/// Whether everybody has signed whose signature is asked of the record; none where the form has no place for it.
pub fn is_signed(kind: &Kind, fields: &Fields) -> Option<bool> {
    let asked = kind.fields.iter().filter(|field| field.signature);
    let said: Vec<bool> =
        asked.filter(|field| field.is_asked(fields)).map(|field| text(fields, &field.name) == "yes").collect();
    (!signatures(kind).is_empty()).then(|| said.into_iter().all(|signed| signed))
}

impl Class {
    /// What it is called.
    pub fn label(&self) -> &str {
        dictionary().label("archive_class", &self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::dictionary::Writer;
    use crate::paper;

    #[test]
    fn every_paper_that_a_station_writes_is_filed_in_one_class() {
        let of_papers = paper::papers().iter().filter_map(|paper| paper.kind.as_deref());
        let writes = |kind: &&str| dictionary().kind(kind).is_some_and(|kind| kind.writer != Writer::County);
        let wanted: BTreeSet<&str> = of_papers.filter(writes).collect();
        let filed: Vec<&str> = classes().iter().flat_map(|class| class.kinds.iter().map(String::as_str)).collect();
        assert_eq!(filed.iter().copied().collect::<BTreeSet<_>>(), wanted);
        assert_eq!(filed.len(), wanted.len(), "each once");
        let table = dictionary().code_table("archive_class").expect("a table");
        let codes: Vec<&str> = table.entries.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(classes().iter().map(|class| class.name.as_str()).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn stages_and_kinds_of_what_a_case_must_have_exist() {
        let table = dictionary().code_table("stage").expect("stages");
        for owed in &file().owed {
            assert!(owed.stages.iter().all(|stage| table.entry(stage).is_some()), "{owed:?}");
            let of_case = |kind: &String| dictionary().kind(kind).is_some_and(|kind| kind.field("case").is_some());
            assert!(owed.kinds.iter().all(of_case), "{owed:?}");
        }
        assert_eq!(owed_by("open").count(), 0);
        assert_eq!(owed_by("planning").collect::<Vec<_>>(), ["recipient_agreement", "assessment"]);
        assert_eq!(owed_by("archived").count(), 6);
    }

    #[test]
    fn what_is_begun_or_missing_is_not_written_and_volumes_say_what_is_on_file() {
        let papers = Papers { written: 26, begun: 3, missing: 1, filed: 4, ..Papers::default() };
        assert_eq!(
            (papers.written_rate().to_string(), papers.filed_rate().to_string()),
            ("86.7%".into(), "15.4%".into())
        );
        let more = papers.plus(&Papers { written: 4, signed: Some(2), ..Papers::default() });
        assert_eq!((more.written, more.signed, more.filed), (30, Some(2), 4));
        assert_eq!(more.in_volumes(Some(20)).filed, 20);
        assert_eq!(
            (more.in_volumes(Some(40)).filed, more.in_volumes(None).filed),
            (30, 4),
            "never more than there are"
        );
        assert_eq!(Papers::default().written_rate().to_string(), "—");
    }

    #[test]
    fn a_paper_is_signed_when_all_have_signed_of_whom_it_is_asked() {
        let visit = dictionary().kind("visit").expect("visit");
        let agreement = dictionary().kind("recipient_agreement").expect("agreement");
        let signed = |kind: &Kind, fields: serde_json::Value| is_signed(kind, fields.as_object().expect("map"));
        assert_eq!(signed(visit, json!({ "result": "met", "paper_signed": "yes" })), Some(true));
        let both =
            |one: &str, two: &str| signed(agreement, json!({ "signed_by_recipient": one, "signed_by_worker": two }));
        assert_eq!((both("yes", "yes"), both("yes", "no"), both("yes", "")), (Some(true), Some(false), Some(false)));
        assert_eq!(signed(dictionary().kind("group").expect("group"), json!({})), None, "its form has no place for it");
    }
}
