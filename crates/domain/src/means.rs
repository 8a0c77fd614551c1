//! The estimate of a means survey (R13, R14, R15): an estimate of minimum living, its margin or rigid expense, with every line of
//! the working. Never a decision: 估算，不是认定. Comparisons take unrounded values; "below" leaves out what is equal.

use serde::Serialize;

use crate::amounts::{Ratio, each, percent, plain, yuan};
use crate::excluded_income::{Decision, Purpose};
use crate::means_income::{self, Sum, Working};
use crate::means_records::{Property, Survey};
use crate::means_standards::{NO_HUKOU, Standards};
use crate::means_steps::{Step, Steps};

/// Stands on every screen and paper that shows an estimate.
pub const DISCLAIMER: &str = "估算，不是认定：仅供参考，以县级民政部门审核确认为准。";

/// What the county has set.
#[derive(Debug, Clone, Default)]
pub struct County {
    /// Its name, for what is missing.
    pub name: String,
    /// The standards that hold on the day of the application.
    pub standards: Option<Standards>,
    /// What it decided about incomes.
    pub decisions: Vec<Decision>,
}

/// What the survey comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 低保（估）.
    Dibao,
    /// 低保边缘（估）.
    DibaoMargin,
    /// 刚性支出困难（估）.
    RigidExpenseDifficulty,
    /// 不符（估）.
    NotMet,
    /// 已是特困: nothing is estimated.
    Tekun,
    /// 待核: figures are there, a judgment or a standard is missing.
    Pending,
    /// No figure: data are missing.
    Nothing,
}

impl Outcome {
    /// Code of table `means_type`; none without a figure.
    pub fn code(self) -> Option<&'static str> {
        Some(match self {
            Outcome::Dibao => "dibao",
            Outcome::DibaoMargin => "dibao_margin",
            Outcome::RigidExpenseDifficulty => "rigid_expense_difficulty",
            Outcome::NotMet => "not_met",
            Outcome::Tekun => "tekun",
            Outcome::Pending => "pending",
            Outcome::Nothing => return None,
        })
    }
}

/// The estimate.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Every line of the working.
    pub steps: Vec<Step>,
    /// What is missing, in words: data of the form, standards of the county.
    pub missing: Vec<String>,
    /// What should be known beside the figures.
    pub notes: Vec<String>,
    /// How many count.
    pub heads: Option<i128>,
    /// Income per head and month, in 分.
    pub per_capita: Option<Ratio>,
    /// Dibao standard less that, times heads, in 分 a month; only with the outcome dibao.
    pub gap: Option<Ratio>,
    /// What it comes to.
    pub outcome: Outcome,
}

/// Estimates.
pub fn estimate(survey: &Survey, county: &County) -> Estimate {
    let working = means_income::work_out(survey, Purpose::Dibao, &county.decisions);
    let rigid = means_income::work_out(survey, Purpose::Rigid, &county.decisions);
    let Working { steps, missing, notes, sum } = working;
    let mut judging = Judging { survey, county, steps, missing, notes, gap: None };
    if survey.on.is_none() {
        judging.missing.push("申请日期（或调查日期）没有填".to_owned());
    }
    let outcome = match (&sum, judging.missing.is_empty()) {
        (Some(sum), true) => judging.outcome(sum, rigid.sum.as_ref()),
        _ => Outcome::Nothing,
    };
    judging.supporters();
    Estimate {
        steps: judging.steps.0,
        missing: judging.missing,
        notes: judging.notes,
        heads: sum.as_ref().map(|sum| sum.heads),
        per_capita: sum.as_ref().map(|sum| sum.per_capita).filter(|_| outcome != Outcome::Nothing),
        gap: judging.gap.filter(|_| outcome == Outcome::Dibao),
        outcome,
    }
}

struct Judging<'a> {
    survey: &'a Survey,
    county: &'a County,
    steps: Steps,
    missing: Vec<String>,
    notes: Vec<String>,
    gap: Option<Ratio>,
}

