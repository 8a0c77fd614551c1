//! Checking and cleaning of any record by the dictionary. Messages stand at the field and say what is wrong and what to
//! type. Errors keep a record from being final; warnings never block. Rules across fields: `rules.rs`.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::dictionary::{CodeTable, Field, FieldType, Kind, dictionary};
use crate::fields::{assessment, household, recipient, recipient_category};
pub use crate::finding::{Finding, Level};
use crate::values::is_empty;
pub use crate::values::{codes, text};
use crate::{dates, identity, names, rules, telephone};

/// Length of fields that name no other, in characters.
const TEXT_MAX: usize = 200;
const LONG_TEXT_MAX: usize = 20_000;

/// Checks a record. `provisional` (暂存): what is missing is no error yet; what is there must still be right in type.
pub fn check(kind: &Kind, fields: &Map<String, Value>, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for field in &kind.fields {
        match fields.get(&field.name).filter(|value| !is_empty(value)) {
            Some(value) => findings.extend(check_value(field, value)),
            None if field.required && !provisional && field.is_asked(fields) => {
                findings.push(Finding::error(&field.name, format!("请{}“{}”", verb(field), field.label)));
            }
            None => {}
        }
    }
    for finding in rules::check(kind, fields, provisional, today) {
        let said = findings.iter().any(|other| other.field == finding.field && other.is_error());
        if !(said && finding.is_error()) {
            findings.push(finding);
        }
    }
    findings
}

fn verb(field: &Field) -> &'static str {
    match field.kind {
        FieldType::Code | FieldType::Codes | FieldType::Reference => "选择",
        FieldType::Attachment => "添加",
        _ => "填写",
    }
}

fn not_money(label: &str) -> String {
    format!("“{label}”应为金额，如 1500 或 1500.50")
}

fn check_value(field: &Field, value: &Value) -> Option<Finding> {
    let error = |message: String| Some(Finding::error(&field.name, message));
    let label = &field.label;
    match (field.kind, value) {
        (FieldType::Text | FieldType::LongText | FieldType::Reference, Value::String(text)) => {
            let fallback = if field.kind == FieldType::LongText { LONG_TEXT_MAX } else { TEXT_MAX };
            let (count, max) = (text.chars().count(), field.max.unwrap_or(fallback));
            if count > max {
                return error(format!("“{label}”最多 {max} 字，现有 {count} 字，请精简"));
            }
            let doubt = is_telephone(field).then(|| telephone::doubt(text)).flatten();
            doubt.map(|doubt| Finding::warning(&field.name, doubt))
        }
        (FieldType::Integer | FieldType::Money, Value::Number(number)) => match number.as_i64() {
            Some(number @ 0..=1_000_000_000_000) => field
                .between
                .filter(|(least, most)| !(*least..=*most).contains(&number))
                .and_then(|(least, most)| error(format!("“{label}”应在 {least} 到 {most} 之间，请核对"))),
            Some(_) => error(format!("“{label}”应为不小于 0 的数，请核对")),
            None if field.kind == FieldType::Money => error(not_money(label)),
            None => error(format!("“{label}”应为整数")),
        },
        (FieldType::Integer, _) if field.unit.is_some() => error(format!("“{label}”应为数，如 2 或 2.5")),
        (FieldType::Money, _) => error(not_money(label)),
        (FieldType::Integer, _) => error(format!("“{label}”应为整数，只填数字")),
        (FieldType::Date, Value::String(text)) => match dates::stored(text) {
            Some(date) if dates::in_range(date) => None,
            Some(_) => error(format!("“{label}”：{}", dates::DateError::OutOfRange)),
            None => error(format!("“{label}”：{}", reason(text))),
        },
        (FieldType::Time, Value::String(text)) => (dates::time(text).as_deref() != Some(text))
            .then(|| Finding::error(&field.name, format!("“{label}”应为 24 小时制的时间，如 10:20"))),
        (FieldType::Code, Value::String(code)) => unknown_code(field, code),
        (FieldType::Codes, Value::Array(list)) => list.iter().find_map(|code| match code.as_str() {
            Some(code) => unknown_code(field, code),
            None => error(format!("“{label}”的选项有误，请重新选择")),
        }),
        (FieldType::Attachment, Value::Object(_)) => None,
        _ => error(format!("“{label}”的内容类型不对，请重新填写")),
    }
}

