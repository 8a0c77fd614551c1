//! Known people, very many, and the one at hand among them: the rule of `persons::duplicate`, answered from an index, for ledgers of
//! thousands of rows. Numbers decide; name, birth and village only ask.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::persons::{self, Person};
use crate::{identity, names};

/// People known so far, on file or in rows above.
#[derive(Debug, Default)]
pub struct KnownPeople {
    by_number: HashMap<String, Known>,
    by_likeness: HashMap<(String, NaiveDate, String), Known>,
    by_name: HashMap<String, Vec<String>>,
}

#[derive(Debug, Clone)]
struct Known {
    id: String,
    name: String,
    has_basis: bool,
}

/// How someone stands to the people known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody like that.
    New,
    /// The same valid number and name: this one.
    Same(String),
    /// The same number under another name, to be looked into (待核).
    NameDiffers(String),
    /// The same name, birth and village, or the same name and the same wrong number: to be asked.
    Alike(String),
}

impl KnownPeople {
    /// Adds someone; who came first stays.
    pub fn add(&mut self, person: &Person, today: NaiveDate) {
        let basis = persons::basis(&person.id_number, today);
        let known = Known { id: person.id.clone(), name: names::same(&person.name), has_basis: basis.is_some() };
        if let Some(key) = basis.or_else(|| wrong_number(person)) {
            self.by_number.entry(key).or_insert_with(|| known.clone());
        }
        if let Some(likeness) = persons::likeness(person) {
            self.by_likeness.entry(likeness).or_insert_with(|| known.clone());
        }
        self.by_name.entry(known.name).or_default().push(known.id);
    }

    /// Who this is.
    pub fn find(&self, person: &Person, today: NaiveDate) -> Standing {
        let basis = persons::basis(&person.id_number, today);
        let name = names::same(&person.name);
        if let Some(known) = basis.as_ref().and_then(|number| self.by_number.get(number)) {
            return match known.name == name || name.is_empty() {
                true => Standing::Same(known.id.clone()),
                false => Standing::NameDiffers(known.id.clone()),
            };
        }
        if let Some(known) =
            wrong_number(person).and_then(|number| self.by_number.get(&number)).filter(|_| basis.is_none())
        {
            return match known.name == name {
                true => Standing::Alike(known.id.clone()),
                false => Standing::NameDiffers(known.id.clone()),
            };
        }
        let alike = persons::likeness(person).and_then(|likeness| self.by_likeness.get(&likeness));
        match alike {
            // Two different valid numbers are two people however alike.
            Some(known) if !(known.has_basis && basis.is_some()) => Standing::Alike(known.id.clone()),
            _ => Standing::New,
        }
    }

    /// Everyone of that name.
    pub fn named(&self, name: &str) -> &[String] {
        self.by_name.get(&names::same(name)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A number that is no basis still says something when it is written twice.
fn wrong_number(person: &Person) -> Option<String> {
    Some(format!("?{}", identity::clean(&person.id_number))).filter(|number| number.len() > 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    const VALID: &str = "430121199001010031";

    fn today() -> NaiveDate {
        stored("2026-11-25").expect("today")
    }

    fn person(id: &str, name: &str, id_number: &str, birth: &str, village: &str) -> Person {
        Person {
            id: id.into(),
            name: name.into(),
            id_number: id_number.into(),
            birth: stored(birth),
            village: village.into(),
        }
    }

    #[test]
    fn numbers_decide_and_likeness_only_asks() {
        let mut known = KnownPeople::default();
        known.add(&person("a", "王五", VALID, "1990-01-01", "新河村"), today());
        known.add(&person("b", "李四", "", "1950-01-01", "新河村"), today());
        known.add(&person("c", "赵六", "123456", "", ""), today());
        let find =
            |name: &str, number: &str, birth: &str| known.find(&person("", name, number, birth, "新河村"), today());
        assert_eq!(find("王五", "430121 19900101 0031", ""), Standing::Same("a".into()));
        assert_eq!(find("王 五", "430121900101003", ""), Standing::Same("a".into()), "an old number of fifteen digits");
        assert_eq!(find("王武", VALID, ""), Standing::NameDiffers("a".into()));
        assert_eq!(find("王五", "", "1990-01-01"), Standing::Alike("a".into()));
        assert_eq!(find("王五", "43052419880229451X", "1990-01-01"), Standing::New, "another number");
        assert_eq!(find("李四", VALID.replace('1', "2").as_str(), "1950-01-01"), Standing::Alike("b".into()));
        assert_eq!(find("李四", "", ""), Standing::New, "a name alone says nothing");
        assert_eq!(find("赵六", "123456", ""), Standing::Alike("c".into()));
        assert_eq!(find("赵七", "123456", ""), Standing::NameDiffers("c".into()));
        assert_eq!(known.named("王 五"), ["a"]);
    }
}
