//! De-identifying: who a text is about is taken out of it: names of anybody on file become 姓某, villages 某村, numbers of cards and telephones go. Whoever
//! issues the text still reads it over; a nickname or an unusual story is beyond any program.

use std::collections::HashMap;

use crate::identity::{half_width, is_invisible};
use crate::names;
use crate::number_in_text::{What, numbers};
use crate::village;

/// Words of the language that somebody or some village may be called: a text without that person is full of them.
const ORDINARY: &[&str] = &[
    "安全", "安排", "安心", "安康", "安宁", "安置", "安慰", "白天", "常常", "常见", "长安", "城关", "成功", "程度",
    "程序", "单独", "单位", "东方", "东风", "发展", "方便", "方法", "方式", "方面", "丰收", "富强", "高度", "高兴",
    "高中", "关爱", "关怀", "关系", "关心", "关注", "管理", "光明", "光荣", "国家", "和平", "和谐", "红旗", "红星",
    "花园", "计划", "建设", "健康", "江南", "金额", "解放", "解决", "解释", "康复", "乐于", "马上", "满意", "美好",
    "民主", "明确", "明显", "明白", "平安", "前进", "全部", "全家", "全面", "任何", "任务", "胜利", "石头", "时间",
    "时候", "太平", "团结", "万元", "温暖", "温馨", "文化", "文明", "先锋", "向上", "向前", "项目", "新建", "新华",
    "新村", "新农", "幸福", "许多", "严重", "永安", "友谊", "友好", "于是", "易于", "应当", "应该", "曾经", "张贴",
    "章程", "振兴", "支持", "中心", "周边", "周到", "周末", "周围", "左右", "查看", "希望", "祝福",
];

/// What a place's name ends with, and what it is called instead.
const UNITS: [&str; 9] = ["社区", "街道", "村", "镇", "乡", "小学", "中学", "学校", "幼儿园"];

/// Something that would say who it is about.
struct Word {
    chars: Vec<char>,
    /// What stands for it.
    instead: String,
    /// A village's name without its ending: whatever ending follows goes with it.
    is_stem: bool,
    /// A word of the language too: a village of that name is meant only with its ending.
    is_ordinary: bool,
}

/// All words that would say who a text is about.
#[derive(Default)]
pub struct Identifying {
    by_first: HashMap<char, Vec<Word>>,
}

impl Identifying {
    /// Somebody the text is likely to be about.
    pub fn add_name(&mut self, name: &str) {
        let same = names::same(name);
        if same.chars().count() > 1 {
            self.add(&same, names::masked(name), false, false);
        }
    }

    /// Anybody else on file: one who is called like a word of the language is let be.
    pub fn add_name_on_file(&mut self, name: &str) {
        if !ORDINARY.contains(&names::same(name).as_str()) {
            self.add_name(name);
        }
    }

    /// A village, with and without what its name ends with.
    pub fn add_village(&mut self, name: &str) {
        let stem = village::same(name);
        if stem.chars().count() > 1 {
            let is_ordinary = ORDINARY.contains(&stem.as_str());
            self.add(&stem, instead_of(name), true, is_ordinary);
        }
    }

    /// An address or a school, as it is written.
    pub fn add_place(&mut self, name: &str) {
        let bare = names::same(name);
        if bare.chars().count() > 1 {
            self.add(&bare, instead_of(&bare), false, false);
        }
    }

    fn add(&mut self, word: &str, instead: String, is_stem: bool, is_ordinary: bool) {
        let chars: Vec<char> = word.chars().collect();
        let Some(first) = chars.first().copied() else { return };
        let known = self.by_first.entry(first).or_default();
        if !known.iter().any(|known| known.chars == chars && known.is_stem == is_stem) {
            known.push(Word { chars, instead, is_stem, is_ordinary });
        }
    }

    /// The text without them, and without the numbers of cards and telephones.
    pub fn out_of(&self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::new();
        let mut at = 0;
        while at < chars.len() {
            match self.longest(&chars, at) {
                Some((end, instead)) => {
                    out.push_str(&instead);
                    at = end;
                }
                None => {
                    out.push(chars[at]);
                    at += 1;
                }
            }
        }
        without_numbers(&out)
    }

    /// The longest word that begins here: where it ends, and what stands for it.
    fn longest(&self, text: &[char], at: usize) -> Option<(usize, String)> {
        let words = self.by_first.get(&narrow(text[at]))?;
        words.iter().filter_map(|word| word.found(text, at)).max_by_key(|(end, _)| *end)
    }
}

impl Word {
    fn found(&self, text: &[char], at: usize) -> Option<(usize, String)> {
        let mut end = at;
        for (place, wanted) in self.chars.iter().enumerate() {
            let between = text[end..].iter().take_while(|c| place > 0 && self.may_hold(**c)).count();
            end += between;
            if narrow(*text.get(end)?) != *wanted {
                return None;
            }
            end += 1;
        }
        let ending = village::ENDINGS
            .iter()
            .find(|(ending, _)| ending.chars().eq(text[end..].iter().take(ending.chars().count()).copied()));
        match ending.filter(|_| self.is_stem) {
            Some((ending, unit)) => Some((end + ending.chars().count(), format!("某{unit}"))),
            None if self.is_ordinary => None,
            None => Some((end, self.instead.clone())),
        }
    }

