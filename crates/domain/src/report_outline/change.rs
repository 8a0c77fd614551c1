//! A county's change of an outline: another title, another order, other headings and drafts, sections added and left out. It is kept as a
//! record (`report_outline`) and lies over what the program brings; what it cannot mean is refused when it is written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Outline, Section, Sentence, outline};
use crate::brief::Facts;
use crate::brief_figures::figures;
use crate::fields::report_outline::{OUTLINE, SECTIONS, TITLE};
use crate::finding::Finding;
use crate::values::{Fields, text};

/// What a county changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "OutlineChange")]
pub struct Change {
    /// Title; empty: as it is.
    #[serde(default)]
    pub title: String,
    /// The sections, in the county's order.
    #[serde(default)]
    pub sections: Vec<SectionChange>,
}

/// A section as the county wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "OutlineSectionChange")]
pub struct SectionChange {
    /// Of the outline, or a new one: `own-1`.
    pub key: String,
    /// Heading, without its number.
    pub heading: String,
    /// The draft, a paragraph each line.
    #[serde(default)]
    pub draft: String,
    /// It is left out.
    #[serde(default)]
    pub left_out: bool,
}

/// What a section of the county's own is named like.
const OWN: &str = "own-";
const MOST_SECTIONS: usize = 20;
const LONGEST_HEADING: usize = 40;

impl Outline {
    /// What of it a change can say: the change that changes nothing.
    pub fn as_change(&self) -> Change {
        let section = |section: &Section| SectionChange {
            key: section.key.clone(),
            heading: section.heading.clone(),
            draft: section.draft.iter().map(Sentence::to_string).collect::<Vec<_>>().join("\n"),
            left_out: false,
        };
        Change { title: self.title.to_string(), sections: self.sections.iter().map(section).collect() }
    }

    /// The outline with a county's change over it. A section that the change does not know (a newer program's) keeps its place; what
    /// cannot be read of it is as the program brings it.
    pub fn with(&self, change: &Change) -> Outline {
        let title = Sentence::parse(change.title.trim()).ok().filter(|_| !change.title.trim().is_empty());
        let mut sections: Vec<Section> =
            change.sections.iter().filter(|one| !one.left_out).map(|one| self.changed(one)).collect();
        for (at, section) in self.sections.iter().enumerate() {
            if change.sections.iter().any(|one| one.key == section.key) {
                continue;
            }
            let before = self.sections[..at].iter().rev().map(|one| &one.key);
            let mut places = before.filter_map(|key| sections.iter().position(|one| one.key == *key));
            let place = places.next().map_or(0, |place| place + 1);
            sections.insert(place, section.clone());
        }
        Outline { title: title.unwrap_or_else(|| self.title.clone()), sections, ..self.clone() }
    }

    fn changed(&self, change: &SectionChange) -> Section {
        let own = Section {
            key: change.key.clone(),
            heading: String::new(),
            draft: Vec::new(),
            shows: Vec::new(),
            of_people: false,
            annex: false,
        };
        let before = self.section(&change.key).cloned().unwrap_or(own);
        let draft = lines(&change.draft).map(Sentence::parse).collect::<Result<_, _>>();
        Section {
            heading: change.heading.trim().to_owned(),
            draft: draft.unwrap_or_else(|_| before.draft.clone()),
            ..before
        }
    }

    /// What is wrong with a change of it, in words; the field is `title`, or `sections` with the section named.
    pub fn check(&self, change: &Change) -> Vec<Finding> {
        let mut found = self.unsaid(&change.title).map(|why| Finding::error(TITLE, why)).collect::<Vec<_>>();
        let mut wrong = |at: usize, why: String| {
            found.push(Finding::error(SECTIONS, format!("第 {} 节：{why}", at + 1)));
        };
        if change.sections.iter().all(|section| section.left_out) {
            wrong(0, "至少要留一节".to_owned());
        }
        if change.sections.len() > MOST_SECTIONS {
            wrong(MOST_SECTIONS, format!("一份报告最多 {MOST_SECTIONS} 节"));
        }
        for (at, section) in change.sections.iter().enumerate() {
            let known = self.section(&section.key).is_some() || section.key.starts_with(OWN);
            if !known || change.sections[..at].iter().any(|other| other.key == section.key) {
                wrong(at, "和别的节重复了，或这个版本的程序没有这一节，请刷新后重新修改".to_owned());
            }
            let heading = section.heading.trim();
            if heading.is_empty() {
                wrong(at, "还没有标题".to_owned());
            } else if heading.chars().count() > LONGEST_HEADING {
                wrong(at, format!("标题太长，最多 {LONGEST_HEADING} 个字"));
            }
            for line in lines(&section.draft) {
                self.unsaid(line).for_each(|why| wrong(at, why));
            }
        }
        found
    }

    /// What of a sentence cannot be said.
    fn unsaid(&self, line: &str) -> impl Iterator<Item = String> {
        match Sentence::parse(line) {
            Err(why) => vec![why],
            Ok(sentence) => {
                let unknown = sentence.values().filter(|name| !self.knows(name));
                unknown.map(|name| format!("没有 {{{name}}} 这个取数，请从“可用取数”里选")).collect()
            }
        }
        .into_iter()
    }

    /// Whether a value of this name can stand in its sentences: a word, or a figure of its period.
    pub fn knows(&self, name: &str) -> bool {
        let among = |all: Vec<(String, String)>| all.iter().any(|(known, _)| known == name);
        among(self.words()) || among(self.countable())
    }

    /// Codes and labels of the figures that every report of its period has; none of one that counts nothing.
    pub fn countable(&self) -> Vec<(String, String)> {
        if self.period.columns()[0].is_empty() {
            return Vec::new();
        }
        let day = NaiveDate::default();
        let months = self.period.each().and_then(|each| each.of(day)).map(|(_, period)| period);
        let period = months.unwrap_or(crate::period::Period { from: day, to: day });
        let all = figures(&Facts::default(), period).figures;
        all.into_iter().map(|figure| (figure.code.clone(), figure.full_label())).collect()
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A change as its record keeps it.
impl Change {
    /// Of the fields of a record; none where they cannot be read.
    pub fn read(fields: &Fields) -> Option<Change> {
        let sections = serde_json::from_str(text(fields, SECTIONS)).ok()?;
        Some(Change { title: text(fields, TITLE).to_owned(), sections })
    }
}

/// Findings of the record of a change.
pub fn check_record(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let name = text(fields, OUTLINE);
    if name.is_empty() {
        return Vec::new(); // it is required: that is said already
    }
    let Some(outline) = outline(name) else {
        return vec![Finding::error(OUTLINE, "这个版本的程序没有这种报告，请更新程序")];
    };
    match Change::read(fields) {
        Some(change) => outline.check(&change),
        None => vec![Finding::error(SECTIONS, "提纲的各节读不出来，请重新修改")],
    }
}
