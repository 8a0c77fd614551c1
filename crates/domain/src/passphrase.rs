//! A new passphrase, judged by how many guesses it withstands: Chinese by characters, pinyin by syllables, numbers that others know
//! of a person hardly at all, everything else by zxcvbn; names of its owner and of the office are refused. A passphrase that exists is
//! never judged: it keeps opening.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::identity::half_width;
use crate::names;

/// Powers of ten of guesses that a stretched passphrase must withstand.
const ENOUGH: f64 = 8.0;
/// From here on nobody need think of it again.
const GOOD: f64 = 11.0;
/// What one more Chinese character, or one more syllable of pinyin, multiplies the guesses by: about fifty in a sentence.
const CHARACTER: f64 = 1.7;
/// The same character or syllable once more.
const REPEATED: f64 = 0.3;
/// A telephone or ID number, as a whole: whoever knows the person knows it.
const KNOWN_NUMBER: f64 = 4.0;
/// Own words shorter than this as pinyin are found in too much by chance.
const SHORTEST_OWN_PINYIN: usize = 4;

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Not taken.
    Weak,
    /// Taken.
    Enough,
    /// Hard to guess.
    Good,
}

/// What is said of a new passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Judged {
    /// How hard it is to guess.
    pub strength: Strength,
    /// Why it is not taken and what to do; none when it is.
    pub trouble: Option<String>,
}

/// Judges a new passphrase of somebody with these names (the person's, the station's, the county's).
pub fn judge(passphrase: &str, own: &[&str]) -> Judged {
    let weak = |trouble: &str| Judged { strength: Strength::Weak, trouble: Some(trouble.to_owned()) };
    if has_own_word(passphrase, own) {
        return weak("密码里不要有自己的姓名或单位名称，别人最先猜的就是这些。请换一句只有自己想得到的话。");
    }
    match guesses(passphrase) {
        few if few < ENOUGH => {
            weak("密码太容易猜到。请用一句自己记得住、别人想不到的话：六个以上不重复的汉字，或一长串拼音。")
        }
        many => Judged { strength: if many < GOOD { Strength::Enough } else { Strength::Good }, trouble: None },
    }
}

/// Powers of ten of guesses.
fn guesses(passphrase: &str) -> f64 {
    let plain = half_width(passphrase);
    let mut seen = BTreeSet::new();
    let han = plain.chars().filter(|c| is_han(*c)).map(|c| if seen.insert(c) { CHARACTER } else { REPEATED });
    let rest = plain.split(is_han).filter(|run| !run.trim().is_empty());
    han.sum::<f64>() + rest.map(latin).sum::<f64>()
}

/// What is not Chinese: what zxcvbn says, but no more than as pinyin and numbers.
fn latin(run: &str) -> f64 {
    let judged = zxcvbn::zxcvbn(run, &[]).guesses_log10();
    let lower = run.to_ascii_lowercase();
    let parts = split_by_kind(&lower);
    let mut seen = BTreeSet::new();
    let as_pinyin = parts.iter().map(|part| match part.chars().next() {
        Some(c) if c.is_ascii_alphabetic() => {
            let syllables = syllables(part)?;
            Some(syllables.into_iter().map(|one| if seen.insert(one) { CHARACTER } else { REPEATED }).sum::<f64>())
        }
        Some(c) if c.is_ascii_digit() && is_known_number(part) => Some(KNOWN_NUMBER),
        _ => Some(zxcvbn::zxcvbn(part, &[]).guesses_log10()),
    });
    as_pinyin.sum::<Option<f64>>().map_or(judged, |as_pinyin: f64| as_pinyin.min(judged))
}

/// Runs of letters, of digits and of anything else.
fn split_by_kind(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_ascii_alphabetic(), c.is_ascii_digit());
    let (mut parts, mut from, mut last) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        if last.is_some_and(|last| last != kind(c)) {
            parts.push(&text[from..at]);
            from = at;
        }
        last = Some(kind(c));
    }
    parts.push(&text[from..]);
    parts
}

/// A mobile number, or the digits of an ID number.
fn is_known_number(digits: &str) -> bool {
    matches!(digits.len(), 15 | 17 | 18) || (digits.len() == 11 && digits.starts_with('1'))
}

