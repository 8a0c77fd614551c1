//! Numbers of telephones, identity cards and bank cards in a text, however they are spelled: with blanks, dashes, brackets, in full
//! width, with area code or +86. Days, amounts and counts are none.

use std::ops::Range;

use crate::identity::half_width;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A mobile or fixed line.
    Telephone,
    /// An identity card, or a certificate that begins with its number.
    Card,
    /// A bank card or account.
    Account,
    /// A long number of some other kind.
    Other,
}

/// A number found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub what: What,
    /// As it is kept: `13800000000`, `0731-88880000`.
    pub plain: String,
}

/// A run of digits, and where it stands.
struct Group {
    digits: String,
    range: Range<usize>,
}

/// How many groups of digits may be one number: a bank card in fours, or one with a prefix.
const MOST_GROUPS: usize = 6;

/// All numbers of a text, in order.
pub fn numbers(text: &str) -> Vec<Found> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let joined = joined_with(text, &groups[at..]);
        if let Some(taken) = day(text, &groups[at..at + joined]) {
            at += taken;
            continue;
        }
        let longest = (1..=joined).rev().find_map(|count| Some((count, read(text, &groups[at..at + count])?)));
        match longest {
            Some((count, (what, plain))) => {
                let range = around(text, groups[at].range.start..groups[at + count - 1].range.end);
                found.push(Found { range, what, plain });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// The telephones of a text, as they are kept.
pub fn telephones(text: &str) -> Vec<Found> {
    numbers(text).into_iter().filter(|found| found.what == What::Telephone).collect()
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(narrow) = half_width(c.encode_utf8(&mut [0; 4])).chars().next() else { continue };
        let end = at + c.len_utf8();
        let last = groups.last_mut().filter(|group| group.range.end == at);
        match last {
            Some(group) if narrow.is_ascii_digit() => {
                group.digits.push(narrow);
                group.range.end = end;
            }
            // The check digit of an identity card.
            Some(group) if matches!(narrow, 'x' | 'X') && group.digits.len() >= 3 => {
                group.digits.push('X');
                group.range.end = end;
            }
            _ if narrow.is_ascii_digit() => groups.push(Group { digits: narrow.into(), range: at..end }),
            _ => {}
        }
    }
    groups
}

/// How many groups from the first on are joined by nothing but signs that stand inside numbers.
fn joined_with(text: &str, groups: &[Group]) -> usize {
    let joins = |between: &str| {
        let bare: Vec<char> = between.chars().filter(|c| !c.is_whitespace()).collect();
        between.chars().count() <= 3
            && !between.contains('\n')
            && bare.iter().all(|c| {
                matches!(c, '-' | '－' | '—' | '–' | '‐' | '‑' | '−' | '(' | ')' | '（' | '）' | '.' | '·' | '/' | '_')
            })
    };
    let pairs = groups.windows(2).take(MOST_GROUPS - 1);
    1 + pairs.take_while(|pair| joins(&text[pair[0].range.end..pair[1].range.start])).count()
}

/// How many groups a day takes: 2026-11-03, 2026.11.3, 20261103.
fn day(text: &str, groups: &[Group]) -> Option<usize> {
    let number = |at: usize| groups.get(at).filter(|group| group.digits.len() <= 2)?.digits.parse::<u32>().ok();
    let year = |group: &Group| group.digits.len() == 4 && matches!(&group.digits[..2], "19" | "20");
    let first = groups.first()?;
    let goes_on = groups.get(1).is_some_and(|next| text[first.range.end..next.range.start].contains('-'));
    if is_day(&first.digits) && !goes_on {
        return Some(1);
    }
    if !year(first) {
        return None;
    }
    match (number(1), number(2)) {
        (Some(1..=12), Some(1..=31)) => Some(3),
        (Some(1..=12), _) => Some(2),
        // From year to year.
        _ if groups.get(1).is_some_and(year) => Some(2),
        _ => None,
    }
}

/// 20261103.
fn is_day(eight: &str) -> bool {
    let day = chrono::NaiveDate::parse_from_str(eight, "%Y%m%d").ok().filter(|_| eight.len() == 8);
    day.is_some_and(crate::dates::in_range)
}

/// What groups of digits are together, and how that is written plainly.
fn read(text: &str, groups: &[Group]) -> Option<(What, String)> {
    let all: String = groups.iter().map(|group| group.digits.as_str()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    if all.contains('X') && all.len() != 18 {
        return None;
    }
    if let Some(plain) = telephone(groups, &all) {
        return Some((What::Telephone, plain));
    }
    if is_card(&all, groups.len() == 1) {
        return Some((What::Card, all));
    }
    let in_fours = lengths.split_last().is_some_and(|(last, before)| *last <= 4 && before.iter().all(|one| *one == 4));
    if (16..=19).contains(&all.len()) && (groups.len() == 1 || in_fours) {
        return Some((What::Account, all));
    }
    if is_counted(text, groups) {
        return None;
    }
    let local = match lengths.as_slice() {
        [7 | 8] => true,
        [3 | 4, 4] => !text[groups[0].range.end..groups[1].range.start].trim().is_empty(),
        _ => false,
    };
    if local && matches!(all.as_bytes()[0], b'2'..=b'8') {
        return Some((What::Telephone, all));
    }
    (groups.len() == 1 && all.len() >= 7).then_some((What::Other, all))
}

/// A mobile of eleven digits, or an area code with seven or eight, either with +86 before it (then without the nought).
fn telephone(groups: &[Group], all: &str) -> Option<String> {
    let country = ["0086", "86"].iter().find_map(|code| all.strip_prefix(code));
    let country = country.filter(|rest| matches!(rest.len(), 10..=12));
    let number = country.unwrap_or(all);
    let own = if country.is_some() && groups[0].digits.len() <= 4 { &groups[1..] } else { groups };
    let first = own.first()?.digits.len();
    if number.len() == 11 && number.starts_with('1') && groups.iter().all(|group| group.digits.len() >= 2) {
        return Some(number.to_owned());
    }
    let nought = if country.is_some() && !number.starts_with('0') { "0" } else { "" };
    let number = format!("{nought}{number}");
    if !number.starts_with('0') || !matches!(number.len(), 10..=12) || own.iter().any(|group| group.digits.len() < 3) {
        return None;
    }
    let area = if number.starts_with("010") || number.starts_with("02") { 3 } else { 4 };
    let parted = own.len() == 1 || first + nought.len() == area;
    (parted && matches!(number.len() - area, 7 | 8)).then(|| format!("{}-{}", &number[..area], &number[area..]))
}

/// Eighteen characters or an old number of fifteen that hold a birth date; a disability certificate goes on behind it.
fn is_card(all: &str, together: bool) -> bool {
    let plain = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    match all.len() {
        18 => plain(&all[..17]) && is_day(&all[6..14]),
        19..=23 => together && plain(&all[..17]) && is_day(&all[6..14]),
        15 => plain(all) && is_day(&format!("19{}", &all[6..12])),
        _ => false,
    }
}

/// Whether a unit stands behind it: 1200000 元, 2000-3000 份.
fn is_counted(text: &str, groups: &[Group]) -> bool {
    const UNITS: &str = "元万亿人户份次个件斤吨平亩公里米年月日天％%名场期";
    let behind = groups.last().map(|group| text[group.range.end..].trim_start());
    behind.and_then(|rest| rest.chars().next()).is_some_and(|c| UNITS.contains(c))
}

/// The number with a plus and brackets that belong to it: +86…, (0731)….
fn around(text: &str, range: Range<usize>) -> Range<usize> {
    let before = &text[..range.start];
    let own = |c: &char| matches!(c, '+' | '＋' | '(' | '（');
    let mut start = range.start;
    for c in before.chars().rev().take(2) {
        // A bracket is the number's own only when it is closed inside of it.
        let bracket = matches!(c, '(' | '（');
        if !own(&c) || bracket && !text[range.clone()].contains([')', '）']) {
            break;
        }
        start -= c.len_utf8();
    }
    start..range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(What, String, String)> {
        let all = numbers(text).into_iter();
        all.map(|found| (found.what, found.plain, text[found.range].to_owned())).collect()
    }

    #[test]
    fn a_telephone_is_one_in_any_spelling() {
        for (text, plain) in [
            ("13812345678", "13812345678"),
            ("138 1234 5678", "13812345678"),
            ("138-1234-5678", "13812345678"),
            ("１３８１２３４５６７８", "13812345678"),
            ("138—1234—5678", "13812345678"),
            ("+86 138 1234 5678", "13812345678"),
            ("+8613812345678", "13812345678"),
            ("0086-13812345678", "13812345678"),
            ("0731-88886666", "0731-88886666"),
            ("（0731）88886666", "0731-88886666"),
            ("(0731) 8888 6666", "0731-88886666"),
            ("0731 8888666", "0731-8888666"),
            ("０７３１－８８８８６６６６", "0731-88886666"),
            ("073188886666", "0731-88886666"),
            ("010-66668888", "010-66668888"),
            ("88886666", "88886666"),
            ("8888-6666", "88886666"),
            ("888-6666", "8886666"),
        ] {
            for around in [text.to_owned(), format!("电话{text}，"), format!("他说：{text}（儿子）")] {
                let found = of(&around);
                assert_eq!(found.len(), 1, "{around}: {found:?}");
                assert_eq!((found[0].0, found[0].1.as_str()), (What::Telephone, plain), "{around}");
                assert_eq!(found[0].2, text, "{around}");
            }
        }
        let two: Vec<String> =
            telephones("13800000001 13900000002/0731-12000023").into_iter().map(|one| one.plain).collect();
        assert_eq!(two, ["13800000001", "13900000002", "0731-12000023"]);
    }

    #[test]
    fn cards_and_accounts_are_found_with_and_without_blanks() {
        for (text, what) in [
            ("430121199001010031", What::Card),
            ("430121 19900101 0031", What::Card),
            ("43052419880229451x", What::Card),
            ("４３０５２４１９８８０２２９４５１Ｘ", What::Card),
            ("430121900101003", What::Card),
            ("43012119900101003142", What::Card),
            ("6217001234567890123", What::Account),
            ("6217 0012 3456 7890 123", What::Account),
            ("6217-0012-3456-7890", What::Account),
        ] {
            let found = of(&format!("号码{text}。"));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0, found[0].2.as_str()), (what, text));
        }
    }

    #[test]
    fn days_amounts_and_counts_are_no_numbers() {
        for text in [
            "2026-11-03 入户，2026-11-05 回访",
            "2026.11.3",
            "20261103",
            "2024-2026 年",
            "补助 1200 元，合计 1250000 元",
            "2000-3000 元",
            "第 3、4、5、6、7、8、9 组",
            "10-20 天，3 次",
            "1200 1300",
            "上午 10:20—11:30",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }
}
