//! Money of an agreement and of a year, by source: budget, what is to be paid by today and was, what was spent. Amounts are 分 and exact;
//! rates are read as every rate (`rate`). It only adds up what it is given.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::amounts::yuan_apart;
use crate::fields::{appropriation, expense};
use crate::rate;
use crate::values::{Fields, date, number, text};

/// A payment node of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Source.
    pub source: String,
    /// When it is to be paid.
    pub due: Option<NaiveDate>,
    /// How much.
    pub planned: u64,
    /// When it was paid; none: not yet.
    pub paid_on: Option<NaiveDate>,
    /// How much was paid then.
    pub paid: u64,
}

/// Money spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Source.
    pub source: String,
    /// When.
    pub date: NaiveDate,
    /// How much.
    pub amount: u64,
}

/// What one source, or all of them, came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Budget.
    pub budget: u64,
    /// Of it to be paid by today.
    pub to_date: u64,
    /// Paid.
    pub paid: u64,
    /// Spent.
    pub spent: u64,
}

impl Node {
    /// A node as its record says it. What was paid counts with its day.
    pub fn read(fields: &Fields) -> Node {
        let paid_on = date(fields, appropriation::PAID_DATE);
        Node {
            source: text(fields, appropriation::FUND_SOURCE).to_owned(),
            due: date(fields, appropriation::PLANNED_DATE),
            planned: amount(fields, appropriation::PLANNED_AMOUNT),
            paid: paid_on.map_or(0, |_| amount(fields, appropriation::PAID_AMOUNT)),
            paid_on,
        }
    }
}

impl Spent {
    /// Money spent as its record says it; none for money that came in.
    pub fn read(fields: &Fields) -> Option<Spent> {
        let source = text(fields, expense::FUND_SOURCE).to_owned();
        let spent = text(fields, expense::FLOW) == "out";
        spent.then(|| {
            Some(Spent { source, date: date(fields, expense::DATE)?, amount: amount(fields, expense::AMOUNT) })
        })?
    }
}

/// An amount of a record in 分; 0 where it says none.
pub fn amount(fields: &Fields, name: &str) -> u64 {
    number(fields, name).and_then(|amount| u64::try_from(amount).ok()).unwrap_or(0)
}

impl Sum {
    /// 到位率: paid of what was to be paid by today.
    pub fn arrived(&self) -> String {
        rate::shown(self.paid.into(), self.to_date.into())
    }

    /// 执行率: spent of the budget.
    pub fn executed(&self) -> String {
        rate::shown(self.spent.into(), self.budget.into())
    }

    /// How much more was spent than the budget says; none where there is no budget.
    pub fn over(&self) -> Option<u64> {
        self.spent.checked_sub(self.budget).filter(|over| *over > 0 && self.budget > 0)
    }

    fn add(&mut self, other: Sum) {
        self.budget += other.budget;
        self.to_date += other.to_date;
        self.paid += other.paid;
        self.spent += other.spent;
    }
}

/// By source, each with its sum as of a day, in the order of the codes: what was paid or spent later is not in it. What nodes plan is the
/// budget of their source unless `budgets` says it.
pub fn by_source(
    budgets: Option<&[(String, u64)]>,
    nodes: &[Node],
    spent: &[Spent],
    day: NaiveDate,
) -> BTreeMap<String, Sum> {
    let mut found: BTreeMap<String, Sum> = BTreeMap::new();
    let mut add = |source: &str, sum: Sum| found.entry(source.to_owned()).or_default().add(sum);
    for (source, amount) in budgets.unwrap_or_default() {
        add(source, Sum { budget: *amount, ..Sum::default() });
    }
    for node in nodes {
        let budget = if budgets.is_none() { node.planned } else { 0 };
        let by = |when: Option<NaiveDate>, amount: u64| if when.is_some_and(|when| when <= day) { amount } else { 0 };
        let (to_date, paid) = (by(node.due, node.planned), by(node.paid_on, node.paid));
        add(&node.source, Sum { budget, to_date, paid, spent: 0 });
    }
    for one in spent.iter().filter(|one| one.date <= day) {
        add(&one.source, Sum { spent: one.amount, ..Sum::default() });
    }
    found
}

/// All sources together.
pub fn total<'a>(sums: impl IntoIterator<Item = &'a Sum>) -> Sum {
    let mut total = Sum::default();
    sums.into_iter().for_each(|sum| total.add(*sum));
    total
}

