//! Names of people: pinyin and initials (heteronyms give several), what search keeps and asks for, and the name shown in
//! print outside the station (姓 + 某). Nothing here decides who is the same person: see `persons.rs`.

use pinyin::ToPinyinMulti;

/// Most readings kept of one name; beyond it the rarer ones are dropped.
const MOST_READINGS: usize = 24;

/// Surnames of two characters that are met in practice.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "长孙", "宇文",
    "轩辕", "端木", "百里", "东郭", "南宫", "西门", "独孤", "闻人", "申屠", "钟离", "淳于", "澹台", "公冶", "宗政",
    "濮阳", "万俟", "太史", "呼延",
];

/// Readings that belong to surnames, where the dictionary's first reading is another.
const SURNAME_READINGS: &[(char, &str)] = &[
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('曾', "zeng"),
    ('盖', "ge"),
    ('乐', "yue"),
    ('朴', "piao"),
    ('任', "ren"),
    ('华', "hua"),
    ('缪', "miao"),
    ('翟', "zhai"),
    ('覃', "qin"),
    ('谌', "chen"),
    ('洗', "xian"),
    ('冼', "xian"),
    ('召', "shao"),
    ('黑', "he"),
    ('折', "she"),
    ('秘', "bi"),
    ('繁', "po"),
    ('种', "chong"),
    ('员', "yun"),
];

/// The surname, as far as characters tell.
pub fn surname(name: &str) -> &str {
    let end = |count: usize| name.char_indices().nth(count).map_or(name.len(), |(at, _)| at);
    let two = &name[..end(2)];
    if COMPOUND.contains(&two) && name.chars().count() > 2 { two } else { &name[..end(1)] }
}

/// 张三丰 → 张某; 欧阳修 → 欧阳某.
pub fn masked(name: &str) -> String {
    let name = name.trim();
    if name.chars().count() < 2 { "某".to_owned() } else { format!("{}某", surname(name)) }
}

/// What two spellings of one name share: blanks, invisible characters and middle dots of every kind, or none, make no other
/// name (阿依夏·买买提, 阿依夏•买买提, 阿依夏买买提).
pub fn same(name: &str) -> String {
    let dot = |c: char| {
        matches!(c, '·' | '•' | '‧' | '・' | '･' | '．' | '.' | '∙' | '⋅' | '●' | '⸱' | 'ꞏ' | '᛫' | '\u{387}' | '﹒')
    };
    let kept = name.chars().filter(|c| !c.is_whitespace() && !crate::identity::is_invisible(*c) && !dot(*c));
    kept.collect()
}

/// Readings of one character, the likeliest first. A character without pinyin stands for itself.
fn readings(c: char, first: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut push = |text: String| {
        let text = text.replace('ü', "v");
        if !found.contains(&text) {
            found.push(text);
        }
    };
    if let Some((_, special)) = SURNAME_READINGS.iter().find(|(surname, _)| first && *surname == c) {
        push((*special).to_owned());
    }
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
    let mut key = String::new();
    for (at, c) in name.chars().enumerate() {
        key.extend(readings(c, at == 0).first().into_iter().flat_map(|reading| reading.chars()));
        // Below every letter, so that a shorter reading comes first.
        key.extend([' ', c, ' ']);
    }
    key
}

