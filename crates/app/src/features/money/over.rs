//! Money that goes over, said at the field when it is saved: nodes beyond the agreement's amount or the year's budget of their source, expenses
//! beyond what the agreement plans of theirs. It warns and never forbids.

use chrono::Datelike;
use domain::fields::{agreement, appropriation, expense};
use domain::money::{Node, Spent, amount, over_words};
use domain::values::date;
use store::Row;

use super::{budgets, finals};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::records::agreements::{before_signing, in_force, stations_of};
use crate::records::check::{self, Form, Ready};

/// What is said of nodes that plan more than the agreement's amount.
pub(super) fn planned(sum: u64, agreed: u64) -> Option<String> {
    over_words("应拨合计", sum, "协议金额", agreed)
}

/// A node ready to be saved.
pub(crate) fn ready_appropriation(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(appropriation::KIND)?, form)?;
    let days = [appropriation::PLANNED_DATE, appropriation::PAID_DATE];
    ready.findings.extend(before_signing(context, &ready.whole, appropriation::AGREEMENT, &days)?);
    check::refuse_errors(&ready.findings)?;
    let node = Node::read(&ready.whole);
    let others = finals(context, appropriation::KIND)?;
    let others: Vec<&Row> = others.iter().filter(|row| row.id != ready.id).collect();
    let own = text(&ready.whole, appropriation::AGREEMENT);
    let beside = others.iter().filter(|row| text(&row.fields, appropriation::AGREEMENT) == own);
    let sum = node.planned + beside.map(|row| amount(&row.fields, appropriation::PLANNED_AMOUNT)).sum::<u64>();
    let agreed = context.store.row(agreement::KIND, own)?.map_or(0, |row| amount(&row.fields, agreement::AMOUNT));
    let said = planned(sum, agreed).filter(|_| agreed > 0);
    ready.findings.extend(said.map(|words| check::warning(appropriation::PLANNED_AMOUNT, words)));
    if let Some(due) = node.due {
        let budgets = budgets(context, due.year())?;
        let lines: Vec<u64> = budgets.iter().filter(|(source, _)| *source == node.source).map(|line| line.1).collect();
        let nodes = others.iter().map(|row| Node::read(&row.fields));
        let same = nodes.filter(|one| one.source == node.source && one.due.is_some_and(|day| day.year() == due.year()));
        let sum = node.planned + same.map(|one| one.planned).sum::<u64>();
        let of = format!("{} 年“{}”预算", due.year(), label("fund_source", &node.source));
        let said = over_words("应拨合计", sum, &of, lines.iter().sum()).filter(|_| !lines.is_empty());
        ready.findings.extend(said.map(|words| check::warning(appropriation::FUND_SOURCE, words)));
    }
    Ok(ready)
}

/// An expense ready to be saved.
pub(crate) fn ready_expense(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready(context, kind_named(expense::KIND)?, form)?;
    let said = match Spent::read(&ready.whole) {
        Some(spent) => spent_over(context, &ready, &spent)?,
        None => None,
    };
    ready.findings.extend(said.map(|words| check::warning(expense::AMOUNT, words)));
    Ok(ready)
}

/// What a station spent of a source within its agreement, against what the agreement plans of it. Of several stations each knows its own alone:
/// what it says is over is over, whatever the others spent.
fn spent_over(context: &Context, ready: &Ready, spent: &Spent) -> Result<Option<String>, CommandError> {
    let Some((agreement, span)) = in_force(context, &ready.station, spent.date)? else { return Ok(None) };
    let nodes = finals(context, appropriation::KIND)?;
    let own = nodes.iter().filter(|row| text(&row.fields, appropriation::AGREEMENT) == agreement.id);
    let nodes = own.map(|row| Node::read(&row.fields)).filter(|node| node.source == spent.source);
    let planned: Vec<u64> = nodes.map(|node| node.planned).collect();
    let stations = stations_of(context, &agreement.id)?;
    let expenses = finals(context, expense::KIND)?;
    let same = |row: &&Row| {
        row.id != ready.id
            && stations.contains(&row.station)
            && date(&row.fields, expense::DATE).is_some_and(|day| span.contains(day))
    };
    let others = expenses.iter().filter(same).filter_map(|row| Spent::read(&row.fields));
    let sum = spent.amount + others.filter(|one| one.source == spent.source).map(|one| one.amount).sum::<u64>();
    let source = label("fund_source", &spent.source);
    let said = over_words(&format!("“{source}”支出合计"), sum, "协议安排", planned.iter().sum());
    Ok(said.filter(|_| !planned.is_empty()))
}
