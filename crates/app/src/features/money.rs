//! Money (资金): of each agreement and, at the county, of a year's budget, by source (`domain::money`). A station knows its own expenses only, and
//! the page says so. What goes over the budget is said when it is saved (`over.rs`).

mod file;
pub(crate) mod over;

use chrono::Datelike;
use domain::agreement::term;
use domain::amounts::yuan_apart;
use domain::fields::{agreement, appropriation, budget_line, expense};
use domain::money::{Node, Spent, Sum, amount, by_source, total};
use domain::period::{self, Period};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::label;
use crate::records::agreements::stations_of;
use crate::records::labels::{self, Titles};

pub(crate) use file::{MoneyOut, workbook};

/// Asks for the money of a year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct MoneyRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
}

/// The money of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Money {
    /// Year.
    pub year: i32,
    /// The county's budget of the year, by source, with the sum of all last; empty at a station.
    pub budget: Vec<MoneyRow>,
    /// Agreements whose term touches the year.
    pub agreements: Vec<AgreementMoney>,
}

/// The money of an agreement.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AgreementMoney {
    /// The agreement.
    pub id: String,
    /// Number and provider.
    pub title: String,
    /// From when to when.
    pub term: String,
    /// Its amount.
    pub amount: String,
    /// Its stations.
    pub stations: String,
    /// By source, with the sum of all last.
    pub rows: Vec<MoneyRow>,
    /// What is over, in words.
    pub over: Vec<String>,
}

/// What a source came to. Amounts in 元.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MoneyRow {
    /// Source; 合计 for all of them.
    pub source: String,
    /// Budget.
    pub budget: String,
    /// Of it to be paid by today.
    pub to_date: String,
    /// Paid.
    pub paid: String,
    /// 到位率
    pub arrived: String,
    /// Spent.
    pub spent: String,
    /// 执行率
    pub executed: String,
    /// Spent beyond the budget; empty while it is not.
    pub over: String,
    /// The same in 分, for the workbook.
    #[serde(skip)]
    #[ts(skip)]
    pub sum: Sum,
}

/// The money of a year.
pub(crate) fn list(pc: &Pc, request: MoneyRequest) -> Result<Money, CommandError> {
    of_year(&Context::of(pc)?, request)
}

/// The same, for whoever has a context.
pub(crate) fn of_year(context: &Context, request: MoneyRequest) -> Result<Money, CommandError> {
    let asked = request.year.unwrap_or(context.today.year());
    let Some(whole) = period::year(asked) else {
        return Err(CommandError::invalid_field("year", "年度请写四位，如 2026。"));
    };
    let spent = spent(context)?;
    let nodes = finals(context, appropriation::KIND)?;
    let mut agreements = Vec::new();
    let newest_first = Query::of(agreement::KIND).finals().by(agreement::START_DATE, true);
    let rows = context.list(&newest_first)?;
    let titles = Titles::for_rows(context, kind_named(agreement::KIND)?, &rows)?;
    for row in &rows {
        let Some(span) = term(&row.fields).filter(|term| term.meets(&whole)) else {
            continue;
        };
        if let Some(money) = of_agreement(context, row, span, &nodes, &spent, &titles)? {
            agreements.push(money);
        }
    }
    let budget = if context.is_county() { of_budget(context, whole, &nodes, &spent)? } else { Vec::new() };
    Ok(Money { year: asked, budget, agreements })
}

