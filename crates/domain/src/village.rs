//! Villages: which spellings mean the same one, and how it is written. The county's list comes first, then how most write it. One
//! place answers for entry, import, lists, filters and totals.

use std::collections::{BTreeMap, BTreeSet};

use crate::identity::{half_width, is_invisible};

/// What a village's name may end with and may lack, the longest first, each with the short ending of its kind: a village's or a
/// community's.
pub(crate) const ENDINGS: [(&str, &str); 6] = [
    ("村民委员会", "村"),
    ("居民委员会", "社区"),
    ("村委会", "村"),
    ("居委会", "社区"),
    ("社区", "社区"),
    ("村", "村"),
];

/// A village's name without what is written or left out: 荷叶塘, 荷叶塘村, 荷叶塘村委会.
pub fn same(name: &str) -> String {
    let bare = bare(name);
    stem(&bare).unwrap_or(&bare).to_owned()
}

fn bare(name: &str) -> String {
    half_width(name).chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

fn stem(bare: &str) -> Option<&str> {
    parts(bare).map(|(stem, _)| stem).filter(|stem| stem.chars().count() > 1)
}

/// What stands before the ending of a name, and the short ending of that kind.
pub(crate) fn parts(name: &str) -> Option<(&str, &'static str)> {
    ENDINGS.iter().find_map(|(ending, short)| Some((name.strip_suffix(ending)?, *short)))
}

/// What a village is looked for by: as it is written, and where no ending is written with either of them.
pub fn looked_for(name: &str) -> Vec<String> {
    let bare = bare(name);
    let also = if has_ending(&bare) { Vec::new() } else { vec![format!("{bare}村"), format!("{bare}社区")] };
    [vec![bare], also].concat()
}

/// A group's name without what is written or left out: 2组, 第2组, 二组.
pub fn same_group(name: &str) -> String {
    let bare: String = half_width(name).split_whitespace().collect();
    let stem =
        bare.trim_start_matches('第').trim_end_matches("村民小组").trim_end_matches("小组").trim_end_matches('组');
    let digit =
        |c: char| "一二三四五六七八九".chars().position(|known| known == c).map(|place| (place + 1).to_string());
    match stem.chars().collect::<Vec<_>>().as_slice() {
        ['十'] => "10".to_owned(),
        [one] => digit(*one).unwrap_or_else(|| stem.to_owned()),
        ['十', one] => digit(*one).map_or_else(|| stem.to_owned(), |digit| format!("1{digit}")),
        _ => stem.to_owned(),
    }
}

/// Of these spellings those that could mean the village of another: only of them it matters how many write each.
pub fn in_question<'a>(names: &[&'a str]) -> BTreeSet<&'a str> {
    let mut by_key = BTreeMap::<String, BTreeSet<&str>>::new();
    for name in names {
        for key in [same(name), full(name)] {
            by_key.entry(key).or_default().insert(*name);
        }
    }
    by_key.into_values().filter(|alike| alike.len() > 1).flatten().collect()
}

/// A village of the county's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// As it is written.
    pub name: String,
    /// What else it is called: before villages were merged, or by the people.
    pub others: Vec<String>,
}

