//! Pinyin and initials of names: heteronyms give several, a surname's own reading stands first. Finding by what was typed, and the
//! order of a list.

use pinyin::ToPinyinMulti;

use super::{same, surnames};

/// Most readings kept of one name; beyond it the rarer ones are dropped.
pub(super) const MOST_READINGS: usize = 24;

/// What each character of a name may sound like, the likeliest first; the surname as surnames are read. A character without pinyin
/// stands for itself.
fn heard(chars: &[char]) -> Vec<Vec<String>> {
    let first_two: String = chars.iter().take(2).collect();
    let compound = surnames::COMPOUND.iter().find(|(name, _)| *name == first_two);
    let special = |at: usize, c: char| match compound {
        Some((_, readings)) => readings.get(at).copied(),
        None if at == 0 => surnames::READINGS.iter().find(|(surname, _)| *surname == c).map(|(_, reading)| *reading),
        None => None,
    };
    chars.iter().enumerate().map(|(at, &c)| readings(c, special(at, c))).collect()
}

fn readings(c: char, special: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = special.map(str::to_owned).into_iter().collect();
    let mut push = |text: String| {
        let text = text.replace('ü', "v");
        if !found.contains(&text) {
            found.push(text);
        }
    };
    match c.to_pinyin_multi() {
        Some(multi) => multi.into_iter().for_each(|reading| push(reading.plain().to_owned())),
        None if c.is_alphanumeric() => push(c.to_lowercase().collect()),
        None => {}
    }
    found
}

/// Every full reading of a name, as `zhangsan`.
pub fn pinyin_full(name: &str) -> Vec<String> {
    combine(name, |syllable| syllable.to_owned())
}

/// Every reading of its initials, as `zs`.
pub fn pinyin_initials(name: &str) -> Vec<String> {
    combine(name, |syllable| syllable.chars().take(1).collect())
}

/// By what a list of names is sorted: character by character its first reading, then the character itself, as dictionaries do.
/// `李` stands before `林`, and two who sound alike stand together.
pub fn sort_key(name: &str) -> String {
    let chars: Vec<char> = same(name).chars().collect();
    let mut key = String::new();
    for (c, readings) in chars.iter().zip(heard(&chars)) {
        key.extend(readings.first().into_iter().flat_map(|reading| reading.chars()));
        // Below every letter, so that a shorter reading comes first.
        key.extend([' ', *c, ' ']);
    }
    key
}

fn combine(name: &str, part: impl Fn(&str) -> String) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut whole = vec![String::new()];
    for readings in heard(&chars).iter().filter(|readings| !readings.is_empty()) {
        let mut longer: Vec<String> = Vec::new();
        for reading in readings {
            for before in &whole {
                let next = format!("{before}{}", part(reading));
                if longer.len() < MOST_READINGS && !longer.contains(&next) {
                    longer.push(next);
                }
            }
        }
        whole = longer;
    }
    whole.retain(|text| !text.is_empty());
    whole
}

/// Whether a name answers to what was typed: characters, full pinyin, initials, tones (`zhang3`), or a mixture (`张s`).
pub fn matches(name: &str, typed: &str) -> bool {
    let lower = crate::identity::half_width(typed).to_lowercase();
    let wanted: Vec<char> = same(&lower).chars().filter(|c| !c.is_ascii_digit()).collect();
    let chars: Vec<char> = same(name).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let heard = heard(&chars);
    !wanted.is_empty() && (0..chars.len()).any(|start| answers(&chars[start..], &heard[start..], &wanted))
}

