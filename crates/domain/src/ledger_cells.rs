//! From a cell of somebody's ledger to the stored form of a field: dates in the usual spellings and as serial numbers, codes by
//! code, label or word, several codes in one cell, numbers as text, ID numbers that Excel has destroyed. What cannot be read
//! comes back with the reason; nothing is guessed.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::dates::{self, DateError};
use crate::dictionary::{CodeTable, Field, FieldType, dictionary};
use crate::identity::{self, IdNumber, half_width};
use crate::ledger_header::bare;
use crate::ledger_import::Ledger;
use crate::ledger_sheet::Cell;

/// Why a number that Excel has destroyed is refused, and what to do.
pub const DAMAGED_ID: &str =
    "身份证号在原表里已丢失精度（被 Excel 当成数字存了），无法还原，请重新提供：把该列设为“文本”后重新录入";

/// The same for any other long number.
pub const LOST_DIGITS: &str =
    "这个长数字在原表里已丢失精度（被 Excel 当成数字存了），无法还原：请把该列设为“文本”后重新录入";
/// Why a date in a column of words is refused: 3-2 for a group has become 2 March.
pub const BECAME_DATE: &str =
    "这一格被 Excel 变成了日期，原来写的已看不出：请把该列设为“文本”后重新录入，或在这里改成原来的内容";

/// Separators between several values in one cell.
const BETWEEN: [char; 9] = ['、', '，', ',', '；', ';', '/', '／', '|', '\n'];

/// What a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Nothing stands there.
    Nothing,
    /// A value in its stored form.
    Value(Value),
    /// Cannot be read: why, in Chinese, and the part that was not understood.
    Bad {
        /// What is wrong.
        why: String,
        /// The piece of the cell that was not understood.
        raw: String,
    },
}

fn bad(why: impl Into<String>, raw: &str) -> Read {
    Read::Bad { why: why.into(), raw: raw.to_owned() }
}

/// Reads a cell as a field of the dictionary. References stay the name that stands there.
pub fn read(ledger: &Ledger, field: &Field, cell: &Cell, epoch_1904: bool, today: NaiveDate) -> Read {
    let text = cell.text();
    if let Some(fault) = cell.fault() {
        return bad(fault, &text);
    }
    if text.is_empty() || is_dash(field, &text) {
        return Read::Nothing;
    }
    match field.kind {
        FieldType::Date => date(cell, epoch_1904, today),
        FieldType::Time => time(cell),
        FieldType::Integer => number(&text, 1),
        FieldType::Money => number(&text, 100),
        FieldType::Code => match code(ledger, field, &text) {
            Some(code) => Read::Value(code.into()),
            None => bad(format!("“{text}”不在“{}”的选项里", field.label), &text),
        },
        FieldType::Codes => codes(ledger, field, &text),
        FieldType::Attachment => bad("这一项不能从表格导入", &text),
        FieldType::Text if field.name == "id_number" || field.name == "cert_no" => id_number(cell),
        FieldType::Text | FieldType::LongText if lost_digits(cell) => bad(LOST_DIGITS, &text),
        FieldType::Text if field.name != "remark" && matches!(cell, Cell::Moment(_)) => bad(BECAME_DATE, &text),
        FieldType::Text if field.name.ends_with("phone") => Read::Value(phone(&text).0.into()),
        FieldType::Text | FieldType::LongText | FieldType::Reference => Read::Value(whole(&text).into()),
    }
}

/// The first telephone number of a cell, and the whole cell where it says more: another number, whose it is.
pub fn phone(text: &str) -> (String, Option<String>) {
    let plain = half_width(text);
    let of_number = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '+');
    let digits = |run: &str| run.chars().filter(char::is_ascii_digit).count();
    // 138 0000 0000 is one number; where that is too long for one, blanks part them.
    let joined: String = plain.split_whitespace().collect();
    if joined.chars().all(|c| of_number(&c)) && digits(&joined) <= 12 {
        return (joined, None);
    }
    let mut runs = plain.split(|c| !of_number(&c)).map(|run| run.trim_matches('-')).filter(|run| digits(run) >= 7);
    match runs.next() {
        Some(first) => (first.to_owned(), Some(text.to_owned())),
        None => (text.to_owned(), None),
    }
}

