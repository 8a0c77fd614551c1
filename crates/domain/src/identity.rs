//! Citizen ID numbers (GB 11643) and disability certificates: cleaning, checking and reading (R01–R03).
//! Everything here informs and warns; nothing forbids, for numbers repeated or wrong at issue are real.

use chrono::NaiveDate;
use serde::Serialize;

/// What a cleaned number is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum IdNumber {
    /// Eighteen digits, right check digit, a real birth date not after today.
    Valid(Reading),
    /// An old number of fifteen digits (旧 15 位): may be kept, but is no basis for identity by itself.
    Old15(Reading),
    /// Anything else, and why.
    Invalid {
        /// The reason, in words for the person who types.
        reason: &'static str,
    },
}

/// What can be read from a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Code of table `sex`.
    pub sex: &'static str,
    /// Birth date.
    pub birth: NaiveDate,
    /// The number in eighteen digits; an old one is completed.
    pub full: String,
    /// Notes that make nothing invalid: unknown province, old division code.
    pub notes: Vec<String>,
}

/// Full-width letters, digits and signs as half-width ones.
pub fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Full-width digits as half-width ones; everything else, punctuation too, stays.
pub fn half_width_digits(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '\u{ff10}'..='\u{ff19}') { char::from(b'0' + (c as u32 - 0xff10) as u8) } else { c })
        .collect()
}

/// Characters that cannot be seen: zero-width, byte order mark, directions, fillers, places of objects.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffc}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{180e}'
            | '\u{061c}'
            | '\u{feff}'
            | '\u{00ad}'
    )
}

