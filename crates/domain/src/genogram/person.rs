//! People of a family picture, as the papers of the household say.

/// Sex of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sex {
    /// A square.
    Male,
    /// A circle.
    Female,
    /// A triangle with a question mark.
    #[default]
    Unknown,
}

impl Sex {
    /// From a code of GB/T 2261.1.
    pub fn from_code(code: &str) -> Sex {
        match code {
            "1" => Sex::Male,
            "2" => Sex::Female,
            _ => Sex::Unknown,
        }
    }
}

/// One person of the family, as the household's papers say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// Name as it is to be printed.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Full years, when known.
    pub age: Option<u32>,
    /// Has died.
    pub deceased: bool,
    /// The person served, drawn with a double outline.
    pub index: bool,
    /// Lives in the household; a broken line surrounds those who do.
    pub lives_here: bool,
    /// Relation to the head, GB/T 4761; empty when unknown.
    pub relation: String,
    /// Marital status, GB/T 2261.2; empty when unknown.
    pub marital: String,
}