/// Why a text that should be a stored date is none. `clean` has resolved all spellings, so this day was refused there.
fn reason(text: &str) -> String {
    let any_day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    dates::parse(text, any_day).err().unwrap_or(dates::DateError::Unreadable).to_string()
}

fn unknown_code(field: &Field, code: &str) -> Option<Finding> {
    let table: &CodeTable = dictionary().code_table(field.codes.as_deref()?)?;
    if table.open && code.chars().count() <= TEXT_MAX || table.entry(code).is_some() {
        return None;
    }
    Some(Finding::error(&field.name, format!("“{}”不在“{}”的选项里，请重新选择", shortened(code), field.label)))
}

fn shortened(text: &str) -> String {
    if text.chars().count() > 20 {
        format!("{}…", text.chars().take(20).collect::<String>())
    } else {
        text.to_owned()
    }
}

/// Brings what was typed into its stored form: dates and times in any spelling, numbers in full-width digits, ID numbers,
/// phones, blanks at the ends. What cannot be read stays as typed, for `check` to name and the person to see.
pub fn clean(kind: &Kind, fields: &mut Map<String, Value>, today: NaiveDate) {
    for field in &kind.fields {
        let Some(value) = fields.get_mut(&field.name) else {
            continue;
        };
        if let Value::String(typed) = value {
            *value = cleaned(field, typed, today);
        }
    }
}

fn cleaned(field: &Field, typed: &str, today: NaiveDate) -> Value {
    let visible: String =
        typed.chars().filter(|c| !identity::is_invisible(*c) || field.kind == FieldType::LongText).collect();
    let bare = visible.trim();
    if bare.is_empty() {
        return Value::Null;
    }
    match field.kind {
        FieldType::Date => match dates::parse(bare, today) {
            Ok(date) => date.to_string().into(),
            Err(_) => bare.into(),
        },
        FieldType::Time => dates::time(bare).unwrap_or_else(|| bare.to_owned()).into(),
        FieldType::Integer | FieldType::Money => {
            let digits = identity::half_width(bare).replace([',', ' '], "");
            digits.parse::<i64>().map_or_else(|_| bare.into(), Value::from)
        }
        FieldType::Text if field.name == recipient::ID_NUMBER || field.name == recipient_category::CERT_NO => {
            identity::clean(bare).into()
        }
        FieldType::Text if is_telephone(field) => telephone::clean(bare).into(),
        FieldType::Text if is_name(&field.name) => names::cleaned(bare).into(),
        FieldType::LongText => visible.trim_end().into(),
        _ => bare.into(),
    }
}

fn is_telephone(field: &Field) -> bool {
    field.name.ends_with("phone")
}