/// A number of so many digits that Excel has rounded it: a bank account, a file number.
pub fn lost_digits(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => number.abs() >= 1e15,
        Cell::Text(_) => {
            let text = half_width(&cell.text()).to_uppercase();
            let Some((mantissa, exponent)) = text.split_once("E+") else { return false };
            let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            number(mantissa) && exponent.parse::<u32>().is_ok_and(|exponent| exponent >= 10)
        }
        _ => false,
    }
}

/// Signs for "nothing here". 无 says so only where no word is expected.
fn is_dash(field: &Field, text: &str) -> bool {
    let text = half_width(text);
    let dash = text.chars().all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '－' | ' ' | '_'));
    let none = ["无", "暂无", "不详", "没有", "空", "N/A"].contains(&text.trim());
    let free = matches!(field.kind, FieldType::Text | FieldType::LongText);
    let number = field.name == "id_number" || field.name == "cert_no" || field.name.ends_with("phone");
    let has_no = field.codes.as_deref() == Some("yes_no");
    dash || none && (!free || number) && !has_no
}

/// A number that was typed as text and is shown as one.
fn whole(text: &str) -> String {
    text.strip_suffix(".0").filter(|rest| rest.chars().all(|c| c.is_ascii_digit())).unwrap_or(text).to_owned()
}

fn date(cell: &Cell, epoch_1904: bool, today: NaiveDate) -> Read {
    let found = match cell {
        Cell::Moment(moment) => in_range(moment.date()),
        Cell::Number(number) => from_number(*number, epoch_1904, today),
        _ => {
            let text = half_width(&cell.text());
            // 2025-03-05 00:00:00 as databases write it.
            let day =
                text.split_once([' ', 'T']).filter(|(_, rest)| rest.contains(':')).map_or(text.as_str(), |cut| cut.0);
            match day.trim().parse::<f64>() {
                Ok(number) if day.trim().len() != 8 && !day.contains('.') => from_number(number, epoch_1904, today),
                _ if !has_year(day) => Err(DateError::Unreadable),
                _ => dates::parse(day, today),
            }
        }
    };
    match found {
        Ok(date) => Read::Value(date.to_string().into()),
        Err(error) => bad(error.to_string(), &cell.text()),
    }
}

/// A year and a month without a day, as a column 出生年月 often holds: 1948.3, 1948年3月, 194803.
pub fn is_year_and_month(text: &str) -> bool {
    let text = half_width(text);
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match parts.as_slice() {
        [year, month] if year.len() == 4 && month.len() <= 2 => (*year, *month),
        [both] if both.len() == 6 => both.split_at(4),
        _ => return false,
    };
    let within = |text: &str, from: u32, to: u32| text.parse().is_ok_and(|number: u32| (from..=to).contains(&number));
    within(year, 1900, 2100) && within(month, 1, 12)
}

/// 3-5 and 昨天 mean something while typing today, not in a table of last year.
fn has_year(text: &str) -> bool {
    let first: String = text.chars().filter(|c| !c.is_whitespace()).take_while(char::is_ascii_digit).collect();
    let parts = text.split(['-', '.', '/', '年', '月', '。', '—', '–']).filter(|part| !part.trim().is_empty()).count();
    first.len() >= 4 || parts >= 3
}

fn in_range(date: NaiveDate) -> Result<NaiveDate, DateError> {
    dates::in_range(date).then_some(date).ok_or(DateError::OutOfRange)
}

