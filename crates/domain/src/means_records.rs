//! A survey as the rules read it: the header and its rows, out of the fields of the records. What has not been filled in stays
//! unknown; nothing is judged here.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::counted_member::{self, Counted};
use crate::dates;
use crate::fields::{means_survey, survey_asset, survey_expense, survey_income, survey_member, survey_supporter};
use crate::values::text;

/// Fields of a record.
pub type Fields = Map<String, Value>;

/// The rows of a survey, each with its id.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// `survey_member`.
    pub members: Vec<(String, Fields)>,
    /// `survey_income`.
    pub incomes: Vec<(String, Fields)>,
    /// `survey_expense`.
    pub expenses: Vec<(String, Fields)>,
    /// `survey_asset`.
    pub assets: Vec<(String, Fields)>,
    /// `survey_supporter`.
    pub supporters: Vec<(String, Fields)>,
}

/// A survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The day by which standards are taken: of the application, or else of the survey.
    pub on: Option<NaiveDate>,
    /// Code of table `hukou_type` of the head of the household.
    pub hukou: String,
    /// 单人保.
    pub single: bool,
    /// 已是特困人员.
    pub in_tekun: bool,
    /// 已纳入低保.
    pub in_dibao: bool,
    /// 已认定低保边缘.
    pub in_margin: bool,
    /// Property against the rules of dibao.
    pub property_dibao: Property,
    /// Property against the rules of the margin.
    pub property_margin: Property,
    /// Property against the rules of rigid expense.
    pub property_rigid: Property,
    /// The fifth condition of rigid expense, ticked by a person.
    pub rigid_other: Option<bool>,
    /// Members.
    pub members: Vec<Member>,
    /// Incomes.
    pub incomes: Vec<Income>,
    /// Expenses.
    pub expenses: Vec<Expense>,
    /// Assets.
    pub assets: Vec<Asset>,
    /// 应付赡养费 of a year, of all supporters able to pay.
    pub support_due: i128,
}

/// A judgment of the property, made by people by the county's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// 符合.
    Meets,
    /// 不符合.
    Exceeds,
    /// 未核对.
    Unchecked,
}

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// Record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether this person counts.
    pub counted: Counted,
    /// The one who applies.
    pub applicant: bool,
}

/// An income; amounts in 分.
#[derive(Debug, Clone)]
pub struct Income {
    /// Record id.
    pub id: String,
    /// Whose; empty when not said.
    pub member: String,
    /// Code of `income_kind`.
    pub kind: String,
    /// Code of `income_item`.
    pub item: String,
    /// By the month (true), by the year (false), or not said.
    pub monthly: Option<bool>,
    /// Of a month or of the year.
    pub amount: Option<i128>,
    /// Months in which it was really paid.
    pub months: Option<i128>,
    /// Day of the first payment.
    pub paid_from: Option<NaiveDate>,
    /// Costs of earning it.
    pub cost: i128,
    /// Necessary cost of employment, of the whole period.
    pub employment_cost: i128,
    /// Excluded by a rule of the city or above, with what that rests on.
    pub county_excluded: Option<String>,
}

/// An expense; amounts in 分.
#[derive(Debug, Clone)]
pub struct Expense {
    /// Record id.
    pub id: String,
    /// Whose; empty: the household's.
    pub member: String,
    /// Code of `expense_kind`.
    pub kind: String,
    /// In all; none: not filled in.
    pub amount: Option<i128>,
    /// Paid by insurances and aid.
    pub paid_by_others: i128,
    /// To be deducted from income.
    pub deducted: i128,
    /// The county has confirmed it (for 其他).
    pub confirmed: bool,
}

impl Expense {
    /// What the family bore itself.
    pub fn borne(&self) -> i128 {
        (self.amount.unwrap_or(0) - self.paid_by_others).max(0)
    }
}

/// An asset.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Whether it counts towards the limit of financial assets.
    pub financial: bool,
    /// Whose; empty: the household's.
    pub member: String,
    /// In 分.
    pub amount: i128,
    /// 生产生活必需，豁免.
    pub exempt: bool,
}