/// Cleans a number as typed or pasted: spaces, zero-width characters, full-width, hyphens, a leading apostrophe, `="…"`, x.
pub fn clean(typed: &str) -> String {
    let text = half_width(typed);
    let text = text.trim();
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = text.trim_start_matches(['\'', '\u{2018}', '\u{2019}', '`']);
    let dropped =
        |c: char| c.is_whitespace() || is_invisible(c) || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    text.chars().filter(|c| !dropped(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// Checks a cleaned number (R01) and reads it (R02).
pub fn check(number: &str, today: NaiveDate) -> IdNumber {
    let invalid = |reason| IdNumber::Invalid { reason };
    if !number.is_ascii() {
        return invalid("含有数字以外的字符");
    }
    match number.len() {
        18 => {}
        15 if number.bytes().all(|b| b.is_ascii_digit()) => {
            return match birth(&format!("19{}", &number[6..12])) {
                Some(birth) => IdNumber::Old15(reading(&complete(number), birth)),
                None => invalid("出生日期不存在"),
            };
        }
        _ => return invalid("应为 18 位"),
    }
    if !number[..17].bytes().all(|b| b.is_ascii_digit()) || !matches!(number.as_bytes()[17], b'0'..=b'9' | b'X') {
        return invalid("含有数字以外的字符");
    }
    if number.ends_with(check_digit(&number[..17])) {
        match birth(&number[6..14]) {
            Some(birth) if birth > today => invalid("出生日期晚于今天"),
            Some(birth) => IdNumber::Valid(reading(number, birth)),
            None => invalid("出生日期不存在"),
        }
    } else {
        invalid("校验位不对，可能有数字输错")
    }
}

fn birth(eight: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(eight, "%Y%m%d").ok().filter(|date| crate::dates::in_range(*date))
}

fn check_digit(seventeen: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.bytes().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// A number that is formally valid and nobody's (no division begins with 99): it stands for somebody's where two files are to be known as one
/// person's without saying whose.
pub fn stand_in(number: u32) -> String {
    let seventeen = format!("99{:04}19000101{:03}", number / 1000 % 10_000, number % 1000);
    let check = check_digit(&seventeen);
    format!("{seventeen}{check}")
}

/// An old number in eighteen digits.
fn complete(fifteen: &str) -> String {
    let seventeen = format!("{}19{}", &fifteen[..6], &fifteen[6..]);
    let check = check_digit(&seventeen);
    format!("{seventeen}{check}")
}

fn reading(full: &str, birth: NaiveDate) -> Reading {
    let sex = if (full.as_bytes()[16] - b'0') % 2 == 1 { "1" } else { "2" };
    let mut notes = Vec::new();
    let province: u32 = full[..2].parse().unwrap_or(0);
    if !matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83) {
        notes.push("前两位不是现行省级代码，请核对".to_owned());
    } else if province == 43 && crate::divisions::county(&full[..6]).is_none() {
        notes.push(match former_division(&full[..6]) {
            Some(name) => format!("旧区划码（{name}）"),
            None => "可能是旧区划码".to_owned(),
        });
    }
    Reading { sex, birth, full: full.to_owned(), notes }
}

/// Former division codes of Hunan whose names are sure; others are only called old.
fn former_division(code: &str) -> Option<&'static str> {
    Some(match code {
        "430124" => "原宁乡县",
        "430122" => "原望城县",
        code if code.starts_with("4330") => "原怀化地区",
        _ => return None,
    })
}

/// A disability certificate (R03): ID number, type 1–7, grade 1–4, and perhaps a suffix for re-issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisabilityCert {
    /// Code of `disability_type`.
    pub kind: String,
    /// Code of `disability_grade`.
    pub grade: String,
    /// The ID number it was made from.
    pub id_number: String,
}

/// Reads a cleaned certificate number; the error says what is wrong.
pub fn disability_cert(number: &str, today: NaiveDate) -> Result<DisabilityCert, &'static str> {
    if !number.is_ascii() || number.len() < 20 {
        return Err("残疾人证应为 20 位：身份证号加类别、等级各 1 位");
    }
    let (id_number, rest) = number.split_at(18);
    let (kind, grade, suffix) = (&rest[..1], &rest[1..2], &rest[2..]);
    if !matches!(check(id_number, today), IdNumber::Valid(_)) {
        return Err("残疾人证前 18 位不是有效的身份证号");
    }
    if !matches!(kind, "1" | "2" | "3" | "4" | "5" | "6" | "7") {
        return Err("残疾人证第 19 位（类别）应为 1 至 7");
    }
    if !matches!(grade, "1" | "2" | "3" | "4") {
        return Err("残疾人证第 20 位（等级）应为 1 至 4");
    }
    let suffix_ok = suffix.is_empty()
        || (suffix.len() <= 3
            && suffix.as_bytes()[0].is_ascii_uppercase()
            && suffix[1..].bytes().all(|b| b.is_ascii_digit()));
    if !suffix_ok {
        return Err("残疾人证 20 位之后只能是补证次数，如 B1");
    }
    Ok(DisabilityCert { kind: kind.into(), grade: grade.into(), id_number: id_number.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn today() -> NaiveDate {
        stored("2026-11-23").expect("today")
    }

    fn valid(number: &str) -> Reading {
        match check(number, today()) {
            IdNumber::Valid(reading) => reading,
            other => panic!("{number}: {other:?}"),
        }
    }

    fn invalid(number: &str) -> &'static str {
        match check(number, today()) {
            IdNumber::Invalid { reason } => reason,
            other => panic!("{number}: {other:?}"),
        }
    }

    #[test]
    fn r01_the_examples_of_the_handbook() {
        assert_eq!(clean("430524198802 29451x"), "43052419880229451X");
        let reading = valid("43052419880229451X");
        assert_eq!((reading.sex, reading.birth), ("1", stored("1988-02-29").expect("date")));
        assert_eq!(valid("430121199001010031").sex, "1");
        assert!(invalid("430524198702294512").contains("不存在"));
        assert!(invalid("430121199001010032").contains("校验位"));
    }

    #[test]
    fn r01_everything_that_paste_and_excel_leave_is_cleaned() {
        let full: String =
            "430121199001010031".chars().map(|c| char::from_u32(c as u32 + 0xfee0).expect("wide")).collect();
        for typed in [
            full.as_str(),
            "'430121199001010031",
            "\u{2018}430121199001010031",
            "=\"430121199001010031\"",
            "430121-19900101-0031",
            "430121\u{2014}19900101\u{2014}0031",
            "\u{feff}430121 1990\u{200b}0101\t0031\u{3000}\n",
            "430121\u{00a0}19900101\u{202f}0031",
        ] {
            assert_eq!(clean(typed), "430121199001010031", "{typed:?}");
        }
    }

    #[test]
    fn r01_a_birth_after_today_is_invalid_and_today_is_not() {
        let born = |day: &str| {
            let seventeen = format!("430181{day}001");
            format!("{seventeen}{}", check_digit(&seventeen))
        };
        assert_eq!(valid(&born("20261123")).birth, today());
        assert!(invalid(&born("20261124")).contains("晚于今天"));
        assert!(invalid(&born("18991231")).contains("不存在"));
    }

    #[test]
    fn r01_a_good_number_that_ends_in_000_is_good() {
        let seventeen = (0..100).map(|n| format!("4301811960{:02}{:02}{:03}", 1 + n % 12, 1 + n % 28, 0));
        let numbers = seventeen.map(|s| format!("{s}{}", check_digit(&s))).filter(|number| number.ends_with("000"));
        let numbers: Vec<_> = numbers.collect();
        assert!(!numbers.is_empty());
        for number in numbers {
            valid(&number);
        }
    }

    #[test]
    fn r01_an_unknown_province_is_noted_and_not_refused() {
        let seventeen = "99012119900101003";
        let reading = valid(&format!("{seventeen}{}", check_digit(seventeen)));
        assert!(reading.notes[0].contains("省级代码"));
        assert!(valid("430121199001010031").notes.is_empty());
    }

    #[test]
    fn stand_ins_are_valid_and_apart() {
        let all: std::collections::BTreeSet<String> = (0..3000).map(stand_in).collect();
        assert_eq!(all.len(), 3000);
        assert!(all.iter().all(|number| matches!(check(number, today()), IdNumber::Valid(_))));
    }

    #[test]
    fn r01_fifteen_digits_are_a_third_state() {
        match check("430121900101003", today()) {
            IdNumber::Old15(reading) => {
                assert_eq!((reading.full.as_str(), reading.sex), ("430121199001010031", "1"));
                assert_eq!(reading.birth, stored("1990-01-01").expect("date"));
            }
            other => panic!("{other:?}"),
        }
        assert!(invalid("430121900230003").contains("不存在"));
    }

    #[test]
    fn r01_wrong_lengths_and_letters_are_said() {
        for number in ["", "4301", "43012119900101003", "4301211990010100311"] {
            assert!(invalid(number).contains("18 位"), "{number}");
        }
        for number in ["4301211990010100A1", "43012119900101003Y", "X30121199001010031", "身份证号身份证"] {
            assert!(invalid(number).contains("字符"), "{number}");
        }
    }

    #[test]
    fn r02_an_old_division_code_is_valid_and_named() {
        let reading = valid("433001195203154029");
        assert_eq!((reading.sex, reading.birth), ("2", stored("1952-03-15").expect("date")));
        assert_eq!(reading.notes, ["旧区划码（原怀化地区）"]);
    }

    #[test]
    fn r02_numbers_from_other_provinces_are_not_called_old() {
        let seventeen = "11010519491231002";
        assert_eq!(valid(&format!("{seventeen}{}", check_digit(seventeen))).notes, Vec::<String>::new());
        let unknown = "43299919490101001";
        assert_eq!(valid(&format!("{unknown}{}", check_digit(unknown))).notes, ["可能是旧区划码"]);
    }

    #[test]
    fn r03_the_examples_of_the_handbook() {
        let cert = disability_cert("43012119900101003142", today()).expect("valid");
        assert_eq!((cert.kind.as_str(), cert.grade.as_str()), ("4", "2"));
        assert!(disability_cert("43012119900101003183", today()).unwrap_err().contains("类别"));
        assert!(disability_cert("43012119900101003145", today()).unwrap_err().contains("等级"));
    }

    #[test]
    fn r03_suffix_length_and_id_number_are_checked() {
        assert!(disability_cert("43012119900101003142B1", today()).is_ok());
        assert!(disability_cert("43012119900101003142B", today()).is_ok());
        assert!(disability_cert("4301211990010100314211", today()).unwrap_err().contains("补证"));
        assert!(disability_cert("430121199001010031", today()).unwrap_err().contains("20 位"));
        assert!(disability_cert("43012119900101003242", today()).unwrap_err().contains("前 18 位"));
    }
}