/// Names in one text: 石湾、老屋场.
pub fn names_in(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', '；', ';', '/', '\n', '\t']);
    parts.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The villages that are known, and how each is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Villages {
    /// As listed, by every name in full; what two villages are called speaks for neither.
    exact: BTreeMap<String, Option<String>>,
    /// As listed, by the name without its ending.
    listed: BTreeMap<String, Option<String>>,
    /// As most write it, where the list knows nothing.
    usual: BTreeMap<String, String>,
}

impl Villages {
    /// Those of the county's list.
    pub fn of(listed: &[Listed]) -> Villages {
        let mut villages = Villages::default();
        for village in listed {
            let add = |map: &mut BTreeMap<String, Option<String>>, key: String| {
                let known = map.entry(key).or_insert_with(|| Some(village.name.clone()));
                if known.as_ref() != Some(&village.name) {
                    *known = None;
                }
            };
            for name in village.others.iter().chain([&village.name]) {
                add(&mut villages.exact, bare(name));
                add(&mut villages.listed, same(name));
            }
        }
        // Its own name is a village's, whoever else was called so.
        for village in listed {
            villages.exact.insert(bare(&village.name), Some(village.name.clone()));
        }
        villages
    }

    /// And those that are written somewhere: the full name rather than one without its ending, then the one that most use, of equals the
    /// longer. What was known before stands. 新河村 and 新河社区 may be two; 新河 is the one that most mean.
    pub fn and_written<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Villages {
        let mut counts = BTreeMap::<&str, usize>::new();
        names.filter(|name| !name.trim().is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
        let mut best = BTreeMap::<String, (bool, usize, usize, &str)>::new();
        for (name, count) in counts {
            let weight = (has_ending(name), count, name.chars().count(), name);
            for key in [same(name), full(name)] {
                let known = best.entry(key).or_insert(weight);
                *known = weight.max(*known);
            }
        }
        for (key, (.., name)) in best {
            let known = self.usual.entry(key).or_insert_with(|| name.to_owned());
            if has_ending(name) && !has_ending(known) {
                *known = name.to_owned();
            }
        }
        self
    }

    /// How this village is written: as the county lists it, else as it is usual, else as it stands there.
    pub fn spelling(&self, name: &str) -> String {
        let (bare, key) = (bare(name), same(name));
        if let Some(known) = self.exact.get(&bare).or_else(|| self.listed.get(&key)) {
            return known.clone().unwrap_or_else(|| name.trim().to_owned());
        }
        self.usual.get(&full(name)).cloned().unwrap_or_else(|| name.trim().to_owned())
    }

    /// Whether two spellings mean one village.
    pub fn are_same(&self, one: &str, other: &str) -> bool {
        self.spelling(one) == self.spelling(other)
    }

    /// The villages to choose from, each as it is written.
    pub fn names(&self) -> BTreeSet<String> {
        let listed = self.exact.values().flatten().cloned();
        listed.chain(self.usual.values().map(|name| self.spelling(name))).collect()
    }
}

fn has_ending(name: &str) -> bool {
    stem(&bare(name)).is_some()
}

/// A name with the short ending of its kind: a village's, a community's, or none.
fn full(name: &str) -> String {
    let bare = bare(name);
    match parts(&bare) {
        Some((stem, short)) if stem.chars().count() > 1 => format!("{stem}{short}"),
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_and_a_group_have_one_name_however_they_are_written() {
        for name in ["荷叶塘", "荷叶塘村", "荷叶塘村委会", " 荷叶塘 村"] {
            assert_eq!(same(name), "荷叶塘", "{name}");
        }
        assert_eq!((same("村"), same("东村")), ("村".to_owned(), "东村".to_owned()));
        for (name, group) in [("第十二组", "12"), ("12 组", "12"), ("二组", "2"), ("２组", "2"), ("荷叶组", "荷叶")]
        {
            assert_eq!(same_group(name), group);
        }
    }

    #[test]
    fn without_a_list_the_full_name_that_most_use_is_the_spelling() {
        let written = ["荷叶塘", "荷叶塘", "荷叶塘", "荷叶塘村", "新河村", "石桥", ""];
        let villages = Villages::default().and_written(written.into_iter());
        for name in ["荷叶塘", "荷叶塘村", " 荷叶塘 "] {
            assert_eq!(villages.spelling(name), "荷叶塘村", "{name}");
        }
        assert_eq!((villages.spelling("新河"), villages.spelling("石桥")), ("新河村".into(), "石桥".into()));
        assert_eq!(villages.spelling("石桥村"), "石桥村", "nobody is held to a shorter name");
        assert_eq!(villages.spelling("杨柳"), "杨柳");
        assert!(villages.are_same("荷叶塘", "荷叶塘村委会") && !villages.are_same("荷叶塘", "新河村"));
    }

    #[test]
    fn how_many_write_a_name_matters_only_where_another_could_mean_the_same() {
        let names = ["荷叶塘", "荷叶塘村", "新河村", "石桥社区", "新河村村委会", "杨柳", ""];
        assert_eq!(Vec::from_iter(in_question(&names)), ["新河村", "新河村村委会", "荷叶塘", "荷叶塘村"]);
        // Who counts the others once comes to the same spellings.
        let written = [("荷叶塘", 9), ("荷叶塘村", 2), ("新河村", 7), ("石桥社区", 30), ("杨柳", 4)];
        let of = |count: &dyn Fn(&str, usize) -> usize| {
            let names = written.iter().flat_map(|(name, times)| std::iter::repeat_n(*name, count(name, *times)));
            Villages::default().and_written(names)
        };
        let asked = in_question(&written.map(|(name, _)| name));
        assert_eq!(of(&|_, times| times), of(&|name, times| if asked.contains(name) { times } else { 1 }));
    }

    #[test]
    fn the_countys_list_decides_also_for_names_of_before() {
        let listed = |name: &str, others: &str| Listed { name: name.into(), others: names_in(others) };
        let list = [listed("荷叶塘村", "石湾村、老屋场"), listed("新河社区", ""), listed("新河村", "")];
        let villages = Villages::of(&list).and_written(["荷叶塘", "荷叶塘", "新河"].into_iter());
        for (typed, written) in [
            ("荷叶塘", "荷叶塘村"),
            ("荷叶塘村民委员会", "荷叶塘村"),
            ("石湾", "荷叶塘村"),
            ("老屋场", "荷叶塘村"),
            ("新河村", "新河村"),
            ("新河社区", "新河社区"),
            ("新河", "新河"),
            ("杨柳", "杨柳"),
        ] {
            assert_eq!(villages.spelling(typed), written, "{typed}");
        }
        assert_eq!(Vec::from_iter(villages.names()), ["新河", "新河村", "新河社区", "荷叶塘村"]);
    }

    #[test]
    fn what_stands_on_file_comes_before_what_a_ledger_writes() {
        let villages = Villages::default().and_written(["荷叶塘村"].into_iter());
        let villages = villages.and_written(["荷叶塘社区", "荷叶塘社区", "杨柳村"].into_iter());
        assert_eq!((villages.spelling("荷叶塘"), villages.spelling("杨柳")), ("荷叶塘村".into(), "杨柳村".into()));
        assert_eq!(villages.spelling("荷叶塘居委会"), "荷叶塘社区", "a community is no village of that name");
    }
}
