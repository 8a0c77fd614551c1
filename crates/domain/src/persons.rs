//! The same person on two files: across stations (R25), and as a warning while a new one is typed. ID numbers decide; names with
//! birth and village only suggest. Never by edit distance: in Chinese names one character is another person.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::identity::{self, IdNumber};
use crate::{names, village};

/// A recipient, as far as this matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// ID number as stored.
    pub id_number: String,
    /// Birth date.
    pub birth: Option<NaiveDate>,
    /// Village.
    pub village: String,
}

/// Several recipients taken together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Union {
    /// Record id → key of the person; records with the same key are one person.
    pub keys: HashMap<String, String>,
    /// Same number under different names, to be looked into (待核): the record ids.
    pub different_names: Vec<Vec<String>>,
    /// Same name, birth and village where at least one has no number: suggested, not merged.
    pub suspected: Vec<Vec<String>>,
}

impl Union {
    /// Number of persons.
    pub fn count(&self) -> usize {
        self.keys.values().collect::<std::collections::HashSet<_>>().len()
    }
}

/// The number as a basis for identity: valid, or an old one in eighteen digits. A wrong number is none.
pub fn basis(id_number: &str, today: NaiveDate) -> Option<String> {
    match identity::check(&identity::clean(id_number), today) {
        IdNumber::Valid(reading) | IdNumber::Old15(reading) => Some(reading.full),
        IdNumber::Invalid { .. } => None,
    }
}

/// Who is who among recipients of any number of stations (R25): record id → key of the person. `people`: ids with their ID numbers.
/// `merged`: files merged by hand (file → the file that stands for it): both are one person, and so is whoever has the number of either.
pub fn keys<'p>(
    people: impl IntoIterator<Item = (&'p str, &'p str)>,
    merged: &BTreeMap<String, String>,
    today: NaiveDate,
) -> HashMap<String, String> {
    let mut keys: HashMap<String, String> = HashMap::new();
    for (id, id_number) in people {
        if !keys.contains_key(id) {
            let key = basis(id_number, today).map_or_else(|| format!("id:{id}"), |number| format!("no:{number}"));
            keys.insert(id.to_owned(), key);
        }
    }
    let mut stands: BTreeMap<String, String> = BTreeMap::new();
    let standing = |stands: &BTreeMap<String, String>, key: &String| {
        let mut key = key.clone();
        while let Some(other) = stands.get(&key) {
            key.clone_from(other);
        }
        key
    };
    for (from, into) in merged {
        let (Some(from), Some(into)) = (keys.get(from), keys.get(into)) else { continue };
        let (from, into) = (standing(&stands, from), standing(&stands, into));
        if from != into {
            stands.insert(from.clone().max(into.clone()), from.min(into));
        }
    }
    if !stands.is_empty() {
        keys.values_mut().for_each(|key| *key = standing(&stands, key));
    }
    keys
}

/// Takes recipients of any number of stations together (R25), and says which of them are to be looked into.
pub fn union(people: &[Person], today: NaiveDate) -> Union {
    union_merged(people, &BTreeMap::new(), today)
}

/// The same, knowing which files were merged by hand.
pub fn union_merged(people: &[Person], merged: &BTreeMap<String, String>, today: NaiveDate) -> Union {
    let numbers = people.iter().map(|person| (person.id.as_str(), person.id_number.as_str()));
    let mut union = Union { keys: keys(numbers, merged, today), ..Union::default() };
    let mut by_number: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
    let mut by_likeness: BTreeMap<_, Vec<(&Person, Option<String>)>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for person in people.iter().filter(|person| seen.insert(&person.id)) {
        let number = basis(&person.id_number, today);
        if let Some(likeness) = likeness(person) {
            by_likeness.entry(likeness).or_default().push((person, number.clone()));
        }
        if let Some(number) = number {
            by_number.entry(number).or_default().push(person);
        }
    }
    let other_name = |same: &&Vec<&Person>| same.iter().any(|one| names::same(&one.name) != names::same(&same[0].name));
    for same in by_number.values().filter(other_name) {
        union.different_names.push(same.iter().map(|person| person.id.clone()).collect());
    }
    let is_open = |alike: &&Vec<(&Person, Option<String>)>| {
        // Merged by hand, they are one already.
        let one = union.keys.get(&alike[0].0.id);
        alike.iter().any(|(_, number)| number.is_none())
            && alike.iter().any(|(person, _)| union.keys.get(&person.id) != one)
    };
    let suspected = by_likeness.values().filter(is_open);
    union.suspected = suspected.map(|alike| alike.iter().map(|(person, _)| person.id.clone()).collect()).collect();
    union
}

pub(crate) fn likeness(person: &Person) -> Option<(String, NaiveDate, String)> {
    let (name, village) = (names::same(&person.name), village::same(&person.village));
    (!name.is_empty() && !village.is_empty()).then_some(())?;
    Some((name, person.birth?, village))
}

/// Why someone may be registered already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same ID number.
    SameNumber,
    /// The same name, birth date and village, and not two different numbers.
    SameNameBirthVillage,
}

