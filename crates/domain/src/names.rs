//! Names of people: which spellings are one name, how a name is kept as it is typed, and the name shown outside the station (姓 + 某).
//! Pinyin and order, words for search and the lists of surnames stand in its modules. Nothing here decides who is the same person:
//! see `persons.rs`.

mod pinyin;
mod surnames;
mod words;

use crate::identity::{half_width, is_invisible};

pub use pinyin::{matches, pinyin_full, pinyin_initials, sort_key};
pub use words::{index_tokens, query_tokens};

/// The surname, as far as characters tell.
pub fn surname(name: &str) -> &str {
    let end = |count: usize| name.char_indices().nth(count).map_or(name.len(), |(at, _)| at);
    let two = &name[..end(2)];
    let compound = surnames::COMPOUND.iter().any(|(known, _)| *known == two);
    if compound && name.chars().count() > 2 { two } else { &name[..end(1)] }
}

/// 张三丰 → 张某; 欧阳修 → 欧阳某. The only way in which a name leaves the station masked.
pub fn masked(name: &str) -> String {
    let name = same(name);
    if name.chars().count() < 2 { "某".to_owned() } else { format!("{}某", surname(&name)) }
}

/// What two spellings of one name share: blanks, invisible characters, full width and middle dots of every kind, or none, make no
/// other name (阿依夏·买买提, 阿依夏•买买提, 阿依夏买买提).
pub fn same(name: &str) -> String {
    half_width(name).chars().filter(|c| !is_nothing(*c)).collect()
}

/// Whether a character inside a name makes no other name of it.
pub fn is_nothing(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || is_dot(c)
}

/// Middle dots of every kind, and the full stops that are typed for them.
fn is_dot(c: char) -> bool {
    matches!(
        c,
        '·' | '•'
            | '‧'
            | '・'
            | '･'
            | '．'
            | '.'
            | '∙'
            | '⋅'
            | '●'
            | '⸱'
            | '⸳'
            | 'ꞏ'
            | '᛫'
            | '\u{387}'
            | '﹒'
            | '˙'
            | '◦'
            | '∘'
            | '⦁'
            | '。'
            | '｡'
    )
}

/// A name as it is kept: 张 三 and 张三 are one name, so that a blank beside a Chinese character goes; between words of Latin letters, of
/// half or full width, one blank stays.
pub fn cleaned(name: &str) -> String {
    let chars: Vec<char> = name.trim().chars().filter(|c| !is_invisible(*c)).collect();
    let mut kept = String::new();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            kept.push(c);
            continue;
        }
        let after = chars[at..].iter().find(|c| !c.is_whitespace());
        if kept.chars().next_back().is_some_and(is_letter) && after.is_some_and(|c| is_letter(*c)) {
            kept.push(' ');
        }
    }
    kept
}

/// A Latin letter, a digit or a sign beside one, of half or full width.
fn is_letter(c: char) -> bool {
    !c.is_whitespace() && half_width(c.encode_utf8(&mut [0; 4])).is_ascii() || c.is_lowercase() || c.is_uppercase()
}

/// Two to four Chinese characters that begin with a usual surname, or more with a middle dot.
pub fn looks_like_name(text: &str) -> bool {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = name.chars().count();
    let chinese = name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || is_dot(c));
    let dotted = name.chars().skip(1).any(is_dot);
    let (usual, first) = (surnames::USUAL, surname(&name));
    let has_surname = first.chars().count() == 2 || !first.is_empty() && usual.contains(first);
    chinese && (dotted || (2..=4).contains(&count) && has_surname)
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
            "阿依夏。买买提",
            "阿依夏 买买提",
            "阿 依夏\u{3000}买买提",
            "阿依夏\u{200b}买买提",
            "阿依夏买买提",
        ] {
            assert_eq!(same(name), "阿依夏买买提", "{name}");
        }
        assert_eq!(same("Ｊｏｈｎ\u{3000}Ｌｉ"), same("John Li"));
        assert_ne!(same("王五"), same("王武"));
    }

    #[test]
    fn masking_keeps_the_surname() {
        for (name, shown) in [
            ("张三丰", "张某"),
            ("欧阳修", "欧阳某"),
            ("欧 阳 修", "欧阳某"),
            ("欧阳", "欧某"),
            ("张", "某"),
            ("", "某"),
            ("司马相如", "司马某"),
            ("诸葛亮", "诸葛某"),
            ("尉迟敬德", "尉迟某"),
            ("阿依夏·买买提", "阿某"),
            ("䶮一", "䶮某"),
        ] {
            assert_eq!(masked(name), shown, "{name}");
        }
    }

    #[test]
    fn a_blank_goes_beside_chinese_and_stays_between_latin_words() {
        for (typed, kept) in [
            (" 张 三\u{3000}", "张三"),
            ("欧 阳\u{a0}修", "欧阳修"),
            ("John  Smith", "John Smith"),
            ("Ｊｏｈｎ\u{3000}Ｓｍｉｔｈ", "Ｊｏｈｎ Ｓｍｉｔｈ"),
            ("José María", "José María"),
            ("张三 John", "张三John"),
            ("阿依夏 · 买买提", "阿依夏·买买提"),
        ] {
            assert_eq!(cleaned(typed), kept, "{typed}");
        }
    }

    #[test]
    fn a_name_is_told_from_another_word_by_its_surname() {
        for name in ["禾守根", "单小妹", "欧阳秀英", "阿依夏·买买提", "麻 江"] {
            assert!(looks_like_name(name), "{name}");
        }
        for word in ["村主任", "本人", "邻居", "", "女儿", "派出所", "3组", "石头村的村民"] {
            assert!(!looks_like_name(word), "{word}");
        }
    }
}
