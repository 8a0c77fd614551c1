//! Declarations of kin (实施方案 八（二）): whether a worker must stand aside from somebody's case or means survey. It is warned of and never
//! forbidden; what a warning says tells nothing of the declaration but that it is there.

use crate::fields::kinship_declaration;
use crate::values::{Fields, text};

/// Why a worker must stand aside, or may have to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandsAside {
    /// She declared somebody of that name, without a file.
    SameName,
    /// She declared this person.
    Declared,
}

/// Who is concerned: every file of one person, and her name.
#[derive(Debug, Clone, Copy)]
pub struct Concerned<'a> {
    /// Ids of her files.
    pub files: &'a [String],
    /// Her name.
    pub name: &'a str,
}

/// What a worker's declarations say of a person; the plainest of them.
pub fn stands_aside<'a>(
    declarations: impl IntoIterator<Item = &'a Fields>,
    concerned: Concerned,
) -> Option<StandsAside> {
    declarations.into_iter().filter_map(|one| of_one(one, concerned)).max()
}

fn of_one(declaration: &Fields, concerned: Concerned) -> Option<StandsAside> {
    let file = text(declaration, kinship_declaration::RECIPIENT);
    if !file.is_empty() {
        return concerned.files.iter().any(|id| id == file).then_some(StandsAside::Declared);
    }
    let name = text(declaration, kinship_declaration::RELATIVE_NAME);
    let may_be_her = text(declaration, kinship_declaration::KIN_OF) == "recipient" && !name.is_empty();
    (may_be_her && name == concerned.name.trim()).then_some(StandsAside::SameName)
}

impl StandsAside {
    /// What is said at the field that names the worker.
    pub fn words(self) -> &'static str {
        match self {
            StandsAside::Declared => "这位社工申报过与服务对象是近亲属，应当回避，请换一位社工",
            StandsAside::SameName => "这位社工申报的近亲属与服务对象同名，请核实；是同一人的应当回避",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn declared(value: Value) -> Fields {
        value.as_object().expect("object").clone()
    }

    fn said(declarations: &[Fields]) -> Option<StandsAside> {
        let files = ["p1".to_owned(), "p2".to_owned()];
        stands_aside(declarations, Concerned { files: &files, name: "周大山" })
    }

    #[test]
    fn a_worker_stands_aside_from_the_person_she_declared_under_any_of_the_files() {
        let of = |id: &str| declared(json!({"relative_name": "周某", "kin_of": "recipient", "recipient": id}));
        assert_eq!(said(&[of("p1")]), Some(StandsAside::Declared));
        assert_eq!(said(&[of("p3"), of("p2")]), Some(StandsAside::Declared), "a merged file is hers too");
        assert_eq!(said(&[of("p3")]), None);
        assert_eq!(said(&[]), None);
    }

    #[test]
    fn a_namesake_is_asked_about_unless_another_file_was_declared() {
        let named = declared(json!({"relative_name": " 周大山", "kin_of": "recipient"}));
        assert_eq!(said(std::slice::from_ref(&named)), Some(StandsAside::SameName));
        let cadre = declared(json!({"relative_name": "周大山", "kin_of": "village_cadre"}));
        assert_eq!(said(&[cadre]), None, "a cadre of the village is nobody who is served");
        let other = declared(json!({"relative_name": "周大山", "kin_of": "recipient", "recipient": "p3"}));
        assert_eq!(said(&[other]), None, "the file says who is meant");
        let file = declared(json!({"relative_name": "周大山", "kin_of": "recipient", "recipient": "p1"}));
        assert_eq!(said(&[named, file]), Some(StandsAside::Declared));
    }
}