/// Every syllable that some character is read as.
static SYLLABLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let readings = ('\u{4e00}'..='\u{9fa5}').filter_map(|c| c.to_pinyin_multi()).flatten();
    readings.map(|reading| reading.plain().replace('ü', "v")).collect()
});

/// The fewest syllables that letters are made of; none when they are no pinyin.
fn syllables(letters: &str) -> Option<Vec<&str>> {
    // The best way to each place, from the front.
    let mut ways: Vec<Option<Vec<&str>>> = vec![None; letters.len() + 1];
    ways[0] = Some(Vec::new());
    for end in 1..=letters.len() {
        for start in end.saturating_sub(6)..end {
            let Some(way) = &ways[start] else { continue };
            let shorter = ways[end].as_ref().is_none_or(|known| way.len() + 1 < known.len());
            if shorter && SYLLABLES.contains(&letters[start..end]) {
                let longer = way.iter().copied().chain([&letters[start..end]]).collect();
                ways[end] = Some(longer);
            }
        }
    }
    ways.pop().flatten()
}

/// Whether it has a name of its owner in it, in characters or as pinyin.
fn has_own_word(passphrase: &str, own: &[&str]) -> bool {
    let only_words =
        |text: &str| -> String { half_width(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let plain = only_words(passphrase);
    own.iter().map(|name| only_words(name)).filter(|name| name.chars().count() > 1).any(|name| {
        let readings = names::pinyin_full(&name);
        plain.contains(&name)
            || readings.iter().any(|reading| reading.len() >= SHORTEST_OWN_PINYIN && plain.contains(reading.as_str()))
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_is_a_matter_of_guesses() {
        let table = [
            ("12345678", Strength::Weak),
            ("password", Strength::Weak),
            ("aaaaaaaaaaaaaaaa", Strength::Weak),
            ("qwertyuiop", Strength::Weak),
            ("1qaz2wsx", Strength::Weak),
            ("abcd1234", Strength::Weak),
            // Numbers that others know, and a day.
            ("13873112345", Strength::Weak),
            ("439901195203154023", Strength::Weak),
            ("19520315", Strength::Weak),
            ("１２３４５６７８", Strength::Weak),
            // Chinese by characters that are not repeated.
            ("春天", Strength::Weak),
            ("春天来了", Strength::Weak),
            ("练习练习练习练习", Strength::Weak),
            ("好好好好好好好好好好", Strength::Weak),
            ("后山那棵歪枣", Strength::Enough),
            ("石桥边的老樟树下", Strength::Good),
            // Pinyin by syllables.
            ("woaini", Strength::Weak),
            ("nihao123", Strength::Weak),
            ("nihaonihaonihaonihao", Strength::Weak),
            ("houshannakewaizaoshu", Strength::Good),
            ("HouShanNaKeWaiZao", Strength::Enough),
            // Others by zxcvbn.
            ("T7#kq9!vLz", Strength::Enough),
            ("correct horse battery staple", Strength::Good),
            ("后山枣树 3 棵 T7#k", Strength::Good),
            ("", Strength::Weak),
        ];
        for (passphrase, strength) in table {
            let judged = judge(passphrase, &[]);
            assert_eq!(judged.strength, strength, "{passphrase}: 10^{:.1}", guesses(passphrase));
            assert_eq!(judged.trouble.is_some(), strength == Strength::Weak, "{passphrase}");
        }
    }

    #[test]
    fn names_of_the_person_and_of_the_office_are_refused() {
        let own = ["欧阳秀英", "大瑶镇", "阿依夏·买买提"];
        for passphrase in [
            "欧阳秀英和后山那棵歪枣树",
            "后山那棵歪枣树大瑶镇",
            "ouyangxiuying-houshan-waizaoshu",
            "后山那棵歪枣树 DaYaoZhen",
            "后山歪枣树阿依夏买买提",
            "ＯｕＹａｎｇＸｉｕＹｉｎｇ后山那棵歪枣树",
        ] {
            let judged = judge(passphrase, &own);
            assert!(judged.trouble.is_some_and(|text| text.contains("姓名或单位")), "{passphrase}");
        }
        assert_eq!(judge("后山那棵歪枣树", &own).trouble, None);
        // A name of one character is in too many sentences.
        assert_eq!(judge("林子里那棵歪枣树", &["林", ""]).trouble, None);
    }
}
