//! The money of a year as a workbook: a sheet for the budget, a sheet for the agreements. It holds what the page shows.

use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MoneyRequest, MoneyRow, of_year};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Takes the table out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MoneyOut {
    /// Which year.
    pub asked: MoneyRequest,
    /// Where the file goes.
    pub place: Destination,
}

/// 经费执行表.
pub(crate) fn workbook(pc: &Pc, request: MoneyOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let money = of_year(&context, request.asked)?;
    let mut sheets = Vec::new();
    if context.is_county() {
        let rows = money.budget.into_iter().map(|row| cells(Vec::new(), row)).collect();
        sheets.push(sheet("预算", &format!("{} 年预算执行表", money.year), &[], rows));
    }
    let rows = money.agreements.into_iter().flat_map(|one| {
        let head = [one.title, one.term, one.stations, one.amount];
        one.rows.into_iter().map(move |row| cells(head.clone().into(), row))
    });
    let head = [("协议", 34.0), ("期限", 26.0), ("站点", 34.0), ("协议金额", 14.0)];
    sheets.push(sheet("协议", &format!("{} 年协议经费执行表", money.year), &head, rows.collect()));
    let bytes = documents::xlsx(&Workbook { sheets }).map_err(not_made)?;
    request.place.write(pc, &format!("经费执行表 {}.xlsx", money.year), bytes)
}

fn sheet(name: &str, title: &str, head: &[(&str, f64)], rows: Vec<Vec<Value>>) -> Sheet {
    use ColumnKind::{Money, Text};
    let figures = [
        ("资金来源", Text),
        ("预算", Money),
        ("至今应拨", Money),
        ("实拨", Money),
        ("到位率", Text),
        ("支出", Money),
        ("执行率", Text),
        ("超预算", Money),
    ];
    let wide = |kind| if kind == Text { 12.0 } else { 16.0 };
    let figures = figures.into_iter().map(|(title, kind)| Column::new(title, kind, wide(kind)));
    Sheet {
        name: name.into(),
        title: title.into(),
        groups: Vec::new(),
        columns: head.iter().map(|(title, width)| Column::new(*title, Text, *width)).chain(figures).collect(),
        rows,
        note: "金额单位：元。到位率＝实拨÷至今应拨；执行率＝支出÷预算。".into(),
        filter: true,
    }
}

fn cells(head: Vec<String>, row: MoneyRow) -> Vec<Value> {
    let fen = |amount: u64| i64::try_from(amount).map_or(Value::Empty, Value::Integer);
    let sum = row.sum;
    let own = [
        row.source.into(),
        fen(sum.budget),
        fen(sum.to_date),
        fen(sum.paid),
        row.arrived.into(),
        fen(sum.spent),
        row.executed.into(),
        sum.over().map_or(Value::Empty, fen),
    ];
    head.into_iter().map(Value::from).chain(own).collect()
}
