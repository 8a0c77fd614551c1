//! R12: income per head and month. Four kinds of income of those who count, item by item; what is not counted is judged payment
//! by payment; employment cost once; a loss of the household's business offsets nothing. Exact, in 分; all lines are kept.

use chrono::NaiveDate;

use crate::amounts::{Ratio, each, yuan};
use crate::counted_member::Counted;
use crate::dates;
use crate::dictionary::dictionary;
use crate::excluded_income::{self, Decision, Purpose, Verdict};
use crate::means_records::{Income, Survey};
use crate::means_steps::Steps;

/// The four kinds in their order.
const KINDS: [&str; 4] = ["wage", "business", "property", "transfer"];

/// What the sum comes to; amounts in 分 of the twelve months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// How many count.
    pub heads: i128,
    /// After what is not counted, before deductions: the whole of R15.
    pub before: i128,
    /// Deductions allowed.
    pub deductions: i128,
    /// Before less deductions.
    pub annual: i128,
    /// Of a head and a month.
    pub per_capita: Ratio,
    /// Counted only because nobody has decided: 待县定; in 分, with the items.
    pub undecided: i128,
    /// Their labels.
    pub undecided_items: Vec<String>,
}

/// What an attempt gives: the lines always, the sum only when nothing is missing.
#[derive(Debug, Clone, Default)]
pub struct Working {
    /// Lines.
    pub steps: Steps,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// What should be known beside the figures.
    pub notes: Vec<String>,
    /// The sum.
    pub sum: Option<Sum>,
}

/// Works out the income of a household for a purpose.
pub fn work_out(survey: &Survey, purpose: Purpose, decisions: &[Decision]) -> Working {
    let mut working = Working::default();
    let heads = members(survey, &mut working);
    let (mut totals, mut employment, mut undecided, mut undecided_items) = ([0_i128; 4], 0, 0, Vec::new());
    for (place, kind) in KINDS.iter().enumerate() {
        let mut parts = Vec::new();
        for income in survey.incomes.iter().filter(|income| income.kind == *kind) {
            let Some(counted) = one(survey, income, purpose, decisions, &mut working) else {
                continue;
            };
            // A row that is not counted at all has no costs to deduct either.
            let cost = if counted.amount > 0 { income.cost } else { 0 };
            totals[place] += counted.amount - cost;
            if *kind == "wage" {
                employment += income.employment_cost.min(counted.amount.max(0));
            }
            undecided += counted.undecided;
            if counted.undecided > 0 && !undecided_items.contains(&label_of(income)) {
                undecided_items.push(label_of(income));
            }
            parts.push(yuan(counted.amount - cost));
        }
        let label = dictionary().label("income_kind", kind);
        let sum = totals[place];
        let mut formula = parts.join(" + ");
        if *kind == "business" && sum < 0 {
            totals[place] = 0;
            formula = format!("{formula} = {}，小于 0 按 0 计，不抵其他收入", yuan(sum));
        }
        working.steps.add("income", kind, format!("{label}合计"), formula, yuan(totals[place]));
    }
    for income in &survey.incomes {
        if !KINDS.contains(&income.kind.as_str()) {
            working.missing.push(format!("{}的一笔收入没有选类别", who(survey, income)));
        }
    }
    let before = totals.iter().sum::<i128>().max(0);
    let formula = totals.iter().map(|total| yuan(*total)).collect::<Vec<_>>().join(" + ");
    working.steps.add("income", "before", "年收入（扣减前）", formula, yuan(before));
    let deductions = deductions(survey, employment, &mut working);
    let annual = (before - deductions).max(0);
    working.steps.add(
        "deductions",
        "annual",
        "年收入",
        format!("{} - {}", yuan(before), yuan(deductions)),
        yuan(annual),
    );
    if !working.missing.is_empty() {
        working.steps.0.retain(|step| !matches!(step.key.as_str(), "before" | "annual"));
        return working;
    }
    let year = Ratio::from(annual);
    let (Some(month), Some(per_capita)) = (each(year, 12), each(year, 12 * heads)) else {
        return working;
    };
    working.steps.add("per_capita", "month", "家庭月收入", format!("{} ÷ 12", yuan(annual)), yuan(month));
    let formula = format!("{} ÷ 12 ÷ {heads}", yuan(annual));
    working.steps.add("per_capita", "per_capita", "人均月收入", formula, yuan(per_capita));
    if undecided > 0 {
        let without = each(Ratio::from((annual - undecided).max(0)), 12 * heads).unwrap_or_default();
        working.notes.push(format!(
            "{}是否计入收入，县里还没有定（待县定），暂按计入算；如不计入，人均月收入为 {} 元",
            undecided_items.join("、"),
            yuan(without)
        ));
    }
    working.sum = Some(Sum { heads, before, deductions, annual, per_capita, undecided, undecided_items });
    working
}

/// Says who counts and why not; gives how many.
fn members(survey: &Survey, working: &mut Working) -> i128 {
    let counted = survey.counted();
    for member in &survey.members {
        let enters = counted.iter().any(|one| one.id == member.id);
        let (value, why) = match (&member.counted, enters) {
            (_, true) if survey.single => ("计入", "单人保，只算申请人本人"),
            (_, true) => ("计入", ""),
            (Counted::No(why), _) => ("不计入", *why),
            (Counted::Yes, false) => ("不计入", "单人保，只算申请人本人"),
            (Counted::Unknown, false) if survey.single => ("不计入", "单人保，只算申请人本人"),
            (Counted::Unknown, false) => {
                working.missing.push(format!("{}的共同生活情形没有填", member.name));
                ("未定", "共同生活情形没有填")
            }
        };
        working.steps.add("members", &member.id, member.name.clone(), why, value);
    }
    let heads = counted.len() as i128;
    working.steps.add("members", "heads", "计入人数", "", format!("{heads} 人"));
    if survey.single && heads > 1 {
        working.missing.push("单人保只能有一位申请人本人".to_owned());
    } else if heads == 0 {
        let what = if survey.single { "单人保没有指明申请人本人" } else { "没有计入的家庭成员" };
        working.missing.push(what.to_owned());
    }
    heads
}

