//! The table of any period across stations, as xlsx. Figures are `domain::brief`'s; persons are united by R25.

use std::collections::BTreeSet;

use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::period::Period;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::books::moved::MovedRecord;
use crate::boards::sums::{self, parts::Parts};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::records::subjects;

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
    let parts = Parts::gather(&context, period)?;
    let roster = context.store.roster();
    let mut columns = vec![Column::new("指标", ColumnKind::Text, 34.0), Column::new("单位", ColumnKind::Text, 8.0)];
    let mut rows: Vec<(String, Vec<Value>)> = Vec::new();
    for (at, part) in parts.stations.iter().enumerate() {
        columns.push(Column::new(context.station_name(&part.station), ColumnKind::Integer, 16.0));
        for figure in &part.now.figures {
            let row = match rows.iter_mut().position(|(code, _)| *code == figure.code) {
                Some(found) => &mut rows[found].1,
                None => {
                    rows.push((figure.code.clone(), vec![figure.full_label().into(), figure.unit.clone().into()]));
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
    for (code, row) in &mut rows {
        row.resize(columns.len() - 1, Value::Empty);
        row.push(match parts.county.get(code) {
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
        note: note(&parts),
        ..Sheet::default()
    };
    let (checked, named) = names(&context, &parts)?;
    context.record_shown(&format!("导出：{title}（合计核对）"), subjects::minors(&context, &named)?)?;
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet, checked] })
        .map_err(|error| CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}")))?;
    request.place.write(pc, &format!("{title}.xlsx"), bytes)
}

/// Below the table: every figure that is no plain sum of the stations, as an equation.
fn note(parts: &Parts) -> String {
    let general = "全县“服务人数”等人数按身份证号跨站去重，不等于各站相加；无效走访和暂存记录不计入。";
    let equations = sums::differing(parts).into_iter().map(|(_, words)| words);
    [general.to_owned()].into_iter().chain(equations).collect::<Vec<_>>().join("\n")
}

/// 合计核对: the same equations with the names behind each difference; and the records that it names.
fn names(context: &Context, parts: &Parts) -> Result<(Sheet, BTreeSet<String>), CommandError> {
    let (mut rows, mut named): (Vec<Vec<Value>>, BTreeSet<String>) = Default::default();
    for (code, words) in sums::differing(parts) {
        let Some(sum) = sums::of_figure(context, parts, &code)? else { continue };
        rows.push(vec![words.into()]);
        let mut line = |what: &str, where_: String, who: String| {
            rows.push(vec![Value::Empty, what.into(), where_.into(), who.into()]);
        };
        for one in sum.twice {
            named.extend(one.files);
            line("跨站重复", one.stations.join("、"), format!("{}：{}", one.name, one.why));
        }
        for one in sum.merged {
            named.insert(one.id);
            line("合并档案", one.station, format!("{} 并入 {}", one.name, one.into));
        }
        for one in sum.corrected {
            let MovedRecord { record, act, kind, title, day, detail, .. } = one.record;
            named.insert(record.id);
            line(&act, one.station, format!("{day} {kind} {title} {detail}"));
        }
    }
    let sheet = Sheet {
        name: "合计核对".into(),
        title: "合计核对：各站相加与全县不同的指标".into(),
        columns: vec![
            Column::new("指标与算式", ColumnKind::Text, 60.0),
            Column::new("差额", ColumnKind::Text, 12.0),
            Column::new("站点", ColumnKind::Text, 30.0),
            Column::new("涉及", ColumnKind::Text, 60.0),
        ],
        rows,
        note: "内部核对用，含姓名，不对外。".into(),
        ..Sheet::default()
    };
    Ok((sheet, named))
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