/// Whether what was typed is used up by the characters from the first on, each standing for itself, for a whole syllable or for an
/// initial; the last syllable may be half typed.
fn answers(chars: &[char], heard: &[Vec<String>], wanted: &[char]) -> bool {
    let mut reached = std::collections::BTreeSet::from([0]);
    for (c, readings) in chars.iter().zip(heard) {
        let mut next = std::collections::BTreeSet::new();
        for &used in &reached {
            let rest = &wanted[used..];
            if rest[0] == *c {
                next.insert(used + 1);
            }
            for reading in readings {
                let common = reading.chars().zip(rest).take_while(|(a, b)| a == *b).count();
                if common > 0 {
                    next.insert(used + 1);
                }
                if common == reading.chars().count() || common == rest.len() {
                    next.insert(used + common);
                }
            }
        }
        if next.contains(&wanted.len()) {
            return true;
        }
        next.remove(&0);
        reached = next;
        if reached.is_empty() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_and_initials_of_a_plain_name() {
        assert!(pinyin_full("张三").contains(&"zhangsan".to_owned()));
        assert_eq!(pinyin_initials("张三")[0], "zs");
        assert_eq!(pinyin_full("吕绿")[0], "lvlv");
    }

    #[test]
    fn heteronym_surnames_are_found_by_every_reading_and_sorted_by_their_own() {
        for (name, readings) in [
            ("单田芳", ["shantianfang", "dantianfang"]),
            ("解晓东", ["xiexiaodong", "jiexiaodong"]),
            ("仇英", ["qiuying", "chouying"]),
            ("曾国藩", ["zengguofan", "cengguofan"]),
            ("区元", ["ouyuan", "quyuan"]),
            ("查良", ["zhaliang", "chaliang"]),
            ("朴正", ["piaozheng", "puzheng"]),
            ("尉迟恭", ["yuchigong", "weichigong"]),
            ("万俟雪", ["moqixue", "wanqixue"]),
            ("长孙无", ["zhangsunwu", "changsunwu"]),
        ] {
            let full = pinyin_full(name);
            assert_eq!(full[0], readings[0], "{name}");
            assert!(full.contains(&readings[1].to_owned()), "{name}: {full:?}");
        }
        assert!(pinyin_initials("单田芳").contains(&"dtf".to_owned()));
        let mut names = ["万俟雪", "万方", "尉迟恭", "单小妹", "曾静", "魏明", "查良", "仇英", "莫言", "余华"];
        names.sort_by_key(|name| sort_key(name));
        let expected = ["万俟雪", "莫言", "仇英", "单小妹", "万方", "魏明", "余华", "尉迟恭", "曾静", "查良"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_name_is_sorted_the_same_with_any_dot_or_blank() {
        for name in ["阿依夏•买买提", "阿依夏 买买提", "阿依夏买买提"] {
            assert_eq!(sort_key(name), sort_key("阿依夏·买买提"), "{name}");
        }
    }

    #[test]
    fn a_name_of_many_readings_stays_small() {
        assert!(pinyin_full("乐乐乐乐乐乐乐乐乐乐乐乐").len() <= MOST_READINGS);
        assert_eq!(pinyin_full(""), Vec::<String>::new());
    }

    #[test]
    fn rare_characters_do_not_stop_a_name() {
        for name in ["䶮某", "㑇小明", "𠮷田", "😀王"] {
            pinyin_full(name);
            assert!(matches(name, &name.chars().last().expect("char").to_string()), "{name}");
        }
    }

    #[test]
    fn what_people_type_finds_the_name() {
        for typed in [
            "张",
            "三丰",
            "张三丰",
            "张 三丰",
            "zsf",
            "zs",
            "zhangsanfeng",
            "zhang3",
            "zhangs",
            "张s",
            "zhang三",
            "ZSF",
        ] {
            assert!(matches("张三丰", typed), "{typed}");
        }
        for typed in ["", "李", "zf", "zhangli", "张丰", "sz", " "] {
            assert!(!matches("张三丰", typed), "{typed}");
        }
        assert!(matches("单小妹", "sxm") && matches("单小妹", "dxm"));
        for typed in ["阿卜杜热合曼阿卜杜拉", "热合曼·阿卜", "abdrhmabdl", "rehemanabudula", "yuchi"] {
            let name = if typed == "yuchi" { "尉迟恭" } else { "阿卜杜热合曼·阿卜杜拉" };
            assert!(matches(name, typed), "{typed}");
        }
    }

    #[test]
    fn a_long_name_and_a_long_search_are_answered_at_once() {
        assert!(!matches(&"啊".repeat(50), &format!("{}b", "a".repeat(49))));
        assert!(matches(&"啊".repeat(50), &"a".repeat(50)));
    }

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let mut names = vec!["张三", "林小禾", "李秀英", "李小", "单玉", "欧阳娜", "曾国", "里英", "A君", "林"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["A君", "李小", "李秀英", "里英", "林", "林小禾", "欧阳娜", "单玉", "曾国", "张三"]);
    }
}
