//! The registers of left-behind children (R18) and of children in difficulty (R16): who looks after them, what the parents'
//! situation comes to, whether they were followed up this month and whether the parents keep in touch.

use domain::de_facto_unattended_child::{self, Outcome};
use domain::dictionary::dictionary;
use domain::fields::{child_guardianship, parent_contact_check, recipient, visit};
use domain::left_behind_child::{self, Standing};
use domain::left_behind_statistics;
use domain::parent::{FATHER, MOTHER, Parent, ParentFields};
use store::Row;

use crate::features::registers::{Made, Sheet, SpecialFigure, figure, marked};
use crate::kernel::context::{Context, codes, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::{code_label, shortened};
use crate::people;
use crate::people::category_register::{Gathered, child as counted, newest};

/// 农村留守儿童.
pub(crate) fn left_behind(context: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let guardianships = newest(context, child_guardianship::KIND, gathered)?;
    let contacts = newest(context, parent_contact_check::KIND, gathered)?;
    let away_months = context.number_parameter(domain::parameters::LEFT_BEHIND_AWAY_MONTHS)?.unwrap_or(0);
    let mut sheet = Sheet {
        columns: vec![
            ("guardianship", "监护类型"),
            ("father", "父亲"),
            ("mother", "母亲"),
            ("carer", "被委托人"),
            ("schooling", "就学"),
            ("visit_date", "本月随访"),
            ("visit_mode", "方式"),
            ("visit_found", "情况"),
            ("visit_done", "处理"),
            ("contact", "家长每周联系"),
        ],
        ..Sheet::default()
    };
    for (id, person) in &gathered.people {
        let guardianship = guardianships.get(id);
        let mut made = child(gathered, id, person, guardianship);
        made.cells.push(("contact", contact(gathered, contacts.get(id))));
        let lacks = left_behind_statistics::lacks(&counted(context, gathered, person, guardianship));
        if !lacks.is_empty() {
            made.prompt(false, format!("汇总表还缺：{}", lacks.join("、")));
            made.marks.push("not_in_summary");
        }
        if contacts.get(id).is_none_or(|row| !in_month(gathered, row)) {
            made.prompt(false, "本月还没有核查家长是否每周联系");
            made.marks.push("no_contact_check");
        } else if contacts.get(id).is_some_and(|row| text(&row.fields, parent_contact_check::WEEKLY) == "no") {
            made.prompt(true, "家长没有做到每周至少联系一次，请督促（未成年人保护法第23条）");
        }
        if let Some(row) = guardianship {
            let (father, mother) = (Parent::read(&row.fields, &FATHER), Parent::read(&row.fields, &MOTHER));
            let birth = people::birth(context, &person.fields);
            match left_behind_child::judge(birth, &father, &mother, away_months, gathered.day) {
                Standing::No(why) => made.prompt(false, format!("按登记的父母情况不属于留守儿童：{why}，请核实")),
                Standing::Unclear(lacks) => made.prompt(false, format!("需核实：{}", lacks.join("、"))),
                Standing::Registered | Standing::Formerly(_) => {}
            }
        }
        sheet.rows.insert(id.clone(), made);
    }
    sheet.figures = figures(&sheet, "在册留守儿童");
    let unchecked = marked(&sheet.rows, "no_contact_check");
    sheet.figures.push(figure("本月未核查家长联系", unchecked, Some("no_contact_check")));
    let lacking = marked(&sheet.rows, "not_in_summary");
    sheet.figures.push(figure("汇总缺项", lacking, Some("not_in_summary")));
    Ok(sheet)
}

/// 困境儿童.
pub(crate) fn in_difficulty(context: &Context, gathered: &Gathered) -> Result<Sheet, CommandError> {
    let guardianships = newest(context, child_guardianship::KIND, gathered)?;
    let mut sheet = Sheet {
        columns: vec![
            ("categories", "儿童类型"),
            ("guardianship", "监护类型"),
            ("guardian", "监护人"),
            ("father", "父亲"),
            ("mother", "母亲"),
            ("judged", "事实无人抚养（估）"),
            ("schooling", "就学"),
            ("visit_date", "本月随访"),
            ("visit_found", "情况"),
            ("visit_done", "处理"),
        ],
        ..Sheet::default()
    };
    for (id, person) in &gathered.people {
        let guardianship = guardianships.get(id);
        let mut made = child(gathered, id, person, guardianship);
        made.cells.push(("categories", gathered.labels(id)));
        let guardian =
            [text(&person.fields, recipient::GUARDIAN_NAME), text(&person.fields, recipient::GUARDIAN_RELATION)]
                .join(" ");
        made.cells.push(("guardian", guardian.trim().to_owned()));
        if let Some(row) = guardianship {
            let (father, mother) = (Parent::read(&row.fields, &FATHER), Parent::read(&row.fields, &MOTHER));
            let birth = people::birth(context, &person.fields);
            let outcome = de_facto_unattended_child::judge(birth, &father, &mother, gathered.day);
            let registered = gathered
                .held(id)
                .iter()
                .any(|held| matches!(held.category.as_str(), "de_facto_unattended_child" | "orphan"));
            let words = match outcome {
                Outcome::Yes => {
                    if !registered {
                        made.prompt(false, "父母情况符合事实无人抚养的情形（估），可协助向乡镇申请");
                    }
                    "符合".to_owned()
                }
                Outcome::Orphan => {
                    if !registered {
                        made.prompt(false, "父母双亡（失踪），按孤儿办理，可协助向乡镇申请");
                    }
                    "按孤儿办理".to_owned()
                }
                Outcome::No(why) => format!("不符合：{why}"),
                Outcome::Unclear(lacks) => {
                    made.prompt(false, format!("需核实：{}", lacks.join("、")));
                    "需核实".to_owned()
                }
            };
            made.cells.push(("judged", words));
        }
        sheet.rows.insert(id.clone(), made);
    }
    sheet.figures = figures(&sheet, "在册困境儿童");
    Ok(sheet)
}

/// What both registers show of a child.
fn child(gathered: &Gathered, id: &str, person: &Row, guardianship: Option<&Row>) -> Made {
    let mut made = Made::default();
    let school = [
        code_label("schooling", text(&person.fields, recipient::SCHOOLING)),
        text(&person.fields, recipient::SCHOOL).to_owned(),
    ];
    made.cells.push(("schooling", school.join(" ").trim().to_owned()));
    follow_up(gathered, id, &mut made);
    match guardianship {
        None => made.prompt(false, "还没有登记父母和监护情况"),
        Some(row) => {
            let kind = text(&row.fields, child_guardianship::GUARDIANSHIP_TYPE);
            made.cells.push(("guardianship", code_label("guardianship_type", kind)));
            made.cells.push(("father", parent(&row.fields, &FATHER)));
            made.cells.push(("mother", parent(&row.fields, &MOTHER)));
            let carer = [
                text(&row.fields, child_guardianship::CARER_NAME),
                text(&row.fields, child_guardianship::CARER_RELATION),
            ]
            .join(" ");
            made.cells.push(("carer", carer.trim().to_owned()));
            if kind == "none" {
                made.prompt(true, "无人监护：脱离监护单独居住生活的，须第一时间向公安机关报告");
            } else if matches!(kind, "carer_weak" | "parent_unable") {
                made.prompt(true, "监护能力不足，请核实并报告乡镇落实监护责任");
            }
            if codes(&row.fields, child_guardianship::CARER_CHECKS).iter().any(|check| check != "none") {
                made.prompt(true, "被委托人有法律规定不得委托的情形");
            }
        }
    }
    made
}

/// The last follow-up of the month: date, mode, what was found, what was done.
fn follow_up(gathered: &Gathered, id: &str, made: &mut Made) {
    let effective = |row: &&Row| domain::visit::is_effective(text(&row.fields, visit::RESULT));
    let visits: Vec<&Row> = gathered.visits(id).iter().filter(effective).collect();
    let Some(last) = visits.last() else {
        made.marks.push("not_followed");
        made.prompt(false, "本月还没有随访");
        return;
    };
    let more = if visits.len() > 1 { format!("（共 {} 次）", visits.len()) } else { String::new() };
    made.cells.push(("visit_date", format!("{}{more}", text(&last.fields, visit::DATE))));
    made.cells.push(("visit_mode", code_label("contact_mode", text(&last.fields, visit::CONTACT_MODE))));
    made.cells.push(("visit_found", shortened(text(&last.fields, visit::OBSERVATION_TEXT), 40)));
    made.cells.push(("visit_done", shortened(text(&last.fields, visit::ACTION_TAKEN), 40)));
}

/// A parent in one cell: name, situations, whether away and where.
fn parent(fields: &changelog::Payload, names: &ParentFields) -> String {
    let statuses = codes(fields, names.statuses);
    let labels = statuses.iter().map(|code| dictionary().label("parent_status", code).to_owned());
    let away = match text(fields, names.away) {
        "yes" => Some(format!("外出{}", text(fields, names.workplace))),
        "no" => Some("在家".to_owned()),
        _ => None,
    };
    let name = text(fields, names.name).to_owned();
    let parts: Vec<String> = std::iter::once(name).chain(labels).chain(away).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn contact(gathered: &Gathered, row: Option<&Row>) -> String {
    match row.filter(|row| in_month(gathered, row)) {
        None => "本月未核查".to_owned(),
        Some(row) => {
            let weekly = if text(&row.fields, parent_contact_check::WEEKLY) == "yes" { "做到" } else { "没做到" };
            format!("{weekly}（{}）", text(&row.fields, parent_contact_check::DATE))
        }
    }
}

fn in_month(gathered: &Gathered, row: &Row) -> bool {
    date(&row.fields, parent_contact_check::DATE).is_some_and(|day| domain::period::Month::of(day) == gathered.month)
}

fn figures(sheet: &Sheet, label: &str) -> Vec<SpecialFigure> {
    let not_followed = marked(&sheet.rows, "not_followed");
    vec![figure(label, sheet.rows.len(), None), figure("本月未随访", not_followed, Some("not_followed"))]
}
