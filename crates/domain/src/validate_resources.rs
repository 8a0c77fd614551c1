//! Rules across the fields of one record for volunteers' records, resources, gifts, news, trainings, organisations and targets; asked
//! by `validate_kinds.rs`. What follows from other records (the ten working days, completion) stands in `volunteer.rs` and `kpi.rs`.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::validate::{Finding, codes, text};
use crate::validate_kinds::{date, later, order};

type Fields = Map<String, Value>;

/// The longest service of one day that is not worth a second look, in minutes.
const LONG_SERVICE: i64 = 12 * 60;
const WHOLE_DAY: i64 = 24 * 60;

/// Findings of a kind's own rules.
pub(crate) fn check(kind: &str, fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = match kind {
        "volunteer_service" => service(fields),
        "volunteer_training" | "administrative_work" => some_time(fields),
        "training" => {
            [some_time(fields), Vec::from_iter(order(fields, "date", "end_date", "结束日期早于开始日期，请核对"))]
                .concat()
        }
        "resource_linkage" => resource(fields),
        "resource_beneficiary" => someone(fields, &["recipient", "household", "name"], provisional),
        "gift_receipt" => receipt(fields, provisional),
        "training_attendee" => someone(fields, &["staff", "volunteer", "name"], provisional),
        "community_org" => organisation(fields),
        "kpi_target" => year(fields),
        "inspection" => inspection(fields),
        "equipment" => Vec::from_iter(later(fields, "acquired_date", today, "取得日期")),
        "expense" => expense(fields),
        _ => Vec::new(),
    };
    findings.extend(later(fields, "date", today, "日期"));
    findings
}

/// What was found must be put right by a day, and cannot have been before it was found.
fn inspection(fields: &Fields) -> Vec<Finding> {
    let mut findings = Vec::from_iter(order(fields, "date", "rectified_date", "整改完成日期早于检查日期，请核对"));
    findings.extend(order(fields, "date", "due_date", "整改期限早于检查日期，请核对"));
    let found = !text(fields, "problems").is_empty() && text(fields, "rectified_date").is_empty();
    if found && text(fields, "due_date").is_empty() {
        findings.push(Finding::warning("due_date", "有问题还没整改的，请填整改期限，到期前会提醒"));
    }
    findings
}

fn expense(fields: &Fields) -> Vec<Finding> {
    let unnamed = text(fields, "flow") == "out" && text(fields, "expense_type").is_empty();
    if unnamed {
        vec![Finding::warning("expense_type", "支出请选用途，台账按用途汇总")]
    } else {
        Vec::new()
    }
}

fn minutes(fields: &Fields) -> Option<i64> {
    fields.get("minutes").and_then(Value::as_i64)
}

fn some_time(fields: &Fields) -> Vec<Finding> {
    let none = minutes(fields) == Some(0);
    if none { vec![Finding::error("minutes", "时间应大于 0，请填写实际的时间")] } else { Vec::new() }
}

/// 办法 7 条: the time that was really given.
fn service(fields: &Fields) -> Vec<Finding> {
    let mut findings = some_time(fields);
    let Some(given) = minutes(fields) else {
        return findings;
    };
    if given > WHOLE_DAY {
        findings.push(Finding::error("minutes", "一天最多 24 小时；跨天的活动请每天各记一条"));
    } else if window(fields).is_some_and(|window| given > window) {
        findings.push(Finding::warning("minutes", "服务时间比活动起止时间还长，请核对；服务时间只算实际付出的时间"));
    } else if given > LONG_SERVICE {
        findings.push(Finding::warning("minutes", "一天超过 12 小时，请核对是不是填成了分钟"));
    }
    if date(fields, "evaluated_date").zip(date(fields, "date")).is_some_and(|(evaluated, served)| evaluated < served) {
        findings.push(Finding::warning("evaluated_date", "评价日期早于活动日期，请核对"));
    }
    findings
}

/// Minutes between start and end, where both are known and in order.
fn window(fields: &Fields) -> Option<i64> {
    let clock = |name: &str| chrono::NaiveTime::parse_from_str(text(fields, name), "%H:%M").ok();
    let minutes = (clock("end_time")? - clock("start_time")?).num_minutes();
    (minutes > 0).then_some(minutes)
}

fn resource(fields: &Fields) -> Vec<Finding> {
    let mut findings = Vec::new();
    let amount = fields.get("amount").and_then(Value::as_i64);
    let kind = text(fields, "resource_type");
    if amount == Some(0) && matches!(kind, "money" | "goods") {
        findings.push(Finding::warning("amount", "资金、物资一般有金额或折价；填 0 只计次数，不进折合金额"));
    }
    if amount.is_some_and(|amount| amount > 0) && codes(fields, "vouchers").is_empty() {
        findings.push(Finding::warning("vouchers", "有金额的资源请留存捐赠函、发票或照片等凭证"));
    }
    findings
}

fn someone(fields: &Fields, names: &[&str], provisional: bool) -> Vec<Finding> {
    let named = names.iter().any(|name| !text(fields, name).is_empty());
    if named || provisional {
        return Vec::new();
    }
    vec![Finding::error(names[0], "请选择是谁；没有建档的填写姓名")]
}