/// An agreement's money; none where this PC's station is not one of its stations.
fn of_agreement(
    context: &Context,
    row: &Row,
    span: Period,
    nodes: &[Row],
    spent: &[(String, Spent)],
    titles: &Titles,
) -> Result<Option<AgreementMoney>, CommandError> {
    let stations = stations_of(context, &row.id)?;
    if context.station.as_ref().is_some_and(|own| !stations.contains(own)) {
        return Ok(None);
    }
    let own = nodes.iter().filter(|node| text(&node.fields, appropriation::AGREEMENT) == row.id);
    let own: Vec<Node> = own.map(|node| Node::read(&node.fields)).collect();
    let here = |(station, one): &&(String, Spent)| stations.contains(station) && span.contains(one.date);
    let spent: Vec<Spent> = spent.iter().filter(here).map(|(_, one)| one.clone()).collect();
    let sums = by_source(None, &own, &spent, context.today);
    let whole = total(sums.values());
    let agreed = amount(&row.fields, agreement::AMOUNT);
    let mut over: Vec<String> = over::planned(whole.budget, agreed).into_iter().collect();
    over.extend(domain::money::over_words("支出合计", whole.spent, "协议金额", agreed));
    Ok(Some(AgreementMoney {
        id: row.id.clone(),
        title: labels::title(context, kind_named(agreement::KIND)?, &row.fields, titles),
        term: format!("{} 至 {}", span.from, span.to),
        amount: yuan(agreed),
        stations: stations.iter().map(|code| context.station_name(code)).collect::<Vec<_>>().join("、"),
        rows: shown(sums.iter().map(|(source, sum)| (source.as_str(), *sum))),
        over,
    }))
}

/// The county's budget of a year: its lines, what of the agreements was to be paid and was paid for that year, what was spent in it.
fn of_budget(
    context: &Context,
    year: Period,
    nodes: &[Row],
    spent: &[(String, Spent)],
) -> Result<Vec<MoneyRow>, CommandError> {
    let budgets = budgets(context, year.from.year())?;
    let nodes = nodes.iter().map(|row| Node::read(&row.fields));
    let nodes: Vec<Node> = nodes.filter(|node| node.due.is_some_and(|due| year.contains(due))).collect();
    let spent: Vec<Spent> = spent.iter().map(|(_, one)| one).filter(|one| year.contains(one.date)).cloned().collect();
    let sums = by_source(Some(&budgets), &nodes, &spent, context.today);
    Ok(shown(sums.iter().map(|(source, sum)| (source.as_str(), *sum))))
}

/// The budget lines of a year: source and amount.
fn budgets(context: &Context, year: i32) -> Result<Vec<(String, u64)>, CommandError> {
    let lines = Query::of(budget_line::KIND).finals();
    let lines = context.list(&lines.and(budget_line::YEAR, Test::Eq, year))?;
    let line =
        |row: &Row| (text(&row.fields, budget_line::FUND_SOURCE).to_owned(), amount(&row.fields, budget_line::AMOUNT));
    Ok(lines.iter().map(line).collect())
}

/// What was spent, with the station that spent it.
fn spent(context: &Context) -> Result<Vec<(String, Spent)>, CommandError> {
    let rows = finals(context, expense::KIND)?;
    Ok(rows.iter().filter_map(|row| Some((row.station.clone(), Spent::read(&row.fields)?))).collect())
}

fn finals(context: &Context, kind: &str) -> Result<Vec<Row>, CommandError> {
    let finals = context.of_station(kind, None).finals();
    context.list(&finals.only(&kind_named(kind)?.short_fields()))
}

fn shown<'a>(sums: impl Iterator<Item = (&'a str, Sum)>) -> Vec<MoneyRow> {
    let sums: Vec<(&str, Sum)> = sums.collect();
    let mut rows: Vec<MoneyRow> = sums.iter().map(|(source, sum)| row(&label("fund_source", source), sum)).collect();
    if !rows.is_empty() {
        rows.push(row("合计", &total(sums.iter().map(|(_, sum)| sum))));
    }
    rows
}

fn row(source: &str, sum: &Sum) -> MoneyRow {
    MoneyRow {
        source: source.to_owned(),
        budget: yuan(sum.budget),
        to_date: yuan(sum.to_date),
        paid: yuan(sum.paid),
        arrived: sum.arrived(),
        spent: yuan(sum.spent),
        executed: sum.executed(),
        over: sum.over().map(yuan).unwrap_or_default(),
        sum: *sum,
    }
}

fn yuan(amount: u64) -> String {
    yuan_apart(i128::from(amount))
}