fn combine(name: &str, part: impl Fn(&str) -> String) -> Vec<String> {
    let mut whole = vec![String::new()];
    for (at, c) in name.chars().enumerate() {
        let readings = readings(c, at == 0);
        if readings.is_empty() {
            continue;
        }
        let mut longer: Vec<String> = Vec::new();
        for reading in &readings {
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
    let wanted: Vec<char> = lower.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
    let chars: Vec<char> = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    !wanted.is_empty() && (0..chars.len()).any(|start| answers(&chars, start, &wanted))
}

/// Whether what was typed is used up by the characters from `start` on, each standing for itself, for a whole syllable or
/// for an initial; the last syllable may be half typed.
fn answers(chars: &[char], start: usize, wanted: &[char]) -> bool {
    let mut reached = std::collections::BTreeSet::from([0]);
    for (at, &c) in chars.iter().enumerate().skip(start) {
        let mut next = std::collections::BTreeSet::new();
        for &used in &reached {
            let rest = &wanted[used..];
            if rest[0] == c {
                next.insert(used + 1);
            }
            for reading in readings(c, at == 0) {
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

/// What an index keeps of a text so that words of one and two characters are found: each Chinese character, each pair of
/// neighbours, and each word of letters or digits, in lower case.
pub fn index_tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(word),
            Run::Han(chars) => {
                tokens.extend(chars.iter().map(char::to_string));
                tokens.extend(chars.windows(2).map(|pair| pair.iter().collect()));
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    tokens.retain(|token| seen.insert(token.clone()));
    tokens
}

/// What to ask such an index for: all of these must be there. A single character asks for itself, longer words for their pairs.
pub fn query_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(word),
            Run::Han(chars) if chars.len() == 1 => tokens.push(chars[0].to_string()),
            Run::Han(chars) => tokens.extend(chars.windows(2).map(|pair| pair.iter().collect())),
        }
    }
    tokens
}

enum Run {
    Han(Vec<char>),
    Word(String),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for c in crate::identity::half_width(text).chars().filter(|c| !crate::identity::is_invisible(*c)) {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let han = !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric();
        match (runs.last_mut(), han) {
            (Some(Run::Han(chars)), true) if open => chars.push(c),
            (Some(Run::Word(word)), false) if open => word.extend(c.to_lowercase()),
            (_, true) => runs.push(Run::Han(vec![c])),
            (_, false) => runs.push(Run::Word(c.to_lowercase().collect())),
        }
        open = true;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middle_dots_of_every_kind_and_none_are_one_name() {
        for name in [
            "阿依夏·买买提",
            "阿依夏•买买提",
            "阿依夏‧买买提",
            "阿依夏・买买提",
            "阿依夏．买买提",
            "阿依夏.买买提",
            "阿依夏∙买买提",
            "阿依夏⋅买买提",
            "阿依夏 买买提",
            "阿依夏\u{200b}买买提",
            "阿依夏买买提",
        ] {
            assert_eq!(same(name), "阿依夏买买提", "{name}");
        }
        assert_ne!(same("王五"), same("王武"));
    }

    #[test]
    fn pinyin_and_initials_of_a_plain_name() {
        assert!(pinyin_full("张三").contains(&"zhangsan".to_owned()));
        assert_eq!(pinyin_initials("张三")[0], "zs");
        assert_eq!(pinyin_full("吕绿")[0], "lvlv");
    }

    #[test]
    fn heteronym_surnames_are_found_by_every_reading() {
        for (name, readings) in [
            ("单田芳", ["shantianfang", "dantianfang"]),
            ("解晓东", ["xiexiaodong", "jiexiaodong"]),
            ("仇英", ["qiuying", "chouying"]),
            ("曾国藩", ["zengguofan", "cengguofan"]),
            ("区元", ["ouyuan", "quyuan"]),
        ] {
            let full = pinyin_full(name);
            assert_eq!(full[0], readings[0], "{name}");
            assert!(full.contains(&readings[1].to_owned()), "{name}: {full:?}");
        }
        assert!(pinyin_initials("单田芳").contains(&"dtf".to_owned()));
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
        for typed in
            ["张", "三丰", "张三丰", "zsf", "zs", "zhangsanfeng", "zhang3", "zhangs", "张s", "zhang三", "ZSF", "sf"]
        {
            assert!(matches("张三丰", typed), "{typed}");
        }
        for typed in ["", "李", "zf", "zhangli", "张丰", "sz", " "] {
            assert!(!matches("张三丰", typed), "{typed}");
        }
        assert!(matches("单小妹", "sxm") && matches("单小妹", "dxm"));
    }

    #[test]
    fn a_long_name_and_a_long_search_are_answered_at_once() {
        assert!(!matches(&"啊".repeat(50), &format!("{}b", "a".repeat(49))));
        assert!(matches(&"啊".repeat(50), &"a".repeat(50)));
    }

    #[test]
    fn masking_keeps_the_surname() {
        for (name, shown) in [
            ("张三丰", "张某"),
            ("欧阳修", "欧阳某"),
            ("欧阳", "欧某"),
            ("张", "某"),
            ("", "某"),
            ("司马相如", "司马某"),
            ("䶮一", "䶮某"),
        ] {
            assert_eq!(masked(name), shown, "{name}");
        }
    }

    #[test]
    fn words_of_one_and_two_characters_are_in_the_index() {
        let tokens = index_tokens("大瑶镇新河村3组 Li明");
        for word in ["大", "瑶镇", "新河", "村", "3", "组", "li", "明"] {
            assert!(tokens.contains(&word.to_owned()), "{word}: {tokens:?}");
        }
        assert_eq!(query_tokens("河"), ["河"]);
        assert_eq!(query_tokens("新河村"), ["新河", "河村"]);
        assert!(query_tokens("新河村").iter().all(|token| tokens.contains(token)));
        assert_eq!(query_tokens("\u{3000}\u{200b}"), Vec::<String>::new());
    }

    #[test]
    fn punctuation_parts_words_so_that_no_pair_crosses_it() {
        assert!(!index_tokens("张三、李四").contains(&"三李".to_owned()));
        assert_eq!(index_tokens("\u{ff21}\u{ff11}"), ["a1"]);
    }

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let mut names = vec!["张三", "林小禾", "李秀英", "李小", "单玉", "欧阳娜", "曾国", "里英", "A君", "林"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["A君", "李小", "李秀英", "里英", "林", "林小禾", "欧阳娜", "单玉", "曾国", "张三"]);
    }
}