impl Survey {
    /// Reads a survey.
    pub fn read(header: &Fields, rows: &Rows) -> Survey {
        let yes = |name: &str| text(header, name) == "yes";
        let date = |name: &str| dates::stored(text(header, name));
        Survey {
            on: date(means_survey::APPLY_DATE).or_else(|| date(means_survey::DATE)),
            hukou: text(header, means_survey::HUKOU_TYPE).to_owned(),
            single: yes(means_survey::SINGLE),
            in_tekun: yes(means_survey::IN_TEKUN),
            in_dibao: yes(means_survey::IN_DIBAO),
            in_margin: yes(means_survey::IN_MARGIN),
            property_dibao: property(header, means_survey::PROPERTY_DIBAO),
            property_margin: property(header, means_survey::PROPERTY_MARGIN),
            property_rigid: property(header, means_survey::PROPERTY_RIGID),
            rigid_other: said(header, means_survey::RIGID_OTHER),
            members: rows.members.iter().map(|(id, fields)| member(id, fields)).collect(),
            incomes: rows.incomes.iter().map(|(id, fields)| income(id, fields)).collect(),
            expenses: rows.expenses.iter().map(|(id, fields)| expense(id, fields)).collect(),
            assets: rows.assets.iter().map(|(_, fields)| asset(fields)).collect(),
            support_due: rows
                .supporters
                .iter()
                .filter(|(_, fields)| text(fields, survey_supporter::UNABLE) != "yes")
                .map(|(_, fields)| money(fields, survey_supporter::SUPPORT_DUE).unwrap_or(0))
                .sum(),
        }
    }

    /// Whose figures enter: all that count, or for 单人保 the applicant alone.
    pub fn counted(&self) -> Vec<&Member> {
        let counts = |member: &&Member| match self.single {
            true => member.applicant,
            false => member.counted == Counted::Yes,
        };
        self.members.iter().filter(counts).collect()
    }

    /// Whether a row of this member enters; a row that names nobody is the household's.
    pub fn enters(&self, member: &str) -> bool {
        member.is_empty() || self.counted().iter().any(|counted| counted.id == member)
    }

    /// A member's name.
    pub fn name(&self, id: &str) -> &str {
        self.members.iter().find(|member| member.id == id).map_or("", |member| &member.name)
    }
}

fn money(fields: &Fields, name: &str) -> Option<i128> {
    fields.get(name).and_then(Value::as_i64).map(i128::from)
}

fn said(fields: &Fields, name: &str) -> Option<bool> {
    match text(fields, name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn property(fields: &Fields, name: &str) -> Property {
    match text(fields, name) {
        "meets" => Property::Meets,
        "exceeds" => Property::Exceeds,
        _ => Property::Unchecked,
    }
}

fn member(id: &str, fields: &Fields) -> Member {
    Member {
        id: id.to_owned(),
        name: text(fields, survey_member::NAME).to_owned(),
        counted: counted_member::judge(text(fields, survey_member::SITUATION)),
        applicant: text(fields, survey_member::APPLICANT) == "yes"
            || text(fields, survey_member::SITUATION) == "applicant",
    }
}

fn income(id: &str, fields: &Fields) -> Income {
    Income {
        id: id.to_owned(),
        member: text(fields, survey_income::MEMBER).to_owned(),
        kind: text(fields, survey_income::INCOME_KIND).to_owned(),
        item: text(fields, survey_income::ITEM).to_owned(),
        monthly: match text(fields, survey_income::BASIS) {
            "month" => Some(true),
            "year" => Some(false),
            _ => None,
        },
        amount: money(fields, survey_income::AMOUNT),
        months: money(fields, survey_income::MONTHS),
        paid_from: dates::stored(text(fields, survey_income::PAID_FROM)),
        cost: money(fields, survey_income::COST).unwrap_or(0),
        employment_cost: money(fields, survey_income::EMPLOYMENT_COST).unwrap_or(0),
        county_excluded: (text(fields, survey_income::COUNTY_EXCLUDED) == "yes")
            .then(|| text(fields, survey_income::EXCLUDED_BASIS).to_owned()),
    }
}

fn expense(id: &str, fields: &Fields) -> Expense {
    let others = [
        survey_expense::BASIC_INSURANCE,
        survey_expense::SERIOUS_INSURANCE,
        survey_expense::MEDICAL_AID,
        survey_expense::SUPPLEMENTARY,
        survey_expense::COMMERCIAL,
    ];
    Expense {
        id: id.to_owned(),
        member: text(fields, survey_expense::MEMBER).to_owned(),
        kind: text(fields, survey_expense::EXPENSE_KIND).to_owned(),
        amount: money(fields, survey_expense::AMOUNT),
        paid_by_others: others.iter().filter_map(|name| money(fields, name)).sum(),
        deducted: money(fields, survey_expense::DEDUCTED).unwrap_or(0),
        confirmed: text(fields, survey_expense::COUNTY_CONFIRMED) == "yes",
    }
}

fn asset(fields: &Fields) -> Asset {
    let table = crate::dictionary::dictionary().code_table("asset_kind");
    let group = table
        .and_then(|table| table.entry(text(fields, survey_asset::ASSET_KIND)))
        .and_then(|entry| entry.group.as_deref());
    Asset {
        financial: group == Some("金融"),
        member: text(fields, survey_asset::MEMBER).to_owned(),
        amount: money(fields, survey_asset::AMOUNT).unwrap_or(0),
        exempt: text(fields, survey_asset::EXEMPT) == "yes",
    }
}