/// What is said where more comes together than there is: `应拨合计 310,000.00 元，超出协议金额 300,000.00 元`; none while it does not.
pub fn over_words(what: &str, sum: u64, of: &str, limit: u64) -> Option<String> {
    let yuan = |amount: u64| yuan_apart(i128::from(amount));
    (sum > limit).then(|| format!("{what} {} 元，超出{of} {} 元，请核对", yuan(sum), yuan(limit)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dates::stored;

    fn node(source: &str, due: &str, planned: u64, paid: u64) -> Node {
        Node { source: source.into(), due: stored(due), planned, paid_on: stored(due), paid }
    }

    fn spent(source: &str, amount: u64) -> Spent {
        Spent { source: source.into(), date: stored("2026-11-01").expect("a day"), amount }
    }

    #[test]
    fn what_is_paid_is_measured_by_what_was_to_be_paid_by_today() {
        let nodes = [
            node("budget", "2026-10-10", 12_000_000, 12_000_000),
            node("budget", "2026-11-23", 9_000_000, 5_000_000),
            node("budget", "2027-04-01", 9_000_000, 0),
            node("welfare_lottery", "2027-04-01", 100, 0),
        ];
        let today = stored("2026-11-23").expect("a day");
        let sums = by_source(None, &nodes, &[spent("budget", 10_000_000)], today);
        let budget = sums["budget"];
        assert_eq!((budget.budget, budget.to_date, budget.paid), (30_000_000, 21_000_000, 17_000_000));
        assert_eq!((budget.arrived().as_str(), budget.executed().as_str()), ("81%", "33.3%"));
        assert_eq!(sums["welfare_lottery"].arrived(), "—", "nothing was to be paid yet");
        assert_eq!(total(sums.values()).budget, 30_000_100);
    }

    #[test]
    fn what_was_paid_or_spent_later_is_not_in_the_sums_of_a_day() {
        let nodes = [node("budget", "2026-10-10", 700, 700), node("budget", "2026-11-02", 300, 300)];
        let before = stored("2026-10-31").expect("a day");
        let sums = by_source(None, &nodes, &[spent("budget", 40)], before);
        assert_eq!(sums["budget"], Sum { budget: 1_000, to_date: 700, paid: 700, spent: 0 });
        let after = by_source(None, &nodes, &[spent("budget", 40)], stored("2026-11-02").expect("a day"));
        assert_eq!(after["budget"], Sum { budget: 1_000, to_date: 1_000, paid: 1_000, spent: 40 });
    }

    #[test]
    fn what_is_spent_beyond_the_budget_is_said_to_the_fen() {
        let today = stored("2026-11-23").expect("a day");
        let budgets = [("budget".to_owned(), 10_000)];
        let nodes = [node("budget", "2026-10-10", 5_000, 5_000)];
        let sums = by_source(Some(&budgets), &nodes, &[spent("budget", 10_001), spent("donation", 7)], today);
        assert_eq!(
            (sums["budget"].budget, sums["budget"].over()),
            (10_000, Some(1)),
            "nodes add nothing to the budget"
        );
        assert_eq!(sums["budget"].executed(), "100%");
        assert_eq!((sums["donation"].over(), sums["donation"].executed().as_str()), (None, "—"), "no budget was set");
        let just = by_source(Some(&budgets), &[], &[spent("budget", 10_000)], today);
        assert_eq!(just["budget"].over(), None);
        let said = over_words("应拨合计", 31_000_000, "协议金额", 30_000_000);
        assert_eq!(said.as_deref(), Some("应拨合计 310,000.00 元，超出协议金额 300,000.00 元，请核对"));
        assert_eq!(over_words("应拨合计", 300, "协议金额", 300), None);
    }

    #[test]
    fn records_are_read_in_fen_and_money_that_came_in_was_not_spent() {
        let read = |fields: serde_json::Value| Spent::read(fields.as_object().expect("map"));
        let out = json!({ "flow": "out", "fund_source": "budget", "date": "2026-11-01", "amount": 24_000 });
        assert_eq!(read(out), Some(spent("budget", 24_000)));
        assert_eq!(
            read(json!({ "flow": "in", "fund_source": "budget", "date": "2026-11-01", "amount": 24_000 })),
            None
        );
        let fields =
            json!({ "fund_source": "budget", "planned_date": "2026-10-10", "planned_amount": 5, "paid_amount": 5 });
        assert_eq!(Node::read(fields.as_object().expect("map")).paid, 0, "no day, not paid");
    }
}
