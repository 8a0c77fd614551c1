//! Recipients, and whoever else has an ID number: the number is checked, and compared with sex and birth (R01, R02, R04).

use chrono::NaiveDate;

use crate::fields::recipient;
use crate::finding::Finding;
use crate::identity::IdNumber;
use crate::values::{Fields, date, text};
use crate::{age, identity};

/// R01, R02, R04: the ID number is checked and compared with sex and birth. Warnings only.
pub(crate) fn identified(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let number = text(fields, recipient::ID_NUMBER);
    if number.is_empty() || !matches!(text(fields, recipient::ID_TYPE), "" | "resident_id") {
        return findings;
    }
    let mut warn = |field: &str, message: String| findings.push(Finding::warning(field, message));
    let reading = match identity::check(&identity::clean(number), today) {
        IdNumber::Valid(reading) => reading,
        IdNumber::Old15(reading) => {
            warn(recipient::ID_NUMBER, "旧 15 位号码，可以保存；建议补登 18 位身份证号".into());
            reading
        }
        IdNumber::Invalid { reason } => {
            warn(recipient::ID_NUMBER, format!("身份证号格式不对：{reason}。请核对；确实如此也可以保存"));
            return findings;
        }
    };
    for note in &reading.notes {
        warn(recipient::ID_NUMBER, format!("{note}，不影响保存"));
    }
    if date(fields, recipient::BIRTH_DATE).is_some_and(|birth| birth != reading.birth) {
        warn(recipient::BIRTH_DATE, format!("与身份证号上的出生日期 {} 不一致，请核对", reading.birth));
    }
    if matches!(text(fields, recipient::SEX), "1" | "2") && text(fields, recipient::SEX) != reading.sex {
        warn(recipient::SEX, "与身份证号上的性别不一致，请核对".into());
    }
    findings
}

pub(crate) fn check(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = identified(fields, provisional, today);
    let minor = age::is_minor(date(fields, recipient::BIRTH_DATE), date(fields, recipient::DEATH_DATE), today);
    if minor && text(fields, recipient::GUARDIAN_NAME).is_empty() {
        findings.push(Finding::warning(recipient::GUARDIAN_NAME, "未满 18 周岁，请尽量填写监护人"));
    }
    findings
}