    /// What may stand inside the word and make no other of it: blanks, and dots in a name that is long enough to have some. A full stop
    /// between two short words is the end of a sentence.
    fn may_hold(&self, c: char) -> bool {
        let blank = matches!(c, ' ' | '\u{3000}' | '\u{a0}') || is_invisible(c);
        let long = self.chars.len() > 4;
        blank || names::is_nothing(c) && !c.is_whitespace() && (long || !matches!(c, '.' | '。' | '．' | '｡'))
    }
}

fn narrow(c: char) -> char {
    half_width(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}

fn instead_of(place: &str) -> String {
    let committee = || village::ENDINGS.iter().find(|(ending, _)| ending.ends_with('会') && place.contains(ending));
    let unit = UNITS.into_iter().find(|unit| place.trim().ends_with(unit));
    let unit = unit.or_else(|| committee().map(|(_, short)| *short)).unwrap_or("地");
    format!("某{unit}")
}

fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for found in numbers(text) {
        out.push_str(&text[at..found.range.start]);
        out.push_str(match found.what {
            What::Telephone => "（电话略）",
            What::Card => "（证件号略）",
            What::Account => "（卡号略）",
            What::Other => "（号码略）",
        });
        at = found.range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, names: &[&str], villages: &[&str]) -> String {
        let mut words = Identifying::default();
        names.iter().for_each(|name| words.add_name_on_file(name));
        villages.iter().for_each(|name| words.add_village(name));
        words.out_of(text)
    }

    #[test]
    fn typical_cases_lose_names_places_and_numbers() {
        let text = "欧阳建国（身份证430121199001010031，电话138-1234-5678）住新河村，与张三、张三丰同组，2026-11-03 入户，补助 1200 元。";
        assert_eq!(
            shown(text, &["张三", "欧阳建国", "张三丰", ""], &["新河村"]),
            "欧阳某（身份证（证件号略），电话（电话略））住某村，与张某、张某同组，2026-11-03 入户，补助 1200 元。"
        );
    }

    #[test]
    fn a_name_is_found_with_any_dot_blank_or_none() {
        for told in ["阿依夏·买买提", "阿依夏•买买提", "阿依夏.买买提", "阿依夏买买提", "阿依夏 买买提"]
        {
            for filed in ["阿依夏·买买提", "阿依夏买买提"] {
                assert_eq!(shown(&format!("走访{told}家"), &[filed], &[]), "走访阿某家", "{told}");
            }
        }
        assert_eq!(shown("张 三家", &["张三"], &[]), "张某家");
        assert_eq!(shown("看望张。三天后", &["张三"], &[]), "看望张。三天后", "a sentence ends there");
        assert_eq!(shown("一张\n三户", &["张三"], &[]), "一张\n三户");
        assert_eq!(shown("见王", &["王"], &[]), "见王", "one character alone is no name");
    }

    #[test]
    fn a_village_is_found_with_and_without_its_ending() {
        for (told, left) in [
            ("住荷叶塘村3组", "住某村3组"),
            ("住荷叶塘3组", "住某村3组"),
            ("荷叶塘村委会介绍", "某村介绍"),
            ("荷叶塘社区", "某社区"),
        ] {
            assert_eq!(shown(told, &[], &["荷叶塘村"]), left, "{told}");
        }
        assert_eq!(shown("住荷叶塘村3组", &[], &["荷叶塘"]), "住某村3组");
        assert_eq!(shown("住在荷叶塘", &[], &["荷叶塘"]), "住在某地");
        assert_eq!(shown("南街社区 南街", &[], &["南街社区"]), "某社区 某社区");
        for name in ["南街居委会", "南街居民委员会"] {
            assert_eq!(shown("住在南街", &[], &[name]), "住在某社区", "{name}");
        }
    }

    #[test]
    fn words_of_the_language_are_let_be_unless_they_are_surely_meant() {
        assert_eq!(shown("幸福村的老人觉得幸福", &[], &["幸福村"]), "某村的老人觉得幸福");
        assert_eq!(shown("大家都很高兴", &["高兴"], &[]), "大家都很高兴");
        let mut words = Identifying::default();
        words.add_name("高兴");
        assert_eq!(words.out_of("高兴住院"), "高某住院", "a case of this person is told");
    }

    #[test]
    fn numbers_go_in_any_spelling() {
        let wide: String = "138".chars().map(|c| char::from_u32(c as u32 + 0xfee0).expect("wide")).collect();
        assert_eq!(shown(&format!("电话{wide}12345678"), &[], &[]), "电话（电话略）");
        assert_eq!(shown("43052419880229451x。", &[], &[]), "（证件号略）。");
        assert_eq!(
            shown("（0731）8888 6666，+86 138 1234 5678，卡号6217 0012 3456 7890 123", &[], &[]),
            "（电话略），（电话略），卡号（卡号略）"
        );
    }
}