/// 20250305 or a serial number of Excel, which counts days from 1900 (with its 29 February 1900) or from 1904.
fn from_number(number: f64, epoch_1904: bool, today: NaiveDate) -> Result<NaiveDate, DateError> {
    if number.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&number) {
        return dates::parse(&format!("{}", number as u64), today);
    }
    // A year alone, or 195203, is no day.
    if !(1.0..100_000.0).contains(&number) {
        return Err(if (100_000.0..1_000_000.0).contains(&number) {
            DateError::ShortYear
        } else {
            DateError::Unreadable
        });
    }
    if (1900.0..=2100.0).contains(&number) {
        return Err(DateError::Unreadable);
    }
    let days = number as u64;
    let (base, days) = match (epoch_1904, days) {
        (true, days) => (NaiveDate::from_ymd_opt(1904, 1, 1), days),
        (false, days @ ..60) => (NaiveDate::from_ymd_opt(1899, 12, 31), days),
        (false, days) => (NaiveDate::from_ymd_opt(1899, 12, 30), days),
    };
    let date = base.and_then(|base| base.checked_add_days(Days::new(days)));
    date.ok_or(DateError::OutOfRange).and_then(in_range)
}

fn time(cell: &Cell) -> Read {
    let found = match cell {
        Cell::Moment(moment) => Some(moment.format("%H:%M").to_string()),
        Cell::Number(number) if (0.0..1.0).contains(number) => {
            let minutes = (number * 1440.0).round() as u32;
            Some(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
        }
        _ => dates::time(&cell.text()),
    };
    found.map_or_else(|| bad("应为 24 小时制的时间，如 10:20", &cell.text()), |time| Read::Value(time.into()))
}

/// A whole number or an amount; what people write behind it (人, 元, 岁) is dropped.
fn number(text: &str, times: i64) -> Read {
    let plain = half_width(text).replace([',', ' '], "");
    let plain = plain.trim_end_matches(['人', '元', '岁', '户', '个', '次']).trim_start_matches(['¥', '￥']);
    let exact = plain.parse::<f64>().ok().map(|value| value * times as f64).filter(|value| (0.0..1e12).contains(value));
    match exact {
        Some(value) if (value - value.round()).abs() < 1e-6 => Read::Value((value.round() as i64).into()),
        _ => bad("应为数字", text),
    }
}

/// The code that a text means: a word people use, a label, or the code itself.
pub fn code(ledger: &Ledger, field: &Field, text: &str) -> Option<String> {
    let name = field.codes.as_deref()?;
    let table = dictionary().code_table(name)?;
    let written: String = half_width(text).split_whitespace().collect();
    let plain = bare(text);
    if let Some(code) = ledger.word(name, &written).or_else(|| ledger.word(name, &plain)) {
        return Some(code.to_owned());
    }
    let by = |found: &dyn Fn(&str, &str) -> bool| {
        table.entries.iter().find(|entry| found(&entry.code, &entry.label)).map(|entry| entry.code.clone())
    };
    by(&|_, label| label == written)
        .or_else(|| by(&|_, label| bare(label) == plain))
        .or_else(|| by(&|code, _| code == written))
        .or_else(|| by(&|_, label| parts_of(label).any(|part| part == plain)))
        .or_else(|| alone(table, &plain))
        .or_else(|| (table.open && written.chars().count() <= 60).then_some(written))
}

/// What stands in brackets of a label says the same: 部分丧失（半护理）.
fn parts_of(label: &str) -> impl Iterator<Item = String> + '_ {
    label.split(['（', '）', '(', ')', '/']).map(bare).filter(|part| !part.is_empty())
}

/// 汉 is 汉族 and 肢体 is 肢体残疾, where only one label begins so and the rest is a mere ending.
fn alone(table: &CodeTable, plain: &str) -> Option<String> {
    let ending = |label: &str| {
        let rest = bare(label);
        rest.strip_prefix(plain)
            .is_some_and(|rest| ["族", "残疾", "级", "人员", "对象", "儿童", "老人"].contains(&rest))
    };
    let mut found = table.entries.iter().filter(|entry| !plain.is_empty() && ending(&entry.label));
    let first = found.next()?;
    found.next().is_none().then(|| first.code.clone())
}

