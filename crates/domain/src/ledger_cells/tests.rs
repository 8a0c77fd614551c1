//! Cells as they really come, each with what must be read from it.

use super::numbers::LOST_DIGITS;
use super::*;
use crate::dates;
use crate::identity::{self, IdNumber};
use crate::ledger_import::{field_of, ledger};
use serde_json::Value;

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
fn formula_errors_are_errors_and_dashes_are_nothing() {
    assert!(matches!(read_as("recipient.name", &Cell::Error("#REF!".into())), Read::Bad { .. }));
    assert!(matches!(read_as("recipient.sex", &Cell::Uncomputed), Read::Bad { why, .. } if why.contains("保存一次")));
    for dash in ["/", "—", "－－", " - "] {
        assert_eq!(read_as("recipient.phone", &text(dash)), Read::Nothing, "{dash}");
    }
    assert_eq!(value("recipient.remark", &text("无")), "无");
}

#[test]
fn a_group_that_became_a_date_is_refused() {
    let date = Cell::Moment(today().and_hms_opt(0, 0, 0).expect("time"));
    assert_eq!(read_as("recipient.group_no", &date), bad(BECAME_DATE, "2026-11-25"));
    assert_eq!(
        read_as("household.household_no", &date),
        bad(BECAME_DATE, "2026-11-25"),
        "and any other column of words"
    );
    assert_eq!(value("recipient.remark", &date), "2026-11-25");
    // As it stands in a text file that Excel has saved.
    for typed in ["3月2日", "２月１日", "2-Mar", "Mar-02", "02-Mar-26", "2026/3/2", "2026年3月2日"] {
        assert_eq!(read_as("recipient.group_no", &text(typed)), bad(BECAME_DATE, typed), "{typed}");
    }
    for typed in ["3组", "3-2", "三月组", "12", "March组", "马家组"] {
        assert_eq!(value("recipient.group_no", &text(typed)), typed);
    }
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
fn type_and_grade_of_a_disability_stand_in_one_cell() {
    assert_eq!(disability("肢体/二级"), Some((Some("4".into()), Some("2".into()))));
    assert_eq!(disability("视力残疾１级"), Some((Some("1".into()), Some("1".into()))));
    assert_eq!(disability("三级"), Some((None, Some("3".into()))));
    assert_eq!(disability("无"), None);
}

#[test]
fn a_year_and_a_month_are_told_from_a_day_and_from_a_year() {
    for yes in ["1948.3", "1948年3月", "1948-03", "194803", "１９４８．３"] {
        assert!(is_year_and_month(yes), "{yes}");
    }
    for no in ["1948", "1948.3.5", "1948.13", "19480305", "3.5", "", "三月"] {
        assert!(!is_year_and_month(no), "{no}");
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
fn numbers_lose_the_words_behind_them() {
    assert_eq!(value("household.counted_population", &text("3人")), 3);
    assert_eq!(value("household.counted_population", &Cell::Number(4.0)), 4);
    assert!(matches!(read_as("household.counted_population", &text("三")), Read::Bad { .. }));
}

#[test]
fn a_long_number_that_lost_digits_is_refused_in_any_column() {
    for (target, cell) in [
        ("recipient.school", Cell::Number(6.21700123456789e18)),
        ("household.household_no", text("4.30199E+17")),
        ("recipient.phone", text("1.38E+10")),
        ("recipient.policies_text", Cell::Number(1e15)),
        ("household.household_no", text("6217001234567890000")),
    ] {
        assert_eq!(read_as(target, &cell), bad(LOST_DIGITS, &cell.text()), "{target}");
    }
    assert_eq!(value("recipient.phone", &Cell::Number(12000002601.0)), "12000002601");
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
        ("120 0000 2301/120 0000 2302", "12000002301", true),
        ("+86 12000002301", "12000002301", false),
        ("（0731）12000023 转 801", "0731-12000023", true),
        ("本人12000002301 儿子12000002302", "12000002301", true),
        ("三组", "三组", false),
    ] {
        assert_eq!(phone(typed), (first.to_owned(), more.then(|| typed.to_owned())), "{typed}");
        assert_eq!(value("recipient.guardian_phone", &text(typed)), first);
    }
}