impl Judging<'_> {
    fn outcome(&mut self, sum: &Sum, rigid: Option<&Sum>) -> Outcome {
        if self.survey.in_tekun {
            self.notes.push("已是特困，不再估算低保".to_owned());
            return Outcome::Tekun;
        }
        let Some(standards) = self.county.standards.clone() else {
            self.lacks_standard("");
            return Outcome::Pending;
        };
        self.document(&standards);
        let (standard, times) = match (standards.dibao(&self.survey.hukou), standards.multiplier()) {
            (Ok(standard), Ok(times)) => (standard, times),
            (Err(lack), _) | (_, Err(lack)) => {
                self.lacks_standard(lack);
                return Outcome::Pending;
            }
        };
        self.single();
        let place = if self.survey.hukou == "urban" { "城市" } else { "农村" };
        self.steps.add(
            "dibao",
            "standard",
            format!("{place}低保标准"),
            standards.document(),
            format!("{}/月", yuan(standard)),
        );
        let below = sum.per_capita < standard;
        let formula = format!("{} < {}", yuan(sum.per_capita), yuan(standard));
        self.steps.compare("dibao", "below_dibao", "人均月收入低于低保标准", formula, below);
        let margin = standard * times;
        if below {
            match self.property("dibao", self.survey.property_dibao, sum.heads, &standards) {
                Property::Meets => {
                    let gap = (standard - sum.per_capita) * sum.heads;
                    let formula = format!("（{} - {}）× {}", yuan(standard), yuan(sum.per_capita), sum.heads);
                    self.steps.add("dibao", "gap", "低保差额/月", formula, yuan(gap));
                    self.gap = Some(gap);
                    return Outcome::Dibao;
                }
                Property::Unchecked => return self.pending("财产是否符合低保规定还没有核对"),
                Property::Exceeds => {}
            }
        }
        let formula = format!("{} < {} × {} = {}", yuan(sum.per_capita), yuan(standard), plain(times), yuan(margin));
        let below_margin = sum.per_capita < margin;
        self.steps.compare("margin", "below_margin", "人均月收入低于低保边缘标准", formula, below_margin);
        if below_margin {
            match self.property("margin", self.survey.property_margin, sum.heads, &standards) {
                Property::Meets => return Outcome::DibaoMargin,
                Property::Unchecked => return self.pending("财产是否符合低保边缘规定还没有核对"),
                Property::Exceeds => {}
            }
        }
        match rigid {
            Some(rigid) => self.rigid(rigid, standard, &standards),
            None => self.pending("刚性支出困难的收入还算不出来"),
        }
    }

    /// R15: the first four conditions; the fifth is ticked by a person.
    fn rigid(&mut self, sum: &Sum, standard: Ratio, standards: &Standards) -> Outcome {
        let survey = self.survey;
        let outside = !survey.in_dibao && !survey.in_margin;
        self.steps.compare("rigid", "outside", "未纳入低保、特困，未认定低保边缘", String::new(), outside);
        if !outside {
            return Outcome::NotMet;
        }
        let (disposable, ratio) = match (standards.disposable(&survey.hukou), standards.rigid_ratio()) {
            (Ok(disposable), Ok(ratio)) => (disposable, ratio),
            (disposable, ratio) => {
                for lack in [disposable.err(), ratio.err()].into_iter().flatten() {
                    self.lacks_standard(lack);
                }
                return Outcome::Pending;
            }
        };
        let yearly = sum.per_capita * 12;
        let poor = yearly < disposable;
        let formula = format!("{} < {}", yuan(yearly), yuan(disposable));
        self.steps.compare("rigid", "below_disposable", "人均年收入低于上年度人均可支配收入", formula, poor);
        let Some(expense) = self.rigid_expense(sum.heads, standard, standards) else {
            return Outcome::Pending;
        };
        let exceeds = self.ratio(expense, sum.before, ratio);
        if !poor || !exceeds {
            return Outcome::NotMet;
        }
        match self.property("rigid", survey.property_rigid, sum.heads, standards) {
            Property::Exceeds => return Outcome::NotMet,
            Property::Unchecked => return self.pending("财产是否符合刚性支出困难规定还没有核对"),
            Property::Meets => {}
        }
        match survey.rigid_other {
            Some(false) => {
                self.steps.compare("rigid", "other_conditions", "符合县里其他条件", String::new(), false);
                return Outcome::NotMet;
            }
            Some(true) => self.steps.compare("rigid", "other_conditions", "符合县里其他条件", String::new(), true),
            None => self.notes.push("县里的其他条件（第五项）还没有勾选，请人工核对".to_owned()),
        }
        Outcome::RigidExpenseDifficulty
    }

    /// Rigid expense of twelve months in 分: five kinds, what the family bore itself.
    fn rigid_expense(&mut self, heads: i128, standard: Ratio, standards: &Standards) -> Option<Ratio> {
        let mut total = Ratio::default();
        let table = crate::dictionary::dictionary().code_table("expense_kind")?;
        let mut unfilled = false;
        for entry in &table.entries {
            let by_standard = entry.code == "living" && standards.living_by_standard();
            let rows =
                self.survey.expenses.iter().filter(|row| row.kind == entry.code && self.survey.enters(&row.member));
            let rows: Vec<_> = rows.collect();
            unfilled |= rows.iter().any(|row| row.amount.is_none());
            let (sum, formula) = if by_standard {
                let sum = standard * (heads * 12);
                (sum, format!("{} × {heads} × 12", yuan(standard)))
            } else {
                let counted = rows.iter().filter(|row| entry.code != "other" || row.confirmed);
                let parts: Vec<i128> = counted.map(|row| row.borne()).collect();
                let formula = parts.iter().map(|part| yuan(*part)).collect::<Vec<_>>().join(" + ");
                (parts.iter().sum::<i128>().into(), formula)
            };
            if entry.code == "other" && rows.iter().any(|row| !row.confirmed) {
                self.notes.push("“其他”支出须县级认定，没有认定的不计入刚性支出".to_owned());
            }
            self.steps.add("rigid", &entry.code, entry.label.clone(), formula, yuan(sum));
            total += sum;
        }
        if unfilled {
            self.missing.push("有支出没有填金额".to_owned());
            return None;
        }
        self.steps.add("rigid", "rigid_expense", "刚性支出合计", "", yuan(total));
        Some(total)
    }

    /// The expense against the household's whole income; no income at all counts as exceeded.
    fn ratio(&mut self, expense: Ratio, before: i128, (limit, inclusive): (Ratio, bool)) -> bool {
        let sign = if inclusive { "≥" } else { ">" };
        let label = "刚性支出占家庭总收入比例超过规定";
        let Some(share) = each(expense, before) else {
            let formula = "家庭总收入为 0，视为超过".to_owned();
            self.steps.compare("rigid", "ratio", label, formula, true);
            return true;
        };
        let exceeds = if inclusive { share >= limit } else { share > limit };
        let (shown, least) = (percent(share), percent(limit));
        // Two that read alike are told apart by what is not shown.
        let unrounded = if shown == least && share != limit { "（按未舍入的值比较）" } else { "" };
        let formula = format!("{} ÷ {} = {shown} {sign} {least}{unrounded}", yuan(expense), yuan(before));
        self.steps.compare("rigid", "ratio", label, formula, exceeds);
        exceeds
    }

    /// The judgment of people, and the limit of financial assets where the county has one.
    fn property(&mut self, purpose: &'static str, judged: Property, heads: i128, standards: &Standards) -> Property {
        let key = format!("property_{purpose}");
        let mut found = judged;
        if let Some(limit) = standards.financial_limit(purpose) {
            let counted = self.survey.assets.iter().filter(|asset| asset.financial && !asset.exempt);
            let total: i128 = counted.filter(|asset| self.survey.enters(&asset.member)).map(|asset| asset.amount).sum();
            let each = each(total.into(), heads).unwrap_or_default();
            let over = each > limit;
            let formula = format!("{} ÷ {heads} = {} > {}", yuan(total), yuan(each), yuan(limit));
            self.steps.compare("property", &format!("assets_{purpose}"), "人均金融资产超过上限", formula, over);
            if over {
                found = Property::Exceeds;
            }
        }
        let label = match purpose {
            "dibao" => "财产符合低保规定",
            "margin" => "财产符合低保边缘规定",
            _ => "财产符合刚性支出困难规定",
        };
        let value = match found {
            Property::Meets => "符合",
            Property::Exceeds => "不符合",
            Property::Unchecked => "未核对",
        };
        self.steps.add("property", &key, label, "", value);
        found
    }

    fn pending(&mut self, why: &str) -> Outcome {
        self.notes.push(format!("{why}，不能下结论"));
        Outcome::Pending
    }

    fn single(&mut self) {
        if self.survey.single {
            let words = "单人保限低保边缘家庭中的重残人员、重特大疾病患者等，请核对条件";
            self.notes.push(words.to_owned());
        }
    }

    fn document(&mut self, standards: &Standards) {
        let year = self.survey.on.map(|on| i64::from(chrono::Datelike::year(&on)));
        if year.is_some_and(|year| year > standards.year) {
            self.notes
                .push(format!("用的是 {} 年的标准（{}起施行），县里还没有更新的", standards.year, standards.from));
        }
    }

    /// 应付赡养费 that the incomes do not hold.
    fn supporters(&mut self) {
        let of_support = |income: &&crate::means_records::Income| income.item == "support_paid";
        let recorded: i128 = self.survey.incomes.iter().filter(of_support).map(of_year).sum();
        if self.survey.support_due > recorded {
            self.notes.push(format!(
                "义务人应付赡（抚、扶）养费一年共 {} 元，收入里只记了 {} 元，请核对",
                yuan(self.survey.support_due),
                yuan(recorded)
            ));
        }
    }

    fn lacks_standard(&mut self, what: &str) {
        if what == NO_HUKOU {
            self.missing.push("户主户籍性质没有填，不知道按城市还是农村标准".to_owned());
            return;
        }
        let year = self.survey.on.map_or_else(String::new, |on| format!(" {} 年", chrono::Datelike::year(&on)));
        let county = if self.county.name.is_empty() { "县" } else { &self.county.name };
        let what = if what.is_empty() { String::new() } else { format!("（{what}）") };
        self.missing.push(format!("缺少{year}{county}标准{what}"));
    }
}

fn of_year(income: &crate::means_records::Income) -> i128 {
    let times = if income.monthly == Some(true) { income.months.unwrap_or(0) } else { 1 };
    income.amount.unwrap_or(0) * times
}