fn codes(ledger: &Ledger, field: &Field, text: &str) -> Read {
    // A label may itself hold a stroke: whole first, in pieces then.
    if let Some(code) = code(ledger, field, text) {
        return Read::Value(vec![code].into());
    }
    let mut found: Vec<String> = Vec::new();
    for part in text.split(['、', '，', ',', '；', ';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let whole = code(ledger, field, part);
        let parts = if whole.is_some() { vec![part.to_owned()] } else { pieces(part) };
        for piece in parts {
            match code(ledger, field, &piece) {
                Some(code) if found.contains(&code) => {}
                Some(code) => found.push(code),
                None => return bad(format!("“{piece}”不在“{}”的选项里", field.label), &piece),
            }
        }
    }
    if found.is_empty() { Read::Nothing } else { Read::Value(found.into()) }
}

/// The several values of one cell.
pub fn pieces(text: &str) -> Vec<String> {
    let all = text.split(BETWEEN).flat_map(str::split_whitespace);
    all.map(str::to_owned).filter(|piece| !piece.is_empty()).collect()
}

/// An ID number, unless Excel has destroyed it. A wrong one is kept: that is a warning of the form, not a refusal.
fn id_number(cell: &Cell) -> Read {
    if is_damaged(cell) {
        return bad(DAMAGED_ID, &cell.text());
    }
    let cleaned = identity::clean(&cell.text());
    let cleaned = whole(&cleaned);
    if cleaned.is_empty() { Read::Nothing } else { Read::Value(cleaned.into()) }
}

/// Whether a number has lost its last digits in Excel: a number cell of more than fifteen digits, 4.30121E+17, or eighteen
/// digits with a wrong check digit that end in 000 or are just what a float can hold. A text ending in 000 whose check digit is
/// right is a good number.
pub fn is_damaged(cell: &Cell) -> bool {
    if let Cell::Number(number) = cell {
        return *number >= 1e15;
    }
    if lost_digits(cell) {
        return true;
    }
    let text = identity::clean(&cell.text());
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let Ok(value) = text.parse::<u64>() else { return false };
    if text.len() != 18 || matches!(identity::check(text, far_future()), IdNumber::Valid(_)) {
        return false;
    }
    let right_digit =
        matches!(identity::check(text, far_future()), IdNumber::Invalid { reason } if !reason.contains("校验位"));
    !right_digit && (text.ends_with("000") || value as f64 as u64 == value)
}

/// A birth date after today is another fault than a lost digit.
fn far_future() -> NaiveDate {
    NaiveDate::from_ymd_opt(2100, 12, 31).unwrap_or_default()
}

/// Type and grade of a disability in one cell: 肢体二级, 视力/一级, 多重 3级. What is not said is none.
pub fn disability(text: &str) -> Option<(Option<String>, Option<String>)> {
    let text = half_width(text);
    let kinds = dictionary().code_table("disability_type")?;
    let kind = kinds.entries.iter().find(|entry| {
        let stem = bare(&entry.label);
        text.contains(stem.strip_suffix("残疾").unwrap_or(&stem))
    });
    let grades = [
        ("一级", "1"),
        ("二级", "2"),
        ("三级", "3"),
        ("四级", "4"),
        ("1级", "1"),
        ("2级", "2"),
        ("3级", "3"),
        ("4级", "4"),
    ];
    let roman = [("Ⅰ", "1"), ("Ⅱ", "2"), ("Ⅲ", "3"), ("Ⅳ", "4")];
    let grade = grades.iter().chain(&roman).find(|(word, _)| text.contains(word)).map(|(_, code)| (*code).to_owned());
    let kind = kind.map(|entry| entry.code.clone());
    (kind.is_some() || grade.is_some()).then_some((kind, grade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_month_are_told_from_a_day_and_from_a_year() {
        for yes in ["1948.3", "1948年3月", "1948-03", "194803", "１９４８．３"] {
            assert!(is_year_and_month(yes), "{yes}");
        }
        for no in ["1948", "1948.3.5", "1948.13", "19480305", "3.5", "", "三月"] {
            assert!(!is_year_and_month(no), "{no}");
        }
    }
    use crate::ledger_import::{field_of, ledger};

    fn today() -> NaiveDate {
        dates::stored("2026-11-25").expect("today")
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn read_as(target: &str, cell: &Cell) -> Read {
        let field = field_of(target).expect(target);
        read(ledger("roster").expect("roster"), field, cell, false, today())
    }

    fn value(target: &str, cell: &Cell) -> Value {
        match read_as(target, cell) {
            Read::Value(value) => value,
            other => panic!("{target} {cell:?}: {other:?}"),
        }
    }

    #[test]
    fn a_date_is_read_in_all_six_usual_forms() {
        let moment = Cell::Moment(today().and_hms_opt(9, 30, 0).expect("time"));
        assert_eq!(value("recipient.birth_date", &moment), "2026-11-25");
        for typed in [
            "20250305",
            "2025-03-05",
            "2025.3.5",
            "2025/3/5",
            "2025年3月5日",
            "45721",
            "2025-03-05 00:00:00",
            "２０２５.３.５",
        ] {
            assert_eq!(value("recipient.birth_date", &text(typed)), "2025-03-05", "{typed}");
        }
        assert_eq!(value("recipient.birth_date", &Cell::Number(45721.0)), "2025-03-05");
        assert_eq!(value("recipient.birth_date", &Cell::Number(20250305.0)), "2025-03-05");
        assert_eq!(value("recipient.birth_date", &Cell::Number(59.0)), "1900-02-28", "before the day that never was");
    }

    #[test]
    fn a_workbook_of_1904_counts_from_there() {
        let field = field_of("recipient.birth_date").expect("field");
        let read = read(ledger("roster").expect("roster"), field, &Cell::Number(44259.0), true, today());
        assert_eq!(read, Read::Value("2025-03-05".into()));
    }

    #[test]
    fn two_digit_years_days_that_are_none_and_dates_without_a_year_are_told_and_kept() {
        for typed in ["25-3-5", "1987-02-29", "3-5", "昨天", "1952.03", "195203", "2025", "去年", "9999999"] {
            match read_as("recipient.birth_date", &text(typed)) {
                Read::Bad { raw, .. } => assert_eq!(raw, typed),
                other => panic!("{typed}: {other:?}"),
            }
        }
    }

    #[test]
    fn id_numbers_destroyed_by_excel_are_named() {
        for cell in [
            Cell::Number(430121199001010031.0),
            Cell::Number(430121199001010000.0),
            text("4.30121E+17"),
            text("4.3E+17"),
            text("４.30E+17"),
            text("430121199001010000"),
            text("430121199001262912"),
            text("430121199001010048"),
        ] {
            match read_as("recipient.id_number", &cell) {
                Read::Bad { why, .. } => assert!(why.contains("丢失精度"), "{why}"),
                other => panic!("{cell:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_text_ending_in_000_with_a_right_check_digit_is_good() {
        let good = (1..=28).flat_map(|day| (0..100).map(move |order| (day, order))).find_map(|(day, order)| {
            let number = format!("439901199001{day:02}{order:02}00");
            let number = format!("{}000", &number[..15]);
            matches!(identity::check(&number, today()), IdNumber::Valid(_)).then_some(number)
        });
        let good = good.expect("one of them has 0 as its check digit");
        assert_eq!(value("recipient.id_number", &text(&good)), good.as_str());
    }

    #[test]
    fn a_wrong_or_old_number_is_kept_for_the_form_to_warn() {
        assert_eq!(value("recipient.id_number", &text("430121199001010032")), "430121199001010032");
        assert_eq!(value("recipient.id_number", &text("430121 19900101 003x")), "43012119900101003X");
        assert_eq!(value("recipient.id_number", &Cell::Number(430121900101003.0)), "430121900101003");
        assert_eq!(value("recipient.id_number", &text("430524198702294512")), "430524198702294512", "no such day");
        assert_eq!(read_as("recipient.id_number", &text("无")), Read::Nothing);
    }

    #[test]
    fn codes_are_found_by_code_label_and_word() {
        for (target, written, code) in [
            ("recipient.sex", "男", "1"),
            ("recipient.sex", " 女 性 ", "2"),
            ("recipient.sex", "2", "2"),
            ("recipient.ethnicity", "土家", "15"),
            ("recipient.ethnicity", "汉族", "01"),
            ("recipient.self_care", "半护理", "2"),
            ("recipient.self_care", "能自理", "1"),
            ("recipient.boarding", "无", "no"),
            ("category.category", "低保户", "dibao"),
            ("category.category", "独居老人", "elderly_living_alone"),
            ("recipient.education", "71", "71"),
        ] {
            assert_eq!(value(target, &text(written)), code, "{target} {written}");
        }
        match read_as("recipient.ethnicity", &text("火星族")) {
            Read::Bad { why, raw } => assert_eq!((why.contains("民族"), raw.as_str()), (true, "火星族")),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn several_codes_of_one_cell_are_split() {
        assert_eq!(value("recipient.poverty_cause", &text("因病、因残/缺劳力")), serde_json::json!(["01", "02", "05"]));
        assert_eq!(value("recipient.needs", &text("监护与安全")), serde_json::json!(["10"]));
        assert_eq!(value("recipient.needs", &text("政策咨询/代办；住房")), serde_json::json!(["11", "04"]));
    }

    #[test]
    fn numbers_lose_the_words_behind_them() {
        assert_eq!(value("household.counted_population", &text("3人")), 3);
        assert_eq!(value("household.counted_population", &Cell::Number(4.0)), 4);
        assert!(matches!(read_as("household.counted_population", &text("三")), Read::Bad { .. }));
    }

    #[test]
    fn formula_errors_are_errors_and_dashes_are_nothing() {
        assert!(matches!(read_as("recipient.name", &Cell::Error("#REF!".into())), Read::Bad { .. }));
        assert!(
            matches!(read_as("recipient.sex", &Cell::Uncomputed), Read::Bad { why, .. } if why.contains("保存一次"))
        );
        for dash in ["/", "—", "－－", " - "] {
            assert_eq!(read_as("recipient.phone", &text(dash)), Read::Nothing, "{dash}");
        }
        assert_eq!(value("recipient.remark", &text("无")), "无");
    }

    #[test]
    fn a_long_number_that_lost_digits_is_refused_in_any_column() {
        for (target, cell) in [
            ("recipient.school", Cell::Number(6.21700123456789e18)),
            ("household.household_no", text("4.30199E+17")),
            ("recipient.phone", text("1.38E+10")),
            ("recipient.policies_text", Cell::Number(1e15)),
        ] {
            assert_eq!(read_as(target, &cell), bad(LOST_DIGITS, &cell.text()), "{target}");
        }
        assert_eq!(value("recipient.phone", &Cell::Number(12000002601.0)), "12000002601");
    }

    #[test]
    fn a_group_that_became_a_date_is_refused() {
        let date = Cell::Moment(today().and_hms_opt(0, 0, 0).expect("time"));
        assert_eq!(read_as("recipient.group_no", &date), bad(BECAME_DATE, "2026-11-25"));
        assert_eq!(value("recipient.remark", &date), "2026-11-25");
    }

    #[test]
    fn two_telephones_in_one_cell_are_told_apart_and_the_cell_is_kept() {
        for (typed, first, more) in [
            ("12000002301、12000002302", "12000002301", true),
            ("12000002303/0731-12000023", "12000002303", true),
            ("12000002304（儿子）", "12000002304", true),
            ("儿子：１２０００００２３０４", "12000002304", true),
            ("12000002301 12000002302", "12000002301", true),
            ("120 0000 2301", "12000002301", false),
            ("0731-12000023", "0731-12000023", false),
            ("三组", "三组", false),
        ] {
            assert_eq!(phone(typed), (first.to_owned(), more.then(|| typed.to_owned())), "{typed}");
            assert_eq!(value("recipient.guardian_phone", &text(typed)), first);
        }
    }

    #[test]
    fn type_and_grade_of_a_disability_stand_in_one_cell() {
        assert_eq!(disability("肢体/二级"), Some((Some("4".into()), Some("2".into()))));
        assert_eq!(disability("视力残疾１级"), Some((Some("1".into()), Some("1".into()))));
        assert_eq!(disability("三级"), Some((None, Some("3".into()))));
        assert_eq!(disability("无"), None);
    }
}
