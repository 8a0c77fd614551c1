//! Telephone numbers as people type them: brought into one spelling, doubted where they are none. A doubt never hinders, and no
//! digit is ever dropped: what cannot be read stays as typed.

use crate::identity::half_width;

/// Marks that people put between two numbers.
const BETWEEN: [char; 9] = ['、', '，', ',', '；', ';', '/', '／', '|', '或'];

/// One number without its blanks; several with `、` between them; what is none as it was typed.
pub(crate) fn clean(typed: &str) -> String {
    let plain = half_width(typed).trim().to_owned();
    let joined: String = plain.split_whitespace().collect();
    if is_number(&joined) {
        return joined;
    }
    let parts: Vec<&str> =
        plain.split(|c: char| c.is_whitespace() || BETWEEN.contains(&c)).filter(|part| !part.is_empty()).collect();
    match parts.len() > 1 && parts.iter().all(|part| is_number(part)) {
        true => parts.join("、"),
        false => plain,
    }
}

/// What makes a telephone doubtful, and what to do; nothing where each number in it is one.
pub(crate) fn doubt(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| is_number(part)) {
        return None;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let mobile = text.starts_with('1') && text.chars().all(|c| c.is_ascii_digit());
    Some(match digits {
        0 => format!("“{text}”不像电话号码，请核对"),
        1..=14 if mobile => format!("手机号应为 11 位，现有 {digits} 位，请核对"),
        1..=14 => format!("“{text}”不像电话号码，请核对；姓名、关系请写到备注"),
        _ => "像是两个号码写在了一起：这里只填一个，另一个写到备注".to_owned(),
    })
}

/// A mobile number, a fixed line with or without its area code and extension, a short number of a service or of a village's net.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '转')) {
        return false;
    }
    let (line, extension) = text.split_once('转').unwrap_or((text, ""));
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    let good = match digits.as_bytes() {
        [b'1', second, ..] if digits.len() == 11 => *second >= b'2',
        [b'0', ..] => (10..=12).contains(&digits.len()) || line.contains('-') && (13..=16).contains(&digits.len()),
        [b'4' | b'8', b'0', b'0', ..] if digits.len() == 10 => true,
        _ => (3..=8).contains(&digits.len()),
    };
    good && extension.len() <= 6 && extension.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_usual_spelling_are_no_doubt() {
        for number in [
            "12000002301",
            "13800000000",
            "0731-12000023",
            "073112000023",
            "(0731)12000023",
            "12000023",
            "12000023转8012",
            "+8613800000000",
            "4008000000",
            "110",
            "662301",
            "12000002301、12000002302",
        ] {
            assert_eq!(doubt(number), None, "{number}");
        }
    }

    #[test]
    fn what_is_no_telephone_is_doubted_in_words() {
        for (typed, said) in [
            ("三组", "不像电话号码"),
            ("无", "不像电话号码"),
            ("1380000000", "现有 10 位"),
            ("138000000001", "现有 12 位"),
            ("12000002304(儿子)", "备注"),
            ("1200000230112000002302", "两个号码"),
        ] {
            assert!(doubt(typed).expect(typed).contains(said), "{typed}: {:?}", doubt(typed));
        }
    }

    #[test]
    fn one_number_loses_its_blanks_and_two_are_never_run_together() {
        for (typed, kept) in [
            ("１２０ 0000 2301", "12000002301"),
            ("0731 - 1200 0023", "0731-12000023"),
            ("12000002301 12000002302", "12000002301、12000002302"),
            ("12000002301/0731-12000023", "12000002301、0731-12000023"),
            ("三组", "三组"),
            ("12000002304 儿子", "12000002304 儿子"),
        ] {
            assert_eq!(clean(typed), kept);
        }
    }
}
