//! Names of villages and their groups as people write them: which spellings mean the same. It knows no list of villages.

use crate::identity::{half_width, is_invisible};

/// A village's name without what is written or left out: 荷叶塘, 荷叶塘村, 荷叶塘村委会.
pub fn same(name: &str) -> String {
    let bare: String = name.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    let ends = ["村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"];
    let stem = ends.iter().find_map(|end| bare.strip_suffix(end)).filter(|stem| stem.chars().count() > 1);
    stem.map_or(bare.clone(), str::to_owned)
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

/// For each village the spelling that most use; of equals the longer. None of them is a spelling of another.
pub fn usual_spellings<'a>(names: impl Iterator<Item = &'a str>) -> std::collections::BTreeMap<String, String> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    names.filter(|name| !name.is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
    let mut usual = std::collections::BTreeMap::<String, (usize, usize, &str)>::new();
    for (name, count) in counts {
        let weight = (count, name.chars().count(), name);
        let best = usual.entry(same(name)).or_insert(weight);
        *best = weight.max(*best);
    }
    usual.into_iter().map(|(key, (.., name))| (key, name.to_owned())).collect()
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
    fn the_usual_spelling_is_the_one_that_most_use() {
        let usual = usual_spellings(["荷叶塘", "荷叶塘村", "荷叶塘村", "新河村", ""].into_iter());
        assert_eq!(usual["荷叶塘"], "荷叶塘村");
        assert_eq!(usual_spellings(["荷叶塘", "荷叶塘村"].into_iter())["荷叶塘"], "荷叶塘村", "the longer of equals");
    }
}
