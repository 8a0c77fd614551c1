//! Households of a ledger: which of its people live together. The key is decided once for the whole ledger: the head's ID number
//! where one is written anywhere, else the head's name with village and group; a row that fits two households asks. Reads no store.

use std::collections::BTreeMap;

use crate::household::is_head;
use crate::{names, village};

/// What a row says about the household of its person.
#[derive(Debug, Clone, Default)]
pub struct Belonging {
    /// Name of the head; empty: the row names no household.
    pub head_name: String,
    /// The head's ID number, where the row says it.
    pub head_number: String,
    /// Name of the row's person.
    pub name: String,
    /// ID number of the row's person.
    pub number: String,
    /// Relation to the head, a code of `relation`; empty when it is not said.
    pub relation: String,
    /// Village.
    pub village: String,
    /// Group of the village.
    pub group_no: String,
}

/// Where a row belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// It names no household.
    None,
    /// The household of this number, from 0.
    Of(usize),
    /// Several heads of that name; the row does not say which.
    Uncertain,
}

/// A household as its rows tell of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Household {
    /// Name of the head.
    pub head_name: String,
    /// The head's ID number; empty where no row says it.
    pub head_number: String,
    /// Village.
    pub village: String,
    /// Group; empty where no row says it.
    pub group_no: String,
}

impl Belonging {
    /// The head's number: as written, or the person's own where the person is the head.
    fn head_number(&self) -> &str {
        let is_head = is_head(&self.relation) || self.relation.is_empty();
        let own = is_head && names::same(&self.name) == names::same(&self.head_name);
        if self.head_number.is_empty() && own { &self.number } else { &self.head_number }
    }
}

/// Which household each row belongs to, and the households in the order in which they appear.
pub fn households(rows: &[Belonging]) -> (Vec<Home>, Vec<Household>) {
    let mut homes = vec![Home::None; rows.len()];
    let mut found: Vec<Household> = Vec::new();
    let mut by_number: BTreeMap<&str, usize> = BTreeMap::new();
    // Numbers first, from the whole ledger: the head may stand below the members.
    for (place, row) in rows.iter().enumerate() {
        let number = row.head_number();
        if row.head_name.is_empty() || number.is_empty() {
            continue;
        }
        let home = *by_number.entry(number).or_insert_with(|| {
            found.push(Household { head_number: number.to_owned(), ..Household::default() });
            found.len() - 1
        });
        found[home].say(row);
        homes[place] = Home::Of(home);
    }
    for (place, row) in rows.iter().enumerate() {
        if row.head_name.is_empty() || homes[place] != Home::None {
            continue;
        }
        let fitting: Vec<usize> = (0..found.len()).filter(|home| found[*home].fits(row)).collect();
        // Members stand below their head: the row above decides between several.
        let above = place.checked_sub(1).map(|above| &homes[above]);
        homes[place] = match (fitting.as_slice(), above) {
            ([only], _) => Home::Of(*only),
            ([], _) => {
                found.push(Household::default());
                Home::Of(found.len() - 1)
            }
            (several, Some(Home::Of(above))) if several.contains(above) => Home::Of(*above),
            _ => Home::Uncertain,
        };
        if let Home::Of(home) = homes[place] {
            found[home].say(row);
        }
    }
    (homes, found)
}

impl Household {
    /// Whether a row that names no number speaks of this household: what neither leaves out is the same.
    pub fn fits(&self, row: &Belonging) -> bool {
        let same = |one: String, other: String| one.is_empty() || other.is_empty() || one == other;
        names::same(&self.head_name) == names::same(&row.head_name)
            && same(village::same(&self.village), village::same(&row.village))
            && same(village::same_group(&self.group_no), village::same_group(&row.group_no))
    }

    fn say(&mut self, row: &Belonging) {
        for (known, said) in [
            (&mut self.head_name, &row.head_name),
            (&mut self.village, &row.village),
            (&mut self.group_no, &row.group_no),
        ] {
            if known.is_empty() {
                known.clone_from(said);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(head: &str, name: &str, relation: &str, number: &str, village: &str, group: &str) -> Belonging {
        Belonging {
            head_name: head.into(),
            name: name.into(),
            relation: relation.into(),
            number: number.into(),
            village: village.into(),
            group_no: group.into(),
            ..Belonging::default()
        }
    }

    fn homes(rows: &[Belonging]) -> Vec<Home> {
        households(rows).0
    }

    #[test]
    fn a_family_is_one_household_though_only_the_head_has_the_heads_number() {
        let rows = [
            row("石一鸣", "石一鸣", "02", "1", "竹坪村", "2组"),
            row("石一鸣", "杨二凤", "12", "2", "竹坪", "二组"),
            row("石一鸣", "石三虎", "21", "3", "竹坪村", ""),
        ];
        assert_eq!(homes(&rows), vec![Home::Of(0); 3]);
        let upside_down: Vec<Belonging> = rows.iter().rev().cloned().collect();
        assert_eq!(homes(&upside_down), vec![Home::Of(0); 3], "the head below the members");
        let (_, found) = households(&rows);
        assert_eq!((found[0].head_number.as_str(), found[0].group_no.as_str()), ("1", "2组"));
    }

    #[test]
    fn heads_of_the_same_name_in_other_groups_and_villages_are_apart() {
        let rows = [
            row("王五", "王五", "02", "1", "竹坪村", "1组"),
            row("王五", "李四", "12", "2", "竹坪村", "1组"),
            row("王五", "王五", "02", "3", "竹坪村", "2组"),
            row("王五", "赵六", "12", "4", "竹坪村", "2组"),
            row("王五", "孙七", "12", "5", "新河村", "1组"),
        ];
        assert_eq!(homes(&rows), [0, 0, 1, 1, 2].map(Home::Of));
    }

    #[test]
    fn between_two_heads_of_one_name_the_row_above_decides_and_else_it_is_asked() {
        let rows = [
            row("王五", "王五", "02", "1", "竹坪村", "1组"),
            row("王五", "李四", "12", "2", "竹坪村", "1组"),
            row("王五", "王五", "02", "3", "竹坪村", "1组"),
            row("王五", "赵六", "12", "4", "竹坪村", "1组"),
            row("钱八", "钱八", "02", "6", "竹坪村", "1组"),
            row("王五", "孙七", "12", "7", "竹坪村", "1组"),
        ];
        let expected = [Home::Of(0), Home::Of(0), Home::Of(1), Home::Of(1), Home::Of(2), Home::Uncertain];
        assert_eq!(homes(&rows), expected);
    }

    #[test]
    fn a_ledger_without_any_number_goes_by_name_village_and_group() {
        let rows = [
            row("王五", "王五", "02", "", "竹坪村", "1组"),
            row("王 五", "李四", "12", "2", "竹坪村", "1组"),
            row("", "赵六", "", "4", "竹坪村", "1组"),
        ];
        assert_eq!(homes(&rows), [Home::Of(0), Home::Of(0), Home::None]);
    }
}