fn receipt(fields: &Fields, provisional: bool) -> Vec<Finding> {
    let mut findings = someone(fields, &["recipient", "household", "name"], provisional);
    let signed = text(fields, "signed") == "yes";
    if signed && fields.get("quantity").and_then(Value::as_i64) == Some(0) {
        findings.push(Finding::warning("quantity", "已签收但数量是 0，请核对"));
    }
    if !signed && !text(fields, "signed_date").is_empty() {
        findings.push(Finding::warning("signed", "填了签收日期，是否已签收？没有签收的不计入户次"));
    }
    findings
}

fn organisation(fields: &Fields) -> Vec<Finding> {
    let filed = matches!(text(fields, "stage"), "filed" | "registered");
    let missing = filed && text(fields, "filing_no").is_empty();
    if missing {
        vec![Finding::warning("filing_no", "已备案或登记的，请补填登记或备案号")]
    } else {
        Vec::new()
    }
}

fn year(fields: &Fields) -> Vec<Finding> {
    let odd = fields.get("year").and_then(Value::as_i64).is_some_and(|year| !(2018..=2100).contains(&year));
    if odd { vec![Finding::error("year", "年度请写四位，如 2026")] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use serde_json::json;

    fn findings(kind: &str, value: Value, provisional: bool) -> Vec<(String, bool)> {
        let fields = value.as_object().expect("object").clone();
        let found = check(kind, &fields, provisional, stored("2026-11-25").expect("today"));
        found.into_iter().map(|finding| (finding.field.clone(), finding.is_error())).collect()
    }

    fn at(field: &str, error: bool) -> Vec<(String, bool)> {
        vec![(field.to_owned(), error)]
    }

    #[test]
    fn service_time_is_the_time_really_given() {
        let with = |minutes: i64, from: &str, to: &str| {
            findings("volunteer_service", json!({"minutes": minutes, "start_time": from, "end_time": to}), false)
        };
        assert_eq!(with(120, "09:00", "11:00"), []);
        assert_eq!(with(121, "09:00", "11:00"), at("minutes", false));
        assert_eq!(with(0, "", ""), at("minutes", true));
        assert_eq!(with(720, "", ""), []);
        assert_eq!(with(721, "", ""), at("minutes", false));
        assert_eq!(with(1441, "", ""), at("minutes", true));
        assert_eq!(with(60, "11:00", "09:00"), [], "times out of order are pointed out elsewhere");
    }

    #[test]
    fn dates_that_cannot_be_are_pointed_out() {
        let early = json!({"date": "2026-11-20", "evaluated_date": "2026-11-19", "minutes": 60});
        assert_eq!(findings("volunteer_service", early, false), at("evaluated_date", false));
        assert_eq!(findings("news_item", json!({"date": "2026-11-26"}), false), at("date", false));
        let order = json!({"date": "2026-11-20", "end_date": "2026-11-19", "minutes": 60});
        assert_eq!(findings("training", order, false), at("end_date", true));
    }

    #[test]
    fn a_resource_has_a_worth_and_a_voucher() {
        let with = |kind: &str, amount: i64, vouchers: Value| {
            findings("resource_linkage", json!({"resource_type": kind, "amount": amount, "vouchers": vouchers}), false)
        };
        assert_eq!(with("goods", 0, json!([])), at("amount", false));
        assert_eq!(with("venue", 0, json!([])), []);
        assert_eq!(with("money", 5000, json!([])), at("vouchers", false));
        assert_eq!(with("money", 5000, json!(["photo"])), []);
    }

    #[test]
    fn lists_name_somebody_before_they_are_final() {
        for (kind, field) in
            [("resource_beneficiary", "recipient"), ("gift_receipt", "recipient"), ("training_attendee", "staff")]
        {
            assert_eq!(findings(kind, json!({}), false), at(field, true), "{kind}");
            assert_eq!(findings(kind, json!({}), true), [], "{kind}");
            assert_eq!(findings(kind, json!({"name": "王奶奶"}), false), [], "{kind}");
        }
    }

    #[test]
    fn a_sign_off_list_is_looked_at_twice() {
        let with = |value: Value| findings("gift_receipt", value, false);
        assert_eq!(with(json!({"recipient": "r", "signed": "yes", "quantity": 0})), at("quantity", false));
        assert_eq!(with(json!({"recipient": "r", "signed_date": "2026-11-20"})), at("signed", false));
        assert_eq!(with(json!({"recipient": "r", "signed": "yes", "quantity": 1, "signed_date": "2026-11-20"})), []);
    }

    #[test]
    fn organisations_and_targets_are_checked() {
        assert_eq!(findings("community_org", json!({"stage": "filed"}), false), at("filing_no", false));
        assert_eq!(findings("community_org", json!({"stage": "incubating"}), false), []);
        assert_eq!(findings("kpi_target", json!({"year": 26}), false), at("year", true));
        assert_eq!(findings("kpi_target", json!({"year": 2026}), false), []);
    }
}
