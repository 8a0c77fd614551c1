//! Composite papers: a record with everything that belongs to it as one paper, with a cover and contents, and the contents alone.
//! Which papers, in which order, is read from `schema/composite_papers`, compiled in. It fetches and lays out nothing.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::dictionary::{Kind, dictionary};
use crate::paper::InForce;
use crate::path::Path;
use crate::schema_files;

/// One composite paper.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompositePaper {
    /// Identifier.
    pub name: String,
    /// The record kind that it is about; none: a whole station.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its pages are those of official papers (公文), not of forms.
    #[serde(default)]
    pub official: bool,
    /// Title on the cover, below the station's name.
    pub title: String,
    /// Name of the file, before the number.
    pub file: String,
    /// What the history of the record calls it.
    pub printed: String,
    /// The number of the record.
    #[serde(default)]
    pub number: Option<Path>,
    /// Below the cover.
    #[serde(default)]
    pub note: String,
    /// Lines of the cover.
    #[serde(default)]
    pub cover: Vec<CoverLine>,
    /// The papers in order.
    pub parts: Vec<Part>,
    /// The contents alone, without page numbers, for the box (卷内目录); none where nothing is kept in a box.
    #[serde(default)]
    pub index: Option<Index>,
}

/// A line of the cover.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverLine {
    /// What stands before it.
    pub label: String,
    /// Where its value comes from; none: filled by hand.
    #[serde(default)]
    pub path: Option<Path>,
}

/// The papers of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The record kind, whose paper bears its name.
    pub kind: String,
    /// The field of that kind that refers to the record; none: the record itself, or all of the station.
    #[serde(default)]
    pub by: Option<String>,
    /// The field that names each in the contents; none: the title of its paper.
    #[serde(default)]
    pub titled: Option<String>,
    /// A code field: they stand in the order of its table.
    #[serde(default)]
    pub sorted: Option<String>,
    /// Only what is in force today.
    #[serde(default)]
    pub in_force: Option<InForce>,
    /// The field that dates and orders them.
    pub dated: String,
    /// The field that numbers them.
    #[serde(default)]
    pub numbered: Option<String>,
}

/// The contents alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// Identifier.
    pub name: String,
    /// What stands at the right above them.
    pub beside: CoverLine,
    /// Below them.
    pub note: String,
}

/// Every composite paper.
pub fn composite_papers() -> &'static [CompositePaper] {
    static PAPERS: OnceLock<Vec<CompositePaper>> = OnceLock::new();
    PAPERS.get_or_init(|| schema_files::read_all(schema_files::COMPOSITE_PAPERS))
}

/// A composite paper by its name or that of its index.
pub fn composite_paper(name: &str) -> Option<&'static CompositePaper> {
    composite_papers().iter().find(|paper| paper.name == name || paper.is_index(name))
}

impl CompositePaper {
    /// The kind that it is about; none of a whole station.
    pub fn kind(&self) -> Option<&'static Kind> {
        dictionary().kind(self.kind.as_deref()?)
    }

    /// Whether a name is that of its index.
    pub fn is_index(&self, name: &str) -> bool {
        self.index.as_ref().is_some_and(|index| index.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::paper;

    #[test]
    fn everything_a_composite_paper_names_is_in_the_dictionary() {
        for composite in composite_papers() {
            let name = &composite.name;
            assert_eq!(composite.kind().is_some(), composite.kind.is_some(), "{name}: unknown kind");
            let beside = composite.index.iter().map(|index| &index.beside);
            let paths = composite.cover.iter().chain(beside).filter_map(|line| line.path.as_ref());
            for path in paths.chain(&composite.number) {
                assert!(path.holds(composite.kind().expect("a kind")), "{name}: {path}");
            }
            for part in &composite.parts {
                let own =
                    paper(&part.kind).and_then(|paper| paper.kind()).unwrap_or_else(|| panic!("{name}: {}", part.kind));
                let spans = part.in_force.iter().flat_map(|span| [&span.from, &span.until]);
                let named =
                    part.by.iter().chain([&part.dated]).chain(&part.numbered).chain(&part.titled).chain(&part.sorted);
                for field in named.chain(spans) {
                    assert!(own.field(field).is_some(), "{name}: {}.{field}", part.kind);
                }
                let owner = part.by.as_ref().and_then(|by| own.field(by)).and_then(|field| field.refers.as_deref());
                let about = composite.kind.as_deref().unwrap_or(&part.kind);
                assert_eq!(owner.unwrap_or(&part.kind), about, "{name}: {}", part.kind);
            }
        }
    }

    #[test]
    fn composite_papers_take_no_name_of_a_form() {
        for composite in composite_papers() {
            let index = composite.index.as_ref().and_then(|index| paper(&index.name));
            assert!(paper(&composite.name).is_none() && index.is_none(), "{}", composite.name);
        }
        assert_eq!(composite_paper("case_file_index").map(|paper| paper.name.as_str()), Some("case_file"));
    }
}
