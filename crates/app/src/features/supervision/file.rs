//! Supervision and training of a year as a workbook: a sheet of stations, a sheet of people. It holds what the page shows.

use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SupervisionRequest, TimesView, of_year};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Takes the figures out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SupervisionOut {
    /// Which year.
    pub asked: SupervisionRequest,
    /// Where the file goes.
    pub place: Destination,
}

const TIMES: [&str; 5] = ["督导（次）", "督导（小时）", "没写起止时间（次）", "培训（次）", "培训学时"];

/// 督导与培训统计表.
pub(crate) fn workbook(pc: &Pc, request: SupervisionOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let made = of_year(&context, request.asked)?;
    let (mut stations, mut people) = (Vec::new(), Vec::new());
    for station in made.stations {
        let rates = [station.supervised, station.trained, station.trained_each].map(Value::from);
        stations
            .push([Value::from(station.name.clone())].into_iter().chain(times(&station.times)).chain(rates).collect());
        for one in station.members {
            let hours = [one.recorded, one.declared, one.required].map(Value::from);
            let who = [station.name.clone(), one.name].map(Value::from);
            people.push(who.into_iter().chain(times(&one.times)).chain(hours).collect());
        }
    }
    let title = |what: &str| format!("{}年{what}（截至 {}）", made.year, context.today);
    let sheets = vec![
        sheet("按站点", title("督导与培训统计表"), &["站点"], &["督导覆盖率", "培训覆盖率", "人均学时"], stations),
        sheet(
            "按人员",
            title("社工督导与培训统计表"),
            &["站点", "姓名"],
            &["登记期内培训学时", "档案所填学时", "应有学时"],
            people,
        ),
    ];
    let bytes = documents::xlsx(&Workbook { sheets }).map_err(not_made)?;
    request.place.write(pc, &format!("督导与培训统计表 {}.xlsx", made.year), bytes)
}

fn times(times: &TimesView) -> impl Iterator<Item = Value> + use<> {
    let count = |number: u32| Value::Integer(number.into());
    let values = [
        count(times.sessions),
        times.supervised.clone().into(),
        count(times.untimed),
        count(times.courses),
        times.trained.clone().into(),
    ];
    values.into_iter()
}

fn sheet(name: &str, title: String, who: &[&str], after: &[&str], rows: Vec<Vec<Value>>) -> Sheet {
    let head =
        who.iter().map(|title| Column::new(*title, ColumnKind::Text, if *title == "站点" { 30.0 } else { 12.0 }));
    let figures = TIMES.iter().map(|title| match title.contains("次") {
        true => Column::new(*title, ColumnKind::Integer, 12.0),
        false => Column::new(*title, ColumnKind::Text, 12.0),
    });
    let last = after.iter().map(|title| Column::new(*title, ColumnKind::Text, 14.0));
    Sheet {
        name: name.into(),
        title,
        groups: Vec::new(),
        columns: head.chain(figures).chain(last).collect(),
        rows,
        note: "督导按记录里的被督导者姓名计；覆盖率＝受过督导（参加过培训）的在岗社工÷在岗社工；人均学时＝在岗社工学时合计÷在岗社工。".into(),
        filter: true,
    }
}
