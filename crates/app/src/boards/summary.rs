//! The table of any period across stations, as xlsx. Figures are `domain::brief`'s; persons are united by R25.

use std::collections::BTreeSet;

use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::brief_figures::figures;
use domain::period::Period;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::county::persons_served;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::records::facts::OfStations;

/// Asks for the table of a period.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SummaryRequest {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Where the file goes.
    pub place: Destination,
}

/// Writes the table: a row per figure, a column per station, and the county's total with persons counted once.
pub(crate) fn write(pc: &Pc, request: SummaryRequest) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let period = period(&context, &request)?;
    let mut facts = OfStations::gather(&context, period)?;
    let roster = context.store.roster();
    let mut columns = vec![Column::new("指标", ColumnKind::Text, 34.0), Column::new("单位", ColumnKind::Text, 8.0)];
    let mut rows: Vec<(String, Vec<Value>)> = Vec::new();
    let mut served = BTreeSet::new();
    for (at, station) in roster.stations.iter().enumerate() {
        columns.push(Column::new(station.name.clone(), ColumnKind::Integer, 16.0));
        let figures = figures(&facts.of(&station.code), period);
        served.extend(persons_served(&figures, &facts.union));
        for figure in figures.figures {
            let row = match rows.iter_mut().position(|(code, _)| *code == figure.code) {
                Some(found) => &mut rows[found].1,
                None => {
                    rows.push((figure.code.clone(), vec![figure.label.clone().into(), figure.unit.clone().into()]));
                    &mut rows.last_mut().expect("just pushed").1
                }
            };
            row.resize(at + 2, Value::Empty);
            row.push(match (figure.value, figure.whole) {
                (Some(value), None) if domain::amounts::kept_per(&figure.unit) == 1 => (value as i64).into(),
                _ => figure.text().into(),
            });
        }
    }
    columns.push(Column::new("全县", ColumnKind::Integer, 12.0));
    let all = figures(&facts.all, period);
    for (code, row) in &mut rows {
        row.resize(columns.len() - 1, Value::Empty);
        row.push(match all.get(code) {
            Some(figure) if figure.code == "service.persons" => (served.len() as i64).into(),
            Some(figure) if figure.whole.is_none() && domain::amounts::kept_per(&figure.unit) == 1 => {
                figure.value.map(|value| value as i64).into()
            }
            Some(figure) => figure.text().into(),
            None => Value::Empty,
        });
    }
    let title = format!("{}各社工站工作汇总（{} 至 {}）", roster.county_name, period.from, period.to);
    let sheet = Sheet {
        name: "汇总".into(),
        title: title.clone(),
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        note: "全县“服务人数”等人数按身份证号跨站去重，不等于各站相加；无效走访和暂存记录不计入。".into(),
        ..Sheet::default()
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] })
        .map_err(|error| CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}")))?;
    request.place.write(pc, &format!("{title}.xlsx"), bytes)
}

fn period(context: &Context, request: &SummaryRequest) -> Result<Period, CommandError> {
    let mut findings = Vec::new();
    let mut day = |field: &str, text: &str, default: Option<chrono::NaiveDate>| match (text.trim().is_empty(), default)
    {
        (true, Some(default)) => default,
        _ => domain::dates::parse(text, context.today).unwrap_or_else(|_| {
            findings.push(FieldFinding::error(field, "请填写日期，如 2026-11-01。"));
            context.today
        }),
    };
    let (from, to) = (day("from", &request.from, None), day("to", &request.to, Some(context.today)));
    if findings.is_empty() && to < from {
        findings.push(FieldFinding::error("to", "截止日期早于开始日期。"));
    }
    if findings.is_empty() { Ok(Period { from, to }) } else { Err(CommandError::invalid(findings)) }
}