/// Whether `other` may be the person being registered; a warning at entry, never a refusal.
pub fn duplicate(entered: &Person, other: &Person, today: NaiveDate) -> Option<Likeness> {
    if entered.id == other.id && !entered.id.is_empty() {
        return None;
    }
    let numbers = (identity::clean(&entered.id_number), identity::clean(&other.id_number));
    if !numbers.0.is_empty() && numbers.0 == numbers.1 {
        return Some(Likeness::SameNumber);
    }
    match (basis(&numbers.0, today), basis(&numbers.1, today)) {
        (Some(a), Some(b)) if a == b => Some(Likeness::SameNumber),
        (Some(_), Some(_)) => None,
        _ => (likeness(entered).is_some() && likeness(entered) == likeness(other))
            .then_some(Likeness::SameNameBirthVillage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    const VALID: &str = "430121199001010031";

    fn today() -> NaiveDate {
        stored("2026-11-23").expect("today")
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
    fn r25_one_number_at_two_stations_is_one_person() {
        let people =
            [person("a", "李四", VALID, "", "新河村"), person("b", "李四", " 430121 19900101 0031", "", "南街社区")];
        let union = union(&people, today());
        assert_eq!((union.count(), union.different_names.len()), (1, 0));
    }

    #[test]
    fn r25_the_same_people_taken_twice_are_counted_once() {
        let people = [person("a", "李四", VALID, "", "新河村"), person("b", "王五", "", "1950-01-01", "新河村")];
        let twice: Vec<_> = people.iter().chain(&people).cloned().collect();
        assert_eq!(union(&twice, today()), union(&people, today()));
    }

    #[test]
    fn r25_one_number_under_two_names_is_one_person_to_be_looked_into() {
        let people = [person("a", "李四", VALID, "", ""), person("b", "李思", VALID, "", "")];
        let union = union(&people, today());
        assert_eq!((union.count(), union.different_names), (1, vec![vec!["a".to_owned(), "b".to_owned()]]));
    }

    #[test]
    fn r25_an_old_number_meets_its_new_one() {
        let people = [person("a", "李四", "430121900101003", "", ""), person("b", "李四", VALID, "", "")];
        assert_eq!(union(&people, today()).count(), 1);
    }

    #[test]
    fn r25_files_merged_by_hand_are_one_person_with_whoever_has_the_number_of_either() {
        let people = [
            person("a", "王五", "", "1950-01-01", "新河村"),
            person("b", "王五", VALID, "1950-01-01", "新河村"),
            person("c", "王五", VALID, "", "南街社区"),
            person("d", "李四", "", "", ""),
        ];
        let merged = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
        let union = union_merged(&people, &merged, today());
        assert_eq!((union.count(), union.suspected.len()), (2, 0));
        let other_way = BTreeMap::from([("b".to_owned(), "a".to_owned())]);
        assert_eq!(union_merged(&people, &other_way, today()), union, "whichever stands for the other");
        assert_eq!(union_merged(&people, &BTreeMap::new(), today()).count(), 3);
    }

    #[test]
    fn r25_a_wrong_number_is_no_basis() {
        let people =
            [person("a", "李四", "430121199001010032", "", ""), person("b", "李四", "430121199001010032", "", "")];
        assert_eq!(union(&people, today()).count(), 2);
    }

    #[test]
    fn r25_without_a_number_likeness_is_suggested_and_not_merged() {
        let people = [
            person("a", "王五", "", "1950-01-01", "新河村"),
            person("b", "王 五", VALID, "1950-01-01", "新河村"),
            person("c", "王五", "", "1950-01-02", "新河村"),
            person("d", "王伍", "", "1950-01-01", "新河村"),
        ];
        let union = union(&people, today());
        assert_eq!((union.count(), union.suspected), (4, vec![vec!["a".to_owned(), "b".to_owned()]]));
    }

    #[test]
    fn r25_two_different_numbers_are_two_people_however_alike() {
        let people = [
            person("a", "王五", VALID, "1990-01-01", "新河村"),
            person("b", "王五", "43052419880229451X", "1990-01-01", "新河村"),
        ];
        let union = union(&people, today());
        assert_eq!((union.count(), union.suspected.len()), (2, 0));
    }

    #[test]
    fn entry_warns_by_number_then_by_name_birth_and_village() {
        let there = person("x", "王五", VALID, "1990-01-01", "新河村");
        let warn = |entered: &Person| duplicate(entered, &there, today());
        assert_eq!(warn(&person("", "别人", "430121-19900101-0031", "", "")), Some(Likeness::SameNumber));
        assert_eq!(warn(&person("", "别人", "430121900101003", "", "")), Some(Likeness::SameNumber));
        assert_eq!(warn(&person("", "王五", "", "1990-01-01", "新河村")), Some(Likeness::SameNameBirthVillage));
        assert_eq!(warn(&person("", "王五", "43052419880229451X", "1990-01-01", "新河村")), None, "another number");
        assert_eq!(warn(&person("", "王伍", "", "1990-01-01", "新河村")), None, "one character is another person");
        assert_eq!(warn(&person("", "王五", "", "", "新河村")), None, "no birth date, no suggestion");
        assert_eq!(duplicate(&there, &there, today()), None, "not of itself");
    }

    #[test]
    fn the_same_wrong_number_still_warns_at_entry() {
        let there = person("x", "王五", "123", "", "");
        assert_eq!(duplicate(&person("", "李四", "123", "", ""), &there, today()), Some(Likeness::SameNumber));
        assert_eq!(duplicate(&person("", "李四", "", "", ""), &person("y", "", "", "", ""), today()), None);
    }
}