/// What one row brings.
struct CountedIncome {
    amount: i128,
    undecided: i128,
}

fn one(
    survey: &Survey,
    income: &Income,
    purpose: Purpose,
    decisions: &[Decision],
    working: &mut Working,
) -> Option<CountedIncome> {
    let (who, what) = (who(survey, income), label_of(income));
    if income.member.is_empty() || survey.name(&income.member).is_empty() {
        working.missing.push(format!("“{what}”没有选是谁的收入"));
        return None;
    }
    if !survey.enters(&income.member) {
        working.steps.add("income", &income.id, format!("{who} {what}"), "不计入成员的收入不算", yuan(0));
        return None;
    }
    let payments = match payments(income) {
        Ok(payments) => payments,
        Err(lack) => {
            working.missing.push(format!("{who}的{what}没有填{lack}"));
            return None;
        }
    };
    let total: i128 = payments.iter().map(|(amount, _)| amount).sum();
    if let Some(basis) = &income.county_excluded {
        if basis.is_empty() {
            working.missing.push(format!("{who}的{what}按市级以上规定不计入，没有写依据"));
        }
        let formula = format!("{}，不计入：{basis}", formula(income));
        working.steps.add("income", &income.id, format!("{who} {what}"), formula, yuan(0));
        return Some(CountedIncome { amount: 0, undecided: 0 });
    }
    if income.paid_from.is_none() && excluded_income::needs_date(&income.item, purpose, decisions) {
        working.missing.push(format!("{who}的{what}没有填发放日期（是否计入要按发放日期判断）"));
        return None;
    }
    let (mut excluded, mut undecided, mut basis) = (0, 0, String::new());
    for (amount, paid) in &payments {
        match excluded_income::judge(&income.item, purpose, *paid, decisions) {
            Verdict::Excluded(why) => {
                excluded += amount;
                basis = why;
            }
            Verdict::Undecided => undecided += amount,
            Verdict::Counted => {}
        }
    }
    let amount = total - excluded;
    let mut words = formula(income);
    if excluded > 0 {
        words = format!("{words} - 不计入 {}（{basis}）", yuan(excluded));
    }
    if undecided > 0 {
        words = format!("{words}，待县定");
    }
    let cost = if amount > 0 { income.cost } else { 0 };
    if cost > 0 {
        words = format!("{words} - 费用 {}", yuan(cost));
    }
    outside(survey, income, &payments, &who, &what, working);
    working.steps.add("income", &income.id, format!("{who} {what}"), words, yuan(amount - cost));
    Some(CountedIncome { amount, undecided })
}

/// The payments with their days, or what is not filled in.
fn payments(income: &Income) -> Result<Vec<(i128, Option<NaiveDate>)>, &'static str> {
    let amount = income.amount.ok_or("金额")?;
    if income.item.is_empty() {
        return Err("项目");
    }
    match income.monthly.ok_or("按月还是按年")? {
        false => Ok(vec![(amount, income.paid_from)]),
        true => {
            let months = income.months.filter(|months| (1..=12).contains(months)).ok_or("实发月数（1 至 12）")?;
            let day = |month: i128| dates::add_months(income.paid_from?, i32::try_from(month).ok()?);
            Ok((0..months).map(|month| (amount, day(month))).collect())
        }
    }
}

fn outside(
    survey: &Survey,
    income: &Income,
    payments: &[(i128, Option<NaiveDate>)],
    who: &str,
    what: &str,
    working: &mut Working,
) {
    let Some((on, from)) = survey.on.zip(income.paid_from) else {
        return;
    };
    let begins = dates::add_months(on, -12).unwrap_or(on);
    let last = payments.iter().filter_map(|(_, paid)| *paid).max().unwrap_or(from);
    if from < begins || last > on {
        working.notes.push(format!("{who}的{what}有发放日期不在申请前 12 个月内，请核对"));
    }
}

fn formula(income: &Income) -> String {
    let amount = income.amount.unwrap_or(0);
    match (income.monthly, income.months) {
        (Some(true), Some(months)) => format!("{} × {months} 个月", yuan(amount)),
        _ => yuan(amount),
    }
}

fn who(survey: &Survey, income: &Income) -> String {
    match survey.name(&income.member) {
        "" => "家庭".to_owned(),
        name => name.to_owned(),
    }
}

fn label_of(income: &Income) -> String {
    if income.item.is_empty() {
        "收入".to_owned()
    } else {
        dictionary().label("income_item", &income.item).to_owned()
    }
}

fn deductions(survey: &Survey, employment: i128, working: &mut Working) -> i128 {
    working.steps.add("deductions", "employment_cost", "必要就业成本", "只扣一次，不超过工资", yuan(employment));
    let mut deducted = 0;
    for expense in survey.expenses.iter().filter(|expense| survey.enters(&expense.member) && expense.deducted > 0) {
        let allowed = expense.deducted.min(expense.borne());
        if allowed < expense.deducted {
            working.notes.push(format!("一笔支出的扣减 {} 大于个人负担，按个人负担扣", yuan(expense.deducted)));
        }
        deducted += allowed;
    }
    working.steps.add("deductions", "deducted", "残疾、重病等刚性支出扣减", "按县里规定填的金额", yuan(deducted));
    employment + deducted
}