fn is_name(field: &str) -> bool {
    matches!(field, recipient::NAME | recipient::FORMER_NAME | household::HEAD_NAME | recipient::VILLAGE)
        || field.ends_with("_name") && field != assessment::SCALE_NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn today() -> NaiveDate {
        dates::stored("2026-11-23").expect("today")
    }

    fn kind(name: &str) -> &'static Kind {
        dictionary().kind(name).expect(name)
    }

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().expect("object").clone()
    }

    fn recipient() -> Map<String, Value> {
        map(json!({"name": "李四", "sex": "1", "village": "新河村", "file_created": "2026-11-01"}))
    }

    fn errors(kind_name: &str, fields: &Map<String, Value>, provisional: bool) -> Vec<String> {
        let findings = check(kind(kind_name), fields, provisional, today());
        findings.into_iter().filter(Finding::is_error).map(|finding| finding.field).collect()
    }

    #[test]
    fn what_is_required_is_asked_for_and_only_when_final() {
        assert_eq!(errors("recipient", &recipient(), false), Vec::<String>::new());
        assert_eq!(errors("recipient", &Map::new(), false), ["name", "sex", "village", "file_created"]);
        assert_eq!(errors("recipient", &Map::new(), true), Vec::<String>::new());
        let mut blank = recipient();
        blank.insert("name".into(), json!("  "));
        let findings = check(kind("recipient"), &blank, false, today());
        assert_eq!(findings[0].message, "请填写“姓名”");
    }

    #[test]
    fn a_wrong_type_or_code_is_an_error_even_when_provisional() {
        for (field, value) in [
            ("name", json!(5)),
            ("sex", json!("男")),
            ("needs", json!(["01", "77"])),
            ("needs", json!("01")),
            ("birth_date", json!("2025-02-30")),
            ("birth_date", json!(20250101)),
        ] {
            let fields = map(json!({ field: value }));
            assert_eq!(errors("recipient", &fields, true), [field]);
        }
        assert_eq!(errors("household", &map(json!({"population": -1})), true), ["population"]);
        assert_eq!(errors("household", &map(json!({"population": 3.5})), true), ["population"]);
        assert_eq!(errors("visit", &map(json!({"start_time": "25:00"})), true), ["start_time"]);
    }

    #[test]
    fn dates_from_1900_to_2100_are_taken() {
        for (date, good) in [
            ("1900-01-01", true),
            ("2090-06-30", true),
            ("2100-12-31", true),
            ("1899-12-31", false),
            ("2101-01-01", false),
        ] {
            let found = errors("recipient_category", &map(json!({"end_date": date})), true);
            assert_eq!(found.is_empty(), good, "{date}");
        }
    }

    #[test]
    fn ten_thousand_characters_emoji_and_rare_characters_fit_a_long_text() {
        let mut fields = recipient();
        fields.insert("remark".into(), json!("䶮㑇𠮷😀".repeat(2500)));
        assert_eq!(errors("recipient", &fields, false), Vec::<String>::new());
        fields.insert("remark".into(), json!("长".repeat(20_001)));
        fields.insert("name".into(), json!("名".repeat(51)));
        assert_eq!(errors("recipient", &fields, false), ["name", "remark"]);
    }

    #[test]
    fn fields_that_this_version_does_not_know_pass_untouched() {
        let mut fields = recipient();
        fields.insert("county_own".into(), json!({"a": [1]}));
        let before = fields.clone();
        clean(kind("recipient"), &mut fields, today());
        assert_eq!((errors("recipient", &fields, false), fields), (vec![], before));
    }

    #[test]
    fn typing_is_cleaned_into_its_stored_form() {
        let wide = "\u{ff14}\u{ff13}\u{ff10}\u{ff15}\u{ff12}\u{ff14}198802 29451\u{ff58}";
        let mut fields = map(json!({"name": " 李\u{3000}四\u{200b} ", "id_number": wide, "birth_date": "1988.2.29",
            "phone": "138 1234 5678", "file_created": "昨天", "village": "新河村 ", "remark": "  两格开头\n", "school": "   "}));
        clean(kind("recipient"), &mut fields, today());
        let expected = json!({"name": "李四", "id_number": "43052419880229451X", "birth_date": "1988-02-29",
            "phone": "13812345678", "file_created": "2026-11-22", "village": "新河村", "remark": "  两格开头", "school": null});
        assert_eq!(Value::Object(fields), expected);
    }

    #[test]
    fn what_cannot_be_read_stays_as_typed_and_is_named() {
        let mut fields = map(json!({"birth_date": "88-2-29", "name": "Anna Maria Lee"}));
        clean(kind("recipient"), &mut fields, today());
        assert_eq!(fields["birth_date"], json!("88-2-29"));
        assert_eq!(fields["name"], json!("Anna Maria Lee"));
        let findings = check(kind("recipient"), &fields, true, today());
        assert!(findings[0].message.contains("四位"), "{findings:?}");
    }

    #[test]
    fn numbers_and_times_are_cleaned_too() {
        let mut note = map(json!({"session_no": "\u{ff13}", "start_time": "930", "recipients_present": "x"}));
        clean(kind("progress_note"), &mut note, today());
        assert_eq!(
            Value::Object(note.clone()),
            json!({"session_no": 3, "start_time": "09:30", "recipients_present": "x"})
        );
        assert_eq!(errors("progress_note", &note, true), ["recipients_present"]);
    }

    #[test]
    fn cleaning_twice_changes_nothing_more() {
        let mut fields =
            map(json!({"name": "李 四", "birth_date": "1988年2月29日", "id_number": "=\"43052419880229451x\""}));
        clean(kind("recipient"), &mut fields, today());
        let once = fields.clone();
        clean(kind("recipient"), &mut fields, today());
        assert_eq!(fields, once);
    }
}
