//! The registers of the elderly with special hardship (R20), the extremely poor with their six items (R17), people with a
//! disability (R03), and minimum living with its reviews (R22).

use std::collections::HashSet;

use domain::fields::{recipient, recipient_category, self_care_assessment, visit as visit_fields};
use domain::identity;
use domain::self_care::{self, Grade, ITEMS};
use domain::visit::{self, monthly_rate};
use store::Row;

use crate::features::registers::{Made, Sheet, SpecialFigure, figure, marked};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::code_label;
use crate::people::category_register::{Gathered, newest};
use crate::records::reviews_due;

/// 特殊困难老年人, with the monthly visit rate; those not yet met first.
pub(crate) fn elderly(_: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let mut sheet = Sheet {
        columns: vec![
            ("categories", "类别"),
            ("met", "本月见到本人"),
            ("attempts", "本月走访"),
            ("last_result", "最近结果"),
            ("found", "主要情况"),
        ],
        ..Sheet::default()
    };
    for id in gathered.people.keys() {
        let mut made = Made::default();
        let visits = gathered.visits(id);
        made.cells.push(("categories", gathered.labels(id)));
        made.cells.push(("attempts", format!("{} 次", visits.len())));
        if let Some(last) = visits.last() {
            let result = code_label("visit_result", text(&last.fields, visit_fields::RESULT));
            made.cells.push(("last_result", format!("{} {result}", text(&last.fields, visit_fields::DATE))));
            made.cells.push((
                "found",
                crate::kernel::words::shortened(text(&last.fields, visit_fields::OBSERVATION_TEXT), 40),
            ));
        }
        match visits.iter().rfind(|row| visit::is_met(text(&row.fields, visit_fields::RESULT))) {
            Some(met) => {
                made.cells.push(("met", text(&met.fields, visit_fields::DATE).to_owned()));
                made.marks.push("met");
            }
            None => {
                made.marks.push("not_met");
                let why =
                    if visits.is_empty() { "本月还没有探访" } else { "本月去过，还没有见到本人" };
                made.prompt(false, why);
            }
        }
        sheet.rows.insert(id.clone(), made);
    }
    let registered: HashSet<&str> = sheet.rows.keys().map(String::as_str).collect();
    let with_mark = |(id, made): (&'_ String, &Made)| made.marks.contains(&"met").then(|| id.clone());
    let met_ids: Vec<String> = sheet.rows.iter().filter_map(with_mark).collect();
    let met: HashSet<&str> = met_ids.iter().map(String::as_str).collect();
    let rate = monthly_rate(&registered, &met);
    let value = if rate.whole == 0 { rate.to_string() } else { format!("{rate}（{}/{}）", rate.part, rate.whole) };
    sheet.figures = vec![
        SpecialFigure { label: "月探访率".to_owned(), value, mark: None },
        figure("已见到本人", rate.part, Some("met")),
        figure("还没有见到", rate.whole - rate.part, Some("not_met")),
    ];
    Ok(sheet)
}

/// 特困人员.
pub(crate) fn tekun(context: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let assessments = newest(context, self_care_assessment::KIND, gathered)?;
    let mut columns = vec![("support_mode", "供养形式"), ("grade", "自理等级（估）")];
    columns.extend(ITEMS);
    columns.extend([("assessed", "评估日期"), ("carer", "照料护理人"), ("review", "上次核查")]);
    let mut sheet = Sheet { columns, ..Sheet::default() };
    for (id, person) in &gathered.people {
        let mut made = Made::default();
        if let Some(row) = gathered.held.get(id).and_then(|rows| rows.first()) {
            made.cells.push((
                "support_mode",
                code_label("support_mode", text(&row.fields, recipient_category::SUPPORT_MODE)),
            ));
            let agreement =
                if text(&row.fields, recipient_category::CARE_AGREEMENT) == "yes" { "（已签协议）" } else { "" };
            made.cells.push(("carer", format!("{}{agreement}", text(&row.fields, recipient_category::CARER))));
            made.cells.push(("review", text(&row.fields, recipient_category::REVIEW_DATE).to_owned()));
            if text(&row.fields, recipient_category::SUPPORT_MODE) == "dispersed"
                && text(&row.fields, recipient_category::CARER).is_empty()
            {
                made.prompt(false, "分散供养，没有登记照料护理人");
            }
        }
        match assessments.get(id) {
            None => {
                made.marks.push("not_assessed");
                made.prompt(false, "还没有做六项自理能力评估");
            }
            Some(row) => assessed(row, person, &mut made),
        }
        sheet.rows.insert(id.clone(), made);
    }
    sheet.figures = vec![figure("在册特困人员", sheet.rows.len(), None)];
    for (mark, label) in [("self_1", "全自理"), ("self_2", "半护理"), ("self_3", "全护理"), ("not_assessed", "未评估")]
    {
        sheet.figures.push(figure(label, marked(&sheet.rows, mark), Some(mark)));
    }
    Ok(sheet)
}

fn assessed(row: &Row, person: &Row, made: &mut Made) {
    made.cells.push(("assessed", text(&row.fields, self_care_assessment::DATE).to_owned()));
    for (name, _) in ITEMS {
        made.cells.push((name, code_label("able", text(&row.fields, name))));
    }
    match self_care::of_fields(&row.fields) {
        Grade::Found { code, unmet } => {
            let words = format!("{}（{unmet} 项不达）", code_label("self_care", code));
            made.cells.push(("grade", words));
            made.marks.push(match code {
                "1" => "self_1",
                "2" => "self_2",
                _ => "self_3",
            });
            let filed = text(&person.fields, recipient::SELF_CARE);
            if !filed.is_empty() && filed != code {
                made.prompt(false, format!("档案里的自理能力是“{}”，与评估不一致", code_label("self_care", filed)));
            }
        }
        Grade::Lacks(items) => {
            made.marks.push("not_assessed");
            made.cells.push(("grade", "不出结论".to_owned()));
            made.prompt(false, format!("{}没有评，六项评全才出等级", items.join("、")));
        }
    }
}

/// 残疾人: the certificate is read, and compared with the person's own number (R03). Warnings only.
pub(crate) fn disabled(context: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let mut sheet = Sheet {
        columns: vec![
            ("disability_type", "残疾类别"),
            ("disability_grade", "残疾等级"),
            ("cert_no", "残疾人证号"),
            ("checked", "证号核对"),
            ("self_care", "自理能力"),
            ("policies", "享受政策"),
        ],
        ..Sheet::default()
    };
    for (id, person) in &gathered.people {
        let mut made = Made::default();
        for row in gathered.held.get(id).into_iter().flatten().take(1) {
            let of = |field: &str| text(&row.fields, field);
            made.cells
                .push(("disability_type", code_label("disability_type", of(recipient_category::DISABILITY_TYPE))));
            made.cells
                .push(("disability_grade", code_label("disability_grade", of(recipient_category::DISABILITY_GRADE))));
            made.cells.push(("cert_no", domain::mask::id_number(of(recipient_category::CERT_NO))));
            let found = certificate(context, of(recipient_category::CERT_NO), person, row);
            if let Err(words) = &found {
                made.marks.push("cert_doubt");
                made.prompt(false, words.clone());
            }
            let words = if of(recipient_category::CERT_NO).is_empty() { "没有证号" } else { "相符" };
            made.cells.push(("checked", found.map_or_else(|_| "请核对".to_owned(), |()| words.to_owned())));
            if visit::is_heavy_disability(&gathered.held(id).into_iter().next().unwrap_or_default()) {
                made.marks.push("heavy");
            }
        }
        made.cells.push(("self_care", code_label("self_care", text(&person.fields, recipient::SELF_CARE))));
        made.cells
            .push(("policies", crate::kernel::words::shortened(text(&person.fields, recipient::POLICIES_TEXT), 30)));
        sheet.rows.insert(id.clone(), made);
    }
    sheet.figures = vec![
        figure("在册残疾人", sheet.rows.len(), None),
        figure("重残", marked(&sheet.rows, "heavy"), Some("heavy")),
        figure("证号待核", marked(&sheet.rows, "cert_doubt"), Some("cert_doubt")),
    ];
    Ok(sheet)
}

fn certificate(context: &Context, number: &str, person: &Row, row: &Row) -> Result<(), String> {
    if number.is_empty() {
        return Ok(());
    }
    let cert = identity::disability_cert(&identity::clean(number), context.today).map_err(str::to_owned)?;
    let own = identity::clean(text(&person.fields, recipient::ID_NUMBER));
    if own.len() == 18 && own != cert.id_number {
        return Err("残疾人证前 18 位与本人身份证号不同，请核对".to_owned());
    }
    for (field, read, word) in [
        (recipient_category::DISABILITY_TYPE, &cert.kind, "类别"),
        (recipient_category::DISABILITY_GRADE, &cert.grade, "等级"),
    ] {
        let typed = text(&row.fields, field);
        if !typed.is_empty() && typed != read {
            return Err(format!("登记的残疾{word}与残疾人证号上的不一致，请核对"));
        }
    }
    Ok(())
}

/// 低保对象, with the review that comes next.
pub(crate) fn dibao(context: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let mut sheet = Sheet {
        columns: vec![
            ("level", "类（档）别"),
            ("hukou", "户口性质"),
            ("began", "起始日期"),
            ("class", "核查类型"),
            ("last", "上次核查"),
            ("due", "下次核查"),
            ("days", "还有"),
        ],
        ..Sheet::default()
    };
    let cycle = reviews_due::cycle(context)?;
    for (id, person) in &gathered.people {
        let mut made = Made::default();
        made.cells.push(("hukou", code_label("hukou_type", text(&person.fields, recipient::HUKOU_TYPE))));
        for row in gathered.held.get(id).into_iter().flatten().take(1) {
            let of = |field: &str| text(&row.fields, field);
            made.cells.push(("level", of(recipient_category::LEVEL).to_owned()));
            made.cells.push(("began", of(recipient_category::START_DATE).to_owned()));
            let Some(review) = reviews_due::of_category(context, row, cycle) else {
                continue;
            };
            made.cells.push(("class", if review.unsteady { "6 个月" } else { "12 个月" }.to_owned()));
            made.cells.push(("last", of(recipient_category::REVIEW_DATE).to_owned()));
            made.cells.push(("due", review.due.clone()));
            let days =
                if review.days < 0 { format!("逾期 {} 天", -review.days) } else { format!("{} 天", review.days) };
            made.cells.push(("days", days));
            if review.days < 0 {
                made.marks.push("overdue");
                made.prompt(true, format!("低保核查 {} 到期，已逾期 {} 天", review.due, -review.days));
            } else if review.soon {
                made.marks.push("soon");
                made.prompt(false, format!("低保核查 {} 到期", review.due));
            }
        }
        sheet.rows.insert(id.clone(), made);
    }
    sheet.figures = vec![
        figure("在册低保对象", sheet.rows.len(), None),
        figure("核查逾期", marked(&sheet.rows, "overdue"), Some("overdue")),
        figure("即将到期", marked(&sheet.rows, "soon"), Some("soon")),
    ];
    Ok(sheet)
}
